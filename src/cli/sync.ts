// `kith sync`: what was written here goes to the host, what others of one's devices wrote comes. Once, or with `--watch` until it is
// stopped, live. Invariants: nothing else in the command line waits for the network; every step is kept before the next, so that
// ending at any moment, by Ctrl-C too, loses nothing; after the end no late answer touches the store.

import process from 'node:process';
import type { Carried } from '#adapters/inbox.ts';
import { readManifest } from '#adapters/search-manifest.ts';
import { openEpochs, startSync, type SyncSession } from '#adapters/sync-session.ts';
import type { VaultRecord } from '#core/record.ts';
import { ok, refuse, type Refusal, type Result } from '#core/result.ts';
import { tipId } from '#sync/jobs.ts';
import type { Status } from '#sync/engine.ts';
import { OUTBOX } from '#rooms/circles/letters.ts';
import { piecesNamed } from '#rooms/journal/attachments.ts';
import { SETTINGS, type Notice } from '#sync/inputs.ts';
import type { Context } from './context.ts';
import { EXIT } from './exit-codes.ts';
import { syncCircles, watchCircles, type WatchedCircles } from './circle-sync.ts';
import { withCircles, type HereLinked } from './circle-here.ts';
import { lettersOf } from './letters-here.ts';
import { holdSync, openLinked } from './linked.ts';
import type { Args } from './options.ts';
import { journalRecords } from './parts.ts';
import { sendChunks } from './reach.ts';
import { heldKeys } from './session.ts';
import { counting, sayNotice, until, type Counts } from './sync-parts.ts';
import { toJsonLine } from './terminal.ts';
import { undoId } from './undo.ts';

/** When everything was last the same here and there: an instant. */
const SYNCED_NOTE = 'synced';

/** Milliseconds between two looks at whether another command wrote. */
const LOOK = 200;
const SYNCED_EVERY = 60_000;
/** Milliseconds until what could not be carried is tried again. */
const LETTERS_AGAIN = 60_000;

/** What keeps a house in order and is of nobody's journal. */
const isOurs = ({ kind }: VaultRecord): boolean => kind === 'tip' || kind === 'undo' || kind === 'outbox';

interface Running {
  readonly sync: SyncSession;
  /** Ends it for good. */
  stop(): void;
}

interface Hearing {
  onStatus(status: Status): void;
  onNotice(notice: Notice | Refusal): void;
  /** Circles that are followed beside one's own vault. */
  readonly circles?: WatchedCircles;
  /** Letters may have come, or are to go. */
  readonly onLetters?: () => void;
}

const start = async (here: HereLinked, counts: Counts, isLive: boolean, { onStatus, onNotice, circles, onLetters = () => undefined }: Hearing): Promise<Result<Running>> => {
  const { open, parts, sync, vault } = here;
  const { session, sealer } = open;
  const ends = new AbortController();
  const isOver = (): boolean => ends.signal.aborted;
  const skip = new Set([tipId(session.header.device), undoId(session.header.device, ''), OUTBOX].map(session.rowIdOf));
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
    ...(circles ? { besides: circles.vaults, onBeside: circles.hint } : {}),
    onInbox: onLetters,
    onRecords: (records) => {
      for (const record of records) if (!isOurs(record)) counts.came.add(record.id);
      if (records.some(({ kind }) => kind === 'circles')) circles?.look();
      if (records.some(({ id }) => id === OUTBOX)) onLetters();
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
const whyNot = (is: Status['is'], isNotOwn = false): Refusal => ({
  code: is === 'signed-out' ? 'session-needed' : is === 'removed' ? 'sync-removed' : isNotOwn ? 'tag-wrong' : 'sync-waiting',
});

export const runSync = async (args: Args, context: Context): Promise<Result<number>> => {
  const here = await openLinked(context);
  if (!here.ok) return here;
  const { token } = here.value.linked.account;
  if (token === null) return refuse({ code: 'session-needed' });
  const held = await holdSync(context);
  if (!held.ok) return held;
  return args.has('watch') ? watch(here.value, args, context) : once(here.value, args, context);
};

const once = async (here: HereLinked, args: Args, context: Context): Promise<Result<number>> => {
  const counts: Counts = { sent: new Set(), came: new Set() };
  const said = new Set<string>();
  const words = await context.words();
  const started = await start(here, counts, false, { onStatus: () => undefined, onNotice: sayNotice(words, said, context) });
  if (!started.ok) return started;
  const { sync, stop } = started.value;
  context.onEnd(stop);
  if (context.terminal.errIs) context.terminal.progress(words('sync.at-work'));
  const status = await sync.settled();
  const circles = withCircles(here, context);
  const { isAll, areKeysOld } = status.is === 'in-step' ? await syncCircles(circles, counts) : { isAll: false, areKeysOld: false };
  const areLettersGone = status.is !== 'in-step' || !(await lettersOf(circles, { sync, counts, onNotice: sayNotice(words, said, context) })()).waits;
  // What had become one's own in a circle goes along.
  if (status.is === 'in-step') {
    sync.wrote();
    await sync.settled();
  }
  const isSent = status.is !== 'in-step' || (await sendChunks(here.open, { token: () => sync.account().token, onRefused: (code) => sayNotice(words, said, context)({ code }) }));
  context.terminal.progress(null);
  const is = status.is === 'in-step' && !(isAll && areLettersGone && isSent) ? 'waiting' : status.is;
  if (is !== 'in-step') {
    // Asked to begin and refused: that was said, in its own words.
    if (args.has('json')) context.terminal.say(toJsonLine({ is, sent: counts.sent.size, came: counts.came.size, at: context.now().instant }));
    // The host was reached: what is in the way was said of the circle.
    return areKeysOld ? ok(EXIT.locked) : refuse(whyNot(is, status.isNotOwn));
  }
  const noted = await here.parts.store.setNote(SYNCED_NOTE, context.now().instant);
  if (!noted.ok) return noted;
  await sayDone(counts, status, args, context);
  return ok(EXIT.ok);
};

/** Keys and locks as other commands have left them. */
const lookAround = async ({ open: { session, found } }: HereLinked, context: Context): Promise<boolean> => {
  await session.noticed(await journalRecords(session));
  const locked = [...session.journalsWithLock()].filter((journal) => !session.keys().has(journal));
  if (locked.length === 0) return false;
  const held = await heldKeys(context, found.header);
  const opened = locked.filter((journal) => held.has(journal));
  for (const journal of opened) session.useKey(journal, held.get(journal)!);
  return opened.length > 0;
};

const watch = async (here: HereLinked, args: Args, context: Context): Promise<Result<number>> => {
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
      // Said in its own words, once it goes on.
      if (status.isNotOwn) return;
      if (!isWaiting) terminal.note(words('sync.offline'));
      isWaiting = true;
      return;
    }
    const isNews = isFirst || isWaiting || counts.sent.size + counts.came.size > 0;
    if (isFirst || isWaiting) carry();
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
  const circles = watchCircles(withCircles(here, context), counts, {
    changed: () => running?.sync.listenAgain(),
    settles: () => (running ? onStatus(running.sync.status()) : undefined),
    fail: (error) => fail(error),
  });
  let running: Running | null = null;
  const onNotice = (notice: Notice | Refusal): void => (said.has(notice.code) ? undefined : sayNotice(words, said, context)(notice));
  let letters: (() => Promise<Carried>) | null = null;
  let carryingAgain: ReturnType<typeof setTimeout> | undefined;
  const carry = (): void => {
    clearTimeout(carryingAgain);
    void letters?.().then(({ waits }) => {
      if (waits) carryingAgain = setTimeout(carry, LETTERS_AGAIN);
      if (running) onStatus(running.sync.status());
    }, fail);
  };
  const started = await start(here, counts, true, { onStatus, onNotice, circles, onLetters: carry });
  if (!started.ok) return started;
  running = started.value;
  const { sync, stop } = running;
  context.onEnd(() => {
    clearTimeout(carryingAgain);
    circles.stop();
    stop();
  });
  letters = lettersOf(withCircles(here, context), { sync, counts, onNotice, open: circles.open });
  circles.look();

  const { db } = here.open.store;
  const version = (): number => (db.prepare('pragma data_version').get() as { data_version: number }).data_version;
  let seen = version();
  let isLooking = false;
  const look = async (): Promise<void> => {
    circles.lookAtRows();
    const now = version();
    if (now === seen || isLooking) return;
    seen = now;
    circles.look();
    isLooking = true;
    const isOpened = await lookAround(here, context);
    isLooking = false;
    if (isOpened) sync.unlocked();
    sync.wrote();
    carry();
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
    clearTimeout(carryingAgain);
    letters = null;
    for (const signal of signals) process.off(signal, stopped);
    circles.stop();
    stop();
    if (!args.has('json') && terminal.errIs) terminal.note(words('sync.stopped'));
  }
};
