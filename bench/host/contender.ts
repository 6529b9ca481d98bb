// What is measured side by side: Kith's host, a limit, and peers, each a process of its own that takes records of 1 KB from
// somebody who is signed in. And how they are measured: all are up at once, their turns alternate, each figure is the median
// of its turns, so that whatever else the machine does meets all of them alike.

import { median } from '../figure.ts';

export const RECORD_BYTES = 1024;

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

export interface Turn {
  readonly clients: number;
  readonly vaults: 'one' | 'each';
  /** Records in one write. */
  readonly records: number;
  /** A turn ends after so many milliseconds. */
  readonly ms: number;
  /** Or when each client has made so many writes. */
  readonly most: number;
}

/** Records a second in one turn. */
const turnOf = async (contender: Contender, { clients, vaults, records, ms, most }: Turn): Promise<number> => {
  const writers = await contender.writers(clients, vaults === 'one' ? () => 0 : (client) => client);
  try {
    for (const writer of writers) await writer.prepare(most, records);
    // The first of each opens what a first request opens.
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

/** Median of `rounds` turns of each, one after the other in every round; a round before them is thrown away. */
export const inTurns = async (contenders: readonly Contender[], turn: Turn, rounds = 3): Promise<ReadonlyMap<Contender, number>> => {
  const all = new Map<Contender, number[]>(contenders.map((each) => [each, []]));
  for (let round = 0; round <= rounds; round++)
    for (const contender of round % 2 === 0 ? contenders : [...contenders].reverse()) {
      const rate = await turnOf(contender, round === 0 ? { ...turn, ms: turn.ms / 4 } : turn);
      if (round > 0) all.get(contender)!.push(rate);
    }
  return new Map([...all].map(([contender, rates]) => [contender, median(rates)]));
};
