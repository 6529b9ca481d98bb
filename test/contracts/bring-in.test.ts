// What bringing in, and taking out again, promises whatever the format: through bringIn, the gate and a real seal.

import { beforeAll, expect, test } from 'vitest';
import { bulkCipher } from '#adapters/bulk-cipher.ts';
import { createMemoryStore } from '#adapters/memory/store.ts';
import { argon2id, random, readySodium } from '#adapters/sodium.ts';
import { changedTo } from '#core/kind.ts';
import { isAlive, type VaultRecord } from '#core/record.ts';
import { ok, orThrow } from '#core/result.ts';
import { createSealer, type Sodium } from '#crypto/seal.ts';
import { openSession, type Session } from '#crypto/session.ts';
import { beginVault } from '#crypto/vault-lock.ts';
import { bringIn, createKnown, importOf, undoImport } from '#formats/bring-in.ts';
import { judge } from '#formats/incoming.ts';
import { createJournalNames } from '#formats/journal-names.ts';
import type { Importer, IncomingEntry } from '#formats/port.ts';
import { FIRST_JOURNAL, journalKind, journalsOf } from '#rooms/journal/journals.ts';
import { attachmentOf } from '#rooms/journal/attachments.ts';
import { entryOf } from '#rooms/journal/model.ts';
import { memoryFile, memorySource } from '../fixtures/memory-source.ts';
import { NOW } from '../fixtures/journal-desk.ts';

let sodium: Sodium;
beforeAll(async () => void (sodium = await readySodium()));

const AT = Date.parse(NOW.instant);
const id = (n: number) => String(n).padStart(26, '0');

const fresh = async (): Promise<Session> => {
  const store = createMemoryStore();
  const { header, key } = orThrow(await beginVault({ store, place: { read: async () => null, write: async () => ok(null), drop: async () => {} }, random }, ''));
  return openSession({ store, sealer: createSealer(sodium), sodium, cipher: bulkCipher, argon2id, random, header, key, cost: { memory: 8192, passes: 1 } });
};

const all = async (session: Session): Promise<VaultRecord[]> => {
  const out: VaultRecord[] = [];
  for await (const { records } of session.vault.all()) out.push(...records);
  return out;
};
const entriesIn = async (session: Session) => (await all(session)).map(entryOf).filter((entry) => entry !== null);
const namesIn = async (session: Session) => journalsOf((await all(session)).filter(isAlive)).map(({ name }) => name);

const entry = (key: string, fields: Partial<IncomingEntry> = {}): IncomingEntry => ({ key, when: '2024-01-01T09:00', text: key, from: { file: 'f', entry: 1 }, ...fields });

const bring = async (session: Session, entries: readonly IncomingEntry[], importId = id(99)) => {
  const importer: Importer = {
    format: 'day-one',
    recognise: async () => 1,
    async *read() {
      for (const each of entries) yield { entry: each };
    },
  };
  const records = await all(session);
  const journals = createJournalNames(records, () => false, session.idFor, NOW.instant);
  return bringIn(importer, memorySource('file.zip', {}), {} as never, {
    known: createKnown(records.map(entryOf).filter((one) => one !== null)),
    idFor: session.idFor,
    now: NOW,
    importId,
    whenDifferent: 'keep-both',
    journalFor: journals.journalFor,
    isHere: () => false,
    onProgress: () => {},
    stopped: () => false,
    commit: (changes) => session.vault.commit([...journals.takeMade(), ...changes], AT),
    putBlob: session.putSealed,
    putAttachment: async (bytes) => ok({ ...orThrow(await session.putBytes(bytes)), width: null, height: null, locationKept: false, thumb: null }),
    takeIn: (incoming) => session.vault.takeIn(incoming, AT),
  });
};

test('what went out of this vault and was changed outside is known again by its id', async () => {
  const session = await fresh();
  await bring(session, [entry('a', { text: 'first words' })]);
  const here = (await entriesIn(session))[0]!;
  const outside = [entry(here.id, { text: 'first words' }), entry(here.id, { text: 'other words' })];
  expect(await bring(session, outside, id(98))).toMatchObject({ came: 1, have: 1 });
  expect(await bring(session, outside, id(97))).toMatchObject({ came: 0, have: 2 });
  const records = await all(session);
  const known = createKnown(records.map(entryOf).filter((one) => one !== null));
  expect(judge('markdown', outside[1]!, known, session.idFor)).toMatchObject({ standing: 'differs', id: here.id });
});

const takeOut = async (session: Session, importId = id(99)) => {
  const records = await all(session);
  const byId = new Map(records.map((record) => [record.id, record]));
  const note = records.map(importOf).find((one) => one?.id === importId)!;
  const { changes } = undoImport(note, await entriesIn(session), [], (one) => byId.get(one), session.idFor);
  orThrow(await session.vault.commit(changes, AT));
};

test('photos stand in the order that the file gives them', async () => {
  for (let round = 0; round < 5; round++) {
    const session = await fresh();
    const names = ['c.jpg', 'a.jpg', 'e.jpg', 'b.jpg', 'd.jpg'];
    await bring(session, [entry('x', { attachments: names.map((name) => ({ name, mime: 'image/jpeg', file: memoryFile(name, name) })) })]);
    const byId = new Map((await all(session)).map((record) => [record.id, attachmentOf(record)]));
    expect((await entriesIn(session))[0]!.attachments.map((one) => byId.get(one)!.name)).toEqual(names);
  }
});

test('what comes in at once lies in the order of its ids, so that the order of rows tells a host nothing of the order in the file', async () => {
  const session = await fresh();
  const keys = Array.from({ length: 40 }, (_, n) => `key ${n}`);
  await bring(
    session,
    keys.map((key) => entry(key)),
  );
  const ids = (await entriesIn(session)).map((one) => one.id);
  expect(ids).toEqual(ids.toSorted());
  const texts = (await entriesIn(session)).map((one) => one.text);
  expect(texts).not.toEqual(keys);
  expect(texts.toSorted()).toEqual(keys.toSorted());
});

test('two check-ins of one minute without a word are two, and the same one again is one', async () => {
  const session = await fresh();
  const moods = ['rad', 'awful'].map((mood) => entry('', { text: '', feelings: [mood], form: 'check-in' }));
  expect(await bring(session, [...moods, moods[0]!])).toMatchObject({ came: 2, have: 1 });
  expect(await bring(session, moods, id(98))).toMatchObject({ came: 0, have: 2 });
});

test('undoing an import takes the journals that it made with it, and the next import makes them again', async () => {
  const session = await fresh();
  await bring(session, [entry('a', { journal: 'Travel' }), entry('b', { journal: 'Work' })]);
  expect(await namesIn(session)).toEqual(['', 'Travel', 'Work']);
  await takeOut(session);
  expect(await namesIn(session)).toEqual(['']);
  await bring(session, [entry('a', { journal: 'Travel' })], id(97));
  expect(await namesIn(session)).toEqual(['', 'Travel']);
});

test('undoing an import leaves a journal that holds something else, or was renamed', async () => {
  const session = await fresh();
  await bring(session, [entry('a', { journal: 'Travel' }), entry('b', { journal: 'Work' })]);
  await bring(session, [entry('c', { journal: 'Travel' })], id(98));
  const work = journalsOf((await all(session)).filter(isAlive)).find(({ name }) => name === 'Work')!;
  orThrow(await session.vault.commit([changedTo(journalKind, work.id, { name: 'Work' }, { name: 'Office' })!], AT));
  await takeOut(session);
  expect(await namesIn(session)).toEqual(['', 'Travel', 'Office']);
});

test('what others call simply "Journal" comes into the first one, while that has no name of its own', async () => {
  const session = await fresh();
  await bring(session, [entry('a', { journal: 'Journal' })]);
  expect((await entriesIn(session))[0]!.journal).toBe('');
  orThrow(await session.vault.commit([changedTo(journalKind, FIRST_JOURNAL, {}, { name: 'Mine' })!], AT));
  await bring(session, [entry('b', { journal: 'Journal' })], id(98));
  expect(await namesIn(session)).toEqual(['Mine', 'Journal']);
});
