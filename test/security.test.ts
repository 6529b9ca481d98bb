// SECURITY.md names the test that holds each claim. Held here: every name is a test that is there, and no row or line of the parts
// that promise something goes without one. Whether a test proves what is said beside it is for people to read.

import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const ROOT = join(import.meta.dirname, '..');
const text = readFileSync(join(ROOT, 'SECURITY.md'), 'utf8');

/** Code that names no test. */
const OTHER = new Set([
  'code',
  'key',
  'kith write',
  'kith helplines',
  'rooms/feelings/helplines.json',
  'npm run simulate -- --circles',
  '/dev/shm',
  'test',
  'test/vectors',
  'test/security.test.ts',
]);
const FOLDERS = ['test', 'test/contracts', 'test/vectors', 'src/crypto', 'test/simulation', 'src/rooms', 'src/server'];

const isTest = (name: string): boolean => FOLDERS.some((folder) => existsSync(join(ROOT, folder, `${name}.test.ts`)));
const namesIn = (part: string): string[] => [...part.matchAll(/`([^`]+)`/g)].map(([, name]) => name!).filter((name) => !OTHER.has(name));

const partCalled = (title: string): string => {
  const [, after] = text.split(`\n## ${title}\n`);
  return after!.split('\n## ')[0]!;
};

test('every test that SECURITY.md names is there', () => {
  const names = namesIn(text);
  expect(names.length).toBeGreaterThan(60);
  expect([...new Set(names)].filter((name) => !isTest(name))).toEqual([]);
});

test('every claim names the test that holds it, or says that none can', () => {
  const rows = partCalled('Who can read what')
    .split('\n')
    .filter((line) => line.startsWith('| ') && !line.startsWith('| ---') && !line.startsWith('| Who |'));
  const lines = ['How it is sealed', 'With an account at a host', 'In a circle'].flatMap((title) =>
    partCalled(title)
      .split(/\n(?=- )/)
      .filter((line) => line.startsWith('- ')),
  );
  expect(rows.length).toBeGreaterThan(11);
  expect(lines.length).toBeGreaterThan(40);
  expect([...rows, ...lines].filter((claim) => !namesIn(claim).some(isTest) && !claim.includes('| no test can |'))).toEqual([]);
});
