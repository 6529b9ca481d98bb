// Feelings beyond naming them, which is a check-in of the journal: what one may be telling and what is needed; a hard conversation,
// prepared and looked back at. Invariants: no word is required but one of any kind; a feeling is what the person says it is, nothing here
// guesses one; what is needed is kept as the word's id (its English spelling) or as typed.

import type { Change } from '#core/change.ts';
import { createKind, createdAs, deletedOf, migrate, stringIn } from '#core/kind.ts';
import { linksIn, type Link } from '#core/links.ts';
import { isAlive, oncePerRecord, type VaultRecord } from '#core/record.ts';
import { ok, refuse, type Result } from '#core/result.ts';
import { isDay } from '#core/when.ts';
import { readAs, rewritten, written, type Draft, type Now, type Sheet, type Written } from './forms.ts';
import starter from './needs.json' with { type: 'json' };

export { MOST, type Now } from './forms.ts';
export { bodyToMember, memberToBody } from '#rooms/journal/model.ts';

/** Groups of needs, each with its words, in order. */
export const NEED_GROUPS: readonly (readonly [string, readonly string[]])[] = Object.entries(starter.needs);
export const NEEDS: readonly string[] = NEED_GROUPS.flatMap(([, words]) => words);
/** What may explain what one feels, before one looks for more in it. */
export const CAUSES = ['sleep', 'food', 'illness', 'place', 'people', 'memory', 'workload', 'news'] as const;

const isYes = (value: string): boolean => value === 'yes';
const shared = { when: 'register', links: 'set', made: 'register', modified: 'register' } as const;

// What a feeling may be telling.

export const TELLING_TEXTS = ['telling', 'ease'] as const;
export const TELLING_SETS = ['feelings', 'body', 'causes', 'needs'] as const;
type TellingText = (typeof TELLING_TEXTS)[number];
type TellingSet = (typeof TELLING_SETS)[number];
export type Telling = Written<TellingText, TellingSet, never>;
export type TellingDraft = Draft<TellingText, TellingSet, never>;

export const tellingKind = createKind('telling', { telling: 'text', ease: 'text', feelings: 'set', body: 'set', causes: 'set', needs: 'set', ...shared });
/** As forms.ts reads and writes it. */
export const TELLING: Sheet<TellingText, TellingSet, never> = { kind: tellingKind, texts: TELLING_TEXTS, sets: TELLING_SETS, marks: {} };

/** What it may be telling, what may explain it, what is needed; any of it. Refusals: `felt-empty`, `felt-too-long`, `felt-many`. */
export const listen = (draft: TellingDraft, id: string, now: Now, links: readonly Link[] = []): Result<Change[]> => written(TELLING, draft, id, now, links);
export const changeTelling = (telling: Telling, draft: TellingDraft, now: Now): Result<Change[]> => rewritten(TELLING, telling, draft, now);
export const tellingOf: (record: VaultRecord) => Telling | null = oncePerRecord((record) => readAs(TELLING, record));

// A hard conversation.

/** Before it: what happened as a camera would have it, what I feel and need, what I ask for, their side, what I can hear, when I stop. */
export const TALK_TEXTS = ['about', 'facts', 'theirs', 'ask', 'hear', 'stop'] as const;
export const TALK_SETS = ['people', 'feelings', 'needs'] as const;
type TalkText = (typeof TALK_TEXTS)[number];
type TalkSet = (typeof TALK_SETS)[number];
/** `on`: its day; `quiet`: not to be asked how it went. */
type TalkMark = 'on' | 'quiet';
export type Talk = Written<TalkText, TalkSet, TalkMark>;
export type TalkDraft = Draft<TalkText, TalkSet, TalkMark>;

export const talkKind = createKind('conversation', {
  about: 'text',
  facts: 'text',
  theirs: 'text',
  ask: 'text',
  hear: 'text',
  stop: 'text',
  people: 'set',
  feelings: 'set',
  needs: 'set',
  on: 'register',
  quiet: 'register',
  ...shared,
});
const TALK: Sheet<TalkText, TalkSet, TalkMark> = { kind: talkKind, texts: TALK_TEXTS, sets: TALK_SETS, marks: { on: isDay, quiet: isYes }, days: ['on'] };

/** Refusals: `felt-empty`, `felt-too-long`, `felt-many`, `felt-not-valid` (the day). */
export const prepareTalk = (draft: TalkDraft, id: string, now: Now, links: readonly Link[] = []): Result<Change[]> => written(TALK, draft, id, now, links);
export const changeTalk = (talk: Talk, draft: TalkDraft, now: Now): Result<Change[]> => rewritten(TALK, talk, draft, now);
export const talkOf: (record: VaultRecord) => Talk | null = oncePerRecord((record) => readAs(TALK, record));
/** Now does not ask how it went any more. */
export const askNoMore = (talk: Talk, now: Now): Result<Change[]> => rewritten(TALK, talk, { quiet: 'yes' }, now);

/** What I asked for: it was heard and agreed, in part, not. */
export const GOT = ['yes', 'part', 'no'] as const;
export const AFTER_TEXTS = ['happened', 'theirs', 'learnt', 'next'] as const;
export const AFTER_SETS = ['people', 'feelings'] as const;
type AfterText = (typeof AFTER_TEXTS)[number];
type AfterSet = (typeof AFTER_SETS)[number];
export type After = Written<AfterText, AfterSet, 'got'>;
export type AfterDraft = Draft<AfterText, AfterSet, 'got'>;

export const afterKind = createKind('conversation-after', {
  happened: 'text',
  theirs: 'text',
  learnt: 'text',
  next: 'text',
  people: 'set',
  feelings: 'set',
  got: 'register',
  ...shared,
});
const AFTER: Sheet<AfterText, AfterSet, 'got'> = {
  kind: afterKind,
  texts: AFTER_TEXTS,
  sets: AFTER_SETS,
  marks: { got: (value) => GOT.some((one) => one === value) },
  says: ['got'],
};

/** Looks back at one, prepared here (`talk`) or not. Refusals as for a prepared one. */
export const debriefTalk = (talk: Pick<Talk, 'id'> | null, draft: AfterDraft, id: string, now: Now, links: readonly Link[] = []): Result<Change[]> =>
  written(AFTER, draft, id, now, talk ? [{ to: talk.id, as: 'looks-back-at' }, ...links] : links);
export const changeAfter = (after: After, draft: AfterDraft, now: Now): Result<Change[]> => rewritten(AFTER, after, draft, now);
export const afterOf: (record: VaultRecord) => After | null = oncePerRecord((record) => readAs(AFTER, record));

/** The conversation that it looks back at; '' where there is none. */
export const talkIdOf = ({ links }: Pick<After, 'links'>): string => links.find(({ as }) => as === 'looks-back-at')?.to ?? '';

export const deleteTelling = ({ id }: Pick<Telling, 'id'>): Change[] => [deletedOf(tellingKind, id)];
/** With all that looks back at it. */
export const deleteTalk = ({ id }: Pick<Talk, 'id'>, afters: readonly After[]): Change[] => [
  deletedOf(talkKind, id),
  ...afters.filter((after) => talkIdOf(after) === id).map((after) => deletedOf(afterKind, after.id)),
];
export const deleteAfter = ({ id }: Pick<After, 'id'>): Change[] => [deletedOf(afterKind, id)];

type Dated = Pick<Telling, 'id' | 'when' | 'made'>;
const newest = (a: Dated, b: Dated): number => (a.when > b.when ? -1 : a.when < b.when ? 1 : a.made > b.made ? -1 : a.made < b.made ? 1 : a.id > b.id ? -1 : 1);

const allOf = <T extends Dated>(records: Iterable<VaultRecord>, read: (record: VaultRecord) => T | null): T[] => {
  const out: T[] = [];
  for (const record of records) {
    const one = read(record);
    if (one) out.push(one);
  }
  return out.sort(newest);
};

/** The newest first. */
export const tellingsOf = (records: Iterable<VaultRecord>): Telling[] => allOf(records, tellingOf);
export const talksOf = (records: Iterable<VaultRecord>): Talk[] => allOf(records, talkOf);
export const aftersOf = (records: Iterable<VaultRecord>): After[] => allOf(records, afterOf);

/** Those that Now asks about: their day has come, in the last thirty days, and nothing was written of them since. */
export const toLookBackAt = (talks: readonly Talk[], afters: readonly Pick<VaultRecord, 'fields'>[], today: string, earliest: string): Talk[] => {
  const looked = new Set(afters.flatMap((record) => linksIn(record as VaultRecord).flatMap(({ to, as }) => (as === 'looks-back-at' ? [to] : []))));
  return talks.filter(({ id, marks: { on, quiet } }) => on !== '' && on <= today && on >= earliest && quiet === '' && !looked.has(id));
};

/** The country whose lines are shown first: one record for all devices. */
export const placeKind = createKind('help-place', { country: 'register' });
export const HELP_PLACE = 'help-place';

export const placeOf = (record: VaultRecord | null | undefined): string => {
  const now = record && record.kind === placeKind.name && isAlive(record) ? migrate(placeKind, record) : null;
  return now ? stringIn(now, 'country') : '';
};
/** `country`: two letters, ISO 3166-1. Refusal: `felt-not-valid`. */
export const chooseCountry = (country: string): Result<Change[]> =>
  /^[A-Z]{2}$/.test(country) ? ok([createdAs(placeKind, HELP_PLACE, { country })]) : refuse({ code: 'felt-not-valid', with: { text: country.slice(0, 40) } });
