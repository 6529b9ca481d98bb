// A Kith archive brought into a vault that is used already: through bring-in, the gate and a real seal.

import { beforeAll, expect, test } from 'vitest';
import { bulkCipher } from '#adapters/bulk-cipher.ts';
import { createMemoryStore } from '#adapters/memory/store.ts';
import { argon2id, random, readySodium } from '#adapters/sodium.ts';
import { applyChange, type Change } from '#core/change.ts';
import { stampOf, tick } from '#core/clock.ts';
import { createdAs } from '#core/kind.ts';
import { isAlive, membersOf, textsOf, type VaultRecord } from '#core/record.ts';
import { ok, orThrow } from '#core/result.ts';
import { createSealer, type Sodium } from '#crypto/seal.ts';
import { openSession, type Session } from '#crypto/session.ts';
import { sweep, TIME_TO_UNDO } from '#crypto/sweep.ts';
import { beginVault } from '#crypto/vault-lock.ts';
import { bringIn, createKnown } from '#formats/bring-in.ts';
import type { Importer, Incoming } from '#formats/port.ts';
import { draftKind } from '#rooms/journal/drafts.ts';
import { journalKind } from '#rooms/journal/journals.ts';
import { deleteEntry, writeEntry } from '#rooms/journal/model.ts';
import { memoryFile, memorySource } from '../fixtures/memory-source.ts';
import { NOW } from '../fixtures/journal-desk.ts';

let sodium: Sodium;
beforeAll(async () => void (sodium = await readySodium()));

const AT = Date.parse(NOW.instant);
const id = (n: number) => String(n).padStart(26, '0');

const fresh = async () => {
  const store = createMemoryStore();
  const { header, key } = orThrow(await beginVault({ store, place: { read: async () => null, write: async () => ok(null), drop: async () => {} }, random }, ''));
  return {
    store,
    session: await openSession({ store, sealer: createSealer(sodium), sodium, cipher: bulkCipher, argon2id, random, header, key, cost: { memory: 8192, passes: 1 } }),
  };
};

const all = async (session: Session): Promise<VaultRecord[]> => {
  const out: VaultRecord[] = [];
  for await (const { records } of session.vault.all()) out.push(...records);
  return out;
};

const bring = async (
  session: Session,
  items: Iterable<Incoming>,
  wrote: (changes: readonly Change[]) => void = () => {},
  took: (records: readonly VaultRecord[]) => void = () => {},
) => {
  const importer: Importer = {
    format: 'kith',
    recognise: async () => 1,
    async *read() {
      yield* items;
    },
  };
  const alive = new Set((await all(session)).filter(isAlive).map((record) => record.id));
  return bringIn(importer, memorySource('archive.zip', {}), {} as never, {
    known: createKnown([]),
    idFor: session.idFor,
    now: NOW,
    importId: id(99),
    whenDifferent: 'keep-both',
    journalFor: () => '',
    isHere: (one) => alive.has(one),
    onProgress: () => {},
    stopped: () => false,
    commit: (changes) => {
      wrote(changes);
      return session.vault.commit(changes, AT);
    },
    putBlob: session.putSealed,
    putAttachment: async () => {
      throw new Error('none');
    },
    takeIn: async (records) => {
      took(records);
      const taken = await session.vault.takeIn(records, AT);
      if (taken.ok) await session.noticed(taken.value.records);
      return taken;
    },
  });
};

const asItems = (records: readonly VaultRecord[]): Incoming[] => records.map((record) => ({ record }));
const entry = async (session: Session, n: number, text: string, journal = '') => orThrow(await session.vault.commit(orThrow(writeEntry({ text, journal }, id(n), NOW)), AT));
const read = async (session: Session, n: number) => (await session.vault.byId([id(n)])).records[0]!;

test('a journal with a lock comes into another vault open, with everything in it', async () => {
  const { session } = await fresh();
  await session.noticed(orThrow(await session.vault.commit([createdAs(journalKind, id(50), { name: 'Dreams' })], AT)).records);
  const lock = orThrow(await session.lockForJournal(id(50), 'a long phrase'));
  await session.noticed(orThrow(await session.vault.commit([createdAs(journalKind, id(50), { lock: { ...lock } as never })], AT)).records);
  for (let n = 1; n <= 3; n++) await entry(session, n, `dream ${n}`, id(50));
  const other = (await fresh()).session;
  const outcome = await bring(other, asItems(await all(session)));
  expect(outcome).toMatchObject({ came: 3, refusal: null });
  expect(outcome.problems).toMatchObject([{ code: 'journal-without-lock', at: { name: 'Dreams' } }]);
  expect([...other.journalsWithLock()]).toEqual([]);
  expect(textsOf(await read(other, 3), 'text')).toEqual(['dream 3']);
});

test('a journal that is locked here keeps its lock, whatever an archive says', async () => {
  const { session } = await fresh();
  await session.noticed(orThrow(await session.vault.commit([createdAs(journalKind, id(50), { name: 'Dreams' })], AT)).records);
  const open = await read(session, 50);
  const lock = orThrow(await session.lockForJournal(id(50), 'a long phrase'));
  await session.noticed(orThrow(await session.vault.commit([createdAs(journalKind, id(50), { lock: { ...lock } as never })], AT)).records);
  const stamp = stampOf(tick('', AT + 1e6), 'zzzzzzzzzzzzz');
  await bring(session, asItems([{ ...open, seen: { ...open.seen, zzzzzzzzzzzzz: stamp }, fields: { ...open.fields, lock: { r: [stamp, null] } } }]));
  expect([...session.journalsWithLock()]).toEqual([id(50)]);
});

test('what was deleted here comes again, also when its deletion was emptied; a draft that became an entry does not', async () => {
  const { session } = await fresh();
  await entry(session, 1, 'back');
  await entry(session, 2, 'back later');
  orThrow(await session.vault.commit([createdAs(draftKind, id(3), { place: 'new', text: 'draft' })], AT));
  const archive = asItems(await all(session));
  orThrow(await session.vault.commit(deleteEntry({ id: id(2) }), AT - 2 * TIME_TO_UNDO));
  orThrow(await sweep(session, { now: AT + 2 * TIME_TO_UNDO, addressesOf: () => [], keep: new Set(), unnamedBefore: new Set() }));
  expect((await read(session, 2)).deletion?.emptied).toBe(true);
  orThrow(await session.vault.commit([...deleteEntry({ id: id(1) }), { id: id(3), kind: 'draft', v: 1, drop: true }], AT));
  expect(await bring(session, archive)).toMatchObject({ came: 2, refusal: null });
  expect([isAlive(await read(session, 1)), isAlive(await read(session, 2)), isAlive(await read(session, 3))]).toEqual([true, true, false]);
  expect([textsOf(await read(session, 1), 'text'), textsOf(await read(session, 2), 'text')]).toEqual([['back'], ['back later']]);
  expect(
    membersOf(
      (await all(session)).find(({ kind }) => kind === 'import-part')!,
      'ids',
    ).sort(),
  ).toEqual([id(1), id(2), id(3)]);
});

test('a record that is damaged here is named, and the others come in', async () => {
  const { session, store } = await fresh();
  await entry(session, 1, 'one');
  const [row] = await store.rowsById([id(1)]);
  const archive = asItems(await all(session));
  const other = (await fresh()).session;
  await entry(other, 2, 'two');
  const blob = row!.blob.slice();
  blob[40]! ^= 1;
  await store.commit([], ({ clock }) => ({ rows: [{ ...row!, blob }], clock }));
  const outcome = await bring(session, [...archive, ...asItems(await all(other))]);
  expect(outcome).toMatchObject({ came: 1, refusal: null, problems: [{ code: 'record-damaged', at: { name: id(1) } }] });
  expect(textsOf(await read(session, 2), 'text')).toEqual(['two']);
  expect([...(await store.rowsById([id(1)]))[0]!.blob]).toEqual([...blob]);
});

test('bytes that are not those of their address, and a record from the end of time, are named and stay outside', async () => {
  const { session, store } = await fresh();
  const sealed = orThrow(await session.putBytes(new Uint8Array([1, 2, 3])));
  const address = sealed.chunks[0]!;
  const good = await store.blob(address);
  const other = (await fresh()).session;
  await entry(other, 1, 'one');
  const [record] = await all(other);
  const end = stampOf(tick('', Number.MAX_SAFE_INTEGER), 'zzzzzzzzzzzzz');
  const outcome = await bring(session, [
    { record: record!, blobs: [{ address, file: memoryFile(`attachments/${address}`, new Uint8Array(50)) }] },
    { record: { ...record!, id: id(2), seen: { ...record!.seen, zzzzzzzzzzzzz: end } } },
  ]);
  expect(outcome).toMatchObject({ came: 1, refusal: null });
  expect(outcome.problems.map(({ code }) => code)).toEqual(['attachment-damaged', 'record-not-valid']);
  expect(await store.blob(address)).toEqual(good);
});

const lettersOf = (texts: readonly string[]): number => texts.reduce((sum, text) => sum + text.length, 0);

test('ten entries of nine million letters are written one by one: a batch is bounded by its letters, not by its entries alone', async () => {
  const { session } = await fresh();
  const large = 'x'.repeat(9_000_000);
  const batches: number[] = [];
  function* entries(): Generator<Incoming> {
    for (let n = 0; n < 10; n++) yield { entry: { key: `k${n}`, when: `2020-01-${String(n + 1).padStart(2, '0')}`, text: `${n} ${large}`, from: { file: 'a', entry: n } } };
    for (let n = 10; n < 400; n++) yield { entry: { key: `k${n}`, when: '2021-01-01', text: `${n}`, from: { file: 'a', entry: n } } };
  }
  const done = await bring(session, entries(), (changes) => batches.push(lettersOf(changes.flatMap(({ write }) => Object.values(write ?? {})))));
  expect(done).toMatchObject({ came: 400, refusal: null });
  expect(Math.max(...batches)).toBeLessThan(9_100_000);
  expect(batches).toHaveLength(11);
});

test('records of nine million letters are taken in one by one', async () => {
  const { session } = await fresh();
  const device = 'zzzzzzzzzzzzz';
  const stamp = stampOf(tick('', AT), device);
  const batches: number[] = [];
  function* records(): Generator<Incoming> {
    for (let n = 0; n < 4; n++) {
      const [change] = orThrow(writeEntry({ when: '2020-01-01', text: `${n} ${'x'.repeat(9_000_000)}` }, id(200 + n), NOW));
      yield { record: applyChange(undefined, change!, stamp, device) };
    }
  }
  const done = await bring(session, records(), undefined, (taken) => batches.push(lettersOf(taken.flatMap((record) => textsOf(record, 'text')))));
  expect(done).toMatchObject({ came: 4, refusal: null });
  expect(batches.every((letters) => letters < 9_100_000)).toBe(true);
});
