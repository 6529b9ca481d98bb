// Pairing: the text that is shown, and what is sealed to it.

import { expect, test } from 'vitest';
import { random, readySodium } from '#adapters/sodium.ts';
import { newDeviceId, newId } from '#core/ids.ts';
import { orThrow } from '#core/result.ts';
import { fragmentToPairing, makePairing, openGift, pairingToFragment, sealGift } from './pairing.ts';

const sodium = await readySodium();
const tools = { sodium, random };
const gift = { name: 'ada', account: newId(random), token: 'a'.repeat(43), accountKey: random(32), version: 3 };

test('What is shown is read back, from a whole address and alone, and damaged or newer ones are told apart', () => {
  const keys = makePairing(sodium, random, newDeviceId(random));
  const fragment = pairingToFragment(keys);
  const ask = { mailbox: keys.mailbox, device: keys.device, box: keys.once.publicKeys.box };
  expect(fragmentToPairing(fragment)).toEqual({ ok: true, value: ask });
  expect(fragmentToPairing(` https://kith.example.org/pair${fragment}\n`)).toEqual({ ok: true, value: ask });
  const codes = [fragment.slice(0, -1), `${fragment}.x`, fragment.replace('kithpair1', 'kith1'), '', `#kithpair1.${keys.mailbox}.${keys.device}.${'0'.repeat(52)}`];
  for (const text of codes) expect(fragmentToPairing(text)).toEqual({ ok: false, error: { code: 'pairing-damaged' } });
  expect(fragmentToPairing(fragment.replace('kithpair1', 'kithpair2'))).toEqual({ ok: false, error: { code: 'pairing-newer' } });
});

test('What is sealed opens on the device that showed it, and nowhere else, and not with a bit changed', () => {
  const keys = makePairing(sodium, random, newDeviceId(random));
  const ask = orThrow(fragmentToPairing(pairingToFragment(keys)));
  const sealed = orThrow(sealGift(tools, ask, gift));
  expect(openGift(sodium, sealed, keys)).toEqual({ ok: true, value: gift });
  const wrong = { ok: false, error: { code: 'pairing-wrong' } };
  expect(openGift(sodium, sealed, { ...keys, mailbox: newId(random) })).toEqual(wrong);
  expect(openGift(sodium, sealed, { ...keys, device: newDeviceId(random) })).toEqual(wrong);
  expect(openGift(sodium, sealed, makePairing(sodium, random, keys.device))).toEqual(wrong);
  const bytes = Buffer.from(sealed, 'base64');
  for (let i = 0; i < bytes.length; i += 7) {
    const changed = Buffer.from(bytes);
    changed[i]! ^= 1 << (i % 8);
    expect(openGift(sodium, changed.toString('base64'), keys)).toEqual(wrong);
  }
});
