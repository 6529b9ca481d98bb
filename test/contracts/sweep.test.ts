import { expect, test } from 'vitest';
import { bulkCipher } from '#adapters/bulk-cipher.ts';
import { createMemoryStore } from '#adapters/memory/store.ts';
import { argon2id, random, readySodium } from '#adapters/sodium.ts';
import { applyChange } from '#core/change.ts';
import { stampOf, tick } from '#core/clock.ts';
import { createdAs, createKind, deletedOf } from '#core/kind.ts';
import { isAlive, membersOf, textsOf, type VaultRecord } from '#core/record.ts';
import { ok, orThrow } from '#core/result.ts';
import { createSealer } from '#crypto/seal.ts';
import { openSession } from '#crypto/session.ts';
import { sweep, sweepNow, TIME_TO_UNDO } from '#crypto/sweep.ts';
import { beginVault } from '#crypto/vault-lock.ts';

const note = createKind('note', { text: 'text', chunks: 'set' });
const id = (n: number) => String(n).padStart(26, '0');
const DAY = 24 * 3600 * 1000;
const START = 1_800_000_000_000;

const fresh = async () => {
  const store = createMemoryStore();
  const sodium = await readySodium();
  const { header, key } = orThrow(await beginVault({ store, place: { read: async () => null, write: async () => ok(null), drop: async () => {} }, random }, ''));
  const session = await openSession({ store, sealer: createSealer(sodium), sodium, cipher: bulkCipher, argon2id, random, header, key });
  const swept = async (now: number, unnamedBefore: ReadonlySet<string> = new Set()) =>
    orThrow(await sweep(session, { now, addressesOf: (record: VaultRecord) => membersOf(record, 'chunks'), keep: new Set(['derived-words']), unnamedBefore }));
  return { store, session, swept };
};

test('a deleted record keeps its words until the time to undo is over, and then none', async () => {
  const { session, swept } = await fresh();
  orThrow(await session.vault.commit([createdAs(note, id(1), { text: 'kept' }), createdAs(note, id(2), { text: 'gone' })], START));
  const deleted = orThrow(await session.vault.commit([deletedOf(note, id(2))], START + DAY));
  expect(await swept(START + DAY + TIME_TO_UNDO - 1)).toMatchObject({ emptied: 0 });
  const undone = orThrow(await session.vault.commit(deleted.undo, START + 2 * DAY));
  expect(isAlive(undone.records[0]!)).toBe(true);
  orThrow(await session.vault.commit([deletedOf(note, id(2))], START + 3 * DAY));
  expect(await swept(START + 3 * DAY + TIME_TO_UNDO)).toMatchObject({ emptied: 1 });
  const [one, two] = (await session.vault.byId([id(1), id(2)])).records;
  expect(one!.fields['text']).toBeDefined();
  expect(two!.fields).toEqual({});
  expect(isAlive(two!)).toBe(false);
  expect(await swept(START + 90 * DAY)).toMatchObject({ emptied: 0 });
});

test('an emptied record that meets an old copy stays deleted, and is emptied again', async () => {
  const { session, swept } = await fresh();
  const old = orThrow(await session.vault.commit([createdAs(note, id(1), { text: 'old' })], START)).records;
  orThrow(await session.vault.commit([deletedOf(note, id(1))], START + DAY));
  await swept(START + DAY + TIME_TO_UNDO);
  orThrow(await session.vault.takeIn(old, START + 40 * DAY));
  expect(isAlive((await session.vault.byId([id(1)])).records[0]!)).toBe(false);
  expect(await swept(START + 40 * DAY)).toMatchObject({ emptied: 1 });
  expect((await session.vault.byId([id(1)])).records[0]!.fields).toEqual({});
});

test('what Kith 0.1.0 emptied forgets at the next sweep what it had seen, and takes no text from a later edit', async () => {
  const { session, swept } = await fresh();
  const [old] = orThrow(await session.vault.commit([createdAs(note, id(1), { text: 'old' })], START)).records;
  const [gone] = orThrow(await session.vault.commit([deletedOf(note, id(1))], START + DAY)).records;
  // As its sweep left it: nothing held, all of it seen.
  orThrow(await session.vault.takeIn([{ ...gone!, id: id(2), fields: {}, deletion: { ...gone!.deletion!, emptied: true } }], START + 40 * DAY));
  expect(await swept(START + 40 * DAY)).toMatchObject({ emptied: 2 });
  const elsewhere = applyChange({ ...old!, id: id(2) }, { id: id(2), kind: 'note', v: 1, set: { place: 'away' } }, stampOf(tick('', START + 9), 'zzzzzzzzzzzzz'), 'zzzzzzzzzzzzz');
  const [met] = orThrow(await session.vault.takeIn([elsewhere], START + 41 * DAY)).records;
  expect([isAlive(met!), textsOf(met!, 'text')]).toEqual([true, ['old']]);
  expect(await swept(START + 41 * DAY)).toMatchObject({ emptied: 0 });
});

test('bytes that nothing names go at the second sweep; named ones, and those a deleted record may still bring back, stay', async () => {
  const { store, session, swept } = await fresh();
  for (const address of ['named', 'deleted', 'orphan', 'derived-words']) await store.putBlob(address, new Uint8Array([1]));
  orThrow(await session.vault.commit([createdAs(note, id(1), { chunks: ['named'] }), createdAs(note, id(2), { chunks: ['deleted'] })], START));
  orThrow(await session.vault.commit([deletedOf(note, id(2))], START));
  const first = await swept(START + DAY);
  expect(first).toMatchObject({ dropped: 0 });
  expect(await swept(START + DAY, first.unnamed)).toMatchObject({ dropped: 1 });
  expect((await store.blobs()).map(({ address }) => address).sort()).toEqual(['deleted', 'derived-words', 'named']);
  const later = await swept(START + 2 * TIME_TO_UNDO);
  expect(await swept(START + 2 * TIME_TO_UNDO, later.unnamed)).toMatchObject({ dropped: 1 });
  expect((await store.blobs()).map(({ address }) => address).sort()).toEqual(['derived-words', 'named']);
});

test('no bytes go while a row is damaged: it might be the one that names them', async () => {
  const { store, session, swept } = await fresh();
  await store.putBlob('orphan', new Uint8Array([1]));
  orThrow(await session.vault.commit([createdAs(note, id(1), { text: 'x' })], START));
  const [row] = await store.rowsAfter(0, 1);
  const blob = row!.blob.slice();
  blob[30]! ^= 1;
  await store.commit([], ({ clock }) => ({ rows: [{ ...row!, blob }], clock }));
  expect(await swept(START, new Set(['orphan']))).toMatchObject({ dropped: 0, quarantined: [{ id: id(1), why: 'seal-broken' }] });
});

test('a deleted journal keeps what opens its lock: records under it may still be there', async () => {
  const { session, swept } = await fresh();
  const journal = createKind('journal', { name: 'register', lock: 'register' });
  const lock = { salt: 'AAAAAAAAAAAAAAAAAAAAAA==', memory: 8192, passes: 1, wrapped: 'AAAA' };
  orThrow(await session.vault.commit([createdAs(journal, id(1), { name: 'Dreams', lock }), createdAs(journal, id(2), { name: 'Open' })], START));
  orThrow(await session.vault.commit([deletedOf(journal, id(1)), deletedOf(journal, id(2))], START));
  expect(await swept(START + 2 * TIME_TO_UNDO)).toMatchObject({ emptied: 1 });
  expect((await session.vault.byId([id(1)])).records[0]!.fields['lock']).toBeDefined();
});

test('two tabs that sweep shortly after one another drop nothing that is just being brought in', async () => {
  const { store, session } = await fresh();
  const parts = { addressesOf: (record: VaultRecord) => membersOf(record, 'chunks'), keep: async () => new Set<string>() };
  await store.putBlob('coming', new Uint8Array([1]));
  expect(orThrow(await sweepNow(session, { now: START, ...parts }))).toMatchObject({ dropped: 0 });
  expect(orThrow(await sweepNow(session, { now: START + 60_000, ...parts }))).toMatchObject({ dropped: 0 });
  orThrow(await session.vault.commit([createdAs(note, id(1), { chunks: ['coming'] })], START + 61_000));
  await store.putBlob('orphan', new Uint8Array([1]));
  for (const day of [2, 4]) orThrow(await sweepNow(session, { now: START + day * DAY, ...parts }));
  expect((await store.blobs()).map(({ address }) => address)).toEqual(['coming']);
});
