// A host small enough to read at once, with the contract of src/server: rows by compare-and-set on the version replaced, known
// ops answered as they were, numbers without gaps, the log judged by `extend`, foreign and absent alike. It keeps count of
// what the real one must not get wrong either.

import { base64ToBytes } from '#core/base64.ts';
import type { Sodium } from '#crypto/seal.ts';
import { extend, type LogState } from '#crypto/membership-log.ts';
import { verifyWrite } from '#crypto/write-signature.ts';
import { ok, refuse, type Result } from '#core/result.ts';
import { textToEntry } from '#sync/ring.ts';
import type { HostRow, LogEntryText, LogPage, OpAnswer, PullAnswer, PullAsk, PushAnswer, PushOp } from '#sync/protocol.ts';

export interface SimSession {
  readonly account: string;
  readonly device: string;
}

export interface SimHost {
  push(session: SimSession, ops: readonly PushOp[]): Promise<Result<PushAnswer>>;
  pull(session: SimSession, ask: PullAsk): Promise<Result<PullAnswer>>;
  log(session: SimSession, after: number): Promise<Result<LogPage>>;
  postLog(session: SimSession, entry: LogEntryText): Promise<Result<{ readonly n: number }>>;
  /** A backup, and going back to it. */
  backup(): Promise<unknown>;
  restore(backup: unknown): Promise<void>;
  /** The process ends and starts again over the same data. */
  restart(): Promise<void>;
  standing(): Promise<{ readonly head: number; readonly log: number }>;
  /** All rows, ascending, for checks. */
  rows(): Promise<readonly HostRow[]>;
  close(): Promise<void>;
}

interface Held {
  readonly rows: Map<string, HostRow>;
  readonly ops: Map<string, number>;
  readonly log: LogEntryText[];
  state: LogState | null;
  head: number;
}

export const createSmallHost = (sodium: Sodium, vault: string, now: () => number): SimHost => {
  let held: Held = { rows: new Map(), ops: new Map(), log: [], state: null, head: 0 };
  const absent = refuse({ code: 'not-found' });
  const isIn = ({ device }: SimSession): boolean => held.state === null || held.state.members.has(device);

  return {
    async push(session, ops) {
      const { state } = held;
      if (!isIn(session) || !state) return absent;
      if (state.due) return refuse({ code: 'epoch-wanted' });
      const sign = state.members.get(session.device)!.sign;
      const results = ops.map((op): OpAnswer => {
        const earlier = held.ops.get(op.op);
        if (earlier !== undefined) return { op: op.op, seq: earlier };
        const { blob, sig, id, ver, epoch, key, counter, logHead, base } = op;
        if (!verifyWrite(sodium, sign, { vault, id, ver, epoch, key, device: session.device, counter, logHead }, blob, base64ToBytes(sig)!))
          return { op: op.op, error: 'signature-wrong' };
        if (epoch !== state.epoch) return { op: op.op, error: 'stale-epoch', epoch: state.epoch };
        const row = held.rows.get(id);
        if ((row?.ver ?? 0) !== base) return { op: op.op, error: 'conflict', ver: row?.ver ?? 0, ...(row ? { row } : {}) };
        if (ver <= base) return { op: op.op, error: 'ver-behind', ver: base };
        const seq = ++held.head;
        held.ops.set(op.op, seq);
        held.rows.set(id, { id, ver, epoch, key, counter, logHead, sig, seq, device: session.device, author: session.device, blob: blob.slice() });
        return { op: op.op, seq };
      });
      return ok({ head: held.head, now: now(), results });
    },
    async pull(session, { after, before, limit, bytes }) {
      if (!isIn(session)) return absent;
      const all = [...held.rows.values()]
        .filter(({ seq }) => seq > after && (before === undefined || seq < before))
        .sort((a, b) => (before === undefined ? a.seq - b.seq : b.seq - a.seq));
      const rows: HostRow[] = [];
      let left = bytes;
      for (const row of all.slice(0, limit)) {
        if (rows.length > 0 && left < row.blob.length) break;
        left -= row.blob.length;
        rows.push(row);
      }
      return ok({ head: held.head, log: held.log.length, now: now(), rows, more: rows.length < all.length });
    },
    log: async (session, after) => (isIn(session) ? ok({ entries: held.log.slice(after, after + 1000), n: held.log.length }) : absent),
    async postLog(session, entry) {
      if (!isIn(session)) return absent;
      const next = extend(sodium, held.state, textToEntry(entry), { now: now() });
      if (!next.ok)
        return refuse(next.error.code === 'log-behind' ? { code: 'log-behind', with: { n: held.log.length } } : { code: 'log-refused', with: { why: next.error.code } });
      held.log.push(entry);
      held.state = next.value;
      return ok({ n: held.log.length });
    },
    backup: async () => ({ ...held, rows: new Map(held.rows), ops: new Map(held.ops), log: [...held.log] }) satisfies Held,
    async restore(backup) {
      const { rows, ops, log, state, head } = backup as Held;
      held = { rows: new Map(rows), ops: new Map(ops), log: [...log], state, head };
    },
    async restart() {},
    standing: async () => ({ head: held.head, log: held.log.length }),
    rows: async () => [...held.rows.values()].sort((a, b) => a.seq - b.seq),
    async close() {},
  };
};
