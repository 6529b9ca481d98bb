// Forms: given back as it stands a form changes nothing; each name of each kind can be given another value, reads back as that, and nothing
// else is touched; what is no name or no value is refused. The records are those that the rooms' own commands make.

import { stringify } from 'yaml';
import { expect, test } from 'vitest';
import { applyChange, type Change } from '#core/change.ts';
import { stampOf, tick } from '#core/clock.ts';
import type { VaultRecord } from '#core/record.ts';
import { orThrow, type Result } from '#core/result.ts';
import { parseWhole, type YamlValue } from '#formats/front-matter.ts';
import { decide, decideHands, decisionOf } from './decisions/model.ts';
import { emptyOption } from './decisions/option.ts';
import { debriefTalk, listen, prepareTalk } from './feelings/model.ts';
import { changeByForm, formFields, type Fields } from './forms.ts';
import { noteOnQuestion } from './journal/question-notes.ts';
import { askQuestion } from './journal/questions.ts';
import { markEnergy } from './purpose/energy.ts';
import { keepGift } from './purpose/gifts.ts';
import { setGoal } from './purpose/goals.ts';
import { imagineLife } from './purpose/lives.ts';
import { writeVersion } from './purpose/model.ts';
import { takeUpSkill } from './skills/model.ts';
import { noteOnSkill } from './skills/notes.ts';
import { drawArrow } from './systems/arrows.ts';
import { beginMap, mapsOf } from './systems/model.ts';
import { keepValue } from './values/model.ts';

const DEVICE = '0'.repeat(13);
const NOW = { when: '2026-11-26T09:00', zone: 'Z', instant: '2026-11-26T09:00:00.000Z', day: '2026-11-26' };
let clock = '';
const applied = (records: readonly VaultRecord[], changes: readonly Change[]): VaultRecord[] => {
  const all = new Map(records.map((record) => [record.id, record]));
  for (const change of changes) {
    clock = tick(clock, Date.parse(NOW.instant));
    all.set(change.id, applyChange(all.get(change.id), change, stampOf(clock, DEVICE), DEVICE));
  }
  return [...all.values()];
};
let count = 0;
const id = (): string => String((count += 1)).padStart(26, '0');
const made = (result: Result<Change[]> | Change[]): VaultRecord[] => applied([], 'ok' in result ? orThrow(result) : result);

const mapped = (): VaultRecord[] => {
  const records = made(beginMap({ title: 'Visits' }, id(), NOW));
  return applied(records, orThrow(drawArrow(mapsOf(records)[0]!, { from: { words: 'Haste' }, to: { words: 'Errors' }, does: 'more' }, id, NOW)));
};
const ALL: Readonly<Record<string, VaultRecord[]>> = {
  telling: made(listen({ telling: 'Slow down', needs: ['rest'] }, id(), NOW)),
  talk: made(prepareTalk({ about: 'The rota', people: ['Ana'] }, id(), NOW)),
  after: made(debriefTalk(null, { happened: 'We spoke.' }, id(), NOW)),
  decision: made(
    decide(
      {
        question: 'Shall I?',
        options: [
          { ...emptyOption('w1', 0), text: 'Yes', for: ['rest'] },
          { ...emptyOption('w2', 1), text: 'No' },
        ],
        chosen: 'w2',
        likely: 30,
      },
      id(),
      NOW,
    ),
  ),
  hands: made(decideHands({ question: 'The minutes', hands: 'share' }, id(), NOW)),
  success: made(writeVersion('success', { text: 'Enough time' }, id(), NOW)),
  purpose: made(writeVersion('purpose', { text: 'To make room' }, id(), NOW)),
  gift: made(keepGift({ text: 'I listen' }, id(), NOW)),
  goal: made(setGoal({ what: 'A course' }, id(), NOW)),
  life: made(imagineLife({ name: 'By the sea' }, id(), NOW)),
  mark: made(markEnergy({ what: 'Late shifts', energy: -2 }, id(), NOW)),
  skill: made(takeUpSkill({ name: 'Waiting' }, id(), NOW)),
  note: made(noteOnSkill({ id: id() }, { text: 'I wait.' }, id(), NOW)),
  question: made(askQuestion('What for?', id(), NOW)),
  said: made(noteOnQuestion({ id: id() }, { text: 'For nobody.' }, id(), NOW)),
  value: made(keepValue({ name: 'honesty' }, id(), [], NOW)),
  map: mapped(),
};

/** Each record of those that has a form. */
const each = Object.values(ALL).flatMap((records) => records.flatMap((record) => (formFields(record) ? [{ record, records }] : [])));
const plain = (value: YamlValue): unknown =>
  value instanceof Map
    ? Object.fromEntries([...(value as ReadonlyMap<string, YamlValue>)].map(([name, one]) => [name, plain(one)]))
    : Array.isArray(value)
      ? value.map(plain)
      : value;

test('a form that comes back as it went out changes nothing, out of YAML too', () => {
  expect(new Set(each.map(({ record }) => record.kind)).size).toBe(18);
  for (const { record, records } of each) {
    const fields = formFields(record)!;
    const back = plain(parseWhole(stringify(fields, { lineWidth: 0, schema: 'core', version: '1.2' })).fields) as Record<string, unknown>;
    for (const typed of [fields, back]) expect(changeByForm(record, typed, NOW, records), record.kind).toEqual({ ok: true, value: [] });
  }
});

/** Values to try, for whatever sort a name is of: the first that is taken and differs. */
const TRIED: readonly unknown[] = [
  '2026-11-20',
  'Other words',
  true,
  false,
  1,
  ['one', 'two'],
  'yes',
  'part',
  'done',
  'reached',
  'now',
  'week',
  'mine',
  'own',
  'once',
  'role',
  'holds',
  'less',
  'other',
];

test('every name of every kind takes another value, reads back as it, and leaves the others as they are', () => {
  for (const { record, records } of each) {
    const had = formFields(record)!;
    // Ways are given whole, below: what is chosen among them goes with them.
    for (const name of Object.keys(had).filter((one) => one !== 'ways')) {
      const done = TRIED.some((value) => {
        const changed = changeByForm(record, { [name]: value }, NOW, records);
        if (!changed.ok || changed.value.length === 0) return false;
        const after = applied(records, changed.value).find((one) => one.id === record.id)!;
        const now = formFields(after)!;
        expect(now[name], `${record.kind} ${name}`).not.toEqual(had[name]);
        const others = (fields: Fields): object => ({ ...fields, [name]: null });
        expect(others(now), `${record.kind} ${name}`).toEqual(others(had));
        return true;
      });
      expect(done, `${record.kind} ${name}`).toBe(true);
    }
  }
});

test('the ways of a decision are given whole, in any order; the chosen one stays chosen, and one that is taken out is chosen no more', () => {
  const [record] = ALL['decision']!;
  const ways = formFields(record!)!['ways'] as readonly { readonly text: string }[];
  const written = (typed: object) => {
    const changed = changeByForm(record!, typed as Record<string, unknown>, NOW, [record!]);
    return changed.ok ? decisionOf(applied([record!], changed.value)[0]!)! : changed.error.code;
  };
  const turned = written({ ways: [{ ...ways[1], against: ['loud'], feelings: ['tense'], body: ['jaw'], values: ['care'] }, ways[0], { text: 'Wait' }] });
  expect(turned).toMatchObject({
    chosen: 'w2',
    options: [{ key: 'w2', text: 'No', against: ['loud'], feelings: ['tense'], body: ['jaw'], values: ['care'] }, { key: 'w1', for: ['rest'] }, { text: 'Wait' }],
  });
  expect(new Set((turned as { readonly options: readonly { readonly key: string }[] }).options.map(({ key }) => key)).size).toBe(3);
  expect(written({ ways: [ways[0]] })).toMatchObject({ chosen: '', options: [{ key: 'w1' }] });
  expect(written({ chosen: 1 })).toMatchObject({ chosen: 'w1' });
  expect(written({ chosen: 7 })).toBe('decision-no-such-option');
  expect(written({ likely: 101 })).toBe('decision-likely');
});

test('what is no name of the form, or no value of its name, is refused, and an entry has none', () => {
  const [record] = ALL['value']!;
  for (const [typed, code] of [
    [{ constructor: 'x' }, 'form-name-unknown'],
    [{ id: 'x' }, 'form-name-unknown'],
    [{ sure: 'very' }, 'form-value-wrong'],
    [{ aside: 'perhaps' }, 'form-value-wrong'],
    [{ contexts: [{ a: 1 }] }, 'form-value-wrong'],
    [{ name: '' }, 'value-nameless'],
  ] as const)
    expect(changeByForm(record!, typed, NOW, [record!])).toMatchObject({ ok: false, error: { code } });
  expect(changeByForm({ ...record!, kind: 'entry' }, {}, NOW, [])).toMatchObject({ ok: false, error: { code: 'form-none' } });
});
