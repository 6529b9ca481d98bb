// Carries attachments' sealed chunks to the host, after the records that name them, and takes away there what no record names any
// more. Each goes alone, under the hash of its own bytes, so what was carried before a connection broke stays carried; small pictures
// go first. Invariants: only chunks that a record names go up, never a derived image; nothing is taken away at the host before
// everything that is here and there was looked through; `standing` counts what lies here and is not known to be there.
// How far the rows were gone through, all of it carried, stands in the store's note `chunks`: a place in the device's order, and the
// host's era.

import type { VaultRecord } from '#core/record.ts';
import { ok, refuse, type Result } from '#core/result.ts';
import { freedAddresses, forgetFreed } from '#crypto/freed.ts';
import type { Session } from '#crypto/session.ts';
import { hash } from '#sync/checks.ts';
import type { SyncStore } from '#sync/ports.ts';
import { anything, refusalOf } from './account-parts.ts';
import { blobPath, CHUNK_PATIENCE, heldAtHost, inLanes, namedByAll } from './chunk-fetch.ts';
import type { CallFailure, HostCalls } from './host-calls.ts';

export const CHUNKS_NOTE = 'chunks';
const ROWS = 500;
/** At once: a small picture costs the way there and back, and little else. */
const AT_ONCE = 2;
/** Milliseconds until it is tried again: doubled each time, since a full host stays full for a while. */
const AGAIN = 3_000;
const LONGEST = 600_000;

/** A chunk that a record names, and about how many bytes it opens to. */
export interface Piece {
  readonly address: string;
  readonly size: number;
  readonly isSmall: boolean;
}

/** What waits to be sent: photos and recordings, their bytes about, and the refusal that stands in the way. */
export interface Standing {
  readonly count: number;
  readonly bytes: number;
  readonly why: string | null;
}

/** No room is left at the host. */
export const isFull = (why: string | null): boolean => why === 'host-quota-full' || why === 'host-store-full';

export interface CourierParts {
  readonly session: Session;
  readonly sync: Pick<SyncStore, 'kept' | 'asideIds'>;
  readonly calls: () => HostCalls;
  readonly token: () => string | null;
  /** Where a record's bytes lie: a rule of the rooms. */
  readonly piecesOf: (record: VaultRecord) => readonly Piece[];
  readonly onStanding?: (standing: Standing) => void;
}

export interface ChunkCourier {
  /** Looks for what is to be sent, without asking the host. `isUnlocked`: a journal was opened, so rows gone through before may now be read. */
  look(isUnlocked?: boolean): Promise<void>;
  /**
   * Brings up what is not there yet; `isInStep`, all that is there is here too, also takes away there what is named no more. False
   * when it broke off: `standing` says why, and it goes on by itself after a while.
   */
  run(isInStep?: boolean): Promise<boolean>;
  standing(): Standing;
  stop(): void;
}

type Waiting = Piece & { readonly record: string };
const STOPPED: CallFailure = { code: 'offline' };

export const createChunkCourier = ({ session, sync, calls, token, piecesOf, onStanding = () => undefined }: CourierParts): ChunkCourier => {
  const { store, vault, header } = session;
  let isStopped = false;
  let why: string | null = null;
  /** Here, named, and not known to be at the host. */
  const waiting = new Map<string, Waiting>();
  /** Of those that were waiting: known to be there, in this era. */
  const there = new Set<string>();
  let era = -1;
  let lookedTo = 0;
  let notedTo = -1;
  let bytes = 0;
  /** How many pieces of each record wait. */
  const records = new Map<string, number>();
  let later: ReturnType<typeof setTimeout> | undefined;
  let brokeOff = 0;

  const standing = (): Standing => ({ count: records.size, bytes, why: waiting.size > 0 ? why : null });
  const tell = (): void => (isStopped ? undefined : onStanding(standing()));

  const expect = (piece: Waiting): void => {
    if (waiting.has(piece.address)) return;
    waiting.set(piece.address, piece);
    bytes += piece.size;
    records.set(piece.record, (records.get(piece.record) ?? 0) + 1);
  };

  const arrived = (address: string): void => {
    there.add(address);
    const piece = waiting.get(address);
    if (!piece) return;
    waiting.delete(address);
    bytes -= piece.size;
    const left = records.get(piece.record)! - 1;
    if (left > 0) records.set(piece.record, left);
    else records.delete(piece.record);
  };

  /** A host that went back may have lost chunks as well as rows. */
  const sameEra = async (): Promise<void> => {
    const now = (await sync.kept()).era;
    if (now === era) return;
    const [noted, upTo] = ((await store.note(CHUNKS_NOTE)) ?? '').split(' ').map(Number);
    era = now;
    lookedTo = notedTo = noted === era && Number.isSafeInteger(upTo) ? upTo! : 0;
    there.clear();
  };

  /** Through the rows from a place on; those under journals' own keys alone when everything is gone through again. */
  const lookThrough = async (isAll: boolean): Promise<void> => {
    await sameEra();
    for (let after = isAll ? 0 : lookedTo; !isStopped;) {
      const rows = await store.rowsAfter(after, ROWS);
      if (rows.length === 0) break;
      after = rows.at(-1)!.seq;
      const isNew = isAll ? rows.filter(({ key, seq }) => key !== '' || seq > lookedTo) : rows;
      const named = vault.openRows(isNew).records.flatMap((record) => piecesOf(record).map((piece): Waiting => ({ ...piece, record: record.id })));
      const wanting = named.filter(({ address }) => hash(address) && !there.has(address) && !waiting.has(address));
      if (wanting.length > 0) {
        const here = await store.blobsHere(wanting.map(({ address }) => address));
        for (const piece of wanting) if (here.has(piece.address)) expect(piece);
      }
      if (after > lookedTo) lookedTo = after;
    }
    tell();
  };

  const sendOne = async ({ address }: Waiting): Promise<CallFailure | null> => {
    const bytes = await store.blob(address);
    if (isStopped) return STOPPED;
    if (bytes) {
      const put = await calls().json('PUT', blobPath(header.vault, address), anything, { token: token(), body: bytes, patience: CHUNK_PATIENCE });
      // One that is damaged here does not hold up the others; looking at it says so.
      if (!put.ok && !['address-wrong', 'too-large'].includes(put.error.code)) return put.error;
    }
    arrived(address);
    tell();
    return null;
  };

  const send = async (): Promise<Result<null, CallFailure>> => {
    const [ofEra, upTo] = [era, lookedTo];
    const held = await heldAtHost(calls(), token(), header.vault, [...waiting.keys()]);
    if (!held.ok) return held;
    for (const address of held.value) arrived(address);
    tell();
    const lane = inLanes(AT_ONCE);
    const failures: CallFailure[] = [];
    const order = [...waiting.values()].sort((a, b) => Number(b.isSmall) - Number(a.isSmall));
    await Promise.all(
      order.map((piece) =>
        lane(async () => {
          const failure = isStopped || failures.length > 0 ? null : await sendOne(piece);
          if (failure) failures.push(failure);
        }),
      ),
    );
    if (failures[0]) return refuse(failures[0]);
    if (isStopped || era !== ofEra || upTo <= notedTo) return ok(null);
    await store.setNote(CHUNKS_NOTE, `${era} ${upTo}`);
    notedTo = upTo;
    return ok(null);
  };

  /** What was emptied here, and no row names, is taken away there. Kept while a row was not taken or does not open: it may name it. */
  const takeAway = async (): Promise<Result<null, CallFailure>> => {
    const freed = await freedAddresses(store);
    if (freed.length === 0) return ok(null);
    const named = await namedByAll(session, (record) => piecesOf(record).map(({ address }) => address));
    const isAllRead = named.locked + named.damaged === 0 && (await sync.asideIds()).length === 0 && Object.keys((await sync.kept()).refused).length === 0;
    if (!isAllRead || isStopped) return ok(null);
    const done: string[] = [];
    let failure: CallFailure | null = null;
    for (const address of freed) {
      if (failure || isStopped) break;
      const gone = named.addresses.has(address) ? ok(null) : await calls().json('DELETE', blobPath(header.vault, address), anything, { token: token() });
      if (gone.ok) done.push(address);
      else failure = gone.error;
      if (gone.ok) there.delete(address);
    }
    await forgetFreed(store, done);
    return failure ? refuse(failure) : ok(null);
  };

  const work = async (isInStep: boolean): Promise<boolean> => {
    if (isStopped || !token()) return true;
    await look();
    const sent = await send();
    const done = sent.ok && isInStep ? await takeAway() : sent;
    if (isStopped) return true;
    why = done.ok ? null : refusalOf(done.error).code;
    tell();
    if (done.ok) {
      brokeOff = 0;
      return true;
    }
    const wait = Math.max(Math.min(LONGEST, AGAIN * 2 ** brokeOff), done.error.wait ?? 0);
    brokeOff++;
    later = setTimeout(() => void run(), wait);
    return false;
  };

  let looking: Promise<void> = Promise.resolve();
  const look = (isUnlocked = false): Promise<void> => {
    const mine = looking.then(() => lookThrough(isUnlocked));
    looking = mine.catch(() => undefined);
    return mine;
  };

  /** One after the other; calls that wait are answered by one. */
  let next: { isInStep: boolean; readonly done: Promise<boolean> } | null = null;
  let working: Promise<unknown> = Promise.resolve();
  const run: ChunkCourier['run'] = (isInStep = false) => {
    if (isStopped) return Promise.resolve(true);
    clearTimeout(later);
    if (next) {
      next.isInStep ||= isInStep;
      return next.done;
    }
    const asked = { isInStep };
    const done = working.then(() => {
      next = null;
      return work(asked.isInStep);
    });
    next = Object.assign(asked, { done });
    working = done.catch(() => undefined);
    return done;
  };

  return {
    run,
    look,
    standing,
    stop() {
      isStopped = true;
      clearTimeout(later);
    },
  };
};
