// What a person can rely on of letters: what is written comes out the same with the receiver, what another's program sealed is read as
// a stranger's, and only its writer takes a letter back.

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { applyChange, type Change } from '#core/change.ts';
import { stampOf, tick } from '#core/clock.ts';
import { textToBytes } from '#core/text.ts';
import { isAlive, type Json, type VaultRecord } from '#core/record.ts';
import { orThrow } from '#core/result.ts';
import { letterOf, LETTERS, LETTER_SORTS, lettersIn, OUTBOX, withdrawLetter, writeLetter } from './letters.ts';

const [ana, ben, eve, circle] = ['a', 'b', 'e', 'c'].map((letter) => letter.repeat(26)) as [string, string, string, string];
const key = (n: number): string => `k${String(n).padStart(25, '0')}`;
const AT = '2026-11-25T12:00:00.000Z';

/** A vault as the gate keeps it. */
const vaultOf = () => {
  const records = new Map<string, VaultRecord>();
  let clock = '';
  let now = 1_000_000_000_000;
  return {
    records,
    commit(changes: readonly Change[]) {
      for (const change of changes) {
        clock = tick(clock, ++now);
        const record = applyChange(records.get(change.id), change, stampOf(clock, 'd'.repeat(13)), 'd'.repeat(13));
        records.set(record.id, record);
      }
    },
  };
};

test('what is written comes out with the receiver as it was, under the same id', () => {
  fc.assert(
    fc.property(
      fc.record({
        text: fc.string({ minLength: 1 }),
        what: fc.constantFrom(...LETTER_SORTS),
        terms: fc.jsonValue({ maxDepth: 2 }),
        about: fc.constantFrom('circle', key(3), `${ana}-${key(4)}`),
      }),
      ({ text, what, terms, about }) => {
        const [mine, theirs] = [vaultOf(), vaultOf()];
        const written = writeLetter(ana, key(1), AT, { circle, to: ben, about, what, text, terms: JSON.parse(JSON.stringify(terms)) as Json });
        fc.pre(written.ok);
        mine.commit(orThrow(written));
        const [id] = LETTERS.waits(mine.records.get(OUTBOX));
        const letter = LETTERS.read(mine.records.get(id!)!, ana)!;
        expect(LETTERS.read(mine.records.get(id!)!, ben)).toBeNull();
        const taken = LETTERS.take(letter.bytes, { circle, from: ana, to: ben }, AT);
        if (!taken || taken === 'newer') throw new Error('not read');
        theirs.commit(taken.changes);
        expect(letterOf(theirs.records.get(id!)!)).toEqual({ ...letterOf(mine.records.get(id!)!)!, state: 'came', came: AT });
        mine.commit(LETTERS.sent(letter, 'box'));
        expect([LETTERS.waits(mine.records.get(OUTBOX)), LETTERS.boxes(mine.records.get(OUTBOX)), letterOf(mine.records.get(id!)!)?.state]).toEqual([
          [],
          [{ circle, to: ben, box: 'box' }],
          'sent',
        ]);
      },
    ),
  );
});

test('what another’s program sealed never throws, and writes only in its sender’s hand', () => {
  const some = fc.oneof(
    fc.jsonValue().map((json) => JSON.stringify(json)),
    fc.string(),
    fc.constant('{"v":2}'),
    fc
      .record({
        v: fc.constant(1),
        key: fc.oneof(fc.constant(key(1)), fc.string()),
        about: fc.oneof(fc.constant(`${ben}-${key(9)}`), fc.constant(`${eve}-${key(9)}`), fc.string()),
        what: fc.oneof(fc.constantFrom(...LETTER_SORTS), fc.string()),
        text: fc.oneof(fc.string(), fc.integer()),
        at: fc.oneof(fc.constant(AT), fc.string()),
      })
      .map((json) => JSON.stringify(json)),
  );
  fc.assert(
    fc.property(some, (text) => {
      const taken = LETTERS.take(textToBytes(text), { circle, from: eve, to: ana }, AT);
      if (taken && taken !== 'newer') for (const change of taken.changes) expect(change.id.startsWith(`${eve}-`)).toBe(true);
    }),
  );
});

test('only its writer takes a letter back, before it came or after; its words go at once', () => {
  const take = (letter: VaultRecord, from: string) => {
    const taken = LETTERS.take(LETTERS.read(letter, from)!.bytes, { circle, from, to: ben }, AT);
    if (!taken || taken === 'newer') throw new Error('not read');
    return taken.changes;
  };
  const mine = vaultOf();
  mine.commit(orThrow(writeLetter(ana, key(1), AT, { circle, to: ben, about: 'circle', what: 'answer', text: 'said too much' })));
  const letter = letterOf(mine.records.get(`${ana}-${key(1)}`)!)!;
  const asSealed = mine.records.get(letter.id)!;
  mine.commit(orThrow(withdrawLetter(letter, key(2), AT)));
  const takesBack = mine.records.get(`${ana}-${key(2)}`)!;
  expect([lettersIn(mine.records.values()), LETTERS.waits(mine.records.get(OUTBOX))]).toEqual([[], [takesBack.id]]);
  const theirs = vaultOf();
  // Eve's program says that it takes Ana's letter back.
  theirs.commit(take(asSealed, ana));
  const forged = vaultOf();
  forged.commit(orThrow(writeLetter(eve, key(3), AT, { circle, to: ben, about: letter.id, what: 'withdrawn', text: '' })));
  theirs.commit(take(forged.records.get(`${eve}-${key(3)}`)!, eve));
  expect(lettersIn(theirs.records.values()).map(({ text }) => text)).toEqual(['said too much']);
  theirs.commit(take(takesBack, ana));
  expect([lettersIn(theirs.records.values()), isAlive(theirs.records.get(letter.id)!), theirs.records.get(letter.id)!.fields]).toEqual([[], false, {}]);
});

test('nothing goes to oneself, and nothing empty or too long goes', () => {
  const draft = { circle, to: ben, about: 'circle', what: 'answer', text: 'x' } as const;
  const codeOf = (more: object) => {
    const written = writeLetter(ana, key(1), AT, { ...draft, ...more });
    return written.ok ? null : written.error.code;
  };
  expect([{ to: ana }, { text: ' ' }, { text: 'x'.repeat(180_001) }, { terms: 'x'.repeat(9000) }, { what: 'thanks', text: '' }].map(codeOf)).toEqual([
    'letter-to-self',
    'letter-empty',
    'letter-too-long',
    'letter-too-long',
    null,
  ]);
});
