import { MOST_LINK } from '#core/links.ts';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { applyChange, inverseOf, type Change } from '#core/change.ts';
import { stampOf, tick } from '#core/clock.ts';
import { isAlive, merge, type VaultRecord } from '#core/record.ts';
import type { Result } from '#core/result.ts';
import type { Moment } from '#rooms/journal/model.ts';
import {
  changeLook,
  changePlan,
  commitmentsOf,
  deleteCommitment,
  dueAmong,
  dueNow,
  dueOn,
  endCommitment,
  goOn,
  isWrittenBefore,
  learntFrom,
  levelOf,
  LEVELS,
  lookBack,
  makeCommitment,
  markStep,
  settleWhat,
  takeLookBack,
  type Commitment,
  type EndHow,
} from './model.ts';

const [ONE, TWO] = ['1'.repeat(13), '2'.repeat(13)] as const;
const START = Date.parse('2026-11-04T12:00:00.000Z');

const vault = (device: string = ONE) => {
  const records = new Map<string, VaultRecord>();
  let [minutes, ids, clock] = [0, 0, ''];
  const now = (): Moment => {
    const instant = new Date(START + minutes * 60_000).toISOString();
    return { when: instant.slice(0, 16), zone: 'Z', instant };
  };
  const commit = (changes: readonly Change[]): void => {
    for (const change of changes) {
      clock = tick(clock, START + minutes * 60_000);
      records.set(change.id, applyChange(records.get(change.id), change, stampOf(clock, device), device));
    }
  };
  const newId = (): string => device.slice(0, 6) + String((ids += 1)).padStart(20, '0');
  return {
    records,
    now,
    newId,
    commit,
    waitDays: (days: number): void => void (minutes += days * 24 * 60),
    does: (changes: Result<Change[]> | Change[]): string => {
      minutes += 1;
      if (Array.isArray(changes)) commit(changes);
      else if (changes.ok) commit(changes.value);
      return Array.isArray(changes) || changes.ok ? '' : changes.error.code;
    },
    all: () => commitmentsOf(records.values()),
    the: (): Commitment => commitmentsOf(records.values())[0]!,
  };
};

test('One line makes a commitment; nothing else is asked for', () => {
  const { does, the, now, newId, all } = vault();
  expect(does(makeCommitment({ what: '  \n' }, newId(), now()))).toBe('commitment-empty');
  expect(does(makeCommitment({}, newId(), now()))).toBe('commitment-empty');
  expect(all()).toEqual([]);
  expect(does(makeCommitment({ what: ' Swim on  Wednesday ' }, newId(), now()))).toBe('');
  expect(the()).toMatchObject({ what: 'Swim on Wednesday', by: '', people: [], step: '', scaleAt: '', end: null, looks: [] });
});

test('A plan says as much as one likes: why, with whom, by when, the first step, if and then, what may be in the way, a scale', () => {
  const { does, the, now, newId } = vault();
  const scale = { 2: 'Twice this week', 1: 'By half past six', 0: 'In the water, at any hour', [-1]: 'At the pool', [-2]: 'Not gone, and nobody told' };
  const plan = {
    why: 'To be home,\nand to swim.',
    people: ['Ama', ' ama '],
    told: 'yes',
    by: '2026-11-25',
    step: 'Put the bag by the door',
    ifThis: 'my last visit ends after six',
    thenThat: 'I go in at seven',
    inMe: 'I am tired',
    around: 'Visits are added',
    scale,
  } as const;
  expect(does(makeCommitment({ what: 'Swim', ...plan }, newId(), now()))).toBe('');
  expect(the()).toMatchObject({ ...plan, people: ['Ama'] });
  expect(does(changePlan(the(), { by: '', thenThat: 'I ring Ama' }, now()))).toBe('');
  expect(the()).toMatchObject({ ...plan, people: ['Ama'], by: '', thenThat: 'I ring Ama' });
  expect(changePlan(the(), { thenThat: 'I ring Ama' }, now())).toEqual({ ok: true, value: [] });
  expect(does(changePlan(the(), { by: 'soon' }, now()))).toBe('date-not-understood');
  expect(does(changePlan(the(), { what: ' ' }, now()))).toBe('commitment-empty');
  expect(does(changePlan(the(), { people: Array.from({ length: 51 }, (_, n) => `Ama ${n}`) }, now()))).toBe('people-too-many');
  expect(does(changePlan(the(), { why: 'x'.repeat(20_001) }, now()))).toBe('words-too-long');
  expect(does(changePlan(the(), { scale: { 0: 'x'.repeat(2001) } }, now()))).toBe('words-too-long');
  does(markStep(the(), true, now()));
  expect(the().stepDone).toBe('2026-11-04');
  does(markStep(the(), false, now()));
  expect(the().stepDone).toBe('');
});

test('What two devices write into one plan at once is all kept, until the person settles it', () => {
  const [one, two] = [vault(ONE), vault(TWO)];
  one.does(makeCommitment({ what: 'Swim', why: 'For me' }, one.newId(), one.now()));
  for (const [id, record] of one.records) two.records.set(id, record);
  one.does(changePlan(one.the(), { what: 'Swim on Monday', why: 'For my back' }, one.now()));
  two.does(changePlan(two.the(), { what: 'Swim on Friday' }, two.now()));
  const [id] = [...one.records.keys()];
  one.records.set(id!, merge(one.records.get(id!)!, two.records.get(id!)!));
  expect([one.the().what, ...one.the().otherWhats].toSorted()).toEqual(['Swim on Friday', 'Swim on Monday']);
  expect(one.the().why).toBe('For my back');
  one.does(settleWhat(one.the(), 'Swim on Friday', one.now()));
  expect([one.the().what, one.the().otherWhats]).toEqual(['Swim on Friday', []]);
});

describe('Looking back', () => {
  test('says what happened, what was intended, why, what next, and where on the scale: any of it, and at any time', () => {
    const { does, the, now, newId, waitDays } = vault();
    does(makeCommitment({ what: 'Swim', by: '2026-11-11', ifThis: 'late', thenThat: 'I ring Ama' }, newId(), now()));
    expect(does(lookBack(the(), { happened: ' ' }, newId(), now()))).toBe('look-empty');
    expect(does(lookBack(the(), { came: 'done', day: '2026-11-05' }, newId(), now()))).toBe('day-to-come');
    expect(does(lookBack(the(), { came: 'done', day: '11 November' }, newId(), now()))).toBe('date-not-understood');
    expect(does(lookBack(the(), { came: 'done' }, newId(), now()))).toBe('');
    waitDays(7);
    does(changePlan(the(), { ifThis: 'a visit is added', thenThat: 'I go on Thursday' }, now()));
    expect(does(lookBack(the(), { came: 'not', happened: 'A visit was added at three.', why: 'The plan is full', next: 'Ask for travel time', level: -2 }, newId(), now()))).toBe(
      '',
    );
    does(endCommitment(the(), { how: 'dropped' }, now()));
    expect(does(lookBack(the(), { next: 'Swim in summer' }, newId(), now()))).toBe('');
    const { looks } = the();
    expect(looks.map(({ day, came, level }) => [day, came, level])).toEqual([
      ['2026-11-04', 'done', null],
      ['2026-11-11', 'not', -2],
      ['2026-11-11', null, null],
    ]);
    expect(looks.map(({ plan }) => plan.thenThat)).toEqual(['I ring Ama', 'I go on Thursday', 'I go on Thursday']);
    expect([learntFrom(the()), levelOf(the())]).toEqual(['Swim in summer', -2]);
  });

  test('can be changed, answered later, and taken back; the commitment stays', () => {
    const { does, the, now, newId } = vault();
    does(makeCommitment({ what: 'Swim' }, newId(), now()));
    does(lookBack(the(), { came: 'not' }, newId(), now()));
    expect(does(changeLook(the().looks[0]!, { ways: ['system', 'us'], replies: { others: 'yes', elsewhere: 'no' } }, now()))).toBe('');
    expect(the().looks[0]).toMatchObject({ came: 'not', ways: ['us', 'system'], replies: { others: 'yes', elsewhere: 'no' } });
    expect(does(changeLook(the().looks[0]!, { ways: ['me'], replies: {} }, now()))).toBe('');
    expect(the().looks[0]).toMatchObject({ came: 'not', ways: ['me'], replies: {} });
    does(takeLookBack(the().looks[0]!));
    expect(the().looks).toEqual([]);
  });

  test('on a scale that was written afterwards is never shown as written before', () => {
    const { does, the, now, newId } = vault();
    does(makeCommitment({ what: 'Swim', scale: { 0: 'In the water' } }, newId(), now()));
    expect(isWrittenBefore(the())).toBe(true);
    does(changePlan(the(), { scale: { 1: 'By seven' } }, now()));
    does(lookBack(the(), { level: 0 }, newId(), now()));
    expect(isWrittenBefore(the())).toBe(true);
    does(changePlan(the(), { why: 'My back' }, now()));
    expect(isWrittenBefore(the())).toBe(true);
    does(changePlan(the(), { scale: { 0: 'At the pool' } }, now()));
    expect(isWrittenBefore(the())).toBe(false);
  });
});

describe('What is due', () => {
  test('is what has a day that is near or over, and was not looked back at since; what has no day never is', () => {
    const { does, the, now, newId, waitDays } = vault();
    does(makeCommitment({ what: 'Swim' }, newId(), now()));
    expect(dueOn(the(), '2099-01-01')).toBeNull();
    does(changePlan(the(), { by: '2026-11-11' }, now()));
    expect(['2026-11-08', '2026-11-09', '2026-11-11', '2031-01-01'].map((day) => dueOn(the(), day))).toEqual([null, 'day', 'day', 'day']);
    does(lookBack(the(), { happened: 'Bag is packed' }, newId(), now()));
    expect(dueOn(the(), '2026-11-11')).toBe('day');
    waitDays(8);
    does(lookBack(the(), { came: 'not' }, newId(), now()));
    expect(dueOn(the(), '2026-11-12')).toBeNull();
    does(changePlan(the(), { by: '2026-11-18' }, now()));
    expect(dueOn(the(), '2026-11-18')).toBe('day');
  });

  test('comes back from rest on the day that was said, and from nothing else that has ended', () => {
    const { does, the, now, newId } = vault();
    does(makeCommitment({ what: 'Swim', by: '2026-11-04' }, newId(), now()));
    expect(does(endCommitment(the(), { how: 'resting', until: '2026-11-04' }, now()))).toBe('rest-until-past');
    expect(does(endCommitment(the(), { how: 'resting', until: '2026-12-01' }, now()))).toBe('');
    expect(['2026-11-30', '2026-12-01'].map((day) => dueOn(the(), day))).toEqual([null, 'rest-over']);
    for (const how of ['done', 'resting', 'dropped', 'handed'] as const) {
      does(endCommitment(the(), { how }, now()));
      expect(dueOn(the(), '2031-01-01')).toBeNull();
    }
  });
});

test('After a year away three are asked for, those whose day is nearest; in five years they still are', () => {
  const { does, all, now, newId } = vault();
  for (let n = 10; n < 28; n++) does(makeCommitment({ what: `Day ${n}`, by: `2026-11-${n}` }, newId(), now()));
  expect(dueNow(all(), '2026-11-15').map(({ day }) => day)).toEqual(['2026-11-15', '2026-11-14', '2026-11-16']);
  for (const year of [2027, 2031]) expect(dueNow(all(), `${year}-11-15`).map(({ day, due }) => [day, due])).toEqual(['27', '26', '25'].map((day) => [`2026-11-${day}`, 'day']));
});

test('Each ending can be taken back, and takes nothing that was written; deleting takes the looks back with it', () => {
  const { does, the, now, newId, records } = vault();
  does(makeCommitment({ what: 'Swim', step: 'Pack' }, newId(), now()));
  does(lookBack(the(), { happened: 'Packed' }, newId(), now()));
  for (const how of ['done', 'resting', 'dropped', 'handed'] as const satisfies EndHow[]) {
    expect(does(endCommitment(the(), { how, to: ' Ama  K. ' }, now()))).toBe('');
    expect(the().end).toMatchObject({ how, to: how === 'handed' ? 'Ama K.' : '' });
    does(goOn(the(), now()));
    expect(the()).toMatchObject({ end: null, step: 'Pack', looks: [{ happened: 'Packed' }] });
  }
  expect(goOn(the(), now())).toEqual([]);
  does(deleteCommitment(the()));
  expect([...records.values()].filter(isAlive)).toEqual([]);
});

test('Law: undoing what was done gives the page of before, and doing it again the page of after', () => {
  const words = fc.string({ maxLength: 20 });
  const act = fc.oneof(
    fc.record({
      is: fc.constant('plan' as const),
      thenThat: words,
      by: fc.constantFrom('', '2026-11-05'),
      people: fc.array(words, { maxLength: 3 }),
      level: fc.constantFrom(...LEVELS),
      text: words,
    }),
    fc.record({ is: fc.constant('look' as const), happened: words, came: fc.constantFrom('done' as const, 'not' as const), ways: fc.subarray(['me', 'us', 'system'] as const) }),
    fc.record({ is: fc.constant('end' as const), how: fc.constantFrom('done' as const, 'resting' as const, 'dropped' as const, 'handed' as const), to: words }),
    fc.record({ is: fc.constant('on' as const) }),
  );
  fc.assert(
    fc.property(fc.array(act, { maxLength: 8 }), (acts) => {
      const { does, the, now, newId, records, commit } = vault();
      does(makeCommitment({ what: 'Swim', scale: { 0: 'In' } }, newId(), now()));
      for (const one of acts) {
        const before = new Map(records);
        const shown = JSON.stringify(the());
        const changes =
          one.is === 'plan'
            ? changePlan(the(), { thenThat: one.thenThat, by: one.by, people: one.people, scale: { [one.level]: one.text } }, now())
            : one.is === 'look'
              ? lookBack(the(), one, newId(), now())
              : one.is === 'end'
                ? endCommitment(the(), one, now())
                : { ok: true as const, value: goOn(the(), now()) };
        if (!changes.ok) throw new Error(changes.error.code);
        commit(changes.value);
        const did = JSON.stringify(the());
        const undo = [...new Set(changes.value.map(({ id }) => id))].map((id) => inverseOf(before.get(id), records.get(id)!));
        commit(undo);
        expect(JSON.stringify({ ...the(), versions: null })).toBe(JSON.stringify({ ...JSON.parse(shown), versions: null }));
        commit(changes.value);
        expect(JSON.parse(JSON.stringify(the()))).toEqual(JSON.parse(did));
      }
    }),
    { numRuns: 40 },
  );
});

test('Links that it begins with are each taken once, and none to itself', () => {
  const { does, the, now } = vault();
  does(
    makeCommitment({ what: 'Swim' }, 'me', now(), [
      { to: 'a', as: 'comes-from' },
      { to: 'a', as: 'comes-from' },
      { to: 'me', as: 'about' },
      { to: 'x'.repeat(MOST_LINK + 1), as: 'about' },
    ]),
  );
  expect(the().links).toEqual([{ to: 'a', as: 'comes-from' }]);
});

test('A record that another wrote, with parts of a wrong shape, is read without them and breaks nothing', () => {
  const { records, the, all } = vault();
  let clock = '';
  const put = (change: Change): void => {
    clock = tick(clock, START);
    records.set(change.id, applyChange(undefined, change, stampOf(clock, ONE), ONE));
  };
  put({
    id: 'a',
    kind: 'commitment',
    v: 1,
    write: { what: 'Swim' },
    set: { by: '2026-02-31', told: 7, end: { how: 'won', at: 3 }, stepDone: null, scaleAt: 'yesterday', made: 'not a day at all' },
  });
  put({
    id: 'b',
    kind: 'commitment-look',
    v: 1,
    add: { links: ['looks-back-at:a'], ways: ['me', 'them'] },
    set: { day: '2026-11-04', came: 'nearly', level: 9, others: true, plan: 'x' },
  });
  put({ id: 'c', kind: 'commitment-look', v: 1, set: { day: '2026-11-04' } });
  put({ id: 'd', kind: 'commitment', v: 1, set: { by: '2026-11-11' } });
  put({ id: 'e', kind: 'commitment', v: 2, write: { what: 'From a newer Kith' } });
  expect(all()).toHaveLength(1);
  expect(the()).toMatchObject({
    by: '',
    told: '',
    end: null,
    stepDone: '',
    scaleAt: '',
    looks: [{ id: 'b', came: null, level: null, ways: ['me'], replies: {}, plan: { by: '' } }],
  });
});

test('Law: what is due is found among all records as among all commitments, whatever stands where the day or the end does', () => {
  const stamp = stampOf(tick('', START), ONE);
  const day = fc.constantFrom('', '0', '2026-11-01', '2026-11-25', '2026-11-26', '2026-11-28', '2026-12-24', 'soon');
  const end = fc.oneof(
    fc.constant(undefined),
    fc.constantFrom(null, 'done', [], {}),
    fc.record({ how: fc.constantFrom('done', 'resting', 'dropped', 'handed', 'gone'), at: fc.constantFrom('2026-11-20T08:00:00.000Z', 'x'), until: day }),
  );
  fc.assert(
    fc.property(fc.array(fc.tuple(day, end, fc.option(day)), { maxLength: 12 }), (given) => {
      const plans = given.map(([by, is], at) =>
        applyChange(undefined, { id: `c${at}`, kind: 'commitment', v: 1, set: { by, ...(is === undefined ? {} : { end: is }) }, write: { what: 'x' } }, stamp, ONE),
      );
      const looks = given.flatMap(([, , looked], at) =>
        looked === null
          ? []
          : [applyChange(undefined, { id: `l${at}`, kind: 'commitment-look', v: 1, set: { day: looked }, add: { links: [`looks-back-at:c${at}`] } }, stamp, ONE)],
      );
      const today = '2026-11-26';
      expect(dueAmong(plans, looks, today)).toEqual(commitmentsOf([...plans, ...looks]).filter((one) => dueOn(one, today) !== null));
    }),
  );
});

test('a year before 1 is said to be out of range, whatever the day is for, and changes nothing', () => {
  const { does, the, now, newId } = vault();
  expect(does(makeCommitment({ what: 'Swim' }, newId(), now()))).toBe('');
  const before = the();
  for (const day of ['0000-01-01', '-0044-03-15']) {
    const wanted = { ok: false, error: { code: 'date-out-of-range', with: { text: day } } };
    expect(makeCommitment({ what: 'Swim', by: day }, newId(), now())).toEqual(wanted);
    expect(changePlan(before, { by: day }, now())).toEqual(wanted);
    expect(lookBack(before, { came: 'done', day }, newId(), now())).toEqual(wanted);
    expect(endCommitment(before, { how: 'resting', until: day }, now())).toEqual(wanted);
  }
  expect(the()).toEqual(before);
});
