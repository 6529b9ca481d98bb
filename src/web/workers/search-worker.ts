// Word search, off the page: opens the same vault from what the vault's worker handed over, keeps the index in memory.
// Loaded when first needed; ends when the vault locks.

import { bulkCipher } from '#adapters/bulk-cipher.ts';
import { openDexieStore } from '#adapters/browser/store.ts';
import { argon2id, random, readySodium } from '#adapters/sodium.ts';
import { openWordSearch, type WordSearch } from '#adapters/word-search.ts';
import { ok, type Result } from '#core/result.ts';
import { createSealer } from '#crypto/seal.ts';
import { openSession } from '#crypto/session.ts';
import type { Excerpt } from '#insight/excerpt.ts';
import { parseQuery } from '#insight/query.ts';
import type { SearchAnswer } from '#insight/search-index.ts';
import { foundIn } from '#rooms/journal/quote.ts';
import { DOCS } from '#rooms/search-docs.ts';
import { answer, sendEvent, type PortLike } from './rpc.ts';
import { openedFrom, type Handover } from './vault-events.ts';

export interface Hit {
  readonly id: string;
  readonly when: string;
  readonly excerpts: readonly Excerpt[];
  /** Places in the entry in all. */
  readonly places: number;
}

export interface FoundHits extends Omit<SearchAnswer, 'ids' | 'rows'> {
  readonly hits: readonly Hit[];
}

export type SearchEvent = { readonly kind: 'building'; readonly done: number; readonly total: number };

const port = self as unknown as PortLike;
let words: Promise<Result<WordSearch>> | null = null;

const open = async (from: MessagePort): Promise<Result<WordSearch>> => {
  const handover = await new Promise<Handover>((done) => {
    from.onmessage = ({ data }) => done(data as Handover);
  });
  const [store, sodium] = await Promise.all([openDexieStore(handover.database), readySodium()]);
  if (!store.ok) return store;
  const sealer = createSealer(sodium);
  const session = await openSession({ store: store.value, sealer, sodium, cipher: bulkCipher, argon2id, random, ...openedFrom(handover) });
  for (const [name, key] of handover.keys) if (name !== '') session.useKey(name, key);
  return ok(
    await openWordSearch({
      session,
      sealer,
      openSql: async (image) => (await import('#adapters/browser/sql.ts')).openSql(image),
      docs: DOCS,
      onProgress: (done, total) => sendEvent(port, { kind: 'building', done, total } satisfies SearchEvent),
    }),
  );
};

const calls = {
  async start(from: MessagePort): Promise<Result<null>> {
    words = open(from);
    const opened = await words;
    return opened.ok ? ok(null) : opened;
  },
  /** Searches as one types; `fresh` takes in what was written since first. */
  async search(typed: string, options: Parameters<WordSearch['search']>[1], fresh: boolean): Promise<Result<FoundHits>> {
    const opened = await words!;
    if (!opened.ok) return opened;
    if (fresh) await opened.value.refresh();
    const { ids, rows, ...found } = await opened.value.search(parseQuery(typed), options);
    const entries = await opened.value.docsOf(ids);
    const hits = entries.flatMap((doc): Hit[] => {
      if (!doc) return [];
      const { excerpts, places } = foundIn(doc.text, rows, { alsoFinds: found.alsoFinds });
      return [{ id: doc.id, when: doc.when, excerpts, places }];
    });
    return ok({ ...found, hits });
  },
};

export type SearchCalls = typeof calls;

answer(port, calls);
