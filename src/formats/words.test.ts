// Whatever an importer or an exporter reports, there is a sentence for it in each language, with the same places in it.

import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import practices from '../rooms/practices/words/en.json' with { type: 'json' };
import skills from '../rooms/skills/words/en.json' with { type: 'json' };
import ar from './words/ar.json' with { type: 'json' };
import containers from './words/containers.en.json' with { type: 'json' };
import en from './words/en.json' with { type: 'json' };
import es from './words/es.json' with { type: 'json' };

/** What is no journal: its room says what of a file did not come. */
const ROOMS: Readonly<Record<string, { readonly words: object; readonly under: string }>> = {
  'practice-file.ts': { words: practices, under: 'bring.problem.' },
  'case.ts': { words: skills, under: 'dropped.' },
};

/** Other importers' own reports have their words tested beside them. */
const ELSEWHERE = /^(?:apple-journal|joplin|journey|kith-archive|leap2a|standard-notes|super-note|markup-tree|html-to-markdown)/;
const sources = readdirSync(import.meta.dirname)
  .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts') && !ELSEWHERE.test(name) && !(name in ROOMS))
  .map((name) => readFileSync(`${import.meta.dirname}/${name}`, 'utf8'))
  .join('\n');
const used = new Set([...sources.matchAll(/\bcode: '([a-z0-9-]+)'|\.add\('([a-z0-9-]+)'|\bfault\('([a-z0-9-]+)'/g)].map((match) => match[1] ?? match[2] ?? match[3]!));
const places = (text: string): string[] => [...new Set([...text.matchAll(/\{\{(\w+)\}\}/g)].map((match) => match[1]!))].sort();

test('what is reported has words', () => {
  expect(used.size).toBeGreaterThan(30);
  const told = new Set([...Object.keys(en), ...Object.keys(containers)].map((key) => key.replace(/^(?:problem|refusal)\./, '')));
  expect([...used].filter((code) => !told.has(code)).sort()).toEqual([]);
});

test.each(Object.entries(ROOMS))('%s: what it reports has words in its room', (name, { words, under }) => {
  const source = readFileSync(`${import.meta.dirname}/${name}`, 'utf8');
  const kinds = [.../type (?:PracticeProblem|Dropped) = ([^;]+);/.exec(source)![1]!.matchAll(/'([a-z-]+)'/g)].map(([, code]) => code!);
  expect(kinds.length).toBeGreaterThan(5);
  expect(kinds.filter((code) => !Object.keys(words).includes(`${under}${code}`))).toEqual([]);
});

test('the three languages have the same sentences, in order, with the same places', () => {
  const keys = Object.keys(en);
  expect(keys).toEqual([...keys].sort());
  for (const other of [es, ar] as Record<string, string>[]) {
    expect(Object.keys(other)).toEqual(keys);
    for (const [key, text] of Object.entries(en)) expect([key, places(other[key]!)]).toEqual([key, places(text)]);
  }
});

test('nobody is praised or shouted at', () => {
  for (const text of [...Object.values(en), ...Object.values(es), ...Object.values(ar)]) expect(text).not.toMatch(/[!¡]/);
});
