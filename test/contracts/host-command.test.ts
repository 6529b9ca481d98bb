// `kith host …` as its keeper types it: started, asked for codes, examined, backed up while it runs, restored elsewhere; and
// every way of typing it wrongly, answered by a sentence and the exit code that `kith help exit` names.

import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { register, tools } from './host-people.ts';

const KITH = join(import.meta.dirname, '..', '..', 'src', 'cli', 'main.ts');
let folder: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'kith-host-command-'));
  await tools();
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const environment = (more: Readonly<Record<string, string>> = {}) => ({ PATH: process.env['PATH'], KITH_LANG: 'en', KITH_HOME: join(folder, 'home'), ...more });
const kith = (args: readonly string[], more: Readonly<Record<string, string>> = {}) => {
  const done = spawnSync(process.execPath, [KITH, 'host', ...args], { cwd: folder, encoding: 'utf8', env: environment(more) });
  return { code: done.status, out: done.stdout, said: done.stderr };
};

test.each([
  [[], 2, 'start, backup, restore, doctor, invite'],
  [['frob'], 2, '“frob”'],
  [['start', 'x'], 2, 'host start'],
  [['backup'], 2, 'FOLDER'],
  [['backup', 'a', 'b'], 2, 'b'],
  [['invite', '--repair'], 2, '--repair'],
  [['start', '--port'], 2, '--port'],
  [['start', '--port', 'x'], 2, '“x”'],
  [['start', '--registration', 'some'], 2, '“some”'],
  [['start', '--database', 'mysql://x'], 2, 'mysql'],
  [['start', '--blobs', 'ftp://x'], 2, 'ftp'],
  [['invite', '0'], 2, '1 to 1000'],
  [['doctor', '--data', 'nowhere'], 1, 'no host here'],
  [['restore', 'nowhere'], 1, 'no whole backup'],
] as const)('kith host %j ends with %i and says why', (args, code, words) => {
  const done = kith(args);
  expect([done.code, done.out]).toEqual([code, '']);
  expect(done.said).toContain(words);
});

test('all that is said arrives, however slowly it is read and though the process ends at once', async () => {
  const source = join(import.meta.dirname, '..', '..', 'src', 'adapters', 'node', 'write-out.ts');
  const saying = spawn(
    process.execPath,
    ['--input-type=module', '-e', `import { writeOut } from ${JSON.stringify(source)}; for (let n = 0; n < 50_000; n++) writeOut(1, \`line ${'${n}'}\\n\`); process.exit(0);`],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  await new Promise((done) => setTimeout(done, 300));
  let heard = '';
  for await (const part of saying.stdout) heard += String(part);
  expect(heard.split('\n').length).toBe(50_001);
});

test('a failure says so by its exit code also when nobody is there any more to read why', () => {
  const done = spawnSync('bash', ['-c', `'${process.execPath}' '${KITH}' host doctor --data nowhere 2>&1 | true; echo ${'$'}{PIPESTATUS[0]}`], {
    cwd: folder,
    encoding: 'utf8',
    env: environment(),
  });
  expect(done.stdout.trim()).toBe('1');
});

test('refusals come in the language of the person', () => {
  expect(kith(['start', '--port', 'x'], { KITH_LANG: 'es' }).said).toContain('debe ser');
  expect(kith(['doctor', '--data', 'nowhere'], { KITH_LANG: 'ar' }).said).toContain('لا مضيف هنا');
});

test('a host is started, opened to the invited, examined, backed up and restored', async () => {
  const host = spawn(process.execPath, [KITH, 'host', 'start', '--port', '0'], { cwd: folder, env: environment(), stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = new Promise<number | null>((done) => host.once('exit', (code) => done(code)));
  const base = await new Promise<string>((ready, failed) => {
    host.stdout.once('data', (line: Buffer) => ready(/http\S+/.exec(line.toString('utf8'))![0]));
    host.once('exit', () => failed(new Error('the host did not start')));
  });
  const codes = kith(['invite', '2']).out.trim().split('\n');
  expect(codes).toHaveLength(2);
  expect((await register(base, 'ana', 'words', 'wrong-code')).answer.body).toEqual({ error: 'invite-wrong' });
  expect((await register(base, 'ana', 'words', codes[0])).answer.status).toBe(200);
  expect(kith(['backup', 'copy'])).toMatchObject({ code: 0, out: expect.stringContaining('Vaults: 0') });
  expect(kith(['backup', 'copy'])).toMatchObject({ code: 1, said: expect.stringContaining('already') });
  expect(kith(['restore', 'copy'])).toMatchObject({ code: 1, said: expect.stringContaining('running') });
  expect(kith(['doctor'])).toMatchObject({ code: 0, said: '' });
  host.kill('SIGINT');
  expect(await ended).toBe(0);
  expect(kith(['restore', 'copy', '--data', 'elsewhere'])).toMatchObject({ code: 0 });
  expect(kith(['restore', 'copy', '--data', 'elsewhere'])).toMatchObject({ code: 1, said: expect.stringContaining('accounts already') });
  expect(kith(['doctor', '--data', 'elsewhere'])).toMatchObject({ code: 0 });
});
