// Builds what people run: the page (dist/web), the host (dist/host.mjs) and the command line (dist/kith.mjs; both: bundle.ts).
// Then writes the service worker with the list of the page's files, and their smaller forms for the host.

import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import process from 'node:process';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { rolldown } from 'rolldown';
import { build as buildPage } from 'vite';
import { bundlePrograms } from './bundle.ts';

const ROOT = join(import.meta.dirname, '..');
const at = (...parts: string[]): string => join(ROOT, ...parts);
const WEB = at('dist', 'web');

/** Addresses of all files of the page. */
const pageAddresses = (): string[] =>
  readdirSync(WEB, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !/\.(?:br|gz|map)$/.test(entry.name) && entry.name !== 'sw.js')
    .map((entry) => `/${relative(WEB, join(entry.parentPath, entry.name)).split(sep).join('/')}`)
    .sort();

/** What a first visit can do without for a while: heavy, or for letters that may never come. */
const isLater = (address: string, size: number): boolean => address.endsWith('.wasm') || size > 300_000 || /\/(?:literata-(?!latin-wght)|noto-|atkinson.*-ext-)/.test(address);

/** Not kept for offline use: the sample diary is fetched when somebody asks for it, and parts of SQLite that nothing here uses. */
const isLeftOut = (address: string): boolean => address.startsWith('/sample/') || /\/sqlite3-(?:opfs|worker1)/.test(address);

const writeServiceWorker = async (): Promise<void> => {
  const files = pageAddresses()
    .filter((address) => !isLeftOut(address))
    .map((address) => {
      const bytes = readFileSync(join(WEB, address));
      // The vault's own worker is needed to open anything, however heavy.
      const when = isLater(address, bytes.byteLength) && !/\/(?:vault-worker|index)-/.test(address) ? 'later' : 'first';
      return [address, createHash('sha256').update(bytes).digest('hex').slice(0, 16), when] as const;
    });
  const version = createHash('sha256')
    .update(JSON.stringify(files))
    .update(readFileSync(at('src', 'web', 'service-worker.ts')))
    .digest('hex')
    .slice(0, 16);
  const made = await rolldown({
    input: at('src', 'web', 'service-worker.ts'),
    platform: 'browser',
    transform: { define: { __FILES__: JSON.stringify(files), __VERSION__: JSON.stringify(version) } },
  });
  await made.write({ file: join(WEB, 'sw.js'), format: 'iife', minify: true });
  await made.close();
};

/** The forms that the host sends: as small as they get, made once. */
const compress = (): void => {
  for (const address of [...pageAddresses(), '/sw.js']) {
    if (!/\.(?:html|js|css|json|svg|webmanifest|wasm|txt)$/.test(address)) continue;
    const path = join(WEB, address);
    const bytes = readFileSync(path);
    if (bytes.byteLength < 600) continue;
    const quality = bytes.byteLength > 1_000_000 ? 7 : 11;
    writeFileSync(`${path}.br`, brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: quality, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.byteLength } }));
    writeFileSync(`${path}.gz`, gzipSync(bytes, { level: 9 }));
  }
};

process.env['NODE_ENV'] = 'production';
rmSync(at('dist'), { recursive: true, force: true });
await buildPage({ configFile: at('vite.config.ts'), logLevel: 'warn' });
await writeServiceWorker();
compress();
await bundlePrograms(at('dist'));
