// An item for one person alone (feedback, an answer to a prompting): sealed to their key, with the sender's signature inside, so
// that the host sees neither who wrote nor what, and the receiver knows who did. Bound to vault, kind, item and receiver; the
// receiver's key is in the signature too, so that it cannot be sealed anew to somebody else as if it had been meant for them.
//   sealed box (boxed.ts) of the padded: 64 bytes signature | 26 letters sender | body
//   signature over `kith inbox` 0 `1` 0 vault 0 kind 0 item 0 sender 0 receiver 0 receiver's box key 0 BLAKE2b-256(body) in hex

import type { Random } from '#core/ids.ts';
import { isId } from '#core/ids.ts';
import { ok, refuse, type Result } from '#core/result.ts';
import { bytesToText, textToBytes } from '#core/text.ts';
import { boxTo, openBox, pad, unpad } from './boxed.ts';
import { signDomain, verifyDomain, type OwnKeys } from './device-keys.ts';
import { hashHex, joinBytes } from './domain.ts';
import type { Sodium } from './seal.ts';

export interface InboxPlace {
  readonly vault: string;
  /** A fixed word of ours: `feedback`, `answer` … */
  readonly kind: string;
  /** The item's own id, so that it cannot be handed over twice as two. */
  readonly item: string;
}

const SIGNATURE = 64;
const SENDER = 26;

const signedParts = (
  sodium: Pick<Sodium, 'crypto_generichash'>,
  { vault, kind, item }: InboxPlace,
  from: string,
  to: { readonly id: string; readonly box: string },
  body: Uint8Array,
) => [vault, kind, item, from, to.id, to.box, hashHex(sodium, body)];

/** Refusal `log-key-unfit` when nothing can be sealed to the receiver's key. */
export const sealForInbox = (
  sodium: Sodium,
  random: Random,
  body: Uint8Array,
  place: InboxPlace,
  from: OwnKeys,
  to: { readonly id: string; readonly box: string },
): Result<Uint8Array> => {
  const sig = signDomain(sodium, from.signSecret, 'inbox', signedParts(sodium, place, from.id, to, body));
  const plain = pad(joinBytes(sig, textToBytes(from.id), body))!;
  const sealed = boxTo(sodium, random, plain, to.box, 'inbox', [place.vault, place.kind, place.item, to.id]);
  return sealed ? ok(sealed) : refuse({ code: 'log-key-unfit' });
};

/**
 * `signOf` gives a sender's sign keys (base 64) from the vault's log: those of today and, since items may lie for a while, of before.
 * Refusals: `inbox-damaged` (not sealed to us, or not at this place), `inbox-forged` (the sender named did not write it),
 * `inbox-unknown` (no keys of the sender named are at hand: nothing can be said of it).
 */
export const openFromInbox = (
  sodium: Sodium,
  sealed: Uint8Array,
  place: InboxPlace,
  own: OwnKeys,
  signOf: (sender: string) => readonly string[],
): Result<{ readonly from: string; readonly body: Uint8Array }> => {
  const padded = openBox(sodium, sealed, own, 'inbox', [place.vault, place.kind, place.item, own.id]);
  const plain = padded && unpad(padded);
  if (!plain || plain.length < SIGNATURE + SENDER) return refuse({ code: 'inbox-damaged' });
  const [sig, from, body] = [plain.subarray(0, SIGNATURE), bytesToText(plain.subarray(SIGNATURE, SIGNATURE + SENDER)), plain.slice(SIGNATURE + SENDER)];
  const to = { id: own.id, box: own.publicKeys.box };
  const keys = isId(from) ? signOf(from) : null;
  if (keys?.length === 0) return refuse({ code: 'inbox-unknown' });
  const isTheirs = isId(from) && keys?.some((sign) => verifyDomain(sodium, sign, sig, 'inbox', signedParts(sodium, place, from, to, body)));
  return isTheirs ? ok({ from, body }) : refuse({ code: 'inbox-forged' });
};
