// Every kind of record of one's own vault that shows outside its room, gathered. A room adds one line here; search, looking back,
// links, `kith show` and every export follow from it.

import type { Change } from '#core/change.ts';
import { linksIn } from '#core/links.ts';
import { isAlive, registerOf, type VaultRecord } from '#core/record.ts';
import type { Shown, ShownKind } from '#core/shown.ts';
import { shown as commitments } from './commitments/shown.ts';
import { shown as decisions } from './decisions/shown.ts';
import { shown as feelings } from './feelings/shown.ts';
import { shown as journal } from './journal/shown.ts';
import { shown as practices } from './practices/shown.ts';
import { shown as purpose } from './purpose/shown.ts';
import { shown as skills } from './skills/shown.ts';
import { shown as systems } from './systems/shown.ts';
import { shown as values } from './values/shown.ts';

export const SHOWN: readonly ShownKind[] = [...journal, ...decisions, ...commitments, ...practices, ...purpose, ...skills, ...systems, ...values, ...feelings];

const byKind: ReadonlyMap<string, ShownKind> = new Map(SHOWN.map((one) => [one.kind, one]));

export const shownKind = (kind: string): ShownKind | undefined => byKind.get(kind);

/** The record as it shows; null where it does not. */
export const shownOf = (record: VaultRecord): Shown | null => byKind.get(record.kind)?.read(record) ?? null;

/** Those that the entries' own ways (timeline, archive, book) do not carry. */
export const beyondEntries = (records: Iterable<VaultRecord>): Shown[] => {
  const out: Shown[] = [];
  for (const record of records) {
    const one = record.kind === 'entry' ? null : shownOf(record);
    if (one) out.push(one);
  }
  return out.sort((a, b) => (a.when < b.when ? -1 : a.when > b.when ? 1 : a.id < b.id ? -1 : 1));
};

/** The same for an export: what only a register of its own ties to a whole is said in that whole's words. */
export const wholesBeyondEntries = (records: Iterable<VaultRecord>): Shown[] => {
  const all = [...records];
  const shown = beyondEntries(all).filter(({ kind }) => !inWhole(kind));
  const said = new Map<string, Shown>();
  for (const { kind, withAll } of SHOWN) {
    const own = withAll ? shown.filter((one) => one.kind === kind) : [];
    if (own.length > 0) for (const one of withAll!(own, all)) said.set(one.id, one);
  }
  return said.size === 0 ? shown : shown.map((one) => said.get(one.id) ?? one);
};

const inWhole = (kind: string): boolean => {
  const goes = byKind.get(kind)?.goesWith;
  return goes !== undefined && 'in' in goes;
};

/** Deletes a record and what goes with it. `records`: all that are open. */
export const deleteShown = (record: VaultRecord, records: Iterable<VaultRecord>): Change[] => {
  const gone = (one: VaultRecord): Change => ({ id: one.id, kind: one.kind, v: one.v, drop: true });
  const out = [gone(record)];
  const takes = byKind.get(record.kind)?.takes ?? [];
  for (const one of records) {
    if (one.id === record.id || !isAlive(one)) continue;
    if (takes.some((taken) => taken.kind === one.kind && registerOf(one, taken.in) === record.id)) {
      out.push(gone(one));
      continue;
    }
    const goes = byKind.get(one.kind)?.goesWith;
    if (goes?.kind !== record.kind) continue;
    if ('in' in goes ? registerOf(one, goes.in) === record.id : linksIn(one).some(({ to, as }) => to === record.id && as === goes.as)) out.push(gone(one));
  }
  return out;
};

/** Who points to a record, and why: read from the links alone, of any kind. */
export const pointingAmong = (records: Iterable<VaultRecord>, id: string): VaultRecord[] => {
  const out: VaultRecord[] = [];
  for (const record of records) if (Object.hasOwn(record.fields, 'links') && linksIn(record).some(({ to }) => to === id)) out.push(record);
  return out;
};
