// The host in a process of its own, without the page, for tests that end it outright or load it: DATABASE FOLDER [PORT].
// Says one line with its address when it is ready.

import process from 'node:process';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { openShelf } from '#server/blobs.ts';
import { openDatabase } from '#server/database.ts';
import { openDoor } from '#server/door.ts';
import { createHost } from '#server/host.ts';
import { BUCKETS } from '#server/limits.ts';
import { createReport } from '#server/report.ts';
import { createServices } from '#server/services.ts';

const [database = '', folder = '', port = '0'] = process.argv.slice(2);
const free = { most: 1e9, rate: 1e9 };
const services = await createServices(await openDatabase(database), {
  registration: 'open',
  shelf: openShelf(join(folder, 'blobs'), process.env),
  buckets: Object.fromEntries(Object.keys(BUCKETS).map((name) => [name, free])) as Record<keyof typeof BUCKETS, typeof free>,
});
const server = openDoor(createHost(new Map(), { services, report: createReport() }));
server.listen(Number(port), '127.0.0.1', () => process.stdout.write(`http://127.0.0.1:${(server.address() as AddressInfo).port}\n`));
