import fc from 'fast-check';
import { expect, test } from 'vitest';
import { applyChange, inverseOf, type Change } from './change.ts';
import { stampOf, tick } from './clock.ts';
import { isReason, LINK_REASONS, linkChange, linksIn, linkToMember, memberToLink, MOST_LINK, placeToTarget, sameLink, targetToPlace, tidyLinks, type Link } from './links.ts';
import type { VaultRecord } from './record.ts';

const DEVICE = '0'.repeat(13);
let clock = '';
const made = (change: Change, before?: VaultRecord): VaultRecord => {
  clock = tick(clock, Date.parse('2026-11-26T06:00:00.000Z'));
  return applyChange(before, change, stampOf(clock, DEVICE), DEVICE);
};
const anyLink: fc.Arbitrary<Link> = fc.record({ to: fc.string({ minLength: 1, maxLength: 40 }), as: fc.constantFrom(...LINK_REASONS) });
const record = (id = 'self'): VaultRecord => made({ id, kind: 'whatever', v: 3, set: { title: 'x' } });

test('a link comes back from its set as it went in', () => {
  fc.assert(
    fc.property(anyLink, (link) => {
      expect(memberToLink(linkToMember(link))).toEqual(link);
    }),
  );
  expect(['', ':', 'about', 'about:', 'near:x', 'constructor:x'].map(memberToLink)).toEqual([null, null, null, null, null, null]);
});

test('links are added once, taken away, and put back as they were by undoing it, whatever the kind and its version', () => {
  fc.assert(
    fc.property(fc.array(anyLink, { maxLength: 8 }), fc.array(anyLink, { maxLength: 4 }), (add, more) => {
      const first = record();
      const change = linkChange(first, add);
      const wanted = tidyLinks(add, 'self');
      expect(change === null).toBe(wanted.length === 0);
      if (!change) return;
      expect([change.kind, change.v]).toEqual(['whatever', 3]);
      const linked = made(change, first);
      expect(new Set(linksIn(linked).map(linkToMember))).toEqual(new Set(wanted.map(linkToMember)));
      expect(linkChange(linked, add)).toBeNull();
      const next = linkChange(linked, more, [wanted[0]!]);
      expect(next).not.toBeNull();
      const after = made(next!, linked);
      expect(linksIn(after).some((link) => sameLink(link, wanted[0]!))).toBe(more.some((link) => sameLink(link, wanted[0]!)));
      expect(new Set(linksIn(made(inverseOf(linked, after), after)).map(linkToMember))).toEqual(new Set(linksIn(linked).map(linkToMember)));
    }),
  );
});

test('a record does not point to itself, and a reason of a newer Kith stays though it is not shown', () => {
  const first = record('a');
  expect(linkChange(first, [{ to: 'a', as: 'about' }])).toBeNull();
  const newer = made({ id: 'a', kind: 'whatever', v: 3, add: { links: ['dreams-of:b', 'about:b'] } }, first);
  expect(linksIn(newer)).toEqual([{ to: 'b', as: 'about' }]);
  const changed = made(linkChange(newer, [{ to: 'c', as: 'serves' }], [{ to: 'b', as: 'about' }])!, newer);
  expect(Object.keys((changed.fields['links'] as { s: object }).s).sort()).toEqual(['dreams-of:b', 'serves:c']);
});

test('what is deleted points to nothing', () => {
  const linked = made({ id: 'a', kind: 'entry', v: 1, add: { links: ['about:b'] } });
  expect(linksIn(made({ id: 'a', kind: 'entry', v: 1, drop: true }, linked))).toEqual([]);
  expect(isReason('about') && !isReason('toString') && !isReason(7)).toBe(true);
});

test('what lies in a circle is pointed to by circle and record, and no id of a record is taken for that', () => {
  const anyId = (length: number) => fc.stringMatching(new RegExp(`^[0-9a-z][0-9a-z -]{${length - 1}}$`));
  const anyVault = fc.stringMatching(/^[0-9a-hjkmnp-tv-z]{26}$/);
  fc.assert(
    fc.property(anyVault, fc.integer({ min: 1, max: 64 }).chain(anyId), (vault, id) => {
      const to = placeToTarget({ vault, id });
      expect(to.length).toBeLessThanOrEqual(MOST_LINK);
      expect(targetToPlace(to)).toEqual({ vault, id });
      expect(targetToPlace(id)).toBeNull();
      expect(linksIn(made(linkChange(record(), [{ to, as: 'comes-from' }])!, record()))).toEqual([{ to, as: 'comes-from' }]);
    }),
  );
  for (const odd of ['', '/', 'a/b', `${'0'.repeat(26)}/`, `${'0'.repeat(26)}/a/b`, `/${'0'.repeat(26)}`]) expect(targetToPlace(odd)).toBeNull();
});
