// Circles in `kith sync`: each has the same engine as one's own vault, one after the other, or all at once with `--watch`. Invariants:
// a circle that cannot be synchronised keeps none of the others back; who was sent away is told so once, and what they wrote stays theirs.

import type { DatabaseSync } from 'node:sqlite';
import { needAccount } from '#adapters/account-parts.ts';
import { startCircleSync, type CircleSync } from '#adapters/circle-sync.ts';
import { isGone, noteGone } from '#adapters/circles.ts';
import type { Refusal } from '#core/result.ts';
import type { Status } from '#sync/engine.ts';
import { SETTINGS, type Notice } from '#sync/inputs.ts';
import { tipId } from '#sync/jobs.ts';
import { keepName, keptCircles, openKept, privately, type HereCircles, type OpenedCircle } from './circle-here.ts';
import { counting, sayNotice, until, type Counts } from './sync-parts.ts';
import { harmless } from './terminal.ts';

interface Running {
  readonly sync: CircleSync;
  stop(): void;
}

interface Hearing {
  readonly counts: Counts;
  readonly onStatus?: (status: Status) => void;
  readonly onNotice: (notice: Notice) => void;
}

const start = async (here: HereCircles, circle: OpenedCircle, { counts, onStatus = () => undefined, onNotice }: Hearing): Promise<Running> => {
  const ends = new AbortController();
  const isOver = (): boolean => ends.signal.aborted;
  const { circles: parts } = here;
  const place = { store: until(circle.place.store, isOver), sync: until(circle.place.sync, isOver) };
  const own = {
    ...parts,
    fetch: (address: string, init: RequestInit) => fetch(address, { ...init, signal: init.signal ? AbortSignal.any([init.signal, ends.signal]) : ends.signal }),
  };
  const tip = circle.session.rowIdOf(tipId(`${parts.account.account}/${circle.session.header.device}`));
  const sync = await startCircleSync(
    own,
    { ...circle, place },
    {
      settings: { ...SETTINGS, longestWait: 60_000 },
      sync: counting(place.sync, counts, new Set([tip])),
      keepPrivately: privately(here, circle.kept),
      onStatus,
      onNotice,
      onRecords: (records) => {
        for (const { kind, id } of records) if (kind !== 'tip') counts.came.add(`${circle.vault} ${id}`);
      },
    },
  );
  return {
    sync,
    stop() {
      sync.stop();
      ends.abort();
    },
  };
};

/** What is to be done once it has settled. */
const settled = async (here: HereCircles, circle: OpenedCircle, { is }: Status): Promise<void> => {
  const { context } = here;
  if (is === 'in-step') await keepName(here, circle);
  const isNews = await noteGone(circle.place, is === 'removed');
  if (isNews) context.terminal.note(harmless(`kith: ${(await context.words())('circle.gone', { name: circle.kept.name })}`));
};

const once = async (here: HereCircles, circle: OpenedCircle, counts: Counts): Promise<Status> => {
  const { context } = here;
  const { sync, stop } = await start(here, circle, { counts, onNotice: sayNotice(await context.words(), new Set(), context, circle.kept.name) });
  context.onEnd(stop);
  const status = await sync.settled();
  stop();
  await settled(here, circle, status);
  return status;
};

/** Sends and fetches what is of one circle. */
export const syncCircleNow = (here: HereCircles, circle: OpenedCircle): Promise<Status> => once(here, circle, { sent: new Set(), came: new Set() });

const sayRefused = async ({ context }: HereCircles, name: string, refusal: Refusal): Promise<void> => {
  const words = await context.words();
  context.terminal.note(harmless(`kith: ${words('circle.notice', { name, text: words.refusal(refusal) })}`));
};

/** Every circle that one has not left, one after the other. `isAll`: nothing of them waits for the next time; `areKeysOld`: it waits for the password, which was said. */
export const syncCircles = async (here: HereCircles, counts: Counts): Promise<{ readonly isAll: boolean; readonly areKeysOld: boolean }> => {
  let [isAll, areKeysOld] = [true, false];
  for (const kept of await keptCircles(here)) {
    if (kept.left !== null) continue;
    const circle = await openKept(here, kept);
    if (!circle.ok) {
      await sayRefused(here, kept.name, circle.error);
      isAll &&= circle.error.code === 'circle-gone';
      areKeysOld ||= circle.error.code === 'account-key-old';
      continue;
    }
    const { is } = await once(here, circle.value, counts);
    isAll &&= is === 'in-step' || is === 'removed';
    areKeysOld ||= circle.value.ring.standing().lacks?.code === 'account-key-old';
  }
  return { isAll, areKeysOld };
};

export interface WatchedCircles {
  vaults(): readonly string[];
  /** Those that are followed, by vault. */
  open(): ReadonlyMap<string, OpenedCircle>;
  hint(hint: { readonly vault: string; readonly head: number; readonly log: number }): void;
  /** The list of circles may have changed. */
  look(): void;
  /** Another command may have written in one. */
  lookAtRows(): void;
  stop(): void;
}

const versionOf = (db: DatabaseSync): number => (db.prepare('pragma data_version').get() as { data_version: number }).data_version;

/** All circles at once, until it is stopped. `changed`: other circles than before are followed; `settles`: one of them has come to rest. */
export const watchCircles = (
  here: HereCircles,
  counts: Counts,
  { changed, settles, fail }: { readonly changed: () => void; readonly settles: () => void; readonly fail: (error: unknown) => void },
): WatchedCircles => {
  const { context } = here;
  let now = here;
  const running = new Map<string, Running & { readonly circle: OpenedCircle; seen: number }>();
  /** Those that were sent away from, or do not open: not tried again but after coming in anew. */
  const resting = new Map<string, OpenedCircle | null>();
  let [isLooking, isAsked, isStopped] = [false, false, false];

  const begin = async (kept: OpenedCircle['kept']): Promise<void> => {
    const opened = await openKept(now, kept);
    if (isStopped) return;
    if (!opened.ok) {
      resting.set(kept.vault, null);
      return sayRefused(here, kept.name, opened.error);
    }
    const circle = opened.value;
    const say = sayNotice(await context.words(), new Set(), context, kept.name);
    const onStatus = (status: Status): void => {
      if (status.is === 'at-work' || isStopped) return;
      void settled(here, circle, status).then(settles, fail);
      if (status.is !== 'removed') return;
      // What had not been sent becomes one's own first: the engine does that by itself.
      void running
        .get(kept.vault)
        ?.sync.settled()
        .then(() => {
          running.get(kept.vault)?.stop();
          running.delete(kept.vault);
          resting.set(kept.vault, circle);
        });
    };
    running.set(kept.vault, { ...(await start(now, circle, { counts, onStatus, onNotice: say })), circle, seen: versionOf(circle.place.store.db) });
  };

  const lookNow = async (): Promise<void> => {
    const all = await keptCircles(here);
    let isOther = false;
    // The account's keys may have been changed here, or the password shown again: circles are opened with what is kept now.
    const account = await needAccount(here.parts, here.vault);
    if (account.ok && account.value.identity.publicKeys.sign !== now.circles.account.identity.publicKeys.sign) {
      now = { ...here, circles: { ...here.circles, account: account.value } };
      for (const { stop } of running.values()) stop();
      running.clear();
      resting.clear();
    }
    for (const kept of all) {
      const one = running.get(kept.vault);
      if (kept.left !== null && one) {
        one.stop();
        running.delete(kept.vault);
        isOther = true;
      }
      const rested = resting.get(kept.vault);
      if (rested && !(await isGone(rested.place))) resting.delete(kept.vault);
      if (kept.left !== null || one || resting.has(kept.vault) || isStopped) continue;
      await begin(kept);
      isOther ||= running.has(kept.vault);
    }
    if (isOther && !isStopped) changed();
  };

  const look = (): void => {
    isAsked = true;
    if (isLooking || isStopped) return;
    isLooking = true;
    void (async () => {
      while (isAsked && !isStopped) {
        isAsked = false;
        await lookNow();
      }
      isLooking = false;
    })().catch(fail);
  };

  return {
    vaults: () => [...running.keys()],
    open: () => new Map([...running].map(([vault, { circle }]) => [vault, circle])),
    hint({ vault, head, log }) {
      const sync = running.get(vault)?.sync;
      // The host is there again: what was put off is tried now.
      if (sync?.status().is === 'waiting') sync.online(true);
      sync?.hint({ head, log });
    },
    look,
    lookAtRows() {
      for (const one of running.values()) {
        const now = versionOf(one.circle.place.store.db);
        if (now === one.seen) continue;
        one.seen = now;
        one.sync.wrote();
      }
    },
    stop() {
      isStopped = true;
      for (const { stop } of running.values()) stop();
    },
  };
};
