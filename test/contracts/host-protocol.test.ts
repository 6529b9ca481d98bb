// Frames, as both ends read them: what was written reads back, and nothing else is taken for a message.

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bytesToBase32, bytesToKey } from '#core/ids.ts';
import { base64ToBytes, bytesToBase64 } from '#core/base64.ts';
import { decodePull, decodePush, decodePushAnswer, encodePull, encodePush, encodePushAnswer, LIMITS, pullPath, readPullAsk, type HostRow, type PushOp } from '#sync/protocol.ts';
import { base32ToBytes } from '#crypto/base32.ts';
import { encodeFrame } from '#sync/frame.ts';

const anId = fc.uint8Array({ minLength: 16, maxLength: 16 }).map(bytesToBase32);
const aDevice = fc.uint8Array({ minLength: 8, maxLength: 8 }).map(bytesToBase32);
const aHash = fc.uint8Array({ minLength: 32, maxLength: 32 }).map((bytes) => Buffer.from(bytes).toString('hex'));
const aCount = fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER });
const signed = {
  id: anId,
  ver: aCount,
  epoch: fc.integer({ min: 1, max: 1_000_000_000 }),
  key: fc.oneof(fc.constant(''), anId),
  counter: aCount,
  logHead: aHash,
  sig: fc.uint8Array({ minLength: 64, maxLength: 64 }).map(bytesToBase64),
  blob: fc.uint8Array({ minLength: 1, maxLength: 300 }),
};
const anOp: fc.Arbitrary<PushOp> = fc.record({ op: anId, base: fc.nat(), ...signed });
const aRow: fc.Arbitrary<HostRow> = fc.record({ ...signed, seq: aCount, device: aDevice, author: fc.oneof(aDevice, anId) });
const someOps = fc.uniqueArray(anOp, { minLength: 1, maxLength: 8, selector: ({ op }) => op });

describe('frames', () => {
  test('a push reads back as it was written', () => {
    fc.assert(
      fc.property(someOps, (ops) => {
        expect(decodePush(encodePush(ops))).toEqual({
          ok: true,
          value: ops.map((each) => {
            const [op, id] = [base32ToBytes(each.op, 16)!, base32ToBytes(each.id, 16)!];
            return { ...each, op, opKey: bytesToKey(op), id, idKey: bytesToKey(id), sig: base64ToBytes(each.sig) };
          }),
        });
      }),
    );
  });

  test('answers and pages read back as they were written', () => {
    const anAnswer = fc.oneof(
      fc.record({ seq: aCount }),
      fc.record({ error: fc.constant('conflict' as const), ver: fc.nat(), row: aRow }),
      fc.record({ error: fc.constant('stale-epoch' as const), epoch: aCount }),
    );
    fc.assert(
      fc.property(fc.array(anAnswer, { maxLength: 6 }), aCount, (results, head) => {
        const answer = { head, now: 5, results };
        expect(decodePushAnswer(encodePushAnswer(answer))).toEqual({ ok: true, value: answer });
      }),
    );
    fc.assert(
      fc.property(fc.array(aRow, { maxLength: 6 }), aCount, fc.boolean(), (rows, least, more) => {
        const page = { head: Math.max(least, ...rows.map(({ seq }) => seq)), log: 3, count: 7, now: 5, rows, more };
        expect(decodePull(encodePull(page))).toEqual({ ok: true, value: page });
      }),
    );
  });

  test('a frame cut anywhere, or with anything left over, is refused', () => {
    fc.assert(
      fc.property(someOps, fc.nat(), fc.uint8Array({ minLength: 1, maxLength: 9 }), (ops, at, more) => {
        const whole = encodePush(ops);
        expect(decodePush(whole.subarray(0, at % whole.length)).ok).toBe(false);
        expect(decodePush(Buffer.concat([whole, more])).ok).toBe(false);
      }),
    );
  });

  test('any bytes are refused without an error thrown', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => {
        expect([decodePush(bytes).ok, decodePull(bytes).ok, decodePushAnswer(bytes).ok]).toEqual([false, false, false]);
      }),
    );
  });

  test('a header that lies about lengths, numbers or fields is refused', () => {
    const beside = new Uint8Array(96).map((_, i) => i);
    const blob = new Uint8Array(40);
    const good = [0, 1, 1, '', 1, 0, blob.length] as const;
    const logHead = 'a'.repeat(64);
    const decode = (ops: unknown, heads: unknown = [logHead], more: object = {}) => decodePush(encodeFrame({ heads, ops, ...more }, [beside, blob])).ok;
    expect(decode([good])).toBe(true);
    const but = (place: number, value: unknown): unknown => good.with(place, value as never);
    const bad: unknown[] = [
      ...[blob.length + 1, blob.length - 1, LIMITS.rowBytes + 1, -1, 2 ** 53].map((len) => but(6, len)),
      ...[1.5, '1', 0].map((ver) => but(1, ver)),
      but(0, -1),
      but(2, 0),
      ...['x', 0].map((key) => but(3, key)),
      but(4, 0),
      ...[1, -1, 0.5].map((head) => but(5, head)),
      good.slice(1),
      [...good, 1],
      { ...good },
      null,
      [],
    ];
    expect(bad.filter((each) => decode([each]))).toEqual([]);
    expect([[], [logHead.slice(1)], [logHead.toUpperCase()], [logHead, ''], null].filter((heads) => decode([good], heads))).toEqual([]);
    expect([decode([]), decode({}), decode(null), decode([good], [logHead], { more: 1 })]).toEqual([false, false, false, false]);
    expect(decodePush(encodeFrame({ heads: [logHead], ops: [good, good] }, [beside, blob, beside, blob]))).toEqual({
      ok: false,
      error: { code: 'malformed', with: { why: 'op-twice' } },
    });
  });

  test('a pull asked in an address is read back; what is not one is refused', () => {
    const query = (path: string) => new URL(path, 'http://x').searchParams;
    const ask = { after: 3, before: 90, limit: 500, bytes: 4096 };
    expect(readPullAsk(query(pullPath('v', ask)))).toEqual(ask);
    expect(readPullAsk(query('/'))).toEqual({ after: 0, limit: 500, bytes: 4_194_304 });
    for (const bad of ['after=-1', 'after=x', 'limit=0', `limit=${LIMITS.rows + 1}`, 'after=99999999999999999', 'bytes=1e9', 'before=0'])
      expect(readPullAsk(query(`/?${bad}`)), bad).toBeNull();
  });
});
