// Makes the image of the word search and puts it, sealed, into the store. The records are read from the store; of those
// that were just brought in, what search needs may have been gathered as they were written, and they are not read back.
// Invariants: plaintext stays in memory; what lies or belongs under a journal's own key stays outside; what was gathered
// counts only where the store holds the very first writing of that record, else the record is read like any other.

import { bytesToBase64 } from '#core/base64.ts';
import { MOVED, type Sealer, type StoredRow } from '#core/ports.ts';
import type { VaultRecord } from '#core/record.ts';
import type { Session } from '#crypto/session.ts';
import { INDEX_VERSION } from '#insight/index-image.ts';
import type { SearchDoc } from '#insight/search-doc.ts';
import { readManifest, writeManifest, type SearchManifest } from './search-manifest.ts';

/** How records become what is searched; a rule of the rooms. */
export interface DocReader<Facts> {
  factsOf(records: Iterable<VaultRecord>, noted?: Iterable<string>): Facts & { readonly noted: ReadonlySet<string>; readonly journals: ReadonlyMap<string, string> };
  toDoc(record: VaultRecord, facts: Facts): SearchDoc | null;
  lookedBackAt(record: VaultRecord): string[];
  beside(record: VaultRecord): string[];
  /** Id of the journal that an entry is in. */
  journalOf(record: VaultRecord): string;
}

export interface ImageParts<Facts> {
  readonly session: Session;
  readonly sealer: Sealer;
  readonly docs: DocReader<Facts>;
  /** Told while the records are read. */
  readonly onProgress?: (done: number, total: number) => void;
}

/** Makes the image's bytes of these entries, and of those handed over before but for `without`. */
type Fill = (docs: Iterable<SearchDoc>, without: ReadonlySet<string>) => Uint8Array | Promise<Uint8Array | null>;

/** Ids of entries that were gathered when they were first written, and the names their journals had. */
interface Gathered {
  readonly ids: ReadonlySet<string>;
  readonly journals: ReadonlyMap<string, string>;
}

/** What the store holds now; null when something that was gathered is no longer so. */
const readStore = async <Facts>({ session, docs, onProgress }: ImageParts<Facts>, gathered: Gathered | null) => {
  const { store, vault } = session;
  const moved = (await store.note(MOVED)) ?? '';
  const { seq, count } = await store.head();
  const records: VaultRecord[] = [];
  const apart: string[] = [];
  const without = new Set(gathered?.ids);
  const isHeld = ({ id, ver, key }: Omit<StoredRow, 'blob'>): boolean => ver === 1 && key === '' && without.delete(id);
  let upTo = 0;
  let done = 0;
  for (;;) {
    // Of what was gathered, and that is mostly all, nothing sealed need be read.
    const marks = gathered && store.marksAfter ? await store.marksAfter(upTo, 2000) : null;
    const rows = marks ?? (await store.rowsAfter(upTo, 2000));
    if (rows.length === 0) break;
    upTo = rows.at(-1)!.seq;
    const notHeld = gathered ? rows.filter((row) => !isHeld(row)) : rows;
    const unknown = marks ? await store.rowsById(notHeld.map(({ id }) => id)) : (notHeld as readonly StoredRow[]);
    const opened = vault.openRows(unknown.filter((row) => row.key === '')).records;
    await session.noticed(opened);
    for (const record of opened) records.push(record);
    const open = new Set(opened.map(({ id }) => id));
    for (const row of unknown) if (!open.has(row.id)) apart.push(row.id);
    done += rows.length;
    onProgress?.(done, count);
    if (upTo >= seq) break;
  }
  // Once all journals are known: what belongs under a lock and is not sealed so yet stays outside all the same.
  const shared = records.filter((record) => session.keyFor(record) === '');
  for (const record of records) if (session.keyFor(record) !== '') apart.push(record.id);
  const facts = docs.factsOf(shared);
  if (gathered) {
    for (const id of facts.noted) if (gathered.ids.has(id) && !without.has(id)) return null;
    for (const [id, name] of gathered.journals) if (session.journalsWithLock().has(id) || (facts.journals.get(id) ?? '') !== name) return null;
  }
  return { shared, apart, facts, upTo, moved, without };
};

/** Makes the image anew; null when what was gathered does not hold or nothing came of it. The manifest given back serves this once if nothing could be stored. */
export const makeImage = async <Facts>(parts: ImageParts<Facts>, fill: Fill, gathered: Gathered | null = null): Promise<SearchManifest | null> => {
  const { session, sealer, docs } = parts;
  const old = await readManifest(session, sealer);
  const found = await readStore(parts, gathered);
  if (!found) return null;
  const { shared, apart, facts, upTo, moved, without } = found;
  const image = await fill(
    (function* () {
      for (const record of shared) {
        const doc = docs.toDoc(record, facts);
        if (doc) yield doc;
      }
    })(),
    without,
  );
  if (image === null) return null;
  const sealed = await session.putBytes(image);
  const next: SearchManifest = { version: INDEX_VERSION, upTo, moved, key: '', chunks: sealed.ok ? sealed.value.chunks : [], size: 0, noted: [...facts.noted], apart };
  // A full disk must not stop a search: the image then serves this once and is made anew next time.
  if (sealed.ok) {
    const written = await writeManifest(session, sealer, { ...next, key: bytesToBase64(sealed.value.key), size: sealed.value.size });
    for (const chunk of written ? (old?.chunks ?? []) : sealed.value.chunks) await session.store.dropBlob(chunk);
    // What moved while this was made must not lie there either: then this drops it.
    await readManifest(session, sealer);
  }
  return next;
};

/** An entry that the maker has read itself: by its number there, with its id and the name of its journal. */
export type ReadThere = readonly [nth: number, id: string, journal: string];

/** Where an image is put together while its entries are still being written: on another thread. */
export interface ImageMaker {
  /** Resolves when more may be handed over. */
  add(docs: readonly SearchDoc[], readThere: readonly ReadThere[]): Promise<void>;
  /** Nothing more may come: the image of what was handed over is begun, for `finish` to take if nothing changed. */
  begin(): void;
  /** The image of what was handed over but for `without`, and of the rest; null when it could not be made there. */
  finish(without: ReadonlySet<string>, rest: readonly SearchDoc[]): Promise<Uint8Array | null>;
}

export interface Gathering {
  /** Told of the records of each commit as they were left. */
  take(records: readonly VaultRecord[]): Promise<void>;
  /** Nothing more is brought in: the image may be begun. */
  ended(): void;
  /** Makes and stores the image; false when that did not come about, and the image must be made from the records. */
  finish(): Promise<boolean>;
}

/**
 * Gathers what search needs of entries that are brought in beside the records that are `here`. Nothing is made before there are
 * `least` of them. `nthOf`: the number under which the maker has read just what is in the record, where it has.
 */
export const gatherImage = <Facts>(
  parts: ImageParts<Facts>,
  here: Iterable<VaultRecord>,
  createMaker: () => ImageMaker,
  least: number,
  nthOf: (id: string) => number | undefined = () => undefined,
): Gathering => {
  const { session, docs } = parts;
  const ids = new Set<string>();
  const facts = docs.factsOf(here);
  const journals = new Map(facts.journals);
  let others = false;
  for (const record of here) others ||= docs.toDoc(record, facts) !== null;
  let waiting: SearchDoc[] = [];
  let readThere: ReadThere[] = [];
  let maker: ImageMaker | null = null;
  return {
    async take(records) {
      // Locked journals and notes that look back say things of other entries: those are read back, not gathered.
      const facts = docs.factsOf(records);
      for (const [id, name] of facts.journals) journals.set(id, name);
      if (facts.noted.size > 0 || session.journalsWithLock().size > 0) return;
      const known = { ...facts, journals };
      for (const record of records) {
        const nth = nthOf(record.id);
        const doc = nth === undefined ? docs.toDoc(record, known) : null;
        if (nth !== undefined) readThere.push([nth, record.id, journals.get(docs.journalOf(record)) ?? '']);
        else if (doc) waiting.push(doc);
        else continue;
        ids.add(record.id);
      }
      if (ids.size < least) return;
      maker ??= createMaker();
      await maker.add(waiting, readThere);
      [waiting, readThere] = [[], []];
    },
    ended() {
      // Where entries were here before, the image needs them too, and is made once they are read.
      if (maker && waiting.length === 0 && !others) maker.begin();
    },
    async finish() {
      if (!maker) return false;
      const made = maker;
      const manifest = await makeImage(parts, (rest, without) => made.finish(without, [...waiting, ...rest]), { ids, journals });
      return manifest !== null;
    },
  };
};
