// Single cases in words; that terms are kept whatever happens in which order is held by test/terms.test.ts.

import { expect, test } from 'vitest';
import { applyChange, type Change } from '#core/change.ts';
import { stampOf, tick } from '#core/clock.ts';
import { merge, type VaultRecord } from '#core/record.ts';
import { orThrow, type Result } from '#core/result.ts';
import { emptySnapshot, withRecords, type Snapshot } from '#core/snapshot.ts';
import { ONLY_READ, type Terms } from '#core/terms.ts';
import { answer, cameLater, changeTerms, openTo, quote, remark, share, sharingIn, shownTo, takeAllBack, takeBack, takenOutBy, type Shared, type Shown } from './model.ts';

const [DEV, ROSA, LEILA] = ['a', 'b', 'c'].map((letter) => letter.repeat(26)) as [string, string, string];
const TODAY = '2026-11-25';
const HOME = 'I had the keys to eleven flats in my coat and nobody to give them back to.';

/** A circle of Dev and Rosa, into which Leila comes later. */
const circle = (members: string[] = [DEV, ROSA]) => {
  const records = new Map<string, VaultRecord>();
  let [clock, next, snapshot]: [string, number, Snapshot] = ['', 0, emptySnapshot()];
  const commit = (changes: readonly Change[] | Result<Change[]>): VaultRecord[] =>
    ('ok' in changes ? orThrow(changes) : changes).map((change) => {
      clock = tick(clock, Date.parse(`${TODAY}T12:00:00Z`));
      const record = applyChange(records.get(change.id), change, stampOf(clock, '0'.repeat(13)), '0'.repeat(13));
      records.set(change.id, record);
      snapshot = withRecords(snapshot, [record]);
      return record;
    });
  const hand = (account: string) => ({ account, id: String(++next).padStart(26, '0'), at: `${TODAY}T12:00:${10 + next}Z`, today: TODAY });
  const seen = (account: string, today = TODAY): Shown => shownTo(sharingIn(snapshot), { account, isIn: members.includes(account) }, today);
  const first = (): Shared => sharingIn(snapshot).shared[0]!;
  const shared = (terms: Terms = ONLY_READ) => commit(share(HOME, terms, members, hand(DEV)))[0]!;
  return { members, commit, hand, seen, first, shared, snapshot: () => snapshot };
};

test('What is shared is read by those who were there, until its last day, with its terms beside it', () => {
  const { members, shared, seen, commit, first } = circle();
  shared({ ...ONLY_READ, until: '2026-11-30' });
  expect(seen(ROSA).shared.map(({ text, by, terms }) => [text, by, terms?.until])).toEqual([[HOME, DEV, '2026-11-30']]);
  expect(seen(ROSA, '2026-11-30').shared).toHaveLength(1);
  expect([seen(ROSA, '2026-12-01').shared, seen(DEV, '2026-12-01').shared.length]).toEqual([[], 1]);
  members.push(LEILA);
  expect([seen(LEILA).shared, cameLater(first(), members)]).toEqual([[], [LEILA]]);
  commit(openTo(first(), [LEILA]));
  expect([seen(LEILA).shared.length, cameLater(first(), members)]).toEqual([1, []]);
  members.splice(members.indexOf(ROSA), 1);
  expect(seen(ROSA).shared).toEqual([]);
});

test('A remark has its own terms; the sharer answers, and nobody else does', () => {
  const { members, shared, commit, hand, first, seen } = circle([DEV, ROSA, LEILA]);
  shared();
  commit(remark(first(), ' I was on that plan too. ', { ...ONLY_READ, quote: 'named' }, members, hand(ROSA)));
  const [on] = seen(LEILA).shared[0]!.remarks;
  expect([on?.text, on?.by, on?.terms?.quote]).toEqual(['I was on that plan too.', ROSA, 'named']);
  expect(answer(on!, 'No', hand(LEILA))).toEqual({ ok: false, error: { code: 'answer-not-yours' } });
  commit(answer(on!, 'Yes. I would like to say that on Tuesday.', hand(DEV)));
  expect(seen(ROSA).shared[0]!.remarks[0]!.answers.map(({ text }) => text)).toEqual(['Yes. I would like to say that on Tuesday.']);
  expect(remark(first(), 'Mine', ONLY_READ, members, hand(DEV))).toEqual({ ok: false, error: { code: 'remark-own' } });
});

test('Quoted is what may be quoted, with the name or without, and no longer than it may', () => {
  const { shared, commit, hand, first, seen } = circle([DEV, ROSA, LEILA]);
  shared();
  expect(quote(first(), 'the keys to eleven flats', '', hand(ROSA))).toEqual({ ok: false, error: { code: 'quote-not-allowed' } });
  commit(changeTerms(first(), { ...ONLY_READ, quote: 'unnamed' }, TODAY));
  expect(quote(first(), 'twelve flats', '', hand(ROSA))).toEqual({ ok: false, error: { code: 'quote-not-in-it' } });
  const [record] = commit(quote(first(), ' the keys to eleven flats ', 'What do we do with keys?', hand(ROSA)));
  expect(JSON.stringify(record)).not.toContain('eleven');
  expect(seen(LEILA).quotes.map(({ words, whose, text, by }) => [words, whose, text, by])).toEqual([['the keys to eleven flats', null, 'What do we do with keys?', ROSA]]);
  // More is allowed afterwards: under what was read then, it is without the name.
  commit(changeTerms(first(), { ...ONLY_READ, quote: 'named' }, TODAY));
  expect(seen(LEILA).quotes[0]!.whose).toBeNull();
  commit(changeTerms(first(), ONLY_READ, TODAY));
  expect([seen(LEILA).quotes, seen(ROSA).loose.map(({ text }) => text)]).toEqual([[], ['What do we do with keys?']]);
});

test('What is taken back is emptied in every copy that hears of it, and gone from quotes; undone, it is there again', () => {
  const { members, shared, commit, hand, first, seen } = circle();
  const before = shared({ ...ONLY_READ, quote: 'named' });
  commit(quote(first(), 'eleven flats', '', hand(ROSA)));
  commit(remark(first(), 'A remark', ONLY_READ, members, hand(ROSA)));
  const [after] = commit(takeBack(first()));
  for (const copy of [merge(before, after!), merge(after!, before)]) expect(JSON.stringify(copy)).not.toContain('eleven');
  expect([seen(ROSA).shared, seen(ROSA).quotes, seen(DEV).shared]).toEqual([[], [], []]);
  expect(seen(ROSA).loose.map(({ text }) => text)).toEqual(['A remark']);
  expect(seen(DEV).loose).toEqual([]);
});

test('Who leaves can take all of theirs along; a file has one’s own, and of others’ what may be said on without an end', () => {
  const { members, shared, commit, hand, first, seen, snapshot } = circle();
  shared({ ...ONLY_READ, quote: 'unnamed' });
  commit(remark(first(), 'A remark', ONLY_READ, members, hand(ROSA)));
  const out = (account: string) => takenOutBy(sharingIn(snapshot()), { account, isIn: true }, TODAY).map(({ text, by }) => [text, by]);
  expect(out(ROSA)).toEqual([
    [HOME, null],
    ['A remark', ROSA],
  ]);
  expect(out(DEV)).toEqual([[HOME, DEV]]);
  commit(changeTerms(first(), { ...ONLY_READ, quote: 'named', until: '2027-01-01' }, TODAY));
  expect(out(ROSA)).toEqual([['A remark', ROSA]]);
  commit(takeAllBack(snapshot(), DEV));
  commit(takeAllBack(snapshot(), ROSA));
  expect([seen(ROSA), JSON.stringify([...snapshot().kinds.values()].map((kind) => [...kind.values()])).includes('keys')]).toEqual([{ shared: [], quotes: [], loose: [] }, false]);
});

test('Nothing empty, endless or past is shared', () => {
  const { hand } = circle();
  const code = (text: string, terms: Terms) => {
    const given = share(text, terms, [], hand(DEV));
    return given.ok ? 'ok' : given.error.code;
  };
  expect([
    code(' \n', ONLY_READ),
    code('x'.repeat(100_001), ONLY_READ),
    code('x', { ...ONLY_READ, until: '2026-11-24' }),
    code('x', { ...ONLY_READ, until: 'soon' }),
    code('x', { ...ONLY_READ, until: TODAY }),
  ]).toEqual(['share-empty', 'share-too-long', 'share-until-past', 'date-not-understood', 'ok']);
});
