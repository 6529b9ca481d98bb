// What `kith sync` says of a host that is not as it was, or not as it should be, and what it does not say; a host of one's own over
// plain http; an invitation. Real processes at the host's own code over HTTP, whose database and clock the test holds in its hand.

import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { startHost as startProcess } from '../../scripts/host-for-tests.ts';
import { startHost, tools, type TestHost } from '../contracts/host-people.ts';
import { createHome, MAIN, type Home } from './kith.ts';

const DAY = 86_400_000;
const withPassword = { env: { KITH_PASSWORD: 'four words of mine' } };
const LANGUAGES = ['en', 'es', 'ar'] as const;

let host: TestHost;
let homes: Home[];

beforeEach(async () => {
  await tools();
  host = await startHost('FOLDER/kith.db');
  homes = [];
});
afterEach(async () => {
  for (const home of homes) await home.remove();
  await host.close();
});

const newHome = (): Home => {
  const home = createHome();
  homes.push(home);
  return home;
};

/** A home in an account, with one entry that its host has. */
const inAccount = async (): Promise<Home> => {
  const home = newHome();
  await home.good(['write', 'Written here first.']);
  await home.good(['account', 'create', 'ada', '--host', host.base], withPassword);
  await home.good(['sync']);
  return home;
};

/** The sentence of a notice, up to its first place. */
const notice = (code: string, language: (typeof LANGUAGES)[number]): string =>
  (JSON.parse(readFileSync(join(import.meta.dirname, `../../src/sync/words/${language}.json`), 'utf8')) as Record<string, string>)[`notice.${code}`]!.split('{{')[0]!;
const CODES = ['clock-off', 'host-went-back', 'withheld', 'log-forked', 'row-refused', 'host-full'];
const heard = (err: string, language: (typeof LANGUAGES)[number] = 'en'): string[] => CODES.filter((code) => err.includes(notice(code, language)));

test('A clock days from the host’s is said in each language, and takes nothing away; a right one is not said', async () => {
  const home = await inAccount();
  expect(heard((await home.kith(['sync'])).err)).toEqual([]);
  for (const [n, language] of LANGUAGES.entries()) {
    host.clock.ahead = (n % 2 === 0 ? 3 : -3) * DAY;
    await home.good(['write', `Entry ${n}.`]);
    const { code, err, out } = await home.kith(['sync'], { env: { KITH_LANG: language } });
    expect([code, heard(err, language), out !== '']).toEqual([0, ['clock-off'], true]);
    expect(err).toMatch(/3 days|3 días|[3٣] أيام/);
    expect(err).not.toContain('{{');
  }
  host.clock.ahead = 0;
  const other = newHome();
  await other.good(['account', 'sign-in', 'ada', '--host', host.base], withPassword);
  await other.good(['sync']);
  expect((await other.kith(['list', '--json'])).json).toHaveLength(4);
});

test('What a host does not accept as this device’s own is said as that, not as a host that could not be reached; it goes once it is accepted', async () => {
  const home = await inAccount();
  const { pushKeys } = host.services;
  const { isTagged } = pushKeys;
  pushKeys.isTagged = async () => false;
  await home.good(['write', 'In between.']);
  const { code, err } = await home.kith(['sync']);
  expect([code, err.includes('is not accepted as its own'), err.includes('could not be reached')]).toEqual([1, true, false]);
  pushKeys.isTagged = isTagged;
  expect(await home.good(['sync'])).toContain('1 record sent');
});

test('A host that went back to a backup is said, once, and gets again what it lost', async () => {
  const home = await inAccount();
  const { database } = host.services;
  const { number, head } = await database.read.selectFrom('vaults').select(['number', 'head']).executeTakeFirstOrThrow();
  await home.good(['write', 'After the backup.']);
  await home.good(['sync']);
  await database.write.deleteFrom('rows').where('vault', '=', number).where('seq', '>', head).execute();
  await database.write.updateTable('vaults').set({ head }).where('number', '=', number).execute();
  const { code, err } = await home.kith(['sync']);
  expect([code, heard(err)]).toEqual([0, ['host-went-back']]);
  expect(heard((await home.kith(['sync'])).err)).toEqual([]);
  const other = newHome();
  await other.good(['account', 'sign-in', 'ada', '--host', host.base], withPassword);
  await other.good(['sync']);
  expect((await other.kith(['list', '--json'])).json.map(({ text }) => text).sort()).toEqual(['After the backup.', 'Written here first.']);
});

test('A host that keeps its newest row back is said, on a device that follows and on one that is new', async () => {
  const home = await inAccount();
  const other = newHome();
  const { database } = host.services;
  await other.good(['account', 'sign-in', 'ada', '--host', host.base], withPassword);
  const { seq } = await database.read.selectFrom('rows').select('seq').orderBy('seq', 'desc').executeTakeFirstOrThrow();
  const tellOf = (head: number): Promise<unknown> => database.write.updateTable('vaults').set({ head }).execute();
  // It tells of a row more than it gives.
  await tellOf(seq + 1);
  expect(heard((await home.kith(['sync'])).err)).toEqual(['withheld']);
  await tellOf(seq);
  await database.write.deleteFrom('rows').where('seq', '=', seq).execute();
  expect(heard((await other.kith(['sync'])).err)).toEqual(['withheld']);
  // Who has seen the row knows more: it was there.
  expect(heard((await home.kith(['sync'])).err)).toEqual(['host-went-back']);
});

test('A host of one’s own without TLS is refused until it is allowed in so many words, and what is allowed holds from then on', async () => {
  const home = newHome();
  await home.good(['write', 'Here.']);
  // This machine under an address that could be any other machine's.
  const address = `http://0.0.0.0:${new URL(host.base).port}`;
  const refused = await home.kith(['account', 'create', 'ada', '--host', address], withPassword);
  expect([refused.code, refused.err.includes('has no TLS'), refused.err.includes('--plain-http')]).toEqual([1, true, true]);
  expect(await host.services.database.read.selectFrom('accounts').select('id').execute()).toEqual([]);
  await home.good(['account', 'create', 'ada', '--host', address, '--plain-http'], withPassword);
  await home.good(['sync']);
  const other = newHome();
  expect((await other.kith(['account', 'sign-in', 'ada', '--host', address], withPassword)).code).toBe(1);
  await other.good(['account', 'sign-in', 'ada', '--host', address, '--plain-http'], withPassword);
  await other.good(['sync']);
  expect((await other.kith(['list', '--json'])).json).toHaveLength(1);
});

test('An invitation that the host’s keeper gave opens one account, as it is typed, and no second', async () => {
  const data = mkdtempSync(join(tmpdir(), 'kith-data-'));
  const invited = await startProcess({ KITH_DATA: data });
  const home = newHome();
  await home.good(['write', 'Here.']);
  const create = (name: string, code: string) => home.kith(['account', 'create', name, '--host', invited.address, '--invite', code], withPassword);
  const code = await home.good(['host', 'invite'], { env: { KITH_DATA: data } });
  expect(code).toMatch(/^[0-9a-z]{4}(-[0-9a-z]{4}){3}$/);
  const wrong = await create('ada', `${code[0] === 'a' ? 'b' : 'a'}${code.slice(1)}`);
  expect([wrong.code, wrong.err.includes('--invite')]).toEqual([1, true]);
  expect((await create('ada', ` ${code.toUpperCase().replaceAll('-', ' ')} `)).code).toBe(0);
  expect(await home.good(['sync'])).toContain('1 record sent');
  const second = newHome();
  await second.good(['write', 'Elsewhere.']);
  const again = await second.kith(['account', 'create', 'eva', '--host', invited.address, '--invite', code], withPassword);
  expect([again.code, again.err.includes('--invite')]).toEqual([1, true]);
  await invited.stop();
  rmSync(data, { recursive: true, force: true });
});

/** Rows of a home's vault, and how many of them the host is not known to have. */
const standing = (db: DatabaseSync): { readonly all: number; readonly unsent: number } =>
  db.prepare('select count(*) as "all", coalesce(sum(base != ver), 0) as unsent from record').get() as { all: number; unsent: number };

test('A watch that is killed while it sends, again and again, sends everything once', async () => {
  const home = await inAccount();
  const folder = join(home.temporary, 'notes');
  mkdirSync(folder);
  for (let n = 0; n < 1500; n++) writeFileSync(join(folder, `n${n}.md`), `---\ndate: 2018-03-01\n---\n\nWalk ${n}\n`);
  await home.good(['import', folder]);
  const db = new DatabaseSync(join(home.path, 'vault.sqlite'), { readOnly: true });
  const { all, unsent } = standing(db);
  let before = unsent;
  let kills = 0;
  for (let tries = 0; tries < 3; tries++) {
    const child = spawn(process.execPath, [MAIN, 'sync', '--watch'], { env: home.env, stdio: 'ignore' });
    const ended = new Promise((done) => child.once('close', done));
    while (standing(db).unsent === before && child.exitCode === null) await new Promise((done) => setTimeout(done, 1));
    child.kill('SIGKILL');
    await ended;
    const now = standing(db).unsent;
    if (now > 0 && now < before) kills++;
    before = now;
  }
  expect(kills).toBeGreaterThan(0);
  db.close();
  await home.good(['sync']);
  const counted = await host.services.database.read.selectFrom('vaults').select('row_count').executeTakeFirstOrThrow();
  // Beside what is written there is at most the device's own tip.
  expect([all, all + 1]).toContain(counted.row_count);
  const other = newHome();
  await other.good(['account', 'sign-in', 'ada', '--host', host.base], withPassword);
  await other.good(['sync']);
  expect((await other.kith(['list', '--json', '--limit', '5000'])).json).toHaveLength(1501);
});
