// The keys under which a vault's records lie: a fresh one whenever somebody goes. A new epoch's key is sealed to every member that
// stays, and the key before it is sealed under it, so that whoever has the newest key can read everything before, and whoever was
// sent away nothing after. Invariant: no key is used before its `check` fits; a wrong one is named with who brought it.

import { base64ToBytes, bytesToBase64 } from '#core/base64.ts';
import type { Random } from '#core/ids.ts';
import { ok, refuse, type Refusal, type Result } from '#core/result.ts';
import { boxTo, openBox, openUnder, sealUnder } from './boxed.ts';
import { hexOf } from './chunks.ts';
import type { OwnKeys } from './device-keys.ts';
import { deriveKey } from './domain.ts';
import { inOrder, type EpochParts } from './log-entries.ts';
import type { LogState } from './membership-log.ts';
import type { Sodium } from './seal.ts';

/** What tells a wrong key from the right one, and nothing else: keyed BLAKE2b-256, hex. */
export const epochCheck = (sodium: Pick<Sodium, 'crypto_generichash'>, key: Uint8Array, vault: string, epoch: number): string =>
  hexOf(deriveKey(sodium, key, 'epoch check', [vault, epoch]));

/** An epoch's key for one member, device or invite: base 64. Refusal `log-key-unfit` when nothing can be sealed to their key. */
export const sealEpochKey = (sodium: Sodium, random: Random, key: Uint8Array, to: { readonly id: string; readonly box: string }, vault: string, epoch: number): Result<string> => {
  const boxed = boxTo(sodium, random, key, to.box, 'epoch key', [vault, epoch, to.id]);
  return boxed ? ok(bytesToBase64(boxed)) : refuse({ code: 'log-key-unfit' });
};

/** Null when it was not sealed to these keys, or not for this vault, epoch and id. */
export const openEpochKey = (sodium: Sodium, sealed: string, own: OwnKeys, vault: string, epoch: number): Uint8Array | null => {
  const boxed = base64ToBytes(sealed);
  const key = boxed && openBox(sodium, boxed, own, 'epoch key', [vault, epoch, own.id]);
  return key?.length === 32 ? key.slice() : null;
};

/**
 * The epoch after `state`'s, for those who stay, and its key. `present` is the newest epoch's key, or the newest that we could open.
 * Refusals: `epoch-key-wrong` when it is none of this vault's, `log-key-unfit`.
 */
export const makeEpoch = (
  sodium: Sodium,
  random: Random,
  state: LogState,
  stay: Iterable<{ readonly id: string; readonly box: string }>,
  present: Uint8Array,
): Result<{ readonly parts: EpochParts; readonly key: Uint8Array }> => {
  const [key, epoch] = [random(32), state.epoch + 1];
  const back = state.epochs.findLastIndex((_, i) => isEpochKey(sodium, state, i + 1, present)) + 1;
  if (back === 0) return refuse({ code: 'epoch-key-wrong', with: { epoch: state.epoch, by: state.epochs.at(-1)!.by } });
  const keys = new Map<string, string>();
  for (const member of stay) {
    const sealed = sealEpochKey(sodium, random, key, member, state.vault, epoch);
    if (!sealed.ok) return sealed;
    keys.set(member.id, sealed.value);
  }
  const before = bytesToBase64(sealUnder(sodium, random, present, key, 'epoch before', [state.vault, epoch, back]));
  return ok({ key, parts: { epoch, keys: inOrder(keys), back, before, check: epochCheck(sodium, key, state.vault, epoch) } });
};

/**
 * The key of the newest epoch. Refusals: `epoch-not-ours` (nothing was sealed for us), `epoch-key-damaged` (it does not open with
 * our keys), `epoch-key-wrong` (it opens to a key that is not the vault's); the last two with who brought the epoch.
 */
export const openEpoch = (sodium: Sodium, state: LogState, own: OwnKeys): Result<Uint8Array> => {
  const { keys, check, by } = state.epochs.at(-1)!;
  const sealed = keys.get(own.id);
  if (sealed === undefined) return refuse({ code: 'epoch-not-ours', with: { epoch: state.epoch } });
  const key = openEpochKey(sodium, sealed, own, state.vault, state.epoch);
  if (!key) return refuse({ code: 'epoch-key-damaged', with: { epoch: state.epoch, by } });
  return isEpochKey(sodium, state, state.epoch, key) ? ok(key) : refuse({ code: 'epoch-key-wrong', with: { epoch: state.epoch, by, check } });
};

/** Whether a key at hand is the one that an epoch of the log names. */
export const isEpochKey = (sodium: Pick<Sodium, 'crypto_generichash'>, state: LogState, epoch: number, key: Uint8Array): boolean =>
  key.length === 32 && state.epochs[epoch - 1]?.check === epochCheck(sodium, key, state.vault, epoch);

export interface KeyChain {
  /** Keys by epoch, from `epoch` down as far as the chain holds. */
  readonly keys: ReadonlyMap<number, Uint8Array>;
  /** Why it goes no further back: `epoch-key-damaged` or `epoch-key-wrong`, with the epoch and who brought the link that does not hold. */
  readonly broken: Refusal | null;
}

/** From one epoch's key back to the first's. `key` must fit, see `isEpochKey`. */
export const keysBack = (sodium: Sodium, state: LogState, epoch: number, key: Uint8Array): KeyChain => {
  const keys = new Map<number, Uint8Array>();
  const stop = (code: string, at: number, by: string | undefined): KeyChain => ({ keys, broken: { code, with: { epoch: at, by: by ?? '' } } });
  if (!isEpochKey(sodium, state, epoch, key)) return stop('epoch-key-wrong', epoch, state.epochs[epoch - 1]?.by);
  keys.set(epoch, key);
  for (let at = epoch; at > 1;) {
    const { before, back, by } = state.epochs[at - 1]!;
    const sealed = base64ToBytes(before ?? '');
    const older = sealed && openUnder(sodium, sealed, keys.get(at)!, 'epoch before', [state.vault, at, back]);
    if (!older) return stop('epoch-key-damaged', back, by);
    if (!isEpochKey(sodium, state, back, older)) return stop('epoch-key-wrong', back, by);
    keys.set(back, older.slice());
    at = back;
  }
  return { keys, broken: null };
};
