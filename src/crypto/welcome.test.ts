import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import { readySodium } from '#adapters/sodium.ts';
import { newId } from '#core/ids.ts';
import { makeKeys } from './device-keys.ts';
import { makeLink } from './invites.ts';
import type { Sodium } from './seal.ts';
import { MOST_WELCOME, openWelcome, sealWelcome, type Welcome } from './welcome.ts';

let sodium: Sodium;
beforeAll(async () => {
  sodium = await readySodium();
});
const random = (length: number): Uint8Array => crypto.getRandomValues(new Uint8Array(length));
const inviter = () => makeKeys(sodium, random, newId(random));
const linkOf = (own: ReturnType<typeof inviter>) => makeLink(sodium, random, newId(random), own.publicKeys.sign);

const welcomes = fc.record({
  circle: fc.string({ unit: 'binary', maxLength: 200 }),
  from: fc.string({ unit: 'binary', maxLength: 200 }),
  members: fc.integer({ min: 1, max: 1000 }),
  mission: fc.string({ unit: 'binary', maxLength: 5000 }),
  agreements: fc.array(fc.tuple(fc.string({ unit: 'binary', minLength: 1, maxLength: 800 }), fc.string({ unit: 'binary', maxLength: 800 })), { maxLength: 80 }),
});

test('Whatever a circle has agreed, a welcome is no longer than a host takes, and who has the link reads it', () => {
  fc.assert(
    fc.property(welcomes, (told) => {
      const own = inviter();
      const link = linkOf(own);
      const sealed = sealWelcome(sodium, random, own, link, told);
      expect(sealed.length).toBeLessThanOrEqual(MOST_WELCOME);
      const opened = openWelcome(sodium, link, sealed);
      expect(opened.ok && opened.value.members).toBe(told.members);
      expect(opened.ok && opened.value.more).toBe(opened.ok && opened.value.agreements.length < told.agreements.length);
    }),
    { numRuns: 60 },
  );
});

test('A welcome opens for its own link alone, unchanged, and only as the inviter signed it', () => {
  const [own, other] = [inviter(), inviter()];
  const link = linkOf(own);
  const told: Omit<Welcome, 'more'> = { circle: 'Tuesday', from: 'Ana', members: 3, mission: 'That nobody is alone with it.', agreements: [['We ask first', '']] };
  const sealed = sealWelcome(sodium, random, own, link, told);
  expect(openWelcome(sodium, link, sealed)).toEqual({ ok: true, value: { ...told, more: false } });
  const codeOf = (result: ReturnType<typeof openWelcome>): string => (result.ok ? 'opened' : result.error.code);
  // By another member who has the link, or by the host with a link of its own.
  expect(codeOf(openWelcome(sodium, link, sealWelcome(sodium, random, other, link, told)))).toBe('link-forged');
  for (const where of [
    { ...link, invite: newId(random) },
    { ...link, vault: newId(random) },
    { ...link, secret: random(16) },
  ])
    expect(codeOf(openWelcome(sodium, where, sealed))).toBe('welcome-damaged');
  for (const at of [0, 1, 30, sealed.length - 1]) {
    const changed = sealed.slice();
    changed[at]! ^= 1;
    expect(codeOf(openWelcome(sodium, link, changed))).toBe('welcome-damaged');
  }
  for (const bytes of [new Uint8Array(0), random(20), random(MOST_WELCOME + 1), sealed.subarray(0, 80)]) expect(codeOf(openWelcome(sodium, link, bytes))).toBe('welcome-damaged');
});
