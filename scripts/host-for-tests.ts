// A host of one's own for tests and pictures: from sources, on a free port, with a data folder that goes with it.

import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';

export interface RunningHost {
  readonly address: string;
  /** What it keeps: database and attachments. */
  readonly folder: string;
  readonly stop: () => Promise<void>;
}

/** Starts it and waits for its line; needs a built page. Throws with what it said when it does not start. */
export const startHost = async (env: Readonly<Record<string, string>> = {}): Promise<RunningHost> => {
  const folder = mkdtempSync(join(tmpdir(), 'kith-host-'));
  const host = spawn(process.execPath, [join(import.meta.dirname, '..', 'src', 'server', 'main.ts')], {
    env: { ...process.env, PORT: '0', KITH_DATA: folder, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = new Promise<void>((done) => host.once('exit', () => done()));
  let said = '';
  const address = await new Promise<string>((ready, fail) => {
    const hear = (chunk: Buffer): void => {
      said += String(chunk);
      const line = /Kith is ready at (\S+)/.exec(said);
      if (line?.[1]) ready(line[1]);
    };
    host.stdout.on('data', hear);
    host.stderr.on('data', hear);
    host.once('exit', () => fail(new Error(said || 'the host did not start')));
  });
  return {
    address,
    folder: env['KITH_DATA'] ?? folder,
    stop: async () => {
      host.kill('SIGTERM');
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
};
