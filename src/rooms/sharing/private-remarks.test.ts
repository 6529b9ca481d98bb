import { expect, test } from 'vitest';
import { applyChange, type Change } from '#core/change.ts';
import { stampOf, tick } from '#core/clock.ts';
import { idInHandOf } from '#core/one-hand.ts';
import { orThrow, type Result } from '#core/result.ts';
import { emptySnapshot, withRecords } from '#core/snapshot.ts';
import { ONLY_READ } from '#core/terms.ts';
import type { VaultRecord } from '#core/record.ts';
import { writeLetter } from '#rooms/circles/model.ts';
import { answerPrivately, privateRemarks, remarkPrivately, takeBackPrivately } from './private-remarks.ts';

const [DEV, ROSA, EVE, CIRCLE] = ['d', 'r', 'e', 'c'].map((letter) => letter.repeat(26)) as [string, string, string, string];
const TODAY = '2026-11-25';
const AT = `${TODAY}T12:00:00.000Z`;
const SHARED = { id: idInHandOf(DEV, '1'.repeat(26)), by: DEV, given: { by: DEV, terms: ONLY_READ, readers: new Set([ROSA]), whileIn: true } };

/** One's own vault, into which letters came as they were written. */
const vault = () => {
  const records = new Map<string, VaultRecord>();
  let [clock, next] = ['', 1];
  const commit = (changes: Result<readonly Change[]>): string => {
    for (const change of orThrow(changes)) {
      clock = tick(clock, Date.parse(AT));
      records.set(change.id, applyChange(records.get(change.id), change, stampOf(clock, '0'.repeat(13)), '0'.repeat(13)));
    }
    return orThrow(changes)[0]!.id;
  };
  const hand = (account: string) => ({ account, id: String(++next).padStart(26, '0'), at: AT, today: TODAY });
  const seen = (me: string) =>
    privateRemarks(withRecords(emptySnapshot(), [...records.values()]), me, CIRCLE, SHARED.id).map(({ remark, answers }) => [remark.text, ...answers.map(({ text }) => text)]);
  const first = (me: string) => privateRemarks(withRecords(emptySnapshot(), [...records.values()]), me, CIRCLE, SHARED.id)[0]!;
  return { commit, hand, seen, first };
};

test('A private remark is between the two, who answer each other; taken back, it is gone', () => {
  const { commit, hand, seen, first } = vault();
  commit(remarkPrivately(CIRCLE, SHARED, ' I can take two. ', hand(ROSA)));
  expect([seen(ROSA), seen(DEV)]).toEqual([[['I can take two.']], [['I can take two.']]]);
  commit(answerPrivately(first(DEV).remark, 'Thank you.', hand(DEV)));
  commit(answerPrivately(first(ROSA).remark, 'On Tuesday.', hand(ROSA)));
  expect(seen(DEV)).toEqual([['I can take two.', 'Thank you.', 'On Tuesday.']]);
  commit(takeBackPrivately(first(ROSA).remark, hand(ROSA)));
  expect(seen(ROSA)).toEqual([]);
});

test('Who was not given the words, and who shared them, write none', () => {
  const { hand } = vault();
  const code = (account: string, text = 'x') => {
    const given = remarkPrivately(CIRCLE, SHARED, text, hand(account));
    return given.ok ? 'ok' : given.error.code;
  };
  expect([code(EVE), code(DEV), code(ROSA, ' '), code(ROSA, 'x'.repeat(10_001)), code(ROSA)]).toEqual(['share-gone', 'remark-own', 'share-empty', 'share-too-long', 'ok']);
});

test('A letter that another’s program made up is no remark of somebody else, and no answer among two others', () => {
  const { commit, hand, seen, first } = vault();
  commit(remarkPrivately(CIRCLE, SHARED, 'Between us.', hand(ROSA)));
  const letter = (from: string, to: string, what: 'remark' | 'reply', about: string) =>
    commit(writeLetter(from, hand(from).id, AT, { circle: CIRCLE, to, about, what, text: `from ${from[0]}`, terms: null }));
  // Eve to Dev about what was shared with Rosa: a letter of hers, under her name. To Rosa, who did not share it: nothing.
  letter(EVE, ROSA, 'remark', SHARED.id);
  letter(EVE, DEV, 'reply', first(DEV).remark.id);
  letter(EVE, ROSA, 'reply', first(ROSA).remark.id);
  expect([seen(ROSA), seen(DEV)]).toEqual([[['Between us.']], [['Between us.']]]);
});
