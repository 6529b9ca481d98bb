// What is new for one person in a circle: what Now finds that another needs of them, what was said to what is theirs or what they are
// part of, what was shared with them, letters that came. Each has a key and where it is seen; that it is new, who asks knows by the keys
// that they saw before. Invariants: nothing of one's own is news; words that are not for this person, by their terms, are none either.

import { stringIn } from '#core/kind.ts';
import { handOf } from '#core/one-hand.ts';
import { isAlive } from '#core/record.ts';
import { recordsOf, type Snapshot } from '#core/snapshot.ts';
import { lettersIn } from '../circles/model.ts';
import { sharingIn, shownTo } from '../sharing/model.ts';

export interface Around {
  readonly vault: string;
  readonly me: string;
  readonly snapshot: Snapshot;
}

/** What Now finds, as far as it counts here. */
export interface Asked {
  readonly id: string;
  readonly from: string | null;
  readonly href: string;
}

/** The fields by which a record says what it is about. */
const POINTS = ['to', 'about', 'of', 'issue'] as const;
/** Records of one's own by which one is part of what they are about. */
const PARTS = { 'issue-part': 'issue', 'action-in': 'of' } as const;
/** Kinds of which terms say who sees them. */
const ON_TERMS: ReadonlySet<string> = new Set(['shared', 'remark', 'remark-answer', 'quote']);

/** Whose words, by id, are before me: all that others shared, and what was remarked and quoted. */
const shownIds = ({ me, snapshot }: Around, today: string): { readonly shared: readonly string[]; readonly all: ReadonlySet<string> } => {
  const { shared, quotes } = shownTo(sharingIn(snapshot), { account: me, isIn: true }, today);
  const remarks = shared.flatMap((one) => one.remarks);
  return {
    shared: shared.flatMap(({ id, by }) => (by === me ? [] : [id])),
    all: new Set([...quotes, ...remarks, ...remarks.flatMap(({ answers }) => answers)].map(({ id }) => id)),
  };
};

/** Ids of what I am part of. */
const partsOf = ({ me, snapshot }: Around): ReadonlySet<string> =>
  new Set(
    Object.entries(PARTS).flatMap(([kind, field]) =>
      [...recordsOf(snapshot, kind).values()].flatMap((record) => (handOf(record.id) === me && isAlive(record) ? [stringIn(record, field)] : [])),
    ),
  );

/** Everything of a circle one is in that is for this person by another's hand, by key, with the address at which it is seen. */
export const newsOf = (circle: Around, own: Snapshot, asked: readonly Asked[], today: string): ReadonlyMap<string, string> => {
  const { vault, me, snapshot } = circle;
  const page = `/circles/${vault}`;
  const news = new Map<string, string>();
  for (const { id, from, href } of asked) if (from !== null && from !== me && href.startsWith(`${page}/`)) news.set(`asked ${id}`, href);
  const shown = shownIds(circle, today);
  const parts = partsOf(circle);
  for (const id of shown.shared) news.set(id, page);
  for (const [kind, records] of snapshot.kinds)
    for (const record of records.values()) {
      const by = handOf(record.id);
      if (by === null || by === me || !isAlive(record) || (ON_TERMS.has(kind) && !shown.all.has(record.id))) continue;
      const isMine = (id: string): boolean => id !== '' && (id === me || handOf(id) === me || parts.has(id));
      if (POINTS.some((field) => isMine(stringIn(record, field)))) news.set(record.id, page);
    }
  for (const { id, from, circle: where, state } of lettersIn(recordsOf(own, 'letter').values())) if (where === vault && state === 'came' && from !== me) news.set(id, page);
  return news;
};
