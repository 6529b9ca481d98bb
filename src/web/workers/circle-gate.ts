// The door to the circles' part of the vault's worker (circle-side.ts), which is loaded when there is a circle, or one is to be made
// or joined: a page without an account fetches nothing of it.

import { refuse, type Refusal, type Result } from '#core/result.ts';
import { CIRCLES, circlesKept, keepCircle } from '#rooms/circles/model.ts';
import type { SyncSession } from '#adapters/sync-session.ts';
import type { Around, Beside } from './account-side.ts';
import type { CircleCalls, CircleSide } from './circle-side.ts';
import type { CircleNews, News } from './vault-events.ts';

export interface AroundCircles extends Omit<Around, 'tellOthers' | 'beside'> {
  tellOthers(news: News): void;
  /** All of one's own vault is on its way to the page. */
  ownShown(): Promise<void>;
  /** Something was written in one's own vault that the page has not seen. */
  wroteOwn(): void;
  /** A new vault, where there is none. */
  beginVault(): Promise<Result<null>>;
  /** What is kept of the account was changed here. */
  accountChanged(): Promise<unknown>;
}

/** The name of the database beside one's own in which a circle lies. */
export const circleDatabase = (database: string, vault: string): string => `${database} circle ${vault}`;

/** Every call of the circles' part, answered once that is here. */
const CALLS: Readonly<Record<keyof CircleCalls, true>> = {
  createCircle: true,
  inviteToCircle: true,
  lookAtLink: true,
  joinCircle: true,
  renameMe: true,
  removeFromCircle: true,
  setRoleInCircle: true,
  leaveCircle: true,
  renewCircle: true,
  safetyNumber: true,
  zipTexts: true,
  layPage: true,
  withdrawPage: true,
  pageLink: true,
  commitIn: true,
};

export interface CircleGate extends Beside {
  readonly calls: CircleCalls;
  /** Which circles there are may have changed. */
  look(): void;
  /** The account is gone from the host, and one from every circle with it. */
  ended(): Promise<void>;
  heard(news: CircleNews): Promise<void>;
  close(): Promise<void>;
}

export const createCircleGate = (around: AroundCircles): CircleGate => {
  let side: CircleSide | null = null;
  let loading: Promise<CircleSide> | null = null;
  let leads: SyncSession | null = null;
  let say: ((notice: Refusal) => void) | undefined;

  const reach = (): Promise<CircleSide> =>
    (loading ??= import('./circle-side.ts').then(
      ({ createCircleSide }) => {
        side = createCircleSide(around);
        side.lead(leads, say);
        return side;
      },
      (error: unknown) => {
        loading = null;
        throw error;
      },
    ));

  const call =
    (name: keyof CircleCalls) =>
    async (...args: never[]): Promise<Result<unknown>> => {
      let there: CircleSide;
      try {
        there = await reach();
      } catch {
        return refuse({ code: 'part-not-reached' });
      }
      return (there.calls[name] as (...all: never[]) => Promise<Result<unknown>>)(...args);
    };

  const lookNow = async (): Promise<void> => {
    const session = around.session();
    if (side) return side.look();
    if (!session) return;
    const kept = circlesKept((await session.vault.byId([CIRCLES])).records[0]);
    if (kept.length === 0) return;
    try {
      (await reach()).look();
    } catch {
      const shown = { members: [], isHere: false, unsent: 0, trouble: { code: 'part-not-reached' } };
      for (const { vault, name, me, left } of kept) around.send({ kind: 'circle', circle: { vault, name, me, standing: left === null ? 'in' : 'left', ...shown } });
    }
  };
  const look = (): void => void lookNow().catch(() => undefined);

  return {
    calls: Object.fromEntries((Object.keys(CALLS) as (keyof CircleCalls)[]).map((name) => [name, call(name)])) as unknown as CircleCalls,
    look,
    vaults: () => side?.vaults() ?? [],
    hint: (hint) => side?.hint(hint),
    lead(session, tell) {
      leads = session;
      say = tell;
      side?.lead(session, tell);
    },
    letters: (why) => side?.letters(why),
    online: (is) => side?.online(is),
    account: () => (side ? side.account() : look()),
    async ended() {
      const session = around.session();
      const left = new Date().toISOString();
      const all = session ? circlesKept((await session.vault.byId([CIRCLES])).records[0]).filter((each) => each.left === null) : [];
      if (all.length === 0) return;
      const done = await session!.vault.commit(
        all.map((each) => keepCircle({ ...each, left })),
        Date.now(),
      );
      if (done.ok) around.wroteOwn();
    },
    async heard(news) {
      await side?.heard(news);
    },
    async close() {
      await side?.close();
    },
  };
};
