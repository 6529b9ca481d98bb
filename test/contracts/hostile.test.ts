// What somebody with bad intent, or bad luck, may not do to a vault: through an archive, through two tabs or processes at
// once, through a crash at the wrong moment.

import { beforeAll, describe, expect, test } from 'vitest';
import { bulkCipher } from '#adapters/bulk-cipher.ts';
import { createMemoryStore, type MemoryStore } from '#adapters/memory/store.ts';
import { argon2id, random, readySodium } from '#adapters/sodium.ts';
import { checkRecord } from '#core/check-record.ts';
import { isTooFarAhead, stampOf, tick } from '#core/clock.ts';
import { createdAs, createKind, deletedOf } from '#core/kind.ts';
import { isAlive, registerOf, textsOf, type VaultRecord } from '#core/record.ts';
import { ok, orThrow } from '#core/result.ts';
import { createSealer, type Sodium } from '#crypto/seal.ts';
import { openSession } from '#crypto/session.ts';
import { beginVault, keyAtHand, lockVault, readHeader, unlockForGood, type Header, type KeyPlace } from '#crypto/vault-lock.ts';

let sodium: Sodium;
beforeAll(async () => void (sodium = await readySodium()));

const note = createKind('note', { text: 'text', place: 'register', journal: 'register' });
const journal = createKind('journal', { name: 'register', lock: 'register' });
const COST = { memory: 8192, passes: 1 };
const NOW = 1_800_000_000_000;
const STRANGER = 'zzzzzzzzzzzzz';
const id = (n: number) => String(n).padStart(26, '0');
const J = id(50);

const memoryPlace = (): KeyPlace & { key: Uint8Array | null; onWrite: (() => Promise<void>) | null } => {
  const place = {
    key: null as Uint8Array | null,
    onWrite: null as (() => Promise<void>) | null,
    read: async () => place.key,
    write: async (key: Uint8Array) => {
      place.key = key.slice();
      await place.onWrite?.();
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
  const open = (with_: Header = header) => openSession({ ...parts, sodium, cipher: bulkCipher, header: with_, key });
  return { ...parts, header, key, open, session: await open() };
};
type Fresh = Awaited<ReturnType<typeof fresh>>;
type Session = Fresh['session'];

const write = async (session: Session, n: number, values: { text: string; journal?: string }, now = NOW) =>
  orThrow(await session.vault.commit([createdAs(note, id(n), values)], now));
const read = async (session: Session, n: number) => (await session.vault.byId([id(n)])).records[0];

const addJournal = async (session: Session) => {
  const made = orThrow(await session.vault.commit([createdAs(journal, J, { name: 'Dreams' })], NOW));
  await session.noticed(made.records);
};
const setLock = async (session: Session, passphrase: string) => {
  const lock = orThrow(await session.lockForJournal(J, passphrase));
  const put = await session.vault.commit([createdAs(journal, J, { lock: { ...lock } as never })], NOW);
  if (put.ok) await session.noticed(put.value.records);
  return put;
};

const foreign = (n: number, stamp: string, more: Partial<VaultRecord> = {}): VaultRecord => ({
  id: id(n),
  kind: 'note',
  v: 1,
  seen: { [STRANGER]: stamp },
  fields: { text: { t: [[stamp, 'theirs']] } },
  ...more,
});

describe('the clock', () => {
  test('a record stamped at the very end of time is not taken in, and what is written afterwards can be read', async () => {
    const { session, open } = await fresh();
    const last = stampOf(`${(7_258_118_400_000 - 1).toString(36).padStart(9, '0')}zzzz`, STRANGER);
    expect(await session.vault.takeIn([foreign(1, last)], NOW)).toMatchObject({ ok: false, error: { code: 'record-not-valid' } });
    await write(session, 2, { text: 'mine' });
    const again = await open();
    expect(textsOf((await read(again, 2))!, 'text')).toEqual(['mine']);
  });

  test('a device whose own clock is at the end of time writes what can be read', async () => {
    const { session } = await fresh();
    for (let n = 0; n < 3; n++) await write(session, 1, { text: `${n}` }, Number.MAX_SAFE_INTEGER);
    expect(textsOf((await read(session, 1))!, 'text')).toEqual(['2']);
    expect(isTooFarAhead(stampOf(tick('', Number.MAX_SAFE_INTEGER), STRANGER), NOW)).toBe(true);
  });

  test('clocks decades ahead are taken in, and later local edits still win', async () => {
    const { session } = await fresh();
    const ahead = stampOf(tick('', NOW + 90 * 365 * 86_400_000), STRANGER);
    orThrow(await session.vault.takeIn([foreign(1, ahead)], NOW));
    await write(session, 1, { text: 'mine' });
    expect(textsOf((await read(session, 1))!, 'text')).toEqual(['mine']);
  });
});

describe('a record from outside', () => {
  test('cannot claim a deletion that has seen more than the record has', () => {
    const stamp = stampOf(tick('', NOW), STRANGER);
    const later = stampOf(tick('', NOW + 1e12), 'abcdefghjkmnp');
    const said = { id: id(1), kind: 'note', v: 1, seen: { [STRANGER]: stamp }, fields: {} };
    expect(checkRecord({ ...said, deletion: { at: stamp, seen: { [STRANGER]: stamp }, emptied: false } }).ok).toBe(true);
    expect(checkRecord({ ...said, deletion: { at: stamp, seen: { abcdefghjkmnp: later }, emptied: false } })).toMatchObject({ ok: false });
    expect(checkRecord({ ...said, deletion: { at: later, seen: {}, emptied: false } })).toMatchObject({ ok: false });
  });

  test('does not delete, hide or change the kind of one that is here', async () => {
    const { session } = await fresh();
    const mine = (await write(session, 1, { text: 'mine' })).records[0]!;
    const stamp = stampOf(tick('', NOW + 1000), STRANGER);
    const seen = { ...mine.seen, [STRANGER]: stamp };
    for (const harm of [
      { ...mine, seen, deletion: { at: stamp, seen, emptied: true } },
      { ...mine, seen, deletion: { at: stamp, seen, emptied: false } },
      { ...mine, seen, v: 1_000_000 },
      { ...mine, seen, kind: 'other' },
    ]) {
      orThrow(await session.vault.takeIn([harm], NOW));
      const here = (await read(session, 1))!;
      expect(isAlive(here)).toBe(true);
      expect({ kind: here.kind, v: here.v, texts: textsOf(here, 'text') }).toEqual({ kind: 'note', v: 1, texts: ['mine'] });
    }
  });

  test('sealed bytes are taken in only under the address that is theirs, so that good ones are never written over', async () => {
    const { session, store } = await fresh();
    const sealed = orThrow(await session.putBytes(new Uint8Array([1, 2, 3])));
    const [address] = sealed.chunks;
    const good = (await store.blob(address!))!;
    expect(await session.putSealed(address!, new Uint8Array(good.length))).toMatchObject({ ok: false, error: { code: 'attachment-damaged' } });
    expect(await session.putSealed('derived-words', new Uint8Array(10))).toMatchObject({ ok: false });
    expect(await store.blob(address!)).toEqual(good);
    await store.dropBlob(address!);
    orThrow(await session.putSealed(address!, good));
    expect(orThrow(await session.getBytes(sealed))).toEqual(new Uint8Array([1, 2, 3]));
  });
});

describe('a journal with its own lock', () => {
  test('gets no new key while it is locked: what is in it would be lost', async () => {
    const { session, open } = await fresh();
    await addJournal(session);
    orThrow(await setLock(session, 'first phrase'));
    await write(session, 1, { text: 'secret', journal: J });
    const later = await open();
    expect(await later.lockForJournal(J, 'another phrase')).toMatchObject({ ok: false, error: { code: 'journal-locked' } });
    expect(await later.vault.commit([createdAs(journal, J, { lock: null })], NOW)).toMatchObject({ ok: false, error: { code: 'journal-locked' } });
    orThrow(await later.unlockJournal(J, 'first phrase'));
    orThrow(await setLock(later, 'second phrase'));
    const last = await open();
    orThrow(await last.unlockJournal(J, 'second phrase'));
    expect(textsOf((await read(last, 1))!, 'text')).toEqual(['secret']);
  });

  test('locked in two tabs at once: the second is refused, and the first one opens', async () => {
    const { session: one, open } = await fresh();
    await addJournal(one);
    await write(one, 1, { text: 'secret', journal: J });
    const two = await open();
    orThrow(await setLock(one, 'first phrase'));
    orThrow(await one.vault.reseal([id(1)]));
    expect(await setLock(two, 'second phrase')).toMatchObject({ ok: false, error: { code: 'journal-locked' } });
    expect((await two.vault.byId([id(1)])).quarantined).toEqual([]);
    orThrow(await two.unlockJournal(J, 'first phrase'));
    expect(textsOf((await read(two, 1))!, 'text')).toEqual(['secret']);
  });

  test('what another tab writes into it after it was locked never lies under the key of the vault', async () => {
    const { session: one, open, store } = await fresh();
    await addJournal(one);
    const two = await open();
    orThrow(await setLock(one, 'first phrase'));
    expect(await two.vault.commit([createdAs(note, id(1), { text: 'secret', journal: J })], NOW)).toMatchObject({ ok: false, error: { code: 'journal-locked' } });
    expect(await store.rowsById([id(1)])).toEqual([]);
  });

  test('what was not sealed again before a crash is not opened while it is locked, and can be sealed when it is opened', async () => {
    const { session: one, open, store } = await fresh();
    await addJournal(one);
    await write(one, 1, { text: 'secret', journal: J });
    orThrow(await setLock(one, 'first phrase'));
    const two = await open();
    expect(await two.vault.byId([id(1)])).toEqual({ records: [], quarantined: [], locked: 1 });
    orThrow(await two.unlockJournal(J, 'first phrase'));
    expect(textsOf((await read(two, 1))!, 'text')).toEqual(['secret']);
    orThrow(await two.vault.reseal([id(1)]));
    expect((await store.rowsById([id(1)]))[0]!.key).toBe(J);
  });

  test('two sessions that each add a journal know both afterwards', async () => {
    const { session: one, open } = await fresh();
    const two = await open();
    await addJournal(one);
    orThrow(await setLock(one, 'first phrase'));
    await two.noticed(orThrow(await two.vault.commit([createdAs(journal, id(51), { name: 'Work' })], NOW)).records);
    const later = await open();
    expect([...later.journalsWithLock()]).toEqual([J]);
    orThrow(await later.unlockJournal(J, 'first phrase'));
  });
});

describe('the key of the vault', () => {
  test('is not lost when the lock is taken away while another tab clears what it takes for a leftover', async () => {
    const { header, key, place, ...parts } = await fresh();
    const locked = orThrow(await lockVault(header, key, 'correct horse', { ...parts, place }));
    // The other tab read the header before and finds the loose key now.
    place.onWrite = async () => {
      place.onWrite = null;
      await keyAtHand(locked, place, parts.store);
    };
    const open = orThrow(await unlockForGood(locked, key, { ...parts, place }));
    expect(orThrow(await keyAtHand(open, place, parts.store))).toEqual(key);
    await keyAtHand(locked, place, parts.store);
    expect(orThrow(await keyAtHand(orThrow(await readHeader(parts.store))!, place, parts.store))).toEqual(key);
  });
});

test('a deletion is undone with all that the record held', async () => {
  const { session } = await fresh();
  await write(session, 1, { text: 'mine', journal: '' });
  const gone = orThrow(await session.vault.commit([deletedOf(note, id(1))], NOW));
  orThrow(await session.vault.commit(gone.undo, NOW));
  expect(registerOf((await read(session, 1))!, 'journal')).toBe('');
});
