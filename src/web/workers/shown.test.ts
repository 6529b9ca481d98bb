import fc from 'fast-check';
import { expect, test } from 'vitest';
import { markAfterWrite } from './shown.ts';

test('a tab that wrote after another, of which it has not heard, reads the other’s rows', () => {
  expect(markAfterWrite(8, 9, 1)).toEqual({ shown: 9, behind: false });
  expect(markAfterWrite(8, 10, 1)).toEqual({ shown: 8, behind: true });
  expect(markAfterWrite(8, 12, 4)).toEqual({ shown: 12, behind: false });
  expect(markAfterWrite(20, 12, 4)).toEqual({ shown: 20, behind: false });
});

test('whoever wrote what, every row is either written by this tab, or read by it', () => {
  fc.assert(
    fc.property(fc.array(fc.record({ mine: fc.boolean(), count: fc.integer({ min: 1, max: 4 }), hears: fc.boolean() })), (writes) => {
      let [seq, shown] = [0, 0];
      const seen = new Set<number>();
      const readOn = (): void => {
        for (let at = shown + 1; at <= seq; at++) seen.add(at);
        shown = seq;
      };
      for (const { mine, count, hears } of writes) {
        seq += count;
        if (mine) {
          for (let at = seq - count + 1; at <= seq; at++) seen.add(at);
          const mark = markAfterWrite(shown, seq, count);
          ({ shown } = mark);
          if (mark.behind) readOn();
        } else if (hears && seq > shown) readOn();
      }
      for (let at = 1; at <= shown; at++) expect(seen.has(at)).toBe(true);
    }),
  );
});
