// What a person lives by, in their own words and in versions: what success would be, and what their life is for. A version rests on what
// they link to it. Invariants: none of it is asked for; a new version takes nothing from the earlier ones; each stands at the day since
// which it held, which may lie far back; what two devices wrote at once stays, both under one another.

import type { Change } from '#core/change.ts';
import { changedTo, createdAs, createKind, deletedOf, instantIn, migrate, stringIn, textsIn, type Kind, type Values } from '#core/kind.ts';
import { linksIn, linkToMember, tidyLinks, type Link } from '#core/links.ts';
import { isAlive, type VaultRecord } from '#core/record.ts';
import { ok, refuse, type Refusal, type Result } from '#core/result.ts';
import { dayOf, isDay, noDay } from '#core/when.ts';
import type { Moment } from '#rooms/journal/model.ts';

export const MOST = { text: 20_000, line: 600, names: 50 } as const;

/** What a version says: what success is on one's own terms, or what one's life is for. */
export const OF = ['success', 'purpose'] as const;
export type Of = (typeof OF)[number];

const FIELDS = { text: 'text', why: 'text', since: 'register', links: 'set', made: 'register', modified: 'register' } as const;
export const versionKinds = { success: createKind('success', FIELDS), purpose: createKind('purpose', FIELDS) } as const;

/** Every version of its texts that was read, by field. */
export type Read = Readonly<Record<string, readonly string[]>>;

export interface Version {
  readonly id: string;
  readonly of: Of;
  /** Markdown. */
  readonly text: string;
  /** What it came from, or what had changed; ''. */
  readonly why: string;
  /** Day since which it holds. */
  readonly since: string;
  readonly links: readonly Link[];
  readonly made: string;
  readonly modified: string;
  readonly read: Read;
}

export interface VersionDraft {
  readonly text?: string;
  readonly why?: string;
  /** A day; today unless said. */
  readonly since?: string;
}

// What the records of this room share.

/** The day of a register; '' where it is none. */
export const dayIn = (record: VaultRecord, name: string): string => {
  const day = stringIn(record, name);
  return isDay(day) ? day : '';
};

/** Every version that is kept of a text, the newest first, under one another. */
export const wordsIn = (record: VaultRecord, name: string): string => textsIn(record, name).join('\n\n');

export const readIn = (record: VaultRecord, kind: Kind): Read =>
  Object.fromEntries(Object.keys(kind.fields).flatMap((name) => (kind.fields[name] === 'text' ? [[name, textsIn(record, name)] as const] : [])));

/** What stood there and was read is written over; what another device writes meanwhile stays beside it. */
export const overRead = (write: Readonly<Record<string, string>> | undefined, read: Read): { readonly over?: Readonly<Record<string, readonly string[]>> } =>
  write ? { over: Object.fromEntries(Object.keys(write).map((name) => [name, read[name] ?? []])) } : {};

/** One line of it, as typed. */
export const line = (text: string): string => text.normalize('NFC').trim().replace(/\s+/gu, ' ');

/** Null where none is too long. */
export const tooLong = (texts: readonly (string | undefined)[], most: number): Refusal | null =>
  texts.some((text) => text !== undefined && text.length > most) ? { code: 'words-too-long', with: { most } } : null;

/** A day that one typed, or ''. Refusal: `date-not-understood`; with `today`, `day-to-come`. */
export const checkDay = (typed: string, today?: string): Result<string> => {
  if (typed === '') return ok('');
  if (!isDay(typed)) return refuse(noDay(typed));
  return today !== undefined && typed > today ? refuse({ code: 'day-to-come' }) : ok(typed);
};

export const withoutEmpty = <V extends object>(values: V): V => Object.fromEntries(Object.entries(values).filter(([, value]) => value !== '' && value !== null)) as V;

const byDay = (a: { readonly since: string; readonly made: string; readonly id: string }, b: typeof a): number =>
  a.since !== b.since ? (a.since > b.since ? -1 : 1) : a.made !== b.made ? (a.made > b.made ? -1 : 1) : a.id > b.id ? -1 : 1;

type VersionValues = Values<typeof FIELDS>;

/** Refusals: `version-empty`, `words-too-long`, `date-not-understood`, `day-to-come`. */
const valuesOf = ({ text, why, since }: VersionDraft, today: string): Result<VersionValues> => {
  if (text !== undefined && text.trim() === '') return refuse({ code: 'version-empty' });
  const long = tooLong([text, why], MOST.text);
  if (long) return refuse(long);
  const day = since === undefined ? ok(undefined) : checkDay(since, today);
  if (!day.ok) return day;
  return ok({
    ...(text === undefined ? {} : { text: text.trim() }),
    ...(why === undefined ? {} : { why: why.trim() }),
    ...(day.value === undefined ? {} : { since: day.value || today }),
  });
};

/** A version beside the earlier ones. Refusals: `version-empty`, `words-too-long`, `date-not-understood`, `day-to-come`. */
export const writeVersion = (of: Of, draft: VersionDraft, id: string, now: Moment, links: readonly Link[] = []): Result<Change[]> => {
  const values = valuesOf({ ...draft, text: draft.text ?? '', since: draft.since ?? '' }, dayOf(now.when));
  if (!values.ok) return values;
  const given = { ...withoutEmpty(values.value), links: tidyLinks(links, id).map(linkToMember), made: now.instant, modified: now.instant };
  return ok([createdAs(versionKinds[of], id, given)]);
};

/** The same version put better; what was meant before stands in earlier ones. Refusals: those of writing one. */
export const changeVersion = (version: Version, draft: VersionDraft, now: Moment): Result<Change[]> => {
  const values = valuesOf(draft, dayOf(now.when));
  if (!values.ok) return values;
  const { text, why, since } = version;
  const change = changedTo(versionKinds[version.of], version.id, { text, why, since }, values.value);
  return ok(change ? [{ ...change, ...overRead(change.write, version.read), set: { ...change.set, modified: now.instant } }] : []);
};

export const deleteVersion = ({ id, of }: Pick<Version, 'id' | 'of'>): Change[] => [deletedOf(versionKinds[of], id)];

/** Null when it is of another kind, newer than this Kith, deleted, or says nothing. */
export const versionOf = (record: VaultRecord): Version | null => {
  const of = OF.find((one) => one === record.kind);
  const now = of && isAlive(record) ? migrate(versionKinds[of], record) : null;
  if (!of || !now) return null;
  const text = wordsIn(now, 'text');
  const made = instantIn(now, 'made');
  const since = dayIn(now, 'since') || made.slice(0, 10);
  if (text.trim() === '' || since === '') return null;
  return { id: now.id, of, text, why: wordsIn(now, 'why'), since, links: linksIn(now), made, modified: instantIn(now, 'modified'), read: readIn(now, versionKinds[of]) };
};

/** All versions, the one that holds now first. */
export const versionsIn = (records: Iterable<VaultRecord>): readonly Version[] => [...records].flatMap((record) => versionOf(record) ?? []).sort(byDay);
