// Bad faith in a circle, over real HTTP and real files: members with a changed program, links that are over, removals while devices are
// away, a host that keeps back, reorders, and shows two histories. Writing over another's words, false keys, lost devices and another
// circle in this one's place stand in circle-life; forged letters in letters; the two histories' cryptography in crypto/membership-log.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { changesUnsent } from '#adapters/circle-unsent.ts';
import type { Fetch } from '#adapters/host-calls.ts';
import { startCircleSync } from '#adapters/circle-sync.ts';
import { circleHost, inviteToCircle, joinCircle, membersOf, removeFromCircle, renewCircle, setRoleInCircle } from '#adapters/circles.ts';
import { bytesToBase64 } from '#core/base64.ts';
import { applyChange } from '#core/change.ts';
import { stampOf, tick } from '#core/clock.ts';
import { newId } from '#core/ids.ts';
import type { SealedRow } from '#core/ports.ts';
import type { VaultRecord } from '#core/record.ts';
import { ok, orThrow } from '#core/result.ts';
import { textToBytes } from '#core/text.ts';
import { sealForInbox } from '#crypto/inbox-seal.ts';
import { leave } from '#crypto/membership-deeds.ts';
import { extend, type LogState } from '#crypto/membership-log.ts';
import { writeNote } from '#rooms/circles/model.ts';
import { createOpener } from '#sync/opener.ts';
import type { Opener } from '#sync/ports.ts';
import { decodePull, decodePushAnswer, encodePull, encodePush, encodePushAnswer, type HostRow, type LogPage, type OpAnswer, type PullAnswer, type PushOp } from '#sync/protocol.ts';
import { sendPush } from '#sync/send-push.ts';
import { entryToText, textToEntry } from '#sync/ring.ts';
import { createTestCircles, WELCOME, type TestCircle } from './circle-device.ts';
import { ask, doing, newCircle, newPerson, postEntry, random, startHost, tools, type Person, type TestHost } from './host-people.ts';
import { createTestDevice, until, type TestDevice } from './synced-device.ts';

const PASSWORD = 'four words of mine';
const DAY = 86_400_000;

/** What is told to a device in place of what the host says. */
interface Lies {
  pull?: (page: PullAnswer) => PullAnswer;
  /** What is said of the ops of a push, which arrives. */
  push?: (results: readonly OpAnswer[]) => readonly OpAnswer[];
  log?: (page: LogPage) => LogPage;
  /** A page of rows is on its way for so long. */
  slow?: () => Promise<void>;
  /** Answers to what is pushed, which arrives, are lost. */
  isDeaf?: boolean;
  /** What an entry is answered with, which then does not arrive. */
  posted?: () => object;
}

let folder: string;
let host: TestHost;
let devices: TestDevice[];
let circles: ReturnType<typeof createTestCircles>;
let lies: Record<string, Lies>;

beforeEach(async () => {
  await tools();
  folder = mkdtempSync(join(tmpdir(), 'kith-bad-faith-'));
  [devices, lies] = [[], {}];
  circles = createTestCircles(folder);
  host = await startHost('FOLDER/kith.db');
});
afterEach(async () => {
  await circles.close();
  for (const device of devices) await device.close();
  await host.close();
  rmSync(folder, { recursive: true, force: true });
});

const lyingTo =
  (name: string) =>
  (fetch: Fetch): Fetch =>
  async (address, init) => {
    const path = new URL(address).pathname;
    const { pull, push, log, posted, isDeaf, slow } = lies[name] ?? {};
    if (posted && init.method === 'POST' && path.endsWith('/log')) return Response.json(posted());
    const answer = await fetch(address, init);
    if (isDeaf && path.endsWith('/push')) throw new TypeError('the answer was lost');
    if (!answer.ok) return answer;
    if (path.endsWith('/pull')) await slow?.();
    if (push && path.endsWith('/push')) {
      const said = orThrow(decodePushAnswer(new Uint8Array(await answer.arrayBuffer())));
      return new Response(encodePushAnswer({ ...said, results: push(said.results) }), { headers: { 'content-type': answer.headers.get('content-type')! } });
    }
    if (pull && path.endsWith('/pull')) {
      const page = orThrow(decodePull(new Uint8Array(await answer.arrayBuffer())));
      return new Response(encodePull(pull(page)), { headers: { 'content-type': answer.headers.get('content-type')! } });
    }
    return log && init.method !== 'POST' && path.endsWith('/log') ? Response.json(log((await answer.json()) as LogPage)) : answer;
  };

const deviceOf = async (name: string): Promise<TestDevice> => {
  const device = await createTestDevice(folder, name, lyingTo(name));
  devices.push(device);
  return device;
};
const person = async (name: string): Promise<TestDevice> => {
  const device = await deviceOf(name);
  await device.begin();
  orThrow(await device.create(host.base, name, PASSWORD));
  return device;
};
/** Ana with a circle, and others in it. */
const circleOf = async <N extends readonly string[]>(...names: N): Promise<[TestCircle, ...{ [K in keyof N]: TestCircle }]> => {
  const ana = await circles.create(await person('ana'), 'ana');
  const link = await ana.invite();
  const those = [ana];
  for (const name of names) those.push(await circles.join(await person(name), name, link));
  return those as [TestCircle, ...{ [K in keyof N]: TestCircle }];
};
const has =
  (...texts: readonly string[]) =>
  async (circle: TestCircle): Promise<boolean> => {
    const there = new Set(await circle.texts());
    return texts.every((text) => there.has(text));
  };
const all = (these: readonly TestCircle[], is: (circle: TestCircle) => Promise<boolean>) => until(async () => (await Promise.all(these.map(is))).every(Boolean));
const isSaid = (circle: TestCircle, code: string): Promise<void> => until(() => circle.notices.some((notice) => notice.code === code));

/** What this member's device can seal and open, under an epoch that it has the key of. */
const openerOf = async ({ parts, circle: { ring, session, vault } }: TestCircle, at = ring.standing().epoch): Promise<Opener> => {
  const { keys, keyFor, rowIdOf, header } = session;
  const { sealer } = await parts();
  return createOpener({ vault, device: header.device, keys, keyFor, rowIdOf, sealer, epoch: () => at, epochKey: (epoch) => ring.epochKey(epoch) ?? ring.epochKey(1) });
};
const opOf = ({ circle: { ring } }: TestCircle, { device: _device, ...row }: SealedRow, base: number, logHead = ring.standing().head): PushOp => {
  const claim = { ...row, counter: 1_000_000, logHead };
  return { op: newId(random), base, ...claim, sig: ring.sign(claim) };
};

/** A note in a hand of the writer's choice, sealed and signed as this member's device can. */
const craft = async (by: TestCircle, hand: string, text: string, claimed?: { readonly epoch: number; readonly logHead: string }) => {
  const { device } = by.circle.session.header;
  const change = orThrow(writeNote(hand, newId(random), text, new Date().toISOString()));
  const record = applyChange(undefined, change, stampOf(tick('', Date.now()), device), device);
  const opener = await openerOf(by, claimed?.epoch);
  return { record, op: opOf(by, opener.seal(record, opener.rowIdOf(record.id), 1)!, 0, claimed?.logHead), device };
};
const pushed = async (by: TestCircle, op: PushOp) => sendPush(circleHost(await by.parts(), by.circle.vault), by.circle.ring, encodePush([op]));

test('A circle of thirty that all leave, five at a time: each is out, and with the last one nothing of it is left at the host', async () => {
  const people: Person[] = [];
  for (let n = 0; n < 30; n++) people.push(await newPerson(host.base));
  const { vault } = await newCircle(host.base, people[0]!, people.slice(1));
  const sodium = await tools();
  let raced = 0;
  const go = async ({ account, token }: Person): Promise<void> => {
    let state: LogState | null = null;
    for (;;) {
      const page = await ask(host.base, 'GET', `/vaults/${vault}/log?after=${(state as LogState | null)?.n ?? 0}`, { token });
      expect(page.status).toBe(200);
      for (const entry of (page.body as unknown as LogPage).entries) state = orThrow(extend(sodium, state, textToEntry(entry)));
      const posted = await postEntry(host.base, token, vault, orThrow(leave(doing(account), state!)).entry);
      if (posted.status === 200) break;
      expect(posted.body).toMatchObject({ error: 'log-behind' });
      raced++;
    }
    expect((await ask(host.base, 'GET', `/vaults/${vault}/log?after=0`, { token })).status).toBe(404);
  };
  for (let from = 0; from < 30; from += 5) await Promise.all(people.slice(from, from + 5).map(go));
  expect(raced).toBeGreaterThan(0);
  const { read } = host.services.database;
  expect(await read.selectFrom('vaults').select('id').where('id', '=', vault).execute()).toEqual([]);
  const accounts = people.map(({ account }) => account.id);
  expect(await read.selectFrom('members').select('member').where('member', 'in', accounts).execute()).toEqual([]);
  // Nobody comes into what everybody has left, nor begins it again in its place.
  expect((await ask(host.base, 'GET', `/vaults/${vault}/pull?after=0&limit=10&bytes=100000`, { token: people[0]!.token })).status).toBe(404);
});

test('A link that two use at once lets both in; after its week, and after the next key, it lets in nobody and changes nothing', async () => {
  const [ana] = await circleOf();
  const [ben, cai, dee] = [await person('ben'), await person('cai'), await person('dee')];
  const link = await ana.invite();
  const [his, hers] = await Promise.all([circles.join(ben, 'ben', link), circles.join(cai, 'cai', link)]);
  await his.write('from one');
  await hers.write('from the other');
  await all([ana, his, hers], has('from one', 'from the other'));
  expect(membersOf(ana.circle).map(({ role }) => role)).toEqual(['facilitator', 'member', 'member']);

  const { n } = ana.circle.ring.standing();
  const parts = { ...(await his.parts()), open: dee.open(), account: await dee.account(), store: dee.store, log: dee.sync };
  const place = orThrow(circles.placeOf('dee')(link.vault));
  host.clock.ahead = 8 * DAY;
  expect(await joinCircle(parts, link, place)).toMatchObject({ error: { code: 'link-over' } });
  host.clock.ahead = 0;
  orThrow(await renewCircle(await ana.parts(), ana.circle));
  expect(await joinCircle(parts, link, orThrow(circles.placeOf('dee-2')(link.vault)))).toMatchObject({ error: { code: 'link-over' } });
  expect(ana.circle.ring.standing().n).toBe(n + 1);
  expect(membersOf(ana.circle)).toHaveLength(3);
});

test('A member who writes a new record in another’s hand is not believed by anybody, nor by who comes later', async () => {
  const [ana, ben, cai] = await circleOf('ben', 'cai');
  await ana.write('mine');
  await all([ben, cai], has('mine'));
  const forged = await craft(ben, await ana.account(), 'as if Ana had said it');
  expect(orThrow(await pushed(ben, forged.op)).results).toMatchObject([{ seq: expect.any(Number) }]);
  for (const each of [ana, cai]) await until(() => each.notices.some((notice) => notice.code === 'row-refused' && notice.why === 'not-theirs'));
  const dee = await circles.join(await person('dee'), 'dee', await ana.invite());
  await all([dee], has('mine'));
  await dee.sync.settled();
  for (const each of [ana, cai, dee]) expect(await each.texts()).toEqual(['mine']);
});

test('However much a member writes that nobody takes, what a device notes of it stays small, and the host is not doubted', async () => {
  const [ana, ben] = await circleOf('ben');
  const hand = await ana.account();
  const { sync } = ana.circle.place;
  for (let batch = 0; batch < 3; batch++) {
    const ops = [];
    for (let n = 0; n < 400; n++) ops.push({ ...(await craft(ben, hand, 'as if Ana had said it')).op });
    orThrow(await sendPush(circleHost(await ben.parts(), ben.circle.vault), ben.circle.ring, encodePush(ops)));
  }
  await ben.write('a true one');
  await all([ana], has('a true one'));
  ana.sync.online(true);
  await ana.sync.settled();
  const { refused, era } = await sync.kept();
  // Five hundred, and the one that stands for all that this device has of Ben's.
  expect([Object.keys(refused).length, era, [...new Set(ana.notices.map(({ code }) => code))]]).toEqual([501, 0, ['row-refused']]);
});

test('A member who puts less over their own record than the others have of it takes nothing from them, and casts no doubt on the host', async () => {
  const [ana, ben] = await circleOf('ben');
  const id = await ben.write('first');
  const rowId = ben.circle.session.rowIdOf(id);
  const rowOf = async ({ circle }: TestCircle) => (await circle.place.sync.rowsById([rowId]))[0]!;
  const kept = () => ana.circle.place.sync.kept();
  await all([ana], has('first'));
  const opener = await openerOf(ben);
  const less = opener.open(await rowOf(ben)) as VaultRecord;
  orThrow(await ben.circle.session.vault.commit([{ id, kind: 'note', v: 1, write: { text: 'first, and second' } }], Date.now()));
  ben.sync.wrote();
  await all([ana], has('first, and second'));
  await ben.sync.settled();
  ben.sync.stop();
  const { base } = await rowOf(ben);
  orThrow(await pushed(ben, opOf(ben, opener.seal(less, rowId, base + 3)!, base)));
  const { head } = await kept();
  await until(async () => (await kept()).head > head);
  // What she has passed is looked at again, and what devices tell of it.
  ana.sync.online(true);
  await ana.write('after that');
  await ana.sync.settled();
  expect([await ana.texts(), (await kept()).era, ana.notices]).toEqual([['after that', 'first, and second'], 0, []]);
});

test('What others may have, since only the host’s answer was lost, is owed to them once it is taken back', async () => {
  const [ana, ben] = await circleOf('ben');
  const owed = async () => changesUnsent(ben.circle, await ben.account());
  await ben.sync.settled();
  lies['ben'] = { isDeaf: true };
  const id = await ben.write('said too much');
  await all([ana], has('said too much'));
  expect(await owed()).toBe(0);
  orThrow(await ben.circle.session.vault.commit([{ id, kind: 'note', v: 1, drop: true }], Date.now()));
  expect(await owed()).toBe(1);
  lies['ben'] = {};
  ben.sync.online(true);
  await until(async () => (await owed()) === 0);
  await until(async () => (await ana.texts()).length === 0);
});

test('Who was sent away answers nothing: not into the circle, its log, or anybody’s inbox; and no host that helps them puts it under the new key', async () => {
  const [ana, ben, eve] = await circleOf('ben', 'eve');
  await ana.write('before');
  await all([ben, eve], has('before'));
  const her = await eve.account();
  eve.sync.stop();
  orThrow(await removeFromCircle(await ana.parts(), ana.circle, [her]));
  await until(() => ben.circle.ring.standing().epoch === 2);

  // With a changed program, and all that she had.
  expect(await pushed(eve, (await craft(eve, her, 'an answer')).op)).toMatchObject({ error: { code: 'not-found' } });
  const parts = await eve.parts();
  const { vault, ring } = eve.circle;
  const away = orThrow(leave({ sodium: parts.sodium, random, now: Date.now(), own: parts.account.identity }, ring.state()!));
  expect(await circleHost(parts, vault).postLog(entryToText(away.entry))).toMatchObject({ error: { code: 'not-found' } });
  const [to, item] = [ring.state()!.members.get(await ana.account())!, newId(random)];
  const letter = orThrow(sealForInbox(parts.sodium, random, textToBytes('{}'), { vault, kind: 'letter', item }, parts.account.identity, to));
  const token = parts.account.token!;
  expect((await ask(host.base, 'POST', '/inbox', { token, body: { to: to.id, vault, id: item, blob: bytesToBase64(letter) } })).status).toBe(404);

  // A host that gives her the log and lays what she made among the rows of the others.
  const { head: logHead, epoch } = ben.circle.ring.standing();
  const { op, device } = await craft(eve, her, 'an answer with help', { epoch, logHead });
  const { op: _op, base: _base, ...claim } = op;
  // Where he asks for what is new; a page of what he has shows nothing else.
  lies['ben'] = { pull: (page) => (page.rows.length > 0 ? page : { ...page, head: page.head + 1, rows: [{ ...claim, device, author: her, seq: page.head + 1 } as HostRow] }) };
  ben.sync.online(true);
  await until(() => ben.notices.some((notice) => notice.code === 'row-refused' && notice.why === 'not-a-member'));
  expect(await ben.texts()).toEqual(['before']);
});

test('Two devices of one person are away while they are sent away: what both wrote meanwhile is theirs, on each, and nobody else’s', async () => {
  const [ana, ben] = await circleOf('ben');
  await ben.write('sent before');
  await all([ana], has('sent before'));
  const phone = await deviceOf('phone');
  orThrow(await phone.signIn(host.base, 'ben', PASSWORD));
  const onPhone = await circles.open(phone, 'phone', ben.circle);
  await all([onPhone], has('sent before'));
  const laptop = devices[1]!;
  for (const device of [laptop, phone]) device.cable.in = false;
  await ben.write('on the laptop');
  await onPhone.write('on the phone');
  orThrow(await removeFromCircle(await ana.parts(), ana.circle, [await ben.account()]));
  await ana.write('after');
  for (const [device, circle] of [
    [laptop, ben],
    [phone, onPhone],
  ] as const) {
    device.cable.in = true;
    circle.sync.online(true);
    await isSaid(circle, 'removed');
    await circle.sync.settled();
  }
  const ownOf = ({ own }: TestCircle): unknown[] => own.map(({ fields }) => (fields['text'] as { t: [string, string][] }).t[0]![1]);
  expect([ownOf(ben), ownOf(onPhone)]).toEqual([['on the laptop'], ['on the phone']]);
  for (const each of [ben, onPhone]) expect((await each.texts()).includes('after')).toBe(false);
  await ana.sync.settled();
  expect(await ana.texts()).toEqual(['after', 'sent before']);
});

test('Who was sent away with words not yet sent and is let in again sends them then: each of their devices shows what all have', async () => {
  const [ana, ben] = await circleOf('ben');
  const first = await ben.write('sent before');
  await all([ana], has('sent before'));
  const laptop = devices[1]!;
  laptop.cable.in = false;
  await ben.write('not sent');
  orThrow(await ben.circle.session.vault.commit([{ id: first, kind: 'note', v: 1, write: { text: 'sent before, and more' } }], Date.now()));
  orThrow(await removeFromCircle(await ana.parts(), ana.circle, [await ben.account()]));
  laptop.cable.in = true;
  ben.sync.online(true);
  await isSaid(ben, 'removed');
  await ben.sync.settled();
  expect(ben.own.length).toBe(2);
  await ana.write('meanwhile');
  ben.sync.stop();
  orThrow(await joinCircle(await ben.parts(), await ana.invite(), ben.circle.place));
  await ben.again();
  await all([ana, ben], has('meanwhile', 'not sent', 'sent before, and more'));
  const phone = await deviceOf('phone');
  orThrow(await phone.signIn(host.base, 'ben', PASSWORD));
  await all([await circles.open(phone, 'phone', ben.circle)], has('meanwhile', 'not sent', 'sent before, and more'));
  await ben.sync.settled();
  expect(ben.notices.map(({ code }) => code)).toEqual(['removed']);
});

test('What a host lost of somebody who has gone since stays with who had it, in the author’s name, and waits for nothing', async () => {
  const [ana, ben, cai] = await circleOf('ben', 'cai');
  await ana.write('of ana');
  await all([ben, cai], has('of ana'));
  await ben.write('of ben');
  await all([ana, cai], has('of ana', 'of ben'));
  orThrow(await removeFromCircle(await ana.parts(), ana.circle, [await ben.account()]));
  const { sync } = cai.circle.place;
  const was = (await sync.kept()).head - 1;
  lies['cai'] = { pull: (page) => ({ ...page, head: was, rows: page.rows.filter(({ seq }) => seq <= was) }) };
  cai.sync.online(true);
  await isSaid(cai, 'host-went-back');
  await until(async () => {
    const { era, gap } = await sync.kept();
    return era === 1 && gap === null;
  });
  await until(async () => (await sync.unsent(0, 10)).length === 0);
  await until(() => cai.sync.status().is === 'in-step');
  expect(await cai.notes()).toContainEqual([await ben.account(), 'of ben']);
  expect(cai.notices.filter(({ code }) => code === 'withheld' || code === 'row-not-sent')).toEqual([]);
});

test('A host that keeps back what is newest is noticed; one that reorders rows and their numbers changes nothing', async () => {
  const [ana, ben] = await circleOf('ben');
  await ana.write('seen');
  await all([ben], has('seen'));
  await ben.sync.settled();
  const { length } = await ben.circle.place.store.rowsAfter(0, 1000);
  lies['ben'] = { pull: (page) => ({ ...page, rows: [] }) };
  await ana.write('kept back');
  await isSaid(ben, 'withheld');
  expect(await ben.texts()).toEqual(['seen']);

  const device = devices[1]!;
  device.cable.in = false;
  for (const text of ['one', 'two', 'three']) await ana.write(text);
  await ana.sync.settled();
  let mixed = 0;
  lies['ben'] = {
    pull(page) {
      const seqs = page.rows.map(({ seq }) => seq);
      if (seqs.length > 1) mixed++;
      return { ...page, rows: page.rows.toReversed().map((row, n) => ({ ...row, seq: seqs[n]! })) };
    },
  };
  device.cable.in = true;
  ben.sync.online(true);
  await all([ben], has('seen', 'kept back', 'one', 'two', 'three'));
  expect(mixed).toBeGreaterThan(0);
  delete lies['ben'];
  ben.sync.online(true);
  await ben.sync.settled();
  expect(await ben.texts()).toEqual(await ana.texts());
  expect((await ben.circle.place.store.rowsAfter(0, 1000)).length).toBeGreaterThan(length);
});

test('A host that answers fewer or more ops than were sent has answered none: what was written waits, and goes once it is answered whole', async () => {
  const [ana, ben] = await circleOf('ben');
  await ana.sync.settled();
  for (const [text, push] of [
    ['cut', () => []],
    ['stretched', (results: readonly OpAnswer[]) => [...results, { seq: 999 }]],
  ] as const) {
    let answers = 0;
    lies['ana'] = { push: (results) => (answers++, push(results)) };
    await ana.write(text);
    ana.sync.wrote();
    await until(() => answers > 0);
    expect(await ana.circle.place.sync.sending()).not.toEqual([]);
    lies['ana'] = {};
    ana.sync.wrote();
    await until(async () => (await ana.circle.place.sync.sending()).length === 0);
    await all([ben], has(text));
  }
  expect(await ana.circle.place.sync.unsent(0, 10)).toEqual([]);
});

test('Of two programs that follow one circle on one device, one whose page is from before what the other has seen doubts no host', async () => {
  const [ana, ben] = await circleOf('ben');
  const { sync } = ben.circle.place;
  const first = await ana.write('first');
  await all([ben], has('first'));
  await ben.sync.settled();
  await ana.sync.settled();
  // The first program's page is on its way; the second looks at what was passed, and its own next page is on its way too.
  const pages: (() => void)[] = [];
  let asked = 0;
  lies['ben'] = { slow: () => (++asked === 2 ? Promise.resolve() : new Promise((done) => void pages.push(done))) };
  await ana.write('second');
  await until(() => pages.length === 1);
  orThrow(await ana.circle.session.vault.commit([{ id: first, kind: 'note', v: 1, write: { text: 'first, changed' } }], Date.now()));
  ana.sync.wrote();
  await ana.sync.settled();
  const notices = [...ben.notices];
  const other = await startCircleSync(await ben.parts(), ben.circle, { onNotice: (notice) => notices.push(notice), keepPrivately: () => Promise.resolve(ok(null)) });
  await until(() => pages.length === 2);
  expect(Object.keys((await sync.kept()).ahead ?? {})).toEqual([ben.circle.session.rowIdOf(first)]);
  lies['ben'] = {};
  pages[0]!();
  await all([ben], has('second'));
  pages[1]!();
  await all([ben], has('second', 'first, changed'));
  await Promise.all([ben.sync.settled(), other.settled()]);
  expect([notices, ben.notices, (await sync.kept()).era]).toEqual([[], [], 0]);
  other.stop();
});

test('A host that shows two histories is found out by who meets both; what each wrote stays with them, and nobody is let in by the false one', async () => {
  const [ana, ben, cai] = await circleOf('ben', 'cai');
  await ana.write('before');
  await all([ben, cai], has('before'));
  orThrow(await setRoleInCircle(await ana.parts(), ana.circle, await ben.account(), 'facilitator'));
  await until(() => ben.circle.ring.standing().n === ana.circle.ring.standing().n);
  const { n } = ben.circle.ring.standing();

  // Ana sends Cai away. Ben is not told, and what he then does is taken as if it stood in that entry's place.
  lies['ben'] = { log: (page) => ({ entries: page.entries.slice(0, 0), n }), pull: (page) => ({ ...page, log: n }), posted: () => ({ n: n + 1 }) };
  orThrow(await removeFromCircle(await ana.parts(), ana.circle, [await cai.account()]));
  const link = orThrow(await inviteToCircle(await ben.parts(), ben.circle, WELCOME));
  expect([ana.circle.ring.standing().n, ben.circle.ring.standing().n]).toEqual([n + 1, n + 1]);
  expect(ana.circle.ring.standing().head).not.toBe(ben.circle.ring.standing().head);

  delete lies['ben'];
  await ana.write('after');
  await ben.write('on the other history');
  // With the next entry at the latest: it follows another than the one that he has.
  await ana.invite();
  ben.sync.online(true);
  await isSaid(ben, 'log-forked');
  const dee = await person('dee');
  const parts = { ...(await ben.parts()), open: dee.open(), account: await dee.account(), store: dee.store, log: dee.sync };
  expect(await joinCircle(parts, link, orThrow(circles.placeOf('dee')(link.vault)))).toMatchObject({ error: { code: 'link-over' } });
  expect(await ben.texts()).toContain('on the other history');
  expect(membersOf(ana.circle).map(({ id }) => id)).not.toContain(await cai.account());
});
