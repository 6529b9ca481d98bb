import fc from 'fast-check';
import { expect, test } from 'vitest';
import { applyChange, type Change } from '#core/change.ts';
import { stampOf, tick } from '#core/clock.ts';
import type { VaultRecord } from '#core/record.ts';
import { chooseNeeded, fitting, MOST, partOfDay, putOff, putOffUntil, wasAway, type Waiting } from './model.ts';

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

test('what is due is left out only for what is due as well or for the share of another room, and a room with much hides no other', () => {
  fc.assert(
    fc.property(lists, (all) => {
      const { shown } = chooseNeeded(all, { later: new Map(), today: TODAY });
      const isDue = ({ by }: Waiting): boolean => by !== null && by <= TODAY;
      const ofFull = (from: string | null): boolean => from !== null && shown.filter((one) => one.from === from).length === 2;
      // A room with something due that nobody keeps out has at least its first two there before anything that is not due.
      if (shown.some((one) => !isDue(one)))
        for (const list of all) {
          const out = list.filter((one) => isDue(one) && !ofFull(one.from) && !shown.includes(one));
          if (out.length > 0) expect(list.filter((one) => isDue(one) && (shown.includes(one) || ofFull(one.from))).length).toBeGreaterThanOrEqual(2);
        }
      // Two rooms with something from nobody in particular and nothing due: both are there.
      const calm = all.map((list) => list.filter((one) => one.from === null && !isDue(one))).filter((list) => list.length > 0);
      const alone = chooseNeeded(calm, { later: new Map(), today: TODAY }).shown;
      for (const list of calm.slice(0, MOST)) expect(list.some((one) => alone.includes(one))).toBe(true);
    }),
  );
});

const one = (id: string, by: string | null, since = '2021-01-01T08:00:00.000Z'): Waiting => ({ id, by, since, from: null, minutes: 5 });

test.each([
  ['years old', ['2020-11-25', '2020-12-25', '2021-01-25', '2021-02-25', '2021-03-25']],
  ['of these weeks', ['2026-11-05', '2026-11-10', '2026-11-15', '2026-11-20', '2026-11-24']],
])('five due decisions, %s, hide neither what one said for today nor a need that has no day', (_, days) => {
  const decisions = days.map((day) => one(`d-${day}`, day));
  const { shown, more } = chooseNeeded([decisions, [one('commitment', TODAY)], [one('need', null)]], { later: new Map(), today: TODAY });
  const ids = shown.map(({ id }) => id);
  expect(ids[0]).toBe('commitment');
  expect(ids).toContain('need');
  expect(ids.filter((id) => id.startsWith('d-'))).toEqual(
    [...days]
      .reverse()
      .slice(0, 3)
      .map((day) => `d-${day}`),
  );
  expect(more).toBe(2);
});

test('one is welcomed back after three months without a word written, and not on the first day', () => {
  const record = made(putOff('needs-x1', '2026-11-30'));
  expect(wasAway([], '2031-11-25T12:00:00.000Z')).toBe(false);
  expect(wasAway([record], '2031-11-25T12:00:00.000Z')).toBe(true);
  expect(wasAway([record], '2027-02-22T12:00:00.000Z')).toBe(false);
  expect(wasAway([record], '2027-02-24T12:00:00.000Z')).toBe(true);
  expect(wasAway([record], '1970-01-01T00:00:00.000Z')).toBe(false);
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
