// What becomes of the ops of pushes into one vault, worked out before any row is written. Pure: where the vault stands, and what
// lies there already, come in. Invariant: an op is applied once, and each that is applied takes the next seq.

import { writerKey, type LogView, type Session, type Writers } from './access.ts';
import type { HostRow, OpAnswer, PushedOp } from '#sync/protocol.ts';
import type { Head, KnownRow, NewRow, NewWriter } from './row-queries.ts';

/** How far a version may go up at once: more edits than anybody makes offline, and too few for a member to reach a number above which nobody can write. */
const MOST_LEAP = 2 ** 24;

/** Ops of one push, and who they are by. */
export interface Asked {
  readonly session: Session;
  readonly author: string;
  readonly ops: readonly PushedOp[];
}

export interface Standing {
  /** Highest seq before these ops. */
  readonly before: number;
  readonly head: Head;
  readonly view: LogView;
  readonly writers: Writers;
  readonly isFull: boolean;
}

/** What lies there of what the ops want: rows by their id, and places of ops whose rows have been replaced since. Ids and ops are keys (`bytesToKey`), here and in what comes of it. */
export interface There {
  readonly rows: ReadonlyMap<string, KnownRow>;
  readonly answered: ReadonlyMap<string, number>;
}
export const NOTHING_THERE: There = { rows: new Map(), answered: new Map() };

export interface Judged {
  /** For each push, what became of each op. */
  readonly results: readonly (readonly OpAnswer[])[];
  readonly written: readonly NewRow[];
  readonly replaced: readonly { readonly op: string; readonly seq: number }[];
  readonly newWriters: readonly NewWriter[];
  /** Answers, by op, to which the row that stood in the way may still be added. */
  readonly conflicts: ReadonlyMap<string, OpAnswer & { row?: HostRow }>;
  readonly seq: number;
  /** Bytes and rows that the vault has more than before. */
  readonly bytes: number;
  readonly added: number;
}

export const judge = (asked: readonly Asked[], { before, head, view, writers, isFull }: Standing, there: There): Judged => {
  const written = new Map<string, NewRow>();
  const replaced: { readonly op: string; readonly seq: number }[] = [];
  const newWriters: NewWriter[] = [];
  const current = new Map<string, KnownRow>(there.rows);
  const answered = new Map<string, number>(there.answered);
  const conflicts = new Map<string, OpAnswer & { row?: HostRow }>();
  let seq = before;
  let bytes = 0;
  let added = 0;

  const refOf = (device: string, author: string): number => {
    const ref = writers.refs.get(writerKey(device, author)) ?? newWriters.find((each) => each.device === device && each.author === author)?.ref;
    if (ref !== undefined) return ref;
    newWriters.push({ ref: writers.byRef.size + newWriters.length + 1, device, author });
    return writers.byRef.size + newWriters.length;
  };

  const answer = (op: PushedOp, writer: () => number): OpAnswer => {
    const row = current.get(op.idKey);
    if (row?.op === op.opKey && row.ver === op.ver) return { seq: row.seq };
    const earlier = answered.get(op.opKey);
    if (earlier !== undefined) return { seq: earlier };
    if (op.epoch !== head.epoch) return { error: 'stale-epoch', epoch: head.epoch };
    const log = view.numbers.get(op.logHead);
    if (log === undefined) return { error: 'log-head-unknown' };
    if ((row?.ver ?? 0) !== op.base) {
      const conflict: OpAnswer & { row?: HostRow } = { error: 'conflict', ver: row?.ver ?? 0 };
      if (row) conflicts.set(op.opKey, conflict);
      return conflict;
    }
    if (op.ver <= op.base || op.ver - op.base > MOST_LEAP) return { error: 'ver-behind', ver: op.base };
    if (isFull) return { error: 'quota-full' };
    seq++;
    bytes += op.blob.length - (row?.size ?? 0);
    if (row) {
      replaced.push({ op: row.op, seq: row.seq });
      answered.set(row.op, row.seq);
    } else added++;
    current.set(op.idKey, { ver: op.ver, seq, op: op.opKey, size: op.blob.length });
    written.set(op.idKey, { write: op, seq, log, writer: writer() });
    return { seq };
  };

  const results = asked.map(({ ops, session, author }) => {
    let ref: number | undefined;
    const writer = (): number => (ref ??= refOf(session.device, author));
    return ops.map((op) => answer(op, writer));
  });
  return { results, written: [...written.values()], replaced, newWriters, conflicts, seq, bytes, added };
};
