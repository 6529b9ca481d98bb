import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import ar from './words/ar.json' with { type: 'json' };
import en from './words/en.json' with { type: 'json' };
import es from './words/es.json' with { type: 'json' };

const catalogues: Record<string, Record<string, string>> = { en, es, ar };
const folder = new URL('./', import.meta.url);
// The command line has a catalogue of its own for what only it says.
const sources = readdirSync(folder).filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts') && !name.startsWith('cli'));
const placesIn = (words: string): string[] => [...words.matchAll(/\{\{\s*(\w+)/g)].map((match) => match[1]!).sort();

test('every refusal and every reason of the room has words in every language', () => {
  const codes = new Set<string>();
  for (const name of sources) {
    const text = readFileSync(new URL(name, folder), 'utf8');
    for (const match of text.matchAll(/refuse\(\{ code: '([a-z-]+)'/g)) codes.add(`refusal.${match[1]}`);
    if (name === 'look-back.ts' || name === 'another-look.ts') for (const match of text.matchAll(/(?<!refuse\()\{ code: '([a-z-]+)'/g)) codes.add(`reason.${match[1]}`);
  }
  expect(sources.length).toBeGreaterThan(10);
  expect(codes.size).toBeGreaterThan(35);
  for (const [language, words] of Object.entries(catalogues)) for (const code of codes) expect(words[code]?.trim(), `${code} in ${language}`).toBeTruthy();
});

test('a day, a time or a name that core could not read has words too', () => {
  for (const code of ['date-not-understood', 'date-does-not-exist', 'date-out-of-range', 'journal-locked'])
    for (const words of Object.values(catalogues)) expect(words[`refusal.${code}`]).toBeTruthy();
});

test('a refusal and a reason have the same places in every language', () => {
  for (const key of Object.keys(en).filter((one) => /^(?:refusal|reason)\./.test(one)))
    for (const words of Object.values(catalogues)) expect(placesIn(words[key]!), key).toEqual(placesIn(catalogues['en']![key]!));
});
