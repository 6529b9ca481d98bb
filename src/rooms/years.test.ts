// A year before 1, wherever a room asks for a day: it is said to lie outside the years that Kith keeps, and nothing is made of it. Whoever
// copies from an old chronicle has such years.

import { expect, test } from 'vitest';
import type { Change } from '#core/change.ts';
import type { Result } from '#core/result.ts';
import { setDate, type Action } from './actions/model.ts';
import { makeCommitment } from './commitments/model.ts';
import { decide } from './decisions/model.ts';
import { prepareTalk } from './feelings/model.ts';
import { raiseIssue } from './issues/deeds.ts';
import { restEntry } from './journal/look-back.ts';
import { closeQuestion } from './journal/questions.ts';
import { entryOf, type Entry } from './journal/model.ts';
import { markEnergy } from './purpose/energy.ts';
import { keepGift } from './purpose/gifts.ts';
import { setGoal } from './purpose/goals.ts';
import { writeVersion } from './purpose/model.ts';
import { noteOnSkill } from './skills/notes.ts';
import { sayNeed } from './systems/arrows.ts';
import type { Part } from './systems/model.ts';

const NOW = { when: '2026-11-26T09:00', zone: 'Z', instant: '2026-11-26T09:00:00.000Z', day: '2026-11-26' };
const ID = '0'.repeat(26);
const part = { id: ID, need: { push: '', otherPushes: [], who: '', by: '' } } as unknown as Part;
const question = { id: ID, text: 'What for?', closed: '' } as unknown as Parameters<typeof closeQuestion>[0];
const entry: Entry = entryOf({ id: ID, kind: 'entry', v: 1, seen: {}, fields: { when: { r: ['', '2026-11-20'] }, text: { t: [['', 'Rain.']] } } } as unknown as Parameters<
  typeof entryOf
>[0])!;
const here = { me: ID, now: NOW, newId: () => ID, members: [] } as unknown as Parameters<typeof setDate>[0];

/** What takes a day, in each room that has one. */
const DAYS: Readonly<Record<string, (day: string) => Result<Change[]>>> = {
  decisions: (day) => decide({ question: 'Shall I?', review: day }, ID, NOW),
  commitments: (by) => makeCommitment({ what: 'Swim', by }, ID, NOW),
  feelings: (on) => prepareTalk({ about: 'The rota', on }, ID, NOW),
  success: (since) => writeVersion('success', { text: 'Enough time', since }, ID, NOW),
  gifts: (day) => keepGift({ text: 'I listen', day }, ID, NOW),
  goals: (by) => setGoal({ what: 'A course', by }, ID, NOW),
  energy: (day) => markEnergy({ what: 'Late shifts', energy: -1, day }, ID, NOW),
  skills: (day) => noteOnSkill({ id: ID }, { text: 'I wait.', day }, ID, NOW),
  systems: (by) => sayNeed(part, { by }, NOW),
  questions: (day) => closeQuestion(question, NOW, day),
  'another look': (day) => restEntry(entry, day, NOW),
  issues: (due) => raiseIssue({ title: 'No travel time', due }, { me: ID, id: ID, instant: NOW.instant }),
  actions: (when) => setDate(here, { id: ID, is: 'open', joined: [{ by: ID }] } as unknown as Action, { what: 'We meet', when, instant: '' }),
};

test('a year before 1 is said to be out of range, whatever the day is for', () => {
  for (const day of ['0000-05-01', '-0044-03-15'])
    for (const [what, take] of Object.entries(DAYS)) expect(take(day), `${what} ${day}`).toEqual({ ok: false, error: { code: 'date-out-of-range', with: { text: day } } });
});
