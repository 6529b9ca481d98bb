// Word search over a vault: the index image, sealed in the store, and what was written since, scanned. The same in the
// page's worker and in the command line. Plaintext is in memory only: the image is built there, sealed, and opened there.
// Invariants: writing an entry never touches the image; an image that is damaged, missing or of another version is made
// anew from the records; what lies under a journal's own key is never in it, and is scanned only while that key is at hand.

import { base64ToBytes } from '#core/base64.ts';
import type { VaultRecord } from '#core/record.ts';
import { buildIndex, INDEX_VERSION, openIndex, type WordIndex } from '#insight/index-image.ts';
import type { Query } from '#insight/query.ts';
import type { SearchDoc } from '#insight/search-doc.ts';
import { search, type SearchAnswer, type SearchOptions } from '#insight/search-index.ts';
import type { Sql } from '#insight/sql-port.ts';
import { makeImage, type ImageParts } from './search-image.ts';
import { readManifest, type SearchManifest } from './search-manifest.ts';

export interface WordSearchParts<Facts> extends ImageParts<Facts> {
  readonly openSql: (image?: Uint8Array) => Sql | Promise<Sql>;
}

export interface WordSearch {
  search(query: Query, options: Omit<SearchOptions, 'docsOf' | 'tail' | 'masked'>): Promise<SearchAnswer>;
  /** Entries as search sees them, for showing matches in their context. */
  docsOf(ids: readonly string[]): Promise<(SearchDoc | null)[]>;
  /** Takes in what was written since; makes the image anew when that has grown. */
  refresh(): Promise<void>;
  close(): void;
}

/** So many rows may be newer than the image before it is made anew. */
const MOST_TAIL = 1000;
/** Letters of entries held open in memory. */
const MOST_OPENED = 8_000_000;

export const openWordSearch = async <Facts>({ session, sealer, openSql, docs, onProgress }: WordSearchParts<Facts>): Promise<WordSearch> => {
  const { store, vault } = session;

  let sql: Sql | null = null;
  let index: WordIndex | null = null;
  let manifest: SearchManifest | null = null;
  let tail = new Map<string, SearchDoc>();
  let masked = new Set<string>();
  let noted = new Set<string>();
  let read = 0;
  // The same lists as long as nothing changed: what search works out of them is remembered by them.
  let opened: { readonly docs: Map<string, SearchDoc>; letters: number } = { docs: new Map(), letters: 0 };
  let lists: { readonly tail: readonly SearchDoc[]; readonly masked: ReadonlySet<string> } | null = null;

  const load = async (): Promise<boolean> => {
    manifest = await readManifest(session, sealer);
    if (manifest?.version !== INDEX_VERSION) return false;
    const image = await session.getBytes({ key: base64ToBytes(manifest.key)!, chunks: manifest.chunks, size: manifest.size });
    if (!image.ok) return false;
    try {
      sql = await openSql(image.value);
    } catch {
      return false;
    }
    index = openIndex(sql);
    return index !== null;
  };

  const build = async (): Promise<void> => {
    const image = await openSql();
    manifest = await makeImage({ session, sealer, docs, ...(onProgress ? { onProgress } : {}) }, (found) => {
      buildIndex(image, found);
      return image.export();
    });
    sql?.close();
    sql = image;
    index = openIndex(image);
    startTail();
  };

  /** Typing on asks for much the same entries: those opened lately stay until anything changes. */
  const keep = (doc: SearchDoc): void => {
    if (opened.letters > MOST_OPENED) opened = { docs: new Map(), letters: 0 };
    opened.docs.set(doc.id, doc);
    opened.letters += doc.text.length + 200;
  };

  const startTail = (): void => {
    lists = null;
    opened = { docs: new Map(), letters: 0 };
    tail = new Map();
    masked = new Set();
    noted = new Set(manifest!.noted);
    read = manifest!.upTo;
  };

  /** Puts records into the tail; those that are no longer entries are masked in the image all the same. */
  const take = async (records: readonly VaultRecord[]): Promise<void> => {
    lists = null;
    opened = { docs: new Map(), letters: 0 };
    const targets = records.flatMap((record) => docs.lookedBackAt(record));
    for (const id of targets) noted.add(id);
    const changed = new Set(records.map(({ id }) => id));
    const again = await vault.byId([...new Set(targets)].filter((id) => !changed.has(id)));
    const all = [...records, ...again.records];
    const near = await vault.byId([...new Set(all.flatMap((record) => docs.beside(record)))]);
    const facts = docs.factsOf(near.records, noted);
    for (const record of all) {
      masked.add(record.id);
      const doc = docs.toDoc(record, facts);
      if (doc) tail.set(record.id, doc);
      else tail.delete(record.id);
    }
  };

  const refresh = async (): Promise<void> => {
    for (;;) {
      const rows = await store.rowsAfter(read, MOST_TAIL);
      if (rows.length === 0) return;
      await session.noticed(vault.openRows(rows.filter(({ key }) => key === '')).records.filter(({ kind }) => kind === 'journal'));
      const { records } = vault.openRows(rows);
      if (masked.size + rows.length > MOST_TAIL || records.some(({ kind }) => kind === 'journal')) return build().then(takeApart);
      await take(records);
      // What went under a key that is not at hand must not be found by the words it had before.
      const taken = new Set(records.map(({ id }) => id));
      for (const { id } of rows) if (!taken.has(id)) masked.add(id);
      read = rows.at(-1)!.seq;
    }
  };

  /** What lies under journals' own keys that are at hand. */
  const takeApart = async (): Promise<void> => {
    if (manifest!.apart.length > 0 && session.keys().size > 1) await take((await vault.byId(manifest!.apart)).records);
  };

  // One after the other: what is asked while something is taken in is answered after that, and no image is closed under a question.
  let turn: Promise<unknown> = Promise.resolve();
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const next = turn.then(work);
    turn = next.catch(() => undefined);
    return next;
  };

  if (await load()) {
    startTail();
    await refresh();
    await takeApart();
  } else {
    await build();
    await takeApart();
  }

  const docsOf = async (ids: readonly string[]): Promise<(SearchDoc | null)[]> => {
    const held = opened;
    const missing = ids.filter((id) => !tail.has(id) && !held.docs.has(id));
    const read = new Map<string, SearchDoc | null>();
    if (missing.length > 0) {
      const { records } = await vault.byId(missing);
      const besides = [...new Set(records.flatMap((record) => docs.beside(record)))];
      const near = besides.length > 0 ? (await vault.byId(besides)).records : [];
      const facts = docs.factsOf(near, noted);
      for (const record of records) {
        const doc = docs.toDoc(record, facts);
        read.set(record.id, doc);
        // What changed while it was read is read again next time.
        if (doc && held === opened) keep(doc);
      }
    }
    return ids.map((id) => tail.get(id) ?? read.get(id) ?? held.docs.get(id) ?? null);
  };

  return {
    search: (query, options) =>
      inTurn(() => {
        lists ??= { tail: [...tail.values()], masked: new Set([...masked].filter((id) => !tail.has(id))) };
        return search(index, query, { ...options, docsOf, ...lists });
      }),
    docsOf,
    refresh: () => inTurn(refresh),
    close: () => sql?.close(),
  };
};
