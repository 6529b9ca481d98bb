// Reads inputs in a thread of its own, so that one that hangs or takes the thread down is seen from outside.
// Invariant: the index of the input at hand stands in shared memory before it is read.

import { setFlagsFromString, getHeapStatistics } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { parentPort, workerData } from 'node:worker_threads';
import { createDice, seedOf } from './mutations.ts';
import { loadTarget, type Target } from './targets.ts';

export interface Job {
  readonly target: string;
  readonly seed: number;
  readonly from: number;
  readonly to: number;
}

export type Report = { readonly failed: number; readonly why: string } | { readonly done: Job; readonly heap: number };

setFlagsFromString('--expose-gc');
const gc = runInNewContext('gc') as () => void;
const at = new Int32Array(workerData as SharedArrayBuffer);
const targets = new Map<string, Target>();

/** Megabytes held after everything unused was let go. */
const heap = (): number => {
  gc();
  gc();
  const { used_heap_size: used, external_memory: external } = getHeapStatistics();
  return (used + external) / 1024 / 1024;
};

const run = async (job: Job): Promise<void> => {
  const target = targets.get(job.target) ?? (await loadTarget(job.target));
  targets.set(job.target, target);
  for (let index = job.from; index < job.to; index++) {
    Atomics.store(at, 0, index);
    const dice = createDice(seedOf(job.seed, job.target, index));
    const input = target.make(dice);
    try {
      const fault = await target.read(input, dice);
      if (fault) parentPort!.postMessage({ failed: index, why: fault } satisfies Report);
    } catch (error) {
      parentPort!.postMessage({ failed: index, why: `threw ${error instanceof Error ? (error.stack ?? error.message) : String(error)}` } satisfies Report);
    }
  }
  parentPort!.postMessage({ done: job, heap: heap() } satisfies Report);
};

parentPort!.on('message', (job: Job) => void run(job));
