import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addDays, addMonths, dayNumber } from '#core/when.ts';
import { arbitraryEntries, arbitraryWhen, createDesk, entryWith, NOW, pepysShape } from '../../../test/fixtures/journal-desk.ts';
import { APART, lineOfNotes, markAgain, markHeavy, onThisDay, replyTo, restEntry, thenAndNow, timesAgo } from './look-back.ts';
import { createTimeline } from './timeline.ts';

const day = arbitraryWhen.map((when) => when.slice(0, 10));

describe('on this day', () => {
  test('gives every entry of the same day in other years, heavy ones apart, and no other', () => {
    fc.assert(
      fc.property(arbitraryEntries(60), day, (entries, today) => {
        const years = onThisDay(createTimeline(entries), today);
        const given = years.flatMap((one) => [...one.entries, ...one.heavy]);
        expect(given.every(({ when }) => when.slice(0, 4) !== today.slice(0, 4))).toBe(true);
        expect(years.every((one) => one.entries.every(({ heavy }) => !heavy) && one.heavy.every(({ heavy }) => heavy))).toBe(true);
        const same = entries.filter(({ when }) => when.slice(5, 10) === today.slice(5, 10) && when.slice(0, 4) !== today.slice(0, 4));
        expect(same.every((entry) => given.includes(entry))).toBe(true);
        expect(given.every((entry) => same.includes(entry) || (entry.when.slice(5, 10) === '02-29' && today.slice(5) === '02-28'))).toBe(true);
      }),
    );
  });

  test('a diary by days has the day of each other year, the latest first', () => {
    expect(onThisDay(createTimeline(pepysShape(3400)), '1669-03-26').map(({ year }) => year)).toEqual([1668, 1667, 1666, 1665, 1664, 1663, 1662, 1661, 1660]);
  });

  test('a 29 February is shown on its own day, and on the 28th of a year that has none', () => {
    const timeline = createTimeline(['1660-02-29', '1664-02-29', '1663-02-28'].map((when, at) => entryWith({ id: `e${at}`, when })));
    const years = (today: string) => onThisDay(timeline, today).map(({ year }) => year);
    expect(years('2024-02-29')).toEqual([1664, 1660]);
    expect(years('2024-02-28')).toEqual([1663]);
    expect(years('2026-02-28')).toEqual([1664, 1663, 1660]);
    expect(years('2026-03-01')).toEqual([]);
  });
});

test('a while ago gives the nearest entry of its window, and says how far off it is', () => {
  fc.assert(
    fc.property(arbitraryEntries(60), day, (entries, today) => {
      for (const ago of timesAgo(createTimeline(entries), today)) {
        const target = dayNumber(ago.day);
        const near = entries.filter((entry) => !entry.heavy && entry.form !== 'look-back' && Math.abs(dayNumber(entry.when) - target) <= ago.window);
        expect(ago.entry === null).toBe(near.length === 0);
        if (!ago.entry) continue;
        expect(dayNumber(ago.entry.when) - target).toBe(ago.off);
        expect(near.every((entry) => Math.abs(dayNumber(entry.when) - target) >= Math.abs(ago.off))).toBe(true);
      }
    }),
    { numRuns: 300 },
  );
  expect(timesAgo(createTimeline(pepysShape(500)), '1661-03-31').map(({ span, day: from, off }) => [span, from, off])).toEqual([
    ['week', '1661-03-24', 0],
    ['month', '1661-02-28', 0],
    ['six-months', '1660-09-30', 0],
    ['year', '1660-03-31', 0],
  ]);
  expect(addMonths('1661-03-31', -1)).toBe('1661-02-28');
});

test('an entry can rest, be heavy, be worth another look, and each can be taken back', () => {
  const desk = createDesk();
  desk.write({ text: 'Up, and to the office.' }, 'old');
  desk.apply(restEntry(desk.entry('old'), '2026-06-01', NOW));
  desk.apply(markHeavy(desk.entry('old'), true, NOW));
  desk.apply(markAgain(desk.entry('old'), true, NOW));
  expect(desk.entry('old')).toMatchObject({ restUntil: '2026-06-01', heavy: true, again: true });
  desk.apply(restEntry(desk.entry('old'), '', NOW));
  desk.apply(markHeavy(desk.entry('old'), false, NOW));
  expect(desk.entry('old')).toMatchObject({ restUntil: '', heavy: false, again: true });
  expect(restEntry(desk.entry('old'), 'spring', NOW)).toMatchObject({ ok: false, error: { code: 'date-not-understood' } });
});

describe('a reply to an old entry', () => {
  const desk = createDesk();
  desk.write({ text: 'Cut of the stone.', when: '1660-03-26', journal: 'private', topics: ['health'] }, 'old');
  desk.apply(replyTo(desk.entry('old'), { text: 'Eleven years, by my own entry.', journal: 'other' }, 'note', NOW));
  desk.apply(replyTo(desk.entry('note'), { text: 'And still no pain.' }, 'note2', { ...NOW, when: '2027-01-01T10:00' }));

  test('is a look-back note in the same journal, behind the same lock', () => {
    expect(desk.entry('note')).toMatchObject({ form: 'look-back', journal: 'private', links: [{ to: 'old', as: 'looks-back-at' }], when: NOW.when });
    expect(desk.entry('old').text).toBe('Cut of the stone.');
    expect(replyTo(desk.entry('old'), { text: ' ' }, 'n', NOW)).toMatchObject({ ok: false, error: { code: 'entry-empty' } });
  });

  test('stands on the line of the entry, and on the line of what the entry is about', () => {
    expect(lineOfNotes({ entry: 'old' }, desk.entries()).map(({ note }) => note.id)).toEqual(['note', 'note2']);
    const [first, ...rest] = lineOfNotes({ topic: 'HEALTH' }, desk.entries());
    expect(rest).toEqual([]);
    expect(first).toMatchObject({ note: { id: 'note' }, at: [{ id: 'old' }], daysApart: dayNumber(NOW.when) - dayNumber('1660-03-26') });
    expect(lineOfNotes({ person: 'Mercer' }, desk.entries())).toEqual([]);
  });
});

test('a line of notes runs in time and ends even where notes look back at each other', () => {
  fc.assert(
    fc.property(arbitraryEntries(15), fc.nat({ max: 15 }), (entries, at) => {
      for (const of of [{ entry: `entry${at}` }, { topic: 'mercer' }, { area: 'عمل' }]) {
        const line = lineOfNotes(of, entries);
        expect(line.map(({ note }) => note.when)).toEqual(line.map(({ note }) => note.when).sort());
        expect(line.every(({ note }) => note.links.length > 0)).toBe(true);
      }
    }),
  );
});

describe('then and now', () => {
  test('sets beside an old entry a later one that is not heavy, and says why', () => {
    fc.assert(
      fc.property(arbitraryEntries(40), (entries) => {
        for (const old of entries.slice(0, 5)) {
          const pair = thenAndNow(old, entries);
          if (!pair) continue;
          expect(pair.now.heavy).toBe(false);
          expect(pair.now.form).not.toBe('look-back');
          expect(pair.daysApart).toBeGreaterThanOrEqual(APART);
          expect(pair.reasons.length).toBeGreaterThan(0);
        }
      }),
    );
  });

  const old = entryWith({ id: 'old', when: '1660-03-26', topics: ['health', 'the stone'], people: ['Mrs. Turner'], place: 'Naseby' });
  test('takes the one that shares most topics and people; of those alike the latest', () => {
    const entries = [
      old,
      entryWith({ id: 'a', when: '1667-03-26', topics: ['Health'] }),
      entryWith({ id: 'b', when: '1668-06-01', topics: ['health', 'The Stone'] }),
      entryWith({ id: 'c', when: '1669-03-20', topics: ['health', 'the stone'] }),
      entryWith({ id: 'd', when: '1669-04-20', topics: ['health', 'the stone'], people: ['mrs. turner'], heavy: true }),
      entryWith({ id: 'e', when: addDays('1660-03-26', 5), topics: ['health', 'the stone'], people: ['Mrs. Turner'] }),
    ];
    expect(thenAndNow(old, entries)).toMatchObject({ now: { id: 'c' }, reasons: [{ code: 'shares-topics', with: { topics: ['health', 'the stone'] } }] });
  });
  test('takes first the one that says it looks back, then one of the same day; nothing where nothing is shared', () => {
    const same = entryWith({ id: 'same', when: '1669-03-26' });
    expect(thenAndNow(old, [old, same])).toMatchObject({ now: { id: 'same' }, reasons: [{ code: 'same-day', with: { year: '1669' } }] });
    const looks = entryWith({ id: 'looks', when: '1665-01-01', links: [{ to: 'old', as: 'looks-back-at' }] });
    expect(thenAndNow(old, [same, looks, old])?.now.id).toBe('looks');
    expect(thenAndNow(old, [old, entryWith({ id: 'x', when: '1669-01-01' })])).toBe(null);
  });
});
