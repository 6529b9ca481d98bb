// Fuzzing: changed copies of real files through every importer, the containers and the pictures.
//   node test/fuzz.ts [--each N] [--seed S] [--only NAME] [--at INDEX]
// An input must not throw, nor hold the thread for two seconds, nor leave memory behind, and all it gives must be valid.
// A failure prints what makes it again, and lies in test/fixtures/found/. `npm test` runs the same at a fiftieth.

import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { Worker } from 'node:worker_threads';
import { createDice, seedOf } from './fuzzing/mutations.ts';
import { loadTarget, targetNames } from './fuzzing/targets.ts';
import type { Job, Report } from './fuzzing/worker.ts';

const FOUND = fileURLToPath(new URL('./fixtures/found/', import.meta.url));
/**
 * Milliseconds after which an input is suspected to hang, and how long it then has alone: on a busy machine two
 * seconds may pass without the input's fault.
 */
const PATIENCE = { suspect: 2_000, alone: 20_000 };
/** Megabytes that may be held more at the end than after the first part. Caches fill; a leak of one input's size passes this. */
const MOST_GROWTH = 32;
const MOST_FAILURES = 20;

export interface Failure {
  readonly index: number;
  readonly why: string;
  /** Where the input lies, from the project's root. */
  readonly file: string;
}

export interface Outcome {
  readonly target: string;
  readonly passed: number;
  readonly failures: readonly Failure[];
  readonly seconds: number;
  /** Megabytes held at the end over those held after the first part. */
  readonly growth: number;
  /** Inputs that took over two seconds and did end. */
  readonly slow: number;
}

const keepInput = async (target: string, seed: number, index: number): Promise<string> => {
  const input = (await loadTarget(target)).make(createDice(seedOf(seed, target, index)));
  const name = `${target}-${seed}-${index}-${input.name.replace(/[^\w.-]/g, '_')}`;
  mkdirSync(FOUND, { recursive: true });
  writeFileSync(join(FOUND, name), input.bytes);
  return `test/fixtures/found/${name}`;
};

/** Runs one job in a fresh thread or the given one; gives what failed and how far it came. */
const runJob = (worker: Worker, shared: Int32Array, job: Job, hangMs: number): Promise<{ failed: Map<number, string>; stoppedAt: number | null; heap: number; hung: boolean }> =>
  new Promise((done, refuse) => {
    const failed = new Map<number, string>();
    let [last, since] = [-1, Date.now()];
    Atomics.store(shared, 0, -1);
    const end = (stoppedAt: number | null, heap: number, hung: boolean): void => {
      clearInterval(watch);
      worker.off('message', hear).off('error', fell).off('exit', leave);
      done({ failed, stoppedAt, heap, hung });
    };
    const watch = setInterval(() => {
      const at = Atomics.load(shared, 0);
      if (at !== last) [last, since] = [at, Date.now()];
      // Before the first input the thread is still loading code and fixtures.
      else if (at >= 0 && Date.now() - since > hangMs) end(at, 0, true);
    }, 100);
    const stop = (why: string): void => {
      const at = Atomics.load(shared, 0);
      if (at < 0) {
        clearInterval(watch);
        return refuse(new Error(`${job.target} could not be started: ${why}`));
      }
      failed.set(at, why);
      end(at, 0, false);
    };
    const hear = (report: Report): void => ('done' in report ? end(null, report.heap, false) : void failed.set(report.failed, report.why));
    const fell = (error: unknown): void => stop(`took its thread down: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
    const leave = (): void => stop('ended its thread without an answer');
    worker.on('message', hear).on('error', fell).on('exit', leave);
    worker.postMessage(job);
  });

const startWorker = (): { worker: Worker; shared: Int32Array } => {
  const buffer = new SharedArrayBuffer(4);
  return { worker: new Worker(new URL('./fuzzing/worker.ts', import.meta.url), { workerData: buffer }), shared: new Int32Array(buffer) };
};

const fuzzOne = async (target: string, each: number, seed: number, threads: number, first: number, patience: typeof PATIENCE, keep: typeof keepInput): Promise<Outcome> => {
  const began = performance.now();
  const failures: Failure[] = [];
  const step = Math.max(1, Math.min(2_500, Math.ceil(each / threads / 2)));
  let next = first;
  let slow = 0;
  let growth = 0;
  await Promise.all(
    Array.from({ length: threads }, async () => {
      let thread = startWorker();
      let base: number | null = null;
      try {
        while (next < first + each && failures.length < MOST_FAILURES) {
          const job = { target, seed, from: next, to: Math.min(first + each, next + step) };
          next = job.to;
          for (let from: number | null = job.from; from !== null && from < job.to;) {
            const ran = await runJob(thread.worker, thread.shared, { ...job, from }, patience.suspect);
            for (const [index, why] of ran.failed) failures.push({ index, why, file: await keep(target, seed, index) });
            if (ran.stoppedAt === null) {
              base ??= ran.heap;
              growth = Math.max(growth, ran.heap - base);
              break;
            }
            await thread.worker.terminate();
            if (ran.hung) {
              const alone = startWorker();
              const again = await runJob(alone.worker, alone.shared, { ...job, from: ran.stoppedAt, to: ran.stoppedAt + 1 }, patience.alone);
              await alone.worker.terminate();
              if (again.hung) failures.push({ index: ran.stoppedAt, why: `held its thread for over ${patience.alone / 1000} s`, file: await keep(target, seed, ran.stoppedAt) });
              else slow++;
              for (const [index, why] of again.failed) failures.push({ index, why, file: await keep(target, seed, index) });
            }
            thread = startWorker();
            base = null;
            from = ran.stoppedAt + 1;
          }
        }
      } finally {
        await thread.worker.terminate();
      }
    }),
  );
  if (growth > MOST_GROWTH) failures.push({ index: -1, why: `${growth.toFixed(0)} MB more were held at the end than after the first part`, file: '' });
  return { target, passed: Math.max(0, Math.min(next, first + each) - first - failures.length), failures, seconds: (performance.now() - began) / 1000, growth, slow };
};

export interface FuzzSettings {
  readonly each: number;
  readonly seed: number;
  readonly only?: string;
  /** First index; to run one input again. */
  readonly first?: number;
  readonly threads?: number;
  readonly patience?: typeof PATIENCE;
  /** Keeps a failing input and gives its path; a test of the fuzzer itself keeps none. */
  readonly keep?: typeof keepInput;
  say?(line: string): void;
}

/** Runs `each` inputs through every target, or through one. */
export const fuzz = async ({ each, seed, only, first = 0, threads = 2, patience = PATIENCE, keep = keepInput, say = () => undefined }: FuzzSettings): Promise<Outcome[]> => {
  const outcomes: Outcome[] = [];
  for (const target of only ? [only] : targetNames()) {
    const outcome = await fuzzOne(target, each, seed, threads, first, patience, keep);
    outcomes.push(outcome);
    say(
      `${target.padEnd(16)} ${String(outcome.passed).padStart(7)} passed ${String(outcome.failures.length).padStart(4)} failed   ${outcome.seconds.toFixed(1).padStart(6)} s   memory +${outcome.growth.toFixed(1)} MB${outcome.slow > 0 ? `   ${outcome.slow} slow` : ''}`,
    );
    for (const { index, why, file } of outcome.failures) say(`  --only ${target} --seed ${seed} --at ${index}   ${file}\n  ${why.split('\n').slice(0, 6).join('\n  ')}`);
  }
  return outcomes;
};

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { values } = parseArgs({
    options: { each: { type: 'string', default: '50000' }, seed: { type: 'string', default: '1' }, only: { type: 'string' }, at: { type: 'string' } },
  });
  const single = values.at !== undefined;
  const outcomes = await fuzz({
    each: single ? 1 : Number(values.each),
    seed: Number(values.seed),
    ...(values.only ? { only: values.only } : {}),
    ...(single ? { first: Number(values.at), threads: 1 } : {}),
    say: (line) => console.log(line),
  });
  const [passed, failed] = [outcomes.reduce((sum, o) => sum + o.passed, 0), outcomes.reduce((sum, o) => sum + o.failures.length, 0)];
  console.log(`${passed} passed, ${failed} failed`);
  process.exitCode = failed > 0 ? 1 : 0;
}
