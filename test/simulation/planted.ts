// Bugs on purpose: each patch under planted/ is put into a copy of the shipped source, and the simulation of that copy must find
// it. A patch is found by its text, not by its line numbers, so that other changes around it do no harm.

import { spawn } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';

const ROOT = join(import.meta.dirname, '..', '..');
const FOLDER = join(import.meta.dirname, 'planted');

export const plantedNames = (): readonly string[] =>
  readdirSync(FOLDER)
    .filter((name) => name.endsWith('.patch'))
    .map((name) => name.slice(0, -6))
    .sort();

/** What the patch says it does, the file it changes, and each change as text before and after. */
const readPatch = (name: string) => {
  const [why, ...lines] = readFileSync(join(FOLDER, `${name}.patch`), 'utf8').split('\n');
  const file = lines.find((line) => line.startsWith('+++ b/'))!.slice(6);
  const hunks: { before: string; after: string }[] = [];
  for (const line of lines) {
    if (line.startsWith('@@')) hunks.push({ before: '', after: '' });
    const hunk = hunks.at(-1);
    if (!hunk || line.startsWith('@@') || line === '') continue;
    if (line[0] !== '+') hunk.before += `${line.slice(1)}\n`;
    if (line[0] !== '-') hunk.after += `${line.slice(1)}\n`;
  }
  return { why: why!, file, hunks };
};

/** The changed file's text. Throws when the source is no longer what the patch was made for. */
export const plantedText = (name: string): { readonly why: string; readonly file: string; readonly text: string } => {
  const { why, file, hunks } = readPatch(name);
  let text = readFileSync(join(ROOT, file), 'utf8');
  for (const { before, after } of hunks) {
    if (text.split(before).length !== 2) throw new Error(`${name}.patch no longer fits ${file}`);
    text = text.replace(before, () => after);
  }
  return { why, file, text };
};

export interface Found {
  readonly name: string;
  readonly why: string;
  /** The first thing that was found wrong; null when nothing was. */
  readonly first: string | null;
}

/** Plants one bug and runs seeds until one is red; what concerns circles (`circle-`) is looked for in circles of three. */
export const plant = async (name: string, seeds: number, ops: number): Promise<Found> => {
  const of = name.startsWith('circle-') ? ['--circles', '--size', '3'] : [];
  const { why, file, text } = plantedText(name);
  const copy = mkdtempSync(join(tmpdir(), 'kith-planted-'));
  try {
    for (const part of ['src', 'test/simulation', 'test/simulate.ts', 'package.json']) cpSync(join(ROOT, part), join(copy, part), { recursive: true });
    symlinkSync(join(ROOT, 'node_modules'), join(copy, 'node_modules'), 'junction');
    writeFileSync(join(copy, file), text);
    const said = await new Promise<string>((done, failed) => {
      const child = spawn(process.execPath, [join(copy, 'test/simulate.ts'), '--seeds', String(seeds), '--ops', String(ops), '--until-red', ...of], {
        cwd: copy,
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      let out = '';
      child.stdout.setEncoding('utf8').on('data', (part: string) => (out += part));
      child.stderr.setEncoding('utf8').on('data', (part: string) => (out += part));
      child.on('error', failed);
      child.on('close', () => done(out));
    });
    // Red is a judgement of the run, not a process that fell over.
    const red = /^seed \S+: \d+ wrong\n {2}(.*)$/m.exec(said);
    if (!red && !/^\d+ passed, 0 failed/m.test(said)) throw new Error(`${name}: ${said.slice(0, 2000)}`);
    return { name, why, first: red?.[1] ?? null };
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
};
