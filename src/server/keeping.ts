// What a host's keeper does beside starting it: `backup`, `restore`, `doctor`, `invite`. They work on the database and the
// attachments that the settings name; backup, doctor and invite also while the host runs.

import { randomBytes } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import process from 'node:process';
import { bytesToBase32 } from '#core/ids.ts';
import { inviteHash } from './accounts.ts';
import { openShelf } from './blobs.ts';
import { holdDataFolder } from './data-folder.ts';
import { openDatabase, type HostDatabase } from './database.ts';
import type { Settings } from './settings.ts';

const INVITE_LIVES = 14 * 86_400_000;

const say = (sentence: string): void => void process.stdout.write(`${sentence}\n`);
const complain = (sentence: string): number => {
  process.stderr.write(`${sentence}\n`);
  return 1;
};

const invite = async (database: HostDatabase, written: string | undefined): Promise<number> => {
  const count = Number(written ?? 1);
  if (!Number.isInteger(count) || count < 1 || count > 1000) return complain('How many invitations? A number from 1 to 1000.');
  for (let n = 0; n < count; n++) {
    const code = bytesToBase32(randomBytes(10)).replace(/(.{4})(?=.)/g, '$1-');
    await database.write
      .insertInto('invites')
      .values({ hash: inviteHash(code), expires: Date.now() + INVITE_LIVES })
      .execute();
    say(code);
  }
  process.stderr.write(`Each code opens one account, within fourteen days. The host keeps only a hash of it.\n`);
  return 0;
};

/** Gives the exit code. */
export const keep = async (command: 'backup' | 'restore' | 'doctor' | 'invite', settings: Settings): Promise<number> => {
  const [folder] = settings.rest;
  const isMoving = command === 'backup' || command === 'restore';
  if (isMoving && !folder) return complain(`Name a folder: kith host ${command} FOLDER`);
  let release = (): void => undefined;
  if (command === 'restore' && !settings.isPostgres) {
    const held = holdDataFolder(settings.folder);
    if (!held.ok) return complain(held.error.code === 'data-folder-held' ? 'The host is running. Stop it first.' : `The data folder cannot be used: ${held.error.with?.['why']}.`);
    release = held.value.release;
  }
  if (!settings.isPostgres && settings.database !== ':memory:') mkdirSync(dirname(settings.database.replace(/^sqlite:(?:\/\/)?/, '')), { recursive: true, mode: 0o700 });
  let database: HostDatabase | undefined;
  try {
    database = await openDatabase(settings.database, { connections: 3 });
    if (command === 'invite') return await invite(database, folder);
    const shelf = await openShelf(settings.blobs, process.env)();
    if (command === 'doctor') {
      const { examine } = await import('./doctor.ts');
      const findings = await examine(database, shelf, settings);
      for (const { isWell, sentence } of findings) say(`${isWell ? 'well ' : 'LOOK '} ${sentence}`);
      return findings.every(({ isWell }) => isWell) ? 0 : 1;
    }
    const { backUp, restore } = await import('./backup.ts');
    const done = command === 'backup' ? await backUp(database, shelf, folder!) : await restore(database, shelf, folder!);
    if (!done.ok) return complain(String(done.error.with?.['sentence'] ?? done.error.code));
    const { vaults, blobs, missing } = done.value;
    say(
      `${command === 'backup' ? 'Backed up' : 'Restored'}: ${vaults} vaults, ${blobs} chunks of attachments${missing > 0 ? `; ${missing} chunks were not there (kith host doctor)` : ''}.`,
    );
    return 0;
  } catch (error) {
    return complain(`That did not work: ${error instanceof Error ? error.message : String(error)}.`);
  } finally {
    await database?.close();
    release();
  }
};
