// Two PostgreSQL servers with synchronous streaming replication under two nodes: the primary is ended with -9 while many write,
// the standby promoted, and the nodes must find it by themselves. What was acknowledged must be there, each time.
//   npm run failover -- [--times N] [--writers N]

import { parseArgs } from 'node:util';
import type { PushOp } from '#sync/protocol.ts';
import { newCircle, newPerson, opOf, pullFrom, pushTo, random, startHost, tools, type Person } from './contracts/host-people.ts';
import { startPair } from './postgres.ts';

export interface FailoverFigures {
  readonly failovers: number;
  readonly acknowledged: number;
  readonly lost: number;
  readonly gaps: number;
  /** Answers that the database was gone, in between. */
  readonly waited: number;
  /** From the primary's end to the first acknowledgement after it, seconds; the promotion is in it. */
  readonly longest: number;
}

export const failOver = async (times: number, writers: number): Promise<FailoverFigures> => {
  await tools();
  const pair = await startPair();
  const url = pair.fresh();
  const hosts = [await startHost(url), await startHost(url)];
  try {
    const people: Person[] = [];
    for (let n = 0; n < writers; n++) people.push(await newPerson(hosts[n % 2]!.base));
    const circle = await newCircle(hosts[0]!.base, people[0]!, people.slice(1));
    const acknowledged = new Map<string, { readonly op: PushOp; readonly seq: number; readonly vault: string }>();
    let [waited, isOver, longest] = [0, false, 0];
    let since: number | null = null;
    const write = async (person: Person, n: number): Promise<void> => {
      const where = n % 2 === 0 ? circle : person;
      for (let turn = 0; !isOver; turn++) {
        const ops = Array.from({ length: 2 }, () => opOf(person, { blob: random(300) }, where));
        // The same to the byte until it is answered; through either node.
        for (;;) {
          const { push, status, body } = await pushTo(hosts[(n + turn) % 2]!.base, person, where, ops);
          if (push) {
            if (since !== null) longest = Math.max(longest, (performance.now() - since) / 1000);
            since = null;
            for (const [place, result] of push.results.entries())
              if ('seq' in result) acknowledged.set(ops[place]!.op, { op: ops[place]!, seq: result.seq, vault: where.vault });
              else throw new Error(`refused: ${result.error}`);
            break;
          }
          if (status !== 503) throw new Error(`${status} ${JSON.stringify(body)}`);
          waited++;
          await new Promise((resolve) => setTimeout(resolve, 50));
        }
      }
    };
    const writing = Promise.all(people.map(write));
    // A writer that fails is told at the end; until then it is not unheard.
    writing.catch(() => undefined);
    const until = async (count: number): Promise<void> => {
      for (const deadline = Date.now() + 60_000; acknowledged.size < count; await new Promise((resolve) => setTimeout(resolve, 20)))
        if (Date.now() > deadline) throw new Error('the nodes did not come back within a minute');
    };
    for (let time = 0; time < times; time++) {
      await until(acknowledged.size + writers * 4);
      since = performance.now();
      pair.failOver();
      await until(acknowledged.size + writers * 4);
      if (time < times - 1) pair.mend();
    }
    isOver = true;
    await writing;
    let [lost, gaps] = [0, 0];
    for (const vault of new Set([...acknowledged.values()].map((each) => each.vault))) {
      const rows = [];
      const reader = vault === circle.vault ? people[0]! : people.find((person) => person.vault === vault)!;
      for (let more = true; more;) {
        const { pull } = await pullFrom(hosts[1]!.base, reader.token, vault, { after: rows.at(-1)?.seq ?? 0 });
        rows.push(...pull!.rows);
        ({ more } = pull!);
      }
      gaps += rows.filter(({ seq }, place) => seq !== place + 1).length;
      for (const { op, seq, vault: where } of acknowledged.values()) if (where === vault && rows[seq - 1]?.sig !== op.sig) lost++;
    }
    return { failovers: times, acknowledged: acknowledged.size, lost, gaps, waited, longest: Math.round(longest * 10) / 10 };
  } finally {
    for (const host of hosts) await host.close();
    pair.remove();
  }
};

if (import.meta.main) {
  const { values } = parseArgs({ options: { times: { type: 'string', default: '20' }, writers: { type: 'string', default: '8' } } });
  const figures = await failOver(Number(values.times), Number(values.writers));
  console.log(JSON.stringify(figures));
  process.exit(figures.lost + figures.gaps === 0 ? 0 : 1);
}
