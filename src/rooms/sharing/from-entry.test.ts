import { expect, test } from 'vitest';
import { beginning, firstPart, namedIn } from './from-entry.ts';

test('People are found by their whole names, however they are cased, in any script', () => {
  const people = ['Ann', 'Ben Jonson', 'علي', 'A.', 'O’Hara'];
  expect(namedIn('ann and BEN JONSON; a plan, annual. وقال علي شيئا', people)).toEqual(['Ann', 'Ben Jonson', 'علي']);
  expect(namedIn('Annual, Bens. A. B. and Aliyu', people)).toEqual(['A.']);
  expect(namedIn('', people)).toEqual([]);
});

test('A text begins with its heading, or with whole words; a long one is cut between paragraphs', () => {
  expect(beginning('# After the home closed\n\nI had the keys.')).toBe('After the home closed');
  expect(beginning('> Two\n lines ')).toBe('Two lines');
  const long = beginning('word '.repeat(100));
  expect([long.length <= 141, long.endsWith('word…')]).toEqual([true, true]);
  expect(firstPart('short')).toBe('short');
  const paragraphs = Array.from({ length: 40 }, (_, n) => `${n} ${'x'.repeat(150)}`).join('\n\n');
  expect(paragraphs.startsWith(`${firstPart(paragraphs)}\n\n`)).toBe(true);
  expect(firstPart('y'.repeat(9000))).toHaveLength(2000);
});
