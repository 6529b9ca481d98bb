import { expect, test } from 'vitest';
import { inTurns } from './few.tsx';

test('Where room is scarce people take turns; nothing is lost, and each keeps their own order', () => {
  const items = ['a1', 'a2', 'a3', 'b1', 'c1', 'b2'].map((id) => ({ id, by: id[0]! }));
  expect(inTurns(items).map(({ id }) => id)).toEqual(['a1', 'b1', 'c1', 'a2', 'b2', 'a3']);
  expect(inTurns([])).toEqual([]);
});
