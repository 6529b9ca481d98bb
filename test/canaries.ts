// Looks for words that must not be there: in files as they are, in base 64 (at all three places a word can begin), in hex,
// in UTF-16 either way round, and inside whatever in the file unpacks as gzip, zlib or bare deflate.

import { constants, crc32, deflateSync, inflateRawSync, inflateSync } from 'node:zlib';
import { lstatSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A word of letters that no other text holds; `name` says where it was put. */
export const canaryOf = (name: string): string => `Zx${Buffer.from(name).toString('hex')}Qwv`;

/** Every form in which a word, or a key's bytes, could lie somewhere, by name. */
export const formsOf = (word: string | Buffer): Map<string, Buffer> => {
  const utf8 = typeof word === 'string' ? Buffer.from(word, 'utf8') : word;
  const le = Buffer.from(typeof word === 'string' ? word : word.toString('latin1'), 'utf16le');
  const forms = new Map<string, Buffer>([
    ['raw', utf8],
    ['hex', Buffer.from(utf8.toString('hex'))],
    ['HEX', Buffer.from(utf8.toString('hex').toUpperCase())],
    ['utf-16le', le],
    ['utf-16be', Buffer.from(le).swap16()],
  ]);
  for (let before = 0; before < 3; before++) {
    // The letters at both ends depend on what stands beside the word; those between do not.
    const text = Buffer.concat([Buffer.alloc(before), utf8, Buffer.alloc(3)]).toString('base64');
    const from = Math.ceil((before * 8) / 6);
    const to = Math.floor(((before + utf8.length) * 8) / 6);
    forms.set(`base64 ${before}`, Buffer.from(text.slice(from, to)));
    forms.set(`base64url ${before}`, Buffer.from(text.slice(from, to).replaceAll('+', '-').replaceAll('/', '_')));
  }
  return forms;
};

const attempt = (unpack: () => Buffer): Buffer | null => {
  try {
    const out = unpack();
    return out.length > 0 ? out : null;
  } catch {
    return null;
  }
};

// What was cut short gives what it held until there.
const HOW = { maxOutputLength: 64 * 1024 * 1024, finishFlush: constants.Z_SYNC_FLUSH };

/** Where the deflated bytes begin behind a gzip header (RFC 1952 §2.3). */
const behindGzipHeader = (bytes: Buffer): number => {
  const flags = bytes[3] ?? 0;
  let at = 10;
  if (flags & 4) at += 2 + (bytes.length >= at + 2 ? bytes.readUInt16LE(at) : 0);
  for (const flag of [8, 16]) if (flags & flag) at = bytes.indexOf(0, at) + 1 || bytes.length;
  return flags & 2 ? at + 2 : at;
};

/** What unpacks somewhere in the bytes: gzip and zlib by their first bytes, deflate where a zip says one begins. */
const unpacked = (bytes: Buffer): Buffer[] => {
  const out: (Buffer | null)[] = [];
  for (let at = 0; at + 2 < bytes.length; at++) {
    const [a, b] = [bytes[at]!, bytes[at + 1]!];
    const rest = bytes.subarray(at);
    if (a === 0x1f && b === 0x8b && bytes[at + 2] === 8) out.push(attempt(() => inflateRawSync(rest.subarray(behindGzipHeader(rest)), HOW)));
    if (a === 0x78 && ((a << 8) | b) % 31 === 0) out.push(attempt(() => inflateSync(rest, HOW)));
    if (a === 0x50 && b === 0x4b && bytes[at + 2] === 3 && at + 30 < bytes.length)
      out.push(attempt(() => inflateRawSync(bytes.subarray(at + 30 + bytes.readUInt16LE(at + 26) + bytes.readUInt16LE(at + 28)), HOW)));
  }
  return out.filter((one) => one !== null);
};

export interface Leak {
  readonly file: string;
  readonly canary: string;
  readonly form: string;
}

/** Where any of the words lies, in any form. */
export const leaksIn = (file: string, bytes: Buffer, canaries: readonly (string | Buffer)[], deep = 2): Leak[] => {
  const leaks: Leak[] = [];
  for (const canary of canaries)
    for (const [form, wanted] of formsOf(canary)) if (bytes.includes(wanted)) leaks.push({ file, canary: typeof canary === 'string' ? canary : canary.toString('hex'), form });
  if (deep > 0) for (const inner of unpacked(bytes)) leaks.push(...leaksIn(`${file} (unpacked)`, inner, canaries, deep - 1));
  return leaks;
};

/** Every ordinary file under a folder, changed since a moment; and every name, since a name can tell too. */
export const filesUnder = (folder: string, since = 0): { readonly path: string; readonly bytes: Buffer }[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true }).flatMap((entry) => {
    const path = join(entry.parentPath, entry.name);
    const name = { path: `name of ${path}`, bytes: Buffer.from(entry.name) };
    const stat = lstatSync(path);
    return stat.isFile() && stat.mtimeMs >= since ? [name, { path, bytes: readFileSync(path) }] : [name];
  });

/** A picture whose dots, not packed, spell a word again and again: nothing may be taken out of those; and a comment, which may. */
export const picture = (word: string, comment = word): Buffer => {
  const chunk = (type: string, data: Buffer): Buffer => {
    const body = Buffer.concat([Buffer.from(type), data]);
    const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
    length.writeUInt32BE(data.length);
    sum.writeUInt32BE(crc32(body));
    return Buffer.concat([length, body, sum]);
  };
  const side = 64;
  const row = (y: number): Buffer => Buffer.from(Array.from({ length: side + 1 }, (_, x) => (x === 0 ? 0 : word.charCodeAt((x - 1 + y * side) % word.length))));
  const head = Buffer.from([0, 0, 0, side, 0, 0, 0, side, 8, 0, 0, 0, 0]);
  return Buffer.concat([
    Buffer.from('89504e470d0a1a0a', 'hex'),
    chunk('IHDR', head),
    chunk('tEXt', Buffer.from(`Comment\0${comment}`)),
    chunk('IDAT', deflateSync(Buffer.concat(Array.from({ length: side }, (_, y) => row(y))), { level: 0 })),
    chunk('IEND', Buffer.alloc(0)),
  ]);
};
