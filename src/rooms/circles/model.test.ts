import { expect, test } from 'vitest';
import { applyChange, type Change } from '#core/change.ts';
import { stampOf, tick } from '#core/clock.ts';
import { handOf, idInHandOf } from '#core/one-hand.ts';
import type { VaultRecord } from '#core/record.ts';
import { circleName, circleRest, circlesKept, keepCircle, memberNames, nameCircle, nameMember, noteOf, notesOf, readName, restCircle, writeNote } from './model.ts';

const [ANA, BEN, ID] = ['a'.repeat(26), 'b'.repeat(26), 'c'.repeat(26)] as const;
const DEVICE = '0'.repeat(13);
let clock = '';
const made = (change: Change, before?: VaultRecord): VaultRecord => {
  clock = tick(clock, Date.parse('2026-11-25T12:00:00.000Z'));
  return applyChange(before, change, stampOf(clock, DEVICE), DEVICE);
};
const note = (account: string, text: string, at: string): VaultRecord => {
  const change = writeNote(account, ID, text, at);
  if (!change.ok) throw new Error(change.error.code);
  return made(change.value);
};

test('Whose a record is stands in its id, and in nothing else', () => {
  expect(handOf(idInHandOf(ANA, 'member'))).toBe(ANA);
  for (const id of ['circle', ANA, `${ANA}member`, `tip-${DEVICE}`, `${ANA.slice(1)}-member`, `${ANA.toUpperCase()}-x`]) expect(handOf(id)).toBeNull();
  const records = [note(BEN, 'later', '2026-11-25T13:00:00.000Z'), note(ANA, 'first', '2026-11-25T12:00:00.000Z')];
  expect(notesOf(records).map(({ by, text }) => [by, text])).toEqual([
    [ANA, 'first'],
    [BEN, 'later'],
  ]);
  // A note that says of itself whose it is, under nobody's id, is nobody's.
  expect(noteOf({ ...records[0]!, id: ID })).toBeNull();
  expect(noteOf(made({ id: records[0]!.id, kind: 'note', v: 1, drop: true }, records[0]))).toBeNull();
});

test('Names are what each gave themself, on one line; another’s name cannot be set', () => {
  const ben = made(nameMember(BEN, 'Ben'));
  expect([...memberNames([made(nameMember(ANA, 'Ana')), ben, { ...ben, id: idInHandOf(ANA, 'other') }])]).toEqual([
    [ANA, 'Ana'],
    [BEN, 'Ben'],
  ]);
  expect(memberNames([made(nameMember(ANA, `A\n\nna${'x'.repeat(200)}`))]).get(ANA)).toMatch(/^A nax{75,76}$/);
  // No name turns round what stands after it, or steers a terminal.
  expect(memberNames([made(nameMember(ANA, '\u202eAna\u001b[2J\u2067'))]).get(ANA)).toBe('Ana [2J');
  expect(readName('\u202eAna\u2066')).toEqual({ ok: true, value: 'Ana' });
  expect(circleName([made(nameCircle('Tuesday'))])).toBe('Tuesday');
  expect(circleName([ben])).toBe('');
  expect(readName('  Tuesday \n group ')).toEqual({ ok: true, value: 'Tuesday group' });
  expect([readName(' '), readName('x'.repeat(81)), writeNote(ANA, ID, ' ', '')].map((each) => (each.ok ? 'ok' : each.error.code))).toEqual([
    'name-empty',
    'name-too-long',
    'entry-empty',
  ]);
});

test('Which circles one is in: each on its own, the newest word of each; what is none is passed over', () => {
  const [one, two] = [
    { vault: ANA, name: 'b', begins: '1'.repeat(64), me: ID, left: null },
    { vault: BEN, name: 'a', begins: '2'.repeat(64), me: ID, left: null },
  ];
  const record = made(keepCircle(two), made(keepCircle(one)));
  expect(circlesKept(record)).toEqual([two, one]);
  expect(circlesKept(made(keepCircle({ ...one, left: '2026-11-25T12:00:00.000Z' }), record)).map(({ left }) => left)).toEqual([null, '2026-11-25T12:00:00.000Z']);
  // Whose account it was stays known once that has ended; a Kith of before did not note it, and another's program may write anything.
  const noted = (me: object) =>
    circlesKept(made({ id: 'circles', kind: 'circles', v: 1, set: { [`in-${ANA}`]: { name: 'b', begins: '1'.repeat(64), left: null, ...me } } }))[0]?.me;
  expect([{}, { me: 3 }, { me: 'x' }, { me: BEN }].map(noted)).toEqual(['', '', '', BEN]);
  expect(circlesKept(made({ id: 'circles', kind: 'circles', v: 1, set: { [`in-${ID}`]: { name: 3 }, other: 'x' } }, record))).toHaveLength(2);
  expect([circlesKept(undefined), circlesKept(made(nameCircle('x')))]).toEqual([[], []]);
});

test('A circle that is at rest says since when, wakes again, and keeps its name; what is no instant is no rest', () => {
  const at = '2026-11-25T12:00:00.000Z';
  const named = made(nameCircle('Tuesday circle'));
  expect(circleRest(named)).toBe('');
  const resting = made(restCircle(at), named);
  expect([circleRest(resting), circleName([resting])]).toEqual([at, 'Tuesday circle']);
  expect(circleRest(made(restCircle(''), resting))).toBe('');
  for (const wrong of ['soon', '2026', `${at}\n<b>`, 'x'.repeat(5000)]) expect(circleRest(made(restCircle(wrong), named))).toBe('');
  expect([circleRest(undefined), circleRest({ ...resting, kind: 'note' }), circleRest({ ...resting, id: 'other' })]).toEqual(['', '', '']);
});
