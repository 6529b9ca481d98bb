import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { bulkCipher } from '#adapters/bulk-cipher.ts';
import { createMemoryStore, type MemoryStore } from '#adapters/memory/store.ts';
import { argon2id, random, readySodium } from '#adapters/sodium.ts';
import type { SealedRow } from '#core/ports.ts';
import { orThrow, ok } from '#core/result.ts';
import { textsOf } from '#core/record.ts';
import { CHUNK } from '#crypto/chunks.ts';
import { createSealer, paddedSize, type Sodium } from '#crypto/seal.ts';
import { openSession } from '#crypto/session.ts';
import { beginVault, keyAtHand, lockVault, readHeader, unlockForGood, unlockVault, type KeyPlace } from '#crypto/vault-lock.ts';
import { createdAs, createKind } from '#core/kind.ts';
import { createMemorySyncStore } from '../simulation/sync-store.ts';

let sodium: Sodium;
beforeAll(async () => void (sodium = await readySodium()));

const note = createKind('note', { text: 'text', place: 'register', topics: 'set', journal: 'register' });
const journal = createKind('journal', { name: 'register', lock: 'register' });
const COST = { memory: 8192, passes: 1 };

const memoryPlace = (): KeyPlace & { key: Uint8Array | null } => {
  const place = {
    key: null as Uint8Array | null,
    read: async () => place.key,
    write: async (key: Uint8Array) => {
      place.key = key.slice();
      return ok(null);
    },
    drop: async () => void (place.key = null),
  };
  return place;
};

const fresh = async (store: MemoryStore = createMemoryStore()) => {
  const sealer = createSealer(sodium);
  const place = memoryPlace();
  const { header, key } = orThrow(await beginVault({ store, place, random }, '2026-11-22T00:00:00Z'));
  const parts = { store, place, sealer, argon2id, random, cost: COST };
  const session = await openSession({ ...parts, sodium, cipher: bulkCipher, header, key });
  return { ...parts, header, key, session };
};

const id = (n: number) => String(n).padStart(26, '0');

describe('the gate', () => {
  test('what was written is read back, and nothing of it lies readable in the store', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ minLength: 12, unit: 'grapheme-ascii' }), async (text) => {
        const { session, store } = await fresh();
        orThrow(await session.vault.commit([createdAs(note, id(1), { text, topics: [text] })], 1));
        const { records } = await session.vault.byId([id(1)]);
        expect(textsOf(records[0]!, 'text')).toEqual([text]);
        for (const bytes of store.held()) expect(Buffer.from(bytes).includes(text)).toBe(false);
      }),
      { numRuns: 30 },
    );
  });

  test('what is written is above what the host is known to hold, and so never counts as sent', async () => {
    const sync = createMemorySyncStore();
    const { session } = await fresh(sync.store);
    const write = async (text: string): Promise<void> => void orThrow(await session.vault.commit([createdAs(note, id(1), { text })], 1));
    await write('first');
    // A version that was not taken: what is here goes over it.
    orThrow(await sync.change([id(1)], ({ kept }) => ({ kept, known: [{ id: id(1), base: 4, at: 9 }] })));
    for (let n = 0; n < 4; n++) {
      await write(`edit ${n}`);
      expect((await sync.unsent(0, 10)).map(({ ver, base }) => [ver > base, base])).toEqual([[true, 4]]);
    }
    orThrow(await session.vault.reseal([id(1)]));
    expect(await sync.rowsById([id(1)])).toMatchObject([{ ver: 9, base: 4 }]);
  });

  test('every flipped bit in a sealed row is noticed: it is named and the rest opens', async () => {
    const { session, store } = await fresh();
    orThrow(
      await session.vault.commit(
        [1, 2, 3].map((n) => createdAs(note, id(n), { text: `entry ${n}` })),
        1,
      ),
    );
    const rows = await store.rowsAfter(0, 10);
    for (let bit = 0; bit < rows[1]!.blob.length * 8; bit += 37) {
      const blob = rows[1]!.blob.slice();
      blob[bit >> 3]! ^= 1 << (bit & 7);
      const opened = session.vault.openRows([rows[0]!, { ...rows[1]!, blob }, rows[2]!]);
      expect(opened.quarantined).toEqual([{ id: id(2), seq: 2, why: 'seal-broken' }]);
      expect(opened.records).toHaveLength(2);
    }
  });

  test.each(['id', 'ver', 'epoch', 'device', 'key'] as const)('a row whose %s was changed does not open', async (column) => {
    const { session, store } = await fresh();
    session.keys();
    orThrow(await session.vault.commit([createdAs(note, id(1), { text: 'x' })], 1));
    const row = (await store.rowsAfter(0, 1))[0]!;
    const other: SealedRow = { ...row, [column]: typeof row[column] === 'number' ? Number(row[column]) + 1 : `${row[column]}0` };
    expect(session.vault.openRows([{ ...other, seq: 1 }]).records).toHaveLength(0);
  });

  test('a damaged row is never written over', async () => {
    const { session, store } = await fresh();
    orThrow(await session.vault.commit([createdAs(note, id(1), { text: 'x' })], 1));
    const [row] = await store.rowsAfter(0, 1);
    const blob = row!.blob.slice();
    blob[40]! ^= 1;
    await store.commit([], ({ clock }) => ({ rows: [{ ...row!, blob }], clock }));
    expect(await session.vault.commit([createdAs(note, id(1), { text: 'y' })], 2)).toMatchObject({ ok: false, error: { code: 'record-damaged' } });
    expect([...(await store.rowsById([id(1)]))[0]!.blob]).toEqual([...blob]);
  });

  test('a full store refuses in words, and what was there is there', async () => {
    const { session, store } = await fresh();
    orThrow(await session.vault.commit([createdAs(note, id(1), { text: 'kept' })], 1));
    store.full = true;
    expect(await session.vault.commit([createdAs(note, id(1), { text: 'lost' })], 2)).toMatchObject({ ok: false, error: { code: 'store-full' } });
    expect(textsOf((await session.vault.byId([id(1)])).records[0]!, 'text')).toEqual(['kept']);
  });

  test('undo of a write takes it back, and undo of that brings it again', async () => {
    const { session } = await fresh();
    const first = orThrow(await session.vault.commit([createdAs(note, id(1), { text: 'one', topics: ['a'] })], 1));
    const second = orThrow(await session.vault.commit([{ ...createdAs(note, id(1), { text: 'two' }), remove: { topics: ['a'] } }], 2));
    const undone = orThrow(await session.vault.commit(second.undo, 3));
    expect(textsOf(undone.records[0]!, 'text')).toEqual(['one']);
    orThrow(await session.vault.commit(first.undo, 4));
    const gone = (await session.vault.byId([id(1)])).records[0]!;
    expect(gone.deletion).toBeDefined();
  });

  test('a clock that goes back does not make later writes lose', async () => {
    const { session } = await fresh();
    orThrow(await session.vault.commit([createdAs(note, id(1), { text: 'from the future' })], 4_000_000_000_000));
    orThrow(await session.vault.commit([createdAs(note, id(1), { text: 'now' })], 1_000));
    expect(textsOf((await session.vault.byId([id(1)])).records[0]!, 'text')).toEqual(['now']);
  });

  test('a record of an unknown kind and a newer version is kept byte for byte', async () => {
    const { session, store } = await fresh();
    orThrow(await session.vault.commit([{ id: id(9), kind: 'from-the-future', v: 7, set: { strange: { deep: [1, 2] } } }], 1));
    const before = (await store.rowsById([id(9)]))[0]!;
    for await (const _ of session.vault.all());
    orThrow(await session.vault.commit([createdAs(note, id(1), { text: 'x' })], 2));
    expect((await store.rowsById([id(9)]))[0]).toEqual(before);
  });
});

describe('the lock', () => {
  test('under a passphrase the loose key is gone; the right passphrase opens, any other is refused alike', async () => {
    const { header, key, place, ...parts } = await fresh();
    const locked = orThrow(await lockVault(header, key, 'correct horse', { ...parts, place }));
    expect(place.key).toBeNull();
    expect(orThrow(await readHeader(parts.store))!.lock).toEqual(locked.lock);
    expect(orThrow(await unlockVault(locked, 'correct horse', { ...parts, place }))).toEqual(key);
    for (const wrong of ['', 'correct hors', 'Correct horse', 'x'.repeat(10_000)])
      expect(await unlockVault(locked, wrong, { ...parts, place })).toEqual({ ok: false, error: { code: 'passphrase-wrong' } });
    const open = orThrow(await unlockForGood(locked, key, { ...parts, place }));
    expect(orThrow(await keyAtHand(open, place))).toEqual(key);
  });

  test('a key left lying by a crash while locking is taken away at the next start', async () => {
    const { header, key, place, ...parts } = await fresh();
    const locked = orThrow(await lockVault(header, key, 'correct horse', { ...parts, place }));
    await place.write(key);
    expect(await keyAtHand(locked, place)).toMatchObject({ ok: false, error: { code: 'vault-locked' } });
    expect(place.key).toBeNull();
  });

  test('each guess costs what is promised: 64 MiB and three passes, if nothing else is asked for', async () => {
    const { header, key, place, ...parts } = await fresh();
    const { cost: _cheap, ...asShipped } = { ...parts, place };
    const { lock } = orThrow(await lockVault(header, key, 'correct horse', asShipped));
    expect(lock).toMatchObject({ memory: 65_536, passes: 3 });
    expect(await unlockVault({ ...header, lock: { ...lock!, passes: 2 } }, 'correct horse', asShipped)).toMatchObject({ error: { code: 'passphrase-wrong' } });
  });

  test('a header that asks for absurd memory is refused, not obeyed', async () => {
    const { header, key, place, ...parts } = await fresh();
    const locked = orThrow(await lockVault(header, key, 'correct horse', { ...parts, place }));
    expect(await unlockVault({ ...locked, lock: { ...locked.lock!, memory: 2 ** 31 } }, 'correct horse', { ...parts, place })).toMatchObject({
      ok: false,
      error: { code: 'passphrase-wrong' },
    });
  });
});

describe('a journal with its own lock', () => {
  test('lies under its own key, cannot be read or written while locked, and opens with its own passphrase', async () => {
    const { session, store, header, key, sealer, place } = await fresh();
    const J = id(50);
    orThrow(await session.vault.commit([createdAs(journal, J, { name: 'Dreams' })], 1));
    await session.noticed((await session.vault.byId([J])).records);
    orThrow(await session.vault.commit([createdAs(note, id(1), { text: 'secret', journal: J }), createdAs(note, id(2), { text: 'open' })], 2));
    const lock = orThrow(await session.lockForJournal(J, 'another phrase'));
    const put = orThrow(await session.vault.commit([createdAs(journal, J, { lock: lock as never })], 3));
    await session.noticed(put.records);
    orThrow(await session.vault.reseal([id(1)]));
    expect((await store.rowsById([id(1)]))[0]!.key).toBe(J);

    const later = await openSession({ store, sealer, sodium, cipher: bulkCipher, argon2id, random, header, key, cost: COST });
    const opened = await later.vault.byId([id(1), id(2)]);
    expect(opened.records.map((record) => record.id)).toEqual([id(2)]);
    expect(opened.locked).toBe(1);
    expect(await later.vault.commit([createdAs(note, id(3), { text: 'new', journal: J })], 4)).toMatchObject({ ok: false, error: { code: 'journal-locked' } });
    expect(await later.unlockJournal(J, 'wrong phrase')).toMatchObject({ ok: false, error: { code: 'passphrase-wrong' } });
    orThrow(await later.unlockJournal(J, 'another phrase'));
    expect(textsOf((await later.vault.byId([id(1)])).records[0]!, 'text')).toEqual(['secret']);
    later.forgetJournal(J);
    expect((await later.vault.byId([id(1)])).locked).toBe(1);
    void place;
  });
});

describe('attachments', () => {
  test.each([0, 1, 1000, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK + 5])('%i bytes come back; a chunk changed, missing or swapped does not open', async (size) => {
    const { session, store } = await fresh();
    const plain = new Uint8Array(size).map((_, i) => (i * 31) & 255);
    const sealed = orThrow(await session.putBytes(plain));
    expect(Buffer.from(orThrow(await session.getBytes(sealed))).equals(Buffer.from(plain))).toBe(true);
    if (sealed.chunks.length > 1) expect((await session.getBytes({ ...sealed, chunks: [sealed.chunks[1]!, sealed.chunks[0]!, ...sealed.chunks.slice(2)] })).ok).toBe(false);
    expect((await session.getBytes({ ...sealed, size: size + 1 })).ok).toBe(false);
    const first = (await store.blob(sealed.chunks[0]!))!;
    first[0]! ^= 1;
    await store.putBlob(sealed.chunks[0]!, first);
    expect(await session.getBytes(sealed)).toMatchObject({ ok: false, error: { code: 'attachment-damaged' } });
    await store.dropBlob(sealed.chunks[0]!);
    expect((await session.getBytes(sealed)).ok).toBe(false);
  });
});

test('padding adds at most 12% and never tells short entries apart', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 10_000_000 }), (size) => {
      const padded = paddedSize(size);
      expect(padded).toBeGreaterThanOrEqual(size);
      expect(padded).toBeLessThanOrEqual(Math.max(256, Math.ceil(size * 1.12)));
    }),
  );
});

test('a singleton lies under an id that tells nothing, and comes back under its name', async () => {
  const { session, store } = await fresh();
  orThrow(await session.vault.commit([{ id: 'settings', kind: 'settings', v: 1, set: { theme: 'dark' } }], 1));
  expect((await store.rowsAfter(0, 10))[0]!.id).toMatch(/^[0-9a-hjkmnp-tv-z]{26}$/);
  const again = orThrow(await session.vault.commit([{ id: 'settings', kind: 'settings', v: 1, set: { language: 'es' } }], 2));
  expect(again.records[0]).toMatchObject({ id: 'settings', fields: { theme: { r: [expect.any(String), 'dark'] } } });
  expect((await session.vault.byId(['settings'])).records[0]!.id).toBe('settings');
  expect((await store.head()).count).toBe(1);
});
