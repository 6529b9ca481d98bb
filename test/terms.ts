// `npm run terms -- --count N [--from I] [--seed S]`: generated sequences of sharing, remarks, answers, quotes, taking back, last days,
// taking out, people who come and go, and forged records, each step held against an independent model of the rules (terms/rules.ts).
// What failed prints its number and the command that plays it again. `--planted` puts bugs into copies of the source, one at a time,
// and asks that each be found.

import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { parseArgs } from 'node:util';
import { play } from './terms/world.ts';

const ROOT = join(import.meta.dirname, '..');

export interface Ran {
  readonly ran: number;
  readonly failed: readonly { readonly index: number; readonly wrong: readonly string[] }[];
  readonly counts: Readonly<Record<string, number>>;
}

export const runTerms = ({ seed, from, count }: { readonly seed: number; readonly from: number; readonly count: number }): Ran => {
  const failed: { index: number; wrong: readonly string[] }[] = [];
  const counts: Record<string, number> = {};
  for (let index = from; index < from + count && failed.length < 5; index++) {
    const outcome = play(seed, index);
    for (const [what, times] of Object.entries(outcome.counts)) counts[what] = (counts[what] ?? 0) + times;
    if (outcome.wrong.length > 0) failed.push({ index, wrong: outcome.wrong });
  }
  return { ran: count, failed, counts };
};

/** Bugs on purpose: a file, what stands in it, and what is put there instead. */
export const PLANTED: Readonly<Record<string, readonly [file: string, before: string, after: string]>> = {
  'What was quoted stays as it was allowed then': ['src/rooms/sharing/records.ts', 'terms: stricter(of.terms, asRead)', 'terms: asRead'],
  'A last day ends nothing': ['src/core/terms.ts', "if (terms.until !== '' && terms.until < today)", 'if (terms.until === today && terms.until < today)'],
  'Who comes later reads what was before': ['src/core/terms.ts', "readers !== 'all' && !readers.has(asker.account)", "readers !== 'all' && readers.size === 0"],
  'What was taken back is deleted and not emptied': ['src/rooms/sharing/model.ts', "[{ ...deletedOf(kindOf(kind), id), write: { text: '' } }]", '[deletedOf(kindOf(kind), id)]'],
};

/** The first thing that the sequences find in a copy with the bug; null when they find nothing. */
export const plant = (name: keyof typeof PLANTED, count: number): string | null => {
  const [file, before, after] = PLANTED[name]!;
  const text = readFileSync(join(ROOT, file), 'utf8');
  if (text.split(before).length !== 2) throw new Error(`"${name}" no longer fits ${file}`);
  const copy = mkdtempSync(join(tmpdir(), 'kith-terms-'));
  try {
    for (const part of ['src/core', 'src/rooms', 'test/terms', 'test/terms.ts', 'test/fuzzing/mutations.ts', 'package.json'])
      cpSync(join(ROOT, part), join(copy, part), { recursive: true });
    symlinkSync(join(ROOT, 'node_modules'), join(copy, 'node_modules'), 'junction');
    writeFileSync(
      join(copy, file),
      text.replace(before, () => after),
    );
    const ran = spawnSync(process.execPath, [join(copy, 'test/terms.ts'), '--count', String(count)], { encoding: 'utf8' });
    return ran.status === 1 ? (/^ {2}(.*)$/m.exec(ran.stdout)?.[1] ?? null) : null;
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
};

const showPlanted = (count: number): void => {
  const missed = Object.keys(PLANTED).filter((name) => {
    const first = plant(name, count);
    console.log(`${name}: ${first === null ? 'NOT FOUND' : `found: ${first}`}`);
    return first === null;
  });
  console.log(`${Object.keys(PLANTED).length - missed.length} passed, ${missed.length} failed`);
  process.exitCode = missed.length > 0 ? 1 : 0;
};

const main = (): void => {
  const { values } = parseArgs({
    options: {
      count: { type: 'string', default: '2000' },
      from: { type: 'string', default: '0' },
      seed: { type: 'string', default: '1660' },
      planted: { type: 'boolean', default: false },
    },
  });
  if (values.planted) return showPlanted(Number(values.count));
  const began = performance.now();
  const { ran, failed, counts } = runTerms({ seed: Number(values.seed), from: Number(values.from), count: Number(values.count) });
  for (const { index, wrong } of failed) {
    console.log(`sequence ${index}:`);
    for (const line of wrong) console.log(`  ${line}`);
    console.log(`  again: npm run terms -- --seed ${values.seed} --from ${index} --count 1`);
  }
  console.log(
    Object.entries(counts)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([what, times]) => `${what} ${times}`)
      .join(', '),
  );
  console.log(`${ran - failed.length} passed, ${failed.length} failed, ${((performance.now() - began) / 1000).toFixed(0)} s`);
  process.exitCode = failed.length > 0 ? 1 : 0;
};

if (import.meta.main) main();
