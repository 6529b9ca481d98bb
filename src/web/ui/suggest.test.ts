import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { plain, suggest } from './suggest.ts';

const names = fc.array(fc.record({ name: fc.string({ minLength: 1, maxLength: 12 }), count: fc.nat(50) }), { maxLength: 30 });

describe('names offered while typing', () => {
  test('are always names used before, never one already chosen, never more than asked for', () => {
    fc.assert(
      fc.property(names, fc.string({ maxLength: 6 }), fc.array(fc.string({ maxLength: 12 })), fc.integer({ min: 0, max: 9 }), (known, typed, taken, most) => {
        const offered = suggest(known, typed, taken, most);
        expect(offered.length).toBeLessThanOrEqual(most);
        for (const one of offered) {
          expect(known).toContain(one);
          expect(plain(one.name)).toContain(plain(typed));
          expect(taken.map(plain)).not.toContain(plain(one.name));
        }
      }),
    );
  });

  test('begin with what was typed before they merely hold it, and the often used come first', () => {
    const known = [{ name: 'Mother', count: 2 }, { name: 'Grandmother', count: 90 }, { name: 'My mother-in-law', count: 5 }, { name: 'Moth', count: 7 }, { name: 'Émile' }];
    expect(suggest(known, 'moth', []).map(({ name }) => name)).toEqual(['Moth', 'Mother', 'My mother-in-law', 'Grandmother']);
    expect(suggest(known, 'emi', []).map(({ name }) => name)).toEqual(['Émile']);
  });
});
