// Letters between people of a circle, over real HTTP and real files, on both databases: each arrives once, in order, at all devices of
// its receiver, whatever breaks off in between; what somebody forged does not arrive; nobody else sees that there was one.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest';
import { revokeDevices } from '#adapters/account-keeping.ts';
import { leaveCircle, removeFromCircle } from '#adapters/circles.ts';
import type { Fetch } from '#adapters/host-calls.ts';
import { createInbox, type Carried, type Inbox, type InboxParts } from '#adapters/inbox.ts';
import type { Change } from '#core/change.ts';
import { newId } from '#core/ids.ts';
import { ok, orThrow, refuse, type Refusal } from '#core/result.ts';
import { textToBytes } from '#core/text.ts';
import { sealForInbox } from '#crypto/inbox-seal.ts';
import { LETTERS, lettersIn, withdrawLetter, writeLetter, type Letter, type LetterDraft } from '#rooms/circles/letters.ts';
import { startPostgres, type Postgres } from '../postgres.ts';
import { createTestCircles, type TestCircle } from './circle-device.ts';
import { ask, random, startHost, tools, type TestHost } from './host-people.ts';
import { createTestDevice, until, type TestDevice } from './synced-device.ts';

const PASSWORD = 'four words of mine';
const DAYS = 86_400_000;
let folder: string;
let devices: TestDevice[];
let host: TestHost;
let circles: ReturnType<typeof createTestCircles>;
let postgres: Postgres | null = null;

const begin = async (engine: 'SQLite' | 'PostgreSQL'): Promise<void> => {
  await tools();
  folder = mkdtempSync(join(tmpdir(), 'kith-letters-'));
  devices = [];
  circles = createTestCircles(folder);
  if (engine === 'PostgreSQL') postgres ??= await startPostgres();
  host = await startHost(engine === 'PostgreSQL' ? postgres!.fresh() : 'FOLDER/kith.db');
};
afterEach(async () => {
  await circles.close();
  for (const device of devices) await device.close();
  await host.close();
  rmSync(folder, { recursive: true, force: true });
});
afterAll(() => postgres?.remove());

interface Someone {
  readonly device: TestDevice;
  circle: TestCircle;
  readonly me: string;
  readonly notices: Refusal[];
  /** What stands between this device and the host, and between it and its own store. */
  readonly trouble: { fetch: (pass: () => Promise<Response>) => Promise<Response>; commit: (pass: () => Promise<unknown>) => Promise<unknown> };
  /** As `kith sync` does: one's own vault first, then letters. */
  carry(more?: Partial<InboxParts>): Promise<Carried>;
  /** What goes on from run to run, as a page has it. */
  inbox(more?: Partial<InboxParts>): Promise<Inbox>;
  write(to: Someone, text: string, more?: Partial<LetterDraft>): Promise<string>;
  commit(changes: readonly Change[]): Promise<void>;
  letters(): Promise<readonly Letter[]>;
  texts(): Promise<readonly string[]>;
}

const someone = async (name: string, enter: (device: TestDevice) => Promise<TestCircle | null>, isFurther = false): Promise<Someone> => {
  const trouble: Someone['trouble'] = { fetch: (pass) => pass(), commit: (pass) => pass() };
  const between =
    (pass: Fetch): Fetch =>
    (address, init) =>
      trouble.fetch(() => pass(address, init));
  const device = await createTestDevice(folder, name, between);
  devices.push(device);
  if (!isFurther) {
    await device.begin();
    orThrow(await device.create(host.base, name, PASSWORD));
  }
  const circle = (await enter(device))!;
  const notices: Refusal[] = [];
  const me = (await device.account()).account;
  const all = async () => {
    const records = [];
    for await (const batch of device.session().vault.all()) records.push(...batch.records);
    return records;
  };
  const self: Someone = {
    device,
    circle,
    me,
    notices,
    trouble,
    carry: async (more) => (await self.inbox(more)).run(),
    async inbox(more = {}) {
      const account = await device.account();
      await device.live().settled();
      const session = device.session();
      const vault: typeof session.vault = {
        ...session.vault,
        commit: (changes, now) => trouble.commit(() => session.vault.commit(changes, now)) as ReturnType<typeof session.vault.commit>,
      };
      return createInbox({
        ...device.parts,
        session: { ...session, vault },
        account: () => account,
        rules: LETTERS,
        circles: async () => (self.circle ? [{ vault: self.circle.circle.vault, ring: self.circle.circle.ring }] : []),
        async landed() {
          device.live().wrote();
          return (await device.live().settled()).is === 'in-step';
        },
        onNotice: (notice) => notices.push(notice),
        ...more,
      });
    },
    async write(to, text, more = {}) {
      const key = newId(random);
      const changes = orThrow(
        writeLetter(me, key, new Date(device.parts.now()).toISOString(), { circle: self.circle.circle.vault, to: to.me, about: 'something', what: 'answer', text, ...more }),
      );
      await self.commit(changes);
      return `${me}-${key}`;
    },
    async commit(changes) {
      orThrow(await device.session().vault.commit(changes, device.parts.now()));
      device.live().wrote();
    },
    letters: async () => lettersIn(await all()),
    texts: async () => (await self.letters()).map(({ text }) => text),
  };
  return self;
};

/** Ana, Ben and Cai in a circle of Ana's. */
const three = async (): Promise<readonly [Someone, Someone, Someone]> => {
  const ana = await someone('ana', (device) => circles.create(device, 'ana'));
  const link = await ana.circle.invite();
  const ben = await someone('ben', (device) => circles.join(device, 'ben', link));
  const cai = await someone('cai', (device) => circles.join(device, 'cai', link));
  await until(() => [ana, ben, cai].every(({ circle }) => circle.circle.ring.standing().n === cai.circle.circle.ring.standing().n));
  return [ana, ben, cai];
};

/** Another device of somebody's. */
const further = (name: string, account: string, of: TestCircle | null) =>
  someone(
    name,
    async (device) => {
      orThrow(await device.signIn(host.base, account, PASSWORD));
      if (of) return circles.open(device, name, of.circle);
      await device.follow();
      return null;
    },
    true,
  );

const inboxOf = async (who: Someone) => (await ask(host.base, 'GET', '/inbox', { token: (await who.device.account()).token! })).body['items'] as { id: string }[];
/** What lies in inboxes has lain there for longer, by the host's clock. */
const agePast = (by: number) =>
  host.services.database.write
    .updateTable('inbox')
    .set(({ eb }) => ({ at: eb('at', '-', by) }))
    .execute();
const calm: Someone['trouble'] = { fetch: (pass) => pass(), commit: (pass) => pass() };

describe.each(['SQLite', 'PostgreSQL'] as const)('Letters at a host on %s', (engine) => {
  beforeEach(() => begin(engine));

  test('arrive once, in order, at all devices of the receiver; nobody else sees that there was one', async () => {
    const [ana, ben, cai] = await three();
    const second = await further('ben-phone', 'ben', ben.circle);
    for (const text of ['first', 'second', 'third']) await ana.write(ben, text);
    expect((await ana.letters()).map(({ state }) => state)).toEqual(['waiting', 'waiting', 'waiting']);
    expect(await ana.carry()).toEqual({ sent: 3, came: 0, waits: false });
    expect((await ana.letters()).map(({ state }) => state)).toEqual(['sent', 'sent', 'sent']);
    // The host has from whom, to whom, when and how long about: a longer word looks like a shorter one.
    const laid = await host.services.database.read.selectFrom('inbox').selectAll().execute();
    expect(laid.map(({ account, sender, blob }) => [account, sender, blob.length])).toEqual(laid.map(() => [ben.me, ana.me, laid[0]!.blob.length]));
    // Both of Ben's devices look at the same time.
    const both = await Promise.all([ben.carry(), second.carry()]);
    expect(both.every(({ waits }) => !waits)).toBe(true);
    await until(async () => (await ben.texts()).length === 3 && (await second.texts()).length === 3);
    expect([await ben.texts(), await second.texts(), await inboxOf(ben)]).toEqual([['first', 'second', 'third'], ['first', 'second', 'third'], []]);
    expect((await ben.letters())[0]).toMatchObject({ from: ana.me, to: ben.me, circle: ana.circle.circle.vault, about: 'something', what: 'answer', state: 'came', terms: null });
    // Cai has everything of the circle, and no trace.
    await cai.carry();
    expect(await cai.texts()).toEqual([]);
    const rows = await cai.circle.circle.place.store.rowsAfter(0, 1000);
    expect(
      cai.circle.circle.session.vault
        .openRows(rows)
        .records.map(({ kind }) => kind)
        .filter((kind) => kind !== 'tip'),
    ).toEqual([]);
    expect((await host.services.database.read.selectFrom('inbox').select('id').execute()).length).toBe(0);
    // Taken back, it goes there too, its words at once.
    const [one] = await ana.letters();
    await ana.commit(orThrow(withdrawLetter(one!, newId(random), new Date().toISOString())));
    await ana.carry();
    await ben.carry();
    expect([await ana.texts(), await ben.texts()]).toEqual([
      ['second', 'third'],
      ['second', 'third'],
    ]);
    const [gone] = (await ben.device.session().vault.byId([one!.id])).records;
    expect([gone!.fields, gone!.deletion?.emptied]).toEqual([{}, true]);
  });

  test('wait while there is no network, or the inbox is full, and go then', async () => {
    const [ana, ben, cai] = await three();
    ana.device.cable.in = false;
    await ana.write(ben, 'from the train');
    expect(await ana.carry()).toEqual({ sent: 0, came: 0, waits: true });
    ana.device.cable.in = true;
    const { write } = host.services.database;
    const fill = (sender: string, many: number, at = Date.now() - 1000) =>
      write
        .insertInto('inbox')
        .values(Array.from({ length: many }, (_, n) => ({ account: ben.me, id: newId(random), sender, at: at + n, blob: random(20) })))
        .execute();
    await fill(ana.me, 199);
    await fill(ana.me, 1, 1);
    await ana.write(cai, 'to another');
    expect(await ana.carry()).toMatchObject({ sent: 1, waits: true });
    expect(ana.notices).toEqual([{ code: 'letter-inbox-full' }]);
    // One sender does not fill it for the others; what nobody can open stands in nobody's way, and goes after a week.
    await cai.write(ben, 'from somebody else');
    expect(await cai.carry()).toMatchObject({ sent: 1, waits: false });
    expect(await ben.carry()).toMatchObject({ came: 1 });
    expect([await ben.texts(), ben.notices]).toEqual([['from somebody else'], [{ code: 'letter-unreadable' }]]);
    expect(await ana.carry()).toMatchObject({ sent: 1, waits: false });
    expect(await ben.carry()).toMatchObject({ came: 1 });
    await fill(newId(random), 900);
    await ana.write(ben, 'once more');
    expect(await ana.carry()).toMatchObject({ sent: 0, waits: true });
    await write.deleteFrom('inbox').execute();
    expect(await ana.carry()).toMatchObject({ sent: 1, waits: false });
    await ben.carry();
    expect(await ben.texts()).toEqual(['from the train', 'from somebody else', 'once more']);
  });
});

describe('Letters, whatever is done to them,', () => {
  beforeEach(() => begin('SQLite'));

  test('are neither lost nor doubled when a run breaks off between any two steps', async () => {
    const [ana, ben] = await three();
    let count = 0;
    const next = (): string => `letter ${++count}`;
    const settle = async (): Promise<void> => {
      for (const each of [ana, ben]) {
        Object.assign(each.trouble, calm);
        each.device.live().online(true);
      }
      await ana.carry();
      expect(await ben.carry()).toMatchObject({ waits: false });
      const texts = Array.from({ length: count }, (_, n) => `letter ${n + 1}`);
      expect([await ben.texts(), await inboxOf(ben), [...new Set((await ana.letters()).map(({ state }) => state))]]).toEqual([texts, [], ['sent']]);
    };
    for (const who of [ana, ben])
      for (const where of ['before', 'after'] as const)
        for (const what of ['fetch', 'commit'] as const)
          for (let step = 1; ; step++) {
            await ana.write(ben, next());
            await ana.write(ben, next());
            if (who === ben) await ana.carry();
            await who.device.live().settled();
            let at = 0;
            const broken = (): never => {
              throw new TypeError('the cable, or the machine');
            };
            const breaking = async <T>(pass: () => Promise<T>): Promise<T> => {
              if (++at < step) return pass();
              if (where === 'after') await pass();
              return broken();
            };
            Object.assign(who.trouble, { [what]: breaking });
            const ran = await who.carry().catch(() => null);
            await settle();
            if (at < step) {
              expect(ran).not.toBeNull();
              break;
            }
          }
    expect(count).toBeGreaterThan(40);
  }, 60_000);

  test('of a forged sender, or from elsewhere, do not arrive, and that is said', async () => {
    const [ana, ben, cai] = await three();
    const { sodium } = ana.device.parts;
    const [benKeys, caiAccount, anaAccount] = [(await ben.device.account()).identity, await cai.device.account(), await ana.device.account()];
    const to = { id: ben.me, box: benKeys.publicKeys.box };
    const vault = ana.circle.circle.vault;
    const body = (text: string) => textToBytes(JSON.stringify({ v: 1, key: newId(random), about: 'something', what: 'answer', text, at: new Date().toISOString() }));
    const lay = async (token: string, keys: typeof benKeys, text: string, place: { vault?: string; kind?: string } = {}, item = newId(random)) => {
      const sealed = orThrow(sealForInbox(sodium, random, body(text), { vault, kind: 'letter', item, ...place }, keys, to));
      const posted = await ask(host.base, 'POST', '/inbox', { token, body: { to: ben.me, vault, id: item, blob: Buffer.from(sealed).toString('base64') } });
      expect(posted.status).toBe(200);
    };
    // Cai in Ana's name; Cai's own words of somebody else's mouth at the host.
    await lay(caiAccount.token!, { ...caiAccount.identity, id: ana.me }, 'as if from Ana');
    await lay(anaAccount.token!, caiAccount.identity, 'a host that names another');
    expect(await ben.carry()).toMatchObject({ came: 0, waits: false });
    expect([await ben.texts(), ben.notices, await inboxOf(ben)]).toEqual([[], [{ code: 'letter-forged' }], []]);
    // In a name of nobody, of a circle that this device does not know, another kind, noise, no letter inside: kept for a week, since another device may know more.
    ben.notices.length = 0;
    await lay(caiAccount.token!, { ...caiAccount.identity, id: newId(random) }, 'as if from nobody');
    await lay(caiAccount.token!, caiAccount.identity, 'of another circle', { vault: newId(random) });
    await lay(caiAccount.token!, caiAccount.identity, 'of another kind', { kind: 'feedback' });
    await lay(caiAccount.token!, caiAccount.identity, '', {});
    await ana.write(ben, 'a true one behind them');
    await ana.carry();
    await ben.carry();
    expect([await ben.texts(), ben.notices, (await inboxOf(ben)).length]).toEqual([['', 'a true one behind them'], [], 3]);
    // Left there, they are not fetched each time that something comes: only anew after a day, or when more is known.
    await agePast(DAYS / 12);
    const fetched: number[] = [];
    ben.trouble.fetch = async (pass) => {
      const answer = await pass();
      const { items } = (await answer
        .clone()
        .json()
        .catch(() => ({}))) as { items?: readonly object[] };
      if (items) fetched.push(items.length);
      return answer;
    };
    const page = await ben.inbox();
    for (const text of ['one more', 'and another']) {
      await ana.write(ben, text);
      await ana.carry();
      await page.run();
    }
    expect([await ben.texts(), fetched.filter((count) => count > 0)]).toEqual([
      ['', 'a true one behind them', 'one more', 'and another'],
      [4, 1],
    ]);
    fetched.length = 0;
    ben.device.clock.off += DAYS;
    await page.run();
    await page.run();
    expect(fetched.filter((count) => count > 0)).toEqual([3]);
    await agePast(8 * DAYS);
    await ben.carry();
    expect([ben.notices, await inboxOf(ben)]).toEqual([[{ code: 'letter-unreadable' }], []]);
  });

  test('to somebody who left, was sent away or has new keys, and from somebody who is no longer in it', async () => {
    const [ana, ben, cai] = await three();
    const phone = await further('ben-phone', 'ben', ben.circle);
    // Ben's device lies in a drawer with a letter in the inbox; he changes all keys from the phone.
    await ana.write(ben, 'under the old key');
    await ana.carry();
    const drawer = (await ben.device.account()).device.id;
    orThrow(await revokeDevices(phone.device.parts, phone.device.open(), { password: PASSWORD, newPassword: 'five words of mine', devices: [drawer] }));
    await phone.device.follow();
    await phone.circle.again();
    await phone.carry();
    expect(await phone.texts()).toEqual([]);
    await until(() => ana.circle.circle.ring.state()!.members.get(ben.me)!.box === phone.circle.circle.ring.state()!.members.get(ben.me)!.box);
    expect(await ana.carry()).toMatchObject({ sent: 1 });
    expect(await ana.carry()).toMatchObject({ sent: 0 });
    expect(await phone.carry()).toMatchObject({ came: 1 });
    expect(await phone.texts()).toEqual(['under the old key']);
    await phone.write(ana, 'with the new one');
    await phone.carry();
    await ana.carry();
    expect(await ana.texts()).toEqual(['under the old key', 'with the new one']);

    // Cai writes, leaves, and is written to by Ben, who does not know it yet.
    await cai.write(ana, 'the last from me');
    await cai.carry();
    orThrow(await leaveCircle(await cai.circle.parts(), cai.circle.circle));
    phone.circle.sync.stop();
    await phone.write({ ...cai }, 'too late');
    await phone.carry();
    expect([phone.notices, (await phone.letters()).find(({ text }) => text === 'too late')]).toMatchObject([
      [{ code: 'letter-they-left' }],
      { state: 'cannot', why: 'letter-they-left' },
    ]);
    await ana.carry();
    expect((await ana.texts()).includes('the last from me')).toBe(true);
    await cai.write(ana, 'after I had gone');
    await cai.carry();
    expect(cai.notices).toEqual([{ code: 'letter-i-left' }]);
    // Who is sent away answers no more.
    orThrow(await removeFromCircle(await ana.circle.parts(), ana.circle.circle, [ben.me]));
    await phone.write(ana, 'after I was sent away');
    await phone.carry();
    expect((await phone.letters()).at(-1)).toMatchObject({ state: 'cannot', why: 'letter-i-left' });
    await ana.carry();
    expect((await ana.texts()).filter((text) => text.startsWith('after'))).toEqual([]);
  });
});

test('A device that does not know the circle yet leaves a letter for one that does; a store that refuses keeps it waiting; the longest there may be fits', async () => {
  await begin('SQLite');
  const [ana, ben] = await three();
  const bare = await further('ben-bare', 'ben', null);
  const longest = 'ā'.repeat(90_000);
  await ana.write(ben, longest);
  expect(writeLetter(ana.me, newId(random), '', { circle: '', to: ben.me, about: '', what: 'answer', text: `${longest}a` })).toMatchObject({ error: { code: 'letter-too-long' } });
  await ana.carry();
  expect([await bare.carry(), await bare.texts(), (await inboxOf(ben)).length]).toMatchObject([{ came: 0, waits: false }, [], 1]);
  ben.trouble.commit = async () => refuse({ code: 'store-full' });
  expect([await ben.carry(), (await inboxOf(ben)).length]).toMatchObject([{ came: 0, waits: true }, 1]);
  ben.trouble.commit = (pass) => pass();
  // What has not reached the person's other devices stays in the inbox.
  expect([await ben.carry({ landed: async () => false }), (await inboxOf(ben)).length]).toMatchObject([{ came: 1, waits: true }, 1]);
  expect([await ben.carry(), (await inboxOf(ben)).length]).toMatchObject([{ came: 0, waits: false }, 0]);
  await until(async () => (await bare.texts()).length === 1);
  expect((await bare.texts())[0]).toBe(longest);
});

test('No letter is thrown away by a device whose clock is years ahead, nor by one that has not read its sender’s joining yet', async () => {
  await begin('SQLite');
  const [ana, ben] = await three();
  const { ring } = ben.circle.circle;
  const [state, standing] = [ring.state(), ring.standing()];
  const bare = await further('ben-bare', 'ben', null);
  await ana.write(ben, 'to whoever opens it');
  await ana.carry();
  bare.device.clock.off = 3650 * DAYS;
  expect([await bare.carry(), bare.notices, (await inboxOf(ben)).length]).toMatchObject([{ came: 0 }, [], 1]);
  bare.device.clock.off = 0;
  const dora = await someone('dora', async (device) => circles.join(device, 'dora', await ana.circle.invite()));
  await dora.write(ben, 'I have just come');
  await dora.carry();
  // The host keeps back of the log what is newest.
  const older = { ...ring, state: () => state, standing: () => standing, extend: async () => ok(standing) };
  expect(await ben.carry({ circles: async () => [{ vault: ben.circle.circle.vault, ring: older }] })).toMatchObject({ came: 1 });
  expect([await ben.texts(), ben.notices, (await inboxOf(ben)).length]).toEqual([['to whoever opens it'], [], 1]);
  await ben.carry();
  expect([await ben.texts(), ben.notices, await inboxOf(ben)]).toEqual([['to whoever opens it', 'I have just come'], [], []]);
});
