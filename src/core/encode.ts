// A record as bytes, compactly: stamps repeat in every field, so they stand once, in a table.
//   [kind, v, stamps, seen, fields, deletion or 0, name?]   stamps and seen as strings and numbers; fields as {name: [sort, ...]}
// A singleton's id is a name (`settings`); it stands inside, sealed, and the row bears a derived id that tells nothing.
// The table is documented in docs/formats/record.md and frozen by test/vectors.

import { deviceOf, type Stamp } from './clock.ts';
import { isId } from './ids.ts';
import type { Deletion, Field, Json, Seen, VaultRecord } from './record.ts';
import { put } from './put.ts';
import { bytesToTextStrict, textToBytes } from './text.ts';

type PackedField = ['r', number, Json] | ['t', ...[number, string][]] | ['s', ...[number, string][]];
type Packed = [string, number, Stamp[], number[], Record<string, PackedField>, ([number, number[], 0 | 1] | 0)?, string?];

export const recordToBytes = (record: VaultRecord): Uint8Array<ArrayBuffer> => {
  const table: Stamp[] = [];
  let places: Map<Stamp, number> | undefined;
  // Most records bear one stamp, many times over.
  let [last, lastPlace]: [Stamp, number] = ['', -1];
  const place = (stamp: Stamp): number => {
    if (stamp === last) return lastPlace;
    last = stamp;
    return (lastPlace = placeOf(stamp));
  };
  const placeOf = (stamp: Stamp): number => {
    places ??= new Map();
    const known = places.get(stamp);
    if (known !== undefined) return known;
    places.set(stamp, table.length);
    return table.push(stamp) - 1;
  };
  const seen = Object.values(record.seen).map(place);
  const fields: Record<string, PackedField> = {};
  for (const name in record.fields) put(fields, name, packField(record.fields[name]!, place));
  const packed: unknown[] = [record.kind, record.v, null, seen, fields];
  if (record.deletion) packed.push([place(record.deletion.at), Object.values(record.deletion.seen).map(place), record.deletion.emptied ? 1 : 0]);
  if (!isId(record.id)) packed.push(...(record.deletion ? [] : [0]), record.id);
  packed[2] = table;
  return textToBytes(JSON.stringify(packed));
};

const packField = (field: Field, place: (stamp: Stamp) => number): PackedField => {
  if ('r' in field) return ['r', place(field.r[0]), field.r[1]];
  if ('t' in field) return ['t', ...field.t.map(([stamp, value]): [number, string] => [place(stamp), value])];
  const packed: ['s', ...[number, string][]] = ['s'];
  for (const member in field.s) {
    packed.push([place(field.s[member]!), member]);
    if (field.more && Object.hasOwn(field.more, member)) for (const stamp of field.more[member]!) packed.push([place(stamp), member]);
  }
  return packed;
};

/** Null when the bytes are not a record; a record that opened under our seal is read without further checks. */
export const bytesToRecord = (id: string, bytes: Uint8Array): VaultRecord | null => {
  const text = bytesToTextStrict(bytes);
  return text === null ? null : textToRecord(id, text);
};

export const textToRecord = (id: string, text: string): VaultRecord | null => {
  let packed: Packed;
  try {
    packed = JSON.parse(text) as Packed;
  } catch {
    return null;
  }
  return unpack(id, packed);
};

/** From the parsed JSON of a record's bytes. */
export const unpackRecord = (id: string, packed: unknown): VaultRecord | null => unpack(id, packed as Packed);

const isLikeStamp = (stamp: unknown): boolean => typeof stamp === 'string' && stamp.length === 26;

const stampAt = (stamps: readonly Stamp[], place: number): Stamp => {
  const found = stamps[place];
  if (found === undefined) throw new RangeError('stamp');
  return found;
};

// A page unpacks everything while it opens, on code that is cold: so by place, without iterators and without a closure a record.
const unpack = (id: string, packed: Packed): VaultRecord | null => {
  if (!Array.isArray(packed) || packed.length < 5) return null;
  const kind = packed[0];
  const v = packed[1];
  const stamps = packed[2];
  const deletion = packed[5];
  const name = packed[6];
  // What opened under our seal was checked when it was made: here only that it is of the right shape.
  if (typeof kind !== 'string' || typeof v !== 'number' || !Array.isArray(stamps) || !stamps.every(isLikeStamp)) return null;
  try {
    const fields: Record<string, Field> = {};
    for (const field in packed[4]) put(fields, field, unpackField(packed[4][field]!, stamps));
    const record: VaultRecord = { id: typeof name === 'string' ? name : id, kind, v, seen: seenOf(packed[3], stamps), fields };
    return deletion ? { ...record, deletion: { at: stampAt(stamps, deletion[0]), seen: seenOf(deletion[1], stamps), emptied: deletion[2] === 1 } satisfies Deletion } : record;
  } catch {
    return null;
  }
};

const unpackField = (field: PackedField, stamps: readonly Stamp[]): Field => {
  if (field[0] === 'r') return { r: [stampAt(stamps, field[1]), field[2]] };
  const rest = field as readonly unknown[] as readonly (readonly [number, string])[];
  if (field[0] === 't') {
    const t: [Stamp, string][] = [];
    for (let i = 1; i < rest.length; i++) t.push([stampAt(stamps, rest[i]![0]), rest[i]![1]]);
    return { t };
  }
  const s: Record<string, Stamp> = {};
  let more: Record<string, Stamp[]> | undefined;
  // A member stands once for each of its stamps, the latest first.
  for (let i = 1; i < rest.length; i++) {
    const stamp = stampAt(stamps, rest[i]![0]);
    const member = rest[i]![1];
    if (!Object.hasOwn(s, member)) put(s, member, stamp);
    else if (more && Object.hasOwn(more, member)) more[member]!.push(stamp);
    else put((more ??= {}), member, [stamp]);
  }
  return more ? { s, more } : { s };
};

const seenOf = (places: readonly number[], stamps: readonly Stamp[]): Seen => {
  const seen: Record<string, Stamp> = {};
  for (const place of places) {
    const stamp = stampAt(stamps, place);
    seen[deviceOf(stamp)] = stamp;
  }
  return seen;
};
