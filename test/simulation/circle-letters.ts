// Letters of a simulated person: their own vault in memory, and the shipped carrier (adapters/inbox.ts) over the failing network. A
// request becomes a call of the host's own inbox code; what is dropped fails after a while, as a connection does.

import type { SimDevice } from './device.ts';
import type { Dice } from './dice.ts';
import type { World } from './world.ts';
import { createInbox, type Inbox } from '#adapters/inbox.ts';
import { createMemoryStore } from '#adapters/memory/store.ts';
import { isId, newId } from '#core/ids.ts';
import type { Sealer } from '#core/ports.ts';
import { refuse, type Result } from '#core/result.ts';
import { createVault, type Vault } from '#core/vault.ts';
import { derivedId } from '#crypto/derived-id.ts';
import type { DeviceAccount } from '#crypto/device-account.ts';
import type { OwnKeys } from '#crypto/device-keys.ts';
import type { Sodium } from '#crypto/seal.ts';
import type { Session } from '#crypto/session.ts';
import { LETTERS } from '#rooms/circles/letters.ts';
import type { SimHost } from './host.ts';

export interface Postbox {
  readonly vault: Vault;
  /** Carries what there is; nothing while the device is not at work. */
  run(): void;
  /** Whether nothing is under way. */
  isIdle(): boolean;
}

interface Parts {
  readonly world: World;
  readonly sodium: Sodium;
  readonly sealer: Sealer;
  readonly circle: string;
  readonly identity: OwnKeys;
  readonly dice: Dice;
  readonly count: (what: string) => void;
}

const PATIENCE = 60_000;

export const createPostbox = ({ world, sodium, sealer, circle, identity, dice, count }: Parts, device: SimDevice): Postbox => {
  const random = (length: number): Uint8Array => dice.bytes(length);
  const [own, key] = [newId(random), random(32)];
  const store = createMemoryStore();
  const rowIdOf = (id: string): string => (isId(id) ? id : derivedId(sodium, key, id));
  const vault = createVault({
    store: { ...store, commit: device.gated('letter', store.commit) },
    sealer,
    identity: { vault: own, device: device.session.device, epoch: 1 },
    keys: () => new Map([['', key]]),
    keyFor: () => '',
    rowIdOf,
  });

  const carried = async <T>(ask: (host: SimHost) => Promise<Result<T>>): Promise<Response> => {
    const answer = await new Promise<Result<T, { readonly code: string }> | null>((resolve) => {
      world.after(PATIENCE, () => resolve(null));
      void device.call(ask).then(resolve);
    });
    if (!answer || (!answer.ok && answer.error.code === 'offline')) throw new TypeError('no network');
    return answer.ok ? Response.json(answer.value ?? {}) : Response.json({ error: answer.error.code }, { status: 400 });
  };
  const ask = async (address: string, { method, body }: RequestInit): Promise<Response> => {
    const { pathname, searchParams } = new URL(address);
    const { session } = device;
    if (pathname.endsWith('/log')) return carried((host) => host.log(session, Number(searchParams.get('after'))));
    if (method === 'POST') return carried((host) => host.inbox.post(session, JSON.parse(body as string)));
    if (method === 'DELETE') {
      return carried(async (host) => {
        await host.inbox.remove(session, pathname.split('/').at(-1)!);
        return { ok: true, value: {} };
      });
    }
    const [at, id] = (searchParams.get('after') ?? '').split('.');
    return carried(async (host) => ({ ok: true, value: await host.inbox.page(session, id === undefined ? null : { at: Number(at), id }) }));
  };

  const make = (mine: SimDevice['running']): Inbox =>
    createInbox({
      sodium,
      random,
      store,
      log: { logEntries: async () => [], keepLog: async () => refuse({ code: 'store-gone' }), dropLog: async () => refuse({ code: 'store-gone' }) },
      now: () => device.wall(),
      // What goes on after a crash is no process any more.
      fetch: async (address, init) => {
        if (device.running !== mine) throw new TypeError('ended');
        return ask(address, init);
      },
      session: { vault, idFor: (name: string) => derivedId(sodium, key, name) } as Session,
      account: () => ({ host: 'https://host.example', token: 'simulated', account: identity.id, identity }) as DeviceAccount,
      rules: LETTERS,
      circles: async () => (device.running ? [{ vault: circle, ring: device.running.ring }] : []),
      landed: async () => dice.chance(0.9),
      onNotice: ({ code }) => count(`letters said ${code}`),
    });

  // What was under way when a device broke off is never heard of again; the next life begins anew.
  let life: SimDevice['running'] = null;
  let inbox: Inbox | null = null;
  let busy: symbol | null = null;
  return {
    vault,
    run() {
      if (!device.running) return;
      if (device.running !== life) [life, inbox, busy] = [device.running, make(device.running), null];
      const turn = Symbol('turn');
      busy = turn;
      void inbox!
        .run()
        .then(({ sent, came }) => {
          for (let i = 0; i < sent; i++) count('letter sent');
          for (let i = 0; i < came; i++) count('letter came');
        })
        .finally(() => {
          if (busy === turn) busy = null;
        });
    },
    isIdle: () => busy === null,
  };
};
