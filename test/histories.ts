// Recorded histories of several devices that write and read one vault at the same time, while connections are cut and what was
// not answered is sent again; then each history is judged. On PostgreSQL two nodes are asked in turn.
//   npm run histories -- [--count N] [--database sqlite|postgres]
// Judged: an op has one place, however often it is sent; places have no gap and no double; of two writes over one version one
// is taken; cursors only go up; who reads after a write was answered, by whomever, finds it or what replaced it.

import { parseArgs } from 'node:util';
import { newId } from '#core/ids.ts';
import type { OpAnswer, PullAnswer, PushOp } from '#sync/protocol.ts';
import { decodePull, decodePushAnswer, pullPath } from '#sync/protocol.ts';
import { newCircle, newPerson, opOf, pullFrom, pushOf, random, startHost, tools, type Person, type TestHost } from './contracts/host-people.ts';
import { createDice, seedOf, type Dice } from './fuzzing/mutations.ts';
import { startPostgres } from './postgres.ts';

/** One question and its answer; `asked` and `answered` are places on one line of time. */
export type Act = { readonly client: number; readonly asked: number; readonly answered: number } & (
  | { readonly did: 'push'; readonly ops: readonly Pick<PushOp, 'op' | 'id' | 'base' | 'ver'>[]; readonly results: readonly OpAnswer[]; readonly head: number }
  | {
      readonly did: 'pull';
      readonly after: number;
      readonly rows: readonly { readonly id: string; readonly seq: number; readonly ver: number }[];
      readonly head: number;
      readonly more: boolean;
    }
);

export interface History {
  readonly acts: readonly Act[];
  /** All rows at the end. */
  readonly final: readonly { readonly id: string; readonly seq: number; readonly ver: number }[];
  readonly head: number;
}

type Taken = { readonly id: string; readonly seq: number; readonly base: number; readonly ver: number; readonly answered: number };

/** What is wrong in a history; empty when nothing is. */
export const judge = ({ acts, final, head }: History): readonly string[] => {
  const wrong: string[] = [];
  const taken = new Map<string, Taken>();
  for (const act of acts) {
    if (act.did !== 'push') continue;
    for (const [n, result] of act.results.entries()) {
      const op = act.ops[n];
      if (!op) wrong.push('an answer to what was not asked');
      else if ('seq' in result) {
        const known = taken.get(op.op);
        if (known && known.seq !== result.seq) wrong.push(`op ${op.op} has two places, ${known.seq} and ${result.seq}`);
        if (result.seq > act.head) wrong.push(`place ${result.seq} lies beyond the head ${act.head}`);
        if (!known) taken.set(op.op, { id: op.id, seq: result.seq, base: op.base, ver: op.ver, answered: act.answered });
      } else if (taken.has(op.op)) wrong.push(`op ${op.op} was taken, and then refused as ${result.error}`);
    }
    if (act.results.length !== act.ops.length) wrong.push('not every op was answered');
  }
  const bySeq = [...taken.values()].sort((a, b) => a.seq - b.seq);
  if (bySeq.length !== head || bySeq.some(({ seq }, place) => seq !== place + 1)) wrong.push(`places have gaps or doubles: ${bySeq.length} ops, head ${head}`);
  const chains = new Map<string, Taken[]>();
  for (const each of bySeq) chains.set(each.id, [...(chains.get(each.id) ?? []), each]);
  for (const [id, chain] of chains)
    chain.forEach((each, n) => each.base === (chain[n - 1]?.ver ?? 0) || wrong.push(`record ${id}: version ${each.ver} replaced what was not there`));
  const last = new Map([...chains].map(([id, chain]) => [id, chain.at(-1)!]));
  if (final.length !== last.size || final.some(({ id, seq, ver }) => last.get(id)?.seq !== seq || last.get(id)?.ver !== ver))
    wrong.push('the rows at the end are not the last that were taken');
  for (const client of new Set(acts.map((act) => act.client))) {
    const held = new Map<string, number>();
    let [cursor, seen] = [0, 0];
    for (const act of acts.filter((each) => each.client === client)) {
      if (act.did !== 'pull') continue;
      if (act.after !== cursor) wrong.push(`client ${client} asked after ${act.after}, not ${cursor}`);
      if (act.head < seen) wrong.push(`client ${client} saw the head go back from ${seen} to ${act.head}`);
      seen = act.head;
      for (const { id, seq } of act.rows) {
        if (seq <= cursor) wrong.push(`client ${client}: ${seq} after ${cursor}`);
        if (seq > act.head) wrong.push(`client ${client}: a row beyond the head`);
        cursor = seq;
        held.set(id, seq);
      }
      if (act.more) continue;
      for (const each of taken.values())
        if (each.answered < act.asked && (held.get(each.id) ?? 0) < each.seq)
          wrong.push(`client ${client} does not have ${each.id} at ${each.seq}, which was answered before it asked`);
    }
    if (final.some(({ id, seq }) => held.get(id) !== seq)) wrong.push(`client ${client} does not come to what the others have`);
  }
  return wrong;
};

/** A request that may be cut off; null when it was, or the host's socket was. */
const send = async (url: string, token: string, dice: Dice, body?: Uint8Array): Promise<Uint8Array | null> => {
  const cut = new AbortController();
  const timer = dice(4) === 0 ? setTimeout(() => cut.abort(), dice(12)) : undefined;
  try {
    const answer = await fetch(url, {
      method: body ? 'POST' : 'GET',
      headers: { authorization: `Bearer ${token}` },
      signal: cut.signal,
      ...(body ? { body: body as Uint8Array<ArrayBuffer> } : {}),
    });
    const bytes = new Uint8Array(await answer.arrayBuffer());
    if (!answer.ok) throw new Error(`${url}: ${answer.status} ${Buffer.from(bytes).toString('utf8')}`);
    return bytes;
  } catch (error) {
    if (error instanceof Error && error.message.startsWith('http')) throw error;
    return null;
  } finally {
    clearTimeout(timer);
  }
};

/** Again while a connection kept open turns out to be one that was dropped. */
const again = async <T>(work: () => Promise<T>): Promise<T> => {
  for (;;) {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof TypeError) || error.message !== 'fetch failed') throw error;
    }
  }
};

const ACTS = 8;

interface Scene {
  readonly hosts: readonly TestHost[];
  readonly people: readonly Person[];
}

/** One history: a new circle of all, in which each writes and reads. */
const record = async ({ hosts, people }: Scene, seed: number): Promise<{ readonly history: History; readonly cuts: number }> => {
  const circle = await again(() => newCircle(hosts[0]!.base, people[0]!, people.slice(1)));
  const acts: Act[] = [];
  const shared = Array.from({ length: 3 }, () => newId(random));
  let [time, cuts] = [0, 0];
  const live = async (person: Person, client: number): Promise<void> => {
    const dice = createDice(seedOf(seed, `client ${client}`, 0));
    const base = (): string => dice.pick(hosts).base;
    const known = new Map<string, number>();
    let cursor = 0;
    const pull = async (): Promise<PullAnswer | null> => {
      const asked = time++;
      const after = cursor;
      const bytes = await send(`${base()}${pullPath(circle.vault, { after, limit: 1 + dice(8), bytes: 100_000 })}`, person.token, dice);
      const answer = bytes && decodePull(bytes);
      if (!answer?.ok) return (cuts++, null);
      const { rows, head, more } = answer.value;
      acts.push({ client, asked, answered: time++, did: 'pull', after, rows: rows.map(({ id, seq, ver }) => ({ id, seq, ver })), head, more });
      cursor = rows.at(-1)?.seq ?? cursor;
      for (const { id, ver } of rows) known.set(id, ver);
      return answer.value;
    };
    const push = async (): Promise<void> => {
      const ids = [...new Set(Array.from({ length: 1 + dice(3) }, () => (dice(2) === 0 ? dice.pick(shared) : newId(random))))];
      const ops = ids.map((id) => opOf(person, { id, base: known.get(id) ?? 0, ver: (known.get(id) ?? 0) + 1 + dice(3), blob: random(40) }, circle));
      const body = await again(() => pushOf(base(), person, ops, circle));
      // To the byte again until it is answered, and once in a while after it was.
      for (let left = dice(4) === 0 ? 2 : 1; left > 0;) {
        const asked = time++;
        const bytes = await send(`${base()}/v1/vaults/${circle.vault}/push`, person.token, dice, body);
        const answer = bytes && decodePushAnswer(bytes);
        if (!answer?.ok) {
          cuts++;
          continue;
        }
        const { results, head } = answer.value;
        acts.push({ client, asked, answered: time++, did: 'push', ops: ops.map(({ op, id, base: over, ver }) => ({ op, id, base: over, ver })), results, head });
        ops.forEach(({ id, ver }, n) => results[n] && 'seq' in results[n] && known.set(id, ver));
        left--;
      }
    };
    for (let n = 0; n < ACTS; n++) await (dice(2) === 0 ? push() : pull());
  };
  const dice = createDice(seedOf(seed, 'cuts', 0));
  // Now and then a node drops everybody.
  const dropping = setInterval(() => dice(3) === 0 && dice.pick(hosts).server.closeAllConnections(), 25);
  await Promise.all(people.map(live));
  clearInterval(dropping);
  // At the end everybody reads to the end, undisturbed; their cursors go on where they were.
  for (const [client, person] of people.entries()) {
    let after = 0;
    for (const act of acts) if (act.client === client && act.did === 'pull') after = act.rows.at(-1)?.seq ?? after;
    for (let more = true, turn = 0; more; turn++) {
      const asked = time++;
      const { pull } = await again(() => pullFrom(hosts[turn % hosts.length]!.base, person.token, circle.vault, { after }));
      acts.push({ client, asked, answered: time++, did: 'pull', after, rows: pull!.rows.map(({ id, seq, ver }) => ({ id, seq, ver })), head: pull!.head, more: pull!.more });
      after = pull!.rows.at(-1)?.seq ?? after;
      ({ more } = pull!);
    }
  }
  const { pull } = await again(() => pullFrom(hosts[0]!.base, people[0]!.token, circle.vault));
  return { history: { acts, final: pull!.rows.map(({ id, seq, ver }) => ({ id, seq, ver })), head: pull!.head }, cuts };
};

export interface HistoryFigures {
  readonly histories: number;
  readonly acts: number;
  readonly cuts: number;
  readonly conflicts: number;
  /** Answers to ops that were sent again. */
  readonly retries: number;
  readonly wrong: readonly string[];
  readonly last: History | null;
}

export const runHistories = async (engine: 'sqlite' | 'postgres', count: number, seed: number, clients = 4): Promise<HistoryFigures> => {
  await tools();
  const postgres = engine === 'postgres' ? await startPostgres() : null;
  const url = postgres?.fresh();
  const hosts = url ? [await startHost(url), await startHost(url)] : [await startHost('FOLDER/kith.db')];
  const figures = { histories: 0, acts: 0, cuts: 0, conflicts: 0, retries: 0, wrong: [] as string[], last: null as History | null };
  try {
    let people: Person[] = [];
    for (let n = 0; n < count; n++) {
      // An account holds at most so many vaults.
      if (n % 100 === 0) people = await again(() => Promise.all(Array.from({ length: clients }, () => newPerson(hosts[0]!.base))));
      const { history, cuts } = await record({ hosts, people }, seed + n);
      const pushes = history.acts.filter((act) => act.did === 'push');
      figures.histories++;
      figures.acts += history.acts.length;
      figures.cuts += cuts;
      figures.conflicts += pushes.reduce((sum, { results }) => sum + results.filter((each) => 'error' in each).length, 0);
      figures.retries += pushes.length - new Set(pushes.map(({ ops }) => ops[0]!.op)).size;
      figures.wrong.push(...judge(history).map((what) => `--seed ${seed + n}: ${what}`));
      figures.last = history;
      if (figures.wrong.length > 20) break;
    }
  } catch (error) {
    // What the host says of a fault.
    for (const line of hosts.flatMap(({ said }) => said)) if (line.includes('"failed"')) console.error(line);
    throw error;
  } finally {
    for (const host of hosts) await host.close();
    postgres?.remove();
  }
  return figures;
};

if (import.meta.main) {
  const { values } = parseArgs({ options: { count: { type: 'string', default: '1000' }, seed: { type: 'string', default: '1' }, database: { type: 'string' } } });
  let failed = 0;
  for (const engine of ['sqlite', 'postgres'] as const) {
    if (values.database !== undefined && values.database !== engine) continue;
    const began = performance.now();
    const { last: _last, wrong, ...figures } = await runHistories(engine, Number(values.count), Number(values.seed));
    for (const what of wrong) console.log(what);
    console.log(`${engine}: ${JSON.stringify(figures)}, ${wrong.length} wrong, ${((performance.now() - began) / 1000).toFixed(0)} s`);
    failed += wrong.length;
  }
  process.exit(failed > 0 ? 1 : 0);
}
