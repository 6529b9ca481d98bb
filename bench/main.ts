// npm run bench -- journal|host|circles|values|rooms [--json] [--only NAME] [--large]: figures, each beside a named peer or a limit of the same run,
// as a ratio. --json prints one object a figure (name, value, unit, versus, versusValue, ratio, goal, holds); else a table
// comes at the end. --only takes names or their beginnings (`--only page-open,search`), so that a part can be run again alone.
// --large: what takes long as well. Exit code 1 when a figure does not hold its goal, 2 when a measurement failed.

import { spawnSync } from 'node:child_process';
import { cpus, loadavg, totalmem } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { parseArgs } from 'node:util';
import { missing, tableOf, type Figure } from './figure.ts';
import type { Area } from './area.ts';

const ROOT = join(import.meta.dirname, '..');

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { json: { type: 'boolean', default: false }, only: { type: 'string', multiple: true, default: [] }, large: { type: 'boolean', default: false } },
});
const [asked, ...more] = positionals;
if (more.length > 0 || (asked !== 'journal' && asked !== 'host' && asked !== 'circles' && asked !== 'values' && asked !== 'rooms')) {
  process.stderr.write('Usage: npm run bench -- journal|host|circles|values|rooms [--json] [--only NAME] [--large]\n');
  process.exit(2);
}
const only = values.only.flatMap((one) => one.split(','));
const isWanted = (name: string): boolean => only.length === 0 || only.some((one) => name.startsWith(one));

// What is measured is what people run: built from these sources, now. Statistics run as they stand.
if (asked !== 'values') {
  const built = spawnSync(process.execPath, [join(ROOT, 'scripts', 'launch.cjs'), 'build'], { encoding: 'utf8', stdio: ['ignore', 'inherit', 'inherit'] });
  if (built.status !== 0) process.exit(2);
}

const AREAS: Record<typeof asked, () => Promise<Area>> = {
  journal: async () => (await import('./journal/parts.ts')).journalArea(),
  host: async () => (await import('./host/parts.ts')).hostArea({ isLarge: values.large }),
  circles: async () => (await import('./circles/parts.ts')).circlesArea(),
  values: async () => (await import('./values/parts.ts')).valuesArea(),
  rooms: async () => (await import('./rooms/parts.ts')).roomsArea(),
};
const area = await AREAS[asked]();
const { parts: PARTS } = area;

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
    process.stdout.write(`${tableOf(figures)}\n\n`);
    process.stdout.write(
      `${new Date().toISOString().slice(0, 10)}, ${cpus().length} × ${cpus()[0]?.model.trim() ?? 'processor'}, ${Math.round(totalmem() / 2 ** 30)} GB, ${process.platform}, Node ${process.version}${await area.about(figures)}; load before ${load.toFixed(1)}, after ${loadavg()[0]!.toFixed(1)}; ${((performance.now() - began) / 60_000).toFixed(1)} minutes\n`,
    );
  }
} finally {
  await area.end();
}
process.exitCode = failed ? 2 : figures.some(({ holds }) => holds === false) ? 1 : 0;
