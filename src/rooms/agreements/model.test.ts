import fc from 'fast-check';
import { expect, test } from 'vitest';
import { applyChange, type Change } from '#core/change.ts';
import { stampOf, tick } from '#core/clock.ts';
import { handOf, idInHandOf } from '#core/one-hand.ts';
import type { Json, VaultRecord } from '#core/record.ts';
import type { Result } from '#core/result.ts';
import {
  amend,
  answerMission,
  bringMoment,
  giveExample,
  lookAgain,
  missionAndAgreements,
  missionAsks,
  proposeAgreement,
  proposeEnd,
  proposeMission,
  sayTo,
  standing,
  withdraw,
  type Here,
  type InCircle,
  type Round,
  type Say,
} from './model.ts';

const [ANA, BEN, CLEO, DAN] = ['a', 'b', 'c', 'd'].map((letter) => letter.repeat(26)) as [string, string, string, string];
const DEVICE = '0'.repeat(13);
const START = Date.parse('2026-11-01T12:00:00.000Z');
const instant = (minutes: number): string => new Date(START + minutes * 60_000).toISOString();
const DAY = 24 * 60;

/** A circle whose records all of them have; time goes on by a minute with each act. */
const circleOf = (...accounts: readonly string[]) => {
  let members: InCircle[] = accounts.map((id) => ({ id, since: instant(-1000) }));
  const records = new Map<string, VaultRecord>();
  let [minutes, ids, clock] = [0, 0, ''];
  const now = () => ({ day: instant(minutes).slice(0, 10), instant: instant(minutes) });
  const here = (me: string): Here => ({ me, members, now: now(), newId: () => String((ids += 1)).padStart(26, '0') });
  const commit = (changes: readonly Change[]): void => {
    for (const change of changes) {
      clock = tick(clock, START);
      records.set(change.id, applyChange(records.get(change.id), change, stampOf(clock, DEVICE), DEVICE));
    }
  };
  const state = () => standing(records.values(), members, now());
  const all = () => {
    const { open, closed, agreements, ended, mission, missionsBefore } = state();
    return [...open, ...closed, ...[...agreements, ...ended].flatMap(({ versions }) => versions), ...(mission ? [mission.round] : []), ...missionsBefore];
  };
  return {
    records,
    here,
    commit,
    state,
    now,
    members: () => members,
    /** Does it as somebody; gives the refusal's code, or ''. */
    does: (me: string, act: (here: Here) => Result<Change[]>): string => {
      minutes += 1;
      const done = act(here(me));
      if (done.ok) commit(done.value);
      return done.ok ? '' : done.error.code;
    },
    round: (of: Pick<Round, 'id'>): Round => all().find(({ id }) => id === of.id)!,
    wait: (more: number): void => void (minutes += more),
    leaves: (account: string): void => void (members = members.filter(({ id }) => id !== account)),
    joins: (account: string): void => void (members = [...members, { id: account, since: instant((minutes += 1)) }]),
  };
};
type TestCircle = ReturnType<typeof circleOf>;

const proposeIn = (circle: TestCircle, me: string, words = 'Nobody here carries it alone.'): Round => {
  expect(circle.does(me, (here) => proposeMission(here, { words }))).toBe('');
  return circle.state().open.at(-1) ?? circle.state().mission!.round;
};
const says = (circle: TestCircle, me: string, round: Pick<Round, 'id'>, say: Say, reason = say === 'consent' ? '' : 'because'): string =>
  circle.does(me, (here) => sayTo(here, circle.round(round), say, reason));

test('A mission stands once everybody has consented or has only concerns; an objection keeps it open', () => {
  const circle = circleOf(ANA, BEN, CLEO);
  const round = proposeIn(circle, ANA);
  expect(circle.round(round)).toMatchObject({ is: 'open', silent: [BEN, CLEO], objects: [] });
  expect(says(circle, BEN, round, 'objection', '')).toBe('reason-needed');
  expect(says(circle, BEN, round, 'objection', 'Alone is a word for me too.')).toBe('');
  expect(says(circle, CLEO, round, 'concern')).toBe('');
  expect(circle.round(round)).toMatchObject({ is: 'open', silent: [], objects: [BEN] });
  expect(circle.state().mission).toBeNull();
  expect(says(circle, BEN, round, 'consent')).toBe('');
  expect(circle.state().mission?.round).toMatchObject({ id: round.id, is: 'stands', since: circle.now().instant });
  expect(circle.state().mission!.round.words.map(({ by, say }) => [by, say])).toEqual([
    [ANA, 'consent'],
    [CLEO, 'concern'],
    [BEN, 'consent'],
  ]);
  // What stands is not talked down afterwards: a change is a proposal of its own.
  expect(says(circle, CLEO, round, 'objection')).toBe('round-closed');
});

test('Whoever proposed it puts it in other words, and everybody is asked anew; nobody else can', () => {
  const circle = circleOf(ANA, BEN, CLEO);
  const first = proposeIn(circle, ANA);
  says(circle, BEN, first, 'consent');
  says(circle, CLEO, first, 'objection');
  expect(circle.does(BEN, (here) => amend(here, circle.round(first), { words: 'mine' }))).toBe('round-not-yours');
  expect(circle.does(ANA, (here) => amend(here, circle.round(first), { words: 'Nobody here carries it alone unless they wish.' }))).toBe('');
  const [second] = circle.state().open;
  expect(second).toMatchObject({ amends: first.id, silent: [BEN, CLEO] });
  expect(circle.round(first).is).toBe('amended');
  expect(says(circle, CLEO, first, 'consent')).toBe('round-closed');
  for (const who of [BEN, CLEO]) says(circle, who, second!, 'consent');
  expect(circle.state().mission?.round.proposal.words).toBe('Nobody here carries it alone unless they wish.');
  // Another's proposal cannot be amended by making a record that says so.
  const other = circleOf(ANA, BEN);
  const asked = proposeIn(other, ANA);
  other.does(BEN, (here) => proposeMission(here, { words: 'Mine instead.' }));
  const forged = [...other.records.values()].find(({ kind, id }) => kind === 'agree-round' && handOf(id) === BEN)!;
  other.commit([{ id: forged.id, kind: 'agree-round', v: 1, set: { amends: asked.id } }]);
  expect(other.round(asked).is).toBe('open');
});

test('It is withdrawn by whoever proposed it, and ends without an outcome when its day has passed everywhere', () => {
  const circle = circleOf(ANA, BEN);
  const [one, two] = [proposeIn(circle, ANA), proposeIn(circle, ANA, 'Another.')];
  expect(circle.does(BEN, (here) => withdraw(here, circle.round(one)))).toBe('round-not-yours');
  expect(circle.does(ANA, (here) => withdraw(here, circle.round(one)))).toBe('');
  expect(circle.round(one).is).toBe('withdrawn');
  circle.wait(7 * DAY);
  expect(circle.round(two)).toMatchObject({ is: 'open', proposal: { until: '2026-11-08' } });
  circle.wait(DAY);
  expect(circle.round(two)).toMatchObject({ is: 'over', since: '2026-11-09T12:00:00.000Z' });
  expect(says(circle, BEN, two, 'consent')).toBe('round-closed');
  expect(circle.state()).toMatchObject({ mission: null, open: [] });
});

test('A word said in time counts whenever it comes; one said too late never does', () => {
  for (const [said, stands] of [
    [6 * DAY, true],
    [8 * DAY + 1, false],
  ] as const) {
    const circle = circleOf(ANA, BEN);
    const round = proposeIn(circle, ANA);
    const late = circle.here(BEN);
    const word = sayTo({ ...late, now: { day: '', instant: instant(said) } }, circle.round(round), 'consent');
    circle.wait(30 * DAY);
    expect(circle.round(round).is).toBe('over');
    circle.commit(word.ok ? word.value : []);
    expect(circle.round(round).is).toBe(stands ? 'stands' : 'over');
  }
});

test('A circle of one consents for itself; in a pair both do', () => {
  const alone = circleOf(ANA);
  expect(proposeIn(alone, ANA).is).toBe('stands');
  const pair = circleOf(ANA, BEN);
  const round = proposeIn(pair, ANA);
  expect(says(pair, ANA, round, 'concern')).toBe('');
  expect(pair.round(round).is).toBe('open');
  says(pair, BEN, round, 'consent');
  expect(pair.round(round).is).toBe('stands');
});

test('Who comes later is not waited for; who leaves is not waited for once somebody says a word more; what stands goes on standing', () => {
  const circle = circleOf(ANA, BEN, CLEO);
  const round = proposeIn(circle, ANA);
  circle.joins(DAN);
  expect(says(circle, DAN, round, 'consent')).toBe('round-not-asked');
  says(circle, CLEO, round, 'objection');
  says(circle, BEN, round, 'consent');
  circle.leaves(CLEO);
  expect(circle.round(round)).toMatchObject({ is: 'open', couldStand: true, silent: [], objects: [] });
  says(circle, ANA, round, 'consent');
  const { since } = circle.round(round);
  expect(circle.state().mission?.round.since).toBe(circle.now().instant);
  circle.joins(CLEO);
  circle.leaves(ANA);
  circle.leaves(BEN);
  circle.wait(400 * DAY);
  expect(circle.state().mission?.round).toMatchObject({ is: 'stands', since });
  expect(missionAndAgreements(circle.records.values(), circle.members()).mission).toBe('Nobody here carries it alone.');
});

test('A word that leaves out somebody who is there completes nothing', () => {
  const circle = circleOf(ANA, BEN, CLEO);
  const round = proposeIn(circle, ANA);
  expect(circle.does(BEN, (here) => sayTo({ ...here, members: here.members.filter(({ id }) => id !== CLEO) }, circle.round(round), 'consent'))).toBe('');
  expect(circle.round(round)).toMatchObject({ is: 'open', silent: [CLEO] });
  // Nor does a proposal that names nobody ask nobody.
  expect(circle.does(ANA, (here) => proposeMission({ ...here, members: [] }, { words: 'Just me.' }))).toBe('');
  expect(circle.state().mission).toBeNull();
});

test('What everybody agreed to stands in the words that they had read, whatever its author makes of the record later', () => {
  const circle = circleOf(ANA, BEN);
  const round = proposeIn(circle, ANA);
  const other = { ...round.proposal, words: 'Ben does the dishes.', moments: [], asked: [...round.proposal.asked] };
  circle.commit([{ id: round.id, kind: 'agree-round', v: 1, set: { what: other } }]);
  // Before it stands: Ben had not spoken, and what Ana had said was of other words.
  expect(circle.round(round)).toMatchObject({ is: 'open', silent: [ANA, BEN], words: [] });
  circle.commit([{ id: round.id, kind: 'agree-round', v: 1, set: { what: { ...round.proposal, moments: [], asked: [...round.proposal.asked] } } }]);
  says(circle, BEN, round, 'consent');
  const changes: readonly Partial<Change>[] = [{ set: { what: other } }, { set: { withdrawn: circle.now().instant } }, { drop: true }];
  for (const change of changes) {
    circle.wait(1);
    circle.commit([{ id: round.id, kind: 'agree-round', v: 1, ...change }]);
    expect(circle.state().mission?.round.proposal.words).toBe('Nobody here carries it alone.');
  }
});

/** What a program of another member's writes by itself. */
const forge = (circle: TestCircle, me: string, kind: 'agree-round' | 'agree-word', set: Record<string, unknown>, rest = 'forged'): void =>
  circle.commit([{ id: idInHandOf(me, `${rest}-${kind.slice(6)}`), kind, v: 1, set: set as Record<string, Json> }]);

test('Nobody’s word puts another proposal under somebody’s round, in place of the one that is open or of the one that stands', () => {
  const circle = circleOf(ANA, BEN, CLEO);
  const round = proposeIn(circle, ANA);
  const read = { ...round.proposal, words: 'Ben decides.', asked: [BEN], opened: '2020-01-01T00:00:00.000Z', until: '2020-01-08' };
  forge(circle, BEN, 'agree-word', { to: round.id, read, say: 'consent', here: [BEN], at: '2020-01-02T00:00:00.000Z' });
  expect(circle.round(round)).toMatchObject({ is: 'open', proposal: round.proposal, silent: [BEN, CLEO] });
  for (const who of [BEN, CLEO]) says(circle, who, round, 'consent');
  expect(circle.state().mission?.round).toMatchObject({ is: 'stands', proposal: round.proposal });
});

test('Nobody who was in the circle before the others completes what they have not said, by a word that is older than the proposal', () => {
  const circle = circleOf(BEN);
  for (const who of [ANA, CLEO]) circle.joins(who);
  const round = proposeIn(circle, ANA);
  forge(circle, BEN, 'agree-word', { to: round.id, read: round.proposal, say: 'consent', here: [BEN], at: instant(-500) });
  expect(circle.round(round)).toMatchObject({ is: 'open', silent: [CLEO] });
  expect(says(circle, CLEO, round, 'objection')).toBe('');
  expect(circle.round(round).is).toBe('open');
  expect(says(circle, CLEO, round, 'consent')).toBe('');
  expect(circle.round(round).is).toBe('stands');
});

test('One hand alone puts nothing in the place of what all agreed to, however it sets its clock', () => {
  const circle = circleOf(ANA);
  for (const who of [BEN, CLEO]) circle.joins(who);
  const round = proposeIn(circle, ANA);
  for (const who of [BEN, CLEO]) says(circle, who, round, 'consent');
  circle.wait(60);
  for (const [n, [who, opened, until]] of (
    [
      [CLEO, '2020-01-01T00:00:00.000Z', '2026-12-01'],
      [CLEO, '2020-01-01T00:00:00.000Z', '2020-01-08'],
      [ANA, instant(-900), '2026-12-01'],
      [ANA, instant(-900), '2027-01-15'],
    ] as const
  ).entries()) {
    const what = { ...round.proposal, words: `Mine alone ${n}`, asked: [who], opened, until };
    forge(circle, who, 'agree-round', { what }, String(n));
    for (const [k, at] of [opened, circle.now().instant].entries())
      forge(circle, who, 'agree-word', { to: idInHandOf(who, `${n}-round`), read: what, say: 'consent', here: [who], at }, `${n}-${k}`);
  }
  expect(circle.state().mission?.round).toMatchObject({ id: round.id, proposal: round.proposal });
  // Who came later was in no circle then; who began it could have said so alone, and that is all it says.
  expect(circle.state().missionsBefore.every(({ by, since }) => by === ANA && since === instant(-900))).toBe(true);
});

test('Nobody consents for another, and what is no proposal is none', () => {
  const circle = circleOf(ANA, BEN);
  const round = proposeIn(circle, ANA);
  const word = [...circle.records.values()].find(({ kind }) => kind === 'agree-word')!;
  // Under Ana's hand it is Ana's, whatever it says of itself; under nobody's it is nobody's.
  circle.records.set('x', { ...word, id: idInHandOf(ANA, 'again'), fields: { ...word.fields, by: { r: [Object.values(word.seen)[0]!, BEN] } } });
  circle.records.set('y', { ...word, id: 'b'.repeat(27) });
  expect(circle.round(round).silent).toEqual([BEN]);
  const bad: Json[] = [null, [], 'x', {}, { ...jsonOf(round), words: '' }, { ...jsonOf(round), words: 'x'.repeat(601) }, { ...jsonOf(round), until: '2026-02-30T' }];
  bad.push({ ...jsonOf(round), opened: 'yesterday' }, { ...jsonOf(round), asked: [7] }, { ...jsonOf(round), about: 'me' }, { ...jsonOf(round), ends: true });
  for (const what of bad) circle.commit([{ id: idInHandOf(BEN, String(bad.indexOf(what))), kind: 'agree-round', v: 1, set: { what } }]);
  expect(circle.state().open.map(({ id }) => id)).toEqual([round.id]);
});

const jsonOf = (round: Round): Readonly<Record<string, Json>> => ({ ...round.proposal, moments: [], asked: [...round.proposal.asked] });

test('An agreement: from moments, with its rule; changed and ended by consent; examples, and a day to look again', () => {
  const circle = circleOf(ANA, BEN);
  const agree = (): void => {
    for (const round of circle.state().open) says(circle, BEN, round, 'consent');
  };
  expect(circle.does(ANA, (here) => bringMoment(here, { text: ' ' }))).toBe('words-empty');
  expect(circle.does(BEN, (here) => bringMoment(here, { text: 'Leila told me on the Thursday.', kept: 'that one can say it early' }))).toBe('');
  const [moment] = circle.state().moments;
  expect(moment).toMatchObject({ by: BEN, kept: 'that one can say it early' });
  const typed = { words: 'We say it by Friday', evenWhen: 'it is  awkward', rule: 'Plans close on Wednesday.', owner: 'The head of planning', moments: [moment!.id] };
  expect(circle.does(ANA, (here) => proposeAgreement(here, typed))).toBe('');
  expect(circle.state().agreements).toEqual([]);
  agree();
  const [made] = circle.state().agreements;
  expect(made).toMatchObject({ isDue: false, review: '2026-12-27', proposal: { ...typed, evenWhen: 'it is awkward' } });
  expect(missionAndAgreements(circle.records.values()).agreements).toEqual([['We say it by Friday', 'it is awkward']]);

  expect(circle.does(BEN, (here) => giveExample(here, made!, 'strained', 'Twice it was Monday.'))).toBe('');
  expect(circle.does(ANA, (here) => giveExample(here, made!, 'kept', 'The letter.'))).toBe('');
  expect(circle.state().agreements[0]!.examples.map(({ by, how }) => [by, how])).toEqual([
    [ANA, 'kept'],
    [BEN, 'strained'],
  ]);

  circle.wait(60 * DAY);
  expect(circle.state().agreements[0]!.isDue).toBe(true);
  expect(circle.does(BEN, (here) => lookAgain(here, made!.id, '2040-01-01'))).toBe('review-day-wrong');
  expect(circle.does(BEN, (here) => lookAgain(here, made!.id, '2027-03-01'))).toBe('');
  expect(circle.state().agreements[0]).toMatchObject({ isDue: false, review: '2027-03-01' });

  expect(circle.does(ANA, (here) => proposeAgreement(here, { words: 'We say it by Saturday' }, made!.id))).toBe('');
  expect(circle.state().agreements[0]!.proposal.words).toBe('We say it by Friday');
  agree();
  // A changed one has a day of its own.
  expect(circle.state().agreements[0]).toMatchObject({ id: made!.id, review: '2027-02-25', proposal: { words: 'We say it by Saturday' } });
  expect(circle.state().agreements[0]!.versions).toHaveLength(2);
  expect(circle.does(ANA, (here) => proposeEnd(here, circle.state().agreements[0]!))).toBe('');
  expect(circle.state().agreements).toHaveLength(1);
  agree();
  expect(circle.state()).toMatchObject({ agreements: [], ended: [{ id: made!.id, versions: [{}, {}, {}] }] });
});

test('A mission in versions; from time to time everybody is asked whether it is still true', () => {
  const circle = circleOf(ANA, BEN);
  for (const words of ['One.', 'Two.']) says(circle, BEN, proposeIn(circle, ANA, words), 'consent');
  const mission = () => circle.state().mission!;
  expect(mission().round.proposal.words).toBe('Two.');
  expect(circle.state().missionsBefore.map(({ proposal }) => proposal.words)).toEqual(['One.']);
  expect(circle.does(BEN, (here) => answerMission(here, mission().round, 'yes'))).toBe('');
  expect(missionAsks(mission(), BEN)).toBe(false);
  circle.wait(183 * DAY);
  expect([ANA, BEN].map((who) => missionAsks(mission(), who))).toEqual([true, true]);
  expect(circle.does(BEN, (here) => answerMission(here, mission().round, 'partly', 'Less than it was.'))).toBe('');
  expect([ANA, BEN].map((who) => missionAsks(mission(), who))).toEqual([true, false]);
  expect(mission().answers).toMatchObject([{ by: BEN, say: 'partly', text: 'Less than it was.' }]);
});

test('Days and lengths are held within bounds', () => {
  const { does } = circleOf(ANA);
  expect(
    [{ words: ' ' }, { words: 'x'.repeat(601) }, { words: 'x', until: '2027-11-01' }, { words: 'x', until: '2026-10-31' }, { words: 'x', review: 'soon' }].map((typed) =>
      does(ANA, (here) => proposeMission(here, typed)),
    ),
  ).toEqual(['words-empty', 'words-too-long', 'until-day-wrong', 'until-day-wrong', 'review-day-wrong']);
});

// What a person would say of it, told step by step by somebody who was in the room, and not from records.
type Step = { readonly who: number; readonly does: Say | 'leaves' | 'joins' | 'withdraws' };
const steps = fc.array(
  fc.record({ who: fc.nat(4), does: fc.constantFrom<Step['does']>('consent', 'consent', 'consent', 'concern', 'objection', 'leaves', 'joins', 'withdraws') }),
  {
    maxLength: 25,
  },
);

test('Law: the records say what somebody in the room would have said, in any order, on any day before its end', () => {
  const people = [ANA, BEN, CLEO, DAN, 'e'.repeat(26)];
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 4 }), steps, fc.integer(), (size, told, seed) => {
      const circle = circleOf(...people.slice(0, size));
      const round = proposeIn(circle, ANA);
      const asked = new Set(people.slice(0, size));
      const inside = new Set(asked);
      const agreed = new Map<string, boolean>([[ANA, true]]);
      let is = size === 1 ? 'stands' : 'open';
      for (const { who, does } of told) {
        const person = people[who]!;
        if (does === 'joins' && !inside.has(person)) {
          circle.joins(person);
          inside.add(person);
        }
        if (!inside.has(person)) continue;
        if (does === 'leaves' && inside.size > 1) {
          circle.leaves(person);
          inside.delete(person);
        }
        if (does === 'withdraws' && circle.does(person, (here) => withdraw(here, circle.round(round))) === '') is = 'withdrawn';
        if (does === 'consent' || does === 'concern' || does === 'objection') {
          const refused = says(circle, person, round, does);
          expect(refused).toBe(is !== 'open' ? 'round-closed' : asked.has(person) ? '' : 'round-not-asked');
          if (refused !== '') continue;
          agreed.set(person, does !== 'objection');
          if (agreed.get(person) && [...asked].every((one) => !inside.has(one) || agreed.get(one))) is = 'stands';
        }
      }
      expect(circle.round(round).is).toBe(is);
      const shuffled = [...circle.records.values()].map((record, i) => [Math.imul(seed + i, 0x9e3779b1), record] as const).sort(([a], [b]) => a - b);
      expect(
        standing(
          shuffled.map(([, record]) => record),
          circle.members(),
          circle.now(),
        ),
      ).toEqual(circle.state());
      // What stands does so for good, whoever comes or goes.
      if (is !== 'stands') return;
      for (const person of [...inside].slice(1)) circle.leaves(person);
      for (const person of people) if (!circle.members().some(({ id }) => id === person)) circle.joins(person);
      circle.wait(1000 * DAY);
      expect(circle.round(round).is).toBe('stands');
    }),
    { numRuns: 60 },
  );
});

test('Law: whatever anybody writes under these kinds, the rest is read as before', () => {
  const circle = circleOf(ANA, BEN);
  says(circle, BEN, proposeIn(circle, ANA), 'consent');
  const before = missionAndAgreements(circle.records.values(), circle.members());
  fc.assert(
    fc.property(
      fc.constantFrom('agree-round', 'agree-word', 'agree-moment', 'agree-example', 'agree-answer', 'agree-review'),
      fc.dictionary(fc.constantFrom('what', 'to', 'read', 'say', 'here', 'at', 'of', 'text', 'next', 'how', 'amends', 'withdrawn'), fc.jsonValue() as fc.Arbitrary<Json>),
      (kind, set) => {
        const forged = applyChange(undefined, { id: idInHandOf(CLEO, 'x'), kind, v: 1, set }, stampOf(tick('', START), DEVICE), DEVICE);
        expect(missionAndAgreements([...circle.records.values(), forged], circle.members())).toEqual(before);
        standing([...circle.records.values(), forged], circle.members(), circle.now());
      },
    ),
    { numRuns: 60 },
  );
});
