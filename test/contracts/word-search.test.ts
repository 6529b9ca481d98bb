// Search over a real vault on real SQLite: what is found, what is made anew, and what never is in the image.

import { afterEach, expect, test } from 'vitest';
import { bulkCipher } from '#adapters/bulk-cipher.ts';
import { createMemoryStore, type MemoryStore } from '#adapters/memory/store.ts';
import { openSql } from '#adapters/node/sql.ts';
import { argon2id, random, readySodium } from '#adapters/sodium.ts';
import { gatherImage, type ImageMaker } from '#adapters/search-image.ts';
import { readManifest } from '#adapters/search-manifest.ts';
import { openWordSearch, type WordSearch } from '#adapters/word-search.ts';
import { createdAs } from '#core/kind.ts';
import { ok, orThrow } from '#core/result.ts';
import { createSealer } from '#crypto/seal.ts';
import { openSession } from '#crypto/session.ts';
import { beginVault } from '#crypto/vault-lock.ts';
import { draftIndex, type ReadDoc } from '#insight/index-image.ts';
import { parseQuery } from '#insight/query.ts';
import { journalKind } from '#rooms/journal/journals.ts';
import { changeEntry, deleteEntry, entryOf, writeEntry, type EntryDraft } from '#rooms/journal/model.ts';
import { DOCS } from '#rooms/search-docs.ts';

const NOW = { when: '2026-11-22T20:00', zone: 'Z', instant: '2026-11-22T20:00:00Z' };
const open: WordSearch[] = [];
afterEach(() => open.splice(0).forEach((each) => each.close()));

const fresh = async (store: MemoryStore = createMemoryStore()) => {
  const sodium = await readySodium();
  const sealer = createSealer(sodium);
  const place = { read: async () => null, write: async () => ok(null), drop: async () => {} };
  const { header, key } = orThrow(await beginVault({ store, place, random }, NOW.instant));
  const again = () => openSession({ store, sealer, sodium, cipher: bulkCipher, argon2id, random, header, key, cost: { memory: 8192, passes: 1 } });
  const session = await again();
  const write = async (n: number, draft: EntryDraft) => orThrow(await session.vault.commit(orThrow(writeEntry(draft, String(n).padStart(26, '0'), NOW)), n));
  const searching = async (with_ = session) => {
    const words = await openWordSearch({
      session: with_,
      sealer,
      openSql,
      docs: DOCS,
    });
    open.push(words);
    return words;
  };
  return { store, session, sealer, again, write, searching };
};

const find = async (words: WordSearch, typed: string) => {
  await words.refresh();
  return (await words.search(parseQuery(typed), { limit: 50 })).ids.map(Number);
};

test('an entry is found at once after it was written, changed or deleted, without the image being touched', async () => {
  const { store, session, write, searching } = await fresh();
  await write(1, { text: 'The harbour at dusk', topics: ['ships'] });
  const words = await searching();
  const image = store.held().length;
  expect(await find(words, 'harbour')).toEqual([1]);
  const { records } = await write(2, { text: 'A second harbour' });
  expect(await find(words, 'harb')).toEqual([2, 1]);
  orThrow(await session.vault.commit(orThrow(changeEntry(entryOf(records[0]!)!, { text: 'A garden' }, NOW)), 3));
  expect(await find(words, 'harbour')).toEqual([1]);
  expect(await find(words, 'garden')).toEqual([2]);
  orThrow(await session.vault.commit(deleteEntry({ id: '1'.padStart(26, '0') }), 4));
  expect(await find(words, 'harbour')).toEqual([]);
  expect(await find(words, 'topic:ships')).toEqual([]);
  expect(store.held().length).toBe(image + 1);
});

test('the image serves the next start, and a damaged one is made anew', async () => {
  const { store, write, searching } = await fresh();
  for (let n = 1; n <= 30; n++) await write(n, { text: `entry number ${n} about ${n % 2 ? 'rivers' : 'mountains'}`, when: `20${String(n).padStart(2, '0')}-01-01` });
  expect((await find(await searching(), 'rivers')).length).toBe(15);
  expect((await find(await searching(), 'rivers after:2020')).sort((a, b) => a - b)).toEqual([21, 23, 25, 27, 29]);
  for (const { address } of await store.blobs()) {
    const bytes = (await store.blob(address))!;
    bytes[bytes.length >> 1]! ^= 1;
    await store.putBlob(address, bytes);
  }
  expect((await find(await searching(), 'mountains')).length).toBe(15);
});

test('a look-back note makes the old entry answer has:note, although that entry was not written again', async () => {
  const { write, searching } = await fresh();
  await write(1, { text: 'old words' });
  const words = await searching();
  expect(await find(words, 'has:note')).toEqual([]);
  await write(2, { form: 'look-back', text: 'I see it otherwise now', links: [{ to: '1'.padStart(26, '0'), as: 'looks-back-at' }] });
  expect(await find(words, 'has:note')).toEqual([1]);
});

test('a locked journal is in no image and no answer; unlocked, it is found', async () => {
  const { store, session, again, write, searching } = await fresh();
  const J = '7'.padStart(26, '0');
  const made = orThrow(await session.vault.commit([createdAs(journalKind, J, { name: 'Dreams' })], 1));
  await session.noticed(made.records);
  const lock = orThrow(await session.lockForJournal(J, 'another phrase'));
  await session.noticed(orThrow(await session.vault.commit([createdAs(journalKind, J, { lock: lock as never })], 2)).records);
  await write(1, { text: 'zebra in the open' });
  await write(2, { text: 'zebra in the dream', journal: J });
  const locked = await again();
  expect(await find(await searching(locked), 'zebra')).toEqual([1]);
  orThrow(await locked.unlockJournal(J, 'another phrase'));
  expect((await find(await searching(locked), 'zebra')).sort()).toEqual([1, 2]);
  locked.forgetJournal(J);
  expect(await find(await searching(locked), 'zebra')).toEqual([1]);
  for (const bytes of store.held()) expect(Buffer.from(bytes).includes('zebra')).toBe(false);
});

test('a search works on a full disk', async () => {
  const { store, write, searching } = await fresh();
  await write(1, { text: 'a full house' });
  store.full = true;
  expect(await find(await searching(), 'house')).toEqual([1]);
});

const JOURNAL = '9'.repeat(26);

/** A journal with a lock of its own, made by a session that has its key. */
const withLock = async ({ session }: Awaited<ReturnType<typeof fresh>>) => {
  await session.noticed(orThrow(await session.vault.commit([createdAs(journalKind, JOURNAL, { name: 'Dreams' })], 1)).records);
  const lock = orThrow(await session.lockForJournal(JOURNAL, 'a long phrase'));
  return async () => session.noticed(orThrow(await session.vault.commit([createdAs(journalKind, JOURNAL, { lock: { ...lock } as never })], 2)).records);
};

test('an entry that was moved into a locked journal is found no longer, not even counted', async () => {
  const vault = await fresh();
  await (
    await withLock(vault)
  )();
  await vault.write(3, { text: 'the harbour by night' });
  await vault.write(4, { text: 'the harbour by day' });
  const words = await vault.searching(await vault.again());
  expect(await find(words, 'harbour')).toEqual([4, 3]);
  orThrow(await vault.session.vault.commit(orThrow(changeEntry(entryOf((await vault.session.vault.byId(['3'.padStart(26, '0')])).records[0]!)!, { journal: JOURNAL }, NOW)), 5));
  expect(await find(words, 'harbour')).toEqual([4]);
  expect(await find(await vault.searching(await vault.again()), 'harbour')).toEqual([4]);
});

test('what a crash left unsealed when its journal was locked never comes into the image', async () => {
  const vault = await fresh();
  const lock = await withLock(vault);
  const words = await vault.searching(await vault.again());
  await vault.write(3, { text: 'the harbour by night', journal: JOURNAL });
  await lock();
  expect(await find(words, 'harbour')).toEqual([]);
  expect(await find(await vault.searching(), 'harbour')).toEqual([3]);
  expect(await find(await vault.searching(await vault.again()), 'harbour')).toEqual([]);
});

/** The maker of an image on this thread; `kith import` has one on another. What it has read itself lies in `read`. */
const maker = (sql = openSql(), draft = draftIndex(sql), read: readonly ReadDoc[] = []): ImageMaker => ({
  async add(docs, readThere) {
    docs.forEach(draft.add);
    for (const [nth, id, journal] of readThere) draft.addRead(read[nth]!, id, journal);
    draft.ahead();
  },
  begin: () => {},
  async finish(without, rest) {
    draft.drop(without);
    rest.forEach(draft.add);
    draft.fill();
    return sql.export();
  },
});

test('an image gathered while entries are written answers as one that is read back, whatever happened in between', async () => {
  const { store, session, sealer, write, searching } = await fresh();
  await write(90, { text: 'the harbour, long ago' });
  const gathering = gatherImage({ session, sealer, docs: DOCS }, [], maker, 2);
  for (let n = 1; n <= 20; n++) await gathering.take((await write(n, { text: n === 3 ? 'harbour quixotic' : 'harbour boats', topics: [n % 2 ? 'odd' : 'even'] })).records);
  await write(91, { text: 'the harbour from another tab' });
  const [third] = (await session.vault.byId(['3'.padStart(26, '0')])).records;
  await gathering.take(orThrow(await session.vault.commit(orThrow(changeEntry(entryOf(third!)!, { text: 'a garden' }, NOW)), 30)).records);
  orThrow(await session.vault.commit(deleteEntry({ id: '4'.padStart(26, '0') }), 31));
  expect(await gathering.finish()).toBe(true);
  expect((await readManifest(session, sealer))!.upTo).toBe((await store.head()).seq);
  const words = await searching();
  const expected = [...Array.from({ length: 20 }, (_, i) => i + 1).filter((n) => n !== 3 && n !== 4), 90, 91];
  expect((await find(words, 'harbour')).sort((a, b) => a - b)).toEqual(expected);
  expect(await find(words, 'garden')).toEqual([3]);
  expect(await find(words, 'quixotic')).toEqual([]);
  expect((await find(words, 'topic:even')).length).toBe(9);
});

test('an entry that the maker read itself answers as one that is handed over: by its words, its names, the journal it came into', async () => {
  const J = '7'.repeat(26);
  const drafts = Array.from({ length: 12 }, (_, n): EntryDraft => ({
    text: `harbour boats ${n}`,
    topics: ['Old Sea', `t${n}`],
    people: ['Ann Lee'],
    place: 'Quay',
    ...(n % 3 ? {} : { journal: J }),
  }));
  const after = async (readsThere: boolean) => {
    const { session, sealer, write, searching } = await fresh();
    const journal = orThrow(await session.vault.commit([createdAs(journalKind, J, { name: 'Dream book' })], 1)).records;
    await session.noticed(journal);
    const sql = openSql();
    const draft = draftIndex(sql);
    const read = drafts.map(({ text = '', topics = [], people = [], place = '' }) =>
      draft.read({ id: '', when: NOW.when, text, topics, people, areas: [], feelings: [], place, journal: '', hasPhoto: false, hasSound: false, hasNote: false }),
    );
    let handed = 0;
    const made = maker(sql, draft, read);
    const making = (): ImageMaker => ({
      ...made,
      add(docs, readThere) {
        handed += docs.length;
        return made.add(docs, readThere);
      },
    });
    // The last two never come: the maker has read them for nothing.
    const gathering = gatherImage({ session, sealer, docs: DOCS }, journal, making, 1, (id) => (readsThere && Number(id) > 0 ? Number(id) - 1 : undefined));
    for (const [n, each] of drafts.slice(0, 10).entries()) await gathering.take((await write(n + 1, each)).records);
    orThrow(await session.vault.commit(deleteEntry({ id: '4'.padStart(26, '0') }), 40));
    expect(await gathering.finish()).toBe(true);
    expect(handed).toBe(readsThere ? 0 : 10);
    const words = await searching();
    const answers: number[][] = [];
    for (const typed of ['harbour', 'boats 3', '11', 'in:"dream book"', 'in:book', 'topic:"old sea"', 'topic:t5', 'topic:t11', 'with:lee', 'place:quay', 'in:dream topic:t6'])
      answers.push((await find(words, typed)).sort((a, b) => a - b));
    return answers;
  };
  const answers = await after(true);
  expect(answers).toEqual(await after(false));
  expect(answers[0]).toEqual([1, 2, 3, 5, 6, 7, 8, 9, 10]);
  expect(answers[3]).toEqual([1, 7, 10]);
});

test('what was gathered does not count when a note looks back at it, its journal is renamed or gets a lock', async () => {
  const J = '7'.padStart(26, '0');
  const id = (n: number): string => String(n).padStart(26, '0');
  const after = async (happens: (vault: Awaited<ReturnType<typeof fresh>>) => Promise<unknown>) => {
    const vault = await fresh();
    const { session, sealer, write, searching } = vault;
    const journal = orThrow(await session.vault.commit([createdAs(journalKind, J, { name: 'Dreams' })], 1)).records;
    await session.noticed(journal);
    const gathering = gatherImage({ session, sealer, docs: DOCS }, journal, maker, 1);
    for (const n of [1, 2]) await gathering.take((await write(n, { text: 'zebra', journal: J })).records);
    await happens(vault);
    return { came: await gathering.finish(), words: await searching() };
  };
  const plain = await after(async () => {});
  expect(plain.came).toBe(true);
  expect((await find(plain.words, 'in:dreams')).sort()).toEqual([1, 2]);
  const noted = await after(({ write }) => write(3, { form: 'look-back', text: 'otherwise', links: [{ to: id(1), as: 'looks-back-at' }] }));
  expect(noted.came).toBe(false);
  expect(await find(noted.words, 'has:note')).toEqual([1]);
  const renamed = await after(({ session }) => session.vault.commit([createdAs(journalKind, J, { name: 'Nights' })], 5));
  expect(renamed.came).toBe(false);
  expect((await find(renamed.words, 'in:nights')).sort()).toEqual([1, 2]);
  const locked = await after(async ({ session }) => {
    const lock = orThrow(await session.lockForJournal(J, 'another phrase'));
    await session.noticed(orThrow(await session.vault.commit([createdAs(journalKind, J, { lock: lock as never })], 5)).records);
    session.forgetJournal(J);
  });
  expect(locked.came).toBe(false);
  expect(await find(locked.words, 'zebra')).toEqual([]);
});

test('an image of before something moved is dropped with its parts, also by who was still making it', async () => {
  const vault = await fresh();
  const { store, session, sealer } = vault;
  const lock = await withLock(vault);
  await vault.write(3, { text: 'the harbour by night', journal: JOURNAL });
  await vault.searching();
  expect((await store.blobs()).length).toBeGreaterThan(1);
  await lock();
  orThrow(await session.vault.reseal(['3'.padStart(26, '0')]));
  expect(await readManifest(session, sealer)).toBeNull();
  expect(await store.blobs()).toEqual([]);
  const slow = { ...session, putBytes: async (bytes: Uint8Array) => (await store.commit([], ({ clock }) => ({ rows: [], clock, moved: true })), session.putBytes(bytes)) };
  expect(await find(await vault.searching(slow), 'harbour')).toEqual([3]);
  expect(await store.blobs()).toEqual([]);
});

test('a question asked while what was written is still being taken in is answered after it', async () => {
  const { store, session, write, searching } = await fresh();
  await write(1, { text: 'a first harbour' });
  const held: (() => void)[] = [];
  let slow = false;
  const words = await searching({
    ...session,
    store: { ...store, rowsAfter: async (after, limit) => (slow && (await new Promise<void>((go) => held.push(go))), store.rowsAfter(after, limit)) },
  });
  await write(2, { text: 'a second harbour' });
  slow = true;
  const refreshed = words.refresh();
  const answer = words.search(parseQuery('harbour'), { limit: 50 });
  slow = false;
  for (let i = 0; i < 20; i++) await Promise.resolve();
  held.forEach((go) => go());
  await refreshed;
  expect((await answer).ids.map(Number)).toEqual([2, 1]);
});
