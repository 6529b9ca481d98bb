// A circle as its members see it: its name, the names of those in it, and notes that all of them read. All of it lies sealed in the
// circle's own vault, so that the host learns no name. Which circles one is in stands in one's own vault, for all of one's devices.
// Invariant: who wrote a record is what its id says (core/one-hand.ts), never a field; only a circle's name is anybody's.

import type { Change } from '#core/change.ts';
import { createdAs, createKind, stringIn, textsIn } from '#core/kind.ts';
import { isId } from '#core/ids.ts';
import { handOf, idInHandOf } from '#core/one-hand.ts';
import { isAlive, type Json, type VaultRecord } from '#core/record.ts';
import { ok, refuse, type Result } from '#core/result.ts';

// Other rooms write and read letters through this model.
export { lettersIn, letterOf, withdrawLetter, writeLetter, type Letter, type LetterDraft } from './letters.ts';

const MOST_NAME = 80;
const MOST_NOTE = 100_000;

/** `rest`: the instant since when it is at rest; '' while it is not. */
const circleKind = createKind('circle', { name: 'register', rest: 'register' });
const memberKind = createKind('member', { name: 'register' });
export const noteKindName = 'note';
const noteKind = createKind(noteKindName, { text: 'text', at: 'register' });

/** The id of the record of the circle's name, one a circle. */
export const CIRCLE_NAME = 'circle';

/** What steers a terminal, or turns round the writing of what stands after a name. */
const STEERS = /[\p{Cc}\u202A-\u202E\u2066-\u2069]/gu;

/** A name as it is kept: without the spaces around it. Refusals: `name-empty`, `name-too-long`. */
export const readName = (typed: string): Result<string> => {
  const name = typed.normalize('NFC').replace(STEERS, ' ').trim().replace(/\s+/g, ' ');
  if (name === '') return refuse({ code: 'name-empty' });
  return [...name].length > MOST_NAME ? refuse({ code: 'name-too-long', with: { most: MOST_NAME } }) : ok(name);
};

export const nameCircle = (name: string): Change => createdAs(circleKind, CIRCLE_NAME, { name });

/**
 * Puts a circle to rest for everybody (`at`: instant), or wakes it (''). Anybody in it may, as anybody may name it: it takes nothing away,
 * and whoever misses it wakes it.
 */
export const restCircle = (at: string): Change => createdAs(circleKind, CIRCLE_NAME, { rest: at });

/** The name under which an account is known to this circle, written by that account. */
export const nameMember = (account: string, name: string): Change => createdAs(memberKind, idInHandOf(account, 'member'), { name });

/** A note for everybody in the circle. `at`: an instant, by the writer's clock. Refusals: `entry-empty`, `entry-too-long`. */
export const writeNote = (account: string, id: string, text: string, at: string): Result<Change> => {
  if (text.trim() === '') return refuse({ code: 'entry-empty' });
  if (text.length > MOST_NOTE) return refuse({ code: 'entry-too-long', with: { most: MOST_NOTE } });
  return ok(createdAs(noteKind, idInHandOf(account, id), { text, at }));
};

/** A name that another gave, on one line and no longer than a name may be: their program may be another. */
const nameIn = (record: VaultRecord): string => [...stringIn(record, 'name').replace(STEERS, ' ').replace(/\s+/g, ' ').trim()].slice(0, MOST_NAME).join('');

/** '' while the name has not come yet. */
export const circleName = (records: readonly VaultRecord[]): string => {
  const record = records.find(({ id, kind }) => id === CIRCLE_NAME && kind === circleKind.name);
  return record && isAlive(record) ? nameIn(record) : '';
};

/** Since when a circle is at rest; '' when it is not. */
export const circleRest = (record: VaultRecord | undefined): string => {
  const at = record && record.kind === circleKind.name && record.id === CIRCLE_NAME && isAlive(record) ? stringIn(record, 'rest') : '';
  return /^\d{4}-\d\d-\d\dT[\d:.]{5,12}Z$/.test(at) ? at : '';
};

/** By account: the name that each gave themself. */
export const memberNames = (records: readonly VaultRecord[]): ReadonlyMap<string, string> => {
  const names = new Map<string, string>();
  for (const record of records) {
    const account = handOf(record.id);
    if (record.kind === memberKind.name && account !== null && record.id === idInHandOf(account, 'member') && isAlive(record)) names.set(account, nameIn(record));
  }
  return names;
};

export interface Note {
  readonly id: string;
  /** The account that wrote it. */
  readonly by: string;
  readonly text: string;
  /** Other versions, where two devices of the writer wrote at once. */
  readonly otherTexts: readonly string[];
  readonly at: string;
}

/** The one reading of a note, also where it becomes its writer's own; null when it is none, or nobody's. */
export const noteOf = (record: VaultRecord): Note | null => {
  const by = handOf(record.id);
  const [text, ...otherTexts] = textsIn(record, 'text');
  if (record.kind !== noteKind.name || by === null || text === undefined || !isAlive(record)) return null;
  return { id: record.id, by, text, otherTexts, at: stringIn(record, 'at') };
};

/** Oldest first. */
export const notesOf = (records: readonly VaultRecord[]): readonly Note[] =>
  records.flatMap((record) => noteOf(record) ?? []).sort((a, b) => (a.at === b.at ? (a.id < b.id ? -1 : 1) : a.at < b.at ? -1 : 1));

/** A circle that one is in, as one's own vault keeps it. */
export interface KeptCircle {
  readonly vault: string;
  /** As it was called when somebody of one's devices last looked. */
  readonly name: string;
  /** Hash of the first entry of its log: no host can show another circle in this one's place. */
  readonly begins: string;
  /** The account that one is in it with, and whose records are one's own, also once that account has ended; '' where it was not noted yet. */
  readonly me: string;
  /** Instant; null while one is in it. */
  readonly left: string | null;
}

/** The record of one's own vault that says which circles one is in: a register for each. */
export const CIRCLES = 'circles';
const circlesKind = createKind('circles', {});

const registerName = (vault: string): string => `in-${vault}`;

export const keepCircle = ({ vault, name, begins, me, left }: KeptCircle): Change => ({
  ...createdAs(circlesKind, CIRCLES, {}),
  set: { [registerName(vault)]: { name, begins, me, left } satisfies Record<string, Json> },
});

export const circlesKept = (record: VaultRecord | undefined): readonly KeptCircle[] => {
  if (!record || record.kind !== circlesKind.name) return [];
  const kept: KeptCircle[] = [];
  for (const [field, held] of Object.entries(record.fields)) {
    const [, vault] = /^in-([0-9a-z]{26})$/.exec(field) ?? [];
    if (vault === undefined || !('r' in held)) continue;
    const { name, begins, me, left } = Object(held.r[1]) as Record<string, unknown>;
    if (typeof name !== 'string' || typeof begins !== 'string' || !/^[0-9a-f]{64}$/.test(begins)) continue;
    kept.push({ vault, name, begins, me: typeof me === 'string' && isId(me) ? me : '', left: typeof left === 'string' ? left : null });
  }
  return kept.sort((a, b) => (a.name === b.name ? (a.vault < b.vault ? -1 : 1) : a.name < b.name ? -1 : 1));
};
