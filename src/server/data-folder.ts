// The host's data folder, held by one host at a time. The hold is a lock on a small SQLite file, which the operating
// system lets go when the process ends, however it ends: nothing stale is left to clear away.

import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { ok, refuse, type Refusal, type Result } from '#core/result.ts';

export interface Held {
  readonly release: () => void;
}

/** Makes the folder where it is missing and takes hold of it. Refusals: `data-folder-unusable {why}`, `data-folder-held`. */
export const holdDataFolder = (folder: string): Result<Held, Refusal> => {
  let database: DatabaseSync | undefined;
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    database = new DatabaseSync(join(folder, 'host.lock'), { timeout: 0 });
    database.exec('pragma journal_mode = delete; pragma locking_mode = exclusive; begin exclusive');
    const held = database;
    return ok({ release: () => held.close() });
  } catch (error) {
    database?.close();
    const why = error instanceof Error ? error.message : String(error);
    return refuse(/locked|busy/i.test(why) ? { code: 'data-folder-held' } : { code: 'data-folder-unusable', with: { why } });
  }
};
