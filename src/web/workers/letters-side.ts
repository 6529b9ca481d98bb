// Letters in the tab that follows the host: carried when one was written here or elsewhere, when the host says that something lies in the
// inbox, and after a while when something had to wait. Invariant: only the tab that leads carries; it ends with its lead.

import { createInbox, type Inbox } from '#adapters/inbox.ts';
import type { Circle, CircleParts } from '#adapters/circles.ts';
import type { SyncSession } from '#adapters/sync-session.ts';
import type { Refusal } from '#core/result.ts';
import type { Session } from '#crypto/session.ts';
import { LETTERS } from '#rooms/circles/letters.ts';

interface Inside {
  session(): Session | null;
  /** Null where there is no account. */
  parts(): Promise<CircleParts | null>;
  circles(): readonly Circle[];
  /** Something was written in one's own vault that the page has not seen. */
  wroteOwn(): void;
}

/** Milliseconds: of many writes in a row the last is looked at. */
const SOON = 300;
const AGAIN = 60_000;

export const createLettersSide = ({ session, parts, circles, wroteOwn }: Inside) => {
  let leads: SyncSession | null = null;
  let say: (notice: Refusal) => void = () => undefined;
  let inbox: Inbox | null = null;
  let soon: ReturnType<typeof setTimeout> | undefined;
  let later: ReturnType<typeof setTimeout> | undefined;
  let looksIn = false;

  const inboxNow = async (): Promise<Inbox | null> => {
    const [own, open, leader] = [await parts(), session(), leads];
    if (!own || !open || !leader) return null;
    return (inbox ??= createInbox({
      ...own,
      session: open,
      account: () => leader.account(),
      rules: LETTERS,
      circles: async () => (leads === leader ? circles() : []),
      async landed() {
        leader.wrote();
        return leads === leader && (await leader.settled()).is === 'in-step';
      },
      onRecords: wroteOwn,
      onNotice: (notice) => say(notice),
    }));
  };

  const carry = async (): Promise<void> => {
    const way = looksIn ? 'both' : 'out';
    looksIn = false;
    const carried = await (await inboxNow())?.run(way);
    clearTimeout(later);
    if (carried?.waits && leads) later = setTimeout(() => look('came'), AGAIN);
  };

  const look = (why: 'came' | 'wrote'): void => {
    if (!leads) return;
    looksIn ||= why === 'came';
    clearTimeout(soon);
    soon = setTimeout(() => void carry().catch(() => undefined), SOON);
  };

  return {
    look,
    lead(now: SyncSession | null, tell: (notice: Refusal) => void = () => undefined): void {
      leads = now;
      say = tell;
      inbox = null;
      clearTimeout(soon);
      clearTimeout(later);
      if (now) look('came');
    },
  };
};
