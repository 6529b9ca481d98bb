// What each thing that people do costs a node and its PostgreSQL, in processor time: what docs/capacity.md reckons with. A busy
// machine makes processor time worse and never better.

import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pullPath } from '#sync/protocol.ts';
import { register } from '../../test/contracts/host-people.ts';
import { startPostgres } from '../../test/postgres.ts';
import { beside, missing, type Figure } from '../figure.ts';
import { processorOf, type Child } from './child.ts';
import { kithWriter, makeHome, pullAll, startKith } from './kith.ts';
import { openLine, requestBytes } from './line.ts';

const NAMES = ['push', 'push-row-of-500', 'pull-row', 'pull-nothing', 'register'] as const;
export const COST_FIGURES: readonly string[] = NAMES.flatMap((name) => [`pg-cost-${name}`, `pg-cost-${name}-database`]);

const parentOf = (pid: number): number | null => {
  try {
    return Number(readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]!.split(' ')[1]);
  } catch {
    return null;
  }
};

/** Processor time of a server and of the processes that it began and that are still there. */
const familyOf = (pid: number): number =>
  readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((each) => each === pid || parentOf(each) === pid)
    .reduce((sum, each) => sum + (processorOf(each) ?? 0), 0);

export const measureCosts = async (): Promise<Figure[]> => {
  if (!existsSync('/proc')) return COST_FIGURES.map((name) => missing(name, 'ms', 'a second of a core', '', 'this system does not tell'));
  const folder = mkdtempSync(join(tmpdir(), 'kith-bench-costs-'));
  const postgres = await startPostgres();
  let node: Child | undefined;
  try {
    const home = await makeHome(postgres.fresh(), folder);
    node = await startKith(home, { KITH_REGISTRATION: 'open' });
    const { pid, port, base } = node;
    const [ana, ben] = home.people;
    const figures: Figure[] = [];
    const cost = async (name: (typeof NAMES)[number], count: number, note: string, work: () => Promise<void>): Promise<void> => {
      const before = [processorOf(pid)!, familyOf(postgres.pid())] as const;
      await work();
      const ours = ((processorOf(pid)! - before[0]) * 1000) / count;
      const theirs = ((familyOf(postgres.pid()) - before[1]) * 1000) / count;
      figures.push(
        beside(`pg-cost-${name}`, ours, 'ms', 'a second of a core', 1000, undefined, note),
        beside(`pg-cost-${name}-database`, theirs, 'ms', 'a second of a core', 1000),
      );
    };
    const people = await Promise.all(home.people.map((person) => kithWriter(port, person, person)));
    const each = async (writes: number): Promise<void> => {
      await Promise.all(
        people.map(async (writer) => {
          for (let n = 0; n < writes; n++) await writer.write();
        }),
      );
    };
    for (const writer of people) await writer.prepare(150, 1);
    await each(25);
    await cost('push', 16 * 125, 'of one row, 16 people into 16 vaults', () => each(125));
    for (const writer of people) writer.end();
    const bulk = await kithWriter(port, ben!, ben!);
    await bulk.prepare(40, 500);
    await cost('push-row-of-500', 40 * 500, 'each row of a push of 500', async () => {
      for (let n = 0; n < 40; n++) await bulk.write();
    });
    bulk.end();
    await cost('pull-row', 20_000, 'each row of a pull of 1,000', async () => void (await pullAll(port, ben!.token, ben!.vault)));
    const line = await openLine(port);
    const ask = requestBytes('GET', pullPath(ana!.vault, { after: 1_000_000, limit: 1000, bytes: 4 * 1024 * 1024 }), { authorization: `Bearer ${ana!.token}` });
    await cost('pull-nothing', 1000, 'a pull that brings nothing', async () => {
      for (let n = 0; n < 1000; n++) await line.ask(ask);
    });
    line.end();
    await cost('register', 16, 'an account made with OPAQUE', async () => {
      for (let n = 0; n < 16; n++) if ((await register(base, `new-${n}`, 'four words of mine')).answer.status !== 200) throw new Error('nobody was registered');
    });
    return figures;
  } finally {
    await node?.stop();
    postgres.remove();
    rmSync(folder, { recursive: true, force: true });
  }
};
