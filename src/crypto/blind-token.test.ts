// The host's half is done here as the host does it: a private-key operation without padding.

import { constants, generateKeyPairSync, privateDecrypt, verify, webcrypto } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import { createBlindSignatures } from '#adapters/blind-signatures.ts';
import { readySodium } from '#adapters/sodium.ts';
import { openBallots, sealBallot, type Ballot } from './ballot.ts';
import { askToken, isTokenFor, takeToken, type AskedIn, type Token } from './blind-token.ts';

const sodium = await readySodium();
const random = sodium.randombytes_buf;
const signatures = await createBlindSignatures();
const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');
const bytesOf = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'base64'));
const hex = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'hex'));

const hostKey = () => {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const sign = (blinded: string): string => base64(privateDecrypt({ key: privateKey, padding: constants.RSA_NO_PADDING }, bytesOf(blinded)));
  return { spki: base64(publicKey.export({ format: 'der', type: 'spki' })), publicKey, sign };
};
const good = <T>(result: { ok: true; value: T } | { ok: false; error: unknown }): T => {
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
};
const refused = (code: string) => ({ ok: false, error: expect.objectContaining({ code }) });

const host = hostKey();
const VAULT = '5vvvvvvvvvvvvvvvvvvvvvvvvv';
const placeOf = (id: string, publicKey = host.spki): AskedIn => ({ vault: VAULT, question: { id, publicKey } });
const PLACE = placeOf('7zzzzzzzzzzzzzzzzzzzzzzzz8');
const OTHER = placeOf('7zzzzzzzzzzzzzzzzzzzzzzzz9');
const tokenFor = async (place: AskedIn, by = host): Promise<Token> => {
  const request = good(await askToken(signatures, random, place));
  return good(await takeToken(signatures, place, request, by.sign(request.blinded)));
};
const flip = (text: string, bit: number): string => {
  const bytes = bytesOf(text);
  bytes[bit >> 3]! ^= 1 << (bit & 7);
  return base64(bytes);
};

test('RFC 9474, appendix A.1: blinding, the host’s half, finalising and verifying give the RFC’s bytes', async () => {
  const rfc = JSON.parse(readFileSync(join(import.meta.dirname, '../../test/vectors/rfc9474-a1.json'), 'utf8')) as Record<string, string>;
  const url = (name: string): string => Buffer.from(rfc[name]!, 'hex').toString('base64url');
  const key = await webcrypto.subtle.importKey('jwk', { kty: 'RSA', n: url('n'), e: url('e') }, { name: 'RSA-PSS', hash: 'SHA-384' }, true, ['verify']);
  const spki = new Uint8Array(await webcrypto.subtle.exportKey('spki', key));
  const message = hex(rfc['msgPrefix']! + rfc['msg']!);
  // The library draws salt and blinding from the platform; here it is given the RFC's.
  const drawn = vi.spyOn(globalThis.crypto, 'getRandomValues').mockImplementation((into) => {
    (into as Uint8Array).set(hex(into!.byteLength === 48 ? rfc['salt']! : rfc['r']!));
    return into;
  });
  try {
    const { blinded, inverse } = await signatures.blind(spki, message);
    expect([Buffer.from(blinded).toString('hex'), Buffer.from(inverse).toString('hex')]).toEqual([rfc['blindedMsg'], rfc['inv']]);
  } finally {
    drawn.mockRestore();
  }
  const token = await signatures.finalize(spki, message, hex(rfc['blindSig']!), hex(rfc['inv']!));
  expect(Buffer.from(token!).toString('hex')).toBe(rfc['sig']);
  expect(await signatures.verify(spki, message, hex(rfc['sig']!))).toBe(true);
});

describe('a token', () => {
  test('is good for its question alone, and for every verifier of RSA-PSS', async () => {
    const token = await tokenFor(PLACE);
    expect(await isTokenFor(signatures, PLACE, token)).toBe(true);
    expect(verify('sha384', bytesOf(token.message), { key: host.publicKey, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 48 }, bytesOf(token.signature))).toBe(true);
    expect(await isTokenFor(signatures, OTHER, token)).toBe(false);
    expect(await isTokenFor(signatures, { ...PLACE, vault: OTHER.question.id }, token)).toBe(false);
    expect(await isTokenFor(signatures, placeOf(PLACE.question.id, hostKey().spki), token)).toBe(false);
  });

  test('with any bit of message or signature flipped is none', async () => {
    const token = await tokenFor(PLACE);
    for (let bit = 0; bit < bytesOf(token.message).length * 8; bit++) expect(await isTokenFor(signatures, PLACE, { ...token, message: flip(token.message, bit) })).toBe(false);
    for (let bit = 0; bit < 2048; bit++) expect(await isTokenFor(signatures, PLACE, { ...token, signature: flip(token.signature, bit) })).toBe(false);
  });

  test('kept as text before it was sent is finished after a restart', async () => {
    const request = good(await askToken(signatures, random, PLACE));
    const kept = JSON.parse(JSON.stringify(request)) as typeof request;
    expect(await isTokenFor(signatures, PLACE, good(await takeToken(signatures, PLACE, kept, host.sign(request.blinded))))).toBe(true);
    // What the host sees says nothing of the token: neither message nor signature stands in it.
    const token = good(await takeToken(signatures, PLACE, kept, host.sign(request.blinded)));
    expect(request.blinded).not.toContain(token.message.slice(0, 40));
    expect(host.sign(request.blinded)).not.toBe(token.signature);
  });

  test('signed with another key than the log pins is refused', async () => {
    const request = good(await askToken(signatures, random, PLACE));
    // A key signs what is below its modulus; another key's may be the smaller one, so one is made that can.
    const otherSigned = (): string => {
      try {
        return hostKey().sign(request.blinded);
      } catch {
        return otherSigned();
      }
    };
    for (const wrong of [otherSigned(), request.blinded, '', 'AAAA', '!']) expect(await takeToken(signatures, PLACE, request, wrong)).toEqual(refused('token-wrong'));
    expect(await askToken(signatures, random, placeOf(PLACE.question.id, 'AAAA'))).toEqual(refused('question-key-wrong'));
    expect(await askToken(signatures, random, placeOf(PLACE.question.id, '!'))).toEqual(refused('question-key-wrong'));
  });
});

describe('ballots', async () => {
  const key = random(32);
  const tokens = await Promise.all(Array.from({ length: 6 }, () => tokenFor(PLACE)));
  const cast = (token: Token, text: string, under = key, place = PLACE): Ballot => good(sealBallot(sodium, random, new TextEncoder().encode(text), place, under, token));
  const ballots = tokens.map((token, i) => cast(token, `answer ${i}`));
  const texts = (opened: Awaited<ReturnType<typeof openBallots>>): string[] =>
    good(opened)
      .answers.map((bytes) => new TextDecoder().decode(bytes))
      .sort();
  const open = (some: readonly Ballot[], k = 5) => openBallots(sodium, signatures, some, PLACE, key, k);

  test('are of one size and open together, in an order of their own', async () => {
    expect(new Set(['', 'x', 'y'.repeat(2044)].map((text) => cast(tokens[0]!, text).ballot.length)).size).toBe(1);
    expect(sealBallot(sodium, random, new Uint8Array(2045), PLACE, key, tokens[0]!)).toEqual(refused('ballot-too-long'));
    const opened = await open(ballots);
    expect(texts(opened)).toEqual(['answer 0', 'answer 1', 'answer 2', 'answer 3', 'answer 4', 'answer 5']);
    await fc.assert(
      fc.asyncProperty(fc.shuffledSubarray(ballots, { minLength: 6 }), async (shuffled) => void expect(await open(shuffled)).toEqual(opened)),
      { numRuns: 5 },
    );
  });

  test('are not opened below five, whatever is asked for', async () => {
    for (const k of [5, 4, 1, 0, -1, Number.NaN]) expect(await open(ballots.slice(0, 4), k)).toEqual(refused('ballots-too-few'));
    expect(texts(await open(ballots.slice(0, 5), 1)).length).toBe(5);
    expect(await open(ballots, 7)).toEqual(refused('ballots-too-few'));
  });

  test('with a token that was used, moved to another token, of another circle or question are dropped', async () => {
    const five = ballots.slice(0, 5);
    const again = cast(tokens[0]!, 'answer again');
    // The same token, its bytes written otherwise.
    const otherwise = { ...again, message: `${again.message}====` };
    const bad = [
      again,
      otherwise,
      { ...ballots[5]!, ballot: ballots[0]!.ballot },
      cast(tokens[5]!, 'x', random(32)),
      cast(tokens[5]!, 'x', key, OTHER),
      { message: '', signature: '!', ballot: '' },
    ];
    const opened = good(await open([...bad, ...five, five[1]!]));
    expect([opened.answers.length, opened.dropped]).toEqual([5, 7]);
    expect(await open([...bad, ...five.slice(1)].filter((ballot) => ballot !== again && ballot !== otherwise))).toEqual(refused('ballots-too-few'));
  });

  test('with any bit flipped are dropped', async () => {
    const { ballot } = ballots[5]!;
    await fc.assert(
      fc.asyncProperty(fc.nat(bytesOf(ballot).length * 8 - 1), async (bit) => {
        expect(good(await open([...ballots.slice(0, 5), { ...ballots[5]!, ballot: flip(ballot, bit) }])).dropped).toBe(1);
      }),
      { numRuns: 60 },
    );
  });
});
