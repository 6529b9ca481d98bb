// Letters in `kith sync`: carried once all else is the same here and there. The circles are opened only where there is something to
// carry. Invariant: what cannot be carried keeps nothing else back, and is said.

import { createInbox, type Carried, type InboxCircle } from '#adapters/inbox.ts';
import type { SyncSession } from '#adapters/sync-session.ts';
import type { Refusal } from '#core/result.ts';
import { letterOf, LETTERS } from '#rooms/circles/letters.ts';
import { isHere, keptCircles, openKept, type HereCircles, type OpenedCircle } from './circle-here.ts';
import type { Counts } from './sync-parts.ts';

interface Carrying {
  readonly sync: SyncSession;
  readonly counts: Counts;
  readonly onNotice: (notice: Refusal) => void;
  /** Circles that are open already. */
  readonly open?: () => ReadonlyMap<string, OpenedCircle>;
}

/** Carries letters whenever it is asked to. */
export const lettersOf = (here: HereCircles, { sync, counts, onNotice, open = () => new Map() }: Carrying): (() => Promise<Carried>) => {
  const opened = new Map<string, OpenedCircle>();
  const circles = async (): Promise<readonly InboxCircle[]> => {
    for (const kept of await keptCircles(here)) {
      if (opened.has(kept.vault) || open().has(kept.vault) || (kept.left !== null && !isHere(here, kept.vault))) continue;
      const circle = await openKept(here, kept);
      if (circle.ok) opened.set(kept.vault, circle.value);
    }
    return [...new Map([...opened, ...open()]).values()];
  };
  const { session } = here.open;
  const came: string[] = [];
  const inbox = createInbox({
    ...here.circles,
    session,
    account: () => sync.account(),
    rules: LETTERS,
    circles,
    onRecords: (records) => came.push(...records.flatMap((record) => (letterOf(record)?.state === 'came' ? [record.id] : []))),
    async landed() {
      sync.wrote();
      return (await sync.settled()).is === 'in-step';
    },
    onNotice,
  });
  return async () => {
    const carried = await inbox.run();
    for (const id of came.splice(0)) {
      counts.came.add(id);
      // It went to one's own vault; nobody wrote it here.
      counts.sent.delete(session.rowIdOf(id));
    }
    return carried;
  };
};
