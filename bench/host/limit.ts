// The limit as a contender: bytes go in, bytes come out, and every record is on the disk before it is acknowledged.

import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import process from 'node:process';
import { freePort } from '../../test/postgres.ts';
import { startChild, type Child } from './child.ts';
import { idsOf, RECORD_BYTES, type Contender, type Puller, type Writer } from './contender.ts';
import { openLine, requestBytes } from './line.ts';

const HEADERS = { authorization: 'Bearer a token' };

export const startLimit = async (database: string): Promise<Contender & Puller & { readonly child: Child }> => {
  const port = await freePort();
  const child = await startChild(process.execPath, [join(import.meta.dirname, 'limit-server.ts'), database, String(port)], { port, path: '/healthz' });
  const engine = database.startsWith('postgres:') ? 'PostgreSQL' : 'SQLite';
  const writer = async (vault: number): Promise<Writer> => {
    const line = await openLine(port);
    const queue: Buffer[] = [];
    return {
      prepare(writes, records) {
        const ids = idsOf(writes, records);
        for (let n = 0; n < writes; n++) {
          const body = ids.slice(n * records, (n + 1) * records).flatMap((id) => [id, randomBytes(RECORD_BYTES)]);
          queue.push(requestBytes('POST', `/${vault}`, HEADERS, Buffer.concat(body)));
        }
      },
      async write() {
        const { status } = await line.ask(queue.shift()!);
        if (status !== 200) throw new Error(`the limit answered ${status}`);
      },
      end: () => line.end(),
    };
  };
  return {
    name: `limit (Node and ${engine}, a commit a turn)`,
    about: `Node ${process.version}`,
    isDurable: true,
    pid: child.pid,
    child,
    writers: (count, vaultOf) => Promise.all(Array.from({ length: count }, (_, client) => writer(vaultOf(client)))),
    async pull(vault) {
      const line = await openLine(port);
      let [after, rows] = [0, 0];
      for (;;) {
        const { head, body } = await line.ask(requestBytes('GET', `/${vault}/${after}`, HEADERS));
        if (body.length === 0) break;
        after = Number(/\r\nlast: (\d+)/.exec(head)![1]);
        rows += body.length / RECORD_BYTES;
      }
      line.end();
      return rows;
    },
    stop: () => child.stop(),
  };
};
