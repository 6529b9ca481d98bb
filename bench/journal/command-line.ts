// The command line, whole processes of the bundle: writing beside bare Node, searching beside ripgrep and SQLite FTS5, and
// bringing in 10,000 Markdown files, sealed and indexed, beside SQLite FTS5 reading the same files.

import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beside, median, missing, within, type Figure } from '../figure.ts';
import { fillArgs, searchArgs } from '../peers/fts5.ts';
import { patternOf, ripgrepPath } from '../peers/ripgrep.ts';
import { inTurns, timeOf, type Command } from '../process-time.ts';
import { queries } from './entries.ts';
import type { Bench } from './homes.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const BUNDLE = join(ROOT, 'dist', 'kith.mjs');
const SIZES = [
  ['0', 0],
  ['10k', 10_000],
  ['100k', 100_000],
] as const;

/** Found something, or nothing. */
const SEARCHED = [0, 4];

/** Nothing of the machine's own that Kith reads. */
const envOf = (home: string): NodeJS.ProcessEnv => ({ KITH_HOME: home, KITH_LANG: 'en', NODE_NO_WARNINGS: '1', NODE_COMPILE_CACHE: '', XDG_RUNTIME_DIR: home });

const kith = (name: string, home: string, args: (turn: number) => readonly string[], codes: readonly number[] = [0]): Command => ({
  name,
  args: (turn) => [BUNDLE, ...args(turn)],
  env: envOf(home),
  codes,
});

/** `turns` of each, after one that does not count. */
export const measureWrite = async (bench: Bench, turns = 21): Promise<Figure[]> => {
  const empty = join(bench.folder('bare'), 'empty.mjs');
  writeFileSync(empty, '');
  const text = 'A line to remember, written on the command line while the kettle boils.';
  const writes = await Promise.all(SIZES.map(async ([name, count]) => kith(`write-${name}`, await bench.home(count), () => ['write', text])));
  const launcher: Command = { name: 'launcher', args: () => [join(ROOT, 'scripts', 'kith.cjs'), 'write', text], env: envOf(await bench.home(0)) };
  const times = await inTurns([{ name: 'bare', args: () => [empty] }, ...writes, launcher], turns);
  const of = (name: string): number => median(times.get(name)!);
  return [
    ...writes.map(({ name }) => beside(name, of(name), 'ms', 'bare Node, an empty module', of('bare'), 2.5)),
    beside('write-flat', of('write-100k'), 'ms', 'write-0', of('write-0'), 1.2),
    beside(
      'write-launcher',
      of('launcher') - of('write-0'),
      'ms',
      'write-0',
      of('write-0'),
      undefined,
      'what `npx kith` adds before the bundle begins: it looks whether all is installed and built',
    ),
  ];
};

/** A dozen of the queries, of every sort: words, a beginning, phrases, filters, slips of the pen. */
const DOZEN = [
  'eyes candl',
  'wife',
  'supper and to bed',
  '"by candlelight"',
  '"my Lord"',
  'plague',
  'duke of york',
  'candel',
  'tehatre',
  'with:mercer eyes',
  'after:1664-04 before:1664-06',
  'king charles coron',
];

export const measureSearch = async (bench: Bench, name: '10k' | '100k', turns = 3): Promise<Figure[]> => {
  const [count, limit] = name === '10k' ? [10_000, 0.15] : [100_000, 0.25];
  const listed = new Set(queries());
  for (const query of DOZEN) if (!listed.has(query)) throw new Error(`the query ${query} is no longer in bench/queries.json`);
  const home = await bench.home(count);
  const plain = bench.plain(count);
  const table = join(bench.folder('fts5'), `${name}.sqlite`);
  if (!existsSync(table)) await timeOf({ name: 'fts5 fill', args: () => fillArgs(table, plain) });
  const rg = ripgrepPath();
  const queryOf = (turn: number): string => DOZEN[turn % DOZEN.length]!;
  // The first search makes the index, once; it is the turn that does not count.
  const times = await inTurns(
    [
      kith('kith', home, (turn) => ['search', queryOf(turn), '--json'], SEARCHED),
      { name: 'fts5', args: (turn) => searchArgs(table, queryOf(turn)) },
      ...(rg === null ? [] : [{ name: 'ripgrep', program: rg, args: (turn: number) => ['--ignore-case', '--max-count=20', '--', patternOf(queryOf(turn)), plain], codes: [0, 1] }]),
    ],
    DOZEN.length * turns,
  );
  const seconds = (peer: string): number => median(times.get(peer)!) / 1000;
  const value = seconds('kith');
  return [
    within(`search-${name}`, value, 's', limit, `median over ${DOZEN.length} queries of bench/queries.json, ${turns} times each`),
    beside(`search-${name}-fts5`, value, 's', 'SQLite FTS5 file in the clear', seconds('fts5')),
    rg === null
      ? {
          ...missing(`search-${name}-ripgrep`, 's', 'ripgrep', 'informs only', 'ripgrep is not on this machine: install it (on Debian: apt-get install ripgrep)', value),
          holds: null,
        }
      : beside(`search-${name}-ripgrep`, value, 's', 'ripgrep, one plain file', seconds('ripgrep')),
  ];
};

export const measureImport = async (bench: Bench, turns = 7): Promise<Figure[]> => {
  const files = bench.markdown(10_000);
  const folder = bench.folder('import');
  const fresh =
    (name: string) =>
    (turn: number): string => {
      const path = join(folder, `${name}-${turn}`);
      rmSync(path, { recursive: true, force: true });
      return path;
    };
  const [table, home] = [fresh('fts5'), fresh('home')];
  const times: Record<'kith' | 'fts5', number[]> = { kith: [], fts5: [] };
  for (let turn = 0; turn < turns; turn++) {
    times.fts5.push(await timeOf({ name: 'fts5 fill', args: () => fillArgs(table(turn), files) }));
    const kithHome = home(turn);
    times.kith.push(await timeOf({ ...kith('import', kithHome, () => ['import', files, '--json']), env: envOf(kithHome) }));
    rmSync(kithHome, { recursive: true, force: true });
  }
  return [
    beside('import-10k', median(times.kith) / 1000, 's', 'SQLite FTS5 reading the same files', median(times.fts5) / 1000, 5, 'sealed, with the search index made; whole processes'),
  ];
};
