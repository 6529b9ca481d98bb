// Every sentence that the host may say is there, in each language, and each that is there is said somewhere.

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { loadHostWords } from './words.ts';

const source = readdirSync(import.meta.dirname)
  .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'))
  .map((name) => readFileSync(join(import.meta.dirname, name), 'utf8'))
  .join('\n');
const keysIn = (language: string): string[] => Object.keys(JSON.parse(readFileSync(join(import.meta.dirname, 'words', `${language}.json`), 'utf8')) as object);

test('Every sentence asked for is there, and none is left over', async () => {
  const asked = [...source.matchAll(/(?:words|well|look|complain|misused|refuseToStart)\(\s*'([a-z][\w.-]*)'/g)].map(([, key]) => key!);
  expect(asked.length).toBeGreaterThan(30);
  for (const language of ['en', 'es', 'ar']) {
    const keys = keysIn(language);
    expect(asked.filter((key) => !keys.includes(key))).toEqual([]);
    expect(keys.filter((key) => !source.includes(`'${key}'`))).toEqual([]);
  }
});

test('The language is the one that the environment asks for', async () => {
  const [en, es, ar] = await Promise.all([{}, { LANG: 'es_MX.UTF-8' }, { KITH_LANG: 'ar', LANG: 'es_ES' }].map(loadHostWords));
  const said = [en, es, ar].map((words) => words!('port-taken', { port: '4600', other: '4601' }));
  expect(new Set(said).size).toBe(3);
  expect(said.every((sentence) => sentence.includes('4600') && sentence.includes('PORT=4601'))).toBe(true);
});
