import { describe, expect, test } from 'vitest';
import { applyChange, type Change } from '#core/change.ts';
import { stampOf, tick } from '#core/clock.ts';
import type { VaultRecord } from '#core/record.ts';
import type { Shown } from '#core/shown.ts';
import { decide } from '#rooms/decisions/model.ts';
import { emptyOption } from '#rooms/decisions/option.ts';
import { shown as decisions } from '#rooms/decisions/shown.ts';
import { entryOf, type Moment } from '#rooms/journal/model.ts';
import { answerQuestion, answersIn, baseOf, countBy, COUNTING, explanationsFor, openQuestions, takeAnswerBack } from './answers.ts';
import { CARDS, REGIONS } from './cards.ts';
import { doneBetween, idsByName, periodsOf, periodStarts, questionsOf, thingsOf, trialsOf, unitFor, type Question, type Thing } from './done.ts';
import {
  bringBackValue,
  changeValue,
  contextsOf,
  deleteValue,
  fromMoment,
  heldValues,
  keepCards,
  keepValue,
  markDone,
  setValueAside,
  settleWords,
  valuesIn,
  type Value,
} from './model.ts';
import { beginOrder, choose, endOrder, isOrderEnough, movesBetween, noteOnOrder, orderBegun, orderNow, ordersIn, rankingIn, takeChoiceBack } from './orders.ts';
import { lineFor } from './line.ts';
import { shown } from './shown.ts';
import { saidBesideDone } from './together.ts';
import en from './words/cards.en.json' with { type: 'json' };

const now: Moment = { when: '2026-11-26T09:00', zone: '+00:00', instant: '2026-11-26T09:00:00.000Z' };
const DEVICE = '0000000000000';

/** A vault of one device: what the gate would make of changes. */
const vault = () => {
  const records = new Map<string, VaultRecord>();
  let clock = tick('', 0);
  let ids = 0;
  return {
    newId: () => `id${ids++}`,
    all: () => records.values(),
    record: (id: string) => records.get(id)!,
    values: () => valuesIn(records.values()),
    value: (name: string): Value => valuesIn(records.values()).find((one) => one.name === name)!,
    orders: () => ordersIn(records.values()),
    put(changes: readonly Change[] | { readonly ok: boolean; readonly value?: readonly Change[]; readonly error?: unknown }) {
      const list = 'ok' in changes ? changes.value : changes;
      if (!list) throw new Error(JSON.stringify(changes));
      for (const change of list) {
        clock = tick(clock, Date.parse(now.instant));
        records.set(change.id, applyChange(records.get(change.id), change, stampOf(clock, DEVICE), DEVICE));
      }
    },
  };
};
const refusal = (result: { readonly ok: boolean; readonly error?: { readonly code: string } }): string | undefined => (result.ok ? undefined : result.error!.code);

describe('three ways in', () => {
  test('cards: kept at once, each once; one that was set aside comes back', () => {
    const v = vault();
    v.put(
      keepCards(
        [
          { card: 'honesty', name: 'honesty' },
          { card: 'care', name: 'care' },
          { card: '', name: '  My  garden ' },
        ],
        v.newId,
        [],
        now,
      ),
    );
    expect(v.values().map(({ name, card }) => [name, card])).toEqual([
      ['honesty', 'honesty'],
      ['care', 'care'],
      ['My garden', ''],
    ]);
    v.put(setValueAside(v.value('care'), now));
    expect(heldValues(v.values()).map(({ name }) => name)).toEqual(['honesty', 'My garden']);
    v.put(keepCards([{ card: 'care', name: 'cuidado' }], v.newId, v.values(), now));
    expect(heldValues(v.values()).map(({ name }) => name)).toEqual(['honesty', 'care', 'My garden']);
  });

  test('a moment: an entry that serves or strains the value at work, and the value where it is new', () => {
    const v = vault();
    v.put(
      fromMoment({ happened: 'I said what I saw.', was: 'proud', protects: 'the truth', cost: 'a quiet evening', value: { name: 'honesty', card: 'honesty' } }, v.newId, [], now),
    );
    v.put(fromMoment({ happened: 'I kept silent.', was: 'uneasy', value: { name: 'Honesty' } }, v.newId, v.values(), now));
    const { id } = v.value('honesty');
    const entries = [...v.all()].flatMap((record) => entryOf(record) ?? []);
    expect(entries.map(({ text, links }) => [text, links])).toEqual([
      ['I said what I saw.\n\nthe truth\n\na quiet evening', [{ as: 'serves', to: id }]],
      ['I kept silent.', [{ as: 'strains', to: id }]],
    ]);
    expect(v.values()).toHaveLength(1);
    expect(refusal(fromMoment({ happened: ' ', was: 'proud', value: { name: 'rest' } }, v.newId, v.values(), now))).toBe('entry-empty');
    v.put(fromMoment({ happened: 'I do not know yet.', was: 'uneasy', value: { name: '' } }, v.newId, v.values(), now));
    expect(v.values()).toHaveLength(1);
  });

  test('what was done: any record is marked, marked otherwise, and unmarked', () => {
    const v = vault();
    v.put(keepValue({ name: 'rest' }, 'value', [], now));
    v.put(fromMoment({ happened: 'Slept till noon.', was: 'proud', value: { name: '' } }, () => 'entry', v.values(), now));
    const links = () => entryOf(v.record('entry'))!.links;
    v.put(markDone(v.record('entry'), { id: 'value' }, 'serves'));
    expect(links()).toEqual([{ as: 'serves', to: 'value' }]);
    expect(markDone(v.record('entry'), { id: 'value' }, 'serves')).toEqual([]);
    v.put(markDone(v.record('entry'), { id: 'value' }, 'strains'));
    expect(links()).toEqual([{ as: 'strains', to: 'value' }]);
    v.put(markDone(v.record('entry'), { id: 'value' }, null));
    expect(links()).toEqual([]);
  });

  test('every card has its words, and there are cards from every part of the range', () => {
    const words = en as Record<string, string>;
    for (const card of CARDS) expect([card, typeof words[card], typeof words[`${card}.about`]]).toEqual([card, 'string', 'string']);
    for (const region of REGIONS) expect(typeof words[`region.${region}`]).toBe('string');
    expect(new Set(CARDS).size).toBe(36);
  });
});

test('a value says what it means, where it holds, what it costs, who and what supports and strains it; a name stands once', () => {
  const v = vault();
  v.put(keepValue({ name: 'honesty', contexts: ['work'] }, 'a', [], now));
  v.put(keepValue({ name: 'rest', contexts: ['home', 'the choir'] }, 'b', v.values(), now));
  v.put(
    changeValue(
      v.value('honesty'),
      { about: 'Say it early.', cost: 'A promotion.', supportPeople: ['Ana'], strainPlaces: ['the office', 'The Office'], sure: 'costly', contexts: ['work', 'home'] },
      v.values(),
      now,
    ),
  );
  const { about, cost, supportPeople, strainPlaces, sure, contexts } = v.value('honesty');
  expect({ about, cost, supportPeople, strainPlaces, sure, contexts }).toEqual({
    about: 'Say it early.',
    cost: 'A promotion.',
    supportPeople: ['Ana'],
    strainPlaces: ['the office'],
    sure: 'costly',
    contexts: ['work', 'home'],
  });
  expect(contextsOf(v.values())).toEqual(['work', 'home', 'the choir']);
  expect(heldValues(v.values(), 'work').map(({ name }) => name)).toEqual(['honesty']);
  expect(refusal(changeValue(v.value('rest'), { name: 'HONESTY' }, v.values(), now))).toBe('value-there');
  expect(refusal(keepValue({ name: ' ' }, 'c', v.values(), now))).toBe('value-nameless');
  expect(bringBackValue(v.value('rest'), now)).toEqual([]);
  v.put(deleteValue(v.value('rest')));
  expect(v.values()).toHaveLength(1);
});

test('what another tab wrote meanwhile stays beside what is written over the older text, until it is settled', () => {
  const v = vault();
  v.put(keepValue({ name: 'rest', about: 'Sleep.' }, 'a', [], now));
  v.put(changeValue(v.value('rest'), { about: 'Sundays.' }, v.values(), now));
  // This tab had "Sleep." before it when its typing began.
  v.put(changeValue(v.value('rest'), { about: 'Sleep, and walking.' }, v.values(), now, { about: ['Sleep.'] }));
  expect([v.value('rest').about, v.value('rest').otherAbouts]).toEqual(['Sleep, and walking.', ['Sundays.']]);
  // Another field leaves both as they are.
  v.put(changeValue(v.value('rest'), { cost: 'Money.', name: 'Rest' }, v.values(), now));
  expect(v.value('Rest').otherAbouts).toEqual(['Sundays.']);
  v.put(settleWords(v.value('Rest'), 'about', 'Sleep, walking, Sundays.', now));
  expect([v.value('Rest').about, v.value('Rest').otherAbouts]).toEqual(['Sleep, walking, Sundays.', []]);
});

test('the line shown of a record is the sentence nearest to the value’s name, else how it begins', () => {
  const shown = { title: 'Up, and to the office.', parts: [{ label: '', text: 'Up, and to the office. There I read my vows; and so home.' }] };
  expect(lineFor(shown, 'Keeping my vows')).toBe('There I read my vows;');
  expect(lineFor(shown, 'rest')).toBe('Up, and to the office.');
  // What is heavy is never offered unasked.
  expect(lineFor({ ...shown, heavy: true }, 'Keeping my vows')).toBe('');
  expect(lineFor({ title: 'x', parts: [{ label: '', text: `${'so and so '.repeat(60)} the vow ${'and so on '.repeat(60)}` }] }, 'vows')).toMatch(/^….*the vow.*…$/);
});

describe('the order', () => {
  const withOrder = (names: readonly string[]) => {
    const v = vault();
    v.put(
      keepCards(
        names.map((name) => ({ card: '', name })),
        v.newId,
        [],
        now,
      ),
    );
    v.put(beginOrder(v.values(), '', 'order1', now));
    return v;
  };
  const sayAll = (v: ReturnType<typeof withOrder>, before: (a: string, b: string) => boolean): void => {
    for (;;) {
      const order = orderBegun(v.orders())!;
      if (isOrderEnough(order)) return v.put(endOrder(order, now));
      const [a, b] = rankingIn(order).next!;
      const named = (id: string) => order.items.find((item) => item.id === id)!.name;
      v.put(choose(order, a, b, before(named(a), named(b)) ? 1 : 0));
    }
  };

  test('comes of choices between two, one of which can be taken back; then it is a version that is not rewritten', () => {
    const v = withOrder(['a', 'b', 'c']);
    const open = () => orderBegun(v.orders())!;
    expect(refusal(endOrder(open(), now))).toBe('choice-none');
    expect(refusal(takeChoiceBack(open()))).toBe('choice-none');
    const [first, second] = rankingIn(open()).next!;
    v.put(choose(open(), first, second, 1));
    v.put(choose(open(), ...rankingIn(open()).next!, 0.5));
    expect(open().choices).toHaveLength(2);
    v.put(takeChoiceBack(open()));
    expect(open().choices).toEqual([[first, second, 1]]);
    expect(refusal(choose(open(), first, first, 1))).toBe('choice-not-here');
    expect(refusal(choose(open(), first, 'nowhere', 1))).toBe('choice-not-here');
    v.put(endOrder(open(), now));
    const done = orderNow(v.orders())!;
    expect(orderBegun(v.orders())).toBeNull();
    for (const again of [choose(done, first, second, 0), takeChoiceBack(done), endOrder(done, now)]) expect(refusal(again)).toBe('order-ended');
    v.put(noteOnOrder(done, 'A new job.'));
    expect(orderNow(v.orders())!.note).toBe('A new job.');
    expect(refusal(beginOrder(v.values().slice(0, 1), '', 'x', now))).toBe('order-too-few');
  });

  test('stops by itself, stands as it was called then, and shows what rose and fell', () => {
    const v = withOrder(['a', 'b', 'c', 'd']);
    sayAll(v, (one, other) => one < other);
    v.put(changeValue(v.value('a'), { name: 'z' }, v.values(), now));
    const first = orderNow(v.orders())!;
    const names = (order: typeof first) => rankingIn(order).standings.map(({ id }) => order.items.find((item) => item.id === id)!.name);
    expect(names(first)).toEqual(['a', 'b', 'c', 'd']);
    v.put(beginOrder(v.values(), '', 'order2', { ...now, when: '2026-12-26T09:00', instant: '2026-12-26T09:00:00.000Z' }));
    for (;;) {
      const order = orderBegun(v.orders())!;
      if (isOrderEnough(order)) break;
      const [a, b] = rankingIn(order).next!;
      const name = (id: string) => order.items.find((item) => item.id === id)!.name;
      v.put(choose(order, a, b, name(a) < name(b) ? 1 : 0));
    }
    v.put(endOrder(orderBegun(v.orders())!, { ...now, when: '2026-12-26T09:00', instant: '2026-12-26T09:00:00.000Z' }));
    const second = orderNow(v.orders())!;
    expect(second.day).toBe('2026-12-26');
    expect(names(second)).toEqual(['b', 'c', 'd', 'z']);
    expect(movesBetween(first, second).map(({ name, from, to }) => [name, from, to])).toEqual([['z', 1, 4]]);
  });

  test('what another Kith wrote wrongly is left out, never thrown', () => {
    const v = withOrder(['a', 'b']);
    v.put([{ id: 'order1', kind: 'value-order', v: 1, set: { choices: [['id0', 'id1', 1], ['id0'], 7, ['id0', 'id1', 0.3], null] } }]);
    expect(orderBegun(v.orders())!.choices).toEqual([['id0', 'id1', 1]]);
    v.put([{ id: 'order1', kind: 'value-order', v: 1, set: { items: 'no list', choices: {} } }]);
    expect(v.orders()).toEqual([]);
  });
});

const day = (n: number): string => new Date(Date.UTC(2025, 0, 1) + n * 86_400_000).toISOString().slice(0, 10);
const thing = (n: number, serves: readonly string[], strains: readonly string[] = []): Thing => ({ id: `t${n}`, day: day(n), serves, strains });

describe('said and done', () => {
  const rest = { id: 'rest', place: 1, of: 4 };
  const play = { id: 'play', place: 4, of: 4 };

  test('counts stand beside the things that were marked, or beside the days that were written of', () => {
    const things = thingsOf(
      [
        { id: 'b', when: '2026-02-01T10:00', links: [{ to: 'v', as: 'serves' }] },
        { id: 'a', when: '2026-01-01', links: [{ to: 'v', as: 'strains' }] },
        { id: 'c', when: '2026-01-01', links: [{ to: 'else', as: 'serves' }] },
        { id: 'd', when: '2026-01-03', links: [{ to: 'v', as: 'about' }] },
      ],
      new Set(['v']),
    );
    expect(things.map(({ id }) => id)).toEqual(['a', 'b']);
    expect(trialsOf(things, 'marked')).toHaveLength(2);
    expect(trialsOf(things, 'days', ['2026-01-01T08:00', '2026-01-02', '2026-01-02', '2026-02-01']).map(({ day: on, things: those }) => [on, those.length])).toEqual([
      ['2026-01-01', 1],
      ['2026-01-02', 0],
      ['2026-02-01', 1],
    ]);
    expect(doneBetween(things, 'v', '2026-01-01', '2026-02-01')).toMatchObject({ serves: [], strains: [{ id: 'a' }] });
  });

  test('what is at stake on the way that was chosen is served without a second mark, by its name however it is cased, and counts once', () => {
    const v = vault();
    for (const name of ['Honesty', 'Rest']) v.put(keepValue({ name }, name, v.values(), now));
    // Another device kept one of the same name at the same time.
    v.put(keepValue({ name: 'honesty' }, 'second', [], { ...now, instant: '2026-11-26T10:00:00.000Z' }));
    const held = heldValues(v.values());
    const options = [
      { ...emptyOption('a', 0), text: 'Tell her', values: ['  honesty ', 'HONESTY', 'nobody’s'] },
      { ...emptyOption('b', 1), text: 'Wait', values: ['Rest'] },
    ];
    const chosen = (key: string, ...as: ('serves' | 'strains')[]): Shown => {
      const id = v.newId();
      v.put(decide({ question: 'Shall I tell her?', options, chosen: key, links: as.map((one) => ({ to: 'Honesty', as: one })) }, id, { day: '2026-01-05', instant: now.instant }));
      return decisions[0]!.read(v.record(id))!;
    };
    const counted = (shownAs: Shown) => thingsOf([shownAs], new Set(held.map(({ id }) => id)), idsByName(held)).map(({ day: on, serves, strains }) => [on, serves, strains]);
    expect(counted(chosen('a'))).toEqual([['2026-01-05', ['Honesty'], []]]);
    expect(counted(chosen('b'))).toEqual([['2026-01-05', ['Rest'], []]]);
    // Not decided, it served nothing; marked too, it counts once; marked as gone against, that holds.
    expect(counted(chosen(''))).toEqual([]);
    expect(counted(chosen('a', 'serves'))).toEqual([['2026-01-05', ['Honesty'], []]]);
    expect(counted(chosen('a', 'strains'))).toEqual([['2026-01-05', [], ['Honesty']]]);
    // Page and command line both count it so; a question can rest on it.
    const said = saidBesideDone({ values: held, orders: [], answers: [], base: 'marked', shown: [chosen('a')], days: () => [], context: '', today: '2026-01-06' });
    expect(said.lines.map((line) => [line.value.id, line.periods.reduce((sum, { serves }) => sum + serves, 0)]).sort()).toEqual([
      ['Honesty', 1],
      ['Rest', 0],
      ['second', 0],
    ]);
  });

  test('what is still to come was not done: a commitment counts from its day on', () => {
    const v = vault();
    v.put(keepValue({ name: 'rest' }, 'rest', [], now));
    const held = v.values();
    const promise = { id: 'c', when: '2026-02-01', links: [{ to: 'rest', as: 'serves' as const }] };
    const things = (today: string) => saidBesideDone({ values: held, orders: [], answers: [], base: 'marked', shown: [promise], days: () => [], context: '', today }).things.length;
    expect([things('2026-01-31'), things('2026-02-01')]).toEqual([0, 1]);
  });

  test('over time: no more than a dozen periods, every one of them, from weeks to decades, in the year 1 too', () => {
    expect([unitFor('2026-01-01', '2026-02-20'), unitFor('2026-01-01', '2026-10-01'), unitFor('2024-01-01', '2026-06-01'), unitFor('1660-01-01', '1669-05-31')]).toEqual([
      'week',
      'month',
      'quarter',
      'year',
    ]);
    expect(unitFor('0001-01-01', '0090-01-01')).toBe('decade');
    const trials = trialsOf([thing(0, ['rest']), thing(40, ['rest'], []), thing(100, [], ['rest'])], 'marked');
    const starts = periodStarts(trials);
    const periods = periodsOf(trials, 'rest', starts);
    expect(starts.unit).toBe('month');
    expect(periods.map(({ from, of, serves, strains }) => [from, of, serves, strains])).toEqual([
      ['2025-01-01', 1, 1, 0],
      ['2025-02-01', 1, 1, 0],
      ['2025-03-01', 0, 0, 0],
      ['2025-04-01', 1, 0, 1],
    ]);
    expect(periodStarts([]).starts).toEqual([]);
    expect(periodStarts(trialsOf([{ id: 'old', day: '0001-01-02', serves: ['rest'], strains: [] }], 'marked')).starts).toHaveLength(1);
  });

  test('drift: what serves a value that was said to stand high became rarer, and that is asked with its counts and what it rests on', () => {
    const things = Array.from({ length: 60 }, (_, n) => thing(n, n < 30 ? ['rest'] : ['play']));
    const [first, ...more] = questionsOf([rest, play], trialsOf(things, 'marked'));
    expect(first).toMatchObject({ value: 'rest', way: 'less', place: 1, day: day(30), before: { count: 30, of: 30 }, after: { count: 0, of: 30 }, whole: { count: 30, of: 60 } });
    expect(first!.evidence).toEqual(['t27', 't28', 't29']);
    // And the one that was said to stand last became commoner.
    expect(more.map(({ value, way }) => [value, way])).toEqual([['play', 'more']]);
  });

  test('what moves towards what was said is not asked about; what goes against a value is, wherever it stands', () => {
    const towards = Array.from({ length: 60 }, (_, n) => thing(n, n < 30 ? ['play'] : ['rest']));
    expect(questionsOf([rest, play], trialsOf(towards, 'marked'))).toEqual([]);
    const crossed = Array.from({ length: 60 }, (_, n) => thing(n, ['play'], n < 40 ? [] : ['rest']));
    expect(questionsOf([{ ...rest, place: null }, play], trialsOf(crossed, 'marked')).map(({ value, way }) => [value, way])).toEqual([['rest', 'crossed']]);
  });

  test('a value among the first five that is hardly ever served is asked about, beside how often the others are', () => {
    const others = ['b', 'c', 'd'].map((id, at) => ({ id, place: at + 2, of: 4 }));
    const things = Array.from({ length: 45 }, (_, n) => thing(n, [others[n % 3]!.id, ...(n === 20 ? ['rest'] : [])]));
    expect(questionsOf([rest, ...others], trialsOf(things, 'marked'))).toMatchObject([
      { value: 'rest', way: 'few', before: { count: 1, of: 45 }, whole: { count: 45, of: 135 }, evidence: ['t20'] },
    ]);
  });

  test('what stands in the middle may move either way, and is asked about only where chance is half as likely as it may be elsewhere', () => {
    const things = Array.from({ length: 60 }, (_, n) => thing(n, n < 30 ? ['rest'] : ['play']));
    const chanceAt = (place: number): number => questionsOf([{ id: 'rest', place, of: 5 }], trialsOf(things, 'marked'))[0]!.chance;
    expect(chanceAt(3)).toBeCloseTo(2 * chanceAt(1), 9);
  });

  test('below the minimum counts nothing is asked', () => {
    const few = Array.from({ length: 19 }, (_, n) => thing(n, n < 10 ? ['rest'] : ['play']));
    expect(questionsOf([rest, play], trialsOf(few, 'marked'))).toEqual([]);
    expect(questionsOf([], [])).toEqual([]);
  });
});

describe('answers', () => {
  const question: Question = {
    value: 'rest',
    way: 'less',
    place: 1,
    day: '2026-03-01',
    before: { count: 9, of: 10 },
    after: { count: 1, of: 10 },
    whole: { count: 10, of: 20 },
    chance: 0.01,
    evidence: [],
  };
  const few: Question = { ...question, way: 'few', day: '' };

  test('four explanations are offered, for a change and for what is rarely served', () => {
    expect(explanationsFor('less')).toEqual(['changed', 'habit', 'fits', 'no-choice']);
    expect(explanationsFor('few')).toEqual(['no-choice', 'changed', 'borrowed', 'blocked']);
  });

  test('what was answered is not asked again of what had happened by then; a later change may be', () => {
    const v = vault();
    v.put(answerQuestion(question, 'fits', 'I rest otherwise now.', 'answer', now));
    const answers = answersIn(v.all());
    expect(answers).toMatchObject([{ value: 'rest', said: 'fits', words: 'I rest otherwise now.', day: '2026-11-26' }]);
    expect(openQuestions([question, few], answers, '2027-06-01')).toEqual([few]);
    expect(openQuestions([{ ...question, day: '2027-01-01' }], answers, '2027-06-01')).toHaveLength(1);
    v.put(takeAnswerBack(answers[0]!));
    expect(openQuestions([question], answersIn(v.all()), '2027-06-01')).toHaveLength(1);
  });

  test('"not now" holds for thirty days, "don’t look at this" for good', () => {
    const v = vault();
    v.put(answerQuestion(question, 'later', '', 'later', now));
    expect(openQuestions([question, few], answersIn(v.all()), '2026-12-25')).toEqual([]);
    expect(openQuestions([question], answersIn(v.all()), '2026-12-27')).toHaveLength(1);
    expect(openQuestions([few], answersIn(v.all()), '2026-12-27')).toHaveLength(1);
    v.put(answerQuestion(few, 'never', '', 'never', now));
    expect(openQuestions([question, few, { ...question, day: '2031-01-01' }], answersIn(v.all()), '2032-01-01')).toEqual([]);
  });

  test('things are counted beside what was marked until the person says otherwise', () => {
    const v = vault();
    expect(baseOf(undefined)).toBe('marked');
    v.put(countBy('days'));
    expect(baseOf(v.record(COUNTING))).toBe('days');
  });
});

test('a value, a finished order and an answer with words show outside the room; one without words does not', () => {
  const v = vault();
  v.put(keepValue({ name: 'honesty', about: 'Say it early.', supportPeople: ['Ana'] }, 'a', [], now));
  v.put(keepValue({ name: 'rest' }, 'b', v.values(), now));
  v.put(beginOrder(v.values(), '', 'o', now));
  const read = (id: string) => shown.map((kind) => kind.read(v.record(id))).find((one) => one !== null) ?? null;
  expect(read('o')).toBeNull();
  v.put(choose(orderBegun(v.orders())!, 'b', 'a', 1));
  v.put(endOrder(orderBegun(v.orders())!, now));
  expect(read('o')).toMatchObject({ title: 'rest, honesty', when: '2026-11-26' });
  expect(read('a')).toMatchObject({
    title: 'honesty',
    people: ['Ana'],
    parts: [
      { label: 'means', text: 'Say it early.' },
      { label: 'supports', text: '- Ana' },
    ],
  });
  v.put(answerQuestion({ value: 'a', way: 'more' }, 'never', '', 'n', now));
  expect(read('n')).toBeNull();
  v.put(answerQuestion({ value: 'a', way: 'more' }, 'fits', 'It does.', 'm', now));
  expect(read('m')).toMatchObject({ title: 'It does.', links: [{ to: 'a', as: 'about' }] });
});
