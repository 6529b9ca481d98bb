// How often one may ask: token buckets by session, by address and by name, in this process's memory. They say when to come
// again. Sized so that bringing in a hundred thousand records never meets one, and guessing passwords does at once.

export interface Bucket {
  /** Asks at once. */
  readonly most: number;
  /** Asks a second, in the long run. */
  readonly rate: number;
}

export const BUCKETS = {
  session: { most: 2000, rate: 200 },
  /** Requests without a session, from one address; an office shares one. */
  address: { most: 300, rate: 5 },
  /** Sign-ins and recoveries tried for one name, and for one address. */
  name: { most: 10, rate: 1 / 30 },
  /** The same from a device that is signed in, for its own account: who knows a name cannot use this up, and keep its owner from sending a device away. */
  device: { most: 5, rate: 1 / 300 },
  attempts: { most: 60, rate: 1 / 2 },
  /** Registrations and names asked after, from one address; messages for pairing, from one account. */
  registering: { most: 20, rate: 1 / 30 },
  /** Accounts that come in with links of one circle, at a host that asks for an invitation. */
  admitting: { most: 60, rate: 1 / 600 },
  ballots: { most: 200, rate: 2 },
  /** Entries of membership logs, by account; a large one counts as several. */
  log: { most: 300, rate: 1 / 10 },
} as const satisfies Readonly<Record<string, Bucket>>;

const KEPT = 100_000;

export const createLimits = (now: () => number, buckets: Readonly<Record<keyof typeof BUCKETS, Bucket>> = BUCKETS) => {
  const levels = new Map<string, { left: number; at: number }>();
  return {
    /** 0 when it may go on, else seconds to wait. `cost`: asks that it counts as. */
    take(bucket: keyof typeof BUCKETS, who: string, cost = 1): number {
      const { most, rate } = buckets[bucket];
      const key = `${bucket} ${who}`;
      const at = now();
      const level = levels.get(key) ?? { left: most, at };
      // A clock set back must not empty a bucket.
      level.left = Math.min(most, level.left + (Math.max(0, at - level.at) / 1000) * rate);
      level.at = at;
      levels.delete(key);
      if (levels.size >= KEPT) levels.delete(levels.keys().next().value!);
      levels.set(key, level);
      const asked = Math.min(cost, most);
      if (level.left < asked) return Math.max(1, Math.ceil((asked - level.left) / rate));
      level.left -= asked;
      return 0;
    },
    /** Forgets who has not asked for so long that their bucket is full again. */
    sweep(): void {
      for (const [key, { left, at }] of levels) {
        const { most, rate } = buckets[key.slice(0, key.indexOf(' ')) as keyof typeof BUCKETS];
        if (left + ((now() - at) / 1000) * rate >= most) levels.delete(key);
      }
    },
  };
};
