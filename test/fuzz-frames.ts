// Fuzzing what comes over the wire: every reader of messages on spoilt ones, and the host's door over real HTTP.
//   npm run fuzz-frames -- [--count N] [--seed S] [--at INDEX] [--database sqlite|postgres]
// A reader must not throw, nor take long, nor let through what it would not take again. The host must answer every request with
// a refusal of the protocol or what the route gives, never a fault, and afterwards everything must be where it was. A twentieth of
// `count` goes to the door. A failure prints what makes it again.

import { connect } from 'node:net';
import { parseArgs } from 'node:util';
import { routesOf } from '#server/api.ts';
import { encodePush, isRefusalBody, REFUSALS } from '#sync/protocol.ts';
import { newPerson, opOf, pullFrom, pushTo, tagged, startHost, tools, type Person, type TestHost } from './contracts/host-people.ts';
import { bodyOf, KIND_NAMES, readOne, spoil } from './fuzzing/frames.ts';
import { createDice, mutateBytes, seedOf, type Dice } from './fuzzing/mutations.ts';
import { startPostgres } from './postgres.ts';

const MOST_FAILURES = 20;
/** Milliseconds that one message of a few kilobytes may take on the busiest machine. */
const LONG = 2000;

export interface FrameFigures {
  readonly read: number;
  readonly kinds: number;
  /** Let through by their reader. */
  readonly taken: number;
  readonly failures: readonly string[];
}

export const fuzzReaders = (count: number, seed: number, first = 0): FrameFigures => {
  const failures: string[] = [];
  const kinds = new Set<string>();
  let taken = 0;
  for (let index = first; index < first + count && failures.length < MOST_FAILURES; index++) {
    const began = performance.now();
    const { name, bytes, isTaken, fault } = readOne(createDice(seedOf(seed, 'frames', index)));
    kinds.add(name);
    if (isTaken) taken++;
    const took = performance.now() - began;
    if (fault ?? took > LONG)
      failures.push(`--seed ${seed} --at ${index}  ${name}: ${fault ?? `took ${Math.round(took)} ms`}\n  ${Buffer.from(bytes).toString('latin1').slice(0, 200)}`);
  }
  return { read: count, kinds: kinds.size, taken, failures };
};

const ODD = ['%00', '%ff', '%2e%2e', '..', '%F0%9F%98%80', 'a'.repeat(300), "'--", '%0d%0aset-cookie:x', '-1', '%'];

/** A path of the table with its places filled, rightly or oddly. */
const pathOf = (template: string, person: Person, dice: Dice): string =>
  template
    .replace(':vault', dice(3) > 0 ? person.vault : dice.pick(ODD))
    .replace(/:\w+/g, () => (dice(2) === 0 ? dice.pick(ODD) : 'f'.repeat(dice.pick([13, 26, 64]))))
    .concat(dice(4) === 0 ? `?${dice.pick(['after', 'limit', 'before', 'bytes', 'vaults'])}=${dice.pick([...ODD, '1', '99999999999999999999'])}` : '');

const pushFor = async (base: string, person: Person, dice: Dice): Promise<Uint8Array> => {
  const frame = encodePush([opOf(person), opOf(person)]);
  return dice(4) === 0 ? mutateBytes(await tagged(base, person, frame), frame, dice) : tagged(base, person, spoil(frame, true, dice));
};

/** Null when nothing is wrong, and whether the host did what was asked. */
const knock = async (host: TestHost, person: Person, dice: Dice): Promise<{ readonly isTaken: boolean; readonly fault: string | null }> => {
  const routes = routesOf(host.services).filter(({ body, path }) => body !== 'stream' && path !== '/pair/:id' && path !== '/account/sign-out');
  const route = dice.pick(routes);
  const isPush = dice(3) === 0;
  const method = isPush ? 'POST' : dice(10) === 0 ? dice.pick(['GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS']) : route.method;
  const path = isPush ? `/vaults/${person.vault}/push` : pathOf(route.path, person, dice);
  // A frame that is spoilt and then tagged, as a member's own device could; or tagged and then spoilt: what reaches the database bears its tag, or is refused.
  const body = method === 'GET' || method === 'HEAD' ? undefined : isPush ? await pushFor(host.base, person, dice) : bodyOf(dice);
  let answer: Response;
  try {
    answer = await fetch(`${host.base}/v1${path}`, {
      method,
      redirect: 'manual',
      headers: { ...(dice(5) > 0 ? { authorization: `Bearer ${person.token}` } : {}), 'content-type': 'application/octet-stream' },
      ...(body === undefined ? {} : { body: body as Uint8Array<ArrayBuffer> }),
    });
  } catch (error) {
    return { isTaken: false, fault: `${method} ${path}: no answer (${String(error)})` };
  }
  const text = Buffer.from(await answer.arrayBuffer());
  if (answer.ok) return { isTaken: true, fault: null };
  let said: unknown;
  try {
    said = JSON.parse(text.toString('utf8'));
  } catch {
    said = undefined;
  }
  const isTyped = isRefusalBody(said) && said.error in REFUSALS && REFUSALS[said.error as keyof typeof REFUSALS] === answer.status;
  // The refusal of a HEAD is its status alone.
  const isBare = method === 'HEAD' && answer.status < 500 && text.length === 0;
  const isFit = (isTyped && answer.status !== 500) || isBare || (answer.status === 404 && !text.includes('{')) || answer.status === 405;
  return { isTaken: false, fault: isFit ? null : `${method} ${path}: ${answer.status} ${text.toString('latin1').slice(0, 200)}` };
};

/** Bytes that are hardly HTTP, on a socket of their own: answered with an error or cut off, in any case ended. */
const shout = (port: number, bytes: Uint8Array): Promise<void> =>
  new Promise((done) => {
    const socket = connect(port, '127.0.0.1', () => socket.end(bytes));
    socket.on('data', () => undefined);
    socket.on('error', () => undefined);
    socket.on('close', () => done());
  });

export const fuzzDoor = async (database: string, count: number, seed: number, first = 0): Promise<FrameFigures> => {
  await tools();
  const host = await startHost(database);
  const failures: string[] = [];
  let taken = 0;
  try {
    const [owner, other] = [await newPerson(host.base), await newPerson(host.base)];
    await pushTo(host.base, owner, owner, [opOf(owner), opOf(owner)]);
    // The account is not to be deleted, nor its password changed: a session that is not fresh cannot.
    host.clock.ahead = 11 * 60_000;
    const { pull: before } = await pullFrom(host.base, owner.token, owner.vault);
    for (let index = first; index < first + count && failures.length < MOST_FAILURES; index++) {
      const dice = createDice(seedOf(seed, 'door', index));
      if (dice(12) === 0) {
        const request = `POST /v1/vaults/${other.vault}/push HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${other.token}\r\ncontent-length: 40\r\ntransfer-encoding: identity\r\n\r\n`;
        await shout(Number(new URL(host.base).port), Buffer.concat([spoil(Buffer.from(request), false, dice), bodyOf(dice)]));
        continue;
      }
      const { isTaken, fault } = await knock(host, other, dice);
      if (isTaken) taken++;
      if (fault) failures.push(`--seed ${seed} --at ${index} (door)  ${fault}\n  ${host.said.filter((line) => line.includes('fault')).at(-1) ?? ''}`);
      host.said.length = 0;
    }
    const { pull: after } = await pullFrom(host.base, owner.token, owner.vault);
    if (JSON.stringify(after?.rows) !== JSON.stringify(before?.rows)) failures.push('what lay in another vault is not as it was');
    const own = await pullFrom(host.base, other.token, other.vault);
    const gap = own.pull?.rows.findIndex(({ seq }, place) => seq !== place + 1) ?? 0;
    if (gap >= 0) failures.push(`the vault that was written to has a gap at ${gap}: ${own.status} ${JSON.stringify(own.body)} ${own.pull?.rows[gap]?.seq}`);
    if (!(await fetch(`${host.base}/healthz`)).ok) failures.push('the host is not well afterwards');
  } finally {
    await host.close();
  }
  return { read: count, kinds: KIND_NAMES.length, taken, failures };
};

if (import.meta.main) {
  const { values } = parseArgs({
    options: { count: { type: 'string', default: '200000' }, seed: { type: 'string', default: '1' }, at: { type: 'string' }, database: { type: 'string' } },
  });
  const [count, seed] = [Number(values.count), Number(values.seed)];
  const began = performance.now();
  const say = (what: string, { read, taken, failures }: FrameFigures): number => {
    for (const failure of failures) console.log(failure);
    console.log(`${what}: ${read} messages, ${taken} let through, ${failures.length} failed, ${((performance.now() - began) / 1000).toFixed(0)} s so far`);
    return failures.length;
  };
  const first = values.at === undefined ? 0 : Number(values.at);
  let failed = say('readers', fuzzReaders(values.at === undefined ? count : 1, seed, first));
  const knocks = values.at === undefined ? Math.ceil(count / 20) : 1;
  if (values.database !== 'postgres') failed += say('door, SQLite', await fuzzDoor('FOLDER/kith.db', knocks, seed, first));
  if (values.database !== 'sqlite') {
    const postgres = await startPostgres();
    failed += say('door, PostgreSQL', await fuzzDoor(postgres.fresh(), knocks, seed, first));
    postgres.remove();
  }
  process.exit(failed > 0 ? 1 : 0);
}
