// Bytes of a text file as text, whatever wrote them: UTF-8 and UTF-16 with or without a byte order mark, else
// Windows-1252 (which holds Latin-1). Here because every importer meets old and foreign files.
// Invariants: never throws; a UTF-8 file with a few damaged bytes stays UTF-8 (damage shows as U+FFFD), so that
// one bad byte does not turn every accent of a diary into two signs.

import { ok, refuse, type Result } from '#core/result.ts';
import { bytesToText, bytesToTextStrict, decodeAs } from '#core/text.ts';
import { MOST, type SourceFile } from './port.ts';

export type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252';

export interface DecodedText {
  /** Without a byte order mark. */
  readonly text: string;
  readonly encoding: Encoding;
  readonly marked: boolean;
  /** Some bytes made no sense in this encoding and were replaced by U+FFFD. */
  readonly damaged: boolean;
}

const SAMPLE = 65_536;

const markOf = (bytes: Uint8Array): { encoding: Encoding; length: number } | null => {
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return { encoding: 'utf-8', length: 3 };
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return { encoding: 'utf-16le', length: 2 };
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return { encoding: 'utf-16be', length: 2 };
  return null;
};

/** Signs that every script shares (spaces, line ends, ASCII letters and digits) read at this byte order. */
const familiar = (bytes: Uint8Array, high: 0 | 1): number => {
  let count = 0;
  for (let i = 0; i + 1 < Math.min(bytes.length, SAMPLE); i += 2) {
    const low = bytes[i + 1 - high]!;
    if (bytes[i + high] === 0 && (low === 0x20 || low === 0x0a || low === 0x0d || low === 0x09 || (low >= 0x21 && low < 0x7f))) count += 1;
  }
  return count;
};

const utf16Of = (bytes: Uint8Array): Encoding | null => {
  if (bytes.subarray(0, SAMPLE).indexOf(0) === -1) return null;
  const little = familiar(bytes, 1);
  const big = familiar(bytes, 0);
  const enough = Math.max(1, Math.min(bytes.length, SAMPLE) / 200);
  if (little >= enough && little > big * 4) return 'utf-16le';
  if (big >= enough && big > little * 4) return 'utf-16be';
  return null;
};

/**
 * Whether well-formed UTF-8 that holds zeros may be UTF-16 all the same: Latin letters are half zeros there, and the others
 * look like ASCII strewn with control signs. A stray zero makes no UTF-16 of a text.
 */
const mayBeUtf16 = (bytes: Uint8Array): boolean => {
  const sample = bytes.subarray(0, SAMPLE);
  if (!sample.includes(0)) return false;
  let [zeros, controls, high] = [0, 0, 0];
  for (const byte of sample) {
    if (byte === 0) zeros += 1;
    else if (byte < 9 || (byte > 13 && byte < 32)) controls += 1;
    else if (byte >= 0x80) high += 1;
  }
  return zeros * 5 >= sample.length || (high === 0 && controls > 0);
};

/** Whether most of what is not ASCII is well-formed UTF-8 all the same. */
const mostlyUtf8 = (bytes: Uint8Array): boolean => {
  let good = 0;
  let bad = 0;
  for (let i = 0; i < bytes.length;) {
    const byte = bytes[i]!;
    if (byte < 0x80) {
      i += 1;
      continue;
    }
    const more = byte >= 0xc2 && byte <= 0xdf ? 1 : byte >= 0xe0 && byte <= 0xef ? 2 : byte >= 0xf0 && byte <= 0xf4 ? 3 : 0;
    let here = 1;
    while (here <= more && (bytes[i + here]! & 0xc0) === 0x80) here += 1;
    if (more > 0 && here > more) good += 1;
    else if (i + more < bytes.length || more === 0) bad += 1;
    i += Math.max(1, here);
  }
  return good > 0 && good >= bad * 4;
};

/** The text, and how it was read. Refusal: `file-too-large` when no string can hold it. */
export const decodeText = (bytes: Uint8Array): Result<DecodedText> => {
  try {
    const mark = markOf(bytes);
    const content = mark ? bytes.subarray(mark.length) : bytes;
    if (mark?.encoding === 'utf-16le' || mark?.encoding === 'utf-16be') return ok(asUtf16(content, mark.encoding, true));
    const strict = bytesToTextStrict(content);
    const guess = mark || (strict !== null && !mayBeUtf16(content)) ? null : utf16Of(content);
    if (guess === 'utf-16le' || guess === 'utf-16be') return ok(asUtf16(content, guess, false));
    if (strict !== null) return ok({ text: strict, encoding: 'utf-8', marked: mark !== null, damaged: false });
    if (mark || mostlyUtf8(content)) return ok({ text: bytesToText(content), encoding: 'utf-8', marked: mark !== null, damaged: true });
    return ok({ text: decodeAs(content, 'windows-1252'), encoding: 'windows-1252', marked: false, damaged: false });
  } catch {
    return refuse({ code: 'file-too-large', with: { most: MOST.textFile } });
  }
};

const asUtf16 = (bytes: Uint8Array, encoding: 'utf-16le' | 'utf-16be', marked: boolean): DecodedText => {
  const text = decodeAs(bytes, encoding);
  return { text, encoding, marked, damaged: text.includes('\ufffd') };
};

/** Reads a text file of a source. Refusals as of `SourceFile.read`; a source that throws is a damaged file. */
export const readText = async (file: SourceFile, most: number = MOST.textFile): Promise<Result<DecodedText>> => {
  try {
    const bytes = await file.read(most);
    return bytes.ok ? decodeText(bytes.value) : bytes;
  } catch {
    return refuse({ code: 'file-damaged', with: { file: file.path } });
  }
};

/** Line ends of Windows and of old Macs as `\n`. */
export const withPlainLineEnds = (text: string): string => (text.includes('\r') ? text.replace(/\r\n?/g, '\n') : text);
