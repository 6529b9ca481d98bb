// `kith sync`: what was written here goes to the host, what others of one's devices wrote comes. Once, or with `--watch` until it is
// stopped, live. Invariants: nothing else in the command line waits for the network; every step is kept before the next, so that
// ending at any moment, by Ctrl-C too, loses nothing; after the end no late answer touches the store.

import process from 'node:process';
import { readManifest } from '#adapters/search-manifest.ts';
import { openEpochs, startSync, type SyncSession } from '#adapters/sync-session.ts';
import type { VaultRecord } from '#core/record.ts';
import { ok, refuse, type Refusal, type Result } from '#core/result.ts';
import { tipId } from '#sync/jobs.ts';
import type { Status } from '#sync/engine.ts';
import { piecesNamed } from '#rooms/journal/attachments.ts';
import { howFar } from '#sync/far.ts';
import { SETTINGS, type Notice } from '#sync/inputs.ts';
import type { SyncStore } from '#sync/ports.ts';
import type { Context } from './context.ts';
import { EXIT } from './exit-codes.ts';
import { holdSync, openLinked, type HereOpen } from './linked.ts';
import type { Args } from './options.ts';
import { journalRecords } from './parts.ts';
import { sendChunks } from './reach.ts';
import { heldKeys } from './session.ts';
import { harmless, toJsonLine } from './terminal.ts';
import { undoId } from './undo.ts';
import type { Words } from './words.ts';

/** When everything was last the same here and there: an instant. */
const SYNCED_NOTE = 'synced';

/** Milliseconds between two looks at whether another command wrote. */
const LOOK = 200;
const SYNCED_EVERY = 60_000;

/** What keeps a house in order and is of nobody's journal. */
const isOurs = ({ kind }: VaultRecord): boolean => kind === 'tip' || kind === 'undo';

interface Counts {
  readonly sent: Set<string>;
  readonly came: Set<string>;
}

const counting = (store: SyncStore, counts: Counts, skip: ReadonlySet<string>): SyncStore => ({
  ...store,
  async change(ids, work) {
    let went: readonly string[] = [];
    const done = await store.change(ids, (found) => {
      const left = work(found);
      const settles = found.sending.length > 0 && left.sending?.length === 0;
      went = settles ? (left.known ?? []).filter(({ id, at }) => at > 0 && !skip.has(id)).map(({ id }) => id) : [];
      return left;
    });
    if (done.ok) for (const id of went) counts.sent.add(id);
    return done;
  },
});

/** Once it is over, what still asks gets no answer any more. */
const until = <T extends object>(target: T, isOver: () => boolean): T =>
  new Proxy(target, {
    get(of, name) {
      const value: unknown = Reflect.get(of, name);
      if (typeof value !== 'function') return value;
      return (...given: unknown[]): unknown => (isOver() ? new Promise(() => undefined) : (value as (...all: unknown[]) => unknown).apply(of, given));
    },
  });

const noticeText = (notice: Notice | Refusal, words: Words): string => {
  const places = { ...notice, ...('with' in notice ? notice.with : {}), ...('hours' in notice ? { far: howFar(notice.hours, words.locale) } : {}) } as Record<
    string,
    string | number
  >;
  return words.maybe(`notice.${notice.code}`, places) ?? words.refusal(notice as Refusal);
};

interface Running {
  readonly sync: SyncSession;
  /** Ends it for good. */
  stop(): void;
}

interface Hearing {
  onStatus(status: Status): void;
  onNotice(notice: Notice | Refusal): void;
}

const start = async (here: HereOpen, counts: Counts, isLive: boolean, { onStatus, onNotice }: Hearing): Promise<Result<Running>> => {
  const { open, parts, sync, vault } = here;
  const { session, sealer } = open;
  const ends = new AbortController();
  const isOver = (): boolean => ends.signal.aborted;
  const skip = new Set([session.rowIdOf(tipId(session.header.device)), session.rowIdOf(undoId(session.header.device, ''))]);
  const store = until(counting(sync, counts, skip), isOver);
  const own = {
    ...parts,
    store: until(parts.store, isOver),
    log: until(sync, isOver),
    fetch: (address: string, init: RequestInit) => fetch(address, { ...init, signal: init.signal ? AbortSignal.any([init.signal, ends.signal]) : ends.signal }),
  };
  const linked = await openEpochs(own, vault);
  if (!linked.ok) return linked;
  if (!linked.value) return refuse({ code: 'account-none' });
  const running = await startSync({
    ...own,
    session,
    sealer,
    sync: store,
    linked: linked.value,
    isLive,
    ...(isLive ? { piecesOf: piecesNamed } : {}),
    settings: { ...SETTINGS, longestWait: SYNCED_EVERY },
    onStatus,
    onNotice,
    // Reading it drops it.
    onMoved: () => readManifest(session, sealer),
    onRecords: (records) => {
      for (const record of records) if (!isOurs(record)) counts.came.add(record.id);
    },
  });
  return ok({
    sync: running,
    stop() {
      running.stop();
      ends.abort();
    },
  });
};

const sayDone = async (counts: Counts, status: Status, args: Args, context: Context): Promise<void> => {
  const { sent, came } = counts;
  const at = context.now();
  if (args.has('json')) context.terminal.say(toJsonLine({ is: status.is, sent: sent.size, came: came.size, at: at.instant }));
  else {
    const words = await context.words();
    const time = new Intl.DateTimeFormat(words.locale, { timeStyle: 'short' }).format(new Date(at.instant));
    const went = sent.size + came.size === 0 ? words('sync.nothing') : `${words('sync.sent', { count: sent.size })} ${words('sync.came', { count: came.size })}`;
    context.terminal.say(words('sync.done', { what: went, time }));
  }
  sent.clear();
  came.clear();
};

/** What a state that is not in step is refused with. */
const whyNot = (is: Status['is']): Refusal => ({ code: is === 'signed-out' ? 'session-needed' : is === 'removed' ? 'sync-removed' : 'sync-waiting' });

export const runSync = async (args: Args, context: Context): Promise<Result<number>> => {
  const here = await openLinked(context);
  if (!here.ok) return here;
  const { token } = here.value.linked.account;
  if (token === null) return refuse({ code: 'session-needed' });
  const held = await holdSync(context);
  if (!held.ok) return held;
  return args.has('watch') ? watch(here.value, args, context) : once(here.value, args, context);
};

const sayNotice = (words: Words, said: Set<string>, context: Context) => (notice: Notice | Refusal) => {
  // What the answer itself says need not be said twice; what was merged is no trouble.
  if (['signed-out', 'removed'].includes(notice.code)) return;
  if (notice.code === 'row-not-sent' && 'why' in notice && notice.why === 'merged') return;
  said.add(notice.code);
  context.terminal.note(harmless(`kith: ${noticeText(notice, words)}`));
};

const once = async (here: HereOpen, args: Args, context: Context): Promise<Result<number>> => {
  const counts: Counts = { sent: new Set(), came: new Set() };
  const said = new Set<string>();
  const words = await context.words();
  const started = await start(here, counts, false, { onStatus: () => undefined, onNotice: sayNotice(words, said, context) });
  if (!started.ok) return started;
  const { sync, stop } = started.value;
  context.onEnd(stop);
  if (context.terminal.errIs) context.terminal.progress(words('sync.at-work'));
  const status = await sync.settled();
  const isSent = status.is !== 'in-step' || (await sendChunks(here.open, { token: () => sync.account().token, onRefused: (code) => sayNotice(words, said, context)({ code }) }));
  context.terminal.progress(null);
  if (status.is !== 'in-step') {
    // Asked to begin and refused: that was said, in its own words.
    if (args.has('json')) context.terminal.say(toJsonLine({ is: status.is, sent: counts.sent.size, came: counts.came.size, at: context.now().instant }));
    return refuse(whyNot(status.is));
  }
  if (!isSent) return refuse({ code: 'sync-waiting' });
  const noted = await here.parts.store.setNote(SYNCED_NOTE, context.now().instant);
  if (!noted.ok) return noted;
  await sayDone(counts, status, args, context);
  return ok(EXIT.ok);
};

/** Keys and locks as other commands have left them. */
const lookAround = async ({ open: { session, found } }: HereOpen, context: Context): Promise<boolean> => {
  await session.noticed(await journalRecords(session));
  const locked = [...session.journalsWithLock()].filter((journal) => !session.keys().has(journal));
  if (locked.length === 0) return false;
  const held = await heldKeys(context, found.header);
  const opened = locked.filter((journal) => held.has(journal));
  for (const journal of opened) session.useKey(journal, held.get(journal)!);
  return opened.length > 0;
};

const watch = async (here: HereOpen, args: Args, context: Context): Promise<Result<number>> => {
  const counts: Counts = { sent: new Set(), came: new Set() };
  const said = new Set<string>();
  const words = await context.words();
  const { terminal } = context;
  let isWaiting = false;
  let isFirst = true;
  let syncedAt = 0;
  let end: (result: Result<number>) => void = () => undefined;
  let fail: (error: unknown) => void = () => undefined;
  const ended = new Promise<Result<number>>((resolve, reject) => {
    end = resolve;
    fail = reject;
  });

  const heard = async (status: Status): Promise<void> => {
    if (status.is === 'at-work') return;
    if (status.is === 'signed-out' || status.is === 'removed') return end(refuse(whyNot(status.is)));
    if (status.is !== 'in-step') {
      if (!isWaiting) terminal.note(words('sync.offline'));
      isWaiting = true;
      return;
    }
    const isNews = isFirst || isWaiting || counts.sent.size + counts.came.size > 0;
    isWaiting = false;
    isFirst = false;
    if (isNews || Date.now() - syncedAt > SYNCED_EVERY) {
      syncedAt = Date.now();
      await here.parts.store.setNote(SYNCED_NOTE, context.now().instant);
    }
    if (isNews) await sayDone(counts, status, args, context);
  };
  // What comes after the rows (`onRecords`) is counted before it is said.
  const onStatus = (status: Status): void => void setImmediate(() => void heard(status).catch(fail));
  const started = await start(here, counts, true, { onStatus, onNotice: (notice) => (said.has(notice.code) ? undefined : sayNotice(words, said, context)(notice)) });
  if (!started.ok) return started;
  const { sync, stop } = started.value;
  context.onEnd(stop);

  const { db } = here.open.store;
  const version = (): number => (db.prepare('pragma data_version').get() as { data_version: number }).data_version;
  let seen = version();
  let isLooking = false;
  const look = async (): Promise<void> => {
    const now = version();
    if (now === seen || isLooking) return;
    seen = now;
    isLooking = true;
    const isOpened = await lookAround(here, context);
    isLooking = false;
    if (isOpened) sync.unlocked();
    sync.wrote();
  };
  const timer = setInterval(() => void look().catch(fail), LOOK);
  const stopped = (): void => end(ok(EXIT.ok));
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
  for (const signal of signals) process.on(signal, stopped);
  try {
    const result = await ended;
    return result;
  } finally {
    clearInterval(timer);
    for (const signal of signals) process.off(signal, stopped);
    stop();
    if (!args.has('json') && terminal.errIs) terminal.note(words('sync.stopped'));
  }
};
