// Circles in the command line: real processes, each home a person's device, at a real host over HTTP.

import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startHost, type RunningHost } from '../../scripts/host-for-tests.ts';
import { createHome, type Home } from './kith.ts';

const PASSWORD = 'four words of mine';
const withPassword = { env: { KITH_PASSWORD: PASSWORD } };

let host: RunningHost;
const homes: Home[] = [];

beforeAll(async () => {
  host = await startHost({ KITH_REGISTRATION: 'open' });
});
afterAll(async () => {
  await Promise.all(homes.map((home) => home.remove()));
  await host.stop();
});

const newHome = (): Home => {
  const home = createHome();
  homes.push(home);
  return home;
};

const withAccount = async (name: string): Promise<Home> => {
  const home = newHome();
  await home.good(['account', 'create', name, '--host', host.address], withPassword);
  return home;
};

const read = async (home: Home, circle: string): Promise<string[]> => (await home.kith(['circle', 'read', circle, '--json'])).json.map(({ name, text }) => `${name}: ${text}`);

describe('A circle from its beginning', () => {
  const circle = 'Tuesday group';
  let [ana, ben, eve]: Home[] = [];
  let link = '';
  beforeAll(async () => {
    [ana, ben, eve] = await Promise.all(['ana', 'ben', 'eve'].map(withAccount));
  });

  test('is made, and joined by others with a link, each by themself', async () => {
    expect(await ana!.good(['circle', 'create', 'Tuesday', 'group', '--as', 'Ana'])).toContain('The circle Tuesday group is made');
    link = await ana!.good(['circle', 'invite', 'tuesday group']);
    expect(link).toMatch(new RegExp(`^${host.address}/join#kith1\\.`));
    expect(await ben!.good(['circle', 'join', link, '--as', 'Ben'])).toBe('You are in Tuesday group. 2 members can read what you write there.');
    expect(await eve!.good(['circle', 'join', link, '--as', 'Eve'])).toContain('3 members');
    // Again is no error, and nobody is in it twice; a link as the page makes it is the same.
    expect(await eve!.good(['circle', 'join', link.replace('/#', '/join#'), '--as', 'Eve'])).toContain('3 members');
    await ana!.good(['sync']);
    expect((await ana!.kith(['circle', 'members', circle, '--json'])).json.map(({ name, role, you }) => [name, role, you])).toEqual([
      ['Ana', 'facilitator', true],
      ['Ben', 'member', false],
      ['Eve', 'member', false],
    ]);
    // The same number on both sides, read to each other.
    expect(await ana!.good(['circle', 'safety', circle, 'Ben'])).toBe(await ben!.good(['circle', 'safety', circle, 'Ana']));
  });

  test('is written in and read without a network; one’s own and the circle’s travel with one command', async () => {
    await ben!.good(['write', 'For me alone.']);
    expect(await ben!.good(['circle', 'write', circle, 'Seen', 'by', 'all.'])).toBe('Written. Everybody in Tuesday group can read it, also who comes later; `kith sync` sends it.');
    expect(await read(ana!, circle)).toEqual([]);
    expect(await ben!.good(['sync'])).toMatch(/records sent/);
    await Promise.all([ana!.good(['sync']), eve!.good(['sync'])]);
    for (const home of [ana!, ben!, eve!]) expect(await read(home, circle)).toEqual(['Ben: Seen by all.']);
    expect((await ana!.kith(['list', '--json'])).json).toEqual([]);
  });

  test('sends somebody away: they are told, read nothing that comes later, and keep what they had not sent', async () => {
    await eve!.good(['circle', 'write', circle, 'Not sent yet.']);
    const refused = await ben!.kith(['circle', 'remove', circle, 'Eve']);
    expect([refused.code, refused.err]).toEqual([1, expect.stringContaining('Only a facilitator')]);
    expect(await ana!.good(['circle', 'remove', circle, 'eve'])).toContain('Eve is not in Tuesday group any more');
    await ana!.good(['circle', 'write', circle, 'After she went.']);
    await ana!.good(['sync']);
    await ben!.good(['sync']);
    expect(await read(ben!, circle)).toEqual(['Ben: Seen by all.', 'Ana: After she went.']);

    const told = await eve!.kith(['sync']);
    expect([told.code, told.err]).toEqual([0, expect.stringContaining('You are not in the circle Tuesday group any more')]);
    // Said once; what she had not sent is in her own journal, once, and what she had read stays.
    expect((await eve!.kith(['sync'])).err).toBe('');
    expect((await eve!.kith(['list', '--json'])).json.map(({ text, topics }) => [text, topics])).toEqual([['Not sent yet.', [circle]]]);
    expect(await read(eve!, circle)).toEqual(['Ben: Seen by all.', 'Eve: Not sent yet.']);
    const late = await eve!.kith(['circle', 'write', circle, 'Once more.']);
    expect([late.code, late.err]).toEqual([1, expect.stringContaining('you were sent away, or it is over')]);
    expect((await eve!.kith(['circle', 'list', '--json'])).json).toMatchObject([{ name: circle, is: 'gone' }]);
    // The link that was given out has ended with her going.
    const over = await eve!.kith(['circle', 'join', link]);
    expect([over.code, over.err]).toEqual([1, expect.stringContaining('This link is over')]);
  });

  test('lets somebody in again with a new link, who then reads everything', async () => {
    expect(await eve!.good(['circle', 'join', await ana!.good(['circle', 'invite', circle]), '--as', 'Eve'])).toContain('3 members');
    expect(await read(eve!, circle)).toEqual(['Ben: Seen by all.', 'Eve: Not sent yet.', 'Ana: After she went.']);
  });

  test('is led by whom its facilitators make one, and never by nobody', async () => {
    const only = await ana!.kith(['circle', 'role', circle, 'Ana', 'member']);
    expect([only.code, only.err]).toEqual([1, expect.stringContaining('You are the only facilitator')]);
    expect((await ben!.kith(['circle', 'role', circle, 'Ben', 'facilitator'])).err).toContain('Only a facilitator');
    expect(await ana!.good(['circle', 'role', circle, 'Ben', 'facilitator'])).toBe('Ben is a facilitator of Tuesday group now.');
    expect((await ana!.kith(['circle', 'members', circle, '--json'])).json.map(({ name, role }) => [name, role])).toContainEqual(['Ben', 'facilitator']);
    expect(await ana!.good(['circle', 'role', circle, 'Ben', 'member'])).toContain('no facilitator');
  });

  test('is not left before what was taken back has reached the others', async () => {
    await ben!.good(['prompting', circle, 'How do you see it?', '--with', 'Ana']);
    await ben!.good(['sync']);
    const { id } = (await ben!.kith(['promptings', circle, '--json'])).json[0]!;
    await ben!.good(['prompting', circle, '--withdraw', id]);
    const refused = await ben!.kith(['circle', 'leave', circle]);
    expect([refused.code, refused.err]).toEqual([1, expect.stringContaining('has not reached the others yet')]);
    await ben!.good(['sync']);
  });

  test('goes on without who leaves, under a new key; they keep what had come', async () => {
    expect(await ben!.good(['circle', 'leave', circle])).toContain('You have left Tuesday group');
    expect((await ben!.kith(['circle', 'list', '--json'])).json).toMatchObject([{ name: circle, is: 'left' }]);
    await eve!.good(['circle', 'write', circle, 'Without Ben.']);
    await eve!.good(['sync']);
    await ana!.good(['sync']);
    expect(await read(ana!, circle)).toContain('Eve: Without Ben.');
    await ben!.good(['sync']);
    expect(await read(ben!, circle)).toEqual(['Ben: Seen by all.', 'Eve: Not sent yet.', 'Ana: After she went.']);
  });

  test('comes to a person’s other device by itself, and nothing of it is readable at rest', async () => {
    const second = newHome();
    await second.good(['account', 'sign-in', 'ana', '--host', host.address], withPassword);
    await second.good(['sync']);
    expect(await read(second, circle)).toEqual(await read(ana!, circle));
    const files = readdirSync(join(second.path, 'circles')).map((file) => readFileSync(join(second.path, 'circles', file)).toString('latin1'));
    expect(files.length).toBeGreaterThan(0);
    // Words that chance does not write: three letters stand in a hundred thousand random bytes now and then.
    for (const word of ['Seen by all', 'Tuesday', 'Without Ben'])
      expect(
        files.some((bytes) => bytes.includes(word)),
        word,
      ).toBe(false);
  });
});

test('A device whose account’s keys were changed elsewhere says so of each circle, and not that the host was away; with the new password everything comes', async () => {
  const passwords = [PASSWORD, 'five words of mine', 'six words of mine'] as const;
  const signedIn = async (device: string): Promise<Home> => {
    const home = newHome();
    await home.good(['account', 'sign-in', 'rita', '--host', host.address, '--device', device], withPassword);
    return home;
  };
  const rita = await withAccount('rita');
  await rita.good(['circle', 'create', 'Harbour', '--as', 'Rita']);
  await rita.good(['sync']);
  const kept = await signedIn('kept');
  await kept.good(['sync']);
  await signedIn('lost');
  await signedIn('other');
  const sendAway = (device: string, n: 0 | 1): Promise<string> => rita.good(['revoke', device], { env: { KITH_PASSWORD: passwords[n], KITH_NEW_PASSWORD: passwords[n + 1] } });
  await sendAway('lost', 0);
  // One that is read there already, and one that is met under the keys of before.
  await rita.good(['circle', 'create', 'Deadlock', '--as', 'Rita']);
  await rita.good(['circle', 'write', 'Deadlock', 'Between both.']);
  await rita.good(['sync']);
  const old = "The account's keys were changed on another device. Sign in once with the new password: `kith account sign-in`.";
  for (const args of [['sync'], ['sync', '--json']]) {
    const { code, out, err } = await kept.kith(args);
    expect([code, err.split('\n').sort()]).toEqual([3, ['', `kith: Deadlock: ${old}`, `kith: Harbour: ${old}`]]);
    expect(out === '' ? null : JSON.parse(out)).toEqual(args.length === 1 ? null : { is: 'waiting', sent: 0, came: 0, at: expect.any(String) });
  }
  expect((await kept.kith(['circle', 'read', 'Deadlock'])).code).toBe(3);

  await sendAway('other', 1);
  await rita.good(['circle', 'write', 'Harbour', 'After both.']);
  await rita.good(['sync']);
  await kept.good(['account', 'sign-in'], { env: { KITH_PASSWORD: passwords[2] } });
  await kept.good(['sync']);
  expect([await read(kept, 'Deadlock'), await read(kept, 'Harbour')]).toEqual([['Rita: Between both.'], ['Rita: After both.']]);
  await kept.good(['circle', 'write', 'Deadlock', 'From the one that stayed.']);
  await kept.good(['sync']);
  await rita.good(['sync']);
  expect(await read(rita, 'Deadlock')).toEqual(['Rita: Between both.', 'Rita: From the one that stayed.']);
});

test('What came in circles is listed and read once the account has ended', async () => {
  const kim = await withAccount('kim');
  await kim.good(['circle', 'create', 'Quay', '--as', 'Kim']);
  await kim.good(['circle', 'write', 'Quay', 'What was said there.']);
  await kim.good(['sync']);
  await kim.good(['account', 'delete', 'kim'], withPassword);
  expect((await kim.kith(['circle', 'list', '--json'])).json).toMatchObject([{ name: 'Quay', is: 'left', members: 1 }]);
  const { code, out, err } = await kim.kith(['circle', 'read', 'quay']);
  expect([code, out, err]).toEqual([0, expect.stringContaining('What was said there.'), 'You have left Quay. This is what had come until then.\n']);
  expect((await kim.kith(['circle', 'read', 'Nowhere'])).code).toBe(4);
  const late = await kim.kith(['circle', 'write', 'Quay', 'Once more.']);
  expect([late.code, late.err]).toEqual([4, expect.stringContaining('in no account')]);
  rmSync(join(kim.path, 'circles'), { recursive: true });
  expect((await kim.kith(['circle', 'list', '--json'])).json).toMatchObject([{ name: 'Quay', is: 'left', members: null }]);
  expect((await kim.kith(['circle', 'read', 'Quay'])).code).toBe(4);
  expect(existsSync(join(kim.path, 'circles'))).toBe(false);
});

describe('A home with circles', () => {
  const flip = (path: string, at: number): void => {
    const bytes = readFileSync(path);
    bytes[at]! ^= 4;
    writeFileSync(path, bytes);
  };
  let [cleo, restored]: Home[] = [];
  const file = (home: Home): string =>
    join(
      home.path,
      'circles',
      readdirSync(join(home.path, 'circles')).find((name) => name.endsWith('.sqlite'))!,
    );
  const says = ['write', 'choir', 'We sing on Fridays.'];

  test('is backed up with them, and restored with them, to be read without a host', async () => {
    cleo = await withAccount('cleo');
    await cleo.good(['circle', 'create', 'choir', '--as', 'Cleo']);
    await cleo.good(['circle', ...says]);
    const backup = join(cleo.temporary, 'all.kith');
    const kept = await cleo.kith(['vault', 'backup', backup, '--json'], { input: 'backup passphrase\n' });
    expect(kept.json).toMatchObject([{ circles: 1 }]);
    expect(readFileSync(backup).includes('We sing on Fridays')).toBe(false);
    restored = newHome();
    // Files of circles without a vault are put aside.
    mkdirSync(join(restored.path, 'circles'), { recursive: true });
    writeFileSync(join(restored.path, 'circles', 'old'), 'x');
    const done = await restored.kith(['vault', 'restore', backup]);
    expect([done.code, done.out, done.err]).toEqual([0, expect.stringContaining('With it, 1 circle.'), expect.stringContaining('circles.before-1')]);
    await restored.good(['vault', 'unlock'], { input: 'backup passphrase\n' });
    expect(await read(restored, 'choir')).toEqual(['Cleo: We sing on Fridays.']);
    const whole = await restored.kith(['vault', 'check', '--json']);
    expect([whole.code, whole.json]).toMatchObject([0, [{ checked: { circles: 1 }, damaged: 0 }]]);
    // As another device it sends what the first had not sent, and goes on.
    await restored.good(['account', 'sign-in', 'cleo', '--host', host.address], withPassword);
    await restored.good(['sync']);
    await cleo.good(['circle', 'write', 'choir', 'And on Mondays.']);
    await cleo.good(['sync']);
    await restored.good(['sync']);
    expect(await read(restored, 'choir')).toEqual(['Cleo: We sing on Fridays.', 'Cleo: And on Mondays.']);
  });

  test('names a flipped bit in a circle’s file, and what cannot be read at all; the rest is backed up', async () => {
    const path = file(cleo!);
    const db = new DatabaseSync(path);
    const { id, blob } = db.prepare('select id, blob from record order by seq limit 1').get() as { id: string; blob: Uint8Array };
    blob[60]! ^= 4;
    db.prepare('update record set blob = ? where id = ?').run(blob, id);
    db.exec('pragma wal_checkpoint(truncate)');
    db.close();
    const named = await cleo!.kith(['vault', 'check', '--json']);
    expect([named.code, named.json]).toMatchObject([1, [{ damaged: 'record', circle: 'choir', id, why: 'seal-broken' }, { damaged: 1 }]]);
    flip(path, 3);
    const gone = await cleo!.kith(['vault', 'check']);
    expect([gone.code, gone.out]).toEqual([1, expect.stringContaining('choir: Its file is damaged and cannot be read')]);
    const backup = await cleo!.kith(['vault', 'backup', join(cleo!.temporary, 'rest.kith'), '--json'], { input: 'backup passphrase\n' });
    expect([backup.code, backup.json[0], backup.err]).toMatchObject([1, { circles: 0 }, expect.stringContaining('is not in the backup')]);
    expect(existsSync(join(cleo!.temporary, 'rest.kith'))).toBe(true);
  });

  test('in a backup that somebody has changed, are named where they are none; the vault comes back, and nothing lies outside the home', async () => {
    const backup = join(cleo!.temporary, 'rest.kith');
    const db = new DatabaseSync(backup);
    const put = db.prepare('insert into circle values (?, ?)');
    for (const vault of [null, '../../outside', new Uint8Array(26).fill(97)]) put.run(vault, new Uint8Array(4));
    put.run('a'.repeat(26), 'no bytes');
    put.run('b'.repeat(26), 7);
    db.close();
    const home = newHome();
    const done = await home.kith(['vault', 'restore', backup, '--json']);
    expect([done.code, done.json]).toMatchObject([1, [{ circles: 0 }]]);
    expect(done.err.split('\n').filter((line) => line.startsWith('kith: ')).length).toBe(5);
    expect(readdirSync(join(home.path, 'circles'))).toEqual([]);
    expect(readdirSync(join(home.path, '..')).filter((name) => name.startsWith('outside'))).toEqual([]);
  });
});

describe('What cannot be done in a circle is said, and changes nothing', () => {
  let dee: Home;
  const said = async (...args: readonly string[]): Promise<[number | null, string]> => {
    const { code, err } = await dee.kith(['circle', ...args]);
    return [code, err];
  };
  beforeAll(async () => {
    dee = await withAccount('dee');
    await dee.good(['circle', 'create', 'Alone']);
  });

  test('by a name that is not, or is twice', async () => {
    expect(await said('create', 'alone')).toEqual([1, expect.stringContaining('in a circle called alone already')]);
    expect(await said('read', 'Nowhere')).toEqual([4, expect.stringContaining('There is no circle Nowhere here')]);
    expect(await said('read', 'Alone')).toEqual([4, expect.stringContaining('Nothing is written there yet')]);
    expect(await said('remove', 'Alone', 'dee')).toEqual([1, expect.stringContaining('That is you')]);
    expect(await said('remove', 'Alone', 'nobody')).toEqual([4, expect.stringContaining('There is nobody called nobody')]);
  });

  test('with a link that is cut, or of another host', async () => {
    expect(await said('join', 'https://kith.example/#kith1.abc')).toEqual([1, expect.stringContaining('cut short')]);
    const link = await dee.good(['circle', 'invite', 'Alone']);
    expect(await said('join', link.replace(host.address, 'https://elsewhere.example'))).toEqual([1, expect.stringContaining('is at https://elsewhere.example')]);
  });

  test('by words that are no command of it, and without an account', async () => {
    expect(await said('dance')).toEqual([2, expect.stringContaining('create, invite, join')]);
    expect(await said('write', 'Alone')).toEqual([2, expect.stringContaining('TEXT')]);
    expect(await said('write', 'Alone', ' ')).toEqual([1, expect.stringContaining('nothing was written')]);
    expect(await said('members', 'Alone', '--as', 'Dee')).toEqual([2, expect.stringContaining('--as')]);
    const fresh = newHome();
    expect((await fresh.kith(['circle', 'list'])).code).toBe(4);
    expect(existsSync(join(fresh.path, 'circles'))).toBe(false);
  });
});
