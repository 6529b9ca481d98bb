import fc from 'fast-check';
import { expect, test } from 'vitest';
import '../../test/seed.ts';
import { isLastDay, mayUse, ONLY_READ, stricter, termsOf, type Given, type Terms, type Use } from './terms.ts';

const [ANA, BEN, CY] = ['a', 'b', 'c'].map((letter) => letter.repeat(26)) as [string, string, string];
const TODAY = '2026-11-25';
const USES: readonly Use[] = ['show', 'quote', 'count', 'export', 'publish', 'ai'];

const days = fc.constantFrom('', '2026-11-01', '2026-11-24', TODAY, '2026-11-26', '2027-03-01');
const terms: fc.Arbitrary<Terms> = fc.record({ until: days, quote: fc.constantFrom('no', 'unnamed', 'named'), ai: fc.boolean(), count: fc.boolean() });
const given: fc.Arbitrary<Given> = fc.record({
  by: fc.constant(ANA),
  terms: fc.option(terms, { nil: null }),
  readers: fc.oneof(
    fc.constant('all' as const),
    fc.subarray([BEN, CY]).map((list) => new Set(list)),
  ),
  whileIn: fc.boolean(),
});
const asker = fc.record({ account: fc.constantFrom(BEN, CY), isIn: fc.boolean() });
const use = fc.constantFrom(...USES);
const strength = (what: Terms['quote']): number => ['no', 'unnamed', 'named'].indexOf(what);

test('What was not said is not allowed: whoever was given words may read them, and nothing else', () => {
  const words: Given = { by: ANA, terms: ONLY_READ, readers: new Set([BEN]), whileIn: true };
  for (const each of USES) expect(mayUse(each, words, { account: BEN, isIn: true }, TODAY).may, each).toBe(each === 'show');
  for (const each of USES) expect(mayUse(each, words, { account: CY, isIn: true }, TODAY)).toEqual({ may: false, why: 'not-for-you' });
});

test('Nobody may use what they may not see, whatever it allows; and of one’s own words nobody is asked', () => {
  fc.assert(
    fc.property(use, given, asker, (what, words, who) => {
      if (!mayUse('show', words, who, TODAY).may) expect(mayUse(what, words, who, TODAY).may).toBe(false);
      expect(mayUse(what, words, { account: ANA, isIn: who.isIn }, TODAY).may).toBe(true);
      expect(mayUse(what, null, who, TODAY)).toEqual({ may: false, why: 'taken-back' });
    }),
  );
});

test('A day more never opens anything, less leave never allows more, and what hangs on something is gone with it', () => {
  fc.assert(
    fc.property(use, given, terms, asker, (what, words, other, who) => {
      const now = mayUse(what, words, who, TODAY);
      if (!now.may) expect(mayUse(what, words, who, '2027-03-02').may && words.terms?.until !== '').toBe(false);
      const less = mayUse(what, { ...words, terms: words.terms && stricter(words.terms, other) }, who, TODAY);
      if (less.may) expect(now.may && (now.named || !less.named)).toBe(true);
      if (now.may) expect(mayUse(what, { ...words, about: null }, who, TODAY)).toEqual({ may: false, why: 'taken-back' });
      const gone: Given = { by: CY, terms: ONLY_READ, readers: 'all', whileIn: false, about: null };
      if (now.may) expect(mayUse(what, { ...words, about: { ...gone, by: who.account } }, who, TODAY).may).toBe(false);
    }),
  );
});

test('What leaves for good has no end, and bears a name only where that was said', () => {
  fc.assert(
    fc.property(given, asker, (words, who) => {
      const file = mayUse('export', words, who, TODAY);
      if (file.may) expect(words.terms!.until).toBe('');
      for (const each of ['quote', 'publish', 'export', 'ai', 'count'] as const) {
        const leave = mayUse(each, words, who, TODAY);
        if (leave.may && leave.named) expect(words.terms!.quote).toBe('named');
        if (leave.may) expect(leave.until).toBe(words.terms!.until);
      }
    }),
  );
});

test('The stricter of two is below both, and the same whichever comes first', () => {
  fc.assert(
    fc.property(terms, terms, (a, b) => {
      const both = stricter(a, b);
      expect(both).toEqual(stricter(b, a));
      for (const one of [a, b]) {
        expect(strength(both.quote)).toBeLessThanOrEqual(strength(one.quote));
        expect([!both.ai || one.ai, !both.count || one.count]).toEqual([true, true]);
        if (one.until !== '') expect(both.until !== '' && both.until <= one.until).toBe(true);
      }
      expect(stricter(a, a)).toEqual(a);
    }),
  );
});

test('Terms that another’s program wrote allow what is said in them plainly, and no more', () => {
  fc.assert(fc.property(terms, (one) => void expect(termsOf({ ...one })).toEqual(one)));
  fc.assert(
    fc.property(fc.jsonValue(), fc.constantFrom('until', 'quote', 'ai', 'count'), (value, part) => {
      const read = termsOf({ ...ONLY_READ, [part]: value as never });
      if (read) expect(read.quote === 'no' || part === 'quote').toBe(true);
      if (read && part !== 'until') expect([read.ai && value !== true, read.count && value !== true]).toEqual([false, false]);
    }),
  );
  for (const none of [undefined, null, 'named', [], 7, { until: 'never' }, { until: 20_270_301 }, { until: '2027-02-30' }]) expect(termsOf(none)).toBeNull();
  expect(termsOf({})).toEqual(ONLY_READ);
  expect(['2027-03-01', '2027-02-31', '2027-03-01T10:00', ''].map(isLastDay)).toEqual([true, false, false, false]);
});
