// The side of the agent that commands talk to. The agent is a process of one's own that holds the opened keys in memory
// and nothing else; it listens at a socket that only its owner can reach (agent-process.ts).
// Invariant: a key goes to the agent through a pipe or the socket, never through arguments or environment.

import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { lstatSync, mkdirSync } from 'node:fs';
import { connect } from 'node:net';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { tmpdir } from 'node:os';
import type { HomePaths } from './home.ts';

/** Keys by name: '' is the vault's, else a journal's id. */
export type HeldKeys = ReadonlyMap<string, Uint8Array>;

export type AgentAsk =
  | { readonly ask: 'keys'; readonly vault: string }
  | { readonly ask: 'hold'; readonly vault: string; readonly keys: Readonly<Record<string, string>>; readonly minutes: number | null }
  /** Forgets one journal's key, or (null) everything, and ends. */
  | { readonly ask: 'forget'; readonly journal: string | null }
  /** Until when it holds which keys, without that counting as use. */
  | { readonly ask: 'until'; readonly vault: string };

export type AgentAnswer = { readonly keys?: Readonly<Record<string, string>>; readonly until?: string; readonly names?: readonly string[]; readonly done?: true };

export const IDLE_MINUTES = 15;

/** The longest path that a socket may have is 104 to 108 bytes, by system. */
const LONGEST = 100;

export interface AgentPlace {
  /** The folder of the socket, of mode 0700; null for a named pipe. */
  readonly folder: string | null;
  readonly socket: string;
}

/** One agent for each home. */
export const agentPlace = (paths: HomePaths, env: NodeJS.ProcessEnv): AgentPlace => {
  const name = createHash('sha256').update(paths.folder).digest('hex').slice(0, 16);
  if (process.platform === 'win32') return { folder: null, socket: `\\\\.\\pipe\\kith-${name}` };
  const candidates = [env['XDG_RUNTIME_DIR'] ? join(env['XDG_RUNTIME_DIR'], `kith-${name}`) : null, join(paths.folder, 'agent'), join(tmpdir(), `kith-${userInfo().uid}-${name}`)];
  const folder = candidates.find((one) => one !== null && Buffer.byteLength(one) + 7 <= LONGEST) ?? candidates.at(-1)!;
  return { folder, socket: join(folder, 'socket') };
};

/** Whether the folder is one that nobody else can put a socket into. */
export const isOurs = (folder: string): boolean => {
  try {
    const { uid, mode } = lstatSync(folder);
    return (mode & 0o170000) === 0o040000 && uid === userInfo().uid && (mode & 0o077) === 0;
  } catch {
    return false;
  }
};

/** Asks the agent; null when none answers. */
export const askAgent = (place: AgentPlace, ask: AgentAsk): Promise<AgentAnswer | null> =>
  new Promise((resolve) => {
    if (place.folder !== null && !isOurs(place.folder)) return resolve(null);
    let heard = '';
    const socket = connect(place.socket);
    const end = (answer: AgentAnswer | null): void => {
      socket.destroy();
      resolve(answer);
    };
    socket.setEncoding('utf8');
    socket.setTimeout(5000, () => end(null));
    socket.on('error', () => end(null));
    socket.on('data', (part: string) => (heard += part));
    socket.on('end', () => {
      try {
        end(JSON.parse(heard) as AgentAnswer);
      } catch {
        end(null);
      }
    });
    socket.write(`${JSON.stringify(ask)}\n`);
  });

export const keysFromAgent = async (place: AgentPlace, vault: string): Promise<HeldKeys> => {
  const answer = await askAgent(place, { ask: 'keys', vault });
  return new Map(Object.entries(answer?.keys ?? {}).map(([name, key]) => [name, new Uint8Array(Buffer.from(key, 'base64'))]));
};

/** Gives keys to the agent, starting it where none runs. False when it could not be started. `minutes` null keeps the time it has. */
export const holdInAgent = async (place: AgentPlace, vault: string, keys: HeldKeys, minutes: number | null, main: string): Promise<boolean> => {
  const held = Object.fromEntries([...keys].map(([name, key]) => [name, Buffer.from(key).toString('base64')]));
  const hold: AgentAsk = { ask: 'hold', vault, keys: held, minutes };
  const answer = await askAgent(place, hold);
  if (answer?.done) return true;
  // It holds the keys of a vault that lay here before.
  if (answer) await askAgent(place, { ask: 'forget', journal: null });
  if (place.folder !== null) {
    mkdirSync(place.folder, { recursive: true, mode: 0o700 });
    if (!isOurs(place.folder)) return false;
  }
  const agent = spawn(process.execPath, [...process.execArgv, main, '--agent', place.socket], {
    detached: true,
    stdio: ['pipe', 'pipe', 'ignore'],
    cwd: '/',
    env: quietEnv(process.env),
    windowsHide: true,
  });
  const started = new Promise<boolean>((resolve) => {
    agent.once('error', () => resolve(false));
    agent.once('exit', () => resolve(false));
    agent.stdout.once('data', () => resolve(true));
  });
  agent.stdin.on('error', () => undefined);
  agent.stdin.end(`${JSON.stringify({ ...hold, minutes: minutes ?? IDLE_MINUTES })}\n`);
  const ready = await started;
  agent.stdout.destroy();
  agent.unref();
  // When two start at once, the second hands its keys to the first.
  return ready || (await askAgent(place, hold))?.done === true;
};

/** The agent needs nothing of the environment; a passphrase must not stay in it. */
const quietEnv = (env: NodeJS.ProcessEnv): NodeJS.ProcessEnv =>
  Object.fromEntries(['PATH', 'SystemRoot', 'HOME', 'TMPDIR', 'NODE_NO_WARNINGS'].flatMap((name) => (env[name] === undefined ? [] : [[name, env[name]]])));
