// The whole of Now after five years without a word, and on the first day: every room's own finders over records that the rooms' own
// commands made, in one's own vault and in a circle.

import { existsSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { applyChange, type Change } from '#core/change.ts';
import { stampOf, tick } from '#core/clock.ts';
import { orThrow, type Result } from '#core/result.ts';
import { allRecords, emptySnapshot, recordById, recordsOf, withRecords, type Snapshot } from '#core/snapshot.ts';
import { makeCommitment } from '#rooms/commitments/model.ts';
import { decide } from '#rooms/decisions/model.ts';
import { entryOf, writeEntry } from '#rooms/journal/model.ts';
import { voiceNeed } from '#rooms/needs/write.ts';
import { createTimeline } from '#rooms/journal/timeline.ts';
import { NAMED, NEEDED } from '#rooms/finders.ts';
import { chooseNamed, chooseNeeded, DOORS, MINUTES, putOffUntil, wasAway, type Door, type GivenNow, type Minutes } from '#rooms/now/model.ts';
import { tell } from '#rooms/practices/told.ts';

const ROOMS = resolve(import.meta.dirname, '../src/rooms');
const roomsWith = (file: string): string[] => readdirSync(ROOMS).filter((room) => existsSync(join(ROOMS, room, file)));

const [ME, BEN, CAI, VAULT] = ['a'.repeat(26), 'b'.repeat(26), 'c'.repeat(26), 'v'.repeat(26)] as const;
const DEVICE = '0'.repeat(13);
const TODAY = '2031-11-26';
const INSTANT = `${TODAY}T08:00:00.000Z`;

let [clock, ids] = ['', 0];
const id = (): string => String((ids += 1)).padStart(26, 'n');
const moment = (day: string) => ({ when: `${day}T09:00`, zone: 'Z', instant: `${day}T09:00:00.000Z`, day });
type Made = Change | readonly Change[] | Result<Change | readonly Change[]>;
const writtenOn = (day: string, before: Snapshot, all: readonly Made[]): Snapshot =>
  all
    .flatMap((made) => {
      const value = 'ok' in made ? orThrow(made) : made;
      return 'id' in value ? [value] : value;
    })
    .reduce((snapshot, change) => {
      clock = tick(clock, Date.parse(`${day}T09:00:00.000Z`));
      return withRecords(snapshot, [applyChange(recordById(snapshot, change.kind, change.id), change, stampOf(clock, DEVICE), DEVICE)]);
    }, before);

const given = (own: Snapshot, circle: Snapshot | null, today = TODAY): GivenNow => ({
  own,
  circles: circle
    ? [{ vault: VAULT, name: 'Mill Street', me: ME, members: [ME, BEN, CAI].map((one) => ({ id: one, since: '' })), names: new Map([[BEN, 'Ben']]), snapshot: circle }]
    : [],
  today,
  instant: INSTANT,
  now: () => moment(today),
  newId: id,
  dayOf: (instant) => instant.slice(0, 10),
  journal: () => ({
    entries: createTimeline([...recordsOf(own, 'entry').values()].flatMap((record) => entryOf(record) ?? [])).entries,
    settings: { anniversaries: false, anotherLook: true },
  }),
  word: (_room, key) => key,
  area: (one) => one,
  year: String,
});

const needed = (by: GivenNow) => {
  const lists = Object.entries(NEEDED).map(([room, find]) => find(by).map((one) => ({ ...one, room })));
  return chooseNeeded(lists, { later: putOffUntil(recordsOf(by.own, 'later').values()), today: by.today });
};
const named = (by: GivenNow, door: Door, minutes: Minutes) => {
  const { shown } = needed(by);
  const all = Object.values(NAMED).flatMap((find) => find({ ...by, door, minutes }));
  return chooseNamed(all, { shown, later: new Map(), today: by.today });
};

const THEN = '2026-11-20';
const years = (): Snapshot =>
  writtenOn(THEN, emptySnapshot(), [
    ...[1, 2, 3, 4, 5, 6, 7].map((at) => decide({ question: `Shall I ${at}?`, review: `2026-12-0${at}` }, id(), moment(THEN))),
    ...[1, 2, 3, 4, 5].map((at) => makeCommitment({ what: `Ring ${at}`, step: `Find the number ${at}`, by: `2026-12-1${at}` }, id(), moment(THEN))),
    ...[1, 2, 3].map((at) => writeEntry({ text: `By the sea, day ${at}.`, people: ['Ada'], energy: 2 }, id(), moment(THEN))),
    writeEntry({ text: 'The worst of days.', people: ['Cal'], energy: 2, heavy: true }, id(), moment(THEN)),
    writeEntry({ text: 'It took all I had.', people: ['Dov'], energy: -2 }, id(), moment(THEN)),
    tell('p02', { how: 'better' }, id(), moment(THEN)),
  ]);

test('every room that finds what is needed, or names something, is asked', () => {
  expect(roomsWith('needed.ts')).toEqual(Object.keys(NEEDED).sort());
  expect(roomsWith('named.ts')).toEqual(Object.keys(NAMED).sort());
});

test('after five years without a word what is of today comes first, each room has its turn, and what was due then is neither first nor all', () => {
  const own = years();
  expect(wasAway(allRecords(own), INSTANT)).toBe(true);
  const alone = needed(given(own, null));
  expect(new Set(alone.shown.map(({ room }) => room))).toEqual(new Set(['decisions', 'commitments', 'journal']));
  const circle = writtenOn(TODAY, emptySnapshot(), [
    voiceNeed(BEN, `${BEN}-${id()}`, { text: 'A ladder today', until: TODAY }, { instant: INSTANT, today: TODAY }),
    voiceNeed(BEN, `${BEN}-${id()}`, { text: 'Somebody to talk to', sort: 'presence' }, { instant: INSTANT, today: TODAY }),
  ]);
  const today = writtenOn(TODAY, own, [makeCommitment({ what: 'Bread', by: TODAY }, id(), moment(TODAY))]);
  const { shown } = needed(given(today, circle));
  expect(shown).toHaveLength(5);
  expect(
    shown
      .slice(0, 2)
      .map(({ text }) => text)
      .sort(),
  ).toEqual(['A ladder today', 'Bread']);
  expect(new Set(shown.map(({ room }) => room))).toEqual(new Set(['needs', 'commitments', 'decisions', 'journal']));
});

test('behind a door one practice, one step, one person that fit are named: what helped before, nobody from a heavy day, and the need of a circle before them', () => {
  const by = given(years(), null);
  const texts = (door: Door, minutes: Minutes, from = by): string[] => named(from, door, minutes).map(({ sort, href, text }) => (sort === 'practice' ? href : text));
  expect(texts('act', 5)).toEqual([expect.stringMatching(/^Find the number/), expect.stringMatching(/^\/act\/practices\/p/)]);
  expect(named(by, 'act', 1).map(({ sort }) => sort)).not.toContain('step');
  expect(texts('together', 15).at(-1)).toBe('Ada');
  for (const minutes of MINUTES) {
    expect(texts('reflect', minutes)).toEqual(['/act/practices/p02']);
    for (const door of DOORS) expect(texts(door, minutes).filter((text) => text === 'Cal' || text === 'Dov')).toEqual([]);
  }
  // A need that Now shows already is not named twice; one that stands behind others there is, and comes before a person.
  const asked = (count: number): Snapshot =>
    writtenOn(
      TODAY,
      emptySnapshot(),
      Array.from({ length: count }, (_, at) =>
        voiceNeed(at < 2 ? BEN : CAI, `${at < 2 ? BEN : CAI}-${id()}`, { text: `Need ${at}`, sort: 'presence' }, { instant: INSTANT, today: TODAY }),
      ),
    );
  expect(texts('together', 15, given(years(), asked(1))).at(-1)).toBe('Ada');
  expect(texts('together', 15, given(years(), asked(4))).at(-1)).toMatch(/^Need /);
});

test('on the first day nothing waits, one is not welcomed back, and a practice that fits is named behind every door', () => {
  const by = given(emptySnapshot(), null);
  expect(needed(by)).toEqual({ shown: [], more: 0 });
  expect(wasAway(allRecords(emptySnapshot()), INSTANT)).toBe(false);
  for (const door of DOORS) for (const minutes of [5, 15, 60] as const) expect(named(by, door, minutes).map(({ sort }) => sort)).toEqual(['practice']);
});
