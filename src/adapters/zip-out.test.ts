import * as zipjs from '@zip.js/zip.js';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { openContainer } from './containers.ts';
import { zipOf } from './zip-out.ts';

interface Given {
  readonly path: string;
  readonly data: Uint8Array;
  readonly modified?: string;
}

const zip = (given: readonly Given[], zip64From?: number): Promise<Blob> =>
  new Response(
    zipOf(
      (async function* () {
        for (const { path, data, modified } of given) yield { path, ...(modified ? { modified } : {}), bytes: async () => data };
      })(),
      zip64From,
    ) as ReadableStream<Uint8Array<ArrayBuffer>>,
  ).blob();

const files = fc.uniqueArray(
  fc.record({
    path: fc.stringMatching(/^[a-zñ日 ]{1,6}[a-z]\/[a-z]{1,6}\.(md|jpg|json)$/).filter((p) => !p.startsWith(' ')),
    data: fc.oneof(
      fc.uint8Array({ maxLength: 500 }),
      fc.nat(3000).map((n) => new Uint8Array(Buffer.from('a day '.repeat(n)))),
    ),
    modified: fc.date({ min: new Date('1970-01-01'), max: new Date('2037-01-01'), noInvalidDate: true }).map((d) => `${d.toISOString().slice(0, 19)}Z`),
  }),
  { maxLength: 8, selector: (f) => f.path },
);

describe('An export as a zip', () => {
  test('opens again to the same files, in the same order, with the same times', async () => {
    await fc.assert(
      fc.asyncProperty(files, fc.constantFrom(undefined, 0, 600), async (given, zip64From) => {
        const opened = await openContainer(await zip(given, zip64From), 'out.zip');
        if (!opened.ok) throw new Error(opened.error.code);
        expect(opened.value.problems).toEqual([]);
        expect(opened.value.files.map(({ path, modified }) => ({ path, modified }))).toEqual(given.map(({ path, modified }) => ({ path, modified })));
        for (const [i, file] of opened.value.files.entries()) {
          const read = await file.read(1e6);
          expect(read.ok && Buffer.compare(read.value, given[i]!.data)).toBe(0);
        }
      }),
      { numRuns: 50 },
    );
  });

  test('opens in another program, checksums checked, 64-bit offsets too', async () => {
    await fc.assert(
      fc.asyncProperty(files, fc.constantFrom(undefined, 0, 600), async (given, zip64From) => {
        const entries = await new zipjs.ZipReader(new zipjs.BlobReader(await zip(given, zip64From)), {
          checkSignature: true,
          strictness: 'strict',
          useWebWorkers: false,
        }).getEntries();
        expect(entries.map((e) => e.filename)).toEqual(given.map((f) => f.path));
        for (const [i, entry] of entries.entries()) if (!entry.directory) expect(Buffer.compare(await entry.getData(new zipjs.Uint8ArrayWriter()), given[i]!.data)).toBe(0);
      }),
      { numRuns: 20 },
    );
  });

  test('the same files give the same bytes', async () => {
    const given = [{ path: 'a.md', data: new Uint8Array(Buffer.from('words '.repeat(100))) }];
    expect(Buffer.compare(new Uint8Array(await (await zip(given)).arrayBuffer()), new Uint8Array(await (await zip(given)).arrayBuffer()))).toBe(0);
  });

  test('media are stored as they are, text is packed', async () => {
    const data = new Uint8Array(Buffer.from('a'.repeat(10_000)));
    expect((await zip([{ path: 'a.JPG', data }])).size).toBeGreaterThan(10_000);
    expect((await zip([{ path: 'a.md', data }])).size).toBeLessThan(400);
  });

  test('may hold more files than 16 bits count', async () => {
    const blob = await zip(Array.from({ length: 66_000 }, (_, i) => ({ path: `${i}.md`, data: new Uint8Array([i & 255]) })));
    const opened = await openContainer(blob, 'many.zip');
    expect(opened.ok && opened.value.files.length).toBe(66_000);
    const last = opened.ok ? await opened.value.files.at(-1)!.read(10) : null;
    expect(last).toEqual({ ok: true, value: new Uint8Array([65_999 & 255]) });
  });

  test('one that is no longer wanted stops reading files', async () => {
    let asked = 0;
    const stream = zipOf(
      (async function* () {
        for (;;) {
          asked++;
          yield { path: `${asked}`, bytes: async () => new Uint8Array(9) };
        }
      })(),
    );
    const reader = stream.getReader();
    await reader.read();
    await reader.cancel();
    const then = asked;
    await new Promise((done) => setTimeout(done, 5));
    expect(asked).toBe(then);
  });
});
