// How a vault's rows reach the page: all of them when it opens (what is packed first), then what other tabs wrote and what came from
// a host. One of these for one's own vault and one for each circle. Invariants: what is read goes out in the order in which it was
// asked for, since two streams at once could show an older state last; every row up to `shown` was shown (shown.ts).

import { batchOf, damagedIn, dropOpening, openSegments, packRest, readOpening, rowsIn, SEGMENT, withoutSegments } from '#adapters/opening-image.ts';
import { readySodium } from '#adapters/sodium.ts';
import type { Store, StoredRow } from '#core/ports.ts';
import { bytesToText } from '#core/text.ts';
import { createSealer } from '#crypto/seal.ts';
import type { Session } from '#crypto/session.ts';
import { markAfterWrite } from './shown.ts';
import type { Batch, VaultEvent } from './vault-events.ts';

export interface ShowingParts {
  readonly store: () => Store;
  /** Null once the vault is closed. */
  readonly session: () => Session | null;
  send(event: VaultEvent): void;
  /** A circle; undefined for one's own vault. */
  readonly circle?: string;
  /** Keys under which rows of other tabs may lie are at hand after this. */
  readonly before: () => Promise<unknown>;
  /** Rows that another tab wrote, before they are shown. */
  readonly elsewhere?: (session: Session, rows: readonly StoredRow[]) => Promise<void>;
  /** What came from the host is shown here up to this row: the other tabs may look too. */
  readonly caughtUp: (shown: number) => void;
}

const BATCH = 1000;
/** Milliseconds of rest after something was read or written, before the next opening is made quick. */
const PACK_AFTER = 2000;
/** Milliseconds: a device that fetches very many is shown them a few times a second. */
const SHOW_EVERY = 300;

export const createShowing = (parts: ShowingParts) => {
  const { store, session } = parts;
  const tag = parts.circle === undefined ? {} : { circle: parts.circle };
  let shown = 0;
  let packedTo = 0;
  let packing: ReturnType<typeof setTimeout> | undefined;
  let coming: ReturnType<typeof setTimeout> | undefined;
  let cameAt = 0;
  let isOver = false;

  const need = (): Session => {
    const here = session();
    if (!here) throw new Error('the vault is not open');
    return here;
  };
  // As text: the page has the most to do while it opens, and is spared the decoding.
  const sendBatch = (bytes: Uint8Array, batch: Omit<Batch, 'kind' | 'circle' | 'text'>): void => parts.send({ kind: 'batch', text: bytesToText(bytes), ...batch, ...tag });

  let queue: Promise<unknown> = Promise.resolve();
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const next = queue.then(work);
    queue = next.catch(() => undefined);
    return next;
  };

  const stream = async (after: number, why: Batch['why'], keep?: (row: StoredRow) => boolean, before = 0): Promise<void> => {
    let total = before;
    let opened = before;
    let next = store().rowsAfter(after, BATCH);
    // To show how far it is. What is packed tells it by itself: the browser walks all rows to count them, and all else waits for that.
    if (why === 'open' && before === 0)
      void store()
        .head()
        .then(({ count }) => (total = count))
        .catch(() => undefined);
    for (;;) {
      const rows = await next;
      const seq = rows.at(-1)?.seq;
      // The next batch is read while this one is opened.
      if (seq !== undefined) next = store().rowsAfter(seq, BATCH);
      const { bytes, quarantined } = batchOf(need().vault, keep ? rows.filter(keep) : rows);
      if (why === 'elsewhere') await parts.elsewhere?.(need(), rows);
      opened += rows.length;
      if (seq !== undefined && !keep) shown = Math.max(shown, seq);
      if (quarantined.length > 0) parts.send({ kind: 'quarantined', rows: quarantined, ...tag });
      const last = rows.length < BATCH;
      sendBatch(bytes, { opened, total: Math.max(opened, total), last, why });
      if (last) return;
    }
  };

  /** Everything, for a page that opens: what is packed first, then row by row what was written since. Journals with a lock are shut then. */
  const streamAll = async (): Promise<void> => {
    const here = need();
    const sealer = createSealer(await readySodium());
    let image = await readOpening(here, sealer);
    let opened = 0;
    for await (const segment of openSegments(here, image)) {
      if (segment === null) {
        // What was sent of it comes again, row by row; the page keeps the newest of each.
        await dropOpening(here, image);
        image = withoutSegments(image);
        opened = 0;
        break;
      }
      opened += segment.rows;
      sendBatch(segment.bytes, { opened, total: Math.max(opened, rowsIn(image)), last: false, why: 'open' });
    }
    const damaged = await damagedIn(here, image);
    if (damaged.length > 0) parts.send({ kind: 'quarantined', rows: damaged, ...tag });
    shown = image.upTo;
    packedTo = image.upTo;
    await stream(image.upTo, 'open', undefined, opened);
    packSoon();
  };

  const packSoon = (): void => {
    clearTimeout(packing);
    if (!isOver && shown - packedTo >= SEGMENT) packing = setTimeout(() => void pack().catch(() => undefined), PACK_AFTER);
  };

  const pack = async (): Promise<void> => {
    const here = session();
    if (!here) return;
    const to = shown;
    const { upTo } = await packRest(here, createSealer(await readySodium()));
    // Where nothing is left (a full store), as much again must come before the next try.
    packedTo = upTo || to;
  };

  const catchUp = (): Promise<void> =>
    inTurn(async () => {
      await parts.before();
      if (session() && !isOver) await stream(shown, 'elsewhere');
      packSoon();
    });

  return {
    /** Once `first` is done; what is heard meanwhile comes after it. */
    all: (first: Promise<unknown> = Promise.resolve()): Promise<void> => inTurn(() => first.then(streamAll)),
    /** What lies under a journal's own key, once that is open. */
    journal: (journal: string): Promise<void> => inTurn(() => stream(0, 'journal', (row) => row.key === journal)),
    catchUp,
    /** Another tab wrote up to this row. */
    async heard(wrote: number): Promise<void> {
      if (wrote > shown) await catchUp();
    },
    /** Rows came from the host: they are shown here, and the other tabs hear of them. */
    came(): void {
      coming ??= setTimeout(
        () => {
          coming = undefined;
          cameAt = performance.now();
          void catchUp().then(
            () => parts.caughtUp(shown),
            () => undefined,
          );
        },
        Math.max(0, cameAt + SHOW_EVERY - performance.now()),
      );
    },
    /** The page itself wrote so many rows, the last of them this one, and shows them already. */
    wrote(seq: number, count: number): void {
      const mark = markAfterWrite(shown, seq, count);
      ({ shown } = mark);
      if (mark.behind) void catchUp().catch(() => undefined);
    },
    stop(): void {
      isOver = true;
      clearTimeout(packing);
      clearTimeout(coming);
    },
  };
};

export type Showing = ReturnType<typeof createShowing>;
