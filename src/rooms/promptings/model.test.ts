// What a person can rely on of promptings: who sees an answer, that nobody is told of passing, that a prompting to some leaves no trace in
// the circle, and that what another's program wrote in another's name is nothing.

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { applyChange, type Change } from '#core/change.ts';
import { stampOf, tick } from '#core/clock.ts';
import type { VaultRecord } from '#core/record.ts';
import { orThrow, type Result } from '#core/result.ts';
import { emptySnapshot, withRecords, type Snapshot } from '#core/snapshot.ts';
import { letterOf, LETTERS } from '../circles/letters.ts';
import { answerKind, draftAt, mayAskOn, openToMe, promptedOfMe, promptingsIn, waysOf, type Prompted, type Seeing } from './model.ts';
import { answer, ask, dropDraft, keepDraft, pass, takeBack, thank, unpass, withdrawPrompting, type Asking, type Writes } from './write.ts';

const CIRCLE = 'c'.repeat(26);
const PEOPLE = ['a', 'b', 'd', 'e'].map((letter) => letter.repeat(26)) as [string, string, string, string];
const [ANA, BEN, DEE, EVE] = PEOPLE;
const TODAY = '2026-11-25';
const NOW = { when: `${TODAY}T12:00`, zone: '+00:00', instant: `${TODAY}T12:00:00.000Z` };

/** A circle and the vaults of those in it, as gate, inbox and synchronising keep them. */
const circleOf = () => {
  let clock = '';
  let count = 0;
  const circle = new Map<string, VaultRecord>();
  const owns = new Map(PEOPLE.map((who) => [who, new Map<string, VaultRecord>()]));
  const apply = (to: Map<string, VaultRecord>, changes: readonly Change[]): void => {
    for (const change of changes) {
      clock = tick(clock, Date.parse(NOW.instant));
      to.set(change.id, applyChange(to.get(change.id), change, stampOf(clock, '0'.repeat(13)), '0'.repeat(13)));
    }
  };
  const snapshot = (of: Map<string, VaultRecord>): Snapshot => withRecords(emptySnapshot(), [...of.values()]);
  const hand = { now: NOW, newId: () => `k${String(++count).padStart(25, '0')}` };
  const seeing = (me: string, more: Partial<Seeing> = {}): Seeing => ({ circle: CIRCLE, me, members: new Set(PEOPLE), isIn: true, today: TODAY, ...more });
  const self = {
    hand,
    seeing,
    circle,
    own: (who: string) => owns.get(who)!,
    ownSnapshot: (who: string) => snapshot(owns.get(who)!),
    sees: (who: string, more: Partial<Seeing> = {}): readonly Prompted[] => promptingsIn(snapshot(circle), snapshot(owns.get(who)!), seeing(who, more)),
    needed: (who: string, more: Partial<Seeing> = {}) => promptedOfMe(snapshot(circle), snapshot(owns.get(who)!), seeing(who, more)),
    /** Written, and carried to whom it is for. */
    write(who: string, result: Result<Writes> | Writes): void {
      const writes = 'ok' in result ? orThrow(result) : result;
      apply(circle, writes.circle);
      apply(owns.get(who)!, writes.own);
      for (const change of writes.own) {
        const record = owns.get(who)!.get(change.id)!;
        const letter = change.kind === 'letter' ? LETTERS.read(record, who) : null;
        const taken = letter && LETTERS.take(letter.bytes, { circle: CIRCLE, from: who, to: letter.to }, NOW.instant);
        if (letter && taken && taken !== 'newer' && !owns.get(letter.to)!.has(taken.id)) apply(owns.get(letter.to)!, taken.changes);
      }
    },
    apply,
    ask: (who: string, more: Partial<Asking> = {}) =>
      self.write(who, ask({ text: 'What did you stop doing?', to: 'all', until: '', answers: 'any', lend: 'no', first: null, question: '', ...more }, seeing(who), hand)),
    one: (who: string): Prompted => self.sees(who)[0]!,
  };
  return self;
};

const textsOf = (prompted: Prompted): string[] => prompted.others.map(({ text }) => text);
const codeOf = (result: Result<unknown>): string | null => (result.ok ? null : result.error.code);

describe('An answer', () => {
  test('to the asker is read by the asker alone, and is nowhere in the circle', () => {
    const here = circleOf();
    here.ask(ANA);
    const before = JSON.stringify([...here.circle]);
    here.write(BEN, answer(here.one(BEN), 'asker', 'Swimming on Wednesdays', here.seeing(BEN), here.hand));
    expect(PEOPLE.map((who) => textsOf(here.one(who)))).toEqual([['Swimming on Wednesdays'], [], [], []]);
    expect(JSON.stringify([...here.circle])).toBe(before);
    for (const who of [DEE, EVE]) expect(JSON.stringify([...here.own(who)])).not.toContain('Swimming');
    expect(here.one(BEN).mine).toMatchObject({ way: 'asker', answer: { text: 'Swimming on Wednesdays' } });
    expect(here.needed(BEN)).toEqual([]);
  });

  test('to the circle is read by all, one’s own is an entry of the journal that says what was asked', () => {
    const here = circleOf();
    here.ask(ANA);
    here.write(BEN, answer(here.one(BEN), 'circle', 'Swimming', here.seeing(BEN), here.hand));
    here.write(DEE, answer(here.one(DEE), 'me', 'Writing letters', here.seeing(DEE), here.hand));
    expect(PEOPLE.map((who) => textsOf(here.one(who)))).toEqual([['Swimming'], [], ['Swimming'], ['Swimming']]);
    const entry = [...here.own(DEE).values()].find(({ kind }) => kind === 'entry')!;
    expect(entry.fields['text']).toMatchObject({ t: [[expect.anything(), '> What did you stop doing?\n\nWriting letters']] });
    expect(here.one(DEE).mine).toEqual({ way: 'me', entry: entry.id });
  });

  test('taken back is gone for all, and can be given anew', () => {
    const here = circleOf();
    here.ask(ANA);
    for (const way of ['circle', 'asker', 'me'] as const) {
      here.write(BEN, answer(here.one(BEN), way, `by ${way}`, here.seeing(BEN), here.hand));
      expect(here.one(BEN).mine?.way).toBe(way);
      expect(codeOf(answer(here.one(BEN), way, 'again', here.seeing(BEN), here.hand))).toBe('prompting-answered');
      here.write(BEN, takeBack(here.one(BEN), here.hand));
      expect([here.one(BEN).mine, textsOf(here.one(ANA)), here.needed(BEN).length]).toEqual([null, [], 1]);
    }
    // What was in circle and letters is emptied; what is in the journal stays.
    expect(JSON.stringify([...here.circle, ...here.own(ANA)])).not.toContain('by ');
    expect(JSON.stringify([...here.own(BEN)])).toContain('by me');
  });

  test('that is only for the asker cannot go to the circle, nor one to oneself, nor after its day', () => {
    const here = circleOf();
    here.ask(ANA, { answers: 'asker', until: '2026-11-26' });
    const prompted = here.one(BEN);
    expect([waysOf(prompted), codeOf(answer(prompted, 'circle', 'x', here.seeing(BEN), here.hand)), codeOf(answer(here.one(ANA), 'me', 'x', here.seeing(ANA), here.hand))]).toEqual(
      [['me', 'asker'], 'prompting-private', 'prompting-own'],
    );
    const [late] = here.sees(BEN, { today: '2026-11-27' });
    expect([late!.standing, codeOf(answer(late!, 'asker', 'x', here.seeing(BEN), here.hand)), codeOf(answer(late!, 'me', 'x', here.seeing(BEN), here.hand))]).toEqual([
      'past',
      'prompting-over',
      null,
    ]);
    expect(codeOf(answer(prompted, 'asker', '  ', here.seeing(BEN), here.hand))).toBe('prompting-empty');
    expect(codeOf(answer(prompted, 'asker', 'x'.repeat(20_001), here.seeing(BEN), here.hand))).toBe('prompting-too-long');
  });
});

test('Whether one passed or answered for oneself, nobody can see', () => {
  const here = circleOf();
  here.ask(ANA);
  const others = () => JSON.stringify([[...here.circle], [ANA, DEE, EVE].map((who) => [...here.own(who)])]);
  const before = others();
  here.write(BEN, pass(here.one(BEN), here.seeing(BEN), here.hand));
  expect([here.one(BEN).passed, here.needed(BEN), others()]).toEqual([true, [], before]);
  here.write(BEN, unpass(here.one(BEN), here.hand));
  expect(openToMe(here.sees(BEN), BEN).length).toBe(1);
  here.write(BEN, answer(here.one(BEN), 'me', 'mine', here.seeing(BEN), here.hand));
  expect(others()).toBe(before);
});

test('A prompting to some is seen by them and its asker, and nothing of it is in the circle; each sees only that it was asked of them', () => {
  const here = circleOf();
  here.ask(ANA, { to: [BEN, DEE], answers: 'any' });
  expect([here.circle.size, ...PEOPLE.map((who) => here.sees(who).length)]).toEqual([0, 1, 1, 1, 0]);
  expect([here.one(ANA).to, here.one(BEN).to, here.needed(BEN)[0]?.reason, waysOf(here.one(BEN))]).toEqual([[BEN, DEE], [], 'asked-you', ['me', 'asker']]);
  here.write(BEN, answer(here.one(BEN), 'asker', 'yes', here.seeing(BEN), here.hand));
  expect([textsOf(here.one(ANA)), textsOf(here.one(DEE))]).toEqual([['yes'], []]);
  here.write(ANA, withdrawPrompting(here.one(ANA), here.ownSnapshot(ANA), here.seeing(ANA), here.hand));
  expect(PEOPLE.map((who) => here.sees(who).length)).toEqual([0, 0, 0, 0]);
  const codes = [{ to: [] }, { to: [ANA] }, { to: ['f'.repeat(26)] }, { text: ' ' }, { until: '2026-11-24' }].map((more) =>
    codeOf(ask({ text: 'x', to: 'all', until: '', answers: 'any', lend: 'no', first: null, question: '', ...more }, here.seeing(ANA), here.hand)),
  );
  expect(codes).toEqual(['prompting-nobody', 'prompting-nobody', 'prompting-not-here', 'prompting-empty', 'day-past']);
});

test('It is asked on elsewhere only where its asker said so, with the name only where they said that', () => {
  const here = circleOf();
  for (const lend of ['no', 'unnamed', 'named'] as const) here.ask(ANA, { lend });
  const may = here.sees(BEN).map((prompted) => mayAskOn(prompted, here.seeing(BEN)));
  expect(may.reverse()).toEqual([
    { may: false, named: false },
    { may: true, named: false },
    { may: true, named: true },
  ]);
  here.ask(BEN, { first: { name: 'Ana' } });
  expect(here.sees(DEE).map(({ first }) => first?.name)).toContain('Ana');
});

test('Thanks reach who asked or answered, once, and nobody else', () => {
  const here = circleOf();
  here.ask(ANA);
  here.write(BEN, answer(here.one(BEN), 'circle', 'Swimming', here.seeing(BEN), here.hand));
  const prompted = here.one(DEE);
  here.write(DEE, thank(prompted, prompted, 'for asking', here.seeing(DEE), here.hand));
  here.write(DEE, thank(here.one(DEE), here.one(DEE).others[0]!, '', here.seeing(DEE), here.hand));
  expect(PEOPLE.map((who) => here.one(who).thanks.map(({ by, text }) => [by, text]))).toEqual([[[DEE, 'for asking']], [[DEE, '']], [], []]);
  expect(codeOf(thank(here.one(DEE), prompted, '', here.seeing(DEE), here.hand))).toBe('prompting-thanked');
});

test('One who floods hides nobody else, and what another’s program wrote is read or left out', () => {
  const here = circleOf();
  for (let n = 0; n < 12; n++) here.ask(EVE);
  here.ask(ANA);
  expect(
    here
      .needed(BEN)
      .map(({ by }) => by)
      .sort(),
  ).toEqual([ANA, EVE, EVE]);
  const some = fc.record({ text: fc.string(), until: fc.jsonValue(), answers: fc.jsonValue(), first: fc.jsonValue(), terms: fc.jsonValue(), at: fc.jsonValue() });
  fc.assert(
    fc.property(some, fc.constantFrom(`${EVE}-x`, `${ANA}-x`, 'circle', 'x'), ({ text, ...set }, id) => {
      const odd = circleOf();
      odd.apply(odd.circle, [{ id, kind: 'prompting', v: 1, write: { text }, set: JSON.parse(JSON.stringify(set)) as Record<string, never> }]);
      odd.apply(odd.circle, [{ id: `${EVE}-answer`, kind: answerKind.name, v: 1, write: { text }, set: { to: id, terms: JSON.parse(JSON.stringify(set.terms)) as never } }]);
      for (const who of PEOPLE) for (const one of odd.sees(who)) expect([id.startsWith(one.by), one.text.length <= 4000]).toEqual([true, true]);
    }),
  );
});

test('What is being typed is kept, and goes when nothing is left of it', () => {
  const here = circleOf();
  const id = `answering ${ANA}-x`;
  here.apply(here.own(BEN), keepDraft(here.ownSnapshot(BEN), id, { text: 'half a', more: { way: 'asker' } }));
  expect(draftAt(here.ownSnapshot(BEN), id)).toEqual({ text: 'half a', more: { way: 'asker' } });
  here.apply(here.own(BEN), keepDraft(here.ownSnapshot(BEN), id, { text: ' ', more: {} }));
  expect([draftAt(here.ownSnapshot(BEN), id), dropDraft(here.ownSnapshot(BEN), id)]).toEqual([null, []]);
  expect(letterOf([...here.own(BEN).values()][0]!)).toBeNull();
});
