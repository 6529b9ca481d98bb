// A round: one proposal for the circle's mission or for an agreement, and what everybody says to it. Its outcome is read off the
// records alone, alike on every device and in whatever order they came. Invariants: what stands was consented to word for word by
// everybody who was asked, since each word holds what its writer had read, and by whoever proposed it; a proposal that is changed
// afterwards asks anew. What completed a round names whom it still asked, so that people who come or go later change nothing of what
// stands. Nobody's clock makes a word older than what it answers, and what one hand alone agreed to takes the place of nothing newer.

import { stringIn, textsIn } from '#core/kind.ts';
import { handOf } from '#core/one-hand.ts';
import { isAlive, registerOf, type Json, type VaultRecord } from '#core/record.ts';
import { addDays, dayNumber, isDay, isInstant } from '#core/when.ts';

export const MOST = { sentence: 600, reason: 2_000, moment: 2_000, members: 1_000, moments: 20, answer: 2_000 } as const;

/** What is proposed. Everybody's word names the whole of it. */
export interface Proposal {
  readonly about: 'mission' | 'agreement';
  /** The agreement that this changes: the id of the round that made it; '' for a new one, and for the mission. */
  readonly of: string;
  /** The agreement is to end. */
  readonly ends: boolean;
  /** What the circle is for; or what it does. */
  readonly words: string;
  /** "… even when …", '' for none. */
  readonly evenWhen: string;
  /** The rule that breaks it, and who can change that rule; '' for none. */
  readonly rule: string;
  readonly owner: string;
  /** Moments that it comes from, by id. */
  readonly moments: readonly string[];
  /** Day to look at it again. */
  readonly review: string;
  /** Instant. */
  readonly opened: string;
  /** The last day on which a word counts. */
  readonly until: string;
  /** Accounts that were in the circle then. */
  readonly asked: readonly string[];
}

export type Say = 'consent' | 'concern' | 'objection';

export interface RoundWord {
  readonly id: string;
  readonly by: string;
  readonly say: Say;
  /** Of a concern or an objection. */
  readonly reason: string;
  readonly at: string;
}

/**
 * `open`: somebody has not spoken, or objects; `stands`; `over`: its day has passed; `withdrawn`; `amended`: its author proposed
 * other words instead.
 */
export type Outcome = 'open' | 'stands' | 'over' | 'withdrawn' | 'amended';

export interface Round {
  readonly id: string;
  readonly by: string;
  readonly proposal: Proposal;
  /** The round that this one follows, with other words; '' for none. */
  readonly amends: string;
  readonly is: Outcome;
  /** Since when it stands, or is closed; '' while it is open. */
  readonly since: string;
  /** The last word of each that had read just this, the first said first. */
  readonly words: readonly RoundWord[];
  /** In the circle now, and asked: who has not spoken, and who objects. */
  readonly silent: readonly string[];
  readonly objects: readonly string[];
  /** Asked, but not in the circle any more, so that everybody who is here has agreed: a word said once more completes it. */
  readonly couldStand: boolean;
}

export interface InCircle {
  readonly id: string;
  /** Instant. */
  readonly since: string;
}

/** Days that a round may last, and two more, since a day is not everywhere the same. */
export const LONGEST_ROUND = 92;
/** A text that another wrote, all its versions, no longer than it may be. */
export const wordsIn = (record: VaultRecord, name: string, most: number): string => textsIn(record, name).join('\n\n').slice(0, most);

const textOf = (value: Json | undefined, most: number): string | null => (typeof value === 'string' && value.length <= most ? value : null);
const idsOf = (value: Json | undefined, most: number): readonly string[] | null =>
  Array.isArray(value) && value.length <= most && value.every((one) => typeof one === 'string' && one.length <= 64) ? [...new Set(value as readonly string[])].sort() : null;

/** What another's program wrote, as a proposal; null where a part of it is not as it must be. */
export const proposalOf = (json: Json | undefined): Proposal | null => {
  if (typeof json !== 'object' || json === null || Array.isArray(json)) return null;
  const part = json as Readonly<Record<string, Json>>;
  const { about, ends, review, opened, until } = part;
  const [of, words, evenWhen, rule, owner] = [
    textOf(part['of'], 64),
    textOf(part['words'], MOST.sentence),
    textOf(part['evenWhen'], MOST.sentence),
    textOf(part['rule'], MOST.sentence),
    textOf(part['owner'], MOST.sentence),
  ];
  const [moments, asked] = [idsOf(part['moments'], MOST.moments), idsOf(part['asked'], MOST.members)];
  if ((about !== 'mission' && about !== 'agreement') || typeof ends !== 'boolean') return null;
  if (of === null || words === null || words.trim() === '' || evenWhen === null || rule === null || owner === null || !moments || !asked) return null;
  if (!isDay(review) || !isInstant(opened) || !isDay(until)) return null;
  // Who came after the opening is not waited for: so it lies no longer back than a round may last.
  if (dayNumber(until) - dayNumber(opened.slice(0, 10)) > LONGEST_ROUND + 2) return null;
  if (about === 'mission' && (of !== '' || ends)) return null;
  if (ends && of === '') return null;
  return { about, of, ends, words, evenWhen, rule, owner, moments, review, opened, until, asked };
};

/** Two that were read are the same when nothing of them differs. */
const sameAs = (proposal: Proposal): string => JSON.stringify(proposal);

interface SaidWord extends RoundWord {
  readonly to: string;
  readonly read: Proposal;
  /** `sameAs` of it. */
  readonly same: string;
  /** Whom its writer saw in the circle of those that are asked. */
  readonly here: readonly string[];
}

const isSay = (value: unknown): value is Say => value === 'consent' || value === 'concern' || value === 'objection';

const wordOf = (record: VaultRecord): SaidWord | null => {
  const [by, read, say, here] = [handOf(record.id), proposalOf(registerOf(record, 'read')), registerOf(record, 'say'), idsOf(registerOf(record, 'here'), MOST.members)];
  const [to, at, reason] = [stringIn(record, 'to'), stringIn(record, 'at'), wordsIn(record, 'reason', MOST.reason)];
  if (record.kind !== 'agree-word' || by === null || !read || !isSay(say) || !here || !isInstant(at) || !isAlive(record)) return null;
  // Nobody answers what is not there yet: by a clock that is behind, it was said at the opening.
  return { id: record.id, by, to, read, same: sameAs(read), say, reason, at: at < read.opened ? read.opened : at, here };
};

/** The last day ends when it has ended everywhere on earth. */
export const endOf = (day: string): string => `${addDays(day, 1)}T12:00:00.000Z`;

/** A day begins where it begins first. */
export const startOf = (day: string): string => `${addDays(day, -1)}T10:00:00.000Z`;

const inOrder = (a: { readonly at: string; readonly id: string }, b: { readonly at: string; readonly id: string }): number =>
  a.at === b.at ? (a.id < b.id ? -1 : 1) : a.at < b.at ? -1 : 1;

/** Those who are asked, and in the circle now. Whoever came after the opening may speak and is not waited for. */
export const askedNow = ({ asked, opened }: Proposal, members: readonly InCircle[]): readonly string[] => {
  const then = new Set(asked);
  return members.filter(({ id, since }) => then.has(id) || since <= opened).map(({ id }) => id);
};

const agrees = (word: RoundWord | undefined): boolean => word !== undefined && word.say !== 'objection';

/** When it was complete: at the first word after which everybody whom that word asked, and everybody asked who is in the circle now, agreed. */
const completedAt = (author: string, proposal: Proposal, words: readonly SaidWord[], members: readonly InCircle[]): string | null => {
  const last = new Map<string, SaidWord>();
  const here = new Set(askedNow(proposal, members));
  const asked = members.filter(({ id }) => here.has(id));
  const then = new Set(proposal.asked);
  for (const word of words) {
    last.set(word.by, word);
    // Whoever came after the word, or came again, was not there to be asked when it was said.
    const now = asked.filter(({ since }) => since <= word.at).map(({ id }) => id);
    // Whoever was not asked may speak, but completes nothing.
    if (!agrees(word) || !(then.has(word.by) || now.includes(word.by))) continue;
    const needed = [...word.here, ...now];
    if (!needed.every((one) => agrees(last.get(one)))) continue;
    if (word.by !== author || needed.some((one) => one !== author)) return word.at;
    // Its author alone: only of a time at which they were in the circle, and from the opening on, so that it is put over nothing newer.
    const own = members.find(({ id }) => id === author);
    if (!own || own.since <= proposal.opened) return proposal.opened;
  }
  return null;
};

interface Opened {
  readonly id: string;
  readonly by: string;
  readonly proposal: Proposal | null;
  readonly amends: string;
  readonly withdrawn: string;
}

const openedOf = (record: VaultRecord): Opened | null => {
  const by = handOf(record.id);
  if (record.kind !== 'agree-round' || by === null) return null;
  const [amends, withdrawn] = [stringIn(record, 'amends'), stringIn(record, 'withdrawn')];
  // What was taken back again has no words of its own left; it may stand all the same, by what everybody had read.
  const proposal = isAlive(record) ? proposalOf(registerOf(record, 'what')) : null;
  return { id: record.id, by, proposal, amends: handOf(amends) === by ? amends : '', withdrawn: isInstant(withdrawn) ? withdrawn : '' };
};

const lastOfEach = (words: readonly SaidWord[]): readonly SaidWord[] => [...new Map(words.map((word) => [word.by, word])).values()].sort(inOrder);

/** Every round, the newest first. `now`: an instant. */
export const roundsOf = (records: Iterable<VaultRecord>, members: readonly InCircle[], now: string): readonly Round[] => {
  const opened: Opened[] = [];
  const said = new Map<string, SaidWord[]>();
  for (const record of records) {
    const one = openedOf(record);
    if (one) opened.push(one);
    const word = wordOf(record);
    if (!word) continue;
    const those = said.get(word.to);
    if (those) those.push(word);
    else said.set(word.to, [word]);
  }
  const amended = new Map<string, string>();
  for (const { amends, proposal } of opened)
    if (amends !== '' && proposal && (!amended.has(amends) || proposal.opened < amended.get(amends)!)) amended.set(amends, proposal.opened);

  const rounds = opened.flatMap((one): Round | readonly [] => {
    const words = (said.get(one.id) ?? []).sort(inOrder);
    const closed = [one.withdrawn, amended.get(one.id) ?? ''].filter((at) => at !== '').sort()[0] ?? '';
    // Other words than its own can stand only where its author changed them after everybody had agreed, the author too: what only
    // others say that they read is nobody's proposal.
    const contents = new Map(words.flatMap(({ by, same, read }) => (by === one.by ? [[same, read] as const] : [])));
    if (one.proposal) contents.set(sameAs(one.proposal), one.proposal);
    const counted = new Map<string, SaidWord[]>();
    for (const word of words)
      if (contents.has(word.same) && word.at < endOf(word.read.until)) {
        const those = counted.get(word.same);
        if (those) those.push(word);
        else counted.set(word.same, [word]);
      }
    let [stood, since]: [Proposal | null, string] = [null, ''];
    for (const [same, read] of [...contents].sort(([a], [b]) => (a < b ? -1 : 1))) {
      const at = completedAt(one.by, read, counted.get(same) ?? [], members);
      if (at !== null && (closed === '' || at <= closed) && (stood === null || at < since)) [stood, since] = [read, at];
    }
    const proposal = stood ?? one.proposal;
    if (!proposal) return [];
    const last = lastOfEach(counted.get(sameAs(proposal)) ?? []);
    const isOver = now >= endOf(proposal.until);
    const is: Outcome = stood ? 'stands' : one.withdrawn !== '' && one.withdrawn === closed ? 'withdrawn' : closed !== '' ? 'amended' : isOver ? 'over' : 'open';
    const asked = askedNow(proposal, members);
    const wordBy = new Map(last.map((word) => [word.by, word]));
    const silent = asked.filter((account) => !wordBy.has(account));
    const objects = asked.filter((account) => wordBy.get(account)?.say === 'objection');
    return {
      id: one.id,
      by: one.by,
      proposal,
      amends: one.amends,
      is,
      since: stood ? since : is === 'over' ? endOf(proposal.until) : closed,
      words: last.map(({ id, by, say, reason, at }) => ({ id, by, say, reason, at })),
      silent,
      objects,
      couldStand: is === 'open' && asked.length > 0 && silent.length === 0 && objects.length === 0,
    };
  });
  return rounds.sort((a, b) => inOrder({ at: b.proposal.opened, id: b.id }, { at: a.proposal.opened, id: a.id }));
};
