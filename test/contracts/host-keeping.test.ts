// Attachments, questions, inboxes, live hints, and what the host's keeper relies on; the same on both databases.

import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import S3rver from 's3rver';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createBlindSignatures } from '#adapters/blind-signatures.ts';
import { newId } from '#core/ids.ts';
import { askToken, takeToken, type Token } from '#crypto/blind-token.ts';
import { ask as askQuestion } from '#crypto/membership-deeds.ts';
import type { LogState } from '#crypto/membership-log.ts';
import { loadHostWords } from '#server/words.ts';
import { backUp, restore } from '#server/backup.ts';
import { createFolderShelf } from '#server/blob-folder.ts';
import { createS3Shelf } from '#server/blob-s3.ts';
import type { Shelf } from '#server/blobs.ts';
import { openDatabase } from '#server/database.ts';
import { examine } from '#server/doctor.ts';
import { serversOf } from '#server/postgres.ts';
import { readSettings } from '#server/settings.ts';
import { isBallots, isInboxPage, isQuestionKey, isTokenAnswer } from '#sync/account-protocol.ts';
import { isLiveHint, type LiveHint } from '#sync/protocol.ts';
import { startPostgres } from '../postgres.ts';
import {
  ask,
  base64,
  doing,
  engines,
  newCircle,
  METRICS_WORD,
  newPerson,
  opOf,
  postEntry,
  pullFrom,
  pushTo,
  random,
  signIn,
  newDevice,
  startHost,
  tools,
  type Person,
  type TestHost,
} from './host-people.ts';

const addressOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
const temporary = (): string => mkdtempSync(join(tmpdir(), 'kith-keeping-'));

/** Hints as they come. `until` waits for one that fits. */
const listen = async (base: string, token: string, vaults: readonly string[]) => {
  const stop = new AbortController();
  const answer = await fetch(`${base}/v1/live?vaults=${vaults.join(',')}`, { headers: { authorization: `Bearer ${token}` }, signal: stop.signal });
  const hints: LiveHint[] = [];
  const waiting: (() => void)[] = [];
  let isOver = false;
  void (async () => {
    let text = '';
    try {
      for await (const chunk of answer.body!) {
        text += Buffer.from(chunk).toString('utf8');
        const lines = text.split('\n\n');
        text = lines.pop()!;
        for (const line of lines.filter((each) => each.startsWith('data: '))) {
          const hint: unknown = JSON.parse(line.slice(6));
          if (!isLiveHint(hint)) throw new Error(line);
          hints.push(hint);
        }
        for (const wake of waiting.splice(0)) wake();
      }
    } catch {
      // Stopped.
    }
    isOver = true;
    for (const wake of waiting.splice(0)) wake();
  })();
  const until = async (fits: (hint: LiveHint) => boolean): Promise<boolean> => {
    while (!hints.some(fits)) {
      if (isOver) return false;
      await new Promise<void>((wake) => waiting.push(wake));
    }
    return true;
  };
  const whenOver = async (): Promise<void> => {
    while (!isOver) await new Promise<void>((wake) => waiting.push(wake));
  };
  return { status: answer.status, type: answer.headers.get('content-type'), hints, until, whenOver, stop: () => stop.abort() };
};

describe.each(engines())('a host on %s', (engine, url) => {
  let host: TestHost;
  let ana: Person;
  beforeAll(async () => {
    host = await startHost(url());
    ana = await newPerson(host.base);
  });
  afterAll(() => host?.close());
  const here = (method: string, path: string, token: string, body?: unknown) => ask(host.base, method, path, { token, ...(body === undefined ? {} : { body }) });

  test('attachments: kept under their hash, sent again without harm, asked which are there, taken away', async () => {
    const chunks = [random(1000), random(1024 * 1024 + 16), random(10)];
    const at = (bytes: Uint8Array) => `/vaults/${ana.vault}/blobs/${addressOf(bytes)}`;
    expect((await here('PUT', at(chunks[0]!), ana.token, chunks[1])).body).toEqual({ error: 'address-wrong' });
    expect((await here('PUT', `/vaults/${ana.vault}/blobs/../x`, ana.token, chunks[1])).status).toBe(404);
    for (const chunk of [chunks[0]!, chunks[1]!, chunks[1]!]) expect((await here('PUT', at(chunk), ana.token, chunk)).status).toBe(200);
    expect((await here('POST', `/vaults/${ana.vault}/blobs-held`, ana.token, { addresses: chunks.map(addressOf) })).body).toEqual({
      have: expect.arrayContaining(chunks.slice(0, 2).map(addressOf)),
    });
    expect(Buffer.compare((await here('GET', at(chunks[1]!), ana.token)).bytes, chunks[1]!)).toBe(0);
    expect((await here('HEAD', at(chunks[1]!), ana.token)).headers.get('content-length')).toBe(String(chunks[1]!.length));
    expect((await here('DELETE', at(chunks[1]!), ana.token)).status).toBe(200);
    expect((await here('GET', at(chunks[1]!), ana.token)).body).toEqual({ error: 'not-found' });
    expect((await here('PUT', at(random(9)), ana.token, random(1024 * 1024 + 2000))).status).toBe(413);
  });

  if (engine === 'PostgreSQL')
    test('an attachment that one node takes away while another brings it again is there, or is not, in the database and on the shelf alike', async () => {
      const folder = mkdtempSync(join(tmpdir(), 'kith-nodes-'));
      const database = url();
      const place = createFolderShelf(join(folder, 'blobs'));
      let reached: () => void = () => undefined;
      let go: () => void = () => undefined;
      const reaches = new Promise<void>((done) => (reached = done));
      let onShelf: () => void = () => undefined;
      let isTaken = false;
      const broughtToShelf = new Promise<void>((done) => (onShelf = done));
      const mayGo = new Promise<void>((done) => (go = done));
      const slow: Shelf = {
        ...place,
        async remove(vault, address) {
          reached();
          await mayGo;
          await place.remove(vault, address);
        },
      };
      const quick: Shelf = {
        ...place,
        async put(vault, address, bytes) {
          await place.put(vault, address, bytes);
          if (isTaken) onShelf();
        },
      };
      const one = await startHost(database, { folder, shelf: () => Promise.resolve(quick) });
      const other = await startHost(database, { folder, shelf: () => Promise.resolve(slow) });
      const ben = await newPerson(one.base);
      const chunk = random(500);
      const at = (base: string, method: string, body?: unknown) =>
        ask(base, method, `/vaults/${ben.vault}/blobs/${addressOf(chunk)}`, { token: ben.token, ...(body === undefined ? {} : { body }) });
      expect((await at(one.base, 'PUT', chunk)).status).toBe(200);
      const taken = at(other.base, 'DELETE');
      await reaches;
      isTaken = true;
      const brought = at(one.base, 'PUT', chunk);
      await broughtToShelf;
      // Whether its line comes at once or waits for the vault: what goes from the shelf after that must not be what the line stands for.
      const held = async () =>
        (await ask(one.base, 'POST', `/vaults/${ben.vault}/blobs-held`, { token: ben.token, body: { addresses: [addressOf(chunk)] } })).body['have'] as string[];
      for (let n = 0; n < 40 && (await held()).length === 0; n++) await new Promise((resolve) => setTimeout(resolve, 20));
      go();
      expect([(await taken).status, (await brought).status]).toEqual([200, 200]);
      expect((await at(one.base, 'GET')).bytes).toEqual(chunk);
      await one.close();
      await other.close();
      rmSync(folder, { recursive: true, force: true });
    });

  test('attachments have a bound for each vault', async () => {
    const small = await startHost(url(), { blobLimits: { count: 2, bytes: 1500 } });
    const ben = await newPerson(small.base);
    const put = (bytes: Uint8Array) => ask(small.base, 'PUT', `/vaults/${ben.vault}/blobs/${addressOf(bytes)}`, { token: ben.token, body: bytes });
    expect([(await put(random(1000))).status, (await put(random(600))).body['error'], (await put(random(500))).status, (await put(random(1))).body['error']]).toEqual([
      200,
      'quota-full',
      200,
      'quota-full',
    ]);
    await small.close();
  });

  const asked = async (closes: number, k = 5): Promise<{ circle: { vault: string; log: LogState }; people: Person[]; question: { id: string; publicKey: string } }> => {
    const people = [];
    for (let n = 0; n < 6; n++) people.push(await newPerson(host.base));
    const circle = await newCircle(host.base, people[0]!, people.slice(1));
    const made = await here('POST', `/vaults/${circle.vault}/questions`, people[0]!.token);
    expect(isQuestionKey(made.body)).toBe(true);
    const put = askQuestion(doing(people[0]!.account), circle.log, { publicKey: made.body['publicKey'] as string, closes, k });
    if (!put.ok) throw new Error(put.error.code);
    expect((await postEntry(host.base, people[0]!.token, circle.vault, put.value.entry)).status).toBe(200);
    return { circle, people, question: { id: put.value.id, publicKey: made.body['publicKey'] as string } };
  };

  const tokenFor = async (person: Person, vault: string, question: { id: string; publicKey: string }): Promise<Token> => {
    const signatures = await createBlindSignatures();
    const request = await askToken(signatures, random, { vault, question });
    if (!request.ok) throw new Error(request.error.code);
    const sign = (blinded: string) => here('POST', `/vaults/${vault}/questions/${question.id}/token`, person.token, { blinded });
    const signed = await sign(request.value.blinded);
    expect([isTokenAnswer(signed.body), (await sign(request.value.blinded)).body]).toEqual([true, signed.body]);
    const other = await askToken(signatures, random, { vault, question });
    if (other.ok) expect((await sign(other.value.blinded)).body).toEqual({ error: 'already-given' });
    const token = await takeToken(signatures, { vault, question }, request.value, signed.body['signature'] as string);
    if (!token.ok) throw new Error(token.error.code);
    return token.value;
  };

  test('ballots: one token a member, nothing before closing, then all of them; nobody from outside', async () => {
    const { circle, people, question } = await asked(Date.now() + 3_600_000);
    const cast = (token: Token, ballot: string) => ask(host.base, 'POST', '/ballots', { body: { vault: circle.vault, question: question.id, ...token, ballot } });
    const sent: string[] = [];
    for (const person of people.slice(0, 5)) {
      const token = await tokenFor(person, circle.vault, question);
      const ballot = base64(random(64));
      sent.push(ballot);
      expect((await cast(token, ballot)).status).toBe(200);
      expect((await cast(token, ballot)).status).toBe(200);
      expect((await cast(token, base64(random(64)))).body).toEqual({ error: 'already-given' });
      expect((await cast({ ...token, message: base64(random(100)) }, ballot)).body).toEqual({ error: 'not-found' });
    }
    const get = (person: Person) => here('GET', `/vaults/${circle.vault}/questions/${question.id}/ballots`, person.token);
    expect((await get(people[5]!)).body).toEqual({ state: 'open', ballots: [] });
    expect((await get(ana)).status).toBe(404);
    host.clock.ahead = 3_700_000;
    const { body } = await get(people[5]!);
    host.clock.ahead = 0;
    if (!isBallots(body)) throw new Error(JSON.stringify(body));
    expect(body.state).toBe('released');
    expect(body.ballots.map(({ ballot }) => ballot).sort()).toEqual(sent.sort());
    const late = await here('POST', `/vaults/${circle.vault}/questions/${question.id}/token`, people[5]!.token, { blinded: base64(random(256)) });
    expect(late.body).toEqual({ error: 'not-found' });
  });

  test('ballots below k are destroyed, and nobody gets them any more', async () => {
    const { circle, people, question } = await asked(Date.now() + 3_600_000);
    const token = await tokenFor(people[1]!, circle.vault, question);
    await ask(host.base, 'POST', '/ballots', { body: { vault: circle.vault, question: question.id, ...token, ballot: base64(random(64)) } });
    host.clock.ahead = 3_700_000;
    await host.services.sweep();
    host.clock.ahead = 0;
    const { body } = await here('GET', `/vaults/${circle.vault}/questions/${question.id}/ballots`, people[0]!.token);
    expect(body).toEqual({ state: 'destroyed', ballots: [] });
    const { number } = await host.services.database.read.selectFrom('vaults').select('number').where('id', '=', circle.vault).executeTakeFirstOrThrow();
    for (const table of ['ballots', 'tokens'] as const)
      expect(await host.services.database.read.selectFrom(table).select('vault').where('vault', '=', number).execute()).toEqual([]);
  });

  test('a ballot that comes while its question is being settled is not kept, and not acknowledged', async () => {
    const { circle, people, question } = await asked(Date.now() + 3_600_000);
    const token = await tokenFor(people[1]!, circle.vault, question);
    const { database, questions } = host.services;
    const { number } = await database.read.selectFrom('vaults').select('number').where('id', '=', circle.vault).executeTakeFirstOrThrow();
    let late: ReturnType<typeof questions.cast> | undefined;
    // As another node does it: too few came, and all that came is destroyed.
    await database.transaction(async (tx) => {
      await tx.updateTable('questions').set({ state: 'destroyed', private_key: '' }).where('vault', '=', number).execute();
      late = questions.cast(circle.vault, question.id, { ...token, ballot: base64(random(64)) });
      await new Promise((resolve) => setTimeout(resolve, 200));
      await tx.deleteFrom('ballots').where('vault', '=', number).execute();
    });
    expect(await late).toMatchObject({ ok: false, error: { code: 'not-found' } });
    expect(await database.read.selectFrom('ballots').select('token').where('vault', '=', number).execute()).toEqual([]);
  });

  test('a question needs a key that this host made for this circle', async () => {
    const ben = await newPerson(host.base);
    const circle = await newCircle(host.base, ben);
    const elsewhere = await newCircle(host.base, ben);
    const made = await here('POST', `/vaults/${elsewhere.vault}/questions`, ben.token);
    const put = askQuestion(doing(ben.account), circle.log, { publicKey: made.body['publicKey'] as string, closes: Date.now() + 1000_000, k: 5 });
    if (!put.ok) throw new Error(put.error.code);
    expect((await postEntry(host.base, ben.token, circle.vault, put.value.entry)).body).toEqual({ error: 'log-refused', with: { why: 'log-question-key' } });
  });

  test('the inbox takes what comes from somebody of a common circle, once, and gives it until it is taken away', async () => {
    const [ben, eve] = [await newPerson(host.base), await newPerson(host.base)];
    const circle = await newCircle(host.base, ana, [ben]);
    const item = { to: ben.account.id, vault: circle.vault, id: newId(random), blob: base64(random(300)) };
    expect((await here('POST', '/inbox', eve.token, item)).body).toEqual({ error: 'not-found' });
    expect((await here('POST', '/inbox', ana.token, { ...item, to: eve.account.id })).body).toEqual({ error: 'not-found' });
    expect((await here('POST', '/inbox', ana.token, item)).status).toBe(200);
    expect((await here('POST', '/inbox', ana.token, item)).status).toBe(200);
    expect((await here('POST', '/inbox', ana.token, { ...item, blob: base64(random(300)) })).body).toEqual({ error: 'already-given' });
    const page = await here('GET', '/inbox', ben.token);
    expect([isInboxPage(page.body), page.body]).toMatchObject([true, { items: [{ id: item.id, from: ana.account.id, blob: item.blob }], more: false }]);
    // Behind an item that stays there the next ones are asked for.
    const [{ at, id } = { at: 0, id: '' }] = page.body['items'] as { at: number; id: string }[];
    const later = { ...item, id: newId(random), blob: base64(random(300)) };
    await here('POST', '/inbox', ana.token, later);
    const behind = await here('GET', `/inbox?after=${at}.${id}`, ben.token);
    expect((await here('GET', '/inbox', ben.token)).body['items']).toHaveLength(2);
    expect(behind.body).toMatchObject({ more: false });
    expect((behind.body['items'] as { id: string }[]).every((each) => each.id === later.id)).toBe(true);
    for (const wrong of ['1', `x.${id}`, `1.${id}0`, `${'9'.repeat(16)}.${id}`]) expect((await here('GET', `/inbox?after=${wrong}`, ben.token)).body['error']).toBe('malformed');
    for (const gone of [item, later]) await here('DELETE', `/inbox/${gone.id}`, ben.token);
    expect((await here('GET', '/inbox', ben.token)).body).toMatchObject({ items: [], more: false });
  });

  test('a hint comes after each commit, to those alone who may know', async () => {
    const ben = await newPerson(host.base);
    const mine = await listen(host.base, ana.token, [ana.vault, ben.vault]);
    const theirs = await listen(host.base, ben.token, [ben.vault]);
    expect([mine.status, mine.type]).toEqual([200, 'text/event-stream']);
    await theirs.until((hint) => 'vault' in hint && hint.head === 0);
    const { push: answer } = await pushTo(host.base, ben, ben, [opOf(ben), opOf(ben)]);
    expect(await theirs.until((hint) => 'vault' in hint && hint.head === answer!.head)).toBe(true);
    expect(mine.hints.filter((hint) => 'vault' in hint && hint.vault === ben.vault)).toEqual([]);
    await here('POST', '/account/sign-out', ben.token);
    await theirs.whenOver();
    mine.stop();
  });

  test('a backup taken while the host runs brings everything back, also to the other database', async () => {
    const folder = join(temporary(), 'backup');
    const ben = await newPerson(host.base);
    const chunk = random(700);
    await pushTo(host.base, ben, ben, [opOf(ben), opOf(ben)]);
    await here('PUT', `/vaults/${ben.vault}/blobs/${addressOf(chunk)}`, ben.token, chunk);
    const shelf = createFolderShelf(join(host.folder, 'blobs'));
    const done = await backUp(host.services.database, shelf, folder);
    expect(done).toMatchObject({ ok: true, value: { missing: 0 } });
    expect((await backUp(host.services.database, shelf, folder)).ok).toBe(false);
    expect(readdirSync(folder).sort()).toEqual(['blobs', 'kith-host-backup.json', 'kith.db']);
    const { pull: before } = await pullFrom(host.base, ben.token, ben.vault);
    const postgres = engine === 'SQLite' ? await startPostgres() : null;
    const target = temporary();
    for (const to of [join(target, 'kith.db'), ...(postgres ? [postgres.fresh()] : [])]) {
      const database = await openDatabase(to);
      const into = createFolderShelf(join(target, 'blobs'));
      expect(await restore(database, into, folder)).toMatchObject({ ok: true, value: { missing: 0 } });
      expect((await restore(database, into, folder)).ok).toBe(false);
      const findings = await examine(database, into, settingsOf(target), await loadHostWords({}));
      expect(findings.filter(({ isWell }) => !isWell)).toEqual([]);
      await database.close();
      const again = await startHost(to, { folder: target });
      const { pull: after } = await pullFrom(again.base, ben.token, ben.vault);
      expect(after!.rows).toEqual(before!.rows);
      expect((await signIn(again.base, ben.name, ben.password, newDevice())).status).toBe(200);
      expect(Buffer.compare((await ask(again.base, 'GET', `/vaults/${ben.vault}/blobs/${addressOf(chunk)}`, { token: ben.token })).bytes, chunk)).toBe(0);
      expect((await newPerson(again.base)).vault).toHaveLength(26);
      await again.close();
    }
    postgres?.remove();
    rmSync(target, { recursive: true, force: true });
  });

  test('who looks while a transaction is open sees nothing of it, and everything as soon as it is over', async () => {
    const { database } = host.services;
    const find = database.read.selectFrom('settings').select('value').where('name', '=', '').compile();
    await database.transaction(async (tx) => {
      await tx.insertInto('settings').values({ name: 'looked for', value: 'there' }).execute();
      expect(await database.look(find, 'looked for')).toEqual([]);
    });
    expect(await database.look(find, 'looked for')).toEqual([{ value: 'there' }]);
  });

  test('the doctor sees what is missing, what is too much, and what does not agree', async () => {
    const sick = await startHost(url());
    const ben = await newPerson(sick.base);
    await pushTo(sick.base, ben, ben, [opOf(ben), opOf(ben)]);
    const chunk = random(99);
    await ask(sick.base, 'PUT', `/vaults/${ben.vault}/blobs/${addressOf(chunk)}`, { token: ben.token, body: chunk });
    const shelf = createFolderShelf(join(sick.folder, 'blobs'));
    const examined = async (repair = false) =>
      (await examine(sick.services.database, shelf, { ...settingsOf(sick.folder), repair }, await loadHostWords({})))
        .filter(({ isWell }) => !isWell)
        .map(({ sentence }) => sentence);
    expect(await examined()).toEqual([]);
    await shelf.put(ben.vault, addressOf(random(3)), random(3));
    expect(await examined()).toEqual([expect.stringContaining('belong to nothing')]);
    await examined(true);
    expect(await examined()).toEqual([]);
    await shelf.remove(ben.vault, addressOf(chunk));
    await sick.services.database.write.updateTable('vaults').set({ head: 1 }).where('id', '=', ben.vault).execute();
    expect(await examined()).toEqual([expect.stringContaining('beyond its head'), expect.stringContaining('missing')]);
    await sick.close();
  });

  test('bodies of a hundred megabytes are refused before they are sent', async () => {
    const { port } = new URL(host.base);
    const said = await new Promise<string>((resolve) => {
      const socket = connect(Number(port), '127.0.0.1', () => {
        socket.write(
          `POST /v1/vaults/${ana.vault}/push HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${ana.token}\r\ncontent-type: application/octet-stream\r\ncontent-length: 104857600\r\n\r\n`,
        );
      });
      socket.once('data', (data) => {
        resolve(data.toString('utf8').split('\r\n')[0]!);
        socket.destroy();
      });
    });
    expect(said).toContain(' 413 ');
  });

  test('the log and the figures tell nobody apart', async () => {
    const metrics = (headers: Record<string, string>) => fetch(`${host.base}/metrics`, { headers });
    // From this machine too, where a proxy may stand through which everybody comes.
    expect([(await metrics({})).status, (await metrics({ authorization: 'Bearer another word' })).status]).toEqual([404, 404]);
    const figures = await (await metrics({ authorization: `Bearer ${METRICS_WORD}` })).text();
    expect(figures).toMatch(/kith_requests_total\{route="POST \/vaults\/:vault\/push",status="200"\} \d+/);
    const written = host.said.join('') + figures;
    expect(written.length).toBeGreaterThan(1000);
    for (const secret of [ana.name, ana.vault, ana.account.id, ana.device.id, ana.token, '127.0.0.1']) expect(written.includes(secret)).toBe(false);
    expect(await (await fetch(`${host.base}/healthz`)).json()).toEqual({ well: true });
  });
});

const settingsOf = (folder: string) => {
  const read = readSettings(['--data', folder], {});
  if (!read.ok) throw new Error(String(read.error.with?.['sentence']));
  return read.value;
};

describe('nodes on one PostgreSQL', () => {
  test('what one stores the other hears of and gives out; a database that goes and comes back loses nothing', async () => {
    await tools();
    const postgres = await startPostgres();
    const url = postgres.fresh();
    const [one, two] = await Promise.all([startHost(url), startHost(url)]);
    const ana = await newPerson(one.base);
    const heard = await listen(two.base, ana.token, [ana.vault]);
    await heard.until((hint) => 'vault' in hint && hint.head === 0);
    await pushTo(one.base, ana, ana, [opOf(ana)]);
    expect(await heard.until((hint) => 'vault' in hint && hint.head === 1)).toBe(true);
    expect((await pullFrom(two.base, ana.token, ana.vault)).pull!.rows).toHaveLength(1);
    // Both nodes write to one vault at the same time: still no gap.
    await Promise.all(Array.from({ length: 20 }, (_, n) => pushTo(n % 2 ? one.base : two.base, ana, ana, [opOf(ana)])));
    expect((await pullFrom(one.base, ana.token, ana.vault)).pull!.rows.map(({ seq }) => seq)).toEqual(Array.from({ length: 21 }, (_, n) => n + 1));
    postgres.stop('immediate');
    const late = opOf(ana);
    const gone = await pushTo(one.base, ana, ana, [late]);
    expect([gone.status, gone.body['error']]).toEqual([503, 'store-gone']);
    expect(gone.headers.get('retry-after')).toBe('2');
    expect((await fetch(`${one.base}/healthz`)).status).toBe(503);
    postgres.start();
    let again = await pushTo(one.base, ana, ana, [late]);
    while (again.status === 503) again = await pushTo(one.base, ana, ana, [late]);
    expect(again.push!.results[0]).toMatchObject({ seq: 22 });
    // The other node's listening connection came back by itself, and what it missed was asked for.
    expect(await heard.until((hint) => 'vault' in hint && hint.head === 22)).toBe(true);
    heard.stop();
    await Promise.all([one.close(), two.close()]);
    postgres.remove();
  });
});

test('a conflict with somebody who first wrote through another node shows their row', async () => {
  await tools();
  const postgres = await startPostgres();
  const url = postgres.fresh();
  const [one, two] = await Promise.all([startHost(url), startHost(url)]);
  const [ana, ben] = [await newPerson(one.base), await newPerson(one.base)];
  const circle = await newCircle(one.base, ana, [ben]);
  await pushTo(one.base, ana, circle, [opOf(ana, {}, circle)]);
  const theirs = opOf(ben, {}, circle);
  await pushTo(two.base, ben, circle, [theirs]);
  const { push: answer } = await pushTo(one.base, ana, circle, [opOf(ana, { id: theirs.id }, circle)]);
  expect(answer!.results[0]).toMatchObject({ error: 'conflict', row: { author: ben.account.id, sig: theirs.sig } });
  await Promise.all([one.close(), two.close()]);
  postgres.remove();
});

test('of several servers named, the one that answers is used', async () => {
  expect(serversOf('postgres://kith:word@one:5432,two:5433/kith?sslmode=require')).toEqual([
    'postgres://kith:word@one:5432/kith?sslmode=require',
    'postgres://kith:word@two:5433/kith?sslmode=require',
  ]);
  const postgres = await startPostgres();
  const database = await openDatabase(postgres.fresh().replace('@', '@127.0.0.1:1,'));
  expect(await database.read.selectFrom('accounts').selectAll().execute()).toEqual([]);
  await database.close();
  postgres.remove();
});

describe('shelves', () => {
  let s3: S3rver;
  let endpoint: string;
  const folder = temporary();
  beforeAll(async () => {
    s3 = new S3rver({ port: 0, address: '127.0.0.1', silent: true, directory: join(folder, 's3'), configureBuckets: [{ name: 'kith', configs: [] }] });
    const { port } = await s3.run();
    endpoint = `http://127.0.0.1:${port}`;
  });
  afterAll(async () => {
    await s3?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  test.each([
    ['a folder', (): Shelf => createFolderShelf(join(folder, 'blobs'))],
    ['S3', (): Shelf => createS3Shelf(`s3://kith/some/where?endpoint=${encodeURIComponent(endpoint)}`, { id: 'S3RVER', secret: 'S3RVER' })],
  ])('%s keeps, gives, lists and removes', async (name, open) => {
    const shelf = open();
    const [one, other] = [newId(random), newId(random)];
    const chunks = Array.from({ length: 5 }, (_, n) => random(n === 0 ? 1024 * 1024 + 16 : 200 + n));
    for (const chunk of chunks) await shelf.put(one, addressOf(chunk), chunk);
    await shelf.put(one, addressOf(chunks[1]!), chunks[1]!);
    await shelf.put(other, addressOf(chunks[1]!), chunks[1]!);
    for (const chunk of chunks) expect(Buffer.compare((await shelf.get(one, addressOf(chunk)))!, chunk)).toBe(0);
    expect([await shelf.get(other, addressOf(chunks[0]!)), await shelf.size(other, addressOf(chunks[0]!)), await shelf.size(one, addressOf(chunks[2]!))]).toEqual([
      null,
      null,
      chunks[2]!.length,
    ]);
    const listed = [];
    for await (const { vault, address, size } of shelf.list()) listed.push(`${vault} ${address} ${size}`);
    expect(listed.sort()).toEqual([...chunks.map((chunk) => `${one} ${addressOf(chunk)} ${chunk.length}`), `${other} ${addressOf(chunks[1]!)} ${chunks[1]!.length}`].sort());
    await shelf.remove(one, addressOf(chunks[0]!));
    await shelf.remove(one, addressOf(chunks[0]!));
    expect(await shelf.get(one, addressOf(chunks[0]!))).toBeNull();
    await shelf.removeVault(one);
    expect(await shelf.get(one, addressOf(chunks[1]!))).toBeNull();
    expect(await shelf.get(other, addressOf(chunks[1]!))).not.toBeNull();
    if (name === 'a folder' && existsSync(join(folder, 'blobs'))) expect(statSync(join(folder, 'blobs')).mode & 0o077).toBe(0);
  });

  test('a store that does not answer is told, and nothing is acknowledged', async () => {
    const shelf = createS3Shelf('s3://kith?endpoint=http%3A%2F%2F127.0.0.1%3A1', { id: 'a', secret: 'b' });
    await expect(shelf.put(newId(random), addressOf(random(3)), random(3))).rejects.toMatchObject({ code: 'EIO' });
  });
});
