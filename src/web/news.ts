// While Kith is open and a person asked for it: one quiet line that something is new in a circle. What is new is looked for in the tab
// that is in sight, against what it saw before; what is on this device when a circle opens is where that begins. Between tabs and visits
// only two moments are kept, and no word. Invariants: what the person is looking at is not said; one line at most, and nothing is counted.

import { recordById, recordsOf, type Snapshot } from '#core/snapshot.ts';
import { mayTell, newsKept, newsTold, NO_NEWS, somethingWaits, type NewsKept } from '#rooms/journal/news-time.ts';
import { SETTINGS, settingsOf } from '#rooms/journal/settings.ts';
import { newsOf } from '#rooms/now/news.ts';
import { askOne, fetchFinders } from '#rooms/now/use-now.tsx';
import type { OpenCircle } from '#web/ui/circles.ts';
import { givenNow } from '#web/ui/given-now.ts';
import { momentNow } from '#web/ui/time.ts';
import { say, unsay } from '#web/ui/toast.tsx';
import type { Desk } from '#web/ui/vault.ts';
import { word } from '#web/ui/words.ts';

const KEPT = 'kith.news';
/** Milliseconds: what comes together is looked at together; quiet hours end without anything that comes. */
const GATHER = 1500;
const TICK = 20_000;

const read = (): NewsKept => {
  try {
    return newsKept(JSON.parse(localStorage.getItem(KEPT) ?? 'null'));
  } catch {
    return NO_NEWS;
  }
};

const keep = (kept: NewsKept): void => {
  try {
    localStorage.setItem(KEPT, JSON.stringify(kept));
  } catch {
    // Storage refused: then each tab says it for itself.
  }
};

interface Seen {
  readonly keys: Set<string>;
  snapshot: Snapshot;
  letters: number;
}

/** `go` leads to an address. Ends with the function that it gives back. */
export const startNews = (desk: Desk, go: (href: string) => void): (() => void) => {
  const seen = new Map<string, Seen>();
  /** Of what this tab found and nobody said yet: circle and address. */
  const waiting = new Map<string, string>();
  let finders: Awaited<ReturnType<typeof fetchFinders>> = [];
  let looked = '';
  let line: number | null = null;
  let gathering: ReturnType<typeof setTimeout> | undefined;

  const isInSight = (): boolean => desk.state().phase === 'open' && document.visibilityState === 'visible';

  /** What came to a circle since this tab looked last; nothing where it looks for the first time. */
  const cameTo = (circle: OpenCircle): ReadonlyMap<string, string> => {
    const own = desk.state().snapshot;
    const letters = recordsOf(own, 'letter').size;
    const before = seen.get(circle.vault);
    if (before && before.snapshot === circle.snapshot && before.letters === letters) return new Map();
    const given = givenNow(desk, [circle]);
    const asked = finders.flatMap((finder) => askOne(finder, given));
    const news = newsOf(circle, own, asked, given.today);
    if (!before) {
      seen.set(circle.vault, { keys: new Set(news.keys()), snapshot: circle.snapshot, letters });
      return new Map();
    }
    const fresh = new Map([...news].filter(([key]) => !before.keys.has(key)));
    for (const key of fresh.keys()) before.keys.add(key);
    Object.assign(before, { snapshot: circle.snapshot, letters });
    return fresh;
  };

  const tell = (): void => {
    const { when } = momentNow();
    const { snapshot, circles } = desk.state();
    if (!isInSight() || !mayTell(settingsOf(recordById(snapshot, 'settings', SETTINGS)), read(), when)) return;
    keep(newsTold(when));
    const [only, more] = [...new Set([...waiting.keys()].map((key) => key.slice(0, 26)))];
    const name = more === undefined ? (circles.find(({ vault }) => vault === only)?.name ?? '') : '';
    const hrefs = new Set(waiting.values());
    const href = only === undefined || more !== undefined ? '/circles' : hrefs.size === 1 ? [...hrefs][0]! : `/circles/${only}`;
    waiting.clear();
    if (line !== null) unsay(line);
    line = say(() => (name === '' ? word('news.some') : word('news.in', { circle: name })), { act: { label: () => word('news.look'), run: () => go(href) } });
  };

  const look = (): void => {
    if (!isInSight()) return;
    const { when } = momentNow();
    // Another tab was in sight meanwhile, and said it.
    const wasSaid = looked !== '' && read().told > looked;
    looked = when.slice(0, 16);
    for (const circle of desk.state().circles) {
      if (circle.isOpening || (circle.standing !== 'in' && circle.standing !== 'resting')) continue;
      const came = cameTo(circle);
      if (came.size === 0 || wasSaid || `${location.pathname}/`.startsWith(`/circles/${circle.vault}/`)) continue;
      for (const [key, href] of came) waiting.set(`${circle.vault} ${key}`, href);
      keep(somethingWaits(read(), when));
    }
    tell();
  };

  const soon = (): void => {
    gathering ??= setTimeout(() => {
      gathering = undefined;
      look();
    }, GATHER);
  };

  let unwatch: (() => void) | null = null;
  let isOver = false;
  void fetchFinders().then(
    (found) => {
      if (isOver) return;
      finders = found;
      unwatch = desk.subscribe(soon);
      look();
    },
    () => undefined,
  );
  const timer = setInterval(tell, TICK);
  document.addEventListener('visibilitychange', soon);
  return () => {
    isOver = true;
    unwatch?.();
    clearInterval(timer);
    clearTimeout(gathering);
    document.removeEventListener('visibilitychange', soon);
  };
};
