// Synchronising a circle: the same engine as one's own vault has, over the circle's own rows, with the account's identity in place of
// the device's keys. No stream of its own: hints come from the one that the account's own vault holds open (sync-session.ts).
// Invariant: keys that were found are kept before anything relies on them alone; what a removed member had not sent becomes their own.

import { newId } from '#core/ids.ts';
import type { VaultRecord } from '#core/record.ts';
import { createOpener } from '#sync/opener.ts';
import type { Status } from '#sync/engine.ts';
import type { Notice, SyncSettings } from '#sync/inputs.ts';
import type { KeepPrivately, SyncStore } from '#sync/ports.ts';
import { createSync } from '#sync/runner.ts';
import { circleHost, keepKeys, type Circle, type CircleParts } from './circles.ts';

export interface CircleSyncParts {
  readonly settings?: SyncSettings;
  /** In place of the circle's own, to count or to stop what goes through it. */
  readonly sync?: SyncStore;
  readonly keepPrivately: KeepPrivately;
  readonly onStatus?: (status: Status) => void;
  readonly onNotice?: (notice: Notice) => void;
  readonly onRecords?: (records: readonly VaultRecord[]) => void;
}

export interface CircleSync {
  status(): Status;
  wrote(): void;
  online(is: boolean): void;
  hint(hint: { readonly head: number; readonly log: number }): void;
  /** Resolves once everything is the same here and there, or cannot be for now. */
  settled(): Promise<Status>;
  stop(): void;
}

/** Starts at once. */
export const startCircleSync = async (parts: CircleParts, circle: Circle, more: CircleSyncParts): Promise<CircleSync> => {
  const { vault, place, ring, session } = circle;
  const { settings, sync: store = place.sync, keepPrivately, onStatus = () => undefined, onNotice = () => undefined, onRecords = () => undefined } = more;
  const { account, random, sealer } = parts;
  let isStopped = false;
  let waking: ReturnType<typeof setTimeout> | undefined;
  let waiting: ((status: Status) => void)[] = [];
  let keptUpTo = 0;
  session.follow(ring);

  const told = (status: Status): void => {
    if (isStopped) return;
    onStatus(status);
    const { n } = ring.standing();
    if (n > keptUpTo) {
      keptUpTo = n;
      void keepKeys(parts, circle);
    }
    if (!isSettled(status)) return;
    const those = waiting;
    waiting = [];
    for (const settle of those) settle(status);
  };

  const engine = await createSync({
    store,
    host: circleHost(parts, vault),
    ring,
    circle: { account: account.account },
    opener: createOpener({
      vault,
      device: session.header.device,
      sealer,
      epoch: ring.keyEpoch,
      epochKey: ring.epochKey,
      keys: session.keys,
      keyFor: session.keyFor,
      rowIdOf: session.rowIdOf,
    }),
    ...(settings ? { settings } : {}),
    env: () => ({ now: parts.now(), elapsed: performance.now(), random: Math.random() }),
    newOp: () => newId(random),
    wake(after, tick) {
      clearTimeout(waking);
      waking = setTimeout(tick, Math.min(after, 2 ** 31 - 1));
    },
    keepPrivately,
    say: onNotice,
    changed: onRecords,
    status: told,
  });
  /** Who was sent away has settled once what they had not sent is theirs. */
  const isSettled = (status: Status): boolean => {
    const { stopped, failures } = engine.state();
    return status.is !== 'at-work' && (stopped !== 'removed' || failures > 0);
  };
  engine.online(true);

  return {
    status: () => engine.status(),
    wrote: () => engine.wrote(),
    online: (is) => engine.online(is),
    hint: (hint) => engine.hint(hint),
    settled: () => new Promise((resolve) => (isSettled(engine.status()) ? resolve(engine.status()) : waiting.push(resolve))),
    stop() {
      isStopped = true;
      engine.stop();
      clearTimeout(waking);
      for (const settle of waiting) settle(engine.status());
    },
  };
};
