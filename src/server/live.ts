// Server-sent events: where a vault stands, told after the commit and never before. A hint carries no content and may be lost
// or joined with the next; what is true comes from a pull. A listener is one open answer and a few entries in maps, written to
// only when something happened and once in 25 seconds, when it is also asked whether its session still lives.

import type { ServerResponse } from 'node:http';
import type { LiveHint } from '#sync/protocol.ts';
import type { Access } from './access.ts';
import type { OpenSession } from './call.ts';

const HEARTBEAT = 25_000;
/**
 * Hints are gathered so long (milliseconds), so that a burst of pushes is one line; the longer the more were told last time, so that
 * telling a thousand listeners of a busy circle leaves the host time for who writes.
 */
const GATHER = 10;
const GATHER_MORE = 0.1;
const GATHER_MOST = 250;
const MOST_PER_DEVICE = 8;

interface Listener {
  readonly session: OpenSession;
  readonly outgoing: ServerResponse;
  readonly vaults: Set<string>;
  /** Newest hints not yet written, since the other end reads slowly. */
  readonly waiting: Map<string, LiveHint>;
  /** Length of each vault's log when it was last asked whether this listener may hear of it. */
  readonly logs: Map<string, number>;
}

export interface Live {
  /** After a commit on this node: tells listeners here, and the other nodes through `relay`. */
  readonly committed: (vault: string, head: number, log: number) => void;
  readonly arrived: (account: string) => void;
  /** From another node. */
  readonly heard: (hint: Hint) => void;
  readonly listen: (session: OpenSession, vaults: readonly string[], outgoing: ServerResponse) => Promise<void>;
  /** Ends what an account, or one device of it, listens to. */
  readonly end: (account: string, keep?: (device: string) => boolean) => void;
  readonly vaults: () => readonly string[];
  /** Accounts that listen here. */
  readonly accounts: () => ReadonlySet<string>;
  readonly count: () => number;
  readonly close: () => void;
}

export type Hint = { readonly vault: string; readonly head: number; readonly log: number } | { readonly account: string };

export const createLive = (access: Access, isAlive: (session: OpenSession) => Promise<boolean>, relay: (hints: readonly Hint[]) => void = () => undefined): Live => {
  const listeners = new Set<Listener>();
  const byVault = new Map<string, Set<Listener>>();
  const byAccount = new Map<string, Set<Listener>>();
  const gathered = new Map<string, Hint>();
  const toRelay = new Map<string, Hint>();
  let gathering: NodeJS.Timeout | undefined;
  /** Listeners told by the last gathering. */
  let told = 0;
  let beating: NodeJS.Timeout | undefined;

  const add = (index: Map<string, Set<Listener>>, key: string, listener: Listener): void => {
    const known = index.get(key);
    if (known) known.add(listener);
    else index.set(key, new Set([listener]));
  };
  const drop = (index: Map<string, Set<Listener>>, key: string, listener: Listener): void => {
    const known = index.get(key);
    known?.delete(listener);
    if (known?.size === 0) index.delete(key);
  };

  const remove = (listener: Listener): void => {
    if (!listeners.delete(listener)) return;
    for (const vault of listener.vaults) drop(byVault, vault, listener);
    drop(byAccount, listener.session.account, listener);
    if (listeners.size === 0) {
      clearInterval(beating);
      beating = undefined;
    }
  };

  const flush = (listener: Listener): void => {
    if (listener.outgoing.writableNeedDrain || listener.waiting.size === 0) return;
    const lines = [...listener.waiting.values()].map((hint) => `data: ${JSON.stringify(hint)}\n\n`).join('');
    listener.waiting.clear();
    listener.outgoing.write(lines);
  };

  const tell = (listener: Listener, key: string, hint: LiveHint): void => {
    told++;
    listener.waiting.set(key, hint);
    flush(listener);
  };

  /** A longer log may have removed somebody: they are told to ask once more, which is refused, and hear nothing more of this vault. */
  const tellVault = async (listener: Listener, hint: Extract<Hint, { vault: string }>): Promise<void> => {
    if (listener.logs.get(hint.vault) !== hint.log) {
      const entered = await access.enter(listener.session, hint.vault).catch(() => undefined);
      if (entered === undefined) return;
      if (entered === null) {
        if (!listener.vaults.delete(hint.vault)) return;
        drop(byVault, hint.vault, listener);
        return tell(listener, hint.vault, { vault: hint.vault, head: 0, log: hint.log });
      }
      listener.logs.set(hint.vault, hint.log);
    }
    tell(listener, hint.vault, hint);
  };

  const spread = (hint: Hint): void => {
    if ('account' in hint) for (const listener of byAccount.get(hint.account) ?? []) tell(listener, 'inbox', { inbox: true });
    else for (const listener of byVault.get(hint.vault) ?? []) void tellVault(listener, hint);
  };

  const gather = (key: string, hint: Hint, isOwn: boolean): void => {
    const known = gathered.get(key);
    if (known && 'vault' in known && 'vault' in hint && known.head > hint.head) return;
    gathered.set(key, hint);
    if (isOwn) toRelay.set(key, hint);
    gathering ??= setTimeout(
      () => {
        gathering = undefined;
        const hints = [...gathered.values()];
        const others = [...toRelay.values()];
        gathered.clear();
        toRelay.clear();
        told = 0;
        for (const each of hints) spread(each);
        if (others.length > 0) relay(others);
      },
      Math.min(GATHER_MOST, GATHER + told * GATHER_MORE),
    );
  };

  const beat = async (): Promise<void> => {
    for (const listener of listeners) {
      const isGood = await isAlive(listener.session).catch(() => true);
      if (!isGood) listener.outgoing.end();
      else if (!listener.outgoing.writableNeedDrain) listener.outgoing.write(': still here\n\n');
    }
  };

  return {
    committed: (vault, head, log) => gather(vault, { vault, head, log }, true),
    arrived: (account) => gather(`inbox ${account}`, { account }, true),
    heard: (hint) => gather('vault' in hint ? hint.vault : `inbox ${hint.account}`, hint, false),

    async listen(session, vaults, outgoing) {
      const own = [...(byAccount.get(session.account) ?? [])].filter((each) => each.session.device === session.device);
      if (own.length >= MOST_PER_DEVICE) own[0]!.outgoing.end();
      const listener: Listener = { session, outgoing, vaults: new Set(), waiting: new Map(), logs: new Map() };
      outgoing.on('close', () => remove(listener));
      outgoing.on('error', () => remove(listener));
      outgoing.on('drain', () => flush(listener));
      outgoing.write(': hello\n\n');
      listeners.add(listener);
      add(byAccount, session.account, listener);
      beating ??= setInterval(() => void beat(), HEARTBEAT);
      beating.unref();
      for (const vault of vaults) {
        // Heard from first and looked at then, so that nothing falls between.
        listener.vaults.add(vault);
        add(byVault, vault, listener);
        const entered = await access.enter(session, vault);
        if (!listeners.has(listener)) return;
        if (entered) {
          listener.logs.set(vault, entered.view.log);
          tell(listener, vault, { vault, head: entered.head, log: entered.view.log });
        } else {
          listener.vaults.delete(vault);
          drop(byVault, vault, listener);
        }
      }
    },

    end(account, keep = () => false) {
      for (const listener of byAccount.get(account) ?? []) if (!keep(listener.session.device)) listener.outgoing.end();
    },
    vaults: () => [...byVault.keys()],
    accounts: () => new Set(byAccount.keys()),
    count: () => listeners.size,
    close() {
      clearTimeout(gathering);
      clearInterval(beating);
      for (const listener of listeners) listener.outgoing.end();
    },
  };
};
