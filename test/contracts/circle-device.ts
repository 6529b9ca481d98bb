// Circles on a device of a test (synced-device.ts): the shipped code over a file for each circle, as the command line has it.

import { join } from 'node:path';
import { bulkCipher } from '#adapters/bulk-cipher.ts';
import { startCircleSync, type CircleSync } from '#adapters/circle-sync.ts';
import { createCircle, inviteToCircle, joinCircle, openCircle, type Circle, type CircleParts, type CirclePlace } from '#adapters/circles.ts';
import { openSqliteStore, type SqliteStore } from '#adapters/node/store.ts';
import { createSqliteSyncStore } from '#adapters/node/sync-store.ts';
import { argon2id, random } from '#adapters/sodium.ts';
import { newId } from '#core/ids.ts';
import { ok, orThrow } from '#core/result.ts';
import type { VaultRecord } from '#core/record.ts';
import type { InviteLink } from '#crypto/invites.ts';
import { createSealer } from '#crypto/seal.ts';
import { notesOf, writeNote } from '#rooms/circles/model.ts';
import { SETTINGS, type Notice } from '#sync/inputs.ts';
import type { TestDevice } from './synced-device.ts';

export interface TestCircle {
  circle: Circle;
  sync: CircleSync;
  readonly notices: Notice[];
  /** Records that became the person's own. */
  readonly own: VaultRecord[];
  parts(): Promise<CircleParts>;
  account(): Promise<string>;
  write(text: string): Promise<string>;
  /** Texts with who wrote them, by account. */
  notes(): Promise<readonly (readonly [by: string, text: string])[]>;
  texts(): Promise<readonly string[]>;
  invite(): Promise<InviteLink>;
  /** Opened anew, with the account as it is kept now, and followed. */
  again(): Promise<void>;
}

const partsOf = async (device: TestDevice): Promise<CircleParts> => ({
  ...device.parts,
  sealer: createSealer(device.parts.sodium),
  cipher: bulkCipher,
  argon2id,
  open: device.open(),
  account: await device.account(),
});

/** What its links show. */
export const WELCOME = { circle: 'Tuesday', from: 'Ana', mission: 'That nobody is alone with it.', agreements: [['We ask before we advise', 'we know better']] } as const;

export const createTestCircles = (folder: string) => {
  const stores: SqliteStore[] = [];
  const followed: TestCircle[] = [];
  const placeOf = (name: string) => (vault: string) => {
    const store = orThrow(openSqliteStore(join(folder, `${name}-${vault}.kith`)));
    stores.push(store);
    return ok<CirclePlace>({ store, sync: createSqliteSyncStore(store.db) });
  };

  const follow = async (device: TestDevice, circle: Circle): Promise<TestCircle> => {
    const notices: Notice[] = [];
    const own: VaultRecord[] = [];
    const start = async (of: Circle): Promise<CircleSync> =>
      startCircleSync(await partsOf(device), of, {
        settings: { ...SETTINGS, longestWait: 500 },
        onNotice: (notice) => notices.push(notice),
        keepPrivately: async (records) => {
          own.push(...records);
          return ok(null);
        },
      });
    const begins = circle.ring.hashes()[0]!;
    const test: TestCircle = {
      circle,
      sync: await start(circle),
      notices,
      own,
      parts: () => partsOf(device),
      account: async () => (await device.account()).account,
      async write(text) {
        const change = orThrow(writeNote(await test.account(), newId(random), text, new Date().toISOString()));
        orThrow(await test.circle.session.vault.commit([change], Date.now()));
        test.sync.wrote();
        return change.id;
      },
      async notes() {
        const records: VaultRecord[] = [];
        for await (const batch of test.circle.session.vault.all()) records.push(...batch.records);
        return notesOf(records).map(({ by, text }) => [by, text] as const);
      },
      texts: async () => (await test.notes()).map(([, text]) => text).sort(),
      invite: async () => orThrow(await inviteToCircle(await partsOf(device), test.circle, WELCOME)),
      async again() {
        test.sync.stop();
        test.circle = orThrow(await openCircle(await partsOf(device), test.circle.vault, test.circle.place, begins));
        test.sync = await start(test.circle);
      },
    };
    followed.push(test);
    // The account's own stream tells of it too.
    await device.follow({ besides: () => [circle.vault], onBeside: (hint) => test.sync.hint(hint) });
    return test;
  };

  return {
    create: async (device: TestDevice, name: string): Promise<TestCircle> => follow(device, orThrow(await createCircle(await partsOf(device), placeOf(name)))),
    join: async (device: TestDevice, name: string, link: InviteLink): Promise<TestCircle> =>
      follow(device, orThrow(await joinCircle(await partsOf(device), link, orThrow(placeOf(name)(link.vault))))),
    open: async (device: TestDevice, name: string, { vault, ring }: Circle): Promise<TestCircle> =>
      follow(device, orThrow(await openCircle(await partsOf(device), vault, orThrow(placeOf(name)(vault)), ring.hashes()[0]!))),
    placeOf,
    async close() {
      for (const { sync } of followed) sync.stop();
      for (const store of stores) await store.close();
    },
  };
};
