// What makes a push its device's own, so that a host takes nothing on the word of a session alone: a tag under a key that the host
// makes for this session, device and vault, and seals to the member that the session is (the device, in a circle its account). Who
// has only the session cannot open that key and so cannot write; nobody moves a push to another vault, passes it off as another
// device's, or changes a byte of it. The signatures of the rows in it (write-signature.ts) are for the other devices.
//   key   32 bytes, in a sealed box (boxed.ts) bound to `push key`, vault, device
//   push  24 bytes random nonce | 16 bytes tag, XChaCha20-Poly1305 of nothing with the frame as associated data | the frame

import { base64ToBytes, bytesToBase64 } from '#core/base64.ts';
import type { Random } from '#core/ids.ts';
import { boxTo, openBox } from './boxed.ts';
import type { OwnKeys } from './device-keys.ts';
import { joinBytes } from './domain.ts';
import type { Sodium } from './seal.ts';

const NONCE = 24;
/** Bytes that stand before the frame. */
export const PUSH_TAG = NONCE + 16;
const KEY_BYTES = 32;
const NOTHING = new Uint8Array(0);

export interface PushPlace {
  readonly vault: string;
  readonly device: string;
}

/** For the member whose box key (base 64) this is; base 64. Null when nothing can be sealed to it. */
export const sealPushKey = (sodium: Sodium, random: Random, key: Uint8Array, box: string, { vault, device }: PushPlace): string | null => {
  const boxed = boxTo(sodium, random, key, box, 'push key', [vault, device]);
  return boxed && bytesToBase64(boxed);
};

/** Null when it was not sealed to these keys, or not for this vault and device. */
export const openPushKey = (sodium: Sodium, sealed: string, own: OwnKeys, { vault, device }: PushPlace): Uint8Array | null => {
  const boxed = base64ToBytes(sealed);
  const key = boxed && openBox(sodium, boxed, own, 'push key', [vault, device]);
  return key?.length === KEY_BYTES ? key.slice() : null;
};

/** The frame with its tag before it: what is sent. Each time another one; a host takes any of them. */
export const tagPush = (sodium: Pick<Sodium, 'crypto_aead_xchacha20poly1305_ietf_encrypt' | 'randombytes_buf'>, key: Uint8Array, frame: Uint8Array): Uint8Array => {
  const nonce = sodium.randombytes_buf(NONCE);
  return joinBytes(nonce, sodium.crypto_aead_xchacha20poly1305_ietf_encrypt(NOTHING, frame, null, nonce, key), frame);
};

/** Whether a push came, as it is, from who has this key. */
export const isTaggedWith = (sodium: Pick<Sodium, 'crypto_aead_xchacha20poly1305_ietf_decrypt'>, key: Uint8Array, push: Uint8Array): boolean => {
  try {
    sodium.crypto_aead_xchacha20poly1305_ietf_decrypt(null, push.subarray(NONCE, PUSH_TAG), push.subarray(PUSH_TAG), push.subarray(0, NONCE), key);
    return true;
  } catch {
    // What libsodium says of one that is too short, or does not hold.
    return false;
  }
};
