// `npm run crash`: writers ended outright at random moments. Counted: what was acknowledged before the end, what of it is
// there afterwards, and whether the vault opens and checks clean. One function for each kind of writer; add a kind by
// adding its function to KINDS. Options: `--times N` for all kinds, `--only NAME`.

import { spawn } from 'node:child_process';
import process from 'node:process';
import { createHome, MAIN, type Home } from './cli/kith.ts';

export interface CrashFigures {
  readonly kind: string;
  /** Writers ended while they were writing. */
  readonly kills: number;
  /** Writes acknowledged before the ends. */
  readonly acknowledged: number;
  /** Acknowledged writes that are not there afterwards. */
  readonly lost: number;
  /** Written and there, though the acknowledgement never came out: allowed, and worth seeing. */
  readonly unacknowledged: number;
  /** Times the vault did not open or did not check clean. */
  readonly broken: number;
}

/**
 * One `kith write` after another through a shell, until the whole group is ended with SIGKILL after so many milliseconds;
 * what came out of them by then was acknowledged. A line that is not whole is no acknowledgement.
 */
const writeUntilKilled = (home: Home, run: number, after: number): Promise<string[]> =>
  new Promise((done, failed) => {
    const script = 'i=0; while :; do i=$((i+1)); "$0" "$1" write "run $2 number $i $3"; done';
    // Long enough for some writes to take several pages.
    const words = 'words '.repeat(run % 7 === 0 ? 3000 : 20);
    const shell = spawn('/bin/sh', ['-c', script, process.execPath, MAIN, String(run), words], { env: home.env, detached: true, stdio: ['ignore', 'pipe', 'ignore'] });
    let out = '';
    shell.stdout.setEncoding('utf8').on('data', (part: string) => (out += part));
    shell.on('error', failed);
    shell.on('close', () => done(out.split('\n').slice(0, -1)));
    setTimeout(() => process.kill(-shell.pid!, 'SIGKILL'), after);
  });

/** The command line, ended `times` times while it writes. */
export const crashCommandLine = async (times: number, random: () => number = Math.random): Promise<CrashFigures> => {
  const home = createHome();
  const acknowledged: string[] = [];
  let broken = 0;
  try {
    // Measured, so that an end falls anywhere in the life of a writer, whatever the machine.
    const started = performance.now();
    acknowledged.push(await home.good(['write', 'the first']));
    const whole = performance.now() - started;
    for (let run = 1; run <= times; run++) {
      acknowledged.push(...(await writeUntilKilled(home, run, 5 + random() * whole * 3)));
      if (run % 10 === 0 && (await home.kith(['vault', 'check'])).code !== 0) broken++;
    }
    const check = await home.kith(['vault', 'check']);
    if (check.code !== 0) broken++;
    const there = new Set((await home.kith(['list', '--json'])).json.map(({ id }) => String(id)));
    const lost = acknowledged.filter((id) => !there.has(id)).length;
    return { kind: 'command-line', kills: times, acknowledged: acknowledged.length, lost, unacknowledged: there.size - (acknowledged.length - lost), broken };
  } finally {
    await home.remove();
  }
};

/** What is ended, and how often when nothing is said. */
export const KINDS: Readonly<Record<string, { readonly times: number; run(times: number): Promise<CrashFigures> }>> = {
  'command-line': { times: 200, run: crashCommandLine },
  'browser-tab': { times: 50, run: async (times) => (await import('./crash-tab.ts')).crashTab(times) },
};

export const figuresToText = ({ kind, kills, acknowledged, lost, unacknowledged, broken }: CrashFigures): string =>
  `${kind}: ended ${kills} times; ${acknowledged} writes acknowledged, ${lost} of them lost; ${unacknowledged} written without having said so; vault broken ${broken} times`;

const main = async (argv: readonly string[]): Promise<void> => {
  const valueOf = (name: string): string | undefined => (argv.includes(name) ? argv[argv.indexOf(name) + 1] : undefined);
  const [asked, only] = [valueOf('--times'), valueOf('--only')];
  for (const [name, kind] of Object.entries(KINDS)) {
    if (only !== undefined && only !== name) continue;
    const figures = await kind.run(asked === undefined ? kind.times : Math.max(1, Number(asked) || 1));
    process.stdout.write(`${figuresToText(figures)}\n`);
    if (figures.lost > 0 || figures.broken > 0) process.exitCode = 1;
  }
};

if (import.meta.main) await main(process.argv.slice(2));
