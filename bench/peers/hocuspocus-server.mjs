// Hocuspocus with its own SQLite extension; whoever connects shows a word. Run in bench/.cache/hocuspocus: FOLDER PORT.

import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const [, , folder, port] = process.argv;
const { resolve } = createRequire(join(process.cwd(), 'package.json'));
const load = (name) => import(pathToFileURL(resolve(name)).href);
const [{ Server }, { SQLite }] = await Promise.all([load('@hocuspocus/server'), load('@hocuspocus/extension-sqlite')]);
const server = new Server({
  port: Number(port),
  address: '127.0.0.1',
  quiet: true,
  extensions: [new SQLite({ database: join(folder, 'documents.sqlite') })],
  onAuthenticate({ token }) {
    if (token !== 'a word') throw new Error('nobody');
    return Promise.resolve({});
  },
});
await server.listen();
