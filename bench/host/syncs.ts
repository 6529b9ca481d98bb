// Who acknowledges durably, looked at from below: how many times a server waits for its disk for one acknowledged write. What is
// said of a peer must be what is seen, else the bench fails. Needs strace, and a Linux that lets it look.

import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Contender } from './contender.ts';

const WRITES = 20;
const pause = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms));

/** Null where it cannot be seen. Throws when a contender is not what it says. */
export const syncsOf = async (contender: Contender): Promise<number | null> => {
  if (spawnSync('strace', ['-V'], { stdio: 'ignore' }).status !== 0) return null;
  const folder = mkdtempSync(join(tmpdir(), 'kith-bench-syncs-'));
  const [writer] = await contender.writers(1, () => 0);
  await writer!.prepare(WRITES + 5, 1);
  for (let n = 0; n < 5; n++) await writer!.write();
  const file = join(folder, 'trace');
  const looking = spawn('strace', ['-f', '-qq', '-e', 'trace=fsync,fdatasync', '-o', file, '-p', String(contender.pid)], { stdio: 'ignore' });
  const ended = new Promise((done) => looking.once('exit', done));
  try {
    for (const until = Date.now() + 5000; !existsSync(file) && looking.exitCode === null && Date.now() < until;) await pause(20);
    await pause(1000);
    if (looking.exitCode !== null) return null;
    for (let n = 0; n < WRITES; n++) await writer!.write();
    await pause(200);
    const syncs =
      readFileSync(file, 'utf8')
        .split('\n')
        .filter((line) => /\bf(?:data)?sync\(/.test(line)).length / WRITES;
    if (contender.isDurable !== syncs >= 1) throw new Error(`${contender.name} waited for the disk ${syncs} times a write: it is not what the bench says of it`);
    return syncs;
  } finally {
    writer!.end();
    looking.kill('SIGTERM');
    await ended;
    rmSync(folder, { recursive: true, force: true });
  }
};
