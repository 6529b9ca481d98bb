// An unlocked vault at work: the gate, the keys at hand, the journals with locks of their own, attachments. The same in the
// page's workers and in the command line. Invariant: a journal's key is in memory only between its unlocking and its locking.

import { registerOf, type VaultRecord } from '#core/record.ts';
import type { Keys, Sealer, Store } from '#core/ports.ts';
import { isId, type Random } from '#core/ids.ts';
import { keyForRecord } from '#core/journal-keys.ts';
import { ok, refuse, type Result } from '#core/result.ts';
import { createVault, type Vault } from '#core/vault.ts';
import { derivedId } from './derived-id.ts';
import { hexOf, openChunks, sealChunks, type BulkCipher } from './chunks.ts';
import { isLockedKey, lockKey, unlockKey, type Argon2Cost, type Argon2id, type LockedKey } from './keys.ts';
import { epochSealer, type EpochKeys, type Sodium } from './seal.ts';
import { LEAST_PASSPHRASE, type Header } from './vault-lock.ts';

/** Where sealed bytes lie and how they open; stands in an attachment's record or in an index's. */
export interface SealedBytes {
  readonly key: Uint8Array;
  readonly chunks: readonly string[];
  /** True length in bytes. */
  readonly size: number;
}

export interface SessionParts {
  readonly store: Store;
  readonly sealer: Sealer;
  readonly sodium: Sodium;
  readonly cipher: BulkCipher;
  readonly argon2id: Argon2id;
  readonly random: Random;
  readonly header: Header;
  /** The vault's first key: under it lies what is this device's own, and from it come the ids of what there is one of. */
  readonly key: Uint8Array;
  readonly cost?: Argon2Cost;
  /** The keys of a vault that is synchronised; without them there is the first alone. */
  readonly epochs?: EpochKeys;
}

export interface Session {
  readonly vault: Vault;
  readonly store: Store;
  readonly header: Header;
  readonly keys: () => Keys;
  /** The id of an entry brought in, or of anything else that must come out alike each time: the same for the same name. */
  idFor(name: string): string;
  /** Must be told of every record read or written, so that it knows which journals have locks. */
  noticed(records: readonly VaultRecord[]): Promise<void>;
  /** Ids of journals with a lock of their own. */
  journalsWithLock(): ReadonlySet<string>;
  /** Which key a record belongs under: '' or the id of a journal that has a lock of its own. */
  keyFor(record: VaultRecord): string;
  /** The id that a record's row bears. */
  rowIdOf(id: string): string;
  /** From now on the vault's own key is the one that these say, epoch by epoch: it has met a host. */
  follow(epochs: EpochKeys): void;
  /** The keys that a further worker needs to read this vault. */
  epochs(): EpochKeys;
  /**
   * A fresh key for a journal (or the one at hand under a new passphrase), wrapped: put the result into the journal's record,
   * then reseal what is in it. The key is at hand from the moment the record was noticed. Refusals: `passphrase-short`, `journal-locked`.
   */
  lockForJournal(journal: string, passphrase: string): Promise<Result<LockedKey>>;
  unlockJournal(journal: string, passphrase: string): Promise<Result<null>>;
  /** A journal's key that another worker unlocked. */
  useKey(journal: string, key: Uint8Array): void;
  forgetJournal(journal: string): void;
  putBytes(plain: Uint8Array): Promise<Result<SealedBytes>>;
  /** Keeps sealed bytes that came from elsewhere. Refusal `attachment-damaged` when they are not those of the address. */
  putSealed(address: string, bytes: Uint8Array): Promise<Result<null>>;
  /**
   * `onComing` hears, before a piece is asked for beyond this device, how many bytes are at hand. Refusals: `attachment-damaged` (a
   * piece was changed, or is missing and lies nowhere else), `attachment-not-here` (it lies elsewhere, which cannot be asked now),
   * `attachment-not-sent` (elsewhere has it not, or not yet).
   */
  getBytes(sealed: SealedBytes, onComing?: (done: number) => void): Promise<Result<Uint8Array>>;
  /** One piece as it lies, here or beyond; null where it is in neither, or cannot be asked for. */
  sealedBytes(address: string): Promise<Uint8Array | null>;
  /** Where sealed bytes are asked for that are not on this device; null: nowhere. */
  beyond(ask: ((address: string) => Promise<Result<Uint8Array | null>>) | null): void;
}

const JOURNALS_NOTE = 'journals';

/** Reads only the records of journals; opens nothing else. */
export const openSession = async ({ store, sealer, sodium, cipher, argon2id, random, header, key, cost, epochs: given }: SessionParts): Promise<Session> => {
  let elsewhere: ((address: string) => Promise<Result<Uint8Array | null>>) | null = null;
  let epochs: EpochKeys = given ?? { keyEpoch: () => header.epoch, epochKey: () => key };
  const keys = new Map<string, Uint8Array>([['', key]]);
  const locks = new Map<string, LockedKey>();
  const known = new Set<string>(idsIn(await store.note(JOURNALS_NOTE)));
  const names = new Map<string, string>();
  const rowIdOf = (id: string): string => {
    if (isId(id)) return id;
    const known = names.get(id) ?? derivedId(sodium, key, id);
    names.set(id, known);
    return known;
  };
  // The wrappings that our key of a journal came from or went into; `made` are those not yet seen in the journal's record.
  const wraps = new Map<string, Set<string>>();
  const made = new Map<string, { readonly key: Uint8Array; readonly wrapped: string }>();
  const hold = (journal: string, own: Uint8Array, wrapped: string | undefined): void => {
    keys.set(journal, own);
    if (wrapped !== undefined) wraps.set(journal, new Set([...(wraps.get(journal) ?? []), wrapped]));
  };
  const lockIn = (record: VaultRecord | undefined): LockedKey | null => {
    const lock = record?.kind === 'journal' ? registerOf(record, 'lock') : null;
    return isLockedKey(lock) ? lock : null;
  };
  const heard = (records: readonly VaultRecord[]): void => {
    for (const record of records) {
      if (record.kind !== 'journal') continue;
      const lock = lockIn(record);
      if (lock) locks.set(record.id, lock);
      else locks.delete(record.id);
      const own = made.get(record.id);
      if (lock && own?.wrapped === lock.wrapped) {
        hold(record.id, own.key, own.wrapped);
        made.delete(record.id);
      }
    }
  };
  // A lock is replaced or taken away only by who has its key: another would leave what lies under it shut for ever.
  const whyNot = (before: VaultRecord | undefined, after: VaultRecord): string | null => {
    const was = lockIn(before)?.wrapped;
    if (was === undefined || lockIn(after)?.wrapped === was) return null;
    return keys.has(after.id) && wraps.get(after.id)?.has(was) ? null : 'journal-locked';
  };
  const keyFor = (record: VaultRecord): string => keyForRecord(record, locks);
  const identity = {
    vault: header.vault,
    device: header.device,
    get epoch() {
      return epochs.keyEpoch();
    },
  };
  const ofEpochs = epochSealer(sealer, (epoch) => epochs.epochKey(epoch));
  const vault = createVault({ store, sealer: ofEpochs, identity, keys: () => keys, keyFor, rowIdOf, beside: () => [...known], heard, whyNot });

  const noticed: Session['noticed'] = async (records) => {
    heard(records);
    const journals = records.filter(({ kind }) => kind === 'journal');
    if (journals.length === 0) return;
    for (const { id } of journals) known.add(id);
    // Only random ids stand in this note: where to look for the journals without opening everything. Others add to it too.
    const noted = new Set(idsIn(await store.note(JOURNALS_NOTE)));
    for (const id of noted) known.add(id);
    if ([...known].some((id) => !noted.has(id))) await store.setNote(JOURNALS_NOTE, JSON.stringify([...known]));
  };
  await noticed((await vault.byId([...known])).records);

  return {
    vault,
    store,
    header,
    keys: () => keys,
    idFor: (name) => derivedId(sodium, key, name),
    noticed,
    keyFor,
    rowIdOf,
    follow(newer) {
      epochs = newer;
    },
    epochs: () => epochs,
    journalsWithLock: () => new Set(locks.keys()),
    async lockForJournal(journal, passphrase) {
      if ([...passphrase].length < LEAST_PASSPHRASE) return refuse({ code: 'passphrase-short', with: { least: LEAST_PASSPHRASE } });
      if (locks.has(journal) && !keys.has(journal)) return refuse({ code: 'journal-locked', with: { journal } });
      const own = (locks.has(journal) ? keys.get(journal) : undefined) ?? random(32);
      const locked = await lockKey(own, passphrase, header.vault, journal, { argon2id, sealer, random, ...(cost ? { cost } : {}) });
      made.set(journal, { key: own, wrapped: locked.wrapped });
      return ok(locked);
    },
    async unlockJournal(journal, passphrase) {
      const lock = locks.get(journal);
      if (!lock) return refuse({ code: 'journal-has-no-lock' });
      const opened = await unlockKey(lock, passphrase, header.vault, journal, { argon2id, sealer });
      if (!opened.ok) return opened;
      hold(journal, opened.value, lock.wrapped);
      return ok(null);
    },
    useKey(journal, own) {
      hold(journal, own, locks.get(journal)?.wrapped);
    },
    forgetJournal(journal) {
      if (journal === '') return;
      keys.delete(journal);
      wraps.delete(journal);
      made.delete(journal);
    },
    async putBytes(plain) {
      const own = random(32);
      const chunks: string[] = [];
      for await (const { address, bytes } of sealChunks(plain, own, cipher)) {
        const put = await store.putBlob(address, bytes);
        if (!put.ok) {
          await Promise.all(chunks.map((chunk) => store.dropBlob(chunk)));
          return put;
        }
        chunks.push(address);
      }
      return ok({ key: own, chunks, size: plain.length });
    },
    async putSealed(address, bytes) {
      return hexOf(await cipher.hash(bytes)) === address ? store.putBlob(address, bytes) : refuse({ code: 'attachment-damaged' });
    },
    async getBytes(sealed, onComing) {
      let why = 'attachment-damaged';
      const plain = await openChunks(sealed.chunks, sealed.size, sealed.key, cipher, async (address, done) => {
        const here = await store.blob(address);
        if (here || !elsewhere) return here;
        onComing?.(done);
        const there = await elsewhere(address);
        if (there.ok) why = there.value ? 'attachment-damaged' : 'attachment-not-sent';
        else if (there.error.code !== 'attachment-damaged') why = 'attachment-not-here';
        return there.ok ? there.value : null;
      });
      return plain ? ok(plain) : refuse({ code: why });
    },
    async sealedBytes(address) {
      const here = await store.blob(address);
      if (here || !elsewhere) return here;
      const there = await elsewhere(address);
      return there.ok ? there.value : null;
    },
    beyond(ask) {
      elsewhere = ask;
    },
  };
};

const idsIn = (note: string | null): string[] => {
  try {
    const ids: unknown = JSON.parse(note ?? '[]');
    return Array.isArray(ids) ? ids.filter((id) => typeof id === 'string') : [];
  } catch {
    return [];
  }
};
