// One person's devices at one host of their own: made before each test, taken away after it. On real SQLite files, over real HTTP.

import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach } from 'vitest';
import { orThrow, type Result } from '#core/result.ts';
import { startHost, tools, type TestHost } from './host-people.ts';
import { createTestDevice, type TestDevice } from './synced-device.ts';

export const PASSWORD = 'four words of mine';

export const codeOf = <T>(result: Result<T>): string => (result.ok ? 'ok' : result.error.code);

export interface OneAccount {
  /** Devices lie in it as `NAME.kith`; the host's own folder is `host` below. */
  readonly folder: string;
  readonly host: TestHost;
  newDevice(name: string): Promise<TestDevice>;
  /** A device with something written, which makes Ada's account, in step with the host. */
  withAccount(text?: string): Promise<TestDevice>;
  /** A device that Ada signs in on, in step with the host. */
  signedIn(name: string, password?: string): Promise<TestDevice>;
  /** The host ends and starts again over the same data, at the same place; `meanwhile` runs while it is away. */
  restartHost(meanwhile: () => Promise<void>): Promise<void>;
}

export const oneAccount = (): OneAccount => {
  let folder: string;
  let host: TestHost;
  let devices: TestDevice[];
  const start = (port = 0) => startHost('FOLDER/kith.db', { folder: join(folder, 'host'), port });

  beforeEach(async () => {
    await tools();
    folder = mkdtempSync(join(tmpdir(), 'kith-account-'));
    mkdirSync(join(folder, 'host'));
    host = await start();
    devices = [];
  });
  afterEach(async () => {
    for (const device of devices) await device.close();
    await host.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const inStep = async (device: TestDevice): Promise<TestDevice> => {
    await device.follow();
    await device.live().settled();
    return device;
  };
  const account: OneAccount = {
    get folder() {
      return folder;
    },
    get host() {
      return host;
    },
    async newDevice(name) {
      const device = await createTestDevice(folder, name);
      devices.push(device);
      return device;
    },
    async withAccount(text = 'written here first') {
      const first = await account.newDevice('first');
      await first.begin();
      await first.write(text);
      orThrow(await first.create(host.base, 'ada', PASSWORD));
      return inStep(first);
    },
    async signedIn(name, password = PASSWORD) {
      const device = await account.newDevice(name);
      orThrow(await device.signIn(host.base, 'ada', password));
      return inStep(device);
    },
    async restartHost(meanwhile) {
      const port = Number(new URL(host.base).port);
      await host.close();
      await meanwhile();
      host = await start(port);
    },
  };
  return account;
};
