import fc from 'fast-check';
import { expect, test } from 'vitest';
import { arbitraryChange, arbitrarySteps, DEVICES, ID, play } from '../../test/fixtures/arbitrary-records.ts';
import { applyChange, inverseOf } from './change.ts';
import { checkRecord } from './check-record.ts';
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

test('any three copies there ever were, of edits, deletions, revivals and emptied deletions, give one state in any order', () => {
  fc.assert(
    fc.property(arbitrarySteps, fc.tuple(fc.nat(), fc.nat(), fc.nat()), (steps, picks) => {
      const copies: VaultRecord[] = [];
      play(steps, (copy) => copies.push(copy));
      if (copies.length === 0) return;
      const [a, b, c] = picks.map((pick) => copies[pick % copies.length]!) as [VaultRecord, VaultRecord, VaultRecord];
      const one = merge(merge(a, b), c);
      for (const [x, y, z] of [
        [a, b, c],
        [a, c, b],
        [b, a, c],
        [b, c, a],
        [c, a, b],
        [c, b, a],
      ] as const) {
        expect(merge(merge(x, y), z)).toEqual(one);
        expect(merge(x, merge(y, z))).toEqual(one);
      }
      for (const copy of [a, b, c]) expect(merge(one, copy)).toEqual(one);
      expect(checkRecord(one)).toEqual({ ok: true, value: one });
      expect(bytesToRecord(ID, recordToBytes(one))).toEqual(one);
    }),
    { numRuns: 1000 },
  );
});

test('an emptied deletion met with concurrent edits of a register comes to one state, whoever meets whom first', () => {
  const base = put(undefined, 0, 1, { set: { place: 'first' }, write: { text: 'words' } });
  const later = put(base, 1, 9, { set: { place: 'later, and seen' } });
  const gone = put(put(later, 0, 10, { drop: true }), 0, 11, { empty: true });
  expect([gone.fields, isAlive(gone)]).toEqual([{}, false]);
  const edited = put(base, 2, 5, { set: { place: 'away' } });
  const one = merge(merge(gone, later), edited);
  expect(merge(gone, merge(later, edited))).toEqual(one);
  expect(merge(merge(gone, edited), later)).toEqual(one);
  expect(isAlive(one)).toBe(true);
});

test('an edit that an emptied deletion had not seen brings back everything its writer had', () => {
  fc.assert(
    fc.property(arbitrarySteps, arbitrarySteps, (before, after) => {
      const base = play(before)[0];
      if (!base || !isAlive(base)) return;
      const gone = put(put(base, 1, 1_800_000_000_000, { drop: true }), 1, 1_900_000_000_000, { empty: true });
      const writer = after.reduce(
        (copy, { change }, i) => (change.drop || change.empty ? copy : put(copy, 2, 1_700_100_000_000 + i, change)),
        put(base, 2, 1_700_050_000_000, { set: { ra: 'away' } }),
      );
      const met = merge(gone, writer);
      expect(isAlive(met)).toBe(true);
      expect(met.fields).toEqual(merge(writer, writer).fields);
    }),
  );
});

test('what is written over an emptied deletion is not joined by old copies of what was deleted', () => {
  const base = put(undefined, 0, 1, { write: { text: 'old' }, add: { topics: ['eyes'] } });
  const gone = put(put(base, 0, 2, { drop: true }), 0, 3, { empty: true });
  const again = put(gone, 0, 4, { write: { text: 'brought in again' } });
  const met = merge(again, base);
  expect([isAlive(met), textsOf(met, 'text'), membersOf(met, 'topics')]).toEqual([true, ['brought in again'], []]);
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

test('a text written over what its writer had before them leaves what came while they were writing', () => {
  const base = put(undefined, 0, 1, { write: { text: 'first' } });
  const theirs = put(base, 1, 3, { write: { text: 'theirs' } });
  const mine = put(theirs, 0, 5, { write: { text: 'mine' }, over: { text: ['first'] } });
  expect(textsOf(mine, 'text')).toEqual(['mine', 'theirs']);
  // Whoever meets it keeps both, and one who has seen both settles them.
  expect(textsOf(merge(mine, theirs), 'text')).toEqual(['mine', 'theirs']);
  expect(textsOf(merge(merge(base, theirs), mine), 'text')).toEqual(['mine', 'theirs']);
  expect(textsOf(put(mine, 1, 9, { write: { text: 'ours' }, over: { text: ['mine', 'theirs'] } }), 'text')).toEqual(['ours']);
  expect(textsOf(put(base, 0, 5, { write: { text: 'mine' }, over: { text: ['first'] } }), 'text')).toEqual(['mine']);
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

const readable = (record: VaultRecord | undefined) => {
  if (!record || !isAlive(record)) return null;
  const named = Object.entries(record.fields).map(
    ([name, field]) => [name, 'r' in field ? registerOf(record, name) : 't' in field ? textsOf(record, name) : membersOf(record, name).sort()] as const,
  );
  // A register that holds nothing reads as one that is not there.
  return Object.fromEntries(named.filter(([, value]) => value !== null));
};

test('undo of any change or merge gives back what a person saw before, all texts written at once in their order', () => {
  fc.assert(
    fc.property(arbitrarySteps, fc.array(arbitraryChange, { minLength: 1, maxLength: 3 }), fc.boolean(), (steps, changes, takesIn) => {
      const [before, other] = play(steps);
      // What holds nothing has nothing to be brought back by.
      const isBare = (copy: VaultRecord | undefined): boolean => copy !== undefined && isAlive(copy) && Object.keys(copy.fields).length === 0;
      if (isBare(before)) return;
      const first = before && takesIn && other ? merge(before, other) : before;
      const after = changes.reduce((copy, change, i) => (change.empty && !copy ? copy : put(copy, 0, 1_800_000_000_000 + i, change)), first);
      if (!after) return;
      const undone = put(after, 0, 1_900_000_000_000, inverseOf(before, after));
      expect(readable(undone)).toEqual(readable(before));
      // It is an act like any other: copies that had what was undone come to the same.
      expect(readable(merge(undone, after))).toEqual(readable(before));
      // And undoing can be undone.
      if (isBare(after)) return;
      expect(readable(put(undone, 0, 1_900_000_000_009, inverseOf(after, undone)))).toEqual(readable(after));
    }),
    { numRuns: 2000 },
  );
});

test('undoing an emptied deletion brings back a record of which all that was left held nothing', () => {
  const before = put(undefined, 0, 1, { set: { place: null } });
  const gone = put(put(before, 0, 2, { drop: true }), 0, 3, { empty: true });
  expect(isAlive(put(gone, 0, 4, inverseOf(before, gone)))).toBe(true);
});

test('undoing a choice between two texts written at once gives both back, also on a device that had taken the choice in', () => {
  const base = put(undefined, 0, 1, { write: { text: 'first' } });
  const both = merge(put(base, 0, 5, { write: { text: 'mine' } }), put(base, 1, 4, { write: { text: 'yours' } }));
  const chosen = put(both, 0, 6, { write: { text: 'mine' } });
  const undone = put(chosen, 0, 7, inverseOf(both, chosen));
  expect(textsOf(undone, 'text')).toEqual(['mine', 'yours']);
  expect(textsOf(merge(chosen, undone), 'text')).toEqual(['mine', 'yours']);
  expect(textsOf(put(put(undone, 0, 8, { drop: true }), 0, 9, { revive: true }), 'text')).toEqual(['mine', 'yours']);
  // The next write of this device does not bear a stamp that a version bears already.
  expect(textsOf(put(undone, 0, 7, { write: { text: 'ours' } }), 'text')).toEqual(['ours']);
});

test('undoing a write that brought a deleted record back deletes it again', () => {
  const gone = put(put(undefined, 0, 1, { write: { text: 'words' } }), 0, 2, { drop: true });
  const back = put(gone, 0, 3, { write: { text: 'other words' } });
  const undone = put(back, 0, 4, inverseOf(gone, back));
  expect(isAlive(undone)).toBe(false);
  expect(textsOf(put(undone, 0, 5, { revive: true }), 'text')).toEqual(['words']);
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
