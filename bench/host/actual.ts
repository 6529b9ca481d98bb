// Actual's sync server among the contenders: files are vaults, messages are records. It opens its database for each request and
// commits with a rollback journal and SQLite's own default of synchronous=FULL, so what it acknowledges is on the disk. It is
// never asked for anything back while it is written to: a client that is up to date, which is the least that it can cost.

import { randomBytes } from 'node:crypto';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { folderOf } from '../peers/install.ts';
import { startActual } from '../peers/actual.ts';
import { RECORD_BYTES, type Contender, type Puller, type Writer } from './contender.ts';
import { openLine, requestBytes } from './line.ts';

/** The part of its own protocol package that is used here. */
interface Crdt {
  readonly SyncRequestSchema: object;
  readonly SyncResponseSchema: object;
  readonly create: (schema: object, value: object) => object;
  readonly toBinary: (schema: object, value: object) => Uint8Array;
  readonly fromBinary: (schema: object, bytes: Uint8Array) => { readonly messages: readonly unknown[] };
}

interface File {
  readonly fileId: string;
  readonly groupId: string;
}

const BEGINNING = '1970-01-01T00:00:00.000Z-0000-0000000000000000';
const LATER = '2999-01-01T00:00:00.000Z-0000-0000000000000000';

export const startActualContender = async (): Promise<(Contender & Puller) | { readonly why: string }> => {
  const peer = await startActual();
  if ('why' in peer) return peer;
  const { resolve } = createRequire(join(folderOf('actual'), 'node_modules', '@actual-app', 'sync-server', 'package.json'));
  const crdt = (await import(pathToFileURL(resolve('@actual-app/crdt')).href)) as Crdt;
  const post = async (path: string, headers: Record<string, string>, body: string): Promise<Record<string, never>> =>
    (await (await fetch(`${peer.address}${path}`, { method: 'POST', headers, body })).json()) as Record<string, never>;
  const { data } = (await post('/account/bootstrap', { 'content-type': 'application/json' }, JSON.stringify({ password: 'a word' }))) as { data?: { token?: string } };
  const token = data?.token;
  if (!token) throw new Error('Actual gave no session');
  const files: File[] = [];
  for (let n = 0; n < 16; n++) {
    const fileId = crypto.randomUUID();
    const headers = { 'content-type': 'application/encrypted-file', 'x-actual-token': token, 'x-actual-file-id': fileId, 'x-actual-name': `file-${n}`, 'x-actual-format': '2' };
    const { groupId } = (await post('/sync/upload-user-file', headers, 'nothing')) as { groupId?: string };
    if (!groupId) throw new Error('Actual took no file');
    files.push({ fileId, groupId });
  }
  const headers = { 'x-actual-token': token, 'content-type': 'application/actual-sync' };
  let count = 0;
  /** Its clock, 16 digits of the device among it; every message has another. */
  const stamp = (node: string): string => {
    count++;
    return `${new Date(1_700_000_000_000 + Math.floor(count / 60_000)).toISOString()}-${(count % 60_000).toString(16).toUpperCase().padStart(4, '0')}-${node}`;
  };
  const ask = ({ fileId, groupId }: File, since: string, messages: readonly object[]): Buffer =>
    requestBytes('POST', '/sync/sync', headers, crdt.toBinary(crdt.SyncRequestSchema, crdt.create(crdt.SyncRequestSchema, { fileId, groupId, keyId: '', since, messages })));
  const writer = async (file: File): Promise<Writer> => {
    const line = await openLine(peer.port);
    const node = randomBytes(8).toString('hex');
    const queue: Buffer[] = [];
    return {
      prepare(writes, records) {
        for (let n = 0; n < writes; n++)
          queue.push(
            ask(
              file,
              LATER,
              Array.from({ length: records }, () => ({ timestamp: stamp(node), isEncrypted: true, content: randomBytes(RECORD_BYTES) })),
            ),
          );
      },
      async write() {
        const { status, body } = await line.ask(queue.shift()!);
        if (status !== 200) throw new Error(`Actual answered ${status} ${body.toString('latin1', 0, 100)}`);
      },
      end: () => line.end(),
    };
  };
  return {
    name: peer.about,
    about: 'better-sqlite3, rollback journal, synchronous=FULL',
    isDurable: true,
    pid: peer.pid,
    writers: (clients, vaultOf) => Promise.all(Array.from({ length: clients }, (_, client) => writer(files[vaultOf(client)]!))),
    /** One answer holds all of it; it is not even decoded but for its length. */
    async pull(vault) {
      const line = await openLine(peer.port);
      const { status, body } = await line.ask(ask(files[vault]!, BEGINNING, []));
      line.end();
      if (status !== 200) throw new Error(`Actual answered ${status}`);
      return Math.floor(body.length / RECORD_BYTES);
    },
    stop: peer.stop,
  };
};
