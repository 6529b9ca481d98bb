// A plain TCP proxy that keeps a copy of all that passes, both ways; and what was said in it: HTTP/1.1 messages without the marks
// of chunks between their bytes, bodies unpacked as their headers say. What cannot be read as HTTP is kept as it came.

import { createServer, connect, type AddressInfo, type Socket } from 'node:net';
import { brotliDecompressSync, gunzipSync, inflateSync, zstdDecompressSync } from 'node:zlib';

export interface Heard {
  /** Which way, of which connection. */
  readonly name: string;
  readonly bytes: Buffer;
}

export interface Tap {
  /** Address to talk to in place of the host's. */
  readonly address: string;
  /** Everything so far, as it passed. */
  heard(): readonly Heard[];
  close(): Promise<void>;
}

/** Listens, and hands all on to a port of this machine. */
export const tap = async (port: number): Promise<Tap> => {
  const passed: { readonly name: string; readonly parts: Buffer[] }[] = [];
  const open = new Set<Socket>();
  const server = createServer((asking) => {
    const answering = connect(port, '127.0.0.1');
    const number = passed.length / 2;
    for (const [from, to, name] of [
      [asking, answering, `asked ${number}`],
      [answering, asking, `answered ${number}`],
    ] as const) {
      const parts: Buffer[] = [];
      passed.push({ name, parts });
      open.add(from);
      from.on('data', (part: Buffer) => parts.push(part));
      from.on('error', () => to.destroy());
      from.on('close', () => open.delete(from));
      from.pipe(to);
    }
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  return {
    address: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    heard: () => passed.map(({ name, parts }) => ({ name, bytes: Buffer.concat(parts) })),
    async close() {
      for (const socket of open) socket.destroy();
      await new Promise((done) => server.close(done));
    },
  };
};

const UNPACK: Readonly<Record<string, (bytes: Buffer) => Buffer>> = {
  gzip: gunzipSync,
  'x-gzip': gunzipSync,
  deflate: inflateSync,
  br: brotliDecompressSync,
  zstd: zstdDecompressSync,
};

interface Read {
  readonly body: Buffer;
  readonly next: number;
}

/** Chunks joined, as far as they came. */
const chunksAt = (bytes: Buffer, from: number): Read => {
  const parts: Buffer[] = [];
  let at = from;
  for (;;) {
    const end = bytes.indexOf('\r\n', at);
    const size = end < 0 ? NaN : Number.parseInt(bytes.toString('latin1', at, end), 16);
    if (Number.isNaN(size)) return { body: Buffer.concat(parts), next: bytes.length };
    if (size === 0) {
      // Trailers, and the empty line.
      const last = bytes.indexOf('\r\n\r\n', end);
      return { body: Buffer.concat(parts), next: last < 0 ? bytes.length : last + 4 };
    }
    parts.push(bytes.subarray(end + 2, end + 2 + size));
    at = end + 2 + size + 2;
  }
};

/** Bodies of all messages in one direction of a connection. */
export const bodiesIn = (bytes: Buffer): Buffer[] => {
  const bodies: Buffer[] = [];
  for (let at = 0; at < bytes.length;) {
    const end = bytes.indexOf('\r\n\r\n', at);
    if (end < 0) break;
    const [first = '', ...lines] = bytes.toString('latin1', at, end).split('\r\n');
    const headers = new Map(lines.map((line) => [line.slice(0, line.indexOf(':')).toLowerCase(), line.slice(line.indexOf(':') + 1).trim()]));
    const from = end + 4;
    const isChunked = /chunked/i.test(headers.get('transfer-encoding') ?? '');
    const length = Number(headers.get('content-length') ?? 0);
    const isBare = /^HTTP\/1\.1 (?:1\d\d|204|304)/.test(first);
    const { body, next }: Read = isBare
      ? { body: Buffer.alloc(0), next: from }
      : isChunked
        ? chunksAt(bytes, from)
        : { body: bytes.subarray(from, from + length), next: from + length };
    at = next;
    if (body.length === 0) continue;
    bodies.push(body);
    const unpack = UNPACK[headers.get('content-encoding') ?? ''];
    if (!unpack) continue;
    try {
      bodies.push(unpack(body));
    } catch {
      // Cut short: the packed bytes are searched all the same.
    }
  }
  return bodies;
};

/** What passed, as it came and as it reads. */
export const layersOf = ({ name, bytes }: Heard): Heard[] => [{ name, bytes }, ...bodiesIn(bytes).map((body, i) => ({ name: `${name}, body ${i}`, bytes: body }))];
