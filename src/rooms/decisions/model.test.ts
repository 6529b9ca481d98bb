import fc from 'fast-check';
import { expect, test } from 'vitest';
import { applyChange, inverseOf, type Change } from '#core/change.ts';
import { stampOf, tick } from '#core/clock.ts';
import { merge, type VaultRecord } from '#core/record.ts';
import { orThrow } from '#core/result.ts';
import { emptySnapshot, withRecords } from '#core/snapshot.ts';
import {
  changeDecision,
  changeHands,
  decide,
  decideHands,
  decisionOf,
  decisionsOf,
  deleteDecision,
  dueAmong,
  dueDecisions,
  isRefused,
  lookAgainOn,
  refuseReview,
  reviewDecision,
  standingOf,
  textToChange,
  towardsCommitment,
  type Decision,
  type DecisionDraft,
} from './model.ts';
import { emptyOption, memberToOption, optionToMember, tidyOptions, type Option } from './option.ts';
import { forecastsOf, nextForecast, qualityAndLuck } from './calibration.ts';
import { reviewToIcs } from './calendar.ts';
import { findNeeded } from './needed.ts';
import { shown } from './shown.ts';

const [DEVICE, OTHER] = ['0'.repeat(13), '1'.repeat(13)];
const NOW = { day: '2026-11-26', instant: '2026-11-26T08:00:00.000Z' };
let clock = '';
const made = (changes: readonly Change[], before?: VaultRecord, device = DEVICE): VaultRecord =>
  changes.reduce<VaultRecord | undefined>((record, change) => {
    clock = tick(clock, Date.parse(NOW.instant));
    return applyChange(record, change, stampOf(clock, device), device);
  }, before)!;
const read = (record: VaultRecord): Decision => decisionOf(record)!;

const take: Option = {
  ...emptyOption('a', 0),
  text: 'Take it, from January',
  for: ['A say in the rota'],
  against: ['No visits with Mrs. Okoro'],
  values: ['fair say'],
  feelings: ['keen'],
  body: ['chest'],
};
const half: Option = { ...emptyOption('b', 1), text: 'Ask for it at half time' };
const lead: DecisionDraft = {
  question: 'Shall I take the team lead post?',
  options: [take, half],
  chosen: 'b',
  affected: 'Tomasz: asked on Thursday.',
  mind: 'If planning keeps zero minutes.',
  expect: 'I still want this post.',
  likely: 65,
  review: '2027-05-03',
};

const words = fc.string({ unit: 'grapheme', maxLength: 30 });
const option: fc.Arbitrary<Option> = fc.record({
  key: fc.constantFrom('a', 'b', 'c', 'd'),
  at: fc.nat(9),
  text: words,
  touches: words,
  for: fc.array(words, { maxLength: 3 }),
  against: fc.array(words, { maxLength: 3 }),
  values: fc.array(words, { maxLength: 3 }),
  feelings: fc.array(words, { maxLength: 3 }),
  body: fc.array(words, { maxLength: 3 }),
});

test('a decision is kept whole: the ways with reasons, values, feelings and body, who is affected, what would change my mind, the forecast, the day', () => {
  const decision = read(made(orThrow(decide(lead, 'd', NOW))));
  expect(decision).toMatchObject({ ...lead, options: [take, half], decided: '2026-11-26', reviewed: '', form: 'decision' });
});

test('nothing but the question is needed', () => {
  expect(read(made(orThrow(decide({ question: ' Move? ' }, 'd', NOW))))).toMatchObject({ question: 'Move?', options: [], chosen: '', decided: '', likely: null, review: '' });
  expect(decide({ question: '  ' }, 'd', NOW)).toMatchObject({ error: { code: 'decision-empty' } });
});

test('a probability of 0 or of 100 is one; one below or above, or none at all, is not', () => {
  for (const likely of [0, 100]) expect(read(made(orThrow(decide({ ...lead, likely }, 'd', NOW)))).likely).toBe(likely);
  for (const likely of [-1, 101, Number.NaN, Number.POSITIVE_INFINITY]) expect(decide({ ...lead, likely }, 'd', NOW)).toMatchObject({ error: { code: 'decision-likely' } });
});

test('it is reviewed before its day, on it or after, and again; quality stands apart from luck', () => {
  const record = made(orThrow(decide(lead, 'd', NOW)));
  for (const day of ['2026-11-27', '2027-05-03', '2031-11-27', '0001-01-01']) {
    const after = made(
      orThrow(reviewDecision(read(record), { came: 'no', happened: 'He broke his wrist.', quality: 'good', luck: 'bad', learnt: 'Ask twice.' }, { ...NOW, day })),
      record,
    );
    expect(read(after)).toMatchObject({ reviewed: day, came: 'no', quality: 'good', luck: 'bad', learnt: 'Ask twice.', question: lead.question });
    expect(standingOf(read(after), '2030-01-01')).toBe('reviewed');
    const again = made(orThrow(reviewDecision(read(after), { came: 'yes', quality: 'mixed' }, { ...NOW, day: '2032-01-01' })), after);
    expect(read(again)).toMatchObject({ reviewed: day, came: 'yes', quality: 'mixed', luck: 'bad', happened: 'He broke his wrist.', learnt: 'Ask twice.' });
  }
  expect(reviewDecision(read(record), { happened: '  ' }, NOW)).toMatchObject({ error: { code: 'decision-review-empty' } });
});

test('what is due waits until it is looked at or put off, the longest due first', () => {
  const of = (id: string, review: string): Decision => read(made(orThrow(decide({ ...lead, review }, id, NOW))));
  const all = [of('a', '2026-11-26'), of('b', '2026-11-20'), of('c', '2026-11-27'), of('d', '')];
  expect(dueDecisions(all, NOW.day).map(({ id }) => id)).toEqual(['b', 'a']);
  const record = made(orThrow(decide({ ...lead, review: '2026-11-20' }, 'b', NOW)));
  expect(dueDecisions([read(made(orThrow(lookAgainOn(read(record), '2026-12-01', NOW)), record))], NOW.day)).toEqual([]);
  expect(lookAgainOn(read(record), '2026-02-30', NOW).ok).toBe(false);
});

test('how one decided can be looked at by six questions, each answered or left; two devices that answer one otherwise show one answer', () => {
  const record = made(orThrow(decide(lead, 'd', NOW)));
  const looked = made(orThrow(reviewDecision(read(record), { checks: { frame: 'yes', facts: 'partly', values: 'no' } }, NOW)), record);
  expect(read(looked)).toMatchObject({ reviewed: NOW.day, checks: { frame: 'yes', facts: 'partly', values: 'no' }, quality: '', came: '' });
  // What is left out stays; what is taken back goes, and the rest of a review can do without them.
  const said = made(orThrow(reviewDecision(read(looked), { quality: 'good' }, NOW)), looked);
  expect(read(said)).toMatchObject({ quality: 'good', checks: { frame: 'yes' } });
  const fewer = made(orThrow(reviewDecision(read(said), { checks: { frame: 'partly' } }, NOW)), said);
  expect(read(fewer).checks).toEqual({ frame: 'partly' });
  expect(reviewDecision(read(record), { checks: {} }, NOW)).toMatchObject({ ok: false, error: { code: 'decision-review-empty' } });
  expect(reviewDecision(read(fewer), { checks: { frame: 'partly' } }, NOW)).toEqual({ ok: true, value: [] });
  expect(shown[0]!.read(looked)!.parts).toMatchObject(
    expect.arrayContaining([
      { label: 'part.checks-yes', words: ['check.frame'] },
      { label: 'part.checks-partly', words: ['check.facts'] },
      { label: 'part.checks-no', words: ['check.values'] },
    ]),
  );
  const [here, there] = (['yes', 'no'] as const).map((reasons, at) => made(orThrow(reviewDecision(read(record), { checks: { reasons } }, NOW)), record, at === 0 ? DEVICE : OTHER));
  const both = merge(here!, there!);
  expect(Object.keys(read(both).checks)).toEqual(['reasons']);
  expect(read(made(orThrow(reviewDecision(read(both), { checks: { reasons: 'partly' } }, NOW)), both)).checks).toEqual({ reasons: 'partly' });
});

test('no to looking again is kept for that day: nothing is asked, it can be looked at all the same, and another day is asked for', () => {
  const record = made(orThrow(decide({ question: 'b?', review: '2026-10-01' }, 'b', NOW)));
  const find = (one: typeof record) => findNeeded({ own: withRecords(emptySnapshot(), [one]), today: NOW.day } as Parameters<typeof findNeeded>[0]);
  const [needed] = find(record);
  const after = made([...needed!.refuse!.changes()], record);
  expect(find(after)).toEqual([]);
  expect(read(after)).toMatchObject({ review: '2026-10-01', refused: '2026-10-01', question: 'b?' });
  expect([isRefused(read(after)), dueDecisions([read(after)], '2030-01-01'), standingOf(read(after), '2030-01-01')]).toEqual([true, [], 'open']);
  expect(refuseReview(read(after))).toEqual([]);
  const again = made(orThrow(lookAgainOn(read(after), '2026-11-01', NOW)), after);
  expect(find(again)).toHaveLength(1);
  expect(standingOf(read(made(orThrow(reviewDecision(read(after), { learnt: 'It settled itself.' }, NOW)), after)), NOW.day)).toBe('reviewed');
});

test('only a number with a plain yes or no, that was looked at, is a forecast', () => {
  const record = made(orThrow(decide(lead, 'd', NOW)));
  const after = (came: 'yes' | 'no' | 'unclear'): Decision => read(made(orThrow(reviewDecision(read(record), { came }, NOW)), record));
  const none = read(
    made(orThrow(reviewDecision(read(made(orThrow(decide({ question: 'x' }, 'x', NOW)))), { came: 'yes' }, NOW)), made(orThrow(decide({ question: 'x' }, 'x', NOW)))),
  );
  expect(forecastsOf([read(record), after('yes'), after('no'), after('unclear'), none])).toEqual([
    { likely: 65, came: true },
    { likely: 65, came: false },
  ]);
  expect(nextForecast([read(record), none], NOW.day)).toBe('2027-05-03');
  expect([...qualityAndLuck([read(made(orThrow(reviewDecision(read(record), { quality: 'good', luck: 'bad' }, NOW)), record)), after('yes')])]).toEqual([['good bad', 1]]);
});

test('changing writes only what differs, choosing another way decides anew, and undo brings back what was there', () => {
  const record = made(orThrow(decide(lead, 'd', NOW)));
  expect(orThrow(changeDecision(read(record), lead, NOW))).toEqual([]);
  const later = { day: '2026-12-01', instant: '2026-12-01T08:00:00.000Z' };
  const changes = orThrow(changeDecision(read(record), { ...lead, chosen: 'a' }, later));
  expect(Object.keys(changes[0]!.set!).sort()).toEqual(['chosen', 'decided', 'modified']);
  const after = made(changes, record);
  expect(read(after)).toMatchObject({ chosen: 'a', decided: '2026-12-01' });
  expect({ ...read(made([inverseOf(record, after)], after)), modified: '' }).toEqual({ ...read(record), modified: '' });
  expect(read(made(orThrow(changeDecision(read(record), { ...lead, chosen: '' }, later)), record))).toMatchObject({ chosen: '', decided: '' });
  expect(changeDecision(read(record), { ...lead, chosen: 'z' }, NOW)).toMatchObject({ error: { code: 'decision-no-such-option' } });
});

test('ways and words that two devices wrote at once are all kept, whichever comes first', () => {
  const base = made(orThrow(decide(lead, 'd', NOW)));
  const mine = made(orThrow(changeDecision(read(base), { ...lead, mind: 'Mine.', options: [{ ...take, text: 'Take it in March' }, half] }, NOW)), base);
  const theirs = made(orThrow(changeDecision(read(base), { ...lead, mind: 'Theirs.', options: [take, { ...half, text: 'Half, or not at all' }] }, NOW)), base, OTHER);
  for (const both of [read(merge(mine, theirs)), read(merge(theirs, mine))]) {
    expect(both.options.map(({ text }) => text).sort()).toEqual(['Half, or not at all', 'Take it in March']);
    for (const one of ['Mine.', 'Theirs.']) expect(textToChange(both, 'mind')).toContain(one);
  }
  const merged = merge(mine, theirs);
  const settled = read(made(orThrow(changeDecision(read(merged), { ...lead, options: read(merged).options, chosen: 'b', mind: 'One.' }, NOW)), merged));
  expect([settled.mind, settled.versions]).toEqual(['One.', {}]);
});

test('the same way changed on both stands twice, each with a name of its own once it is written again', () => {
  const twice = [{ ...take, text: 'one' }, { ...take, text: 'other' }, { ...emptyOption('z', 9) }];
  expect(tidyOptions(twice).map(({ key, text }) => [key, text])).toEqual([
    ['a', 'one'],
    ['a-2', 'other'],
  ]);
});

test('a way comes back from its member as it went in; whatever else stands in the set is passed over', () => {
  fc.assert(
    fc.property(fc.array(option, { maxLength: 6 }), (all) => {
      const tidy = tidyOptions(all);
      expect(tidy.map((one) => memberToOption(optionToMember(one)))).toEqual(tidy);
      expect(tidyOptions(tidy)).toEqual(tidy);
      expect(new Set(tidy.map(({ key }) => key)).size).toBe(tidy.length);
    }),
  );
  for (const odd of ['', '{', '7', 'null', '[]', '{"key":"","text":"x"}', '{"key":"a"}', '{"key":"a","text":7}']) expect(memberToOption(odd)).toBeNull();
  fc.assert(
    fc.property(fc.json(), (text) => {
      expect(() => memberToOption(text)).not.toThrow();
    }),
  );
});

test('a record of another Kith is read as far as it goes', () => {
  const record = made([
    {
      id: 'd',
      kind: 'decision',
      v: 1,
      set: { likely: 'very', review: 'soon', came: 'maybe', chosen: 7, made: NOW.instant },
      write: { question: 'Odd?' },
      add: { options: ['x'], answers: ['y:z', 'private:yes'] },
    },
  ]);
  expect(read(record)).toMatchObject({ question: 'Odd?', likely: null, review: '', came: '', chosen: '', options: [], answers: { private: 'yes' } });
  expect(decisionOf({ ...record, v: 9 })).toBeNull();
  expect(decisionsOf([record, made(deleteDecision({ id: 'd' }), record)])).toHaveLength(1);
});

test('mine or the machine’s: the task, what one thought first, the answers and who does it', () => {
  const record = made(orThrow(decideHands({ question: 'Answer the families', first: 'I know them.', answers: { private: 'yes', learn: 'no' }, hands: 'mine' }, 'm', NOW)));
  expect(read(record)).toMatchObject({ form: 'machine', first: 'I know them.', answers: { private: 'yes', learn: 'no' }, hands: 'mine', decided: '2026-11-26' });
  expect(decideHands({ question: '', hands: 'mine' }, 'm', NOW)).toMatchObject({ error: { code: 'decision-empty' } });
});

test('mine or the machine’s is changed and looked at again, on a day or whenever one likes', () => {
  const record = made(orThrow(decideHands({ question: 'Answer the families', first: 'I know them.', answers: { private: 'yes', learn: 'no' }, hands: 'mine' }, 'm', NOW)));
  const later = { day: '2026-12-01', instant: '2026-12-01T08:00:00.000Z' };
  const draft = { question: 'Answer the families', first: 'I know them.', answers: { private: 'yes', learn: 'yes' }, hands: 'share', review: '2027-01-05' } as const;
  const changed = made(orThrow(changeHands(read(record), draft, later)), record);
  expect(read(changed)).toMatchObject({
    form: 'machine',
    hands: 'share',
    first: 'I know them.',
    answers: { private: 'yes', learn: 'yes' },
    review: '2027-01-05',
    decided: '2026-12-01',
  });
  expect(orThrow(changeHands(read(changed), draft, NOW))).toEqual([]);
  expect(dueAmong([changed], '2027-01-05').map(({ id }) => id)).toEqual(['m']);
  const looked = made(orThrow(reviewDecision(read(changed), { happened: 'It named a child.', quality: 'poor' }, later)), changed);
  expect(read(looked)).toMatchObject({ reviewed: '2026-12-01', happened: 'It named a child.', hands: 'share' });
  expect(changeHands(read(record), { ...draft, question: ' ' }, NOW)).toMatchObject({ error: { code: 'decision-empty' } });
  expect(changeHands(read(record), { ...draft, review: '2027-02-31' }, NOW)).toMatchObject({ error: { code: 'date-does-not-exist' } });
});

test('two devices answered one question otherwise: one answer shows, and what is changed then takes the place of both', () => {
  const record = made(orThrow(decideHands({ question: 'Answer the families', hands: 'mine', answers: { private: 'yes' } }, 'm', NOW)));
  const one = made([{ id: 'm', kind: 'decision', v: 1, add: { answers: ['private:no'] } }], record, OTHER);
  expect(Object.keys(read(one).answers)).toEqual(['private']);
  const after = made(orThrow(changeHands(read(one), { question: 'Answer the families', hands: 'mine', answers: { private: 'unsure' } }, NOW)), one);
  expect(read(after)).toMatchObject({ answers: { private: 'unsure' }, answered: ['private:unsure'] });
});

test('a commitment that grows out of it begins with the way that was chosen and what was asked; with nothing while nothing is decided', () => {
  const of = (draft: DecisionDraft) => towardsCommitment(read(made(orThrow(decide(draft, 'd', NOW)))));
  expect(of({ question: 'Shall I?', options: [{ ...take, text: 'Take it,\nfrom January' }], chosen: 'a' })).toEqual({ push: 'Take it, from January', words: 'Shall I?' });
  expect(of({ question: 'Shall I?', options: [take] })).toEqual({ push: '', words: '' });
  const task = read(made(orThrow(decideHands({ question: 'Answer the families', first: 'I know them.', hands: 'mine' }, 'm', NOW))));
  expect(towardsCommitment(task)).toEqual({ push: 'Answer the families', words: 'I know them.' });
});

test('outside its room it shows its question, all its words and the feelings named', () => {
  const record = made(orThrow(decide(lead, 'd', NOW)));
  const one = shown[0]!.read(record)!;
  expect(one).toMatchObject({ title: lead.question, when: '2026-11-26', feelings: ['keen'] });
  const text = JSON.stringify(one.parts);
  for (const word of ['Mrs. Okoro', 'fair say', 'Tomasz', 'zero minutes', 'still want', '65 / 100', 'half time']) expect(text).toContain(word);
});

test('the day to look again is a calendar file of one whole day', () => {
  const ics = reviewToIcs(read(made(orThrow(decide(lead, 'd', NOW)))), 'Look again: Shall I?', NOW.instant);
  for (const line of ['DTSTART;VALUE=DATE:20270503', 'DTEND;VALUE=DATE:20270504', 'UID:d@kith', 'SUMMARY:Look again: Shall I?', 'DESCRIPTION:I still want this post.\\n65 / 100'])
    expect(ics).toContain(line);
});

test('a way that was written otherwise than this Kith writes it does not stand twice once it is changed, and keeps what is not known of it', () => {
  const odd = '{"text":"Go","key":"a","at":0,"for":[],"cost":{"hours":5}}';
  const other = '{"at":1,"text":"Stay","key":"b","newer":true}';
  const record = made([{ id: 'd', kind: 'decision', v: 1, set: { made: NOW.instant }, write: { question: 'Go?' }, add: { options: [odd, other, 'no way'] } }]);
  const [go, stay] = read(record).options;
  const changes = orThrow(changeDecision(read(record), { question: 'Go?', options: [{ ...go!, text: 'Go now' }, stay!] }, NOW));
  const after = made(changes, record);
  expect(read(after).options.map(({ text }) => text)).toEqual(['Go now', 'Stay']);
  expect(Object.keys((after.fields['options'] as { readonly s: object }).s).sort()).toEqual([other, '{"key":"a","at":0,"text":"Go now","cost":{"hours":5}}', 'no way'].sort());
  expect(orThrow(changeDecision(read(record), { question: 'Go?', options: read(record).options }, NOW))).toEqual([]);
});

test('two ways of one long name get names of their own', () => {
  const key = 'k'.repeat(40);
  const tidy = tidyOptions([
    { ...take, key },
    { ...take, key, text: 'other' },
    { ...take, key, text: 'third' },
  ]);
  expect(new Set(tidy.map((one) => one.key)).size).toBe(3);
});

test('what is longer than fits is refused and not cut', () => {
  const many = Array.from({ length: 51 }, (_, n) => `reason ${n}`);
  expect(decide({ question: 'x', options: [{ ...take, for: many }] }, 'd', NOW)).toMatchObject({ error: { code: 'decision-list-long', with: { most: 50 } } });
  expect(decide({ question: 'x', options: [{ ...take, against: ['x'.repeat(2001)] }] }, 'd', NOW)).toMatchObject({ error: { code: 'decision-too-long', with: { most: 2000 } } });
});

test('a moment of making that is none is not known', () => {
  for (const at of ['not a day at all', '2026-02-31T00:00:00.000Z', '']) {
    const record = made([{ id: 'd', kind: 'decision', v: 1, set: { made: at, decided: '2026-11-26' }, write: { question: 'Odd?' } }]);
    expect(read(record).made).toBe('');
    expect(shown[0]!.read(record)).toMatchObject({ when: '2026-11-26' });
  }
});

test('what is due is found among all records as among all decisions, whatever stands where the day does', () => {
  const of = (id: string, review: string): VaultRecord => made(orThrow(decide({ ...lead, review }, id, NOW)));
  const odd = made([{ id: 'o', kind: 'decision', v: 1, set: { made: NOW.instant, review: '0' }, write: { question: 'Odd?' } }]);
  const over = of('r', '2026-11-01');
  const all = [of('a', '2026-11-26'), of('b', '2026-11-20'), of('c', '2026-11-27'), of('d', ''), odd, made(orThrow(reviewDecision(read(over), { came: 'yes' }, NOW)), over)];
  expect(dueAmong(all, NOW.day)).toEqual(dueDecisions(decisionsOf(all), NOW.day));
  expect(dueAmong(all, NOW.day).map(({ id }) => id)).toEqual(['b', 'a']);
});

test('a year before 1 is said to be out of range, and nothing else of the decision is refused for it', () => {
  const record = made(orThrow(decide(lead, 'a'.repeat(26), NOW)));
  for (const day of ['0000-01-01', '-0044-03-15']) {
    const wanted = { ok: false, error: { code: 'date-out-of-range', with: { text: day } } };
    expect(decide({ ...lead, review: day }, 'b'.repeat(26), NOW)).toEqual(wanted);
    expect(changeDecision(read(record), { ...lead, review: day }, NOW)).toEqual(wanted);
    expect(lookAgainOn(read(record), day, NOW)).toEqual(wanted);
  }
  for (const day of ['2026-12-01T09:00', 'soon']) expect(lookAgainOn(read(record), day, NOW)).toMatchObject({ error: { code: 'date-not-understood' } });
  expect(lookAgainOn(read(record), '0001-01-01', NOW).ok).toBe(true);
});
