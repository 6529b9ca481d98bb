// Addresses of sealed bytes that were let go on this device and may still lie at a host: a note of the store, kept until the host has
// been asked to let them go as well. They are hashes of what is sealed, which the host knows, and tell nothing. Noted before the
// record that named them is emptied, so that no crash forgets one; whoever acts on them looks first that nothing names them again.

import type { Store } from '#core/ports.ts';
import { ok, type Result } from '#core/result.ts';
import { ACCOUNT_NOTE } from './device-account.ts';

export const FREED_NOTE = 'freed';
type Notes = Pick<Store, 'note' | 'setNote'>;

export const freedAddresses = async (store: Notes): Promise<readonly string[]> => {
  try {
    const all: unknown = JSON.parse((await store.note(FREED_NOTE)) ?? '[]');
    return Array.isArray(all) ? all.filter((one) => typeof one === 'string') : [];
  } catch {
    return [];
  }
};

const keep = (store: Notes, addresses: ReadonlySet<string>): Promise<Result<null>> => store.setNote(FREED_NOTE, addresses.size === 0 ? null : JSON.stringify([...addresses]));

/** Nothing is noted of a vault that is with no host. */
export const noteFreed = async (store: Notes, addresses: readonly string[]): Promise<Result<null>> => {
  if (addresses.length === 0 || (await store.note(ACCOUNT_NOTE)) === null) return ok(null);
  return keep(store, new Set([...(await freedAddresses(store)), ...addresses]));
};

export const forgetFreed = async (store: Notes, addresses: readonly string[]): Promise<Result<null>> => {
  if (addresses.length === 0) return ok(null);
  const all = new Set(await freedAddresses(store));
  for (const address of addresses) all.delete(address);
  return keep(store, all);
};
