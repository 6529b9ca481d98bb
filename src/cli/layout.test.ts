import fc from 'fast-check';
import { expect, test } from 'vitest';
import { columnsOf, cutTo, padTo, paintOf, wrap } from './layout.ts';
import { harmless, toJsonLine } from './terminal.ts';

const text = fc.oneof(
  fc.string({ unit: 'grapheme' }),
  fc.array(fc.constantFrom('rain', '雨の日', 'مطر', 'e\u0301t\u00e9', '👩‍👩‍👧', 'a'.repeat(30), '  ', '\n')).map((parts) => parts.join(' ')),
);
const letters = (of: string): string => of.replace(/\s/g, '');

test('Wrapped text is never wider than asked, and loses no letter', () => {
  fc.assert(
    fc.property(text, fc.integer({ min: 10, max: 60 }), (given, columns) => {
      const wrapped = wrap(given, columns);
      for (const line of wrapped.split('\n')) expect(columnsOf(line)).toBeLessThanOrEqual(columns);
      expect(letters(wrapped)).toBe(letters(given));
    }),
  );
});

test('Cut text fits, and says that it was cut', () => {
  fc.assert(
    fc.property(text, fc.integer({ min: 1, max: 40 }), (given, columns) => {
      const cut = cutTo(given, columns);
      expect(columnsOf(cut)).toBeLessThanOrEqual(columns);
      expect(cut === given || cut.endsWith('…')).toBe(true);
      expect(columnsOf(padTo(cut, columns))).toBe(columns);
    }),
  );
});

test('Wide letters take two columns and marks none', () => {
  expect(['abc', '雨の日', 'e\u0301', '👩‍👩‍👧', 'مطر', ''].map(columnsOf)).toEqual([3, 6, 1, 2, 3, 0]);
});

test('Nothing from a text steers a terminal, and colour can be left out', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.integer({ min: 0, max: 0x2fff }).map((code) => String.fromCharCode(code)) }), (given) => {
      expect(harmless(given)).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/);
      expect(toJsonLine({ given })).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]/);
      expect(JSON.parse(toJsonLine({ given }))).toEqual({ given });
    }),
  );
  expect(paintOf(false).strong('x')).toBe('x');
  expect(paintOf(true).strong('x')).not.toBe('x');
});
