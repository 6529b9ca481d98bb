import fc from 'fast-check';
import { expect, test } from 'vitest';
import { arbitrarySteps, DEVICES, ID, play } from '../../test/fixtures/arbitrary-records.ts';
import { applyChange, inverseOf } from './change.ts';
import { stampOf, tick } from './clock.ts';
import { recordToBytes, bytesToRecord } from './encode.ts';
import { isAlive, membersOf, merge, registerOf, textsOf, type VaultRecord } from './record.ts';

const copiesOf = (steps: Parameters<typeof play>[0]) => play(steps).filter((copy) => copy !== undefined);

test('copies merged in any order give one state', () => {
  fc.assert(
    fc.property(arbitrarySteps, (steps) => {
      const [a, b, c] = play(steps);
      if (!a || !b) return;
      expect(merge(a, b)).toEqual(merge(b, a));
      if (!c) return;
      expect(merge(merge(a, b), c)).toEqual(merge(a, merge(b, c)));
    }),
    { numRuns: 500 },
  );
});

test('a copy merged twice, or with itself, changes nothing', () => {
  fc.assert(
    fc.property(arbitrarySteps, (steps) => {
      const copies = copiesOf(steps);
      if (copies.length < 2) return;
      const once = merge(copies[0]!, copies[1]!);
      expect(merge(once, copies[1]!)).toEqual(once);
      expect(merge(once, once)).toEqual(once);
    }),
    { numRuns: 500 },
  );
});

test('a record comes back from its bytes as it was', () => {
  fc.assert(
    fc.property(arbitrarySteps, (steps) => {
      for (const copy of copiesOf(steps)) expect(bytesToRecord(ID, recordToBytes(copy))).toEqual(copy);
    }),
  );
});

test('any bytes at all are a record or null, never a crash', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.json()), (text) => void bytesToRecord(ID, new TextEncoder().encode(text))),
    { numRuns: 2000 },
  );
});

const at = (device: number, ms: number) => stampOf(tick('', ms), DEVICES[device]!);
const put = (before: VaultRecord | undefined, device: number, ms: number, change: object) =>
  applyChange(before, { id: ID, kind: 'entry', v: 1, ...change }, at(device, ms), DEVICES[device]!);

test('texts written at the same time on two devices are both kept, and emptied by writing again', () => {
  const base = put(undefined, 0, 1, { write: { text: 'first' } });
  const mine = put(base, 0, 5, { write: { text: 'mine' } });
  const yours = put(base, 1, 4, { write: { text: 'yours' } });
  const both = merge(mine, yours);
  expect(textsOf(both, 'text')).toEqual(['mine', 'yours']);
  expect(textsOf(put(both, 1, 9, { write: { text: 'ours' } }), 'text')).toEqual(['ours']);
  expect(textsOf(merge(put(both, 1, 9, { write: { text: 'ours' } }), mine), 'text')).toEqual(['ours']);
});

test('an edit made after seeing another beats it, whatever the clocks say', () => {
  const early = put(undefined, 0, 9_000_000, { set: { place: 'here' } });
  const clock = tick(early.seen[DEVICES[0]]!.slice(0, 13), 5);
  const next = applyChange(early, { id: ID, kind: 'entry', v: 1, set: { place: 'there' } }, stampOf(clock, DEVICES[1]!), DEVICES[1]!);
  expect(registerOf(merge(early, next), 'place')).toBe('there');
});

test('a topic added on one device survives a removal that had not seen it', () => {
  const base = put(undefined, 0, 1, { add: { topics: ['eyes', 'navy'] } });
  const removed = put(base, 0, 5, { remove: { topics: ['eyes', 'navy'] } });
  const added = put(base, 1, 4, { add: { topics: ['eyes'] } });
  expect(membersOf(merge(removed, added), 'topics')).toEqual(['eyes']);
});

test('an edit that had not seen the deletion brings the record back; one that had been seen does not', () => {
  const base = put(undefined, 0, 1, { write: { text: 'words' } });
  const dropped = put(base, 0, 5, { drop: true });
  expect(isAlive(merge(dropped, base))).toBe(false);
  const edited = put(base, 1, 4, { set: { place: 'here' } });
  const back = merge(dropped, edited);
  expect(isAlive(back)).toBe(true);
  expect(textsOf(back, 'text')).toEqual(['words']);
});

test('undo gives back what a person saw before, also after a deletion', () => {
  fc.assert(
    fc.property(arbitrarySteps, (steps) => {
      const before = play(steps)[0];
      if (!before || !isAlive(before) || Object.keys(before.fields).length === 0) return;
      for (const change of [{ drop: true as const }, { set: { rx: 1 }, write: { ta: 'other' }, add: { sa: ['new'] }, remove: { sa: ['x'] } }]) {
        const after = put(before, 0, 1_800_000_000_000, change);
        const undone = applyChange(after, inverseOf(before, after), at(0, 1_800_000_000_001), DEVICES[0]!);
        expect(isAlive(undone)).toBe(true);
        for (const name of Object.keys(before.fields)) {
          expect(registerOf(undone, name)).toEqual(registerOf(before, name));
          expect(textsOf(undone, name)[0]).toEqual(textsOf(before, name)[0]);
          expect(new Set(membersOf(undone, name))).toEqual(new Set(membersOf(before, name)));
        }
      }
    }),
  );
});

test('two devices that write as one (a copied profile) still come to one state, whichever way round', () => {
  const stamp = at(0, 5);
  const one = { id: ID, kind: 'entry', v: 1, seen: { [DEVICES[0]!]: stamp }, fields: { place: { r: [stamp, 'here'] }, text: { t: [[stamp, 'mine']] } } } as VaultRecord;
  const two = { ...one, fields: { place: { r: [stamp, 'there'] }, text: { t: [[stamp, 'yours']] } } } as VaultRecord;
  expect(merge(one, two)).toEqual(merge(two, one));
  expect(textsOf(merge(one, two), 'text')).toEqual(['yours']);
});

test('a member added on two devices at once, then removed by a third that had seen one of them, is there whoever meets whom first', () => {
  const base = put(undefined, 1, 1, { add: { topics: ['sea'] } });
  const zero = put(base, 0, 3, { add: { topics: ['sea'] } });
  const one = put(base, 1, 2, { add: { topics: ['sea'] } });
  const two = put(zero, 2, 4, { remove: { topics: ['sea'] } });
  for (const merged of [merge(merge(zero, one), two), merge(zero, merge(one, two)), merge(merge(zero, two), one)]) {
    expect(membersOf(merged, 'topics')).toEqual(['sea']);
    expect(bytesToRecord(ID, recordToBytes(merged))).toEqual(merged);
  }
  const both = merge(zero, one);
  expect(bytesToRecord(ID, recordToBytes(both))).toEqual(both);
  expect(membersOf(put(both, 2, 9, { remove: { topics: ['sea'] } }), 'topics')).toEqual([]);
  expect(membersOf(merge(put(both, 2, 9, { remove: { topics: ['sea'] } }), one), 'topics')).toEqual([]);
});
