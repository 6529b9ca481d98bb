// Circles when the account itself changes: its new keys in each of them when a device was lost, and leaving all of them before it is
// deleted. The host's own list of the account's circles is what there is to go by; each log is read and judged whole. Invariants: an
// account is in each circle under one key, the one that it has registered; a circle that cannot be read keeps no lost device in the account.

import { ok, refuse, type Result } from '#core/result.ts';
import type { DeviceAccount } from '#crypto/device-account.ts';
import type { OwnKeys } from '#crypto/device-keys.ts';
import { leave, newEpoch, rekey } from '#crypto/membership-deeds.ts';
import { isAccountView } from '#sync/account-protocol.ts';
import type { LogStore } from '#sync/ports.ts';
import type { LogEntryText } from '#sync/protocol.ts';
import { entryToText, openRing, type KeyRing } from '#sync/ring.ts';
import { callsOf, plainly, readUp, refusalOf, type AccountParts } from './account-parts.ts';
import { createHttpHost } from './http-host.ts';

/** Read and not kept: for what is done once. */
const nowhere: LogStore = { logEntries: async () => [], keepLog: async () => ok(null), dropLog: async () => ok(null) };

const hostOf = (parts: AccountParts, { host, token }: DeviceAccount, vault: string) => createHttpHost(callsOf(parts, host), vault, () => token);

/** The account's circles with their logs. What is no log is left out. Refusals: the host's. */
const circlesOf = async (parts: AccountParts, account: DeviceAccount): Promise<Result<readonly { readonly vault: string; readonly ring: KeyRing }[]>> => {
  const { sodium, random } = parts;
  const view = plainly(await callsOf(parts, account.host).json('GET', '/account', isAccountView, { token: account.token }));
  if (!view.ok) return view;
  const found: { readonly vault: string; readonly ring: KeyRing }[] = [];
  for (const { vault, personal } of view.value.vaults) {
    if (personal) continue;
    const ring = await openRing({ sodium, random, store: nowhere, vault, device: account.device.id, own: account.identity });
    if (!ring.ok) return ring;
    const isRead = await readUp(hostOf(parts, account, vault), ring.value);
    if (!isRead.ok && isRead.error.code === 'host-offline') return isRead;
    if (isRead.ok && isRead.value && ring.value.state()?.members.has(account.account)) found.push({ vault, ring: ring.value });
  }
  // In one order, so that two who do this at once do not wait for each other at the host.
  return ok(found.sort((a, b) => (a.vault < b.vault ? -1 : 1)));
};

/** Bytes of entries, in base 64, that go along with one rotation. */
const BUDGET = 5 * 1024 * 1024;

/**
 * What a rotation brings to each circle: the new identity, signed by both, and a new key for all in it. Where that would be too much,
 * or the present key is not at hand, the identity alone: another member's device brings the key. Refusals: the host's.
 */
export const circleRekeys = async (
  parts: AccountParts,
  account: DeviceAccount,
  fresh: OwnKeys,
): Promise<Result<readonly { readonly vault: string; readonly entry: LogEntryText }[]>> => {
  const { sodium, random } = parts;
  const circles = await circlesOf(parts, account);
  if (!circles.ok) return circles;
  const doing = { sodium, random, now: parts.now() };
  const entries: { vault: string; entry: LogEntryText }[] = [];
  let left = BUDGET;
  for (const { vault, ring } of circles.value) {
    const changed = rekey({ ...doing, own: account.identity }, ring.state()!, fresh);
    // Under other keys than ours: it was changed elsewhere.
    if (!changed.ok) continue;
    entries.push({ vault, entry: entryToText(changed.value.entry) });
    const present = ring.epochKey(ring.keyEpoch());
    const brought = present && newEpoch({ ...doing, own: fresh }, changed.value.state, present);
    if (!brought || !brought.ok) continue;
    const entry = entryToText(brought.value.entry);
    left -= entry.bytes.length;
    if (left >= 0) entries.push({ vault, entry });
  }
  return ok(entries);
};

const TRIES = 8;

/** Leaves every circle. Refusals: `log-busy`, the host's. */
export const leaveCircles = async (parts: AccountParts, account: DeviceAccount): Promise<Result<null>> => {
  const { sodium, random } = parts;
  for (let tries = 0; tries < TRIES; tries++) {
    const circles = await circlesOf(parts, account);
    if (!circles.ok) return circles;
    let isAgain = false;
    for (const { vault, ring } of circles.value) {
      const made = leave({ sodium, random, now: parts.now(), own: account.identity }, ring.state()!);
      if (!made.ok) continue;
      const posted = await hostOf(parts, account, vault).postLog(entryToText(made.value.entry));
      if (!posted.ok && posted.error.code === 'log-behind') isAgain = true;
      else if (!posted.ok && posted.error.code === 'offline') return refuse(refusalOf(posted.error));
    }
    if (!isAgain) return ok(null);
  }
  return refuse({ code: 'log-busy' });
};
