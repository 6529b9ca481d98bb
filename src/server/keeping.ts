// What a host's keeper does beside starting it: `backup`, `restore`, `doctor`, `invite`. They work on the database and the
// attachments that the settings name; backup, doctor and invite also while the host runs. Only `restore` and `invite` make a
// host where none is: a mistyped folder is said, and not examined as an empty host.

import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import process from 'node:process';
import { PipeClosed, writeOut } from '#adapters/node/write-out.ts';
import { bytesToBase32 } from '#core/ids.ts';
import { inviteHash } from './accounts.ts';
import { openShelf } from './blobs.ts';
import { holdDataFolder } from './data-folder.ts';
import { openDatabase, type HostDatabase } from './database.ts';
import type { Settings } from './settings.ts';
import { loadHostWords, type HostWords } from './words.ts';

const INVITE_LIVES = 14 * 86_400_000;

const say = (sentence: string): void => writeOut(1, `${sentence}\n`);

const invite = async (database: HostDatabase, count: number, words: HostWords): Promise<number> => {
  for (let n = 0; n < count; n++) {
    const code = bytesToBase32(randomBytes(10)).replace(/(.{4})(?=.)/g, '$1-');
    await database.write
      .insertInto('invites')
      .values({ hash: inviteHash(code), expires: Date.now() + INVITE_LIVES })
      .execute();
    say(code);
  }
  writeOut(2, `${words('invite-note')}\n`);
  return 0;
};

/** Gives the exit code. */
export const keep = async (command: 'backup' | 'restore' | 'doctor' | 'invite', settings: Settings): Promise<number> => {
  const words = await loadHostWords(process.env);
  const complain = (...said: Parameters<HostWords>): number => {
    try {
      writeOut(2, `${words(...said)}\n`);
    } catch {
      // Nobody is there to read it; the exit code says so all the same.
    }
    return 1;
  };
  const misused = (...said: Parameters<HostWords>): number => complain(...said) + 1;
  const [word] = settings.rest;
  if ((command === 'backup' || command === 'restore') && !word) return misused('folder-needed', { command });
  const count = Number(word ?? 1);
  if (command === 'invite' && !(Number.isInteger(count) && count >= 1 && count <= 1000)) return misused('invite-count');
  const file = settings.isPostgres ? null : settings.database.replace(/^sqlite:(?:\/\/)?/, '');
  if (file !== null && (command === 'backup' || command === 'doctor') && !existsSync(file)) return complain('host-none', { database: file });
  if (command === 'restore' && !(await import('./backup.ts')).holdsBackup(word!)) return complain('backup-none', { folder: word! });
  let release = (): void => undefined;
  if (command === 'restore' && file !== null) {
    const held = holdDataFolder(settings.folder);
    if (!held.ok)
      return held.error.code === 'data-folder-held' ? complain('host-running') : complain('folder-unusable', { folder: settings.folder, why: held.error.with?.['why'] ?? '' });
    release = held.value.release;
  }
  let database: HostDatabase | undefined;
  /** What came of it, where nobody is there any more to hear it. */
  let outcome = 0;
  try {
    if (file !== null && file !== ':memory:') mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
    database = await openDatabase(settings.database, { connections: 3 });
    if (command === 'invite') return await invite(database, count, words);
    const shelf = await openShelf(settings.blobs, process.env)();
    if (command === 'doctor') {
      const { examine } = await import('./doctor.ts');
      const findings = await examine(database, shelf, settings, words);
      const code = findings.every(({ isWell }) => isWell) ? 0 : 1;
      outcome = code;
      for (const { isWell, sentence } of findings) say(`${words(isWell ? 'well' : 'look').padEnd(5)} ${sentence}`);
      return code;
    }
    const { backUp, restore } = await import('./backup.ts');
    const done = command === 'backup' ? await backUp(database, shelf, word!) : await restore(database, shelf, word!);
    if (!done.ok) return complain(done.error.code, done.error.with);
    const { vaults, blobs, missing } = done.value;
    say(words(command === 'backup' ? 'backed-up' : 'restored', { folder: word!, vaults, blobs }));
    if (missing > 0) say(words('chunks-not-there', { count: missing }));
    return 0;
  } catch (error) {
    // Whoever was reading has gone; that is no failure of ours.
    if (error instanceof PipeClosed) return outcome;
    return complain('failed', { why: error instanceof Error ? error.message : String(error) });
  } finally {
    await database?.close();
    release();
  }
};
