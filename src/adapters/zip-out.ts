// Writes a zip as a stream, one file at a time in the order given, so that an export of any size fits in memory.
// Sizes stand before the data (each file is packed whole first), which every unzip program reads.
// Invariant: the same files give the same bytes: no time but the files' own, UTF-8 names, nothing of this machine.

import type { OutFile } from '#formats/port.ts';
import { crc32 } from '#core/crc32.ts';
import { textToBytes } from '#core/text.ts';

/** Already packed: deflate would only cost time. */
const PACKED = /\.(?:jpe?g|png|gif|webp|heic|heif|avif|mp3|m4a|aac|mp4|mov|m4v|ogg|opus|webm|flac|zip|gz|woff2?)$/i;

const SMALLEST = 64;

/** Written to directly: a pipe between two streams costs as much again as packing a small file. */
const deflate = async (bytes: Uint8Array): Promise<Uint8Array> => {
  const stream = new CompressionStream('deflate-raw');
  const writer = stream.writable.getWriter();
  const written = writer.write(bytes as Uint8Array<ArrayBuffer>).then(() => writer.close());
  const reader = stream.readable.getReader();
  const pieces: Uint8Array[] = [];
  for (let next = await reader.read(); !next.done; next = await reader.read()) pieces.push(next.value);
  await written;
  if (pieces.length === 1) return pieces[0]!;
  return new Uint8Array(await new Blob(pieces as Uint8Array<ArrayBuffer>[]).arrayBuffer());
};

/** Date and time as zip keeps them, in UTC; the first that it can say (1 January 1980) when there is none. */
const dosTimeOf = (modified: string | undefined): readonly [time: number, date: number] => {
  const at = new Date(modified ?? Number.NaN);
  const year = at.getUTCFullYear();
  if (!(year >= 1980 && year <= 2107)) return [0, 0x21];
  return [(at.getUTCHours() << 11) | (at.getUTCMinutes() << 5) | (at.getUTCSeconds() >> 1), ((year - 1980) << 9) | ((at.getUTCMonth() + 1) << 5) | at.getUTCDate()];
};

/** Little-endian numbers of 2, 4 or 8 bytes, one after another. */
const numbers = (...fields: readonly (readonly [bytes: 2 | 4 | 8, value: number])[]): Uint8Array<ArrayBuffer> => {
  const out = new Uint8Array(fields.reduce((sum, [bytes]) => sum + bytes, 0));
  const view = new DataView(out.buffer);
  let at = 0;
  for (const [bytes, value] of fields) {
    if (bytes === 2) view.setUint16(at, value, true);
    else {
      view.setUint32(at, value % 2 ** 32, true);
      if (bytes === 8) view.setUint32(at + 4, Math.floor(value / 2 ** 32), true);
    }
    at += bytes;
  }
  return out;
};

/** UTC seconds (0x5455), so that a reader knows the instant and not only a clock. */
const instantOf = (modified: string | undefined): Uint8Array => {
  const seconds = Math.floor(new Date(modified ?? Number.NaN).getTime() / 1000);
  if (!(seconds >= 0 && seconds < 2 ** 31)) return new Uint8Array(0);
  const out = new Uint8Array(9);
  out.set([0x55, 0x54, 5, 0, 1]);
  new DataView(out.buffer).setUint32(5, seconds, true);
  return out;
};

async function* write(files: AsyncIterable<OutFile>, zip64From: number): AsyncGenerator<Uint8Array> {
  const directory: Uint8Array[] = [];
  let [at, count, length] = [0, 0, 0];
  for await (const file of files) {
    const plain = await file.bytes();
    const tried = PACKED.test(file.path) || plain.length < SMALLEST ? plain : await deflate(plain);
    const data = tried.length < plain.length ? tried : plain;
    const name = textToBytes(file.path);
    const [time, date] = dosTimeOf(file.modified);
    // Version 2.0 (4.5 with a 64-bit offset), names in UTF-8, method, time, checksum, sizes. One file is always under 4 GB.
    const about = numbers([2, 0x800], [2, data === plain ? 0 : 8], [2, time], [2, date], [4, crc32(plain)], [4, data.length], [4, plain.length], [2, name.length]);
    const instant = instantOf(file.modified);
    yield* [numbers([4, 0x04034b50], [2, 20]), about, numbers([2, instant.length]), name, instant, data];
    const far = at >= zip64From;
    const extra = far ? numbers([2, 1], [2, 8], [8, at]) : new Uint8Array(0);
    const entry = [
      numbers([4, 0x02014b50], [2, 0x0300 | (far ? 45 : 20)], [2, far ? 45 : 20]),
      about,
      numbers([2, extra.length + instant.length], [2, 0], [2, 0], [2, 0], [4, 0o100644 * 0x10000], [4, far ? 0xffffffff : at]),
      name,
      extra,
      instant,
    ];
    directory.push(...entry);
    at += 30 + name.length + instant.length + data.length;
    length += entry.reduce((sum, part) => sum + part.length, 0);
    count++;
  }
  yield* directory;
  if (count >= 0xffff || at >= zip64From || length >= zip64From) {
    yield numbers([4, 0x06064b50], [8, 44], [2, 45], [2, 45], [4, 0], [4, 0], [8, count], [8, count], [8, length], [8, at]);
    yield numbers([4, 0x07064b50], [4, 0], [8, at + length], [4, 1]);
    yield numbers([4, 0x06054b50], [2, 0], [2, 0], [2, 0xffff], [2, 0xffff], [4, 0xffffffff], [4, 0xffffffff], [2, 0]);
  } else yield numbers([4, 0x06054b50], [2, 0], [2, 0], [2, count], [2, count], [4, length], [4, at], [2, 0]);
}

/**
 * The files as a zip, written as it is read. Text is deflated, media stored as they are. `zip64From` is the offset
 * in bytes from which 64-bit fields are used; only a test gives another.
 */
export const zipOf = (files: AsyncIterable<OutFile>, zip64From = 0xffffffff): ReadableStream<Uint8Array> => {
  const parts = write(files, zip64From);
  return new ReadableStream({
    async pull(controller) {
      for (;;) {
        const next = await parts.next();
        if (next.done) return controller.close();
        // An empty part would not count as an answer to this pull.
        if (next.value.length > 0) return controller.enqueue(next.value);
      }
    },
    async cancel() {
      await parts.return(undefined);
    },
  });
};
