// Attachments: sealed chunks by the SHA-256 of their bytes, under their vault. A chunk is on its shelf, for good, before its
// line in the database says so; a line never stands for a chunk that is not there, also where several nodes bring and take away the
// same at once. Count and bytes of a vault are bounded.

import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import { ok, refuse, type Result } from '#core/result.ts';
import type { Access, Session } from './access.ts';
import type { HostDatabase } from './database.ts';
import { undoing } from './log.ts';

/** Where chunks lie. Acknowledged when `put` has returned. Errors are the platform's, with a code. */
export interface Shelf {
  put(vault: string, address: string, bytes: Uint8Array): Promise<void>;
  get(vault: string, address: string): Promise<Uint8Array | null>;
  size(vault: string, address: string): Promise<number | null>;
  remove(vault: string, address: string): Promise<void>;
  removeVault(vault: string): Promise<void>;
  list(): AsyncIterable<{ readonly vault: string; readonly address: string; readonly size: number }>;
}

export interface BlobLimits {
  readonly count: number;
  readonly bytes: number;
}
export const BLOB_LIMITS: BlobLimits = { count: 200_000, bytes: 100 * 1024 ** 3 };

const NOT_FOUND = refuse({ code: 'not-found' });

/** A shelf from its address, loaded when first needed: `s3://…`, or a folder. */
export const openShelf = (address: string, env: Readonly<Record<string, string | undefined>>): (() => Promise<Shelf>) => {
  let shelf: Promise<Shelf> | undefined;
  return () =>
    (shelf ??= address.startsWith('s3:')
      ? import('./blob-s3.ts').then(({ createS3Shelf }) => createS3Shelf(address, { id: env['AWS_ACCESS_KEY_ID'] ?? '', secret: env['AWS_SECRET_ACCESS_KEY'] ?? '' }))
      : import('./blob-folder.ts').then(({ createFolderShelf }) => createFolderShelf(address)));
};

export const createBlobs = (database: HostDatabase, access: Access, shelf: () => Promise<Shelf>, limits: BlobLimits = BLOB_LIMITS) => {
  const last = new Map<string, Promise<unknown>>();
  /** What is done with one chunk is done one after the other, in this node: a line must not come while the chunk that it stands for goes. */
  const inTurn = async <T>(vault: string, address: string, work: () => Promise<T>): Promise<T> => {
    const chunk = `${vault}/${address}`;
    const mine = (last.get(chunk) ?? Promise.resolve()).then(work, work);
    last.set(chunk, mine);
    try {
      return await mine;
    } finally {
      if (last.get(chunk) === mine) last.delete(chunk);
    }
  };
  /**
   * Takes it from its shelf when no line stands for it. Other nodes on PostgreSQL may be bringing the same: while the vault is held
   * none of them adds a line, and who adds one afterwards looks whether the chunk is there.
   */
  const clear = async (vault: string, number: number, address: string): Promise<void> => {
    const place = await shelf();
    if (database.engine === 'sqlite') return place.remove(vault, address);
    await database.transaction(async (tx) => {
      await tx.selectFrom('vaults').select('number').where('number', '=', number).forUpdate().executeTakeFirst();
      const line = await tx.selectFrom('blobs').select('size').where('vault', '=', number).where('address', '=', address).executeTakeFirst();
      if (!line) await place.remove(vault, address);
    });
  };

  return {
    /** Refusals: `not-found`, `address-wrong` (the bytes are not what the address says), `quota-full`. Again is no error. */
    async put(session: Session, vault: string, address: string, bytes: Uint8Array): Promise<Result<null>> {
      const entered = await access.enter(session, vault);
      if (!entered) return NOT_FOUND;
      if (createHash('sha256').update(bytes).digest('hex') !== address) return refuse({ code: 'address-wrong' });
      return inTurn(vault, address, async () => {
        const there = await database.read.selectFrom('blobs').select('size').where('vault', '=', entered.number).where('address', '=', address).executeTakeFirst();
        if (there) return ok(null);
        const used = await database.read.selectFrom('vaults').select(['blob_count', 'blob_bytes']).where('number', '=', entered.number).executeTakeFirst();
        if (!used) return NOT_FOUND;
        if (used.blob_count >= limits.count || used.blob_bytes + bytes.length > limits.bytes) return refuse({ code: 'quota-full' });
        const place = await shelf();
        await place.put(vault, address, bytes);
        const kept = await undoing(database, async (tx) => {
          // The vault's row first, as everywhere: two writers of one vault then never wait for each other.
          const held = await tx
            .updateTable('vaults')
            .set({ blob_count: sql`blob_count + 1`, blob_bytes: sql`blob_bytes + ${bytes.length}` })
            .where('number', '=', entered.number)
            .returning(['blob_count', 'blob_bytes'])
            .executeTakeFirst();
          if (!held) return NOT_FOUND;
          // Between the shelf and here another node may have taken it away.
          if (database.engine === 'postgres' && (await place.size(vault, address)) === null) await place.put(vault, address, bytes);
          if (held.blob_count > limits.count || held.blob_bytes > limits.bytes) return refuse({ code: 'quota-full' });
          const added = await tx
            .insertInto('blobs')
            .values({ vault: entered.number, address, size: bytes.length })
            .onConflict((each) => each.columns(['vault', 'address']).doNothing())
            .executeTakeFirst();
          // Another request brought the same chunk meanwhile: what was counted twice is taken back.
          return Number(added.numInsertedOrUpdatedRows ?? 0) === 1 ? ok(null) : refuse({ code: 'twice' });
        });
        if (kept.ok || kept.error.code === 'twice') return ok(null);
        await clear(vault, entered.number, address);
        return kept;
      });
    },

    /** Refusal: `not-found`. */
    async get(session: Session, vault: string, address: string): Promise<Result<Uint8Array>> {
      const entered = await access.enter(session, vault);
      const there = entered && (await database.read.selectFrom('blobs').select('size').where('vault', '=', entered.number).where('address', '=', address).executeTakeFirst());
      const bytes = there ? await (await shelf()).get(vault, address) : null;
      return bytes ? ok(bytes) : NOT_FOUND;
    },

    /** Its size. Refusal: `not-found`. */
    async size(session: Session, vault: string, address: string): Promise<Result<number>> {
      const entered = await access.enter(session, vault);
      const there = entered && (await database.read.selectFrom('blobs').select('size').where('vault', '=', entered.number).where('address', '=', address).executeTakeFirst());
      return there ? ok(there.size) : NOT_FOUND;
    },

    /** Which of these are there, so that an interrupted upload sends the rest. Refusal: `not-found`. */
    async have(session: Session, vault: string, addresses: readonly string[]): Promise<Result<{ readonly have: readonly string[] }>> {
      const entered = await access.enter(session, vault);
      if (!entered) return NOT_FOUND;
      if (addresses.length === 0) return ok({ have: [] });
      const rows = await database.read
        .selectFrom('blobs')
        .select('address')
        .where('vault', '=', entered.number)
        .where('address', 'in', [...addresses])
        .execute();
      return ok({ have: rows.map(({ address }) => address) });
    },

    /**
     * Takes a chunk away, when the attachment it belonged to is gone for good. Twice is no error. Refusal: `not-found`, also in a circle:
     * who brought a chunk is not written down, and nobody may take away what another one shared.
     */
    async remove(session: Session, vault: string, address: string): Promise<Result<null>> {
      const entered = await access.enter(session, vault);
      if (!entered || entered.author === session.account) return NOT_FOUND;
      return inTurn(vault, address, async () => {
        const size = await database.transaction(async (tx) => {
          const gone = await tx.deleteFrom('blobs').where('vault', '=', entered.number).where('address', '=', address).returning('size').executeTakeFirst();
          if (gone)
            await tx
              .updateTable('vaults')
              .set({ blob_count: sql`blob_count - 1`, blob_bytes: sql`blob_bytes - ${gone.size}` })
              .where('number', '=', entered.number)
              .execute();
          return gone?.size;
        });
        if (size !== undefined) await clear(vault, entered.number, address);
        return ok(null);
      });
    },

    /** After a vault has gone. */
    async removeVault(vault: string): Promise<void> {
      await (await shelf()).removeVault(vault);
    },
  };
};
