import fc from 'fast-check';
import { expect, test } from 'vitest';
import { applyChange, type Change } from '#core/change.ts';
import { stampOf, tick } from '#core/clock.ts';
import { idInHandOf } from '#core/one-hand.ts';
import type { Json, VaultRecord } from '#core/record.ts';
import type { Result } from '#core/result.ts';
import { learntIn } from './learnt.ts';
import {
  actionsOf,
  actionsOfMe,
  askFor,
  comeIn,
  endAction,
  isIn,
  markStep,
  promiseStep,
  reviewAction,
  rewordAction,
  setDate,
  stepOut,
  takeDateBack,
  takeStepBack,
  type Action,
  type Here,
} from './model.ts';

const [ANA, BEN, CLEO] = ['a', 'b', 'c'].map((letter) => letter.repeat(26)) as [string, string, string];
const DEVICE = '0'.repeat(13);
const START = Date.parse('2026-11-01T12:00:00.000Z');
const DAY = 24 * 60;

const circle = () => {
  const records = new Map<string, VaultRecord>();
  let [minutes, ids, clock] = [0, 0, ''];
  const now = () => {
    const instant = new Date(START + minutes * 60_000).toISOString();
    return { day: instant.slice(0, 10), instant };
  };
  const commit = (changes: readonly Change[]): void => {
    for (const change of changes) {
      clock = tick(clock, START);
      records.set(change.id, applyChange(records.get(change.id), change, stampOf(clock, DEVICE), DEVICE));
    }
  };
  return {
    records,
    commit,
    now,
    wait: (more: number): void => void (minutes += more),
    does: (me: string, act: (here: Here) => Result<Change[]>): string => {
      minutes += 1;
      const done = act({ me, now: now(), newId: () => String((ids += 1)).padStart(26, '0') });
      if (done.ok) commit(done.value);
      return done.ok ? '' : done.error.code;
    },
    action: (): Action => actionsOf(records.values())[0]!,
    mine: (me: string) => actionsOfMe(records.values(), me, now()).map(({ why, day, words }) => [why, day, words]),
  };
};

test('Whoever asks is in; others come in themselves, with the role they take, and step out again', () => {
  const { does, action } = circle();
  expect(does(ANA, (here) => askFor(here, { ask: ' ' }))).toBe('words-empty');
  expect(does(ANA, (here) => askFor(here, { ask: 'Stand before  the office on 1 December', more: 'With the letter.', role: 'I bring the letter' }))).toBe('');
  expect(does(BEN, (here) => comeIn(here, action()))).toBe('');
  expect(does(BEN, (here) => comeIn(here, action(), 'I count the hours'))).toBe('');
  expect(action()).toMatchObject({ by: ANA, ask: 'Stand before the office on 1 December', more: 'With the letter.', is: 'open' });
  expect(action().joined.map(({ by, role }) => [by, role])).toEqual([
    [ANA, 'I bring the letter'],
    [BEN, 'I count the hours'],
  ]);
  expect(does(BEN, (here) => stepOut(here, action()))).toBe('');
  expect(does(BEN, (here) => stepOut(here, action()))).toBe('action-not-in');
  expect([ANA, BEN].map((who) => isIn(action(), who))).toEqual([true, false]);
  expect(does(BEN, (here) => rewordAction(here, action(), { ask: 'mine' }))).toBe('action-not-yours');
  expect(does(ANA, (here) => rewordAction(here, action(), { ask: 'Stand there at noon', more: 'With the letter.' }))).toBe('');
  expect(action()).toMatchObject({ ask: 'Stand there at noon', more: 'With the letter.' });
});

test('A step is promised by whoever will do it, and is theirs to mark or take back', () => {
  const { does, action } = circle();
  does(ANA, (here) => askFor(here, { ask: 'Ask for travel time' }));
  expect(does(BEN, (here) => promiseStep(here, action(), 'Ring the planner', '2026-11-31'))).toBe('date-does-not-exist');
  expect(does(BEN, (here) => promiseStep(here, action(), 'Ring the planner', '2026-11-05'))).toBe('');
  expect(isIn(action(), BEN)).toBe(true);
  const step = () => action().steps[0]!;
  expect(step()).toMatchObject({ by: BEN, until: '2026-11-05', done: '' });
  expect(does(ANA, (here) => markStep(here, step(), true))).toBe('step-not-yours');
  expect(does(BEN, (here) => markStep(here, step(), true))).toBe('');
  expect(step().done).not.toBe('');
  expect(does(ANA, (here) => takeStepBack(here, step()))).toBe('step-not-yours');
  expect(does(BEN, (here) => takeStepBack(here, step()))).toBe('');
  expect(action().steps).toEqual([]);
});

test('Dates are set by who is in; a whole day or a time', () => {
  const { does, action } = circle();
  does(ANA, (here) => askFor(here, { ask: 'Ask for travel time' }));
  const typed = { what: 'At the gate', when: '2026-12-01T19:30', instant: '2026-12-01T18:30:00.000Z', minutes: 90, place: 'Gate 2' };
  expect(does(BEN, (here) => setDate(here, action(), typed))).toBe('action-not-in');
  expect(does(ANA, (here) => setDate(here, action(), { ...typed, instant: '' }))).toBe('date-not-understood');
  expect(does(ANA, (here) => setDate(here, action(), typed))).toBe('');
  expect(does(ANA, (here) => setDate(here, action(), { when: '2026-11-30', instant: '' }))).toBe('');
  expect(action().dates.map(({ when, instant, what }) => [when, instant, what])).toEqual([
    ['2026-11-30', '', ''],
    ['2026-12-01T19:30', '2026-12-01T18:30:00.000Z', 'At the gate'],
  ]);
  expect(does(BEN, (here) => takeDateBack(here, action().dates[0]!))).toBe('date-not-yours');
  expect(does(ANA, (here) => takeDateBack(here, action().dates[0]!))).toBe('');
  expect(action().dates).toHaveLength(1);
});

test('Done is what somebody who is in said last; whoever never was in it is not heard', () => {
  const { does, action, commit } = circle();
  does(ANA, (here) => askFor(here, { ask: 'Ask for travel time' }));
  does(BEN, (here) => comeIn(here, action()));
  expect(does(CLEO, (here) => endAction(here, action(), 'done'))).toBe('action-not-in');
  commit([{ id: idInHandOf(CLEO, 'x'), kind: 'action-outcome', v: 1, set: { of: action().id, is: 'dropped', at: '2026-11-03T12:00:00.000Z' } }]);
  expect(action().is).toBe('open');
  expect(does(BEN, (here) => endAction(here, action(), 'done'))).toBe('');
  expect(action()).toMatchObject({ is: 'done', isBy: BEN });
  for (const act of [(here: Here) => comeIn(here, action()), (here: Here) => promiseStep(here, action(), 'x')]) expect(does(CLEO, act)).toBe('action-over');
  expect(does(ANA, (here) => endAction(here, action(), 'open'))).toBe('');
  expect(action().is).toBe('open');
  // Who stepped out had a part in it.
  does(BEN, (here) => stepOut(here, action()));
  expect(does(BEN, (here) => endAction(here, action(), 'done'))).toBe('action-not-in');
});

test('Afterwards each writes how they saw it, side by side; what was learnt is found by its words', () => {
  const { does, action, records } = circle();
  does(ANA, (here) => askFor(here, { ask: 'Ask for travel time' }));
  expect(does(ANA, (here) => reviewAction(here, action(), { happened: 'x' }))).toBe('action-not-over');
  does(ANA, (here) => endAction(here, action(), 'done'));
  expect(does(ANA, (here) => reviewAction(here, action(), { happened: ' ' }))).toBe('words-empty');
  const first = { intended: 'An answer', happened: 'He came out', why: 'Two of us had his number', next: 'Ring first', learnt: 'Ring before you stand at a gate.' };
  expect(does(ANA, (here) => reviewAction(here, action(), first))).toBe('');
  expect(does(BEN, (here) => reviewAction(here, action(), { happened: 'He did not see us at first', next: 'Más pan' }))).toBe('');
  expect(does(ANA, (here) => reviewAction(here, action(), { ...first, why: 'Leila had his number' }))).toBe('');
  expect(action().reviews.map(({ by, why, happened }) => [by, why, happened])).toEqual([
    [ANA, 'Leila had his number', 'He came out'],
    [BEN, '', 'He did not see us at first'],
  ]);
  const found = (words: string) => learntIn(actionsOf(records.values()), words).map((one) => one.words);
  expect(found('')).toEqual(['Más pan', 'Ring before you stand at a gate.']);
  expect([found('GATE travel'), found('mas'), found('leila'), found('nowhere'), found('gate nowhere')]).toEqual([
    ['Ring before you stand at a gate.'],
    ['Más pan'],
    ['Ring before you stand at a gate.'],
    [],
    [],
  ]);
});

test('What an action asks of me: a date that comes, a step I promised, how I saw it; nothing of what I am not in', () => {
  const { does, action, mine, wait } = circle();
  does(ANA, (here) => askFor(here, { ask: 'Ask for travel time' }));
  does(ANA, (here) => setDate(here, action(), { what: 'At the gate', when: '2026-11-06', instant: '' }));
  does(ANA, (here) => setDate(here, action(), { what: 'Much later', when: '2026-12-20', instant: '' }));
  does(BEN, (here) => promiseStep(here, action(), 'Ring the planner', '2026-11-03'));
  const gate = ['date', '2026-11-06', 'At the gate'];
  expect([mine(ANA), mine(BEN), mine(CLEO)]).toEqual([[gate], [['step', '2026-11-03', 'Ring the planner'], gate], []]);
  wait(6 * DAY);
  expect([mine(ANA), mine(BEN)]).toEqual([[], [['step', '2026-11-03', 'Ring the planner']]]);
  does(ANA, (here) => endAction(here, action(), 'done'));
  expect(mine(BEN)).toEqual([['review', '', 'Ask for travel time']]);
  does(BEN, (here) => reviewAction(here, action(), { learnt: 'Ring first.' }));
  expect([mine(ANA), mine(BEN)]).toEqual([[['review', '', 'Ask for travel time']], []]);
  wait(30 * DAY);
  expect(mine(ANA)).toEqual([]);
});

test('What is no moment is none: a date or a step with one is left out, and nothing that reads them stops', () => {
  const { does, action, records } = circle();
  does(ANA, (here) => askFor(here, { ask: 'Ask for travel time' }));
  const { id } = action();
  const forged = ['2026-99-99T99:99:99.999Z', '2026-02-30T10:00:00.000Z', '0000-01-01T00:00:00.000Z'].flatMap((wrong, n) => {
    const date: Change = {
      id: idInHandOf(BEN, `d${n}`),
      kind: 'action-date',
      v: 1,
      set: { of: id, when: '2026-11-06T10:00', instant: wrong, minutes: 60, at: '2026-11-01T12:00:00.000Z' },
    };
    const outcome: Change = { id: idInHandOf(BEN, `e${n}`), kind: 'action-outcome', v: 1, set: { of: id, is: 'done', at: wrong } };
    return [date, outcome].map((change) => applyChange(undefined, change, stampOf(tick('', START), DEVICE), DEVICE));
  });
  const read = actionsOf([...records.values(), ...forged])[0]!;
  expect([read.dates, read.is]).toEqual([[], 'open']);
});

test('Law: records in any order, and whatever else anybody writes, tell the same of an action', () => {
  const { does, action, records } = circle();
  does(ANA, (here) => askFor(here, { ask: 'Ask for travel time', role: 'letter' }));
  does(BEN, (here) => comeIn(here, action(), 'hours'));
  does(BEN, (here) => promiseStep(here, action(), 'Ring the planner'));
  does(ANA, (here) => setDate(here, action(), { when: '2026-11-06', instant: '' }));
  does(BEN, (here) => endAction(here, action(), 'done'));
  for (const who of [ANA, BEN]) does(who, (here) => reviewAction(here, action(), { learnt: who }));
  const whole = action();
  const values = fc.dictionary(fc.constantFrom('ask', 'more', 'is', 'role', 'text', 'by', 'done', 'when', 'instant', 'minutes', 'at'), fc.jsonValue() as fc.Arbitrary<Json>);
  fc.assert(
    fc.property(
      fc.constantFrom('action', 'action-outcome', 'action-review'),
      values,
      fc.shuffledSubarray([...records.values()], { minLength: records.size }),
      (kind, set, shuffled) => {
        const change = { id: idInHandOf(CLEO, 'x'), kind, v: 1, set: kind === 'action' ? set : { ...set, of: 'elsewhere' } };
        const forged = applyChange(undefined, change, stampOf(tick('', START), DEVICE), DEVICE);
        expect(actionsOf([forged, ...shuffled]).find(({ id }) => id === whole.id)).toEqual(whole);
      },
    ),
    { numRuns: 50 },
  );
});
