// Looks into what a browser stores: tables and logs of LevelDB, and what is packed with Snappy in them, by LevelDB itself
// and by the browser's IndexedDB. Gives everything that unpacks, so that a search for words can look inside. By hand and
// for tests only: it reads what it can and leaves the rest.
// Formats: github.com/google/leveldb doc/table_format.md and doc/log_format.md; github.com/google/snappy format_description.txt.

/** Reads a number of seven bits a byte, the lowest first; null where the bytes end. */
const varint = (bytes: Buffer, at: number): { readonly value: number; readonly next: number } | null => {
  let value = 0;
  for (let i = 0; i < 9 && at + i < bytes.length; i++) {
    const byte = bytes[at + i]!;
    value += (byte & 0x7f) * 2 ** (7 * i);
    if (byte < 0x80) return { value, next: at + i + 1 };
  }
  return null;
};

const MOST = 64 * 1024 * 1024;

/** Unpacks raw Snappy as far as it goes; null when it does not begin like it. */
export const unsnappy = (bytes: Buffer): Buffer | null => {
  const length = varint(bytes, 0);
  if (!length || length.value === 0 || length.value > MOST) return null;
  const out = Buffer.alloc(length.value);
  let at = length.next;
  let to = 0;
  while (at < bytes.length && to < out.length) {
    const tag = bytes[at++]!;
    if ((tag & 3) === 0) {
      let size = tag >> 2;
      if (size >= 60) {
        const more = size - 59;
        if (at + more > bytes.length) break;
        size = bytes.readUIntLE(at, more);
        at += more;
      }
      size += 1;
      if (to + size > out.length) break;
      to += bytes.copy(out, to, at, at + size);
      at += size;
    } else {
      const kind = tag & 3;
      const wide = kind === 1 ? 1 : kind === 2 ? 2 : 4;
      if (at + wide > bytes.length) break;
      const size = kind === 1 ? 4 + ((tag >> 2) & 7) : (tag >> 2) + 1;
      const offset = kind === 1 ? ((tag >> 5) << 8) | bytes[at]! : bytes.readUIntLE(at, wide);
      at += wide;
      if (offset === 0 || offset > to || to + size > out.length) break;
      for (let i = 0; i < size; i++, to++) out[to] = out[to - offset]!;
    }
  }
  return to > 0 ? out.subarray(0, to) : null;
};

const MAGIC = Buffer.from('57fb808b247547db', 'hex');

/** One block of a table, unpacked where it is packed. */
const blockAt = (bytes: Buffer, offset: number, size: number): { readonly content: Buffer; readonly packed: boolean } | null => {
  if (offset + size + 5 > bytes.length) return null;
  const content = bytes.subarray(offset, offset + size);
  if (bytes[offset + size] === 0) return { content, packed: false };
  const unpacked = unsnappy(content);
  return unpacked && { content: unpacked, packed: true };
};

/** The values of a block, by its entries. */
const valuesOf = (block: Buffer): Buffer[] => {
  const values: Buffer[] = [];
  const end = block.length - 4 * (block.length >= 4 ? block.readUInt32LE(block.length - 4) + 1 : 0);
  for (let at = 0; at < end;) {
    const shared = varint(block, at);
    const own = shared && varint(block, shared.next);
    const length = own && varint(block, own.next);
    if (!own || !length) break;
    const from = length.next + own.value;
    values.push(block.subarray(from, from + length.value));
    at = from + length.value;
  }
  return values;
};

const handleOf = (bytes: Buffer): readonly [number, number] | null => {
  const offset = varint(bytes, 0);
  const size = offset && varint(bytes, offset.next);
  return offset && size ? [offset.value, size.value] : null;
};

/** Every block of a table file. */
const tableBlocks = (bytes: Buffer): { readonly content: Buffer; readonly packed: boolean }[] => {
  if (bytes.length < 48 || !bytes.subarray(-8).equals(MAGIC)) return [];
  const footer = bytes.subarray(-48);
  const first = varint(footer, 0);
  const second = first && varint(footer, first.next);
  const index = second && handleOf(footer.subarray(second.next));
  const list = index && blockAt(bytes, ...index);
  if (!list) return [];
  return valuesOf(list.content).flatMap((value) => {
    const handle = handleOf(value);
    return (handle && blockAt(bytes, ...handle)) ?? [];
  });
};

/** The records of a log, put together again over its blocks of 32 KB. */
const logRecords = (bytes: Buffer): Buffer => {
  const parts: Buffer[] = [];
  for (let start = 0; start < bytes.length; start += 32_768) {
    const block = bytes.subarray(start, start + 32_768);
    for (let at = 0; at + 7 <= block.length;) {
      const length = block.readUInt16LE(at + 4);
      if (block[at + 6] === 0 || at + 7 + length > block.length) break;
      parts.push(block.subarray(at + 7, at + 7 + length));
      at += 7 + length;
    }
  }
  return Buffer.concat(parts);
};

/** Where the browser's IndexedDB says that a value is packed: its two bytes of envelope, then the kind. */
const PACKED_VALUE = Buffer.from([0xff, 0x11, 0x02]);

const packedValues = (bytes: Buffer): Buffer[] => {
  const out: Buffer[] = [];
  for (let at = bytes.indexOf(PACKED_VALUE); at >= 0; at = bytes.indexOf(PACKED_VALUE, at + 1)) {
    const value = unsnappy(bytes.subarray(at + PACKED_VALUE.length));
    if (value) out.push(value);
  }
  return out;
};

export interface Layer {
  readonly name: string;
  readonly bytes: Buffer;
}

/** A file as it is, and everything that can be unpacked from it. */
export const layersOf = (path: string, bytes: Buffer): Layer[] => {
  const layers: Layer[] = [{ name: path, bytes }];
  for (const [i, { content, packed }] of tableBlocks(bytes).entries()) layers.push({ name: `${path} (block ${i}${packed ? ', snappy' : ''})`, bytes: content });
  if (path.endsWith('.log')) layers.push({ name: `${path} (records)`, bytes: logRecords(bytes) });
  return layers.flatMap((layer) => [layer, ...packedValues(layer.bytes).map((value, i) => ({ name: `${layer.name} (value ${i}, snappy)`, bytes: value }))]);
};
