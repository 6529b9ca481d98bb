// Simulated time. Everything that takes time is an event; events of one moment run in the order in which they were made; after
// each, all promises that can go on go on before the next. So a run is the same every time, whatever the machine does.

export interface World {
  /** Milliseconds since the run began. */
  now(): number;
  /** Runs `work` after so many milliseconds. */
  after(ms: number, work: () => void | Promise<void>): void;
  /** Runs events until `until` says so (asked after every event), or none is left, or `most` milliseconds have passed. */
  run(until: () => boolean, most: number): Promise<void>;
  readonly events: number;
}

interface Event {
  readonly at: number;
  readonly order: number;
  readonly work: () => void | Promise<void>;
}

const MOST_AT_ONCE = 10_000;

const settle = (): Promise<void> => new Promise((done) => setImmediate(done));

export const createWorld = (): World => {
  const heap: Event[] = [];
  let now = 0;
  let order = 0;
  let events = 0;
  let still = 0;
  const before = (a: Event, b: Event): boolean => a.at < b.at || (a.at === b.at && a.order < b.order);
  const push = (event: Event): void => {
    let i = heap.push(event) - 1;
    while (i > 0) {
      const up = (i - 1) >> 1;
      if (before(heap[up]!, heap[i]!)) break;
      [heap[up], heap[i]] = [heap[i]!, heap[up]!];
      i = up;
    }
  };
  const pop = (): Event | undefined => {
    const first = heap[0];
    const last = heap.pop();
    if (!first || !last || first === last) return first;
    heap[0] = last;
    for (let i = 0; ;) {
      let least = i;
      for (const child of [2 * i + 1, 2 * i + 2]) if (child < heap.length && before(heap[child]!, heap[least]!)) least = child;
      if (least === i) return first;
      [heap[least], heap[i]] = [heap[i]!, heap[least]!];
      i = least;
    }
  };
  return {
    now: () => now,
    after: (ms, work) => push({ at: now + Math.max(0, Math.ceil(ms)), order: order++, work }),
    async run(until, most) {
      const end = now + most;
      while (!until()) {
        const event = pop();
        if (!event || event.at > end) {
          if (event) push(event);
          now = Math.max(now, event ? end : now);
          return;
        }
        still = event.at === now ? still + 1 : 0;
        if (still > MOST_AT_ONCE) throw new Error(`time stands still at ${now}`);
        now = event.at;
        events++;
        await event.work();
        await settle();
      }
    },
    get events() {
      return events;
    },
  };
};
