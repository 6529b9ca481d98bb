// `npm run simulate -- --seeds N [--seed S] [--devices 8] [--ops 500]`: devices that write while everything fails, on the shipped engine, gate,
// sealing and log. A failure prints its seed and the one command that plays it again. `--planted` turns bugs into copies of the
// source and asks that each be found.

import process from 'node:process';
import { parseArgs } from 'node:util';
import { run } from './simulation/run.ts';

const main = async (): Promise<void> => {
  const { values } = parseArgs({
    options: { seeds: { type: 'string', default: '20' }, seed: { type: 'string' }, devices: { type: 'string', default: '8' }, ops: { type: 'string', default: '500' } },
  });
  const [devices, ops] = [Number(values.devices), Number(values.ops)];
  const seeds = values.seed === undefined ? Array.from({ length: Number(values.seeds) }, (_, i) => String(i + 1)) : [values.seed];
  const counts: Record<string, number> = {};
  let failed = 0;
  const began = performance.now();
  for (const seed of seeds) {
    const result = await run({ seed, devices, ops });
    for (const [what, times] of Object.entries(result.counts)) counts[what] = (counts[what] ?? 0) + times;
    if (values.seed !== undefined) console.log(`seed ${seed}: ${result.events} events, ${result.fingerprint}`);
    if (result.wrong.length === 0) continue;
    failed++;
    console.log(
      `seed ${seed}: ${result.wrong.length} wrong\n  ${result.wrong.slice(0, 12).join('\n  ')}\n  again: npm run simulate -- --seed ${seed} --devices ${devices} --ops ${ops}`,
    );
  }
  const minutes = (performance.now() - began) / 60_000;
  console.log(
    Object.entries(counts)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([what, times]) => `${what} ${times}`)
      .join(', '),
  );
  console.log(`${seeds.length - failed} passed, ${failed} failed, ${(seeds.length / minutes).toFixed(1)} seeds a minute`);
  process.exitCode = failed > 0 ? 1 : 0;
};

if (import.meta.main) await main();
