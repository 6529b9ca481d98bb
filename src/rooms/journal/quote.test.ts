// What a search shows of an entry is what one reads there, with the found words marked on it.

import { describe, expect, test } from 'vitest';
import { parseQuery } from '#insight/query.ts';
import { conditionsOf, rowsOf } from '#insight/sought.ts';
import { foundIn } from './quote.ts';

const found = (text: string, query: string) => {
  const { excerpts } = foundIn(text, rowsOf(conditionsOf(parseQuery(query))), {});
  return excerpts.map((excerpt) => [excerpt.text, excerpt.marks.map(({ start, end }) => excerpt.text.slice(start, end))]);
};

describe('what was found in an entry', () => {
  test('is shown without Markdown signs, and the marks lie on the words', () => {
    expect(found('# The talk\n\nWe spoke with **Anna** of the [garden](https://example.org/plan).', 'anna garden')).toEqual([
      ['The talk ·  We spoke with Anna of the garden.', ['Anna', 'garden']],
    ]);
  });

  test('in the address of a link alone is shown as it is written', () => {
    expect(found('Read [this](https://example.org/plan) again.', 'plan')[0]![1]).toEqual(['plan']);
  });

  test('in a long or heavy text is shown as it is written, soon', () => {
    expect(found(`${'word **x** '.repeat(20_000)}needle`, 'needle')[0]![1]).toEqual(['needle']);
  });
});
