// The built page as the host serves it: a closed list read once at start, so that no path a browser sends is ever joined
// to a folder. Each file knows its type, its tag and the smaller forms made at build (brotli, gzip).

import { createHash } from 'node:crypto';
import { closeSync, openSync, readdirSync, readSync } from 'node:fs';
import { sep } from 'node:path';

const TYPES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.webmanifest': 'application/manifest+json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
  '.wasm': 'application/wasm',
  '.txt': 'text/plain; charset=utf-8',
};

export interface PageFile {
  /** Where it lies. */
  readonly path: string;
  readonly type: string;
  /** As in an ETag header; weak, because the smaller forms carry the same. Made of the content when it is first asked for: a start does without. */
  readonly tag: string;
  /** Its name holds a hash of its content, so it never changes. */
  readonly fixed: boolean;
  readonly smaller: readonly ('br' | 'gzip')[];
}

export type PageFiles = ReadonlyMap<string, PageFile>;

const ENDINGS = { br: '.br', gzip: '.gz' } as const;

const portion = Buffer.allocUnsafeSlow(64 * 1024);

/** A portion at a time: whole files, read one after the other, left twenty megabytes behind in the process. */
const hashOfFile = (path: string): string => {
  const hash = createHash('sha256');
  const file = openSync(path, 'r');
  try {
    for (let length = readSync(file, portion); length > 0; length = readSync(file, portion)) hash.update(portion.subarray(0, length));
  } finally {
    closeSync(file);
  }
  return hash.digest('base64url');
};

const isSmaller = (name: string): boolean => name.endsWith('.br') || name.endsWith('.gz');

/** Files of one folder and those below it. Paths are put together as they are: `join` and `relative`, a thousand times at start, had the compiler's last stage loaded for them, five megabytes. */
const addFrom = (folder: string, address: string, files: Map<string, PageFile>): void => {
  const entries = readdirSync(folder, { withFileTypes: true });
  const names = new Set(entries.map(({ name }) => name));
  for (const entry of entries) {
    const { name } = entry;
    const path = `${folder}${sep}${name}`;
    if (entry.isDirectory()) addFrom(path, `${address}${name}/`, files);
    if (!entry.isFile() || isSmaller(name) || name.endsWith('.map')) continue;
    const ending = name.lastIndexOf('.');
    let tag: string | undefined;
    files.set(`${address}${name}`, {
      path,
      type: TYPES[ending > 0 ? name.slice(ending) : ''] ?? 'application/octet-stream',
      get tag() {
        return (tag ??= `W/"${hashOfFile(path).slice(0, 22)}"`);
      },
      fixed: address.startsWith('/assets/'),
      smaller: (['br', 'gzip'] as const).filter((coding) => names.has(name + ENDINGS[coding])),
    });
  }
};

/** Reads the list of a built page. Throws when there is none: the host then has nothing to serve. */
export const readPageFiles = (folder: string): PageFiles => {
  const files = new Map<string, PageFile>();
  addFrom(folder, '/', files);
  if (!files.has('/index.html')) throw new Error(`there is no built page in ${folder}`);
  return files;
};

/** The best form that the browser takes, and where it lies. A coding with q=0 is refused. */
export const formOf = (file: PageFile, accepted: string): { readonly path: string; readonly coding: 'br' | 'gzip' | null } => {
  const taken = new Map(
    accepted
      .toLowerCase()
      .split(',')
      .map((part) => {
        const [name = '', ...rest] = part.trim().split(';');
        return [name.trim(), !rest.some((each) => /^\s*q\s*=\s*0(?:\.0*)?\s*$/.test(each))] as const;
      }),
  );
  const coding = file.smaller.find((each) => taken.get(each) === true) ?? null;
  return { path: coding ? file.path + ENDINGS[coding] : file.path, coding };
};
