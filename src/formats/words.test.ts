// Whatever an importer or an exporter reports, there is a sentence for it in each language, with the same places in it.

import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import ar from './words/ar.json' with { type: 'json' };
import containers from './words/containers.en.json' with { type: 'json' };
import en from './words/en.json' with { type: 'json' };
import es from './words/es.json' with { type: 'json' };

/** Other importers' own reports have their words tested beside them. */
const ELSEWHERE = /^(?:apple-journal|joplin|journey|kith-archive|leap2a|standard-notes|super-note|markup-tree|html-to-markdown)/;
const sources = readdirSync(import.meta.dirname)
  .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts') && !ELSEWHERE.test(name))
  .map((name) => readFileSync(`${import.meta.dirname}/${name}`, 'utf8'))
  .join('\n');
const used = new Set([...sources.matchAll(/\bcode: '([a-z0-9-]+)'|\.add\('([a-z0-9-]+)'|\bfault\('([a-z0-9-]+)'/g)].map((match) => match[1] ?? match[2] ?? match[3]!));
const places = (text: string): string[] => [...new Set([...text.matchAll(/\{\{(\w+)\}\}/g)].map((match) => match[1]!))].sort();

test('what is reported has words', () => {
  expect(used.size).toBeGreaterThan(30);
  const told = new Set([...Object.keys(en), ...Object.keys(containers)].map((key) => key.replace(/^(?:problem|refusal)\./, '')));
  expect([...used].filter((code) => !told.has(code)).sort()).toEqual([]);
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
