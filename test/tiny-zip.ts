// A zip and tar writer for tests, that can lie about everything: sizes, checksums, offsets, names, kinds.
// By hand and apart from the product's own writer, so that one mistake cannot stand in both.

import { crc32, deflateRawSync } from 'node:zlib';

export interface TinyEntry {
  readonly name: string | Uint8Array;
  readonly data?: Uint8Array | string;
  readonly deflate?: boolean;
  readonly method?: number;
  readonly flags?: number;
  /** Claims, where they are not the truth. */
  readonly claim?: { readonly size?: number; readonly packed?: number; readonly crc?: number; readonly offset?: number };
  /** Unix mode and kind, e.g. 0o120777 for a link. */
  readonly mode?: number;
  /** Sizes after the data, none before. */
  readonly streamed?: boolean | 'without-signature';
  readonly zip64?: boolean;
  readonly extra?: Uint8Array;
  readonly time?: readonly [number, number];
}

export interface TinyOptions {
  readonly noDirectory?: boolean;
  readonly before?: Uint8Array;
  readonly comment?: string;
  readonly zip64End?: boolean;
  readonly part?: number;
  readonly count?: number;
}

const bytes = (data: Uint8Array | string): Buffer => (typeof data === 'string' ? Buffer.from(data) : Buffer.from(data));
const numbers = (...pairs: readonly (readonly [bytes: 2 | 4 | 8, value: number])[]): Buffer => {
  const out = Buffer.alloc(pairs.reduce((sum, [n]) => sum + n, 0));
  let at = 0;
  for (const [n, value] of pairs) {
    if (n === 2) out.writeUInt16LE(value & 0xffff, at);
    else if (n === 4) out.writeUInt32LE(value >>> 0, at);
    else out.writeBigUInt64LE(BigInt(value), at);
    at += n;
  }
  return out;
};

export const tinyZip = (entries: readonly TinyEntry[], options: TinyOptions = {}): Buffer => {
  const parts: Buffer[] = options.before ? [bytes(options.before)] : [];
  const directory: Buffer[] = [];
  let at = options.before?.length ?? 0;
  for (const entry of entries) {
    const name = bytes(entry.name);
    const data = bytes(entry.data ?? '');
    const packed = entry.deflate ? deflateRawSync(data) : data;
    const claim = { size: data.length, packed: packed.length, crc: crc32(data), offset: at, ...entry.claim };
    const flags = (entry.flags ?? (typeof entry.name === 'string' ? 0x800 : 0)) | (entry.streamed ? 8 : 0);
    const method = entry.method ?? (entry.deflate ? 8 : 0);
    const [time, date] = entry.time ?? [0, 0x21];
    const big = entry.zip64 ? Buffer.concat([numbers([2, 1], [2, 24], [8, claim.size], [8, claim.packed], [8, claim.offset])]) : Buffer.alloc(0);
    const extra = Buffer.concat([big, bytes(entry.extra ?? new Uint8Array())]);
    const sizes = (late: boolean): Buffer =>
      late
        ? numbers([4, 0], [4, 0], [4, 0])
        : entry.zip64
          ? numbers([4, claim.crc], [4, 0xffffffff], [4, 0xffffffff])
          : numbers([4, claim.crc], [4, claim.packed], [4, claim.size]);
    const head = Buffer.concat([numbers([2, flags], [2, method], [2, time], [2, date])]);
    const local = [numbers([4, 0x04034b50], [2, 20]), head, sizes(!!entry.streamed), numbers([2, name.length], [2, extra.length]), name, extra, packed];
    if (entry.streamed) local.push(...(entry.streamed === 'without-signature' ? [] : [numbers([4, 0x08074b50])]), numbers([4, claim.crc], [4, claim.packed], [4, claim.size]));
    parts.push(...local);
    at += local.reduce((sum, part) => sum + part.length, 0);
    directory.push(
      numbers([4, 0x02014b50], [2, entry.mode === undefined ? 20 : 0x0314], [2, 20]),
      head,
      sizes(false),
      numbers([2, name.length], [2, extra.length], [2, 0], [2, 0], [2, 0], [4, ((entry.mode ?? 0) << 16) >>> 0], [4, entry.zip64 ? 0xffffffff : claim.offset]),
      name,
      extra,
    );
  }
  if (options.noDirectory) return Buffer.concat(parts);
  const length = directory.reduce((sum, part) => sum + part.length, 0);
  const count = options.count ?? entries.length;
  const end64 = options.zip64End
    ? [
        numbers([4, 0x06064b50], [8, 44], [2, 45], [2, 45], [4, 0], [4, 0], [8, count], [8, count], [8, length], [8, at]),
        numbers([4, 0x07064b50], [4, 0], [8, at + length], [4, 1]),
      ]
    : [];
  const comment = bytes(options.comment ?? '');
  const end = options.zip64End
    ? numbers([4, 0x06054b50], [2, 0], [2, 0], [2, 0xffff], [2, 0xffff], [4, 0xffffffff], [4, 0xffffffff], [2, comment.length])
    : numbers([4, 0x06054b50], [2, options.part ?? 0], [2, options.part ?? 0], [2, count], [2, count], [4, length], [4, at], [2, comment.length]);
  return Buffer.concat([...parts, ...directory, ...end64, end, comment]);
};

export interface TinyTarEntry {
  readonly name: string;
  readonly data?: Uint8Array | string;
  readonly type?: string;
  readonly claimSize?: number;
  readonly wrongSum?: boolean;
  readonly prefix?: string;
  readonly base256?: boolean;
}

export const tinyTar = (entries: readonly TinyTarEntry[], options: { readonly noEnd?: boolean } = {}): Buffer => {
  const parts: Buffer[] = [];
  for (const entry of entries) {
    const data = bytes(entry.data ?? '');
    const head = Buffer.alloc(512);
    head.write(entry.name, 0, 100);
    head.write('0000644\0', 100);
    head.write('0000000\0', 108);
    head.write('0000000\0', 116);
    const size = entry.claimSize ?? data.length;
    if (entry.base256) {
      head[124] = 0x80;
      head.writeBigUInt64BE(BigInt(size), 128);
    } else head.write(`${size.toString(8).padStart(11, '0')}\0`, 124);
    head.write('14000000000\0', 136);
    head.write(entry.type ?? '0', 156);
    head.write('ustar\0', 257);
    head.write('00', 263);
    if (entry.prefix) head.write(entry.prefix, 345, 155);
    head.fill(' ', 148, 156);
    const sum = head.reduce((total, byte) => total + byte, entry.wrongSum ? 7 : 0);
    head.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
    parts.push(head, data, Buffer.alloc((512 - (data.length % 512)) % 512));
  }
  return Buffer.concat([...parts, ...(options.noEnd ? [] : [Buffer.alloc(1024)])]);
};
