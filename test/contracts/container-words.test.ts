// Whatever a container reports, there is a sentence for it in each language, with the same places filled in.

import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import ar from '../../src/formats/words/containers.ar.json' with { type: 'json' };
import en from '../../src/formats/words/containers.en.json' with { type: 'json' };
import es from '../../src/formats/words/containers.es.json' with { type: 'json' };

const sources = ['containers', 'container-shelf', 'zip-in', 'tar-in', 'node/folder']
  .map((name) => readFileSync(new URL(`../../src/adapters/${name}.ts`, import.meta.url), 'utf8'))
  .join('\n');
const used = new Set([
  ...[...sources.matchAll(/problem\('([a-z-]+)'/g)].map((m) => `problem.${m[1]}`),
  ...[...sources.matchAll(/refused: '([a-z-]+)'/g)].map((m) => `problem.${m[1]}`),
  ...[...sources.matchAll(/push\(\{ code: '([a-z-]+)'|problems\[[^\]]+\] = \{ code: '([a-z-]+)'/g)].map((m) => `problem.${m[1] ?? m[2]}`),
  ...[...sources.matchAll(/(?:refuse\(|= )\{ code: '([a-z-]+)', with: \{ file/g)].map((m) => `refusal.${m[1]}`),
]);

const places = (text: string): string[] => [...text.matchAll(/\{\{(\w+)\}\}/g)].map((m) => m[1]!).sort();

test('every problem and refusal of a container has words, and no words are left over', () => {
  expect(used.size).toBeGreaterThan(20);
  expect([...used].sort()).toEqual(Object.keys(en).sort());
});

test('the three languages say the same things with the same values', () => {
  for (const other of [es, ar] as Record<string, string>[]) {
    expect(Object.keys(other)).toEqual(Object.keys(en));
    for (const [key, text] of Object.entries(en)) expect([key, [...new Set(places(other[key]!))]]).toEqual([key, [...new Set(places(text))]]);
  }
});
