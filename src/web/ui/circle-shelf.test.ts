import { expect, test } from 'vitest';
import type { Change } from '#core/change.ts';
import { applyChange } from '#core/change.ts';
import { recordsOf } from '#core/snapshot.ts';
import type { VaultRecord } from '#core/record.ts';
import { nameCircle, nameMember, writeNote } from '#rooms/circles/model.ts';
import { orThrow } from '#core/result.ts';
import type { CircleShown } from '../workers/vault-events.ts';
import { createShelf } from './circle-shelf.ts';

const [ANA, BEN, VAULT] = ['00000000000000000000000ana', '00000000000000000000000ben', '0000000000000000000000000t'];
const record = (change: Change, at = '0'): VaultRecord => applyChange(undefined, change, `${'0'.repeat(12)}${at}ddddddddddddd`, 'ddddddddddddd');
const shown = (more: Partial<CircleShown> = {}): CircleShown => ({
  vault: VAULT,
  name: 'As kept',
  me: ANA,
  members: [
    { id: ANA, role: 'facilitator', since: '2026-11-25T10:00:00.000Z' },
    { id: BEN, role: 'member', since: '2026-11-25T11:00:00.000Z' },
  ],
  standing: 'in',
  isHere: true,
  unsent: 0,
  trouble: null,
  ...more,
});

test('A circle that one’s own vault names is on its way until the worker has told of it, and then has its names and records', () => {
  const shelf = createShelf();
  expect(shelf.expect([{ vault: VAULT, name: 'As kept', begins: 'a'.repeat(64), me: '', left: null }])).toMatchObject([{ name: 'As kept', isOpening: true, members: [] }]);
  expect(shelf.shown(shown())).toMatchObject([{ isOpening: true, members: [{ name: '' }, { name: '' }] }]);
  expect(shelf.came(VAULT, [record(nameCircle('Tuesday')), record(nameMember(ANA, 'Ana'))], false, 'open')).toBeNull();
  const [circle] = shelf.came(VAULT, [record(nameMember(BEN, 'Ben'))], true, 'open')!;
  expect(circle).toMatchObject({ name: 'Tuesday', isOpening: false, me: ANA, unsent: 0 });
  expect(circle!.members.map(({ name, isMe }) => [name, isMe])).toEqual([
    ['Ana', true],
    ['Ben', false],
  ]);
  const [after] = shelf.wrote(VAULT, [record(orThrow(writeNote(ANA, 'n', 'Hello.', '2026-11-25T12:00:00.000Z')))]);
  expect(recordsOf(after!.snapshot, 'note').size).toBe(1);
  expect(after!.snapshot.changed).toEqual([`${ANA}-n`]);
  // Another tab spoke of what is shown already: nothing is drawn anew.
  expect(shelf.came(VAULT, [], true, 'elsewhere')).toBeNull();
});

test('Who is gone keeps their name; what does not open is not waited for, and says why', () => {
  const shelf = createShelf();
  shelf.shown(shown());
  shelf.came(VAULT, [record(nameMember(ANA, 'Ana')), record(nameMember(BEN, 'Ben'))], true, 'open');
  const [left] = shelf.shown(shown({ members: [{ id: ANA, role: 'facilitator', since: '' }], unsent: 2 }));
  expect([left!.members.length, left!.names.get(BEN), left!.unsent]).toEqual([1, 'Ben', 2]);
  const closed = createShelf();
  expect(closed.shown(shown({ isHere: false, members: [], trouble: { code: 'host-offline' } }))).toMatchObject([
    { name: 'As kept', isOpening: false, trouble: { code: 'host-offline' } },
  ]);
  expect(closed.shown(shown({ standing: 'removed' }))).toMatchObject([{ standing: 'removed', isOpening: true }]);
});
