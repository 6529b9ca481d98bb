// Records and their merge. A record is a bag of fields; each says in its own shape how it merges, so that
// merging needs no schema and works on kinds this version has never heard of.
//   register {r: [stamp, value]}           the later stamp wins
//   text     {t: [[stamp, value], ...]}    concurrent texts are all kept, latest first
//   set      {s: {member: stamp}}          add wins over a removal that had not seen it; a member added on several devices at
//                                          once keeps every stamp (the latest in `s`, the others in `more`), or a removal that
//                                          saw one of them would depend on who met whom first
// `seen` is the newest stamp of each device whose writes this record has taken in (a version vector): what one side
// holds no longer although it has seen it, was replaced or removed there. After Almeida, Shoker and Baquero,
// "Delta state replicated data types" (2018), optimised sets and multi-value registers.
// An emptied record has forgotten what its fields held, and that it ever saw them: it adds nothing to a merge but its
// deletion. So an edit that the deletion had not seen brings back all that its writer had, whoever meets whom first.
// Laws, tested: merge is commutative, associative and idempotent, emptied deletions among them; an edit made after seeing X
// beats X; no concurrent text is lost.

import { deviceOf, type Stamp } from './clock.ts';

export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

export type Field =
  | { readonly r: readonly [Stamp, Json] }
  | { readonly t: readonly (readonly [Stamp, string])[] }
  | { readonly s: Readonly<Record<string, Stamp>>; readonly more?: Readonly<Record<string, readonly Stamp[]>> };

/** Newest stamp by device. */
export type Seen = Readonly<Record<string, Stamp>>;

/**
 * A deletion: what it had seen, nothing of it later than `at`. `emptied` once some copy was emptied after the time to undo.
 * An edit it had not seen brings the record back.
 */
export interface Deletion {
  readonly at: Stamp;
  readonly seen: Seen;
  readonly emptied: boolean;
}

export interface VaultRecord {
  readonly id: string;
  readonly kind: string;
  /** Schema version of the kind. */
  readonly v: number;
  readonly seen: Seen;
  readonly fields: Readonly<Record<string, Field>>;
  readonly deletion?: Deletion;
}

const covers = (seen: Seen, stamp: Stamp): boolean => {
  const newest = seen[deviceOf(stamp)];
  return newest !== undefined && newest >= stamp;
};

/** The one that sorts later; of two values under one stamp (a copied device), so that all come to the same. */
const later = (a: Stamp, b: Stamp): Stamp => (a > b ? a : b);

export const joinSeen = (a: Seen, b: Seen): Seen => {
  const out: Record<string, Stamp> = { ...a };
  for (const [device, stamp] of Object.entries(b)) {
    const mine = out[device];
    out[device] = mine === undefined ? stamp : later(mine, stamp);
  }
  return out;
};

const mergeTexts = (a: readonly (readonly [Stamp, string])[], aSeen: Seen, b: readonly (readonly [Stamp, string])[], bSeen: Seen) => {
  const inA = new Set(a.map(([stamp]) => stamp));
  const inB = new Set(b.map(([stamp]) => stamp));
  const kept = new Map<Stamp, string>();
  for (const [stamp, value] of a) if (inB.has(stamp) || !covers(bSeen, stamp)) kept.set(stamp, value);
  for (const [stamp, value] of b) if (inA.has(stamp) || !covers(aSeen, stamp)) kept.set(stamp, later(kept.get(stamp) ?? '', value));
  return [...kept].sort(([x], [y]) => (x < y ? 1 : -1));
};

type SetField = { readonly s: Readonly<Record<string, Stamp>>; readonly more?: Readonly<Record<string, readonly Stamp[]>> };
const NOTHING: SetField = { s: {} };

/** All stamps under which a member was added and not removed since, the latest first. */
const dotsOf = ({ s, more }: SetField, member: string): readonly Stamp[] => {
  const latest = own(s, member);
  return latest === undefined ? [] : [latest, ...((more && own(more, member)) ?? [])];
};

/** A set from its members' stamps, the latest first; undefined when it is empty. */
export const setField = (dots: Iterable<readonly [member: string, stamps: readonly Stamp[]]>): SetField | undefined => {
  const s: Record<string, Stamp> = Object.create(null);
  const more: Record<string, readonly Stamp[]> = Object.create(null);
  let [some, many] = [false, false];
  for (const [member, [latest, ...others]] of dots) {
    if (latest === undefined) continue;
    some = true;
    s[member] = latest;
    if (others.length === 0) continue;
    many = true;
    more[member] = others;
  }
  return some ? { s: { ...s }, ...(many ? { more: { ...more } } : {}) } : undefined;
};

const mergeDots = (a: readonly Stamp[], aSeen: Seen, b: readonly Stamp[], bSeen: Seen): readonly Stamp[] => {
  if (a.length === 1 && b.length === 1 && a[0] === b[0]) return a;
  const kept = [...a.filter((stamp) => b.includes(stamp) || !covers(bSeen, stamp)), ...b.filter((stamp) => !a.includes(stamp) && !covers(aSeen, stamp))];
  return kept.sort((x, y) => (x < y ? 1 : -1));
};

const mergeSets = (a: SetField, aSeen: Seen, b: SetField, bSeen: Seen): SetField | undefined =>
  setField([...new Set([...Object.keys(a.s), ...Object.keys(b.s)])].sort().map((member) => [member, mergeDots(dotsOf(a, member), aSeen, dotsOf(b, member), bSeen)] as const));

// A name that holds different shapes on two sides (a newer schema changed it): text over set over register, so that it is at least the same everywhere.
const rank = (field: Field): number => ('t' in field ? 2 : 's' in field ? 1 : 0);

const mergeField = (a: Field | undefined, aSeen: Seen, b: Field | undefined, bSeen: Seen): Field | undefined => {
  if (a && b && rank(a) !== rank(b)) return rank(a) > rank(b) ? mergeField(a, aSeen, undefined, bSeen) : mergeField(undefined, aSeen, b, bSeen);
  const one = (a ?? b)!;
  if ('r' in one) {
    const [x, y] = [a as { r: readonly [Stamp, Json] } | undefined, b as { r: readonly [Stamp, Json] } | undefined];
    return !x ? y : !y ? x : x.r[0] === y.r[0] ? (x === y || JSON.stringify(x.r[1]) >= JSON.stringify(y.r[1]) ? x : y) : x.r[0] > y.r[0] ? x : y;
  }
  if ('t' in one) {
    const t = mergeTexts((a as { t: [Stamp, string][] } | undefined)?.t ?? [], aSeen, (b as { t: [Stamp, string][] } | undefined)?.t ?? [], bSeen);
    return t.length > 0 ? { t } : undefined;
  }
  return mergeSets((a as SetField | undefined) ?? NOTHING, aSeen, (b as SetField | undefined) ?? NOTHING, bSeen);
};

const mergeDeletions = (a: Deletion | undefined, b: Deletion | undefined): Deletion | undefined =>
  !a ? b : !b ? a : { at: later(a.at, b.at), seen: joinSeen(a.seen, b.seen), emptied: a.emptied || b.emptied };

const sorted = <T>(record: Readonly<Record<string, T>>): Record<string, T> => {
  const entries = Object.entries(record);
  return Object.fromEntries(entries.some(([name], i) => i > 0 && name < entries[i - 1]![0]) ? entries.sort(([x], [y]) => (x < y ? -1 : 1)) : entries);
};

/** One state of two copies of the same record, whichever way round. */
export const merge = (a: VaultRecord, b: VaultRecord): VaultRecord => {
  const seen = joinSeen(a.seen, b.seen);
  const deletion = mergeDeletions(a.deletion, b.deletion);
  const fields: Record<string, Field> = Object.create(null);
  for (const name of new Set([...Object.keys(a.fields), ...Object.keys(b.fields)])) {
    const field = mergeField(own(a.fields, name), a.seen, own(b.fields, name), b.seen);
    if (field) fields[name] = field;
  }
  const newer = a.v !== b.v ? (a.v > b.v ? a : b) : a.kind >= b.kind ? a : b;
  return { id: a.id, kind: newer.kind, v: newer.v, seen: sorted(seen), fields: sorted(fields), ...(deletion ? { deletion: { ...deletion, seen: sorted(deletion.seen) } } : {}) };
};

const own = <T>(record: Readonly<Record<string, T>>, name: string): T | undefined => (Object.hasOwn(record, name) ? record[name] : undefined);

/** Every stamp in a field. */
export const stampsOf = (field: Field): readonly Stamp[] =>
  'r' in field
    ? [field.r[0]]
    : 't' in field
      ? field.t.map(([stamp]) => stamp)
      : field.more
        ? [...Object.values(field.s), ...Object.values(field.more).flat()]
        : Object.values(field.s);

/** False when deleted, unless something was written that the deletion had not seen, be it replaced since; an emptied one has nothing to show. */
export const isAlive = (record: VaultRecord): boolean => {
  const { deletion, seen, fields } = record;
  return !deletion || (Object.values(seen).some((stamp) => !covers(deletion.seen, stamp)) && Object.keys(fields).length > 0);
};

/** True when only the deletion is left. */
export const isEmptied = (record: VaultRecord): boolean => record.deletion?.emptied === true && Object.keys(record.fields).length === 0;

/** A deleted record without what it held; one that is alive as it is. */
export const emptied = (record: VaultRecord): VaultRecord =>
  !record.deletion || isAlive(record) || (isEmptied(record) && Object.keys(record.seen).length === 0)
    ? record
    : { ...record, seen: {}, fields: {}, deletion: { ...record.deletion, emptied: true } };

/** The newest stamp in a record, for the clock. */
export const newestStamp = (record: VaultRecord): Stamp => {
  let newest = record.deletion?.at ?? '';
  for (const stamp of Object.values(record.seen)) newest = later(newest, stamp);
  return newest;
};

export const registerOf = (record: VaultRecord, name: string): Json | undefined => {
  const field = own(record.fields, name);
  return field && 'r' in field ? field.r[1] : undefined;
};

/** The texts of a field, the one to show first; more than one only after two devices wrote at once. */
export const textsOf = (record: VaultRecord, name: string): string[] => {
  const field = own(record.fields, name);
  return field && 't' in field ? field.t.map(([, value]) => value) : [];
};

/** Members of a set, in the order they were added. */
export const membersOf = (record: VaultRecord, name: string): string[] => {
  const field = own(record.fields, name);
  if (!field || !('s' in field)) return [];
  const { s } = field;
  const members = Object.keys(s);
  return members.length > 1 ? members.sort((a, b) => (s[a] === s[b] ? (a < b ? -1 : 1) : s[a]! < s[b]! ? -1 : 1)) : members;
};

/** Reads each record once for each state of it: lists of thousands are asked for anew with each drawing, and a record is never changed in place. */
export const oncePerRecord = <T>(read: (record: VaultRecord) => T): ((record: VaultRecord) => T) => {
  const known = new WeakMap<VaultRecord, { readonly it: T }>();
  return (record) => {
    let one = known.get(record);
    if (!one) known.set(record, (one = { it: read(record) }));
    return one.it;
  };
};
