// `kith import`: starts the second thread of a folder's import (import-thread.ts), lists the folder, has the thread begin to read
// it, and only then loads what the command is made of: the thread needs as long to start as all that comes before the reading.

import { statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { Worker } from 'node:worker_threads';
import { openPath } from '#adapters/node/folder.ts';
import { refuse, type Result } from '#core/result.ts';
import type { FormatId, Source } from '#formats/port.ts';
import type { Context } from './context.ts';
import { readAhead, type ReadAhead } from './import-thread.ts';
import type { Args } from './options.ts';
import { localeOf } from './words.ts';

/** The bundle's entry for the thread, beside the command line's own. */
const ENTRY = 'import-entry.cjs';

/**
 * V8's compiler and collector run beside the two threads that work, and took a quarter of all processor time of an import that
 * lasts a second or two. Optimised is what is called very often, which is soon so where there is much to bring in, and no loop
 * while it runs (an import has none that runs long); each thread collects its own young objects, for the other core has no time to
 * help; and the thread begins with the heap that it will have anyway.
 */
const FLAGS = ['--invocation-count-for-turbofan=34000', '--no-use-osr', '--no-parallel-scavenge', '--min-semi-space-size=16', '--initial-heap-size=300'];

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

/** A folder of so many files is read on the thread. */
export const MANY = 1000;

/** What a folder's files are by their names, for the thread to begin before anybody has looked into one; null where they do not say. */
const likelyFormat = ({ files }: Source): FormatId | null => (2 * files.filter(({ path }) => /\.(?:md|markdown)$/i.test(path)).length > files.length ? 'markdown' : null);

/** What was begun before the command's parts were there. */
export interface Started {
  readonly source: Result<Source>;
  readonly ahead: ReadAhead | null;
  /** The thread, started where none runs. */
  thread(): ImportThread;
  /** Ends the one that runs. */
  stop(): void;
}

export const runImport = async (args: Args, context: Context): Promise<Result<number>> => {
  const [path] = args.words;
  if (args.has('list')) return (await import('./bring.ts')).listImports(args, context);
  if (path === undefined) return refuse({ code: 'argument-missing', with: { argument: 'PATH' } });
  let running: ImportThread | null = null;
  const thread = (): ImportThread => (running ??= startImportThread(context.main));
  // Not waited for: it goes when the process does.
  const stop = (): void => {
    void running?.worker.terminate();
    running = null;
  };
  context.onEnd(stop);
  // A folder may hold many files; it is listed while the thread starts.
  const mayReadAhead = !args.has('dry-run') && isFolder(path);
  if (mayReadAhead) thread();
  const source = await openPath(path);
  const likely = mayReadAhead && source.ok && source.value.files.length >= MANY ? likelyFormat(source.value) : null;
  const ahead = source.ok && likely !== null && likely === (args.one('format') ?? likely) ? readAhead(thread(), likely, source.value, localeOf(context.env)) : null;
  return (await import('./bring.ts')).runImport(path, args, context, { source, ahead, thread, stop });
};
