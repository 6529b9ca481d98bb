// Every word that a command says is there, in each language, with the same places.

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { COMMANDS, OPTIONS } from './options.ts';
import { createWords, languageOf, loadWords, type Catalogue } from './words.ts';

const read = (language: string): Catalogue => JSON.parse(readFileSync(join(import.meta.dirname, 'words', `${language}.json`), 'utf8')) as Catalogue;
const catalogues = { en: read('en'), es: read('es'), ar: read('ar') };
const syncWords = JSON.parse(readFileSync(join(import.meta.dirname, '..', 'sync', 'words', 'en.json'), 'utf8')) as Catalogue;
const sharedWords = JSON.parse(readFileSync(join(import.meta.dirname, '..', 'rooms', 'words', 'en.json'), 'utf8')) as Catalogue;
const roomNames = [...new Set(COMMANDS.flatMap(({ room }) => room ?? []))];
const roomWords = (room: string): Catalogue => JSON.parse(readFileSync(join(import.meta.dirname, '..', 'rooms', room, 'words', 'en.json'), 'utf8')) as Catalogue;
const base = (key: string): string => key.replace(/_(?:zero|one|two|few|many|other)$/, '');
const sources = readdirSync(import.meta.dirname)
  .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'))
  .map((name) => readFileSync(join(import.meta.dirname, name), 'utf8'))
  .join('\n');

describe.each(['es', 'ar'] as const)('The words in %s', (language) => {
  test('say the same things as the English ones', () => {
    expect([...new Set(Object.keys(catalogues[language]).map(base))].sort()).toEqual([...new Set(Object.keys(catalogues.en).map(base))].sort());
  });
  test('have every plural that the language has', () => {
    const forms = new Intl.PluralRules(language).resolvedOptions().pluralCategories;
    for (const key of Object.keys(catalogues.en)
      .filter((one) => one.endsWith('_other'))
      .map(base))
      for (const form of language === 'es' ? ['one', 'other'] : forms) expect(catalogues[language], key).toHaveProperty([`${key}_${form}`]);
  });
  test('name no place that the English ones do not fill', () => {
    const placesIn = (catalogue: Catalogue, key: string): Set<string> =>
      new Set(
        Object.entries(catalogue)
          .filter(([one]) => base(one) === key)
          .flatMap(([, text]) => [...text.matchAll(/\{\{(\w+)\}\}/g)].map(([, name]) => name!)),
      );
    for (const key of new Set(Object.keys(catalogues.en).map(base)))
      for (const place of placesIn(catalogues[language], key)) expect(placesIn(catalogues.en, key), key).toContain(place);
  });
});

test('Every refusal, command and option has its words, and every key that is asked for is there', () => {
  const keys = new Set(
    [...Object.keys(catalogues.en), ...Object.keys(syncWords), ...Object.keys(sharedWords), ...roomNames.flatMap((room) => Object.keys(roomWords(room)))].map(base),
  );
  const refused = [...sources.matchAll(/code: '([a-z-]+)'/g)].map(([, code]) => `refusal.${code}`);
  const asked = [...sources.matchAll(/words\('([a-z][\w.-]*)'/g)].map(([, key]) => key!);
  expect(refused.length).toBeGreaterThan(30);
  expect(asked.length).toBeGreaterThan(30);
  for (const key of [...refused, ...asked, ...COMMANDS.map(({ name }) => `command.${name}`), ...Object.keys(OPTIONS).map((name) => `option.${name}`)])
    expect(keys, key).toContain(key);
});

test('A room’s words take the place of none that the command line has, refusals alone excepted', () => {
  const own = new Set([...Object.keys(catalogues.en), ...Object.keys(syncWords)].map(base));
  expect(roomNames.length).toBeGreaterThan(0);
  for (const room of roomNames) expect(Object.keys(roomWords(room)).filter((key) => own.has(base(key)) && !key.startsWith('refusal.'))).toEqual([]);
});

test('The language is the one that the environment asks for, else English', async () => {
  expect([{ KITH_LANG: 'es' }, { LC_ALL: 'ar_EG.UTF-8', LANG: 'es_ES' }, { LANG: 'es_MX.UTF-8' }, { LANG: 'de_DE.UTF-8' }, { LC_ALL: 'C' }, {}].map(languageOf)).toEqual([
    'es',
    'ar',
    'es',
    'en',
    'en',
    'en',
  ]);
  expect((await loadWords({ LANG: 'en_GB.UTF-8' })).locale).toBe('en-GB');
});

test('Places are filled once, numbers as the language writes them, and plurals by its rules', () => {
  const words = createWords('en', 'en', [{ a_one: '{{count}} entry of {{name}}', a_other: '{{count}} entries of {{name}}' }]);
  expect([words('a', { count: 1, name: '{{count}}' }), words('a', { count: 1234, name: 'x' }), words('nowhere')]).toEqual([
    '1 entry of {{count}}',
    '1,234 entries of x',
    'nowhere',
  ]);
  expect(words.refusal({ code: 'x' })).toBe('refusal.other');
});
