// What a person writes is nowhere at the host and in nothing that passes, at the size that every check can bear; and the search, the
// proxy and the reading of what passed would find it.

import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { canaryOf, leaksIn } from './canaries.ts';
import { controlsOf, hostCanaries } from './host-canaries.ts';
import { layersOf, tap } from './traffic.ts';

// What goes to the host is sealed before it comes to a database: one kind is enough here; `npm run canaries` looks through both.
describe.each(['sqlite'] as const)('a host on %s', (engine) => {
  test('has no word that a person wrote, alone or in a circle, and no secret of theirs: not in its database, log, folders, nor in what passed', async () => {
    const { leaks, missing, controls, places } = await hostCanaries(engine, 2, true);
    expect(leaks).toEqual([]);
    expect(missing).toEqual([]);
    expect(controls).toEqual(expect.arrayContaining([...controlsOf(engine, true)]));
    expect(places).toBeGreaterThan(50);
  }, 300_000);
});

test('The proxy hears both ways, and a word is found though chunks cut it or it is packed', async () => {
  const word = canaryOf('overheard');
  const half = word.length / 2;
  const server = createServer((request, response) => {
    request.resume().on('end', () => {
      if (request.url === '/cut') {
        response.write(word.slice(0, half));
        // A moment later, so that it is a chunk of its own.
        setTimeout(() => response.end(word.slice(half)), 20);
      } else if (request.url === '/packed') response.writeHead(200, { 'content-encoding': 'br', 'content-length': brotliCompressSync(word).length }).end(brotliCompressSync(word));
      else response.end('nothing');
    });
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  const wire = await tap((server.address() as AddressInfo).port);
  const found = (): string[] =>
    wire
      .heard()
      .flatMap(layersOf)
      .flatMap(({ name, bytes }) => leaksIn(name, bytes, [word]).map(({ file }) => file));
  const ask = async (path: string, body?: Uint8Array<ArrayBuffer>): Promise<void> => {
    await (await fetch(`${wire.address}${path}`, body ? { method: 'POST', body, headers: { 'content-type': 'application/octet-stream' } } : {})).text();
  };
  try {
    await ask('/');
    expect(found()).toEqual([]);
    for (const [path, body] of [['/cut'], ['/packed'], ['/', new Uint8Array(gzipSync(word))], [`/?${word}`]] as const) {
      const before = found().length;
      await ask(path, body);
      expect(found().length, path).toBeGreaterThan(before);
    }
  } finally {
    await wire.close();
    server.close();
  }
});
