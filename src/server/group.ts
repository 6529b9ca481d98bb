// Group commit: pushes that wait are merged by vault, and a commit (one wait for the disk) serves all of them. SQLite has one
// writer, so all vaults share a transaction, in the order of their numbers. On PostgreSQL each vault has its own, several at a
// time: one transaction holding every head row was measured three times slower.

import type { HostDatabase, Writing } from './database.ts';
import { storeRefusal } from './database.ts';

interface Waiting<J, A> {
  readonly job: J;
  readonly done: (answer: A) => void;
  readonly failed: (error: unknown) => void;
}
type Work<J, A> = (tx: Writing, number: number, jobs: readonly J[]) => Promise<{ readonly answers: readonly A[]; readonly after: () => void }>;

/** Jobs of one vault that one transaction takes. */
const MOST = 64;

export const createGroups = <J, A>(database: HostDatabase, work: Work<J, A>, spoiled: (number: number) => void) => {
  const queues = new Map<number, Waiting<J, A>[]>();
  let running = 0;
  let isScheduled = false;
  const most = database.engine === 'sqlite' ? 1 : 8;
  const busy = new Set<number>();

  const run = async (batch: readonly (readonly [number, readonly Waiting<J, A>[]])[]): Promise<void> => {
    try {
      const outcomes = await database.transaction(async (tx) => {
        const each = [];
        for (const [number, waiting] of batch)
          each.push(
            await work(
              tx,
              number,
              waiting.map(({ job }) => job),
            ),
          );
        return each;
      });
      batch.forEach(([, waiting], place) => {
        const { answers, after } = outcomes[place]!;
        after();
        waiting.forEach(({ done }, n) => done(answers[n]!));
      });
    } catch (error) {
      for (const [number] of batch) spoiled(number);
      const jobs = batch.flatMap(([number, waiting]) => waiting.map((each) => [number, [each]] as const));
      // One push that breaks something must not take those with it that only shared its transaction.
      if (jobs.length > 1 && storeRefusal(error) === null) for (const job of jobs) await run([job]);
      else for (const [, [waiting]] of jobs) waiting!.failed(error);
    }
  };

  const take = (): [number, Waiting<J, A>[]][] => {
    const free = [...queues.keys()].filter((number) => !busy.has(number));
    const numbers = database.engine === 'sqlite' ? free.sort((a, b) => a - b) : free.slice(0, 1);
    return numbers.map((number) => {
      const queue = queues.get(number)!;
      const taken = queue.splice(0, MOST);
      if (queue.length === 0) queues.delete(number);
      return [number, taken];
    });
  };

  const next = (): void => {
    isScheduled = false;
    while (running < most) {
      const batch = take();
      if (batch.length === 0) return;
      running++;
      for (const [number] of batch) busy.add(number);
      void run(batch).finally(() => {
        running--;
        for (const [number] of batch) busy.delete(number);
        schedule();
      });
    }
  };

  // After what this turn of the event loop has read from its sockets, so that what came together is stored together.
  const schedule = (): void => {
    if (isScheduled || queues.size === 0) return;
    isScheduled = true;
    setImmediate(next);
  };

  return {
    add: (number: number, job: J): Promise<A> =>
      new Promise((done, failed) => {
        const queue = queues.get(number);
        if (queue) queue.push({ job, done, failed });
        else queues.set(number, [{ job, done, failed }]);
        schedule();
      }),
  };
};
