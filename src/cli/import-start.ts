// `kith import`: starts the second thread of a folder's import (import-thread.ts), and only then loads what the command is made
// of: the thread needs as long to start as all that comes before the reading.

import { statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { Worker } from 'node:worker_threads';
import type { Result } from '#core/result.ts';
import type { Context } from './context.ts';
import type { Args } from './options.ts';

/** The bundle's entry for the thread, beside the command line's own. */
const ENTRY = 'import-entry.cjs';

/**
 * V8's compiler and collector run beside the two threads that work, and took a quarter of all processor time of an import that
 * lasts a second or two. Optimised is what is called very often, which is soon so where there is much to bring in; and the thread
 * begins with the heap that it will have anyway.
 */
const FLAGS = ['--invocation-count-for-turbofan=30000', '--min-semi-space-size=16', '--initial-heap-size=300'];

export interface ImportThread {
  readonly worker: Worker;
  /** When the thread is no more: stopped, or out of memory. */
  readonly ended: Promise<null>;
}

/** `main` is the path of the command line as it runs. */
export const startImportThread = (main: string): ImportThread => {
  for (const flag of FLAGS) setFlagsFromString(flag);
  const worker = new Worker(join(dirname(main), ENTRY), { stdout: false, stderr: false });
  const ended = new Promise<null>((done) => {
    worker.once('error', () => done(null));
    worker.once('exit', () => done(null));
  });
  return { worker, ended };
};

const isFolder = (path: string): boolean => {
  try {
    return statSync(path).isDirectory();
  } catch {
    return false;
  }
};

export const runImport = async (args: Args, context: Context): Promise<Result<number>> => {
  const [path] = args.words;
  let thread: ImportThread | null = null;
  const startThread = (): ImportThread => (thread ??= startImportThread(context.main));
  // Not waited for: the process ends when it has stopped, and the store is closed meanwhile.
  context.onEnd(() => void thread?.worker.terminate());
  // A folder may hold many files.
  if (path !== undefined && !args.has('list') && !args.has('dry-run') && isFolder(path)) startThread();
  return (await import('./bring.ts')).runImport(args, context, startThread);
};
