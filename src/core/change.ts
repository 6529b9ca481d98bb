// What a command asks for, before the gate stamps it. A command never sees a stamp; the gate never sees a rule of a room.

import { isAlive, joinSeen, membersOf, registerOf, setField, textsOf, type Field, type Json, type VaultRecord } from './record.ts';
import { put } from './put.ts';
import type { Stamp } from './clock.ts';

/**
 * A wish to change one record. `set` writes registers, `write` writes texts (and empties their other versions),
 * `add` and `remove` change sets, `drop` deletes. Writing to a deleted record brings it back.
 */
export interface Change {
  readonly id: string;
  readonly kind: string;
  readonly v: number;
  readonly set?: Readonly<Record<string, Json>>;
  readonly write?: Readonly<Record<string, string>>;
  readonly add?: Readonly<Record<string, readonly string[]>>;
  readonly remove?: Readonly<Record<string, readonly string[]>>;
  readonly drop?: true;
  /** Bring back a deleted record as it was. */
  readonly revive?: true;
}

const restamp = (field: Field, stamp: Stamp): Field =>
  'r' in field ? { r: [stamp, field.r[1]] } : 't' in field ? field : { s: Object.fromEntries(Object.keys(field.s).map((m) => [m, stamp])) };

/** A record as it begins: nothing is there that could be joined with, removed or brought back. */
const firstOf = ({ id, kind, v, set, write, add }: Change, stamp: Stamp, device: string): VaultRecord => {
  const fields: Record<string, Field> = {};
  for (const name in set) put(fields, name, { r: [stamp, set[name]!] });
  for (const name in write) put(fields, name, { t: [[stamp, write[name]!]] });
  for (const name in add) {
    if (add[name]!.length === 0) continue;
    const s: Record<string, Stamp> = {};
    for (const member of add[name]!) put(s, member, stamp);
    put(fields, name, { s });
  }
  return { id, kind, v, seen: { [device]: stamp }, fields };
};

/** The record after one change, stamped. `before` is undefined for a new record. */
export const applyChange = (before: VaultRecord | undefined, change: Change, stamp: Stamp, device: string): VaultRecord => {
  if (!before && !change.drop) return firstOf(change, stamp, device);
  const fields: Record<string, Field> = Object.assign(Object.create(null), before?.fields ?? {});
  if (change.drop) {
    const seen = joinSeen(before?.seen ?? {}, { [device]: stamp });
    return { id: change.id, kind: before?.kind ?? change.kind, v: before?.v ?? change.v, seen, fields: { ...fields }, deletion: { at: stamp, seen, emptied: false } };
  }
  if (change.revive)
    for (const [name, field] of Object.entries(fields))
      fields[name] = 't' in field ? { t: field.t.map(([, value], i) => [i === 0 ? stamp : field.t[i]![0], value] as const) } : restamp(field, stamp);
  for (const [name, value] of Object.entries(change.set ?? {})) fields[name] = { r: [stamp, value] };
  for (const [name, value] of Object.entries(change.write ?? {})) fields[name] = { t: [[stamp, value]] };
  for (const [names, take] of [
    [change.remove, true],
    [change.add, false],
  ] as const)
    for (const [name, members] of Object.entries(names ?? {})) {
      const field = fields[name];
      const held = field && 's' in field ? field : { s: {} };
      const s: Record<string, Stamp> = Object.assign(Object.create(null), held.s);
      const more: Record<string, readonly Stamp[]> = Object.assign(Object.create(null), held.more ?? {});
      for (const member of members) {
        delete more[member];
        if (take) delete s[member];
        else s[member] = stamp;
      }
      const next = setField(Object.keys(s).map((member) => [member, [s[member]!, ...(more[member] ?? [])]] as const));
      if (next) fields[name] = next;
      else delete fields[name];
    }
  return {
    id: change.id,
    kind: change.kind,
    v: change.v,
    seen: joinSeen(before?.seen ?? {}, { [device]: stamp }),
    fields: { ...fields },
    ...(before?.deletion ? { deletion: before.deletion } : {}),
  };
};

/** The change that takes `after` back to how `before` was; what undo commits. */
export const inverseOf = (before: VaultRecord | undefined, after: VaultRecord): Change => {
  const shape = { id: after.id, kind: after.kind, v: before?.v ?? after.v };
  if (!before) return { ...shape, drop: true };
  const set: Record<string, Json> = {};
  const write: Record<string, string> = {};
  const add: Record<string, string[]> = {};
  const remove: Record<string, string[]> = {};
  for (const name of new Set([...Object.keys(before.fields), ...Object.keys(after.fields)])) {
    const field = Object.hasOwn(before.fields, name) ? before.fields[name]! : after.fields[name]!;
    if ('r' in field) {
      const old = registerOf(before, name) ?? null;
      if (JSON.stringify(old) !== JSON.stringify(registerOf(after, name) ?? null)) set[name] = old;
    } else if ('t' in field) {
      const old = textsOf(before, name)[0] ?? '';
      if (old !== textsOf(after, name)[0]) write[name] = old;
    } else {
      const [had, has] = [membersOf(before, name), membersOf(after, name)];
      const gone = had.filter((m) => !has.includes(m));
      const come = has.filter((m) => !had.includes(m));
      if (gone.length > 0) add[name] = gone;
      if (come.length > 0) remove[name] = come;
    }
  }
  return { ...shape, set, write, add, remove, ...(isAlive(before) && !isAlive(after) ? { revive: true as const } : {}) };
};
