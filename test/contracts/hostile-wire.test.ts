// A host that lies to a device as a person has it: real SQLite files, the shipped engine, a real host over HTTP, and between them
// somebody who changes the host's answers. Whatever is changed is said, what is here stays, and an honest host mends it.

import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createHostCalls, type Fetch } from '#adapters/host-calls.ts';
import { createHttpHost } from '#adapters/http-host.ts';
import { createOpaqueClient } from '#adapters/opaque-client.ts';
import { openEpochs } from '#adapters/sync-session.ts';
import { bytesToBase64 } from '#core/base64.ts';
import { newDeviceId, newId } from '#core/ids.ts';
import { orThrow } from '#core/result.ts';
import { makeKeys } from '#crypto/device-keys.ts';
import { addDevice } from '#crypto/membership-deeds.ts';
import { extend } from '#crypto/membership-log.ts';
import { sealPushKey } from '#crypto/push-tag.ts';
import { SETTINGS } from '#sync/inputs.ts';
import { decodePull, encodePull, encodePush, type HostRow, type LogPage, type PullAnswer } from '#sync/protocol.ts';
import { sendPush } from '#sync/send-push.ts';
import { entryToText, textToEntry } from '#sync/ring.ts';
import { createDice } from '../simulation/dice.ts';
import { doing, random, startHost, tools, type TestHost } from './host-people.ts';
import { createTestDevice, until, type TestDevice } from './synced-device.ts';

const PASSWORD = 'four words of mine';

/** What is told in place of what the host says. */
interface Lies {
  pull?: ((page: PullAnswer) => PullAnswer) | undefined;
  log?: ((page: LogPage) => LogPage) | undefined;
  signIn?: ((answer: object) => object) | undefined;
  /** What the host gives for the tags of pushes. */
  pushKey?: ((answer: object) => object) | undefined;
  /** What is sent, before it arrives. */
  push?: ((body: Uint8Array) => void) | undefined;
}

let folder: string;
let host: TestHost;
let first: TestDevice;
let second: TestDevice;
let lies: Lies;
let pages: { readonly bytes: Uint8Array<ArrayBuffer>; readonly page: PullAnswer }[];

const between =
  (fetch: Fetch): Fetch =>
  async (address, init) => {
    const path = new URL(address).pathname;
    if (lies.push && path.endsWith('/push')) lies.push(init.body as Uint8Array);
    const answer = await fetch(address, init);
    if (!answer.ok) return answer;
    const { status, headers } = answer;
    if (path.endsWith('/pull')) {
      const bytes = new Uint8Array(await answer.arrayBuffer());
      const page = orThrow(decodePull(bytes));
      pages.push({ bytes, page });
      return new Response(lies.pull ? encodePull(lies.pull(page)) : bytes, { status, headers: { 'content-type': headers.get('content-type')! } });
    }
    const lie = path.endsWith('/push-key') ? lies.pushKey : path.endsWith('/sign-in/start') ? lies.signIn : path.endsWith('/log') && init.method !== 'POST' ? lies.log : undefined;
    return lie ? Response.json(lie(await answer.json())) : answer;
  };

beforeEach(async () => {
  await tools();
  folder = mkdtempSync(join(tmpdir(), 'kith-hostile-'));
  mkdirSync(join(folder, 'host'));
  host = await startHost('FOLDER/kith.db', { folder: join(folder, 'host') });
  [lies, pages] = [{}, []];
  first = await createTestDevice(folder, 'first');
  await first.begin();
  await first.write('before');
  orThrow(await first.create(host.base, 'ada', PASSWORD));
  await first.follow();
  await first.live().settled();
  second = await createTestDevice(folder, 'second', between);
  orThrow(await second.signIn(host.base, 'ada', PASSWORD));
  await second.follow({ settings: { ...SETTINGS, longestWait: 300, poll: 200 } });
  await second.live().settled();
});
afterEach(async () => {
  for (const device of [first, second]) await device.close();
  await host.close();
  rmSync(folder, { recursive: true, force: true });
});

const said = (code: string) => second.notices.filter((notice) => notice.code === code);
const isSaid = (code: string) => until(() => said(code).length > 0);
const has = async (...texts: string[]): Promise<boolean> => JSON.stringify(await second.texts()) === JSON.stringify(texts.toSorted());

test('Contents of two records exchanged: both are refused and named, and nothing of them is taken', async () => {
  lies.pull = (page) => {
    const [one, two, ...others] = page.rows;
    return one && two ? { ...page, rows: [{ ...one, blob: two.blob }, { ...two, blob: one.blob }, ...others] } : page;
  };
  second.cable.in = false;
  const ids = [await first.write('one'), await first.write('two')];
  await first.live().settled();
  second.cable.in = true;
  second.live().online(true);
  await until(() => said('row-refused').length >= 2);
  expect(said('row-refused')).toEqual(expect.arrayContaining(ids.map((id) => ({ code: 'row-refused', id, why: 'signature-wrong' }))));
  expect(await second.texts()).toEqual(['before']);
});

test('Rows that a member’s own device gives to the host wrongly signed: the others refuse and name them, and what was there stays and comes back', async () => {
  const id = await first.write('as it was');
  await until(() => has('as it was', 'before'));
  const { ring } = orThrow(await openEpochs(first.parts, first.open()))!;
  const { vault, token } = await first.account();
  const calls = createHostCalls(host.base);
  const port = createHttpHost(calls, vault, () => token);
  const there = orThrow(await port.pull({ after: 0, limit: 100, bytes: 1_000_000 })).rows.find((row) => row.id === id)!;
  const { seq: _seq, device: _device, author: _author, ...row } = there;
  const [over, news] = [
    { ...row, ver: there.ver + 1, counter: 1_000_000, blob: random(300) },
    { ...row, id: newId(random), ver: 1, counter: 1_000_001 },
  ];
  // The push is as it should be, and the host takes it; the signatures of its rows are of other rows.
  const ops = [
    { op: newId(random), base: there.ver, ...over },
    { op: newId(random), base: 0, ...news },
  ];
  const pushed = orThrow(await sendPush(port, ring, encodePush(ops)));
  expect(pushed.results).toMatchObject([{ seq: expect.any(Number) }, { seq: expect.any(Number) }]);
  first.live().online(true);
  second.live().online(true);
  await until(() => said('row-refused').length >= 2);
  expect(said('row-refused')).toEqual(expect.arrayContaining([over.id, news.id].map((each) => ({ code: 'row-refused', id: each, why: 'signature-wrong' }))));
  expect(await has('as it was', 'before')).toBe(true);
  // What was spoilt at the host is put back by who has it, so that a device that comes later reads it.
  await until(async () => (orThrow(await port.pull({ after: 0, limit: 100, bytes: 1_000_000 })).rows.find((one) => one.id === id)?.ver ?? 0) > over.ver);
  const third = await createTestDevice(folder, 'third');
  try {
    orThrow(await third.signIn(host.base, 'ada', PASSWORD));
    await third.follow();
    await third.live().settled();
    expect(await third.texts()).toEqual(['as it was', 'before']);
    expect(await first.texts()).toEqual(['as it was', 'before']);
  } finally {
    await third.close();
  }
});

test('A push changed on its way is refused whole; it is sent again until it arrives as it was sent', async () => {
  lies.push = (body) => {
    body[body.length - 1]! ^= 1;
  };
  await second.write('from the second');
  await isSaid('tag-wrong');
  expect(await first.texts()).toEqual(['before']);
  lies.push = undefined;
  second.live().online(true);
  await until(async () => (await first.texts()).includes('from the second'));
  await until(() => second.live().status().is === 'in-step');
  expect(second.live().status().still).toEqual([]);
});

test('A key for pushes that was sealed to somebody else, or is another than the host’s: nothing is taken, it is said, and what waits arrives under the true one', async () => {
  const [eve, { vault, device: own }] = [makeKeys(await tools(), random, newDeviceId(random)), await second.account()];
  const place = { vault, device: own.id };
  const wrong: readonly (() => Promise<object>)[] = [
    async () => ({ sealed: sealPushKey(await tools(), random, random(32), eve.publicKeys.box, place)! }),
    async () => ({ sealed: sealPushKey(await tools(), random, random(32), own.publicKeys.box, place)! }),
    async () => ({ sealed: bytesToBase64(random(112)) }),
  ];
  for (const [n, make] of wrong.entries()) {
    const lie = await make();
    second.stop();
    lies.pushKey = () => lie;
    await second.follow({ settings: { ...SETTINGS, longestWait: 300, poll: 200 } });
    await second.write(`in spite of ${n}`);
    await until(() => second.live().status().still.includes('tag-wrong'));
    expect(await first.texts()).not.toContain(`in spite of ${n}`);
    lies.pushKey = undefined;
    second.live().online(true);
    await until(async () => (await first.texts()).includes(`in spite of ${n}`));
    await until(() => second.live().status().is === 'in-step');
  }
});

test('An older version of a record in place of what is new: said, not taken, and what was kept back comes from an honest host', async () => {
  const id = await first.write('as it was');
  await until(() => has('before', 'as it was'));
  const old = pages.flatMap(({ page }) => page.rows).find((row) => row.id === id)!;
  await first.write('as it is', id);
  await until(() => has('before', 'as it is'));
  lies.pull = (page) => ({ ...page, rows: page.rows.map((row) => ({ ...old, seq: row.seq })) });
  await first.write('something new');
  await isSaid('host-went-back');
  expect(await has('before', 'as it is')).toBe(true);
  lies.pull = undefined;
  // It would ask again by itself, after a wait that has grown with each lie.
  second.live().online(true);
  await until(() => has('before', 'as it is', 'something new'));
});

test('The whole vault as it was some time ago: said, and nothing that is here goes', async () => {
  const earlier = pages.at(-1)!.page;
  await first.write('later');
  await until(() => has('before', 'later'));
  lies.pull = () => earlier;
  second.live().online(true);
  await isSaid('host-went-back');
  expect(await has('before', 'later')).toBe(true);
  lies.pull = undefined;
  await until(() => second.live().status().is === 'in-step');
  expect(await has('before', 'later')).toBe(true);
  expect(await first.texts()).toEqual(['before', 'later']);
});

test('What is newest kept back is missed at once: nothing bears the number that the host tells of', async () => {
  const seen = pages.at(-1)!.page.head;
  lies.pull = (page) => ({ ...page, rows: page.rows.filter(({ seq }) => seq <= seen) });
  await first.write('kept back');
  await isSaid('withheld');
  expect(said('withheld')).toEqual([{ code: 'withheld', devices: [] }]);
  lies.pull = undefined;
  second.live().online(true);
  await until(() => has('before', 'kept back'));
});

test('A record kept back among others is missed once its writer’s device tells what it has written', async () => {
  // It tells with every second record: of the one before, when that went alone.
  await first.follow({ settings: { ...SETTINGS, longestWait: 500, tipEvery: 2 } });
  await first.live().settled();
  let kept = '';
  lies.pull = (page) => ({ ...page, rows: page.rows.filter(({ id }) => id !== kept) });
  for (let tries = 0; said('withheld').length === 0 && tries < 6; tries++) {
    // Not the newest by the time this device looks.
    second.cable.in = false;
    kept = newId(random);
    // Two records, or three: the next try begins where this one did not.
    for (const id of [kept, newId(random), newId(random)].slice(0, 2 + (tries % 2))) {
      await first.write(`of try ${tries}`, id);
      await first.live().settled();
    }
    second.cable.in = true;
    second.live().online(true);
    await until(async () => (await second.texts()).includes(`of try ${tries}`));
    await second.live().settled();
    await new Promise((resolve) => setTimeout(resolve, 300));
  }
  expect(said('withheld')).toEqual([{ code: 'withheld', devices: [(await first.account()).device.id] }]);
  expect(await second.texts()).toContain('before');
});

test('A device that the host made up and put into the log: said, and it is no member', async () => {
  const { ring } = orThrow(await openEpochs(second.parts, second.open()))!;
  const state = ring.state()!;
  const sodium = await tools();
  const [evil, identity] = [makeKeys(sodium, random, newDeviceId(random)), makeKeys(sodium, random, state.account!.id)];
  const made = orThrow(addDevice(doing(evil), { ...state, account: { ...state.account!, sign: identity.publicKeys.sign, box: identity.publicKeys.box } }, identity, random(32)));
  lies.pull = (page) => ({ ...page, log: state.n + 1 });
  lies.log = () => ({ entries: [entryToText(made.entry)], n: state.n + 1 });
  await first.write('goes on');
  await isSaid('log-forked');
  lies = {};
  await second.write('sealed after that');
  await until(async () => (await first.texts()).includes('sealed after that'));
  const after = orThrow(await openEpochs(second.parts, second.open()))!.ring.state()!;
  expect([after.n, after.members.has(evil.id), after.epoch]).toEqual([state.n, false, state.epoch]);
});

test('Another entry of the log in place of one that is here, and rows whose writers knew another: said, nothing is taken, and an honest host mends it', async () => {
  const { ring } = orThrow(await openEpochs(second.parts, second.open()))!;
  const before = ring.state()!;
  // Truly signed, by the account: what a host gives that shows two histories.
  const apart = orThrow(await openEpochs(first.parts, first.open()))!.ring;
  const sodium = await tools();
  const begun = orThrow(extend(sodium, null, textToEntry(apart.entries(0)[0]!)));
  const { identity } = await first.account();
  const other = orThrow(addDevice(doing(makeKeys(sodium, random, newDeviceId(random))), begun, identity, first.open().key));
  const rows = (page: PullAnswer): PullAnswer => ({ ...page, rows: page.rows.map((row) => ({ ...row, logHead: other.state.head })) });
  lies.pull = rows;
  await first.write('knew another log');
  await isSaid('log-forked');
  expect(second.live().status().is).toBe('waiting');
  let shown = 0;
  lies = {
    log(page) {
      shown++;
      return { ...page, entries: [entryToText(other.entry)] };
    },
  };
  await second.write('waits here');
  second.live().online(true);
  await until(() => shown > 1);
  expect(await has('before', 'waits here')).toBe(true);
  expect(await first.texts()).not.toContain('waits here');
  lies = {};
  await until(() => has('before', 'knew another log', 'waits here'));
  await until(async () => (await first.texts()).includes('waits here'));
  expect(orThrow(await openEpochs(second.parts, second.open()))!.ring.state()!.head).toBe(before.head);
});

test('The cost of a guess is the device’s own choice: a host that names another is not heard, and a cheaper one does not open', async () => {
  const third = await createTestDevice(folder, 'third', between);
  try {
    lies.signIn = (answer) => ({ ...answer, keyStretching: { 'argon2id-custom': { iterations: 1, memory: 8, parallelism: 1 } } });
    const led = await third.signIn(host.base, 'ada', PASSWORD);
    expect(led.ok).toBe(false);
    lies = {};
    // The same password at another cost is another password: nothing that a cheaper derivation gives opens the account.
    const start = async (opaque: ReturnType<typeof createOpaqueClient>) => {
      const { request, state } = await opaque.startSignIn(PASSWORD);
      const answer = await fetch(`${host.base}/v1/account/sign-in/start`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ name: 'ada', request }),
      });
      return opaque.finishSignIn(PASSWORD, state, ((await answer.json()) as { response: string }).response);
    };
    expect(await start(createOpaqueClient({ 'argon2id-custom': { iterations: 1, memory: 512, parallelism: 1 } }))).toBe(null);
    expect(await start(third.parts.opaque!)).not.toBe(null);
  } finally {
    await third.close();
  }
});

test('A thousand single bits flipped in what was signed and sealed: each is noticed, and none gives another record', async () => {
  for (const text of ['one', 'two', 'three']) await first.write(text);
  await until(() => has('before', 'one', 'two', 'three'));
  const { ring } = orThrow(await openEpochs(second.parts, second.open()))!;
  const { bytes, page } = pages.findLast(({ page: { rows } }) => rows.length > 0)!;
  expect(await ring.judge(page.rows)).toEqual(page.rows.map(() => 'good'));
  const place = ({ seq: _seq, ...row }: HostRow): string => JSON.stringify({ ...row, blob: Buffer.from(row.blob).toString('base64') });
  const dice = createDice('bits');
  const noticed = { frame: 0, row: 0 };
  while (noticed.frame + noticed.row < 1000) {
    const bit = dice.below(bytes.length * 8);
    const bent = bytes.slice();
    bent[bit >> 3]! ^= 1 << (bit & 7);
    const read = decodePull(bent);
    if (!read.ok) {
      noticed.frame++;
      continue;
    }
    const { rows } = read.value;
    const changed = rows.filter((row, i) => place(row) !== place(page.rows[i]!));
    // What no device signs: the host's own numbers, its clock, and whether there is more.
    if (changed.length === 0) continue;
    const verdicts = await ring.judge(changed);
    expect(verdicts, `bit ${bit}`).not.toContain('good');
    noticed.row++;
  }
  expect(noticed.row).toBeGreaterThan(500);
});
