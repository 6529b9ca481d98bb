// A host as it runs, over real HTTP, and people who use it with the shipped cryptography: what the host's contracts stand on.

import { mkdtempSync, rmSync } from 'node:fs';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { randomBytes } from 'node:crypto';
import { client as opaque, ready as opaqueReady } from '@serenity-kit/opaque';
import { afterAll, beforeAll } from 'vitest';
import { readySodium } from '#adapters/sodium.ts';
import { newDeviceId, newId } from '#core/ids.ts';
import { signDomain, makeKeys, type OwnKeys } from '#crypto/device-keys.ts';
import { beginCircle, beginPersonal, invitePeople, joinByLink, type Doing, type Made } from '#crypto/membership-deeds.ts';
import type { admissionProof } from '#crypto/invites.ts';
import type { LogEntry } from '#crypto/log-entries.ts';
import type { LogState } from '#crypto/membership-log.ts';
import type { Result } from '#core/result.ts';
import type { Sodium } from '#crypto/seal.ts';
import { openPushKey, tagPush } from '#crypto/push-tag.ts';
import { signWrite } from '#crypto/write-signature.ts';
import { openDatabase } from '#server/database.ts';
import { createFolderShelf } from '#server/blob-folder.ts';
import { openDoor, type Patience } from '#server/door.ts';
import { createHost } from '#server/host.ts';
import { BUCKETS, type Bucket } from '#server/limits.ts';
import { createReport } from '#server/report.ts';
import { createServices, type Services, type ServiceSettings } from '#server/services.ts';
import { encodePush, decodePushAnswer, decodePull, pullPath, type PullAnswer, type PullAsk, type PushAnswer, type PushOp } from '#sync/protocol.ts';
import type { SignedIn } from '#sync/account-protocol.ts';
import { startPostgres, type Postgres } from '../postgres.ts';

export const random = (length: number): Uint8Array => new Uint8Array(randomBytes(length));
export const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');
// Weak on purpose, and the client's choice alone: what is tested here is the host.
const keyStretching = { 'argon2id-custom': { iterations: 1, memory: 1024, parallelism: 1 } } as const;

export interface TestHost {
  readonly base: string;
  readonly services: Services;
  readonly folder: string;
  readonly server: Server;
  /** What the host wrote into its log. */
  readonly said: string[];
  /** The host's clock is ahead of the real one by so much, milliseconds. */
  readonly clock: { ahead: number };
  readonly close: () => Promise<void>;
}

/** The host's patience with sockets in the same proportions, for tests that wait until it is over. */
export const SHORT: Patience = { server: { requestTimeout: 1200, headersTimeout: 600, keepAliveTimeout: 900, connectionsCheckingInterval: 50 }, idle: 1000 };

export const METRICS_WORD = 'a word for the figures';

/** No ration at all, for tests of something else. */
export const free = Object.fromEntries(Object.keys(BUCKETS).map((name) => [name, { most: 1e9, rate: 1e9 }])) as Record<keyof typeof BUCKETS, Bucket>;

export const startHost = async (
  url: string,
  more: Partial<ServiceSettings> & { readonly folder?: string; readonly port?: number; readonly patience?: Patience; readonly proxies?: number } = {},
): Promise<TestHost> => {
  const folder = more.folder ?? mkdtempSync(join(tmpdir(), 'kith-host-'));
  const database = await openDatabase(url.replace('FOLDER', folder));
  const clock = { ahead: 0 };
  const services = await createServices(database, {
    registration: 'open',
    shelf: () => Promise.resolve(createFolderShelf(join(folder, 'blobs'))),
    now: () => Date.now() + clock.ahead,
    buckets: free,
    ...more,
  });
  const said: string[] = [];
  const host = createHost(new Map(), {
    services,
    report: createReport({ requests: true, write: (line) => said.push(line) }),
    metricsToken: METRICS_WORD,
    proxies: more.proxies ?? 0,
  });
  const server = openDoor(host, more.patience);
  await new Promise<void>((resolve) => server.listen(more.port ?? 0, '127.0.0.1', resolve));
  return {
    base: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    services,
    folder,
    server,
    said,
    clock,
    async close() {
      services.live.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await services.close();
      if (!more.folder) rmSync(folder, { recursive: true, force: true });
    },
  };
};

export interface Answer {
  readonly status: number;
  readonly body: Record<string, unknown>;
  readonly bytes: Uint8Array;
  readonly headers: Headers;
}

export const ask = async (
  base: string,
  method: string,
  path: string,
  { token, body, headers = {} }: { token?: string; body?: unknown; headers?: Record<string, string> } = {},
): Promise<Answer> => {
  const isBytes = body instanceof Uint8Array;
  const answer = await fetch(`${base}/v1${path}`, {
    method,
    headers: {
      ...(token ? { authorization: `Bearer ${token}` } : {}),
      ...(body === undefined ? {} : { 'content-type': isBytes ? 'application/octet-stream' : 'application/json' }),
      ...headers,
    },
    ...(body === undefined ? {} : { body: isBytes ? (body as Uint8Array<ArrayBuffer>) : JSON.stringify(body) }),
  });
  const bytes = new Uint8Array(await answer.arrayBuffer());
  let read: Record<string, unknown> = {};
  try {
    read = JSON.parse(Buffer.from(bytes).toString('utf8')) as Record<string, unknown>;
  } catch {
    // A frame, or nothing.
  }
  return { status: answer.status, body: read, bytes, headers: answer.headers };
};

export interface Person {
  readonly name: string;
  readonly password: string;
  readonly account: OwnKeys;
  readonly device: OwnKeys;
  readonly recovery: OwnKeys;
  token: string;
  readonly vault: string;
  readonly key: Uint8Array;
  log: LogState;
  counter: number;
}

export const entryText = ({ bytes, sig }: LogEntry) => ({ bytes: base64(bytes), sig: base64(sig) });

let sodium: Sodium;
export const doing = (own: OwnKeys, now = Date.now()): Doing => ({ sodium, random, now, own });

export const tools = async (): Promise<Sodium> => {
  sodium = await readySodium();
  await opaqueReady;
  return sodium;
};

const deviceOf = (device: OwnKeys) => ({ id: device.id, label: base64(random(24)) });

/** Registers, without a vault yet. */
export const register = async (
  base: string,
  name: string,
  password: string,
  invite?: string,
  link?: ReturnType<typeof admissionProof>,
): Promise<{ readonly answer: Answer; readonly person: Omit<Person, 'log' | 'vault' | 'key'> }> => {
  const started = opaque.startRegistration({ password });
  const first = await ask(base, 'POST', '/account/register/start', {
    body: { name, request: started.registrationRequest, ...(invite ? { invite } : {}), ...(link ? { link } : {}) },
  });
  if (first.status !== 200) return { answer: first, person: undefined as never };
  const finished = opaque.finishRegistration({
    password,
    clientRegistrationState: started.clientRegistrationState,
    registrationResponse: first.body['response'] as string,
    keyStretching,
  });
  const account = makeKeys(sodium, random, first.body['account'] as string);
  const device = makeKeys(sodium, random, newDeviceId(random));
  const recovery = makeKeys(sodium, random, newId(random));
  const answer = await ask(base, 'POST', '/account/register/finish', {
    body: {
      ticket: first.body['ticket'],
      record: finished.registrationRecord,
      sign: account.publicKeys.sign,
      recovery: recovery.publicKeys.sign,
      wraps: { password: base64(random(72)), recovery: base64(random(72)) },
      bundle: base64(random(300)),
      device: deviceOf(device),
    },
  });
  return { answer, person: { name, password, account, device, recovery, token: answer.body['token'] as string, counter: 0 } };
};

let people = 0;

/** Somebody with an account, a device and a personal vault at this host. */
export const newPerson = async (base: string, name = `person-${++people}`, password = 'four words of mine', invite?: string): Promise<Person> => {
  const { answer, person } = await register(base, name, password, invite);
  if (answer.status !== 200) throw new Error(`not registered: ${JSON.stringify(answer.body)}`);
  const vault = newId(random);
  const key = random(32);
  const begun = beginPersonal(doing(person.device), vault, person.account, key);
  if (!begun.ok) throw new Error(begun.error.code);
  const posted = await ask(base, 'POST', `/vaults/${vault}/log`, { token: person.token, body: { entry: entryText(begun.value.entry) } });
  if (posted.status !== 200) throw new Error(`no vault: ${JSON.stringify(posted.body)}`);
  return { ...person, vault, key, log: begun.value.state };
};

/** Another device signs in; it is not in the vault's log yet. */
export const signIn = async (base: string, name: string, password: string, device: OwnKeys): Promise<Answer & { readonly exportKey?: string }> => {
  const started = opaque.startLogin({ password });
  const first = await ask(base, 'POST', '/account/sign-in/start', { body: { name, request: started.startLoginRequest } });
  if (first.status !== 200) return first;
  const finished = opaque.finishLogin({ password, clientLoginState: started.clientLoginState, loginResponse: first.body['response'] as string, keyStretching });
  // Somebody who guesses has no proof of the password; they can send one of another's.
  const finish = finished?.finishLoginRequest ?? base64(random(64)).replace(/=+$/, '').replaceAll('+', '-').replaceAll('/', '_');
  const second = await ask(base, 'POST', '/account/sign-in/finish', { body: { ticket: first.body['ticket'], finish, device: deviceOf(device) } });
  return { ...second, ...(finished ? { exportKey: finished.exportKey } : {}) };
};

export const recover = async (base: string, name: string, recovery: OwnKeys, device: OwnKeys): Promise<Answer> => {
  const first = await ask(base, 'POST', '/account/recover/start', { body: { name } });
  const ticket = first.body['ticket'] as string;
  const sig = base64(signDomain(sodium, recovery.signSecret, 'recover', [ticket]));
  return ask(base, 'POST', '/account/recover/finish', { body: { ticket, sig, device: deviceOf(device) } });
};

/** A new password's record, and the ticket that it goes with. */
export const newRecord = async (base: string, token: string, password: string): Promise<{ readonly ticket: string; readonly record: string }> => {
  const started = opaque.startRegistration({ password });
  const first = await ask(base, 'POST', '/account/password/start', { token, body: { request: started.registrationRequest } });
  const { registrationRecord } = opaque.finishRegistration({
    password,
    clientRegistrationState: started.clientRegistrationState,
    registrationResponse: first.body['response'] as string,
    keyStretching,
  });
  return { ticket: first.body['ticket'] as string, record: registrationRecord };
};

export const newDevice = (): OwnKeys => makeKeys(sodium, random, newDeviceId(random));
export const newRecoveryKeys = (id = newId(random)): OwnKeys => makeKeys(sodium, random, id);

export interface Written {
  readonly id?: string;
  readonly op?: string;
  readonly base?: number;
  readonly ver?: number;
  readonly epoch?: number;
  readonly blob?: Uint8Array;
  readonly logHead?: string;
}

/** One signed op; `author`: the keys that sign (the device's own, or in a circle the account's). */
export const opOf = (
  person: Person,
  { id = newId(random), op = newId(random), base: under = 0, ver = under + 1, epoch, blob = random(80), logHead }: Written = {},
  where?: Where,
): PushOp => {
  const log = where?.log ?? person.log;
  const claims = {
    vault: where?.vault ?? person.vault,
    id,
    ver,
    epoch: epoch ?? log.epoch,
    key: '',
    device: person.device.id,
    counter: ++person.counter,
    logHead: logHead ?? log.head,
  };
  const secret = log.kind === 'personal' ? person.device.signSecret : person.account.signSecret;
  const sig = base64(signWrite(sodium, secret, claims, blob));
  const { vault: _vault, device: _device, ...rest } = claims;
  return { op, base: under, ...rest, sig, blob };
};

export interface Where {
  readonly vault: string;
  readonly log: LogState;
}

/** The host's own refusal where a key was asked of it that it could not make now. */
class Unmade extends Error {
  readonly answer: Answer;
  constructor(answer: Answer) {
    super(JSON.stringify(answer.body));
    this.answer = answer;
  }
}

/** The key under which a session's pushes into a vault come; null when it is not given, or sealed to somebody else. Throws `Unmade`. */
export const pushKeyOf = async (
  base: string,
  person: Person,
  where: Where = person,
  keys = where.log.kind === 'personal' ? person.device : person.account,
): Promise<Uint8Array | null> => {
  const answer = await ask(base, 'GET', `/vaults/${where.vault}/push-key`, { token: person.token });
  if (answer.status >= 500) throw new Unmade(answer);
  return answer.status === 200 ? openPushKey(sodium, answer.body['sealed'] as string, keys, { vault: where.vault, device: person.device.id }) : null;
};

/** Keys that were given, by session, vault and the member's own keys: as long as these are the same, so are they. */
const pushKeys = new Map<string, Uint8Array>();

/** A frame under the tag of the person's session; into their own vault unless another is named. Where no key is given to them, under one of their own making. */
export const tagged = async (base: string, person: Person, frame: Uint8Array, where: Where = person): Promise<Uint8Array> => {
  const keys = where.log.kind === 'personal' ? person.device : person.account;
  const name = `${person.token} ${person.device.id} ${where.vault} ${keys.publicKeys.sign}`;
  const key = pushKeys.get(name) ?? (await pushKeyOf(base, person, where));
  if (key) pushKeys.set(name, key);
  return tagPush(sodium, key ?? new Uint8Array(32), frame);
};

/** What the person's device sends to have these stored. */
export const pushOf = (base: string, person: Person, ops: readonly PushOp[], where: Where = person): Promise<Uint8Array> => tagged(base, person, encodePush(ops), where);

export const pushTo = async (base: string, person: Person, where: Where, ops: readonly PushOp[]): Promise<Answer & { readonly push?: PushAnswer }> => {
  let body: Uint8Array;
  try {
    body = await pushOf(base, person, ops, where);
  } catch (error) {
    if (error instanceof Unmade) return error.answer;
    throw error;
  }
  const answer = await ask(base, 'POST', `/vaults/${where.vault}/push`, { token: person.token, body });
  const read = answer.status === 200 ? decodePushAnswer(answer.bytes) : null;
  if (read && !read.ok) throw new Error(read.error.code);
  return read?.ok ? { ...answer, push: read.value } : answer;
};

export const pullFrom = async (base: string, token: string, vault: string, more: Partial<PullAsk> = {}): Promise<Answer & { readonly pull?: PullAnswer }> => {
  const answer = await ask(base, 'GET', pullPath(vault, { after: 0, limit: 1000, bytes: 8_000_000, ...more }).slice(3), { token });
  const read = answer.status === 200 ? decodePull(answer.bytes) : null;
  if (read && !read.ok) throw new Error(read.error.code);
  return read?.ok ? { ...answer, pull: read.value } : answer;
};

export const postEntry = (base: string, token: string, vault: string, entry: LogEntry): Promise<Answer> =>
  ask(base, 'POST', `/vaults/${vault}/log`, { token, body: { entry: entryText(entry) } });

/** A circle that a person begins; the others come by one link. */
export const newCircle = async (
  base: string,
  person: Person,
  others: readonly Person[] = [],
): Promise<{ readonly vault: string; readonly log: LogState; readonly key: Uint8Array }> => {
  const vault = newId(random);
  let log: LogState | null = null;
  const post = async <T extends Made>(by: Person, made: Result<T>): Promise<T> => {
    if (!made.ok) throw new Error(made.error.code);
    const posted = await postEntry(base, by.token, vault, made.value.entry);
    if (posted.status !== 200) throw new Error(JSON.stringify(posted.body));
    log = made.value.state;
    return made.value;
  };
  const { key, state } = await post(person, beginCircle(doing(person.account), vault));
  if (others.length > 0) {
    const { link } = await post(person, invitePeople(doing(person.account), state, key));
    for (const other of others) await post(other, joinByLink(doing(other.account), log!, link));
  }
  return { vault, log: log!, key };
};

export type { SignedIn };

/** Both engines. `url()` names a new, empty database. */
export const engines = (): readonly (readonly [name: string, url: () => string])[] => {
  let postgres: Postgres | undefined;
  beforeAll(async () => {
    await tools();
    postgres = await startPostgres();
  });
  afterAll(() => postgres?.remove());
  return [
    ['SQLite', () => 'FOLDER/kith.db'],
    ['PostgreSQL', () => postgres!.fresh()],
  ];
};
