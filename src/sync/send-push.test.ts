import { expect, test } from 'vitest';
import { ok, refuse } from '#core/result.ts';
import type { Answer, HostPort, Ring } from './ports.ts';
import type { PushAnswer } from './protocol.ts';
import { sendPush } from './send-push.ts';

const TAKEN = ok({ head: 1, now: 5, results: [] }) as Answer<PushAnswer>;
const FRAME = Uint8Array.of(7);
const WRONG = refuse({ code: 'tag-wrong' });

/** A ring that opens what begins with `for us`, and a host that takes what comes under `key`. */
const world = (key: string, given: readonly Answer<{ readonly sealed: string }>[], held: string | null = null) => {
  const asked: string[] = [];
  let under = held;
  const ring: Pick<Ring, 'takePushKey' | 'tagPush'> = {
    takePushKey(sealed) {
      if (!sealed.startsWith('for us ')) return false;
      under = sealed.slice(7);
      return true;
    },
    tagPush: (frame) => (under === null ? null : new Uint8Array([...Buffer.from(under), ...frame])),
  };
  let next = 0;
  const host: Pick<HostPort, 'push' | 'pushKey'> = {
    async pushKey() {
      asked.push('key');
      return given[next++]!;
    },
    async push(push) {
      asked.push('push');
      return Buffer.from(push).toString().startsWith(key) ? TAKEN : WRONG;
    },
  };
  return { asked, send: () => sendPush(host as HostPort, ring as Ring, FRAME) };
};

test('The key is asked for before the first push alone, and once more when another session has begun', async () => {
  const first = world('one', [ok({ sealed: 'for us one' })]);
  expect([await first.send(), await first.send(), first.asked]).toEqual([TAKEN, TAKEN, ['key', 'push', 'push']]);
  const later = world('two', [ok({ sealed: 'for us two' })], 'one');
  expect([await later.send(), await later.send(), later.asked]).toEqual([TAKEN, TAKEN, ['push', 'key', 'push', 'push']]);
});

test('What the host says of the key is said of the push; a key for somebody else, or one that does not help, is asked for no more', async () => {
  for (const code of ['not-found', 'session-needed', 'too-many', 'store-gone', 'offline']) {
    const { send, asked } = world('one', [refuse({ code })]);
    expect([await send(), asked]).toEqual([refuse({ code }), ['key']]);
  }
  const foreign = world('one', [ok({ sealed: 'for another' })]);
  expect([await foreign.send(), foreign.asked]).toEqual([WRONG, ['key']]);
  const useless = world('one', [ok({ sealed: 'for us three' })], 'two');
  expect([await useless.send(), useless.asked]).toEqual([WRONG, ['push', 'key', 'push']]);
});
