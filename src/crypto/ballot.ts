// An answer without a name: sealed to the circle with a token beside it, sent without session. All ballots have one size. They are
// sealed under the epoch in which the question was asked, and bound to their token, so that none can be put under another's.
// Invariants: nothing is opened with fewer than k good ballots, and k is never below five, whatever the log or a caller says;
// a token counts once; ballots come out in an order that says nothing of when they came.

import { base64ToBytes, bytesToBase64 } from '#core/base64.ts';
import type { Random } from '#core/ids.ts';
import { ok, refuse, type Result } from '#core/result.ts';
import { isTokenFor, type AskedIn, type BlindSignatures, type Token } from './blind-token.ts';
import { openUnder, pad, sealUnder, unpad } from './boxed.ts';
import { hashHex } from './domain.ts';
import { LEAST_K } from './log-entries.ts';
import type { Sodium } from './seal.ts';

/** As it travels, all base 64: the token's message and signature, and the sealed answer. */
export interface Ballot extends Token {
  readonly ballot: string;
}

/** Bytes of every ballot before sealing; an answer has four less at most. */
export const BALLOT_BYTES = 2048;

const partsOf = (sodium: Pick<Sodium, 'crypto_generichash'>, { vault, question }: AskedIn, message: string): readonly string[] => [
  vault,
  question.id,
  hashHex(sodium, base64ToBytes(message) ?? new Uint8Array(0)),
];

/** `key` is that of the question's epoch. Refusal `ballot-too-long`. */
export const sealBallot = (sodium: Sodium, random: Random, answer: Uint8Array, place: AskedIn, key: Uint8Array, token: Token): Result<Ballot> => {
  const plain = pad(answer, BALLOT_BYTES);
  if (!plain) return refuse({ code: 'ballot-too-long', with: { most: BALLOT_BYTES - 4 } });
  const sealed = sealUnder(sodium, random, plain, key, 'ballot', partsOf(sodium, place, token.message));
  return ok({ message: token.message, signature: token.signature, ballot: bytesToBase64(sealed) });
};

/** Null when it is not a ballot of this circle for this question with this token. */
const openBallot = async (sodium: Sodium, signatures: BlindSignatures, ballot: Ballot, place: AskedIn, key: Uint8Array): Promise<Uint8Array | null> => {
  const sealed = base64ToBytes(ballot.ballot);
  if (!sealed || !(await isTokenFor(signatures, place, ballot))) return null;
  const padded = openUnder(sodium, sealed, key, 'ballot', partsOf(sodium, place, ballot.message));
  const plain = padded?.length === BALLOT_BYTES ? unpad(padded) : null;
  return plain?.slice() ?? null;
};

export interface Opened {
  readonly answers: readonly Uint8Array[];
  /** How many were not good, or came with a token that was used already. */
  readonly dropped: number;
}

/** Refusal `ballots-too-few` when fewer than `k` (and never fewer than five) are good. */
export const openBallots = async (sodium: Sodium, signatures: BlindSignatures, ballots: readonly Ballot[], place: AskedIn, key: Uint8Array, k: number): Promise<Result<Opened>> => {
  const least = Math.max(LEAST_K, Number.isFinite(k) ? k : LEAST_K);
  const good: { readonly order: string; readonly token: string; readonly answer: Uint8Array }[] = [];
  for (const ballot of ballots) {
    const answer = await openBallot(sodium, signatures, ballot, place, key);
    // By the bytes: base 64 has more than one way to write some of them.
    if (answer) good.push({ order: hashHex(sodium, base64ToBytes(ballot.ballot)!), token: hashHex(sodium, base64ToBytes(ballot.message)!), answer });
  }
  good.sort((a, b) => (a.order < b.order ? -1 : 1));
  const byToken = new Map<string, Uint8Array>();
  for (const { token, answer } of good) if (!byToken.has(token)) byToken.set(token, answer);
  if (byToken.size < least) return refuse({ code: 'ballots-too-few', with: { k: least } });
  return ok({ answers: [...byToken.values()], dropped: ballots.length - byToken.size });
};
