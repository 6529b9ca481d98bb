// Vaults of the command line to measure with, filled through the gate itself in large batches, in a temporary folder that
// goes when the bench ends.

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bulkCipher } from '#adapters/bulk-cipher.ts';
import { createKeyFile } from '#adapters/node/key-place.ts';
import { openSqliteStore } from '#adapters/node/store.ts';
import { argon2id, random, readySodium } from '#adapters/sodium.ts';
import type { Change } from '#core/change.ts';
import { newId } from '#core/ids.ts';
import { createSealer } from '#crypto/seal.ts';
import { openSession } from '#crypto/session.ts';
import { beginVault } from '#crypto/vault-lock.ts';
import { writeEntry } from '#rooms/journal/model.ts';
import { draftsOf, draftToMarkdown } from './entries.ts';

const BATCH = 2000;
const NOW = { when: '2026-01-01T12:00', zone: 'Z', instant: '2026-01-01T12:00:00.000Z' };

/** Changes that write `count` entries, in batches. */
export const changesOf = function* (count: number): Generator<Change[]> {
  let batch: Change[] = [];
  let n = 0;
  for (const draft of draftsOf(count)) {
    const written = writeEntry(draft, newId(random), NOW);
    if (!written.ok) throw new Error(`a draft of the bench was refused: ${JSON.stringify(written.error)}`);
    batch.push(...written.value);
    if (++n % BATCH === 0 || n === count) {
      yield batch;
      batch = [];
    }
  }
};

export interface Bench {
  /** A folder of one's own, gone at the end. */
  folder(name: string): string;
  /** KITH_HOME with that many entries; the same one each time it is asked for. */
  home(count: number): Promise<string>;
  /** A folder of that many Markdown files. */
  markdown(count: number): string;
  /** All texts as one file of plain text, an entry a line. */
  plain(count: number): string;
  end(): void;
}

export const createBench = (): Bench => {
  const root = mkdtempSync(join(tmpdir(), 'kith-bench-'));
  const homes = new Map<string, Promise<string>>();
  const made = new Map<string, string>();
  const once = (name: string, make: (path: string) => void): string => {
    const path = made.get(name) ?? join(root, name);
    if (!made.has(name)) make(path);
    made.set(name, path);
    return path;
  };
  const folder = (name: string): string => once(name, (path) => mkdirSync(path, { recursive: true, mode: 0o700 }));
  const fill = async (count: number): Promise<string> => {
    const home = folder(`home-${count}`);
    const opened = openSqliteStore(join(home, 'vault.sqlite'));
    if (!opened.ok) throw new Error(`the vault of the bench: ${opened.error.code}`);
    const store = opened.value;
    const sodium = await readySodium();
    const sealer = createSealer(sodium);
    const begun = await beginVault({ store, place: createKeyFile(join(home, 'key')), random }, NOW.instant);
    if (!begun.ok) throw new Error(`the vault of the bench: ${begun.error.code}`);
    const session = await openSession({ store, sealer, sodium, cipher: bulkCipher, argon2id, random, header: begun.value.header, key: begun.value.key });
    for (const changes of changesOf(count)) {
      const done = await session.vault.commit(changes, Date.parse(NOW.instant));
      if (!done.ok) throw new Error(`the vault of the bench: ${done.error.code}`);
    }
    await store.close();
    return home;
  };
  return {
    folder,
    home(count) {
      const name = String(count);
      const home = homes.get(name) ?? fill(count);
      homes.set(name, home);
      return home;
    },
    markdown: (count) =>
      once(`markdown-${count}`, (path) => {
        mkdirSync(path);
        let n = 0;
        for (const draft of draftsOf(count)) writeFileSync(join(path, `${draft.when.slice(0, 10)} ${String(++n).padStart(6, '0')}.md`), draftToMarkdown(draft));
      }),
    plain: (count) => once(`plain-${count}.txt`, (path) => writeFileSync(path, `${[...draftsOf(count)].map(({ text }) => text).join('\n')}\n`)),
    end: () => rmSync(root, { recursive: true, force: true }),
  };
};
