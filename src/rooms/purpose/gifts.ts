// Gifts: what a person does well and gives, as they say it, or as others told them. What another told them is kept as a note of one's own
// with the name of who said it: the answer itself (rooms/promptings) stays its author's, to take back when they like. Invariants: a gift is
// never counted or compared; nothing that another wrote becomes one unless the person keeps it.

import type { Change } from '#core/change.ts';
import { hash53 } from '#core/hash53.ts';
import { changedTo, createdAs, createKind, deletedOf, instantIn, migrate, setIn, stringIn, type Values } from '#core/kind.ts';
import { linksIn, linkToMember, tidyLinks, type Link } from '#core/links.ts';
import { isAlive, type VaultRecord } from '#core/record.ts';
import { ok, refuse, type Result } from '#core/result.ts';
import { dayOf } from '#core/when.ts';
import { tidyName, type Moment } from '#rooms/journal/model.ts';
import { checkDay, dayIn, MOST, overRead, readIn, tooLong, withoutEmpty, wordsIn, type Read } from './model.ts';

export const giftKind = createKind('gift', {
  text: 'text',
  by: 'register',
  day: 'register',
  answer: 'register',
  links: 'set',
  made: 'register',
  modified: 'register',
});

export interface Gift {
  readonly id: string;
  readonly text: string;
  /** Who said it; '' where it is one's own. */
  readonly by: string;
  readonly day: string;
  /** Id of the answer that it was kept from, which is no record of this vault's own; ''. */
  readonly answer: string;
  readonly links: readonly Link[];
  readonly made: string;
  readonly modified: string;
  readonly read: Read;
}

export interface GiftDraft {
  readonly text?: string;
  readonly by?: string;
  readonly day?: string;
  readonly answer?: string;
}

/** Refusals: `gift-empty`, `words-too-long`, `date-not-understood`, `day-to-come`. */
const valuesOf = ({ text, by, day, answer }: GiftDraft, today: string): Result<Values<typeof giftKind.fields>> => {
  if (text !== undefined && text.trim() === '') return refuse({ code: 'gift-empty' });
  const long = tooLong([text], MOST.text);
  if (long) return refuse(long);
  const on = day === undefined ? ok(undefined) : checkDay(day, today);
  if (!on.ok) return on;
  return ok({
    ...(text === undefined ? {} : { text: text.trim() }),
    ...(by === undefined ? {} : { by: tidyName(by) }),
    ...(on.value === undefined ? {} : { day: on.value || today }),
    ...(answer === undefined ? {} : { answer: answer.slice(0, 64) }),
  });
};

/** Refusals: `gift-empty`, `words-too-long`, `date-not-understood`, `day-to-come`. */
export const keepGift = (draft: GiftDraft, id: string, now: Moment, links: readonly Link[] = []): Result<Change[]> => {
  const values = valuesOf({ ...draft, text: draft.text ?? '', day: draft.day ?? '' }, dayOf(now.when));
  if (!values.ok) return values;
  return ok([createdAs(giftKind, id, { ...withoutEmpty(values.value), links: tidyLinks(links, id).map(linkToMember), made: now.instant, modified: now.instant })]);
};

/** Refusals: those of keeping one. */
export const changeGift = (gift: Gift, draft: Omit<GiftDraft, 'answer'>, now: Moment): Result<Change[]> => {
  const values = valuesOf(draft, dayOf(now.when));
  if (!values.ok) return values;
  const { text, by, day } = gift;
  const change = changedTo(giftKind, gift.id, { text, by, day }, values.value);
  return ok(change ? [{ ...change, ...overRead(change.write, gift.read), set: { ...change.set, modified: now.instant } }] : []);
};

export const deleteGift = ({ id }: Pick<Gift, 'id'>): Change[] => [deletedOf(giftKind, id)];

/** Null when it is of another kind, newer than this Kith, deleted, or says nothing. */
export const giftOf = (record: VaultRecord): Gift | null => {
  const now = record.kind === giftKind.name && isAlive(record) ? migrate(giftKind, record) : null;
  if (!now) return null;
  const text = wordsIn(now, 'text');
  const made = instantIn(now, 'made');
  const day = dayIn(now, 'day') || made.slice(0, 10);
  if (text.trim() === '' || day === '') return null;
  const by = tidyName(stringIn(now, 'by'));
  return { id: now.id, text, by, day, answer: stringIn(now, 'answer'), links: linksIn(now), made, modified: instantIn(now, 'modified'), read: readIn(now, giftKind) };
};

/** One's own first, then what others said, each the newest first. */
export const giftsIn = (records: Iterable<VaultRecord>): readonly Gift[] =>
  [...records]
    .flatMap((record) => giftOf(record) ?? [])
    .sort((a, b) => Number(a.by !== '') - Number(b.by !== '') || (a.day !== b.day ? (a.day > b.day ? -1 : 1) : a.id > b.id ? -1 : 1));

/** What the person does not want to be shown again: answers they leave, activities that are not to be asked about. */
export const settingsKind = createKind('purpose-settings', { left: 'set', unasked: 'set' });
export const SETTINGS = 'purpose-settings';

export interface Settings {
  readonly left: ReadonlySet<string>;
  /** Marks of activities, as `isUnasked` looks for them. */
  readonly unasked: ReadonlySet<string>;
}

export const settingsOf = (record: VaultRecord | undefined): Settings => {
  const now = record && record.kind === settingsKind.name && isAlive(record) ? migrate(settingsKind, record) : null;
  return { left: new Set(now ? setIn(now, 'left') : []), unasked: new Set(now ? setIn(now, 'unasked') : []) };
};

/** An answer stays where it is and is not offered here again. */
export const leaveAnswer = (answer: string): Change[] => [createdAs(settingsKind, SETTINGS, { left: [answer] })];

/**
 * "Not so": an activity is not asked about again. `key`: as map.ts gives it. A mark of its name is written, not the name: that may stand in a
 * journal with a lock of its own, and these settings lie outside that lock. Nobody reads it there; who guesses the name can see that it fits.
 */
export const doNotAsk = (key: string): Change[] => [createdAs(settingsKind, SETTINGS, { unasked: [hash53(key)] })];

/** Whether it was said of an activity; at first the name itself was kept, and holds on. */
export const isUnasked = (unasked: ReadonlySet<string>, key: string): boolean => unasked.has(hash53(key)) || unasked.has(key);
