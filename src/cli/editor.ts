// The person's editor on a page: an empty one (`kith write` without text), or a form (`kith form --edit`). The page lies for that time in a
// folder that is memory and never disk where the system has one (XDG_RUNTIME_DIR, /dev/shm), for its owner alone, and goes when the editor
// closes, also when a signal ends the command. What the editor itself keeps elsewhere is its own (`kith help write`).
// Invariant: what was saved in the editor is written, or is left where it can be found and the person is told where.

import { spawn } from 'node:child_process';
import { accessSync, constants, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ok, refuse, type Result } from '#core/result.ts';
import type { EntryDraft } from '#rooms/journal/model.ts';
import type { ToAttach } from './attach.ts';
import type { Context } from './context.ts';
import type { Args } from './options.ts';
import { textOfBytes } from './parts.ts';
import type { Open } from './session.ts';
import { sayWritten, writeDraft } from './write.ts';

const NAME = /^kith-page-(\d+)-/;
/** A page whose words could not be kept elsewhere: no command takes it away. */
const SET_APART = 'kith-kept-';

const isUsable = (folder: string | undefined): folder is string => {
  if (!folder) return false;
  try {
    accessSync(folder, constants.W_OK);
    return statSync(folder).isDirectory();
  } catch {
    return false;
  }
};

const isRunning = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
};

/** Takes away pages of commands that were killed outright. Only one's own can be removed. */
const sweep = (folder: string): void => {
  for (const name of readdirSync(folder)) {
    const pid = Number(NAME.exec(name)?.[1] ?? 0);
    if (pid > 0 && !isRunning(pid)) rmSync(join(folder, name), { recursive: true, force: true });
  }
};

const removePage = (file: string, folder: string): void => {
  try {
    writeFileSync(file, Buffer.alloc(statSync(file).size));
  } catch {
    // Nothing was saved there.
  }
  rmSync(folder, { recursive: true, force: true });
};

/** Out of the way of `sweep`; gives the page's place from then on. */
const setApart = (parent: string, folder: string, name: string): string => {
  const apart = join(parent, `${SET_APART}${folder.slice(folder.lastIndexOf('-') + 1)}`);
  try {
    renameSync(folder, apart);
    return join(apart, name);
  } catch {
    return join(folder, name);
  }
};

interface Page<T> {
  /** The file's name, by which the editor knows how to show it. */
  readonly name: string;
  /** What stands on it first. */
  readonly text: string;
  /** Makes of what was saved what it is to be. */
  readonly keep: (saved: string) => Promise<Result<T>>;
}

/** What `keep` made of it; null where a signal ended it, and what was saved by then is kept. Refusals: `editor-not-found`, `editor-failed`, those of `keep`. */
export const inEditor = async <T>({ name, text, keep }: Page<T>, context: Context): Promise<Result<T> | null> => {
  const set = context.env['VISUAL'] || context.env['EDITOR'];
  const command = set || (process.platform === 'win32' ? 'notepad' : 'vi');
  // Without a terminal only an editor that was chosen can be one that needs none.
  if (!set && !context.terminal.inIs) return refuse({ code: 'editor-not-found', with: { command } });
  const parent = [context.env['XDG_RUNTIME_DIR'], '/dev/shm'].find(isUsable) ?? context.paths.folder;
  try {
    sweep(parent);
  } catch {
    // Somebody else's leavings.
  }
  const folder = mkdtempSync(join(parent, `kith-page-${process.pid}-`));
  const file = join(folder, name);
  writeFileSync(file, text, { mode: 0o600 });
  const words = await context.words();
  let keeping: Promise<Result<T>> | null = null;
  /** Keeps what was saved, once, whoever asks first: the editor's end or a signal. */
  const keepSaved = (): Promise<Result<T>> => {
    const now = (): Promise<Result<T>> => {
      const saved = textOfBytes(readFileSync(file));
      return saved.ok ? keep(saved.value) : Promise.resolve(saved);
    };
    return (keeping ??= Promise.resolve().then(now));
  };
  /** Whether something is there that was not there first. */
  const isSaved = (): boolean => {
    try {
      return !readFileSync(file).equals(Buffer.from(text));
    } catch {
      return false;
    }
  };
  /** The page goes, or is set apart where its words are nowhere else; gives its place then. */
  const letGo = (done: Result<T>): string | null => {
    if (!done.ok && isSaved()) return setApart(parent, folder, name);
    removePage(file, folder);
    return null;
  };
  const ended = async (signal: NodeJS.Signals): Promise<void> => {
    letGo(await keepSaved().catch(() => refuse({ code: 'store-gone' })));
    process.removeAllListeners(signal);
    process.kill(process.pid, signal);
  };
  let ending: Promise<void> | null = null;
  process.on('SIGINT', () => undefined);
  // A terminal that closes may say so twice.
  for (const signal of ['SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void (ending ??= ended(signal)));
  const closed = await new Promise<number | null>((resolve) => {
    const child =
      process.platform === 'win32'
        ? spawn(`${command} "${file}"`, { stdio: 'inherit', shell: true })
        : spawn('/bin/sh', ['-c', `${command} "$1"`, 'sh', file], { stdio: 'inherit', env: { ...context.env, TMPDIR: folder } });
    child.on('error', () => resolve(null));
    // Without a code where a signal ended it.
    child.on('exit', (code) => resolve(code ?? 1));
  });
  const notFound = closed === null || closed === 127;
  const done = notFound ? refuse({ code: 'editor-not-found', with: { command } }) : closed === 0 ? await keepSaved() : refuse({ code: 'editor-failed', with: { command } });
  // A signal came meanwhile; it ends this process when all is kept.
  if (ending) {
    await ending;
    return null;
  }
  const apart = letGo(done);
  if (apart !== null) context.terminal.note(words(parent === context.paths.folder ? 'editor.kept-in-file' : 'editor.kept', { path: apart }));
  return done;
};

export const writeInEditor = async (open: Open, draft: EntryDraft, files: ToAttach | null, args: Args, context: Context): Promise<Result<number>> => {
  const keep = async (text: string): Promise<Result<string | null>> => (text.trim() === '' && files === null ? ok(null) : writeDraft(open, { ...draft, text }, files, context));
  const done = await inEditor({ name: 'entry.md', text: '', keep }, context);
  if (done === null) return ok(1);
  if (!done.ok) return done;
  if (done.value === null) return refuse({ code: 'entry-empty' });
  await sayWritten(done.value, args, context);
  return ok(0);
};
