import { expect, test } from 'vitest';
import { draftFromStrain } from './from-entry.ts';

test('What got in the way of a commitment begins an issue: its words, a first line, and the three answers as an issue asks them', () => {
  expect(draftFromStrain('A visit was added at three. The last ended at seven.', { others: 'yes', elsewhere: 'no', before: 'some' })).toEqual({
    title: 'A visit was added at three',
    happens: 'A visit was added at three. The last ended at seven.',
    replies: { others: 'yes', elsewhere: 'yes', before: 'yes' },
  });
  expect(draftFromStrain('It is late', { others: 'no', elsewhere: 'yes', before: 'not-sure' }).replies).toEqual({ others: 'no', elsewhere: 'no', before: 'not-known' });
  expect(draftFromStrain('It is late', { elsewhere: 'some' }).replies).toEqual({});
});
