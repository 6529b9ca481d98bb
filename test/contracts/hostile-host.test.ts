// A host that may answer anything, and a member's device that helps it: what a device must not believe, keep or forget.

import { beforeAll, describe, expect, test } from 'vitest';
import { newDeviceId, newId } from '#core/ids.ts';
import { ok, orThrow } from '#core/result.ts';
import { bytesToBase64 } from '#core/base64.ts';
import { makeKeys } from '#crypto/device-keys.ts';
import { addDevice, beginPersonal, removeMembers } from '#crypto/membership-deeds.ts';
import type { LogEntry } from '#crypto/log-entries.ts';
import type { Sodium } from '#crypto/seal.ts';
import { signWrite } from '#crypto/write-signature.ts';
import type { LogStore } from '#sync/ports.ts';
import { decodePull, encodePull, type HostRow, type LogEntryText } from '#sync/protocol.ts';
import { entryToText, openRing } from '#sync/ring.ts';
import { doing, random, tools } from './host-people.ts';

let sodium: Sodium;
beforeAll(async () => {
  sodium = await tools();
});

const memoryLog = (): LogStore & { readonly kept: LogEntryText[] } => {
  const kept: LogEntryText[] = [];
  return {
    kept,
    logEntries: async () => kept,
    async keepLog(entries, from) {
      kept.splice(from, entries.length, ...entries);
      return ok(null);
    },
    async dropLog() {
      kept.length = 0;
      return ok(null);
    },
  };
};
const texts = (entries: readonly LogEntry[]): LogEntryText[] => entries.map(entryToText);

describe('a log', () => {
  test('that does not fit the key at hand is not kept, and gives no key in its place', async () => {
    const [vault, key] = [newId(random), random(32)];
    const own = makeKeys(sodium, random, newDeviceId(random));
    // The host heard this device's public keys in an entry that it keeps back, and makes a log of its own around them.
    const [theirs, identity] = [makeKeys(sodium, random, newDeviceId(random)), makeKeys(sodium, random, newId(random))];
    const forgedKey = random(32);
    const begun = orThrow(beginPersonal(doing(theirs), vault, identity, forgedKey));
    const mixed = { ...makeKeys(sodium, random, own.id), publicKeys: { ...makeKeys(sodium, random, own.id).publicKeys, box: own.publicKeys.box } };
    const signer = makeKeys(sodium, random, own.id);
    const added = orThrow(addDevice(doing({ ...mixed, ...signer, publicKeys: { sign: signer.publicKeys.sign, box: own.publicKeys.box } }), begun.state, identity, forgedKey));
    const spare = makeKeys(sodium, random, newDeviceId(random));
    const more = orThrow(addDevice(doing(spare), added.state, identity, forgedKey));
    const next = orThrow(removeMembers(doing(theirs), more.state, [spare.id], forgedKey, identity));

    const store = memoryLog();
    const ring = orThrow(await openRing({ sodium, random, store, vault, device: own.id, own, known: new Map([[1, key]]) }));
    const grown = await ring.extend(texts([begun.entry, added.entry, more.entry, next.entry]), 0);
    expect(grown).toEqual({ ok: false, error: { code: 'log-broken' } });
    expect([store.kept.length, ring.keyEpoch(), bytesToBase64(ring.epochKey(1)!)]).toEqual([0, 1, bytesToBase64(key)]);
  });
});

describe('a row', () => {
  test('in one’s own vault stands under the device that signed it, and under no other’s name', async () => {
    const [vault, key] = [newId(random), random(32)];
    const [own, other, identity] = [makeKeys(sodium, random, newDeviceId(random)), makeKeys(sodium, random, newDeviceId(random)), makeKeys(sodium, random, newId(random))];
    const begun = orThrow(beginPersonal(doing(own), vault, identity, key));
    const added = orThrow(addDevice(doing(other), begun.state, identity, key));
    const ring = orThrow(await openRing({ sodium, random, store: memoryLog(), vault, device: own.id, own, known: new Map([[1, key]]) }));
    orThrow(await ring.extend(texts([begun.entry, added.entry]), 0));
    const blob = random(300);
    const claims = { vault, id: newId(random), ver: 1, epoch: 1, key: '', device: own.id, counter: Number.MAX_SAFE_INTEGER, logHead: added.state.head };
    const sig = bytesToBase64(signWrite(sodium, other.signSecret, claims, blob));
    const row: HostRow = { ...claims, seq: 1, author: other.id, sig, blob };
    expect(await ring.judge([row])).toEqual(['signature-wrong']);
  });

  test('with a number above the head of its page is refused: taken, it would move this device past all that is still to come', () => {
    const row: HostRow = {
      id: newId(random),
      ver: 1,
      epoch: 1,
      key: '',
      device: newDeviceId(random),
      author: newDeviceId(random),
      counter: 1,
      logHead: 'a'.repeat(64),
      seq: 9,
      sig: bytesToBase64(random(64)),
      blob: random(300),
    };
    const page = (head: number) => decodePull(encodePull({ head, log: 1, count: 1, now: 0, rows: [row], more: false }));
    expect([page(9).ok, page(8).ok]).toEqual([true, false]);
  });
});
