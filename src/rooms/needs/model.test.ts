import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { applyChange, type Change } from '#core/change.ts';
import { stampOf, tick } from '#core/clock.ts';
import { idInHandOf } from '#core/one-hand.ts';
import { merge, type Json, type VaultRecord } from '#core/record.ts';
import { orThrow } from '#core/result.ts';
import { emptySnapshot, recordById, withRecords, type Snapshot } from '#core/snapshot.ts';
import { aFew, fairly, metNeeds, needById, neededOfMe, needsOf, notMine, openNeeds, standingOf, thanksOf, type Need } from './model.ts';
import { answerNeed, endNeed, notMe, takeBackAnswer, takeBackThanks, thank, voiceNeed, type NeedDraft } from './write.ts';

const [ANA, BEN, CAI, VAULT] = ['a'.repeat(26), 'b'.repeat(26), 'c'.repeat(26), 'v'.repeat(26)] as const;
const PEOPLE = [ANA, BEN, CAI] as const;
const TODAY = '2026-11-25';
const members = new Set<string>(PEOPLE);
const seeing = (me: string, today = TODAY) => ({ me, members, today });

/** One place where records are written; ids and moments follow one another. */
const place = (device = '0'.repeat(13)) => {
  let [clock, count] = ['', 0];
  let snapshot: Snapshot = emptySnapshot();
  const stamped = (change: Change): VaultRecord => {
    clock = tick(clock, Date.parse('2026-11-25T12:00:00.000Z'));
    return applyChange(recordById(snapshot, change.kind, change.id), change, stampOf(clock, device), device);
  };
  const here = {
    snapshot: () => snapshot,
    id: () => String(++count).padStart(26, '0'),
    now: () => ({ instant: new Date(Date.parse('2026-11-25T12:00:00.000Z') + ++count * 1000).toISOString(), today: TODAY }),
    take: (...records: readonly VaultRecord[]) => void (snapshot = withRecords(snapshot, records)),
    write: (...changes: readonly Change[]) => {
      for (const change of changes) here.take(stamped(change));
    },
    need: (by: string, draft: NeedDraft | string): Need => {
      const change = orThrow(voiceNeed(by, here.id(), typeof draft === 'string' ? { text: draft } : draft, here.now()));
      here.write(change);
      return needById(snapshot, change.id)!;
    },
    again: ({ id }: Need): Need => needById(snapshot, id)!,
    answer: (need: Need, by: string, how: Parameters<typeof answerNeed>[4] = {}) => here.write(...orThrow(answerNeed(snapshot, here.again(need), by, here.id(), how, here.now()))),
    end: (need: Need, how: 'met' | 'withdrawn', people: readonly string[] = []) => here.write(orThrow(endNeed(here.again(need), need.by, how, people, here.now().instant))),
  };
  return here;
};
const code = (result: { ok: boolean; error?: { code: string } }): string => result.error?.code ?? 'ok';

describe('A need', () => {
  test('is open until its author says that it is met, by whom, or takes it back', () => {
    const circle = place();
    const visit = circle.need(ANA, { text: '  Somebody to take my early visit. ', until: '2026-11-26' });
    expect(visit).toMatchObject({ by: ANA, text: 'Somebody to take my early visit.', side: 'needed', sort: 'thing', until: '2026-11-26', end: null, answers: [] });
    circle.answer(visit, BEN);
    expect(circle.again(visit).answers).toMatchObject([{ by: BEN, way: 'can' }]);
    expect(code(endNeed(visit, BEN, 'met', [BEN], ''))).toBe('need-not-yours');
    circle.end(visit, 'met', [BEN, BEN, ANA, 'nobody']);
    expect(metNeeds(needsOf(circle.snapshot()))).toMatchObject([{ id: visit.id, end: { how: 'met', with: [BEN] } }]);
    expect(openNeeds(needsOf(circle.snapshot()), seeing(BEN))).toEqual([]);
    expect([answerNeed(circle.snapshot(), circle.again(visit), CAI, 'x', {}, circle.now()), endNeed(circle.again(visit), ANA, 'withdrawn', [], '')].map(code)).toEqual([
      'need-over',
      'need-over',
    ]);
  });

  test('has one answer of each person, the newest, also where two devices answered apart; taken back, all of it is', () => {
    const circle = place();
    const need = circle.need(ANA, { text: 'Company on Saturday.', sort: 'presence' });
    const apart = circle.snapshot();
    const [phone, desk] = [answerNeed(apart, need, BEN, '1'.repeat(26), {}, circle.now()), answerNeed(apart, need, BEN, '2'.repeat(26), { text: 'From three.' }, circle.now())];
    circle.write(...orThrow(phone), ...orThrow(desk));
    expect(circle.again(need).answers).toMatchObject([{ by: BEN, way: 'come', text: 'From three.' }]);
    circle.write(...takeBackAnswer(circle.snapshot(), need, BEN));
    expect(circle.again(need).answers).toEqual([]);
    circle.answer(need, BEN);
    expect(circle.again(need).answers).toHaveLength(1);
    expect(code(answerNeed(circle.snapshot(), need, ANA, 'x', {}, circle.now()))).toBe('need-own');
  });

  test('can be answered by a time to meet, which is a day and a time that is still to come', () => {
    const circle = place();
    const need = circle.need(ANA, 'Talk it through with somebody.');
    const meet = (when: string, at = '') => answerNeed(circle.snapshot(), need, BEN, circle.id(), { way: 'meet', meeting: { when, zone: '+01:00', place: at } }, circle.now());
    expect([meet('2026-11-28'), meet('2026-11-24T10:00'), meet('2026-11-31T10:00'), meet('soon'), meet('2026-11-28T10:00', 'x'.repeat(201))].map(code)).toEqual([
      'meeting-no-time',
      'day-past',
      'date-does-not-exist',
      'date-not-understood',
      'place-too-long',
    ]);
    circle.write(...orThrow(meet('2026-11-28 10:00', ' The  library ')));
    expect(circle.again(need).answers).toMatchObject([{ way: 'meet', meeting: { when: '2026-11-28T10:00', zone: '+01:00', place: 'The library' } }]);
    expect(neededOfMe(circle.snapshot(), emptySnapshot(), seeing(BEN))).toMatchObject([{ reason: 'you-said', until: '2026-11-28' }]);
    expect(neededOfMe(circle.snapshot(), emptySnapshot(), seeing(BEN, '2026-11-29'))).toEqual([]);
  });

  test('is refused with nothing in it, too much, or a day that is over', () => {
    const now = { instant: '', today: TODAY };
    expect(
      [{ text: ' ' }, { text: 'x'.repeat(2001) }, { text: 'x', until: '2026-11-24' }, { text: 'x', until: '2026-02-30' }].map((draft) => code(voiceNeed(ANA, 'x', draft, now))),
    ).toEqual(['need-empty', 'need-too-long', 'day-past', 'date-does-not-exist']);
    expect(code(voiceNeed(ANA, 'x', { text: '😀'.repeat(2000), until: TODAY }, now))).toBe('ok');
  });

  test('is past after its day, or when its author is gone; nobody is asked for it then but its author, who may still say what became of it', () => {
    const circle = place();
    const need = circle.need(ANA, { text: 'A lift on Thursday.', until: '2026-11-26' });
    expect([TODAY, '2026-11-26', '2026-11-27'].map((today) => standingOf(need, { members, today }))).toEqual(['open', 'open', 'past']);
    expect(standingOf(need, { members: new Set([BEN]), today: TODAY })).toBe('past');
    expect(neededOfMe(circle.snapshot(), emptySnapshot(), seeing(BEN, '2026-11-27'))).toEqual([]);
    expect(neededOfMe(circle.snapshot(), emptySnapshot(), seeing(ANA, '2026-11-27'))).toMatchObject([{ id: need.id, reason: 'met-yet' }]);
    circle.end(need, 'met');
    expect(neededOfMe(circle.snapshot(), emptySnapshot(), seeing(ANA, '2026-11-27'))).toEqual([]);
  });
});

describe('What is needed of me', () => {
  test('comes with its reason, what I said I would do first; what others can do already is not asked of me', () => {
    const circle = place();
    const mine = circle.need(ANA, { text: 'A bicycle, until March.', side: 'offered' });
    const come = circle.need(BEN, { text: 'Company after the funeral.', sort: 'presence' });
    const soon = circle.need(BEN, { text: 'A key to the hall.', until: '2026-11-27' });
    const chair = circle.need(CAI, 'Six chairs.');
    circle.need(CAI, { text: 'A tent.', side: 'offered' });
    const said = circle.need(CAI, { text: 'Help with the move.', until: '2026-12-01' });
    circle.answer(mine, CAI);
    circle.answer(said, ANA);
    const reasons = (): readonly string[] =>
      neededOfMe(circle.snapshot(), emptySnapshot(), seeing(ANA)).map(
        ({ id, reason }) => `${id === said.id ? 'move' : id === soon.id ? 'key' : id === mine.id ? 'bicycle' : id === come.id ? 'funeral' : 'chairs'} ${reason}`,
      );
    expect(reasons()).toEqual(['move you-said', 'key soon', 'bicycle asked-for', 'chairs nobody-yet', 'funeral company']);
    circle.answer(chair, BEN);
    circle.answer(come, CAI);
    // What was promised stays until its author says that it is met, also where no day was said.
    expect(neededOfMe(circle.snapshot(), emptySnapshot(), seeing(BEN))).toMatchObject([{ id: chair.id, reason: 'you-said', until: '' }]);
    expect(reasons()).toEqual(['move you-said', 'key soon', 'bicycle asked-for', 'funeral company']);
  });

  test('“Not me” is not asked again, is written in one’s own vault alone, and is forgotten once the need is over', () => {
    const [circle, own] = [place(), place()];
    const [one, two] = [circle.need(BEN, 'One.'), circle.need(BEN, 'Two.')];
    const open = (): readonly Need[] => openNeeds(needsOf(circle.snapshot()), seeing(ANA));
    own.write(notMe(own.snapshot(), VAULT, one.id, open()));
    expect(neededOfMe(circle.snapshot(), own.snapshot(), seeing(ANA)).map(({ id }) => id)).toEqual([two.id]);
    expect([...circle.snapshot().kinds.keys()]).toEqual(['need']);
    circle.end(one, 'withdrawn');
    own.write(notMe(own.snapshot(), VAULT, two.id, open()));
    expect([...notMine(own.snapshot())]).toEqual([two.id]);
  });

  test('A member who floods a circle hides nobody', () => {
    const circle = place();
    const need = circle.need(CAI, 'A spare room on Friday.');
    for (let i = 0; i < 500; i++) circle.write(orThrow(voiceNeed(BEN, circle.id(), { text: `Buy number ${i}.`, until: TODAY }, circle.now())));
    const listed = fairly(openNeeds(needsOf(circle.snapshot()), seeing(ANA)));
    expect([listed.shown.length, listed.shown.some(({ id }) => id === need.id), listed.held]).toEqual([4, true, [{ by: BEN, count: 497 }]]);
    expect(aFew(openNeeds(needsOf(circle.snapshot()), seeing(ANA)), 3).map(({ by }) => by)).toEqual([BEN, BEN, CAI]);
    expect(fairly(needsOf(circle.snapshot()), { opened: new Set([BEN]) })).toMatchObject({ held: [], shown: { length: 501 } });
    expect(neededOfMe(circle.snapshot(), emptySnapshot(), seeing(ANA)).map(({ id }) => id)).toContain(need.id);
  });
});

test('Thanks go to a person who is here, for all to read; only who gave them takes them back', () => {
  const circle = place();
  const to = (person: string) => thank(circle.id(), { to: person, text: 'For the early visit.' }, circle.now().instant, seeing(ANA));
  expect([to(ANA), to('d'.repeat(26))].map(code)).toEqual(['thanks-self', 'thanks-not-here']);
  circle.write(orThrow(to(BEN)));
  const [given] = thanksOf(circle.snapshot());
  expect(given).toMatchObject({ by: ANA, to: BEN, text: 'For the early visit.', about: '' });
  expect(code(takeBackThanks(given!, BEN))).toBe('need-not-yours');
  circle.write(orThrow(takeBackThanks(given!, ANA)));
  expect(thanksOf(circle.snapshot())).toEqual([]);
});

describe('Whatever another program wrote', () => {
  const json = fc.jsonValue({ maxDepth: 3 }) as fc.Arbitrary<Json>;
  const odd = fc.oneof(
    json,
    fc.constantFrom<Json>(
      'met',
      'needed',
      'offered',
      'thing',
      'presence',
      'meet',
      'can',
      TODAY,
      '9999-99-99',
      'x'.repeat(9000),
      { how: 'met', with: [BEN, 3, BEN], at: 'never' },
      { when: `${TODAY}T10:00`, zone: 'moon', place: 7 },
    ),
  );
  const names = ['text', 'side', 'sort', 'until', 'at', 'end', 'to', 'way', 'meeting', 'about'] as const;
  const record = fc.record({
    hand: fc.constantFrom(...PEOPLE, ''),
    rest: fc.constantFrom('1', '2'),
    kind: fc.constantFrom('need', 'need-answer', 'thanks', 'not-me'),
    set: fc.dictionary(fc.constantFrom(...names), odd),
    text: fc.option(fc.oneof(fc.string(), fc.constant('😀'.repeat(3000)))),
    about: fc.constantFrom(`${ANA}-1`, `${BEN}-2`, ''),
  });

  test('is read without harm, is nobody’s who did not write it, and is never longer than a person may write', () => {
    fc.assert(
      fc.property(fc.array(record, { maxLength: 12 }), (all) => {
        const circle = place();
        for (const { hand, rest, kind, set, text, about } of all)
          circle.write({
            id: hand === '' ? rest : idInHandOf(hand, rest),
            kind,
            v: 1,
            set: { ...(about === '' ? {} : { to: about }), ...set },
            ...(text === null ? {} : { write: { text } }),
          });
        const needs = needsOf(circle.snapshot());
        for (const { id, by, text, answers, end } of needs) {
          expect(id.startsWith(`${by}-`)).toBe(true);
          expect([...text].length).toBeLessThanOrEqual(2000);
          expect(new Set([by, ...answers.map((answer) => answer.by)]).size).toBe(answers.length + 1);
          expect(end?.with.every((one) => members.has(one)) ?? true).toBe(true);
        }
        for (const me of PEOPLE)
          expect(neededOfMe(circle.snapshot(), circle.snapshot(), seeing(me)).every(({ until }) => until === '' || /^\d{4}-\d\d-\d\d$/.test(until))).toBe(true);
        for (const { by, to } of thanksOf(circle.snapshot())) expect(by).not.toBe(to);
      }),
      { numRuns: 100 },
    );
  });

  test('A record that says of itself that another’s need is met changes nothing', () => {
    const circle = place();
    const need = circle.need(ANA, 'Still open.');
    circle.write({
      id: idInHandOf(BEN, 'x'),
      kind: 'need',
      v: 1,
      write: { text: need.text },
      set: { side: 'needed', sort: 'thing', end: { how: 'met', with: [BEN], at: '' }, to: need.id },
    });
    expect(circle.again(need).end).toBeNull();
  });

  test('In whatever order records come, and however often, all see the same', () => {
    const acts = fc.array(fc.record({ who: fc.constantFrom(...PEOPLE), act: fc.constantFrom('need', 'answer', 'met', 'withdrawn', 'back'), at: fc.nat(5) }), {
      minLength: 3,
      maxLength: 15,
    });
    fc.assert(
      fc.property(acts, fc.infiniteStream(fc.nat()), (all, draws) => {
        const circle = place();
        const written: VaultRecord[] = [];
        const needs: Need[] = [];
        for (const { who, act, at } of all) {
          const need = needs[at % Math.max(1, needs.length)];
          if (act === 'need') needs.push(circle.need(who, `n${needs.length}`));
          else if (need && act === 'answer' && need.by !== who && circle.again(need).end === null) circle.answer(need, who);
          else if (need && act === 'back') circle.write(...takeBackAnswer(circle.snapshot(), need, who));
          else if (need && (act === 'met' || act === 'withdrawn') && circle.again(need).end === null) circle.end(need, act);
          for (const kind of circle.snapshot().kinds.values()) written.push(...kind.values());
        }
        const shuffled = written.map((one) => [draws.next().value as number, one] as const).sort(([a], [b]) => a - b);
        const other = new Map<string, VaultRecord>();
        for (const [, one] of shuffled) other.set(one.id, other.has(one.id) ? merge(other.get(one.id)!, one) : one);
        expect(needsOf(withRecords(emptySnapshot(), [...other.values()]))).toEqual(needsOf(circle.snapshot()));
      }),
    );
  });
});
