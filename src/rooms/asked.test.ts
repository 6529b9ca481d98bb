// An open question asked in a circle: what the asker sees of it on the question's own page, and what stays when they cannot see it any more.

import { expect, test } from 'vitest';
import { orThrow, type Result } from '#core/result.ts';
import { emptySnapshot, withRecords } from '#core/snapshot.ts';
import { createDesk, NOW } from '../../test/fixtures/journal-desk.ts';
import { askedFrom } from './asked.ts';
import { LETTERS } from './circles/letters.ts';
import { answersUnder, askQuestion, putAnswerUnder, takeAnswerFrom } from './journal/questions.ts';
import { promptingsIn, type Prompted, type Seeing } from './promptings/model.ts';
import { answer, ask, takeBack, type Writes } from './promptings/write.ts';

const VAULT = 'c'.repeat(26);
const [ANA, BEN, DEE] = ['a', 'b', 'd'].map((letter) => letter.repeat(26)) as [string, string, string];
const TODAY = NOW.when.slice(0, 10);

test('a question shows where it was asked and what came; an answer put under it is pointed to, and its words go with the leave to read them', () => {
  let count = 0;
  const hand = { now: NOW, newId: () => `k${String(++count).padStart(25, '0')}` };
  const circle = createDesk();
  const owns = new Map([ANA, BEN, DEE].map((who) => [who, createDesk()]));
  const snapshotOf = (desk: typeof circle) => withRecords(emptySnapshot(), [...desk.records.values()]);
  const seeing = (me: string): Seeing => ({ circle: VAULT, me, members: new Set([ANA, BEN, DEE]), isIn: true, today: TODAY });
  const write = (who: string, result: Result<Writes>): void => {
    const { circle: theirs, own } = orThrow(result);
    circle.apply(theirs);
    owns.get(who)!.apply(own);
    for (const { id, kind } of own) {
      const record = owns.get(who)!.record(id);
      const letter = kind === 'letter' ? LETTERS.read(record, who) : null;
      const taken = letter && LETTERS.take(letter.bytes, { circle: VAULT, from: who, to: letter.to }, NOW.instant);
      if (letter && taken && taken !== 'newer') owns.get(letter.to)!.apply(taken.changes);
    }
  };
  const sees = (who: string, id: string): Prompted => promptingsIn(snapshotOf(circle), snapshotOf(owns.get(who)!), seeing(who)).find((one) => one.id === id)!;
  const hers = owns.get(ANA)!;
  hers.apply(askQuestion('Is inner work for the many?', 'q', NOW));
  const from = (isIn = true) =>
    askedFrom('q', snapshotOf(hers), isIn ? [{ vault: VAULT, me: ANA, members: [ANA, BEN, DEE].map((id) => ({ id })), snapshot: snapshotOf(circle) }] : [], TODAY);
  expect(from()).toEqual({ asked: [], under: [] });

  const asking = { text: 'Is inner work for the many?', to: 'all', until: '', answers: 'any', lend: 'no', first: null } as const;
  const made = orThrow(ask({ ...asking, question: 'q' }, seeing(ANA), hand));
  write(ANA, { ok: true, value: made });
  write(ANA, ask({ ...asking, text: 'Of no question', question: '' }, seeing(ANA), hand));
  expect(from().asked).toMatchObject([{ id: made.id, at: NOW.instant, here: { prompted: { standing: 'open', others: [] } } }]);
  write(BEN, answer(sees(BEN, made.id), 'asker', 'For whoever is asked.', seeing(BEN), hand));
  write(DEE, answer(sees(DEE, made.id), 'circle', 'For those with time.', seeing(DEE), hand));
  const answers = from().asked[0]!.here!.prompted.others;
  expect(answers.map(({ by, way, text }) => [by, way, text]).sort()).toEqual([
    [BEN, 'asker', 'For whoever is asked.'],
    [DEE, 'circle', 'For those with time.'],
  ]);

  // Both under the question: of their words nothing is written into it.
  const places = answers.map(({ id }) => ({ vault: VAULT, id }));
  for (const place of places) hers.apply(putAnswerUnder(hers.record('q'), place));
  expect(putAnswerUnder(hers.record('q'), places[0]!)).toEqual([]);
  expect(JSON.stringify(hers.record('q'))).not.toMatch(/whoever|with time/);
  expect(
    from()
      .under.map(({ here }) => here!.answer.text)
      .sort(),
  ).toEqual(['For those with time.', 'For whoever is asked.']);

  // Dee takes hers back; then she is not in the circle any more.
  write(DEE, takeBack(sees(DEE, made.id), hand));
  expect(
    from()
      .under.map(({ here }) => here?.answer.by ?? '')
      .sort(),
  ).toEqual(['', BEN]);
  expect(from(false)).toMatchObject({ asked: [{ id: made.id, here: null }], under: [{ here: null }, { here: null }] });
  hers.apply(takeAnswerFrom(hers.record('q'), places[0]!));
  expect(answersUnder(hers.record('q'))).toEqual([places[1]]);
  expect(takeAnswerFrom(hers.record('q'), places[0]!)).toEqual([]);
});
