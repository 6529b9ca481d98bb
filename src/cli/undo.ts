// What the last writes can be taken back with, kept sealed in the vault itself, because each command is a process of its
// own. One record for each device and journal: what undoes a write in a locked journal lies under that journal's key.
// Each act is a member of a set, so that two commands at once keep both. At most twenty, and not much text.

import type { Change } from '#core/change.ts';
import { createKind, setIn, stringIn, versionOf } from '#core/kind.ts';
import type { VaultRecord } from '#core/record.ts';

export const undoKind = createKind('undo', { acts: 'set', journal: 'register' });

export interface Act {
  /** A key of the words: `undone.<what>`. */
  readonly what: 'written' | 'changed' | 'deleted' | 'looked-back' | 'checked-in' | 'journal-added' | 'imported';
  /** The record that the act was about. */
  readonly id: string;
  readonly changes: readonly Change[];
}

export interface KeptAct extends Act {
  readonly member: string;
  readonly journal: string;
  /** When it was done, among all acts: a stamp. */
  readonly stamp: string;
}

const MOST_ACTS = 20;
const MOST_TEXT = 200_000;

export const undoId = (device: string, journal: string): string => (journal === '' ? `undo ${device}` : `undo ${device} ${journal}`);

const readAct = (member: string): Act | null => {
  try {
    const { what, id, changes } = JSON.parse(member) as Partial<Act>;
    return typeof what === 'string' && typeof id === 'string' && Array.isArray(changes) ? { what, id, changes } : null;
  } catch {
    return null;
  }
};

/** Keeps an act; the oldest go. `record` is the one kept so far, if any; `mark` tells two equal acts apart. */
export const keepAct = (act: Act, mark: string, device: string, journal: string, record: VaultRecord | undefined): Change => {
  const kept = record ? setIn(record, 'acts') : [];
  const member = JSON.stringify({ ...act, mark });
  let room = MOST_TEXT - member.length;
  const gone: string[] = [];
  for (const [age, old] of kept.toReversed().entries()) {
    room -= old.length;
    if (age + 1 >= MOST_ACTS || room < 0) gone.push(old);
  }
  return {
    id: undoId(device, journal),
    kind: undoKind.name,
    v: versionOf(undoKind),
    ...(journal === '' || record ? {} : { set: { journal } }),
    add: { acts: [member] },
    ...(gone.length > 0 ? { remove: { acts: gone } } : {}),
  };
};

/** The newest act of several records, or null. */
export const lastAct = (records: readonly VaultRecord[]): KeptAct | null => {
  let last: KeptAct | null = null;
  for (const record of records) {
    if (record.kind !== undoKind.name) continue;
    const field = record.fields['acts'];
    if (!field || !('s' in field)) continue;
    for (const [member, stamp] of Object.entries(field.s)) {
      if (last && stamp <= last.stamp) continue;
      const act = readAct(member);
      if (act) last = { ...act, member, stamp, journal: stringIn(record, 'journal') };
    }
  }
  return last;
};

/** What takes an act back, and forgets that it can be. */
export const takeBack = (act: KeptAct, device: string): Change[] => [
  ...act.changes,
  { id: undoId(device, act.journal), kind: undoKind.name, v: versionOf(undoKind), remove: { acts: [act.member] } },
];

/** Forgets the acts about some records: what was written in a journal must not lie outside its lock. Null when there are none. */
export const forgetActs = (record: VaultRecord | undefined, ids: ReadonlySet<string>): Change | null => {
  const gone = record ? setIn(record, 'acts').filter((member) => ids.has(readAct(member)?.id ?? '')) : [];
  return gone.length > 0 ? { id: record!.id, kind: undoKind.name, v: versionOf(undoKind), remove: { acts: gone } } : null;
};
