// `npm run simulate -- --seeds N [--seed S] [--devices 8] [--ops 500]`: devices that write while everything fails, on the shipped engine,
// gate, sealing, log and host. A failure prints its seed and the one command that plays it again. `--planted` puts bugs into copies of
// the source, one at a time, and asks that each be found. `--circles`: circles of 2, 3, 12 and 30 people in turn instead, or of one
// size (`--size`), with links, leaving and removals, words on terms and letters.

import process from 'node:process';
import { parseArgs } from 'node:util';
import { CIRCLES, runCircle } from './simulation/circle.ts';
import { plant, plantedNames } from './simulation/planted.ts';
import { run, type RunResult } from './simulation/run.ts';

const showPlanted = async (): Promise<void> => {
  let missed = 0;
  for (const name of plantedNames()) {
    const { why, first } = await plant(name, 20, 60);
    if (first === null) missed++;
    console.log(`${name}: ${why}\n  ${first === null ? 'NOT FOUND' : `found: ${first.slice(0, 160)}`}`);
  }
  console.log(`${plantedNames().length - missed} passed, ${missed} failed`);
  process.exitCode = missed > 0 ? 1 : 0;
};

const main = async (): Promise<void> => {
  const { values } = parseArgs({
    options: {
      seeds: { type: 'string', default: '20' },
      seed: { type: 'string' },
      /** Number of the first seed, so that a long run can be cut into parts. */
      from: { type: 'string', default: '1' },
      devices: { type: 'string', default: '8' },
      ops: { type: 'string' },
      circles: { type: 'boolean', default: false },
      size: { type: 'string' },
      planted: { type: 'boolean', default: false },
      'until-red': { type: 'boolean', default: false },
    },
  });
  if (values.planted) return showPlanted();
  const { devices, circles, size } = values;
  const sizeOf = (n: number): number => (size === undefined ? CIRCLES[n % CIRCLES.length]!.size : Number(size));
  const opsOf = (n: number): number => Number(values.ops ?? (circles ? (CIRCLES.find((one) => one.size === sizeOf(n))?.ops ?? 10) : 500));
  const play = (seed: string, n: number): Promise<RunResult> =>
    circles ? runCircle({ seed, size: sizeOf(n), ops: opsOf(n) }) : run({ seed, devices: Number(devices), ops: opsOf(n) });
  const seeds = values.seed === undefined ? Array.from({ length: Number(values.seeds) }, (_, i) => String(Number(values.from) + i)) : [values.seed];
  const counts: Record<string, number> = {};
  let [ran, failed] = [0, 0];
  const began = performance.now();
  for (const [n, seed] of seeds.entries()) {
    const result = await play(seed, n);
    ran++;
    for (const [what, times] of Object.entries(result.counts)) counts[what] = (counts[what] ?? 0) + times;
    if (values.seed !== undefined) console.log(`seed ${seed}: ${result.events} events, ${result.fingerprint}`);
    if (result.wrong.length === 0) continue;
    failed++;
    console.log(`seed ${seed}: ${result.wrong.length} wrong`);
    for (const line of result.wrong.slice(0, 12)) console.log(`  ${line}`);
    console.log(`  again: npm run simulate -- --seed ${seed} ${circles ? `--circles --size ${sizeOf(n)}` : `--devices ${devices}`} --ops ${opsOf(n)}`);
    if (values['until-red']) break;
  }
  const minutes = (performance.now() - began) / 60_000;
  const sorted = Object.entries(counts).sort(([a], [b]) => (a < b ? -1 : 1));
  console.log(sorted.map(([what, times]) => `${what} ${times}`).join(', '));
  console.log(`${ran - failed} passed, ${failed} failed, ${(ran / minutes).toFixed(1)} seeds a minute`);
  process.exitCode = failed > 0 ? 1 : 0;
};

if (import.meta.main) await main();
