import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { applyChange, type Change } from '#core/change.ts';
import { stampOf, tick } from '#core/clock.ts';
import { merge, type VaultRecord } from '#core/record.ts';
import { orThrow } from '#core/result.ts';
import { addDays } from '#core/when.ts';
import { drawsFrom } from '#insight/chance.ts';
import { commitmentsOf, endCommitment, lookBack, makeCommitment } from '#rooms/commitments/model.ts';
import { changeMark, markEnergy, marksIn, type Level } from './energy.ts';
import { changeGift, doNotAsk, giftsIn, isUnasked, keepGift, leaveAnswer, settingsOf } from './gifts.ts';
import { chooseGoals, endGoal, goalsIn, goalsOf, reopenGoal, setGoal } from './goals.ts';
import { bringLifeBack, deleteLife, imagineLife, livesIn, lookAtLife, leaveTrialUnasked, setLifeAside, trialBy, trialRecords, trialsOf, trialsToAsk } from './lives.ts';
import { activitiesIn, areasIn, askedOf, FEW, isFew, MOST_DRAWN, narrowed, placedOf, saidIn, spellsOf, type Said } from './map.ts';
import { changeVersion, versionsIn, writeVersion } from './model.ts';
import { shown } from './shown.ts';

const [DEVICE, OTHER] = ['0'.repeat(13), '1'.repeat(13)];
const NOW = { when: '2026-11-26T09:00', zone: '+01:00', instant: '2026-11-26T08:00:00.000Z' };
let clock = '';
/** Records by id after changes; `before` stays as it was. */
const after = (changes: readonly Change[], before: readonly VaultRecord[] = [], device = DEVICE): VaultRecord[] => {
  const byId = new Map(before.map((record) => [record.id, record]));
  for (const change of changes) {
    clock = tick(clock, Date.parse(NOW.instant));
    byId.set(change.id, applyChange(byId.get(change.id), change, stampOf(clock, device), device));
  }
  return [...byId.values()];
};

describe('success and purpose, in versions', () => {
  const early = after(orThrow(writeVersion('success', { text: 'To be the one who is never late.', since: '2019-01-01' }, 'a', NOW)));
  const both = after(orThrow(writeVersion('success', { text: 'Home for supper three evenings of five.' }, 'b', NOW, [{ to: 'entry', as: 'rests-on' }])), early);

  test('a new version takes nothing from the earlier ones; the one that holds now stands first', () => {
    expect(versionsIn(both).map(({ id, since }) => [id, since])).toEqual([
      ['b', '2026-11-26'],
      ['a', '2019-01-01'],
    ]);
    expect(versionsIn(both)[0]!.links).toEqual([{ to: 'entry', as: 'rests-on' }]);
  });

  test('nothing but its words is needed; without them, or of a day to come, it is refused and nothing is lost', () => {
    expect(writeVersion('purpose', { text: '  ' }, 'c', NOW)).toMatchObject({ error: { code: 'version-empty' } });
    expect(writeVersion('purpose', { text: 'x', since: '2026-11-27' }, 'c', NOW)).toMatchObject({ error: { code: 'day-to-come' } });
    expect(writeVersion('purpose', { text: 'x', since: '0000-01-01' }, 'c', NOW)).toMatchObject({ error: { code: 'date-out-of-range' } });
    expect(versionsIn(after(orThrow(writeVersion('purpose', { text: 'x', since: '0001-01-01' }, 'c', NOW))))[0]!.since).toBe('0001-01-01');
  });

  test('what two devices wrote at once stays, one under the other, whichever hears of it first', () => {
    const [version] = versionsIn(early);
    const one = after(orThrow(changeVersion(version!, { text: 'Never late.' }, NOW)), early)[0]!;
    const other = after(orThrow(changeVersion(version!, { text: 'On time, mostly.' }, NOW)), early, OTHER)[0]!;
    const [ab, ba] = [versionsIn([merge(one, other)])[0]!, versionsIn([merge(other, one)])[0]!];
    expect(ab).toEqual(ba);
    expect(ab.text.split('\n\n').sort()).toEqual(['Never late.', 'On time, mostly.']);
    const settled = after(orThrow(changeVersion(ab, { text: 'On time, mostly.' }, NOW)), [merge(one, other)]);
    expect(versionsIn(settled)[0]!.text).toBe('On time, mostly.');
  });
});

describe('gifts', () => {
  test('one’s own stand first; what others said has their name and is the person’s own note', () => {
    const two = after([
      ...orThrow(keepGift({ text: 'You talked to him about his pigeons.', by: ' Leila ', answer: 'letter' }, 'b', NOW)),
      ...orThrow(keepGift({ text: 'I stay calm when a family shouts.' }, 'a', NOW)),
    ]);
    expect(giftsIn(two).map(({ by, answer }) => [by, answer])).toEqual([
      ['', ''],
      ['Leila', 'letter'],
    ]);
    expect(giftsIn(after(orThrow(changeGift(giftsIn(two)[1]!, { text: 'I talk of what people love.' }, NOW)), two))[1]!).toMatchObject({
      by: 'Leila',
      answer: 'letter',
      text: 'I talk of what people love.',
    });
    expect(keepGift({ text: ' ' }, 'c', NOW)).toMatchObject({ error: { code: 'gift-empty' } });
  });

  test('what is left, or not to be asked about, is remembered for good', () => {
    const [record] = after([...leaveAnswer('one'), ...leaveAnswer('two'), ...doNotAsk('late visits')]);
    expect(settingsOf(record).left).toEqual(new Set(['one', 'two']));
    expect(['late visits', 'rota'].map((key) => isUnasked(settingsOf(record).unasked, key))).toEqual([true, false]);
    expect(settingsOf(undefined)).toEqual({ left: new Set(), unasked: new Set() });
  });

  test('the name of an activity that is not to be asked about is not written down: it may stand under the lock of a journal', () => {
    const [record] = after(doNotAsk('late visits'));
    expect(JSON.stringify(record)).not.toContain('late');
    // As it was written before.
    expect(isUnasked(new Set(['late visits']), 'late visits')).toBe(true);
  });
});

describe('possible lives', () => {
  const lives = after(
    orThrow(imagineLife({ name: 'Teach home care', path: 'other', tests: 'Whether I like to explain.', trial: 'Let two students come along.', takes: 'half-day' }, 'l', NOW)),
  );
  const life = livesIn(lives)[0]!;

  test('a name is enough; set aside and brought back, it keeps all that was said of it; deleted and undone, it is as it was', () => {
    expect(livesIn(after(orThrow(imagineLife({ name: 'Sail' }, 's', NOW))))[0]).toMatchObject({ name: 'Sail', path: null, takes: null, trial: '' });
    expect(imagineLife({ name: ' ' }, 's', NOW)).toMatchObject({ error: { code: 'life-nameless' } });
    const aside = after(setLifeAside(life, NOW), lives);
    expect(livesIn(aside)[0]).toMatchObject({ aside: '2026-11-26', tests: life.tests });
    expect(livesIn(after(bringLifeBack(livesIn(aside)[0]!, NOW), aside))[0]!.aside).toBe('');
    const looked = after(orThrow(lookAtLife(life, { draws: 'less' }, 'k', NOW)), lives);
    expect(livesIn(after(deleteLife(livesIn(looked)[0]!), looked))).toEqual([]);
    expect(deleteLife(livesIn(looked)[0]!)).toHaveLength(2);
  });

  test('goals of work or anything else serve as many lives as one likes', () => {
    const goals = goalsIn(after([...orThrow(setGoal({ what: 'The certificate', areas: ['work'] }, 'g', NOW)), ...orThrow(setGoal({ what: 'Swim' }, 'h', NOW))]));
    const records = after(orThrow(setGoal({ what: 'The certificate', areas: ['work'] }, 'g', NOW)));
    const chosen = after(chooseGoals(goalsIn(records), 'l', ['g']), records);
    expect(goalsOf(goalsIn(chosen), 'l').map(({ id }) => id)).toEqual(['g']);
    expect(chooseGoals(goalsIn(chosen), 'l', ['g'])).toEqual([]);
    expect(goalsOf(goalsIn(after(chooseGoals(goalsIn(chosen), 'l', []), chosen)), 'l')).toEqual([]);
    const ended = after(
      endGoal(
        goals.find(({ id }) => id === 'g')!,
        'let-go',
        NOW,
      ),
      chosen,
    );
    expect(goalsIn(ended)[0]).toMatchObject({ end: 'let-go', ended: '2026-11-26' });
    expect(goalsIn(after(reopenGoal(goalsIn(ended)[0]!, NOW), ended))[0]!.end).toBeNull();
  });

  test('a trial takes a week or less, is a commitment that came from the life, and comes back with what was learnt and one answer', () => {
    expect([trialBy('hour', '2026-11-26'), trialBy('day', '2026-11-26'), trialBy('week', '2026-11-26'), trialBy(null, '2026-11-26')]).toEqual([
      '2026-11-27',
      '2026-11-28',
      '2026-12-03',
      '2026-12-03',
    ]);
    const made = after(orThrow(makeCommitment({ what: life.trial, by: '2026-11-27' }, 'c', NOW, [{ to: 'l', as: 'comes-from' }])));
    const [plan] = commitmentsOf(made);
    expect(trialsOf(life, commitmentsOf(made))).toMatchObject([{ is: 'open', day: '2026-11-27', learnt: '', look: null }]);
    const looked = after(
      [...orThrow(lookBack(plan!, { came: 'done', next: 'Explaining tires me less than I thought.' }, 'x', NOW)), ...orThrow(endCommitment(plan!, { how: 'done' }, NOW))],
      made,
    );
    const answered = after(orThrow(lookAtLife(life, { draws: 'more', trial: 'c' }, 'k', NOW)), lives);
    expect(trialsOf(livesIn(answered)[0]!, commitmentsOf(looked))).toMatchObject([
      { is: 'tried', learnt: 'Explaining tires me less than I thought.', look: { draws: 'more', trial: 'c' } },
    ]);
    expect(trialsOf({ id: 'other', looks: [] }, commitmentsOf(looked))).toEqual([]);
    // Lately tried and not answered: it comes back with its question, for a month; dropped before it was tried, it does not.
    const toAsk = (records: readonly VaultRecord[], today: string) => trialsToAsk(livesIn(records), commitmentsOf(looked), today).map(({ trial }) => trial.commitment.id);
    expect([toAsk(lives, '2026-11-30'), toAsk(answered, '2026-11-30'), toAsk(lives, '2027-01-30'), toAsk(after(setLifeAside(life, NOW), lives), '2026-11-30')]).toEqual([
      ['c'],
      [],
      [],
      [],
    ]);
    // Nor where one said no to it: the life keeps that, and the answer can be given all the same.
    const unasked = after(leaveTrialUnasked(life, 'c'), lives);
    expect([toAsk(unasked, '2026-11-30'), leaveTrialUnasked(livesIn(unasked)[0]!, 'c')]).toEqual([[], []]);
    const dropped = after(orThrow(endCommitment(plan!, { how: 'dropped' }, NOW)), made);
    expect(trialsOf(life, commitmentsOf(dropped))).toMatchObject([{ is: 'ended', day: '2026-11-26' }]);
    expect(trialsToAsk([life], commitmentsOf(dropped), '2026-11-30')).toEqual([]);
    expect(
      trialRecords(
        new Set(['l']),
        looked.filter(({ kind }) => kind === 'commitment'),
        looked,
      ).map(({ id }) => id),
    ).toEqual(['c', 'x']);
    expect(trialRecords(new Set(['other']), looked, looked)).toEqual([]);
  });
});

describe('the map of energy and meaning', () => {
  const mark = (what: string, energy: Level, meaning: Level = null, day = '2026-11-01', more = {}) => ({ what, energy, meaning, day, ...more });
  const marked = (...drafts: readonly ReturnType<typeof mark>[]): Said[] => [
    ...saidIn([], marksIn(after(drafts.flatMap((draft, at) => orThrow(markEnergy(draft, `m${String(at).padStart(4, '0')}`, NOW)))))),
  ];

  test('an activity stands at the middle of its marks; check-ins and entries count by what they are about; spellings are one', () => {
    const entry = { id: 'e', when: '2026-11-02T08:00', topics: ['late VISITS', 'bus'], areas: ['work'], energy: -2 };
    const said = saidIn(
      [entry, { ...entry, id: 'f', energy: null }, { ...entry, id: 'g', topics: [], energy: 2 }],
      marksIn(after(orThrow(markEnergy(mark('Late visits', -1, 2), 'm', NOW)))),
    );
    expect(said.map(({ id }) => id)).toEqual(['m', 'e', 'g']);
    expect(activitiesIn(said).find(({ key }) => key === 'late visits')).toMatchObject({
      name: 'late VISITS',
      energy: { mean: -1.5, count: 2 },
      meaning: { mean: 2, count: 1 },
      takes: 2,
      gives: 0,
    });
    expect(activitiesIn(said).find(({ key }) => key === 'bus')).toMatchObject({ energy: { mean: -2, count: 1 }, meaning: null });
    expect(areasIn(said)).toEqual(['work']);
    expect(narrowed(said, { area: 'work', from: '2026-11-02' }).map(({ id }) => id)).toEqual(['e', 'g']);
  });

  test('a mark says one of the two at least, of something that has a name', () => {
    expect(markEnergy({ what: 'x' }, 'm', NOW)).toMatchObject({ error: { code: 'mark-empty' } });
    expect(markEnergy({ what: ' ', energy: 1 }, 'm', NOW)).toMatchObject({ error: { code: 'mark-nameless' } });
    const records = after(orThrow(markEnergy(mark('x', 1), 'm', NOW)));
    expect(changeMark(marksIn(records)[0]!, { energy: null }, NOW)).toMatchObject({ error: { code: 'mark-empty' } });
    expect(marksIn(after(orThrow(changeMark(marksIn(records)[0]!, { energy: null, meaning: -2 }, NOW)), records))[0]).toMatchObject({ energy: null, meaning: -2 });
  });

  test('no two marks of the picture hide one another, however many stand at one place, and none leaves it', () => {
    const level = fc.constantFrom<Level>(-2, -1, 0, 1, 2);
    fc.assert(
      fc.property(fc.array(fc.tuple(level, level), { minLength: 1, maxLength: 20 }), (pairs) => {
        const placed = placedOf(activitiesIn(marked(...pairs.map(([energy, meaning], at) => mark(`a${at}`, energy, meaning)))));
        expect(placed).toHaveLength(Math.min(MOST_DRAWN, pairs.length));
        for (const [i, one] of placed.entries()) {
          expect(one.x >= 4 && one.x <= 96 && one.y >= 5 && one.y <= 95).toBe(true);
          for (const other of placed.slice(0, i)) expect(Math.abs(one.x - other.x) >= 8 || Math.abs(one.y - other.y) >= 8).toBe(true);
        }
      }),
      { numRuns: 60 },
    );
  });

  test('over weeks: every mark is counted once, in the week of its day', () => {
    const days = fc.array(fc.tuple(fc.integer({ min: 0, max: 800 }), fc.constantFrom<Level>(-2, -1, 0, 1, 2)), { minLength: 1, maxLength: 60 });
    fc.assert(
      fc.property(days, (drawn) => {
        const { spells } = spellsOf(marked(...drawn.map(([n, energy]) => mark('x', energy, null, addDays('2024-06-01', n)))));
        expect(spells.reduce((sum, { gives, takes, even }) => sum + gives + takes + even, 0)).toBe(drawn.length);
        expect(spells.length).toBeLessThanOrEqual(13);
      }),
      { numRuns: 60 },
    );
    expect(spellsOf(marked(mark('x', 1, null, '2026-11-01'), mark('x', -2, null, '2026-11-03')))).toEqual({
      unit: 'week',
      spells: [
        { from: '2026-10-26', gives: 1, takes: 0, even: 0, mean: 1 },
        { from: '2026-11-02', gives: 0, takes: 1, even: 0, mean: -2 },
      ],
    });
  });

  test('what means much and takes energy is asked about, with the others beside it; fewer than five marks are silence; "not so" holds for good', () => {
    const visits = (count: number): ReturnType<typeof mark>[] => Array.from({ length: count }, (_, n) => mark('Late visits', -1, n === 0 ? 2 : null, addDays('2026-10-01', n)));
    const rest = [mark('Swim', 2), mark('Rota', -1), mark('Rota', 1)];
    const asked = (said: readonly Said[], unasked: readonly string[] = []) => askedOf(said, activitiesIn(said), new Set(unasked));
    const said = marked(...visits(6), ...rest);
    expect(asked(said)).toMatchObject([{ activity: { key: 'late visits', takes: 6, gives: 0 }, others: { takes: 1, of: 3 } }]);
    expect(asked(said, ['late visits'])).toEqual([]);
    expect(asked(marked(...visits(FEW - 1), ...rest))).toEqual([]);
    expect(isFew(activitiesIn(marked(...visits(FEW - 1)))[0]!)).toBe(true);
    expect(asked(marked(...visits(6).map((one) => ({ ...one, meaning: null }))))).toEqual([]);
  });

  test('where energy goes up and down by chance, one person in ten is asked anything, or fewer', () => {
    // Two hundred people with eight activities each, a coin for every mark; the draws are the same each time.
    const draw = drawsFrom(7);
    const coin = (): boolean => draw() < 0.5;
    let people = 0;
    for (let person = 0; person < 200; person++) {
      const said: Said[] = Array.from({ length: 160 }, (_, n) => ({
        id: `${n}`,
        day: '2026-01-01',
        names: [`a${n % 8}`],
        energy: coin() ? 1 : -1,
        meaning: 2,
        terms: null,
        areas: [],
      }));
      if (askedOf(said, activitiesIn(said), new Set()).length > 0) people++;
    }
    expect(people).toBeGreaterThan(0);
    expect(people / 200).toBeLessThanOrEqual(0.1);
  });
});

test('every kind shows outside the room; a damaged record is left out and never thrown', () => {
  const all = after([
    ...orThrow(writeVersion('success', { text: 'Home for supper.\n\nAnd I swim.', why: 'A new job.' }, 's', NOW)),
    ...orThrow(writeVersion('purpose', { text: 'That nobody eats alone.' }, 'p', NOW)),
    ...orThrow(keepGift({ text: 'Calm.', by: 'Leila' }, 'g', NOW)),
    ...orThrow(imagineLife({ name: 'Teach', path: 'free', trial: 'A morning.', takes: 'day' }, 'l', NOW)),
    ...orThrow(lookAtLife({ id: 'l' }, { draws: 'more', text: 'More than I thought.' }, 'k', NOW)),
    ...orThrow(setGoal({ what: 'The certificate', by: '2027-06-01' }, 'o', NOW)),
    ...orThrow(markEnergy({ what: 'Visits', energy: -1, meaning: 2, terms: 'others', gained: ['Mrs. Okoro'] }, 'm', NOW)),
  ]);
  const read = (record: VaultRecord) => shown.flatMap((kind) => kind.read(record) ?? []);
  expect(all.map((record) => read(record).map(({ title }) => title))).toEqual([
    ['Home for supper.'],
    ['That nobody eats alone.'],
    ['Calm.'],
    ['Teach'],
    ['More than I thought.'],
    ['The certificate'],
    ['Visits'],
  ]);
  const json = fc.jsonValue({ maxDepth: 2 });
  fc.assert(
    fc.property(
      fc.constantFrom(...all),
      fc.dictionary(fc.constantFrom('since', 'made', 'by', 'day', 'end', 'energy', 'meaning', 'path', 'takes', 'what', 'terms'), json),
      (record, set) => {
        clock = tick(clock, Date.parse(NOW.instant));
        const bad = applyChange(record, { id: record.id, kind: record.kind, v: 1, set: set as never }, stampOf(clock, DEVICE), DEVICE);
        expect(read(bad).length).toBeLessThanOrEqual(1);
      },
    ),
    { numRuns: 100 },
  );
});
