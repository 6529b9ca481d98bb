// What makes a push its device's own, so that a host takes nothing on the word of a session alone: a tag under a key that the host
// makes for this session, device and vault, and seals to the member that the session is (the device, in a circle its account). Who
// has only the session cannot open that key and so cannot write; nobody moves a push to another vault, passes it off as another
// device's, or changes a byte of it. The signatures of the rows in it (write-signature.ts) are for the other devices.
//   key   32 bytes, in a sealed box (boxed.ts) bound to `push key`, vault, device
//   push  32 bytes tag, keyed BLAKE2b-256 of the frame | the frame

import { base64ToBytes, bytesToBase64 } from '#core/base64.ts';
import type { Random } from '#core/ids.ts';
import { boxTo, openBox } from './boxed.ts';
import type { OwnKeys } from './device-keys.ts';
import { joinBytes } from './domain.ts';
import type { Sodium } from './seal.ts';

/** Bytes that stand before the frame. */
export const PUSH_TAG = 32;
const KEY_BYTES = 32;

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

type Hash = Pick<Sodium, 'crypto_generichash'>;

/** The tag of a frame: what a host works out anew, and holds beside the one that came. */
export const tagOf = (sodium: Hash, key: Uint8Array, frame: Uint8Array): Uint8Array => sodium.crypto_generichash(PUSH_TAG, frame, key);

/** The tag with the frame after it: what is sent. The same frame gives the same bytes. */
export const tagPush = (sodium: Hash, key: Uint8Array, frame: Uint8Array): Uint8Array => joinBytes(tagOf(sodium, key, frame), frame);
