// No gate: every command of every room is performed by somebody who has nothing yet, in a fresh vault, or a fresh circle. It fails where a
// command wants something else to be there first, where one is missing from its room's `no-gate.ts`, and where a function could give
// Changes without saying so in its type.

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { applyChange, type Change } from '#core/change.ts';
import { stampOf, tick } from '#core/clock.ts';
import type { Commands, Fresh, Performed } from '#core/no-gate.ts';
import type { VaultRecord } from '#core/record.ts';
import { emptySnapshot, withRecords } from '#core/snapshot.ts';

const ROOMS = resolve(import.meta.dirname, '../src/rooms');
const DEVICE = '0'.repeat(13);
const [ME, OTHER, CIRCLE] = ['a', 'b', 'c'].map((letter) => letter.repeat(26)) as [string, string, string];
const NOW = { when: '2026-11-26T09:00', zone: '+01:00', instant: '2026-11-26T08:00:00.000Z' };

const rooms = readdirSync(ROOMS, { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && entry.name !== 'words')
  .map(({ name }) => name)
  .sort();
const filesOf = (room: string): string[] => readdirSync(join(ROOMS, room)).filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts') && file !== 'no-gate.ts');

/** The exported functions of a file, with the type that each says it gives; null where it says none. */
const functionsIn = (text: string): { readonly name: string; readonly gives: string | null }[] => {
  const out: { name: string; gives: string | null }[] = [];
  for (const match of text.matchAll(/^export (?:const (\w+)\s*=\s*(?:async\s*)?(?=[(<])|(?:async )?function\*? (\w+)\s*(?=[(<]))/gm)) {
    const begin = match.index + match[0].length;
    let [depth, close, at] = [0, -1, begin];
    for (; at < text.length; at += 1) {
      const sign = text[at]!;
      if (sign === '=' && text[at + 1] === '>') {
        if (depth === 0) break;
        at += 1;
      } else if ('([{<'.includes(sign)) {
        if (sign === '{' && depth === 0 && match[2] !== undefined && close > 0) break;
        depth += 1;
      } else if (')]}>'.includes(sign)) {
        depth -= 1;
        if (depth === 0 && sign === ')') close = at;
      } else if (sign === ';' && depth === 0) {
        close = -1;
        break;
      }
    }
    if (close < 0) continue;
    const between = text.slice(close + 1, at).trim();
    out.push({ name: (match[1] ?? match[2])!, gives: between.startsWith(':') ? between.slice(1).trim() : null });
  }
  return out;
};

/** Names of types of a file that hold Changes under another name. */
const aliasesIn = (text: string): string[] =>
  [...text.matchAll(/^(?:export )?(?:interface (\w+)[^{]*\{([\s\S]*?)\n\}|type (\w+)[^=]*=([^;]*);)/gm)].flatMap(([, face, body = '', type, is = '']) =>
    /\bChange\b/.test(body + is) ? [(face ?? type)!] : [],
  );

const aliases = new Set(rooms.flatMap((room) => filesOf(room).flatMap((file) => aliasesIn(readFileSync(join(ROOMS, room, file), 'utf8')))));
const givesChanges = (type: string): boolean => [...type.matchAll(/\b\w+\b/g)].some(([word]) => word === 'Change' || aliases.has(word));

const functions = rooms.flatMap((room) => filesOf(room).flatMap((file) => functionsIn(readFileSync(join(ROOMS, room, file), 'utf8')).map((one) => ({ ...one, room, file }))));

const load = async (room: string): Promise<Commands> =>
  existsSync(join(ROOMS, room, 'no-gate.ts')) ? ((await import(join(ROOMS, room, 'no-gate.ts'))) as { readonly commands: Commands }).commands : {};
const registered = new Map(await Promise.all(rooms.map(async (room) => [room, await load(room)] as const)));

/** A command may stand several times, with a word of how: `proposeAgreement alone`. */
const names = (commands: Commands): string[] => Object.keys(commands).map((name) => name.split(' ')[0]!);

let clock = '';
let ids = 0;
const apply = (records: readonly VaultRecord[], changes: readonly Change[]): VaultRecord[] => {
  const byId = new Map(records.map((record) => [record.id, record]));
  for (const change of changes) {
    clock = tick(clock, Date.parse(NOW.instant));
    byId.set(change.id, applyChange(byId.get(change.id), change, stampOf(clock, DEVICE), DEVICE));
  }
  return [...byId.values()];
};
const freshWith = (records: readonly VaultRecord[], me: string): Fresh => ({
  records,
  snapshot: withRecords(emptySnapshot(), records),
  newId: () => `${(ids += 1)}`.padStart(26, 'n'),
  now: NOW,
  me,
  other: me === ME ? OTHER : ME,
  circle: CIRCLE,
});

/** Performs a command on what its chain of `on` left, from nothing; gives the records before it and its changes. */
const perform = (
  commands: Commands,
  { on, isOthers, do: act }: Performed,
  me = ME,
  chain: readonly string[] = [],
): { readonly before: readonly VaultRecord[]; readonly changes: readonly Change[] } => {
  let before: readonly VaultRecord[] = [];
  if (on !== undefined) {
    expect(Object.hasOwn(commands, on), `there is no command ${on}`).toBe(true);
    expect(chain).not.toContain(on);
    const made = perform(commands, commands[on]!, isOthers ? (me === ME ? OTHER : ME) : me, [...chain, on]);
    before = apply(made.before, made.changes);
  }
  const given = act(freshWith(before, me)) as
    | Change
    | readonly Change[]
    | { readonly ok: boolean; readonly value: Change | readonly Change[]; readonly error: { readonly code: string } };
  if ('ok' in given && !given.ok) throw new Error(`refused: ${given.error.code}`);
  const value = 'ok' in given ? given.value : given;
  return { before, changes: 'id' in value ? [value as Change] : (value as readonly Change[]) };
};

describe('nothing escapes', () => {
  test('every function of a room that gives Changes is a command, and every command is such a function', () => {
    const commands = functions.filter(({ gives }) => gives !== null && givesChanges(gives));
    expect(commands.length).toBeGreaterThan(100);
    const missing = commands.filter(({ room, name }) => !names(registered.get(room)!).includes(name)).map(({ room, file, name }) => `${room}/${file} ${name}`);
    expect(missing).toEqual([]);
    for (const [room, all] of registered)
      for (const name of names(all))
        expect(
          commands.some((one) => one.room === room && one.name === name),
          `${room} has no ${name}`,
        ).toBe(true);
  });

  test('every exported function of a file that makes Changes says what it gives', () => {
    const makers = /\b(?:createdAs|changedTo|deletedOf|Change)\b/;
    const silent = functions
      .filter(({ gives, room, file }) => gives === null && makers.test(readFileSync(join(ROOMS, room, file), 'utf8')))
      .map(({ room, file, name }) => `${room}/${file} ${name}`);
    expect(silent).toEqual([]);
  });

  test('no view makes a Change by itself', () => {
    const makers = /\b(?:createdAs|changedTo|deletedOf|createKind)\b/;
    const wrong = rooms.flatMap((room) =>
      readdirSync(join(ROOMS, room))
        .filter((file) => file.endsWith('.tsx') && makers.test(readFileSync(join(ROOMS, room, file), 'utf8')))
        .map((file) => `${room}/${file}`),
    );
    expect(wrong).toEqual([]);
  });

  test('the reading of functions bites', () => {
    const read = functionsIn(
      'export const a = (x: { y: () => void }): Result<Change[]> => ok([]);\nexport const b = <T>(x: T) => x;\nexport const c: Z = [];\nexport function d(): Change {\n}',
    );
    expect(read).toEqual([
      { name: 'a', gives: 'Result<Change[]>' },
      { name: 'b', gives: null },
      { name: 'd', gives: 'Change' },
    ]);
    expect(aliasesIn('export interface Done {\n  readonly changes: readonly Change[];\n}\ntype Plain = string;')).toEqual(['Done']);
  });
});

describe.each([...registered].filter(([, commands]) => Object.keys(commands).length > 0))('%s', (_, commands) => {
  test.each(Object.entries(commands))('%s asks for nothing else first', (__, performed) => {
    const { before, changes } = perform(commands, performed);
    expect(changes.length).toBeGreaterThan(0);
    if (performed.on === undefined) expect(before).toEqual([]);
    else {
      // Only the thing itself may be there: what is done touches it or names it.
      const text = JSON.stringify(changes);
      expect(
        before.some(({ id }) => changes.some((change) => change.id === id) || text.includes(id)),
        'it neither touches nor names what it is said to be about',
      ).toBe(true);
    }
  });
});
