// What each side of a conflict writes, sealed until every side has written: the host holds ciphertexts, commitments and keys, and
// hands the keys over when all are in. The commitment stands from the start, so that nobody can give out another key later under
// which the same ciphertext reads otherwise. A host in league with one side could open early: said in SECURITY.md.
//   ciphertext: XChaCha20-Poly1305 of the padded text under a fresh key, bound to vault, conflict and author
//   commitment: BLAKE2b-256 of `kith commitment` 0 `1` 0 vault 0 conflict 0 author 0 key nonce ciphertext, in hex

import { base64ToBytes, bytesToBase64 } from '#core/base64.ts';
import type { Random } from '#core/ids.ts';
import { ok, refuse, type Result } from '#core/result.ts';
import { boxTo, openBox, openUnder, pad, SEALED_MORE, sealUnder, unpad } from './boxed.ts';
import type { OwnKeys } from './device-keys.ts';
import { domainBytes, hashHex, isHash, joinBytes } from './domain.ts';
import type { Sodium } from './seal.ts';

export interface ConflictPlace {
  readonly vault: string;
  readonly conflict: string;
  /** Whose side this is. */
  readonly author: string;
}

export interface SealedSide {
  /** Format, nonce, ciphertext and tag (boxed.ts), base 64. */
  readonly sealed: string;
  readonly commitment: string;
  /** The key, sealed to each other party: base 64 by their id. Held back by the host until all sides are in. */
  readonly keys: Readonly<Record<string, string>>;
}

type Parts = [string, string, string];
const partsOf = ({ vault, conflict, author }: ConflictPlace): Parts => [vault, conflict, author];

/** `key`, then nonce and ciphertext without the format byte. */
const commitmentTo = (sodium: Pick<Sodium, 'crypto_generichash'>, place: ConflictPlace, key: Uint8Array, sealed: Uint8Array): string =>
  hashHex(sodium, domainBytes('commitment', partsOf(place), joinBytes(key, sealed.subarray(1))));

/** `parties` are all that shall read it, oneself among them if one wishes. Refusal `log-key-unfit`. */
export const sealSide = (
  sodium: Sodium,
  random: Random,
  text: Uint8Array,
  place: ConflictPlace,
  parties: readonly { readonly id: string; readonly box: string }[],
): Result<SealedSide> => {
  const key = random(32);
  const sealed = sealUnder(sodium, random, pad(text)!, key, 'side', partsOf(place));
  const keys: [string, string][] = [];
  for (const { id, box } of parties) {
    const boxed = boxTo(sodium, random, key, box, 'side key', [...partsOf(place), id]);
    if (!boxed) return refuse({ code: 'log-key-unfit' });
    keys.push([id, bytesToBase64(boxed)]);
  }
  return ok({ sealed: bytesToBase64(sealed), commitment: commitmentTo(sodium, place, key, sealed), keys: Object.fromEntries(keys) });
};

/** Refusals: `side-not-ours`, `side-damaged`, `side-other` (it is not what was committed to). */
export const openSide = (sodium: Sodium, side: SealedSide, place: ConflictPlace, own: OwnKeys): Result<Uint8Array> => {
  const boxed = Object.hasOwn(side.keys, own.id) ? base64ToBytes(side.keys[own.id]!) : undefined;
  if (boxed === undefined) return refuse({ code: 'side-not-ours' });
  const sealed = base64ToBytes(side.sealed);
  const key = boxed && openBox(sodium, boxed, own, 'side key', [...partsOf(place), own.id]);
  if (key?.length !== 32 || !sealed || sealed.length < SEALED_MORE || !isHash(side.commitment)) return refuse({ code: 'side-damaged' });
  if (commitmentTo(sodium, place, key, sealed) !== side.commitment) return refuse({ code: 'side-other' });
  const padded = openUnder(sodium, sealed, key, 'side', partsOf(place));
  const plain = padded && unpad(padded);
  return plain ? ok(plain.slice()) : refuse({ code: 'side-damaged' });
};
