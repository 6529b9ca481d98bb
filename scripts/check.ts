// Every check, as CI runs them, in the order in which they are quick to fail. Each test of vitest counts as one, every
// other check as one. The last line is `N passed, N failed`, and the exit code says the same.
//   npm test                  all
//   npm run check -- lint types   only these

import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';

const ROOT = join(import.meta.dirname, '..');
const bin = (name: string): string => join(ROOT, 'node_modules', '.bin', process.platform === 'win32' ? `${name}.cmd` : name);
const script = (name: string): readonly [string, ...string[]] => [process.execPath, join(ROOT, 'scripts', name)];

interface Outcome {
  readonly passed: number;
  readonly failed: number;
}

const run = ([command, ...args]: readonly [string, ...string[]], quiet: boolean): { readonly ok: boolean; readonly said: string } => {
  const done = spawnSync(command, args, {
    cwd: ROOT,
    encoding: 'utf8',
    stdio: quiet ? 'pipe' : ['ignore', 'inherit', 'inherit'],
    maxBuffer: 1 << 28,
    shell: process.platform === 'win32' && command.endsWith('.cmd'),
  });
  return { ok: done.status === 0, said: quiet ? `${done.stdout ?? ''}${done.stderr ?? ''}${done.error ? String(done.error) : ''}` : '' };
};

/** One command, one check; what it said is shown only when it failed, or when it has figures to show. */
const one =
  (command: readonly [string, ...string[]], shows = false) =>
  (): Outcome => {
    const { ok, said } = run(command, true);
    if (!ok || shows) process.stdout.write(said.endsWith('\n') || said === '' ? said : `${said}\n`);
    return ok ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
  };

interface Report {
  readonly testResults: readonly { readonly name: string; readonly status: string; readonly assertionResults: readonly { readonly fullName: string; readonly status: string }[] }[];
}

/** Runs the tests of a configuration, or of these files of it. A run that fails without a failed test (a crash, an unhandled error) says so. */
const runTests = (config: string, files: readonly string[]): { readonly ok: boolean; readonly files: Report['testResults'] } => {
  const folder = mkdtempSync(join(tmpdir(), 'kith-tests-'));
  const report = join(folder, 'report.json');
  const { ok } = run([bin('vitest'), 'run', '--config', config, '--reporter=dot', '--reporter=json', `--outputFile.json=${report}`, ...files], false);
  const { testResults } = existsSync(report) ? (JSON.parse(readFileSync(report, 'utf8')) as Report) : { testResults: [] };
  rmSync(folder, { recursive: true, force: true });
  return { ok, files: testResults };
};

const hasFailed = ({ status, assertionResults }: Report['testResults'][number]): boolean => status === 'failed' || assertionResults.some((each) => each.status === 'failed');

/** A machine that is busy for a moment fails a journey of two browsers now and then; what is broken fails each time. More files than this are not asked again. */
const ASKED_AGAIN = 3;

/**
 * Tests counted one by one. A few files that failed are run once more, from nothing; what holds only then is named, so that it is
 * seen and looked into. A run that fails without a failed test is one failure, and so is each test that was skipped.
 */
const tests =
  (config: string, files: readonly string[] = []) =>
  (): Outcome => {
    const first = runTests(config, files);
    const failedFiles = first.files.filter(hasFailed);
    const isAskedAgain = failedFiles.length > 0 && failedFiles.length <= ASKED_AGAIN;
    const again = isAskedAgain
      ? runTests(
          config,
          failedFiles.map(({ name }) => name),
        )
      : undefined;
    const stands = [...first.files.filter((file) => !isAskedAgain || !hasFailed(file)), ...(again?.files ?? [])].flatMap(({ assertionResults }) => assertionResults);
    const counted = (...statuses: readonly string[]): number => stands.filter(({ status }) => statuses.includes(status)).length;
    const passed = counted('passed');
    const skipped = stands.length - counted('passed', 'failed');
    if (skipped > 0) process.stdout.write(`${skipped} tests were skipped: a skipped test counts as failed.\n`);
    if (again?.ok)
      for (const { assertionResults } of failedFiles)
        for (const { fullName, status } of assertionResults) if (status === 'failed') process.stdout.write(`failed, and held when it was run once more: ${fullName}\n`);
    const failed = stands.length - passed;
    const { ok } = again ?? first;
    return { passed, failed: failed === 0 && (!ok || passed === 0) ? 1 : failed };
  };

const CHECKS: Readonly<Record<string, () => Outcome>> = {
  format: one([bin('oxfmt'), '--check']),
  lint: one([bin('oxlint'), '--deny-warnings']),
  types: one([bin('tsc'), '-p', 'tsconfig.json']),
  'types-pure': one([bin('tsc'), '-p', 'tsconfig.pure.json']),
  'types-web': one([bin('tsc'), '-p', 'tsconfig.web.json']),
  unused: one([bin('knip')]),
  tests: tests('vitest.config.ts'),
  // As `npm start` builds: what is fresh is not made anew, here or there.
  build: one([...script('launch.cjs'), 'build']),
  budget: one(script('budget.ts'), true),
  browser: tests('vitest.e2e.config.ts'),
  five: tests('vitest.five.config.ts'),
  'every-look': () => {
    process.env['KITH_EVERY_LOOK'] = '1';
    const outcome = tests('vitest.e2e.config.ts', ['test/e2e/axe.test.ts'])();
    delete process.env['KITH_EVERY_LOOK'];
    return outcome;
  },
};

/** Only when asked for: what it asks is asked in smaller parts by the others. */
const LONG: readonly string[] = ['five', 'every-look'];

const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !(name in CHECKS));
if (unknown.length > 0) {
  process.stderr.write(`There is no check named ${unknown.join(', ')}. There are: ${Object.keys(CHECKS).join(', ')}.\n`);
  process.exit(2);
}

let passed = 0;
let failed = 0;
for (const [name, check] of Object.entries(CHECKS)) {
  if (asked.length > 0 ? !asked.includes(name) : LONG.includes(name)) continue;
  process.stdout.write(`── ${name}\n`);
  const began = performance.now();
  const outcome = check();
  passed += outcome.passed;
  failed += outcome.failed;
  process.stdout.write(`   ${outcome.passed} passed, ${outcome.failed} failed, ${((performance.now() - began) / 1000).toFixed(1)} s\n`);
}
process.stdout.write(`${passed} passed, ${failed} failed\n`);
process.exit(failed === 0 ? 0 : 1);
