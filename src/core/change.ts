// What a command asks for, before the gate stamps it. A command never sees a stamp; the gate never sees a rule of a room.
// Invariant: what is written here is newer than everything the record has seen, under stamps this device has not used on it.

import { deviceOf, stampOf, tick, type Stamp } from './clock.ts';
import { emptied, isAlive, isEmptied, joinSeen, membersOf, registerOf, setField, textsOf, type Field, type Json, type VaultRecord } from './record.ts';
import { put } from './put.ts';

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
  /**
   * What the writer had before them of the texts that `write` names: other versions, which came while they were writing, stay
   * beside what is written. Without it `write` takes the place of all.
   */
  readonly over?: Readonly<Record<string, readonly string[]>>;
  /** Texts with all their versions, the one to show first; none takes the text away. What undoing writes. */
  readonly versions?: Readonly<Record<string, readonly string[]>>;
  readonly add?: Readonly<Record<string, readonly string[]>>;
  readonly remove?: Readonly<Record<string, readonly string[]>>;
  /** Deletes, after what else is said here was written. */
  readonly drop?: true;
  /** Bring back a deleted record as it was. */
  readonly revive?: true;
  /** Takes away what a deleted record held, once the time to undo is over; nothing on one that is alive, and nothing else with it. */
  readonly empty?: true;
}

const versionsOf = (change: Change, before: VaultRecord | undefined): Record<string, readonly string[]> => {
  const texts: Record<string, readonly string[]> = Object.create(null);
  if (change.revive) for (const [name, field] of Object.entries(before?.fields ?? {})) if ('t' in field) texts[name] = field.t.map(([, value]) => value);
  for (const [name, value] of Object.entries(change.write ?? {})) texts[name] = [value];
  return Object.assign(texts, change.versions);
};

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
  if (!before && !change.drop && !change.versions) return firstOf(change, stamp, device);
  if (change.empty && before) return emptied(before);
  const fields: Record<string, Field> = Object.assign(Object.create(null), before?.fields ?? {});
  const texts = versionsOf(change, before);
  // Each version of a text bears a stamp of its own, so one change may take several; the next must not use them again.
  const own = before && Object.hasOwn(before.seen, device) ? before.seen[device]! : '';
  const most = Math.max(1, ...Object.values(texts).map((versions) => versions.length));
  const stamps: Stamp[] = [own >= stamp ? following(own) : stamp];
  while (stamps.length < most) stamps.unshift(following(stamps[0]!));
  const newest = stamps[0]!;
  if (change.revive)
    for (const [name, field] of Object.entries(fields)) {
      if ('r' in field) fields[name] = { r: [newest, field.r[1]] };
      else if ('s' in field) fields[name] = { s: Object.fromEntries(Object.keys(field.s).map((member) => [member, newest])) };
    }
  for (const [name, value] of Object.entries(change.set ?? {})) fields[name] = { r: [newest, value] };
  for (const [name, versions] of Object.entries(texts)) {
    if (versions.length === 0) delete fields[name];
    else {
      const over = change.write && Object.hasOwn(change.write, name) && !change.versions?.[name] ? change.over?.[name] : undefined;
      const field = fields[name];
      const unseen = over && field && 't' in field ? field.t.filter(([, value]) => !over.includes(value) && !versions.includes(value)) : [];
      fields[name] = { t: [...versions.map((value, i) => [stamps[i]!, value] as const), ...unseen] };
    }
  }
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
        else s[member] = newest;
      }
      const next = setField(Object.keys(s).map((member) => [member, [s[member]!, ...(more[member] ?? [])]] as const));
      if (next) fields[name] = next;
      else delete fields[name];
    }
  const isBare = before !== undefined && isEmptied(before);
  if (isBare && !change.drop && Object.keys(fields).length === 0) return before;
  // What writes over an emptied deletion knows that all it had seen is gone: an old copy of that must not come back beside it.
  const known = isBare && !change.drop ? joinSeen(before.seen, before.deletion!.seen) : (before?.seen ?? {});
  const seen = joinSeen(known, { [device]: newest });
  const shape = change.drop && before ? before : change;
  const deletion = change.drop ? { at: newest, seen: joinSeen(before?.deletion?.seen ?? {}, seen), emptied: before?.deletion?.emptied ?? false } : before?.deletion;
  return { id: change.id, kind: shape.kind, v: shape.v, seen, fields: { ...fields }, ...(deletion ? { deletion } : {}) };
};

const following = (stamp: Stamp): Stamp => stampOf(tick(stamp.slice(0, 13), 0), deviceOf(stamp));

/** The change that takes `after` back to how `before` was, every version of its texts among it; what undo commits. */
export const inverseOf = (before: VaultRecord | undefined, after: VaultRecord): Change => {
  const shape = { id: after.id, kind: before?.kind ?? after.kind, v: before?.v ?? after.v };
  if (!before) return { ...shape, drop: true };
  const set: Record<string, Json> = {};
  const versions: Record<string, string[]> = {};
  const add: Record<string, string[]> = {};
  const remove: Record<string, string[]> = {};
  for (const name of new Set([...Object.keys(before.fields), ...Object.keys(after.fields)])) {
    const had = Object.hasOwn(before.fields, name) ? before.fields[name] : undefined;
    const has = Object.hasOwn(after.fields, name) ? after.fields[name] : undefined;
    const field = had ?? has!;
    const isOther = had !== undefined && has !== undefined && sortOf(had) !== sortOf(has);
    if ('r' in field) {
      const old = registerOf(before, name) ?? null;
      // What an emptied deletion took is written again even where it held nothing: a record of nothing else comes back by it.
      const isGone = had !== undefined && has === undefined;
      if (isOther || isGone || JSON.stringify(old) !== JSON.stringify(registerOf(after, name) ?? null)) set[name] = old;
    } else if ('t' in field) {
      const old = textsOf(before, name);
      if (JSON.stringify(old) !== JSON.stringify(textsOf(after, name))) versions[name] = old;
    } else {
      const [mine, yours] = [membersOf(before, name), membersOf(after, name)];
      const gone = mine.filter((member) => !yours.includes(member));
      const come = yours.filter((member) => !mine.includes(member));
      if (gone.length > 0 || isOther) add[name] = gone;
      if (come.length > 0) remove[name] = come;
    }
  }
  const fate = !isAlive(before) ? { drop: true as const } : isAlive(after) ? {} : { revive: true as const };
  return { ...shape, set, versions, add, remove, ...fate };
};

const sortOf = (field: Field): string => ('r' in field ? 'r' : 't' in field ? 't' : 's');
