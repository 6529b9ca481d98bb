import fc from 'fast-check';
import { expect, test } from 'vitest';
import { applyChange, type Change } from '#core/change.ts';
import { stampOf, tick } from '#core/clock.ts';
import type { VaultRecord } from '#core/record.ts';
import { chooseNeeded, fitting, MOST, partOfDay, putOff, putOffUntil, type Waiting } from './model.ts';

const TODAY = '2026-11-25';
const DEVICE = '0'.repeat(13);
let clock = '';
const made = (change: Change, before?: VaultRecord): VaultRecord => {
  clock = tick(clock, Date.parse('2026-11-25T12:00:00.000Z'));
  return applyChange(before, change, stampOf(clock, DEVICE), DEVICE);
};

const day = fc.constantFrom('2026-11-01', '2026-11-24', TODAY, '2026-11-26', '2027-01-01');
const lists = fc
  .array(
    fc.array(
      fc.record({
        by: fc.option(day),
        since: day.map((one) => `${one}T08:00:00.000Z`),
        from: fc.option(fc.constantFrom('a', 'b', 'c')),
        minutes: fc.constantFrom(1, 5, 15, 60),
      }),
      { maxLength: 12 },
    ),
    { maxLength: 5 },
  )
  .map((all) => all.map((list, room) => list.map((one, at): Waiting => ({ ...one, id: `${room}-${at}` }))));
const later = fc
  .dictionary(
    fc.tuple(fc.nat(4), fc.nat(11)).map(([room, at]) => `${room}-${at}`),
    day,
  )
  .map((days) => new Map(Object.entries(days)));

test('never more than five, never more than two of one person, and nothing before the day it was put off to', () => {
  fc.assert(
    fc.property(lists, later, (all, days) => {
      const { shown, more } = chooseNeeded(all, { later: days, today: TODAY });
      expect(shown.length).toBeLessThanOrEqual(MOST);
      for (const from of ['a', 'b', 'c']) expect(shown.filter((one) => one.from === from).length).toBeLessThanOrEqual(2);
      for (const { id } of shown) expect((days.get(id) ?? '') <= TODAY).toBe(true);
      const waiting = all.flat().filter(({ id }) => (days.get(id) ?? '') <= TODAY);
      expect(shown.length + more).toBe(waiting.length);
      expect(new Set(shown).size).toBe(shown.length);
    }),
  );
});

test('what is due is left out only for what is due as well, and a room with much hides no other', () => {
  fc.assert(
    fc.property(lists, (all) => {
      const { shown } = chooseNeeded(all, { later: new Map(), today: TODAY });
      const isDue = ({ by }: Waiting): boolean => by !== null && by <= TODAY;
      const leftOut = all.flat().filter((one) => !shown.includes(one));
      const ofFull = (from: string | null): boolean => from !== null && shown.filter((one) => one.from === from).length === 2;
      if (shown.some((one) => !isDue(one))) expect(leftOut.filter((one) => isDue(one) && !ofFull(one.from))).toEqual([]);
      // Two rooms with something from nobody in particular and nothing due: both are there.
      const calm = all.map((list) => list.filter((one) => one.from === null && !isDue(one))).filter((list) => list.length > 0);
      const alone = chooseNeeded(calm, { later: new Map(), today: TODAY }).shown;
      for (const list of calm.slice(0, MOST)) expect(list.some((one) => alone.includes(one))).toBe(true);
    }),
  );
});

test('what is shown does not hang on the order in which it came', () => {
  fc.assert(
    fc.property(lists, (all) => {
      const given = { later: new Map<string, string>(), today: TODAY };
      expect(
        chooseNeeded(
          all.map((list) => [...list].reverse()),
          given,
        ),
      ).toEqual(chooseNeeded(all, given));
    }),
  );
});

test('what was put off is known by what it is, and what another wrote wrongly counts as not put off', () => {
  const put = made(putOff('needs-x1', '2026-11-30'));
  const again = made(putOff('needs-x1', '2026-12-02'), put);
  const odd = made({ ...putOff('needs-x2', ''), set: { until: 7 } });
  expect([...putOffUntil([again, odd])]).toEqual([['needs-x1', '2026-12-02']]);
});

test('with an hour the longest comes first, and what takes longer than one has is not offered', () => {
  const ways = [{ minutes: 1 }, { minutes: 15 }, { minutes: 60 }, { minutes: 5 }];
  expect(fitting(ways, 15)).toEqual([{ minutes: 15 }, { minutes: 5 }, { minutes: 1 }]);
});

test('the day has four parts', () => {
  expect([0, 4, 5, 11, 12, 17, 18, 23].map(partOfDay)).toEqual(['night', 'night', 'morning', 'morning', 'afternoon', 'afternoon', 'evening', 'evening']);
});
