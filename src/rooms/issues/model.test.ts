// What a person can rely on of an issue: who may close it, what silence is, what another's program cannot do, and what leaves the circle.

import { checkPageDay } from '#core/page-day.ts';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { applyChange, type Change } from '#core/change.ts';
import { stampOf, tick } from '#core/clock.ts';
import { idInHandOf } from '#core/one-hand.ts';
import type { VaultRecord } from '#core/record.ts';
import type { Result } from '#core/result.ts';
import { emptySnapshot, withRecords, type Snapshot } from '#core/snapshot.ts';
import { addDays } from '#core/when.ts';
import { createdAs } from '#core/kind.ts';
import { writeEntry } from '#rooms/journal/model.ts';
import '../../../test/seed.ts';
import {
  askRole,
  closeIssue,
  joinIssue,
  leaveIssue,
  notePage,
  notMine,
  noteWithdrawn,
  raiseIssue,
  recordAnswer,
  recordOutcome,
  recordPromise,
  reopenIssue,
  rewordIssue,
  sayNotMine,
  sayWay,
  withdrawIssue,
  type Doer,
  type IssueDraft,
} from './deeds.ts';
import { draftFromEntry } from './from-entry.ts';
import { issuesIn, issuesOfMe, standingOf, type Sheet } from './model.ts';
import { bandOf, letterOf, mayPublish, namesInWords, outsideFromJson, outsideOf, outsideToJson, type Going } from './outside.ts';
import { endingOf, isBiggerThanOne, lineKind, SHOWN } from './sheet.ts';
import { silenceNow, timelineOf } from './timeline.ts';

const ID = (letter: string): string => letter.repeat(26);
const [ANA, BEN, CAI, DEE] = ['a', 'b', 'c', 'd'].map(ID) as [string, string, string, string];
const NAMES = new Map([
  [ANA, 'Ana Ruiz'],
  [BEN, 'Ben'],
  [CAI, 'Cai'],
  [DEE, 'Dee'],
]);
const DEVICE = '0'.repeat(13);
const day = (instant: string): string => instant.slice(0, 10);
const good = <T>(result: Result<T>): T => {
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
};
const code = (result: Result<unknown>): string => (result.ok ? 'ok' : result.error.code);

/** A circle's records as they grow, on one device; ids are counted. */
const circle = () => {
  let clock = '';
  let count = 0;
  const records = new Map<string, VaultRecord>();
  const write = (changes: Change[] | Result<Change[]>): void => {
    for (const change of 'ok' in changes ? good(changes) : changes) {
      clock = tick(clock, Date.parse('2026-11-25T12:00:00.000Z'));
      records.set(change.id, applyChange(records.get(change.id), change, stampOf(clock, DEVICE), DEVICE));
    }
  };
  const by = (me: string, on: string): Doer => ({ me, id: String(count++).padStart(26, '0'), instant: `${on}T10:00:00.000Z` });
  const snapshot = (): Snapshot => withRecords(emptySnapshot(), [...records.values()]);
  const sheet = (): Sheet => issuesIn(snapshot())[0]!;
  return { records, write, by, snapshot, sheet };
};

const DRAFT: IssueDraft = {
  title: 'Visits are planned back to back',
  happens: 'Each visit starts in the minute the last one ends.',
  area: 'demands',
  cause: 'The program is set to zero minutes.',
  role: 'The head of planning',
  ask: 'Plan twelve minutes between visits.',
  due: '2026-12-01',
  replies: { others: 'yes', elsewhere: 'yes', before: 'not-known' },
};

const raised = () => {
  const at = circle();
  at.write(raiseIssue(DRAFT, at.by(ANA, '2026-11-01')));
  return at;
};

test('An issue is raised, joined by name, asked, met with silence, answered late, promised, kept, and closed by those affected', () => {
  const at = raised();
  expect(standingOf(at.sheet(), '2026-11-01')).toEqual({ is: 'raised', day: '', days: 0 });
  at.write(joinIssue(at.sheet(), at.by(BEN, '2026-11-02')));
  expect(at.sheet().joined).toEqual([{ by: BEN, at: '2026-11-02T10:00:00.000Z' }]);
  at.write(askRole(at.sheet(), '2026-11-03', at.by(BEN, '2026-11-03')));
  expect(standingOf(at.sheet(), '2026-11-10')).toEqual({ is: 'asked', day: '2026-12-01', days: 21 });
  expect(standingOf(at.sheet(), '2026-12-03')).toEqual({ is: 'no-answer', day: '2026-12-01', days: 2 });
  expect(silenceNow(at.sheet(), '2026-12-03')).toBe(30);
  at.write(recordAnswer(at.sheet(), { on: '2026-12-04', text: 'I will try seven minutes.', gives: 'part' }, at.by(CAI, '2026-12-04')));
  expect(standingOf(at.sheet(), '2026-12-05')).toEqual({ is: 'answered', day: '2026-12-04', days: 1 });
  at.write(recordPromise(at.sheet(), { on: '2026-12-04', text: 'Twelve minutes on two routes', due: '2026-12-10' }, at.by(CAI, '2026-12-04')));
  expect(standingOf(at.sheet(), '2026-12-12')).toEqual({ is: 'promise-due', day: '2026-12-10', days: 2 });
  at.write(recordOutcome(at.sheet(), at.sheet().promises[0]!, { is: 'kept', on: '2026-12-13' }, at.by(BEN, '2026-12-13')));
  expect(at.sheet().promises[0]!.outcome!.is).toBe('late');
  at.write(closeIssue(at.sheet(), { is: 'partly', on: '2026-12-14' }, at.by(BEN, '2026-12-14')));
  expect(standingOf(at.sheet(), '2026-12-20')).toEqual({ is: 'closed', day: '2026-12-14', days: 6 });
  expect(timelineOf(at.sheet(), '2026-12-20', day).map((event) => `${event.day} ${event.is}${event.is === 'silence' ? ` ${event.days}` : ''}`)).toEqual([
    '2026-11-01 raised',
    '2026-11-02 joined',
    '2026-11-03 asked',
    '2026-11-03 silence 31',
    '2026-12-04 answered',
    '2026-12-04 promised',
    '2026-12-04 silence 9',
    '2026-12-13 outcome',
    '2026-12-13 silence 1',
    '2026-12-14 closed',
  ]);
  const late = timelineOf(at.sheet(), '2026-12-20', day).find((event) => event.is === 'answered')!;
  expect(late.is === 'answered' && late.daysLate).toBe(3);
  at.write(reopenIssue(at.sheet(), '2026-12-15', at.by(ANA, '2026-12-15')));
  expect(at.sheet().closed).toBeNull();
  expect([isBiggerThanOne(at.sheet().issue), isBiggerThanOne({ replies: { others: 'yes', elsewhere: 'yes', before: 'yes' } })]).toEqual([false, true]);
});

test('Only those affected close it, open it again and say that a promise was kept: what another’s program writes of that is passed over', () => {
  const at = raised();
  at.write(recordPromise(at.sheet(), { on: '2026-11-04', text: 'Soon', due: '2026-11-20' }, at.by(DEE, '2026-11-04')));
  expect(
    [
      closeIssue(at.sheet(), { is: 'changed', on: '2026-11-05' }, at.by(CAI, '2026-11-05')),
      reopenIssue(at.sheet(), '2026-11-05', at.by(CAI, '2026-11-05')),
      recordOutcome(at.sheet(), at.sheet().promises[0]!, { is: 'kept', on: '2026-11-05' }, at.by(CAI, '2026-11-05')),
      sayWay(at.sheet(), 'go', true, at.by(CAI, '2026-11-05')),
      rewordIssue(at.sheet().issue, DRAFT, CAI),
    ].map(code),
  ).toEqual(['issue-affected-only', 'issue-affected-only', 'issue-affected-only', 'issue-affected-only', 'issue-not-yours']);
  const forged = (what: string, more: Record<string, string>): Change => {
    const { me, id, instant } = at.by(CAI, '2026-11-05');
    return createdAs(lineKind, idInHandOf(me, id), { issue: at.sheet().issue.id, what, on: '2026-11-05', at: instant, ...more });
  };
  at.write([forged('close', { is: 'changed' }), forged('outcome', { to: at.sheet().promises[0]!.id, is: 'kept' })]);
  expect([at.sheet().closed, at.sheet().promises[0]!.outcome]).toEqual([null, null]);
  // Joining afterwards does not make it count; and a part under another id, in another's name, joins nobody.
  at.write(joinIssue(at.sheet(), at.by(CAI, '2026-11-06')));
  expect(at.sheet().closed).toBeNull();
  at.write([{ id: idInHandOf(DEE, 'part-other'), kind: 'issue-part', v: 1, set: { issue: at.sheet().issue.id, joined: '2026-11-06T10:00:00.000Z' } }]);
  expect([...at.sheet().affected]).toEqual([ANA, CAI]);
});

test('One may take one’s name from it; what one closed while in it stays closed, also when one comes back', () => {
  const at = raised();
  at.write(joinIssue(at.sheet(), at.by(BEN, '2026-11-02')));
  at.write(sayWay(at.sheet(), 'go', true, at.by(BEN, '2026-11-02')));
  at.write(closeIssue(at.sheet(), { is: 'changed', on: '2026-11-03' }, at.by(BEN, '2026-11-03')));
  expect(code(closeIssue(at.sheet(), { is: 'changed', on: '2026-11-03' }, at.by(ANA, '2026-11-03')))).toBe('issue-closed-already');
  at.write(leaveIssue(at.sheet(), at.by(BEN, '2026-11-04')));
  expect([at.sheet().joined, [...at.sheet().voices], at.sheet().closed?.by]).toEqual([[], [], BEN]);
  at.write(joinIssue(at.sheet(), at.by(BEN, '2026-11-05')));
  expect([at.sheet().joined.length, at.sheet().closed?.by]).toEqual([1, BEN]);
  expect([code(leaveIssue(at.sheet(), at.by(ANA, '2026-11-05'))), code(withdrawIssue(at.sheet(), ANA)), code(withdrawIssue(at.sheet(), BEN))]).toEqual([
    'issue-raised-by-you',
    'issue-of-others-too',
    'issue-not-yours',
  ]);
});

test('Silence says what is due next, and says nothing of it where something is over its day', () => {
  const at = raised();
  at.write(askRole(at.sheet(), '2026-11-03', at.by(ANA, '2026-11-03')));
  at.write(recordPromise(at.sheet(), { on: '2026-11-05', text: 'Soon', due: '2026-11-20' }, at.by(ANA, '2026-11-05')));
  const next = (today: string) => timelineOf(at.sheet(), today, day).flatMap((event) => (event.is === 'silence' ? [`${event.days} ${event.next}`] : []));
  expect([next('2026-11-05'), next('2026-11-06'), next('2026-11-20'), next('2026-11-21')]).toEqual([['2 '], ['2 ', '1 2026-11-20'], ['2 ', '15 2026-11-20'], ['2 ', '16 ']]);
  expect([silenceNow(at.sheet(), '2026-11-05'), silenceNow(at.sheet(), '2026-11-06'), silenceNow(raised().sheet(), '2026-12-01')]).toEqual([null, 1, null]);
});

test('That it is not mine is said in my own vault, and to nobody', () => {
  const own = circle();
  const at = raised();
  expect([...notMine(own.snapshot(), ID('v'))]).toEqual([]);
  own.write([sayNotMine(ID('v'), at.sheet().issue.id)]);
  expect([[...notMine(own.snapshot(), ID('v'))], [...notMine(own.snapshot(), ID('w'))]]).toEqual([[at.sheet().issue.id], []]);
  expect(issuesIn(own.snapshot())).toEqual([]);
});

test('What cannot be asked is refused in words; what was asked stays as it was asked', () => {
  const at = circle();
  at.write(raiseIssue({ title: ' No   travel time ' }, at.by(ANA, '2026-11-01')));
  const { issue } = at.sheet();
  expect(issue.title).toBe('No travel time');
  const ask = (): string => code(askRole(at.sheet(), '2026-11-03', at.by(ANA, '2026-11-03')));
  const codes = [ask()];
  for (const draft of [
    { role: 'Planning' },
    { role: 'Planning', ask: 'Twelve' },
    { role: 'Planning', ask: 'Twelve', due: '2026-11-02' },
    { role: 'Planning', ask: 'Twelve', due: '2026-11-03' },
  ]) {
    at.write(rewordIssue(at.sheet().issue, { title: issue.title, ...draft }, ANA));
    codes.push(ask());
  }
  expect(codes).toEqual(['issue-role-none', 'issue-ask-none', 'issue-due-none', 'issue-due-past', 'ok']);
  at.write(askRole(at.sheet(), '2026-11-03', at.by(ANA, '2026-11-03')));
  at.write(rewordIssue(at.sheet().issue, { title: issue.title, role: 'Planning', ask: 'Fifteen', due: '2026-11-09' }, ANA));
  expect([at.sheet().asked[0]!.text, at.sheet().asked[0]!.due, at.sheet().issue.ask]).toEqual(['Twelve', '2026-11-03', 'Fifteen']);
  const of = (draft: IssueDraft): string => code(raiseIssue(draft, at.by(ANA, '2026-11-01')));
  expect([of({ title: ' ' }), of({ title: 'x'.repeat(201) }), of({ title: 'x', due: '2026-13-01' }), of({ title: 'x', area: 'fate' as never })]).toEqual([
    'issue-title-empty',
    'issue-text-too-long',
    'date-does-not-exist',
    'issue-area-unknown',
  ]);
  expect(
    [
      checkPageDay('2026-11-25', '2026-11-25', 'issue-page-day'),
      checkPageDay('2026-11-24', '2026-11-25', 'issue-page-day'),
      checkPageDay('2027-11-26', '2026-11-25', 'issue-page-day'),
      checkPageDay('', '2026-11-25', 'issue-page-day'),
    ].map(code),
  ).toEqual(['ok', 'issue-page-day', 'issue-page-day', 'date-not-understood']);
});

test('What issues want of me now: mine without an answer or with a promise due; new ones of others for fourteen days; nothing of closed ones', () => {
  const at = raised();
  const of = (me: string, today: string) => issuesOfMe(at.snapshot(), me, today, day).map(({ why, days }) => `${why} ${days}`);
  expect([of(BEN, '2026-11-03'), of(BEN, '2026-11-20'), of(ANA, '2026-11-03')]).toEqual([['is-it-yours 2'], [], []]);
  at.write(askRole(at.sheet(), '2026-11-03', at.by(ANA, '2026-11-03')));
  expect([of(ANA, '2026-12-01'), of(ANA, '2026-12-05')]).toEqual([[], ['no-answer 4']]);
  at.write(closeIssue(at.sheet(), { is: 'unchanged', on: '2026-12-05' }, at.by(ANA, '2026-12-05')));
  expect([of(ANA, '2026-12-05'), of(BEN, '2026-11-03')]).toEqual([[], []]);
});

describe('what leaves the circle', () => {
  const going = (more: Partial<Going> = {}): Going => ({ shows: new Set(SHOWN), circle: 'Tuesday circle', members: NAMES, today: '2026-11-25', dayOf: day, ...more });
  const all = () => {
    const at = raised();
    for (const [who, on] of [
      [BEN, '2026-11-02'],
      [CAI, '2026-11-02'],
      [DEE, '2026-11-03'],
    ] as const)
      at.write(joinIssue(at.sheet(), at.by(who, on)));
    return at;
  };

  test('A name goes only of who is in the circle and said yes; a count below five does not go', () => {
    const at = all();
    expect(outsideOf(at.sheet(), going())).toMatchObject({ names: [], count: 0, circle: 'Tuesday circle' });
    at.write(sayWay(at.sheet(), 'go', true, at.by(BEN, '2026-11-04')));
    at.write(sayWay(at.sheet(), 'without-names', true, at.by(CAI, '2026-11-04')));
    at.write(sayWay(at.sheet(), 'wait', true, at.by(DEE, '2026-11-04')));
    expect(outsideOf(at.sheet(), going()).names).toEqual(['Ben']);
    expect(outsideOf(at.sheet(), going({ members: new Map([[ANA, 'Ana Ruiz']]) })).names).toEqual([]);
    at.write(sayWay(at.sheet(), 'without-names', false, at.by(BEN, '2026-11-05')));
    expect(outsideOf(at.sheet(), going()).names).toEqual([]);
    expect([4, 5, 9, 10, 19, 20, 30].map(bandOf)).toEqual([0, 5, 5, 10, 10, 20, 20]);
  });

  test('Names that stand in the words are found before they go, with and without a surname', () => {
    const at = all();
    const words = (happens: string, role = '') => namesInWords({ ...outsideOf(at.sheet(), going()), happens, role }, at.sheet(), NAMES);
    expect([words('Benefits were cut.'), words('ben was told off.'), words('Ana and Cai wait.'), words('', 'Dee’s manager')]).toEqual([[], ['Ben'], ['Ana Ruiz', 'Cai'], ['Dee']]);
    at.write(sayWay(at.sheet(), 'go', true, at.by(BEN, '2026-11-04')));
    expect(words('Ben was told off.')).toEqual([]);
  });

  test('No member stands in a letter or a page where nobody said yes, whatever happened on the record', () => {
    const at = all();
    at.write(askRole(at.sheet(), '2026-11-03', at.by(BEN, '2026-11-03')));
    at.write(recordPromise(at.sheet(), { on: '2026-11-04', text: 'Soon', due: '2026-11-20' }, at.by(CAI, '2026-11-04')));
    at.write(recordOutcome(at.sheet(), at.sheet().promises[0]!, { is: 'refused', on: '2026-11-21', text: 'Dee was shouted at' }, at.by(DEE, '2026-11-21')));
    at.write(closeIssue(at.sheet(), { is: 'unchanged', on: '2026-11-22', text: 'Ben gives up' }, at.by(BEN, '2026-11-22')));
    at.write(notePage(at.sheet(), { secret: ID('0'), until: '2026-12-24', shows: ['cause'] }, at.by(BEN, '2026-11-22')));
    const outside = outsideOf(at.sheet(), going());
    const letter = letterOf(
      outside,
      (key, places) => `${key} ${JSON.stringify(places ?? {})}`,
      (each) => each,
    );
    for (const text of [outsideToJson(outside), letter])
      for (const known of [...NAMES.values(), ...NAMES.keys(), 'shouted', 'gives up', ID('0')]) expect(text).not.toContain(known);
    expect(letter).toContain('Plan twelve minutes between visits.');
    expect(outsideFromJson(JSON.parse(outsideToJson(outside)))).toEqual(outside);
    const bare = outsideOf(at.sheet(), going({ shows: new Set() }));
    expect([bare.cause, bare.circle, bare.count, bare.record]).toEqual(['', '', 0, []]);
  });

  test('Who raised it gives its words to be put before the role without a name, and can say otherwise at any time', () => {
    const at = all();
    const leave = (account: string, isIn = true) => mayPublish(at.sheet(), { account, isIn }, '2026-11-25');
    expect(leave(BEN)).toEqual({ may: true, named: false, until: '' });
    at.write(sayWay(at.sheet(), 'go', true, at.by(ANA, '2026-11-04')));
    expect(leave(BEN)).toMatchObject({ may: true, named: true });
    at.write(sayWay(at.sheet(), 'wait', false, at.by(ANA, '2026-11-05')));
    // Another's wait is heard, and does not decide; one's own words are one's own.
    at.write(sayWay(at.sheet(), 'go', false, at.by(BEN, '2026-11-05')));
    expect([leave(BEN).may, leave(CAI).may, leave(ANA).may, leave(BEN, false).may]).toEqual([false, false, true, false]);
  });

  test('A page is over once whose it is withdrew it; another’s word that it was withdrawn hides it from nobody but that other', () => {
    const at = all();
    at.write(notePage(at.sheet(), { secret: ID('0'), until: '2026-12-24', shows: ['record', 'cause'] }, at.by(BEN, '2026-11-22')));
    expect(at.sheet().pages[0]).toMatchObject({ by: BEN, shows: ['cause', 'record'], ended: null });
    at.write(noteWithdrawn(at.sheet(), at.sheet().pages[0]!, '2026-11-23', at.by(CAI, '2026-11-23')));
    // Any member may take it away at the host; whether Cai's program did so, no record shows.
    const byCai = at.sheet().pages[0]!;
    expect([byCai.ended, byCai.said.map(({ by }) => by), endingOf(byCai, ANA), endingOf(byCai, BEN), endingOf(byCai, CAI)?.by]).toEqual([null, [CAI], null, null, CAI]);
    at.write(noteWithdrawn(at.sheet(), byCai, '2026-11-24', at.by(CAI, '2026-11-24')));
    at.write(noteWithdrawn(at.sheet(), byCai, '2026-11-24', at.by(BEN, '2026-11-24')));
    const byBen = at.sheet().pages[0]!;
    expect([byBen.ended?.by, byBen.said.length, endingOf(byBen, ANA)?.by]).toEqual([BEN, 1, BEN]);
    const ends = timelineOf(at.sheet(), '2026-11-25', (instant) => instant.slice(0, 10)).flatMap((event) => (event.is === 'page-end' ? [[event.by, event.isSaid]] : []));
    expect(ends).toEqual([
      [CAI, true],
      [BEN, false],
    ]);
  });

  test('Law: a page that anybody made is read within bounds, or not at all', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.dictionary(fc.constantFrom('title', 'day', 'record', 'names', 'count', 'until', 'area', 'role'), fc.jsonValue()), (any, parts) => {
        expect(outsideFromJson(any)).toBeNull();
        const read = outsideFromJson({ v: 1, is: 'issue', ...parts });
        if (read) expect(outsideFromJson(JSON.parse(outsideToJson(read)))).toEqual(read);
      }),
      { numRuns: 200 },
    );
  });
});

test('A member who floods a circle with issues of days to come hides nobody else’s', () => {
  const at = raised();
  const many = Array.from({ length: 600 }, (_, n) => good(raiseIssue({ title: `Flood ${n}` }, { me: BEN, id: `flood-${n}`, instant: '9000-01-01T00:00:00.000Z' }))).flat();
  at.write(many);
  const all = issuesIn(at.snapshot());
  expect(all.filter(({ issue }) => issue.by === ANA)).toHaveLength(1);
  expect(all.length).toBeLessThan(300);
});

test('From an entry come its words and nothing else; what is no entry gives nothing', () => {
  const at = circle();
  const now = { when: '2026-11-25T10:00', zone: '+00:00', instant: '2026-11-25T10:00:00.000Z' };
  const text = '# Late again. The bus was full.\n\nI walked.';
  at.write(writeEntry({ text, people: ['Nadia'], place: 'Northside', feelings: ['tired'] }, ID('e'), now));
  expect(draftFromEntry(at.records.get(ID('e')))).toEqual({ title: 'Late again', happens: text });
  expect([draftFromEntry(undefined), draftFromEntry(raised().records.values().next().value)]).toEqual([null, null]);
});

/** Any line that any member's program may write on Ana's issue, or beside it. */
const anyLine = (issue: string) =>
  fc
    .record({
      by: fc.constantFrom(ANA, BEN, CAI, DEE, ''),
      id: fc.integer({ min: 0, max: 40 }),
      kind: fc.constantFrom('issue', 'issue-line', 'issue-part', 'issue-page'),
      fields: fc.dictionary(
        fc.constantFrom('issue', 'what', 'on', 'text', 'role', 'due', 'gives', 'is', 'to', 'at', 'joined', 'left', 'way', 'named', 'title', 'secret', 'until'),
        fc.oneof(
          fc.constantFrom(
            issue,
            'close',
            'reopen',
            'answer',
            'promise',
            'outcome',
            'asked',
            'page-end',
            'kept',
            'changed',
            '2026-11-20',
            '2026-11-20T10:00:00.000Z',
            'go',
            ID('0'),
          ),
          fc.jsonValue({ maxDepth: 1 }),
        ),
        { maxKeys: 8 },
      ),
    })
    .map(({ by, id, kind, fields }): Change => {
      const rest = kind === 'issue-part' ? `part-${issue.slice(27)}` : String(id).padStart(26, '0');
      return { id: by === '' ? rest : idInHandOf(by, rest), kind, v: 1, set: JSON.parse(JSON.stringify(fields)) as Record<string, never> };
    });

test('Law: whatever other members’ programs write, in whatever order it comes, nothing throws, all see the same, and only those affected have closed it', () => {
  const issue = raised().sheet().issue.id;
  fc.assert(
    fc.property(fc.array(anyLine(issue), { maxLength: 25 }), fc.integer({ min: 0, max: 400 }), (changes, ahead) => {
      const at = raised();
      for (const change of changes) if (change.id !== issue) at.write([change]);
      const today = addDays('2026-11-01', ahead);
      const sheets = issuesIn(at.snapshot());
      const turned = withRecords(emptySnapshot(), [...at.records.values()].reverse());
      expect(issuesIn(turned)).toEqual(sheets);
      for (const sheet of sheets) {
        for (const { by } of [...sheet.closings, ...sheet.outcomes]) expect(by === sheet.issue.by || sheet.firstJoined.has(by)).toBe(true);
        for (const event of timelineOf(sheet, today, day)) if (event.is === 'silence') expect(event.days).toBeGreaterThan(0);
        expect(standingOf(sheet, today).days).toBeGreaterThanOrEqual(0);
        issuesOfMe(at.snapshot(), BEN, today, day);
        outsideOf(sheet, { shows: new Set(SHOWN), circle: 'x', members: NAMES, today, dayOf: day });
      }
    }),
    { numRuns: 300 },
  );
});
