// Hocuspocus with SQLite among the contenders: documents are vaults, a key of a shared map is a record, its own provider is the
// client. It acknowledges from memory and stores a document some seconds later: what is ended meanwhile is lost. Its figures of
// speed inform; its start and its idle memory, on the same Node, are what Kith's are held against.

import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { pathToFileURL } from 'node:url';
import { freePort } from '../../test/postgres.ts';
import { folderOf, install } from '../peers/install.ts';
import { startChild, type Child } from './child.ts';
import { RECORD_BYTES, type Contender, type Writer } from './contender.ts';

const TOKEN = 'a word';

/** What is used here of its provider and of Yjs. */
interface Provider {
  readonly document: { readonly getMap: (name: string) => { readonly set: (key: string, value: unknown) => void }; readonly transact: (work: () => void) => void };
  readonly hasUnsyncedChanges: boolean;
  readonly isSynced: boolean;
  readonly on: (event: string, heard: () => void) => void;
  readonly destroy: () => void;
}

export const installHocuspocus = (): string | null =>
  install({
    name: 'hocuspocus',
    packages: ['@hocuspocus/server@4.7.0', '@hocuspocus/extension-sqlite@4.7.0', '@hocuspocus/provider@4.7.0', 'yjs@13.6.33'],
    proof: ['@hocuspocus/server', '@hocuspocus/provider', 'better-sqlite3/build/Release/better_sqlite3.node'],
    addons: ['better-sqlite3'],
    node: process.execPath,
  });

export const startHocuspocusServer = async (folder: string): Promise<Child> => {
  const port = await freePort();
  return startChild(process.execPath, [join(import.meta.dirname, '..', 'peers', 'hocuspocus-server.mjs'), folder, String(port)], { port, cwd: folderOf('hocuspocus') });
};

export const startHocuspocus = async (): Promise<Contender | { readonly why: string }> => {
  const why = installHocuspocus();
  if (why !== null) return { why };
  const folder = mkdtempSync(join(tmpdir(), 'kith-bench-hocuspocus-'));
  const child = await startHocuspocusServer(folder);
  const { resolve } = createRequire(join(folderOf('hocuspocus'), 'package.json'));
  const load = (name: string): Promise<unknown> => import(pathToFileURL(resolve(name)).href);
  const { HocuspocusProvider } = (await load('@hocuspocus/provider')) as { HocuspocusProvider: new (settings: object) => Provider };
  const writer = async (vault: number): Promise<Writer> => {
    const provider = new HocuspocusProvider({ url: `ws://127.0.0.1:${child.port}`, name: `vault-${vault}-${randomBytes(4).toString('hex')}`, token: TOKEN });
    await Promise.race([child.gone, new Promise<void>((done) => (provider.isSynced ? done() : provider.on('synced', done)))]);
    let heard: () => void = () => undefined;
    provider.on('unsyncedChanges', () => {
      if (!provider.hasUnsyncedChanges) heard();
    });
    const map = provider.document.getMap('records');
    let size = 1;
    return {
      prepare(_writes, records) {
        size = records;
      },
      write: () =>
        Promise.race([
          child.gone,
          new Promise<void>((done) => {
            heard = done;
            provider.document.transact(() => {
              for (let n = 0; n < size; n++) map.set(randomBytes(13).toString('hex'), new Uint8Array(randomBytes(RECORD_BYTES)));
            });
          }),
        ]),
      end: () => provider.destroy(),
    };
  };
  return {
    name: 'Hocuspocus 4.7.0',
    about: `Node ${process.version}, acknowledged from memory`,
    isDurable: false,
    pid: child.pid,
    writers: (clients, vaultOf) => Promise.all(Array.from({ length: clients }, (_, client) => writer(vaultOf(client)))),
    async stop() {
      await child.stop('SIGKILL');
      rmSync(folder, { recursive: true, force: true });
    },
  };
};
