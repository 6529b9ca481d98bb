// People with keys, and circles of them, for the tests of the membership log.

import { expect } from 'vitest';
import { readySodium } from '#adapters/sodium.ts';
import { keysFromSeeds, signDomain, type OwnKeys } from '#crypto/device-keys.ts';
import { joinBytes } from '#crypto/domain.ts';
import { entryToBytes, NO_ENTRY, type Deed } from '#crypto/log-entries.ts';
import * as deeds from '#crypto/membership-deeds.ts';
import { extend, type LogState } from '#crypto/membership-log.ts';

export const sodium = await readySodium();
export const random = sodium.randombytes_buf;
export const VAULT = '5vvvvvvvvvvvvvvvvvvvvvvvvv';
export const NOW = Date.parse('2026-11-25T12:00:00.000Z');
export const person = (n: number): OwnKeys => keysFromSeeds(sodium, `${'0'.repeat(25)}${n}`, { sign: new Uint8Array(32).fill(n + 1), box: new Uint8Array(32).fill(n + 101) });
export const PEOPLE = Array.from({ length: 9 }, (_, n) => person(n));
export const [ANA, BEN, CAI, DEE, EVE] = PEOPLE as [OwnKeys, OwnKeys, OwnKeys, OwnKeys, OwnKeys];
export const doing = (own: OwnKeys, now = NOW): deeds.Doing => ({ sodium, random, now, own });
export const good = <T>(result: { ok: true; value: T } | { ok: false; error: unknown }): T => {
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
};
export const refused = (code: string) => ({ ok: false, error: expect.objectContaining({ code }) });

/** A circle of the first `size` people, the first `leads` of them facilitators: one began it, the others came by one link. `entry` is the last one's. */
export const circle = (size: number, leads = 1) => {
  const begun = good(deeds.beginCircle(doing(ANA), VAULT));
  const entries = [begun.entry];
  let { state } = begun;
  const done = (made: deeds.Made): void => {
    entries.push(made.entry);
    ({ state } = made);
  };
  if (size > 1) {
    const invited = good(deeds.invitePeople(doing(ANA), state, begun.key));
    done(invited);
    for (const own of PEOPLE.slice(1, size)) done(good(deeds.joinByLink(doing(own), state, invited.link)));
  }
  for (const own of PEOPLE.slice(1, leads)) done(good(deeds.setRole(doing(ANA), state, own.id, 'facilitator')));
  return { state, entries, entry: entries.at(-1)!, key: begun.key };
};

/** An entry as somebody with a changed program could make it. */
export const crafted = (own: OwnKeys, state: LogState | null, deed: Deed, second?: OwnKeys) => {
  const bytes = entryToBytes({ vault: VAULT, n: state?.n ?? 0, prev: state?.head ?? NO_ENTRY, author: own.id, at: new Date(NOW).toISOString() }, deed);
  const first = signDomain(sodium, own.signSecret, 'log', [], bytes);
  const entry = { bytes, sig: second ? joinBytes(first, signDomain(sodium, second.signSecret, 'log second', [], bytes)) : first };
  const next = extend(sodium, state, entry);
  return next.ok ? { ok: true as const, value: { entry, state: next.value } } : next;
};
