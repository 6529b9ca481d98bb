// express-pouchdb (CouchDB's protocol over LevelDB) among the contenders: databases are vaults, documents are records.
// LevelDB writes its log without waiting for the disk unless it is told to, and PouchDB does not tell it: what was
// acknowledged a moment ago is lost with the machine's power. Its figures inform; no goal is measured by them.

import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { freePort } from '../../test/postgres.ts';
import { folderOf, install } from '../peers/install.ts';
import { startChild } from './child.ts';
import { RECORD_BYTES, type Contender, type Writer } from './contender.ts';
import { openLine, requestBytes } from './line.ts';

const JSON_TYPE = { 'content-type': 'application/json' };

export const startPouch = async (): Promise<Contender | { readonly why: string }> => {
  const why = install({
    name: 'pouchdb',
    packages: ['express-pouchdb@4.2.0', 'express@4.21.2', 'pouchdb@9.0.0'],
    proof: ['express-pouchdb', 'express', 'pouchdb', 'leveldown'],
    addons: [],
    node: process.execPath,
  });
  if (why !== null) return { why };
  const [folder, port] = [mkdtempSync(join(tmpdir(), 'kith-bench-pouchdb-')), await freePort()];
  const server = join(import.meta.dirname, '..', 'peers', 'pouchdb-server.cjs');
  const child = await startChild(process.execPath, [server, folder, String(port)], { port, cwd: folderOf('pouchdb') });
  const ask = (method: string, path: string, body?: string, headers: Record<string, string> = {}) =>
    fetch(`${child.base}${path}`, { method, headers: { ...JSON_TYPE, ...headers }, ...(body === undefined ? {} : { body }) });
  await ask('PUT', '/_config/admins/ana', '"a word"');
  const session = await ask('POST', '/_session', JSON.stringify({ name: 'ana', password: 'a word' }));
  const cookie = (session.headers.get('set-cookie') ?? '').split(';')[0]!;
  if (!session.ok || cookie === '') throw new Error('express-pouchdb gave no session');
  for (let n = 0; n < 16; n++) if (!(await ask('PUT', `/vault-${n}`, undefined, { cookie })).ok) throw new Error('express-pouchdb made no database');
  const writer = async (vault: number): Promise<Writer> => {
    const line = await openLine(port);
    const queue: Buffer[] = [];
    return {
      prepare(writes, records) {
        for (let n = 0; n < writes; n++) {
          // JSON carries no bytes: three quarters of each record, in base 64, are its 1 KB.
          const docs = Array.from({ length: records }, () => ({ _id: randomBytes(13).toString('hex'), data: randomBytes((RECORD_BYTES * 3) / 4).toString('base64') }));
          queue.push(requestBytes('POST', `/vault-${vault}/_bulk_docs`, { ...JSON_TYPE, cookie }, Buffer.from(JSON.stringify({ docs }))));
        }
      },
      async write() {
        const { status, body } = await line.ask(queue.shift()!);
        if (status !== 201 || body.includes('"error"')) throw new Error(`express-pouchdb answered ${status} ${body.toString('latin1', 0, 100)}`);
      },
      end: () => line.end(),
    };
  };
  return {
    name: 'express-pouchdb 4.2.0',
    about: `Node ${process.version}, LevelDB without a wait for the disk`,
    isDurable: false,
    pid: child.pid,
    writers: (clients, vaultOf) => Promise.all(Array.from({ length: clients }, (_, client) => writer(vaultOf(client)))),
    async stop() {
      await child.stop('SIGKILL');
      rmSync(folder, { recursive: true, force: true });
    },
  };
};
