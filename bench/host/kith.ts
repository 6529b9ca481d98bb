// Kith's host as it is built (dist/host.mjs), and people who use it with the shipped cryptography. People, their circle and
// their sessions are made beforehand by the same host code in this process; what is measured runs in a process of its own.

import { createPrivateKey, randomBytes, sign, type KeyObject } from 'node:crypto';
import { join } from 'node:path';
import process from 'node:process';
import { bytesToBase32, newDeviceId, newId } from '#core/ids.ts';
import { tagPush } from '#crypto/push-tag.ts';
import { writeBytes } from '#crypto/write-signature.ts';
import type { Sodium } from '#crypto/seal.ts';
import type { LogState } from '#crypto/membership-log.ts';
import { encodePush, pullPath, type PushOp } from '#sync/protocol.ts';
import { newCircle, newPerson, pushKeyOf, startHost, tools, type Person } from '../../test/contracts/host-people.ts';
import { freePort } from '../../test/postgres.ts';
import { startChild, type Child } from './child.ts';
import { idsOf, RECORD_BYTES, type Contender, type Puller, type Writer } from './contender.ts';
import { openLine, requestBytes } from './line.ts';

const DIST = join(import.meta.dirname, '..', '..', 'dist', 'host.mjs');
// DER of an Ed25519 private key (RFC 8410) up to the 32 bytes themselves.
const PKCS8 = Buffer.from('302e020100300506032b657004220420', 'hex');

export interface Place {
  readonly vault: string;
  readonly log: LogState;
}

/** Who writes into which vault, and signs with what. */
interface Author {
  readonly person: Person;
  readonly place: Place;
  readonly key: KeyObject;
}

export interface Home {
  readonly database: string;
  readonly folder: string;
  readonly people: readonly Person[];
  readonly circles: readonly Place[];
  /** Tokens of further devices of each person, `devices` for each. */
  readonly tokens: readonly (readonly string[])[];
}

let sodium: Sodium;
let counter = 0;
const random = (length: number): Uint8Array => new Uint8Array(randomBytes(length));

/** Sixteen people, each with a vault, together in circle 0; and as many circles more as are asked for, number n begun by person n % 10. */
export const makeHome = async (database: string, folder: string, { circles = 0, devices = 0 } = {}): Promise<Home> => {
  sodium = await tools();
  const host = await startHost(database, { folder });
  try {
    const people: Person[] = [];
    for (let n = 0; n < 16; n++) people.push(await newPerson(host.base, `bench-${n}`));
    const places: Place[] = [await newCircle(host.base, people[0]!, people.slice(1))];
    for (let n = 1; n <= circles; n++) places.push(await newCircle(host.base, people[n % 10]!));
    const tokens: string[][] = [];
    for (const { account } of people) {
      const own: string[] = [];
      for (let n = 0; n < devices; n++)
        own.push((await host.services.sessions.begin(host.services.database.write, account.id, { id: newDeviceId(random), label: '' }, false)).token);
      tokens.push(own);
    }
    return { database, folder, people, circles: places, tokens };
  } finally {
    await host.close();
  }
};

const signingKey = (secret: Uint8Array): KeyObject => createPrivateKey({ key: Buffer.concat([PKCS8, secret.subarray(0, 32)]), format: 'der', type: 'pkcs8' });

const opOf = ({ person, place: { vault, log }, key }: Author, id: string): PushOp => {
  const blob = random(RECORD_BYTES);
  const claims = { vault, id, ver: 1, epoch: log.epoch, key: '', device: person.device.id, counter: ++counter, logHead: log.head };
  const sig = sign(null, writeBytes(sodium, claims, blob), key).toString('base64');
  const { vault: _vault, device: _device, ...rest } = claims;
  return { op: newId(random), base: 0, ...rest, sig, blob };
};

export const startKith = async (home: Home, env: Readonly<Record<string, string>> = {}): Promise<Child> => {
  const port = await freePort();
  return startChild(process.execPath, [...(process.env['KITH_BENCH_NODE_OPTIONS']?.split(' ') ?? []), DIST], {
    port,
    path: '/healthz',
    env: {
      PORT: String(port),
      HOST: '127.0.0.1',
      KITH_DATA: home.folder,
      KITH_DATABASE: home.database,
      KITH_BLOBS: join(home.folder, 'blobs'),
      KITH_REQUESTS_PER_SECOND: '1000000',
      ...env,
    },
  });
};

const headersOf = (token: string) => ({ authorization: `Bearer ${token}`, 'content-type': 'application/octet-stream' });

/** Writes into each of these vaults in turn. */
export const kithWriter = async (port: number, person: Person, ...places: readonly [Place, ...Place[]]): Promise<Writer> => {
  const line = await openLine(port);
  const key = signingKey(places[0].log.kind === 'personal' ? person.device.signSecret : person.account.signSecret);
  const tagKeys = new Map<string, Uint8Array>();
  for (const place of places) tagKeys.set(place.vault, (await pushKeyOf(`http://127.0.0.1:${port}`, person, place))!);
  const queue: Buffer[] = [];
  return {
    prepare(writes, records) {
      const ids = idsOf(writes, records);
      for (let n = 0; n < writes; n++) {
        const place = places[n % places.length]!;
        const ops = ids.slice(n * records, (n + 1) * records).map((id) => opOf({ person, place, key }, bytesToBase32(id)));
        queue.push(requestBytes('POST', `/v1/vaults/${place.vault}/push`, headersOf(person.token), tagPush(sodium, tagKeys.get(place.vault)!, encodePush(ops))));
      }
    },
    async write() {
      const { status, body } = await line.ask(queue.shift()!);
      if (status !== 200 || body.includes('"error"')) throw new Error(`Kith answered ${status} ${body.toString('latin1', 0, 200)}`);
    },
    end: () => line.end(),
  };
};

/**
 * All rows of a vault in pages. Of each page only what the next question needs is read, as of the peers' answers; what a device
 * does with the rows is measured elsewhere. The vault was only added to, so the last number is how many there are.
 */
export const pullAll = async (port: number, token: string, vault: string): Promise<number> => {
  const line = await openLine(port);
  let after = 0;
  for (let more = true; more;) {
    const { status, body } = await line.ask(requestBytes('GET', pullPath(vault, { after, limit: 1000, bytes: 4 * 1024 * 1024 }), headersOf(token)));
    if (status !== 200) throw new Error(`Kith answered ${status}`);
    const header = body.toString('latin1', 4, 4 + body.readUInt32LE(0));
    // A row's first number is its place.
    after = Number(/^\[(\d+)/.exec(header.slice(header.lastIndexOf('[')))?.[1] ?? after);
    more = header.includes('"more":true');
  }
  line.end();
  return after;
};

/** A host among the contenders. `one`: vault 0 is the circle of sixteen, into which all write; `each`: everybody's own. */
export const kithContender = (home: Home, children: readonly Child[], name = 'Kith'): Contender & Puller => ({
  name,
  about: `Node ${process.version}, dist/host.mjs`,
  isDurable: true,
  pid: children[0]!.pid,
  writers: (count, vaultOf) =>
    Promise.all(
      Array.from({ length: count }, (_, client) => {
        const person = home.people[client % 16]!;
        const isShared = count > 1 && vaultOf(1) === 0;
        return kithWriter(children[client % children.length]!.port, person, isShared ? home.circles[0]! : person);
      }),
    ),
  pull: (client) => pullAll(children[0]!.port, home.people[client]!.token, home.people[client]!.vault),
  stop: async () => {
    for (const child of children) await child.stop();
  },
});
