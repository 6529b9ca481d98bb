// What a page takes in when it opens: packed or row by row, the same records; and never what must not be in the pack.

import { expect, test } from 'vitest';
import { bulkCipher } from '#adapters/bulk-cipher.ts';
import { createMemoryStore } from '#adapters/memory/store.ts';
import { damagedIn, OPENING, openingAddresses, openSegments, packRest, readOpening, SEGMENT } from '#adapters/opening-image.ts';
import { readManifest, writeManifest } from '#adapters/search-manifest.ts';
import { argon2id, random, readySodium } from '#adapters/sodium.ts';
import { changedTo, createdAs, createKind, deletedOf } from '#core/kind.ts';
import { unpackRecord } from '#core/encode.ts';
import { textsOf, type VaultRecord } from '#core/record.ts';
import { ok, orThrow } from '#core/result.ts';
import { emptySnapshot, recordsOf, withRecords } from '#core/snapshot.ts';
import { bytesToText } from '#core/text.ts';
import { createSealer } from '#crypto/seal.ts';
import { openSession, type Session } from '#crypto/session.ts';
import { sweep, TIME_TO_UNDO } from '#crypto/sweep.ts';
import { beginVault } from '#crypto/vault-lock.ts';
import { journalKind } from '#rooms/journal/journals.ts';

const note = createKind('note', { text: 'text', journal: 'register' });
const id = (n: number) => String(n).padStart(26, '0');
const START = 1_800_000_000_000;

const filled = async (count: number) => {
  const store = createMemoryStore();
  const sodium = await readySodium();
  const sealer = createSealer(sodium);
  const { header, key } = orThrow(await beginVault({ store, place: { read: async () => null, write: async () => ok(null), drop: async () => {} }, random }, ''));
  const session = await openSession({ store, sealer, sodium, cipher: bulkCipher, argon2id, random, header, key, cost: { memory: 8192, passes: 1 } });
  const changes = Array.from({ length: count }, (_, n) => createdAs(note, id(n), { text: `text ${n}` }));
  orThrow(await session.vault.commit(changes, START));
  return { store, sealer, session };
};

/** What a page would hold after opening. */
const opened = async (session: Session, sealer: Parameters<typeof readOpening>[1]): Promise<ReadonlyMap<string, VaultRecord>> => {
  const image = await readOpening(session, sealer);
  const records: VaultRecord[] = [];
  for await (const segment of openSegments(session, image)) {
    if (segment === null) throw new Error('a segment did not open');
    for (const [name, packed] of JSON.parse(bytesToText(segment.bytes)) as [string, unknown][]) records.push(unpackRecord(name, packed)!);
  }
  records.push(...session.vault.openRows(await session.store.rowsAfter(image.upTo, 1_000_000)).records);
  return recordsOf(withRecords(emptySnapshot(), records), 'note');
};

test('packed and row by row give the same records, also after some were changed, and packing goes on where it ended', async () => {
  const { session, sealer } = await filled(2 * SEGMENT + 10);
  const before = await opened(session, sealer);
  expect((await packRest(session, sealer)).segments.map(({ rows }) => rows)).toEqual([SEGMENT, SEGMENT]);
  expect([...(await opened(session, sealer)).values()]).toEqual([...before.values()]);
  const change = changedTo(note, id(3), { text: 'text 3' }, { text: 'text three' })!;
  orThrow(await session.vault.commit([change, deletedOf(note, id(4))], START + 1));
  expect(textsOf((await opened(session, sealer)).get(id(3))!, 'text')).toEqual(['text three']);
  orThrow(
    await session.vault.commit(
      Array.from({ length: SEGMENT }, (_, n) => createdAs(note, id(5000 + n), { text: 'more' })),
      START + 2,
    ),
  );
  expect((await packRest(session, sealer)).segments).toHaveLength(3);
  const after = await opened(session, sealer);
  expect(after.size).toBe(3 * SEGMENT + 10);
  expect(textsOf(after.get(id(3))!, 'text')).toEqual(['text three']);
  expect(after.get(id(4))!.deletion).toBeDefined();
});

test('once too much in it is old, all is packed anew, and nothing is left of the segments before', async () => {
  const { session, sealer, store } = await filled(SEGMENT);
  const [first] = (await packRest(session, sealer)).segments;
  const changes = Array.from({ length: SEGMENT }, (_, n) => changedTo(note, id(n), { text: `text ${n}` }, { text: `later ${n}` })!);
  orThrow(await session.vault.commit(changes, START + 1));
  const image = await packRest(session, sealer);
  expect(image.segments.map(({ rows }) => rows)).toEqual([SEGMENT]);
  expect(image.segments[0]!.chunks).not.toEqual(first!.chunks);
  expect((await store.blobs()).map(({ address }) => address).sort()).toEqual([OPENING, ...image.segments[0]!.chunks].sort());
  expect(textsOf((await opened(session, sealer)).get(id(3))!, 'text')).toEqual(['later 3']);
});

test('a small vault is not packed, and a full store only opens more slowly', async () => {
  const { session, sealer, store } = await filled(SEGMENT - 1);
  expect((await packRest(session, sealer)).segments).toEqual([]);
  expect(await store.blob(OPENING)).toBeNull();
  orThrow(await session.vault.commit([createdAs(note, id(7000), { text: 'one more' })], START));
  store.full = true;
  await packRest(session, sealer);
  expect((await opened(session, sealer)).size).toBe(SEGMENT);
});

test('what goes under a lock of its own is in no image from that moment on, and the old ones are not read again', async () => {
  const { session, sealer, store } = await filled(SEGMENT - 1);
  orThrow(await session.vault.commit([createdAs(journalKind, id(9000), { name: 'Dreams' }), createdAs(note, id(1), { journal: id(9000) })], START));
  await packRest(session, sealer);
  const search = { version: 1, upTo: 1, moved: '', key: '', chunks: [], size: 0, noted: [], apart: [] };
  expect(await writeManifest(session, sealer, search)).toBe(true);
  expect(await readManifest(session, sealer)).toEqual(search);
  const addresses = await openingAddresses(session, sealer);
  expect(addresses.length).toBeGreaterThan(1);
  const lock = orThrow(await session.lockForJournal(id(9000), 'a long passphrase'));
  const done = orThrow(await session.vault.commit([{ id: id(9000), kind: 'journal', v: 1, set: { lock: lock as never } }], START + 1));
  await session.noticed(done.records);
  orThrow(await session.vault.reseal([id(1)]));
  expect(await readManifest(session, sealer)).toBeNull();
  expect((await readOpening(session, sealer)).segments).toEqual([]);
  for (const address of addresses) expect(await store.blob(address)).toBeNull();
  // Packed again, the entry under the lock stays out, also while its key is at hand.
  const again = await packRest(session, sealer);
  expect(again.segments.map(({ rows }) => rows)).toEqual([SEGMENT - 1]);
  for await (const segment of openSegments(session, again)) expect(bytesToText(segment!.bytes)).not.toContain(`"${id(1)}"`);
});

test('an image that was being made while something moved is not read', async () => {
  const { session, sealer, store } = await filled(SEGMENT);
  const slow: Session = {
    ...session,
    putBytes: async (bytes) => {
      await store.commit([], ({ clock }) => ({ rows: [], clock, moved: true }));
      return session.putBytes(bytes);
    },
  };
  await packRest(slow, sealer);
  expect((await readOpening(session, sealer)).segments).toEqual([]);
});

test('what was packed while something moved is gone when the packing is over, its note and its segments', async () => {
  const { session, sealer, store } = await filled(2 * SEGMENT);
  let moves = 1;
  const slow: Session = {
    ...session,
    putBytes: async (bytes) => {
      if (moves-- > 0) await store.commit([], ({ clock }) => ({ rows: [], clock, moved: true }));
      return session.putBytes(bytes);
    },
  };
  expect((await packRest(slow, sealer)).segments).toEqual([]);
  expect(await store.blobs()).toEqual([]);
});

test('a store that is full in the middle of packing gets its room back', async () => {
  const { session, sealer, store } = await filled(2 * SEGMENT);
  const filling: Session = {
    ...session,
    putBytes: async (bytes) => {
      const put = await session.putBytes(bytes);
      store.full = true;
      return put;
    },
  };
  expect((await packRest(filling, sealer)).segments).toEqual([]);
  expect(await store.blobs()).toEqual([]);
});

test('a text that was deleted and emptied is in no image afterwards', async () => {
  const { session, sealer } = await filled(SEGMENT);
  await packRest(session, sealer);
  orThrow(await session.vault.commit([deletedOf(note, id(2))], START + 1));
  expect((await readOpening(session, sealer)).segments).toHaveLength(1);
  orThrow(await sweep(session, { now: START + 2 * TIME_TO_UNDO, addressesOf: () => [], keep: new Set(), unnamedBefore: new Set() }));
  expect((await readOpening(session, sealer)).segments).toEqual([]);
});

test('a row that did not open when it was packed is named at every opening, until it opens', async () => {
  const { session, sealer, store } = await filled(SEGMENT);
  const [row] = await store.rowsById([id(7)]);
  const blob = row!.blob.slice();
  blob[60]! ^= 1;
  await store.commit([], ({ clock }) => ({ rows: [{ ...row!, blob }], clock }));
  await packRest(session, sealer);
  const image = await readOpening(session, sealer);
  expect(image.segments.map(({ rows }) => rows)).toEqual([SEGMENT]);
  expect(await damagedIn(session, image)).toMatchObject([{ id: id(7), why: 'seal-broken' }]);
  await store.commit([], ({ clock }) => ({ rows: [row!], clock }));
  expect(await damagedIn(session, image)).toEqual([]);
});

test('a segment with a flipped bit does not open; a damaged note of them counts as none', async () => {
  const { session, sealer, store } = await filled(SEGMENT);
  const image = await packRest(session, sealer);
  const [address] = image.segments[0]!.chunks;
  const bytes = (await store.blob(address!))!.slice();
  bytes[100]! ^= 4;
  await store.putBlob(address!, bytes);
  for await (const segment of openSegments(session, image)) expect(segment).toBeNull();
  const noted = (await store.blob(OPENING))!.slice();
  noted[40]! ^= 1;
  await store.putBlob(OPENING, noted);
  expect((await readOpening(session, sealer)).segments).toEqual([]);
});
