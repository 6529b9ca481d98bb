// A host that was set back behind an entry of the log, where another entry then took its place, with devices as a person has them: who
// had read the first one says that both have parted and keeps all; signing in again brings everybody's words together.

import { cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openEpochs } from '#adapters/sync-session.ts';
import { orThrow } from '#core/result.ts';
import { SETTINGS } from '#sync/inputs.ts';
import { startHost, tools } from './host-people.ts';
import { createTestDevice, until, type TestDevice } from './synced-device.ts';

const PASSWORD = 'four words of mine';
const settings = { ...SETTINGS, longestWait: 300, poll: 200 };

test('The logs have parted: it is said, nothing is lost, and signing in again brings everything together', async () => {
  await tools();
  const folder = mkdtempSync(join(tmpdir(), 'kith-parted-'));
  const [data, backup] = [join(folder, 'host'), join(folder, 'backup')];
  mkdirSync(data);
  let host = await startHost('FOLDER/kith.db', { folder: data });
  const port = Number(new URL(host.base).port);
  const devices: TestDevice[] = [];
  const device = async (name: string): Promise<TestDevice> => {
    const made = await createTestDevice(folder, name);
    devices.push(made);
    return made;
  };
  const comesIn = async (one: TestDevice): Promise<void> => {
    let entered = await one.signIn(host.base, 'ada', PASSWORD);
    // A connection that was kept open is over with the host of before.
    while (!entered.ok && entered.error.code === 'host-offline') entered = await one.signIn(host.base, 'ada', PASSWORD);
    orThrow(entered);
    await one.follow({ settings });
    await one.live().settled();
  };
  const entries = async (one: TestDevice) => orThrow(await openEpochs(one.parts, one.open()))!.ring.entries(0);
  try {
    const first = await device('first');
    await first.begin();
    await first.write('before');
    orThrow(await first.create(host.base, 'ada', PASSWORD));
    await first.follow({ settings });
    const second = await device('second');
    await comesIn(second);
    await until(async () => (await entries(first)).length === 2);

    await host.close();
    cpSync(data, backup, { recursive: true });
    host = await startHost('FOLDER/kith.db', { folder: data, port });

    // The third comes in, and only the second hears of it.
    first.cable.in = false;
    const third = await device('third');
    await comesIn(third);
    await third.write('of the third');
    second.live().online(true);
    await until(async () => (await second.texts()).includes('of the third'));
    third.stop();
    second.stop();

    await host.close();
    rmSync(data, { recursive: true });
    cpSync(backup, data, { recursive: true });
    host = await startHost('FOLDER/kith.db', { folder: data, port });

    // A fourth takes the third's place in the log before the second is there again.
    const fourth = await device('fourth');
    await comesIn(fourth);
    await fourth.write('of the fourth');
    first.cable.in = true;
    first.live().online(true);
    await until(async () => (await first.texts()).includes('of the fourth'));

    await second.write('of the second, afterwards');
    await second.follow({ settings });
    await until(() => second.notices.some(({ code }) => code === 'log-forked'));
    expect((await second.live().settled()).is).toBe('waiting');
    expect(second.notices.map(({ code }) => code)).not.toContain('row-not-sent');
    expect(await second.texts()).toEqual(['before', 'of the second, afterwards', 'of the third']);

    for (const one of [second, third]) {
      one.stop();
      await comesIn(one);
    }
    const all = ['before', 'of the fourth', 'of the second, afterwards', 'of the third'];
    for (const one of [first, second, third, fourth]) {
      one.live().online(true);
      await until(async () => JSON.stringify(await one.texts()) === JSON.stringify(all));
    }
    await until(async () => JSON.stringify(await entries(second)) === JSON.stringify(await entries(first)));
  } finally {
    for (const one of devices) await one.close();
    await host.close();
    rmSync(folder, { recursive: true, force: true });
  }
}, 60_000);
