// Synchronising as a person has it: real SQLite files, the shipped engine, a real host over real HTTP.

import { expect, test } from 'vitest';
import { viewAccount } from '#adapters/account-keeping.ts';
import { createHostCalls } from '#adapters/host-calls.ts';
import { MANIFEST, readManifest, writeManifest } from '#adapters/search-manifest.ts';
import { createHttpHost } from '#adapters/http-host.ts';
import { random } from '#adapters/sodium.ts';
import type { Change } from '#core/change.ts';
import { newId } from '#core/ids.ts';
import { textsOf } from '#core/record.ts';
import { orThrow } from '#core/result.ts';
import { createSealer } from '#crypto/seal.ts';
import { oneAccount, PASSWORD } from './one-account.ts';
import { entryChange, until, type TestDevice } from './synced-device.ts';

const at = oneAccount();
const { newDevice, signedIn } = at;
const withAccount = () => at.withAccount('before there was an account');

const isInStep = (device: TestDevice): boolean => device.live().status().is === 'in-step';
const seen = async (device: TestDevice, text: string): Promise<boolean> => (await device.texts()).includes(text);

test('What was written before there was an account comes to a second device, and what is written there comes back at once', async () => {
  const first = await withAccount();
  const second = await signedIn('second');
  expect(await second.texts()).toEqual(['before there was an account']);
  await second.write('from the second');
  await until(() => seen(first, 'from the second'));
  // Who shows it is told of it, as a record.
  expect(first.came.flatMap((record) => textsOf(record, 'text'))).toEqual(['from the second']);
  // Nothing that was there was sealed anew: the row still bears its first version.
  const [row] = await first.store.rowsAfter(0, 1);
  expect(row).toMatchObject({ ver: 1, epoch: 1, key: '' });
  expect(isInStep(first)).toBe(true);
});

test('A third device that signs in fresh has two thousand records, in pages, and reads the newest first', async () => {
  const first = await withAccount();
  const changes = Array.from({ length: 2000 }, (_, i) => entryChange(`entry ${i}`, newId(random)));
  for (let at = 0; at < changes.length; at += 500) orThrow(await first.session().vault.commit(changes.slice(at, at + 500), Date.now()));
  first.live().wrote();
  await signedIn('second');
  await first.live().settled();
  await until(async () => (await first.sync.unsent(0, 1)).length === 0);
  const third = await signedIn('third');
  await until(async () => isInStep(third) && (await third.store.head()).count >= 2001);
  expect(await third.texts()).toEqual(await first.texts());
  expect(third.came.length).toBeGreaterThanOrEqual(2001);
  expect(third.came.slice(0, 400).some((record) => textsOf(record, 'text').includes('entry 1999'))).toBe(true);
  expect(third.asked.filter(({ what }) => what.endsWith('/pull')).length).toBeGreaterThan(3);
  expect(third.notices).toEqual([]);
});

test('A record whose id no frame can hold stays here and is named; all that waits beside it goes', async () => {
  const first = await withAccount();
  first.live().online(false);
  await first.write('one before it');
  // Made elsewhere: its last letter says more than 16 bytes hold.
  const odd = `${newId(random).slice(0, 25)}1`;
  await first.write('of another make', odd);
  await first.write('one after it');
  first.live().online(true);
  await until(() => first.notices.some(({ code }) => code === 'row-not-sent'));
  expect(first.notices.filter(({ code }) => code === 'row-not-sent')).toEqual([{ code: 'row-not-sent', id: odd, why: 'malformed' }]);
  const second = await signedIn('second');
  await until(async () => (await second.texts()).length === 3);
  expect(await second.texts()).toEqual(['before there was an account', 'one after it', 'one before it']);
  expect(await first.texts()).toContain('of another make');
});

test('Written at once on two devices that were offline, both texts stay; other entries of both arrive', async () => {
  const first = await withAccount();
  const second = await signedIn('second');
  const id = await first.write('as it was');
  await until(() => seen(second, 'as it was'));
  for (const device of [first, second]) {
    device.cable.in = false;
    device.live().online(false);
  }
  expect([first.live().status().is, second.live().status().is]).toEqual(['offline', 'offline']);
  await first.write('as the first has it', id);
  await second.write('as the second has it', id);
  await first.write('only the first');
  await second.write('only the second');
  for (const device of [first, second]) {
    device.cable.in = true;
    device.live().online(true);
  }
  const all = ['as the first has it', 'as the second has it', 'before there was an account', 'only the first', 'only the second'];
  for (const device of [first, second]) await until(async () => (await device.texts()).join() === all.join());
  const records = await Promise.all([first, second].map(async (device) => (await device.session().vault.byId([id])).records[0]!));
  expect(textsOf(records[0]!, 'text')).toEqual(textsOf(records[1]!, 'text'));
  expect([...first.notices, ...second.notices]).toEqual([]);
});

test('A network that comes and goes is said, and what was written meanwhile travels when it is back', async () => {
  const first = await withAccount();
  const second = await signedIn('second');
  second.cable.in = false;
  await second.write('without a network');
  await until(() => second.live().status().is === 'waiting');
  second.stop();
  await second.start();
  await second.follow();
  expect(await second.live().settled()).toMatchObject({ is: 'waiting' });
  await second.write('shut and opened again without one');
  second.cable.in = true;
  second.live().online(true);
  await until(() => seen(first, 'without a network'));
  await until(() => seen(first, 'shut and opened again without one'));
  await until(() => isInStep(second));
});

test('A host that is started again goes on with those who were with it; nobody signs in again, nothing is sent twice', async () => {
  const first = await withAccount();
  const second = await signedIn('second');
  await at.restartHost(async () => {
    await first.write('while it was gone');
    await until(() => first.live().status().is === 'waiting');
  });
  await until(() => seen(second, 'while it was gone'));
  await second.write('and back');
  await until(() => seen(first, 'and back'));
  // Three entries, and beside them at most the two devices' own tips.
  const { rows } = orThrow(await viewAccount(first.parts, first.open())).vaults[0]!;
  expect([3, 4, 5]).toContain(rows);
  expect([...first.notices, ...second.notices]).toEqual([]);
});

test('A clock that is wrong by years is said, and takes nothing away', async () => {
  const first = await withAccount();
  const second = await newDevice('second');
  second.clock.off = -10 * 365 * 86_400_000;
  orThrow(await second.signIn(at.host.base, 'ada', PASSWORD));
  await second.follow();
  await second.live().settled();
  expect(second.notices).toMatchObject([{ code: 'clock-off', hours: -87600 }]);
  await second.write('by a wrong clock');
  await until(() => seen(first, 'by a wrong clock'));
  await first.write('by a right one');
  await until(() => seen(second, 'by a right one'));
  expect(first.notices).toEqual([]);
});

test('Every request after the first bears the session, and nothing travels readable', async () => {
  const carried: string[] = [];
  const first = await newDevice('first');
  await first.begin();
  await first.write('zanzibar is my word');
  const { fetch: over } = first.parts;
  const watched = {
    ...first.parts,
    fetch: (address: string, init: RequestInit) => {
      carried.push(address, Buffer.from((init.body as Uint8Array | string | undefined) ?? '').toString('latin1'));
      return over!(address, init);
    },
  };
  orThrow(await first.create(at.host.base, 'ada', PASSWORD));
  await first.follow(watched);
  await first.live().settled();
  const all = carried.join('\n');
  expect(all.includes(`/v1/vaults/${first.open().header.vault}/push`)).toBe(true);
  for (const word of ['zanzibar', Buffer.from('zanzibar').toString('base64').slice(0, 10), PASSWORD, (await first.account()).code!]) expect(all.includes(word), word).toBe(false);
  const { token } = await first.account();
  const bare = first.asked.filter(({ token: bears }) => bears !== `Bearer ${token}`).map(({ what }) => what);
  expect(bare).toEqual(['POST /v1/account/register/start', 'POST /v1/account/register/finish']);
});

test('What came while following was let go is told all the same: whoever follows next does not ask for it again', async () => {
  const first = await withAccount();
  const second = await signedIn('second');
  second.stop();
  await first.write('while nobody looked');
  await first.live().settled();
  // Let go in the middle of taking in, as when the account's keys are read anew.
  const sync: typeof second.sync = {
    ...second.sync,
    async change(ids, work) {
      let takes = false;
      const done = await second.sync.change(ids, (found) => {
        const left = work(found);
        takes = (left.rows?.length ?? 0) > 0;
        return left;
      });
      if (takes) second.stop();
      return done;
    },
  };
  second.came.length = 0;
  await second.follow({ sync });
  await until(() => seen(second, 'while nobody looked'));
  await until(() => second.came.flatMap((record) => textsOf(record, 'text')).includes('while nobody looked'));
});

test('What stops stays stopped: nothing is asked after it', async () => {
  const first = await withAccount();
  const settled = first.live().settled();
  const stopped = first.live();
  first.stop();
  expect(await settled).toMatchObject({ is: 'in-step' });
  const before = first.asked.length;
  await first.write('not sent');
  stopped.wrote();
  stopped.online(true);
  await new Promise((resolve) => setTimeout(resolve, 200));
  expect(first.asked.length).toBe(before);
  expect(await first.sync.unsent(0, 10)).toHaveLength(1);
});

test('What another device put under a journal’s own lock leaves the search image here in the step that brings it, before anybody reads it', async () => {
  const first = await withAccount();
  const second = await signedIn('second');
  const [journal, entry] = [newId(random), newId(random)];
  const write = async (changes: readonly Change[]): Promise<void> => {
    await first.session().noticed(orThrow(await first.session().vault.commit(changes, Date.now())).records);
    first.live().wrote();
  };
  await write([
    { id: journal, kind: 'journal', v: 1, set: { name: 'mine alone' } },
    { ...entryChange('still in the open', entry), set: { journal } },
  ]);
  await until(() => seen(second, 'still in the open'));
  const sealer = createSealer(second.parts.sodium);
  await second.follow({ onMoved: () => readManifest(second.session(), sealer) });
  await second.live().settled();
  expect(await writeManifest(second.session(), sealer, { version: 1, upTo: 1, moved: '', key: '', chunks: ['of the words'], size: 0, noted: [], apart: [] })).toBe(true);
  orThrow(await second.store.putBlob('of the words', random(10)));
  await first.write('of another');
  await until(() => seen(second, 'of another'));
  expect((await second.store.blobs()).map(({ address }) => address).sort()).toEqual([MANIFEST, 'of the words']);
  const lock = orThrow(await first.session().lockForJournal(journal, 'a passphrase'));
  await write([{ id: journal, kind: 'journal', v: 1, set: { lock: { ...lock } } }]);
  orThrow(await first.session().vault.reseal([entry]));
  first.live().wrote();
  await until(async () => (await second.store.blobs()).length === 0);
});

test('A journal’s own lock travels: shut on the other device until its passphrase is typed there, and never under another key', async () => {
  const first = await withAccount();
  const second = await signedIn('second');
  const [journal, entry] = [newId(random), newId(random)];
  const write = async (device: TestDevice, changes: readonly Change[]): Promise<void> => {
    const done = orThrow(await device.session().vault.commit(changes, Date.now()));
    await device.session().noticed(done.records);
    device.live().wrote();
  };
  await write(first, [{ id: journal, kind: 'journal', v: 1, set: { name: 'mine alone' } }]);
  await write(first, [{ ...entryChange('in the open journal', entry), set: { journal } }]);
  await until(() => seen(second, 'in the open journal'));
  // The second writes in it while the first gives it a lock.
  second.cable.in = false;
  second.live().online(false);
  await write(second, [{ ...entryChange('from the second, before it heard of the lock', entry), set: { journal } }]);
  const lock = orThrow(await first.session().lockForJournal(journal, 'a passphrase'));
  await write(first, [{ id: journal, kind: 'journal', v: 1, set: { lock: { ...lock } } }]);
  orThrow(await first.session().vault.reseal([entry]));
  await write(first, [{ ...entryChange('under the lock', entry), set: { journal } }]);
  await until(async () => (await first.sync.unsent(0, 10)).length === 0);
  second.cable.in = true;
  second.live().online(true);
  await until(() => second.session().journalsWithLock().has(journal));
  await second.live().settled();

  // Nothing of the two texts is given out or sent while it is locked, and writing in it is refused.
  expect(await second.texts()).toEqual(['before there was an account']);
  expect(await second.session().vault.commit([{ ...entryChange('blind', newId(random)), set: { journal } }], Date.now())).toMatchObject({
    ok: false,
    error: { code: 'journal-locked' },
  });
  const keysAtHost = async (): Promise<string> => {
    const page = orThrow(await createHttpHost(createHostCalls(at.host.base), first.open().header.vault, () => token).pull({ after: 0, limit: 100, bytes: 1_000_000 }));
    return page.rows.find(({ id }) => id === entry)!.key;
  };
  const { token } = await first.account();
  expect(await keysAtHost()).toBe(journal);
  orThrow(await second.session().unlockJournal(journal, 'a passphrase'));
  second.live().unlocked();
  const both = ['before there was an account', 'from the second, before it heard of the lock', 'under the lock'];
  for (const device of [first, second]) await until(async () => (await device.texts()).join() === both.join());
  await until(async () => (await second.sync.unsent(0, 10)).length === 0);
  expect(await keysAtHost()).toBe(journal);
  expect([...first.notices, ...second.notices]).toEqual([]);
});
