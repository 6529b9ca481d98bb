// Accounts, devices and synchronising in the command line: real processes, each home a device, at a real host over HTTP.

import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { startHost, type RunningHost } from '../../scripts/host-for-tests.ts';
import { createHome, MAIN, type Home } from './kith.ts';

const PASSWORD = 'four words of mine';
const OTHER = 'five words of mine';
const withPassword = { env: { KITH_PASSWORD: PASSWORD } };

let host: RunningHost;
const homes: Home[] = [];

/** A refusal that page and command line share, up to its first place. */
const said = (code: string): Record<'es' | 'ar', string> => {
  const words = (language: string): string =>
    (JSON.parse(readFileSync(join(import.meta.dirname, '../../src/sync/words', `${language}.json`), 'utf8')) as Record<string, string>)[`refusal.${code}`]!.split('{{')[0]!;
  return { es: words('es'), ar: words('ar') };
};
const [TAKEN, WRONG, OFFLINE, UNFIT] = ['account-name-taken', 'sign-in-wrong', 'host-offline', 'account-name-wrong'].map(said) as [
  ReturnType<typeof said>,
  ReturnType<typeof said>,
  ReturnType<typeof said>,
  ReturnType<typeof said>,
];
let count = 0;
let name = '';

beforeAll(async () => {
  host = await startHost({ KITH_REGISTRATION: 'open' });
});
afterAll(() => host.stop());
beforeEach(() => {
  name = `ada-${++count}`;
});
afterEach(async () => {
  await Promise.all(homes.splice(0).map((home) => home.remove()));
});

const newHome = (): Home => {
  const home = createHome();
  homes.push(home);
  return home;
};

const codeIn = (kit: string): string => /(?:[0-9A-Z]{5}-){6}[0-9A-Z]{5}/.exec(kit)![0];

/** A home with an account, and one entry that its host has. */
const first = async (): Promise<{ readonly home: Home; readonly code: string }> => {
  const home = newHome();
  await home.good(['write', 'Written here first.']);
  const kit = await home.good(['account', 'create', name, '--host', host.address, '--device', 'laptop'], withPassword);
  await home.good(['sync']);
  return { home, code: codeIn(kit) };
};

const signedIn = async (device: string, password = PASSWORD): Promise<Home> => {
  const home = newHome();
  await home.good(['account', 'sign-in', name, '--host', host.address, '--device', device], { env: { KITH_PASSWORD: password } });
  return home;
};

const texts = async (home: Home): Promise<string[]> => (await home.kith(['list', '--json'])).json.map(({ text }) => text as string).sort();

/** `kith sync --watch`, and what it says. */
const watching = (home: Home, args: readonly string[] = []) => {
  const child = spawn(process.execPath, [MAIN, 'sync', '--watch', ...args], { env: home.env, stdio: ['ignore', 'pipe', 'pipe'] });
  let out = '';
  let err = '';
  child.stdout.setEncoding('utf8').on('data', (part: string) => (out += part));
  child.stderr.setEncoding('utf8').on('data', (part: string) => (err += part));
  const ended = new Promise<number | null>((done) => child.once('close', done));
  const until = async (is: () => boolean | Promise<boolean>): Promise<void> => {
    while (!(await is())) {
      if (child.exitCode !== null) throw new Error(`it ended with ${child.exitCode}: ${out}${err}`);
      await new Promise((resolve) => setTimeout(resolve, 30));
    }
  };
  return {
    out: () => out,
    err: () => err,
    until,
    ended,
    async kill(): Promise<number | null> {
      child.kill('SIGKILL');
      return ended;
    },
    async stop(): Promise<number | null> {
      child.kill('SIGINT');
      return ended;
    },
  };
};

describe('Two homes on one account', () => {
  test('what is written on one shows on the other; other commands need no host; a status says how it stands', async () => {
    const { home } = await first();
    const second = await signedIn('phone');
    const said = await second.good(['sync']);
    expect(said).toMatch(/1 record came/);
    expect(await texts(second)).toEqual(['Written here first.']);
    await second.good(['write', 'And from the other.']);
    const [waiting] = (await second.kith(['vault', 'status', '--json'])).json;
    expect(waiting!.sync).toMatchObject({ host: host.address, signedIn: true, unsent: 1 });
    expect(await second.good(['vault', 'status'])).toContain(`Kept at ${host.address} too, sealed. 1 record not sent yet.`);
    expect((await second.kith(['sync', '--json'])).json).toEqual([{ is: 'in-step', sent: 1, came: 0, at: expect.any(String) }]);
    expect((await second.kith(['vault', 'status', '--json'])).json[0]!.sync).toMatchObject({ unsent: 0, inStepAt: expect.any(String) });
    expect(await home.good(['sync'])).toMatch(/1 record came/);
    expect(await texts(home)).toEqual(['And from the other.', 'Written here first.']);
    expect(await home.good(['sync'])).toContain('Nothing new');
    // Nothing of the account is readable at rest.
    const files = readdirSync(home.path).map((file) => readFileSync(join(home.path, file)).toString('latin1'));
    expect(files.some((bytes) => bytes.includes(name) || bytes.includes(host.address))).toBe(false);
  });

  test('what is attached goes along, and comes when somebody looks', async () => {
    const { home } = await first();
    const id = await home.good(['write', 'With a picture.', '--attach', join(import.meta.dirname, '..', 'fixtures', 'pictures', 'gps-II.jpg')]);
    await home.good(['sync']);
    expect((await home.kith(['account', 'show', '--json'])).json[0]!.vaults[0].blobs).toBeGreaterThan(0);
    const second = await signedIn('phone');
    await second.good(['sync']);
    expect((await second.kith(['vault', 'status', '--json'])).json[0]!.attachmentParts).toBe(0);
    const [saved, mine] = [join(second.temporary, 'saved'), join(home.temporary, 'saved')];
    await second.good(['show', id, '--save', saved]);
    await home.good(['show', id, '--save', mine]);
    expect(readFileSync(join(saved, 'gps-II.jpg')).equals(readFileSync(join(mine, 'gps-II.jpg')))).toBe(true);
    // An export is whole, on a device that has looked at nothing yet.
    const third = await signedIn('tablet');
    await third.good(['sync']);
    const [told] = (await third.kith(['export', join(third.temporary, 'all.zip'), '--json'])).json;
    expect(told).toMatchObject({ entries: 2, problems: 0 });
    // What cannot be had now is not called damaged.
    const fourth = await signedIn('fourth');
    await fourth.good(['sync']);
    await fourth.good(['account', 'sign-out']);
    expect((await fourth.kith(['show', id, '--save', join(fourth.temporary, 'saved')])).code).toBe(1);
  });

  test('two changes of one text are both kept', async () => {
    const { home } = await first();
    const second = await signedIn('phone');
    await second.good(['sync']);
    const { id } = (await home.kith(['list', '--json'])).json[0]!;
    await home.good(['change', id, '--text', 'Changed on the laptop.']);
    await second.good(['change', id, '--text', 'Changed on the phone.']);
    await home.good(['sync']);
    await second.good(['sync']);
    await home.good(['sync']);
    for (const one of [home, second]) {
      const [entry] = (await one.kith(['show', id, '--json'])).json;
      expect([entry!.text, ...entry!.otherTexts].sort()).toEqual(['Changed on the laptop.', 'Changed on the phone.']);
    }
  });

  test('--watch brings what another command, or another device, writes; Ctrl-C ends it and loses nothing', async () => {
    const { home } = await first();
    const second = await signedIn('phone');
    const here = watching(home);
    const there = watching(second, ['--json']);
    await there.until(() => there.out().includes('"came":1'));
    await home.good(['write', 'Said while both look.']);
    await there.until(async () => (await texts(second)).includes('Said while both look.'));
    await second.good(['write', 'Answered.']);
    await here.until(async () => (await texts(home)).includes('Answered.'));
    // One synchronises at a time: the other is told, and nothing is lost.
    const beside = await home.kith(['sync']);
    expect([beside.code, beside.err.includes('Another command is synchronising')]).toEqual([1, true]);
    expect(await Promise.all([here.stop(), there.stop()])).toEqual([0, 0]);
    expect(await home.good(['sync'])).toContain('Nothing new');
  });

  test('under a passphrase, and with a journal that has its own lock: what came of it waits until that is opened', async () => {
    const { home } = await first();
    const second = await signedIn('phone');
    const own = { KITH_PASSPHRASE: 'eight and more' };
    await home.good(['journals', '--add', 'Quiet']);
    const id = await home.good(['write', 'Of the quiet one.', '--journal', 'Quiet']);
    await home.good(['vault', 'lock', '--journal', 'Quiet'], { env: own });
    await home.good(['sync']);
    await second.good(['vault', 'lock'], { env: { KITH_PASSPHRASE: 'another eight and more' } });
    expect((await second.kith(['sync'])).code).toBe(3);
    expect(await second.good(['vault', 'status'])).toContain('Kept at a host too, sealed.');
    await second.good(['vault', 'unlock'], { env: { KITH_PASSPHRASE: 'another eight and more' } });
    const watch = watching(second);
    await watch.until(() => watch.out().includes('came'));
    expect(await texts(second)).toEqual(['Written here first.']);
    await second.good(['vault', 'unlock', '--journal', 'Quiet'], { env: own });
    await home.good(['vault', 'unlock', '--journal', 'Quiet'], { env: own });
    await home.good(['change', id, '--text', 'Of the quiet one, changed.']);
    await home.good(['sync']);
    await watch.until(async () => (await texts(second)).includes('Of the quiet one, changed.'));
    expect(await watch.stop()).toBe(0);
  });

  test('a watch that is killed, and one whose host goes away for a while, lose nothing', async () => {
    const data = mkdtempSync(join(tmpdir(), 'kith-data-'));
    const own = await startHost({ KITH_REGISTRATION: 'open', KITH_DATA: data });
    const port = new URL(own.address).port;
    const home = newHome();
    await home.good(['account', 'create', name, '--host', own.address], withPassword);
    const killed = watching(home);
    await killed.until(() => killed.out() !== '');
    const wrote = home.good(['write', 'While it is killed.']);
    await killed.kill();
    await wrote;
    const watch = watching(home);
    await watch.until(() => watch.out() !== '');
    await own.stop();
    await home.good(['write', 'While the host is away.']);
    await watch.until(() => watch.err().includes('goes on by itself'));
    const again = await startHost({ KITH_REGISTRATION: 'open', KITH_DATA: data, PORT: port });
    await watch.until(async () => (await home.kith(['vault', 'status', '--json'])).json[0]!.sync.unsent === 0);
    expect(await watch.stop()).toBe(0);
    const second = newHome();
    await second.good(['account', 'sign-in', name, '--host', again.address], withPassword);
    await second.good(['sync']);
    expect(await texts(second)).toEqual(['While it is killed.', 'While the host is away.']);
    await again.stop();
    rmSync(data, { recursive: true, force: true });
  });

  test('without a host everything is written, and goes later', async () => {
    const own = await startHost({ KITH_REGISTRATION: 'open', ...keptData() });
    const home = newHome();
    await home.good(['account', 'create', name, '--host', own.address], withPassword);
    await home.good(['sync']);
    await own.stop();
    const id = await home.good(['write', 'Nobody is there.']);
    expect(id).toMatch(/^[0-9a-z]{26}$/);
    const tried = await home.kith(['sync']);
    expect([tried.code, tried.out, tried.err.includes('Everything is kept here')]).toEqual([1, '', true]);
    for (const args of [['account', 'show'], ['devices'], ['account', 'password']]) {
      const { code, err } = await home.kith(args, { env: { KITH_PASSWORD: PASSWORD, KITH_NEW_PASSWORD: OTHER } });
      expect([code, err.includes('The host does not answer')], args.join(' ')).toEqual([1, true]);
    }
    const again = await startHost({ KITH_REGISTRATION: 'open', ...keptData(), PORT: new URL(own.address).port });
    expect(await home.good(['sync'])).toMatch(/1 record sent/);
    await again.stop();
  });
});

const dataFolders: string[] = [];
const keptData = (): Record<string, string> => {
  dataFolders[0] ??= mkdtempSync(join(tmpdir(), 'kith-data-'));
  return { KITH_DATA: dataFolders[0] };
};
afterAll(() => {
  for (const folder of dataFolders) rmSync(folder, { recursive: true, force: true });
});

describe('The recovery code', () => {
  test('is shown as a kit, kept until it is confirmed, and opens the account with a new password', async () => {
    const { home, code } = await first();
    const wrong = await home.kith(['account', 'confirm'], { env: { KITH_RECOVERY_CODE: code.replace(/.$/, (last) => (last === '7' ? '8' : '7')) } });
    expect([wrong.code, wrong.err.includes('Group 7')]).toEqual([1, true]);
    await home.good(['account', 'confirm'], { input: `${code.toLowerCase().replaceAll('-', ' ')}\n` });
    expect((await home.kith(['account', 'confirm'])).err).toContain('confirmed already');

    const back = newHome();
    const env = { KITH_RECOVERY_CODE: code, KITH_NEW_PASSWORD: OTHER };
    expect(await back.good(['account', 'recover', name, '--host', host.address], { env })).toContain('the old one opens nothing');
    await back.good(['sync']);
    expect(await texts(back)).toEqual(['Written here first.']);
    const old = await newHome().kith(['account', 'sign-in', name, '--host', host.address], withPassword);
    expect([old.code, old.err.includes('do not belong together')]).toEqual([1, true]);
    const fresh = await back.good(['account', 'code', '--json'], { env: { KITH_PASSWORD: OTHER } });
    expect(JSON.parse(fresh).recoveryCode).not.toBe(code);
    const void_ = await newHome().kith(['account', 'recover', name, '--host', host.address], { env });
    expect(void_.code).toBe(1);
  });
});

describe('Devices', () => {
  test('are listed; a lost one is sent away, reads nothing new, and the others stay', async () => {
    const { home, code } = await first();
    const lost = await signedIn('lost phone');
    const kept = await signedIn('tablet');
    await Promise.all([lost.good(['sync']), kept.good(['sync'])]);
    const listed = (await home.kith(['devices', '--json'])).json;
    expect(listed.map(({ name: of, this: isThis, signedIn: isIn, reads }) => [of, isThis, isIn, reads]).sort()).toEqual([
      ['laptop', true, true, true],
      ['lost phone', false, true, true],
      ['tablet', false, true, true],
    ]);
    expect(await home.good(['devices'])).toContain('this device');
    expect((await home.kith(['revoke', 'laptop'], withPassword)).err).toContain('That is this device');
    expect((await home.kith(['revoke', 'nowhere'], withPassword)).code).toBe(4);

    const revoked = await home.kith(['revoke', 'lost phone'], { env: { KITH_PASSWORD: PASSWORD, KITH_NEW_PASSWORD: OTHER } });
    expect([revoked.code, codeIn(revoked.out) === code, revoked.err.includes('lost phone is sent away')]).toEqual([0, false, true]);
    await home.good(['write', 'After it was lost.']);
    await home.good(['sync']);
    const refused = await lost.kith(['sync']);
    expect([refused.code, refused.err.includes('kith account sign-in')]).toEqual([3, true]);
    expect(await texts(lost)).toEqual(['Written here first.']);

    await kept.kith(['sync']);
    expect(await texts(kept)).toEqual(['After it was lost.', 'Written here first.']);
    await kept.good(['write', 'From the one that stayed.']);
    await kept.good(['sync']);
    await home.good(['sync']);
    expect(await texts(home)).toContain('From the one that stayed.');
    // The one that stayed shows the new password once; name and host are known here.
    await kept.good(['account', 'sign-in'], { env: { KITH_PASSWORD: OTHER } });
    await kept.good(['sync']);
    const third = await signedIn('third', OTHER);
    await third.good(['sync']);
    expect(await texts(third)).toEqual(['After it was lost.', 'From the one that stayed.', 'Written here first.']);

    // A backup of a device, restored: everything opens at once, and it signs in as a device of its own.
    const passphrase = { KITH_PASSPHRASE: 'eight and more' };
    await third.good(['vault', 'backup', join(third.temporary, 'backup')], { env: passphrase });
    const restored = newHome();
    await restored.good(['vault', 'restore', join(third.temporary, 'backup')]);
    await restored.good(['vault', 'unlock'], { env: passphrase });
    expect(await texts(restored)).toEqual(['After it was lost.', 'From the one that stayed.', 'Written here first.']);
    expect((await restored.kith(['sync'])).code).toBe(3);
    await restored.good(['write', 'On the copy.']);
    await restored.good(['account', 'sign-in', '--device', 'copy'], { env: { KITH_PASSWORD: OTHER } });
    await restored.good(['sync']);
    await third.good(['sync']);
    expect(await texts(third)).toContain('On the copy.');
    expect((await restored.kith(['devices', '--json'])).json.map(({ name: of }) => of).sort()).toEqual(['copy', 'laptop', 'tablet', 'third']);
  });

  test('a new one is let in by one that is in, without a password', async () => {
    const { home } = await first();
    const fresh = newHome();
    const child = spawn(process.execPath, [MAIN, 'account', 'pair', '--host', host.address, '--device', 'paired'], { env: fresh.env, stdio: ['ignore', 'pipe', 'pipe'] });
    const ended = new Promise<number | null>((done) => child.once('close', done));
    const text = await new Promise<string>((done) => {
      let out = '';
      child.stdout.setEncoding('utf8').on('data', (part: string) => {
        out += part;
        const line = /^kith pair (\S+)\n/.exec(out);
        if (line) done(line[1]!);
      });
    });
    expect((await home.kith(['pair', text.slice(0, -4)])).code).toBe(1);
    await home.good(['pair', text]);
    expect(await ended).toBe(0);
    await fresh.good(['sync']);
    expect(await texts(fresh)).toEqual(['Written here first.']);
    expect((await home.kith(['devices', '--json'])).json.map(({ name: of }) => of).sort()).toEqual(['laptop', 'paired']);
  });
});

test('The account is shown byte by byte, its password changed, signed out of, and deleted with everything; the journal stays', async () => {
  const { home } = await first();
  const [shown] = (await home.kith(['account', 'show', '--json'])).json;
  expect(shown).toMatchObject({ host: host.address, name, vaults: [{ personal: true, members: 1 }], devices: [{ name: 'laptop', signedIn: true }] });
  expect(shown!.bytes).toBeGreaterThan(shown!.vaults[0].rowBytes + shown!.keys.bundle);
  expect(await home.good(['account', 'show'])).toContain('It cannot read');

  const { env } = { env: { KITH_PASSWORD: PASSWORD, KITH_NEW_PASSWORD: OTHER } };
  await home.good(['account', 'password'], { env });
  expect((await home.kith(['account', 'password'], { env })).code).toBe(1);
  await home.good(['account', 'sign-out']);
  const out = await home.kith(['sync']);
  expect([out.code, out.err.includes('session of this device is over')]).toEqual([3, true]);
  expect(await home.good(['vault', 'status'])).toContain('Signed out');
  await home.good(['account', 'sign-in'], { env: { KITH_PASSWORD: OTHER } });
  await home.good(['sync']);

  expect((await home.kith(['account', 'delete', 'somebody'], { env: { KITH_PASSWORD: OTHER } })).err).toContain('Nothing was deleted');
  expect((await home.kith(['account', 'delete'], { env: { KITH_PASSWORD: OTHER } })).code).toBe(2);
  await home.good(['account', 'delete', name], { env: { KITH_PASSWORD: OTHER } });
  expect(await texts(home)).toEqual(['Written here first.']);
  expect((await home.kith(['account', 'show'])).code).toBe(4);
  expect((await home.kith(['vault', 'status', '--json'])).json[0]!.sync).toBeNull();
  const gone = await newHome().kith(['account', 'sign-in', name, '--host', host.address], { env: { KITH_PASSWORD: OTHER } });
  expect(gone.err).toContain('do not belong together');
  // The name is free again, and the same journal can have a new account.
  await home.good(['account', 'create', name, '--host', host.address], withPassword);
  expect(await home.good(['sync'])).toMatch(/1 record sent/);
});

test('What cannot be is said in a sentence, in English and by turns in the two other languages, and changes nothing', async () => {
  await first();
  const fresh = newHome();
  const cases: [args: string[], code: number, en: string, es: string, ar: string][] = [
    [['account'], 2, 'Something is missing', 'Falta', 'ينقص'],
    [['account', 'dance'], 2, 'cannot be “dance”', 'dance', 'dance'],
    [['account', 'show', '--invite', 'x'], 2, 'has no option --invite', '--invite', '--invite'],
    [['account', 'create', 'bob'], 2, '--host', '--host', '--host'],
    [['account', 'create', 'b ob', '--host', host.address], 1, 'A name has 1 to 64', UNFIT.es, UNFIT.ar],
    [['account', 'create', 'bob', '--host', 'http://kith.example.org'], 1, 'has no TLS', 'no tiene TLS', 'بلا TLS'],
    [['account', 'create', 'bob', '--host', 'not an address'], 1, 'no address of a host', 'not an address', 'not an address'],
    [['account', 'create', 'bob', '--host', 'http://127.0.0.1:9'], 1, 'does not answer', OFFLINE.es, OFFLINE.ar],
    [['account', 'create', name.toUpperCase(), '--host', host.address], 1, 'has that name already', TAKEN.es, TAKEN.ar],
    [['account', 'sign-in', name, '--host', host.address], 1, 'do not belong together', WRONG.es, WRONG.ar],
    [['account', 'sign-in', 'nobody-at-all', '--host', host.address], 1, 'do not belong together', WRONG.es, WRONG.ar],
    [['sync'], 4, 'in no account', 'ninguna cuenta', 'ليست في حساب'],
    [['devices'], 4, 'in no account', 'ninguna cuenta', 'ليست في حساب'],
    [['sync', '--wach'], 2, 'has no option --wach', '--wach', '--wach'],
  ];
  await fresh.good(['write', 'Here without an account.']);
  for (const [n, [args, code, en, es, ar]] of cases.entries())
    for (const [language, sentence] of [['en', en] as const, n % 2 === 0 ? (['es', es] as const) : (['ar', ar] as const)]) {
      const ran = await fresh.kith(args, { env: { KITH_PASSWORD: 'another four words', KITH_LANG: language } });
      const asked = `${language} ${args.join(' ')}`;
      expect([ran.code, ran.err.includes(sentence) || ran.err], asked).toEqual([code, true]);
      expect(ran.err, asked).not.toMatch(/\{\{|refusal\.|\(\w+-\w+\)/);
    }
  expect(await texts(fresh)).toEqual(['Here without an account.']);
});

test('What cannot be leaves journals, accounts and homes as they were', async () => {
  const { home } = await first();
  const fresh = newHome();
  await fresh.good(['write', 'Here without an account.']);
  expect((await fresh.kith(['account', 'create', 'bob', '--host', host.address])).code).toBe(3);
  expect((await fresh.kith(['account', 'create', 'bob', '--host', host.address], { env: { KITH_PASSWORD: 'short' } })).err).toContain('8 letters or more');
  // Another journal is here: it is not mixed into the account's.
  const other = await fresh.kith(['account', 'sign-in', name, '--host', host.address], withPassword);
  expect([other.code, other.err.includes('another journal')]).toEqual([1, true]);
  expect(await texts(fresh)).toEqual(['Here without an account.']);
  expect((await home.kith(['account', 'create', 'again', '--host', host.address], withPassword)).err).toContain('in the account');

  const closed = await startHost({ KITH_REGISTRATION: 'closed' });
  expect((await fresh.kith(['account', 'create', 'bob', '--host', closed.address], withPassword)).err).toContain('takes no new accounts');
  await closed.stop();
  const invited = await startHost({});
  expect((await fresh.kith(['account', 'create', 'bob', '--host', invited.address], withPassword)).err).toContain('--invite');
  await invited.stop();
  // A try that led nowhere leaves no journal behind.
  const empty = newHome();
  expect((await empty.kith(['account', 'sign-in', name, '--host', host.address], { env: { KITH_PASSWORD: 'another four words' } })).code).toBe(1);
  expect((await empty.kith(['list'])).code).toBe(4);
  expect(existsSync(join(empty.path, 'key'))).toBe(false);
});
