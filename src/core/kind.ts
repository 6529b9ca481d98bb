// A kind says which fields its records have, how each merges, and how to read a record into a plain object.
// One declaration beside each type: shape, validator, version and migrations stay in the same file.

import type { Change } from './change.ts';
import { membersOf, registerOf, textsOf, type Json, type VaultRecord } from './record.ts';
import { isInstant, isWhen, type When } from './when.ts';

/** How a field merges: a `register` (later wins), a `text` (concurrent texts kept), a `set` (members added and removed). */
export type FieldSort = 'register' | 'text' | 'set';

export type Fields = Readonly<Record<string, FieldSort>>;

/** Values by field name, as a command gives them. */
export type Values<F extends Fields> = { readonly [N in keyof F]?: F[N] extends 'set' ? readonly string[] : F[N] extends 'text' ? string : Json };

/** Takes a record of version n to version n + 1; pure, total, and never loses a field it does not know. */
export type Migration = (record: VaultRecord) => VaultRecord;

export interface Kind<F extends Fields = Fields> {
  readonly name: string;
  readonly fields: F;
  /** Migrations from version 1 on; the current version is one more than there are. */
  readonly migrations: readonly Migration[];
}

export const createKind = <const F extends Fields>(name: string, fields: F, migrations: readonly Migration[] = []): Kind<F> => ({ name, fields, migrations });

export const versionOf = (kind: Kind): number => kind.migrations.length + 1;

/** The record in today's version; null when it was written by a newer Kith (it is then kept as it is and not shown). */
export const migrate = (kind: Kind, record: VaultRecord): VaultRecord | null => {
  if (record.v > versionOf(kind)) return null;
  let now = record;
  for (const step of kind.migrations.slice(record.v - 1)) now = { ...step(now), v: now.v + 1 };
  return now;
};

/** The change that makes a new record of a kind. */
export const createdAs = <F extends Fields>(kind: Kind<F>, id: string, values: Values<F>): Change => {
  let [set, write, add]: [Record<string, Json>?, Record<string, string>?, Record<string, readonly string[]>?] = [];
  for (const name in kind.fields) {
    const value = values[name];
    if (value === undefined) continue;
    const sort = kind.fields[name];
    if (sort === 'text') (write ??= {})[name] = value as string;
    else if (sort === 'register') (set ??= {})[name] = value as Json;
    else if ((value as readonly string[]).length > 0)
      (add ??= {})[name] = (value as readonly string[]).length === 1 ? (value as readonly string[]) : [...new Set(value as readonly string[])];
  }
  return { id, kind: kind.name, v: versionOf(kind), ...(set ? { set } : {}), ...(write ? { write } : {}), ...(add ? { add } : {}) };
};

/** The change that takes the fields of a record from `old` to `values`; fields not named stay. Null when nothing differs. */
export const changedTo = <F extends Fields>(kind: Kind<F>, id: string, old: Values<F>, values: Values<F>): Change | null => {
  const change = changeOf(kind, id, old, values);
  return change.set || change.write || change.add || change.remove ? change : null;
};

const changeOf = <F extends Fields>(kind: Kind<F>, id: string, old: Values<F>, values: Values<F>): Change => {
  const set: Record<string, Json> = {};
  const write: Record<string, string> = {};
  const add: Record<string, readonly string[]> = {};
  const remove: Record<string, readonly string[]> = {};
  for (const [name, sort] of Object.entries(kind.fields)) {
    const value = values[name];
    if (value === undefined) continue;
    if (sort === 'set') {
      const had = new Set((old[name] as readonly string[] | undefined) ?? []);
      const has = new Set(value as readonly string[]);
      const come = [...has].filter((member) => !had.has(member));
      const gone = [...had].filter((member) => !has.has(member));
      if (come.length > 0) add[name] = come;
      if (gone.length > 0) remove[name] = gone;
    } else if (JSON.stringify(value) !== JSON.stringify(old[name])) {
      if (sort === 'text') write[name] = value as string;
      else set[name] = value as Json;
    }
  }
  const some = (part: object): boolean => Object.keys(part).length > 0;
  return {
    id,
    kind: kind.name,
    v: versionOf(kind),
    ...(some(set) ? { set } : {}),
    ...(some(write) ? { write } : {}),
    ...(some(add) ? { add } : {}),
    ...(some(remove) ? { remove } : {}),
  };
};

export const deletedOf = (kind: Kind, id: string): Change => ({ id, kind: kind.name, v: versionOf(kind), drop: true });

/** Reads a register that must be of one primitive type; anything else counts as absent. */
export const stringIn = (record: VaultRecord, name: string): string => {
  const value = registerOf(record, name);
  return typeof value === 'string' ? value : '';
};

export const numberIn = (record: VaultRecord, name: string): number | null => {
  const value = registerOf(record, name);
  return typeof value === 'number' && Number.isFinite(value) ? value : null;
};

export const yesIn = (record: VaultRecord, name: string): boolean => registerOf(record, name) === true;

/** An instant; '' of anything else. */
export const instantIn = (record: VaultRecord, name: string): string => {
  const instant = stringIn(record, name);
  return isInstant(instant) ? instant : '';
};

/** The day or time that stands in the register `when`, else the day of an instant; '' where neither is one. */
export const whenIn = (record: VaultRecord, instant: string): When => {
  const [when, day] = [stringIn(record, 'when'), instant.slice(0, 10)];
  return isWhen(when) ? when : isWhen(day) ? day : '';
};

export { membersOf as setIn, textsOf as textsIn };
