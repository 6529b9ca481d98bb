// Samuel Pepys's vows against plays and wine, as his diary has them. The tags were committed before anything was counted; what stands
// here is what came out, whatever it is. A change of method that gives other figures must say so here and in docs/pepys-said-and-done.md.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { shiftsIn } from '#insight/change-points.ts';
import { questionsOf, ROW_RATE, thingsOf, trialsOf } from './done.ts';

const SAMPLE = join(import.meta.dirname, '..', '..', 'web', 'public', 'sample');
const read = <T>(name: string): T => JSON.parse(readFileSync(join(SAMPLE, name), 'utf8')) as T;

const { entries } = read<{ entries: readonly { date: string; text: string }[] }>('pepys-diary.json');
const { tags } = read<{ tags: readonly (readonly [date: string, what: string, did: 'serves' | 'strains', quote: string])[] }>('pepys-values.json');
const texts = new Map(entries.map(({ date, text }) => [date, text]));

test('each tag rests on a line that stands in the entry of that day, and stands once', () => {
  expect(tags.filter(([date, , , quote]) => quote.length < 8 || !texts.get(date)?.includes(quote))).toEqual([]);
  expect(new Set(tags.map(([date, what, did]) => `${date} ${what} ${did}`)).size).toBe(tags.length);
  const counts = Object.fromEntries(
    ['plays serves', 'wine serves', 'vows serves', 'vows strains'].map((key) => [key, tags.filter(([, what, did]) => `${what} ${did}` === key).length]),
  );
  expect(counts).toEqual({ 'plays serves': 309, 'wine serves': 163, 'vows serves': 66, 'vows strains': 12 });
});

const rowOf = (what: string, did: string): boolean[] => {
  const days = new Set(tags.filter((tag) => tag[1] === what && tag[2] === did).map(([date]) => date));
  return entries.map(({ date }) => days.has(date));
};

test('what changed, of all days written: plays go with the vows of 1661/62 and come back in 1667; wine goes and stays away', () => {
  const changes = (what: string, did: string) =>
    shiftsIn(rowOf(what, did), ROW_RATE).map(({ at, before, after }) => `${entries[at]!.date}: ${before.count} of ${before.of}, then ${after.count} of ${after.of}`);
  expect({ plays: changes('plays', 'serves'), wine: changes('wine', 'serves'), vows: changes('vows', 'serves'), broken: changes('vows', 'strains') }).toMatchInlineSnapshot(`
    {
      "broken": [],
      "plays": [
        "1660-10-30: 1 of 303, then 79 of 560",
        "1662-05-24: 80 of 863, then 67 of 1892",
        "1667-08-01: 147 of 2755, then 162 of 658",
      ],
      "vows": [
        "1661-12-31: 0 of 721, then 66 of 2692",
        "1663-10-30: 42 of 663, then 24 of 2029",
      ],
      "wine": [
        "1662-02-06: 93 of 758, then 31 of 530",
        "1663-07-25: 124 of 1288, then 39 of 2125",
      ],
    }
  `);
});

test('what Kith asks of him, had he said: vows first, plays last', () => {
  const shown = entries.map(({ date }) => ({
    id: date,
    when: date,
    links: tags.filter((tag) => tag[0] === date).map(([, what, did]) => ({ to: what, as: did })),
  }));
  const trials = trialsOf(
    thingsOf(shown, new Set(['plays', 'wine', 'vows'])),
    'days',
    entries.map(({ date }) => date),
  );
  const stated = ['vows', 'wine', 'plays'].map((id, at) => ({ id, place: at + 1, of: 3 }));
  expect(questionsOf(stated, trials, 'days').map(({ value, way, day, before, after }) => `${value} ${way} ${day} ${before.count}/${before.of} ${after.count}/${after.of}`))
    .toMatchInlineSnapshot(`
      [
        "plays more 1667-08-01 147/2755 162/658",
      ]
    `);
});
