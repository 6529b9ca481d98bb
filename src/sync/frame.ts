// A frame: what travels when sealed bytes go along. u32 little-endian length of the header, the header in JSON (UTF-8),
// then the blobs back to back, each as long as the header says. Nothing may be missing and nothing may be left over.

import { bytesToTextStrict, textToBytes } from '#core/text.ts';
import { ok, refuse, type Result } from '#core/result.ts';
import type { Check } from './checks.ts';

/** Bytes of a header: 1,000 rows with all that stands beside them need half of it. */
export const MOST_HEADER = 1 << 20;

const malformed = (why: string) => refuse({ code: 'malformed', with: { why } });

export const encodeFrame = (header: unknown, blobs: readonly Uint8Array[] = []): Uint8Array<ArrayBuffer> => {
  const head = textToBytes(JSON.stringify(header));
  const out = new Uint8Array(blobs.reduce((sum, blob) => sum + blob.length, 4 + head.length));
  new DataView(out.buffer).setUint32(0, head.length, true);
  out.set(head, 4);
  let at = 4 + head.length;
  for (const blob of blobs) {
    out.set(blob, at);
    at += blob.length;
  }
  return out;
};

/** The header, checked, and the blobs as views into `bytes`. `lengths` says from the header how long each blob is. Refusal: `malformed {why}`. */
export const decodeFrame = <H>(
  bytes: Uint8Array,
  check: Check<H>,
  lengths: (header: H) => readonly number[],
): Result<{ readonly header: H; readonly blobs: readonly Uint8Array[] }> => {
  if (bytes.length < 4) return malformed('frame-short');
  const size = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength).getUint32(0, true);
  if (size > MOST_HEADER) return malformed('header-long');
  if (size > bytes.length - 4) return malformed('frame-short');
  const header = parseJson(bytes.subarray(4, 4 + size));
  if (!check(header)) return malformed('header');
  const blobs: Uint8Array[] = [];
  let at = 4 + size;
  for (const length of lengths(header)) {
    if (length > bytes.length - at) return malformed('frame-short');
    blobs.push(bytes.subarray(at, at + length));
    at += length;
  }
  return at === bytes.length ? ok({ header, blobs }) : malformed('frame-long');
};

/** Undefined when the bytes are not JSON in UTF-8. */
export const parseJson = (bytes: Uint8Array): unknown => {
  const text = bytesToTextStrict(bytes);
  if (text === null) return undefined;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
};
