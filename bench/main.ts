// npm run bench -- journal [--json] [--only NAME]: figures, each beside a named peer or a limit of the same run, as a ratio.
// --json prints one object a figure (name, value, unit, versus, versusValue, ratio, goal, holds); else a table comes at the
// end. --only takes names or their beginnings (`--only page-open,search`), so that a part can be run again alone.
// Exit code 1 when a figure does not hold its goal, 2 when a measurement failed.

import { spawnSync } from 'node:child_process';
import { cpus, loadavg, totalmem } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { parseArgs } from 'node:util';
import { missing, tableOf, type Figure } from './figure.ts';
import { measureImport, measureSearch, measureWrite } from './journal/command-line.ts';
import { createBench } from './journal/homes.ts';
import { createPageBench } from './journal/page.ts';

const ROOT = join(import.meta.dirname, '..');

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { json: { type: 'boolean', default: false }, only: { type: 'string', multiple: true, default: [] } },
});
if (positionals.length !== 1 || positionals[0] !== 'journal') {
  process.stderr.write('Usage: npm run bench -- journal [--json] [--only NAME]\n');
  process.exit(2);
}
const only = values.only.flatMap((one) => one.split(','));
const isWanted = (name: string): boolean => only.length === 0 || only.some((one) => name.startsWith(one));

// What is measured is what people run: built from these sources, now.
const built = spawnSync(process.execPath, [join(ROOT, 'scripts', 'launch.cjs'), 'build'], { encoding: 'utf8', stdio: ['ignore', 'inherit', 'inherit'] });
if (built.status !== 0) process.exit(2);

const bench = createBench();
const page = createPageBench(bench);

/** Each part: the figures it gives, and how. Those that fill the same vault stand together. */
const PARTS: readonly { readonly gives: readonly string[]; readonly measure: () => Promise<Figure[]> }[] = [
  { gives: ['write-0', 'write-10k', 'write-100k', 'write-flat', 'write-launcher'], measure: () => measureWrite(bench) },
  { gives: ['search-10k', 'search-10k-fts5', 'search-10k-ripgrep'], measure: () => measureSearch(bench, '10k') },
  { gives: ['search-100k', 'search-100k-fts5', 'search-100k-ripgrep'], measure: () => measureSearch(bench, '100k') },
  { gives: ['import-10k'], measure: () => measureImport(bench) },
  { gives: ['page-js', 'page-js-workers'], measure: () => page.firstLoad() },
  { gives: ['page-import-10k'], measure: () => page.bringIn() },
  { gives: ['page-open-10k', 'page-open-10k-first'], measure: () => page.open('10k') },
  { gives: ['page-search-10k'], measure: () => page.search('10k') },
  { gives: ['page-open-100k', 'page-open-100k-first'], measure: () => page.open('100k') },
  { gives: ['page-scroll-100k'], measure: () => page.scroll() },
  { gives: ['page-search-100k'], measure: () => page.search('100k') },
  { gives: ['page-paint'], measure: () => page.paint() },
];

if (!PARTS.some(({ gives }) => gives.some(isWanted))) {
  process.stderr.write(`There is no figure of that name. There are: ${PARTS.flatMap(({ gives }) => gives).join(', ')}.\n`);
  process.exit(2);
}

const began = performance.now();
const load = loadavg()[0]!;
const figures: Figure[] = [];
let failed = false;
try {
  for (const { gives, measure } of PARTS) {
    if (!gives.some(isWanted)) continue;
    if (!values.json) process.stderr.write(`${gives.join(' ')} …\n`);
    let measured: Figure[];
    try {
      measured = await measure();
    } catch (error) {
      // One part that fails must not hide the figures of the others; it is said, and the run does not pass.
      failed = true;
      measured = gives.map((name) => missing(name, '', '', '', `could not be measured: ${String((error as Error).message).split('\n')[0]}`));
    }
    for (const figure of measured.filter(({ name }) => isWanted(name))) {
      figures.push(figure);
      if (values.json) process.stdout.write(`${JSON.stringify(figure)}\n`);
    }
  }
  if (!values.json) {
    const usesPage = figures.some(({ name, value }) => name.startsWith('page-') && !name.startsWith('page-js') && value !== null);
    const chromium = usesPage ? `, Chromium ${await page.version()}` : '';
    process.stdout.write(`${tableOf(figures)}\n\n`);
    process.stdout.write(
      `${new Date().toISOString().slice(0, 10)}, ${cpus().length} × ${cpus()[0]?.model.trim() ?? 'processor'}, ${Math.round(totalmem() / 2 ** 30)} GB, ${process.platform}, Node ${process.version}${chromium}; load before ${load.toFixed(1)}, after ${loadavg()[0]!.toFixed(1)}; ${((performance.now() - began) / 60_000).toFixed(1)} minutes\n`,
    );
  }
} finally {
  await page.end();
  bench.end();
}
process.exitCode = failed ? 2 : figures.some(({ holds }) => holds === false) ? 1 : 0;
