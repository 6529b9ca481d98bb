// An open vault whose key has changed: what lies under earlier epochs opens, what is written lies under the newest, and a further
// worker that is handed the keys sees the same.

import { expect, test } from 'vitest';
import { bulkCipher } from '#adapters/bulk-cipher.ts';
import { createMemoryStore } from '#adapters/memory/store.ts';
import { argon2id, random, readySodium } from '#adapters/sodium.ts';
import { newId } from '#core/ids.ts';
import { textsOf } from '#core/record.ts';
import { ok, orThrow } from '#core/result.ts';
import { createSealer, epochsToList, listToEpochs, type EpochKeys } from '#crypto/seal.ts';
import { openSession } from '#crypto/session.ts';
import { beginVault } from '#crypto/vault-lock.ts';
import { entryChange } from './synced-device.ts';

const sodium = await readySodium();
const sealer = createSealer(sodium);
const place = { read: async () => null, write: async () => ok(null), drop: async () => undefined };

test('Earlier epochs open, the newest seals, resealing brings up, and a lost key leaves its rows as they are', async () => {
  const store = createMemoryStore();
  const { header, key } = orThrow(await beginVault({ store, place, random }, '2026-11-25T12:00:00.000Z'));
  const opened = (epochs?: EpochKeys) => openSession({ store, sealer, sodium, cipher: bulkCipher, argon2id, random, header, key, ...(epochs ? { epochs } : {}) });
  const session = await opened();
  const [before, after, journal] = [newId(random), newId(random), newId(random)];
  orThrow(await session.vault.commit([entryChange('under the first', before), { id: journal, kind: 'journal', v: 1, set: { name: 'private' } }], 1));

  const second = random(32);
  const keys = listToEpochs([
    [1, key],
    [2, second],
  ]);
  session.follow(keys);
  orThrow(await session.vault.commit([entryChange('under the second', after)], 2));
  expect((await store.rowsAfter(0, 10)).map(({ epoch }) => epoch)).toEqual([1, 1, 2]);
  const texts = async (vault: typeof session.vault): Promise<string[]> => (await vault.byId([before, after])).records.flatMap((record) => textsOf(record, 'text'));
  expect(await texts(session.vault)).toEqual(['under the first', 'under the second']);

  // Ids of what there is one of come from the first key, whatever the epoch: all devices come to the same.
  expect(session.rowIdOf('settings')).toBe((await opened(keys)).rowIdOf('settings'));
  const handed = listToEpochs(structuredClone(epochsToList(session.epochs())));
  expect(await texts((await opened(handed)).vault)).toEqual(['under the first', 'under the second']);

  // A journal's own lock, made in one epoch, is opened in another.
  const locked = orThrow(await session.lockForJournal(journal, 'four words of mine'));
  orThrow(await session.vault.commit([{ id: journal, kind: 'journal', v: 1, set: { lock: { ...locked } } }], 3));
  const again = await opened(keys);
  await again.noticed((await again.vault.byId([journal])).records);
  expect((await again.unlockJournal(journal, 'four words of mine')).ok).toBe(true);

  const without = await opened(listToEpochs([[1, key]]));
  const [row] = await store.rowsById([after]);
  expect(without.vault.openRow(row!)).toMatchObject({ why: 'seal-broken' });
  expect((await without.vault.commit([entryChange('over it', after)], 4)).ok).toBe(false);

  orThrow(await session.vault.reseal([before]));
  expect((await store.rowsById([before]))[0]).toMatchObject({ epoch: 2, ver: 2 });
  expect(await texts(session.vault)).toEqual(['under the first', 'under the second']);
});
