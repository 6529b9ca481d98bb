// The rules of ARCHITECTURE.md, read off the source itself: what may import what, and that pure code is pure.
// It also counts what it saw, since a rule that reads nothing passes everything.

import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';

const ROOT = resolve(import.meta.dirname, '..');
const SRC = join(ROOT, 'src');

const files = readdirSync(SRC, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name))
  .map((entry) => relative(SRC, join(entry.parentPath, entry.name)))
  .sort();

const isTest = (file: string) => file.endsWith('.test.ts');
const textOf = (file: string) => readFileSync(join(SRC, file), 'utf8');

/** Every module a file names, types included; ours as a path under src, others as they are. */
const importsOf = (file: string): { readonly to: string; readonly ours: boolean }[] =>
  [
    ...textOf(file).matchAll(
      /(?:^|\n)\s*(?:import|export)\s[^'"]*?from\s*['"]([^'"]+)['"]|import\(\s*['"]([^'"]+)['"]\s*\)|(?:^|\n)import\s+['"]([^'"]+)['"]|new URL\(\s*['"](\.[^'"]+)['"]\s*,\s*import\.meta\.url/g,
    ),
  ]
    .map((match) => match[1] ?? match[2] ?? match[3] ?? match[4]!)
    .map((name) =>
      name.startsWith('#')
        ? { to: name.slice(1), ours: true }
        : name.startsWith('.')
          ? { to: relative(SRC, resolve(SRC, dirname(file), name)), ours: true }
          : { to: name, ours: false },
    );

/** Where a file stands in the table: its folder, and for a room which room and which side of the screen. */
const standing = (file: string): string => {
  const [top, second] = file.split('/');
  // What stands in the folder of rooms itself gathers what the rooms declare.
  if (top === 'rooms' && file.split('/').length === 2) return 'rooms';
  if (top === 'rooms') return file.endsWith('.tsx') ? `rooms/${second}/*.tsx` : `rooms/${second}/*.ts`;
  return top!;
};

type Rule = (to: string, from: string) => boolean;
const under =
  (...folders: string[]): Rule =>
  (to) =>
    folders.some((folder) => to.startsWith(`${folder}/`));
const ownRoom: Rule = (to, from) => to.startsWith(`${from.split('/').slice(0, 2).join('/')}/`);
const any =
  (...rules: Rule[]): Rule =>
  (to, from) =>
    rules.some((rule) => rule(to, from));

// What a room's `.ts` may take of other rooms is what its model names; what a format may take of a room is its models.
const modelsOfRooms: Rule = (to) => /^rooms\/(?:[^/]+\/)?[a-z-]+\.ts$/.test(to) && !to.endsWith('cli.ts');

const TABLE: Record<string, Rule> = {
  core: under('core'),
  crypto: under('core', 'crypto'),
  sync: under('core', 'crypto', 'sync'),
  insight: under('core', 'insight'),
  formats: any(under('core', 'formats'), modelsOfRooms),
  rooms: any(under('core', 'insight'), modelsOfRooms),
  'rooms/*.ts': any(under('core', 'insight'), ownRoom, (to) => /^rooms\/[^/]+\/model\.ts$/.test(to)),
  'rooms/*.tsx': any(under('core', 'web/ui'), ownRoom),
  adapters: any(under('core', 'crypto', 'sync', 'insight', 'adapters'), (to) => to === 'formats/port.ts'),
  server: any(under('core', 'sync', 'crypto', 'server'), under('adapters/node')),
  web: (to) => !to.startsWith('server/') && !to.startsWith('cli/'),
  cli: (to, from) => (!to.startsWith('server/') || (from === 'cli/run.ts' && to === 'server/main.ts')) && !to.startsWith('web/'),
};

const ruleFor = (file: string): Rule | undefined => {
  const place = standing(file);
  return TABLE[place] ?? (place.startsWith('rooms/') ? TABLE[place.endsWith('tsx') ? 'rooms/*.tsx' : 'rooms/*.ts'] : undefined);
};

const PURE = /^(core|crypto|sync|insight|formats|rooms)\/.*\.ts$/;
const IMPURE: readonly (readonly [string, RegExp])[] = [
  ['the clock', /\bDate\.now\b|\bnew Date\(\s*\)|\bperformance\.now\b/],
  ['chance', /\bMath\.random\b|\bcrypto\.getRandomValues\b|\brandomUUID\b/],
  ['the network', /\bfetch\(|\bXMLHttpRequest\b|\bWebSocket\b/],
  ['the platform', /\bprocess\.|\blocalStorage\b|\bindexedDB\b|\bsetTimeout\b|\bsetInterval\b/],
];

/** A file's code without its comments, so that a comment may name what the code may not. */
const codeOf = (file: string): string =>
  textOf(file)
    .replace(/\/\*[\s\S]*?\*\//g, '')
    .replace(/(^|[^:'"`\\])\/\/[^\n]*/g, '$1');

test('there is something to look at', () => {
  expect(files.length).toBeGreaterThan(60);
  expect(files.flatMap(importsOf).length).toBeGreaterThan(200);
  expect(files.filter((file) => PURE.test(file)).length).toBeGreaterThan(40);
});

describe('what may import what', () => {
  test('every folder has a rule', () => {
    expect(files.filter((file) => !ruleFor(file)).map((file) => file)).toEqual([]);
  });

  test('the table of imports holds', () => {
    const wrong = files
      .filter((file) => !isTest(file))
      .flatMap((file) =>
        importsOf(file)
          .filter(({ to, ours }) => ours && !to.startsWith('../') && !ruleFor(file)!(to, file))
          .map(({ to }) => `${file} -> ${to}`),
      );
    expect(wrong).toEqual([]);
  });

  test('nothing in src reaches outside it but for data', () => {
    const out = files
      .filter((file) => !isTest(file))
      .flatMap((file) =>
        importsOf(file)
          .filter(({ to, ours }) => ours && to.startsWith('../') && to !== '../package.json')
          .map(({ to }) => `${file} -> ${to}`),
      );
    expect(out).toEqual([]);
  });

  test('our own modules are named with their extension', () => {
    const bare = files
      .filter((file) => !isTest(file))
      .flatMap((file) =>
        importsOf(file)
          .filter(({ to, ours }) => ours && !/\.(tsx?|json|css|svg|html)(\?\w+)?$/.test(to))
          .map(({ to }) => `${file} -> ${to}`),
      );
    expect(bare).toEqual([]);
  });
});

test('the service worker, which others can wake, imports nothing and opens nothing that is kept', () => {
  expect(importsOf('web/service-worker.ts')).toEqual([]);
  expect(codeOf('web/service-worker.ts')).not.toMatch(/indexedDB|SharedWorker|new Worker|getDirectory|cookie/);
});

test('keys are in workers alone: what runs in the page takes nothing of the cryptography or the adapters but types', () => {
  const inPage = files.filter((file) => !isTest(file) && (/^web\/(?!workers\/)/.test(file) || /^rooms\/.*\.tsx$/.test(file)));
  expect(inPage.length).toBeGreaterThan(40);
  const taken = /(?:^|\n)\s*(?:import|export)\s(?!type\b)[^'"]*?from\s*['"](#(?:crypto|adapters)\/[^'"]+)['"]|import\(\s*['"](#(?:crypto|adapters)\/[^'"]+)['"]/g;
  expect(inPage.flatMap((file) => [...codeOf(file).matchAll(taken)].map((match) => `${file} -> ${match[1] ?? match[2]}`))).toEqual([]);
  expect([..."import { seal } from '#crypto/seal.ts'".matchAll(taken)]).toHaveLength(1);
});

describe('pure code', () => {
  test.each(IMPURE)('does not reach for %s', (_, pattern) => {
    expect(files.filter((file) => PURE.test(file) && !isTest(file) && pattern.test(codeOf(file)))).toEqual([]);
  });

  test('the rules bite', () => {
    expect(IMPURE[0]![1].test('const now = Date.now()')).toBe(true);
    expect(TABLE['core']!('rooms/journal/model.ts', 'core/x.ts')).toBe(false);
    expect(TABLE['server']!('rooms/journal/model.ts', 'server/x.ts')).toBe(false);
    expect(TABLE['rooms/*.tsx']!('adapters/browser/store.ts', 'rooms/journal/x.tsx')).toBe(false);
  });
});

describe('the project stands alone', () => {
  test('no file names a path of a machine or a folder beside it', () => {
    const tracked = readdirSync(ROOT, { recursive: true, withFileTypes: true })
      .filter(
        (entry) =>
          entry.isFile() &&
          !/(^|\/)(node_modules|dist|\.git|looks|data|\.cache)(\/|$)/.test(relative(ROOT, entry.parentPath)) &&
          /\.(ts|tsx|cjs|js|json|md|css|html|yml)$/.test(entry.name),
      )
      .map((entry) => join(entry.parentPath, entry.name))
      .filter((file) => !file.endsWith('package-lock.json') && !/fixtures/.test(file) && !/pepys/.test(file));
    expect(tracked.length).toBeGreaterThan(100);
    const named = ['/wo' + 'rk/', '../sha' + 'red', 'bash_' + 'jobs'];
    expect(tracked.filter((file) => named.some((name) => readFileSync(file, 'utf8').includes(name))).map((file) => relative(ROOT, file))).toEqual([]);
  });
});

describe('looks', () => {
  const inRooms = (end: string) =>
    readdirSync(join(SRC, 'rooms'), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && entry.name.endsWith(end))
      .map((entry) => relative(join(SRC, 'rooms'), join(entry.parentPath, entry.name)));
  const read = (file: string) => readFileSync(join(SRC, 'rooms', file), 'utf8');
  const roomOf = (file: string) => file.split('/')[0]!;
  /** What the design system's own sheets style: a room may say more of it under its own. */
  const SHARED_LOOKS = new Set(
    readdirSync(join(SRC, 'web', 'ui', 'css')).flatMap((file) =>
      [...readFileSync(join(SRC, 'web', 'ui', 'css', file), 'utf8').matchAll(/\.([a-z][\w-]*)/g)].map(([, name]) => name!),
    ),
  );

  // All sheets are loaded together: a class that two rooms mean differently spoils the pages of one of them.
  test("a class that a room's own sheet gives a look stands on no page of another room", () => {
    const owner = new Map<string, string>();
    const strange: string[] = [];
    for (const file of inRooms('.css'))
      for (const [, selectors] of read(file)
        .replaceAll(/\/\*[^]*?\*\//g, '')
        .matchAll(/([^{};]+)\{/g))
        for (const selector of selectors!.split(',')) {
          const name = /^\s*\.([\w-]+)(?=\s*(?:$|[\s:[>+~]))/.exec(selector)?.[1];
          if (name === undefined || SHARED_LOOKS.has(name)) continue;
          if (owner.has(name) && owner.get(name) !== roomOf(file)) strange.push(`${file}: .${name} is of ${owner.get(name)}`);
          owner.set(name, roomOf(file));
        }
    let seen = 0;
    for (const file of inRooms('.tsx'))
      for (const [, plain, made] of read(file).matchAll(/className=(?:"([^"]*)"|\{([^}]*)\})/g))
        for (const [name] of (plain ?? made!.match(/['`][^'`]*['`]/g)?.join(' ') ?? '').matchAll(/[\w-]+/g)) {
          seen++;
          if (owner.has(name) && owner.get(name) !== roomOf(file)) strange.push(`${file}: .${name} is of ${owner.get(name)}`);
        }
    expect(owner.size).toBeGreaterThan(100);
    expect(seen).toBeGreaterThan(500);
    expect(strange).toEqual([]);
  });
});

describe('words', () => {
  const catalogues = readdirSync(SRC, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /(^|\.)en\.json$/.test(entry.name) && entry.parentPath.endsWith('words'))
    .map((entry) => join(entry.parentPath, entry.name));
  const read = (path: string) => JSON.parse(readFileSync(path, 'utf8')) as Record<string, string>;
  // Plural endings differ by language (Arabic has six); a key counts without its ending.
  const stem = (key: string) => key.replace(/_(zero|one|two|few|many|other)$/, '');
  const places = (text: string) => [...text.matchAll(/\{\{\s*([\w.]+)/g)].map((match) => match[1]!);

  test.each(catalogues.map((path) => [relative(SRC, path), path]))('%s says the same in English, Spanish and Arabic', (_, path) => {
    const en = read(path);
    expect(Object.keys(en).length).toBeGreaterThan(0);
    for (const language of ['es', 'ar']) {
      const other = read(path.replace(/en\.json$/, `${language}.json`));
      expect([...new Set(Object.keys(other).map(stem))].sort()).toEqual([...new Set(Object.keys(en).map(stem))].sort());
      for (const [key, text] of Object.entries(other)) {
        expect(typeof text === 'string' && text.trim() !== '', `${language} ${key}`).toBe(true);
        const wanted = new Set(
          Object.entries(en)
            .filter(([each]) => stem(each) === stem(key))
            .flatMap(([, each]) => places(each)),
        );
        for (const place of places(text)) expect(wanted.has(place), `${language} ${key} {{${place}}}`).toBe(true);
      }
    }
  });

  test('no sentence shouts or praises', () => {
    for (const path of catalogues)
      for (const language of ['en', 'es', 'ar'])
        for (const [key, text] of Object.entries(read(path.replace(/en\.json$/, `${language}.json`))))
          expect(/[!¡]|\b(awesome|great job|well done|congratulations|oops|enhorabuena|genial)\b/i.test(text), `${language} ${key}: ${text}`).toBe(false);
  });
});
