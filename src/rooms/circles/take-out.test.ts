import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { applyChange, type Change } from '#core/change.ts';
import { stampOf, tick } from '#core/clock.ts';
import { createdAs, createKind, deletedOf } from '#core/kind.ts';
import { idInHandOf } from '#core/one-hand.ts';
import type { VaultRecord } from '#core/record.ts';
import { latelyIn } from './lately.ts';
import { nameCircle, nameMember } from './model.ts';
import { orThrow } from '#core/result.ts';
import { emptySnapshot, withRecords } from '#core/snapshot.ts';
import { ONLY_READ, type Terms } from '#core/terms.ts';
import { share } from '#rooms/sharing/model.ts';
import { takeOutOf } from './take-out.ts';

const [ME, BEN, CIRCLE] = ['a'.repeat(26), 'b'.repeat(26), 'c'.repeat(26)] as const;
const DEVICE = '0'.repeat(13);
const need = createKind('need', { text: 'text', at: 'register', by: 'register', with: 'set' });
let clock = '';
const made = (change: Change, before?: VaultRecord): VaultRecord => {
  clock = tick(clock, Date.parse('2026-11-25T12:00:00.000Z'));
  return applyChange(before, change, stampOf(clock, DEVICE), DEVICE);
};
const said = (account: string, rest: string, text: string, at: string): VaultRecord => made(createdAs(need, idInHandOf(account, rest), { text, at, by: 'Friday', with: ['x'] }));
const taking = (records: readonly VaultRecord[]) =>
  takeOutOf({
    vault: CIRCLE,
    name: 'Tuesday circle',
    me: ME,
    names: new Map([[BEN, 'Ben']]),
    snapshot: withRecords(emptySnapshot(), records),
    isIn: true,
    made: '2026-11-25T12:00:00.000Z',
    today: '2026-11-25',
  });

test('One takes along what one wrote, and nothing of the others that they do not allow', () => {
  const [mine, his] = [said(ME, 'n1', 'A lift to the station.', '2026-11-20T10:00:00.000Z'), said(BEN, 'n2', 'Company on Saturday.', '2026-11-21T10:00:00.000Z')];
  const records = [made(nameCircle('Tuesday circle')), made(nameMember(BEN, 'Ben')), his, mine];
  const [markdown, json] = taking(records);
  expect(markdown!.text).toBe('# Tuesday circle\n\n## 2026-11-20 10:00, need\n\nA lift to the station.\n\nby: Friday\n\nwith: x\n');
  expect(json!.text).not.toContain('Company');
  expect(markdown!.text + json!.text).not.toContain('Ben');
});

test('A map that the circle drew is everybody’s, and is taken along without a name', () => {
  const map = made({ id: 'm'.repeat(26), kind: 'map', v: 1, set: { at: '2026-11-20T10:00:00.000Z' }, write: { title: 'Why visits run late' } });
  const [markdown, json] = taking([map, made({ ...createdAs(need, 'n'.repeat(26), { text: 'Nobody’s.' }) })]);
  expect(markdown!.text).toContain('Why visits run late');
  expect((JSON.parse(json!.text) as { readonly records: readonly unknown[] }).records).toMatchObject([{ kind: 'map', by: null }]);
  expect(json!.text).not.toContain('Nobody');
});

test('Of what others shared, that is taken along which may be quoted and has no end, with the name only where it may be', () => {
  const given = (n: number, quote: Terms['quote'], until = ''): VaultRecord => {
    const at = { account: BEN, id: `${n}`.repeat(26), at: `2026-11-20T10:00:0${n}.000Z`, today: '2026-11-20' };
    return made(orThrow(share(`Words ${n}.`, { ...ONLY_READ, quote, until }, [ME], at))[0]!);
  };
  const [markdown, json] = taking([given(1, 'no'), given(2, 'unnamed'), given(3, 'named'), given(4, 'named', '2027-01-01')]);
  expect(markdown!.text).toBe('# Tuesday circle\n\n## 2026-11-20 10:00, shared\n\nWords 2.\n\n## 2026-11-20 10:00, shared, Ben\n\nWords 3.\n');
  expect((JSON.parse(json!.text) as { readonly allowed: unknown }).allowed).toMatchObject([
    { text: 'Words 2.', by: null },
    { text: 'Words 3.', by: 'Ben' },
  ]);
  expect(json!.text).not.toContain(BEN);
});

test('What was deleted is not taken along, and no text passes for a heading of ours', () => {
  const gone = said(ME, 'n1', 'Gone.', '2026-11-20T10:00:00.000Z');
  const records = [made(deletedOf(need, gone.id), gone), said(ME, 'n2', '# Not ours\n## 2026-01-01, need', '2026-11-20T11:00:00.000Z')];
  const [markdown] = taking(records);
  expect(markdown!.text).not.toContain('Gone');
  expect(markdown!.text.match(/^#{1,6} /gm)).toEqual(['# ', '## ']);
});

test('Whatever the others wrote, none of their words leave where nothing is allowed', () => {
  const words = fc.string({ minLength: 3, maxLength: 40 }).map((text) => `zq${text}qz`);
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.boolean(), words), { maxLength: 12 }), (all) => {
      const records = all.map(([isMine, text], n) => said(isMine ? ME : BEN, `n${n}`, isMine ? 'mine' : text, '2026-11-20T10:00:00.000Z'));
      const files = taking(records);
      return (
        files.every(({ text }) => !text.includes('zq')) &&
        (JSON.parse(files[1]!.text) as { readonly records: unknown[] }).records.length === all.filter(([isMine]) => isMine).length
      );
    }),
    { numRuns: 100 },
  );
});

test('The last who wrote is found in any room; what is dated ahead by a changed program is not', () => {
  const records = [
    said(ME, 'n1', 'One.', '2026-11-20T10:00:00.000Z'),
    said(BEN, 'n2', 'Two.', '2026-11-21T10:00:00.000Z'),
    said(BEN, 'n3', 'Three.', '2999-01-01T00:00:00.000Z'),
    said(BEN, 'n4', 'Four.', 'zzzz'),
    made(nameCircle('Tuesday circle')),
  ];
  const kinds = (of: readonly VaultRecord[]) => new Map([['need', new Map(of.map((record) => [record.id, record]))]]);
  expect(latelyIn({ kinds: kinds(records) }, '2026-11-25T12:00:00.000Z')).toEqual({ by: BEN, at: '2026-11-21T10:00:00.000Z' });
  expect(latelyIn({ kinds: kinds([]) }, '2026-11-25T12:00:00.000Z')).toBeNull();
  // What sorts like an instant and is none would stop the page that says how long ago it was.
  const wrong = ['2026-11-22T99:99:99.999Z', '2026-11-22T:::::Z', '2026-00-00T00:00:00.000Z'];
  expect(latelyIn({ kinds: kinds(wrong.map((at, n) => said(BEN, `w${n}`, 'Five.', at))) }, '2026-11-25T12:00:00.000Z')).toBeNull();
});
