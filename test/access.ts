// `npm run access -- --attempts N`: that many tries at every route by everybody who has no business there, on an embedded
// database; ends with 1 when one was let through.

import process from 'node:process';
import { parseArgs } from 'node:util';
import { attempt, isUnharmed, setScene } from './access-roles.ts';
import { startHost, tools } from './contracts/host-people.ts';

const { values } = parseArgs({ options: { attempts: { type: 'string', default: '10000' } } });
await tools();
const host = await startHost('FOLDER/kith.db');
const scene = await setScene(host);
const { through, tried } = await attempt(scene, Number(values.attempts));
const total = [...tried.values()].reduce((sum, count) => sum + count, 0);
const unharmed = await isUnharmed(scene);
for (const each of through.slice(0, 20)) process.stdout.write(`${JSON.stringify(each)}\n`);
process.stdout.write(`${total} attempts, ${tried.size} kinds (route and role), ${through.length} let through; everything ${unharmed ? 'as it was' : 'NOT as it was'}\n`);
await host.close();
process.exit(through.length === 0 && unharmed ? 0 : 1);
