// An open question of one's own journal, and the circles it was asked in: which prompting came of it, how that stands, and what was
// answered to oneself or to the circle. Read from the circles one is in, each time; nothing of it is kept in one's own vault but where an
// answer lies (decision 20). Invariant: what one may not read any more (taken back, one has left) is said to be gone, without a word of it.

import { stringIn } from '#core/kind.ts';
import { isAlive } from '#core/record.ts';
import { recordById, recordsOf, type Snapshot } from '#core/snapshot.ts';
import { answersUnder } from './journal/questions.ts';
import { promptedId, promptedKind, promptingsIn, type Answer, type Prompted } from './promptings/model.ts';

/** A circle that one is in. */
export interface AskedCircle {
  readonly vault: string;
  readonly me: string;
  readonly members: readonly { readonly id: string }[];
  readonly snapshot: Snapshot;
}

/** `here`: null where it was taken back, or one is not in its circle any more. */
export interface Asked<C extends AskedCircle = AskedCircle> {
  readonly id: string;
  /** Instant, or ''. */
  readonly at: string;
  readonly here: { readonly circle: C; readonly prompted: Prompted } | null;
}

/** An answer that was put under the question. `here`: null where one may not read it any more. */
export interface Under<C extends AskedCircle = AskedCircle> {
  readonly vault: string;
  readonly id: string;
  readonly here: { readonly circle: C; readonly answer: Answer } | null;
}

const PREFIX = promptedId('');

export const askedFrom = <C extends AskedCircle>(
  question: string,
  own: Snapshot,
  circles: readonly C[],
  today: string,
): { readonly asked: readonly Asked<C>[]; readonly under: readonly Under<C>[] } => {
  const mine = [...recordsOf(own, promptedKind.name).values()].filter((record) => isAlive(record) && record.id.startsWith(PREFIX) && stringIn(record, 'question') === question);
  const record = recordById(own, 'question', question);
  const put = record ? answersUnder(record) : [];
  if (mine.length + put.length === 0) return { asked: [], under: [] };
  const seen = new Map<string, NonNullable<Asked<C>['here']>>();
  const answers = new Map<string, NonNullable<Under<C>['here']>>();
  for (const circle of circles) {
    const { vault, me, members, snapshot } = circle;
    for (const prompted of promptingsIn(snapshot, own, { circle: vault, me, members: new Set(members.map(({ id }) => id)), isIn: true, today })) {
      if (prompted.by === me && prompted.question === question) seen.set(prompted.id, { circle, prompted });
      for (const answer of prompted.others) answers.set(`${vault}/${answer.id}`, { circle, answer });
    }
  }
  return {
    asked: mine
      .map((one): Asked<C> => {
        const id = one.id.slice(PREFIX.length);
        return { id, at: stringIn(one, 'at'), here: seen.get(id) ?? null };
      })
      .sort((a, b) => (a.at > b.at ? -1 : a.at < b.at ? 1 : a.id < b.id ? -1 : 1)),
    under: put.map(({ vault, id }) => ({ vault, id, here: answers.get(`${vault}/${id}`) ?? null })),
  };
};
