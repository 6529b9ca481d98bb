// How much JavaScript a first visit pulls, compressed, against the limits: the page alone, and with the worker that opens
// a vault and the words of one language. Reads the built page itself, so that a new import shows at once.

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { gzipSync } from 'node:zlib';

const WEB = join(import.meta.dirname, '..', 'dist', 'web');
const PAGE = 180_000;
const WITH_WORKERS = 450_000;

const sizes = new Map<string, number>();
const sizeOf = (address: string): number => {
  let size = sizes.get(address);
  if (size === undefined) {
    size = gzipSync(readFileSync(join(WEB, address)), { level: 9 }).byteLength;
    sizes.set(address, size);
  }
  return size;
};

/** Files imported outright (not on demand) by a built module, and by those in turn. */
const withImports = (address: string, seen = new Set<string>()): Set<string> => {
  if (seen.has(address)) return seen;
  seen.add(address);
  const source = readFileSync(join(WEB, address), 'utf8');
  for (const [, from] of source.matchAll(/(?:^|[;}])\s*(?:import|export)\s*(?:[\w$\s{},*]+?from\s*)?["'](\.\/[^"']+\.js)["']/g)) withImports(join('/assets', from!), seen);
  return seen;
};

const html = readFileSync(join(WEB, 'index.html'), 'utf8');
const first = [...html.matchAll(/<(?:script[^>]+src|link[^>]+rel="modulepreload"[^>]+href)="([^"]+\.js)"/g)].map(([, address]) => address!);
if (first.length < 2) throw new Error('the built page names no scripts: has the way it is built changed?');

const page = new Set<string>();
for (const address of first) for (const each of address.startsWith('/assets/') ? withImports(address) : [address]) page.add(each);

// The words of the language: an English catalogue of the shell, found as the one that holds its first sentence.
const assets = readdirSync(join(WEB, 'assets')).filter((name) => name.endsWith('.js'));
const words = assets.filter((name) => name.startsWith('en-') && readFileSync(join(WEB, 'assets', name), 'utf8').includes('welcome.title'));
if (words.length !== 1) throw new Error('the English words of the shell were not found among the built files');
page.add(`/assets/${words[0]}`);

const workers = assets.filter((name) => name.startsWith('vault-worker-'));
if (workers.length !== 1) throw new Error('the vault worker was not found among the built files');
const all = new Set([...page, ...withImports(`/assets/${workers[0]}`)]);

const sum = (addresses: Iterable<string>): number => [...addresses].reduce((total, address) => total + sizeOf(address), 0);
const kilobytes = (bytes: number): string => `${(bytes / 1000).toFixed(1)} kB`;

let isOver = false;
for (const [name, value, limit] of [
  ['JavaScript of the first load', sum(page), PAGE],
  ['with the worker that unlocking needs', sum(all), WITH_WORKERS],
] as const) {
  process.stdout.write(`${name}: ${kilobytes(value)} of ${kilobytes(limit)} (gzip)\n`);
  isOver ||= value > limit;
}
if (isOver) {
  for (const address of [...all].sort((a, b) => sizeOf(b) - sizeOf(a)).slice(0, 10)) process.stdout.write(`  ${kilobytes(sizeOf(address)).padStart(10)}  ${address}\n`);
  process.exit(1);
}
