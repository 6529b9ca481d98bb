// `kith write` without text: the person's editor on an empty page. The page lies for that time in a folder that is memory
// and never disk where the system has one (XDG_RUNTIME_DIR, /dev/shm), for its owner alone, and goes when the editor
// closes, also when a signal ends the command. What the editor itself keeps elsewhere is its own (`kith help write`).
// Invariant: what was saved in the editor is written, or is left where it can be found and the person is told where.

import { spawn } from 'node:child_process';
import { accessSync, constants, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
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

const removePage = (folder: string): void => {
  try {
    const file = join(folder, 'entry.md');
    writeFileSync(file, Buffer.alloc(statSync(file).size));
  } catch {
    // Nothing was saved there.
  }
  rmSync(folder, { recursive: true, force: true });
};

export const writeInEditor = async (open: Open, draft: EntryDraft, files: ToAttach | null, args: Args, context: Context): Promise<Result<number>> => {
  const parent = [context.env['XDG_RUNTIME_DIR'], '/dev/shm'].find(isUsable) ?? context.paths.folder;
  try {
    sweep(parent);
  } catch {
    // Somebody else's leavings.
  }
  const folder = mkdtempSync(join(parent, `kith-page-${process.pid}-`));
  const file = join(folder, 'entry.md');
  writeFileSync(file, '', { mode: 0o600 });
  const words = await context.words();
  let kept = false;
  /** Writes what was saved; refuses without taking the page away. */
  const keep = async (): Promise<Result<string | null>> => {
    const text = textOfBytes(readFileSync(file));
    if (!text.ok) return text;
    if (text.value.trim() === '' && files === null) return ok(null);
    return writeDraft(open, { ...draft, text: text.value }, files, context);
  };
  const ended = async (signal: NodeJS.Signals): Promise<void> => {
    if (!kept) {
      kept = true;
      const saved = await keep().catch(() => refuse({ code: 'store-gone' }));
      if (saved.ok) removePage(folder);
    }
    process.kill(process.pid, signal);
  };
  process.on('SIGINT', () => undefined);
  for (const signal of ['SIGTERM', 'SIGHUP'] as const) process.once(signal, () => void ended(signal));
  const command = context.env['VISUAL'] || context.env['EDITOR'] || (process.platform === 'win32' ? 'notepad' : 'vi');
  const closed = await new Promise<number | null>((resolve) => {
    const child =
      process.platform === 'win32'
        ? spawn(`${command} "${file}"`, { stdio: 'inherit', shell: true })
        : spawn('/bin/sh', ['-c', `${command} "$1"`, 'sh', file], { stdio: 'inherit', env: { ...context.env, TMPDIR: folder } });
    child.on('error', () => resolve(null));
    child.on('exit', (code) => resolve(code));
  });
  if (kept) return ok(1);
  kept = true;
  if (closed === null || closed === 127) {
    removePage(folder);
    return refuse({ code: 'editor-not-found', with: { command } });
  }
  const saved = closed === 0 ? await keep() : refuse({ code: 'editor-failed', with: { command } });
  if (!saved.ok) {
    if (statSync(file, { throwIfNoEntry: false })?.size) context.terminal.note(words('editor.kept', { path: file }));
    else removePage(folder);
    return saved;
  }
  removePage(folder);
  if (saved.value === null) return refuse({ code: 'entry-empty' });
  await sayWritten(saved.value, args, context);
  return ok(0);
};
