import { expect, test } from 'vitest';
import { namesInRow } from './apart.ts';

const apart = (name: string): string => `\u2068${name}\u2069`;

test('Names in a row are set apart one by one where they run against the language, and stand as they are where they run with it', () => {
  expect(namesInRow('en', ['Ama', 'Dev'])).toBe('Ama and Dev');
  expect(namesInRow('ar', ['Ama', 'Dev'])).toBe(`${apart('Ama')} و${apart('Dev')}`);
  expect(namesInRow('ar', ['ليلى', 'Dev'])).toBe(`ليلى و${apart('Dev')}`);
  expect(namesInRow('en', ['ليلى', 'Dev'])).toBe(`${apart('ليلى')} and Dev`);
});
