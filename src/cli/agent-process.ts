// The agent: holds opened keys in memory, gives them to whoever can reach its socket (its folder lets in the owner alone),
// forgets them after so many idle minutes, when told, and when the system ends it. It opens no vault and writes no file.

import { chmodSync, rmSync } from 'node:fs';
import { connect, createServer, type Server } from 'node:net';
import { IDLE_MINUTES, isOurs, type AgentAnswer, type AgentAsk } from './agent.ts';
import { dirname } from 'node:path';

const MOST_ASKED = 100_000;
/** What a timer can count: a bit over 24 days. */
const MOST_MINUTES = 30_000;

const readAll = async (stream: AsyncIterable<Buffer | string>): Promise<string> => {
  let text = '';
  for await (const part of stream) {
    text += part;
    if (text.length > MOST_ASKED) break;
  }
  return text;
};

const listen = (server: Server, socket: string): Promise<NodeJS.ErrnoException | null> =>
  new Promise((resolve) => {
    server.once('error', resolve);
    server.listen(socket, () => {
      server.off('error', resolve);
      resolve(null);
    });
  });

const answers = (socket: string): Promise<boolean> =>
  new Promise((resolve) => {
    const probe = connect(socket, () => {
      probe.destroy();
      resolve(true);
    });
    probe.on('error', () => resolve(false));
  });

/** Runs until it forgets. The keys come as one line of JSON on standard input. */
export const runAgent = async (socket: string): Promise<void> => {
  const first = JSON.parse(await readAll(process.stdin)) as AgentAsk & { ask: 'hold' };
  const keys = new Map<string, Buffer>();
  const { vault } = first;
  let minutes = IDLE_MINUTES;
  let until = 0;
  let timer: NodeJS.Timeout | undefined;

  const end = (): never => {
    for (const key of keys.values()) key.fill(0);
    keys.clear();
    if (process.platform !== 'win32') rmSync(socket, { force: true });
    process.exit(0);
  };
  const touch = (): void => {
    clearTimeout(timer);
    until = Date.now() + minutes * 60_000;
    timer = setTimeout(end, minutes * 60_000);
  };
  const hold = (ask: AgentAsk & { ask: 'hold' }): void => {
    for (const [name, key] of Object.entries(ask.keys)) keys.set(name, Buffer.from(key, 'base64'));
    if (ask.minutes !== null) minutes = Math.min(MOST_MINUTES, Math.max(1 / 60, ask.minutes));
    touch();
  };
  const answer = (ask: AgentAsk): AgentAnswer => {
    if (ask.ask === 'until') return ask.vault === vault ? { until: new Date(until).toISOString(), names: [...keys.keys()] } : {};
    if (ask.ask === 'hold') {
      if (ask.vault !== vault) return {};
      hold(ask);
      return { done: true };
    }
    if (ask.ask === 'keys') {
      if (ask.vault !== vault) return {};
      touch();
      return { keys: Object.fromEntries([...keys].map(([name, key]) => [name, key.toString('base64')])) };
    }
    if (ask.journal === null) setImmediate(end);
    else {
      keys.get(ask.journal)?.fill(0);
      keys.delete(ask.journal);
      if (keys.size === 0) setImmediate(end);
    }
    return { done: true };
  };

  hold(first);
  const server = createServer({ allowHalfOpen: true }, (peer) => {
    let heard = '';
    peer.setEncoding('utf8');
    peer.setTimeout(5000, () => peer.destroy());
    peer.on('error', () => peer.destroy());
    peer.on('data', (part: string) => {
      heard += part;
      if (heard.length > MOST_ASKED) return peer.destroy();
      if (!heard.endsWith('\n')) return;
      try {
        peer.end(JSON.stringify(answer(JSON.parse(heard) as AgentAsk)));
      } catch {
        peer.destroy();
      }
    });
  });
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, end);
  if (process.platform !== 'win32' && !isOurs(dirname(socket))) end();
  let failed = await listen(server, socket);
  if (failed?.code === 'EADDRINUSE' && !(await answers(socket))) {
    // Left behind by an agent that was killed.
    rmSync(socket, { force: true });
    failed = await listen(server, socket);
  }
  if (failed) {
    // Another agent came first: it will be asked to hold the keys. This one has nothing to do.
    for (const key of keys.values()) key.fill(0);
    process.exit(1);
  }
  if (process.platform !== 'win32') chmodSync(socket, 0o600);
  process.stdout.write('ready\n');
};
