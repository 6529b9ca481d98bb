// The account's side of the vault's worker: how the vault stands in an account, and which of the open tabs follows the host. Tabs
// of one browser ask for one lock; who holds it synchronises, the others hear of it. Invariants: at most one tab synchronises a
// vault; a tab that has locked or closed lets go at once, since its worker ends; nothing here is loaded or asked of a host while
// the vault is in no account.

import type { DexieStore } from '#adapters/browser/store.ts';
import type { Standing } from '#adapters/chunk-courier.ts';
import type { SyncSession } from '#adapters/sync-session.ts';
import { readySodium } from '#adapters/sodium.ts';
import { refuse, type Refusal } from '#core/result.ts';
import { ACCOUNT_NOTE, type DeviceAccount } from '#crypto/device-account.ts';
import { createSealer, type EpochKeys } from '#crypto/seal.ts';
import type { Session } from '#crypto/session.ts';
import type { KeyPlace } from '#crypto/vault-lock.ts';
import type { Notice } from '#sync/inputs.ts';
import { LATELY } from '#sync/engine.ts';
import type { AccountNews, Hosted, SyncNews, SyncNotice, VaultEvent } from './vault-events.ts';

/** What else the tab that follows the host does: its stream tells of circles too. */
export interface Beside {
  vaults(): readonly string[];
  hint(hint: { readonly vault: string; readonly head: number; readonly log: number }): void;
  /** This tab follows the host from now on, and says what people must know; null: no more. */
  lead(session: SyncSession | null, say?: (notice: Refusal) => void): void;
  /** Something lies in the account's inbox, or was written that may be a letter to somebody. */
  letters(why: 'came' | 'wrote'): void;
  /** The account has ended, and with it one's place in every circle. */
  ended(): Promise<void>;
  /** What the browser says of the network. */
  online(is: boolean): void;
  /** What is kept of the account has changed, or was read for the first time. */
  account(): void;
}

export interface Around {
  readonly database: () => string;
  readonly store: () => DexieStore;
  readonly place: () => KeyPlace;
  readonly session: () => Session | null;
  send(event: VaultEvent): void;
  tellOthers(news: AccountNews): void;
  /** Rows came from the host. */
  came(): void;
  /** Further vaults of the account, followed by the tab that follows the host. */
  readonly beside?: Beside;
  /** A step of synchronising took something from under the vault's own key, or emptied it. */
  moved(): Promise<void>;
}

export const loadWork = () => import('./sync-work.ts');
type Work = Awaited<ReturnType<typeof loadWork>>;

/** Said for as long as it is so of photos and recordings. */
const FULL: readonly string[] = ['host-quota-full', 'host-store-full'];

/** What is said until somebody put it away; anything else goes once all is the same here and there. */
const LASTING = new Set([
  'host-went-back',
  'withheld',
  'log-forked',
  'row-refused',
  'row-not-sent',
  'account-key-old',
  'letter-forged',
  'letter-unreadable',
  'letter-they-left',
  'letter-i-left',
  'letter-not-taken',
]);
/** Said while the engine says that it is so. */
const lately: ReadonlySet<string> = new Set(LATELY);
/** Said by the line that tells how it stands. */
const IN_THE_LINE = new Set(['host-offline', 'signed-out']);

/** Milliseconds: a status changes with every step, a person reads it now and then. */
const TELL_EVERY = 150;
/** Milliseconds that a host is given to hear of a device that goes. */
const FAREWELL = 3000;

const NO_FILES: Standing = { count: 0, bytes: 0, why: null };

export const createAccountSide = (around: Around) => {
  let hosted: Hosted | null = null;
  let sync: SyncNews | null = null;
  let notices: readonly SyncNotice[] = [];
  let running: SyncSession | null = null;
  let files: Standing = NO_FILES;
  let epoch = 1;
  /** This tab has asked for the lock, or holds it. */
  let asks = false;
  let isWanted = false;
  /** Who follows the host is to let go of the lock, and to ask for it anew. */
  let mustRest = false;
  let again: (() => void) | null = null;
  let telling: ReturnType<typeof setTimeout> | undefined;
  /** Rows, each with its version, for whose journal's key this tab took the lead: what then stays unsent waits for something else. */
  const tried = new Set<string>();
  /** Done once the newest keys are at hand. */
  let ready: Promise<unknown> = Promise.resolve();

  const lockName = (): string => `kith sync ${around.database()}`;

  const show = (): void => around.send({ kind: 'hosted', hosted, sync, notices });

  /** What is shown here and, since only who leads knows, in the other tabs. */
  const tell = (): void => {
    show();
    if (running) around.tellOthers({ sync, notices });
  };

  const measure = async (): Promise<void> => {
    const work = await loadWork();
    const [unsent, { count }] = await Promise.all([work.unsentIn(around.store()), around.store().head()]);
    // As it is now: something may have been said while that was counted.
    const status = running?.status();
    if (!status) return;
    const isFull = work.isFull(files.why);
    sync = { ...status, unsent, here: count, files: { count: files.count, bytes: files.bytes, isFull } };
    const isStillSo = ({ code }: SyncNotice): boolean =>
      FULL.includes(code) ? isFull : lately.has(code) ? status.still.some((each) => each === code) : status.is !== 'in-step' || LASTING.has(code);
    notices = notices.filter(isStillSo);
    tell();
  };

  const tellSoon = (): void => {
    telling ??= setTimeout(() => {
      telling = undefined;
      if (running) void measure().catch(() => undefined);
    }, TELL_EVERY);
  };

  const notice = (heard: Notice | Refusal): void => {
    const { code } = heard;
    if (IN_THE_LINE.has(code)) return;
    const places = 'with' in heard && heard.with ? heard.with : 'hours' in heard ? { hours: Math.round(heard.hours) } : {};
    const before = notices.find((each) => each.code === code);
    const aboutRecords = 'id' in heard;
    notices = [...notices.filter((each) => each.code !== code), { code, with: places, count: before && aboutRecords ? before.count + 1 : 1 }];
    tell();
  };

  const shown = ({ host, name, token, code, password }: DeviceAccount): Hosted => ({
    host,
    name,
    isSignedIn: token !== null,
    hasCode: code !== null,
    hasPassword: password === null,
  });

  /** As it is kept now; the keys that the log gives are the session's from then on. */
  const readAgain = async (): Promise<Hosted | null> => {
    const session = around.session();
    if (!session || (await around.store().note(ACCOUNT_NOTE)) === null) {
      hosted = null;
      sync = null;
      notices = [];
      session?.beyond(null);
      show();
      return null;
    }
    const work = await loadWork();
    const linked = await work.openEpochs(await work.partsOf(around.store(), around.place()), work.openOf(session));
    if (!linked.ok) {
      notice(linked.error);
      return hosted;
    }
    if (linked.value) {
      work.reachHost(session);
      if (!running) session.follow(linked.value.ring);
      hosted = shown(linked.value.account);
      newEpoch(linked.value.ring.keyEpoch());
    }
    show();
    return hosted;
  };

  const newEpoch = (now: number): boolean => {
    if (now === epoch) return false;
    epoch = now;
    around.send({ kind: 'keys-changed' });
    return true;
  };

  const follow = async (work: Work, session: Session): Promise<'stop' | 'again'> => {
    const parts = await work.partsOf(around.store(), around.place());
    const changed = new Promise<void>((done) => (again = done));
    const linked = await work.openEpochs(parts, work.openOf(session));
    if (!linked.ok) {
      notice(linked.error);
      return 'stop';
    }
    if (!linked.value?.account.token) return 'stop';
    ready = Promise.resolve();
    running = await work.startSync({
      ...parts,
      session,
      sealer: createSealer(await readySodium()),
      linked: linked.value,
      piecesOf: work.piecesNamed,
      onStanding: (standing) => {
        files = standing;
        tellSoon();
      },
      onRecords: () => {
        around.came();
        around.beside?.letters('wrote');
      },
      onMoved: () => around.moved(),
      onStatus: () => {
        if (running && newEpoch(running.ring().keyEpoch())) around.tellOthers({ epoch });
        tellSoon();
      },
      onNotice: notice,
      besides: () => around.beside?.vaults() ?? [],
      onBeside: (hint) => around.beside?.hint(hint),
      onInbox: () => around.beside?.letters('came'),
    });
    around.beside?.lead(running, notice);
    tellSoon();
    // What the tab before was storing when it let go, it told nobody.
    around.came();
    await changed;
    around.beside?.lead(null);
    running.stop();
    running = null;
    files = NO_FILES;
    return 'again';
  };

  const lead = async (): Promise<void> => {
    const work = await loadWork();
    for (;;) {
      const session = around.session();
      if (!session || mustRest || (await follow(work, session)) === 'stop') return;
    }
  };

  const contend = (): void => {
    if (asks) {
      isWanted = true;
      again?.();
      return;
    }
    asks = true;
    around.tellOthers({ ask: 'sync' });
    let led: Promise<void> = Promise.resolve();
    void navigator.locks
      .request(lockName(), () => (led = lead()))
      .catch(() => undefined)
      // Where the lock was taken away, what was under way ends first.
      .then(() => led.catch(() => undefined))
      .then(() => {
        asks = false;
        again = null;
        if (!isWanted && !mustRest) return;
        isWanted = mustRest = false;
        contend();
      });
  };

  /**
   * What lies under a journal's own key is merged, and sealed under a new epoch, only by who has that key open. Where rows wait for one
   * that is open in this tab and perhaps not in the one that follows the host, this one takes its place.
   */
  const leadForOwnJournals = async (): Promise<void> => {
    const journals = new Set(around.session()?.keys().keys());
    journals.delete('');
    if (running || journals.size === 0 || !hosted?.isSignedIn) return;
    const waiting = (await (await loadWork()).unsentUnder(around.store(), journals)).filter((row) => !tried.has(row));
    if (running || waiting.length === 0) return;
    for (const row of waiting) tried.add(row);
    around.tellOthers({ rest: true });
    await navigator.locks.request(lockName(), { steal: true }, lead).catch(() => undefined);
  };

  const rest = (): void => {
    if (!again) return;
    mustRest = true;
    again();
  };

  const changedHere = async (): Promise<void> => {
    const now = await readAgain();
    around.beside?.account();
    if (now?.isSignedIn) contend();
    else {
      again?.();
      sync = null;
      show();
    }
  };

  return {
    /** The vault's keys by epoch, before it is opened; undefined where it is in no account. */
    async epochs(header: Session['header'], key: Uint8Array): Promise<EpochKeys | undefined> {
      if ((await around.store().note(ACCOUNT_NOTE)) === null) return undefined;
      try {
        const work = await loadWork();
        const linked = await work.openEpochs(await work.partsOf(around.store(), around.place()), { header, key });
        if (linked.ok && linked.value) {
          epoch = linked.value.ring.keyEpoch();
          return linked.value.ring;
        }
        if (!linked.ok) notice(linked.error);
      } catch {
        notice({ code: 'part-not-reached' });
      }
      return undefined;
    },
    /** Photos and recordings that are not here are asked for at the host. */
    async reach(session: Session): Promise<void> {
      if ((await around.store().note(ACCOUNT_NOTE)) === null) return;
      try {
        (await import('./reach-work.ts')).reachHost(session);
      } catch {
        session.beyond(async () => refuse({ code: 'part-not-reached' }));
      }
    },
    /** Everything is shown: from now on the host may be followed. */
    async opened(): Promise<void> {
      if ((await readAgain())?.isSignedIn) contend();
    },
    /** What is kept of the account was changed in this tab. */
    async changed(): Promise<Hosted | null> {
      around.tellOthers({ account: true });
      await changedHere();
      return hosted;
    },
    /** Something was written, here or in another tab. */
    wrote(): void {
      running?.wrote();
      if (running) around.beside?.letters('wrote');
    },
    unlocked(): void {
      if (running) running.unlocked();
      else void leadForOwnJournals().catch(() => undefined);
    },
    /** What the browser says of the network; `true` also asks now. */
    online(is: boolean): void {
      around.beside?.online(is);
      if (running) running.online(is);
      else if (is && hosted?.isSignedIn) around.tellOthers({ look: true });
    },
    putAway(code: string): void {
      notices = notices.filter((each) => each.code !== code);
      show();
      around.tellOthers({ sync, notices });
    },
    /** Runs while no tab follows the host: who did lets go, and asks for the lock again behind this. */
    async alone<T>(work: () => Promise<T>): Promise<T> {
      around.tellOthers({ rest: true });
      rest();
      return navigator.locks.request(lockName(), { steal: true }, work);
    },
    /** Rows that came may need a key of an epoch that is being read. */
    whenReady: (): Promise<unknown> => ready,
    /** Whether there was a newer key of the vault than this tab knew; it is at hand then. */
    async fresh(): Promise<boolean> {
      const before = around.session()?.epochs().keyEpoch() ?? 0;
      await ready;
      if (!running) await (ready = readAgain().catch(() => undefined));
      return (around.session()?.epochs().keyEpoch() ?? 0) > before;
    },
    hosted: (): Hosted | null => hosted,
    /** The vault goes from this device: its session at the host is ended, if that can be done soon. Nothing is asked after that. */
    async farewell(): Promise<void> {
      const session = around.session();
      rest();
      if (!session || !hosted?.isSignedIn) return;
      hosted = null;
      const ends = (async () => {
        const work = await loadWork();
        await work.signOut(await work.partsOf(around.store(), around.place()), work.openOf(session));
      })();
      await Promise.race([ends.catch(() => undefined), new Promise((done) => setTimeout(done, FAREWELL))]);
    },
    async heard(news: AccountNews): Promise<void> {
      if ('account' in news) return changedHere();
      if ('epoch' in news) {
        ready = readAgain().catch(() => undefined);
        return;
      }
      if ('rest' in news) return rest();
      if ('ask' in news) return running ? around.tellOthers({ sync, notices }) : undefined;
      if ('look' in news) {
        around.beside?.online(true);
        return running?.online(true);
      }
      if (running) {
        // Another tab put something away.
        notices = notices.filter(({ code }) => news.notices.some((each) => each.code === code));
        return show();
      }
      ({ sync, notices } = news);
      show();
      if (sync?.is === 'in-step' && sync.unsent > 0) void leadForOwnJournals().catch(() => undefined);
    },
  };
};

export type AccountSide = ReturnType<typeof createAccountSide>;
