// What the three things one writes in this room share: texts, sets of words and a few marks, none of them required but one of any;
// each text written over the versions its writer saw, so that what two devices wrote at once both stand.

import type { Change } from '#core/change.ts';
import { changedTo, createdAs, instantIn, migrate, setIn, stringIn, textsIn, whenIn, type Kind } from '#core/kind.ts';
import { linksIn, linkToMember, tidyLinks, type Link } from '#core/links.ts';
import { isAlive, type VaultRecord } from '#core/record.ts';
import { ok, refuse, type Result } from '#core/result.ts';
import { noDay, type When } from '#core/when.ts';

export interface Now {
  readonly when: When;
  /** Instant, ISO 8601 in UTC. */
  readonly instant: string;
}

export interface Written<T extends string, S extends string, R extends string> {
  readonly id: string;
  readonly texts: Readonly<Record<T, string>>;
  readonly sets: Readonly<Record<S, readonly string[]>>;
  readonly marks: Readonly<Record<R, string>>;
  /** Of each text every version, where two devices wrote it at the same time. */
  readonly versions: Readonly<Partial<Record<T, readonly string[]>>>;
  readonly when: When;
  readonly links: readonly Link[];
  /** Instants; '' where they are not known. */
  readonly made: string;
  readonly modified: string;
}

export type Draft<T extends string, S extends string, R extends string> = Readonly<Partial<Record<T | R, string>> & Partial<Record<S, readonly string[]>>>;

export interface Sheet<T extends string, S extends string, R extends string> {
  readonly kind: Kind;
  readonly texts: readonly T[];
  readonly sets: readonly S[];
  /** What each may hold besides nothing. */
  readonly marks: Readonly<Record<R, (value: string) => boolean>>;
  /** Marks that are days. */
  readonly days?: readonly R[];
  /** Marks that say something by themselves. */
  readonly says?: readonly R[];
}

/** The most letters of a text and of a word, and the most words. */
export const MOST = { text: 20_000, word: 200, words: 100 } as const;

const tidy = (list: readonly string[]): string[] => [...new Set(list.map((one) => one.replace(/\s+/gu, ' ').trim()).filter((one) => one !== ''))];

type Values = Record<string, string | readonly string[]>;

const isSaid = <T extends string, S extends string, R extends string>({ texts, sets, says = [] }: Sheet<T, S, R>, values: Values): boolean =>
  [...texts, ...sets, ...says].some((name) => (values[name]?.length ?? 0) > 0);

const marksOf = <R extends string>({ marks }: Pick<Sheet<string, string, R>, 'marks'>): readonly R[] => Object.keys(marks) as R[];

const valuesOf = <T extends string, S extends string, R extends string>(sheet: Sheet<T, S, R>, draft: Draft<T, S, R>): Values => {
  const given = draft as Readonly<Record<string, string | readonly string[] | undefined>>;
  const out: Values = {};
  for (const name of sheet.texts) if (typeof given[name] === 'string') out[name] = given[name].trim();
  for (const name of sheet.sets) if (Array.isArray(given[name])) out[name] = tidy(given[name] as readonly string[]);
  for (const name of marksOf(sheet)) if (typeof given[name] === 'string') out[name] = given[name];
  return out;
};

const faultIn = <T extends string, S extends string, R extends string>(sheet: Sheet<T, S, R>, values: Values): Result<null> => {
  if (sheet.texts.some((name) => (values[name]?.length ?? 0) > MOST.text)) return refuse({ code: 'felt-too-long', with: { most: MOST.text } });
  for (const name of sheet.sets) {
    const words = (values[name] ?? []) as readonly string[];
    if (words.some((word) => word.length > MOST.word)) return refuse({ code: 'felt-too-long', with: { most: MOST.word } });
    if (words.length > MOST.words) return refuse({ code: 'felt-many', with: { most: MOST.words } });
  }
  for (const name of marksOf(sheet)) {
    const value = values[name];
    if (typeof value === 'string' && value !== '' && !sheet.marks[name](value))
      return refuse(sheet.days?.includes(name) ? noDay(value) : { code: 'felt-not-valid', with: { text: value.slice(0, 40) } });
  }
  return ok(null);
};

/** A new one. Refusals: `felt-empty` where nothing is said, `felt-too-long`, `felt-many`, `felt-not-valid`. */
export const written = <T extends string, S extends string, R extends string>(
  sheet: Sheet<T, S, R>,
  draft: Draft<T, S, R>,
  id: string,
  now: Now,
  links: readonly Link[],
): Result<Change[]> => {
  const values = valuesOf(sheet, draft);
  const fault = faultIn(sheet, values);
  if (!fault.ok) return fault;
  const said = Object.fromEntries(Object.entries(values).filter(([, value]) => value.length > 0));
  if (!isSaid(sheet, values)) return refuse({ code: 'felt-empty' });
  return ok([createdAs(sheet.kind, id, { ...said, when: now.when, links: tidyLinks(links, id).map(linkToMember), made: now.instant, modified: now.instant })]);
};

/** Only what differs is written; nothing gives an empty list. What is left out stays. Refusals as for a new one. */
export const rewritten = <T extends string, S extends string, R extends string>(
  sheet: Sheet<T, S, R>,
  had: Written<T, S, R>,
  draft: Draft<T, S, R>,
  now: Now,
): Result<Change[]> => {
  const values = valuesOf(sheet, draft);
  const fault = faultIn(sheet, values);
  if (!fault.ok) return fault;
  if (!isSaid(sheet, { ...had.texts, ...had.sets, ...had.marks, ...values } as Values)) return refuse({ code: 'felt-empty' });
  const change = changedTo(sheet.kind, had.id, { ...had.texts, ...had.sets, ...had.marks }, values);
  if (!change) return ok([]);
  const over = Object.fromEntries((Object.keys(change.write ?? {}) as T[]).map((name) => [name, had.versions[name] ?? [had.texts[name]]]));
  return ok([{ ...change, ...(change.write ? { over } : {}), set: { ...change.set, modified: now.instant } }]);
};

/** Reads a record of the sheet's kind; null when it is of another, newer than this Kith, deleted, or of no day. */
export const readAs = <T extends string, S extends string, R extends string>(sheet: Sheet<T, S, R>, record: VaultRecord): Written<T, S, R> | null => {
  if (record.kind !== sheet.kind.name || !isAlive(record)) return null;
  const now = migrate(sheet.kind, record);
  if (!now) return null;
  const made = instantIn(now, 'made');
  const when = whenIn(now, made);
  if (when === '') return null;
  const mark = (name: R): string => {
    const value = stringIn(now, name);
    return value !== '' && sheet.marks[name](value) ? value : '';
  };
  return {
    id: now.id,
    texts: Object.fromEntries(sheet.texts.map((name) => [name, textsIn(now, name).join('\n\n')])) as Record<T, string>,
    sets: Object.fromEntries(sheet.sets.map((name) => [name, setIn(now, name).slice(0, MOST.words)])) as unknown as Record<S, readonly string[]>,
    marks: Object.fromEntries(marksOf(sheet).map((name) => [name, mark(name)])) as Record<R, string>,
    versions: Object.fromEntries(sheet.texts.flatMap((name) => (textsIn(now, name).length > 1 ? [[name, textsIn(now, name)]] : []))) as unknown as Partial<
      Record<T, readonly string[]>
    >,
    when,
    links: linksIn(now),
    made,
    modified: instantIn(now, 'modified'),
  };
};
