// A token that says "a member of this circle, once for this question" and not which member: RSABSSA-SHA384-PSS-Randomized
// (RFC 9474, the client's half). The host signs a blinded message without seeing it; what comes out cannot be led back to the
// signing. Every member's client fetches its token when it first sees a question, whether it will be used or not. Invariant:
// message and blinding are written down before anything is sent, so that a retry sends the same bytes; a second message is refused.
//   message: 32 random bytes (RFC 9474's prefix) | `kith token` 0 `1` 0 vault 0 question 0 32 random bytes

import { base64ToBytes, bytesToBase64 } from '#core/base64.ts';
import type { Random } from '#core/ids.ts';
import { ok, refuse, type Result } from '#core/result.ts';
import { domainBytes, joinBytes } from './domain.ts';

/** RFC 9474's blinding, from a library over WebCrypto; keys are SubjectPublicKeyInfo. `blind` throws when the key is not one. */
export interface BlindSignatures {
  blind(publicKey: Uint8Array, message: Uint8Array): Promise<{ readonly blinded: Uint8Array; readonly inverse: Uint8Array }>;
  /** Null when the signature is not one of this key over this message. */
  finalize(publicKey: Uint8Array, message: Uint8Array, blindSignature: Uint8Array, inverse: Uint8Array): Promise<Uint8Array | null>;
  verify(publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array): Promise<boolean>;
}

export interface AskedIn {
  readonly vault: string;
  /** From the log: the question's id and key (base 64). */
  readonly question: { readonly id: string; readonly publicKey: string };
}

/** What is kept, sealed, before `blinded` goes to the host. All base 64. */
export interface TokenRequest {
  readonly message: string;
  readonly inverse: string;
  readonly blinded: string;
}

export interface Token {
  readonly message: string;
  readonly signature: string;
}

const PREFIX = 32;
const CHANCE = 32;

const textOf = ({ vault, question }: AskedIn): Uint8Array => domainBytes('token', [vault, question.id], new Uint8Array(0));

/** Refusal `question-key-wrong` when what the log pins is no key of the kind. */
export const askToken = async (signatures: BlindSignatures, random: Random, place: AskedIn): Promise<Result<TokenRequest>> => {
  const key = base64ToBytes(place.question.publicKey);
  const message = joinBytes(random(PREFIX), textOf(place), random(CHANCE));
  try {
    const { blinded, inverse } = await signatures.blind(key!, message);
    return ok({ message: bytesToBase64(message), inverse: bytesToBase64(inverse), blinded: bytesToBase64(blinded) });
  } catch {
    return refuse({ code: 'question-key-wrong' });
  }
};

/** `blindSignature` in base 64, as the host answered. Refusal `token-wrong`: the host did not sign with the key that the log pins. */
export const takeToken = async (signatures: BlindSignatures, place: AskedIn, request: TokenRequest, blindSignature: string): Promise<Result<Token>> => {
  const [key, message, inverse, signed] = [place.question.publicKey, request.message, request.inverse, blindSignature].map(base64ToBytes);
  const signature = key && message && inverse && signed ? await signatures.finalize(key, message, signed, inverse) : null;
  return signature ? ok({ message: request.message, signature: bytesToBase64(signature) }) : refuse({ code: 'token-wrong' });
};

/** Whether a token is for this question and signed with its key. */
export const isTokenFor = async (signatures: BlindSignatures, place: AskedIn, token: Token): Promise<boolean> => {
  const [key, message, signature] = [place.question.publicKey, token.message, token.signature].map(base64ToBytes);
  const text = textOf(place);
  if (!key || !message || !signature || message.length !== PREFIX + text.length + CHANCE || !text.every((byte, i) => message[PREFIX + i] === byte)) return false;
  return signatures.verify(key, message, signature);
};
