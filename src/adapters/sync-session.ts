// One open vault and its host: the ring of keys, the engine, the live stream, put together for the page's worker and the command
// line alike. `openEpochs` comes first, since rows of later epochs open only with the ring's keys; `startSync` then follows the host
// until it is stopped. Invariants: the gate and the engine seal under the same key at every moment; a session that was ended, or a
// device that was sent away, is said and asks nothing more; stopping leaves nothing half-done, since every step is kept.

import { newId } from '#core/ids.ts';
import { MOVED, type Sealer, type Store } from '#core/ports.ts';
import type { VaultRecord } from '#core/record.ts';
import { ok, type Refusal, type Result } from '#core/result.ts';
import { loadAccount, type DeviceAccount } from '#crypto/device-account.ts';
import type { Session } from '#crypto/session.ts';
import type { Status } from '#sync/engine.ts';
import type { Notice, SyncSettings } from '#sync/inputs.ts';
import { createOpener } from '#sync/opener.ts';
import type { Answer, HostPort, SyncStore } from '#sync/ports.ts';
import type { KeyRing } from '#sync/ring.ts';
import { createSync } from '#sync/runner.ts';
import { settleNext } from './account-keeping.ts';
import { callsOf, hostOf, joinLog, patchAccount, ringOf, type AccountParts, type OpenVault } from './account-parts.ts';
import { createChunkCourier, isFull, type Piece, type Standing } from './chunk-courier.ts';
import { openLiveStream, type LiveStream } from './live-stream.ts';

/** A vault that is in an account: what this device keeps of it, and its keys by epoch (give them to `openSession`). */
export interface Linked {
  readonly account: DeviceAccount;
  readonly ring: KeyRing;
}

/** Null when the vault is in no account. Nothing is asked of a host. Refusals: those of the note, `log-broken`. */
export const openEpochs = async (
  parts: Pick<AccountParts, 'sodium' | 'random' | 'log'> & { readonly store: Pick<Store, 'note'> },
  open: OpenVault,
): Promise<Result<Linked | null>> => {
  const found = await loadAccount(parts.sodium, parts.store, open.key, open.header);
  if (!found.ok || !found.value) return found.ok ? ok(null) : found;
  const ring = await ringOf(parts, found.value, open.key);
  return ring.ok ? ok({ account: found.value, ring: ring.value }) : ring;
};

export interface SyncSessionParts extends AccountParts {
  readonly session: Session;
  readonly sealer: Sealer;
  readonly sync: SyncStore;
  readonly linked: Linked;
  readonly settings?: SyncSettings;
  /** Where a record's bytes lie: a rule of the rooms. With it attachments are sent too. */
  readonly piecesOf?: (record: VaultRecord) => readonly Piece[];
  /** What of them waits to be sent. */
  readonly onStanding?: (standing: Standing) => void;
  /** Without the live stream it looks when something was written, and every few minutes. */
  readonly isLive?: boolean;
  /** Records as they now are here, after rows came in. */
  readonly onRecords?: (records: readonly VaultRecord[]) => void;
  readonly onStatus?: (status: Status) => void;
  readonly onNotice?: (notice: Notice | Refusal) => void;
  /** A step took something from under the vault's own key, or emptied it: what was derived from it is to go. */
  readonly onMoved?: () => Promise<unknown>;
  /** Something lies in the account's inbox. */
  readonly onInbox?: () => void;
  /** Further vaults of the account (circles) that the same stream tells of, and what it tells of them. */
  readonly besides?: () => readonly string[];
  readonly onBeside?: (hint: { readonly vault: string; readonly head: number; readonly log: number }) => void;
}

export interface SyncSession {
  status(): Status;
  account(): DeviceAccount;
  ring(): KeyRing;
  /** After every write through the gate. */
  wrote(): void;
  /** A journal's own lock was opened. */
  unlocked(): void;
  /** What the platform says of the network; `true` also asks now, whatever was meant to wait. */
  online(is: boolean): void;
  /** `besides` has changed. */
  listenAgain(): void;
  /** Resolves once everything is the same here and there, or cannot be for now: the status says which. */
  settled(): Promise<Status>;
  stop(): void;
}

const isSettled = ({ is }: Status): boolean => is !== 'at-work';

/** Milliseconds until the log is asked again, where this device is not in it yet. */
const JOIN_AGAIN = 15_000;

/** Starts, whether or not the host can be reached now. Refusals of the store. */
export const startSync = async (parts: SyncSessionParts): Promise<SyncSession> => {
  const { session, sealer, sync: store, linked, settings, isLive = true, random } = parts;
  const { onRecords = () => undefined, onStatus = () => undefined, onNotice = () => undefined, onInbox = () => undefined, onMoved } = parts;
  const { besides = () => [], onBeside = () => undefined } = parts;
  const open: OpenVault = { header: session.header, key: session.keys().get('')! };
  const { ring } = linked;
  let { account } = linked;
  let isStopped = false;
  let begun: 'not-yet' | 'cannot' | 'yes' = 'not-yet';
  let waking: ReturnType<typeof setTimeout> | undefined;
  let joining: ReturnType<typeof setTimeout> | undefined;
  let live: LiveStream | undefined;
  let waiting: ((status: Status) => void)[] = [];
  session.follow(ring);

  /** As it is kept now: another command may have shown the password again, or changed the account's keys. */
  const reload = async (): Promise<{ readonly isNewSession: boolean }> => {
    const now = await loadAccount(parts.sodium, parts.store, open.key, open.header);
    const before = account.token;
    if (now.ok && now.value) account = now.value;
    return { isNewSession: account.token !== null && account.token !== before };
  };

  const asking = async <T>(ask: (host: HostPort) => Promise<Answer<T>>): Promise<Answer<T>> => {
    const first = await ask(hostOf(parts, account));
    if (first.ok || first.error.code !== 'session-needed' || !(await reload()).isNewSession) return first;
    return ask(hostOf(parts, account));
  };

  const statusNow = (): Status => {
    const status = engine.status();
    if (!account.token) return { ...status, is: 'signed-out' };
    return begun === 'yes' ? status : { ...status, is: begun === 'cannot' ? 'waiting' : 'at-work' };
  };

  const told = (): void => {
    if (isStopped) return;
    const status = statusNow();
    onStatus(status);
    if (!isSettled(status)) return;
    void carry(status).catch(() => undefined);
    const those = waiting;
    waiting = [];
    for (const settle of those) settle(status);
  };

  let movedAt = await parts.store.note(MOVED);
  const telling: SyncStore = {
    ...store,
    async change(ids, work) {
      let writes = false;
      const done = await store.change(ids, (found) => {
        const left = work(found);
        writes = (left.rows?.length ?? 0) > 0;
        return left;
      });
      if (!done.ok || !writes || !onMoved) return done;
      const now = await parts.store.note(MOVED);
      if (now !== movedAt) await onMoved();
      movedAt = now;
      return done;
    },
  };

  const courier = parts.piecesOf
    ? createChunkCourier({
        session,
        sync: store,
        calls: () => callsOf(parts, account.host),
        token: () => account.token,
        piecesOf: parts.piecesOf,
        ...(parts.onStanding ? { onStanding: parts.onStanding } : {}),
      })
    : null;
  let mustCarry = false;
  let brokeOff = false;
  /** Attachments wait until the rows that name them are there, or cannot go for now. */
  const carry = async ({ is }: Status): Promise<void> => {
    if (!courier || !mustCarry || begun !== 'yes' || (is !== 'in-step' && (is !== 'waiting' || brokeOff))) return;
    mustCarry = false;
    brokeOff = !(await courier.run(is === 'in-step'));
    const { why } = courier.standing();
    // A full host is asked again after a while; a connection that broke is there again when the next rows went.
    if (brokeOff && !isFull(why)) mustCarry = true;
    if (why !== null && isFull(why) && !isStopped) onNotice({ code: why });
  };
  /** Also where nothing can go now it is known what waits. */
  const carrySoon = (isUnlocked = false): void => {
    if (!courier) return;
    mustCarry = true;
    void courier
      .look(isUnlocked)
      .then(() => (isStopped ? undefined : carry(statusNow())))
      .catch(() => undefined);
  };

  const engine = await createSync({
    store: telling,
    host: {
      pushKey: () => asking((host) => host.pushKey()),
      push: (push) => asking((host) => host.push(push)),
      pull: (ask) => asking((host) => host.pull(ask)),
      log: (after) => asking((host) => host.log(after)),
      postLog: (entry) => asking((host) => host.postLog(entry)),
    },
    ring,
    opener: createOpener({
      vault: session.header.vault,
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
    say: onNotice,
    // Also what was still stored when this was let go: whoever follows next does not ask for it again. The store may be closed by then.
    changed(records) {
      void session.noticed(records).then(
        () => onRecords(records),
        (error: unknown) => {
          if (!isStopped) throw error;
        },
      );
    },
    status: told,
  });

  const listen = (): void => {
    live?.stop();
    live = openLiveStream({
      calls: callsOf(parts, account.host),
      vaults: [account.vault, ...besides()],
      token: () => account.token,
      onHint: (hint) => ('inbox' in hint ? onInbox() : hint.vault === account.vault ? engine.hint(hint) : onBeside(hint)),
      onOpen(isOpen) {
        if (!isOpen || isStopped) return;
        engine.online(true);
        carrySoon();
      },
      // Otherwise the engine asks, hears the same, and says it.
      onSignedOut: () => void reload().then(({ isNewSession }) => (isStopped ? undefined : isNewSession ? listen() : engine.online(true))),
    });
  };

  let saidOf = '';
  /** What must be before anything travels: the account's keys settled, this device in the log. */
  const begin = async (): Promise<void> => {
    clearTimeout(joining);
    const settled = await settleNext(parts, open, account);
    if (settled.ok) account = settled.value;
    const joined = settled.ok && !account.joined ? await joinLog(parts, account, open.key) : settled;
    if (isStopped) return;
    if (!joined.ok) {
      begun = 'cannot';
      if (saidOf !== joined.error.code) onNotice(joined.error);
      saidOf = joined.error.code;
      joining = setTimeout(() => void begin(), JOIN_AGAIN);
      return told();
    }
    const kept = account.joined ? null : await patchAccount(parts, open, () => ({ joined: true }));
    if (kept?.ok) account = kept.value;
    if (isStopped) return;
    begun = 'yes';
    engine.online(true);
    engine.wrote();
    if (isLive) listen();
    carrySoon();
  };
  // Journals that are open from the start are read like the others.
  carrySoon(session.keys().size > 1);
  if (account.token) void begin();

  return {
    status: statusNow,
    account: () => account,
    ring: () => ring,
    wrote() {
      engine.wrote();
      carrySoon();
    },
    unlocked() {
      engine.unlocked();
      carrySoon(true);
    },
    online(is) {
      if (begun === 'yes') {
        engine.online(is);
        if (is) carrySoon();
      } else if (is && begun === 'cannot') void begin();
      if (is) live?.again();
    },
    listenAgain() {
      if (live && !isStopped) listen();
    },
    settled: () => new Promise((resolve) => (isSettled(statusNow()) ? resolve(statusNow()) : waiting.push(resolve))),
    stop() {
      isStopped = true;
      engine.stop();
      live?.stop();
      courier?.stop();
      clearTimeout(waking);
      clearTimeout(joining);
      for (const settle of waiting) settle(statusNow());
    },
  };
};
