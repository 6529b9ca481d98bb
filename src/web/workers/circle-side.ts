// The circles of the open vault, in its worker: each opened from a database of its own, its records shown to the page, followed at
// the host by the tab that follows one's own vault. Which circles there are, one's own vault says. Invariants: a circle that does not
// open keeps none of the others back; after whatever one tab wrote or learnt of a circle, every tab reads it again; who was sent away
// is told so, and what they had not sent becomes an entry of their own journal.

import { openDexieStore, type DexieStore } from '#adapters/browser/store.ts';
import { createDexieSyncStore } from '#adapters/browser/sync-store.ts';
import { circleAgain, isGone, membersOf, noteGone, openCircle, type Circle, type CirclePlace } from '#adapters/circles.ts';
import { startCircleSync, type CircleSync } from '#adapters/circle-sync.ts';
import type { SyncSession } from '#adapters/sync-session.ts';
import { ok, type Refusal, type Result } from '#core/result.ts';
import { CIRCLE_NAME, circleName, keepCircle, type KeptCircle } from '#rooms/circles/model.ts';
import { keepUnsent } from '#rooms/circles/unsent.ts';
import type { Status } from '#sync/engine.ts';
import { SETTINGS } from '#sync/inputs.ts';
import { momentNow } from '../ui/time.ts';
import { createCircleCalls } from './circle-calls.ts';
import { circleDatabase, type AroundCircles } from './circle-gate.ts';
import { createOwn } from './circle-own.ts';
import { createLettersSide } from './letters-side.ts';
import { createShowing, type Showing } from './showing.ts';
import { unsentIn } from './sync-work.ts';
import type { CircleNews } from './vault-events.ts';

/** A circle of this tab. */
export interface CircleHere {
  kept: KeptCircle;
  readonly store: DexieStore;
  readonly place: CirclePlace;
  /** Null while it does not open: `trouble` says why. */
  circle: Circle | null;
  trouble: Refusal | null;
  readonly showing: Showing;
  sync: CircleSync | null;
  /** It did not open, and is not tried again until something has changed: a connection, the account. */
  rests: boolean;
}

/** Milliseconds: how it stands is told some times a second, however often it changes. */
const TELL_EVERY = 200;

/** What the host says of these is no trouble of the circle's: the line that tells how one's own vault stands says it. */
const IN_THE_LINE: ReadonlySet<string> = new Set(['signed-out', 'removed', 'host-offline']);

/** Said until the page is opened anew; anything else goes once all is the same here and there. */
const LASTING: ReadonlySet<string> = new Set(['host-went-back', 'withheld', 'log-forked', 'row-refused', 'row-not-sent']);

export const createCircleSide = (around: AroundCircles) => {
  const all = new Map<string, CircleHere>();
  const own = createOwn(around);
  let leads: SyncSession | null = null;
  let isClosed = false;

  const letters = createLettersSide({
    session: around.session,
    parts: async () => {
      const parts = await own.parts();
      return parts.ok ? parts.value : null;
    },
    circles: () => [...all.values()].flatMap(({ circle }) => circle ?? []),
    wroteOwn: around.wroteOwn,
  });

  const show = async (one: CircleHere): Promise<void> => {
    const { kept, store, circle, trouble } = one;
    const gone = trouble?.code === 'circle-gone' || (await isGone(one.place));
    const standing = kept.left !== null ? 'left' : gone ? 'removed' : 'in';
    around.send({
      kind: 'circle',
      circle: {
        vault: kept.vault,
        name: kept.name,
        me: kept.me || own.me(),
        members: circle ? membersOf(circle) : [],
        standing,
        isHere: circle !== null,
        unsent: await unsentIn(store),
        trouble,
      },
    });
  };

  const telling = new Map<string, ReturnType<typeof setTimeout>>();
  /** How a circle stands, here and in the other tabs. */
  const tellSoon = (one: CircleHere): void => {
    const { vault } = one.kept;
    if (telling.has(vault) || isClosed) return;
    telling.set(
      vault,
      setTimeout(() => {
        telling.delete(vault);
        if (isClosed) return;
        around.tellOthers({ circle: vault, trouble: one.trouble });
        void show(one).catch(() => undefined);
      }, TELL_EVERY),
    );
  };

  /** Another tab may have read more of the log, and a newer key. */
  const fresh = async (one: CircleHere): Promise<void> => {
    const parts = await own.parts();
    const { circle } = one;
    if (!circle || !parts.ok || one.sync || (await one.store.db.log.count()) <= circle.ring.standing().n) return;
    const again = await circleAgain(parts.value, circle);
    if (again.ok && one.circle === circle && !one.sync) one.circle = again.value;
  };

  /** The circle's name as it now is, and whose account one is in it with, for the list in one's own vault. */
  const keepName = async (one: CircleHere): Promise<void> => {
    const name = one.circle ? circleName((await one.circle.session.vault.byId([CIRCLE_NAME])).records) : '';
    const kept = (await own.kept()).find(({ vault }) => vault === one.kept.vault);
    const now = kept && { ...kept, name: name || kept.name, me: kept.me || own.me() };
    if (now && (now.name !== kept.name || now.me !== kept.me)) await own.commit([keepCircle(now)]);
  };

  const letGo = (one: CircleHere): void => {
    one.sync?.stop();
    one.sync = null;
  };

  const standsAt = async (one: CircleHere, { is }: Status): Promise<void> => {
    if (is === 'in-step') {
      if (one.trouble && !LASTING.has(one.trouble.code)) one.trouble = null;
      await keepName(one);
    }
    if (is === 'removed') {
      // What had not been sent becomes one's own first: the engine does that by itself.
      await one.sync?.settled();
      letGo(one);
      if (await noteGone(one.place, true)) leads?.listenAgain();
    }
    tellSoon(one);
  };

  const follow = async (one: CircleHere): Promise<void> => {
    const [parts, session, leader] = [await own.parts(), around.session(), leads];
    if (!parts.ok || !parts.value.account.token || !session || !one.circle || one.sync || !leader) return;
    const { idFor, vault } = session;
    const commit: typeof vault.commit = async (changes, now) => {
      const done = await vault.commit(changes, now);
      if (done.ok) around.wroteOwn();
      return done;
    };
    const { circle } = one;
    const sync = await startCircleSync(parts.value, circle, {
      settings: { ...SETTINGS, longestWait: 60_000 },
      keepPrivately: keepUnsent({ idFor, byId: vault.byId, commit }, one.kept, (instant) => momentNow(instant === undefined ? new Date() : new Date(instant))),
      onStatus: (status) => (status.is === 'at-work' ? undefined : void standsAt(one, status).catch(() => undefined)),
      onNotice: (notice) => {
        if (IN_THE_LINE.has(notice.code)) return;
        // What was merged is no trouble.
        if (notice.code === 'row-not-sent' && notice.why === 'merged') return;
        one.trouble = { code: notice.code };
        tellSoon(one);
      },
      onRecords: () => one.showing.came(),
    });
    // Another tab follows the host by now, or the account is another.
    if (leads !== leader || one.circle !== circle || isClosed) {
      sync.stop();
      return look();
    }
    one.sync = sync;
    leader.listenAgain();
  };

  const openHere = async (one: CircleHere): Promise<void> => {
    const { kept, place } = one;
    one.rests = true;
    const parts = await own.parts();
    const isHere = (await one.store.db.log.count()) > 0;
    // A circle that was left on another device, of which nothing is here, is not asked for.
    if (!isHere && (!parts.ok || kept.left !== null)) {
      one.trouble = parts.ok ? null : parts.error;
      return show(one);
    }
    const opened = parts.ok ? await openCircle(parts.value, kept.vault, place, kept.begins) : await own.readAlone(kept.vault, place, parts.error);
    if (isClosed) return;
    one.trouble = opened.ok ? null : opened.error;
    const isFirst = one.circle === null;
    if (opened.ok) {
      // Whatever follows it under keys of before is over.
      letGo(one);
      one.circle = opened.value;
    }
    await show(one);
    if (opened.ok && isFirst) await one.showing.all(around.ownShown());
  };

  const placeOf = async (vault: string): Promise<Result<CirclePlace & { readonly store: DexieStore }>> => {
    const here = all.get(vault);
    if (here) return ok({ store: here.store, sync: here.place.sync });
    const store = await openDexieStore(circleDatabase(around.database(), vault));
    return store.ok ? ok({ store: store.value, sync: createDexieSyncStore(store.value.db) }) : store;
  };

  const enter = (kept: KeptCircle, place: CirclePlace & { readonly store: DexieStore }): CircleHere => {
    const { vault } = kept;
    const one: CircleHere = {
      kept,
      store: place.store,
      place,
      circle: null,
      trouble: null,
      sync: null,
      rests: false,
      showing: createShowing({
        store: () => place.store,
        session: () => one.circle?.session ?? null,
        send: around.send,
        circle: vault,
        before: () => fresh(one),
        caughtUp: (rows) => around.tellOthers({ circle: vault, rows }),
      }),
    };
    all.set(vault, one);
    return one;
  };

  const lookAt = async (kept: KeptCircle): Promise<void> => {
    let one = all.get(kept.vault);
    if (!one) {
      const place = await placeOf(kept.vault);
      if (!place.ok || isClosed) return;
      one = all.get(kept.vault) ?? enter(kept, place.value);
    }
    const isOther = one.kept.left !== kept.left || one.kept.name !== kept.name || one.kept.me !== kept.me;
    one.kept = kept;
    if (!one.circle && !one.rests) await openHere(one);
    else if (isOther) await show(one);
    // One that was left is followed until the host says so too: what had not been sent becomes one's own then.
    if (leads && !(await isGone(one.place))) await follow(one);
  };

  /** What did not open is tried again. */
  const lookAgain = (): void => {
    for (const one of all.values()) one.rests = false;
    look();
  };

  let [isLooking, isAsked] = [false, false];
  const look = (): void => {
    isAsked = true;
    if (isLooking || isClosed) return;
    isLooking = true;
    void (async () => {
      while (isAsked && !isClosed) {
        isAsked = false;
        for (const kept of await own.kept()) await lookAt(kept).catch(() => undefined);
      }
    })()
      .catch(() => undefined)
      .finally(() => (isLooking = false));
  };

  return {
    look,
    calls: createCircleCalls({
      parts: own.parts,
      placeOf,
      enter,
      here: (vault) => all.get(vault) ?? null,
      kept: own.kept,
      commitOwn: own.commit,
      takingBack: own.takingBack,
      carryLetters: () => letters.look('wrote'),
      fresh,
      /** The log is longer: the host is asked anew by who follows it. */
      deedDone(one) {
        one.sync?.online(true);
        tellSoon(one);
        look();
      },
      beginVault: around.beginVault,
      makeAccount: own.makeAccount,
      /** The page that wrote shows it already. */
      wrote(one, seq, count) {
        one.showing.wrote(seq, count);
        around.tellOthers({ circle: one.kept.vault, rows: seq });
        one.sync?.wrote();
        void show(one).catch(() => undefined);
      },
    }),
    vaults: (): readonly string[] => [...all.values()].filter(({ sync }) => sync).map(({ kept }) => kept.vault),
    hint({ vault, head, log }: { readonly vault: string; readonly head: number; readonly log: number }): void {
      const sync = all.get(vault)?.sync;
      // The host is there again: what was put off is tried now.
      if (sync?.status().is === 'waiting') sync.online(true);
      sync?.hint({ head, log });
    },
    lead(session: SyncSession | null, say?: (notice: Refusal) => void): void {
      leads = session;
      letters.lead(session, say);
      if (session) lookAgain();
      else for (const one of all.values()) letGo(one);
    },
    letters: letters.look,
    online(is: boolean): void {
      for (const { sync } of all.values()) sync?.online(is);
      if (is) lookAgain();
      if (is) letters.look('came');
    },
    /** The account's keys or its session may be others now: all is opened anew, over what is shown already. */
    account(): void {
      own.forget();
      letters.look('came');
      for (const one of all.values()) {
        letGo(one);
        if (one.circle) void openHere(one).then(look, () => undefined);
      }
      lookAgain();
    },
    async heard(news: CircleNews): Promise<void> {
      const one = all.get(news.circle);
      if (!one) return look();
      if ('rows' in news) {
        one.sync?.wrote();
        await one.showing.heard(news.rows);
      } else {
        if (one.sync && one.circle && (await one.store.db.log.count()) > one.circle.ring.standing().n) one.sync.online(true);
        await fresh(one);
        if (!one.sync && one.circle) one.trouble = news.trouble;
      }
      await show(one);
    },
    async close(): Promise<void> {
      isClosed = true;
      letters.lead(null);
      for (const one of all.values()) {
        letGo(one);
        one.showing.stop();
        one.circle = null;
        await one.store.close();
      }
      all.clear();
    },
  };
};

export type CircleSide = ReturnType<typeof createCircleSide>;
export type CircleCalls = CircleSide['calls'];
