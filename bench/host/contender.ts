// What is measured side by side: Kith's host, a limit, and peers, each a process of its own that takes records of 1 KB from
// somebody who is signed in. And how: all are up at once and take turns of a fraction of a second, many rounds of them, since
// what a disk takes to acknowledge differs several times over from one minute to the next. A figure is the median of its turns,
// beside the spread of what single rounds gave.

import { randomBytes } from 'node:crypto';
import { median, percentile } from '../figure.ts';

export const RECORD_BYTES = 1024;

/** What a device that brings a journal in writes at once (`BATCH` of formats/bring-in.ts). */
const AT_ONCE = 1000;

/**
 * Ids of the records of so many writes, 16 bytes each. Single records have random ones; batches are of what was brought in: random
 * too, and a thousand at a time in the order of the ids (docs/decisions/0016). Kith and the limit get the same; peers have no ids.
 */
export const idsOf = (writes: number, records: number): readonly Buffer[] => {
  const ids = Array.from({ length: writes * records }, () => randomBytes(16));
  if (records === 1) return ids;
  return Array.from({ length: Math.ceil(ids.length / AT_ONCE) }, (_, run) => ids.slice(run * AT_ONCE, (run + 1) * AT_ONCE).sort((a, b) => a.compare(b))).flat();
};

/** One client: `prepare` makes what it will send (signing and encoding are the device's work, not the host's); `write` sends the next and has its acknowledgement. */
export interface Writer {
  readonly prepare: (writes: number, records: number) => void | Promise<void>;
  readonly write: () => Promise<void>;
  readonly end: () => void;
}

export interface Contender {
  readonly name: string;
  /** What it is, on which Node, and whether it acknowledges what a crash cannot take. */
  readonly about: string;
  readonly isDurable: boolean;
  readonly pid: number;
  /** Clients that write into vault number `vaultOf(client)`; each has its own connection. */
  readonly writers: (count: number, vaultOf: (client: number) => number) => Promise<readonly Writer[]>;
  readonly stop: () => Promise<void>;
}

export interface Puller {
  /** A device that has nothing fetches all records of a vault; gives how many came. */
  readonly pull: (vault: number) => Promise<number>;
}

export interface Work {
  readonly clients: number;
  readonly vaults: 'one' | 'each';
  /** Records in one write. */
  readonly records: number;
  /** Writes that each client has at hand for a turn; one that has made them all is done early. */
  readonly most: number;
}

/** Of how many rounds, each of one turn for everybody, which ends after so many milliseconds. */
export interface Rounds {
  readonly rounds: number;
  readonly ms: number;
}
export const ROUNDS: Rounds = { rounds: 30, ms: 200 };

/** Records a second of each, in every round. */
export type Rates = ReadonlyMap<Contender, readonly number[]>;

/** Records a second in one turn. */
const turnOf = async (contender: Contender, { clients, vaults, records, most }: Work, ms: number): Promise<number> => {
  const writers = await contender.writers(clients, vaults === 'one' ? () => 0 : (client) => client);
  try {
    for (const writer of writers) await writer.prepare(most + 1, records);
    // The first write of a turn finds a connection that is new and a server that rested: it is not measured.
    await Promise.all(writers.map((writer) => writer.write()));
    const began = performance.now();
    let writes = 0;
    let last = began;
    await Promise.all(
      writers.map(async (writer) => {
        for (let n = 0; n < most && performance.now() - began < ms; n++) {
          await writer.write();
          writes++;
        }
        last = performance.now();
      }),
    );
    return (writes * records) / ((last - began) / 1000);
  } finally {
    for (const writer of writers) writer.end();
  }
};

/** One after the other in every round, every other round the other way about; a round before them is thrown away. */
export const inTurns = async (contenders: readonly Contender[], work: Work, { rounds, ms } = ROUNDS): Promise<Rates> => {
  const all = new Map<Contender, number[]>(contenders.map((each) => [each, []]));
  for (let round = 0; round <= rounds; round++)
    for (const contender of round % 2 === 0 ? contenders : contenders.toReversed()) {
      const rate = await turnOf(contender, work, ms);
      if (round > 0) all.get(contender)!.push(rate);
    }
  return all;
};

export const rateOf = (rates: Rates, contender: Contender): number => median(rates.get(contender)!);

const shown = (ratio: number): string => ratio.toPrecision(3);

/** How much the ratio of two differed from round to round: between which values the middle half lay. */
export const spreadOf = (values: readonly number[], versus: readonly number[]): string => {
  const ratios = values.map((value, round) => value / versus[round]!);
  return `the middle half of ${ratios.length} rounds between ${shown(percentile(ratios, 0.25))} and ${shown(percentile(ratios, 0.75))} ×`;
};

/** Records a second of each of these, which must bring so many, in every round: one after the other, every other round the other way about. */
export const pullsInTurns = async (pulls: readonly (readonly [pull: () => Promise<number>, count: number])[], rounds = 7): Promise<readonly (readonly number[])[]> => {
  const rates: number[][] = pulls.map(() => []);
  for (let round = 0; round < rounds; round++)
    for (const place of round % 2 === 0 ? pulls.keys() : [...pulls.keys()].toReversed()) {
      const [pull, count] = pulls[place]!;
      const began = performance.now();
      const came = await pull();
      if (came !== count) throw new Error(`${came} of ${count} came`);
      rates[place]!.push(came / ((performance.now() - began) / 1000));
    }
  return rates;
};
