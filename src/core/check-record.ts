// The door for records: what comes from outside (an archive, another device, another author) is a record only when every
// part has the shape that merging relies on. Kinds and versions this Kith does not know pass; shapes it does not know do not.
// Invariants: what passes is rebuilt from plain own properties, so that no name in it can reach a prototype; every stamp in a
// field is one that `seen` covers, so that no merge brings back what was removed; a record that passes is equal to what was given.

import { deviceOf, isStamp, type Stamp } from './clock.ts';
import { isDeviceId } from './ids.ts';
import { stampsOf, type Deletion, type Field, type Json, type Seen, type VaultRecord } from './record.ts';
import { ok, refuse, type Result } from './result.ts';

/** Limits of one record; far above what Kith writes, so that memory stays bounded. */
export const MOST_IN_RECORD = {
  fields: 1_000,
  devices: 100_000,
  members: 100_000,
  texts: 10_000,
  textLength: 20_000_000,
  /** As much as a row may hold: what undoes a change of a long text is a member. */
  memberLength: 4_000_000,
  depth: 64,
  values: 1_000_000,
} as const;

/** Spaces are in names of singletons alone (`undo` and a device). */
const ID = /^[0-9a-z][0-9a-z -]{0,63}$/;
const KIND = /^[a-z][a-zA-Z0-9-]{0,63}$/;
const FIELD = /^[a-zA-Z][a-zA-Z0-9_-]{0,63}$/;
const RISKY = new Set(['__proto__', 'constructor', 'prototype']);

type Part = { readonly [name: string]: unknown };

class NotValid extends Error {
  readonly where: string;
  constructor(where: string) {
    super(where);
    this.where = where;
  }
}

const isPart = (value: unknown): value is Part => typeof value === 'object' && value !== null && !Array.isArray(value);

const partOf = (value: unknown, where: string, allowed?: readonly string[]): Part => {
  if (!isPart(value)) throw new NotValid(where);
  if (allowed) for (const name of Object.keys(value)) if (!allowed.includes(name)) throw new NotValid(`${where}.${name.slice(0, 40)}`);
  return value;
};

const stampOf = (value: unknown, where: string): Stamp => {
  if (!isStamp(value)) throw new NotValid(where);
  return value;
};

const textOf = (value: unknown, most: number, where: string): string => {
  if (typeof value !== 'string' || value.length > most) throw new NotValid(where);
  return value;
};

const seenOf = (value: unknown, where: string): Seen => {
  const entries = Object.entries(partOf(value, where));
  if (entries.length > MOST_IN_RECORD.devices) throw new NotValid(where);
  for (const [device, stamp] of entries) if (!isDeviceId(device) || deviceOf(stampOf(stamp, where)) !== device) throw new NotValid(where);
  return Object.fromEntries(entries) as Seen;
};

/** JSON rebuilt; numbers finite, names harmless, nesting and size bounded. */
const jsonOf = (value: unknown, where: string, depth: number, budget: { left: number }): Json => {
  if (--budget.left < 0 || depth > MOST_IN_RECORD.depth) throw new NotValid(where);
  if (value === null || typeof value === 'boolean') return value;
  if (typeof value === 'string') return textOf(value, MOST_IN_RECORD.textLength, where);
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) throw new NotValid(where);
    return value;
  }
  if (Array.isArray(value)) return value.map((one) => jsonOf(one, where, depth + 1, budget));
  const entries = Object.entries(partOf(value, where));
  for (const [name] of entries) if (RISKY.has(name)) throw new NotValid(where);
  return Object.fromEntries(entries.map(([name, one]) => [name, jsonOf(one, where, depth + 1, budget)]));
};

const pairOf = (value: unknown, where: string): readonly [unknown, unknown] => {
  if (!Array.isArray(value) || value.length !== 2) throw new NotValid(where);
  return [value[0], value[1]];
};

const fieldOf = (value: unknown, where: string): Field => {
  const part = partOf(value, where, ['r', 't', 's', 'more']);
  if (Object.keys(part).length !== ('s' in part && 'more' in part ? 2 : 1) || (!('s' in part) && 'more' in part)) throw new NotValid(where);
  if ('r' in part) {
    const [stamp, held] = pairOf(part.r, where);
    return { r: [stampOf(stamp, where), jsonOf(held, where, 0, { left: MOST_IN_RECORD.values })] };
  }
  if ('t' in part) {
    const texts = part.t;
    if (!Array.isArray(texts) || texts.length === 0 || texts.length > MOST_IN_RECORD.texts) throw new NotValid(where);
    const t = texts.map((one): readonly [Stamp, string] => {
      const [stamp, text] = pairOf(one, where);
      return [stampOf(stamp, where), textOf(text, MOST_IN_RECORD.textLength, where)];
    });
    if (t.some(([stamp], i) => i > 0 && stamp >= t[i - 1]![0])) throw new NotValid(where);
    return { t };
  }
  const members = Object.entries(partOf(part.s, where));
  if (members.length > MOST_IN_RECORD.members) throw new NotValid(where);
  for (const [member, stamp] of members) {
    textOf(member, MOST_IN_RECORD.memberLength, where);
    stampOf(stamp, where);
  }
  const s = Object.fromEntries(members) as Record<string, Stamp>;
  if (!('more' in part)) return { s };
  const others = Object.entries(partOf(part.more, where));
  let count = others.length === 0 ? Infinity : 0;
  for (const [member, stamps] of others) {
    if (!Array.isArray(stamps) || stamps.length === 0 || !Object.hasOwn(s, member)) throw new NotValid(where);
    count += stamps.length;
    for (const [i, stamp] of stamps.entries()) if (stampOf(stamp, where) >= (i === 0 ? s[member]! : (stamps[i - 1] as Stamp))) throw new NotValid(where);
  }
  if (count > MOST_IN_RECORD.members) throw new NotValid(where);
  return { s, more: Object.fromEntries(others.map(([member, stamps]) => [member, [...(stamps as Stamp[])]])) };
};

const deletionOf = (value: unknown, covering: Seen): Deletion => {
  const part = partOf(value, 'deletion', ['at', 'seen', 'emptied']);
  const at = stampOf(part.at, 'deletion.at');
  const seen = seenOf(part.seen, 'deletion.seen');
  const { emptied } = part;
  if (typeof emptied !== 'boolean') throw new NotValid('deletion.emptied');
  // A deletion that claims to have seen what its own record has not would outlive every later edit. An emptied one has only its own
  // moment left to tell by: nothing that it had seen is later than that.
  for (const stamp of [at, ...Object.values(seen)])
    if (!((Object.hasOwn(covering, deviceOf(stamp)) ? covering[deviceOf(stamp)]! : '') >= stamp) && !(emptied && stamp <= at)) throw new NotValid('deletion.seen');
  return { at, seen, emptied };
};

/**
 * A record, from JSON that anyone may have written. Refusal `record-not-valid` with `{where}`: the part that is not as it should be
 * (`id`, `kind`, `v`, `seen`, `deletion.at`, `fields.text` …).
 */
export const checkRecord = (json: unknown): Result<VaultRecord> => {
  try {
    const part = partOf(json, 'record', ['id', 'kind', 'v', 'seen', 'fields', 'deletion']);
    const { id, kind, v } = part;
    if (typeof id !== 'string' || !ID.test(id)) throw new NotValid('id');
    if (typeof kind !== 'string' || !KIND.test(kind) || RISKY.has(kind)) throw new NotValid('kind');
    if (typeof v !== 'number' || !Number.isInteger(v) || v < 1 || v > 1_000_000) throw new NotValid('v');
    const seen = seenOf(part.seen, 'seen');
    const named = Object.entries(partOf(part.fields, 'fields'));
    if (named.length > MOST_IN_RECORD.fields) throw new NotValid('fields');
    const fields = Object.fromEntries(
      named.map(([name, value]) => {
        if (!FIELD.test(name) || RISKY.has(name)) throw new NotValid('fields');
        const where = `fields.${name}`;
        const field = fieldOf(value, where);
        for (const stamp of stampsOf(field)) if (!((Object.hasOwn(seen, deviceOf(stamp)) ? seen[deviceOf(stamp)]! : '') >= stamp)) throw new NotValid(where);
        return [name, field];
      }),
    );
    return ok({ id, kind, v, seen, fields, ...(part.deletion === undefined ? {} : { deletion: deletionOf(part.deletion, seen) }) });
  } catch (thrown) {
    if (thrown instanceof NotValid) return refuse({ code: 'record-not-valid', with: { where: thrown.where } });
    throw thrown;
  }
};
