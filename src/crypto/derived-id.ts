// Ids that two devices, or two imports of one file, must come to alike without asking each other: of settings, of word
// lists, of an entry brought in. Keyed with the vault's key, so that they tell a host no more than a random id does.

import { bytesToBase32 } from '#core/ids.ts';
import { textToBytes } from '#core/text.ts';
import type { Sodium } from './seal.ts';

/** 26 letters: BLAKE2b-128 of the name under the vault's key. */
export const derivedId = (sodium: Pick<Sodium, 'crypto_generichash'>, vaultKey: Uint8Array, name: string): string =>
  bytesToBase32(sodium.crypto_generichash(16, textToBytes(`kith id 1\0${name}`), vaultKey));
