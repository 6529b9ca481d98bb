// A server in a process of its own, as it is started by whoever keeps it: when it answers for the first time, what memory it
// holds (Linux tells), what processor time it took.

import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { connect } from 'node:net';
import process from 'node:process';

export interface Child {
  readonly pid: number;
  readonly port: number;
  readonly base: string;
  /** From the start of the process to its first whole answer, milliseconds. */
  readonly startedIn: number;
  /** Fails once the process has ended: who waits for its answer over something that does not tell so waits for this too. */
  readonly gone: Promise<never>;
  readonly stop: (signal?: 'SIGTERM' | 'SIGKILL') => Promise<void>;
}

/** Whether something answers there with a status of 200. */
const answers = (port: number, path: string): Promise<boolean> =>
  new Promise((done) => {
    const socket = connect({ port, host: '127.0.0.1' });
    let said = '';
    socket.on('connect', () => socket.write(`GET ${path} HTTP/1.1\r\nhost: 127.0.0.1\r\nconnection: close\r\n\r\n`));
    socket.on('data', (part) => (said += part.toString('latin1')));
    socket.on('error', () => done(false));
    socket.on('close', () => done(/^HTTP\/1\.1 [23]/.test(said)));
  });

export const startChild = async (
  program: string,
  args: readonly string[],
  { port, path = '/', env = {}, cwd }: { readonly port: number; readonly path?: string; readonly env?: Readonly<Record<string, string>>; readonly cwd?: string },
): Promise<Child> => {
  const began = performance.now();
  const child: ChildProcess = spawn(program, args, { cwd, env: { ...process.env, ...env }, stdio: ['ignore', 'ignore', 'pipe'] });
  let said = '';
  child.stderr!.on('data', (part: Buffer) => (said = (said + part.toString()).slice(-2000)));
  const ended = new Promise<void>((done) => child.once('exit', () => done()));
  const gone = ended.then((): never => {
    throw new Error(`${args[0] ?? program} ended: ${said.trim().split('\n').at(-1) ?? ''}`);
  });
  gone.catch(() => undefined);
  const stop = async (signal: 'SIGTERM' | 'SIGKILL' = 'SIGTERM'): Promise<void> => {
    if (child.exitCode === null && child.signalCode === null) child.kill(signal);
    await ended;
  };
  while (!(await answers(port, path))) {
    if (child.exitCode !== null || performance.now() - began > 60_000) {
      await stop('SIGKILL');
      throw new Error(`${args[0] ?? program} did not start: ${said.trim().split('\n').at(-1) ?? ''}`);
    }
    await new Promise((again) => setTimeout(again, 2));
  }
  return { pid: child.pid!, port, base: `http://127.0.0.1:${port}`, startedIn: performance.now() - began, gone, stop };
};

const MB = 1024;

/** Megabytes that a process holds now, and the most it ever held; null where the system does not say. */
export const memoryOf = (pid: number): { readonly now: number; readonly peak: number } | null => {
  const path = `/proc/${pid}/status`;
  if (!existsSync(path)) return null;
  const status = readFileSync(path, 'utf8');
  const of = (name: string): number => Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(status)?.[1] ?? Number.NaN) / MB;
  return { now: of('VmRSS'), peak: of('VmHWM') };
};

/** Seconds of processor time that a process took so far, all its threads; null where the system does not say. */
export const processorOf = (pid: number): number | null => {
  const path = `/proc/${pid}/stat`;
  if (!existsSync(path)) return null;
  const after = readFileSync(path, 'utf8').split(') ')[1]!.split(' ');
  return (Number(after[11]) + Number(after[12])) / 100;
};
