// Every refusal and notice of accounts, links and synchronising that a person can meet has words, and places only those that are given.

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { refusalOf } from '#adapters/account-parts.ts';
import { REFUSALS } from './protocol.ts';

const SRC = join(import.meta.dirname, '..');
const read = (path: string): Record<string, string> => JSON.parse(readFileSync(join(SRC, path), 'utf8')) as Record<string, string>;
const words = read('sync/words/en.json');
/** Those that only the page says have words there, in files by part. */
const inPage = readdirSync(join(SRC, 'web/words')).filter((name) => /(?:^|\.)en\.json$/.test(name));
const inRooms = readdirSync(join(SRC, 'rooms')).filter((room) => existsSync(join(SRC, 'rooms', room, 'words/en.json')));
const elsewhere = Object.assign({}, ...inRooms.map((room) => read(`rooms/${room}/words/en.json`)), ...inPage.map((name) => read(`web/words/${name}`))) as Record<string, string>;

const FILES = [
  ...readdirSync(join(SRC, 'crypto')).map((name) => `crypto/${name}`),
  ...readdirSync(join(SRC, 'sync')).map((name) => `sync/${name}`),
  ...readdirSync(join(SRC, 'adapters'))
    .filter((name) => /^(account|circle|pairing|sync-session|host-calls|http-host|opaque-client|live-stream)/.test(name))
    .map((name) => `adapters/${name}`),
].filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'));

/** What one program says to another, and a person never meets under that name. */
const NOT_FOR_PEOPLE = new Set(['malformed', 'offline', 'unreadable']);

test('Every refusal has its words', () => {
  const codes = new Set<string>();
  for (const file of FILES) for (const [, code] of readFileSync(join(SRC, file), 'utf8').matchAll(/(?:refuse\(\{ code: |\bno\(|\bstop\()'([a-z-]+)'/g)) codes.add(code!);
  for (const code of Object.keys(REFUSALS)) codes.add(refusalOf({ code }).code);
  codes.add(refusalOf({ code: 'offline' }).code);
  expect(codes.size).toBeGreaterThan(80);
  const without = [...codes].filter((code) => !NOT_FOR_PEOPLE.has(code) && words[`refusal.${code}`] === undefined && elsewhere[`refusal.${code}`] === undefined);
  expect(without).toEqual([]);
});

test('Every notice and every state has its words', () => {
  const notices = readFileSync(join(SRC, 'sync/inputs.ts'), 'utf8').split('export type Notice')[1]!.split(';\n\n')[0]!;
  const codes = [...notices.matchAll(/code: '([a-z-]+)'/g)].map(([, code]) => `notice.${code}`);
  const states = [
    ...readFileSync(join(SRC, 'sync/engine.ts'), 'utf8')
      .split('export interface Status')[1]!
      .split(';')[0]!
      .matchAll(/'([a-z-]+)'/g),
  ].map(([, code]) => `status.${code}`);
  expect([codes.length > 8, states.length > 4]).toEqual([true, true]);
  expect([...codes, ...states].filter((key) => words[key] === undefined)).toEqual([]);
});
