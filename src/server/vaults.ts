// Rows of vaults: stored on push, given out on pull, never read. One path on both engines: take the head row (its lock puts
// pushes into one order, so seq has no gaps and follows commits), look up what is there, judge each op, write what is new, and
// give back the numbers not used, in one transaction. Invariants: an op is applied once; seq of a vault is gapless in commit
// order; a push is heard only under the tag of the present member whose session it is; a row is stored only over the epoch in force.

import { ok, refuse, type Result } from '#core/result.ts';
import { PUSH_TAG } from '#crypto/push-tag.ts';
import { decodePush, LIMITS, type HostRow, type OpAnswer, type Page, type PullAsk, type PushAnswer, type PushedOp } from '#sync/protocol.ts';
import { memberOf, writerKey, type Access, type Entered, type LogView, type Session, type Writers } from './access.ts';
import { createGroups } from './group.ts';
import type { HostDatabase, Queries, Writing } from './database.ts';
import { unpackId } from './packed.ts';
import { createRowQueries, dayOf, type FoundRow, type KnownRow, type NewRow } from './row-queries.ts';
import type { Pusher, PushKeys } from './push-keys.ts';

export interface VaultLimits {
  readonly rows: number;
  readonly bytes: number;
}
export const VAULT_LIMITS: VaultLimits = { rows: 5_000_000, bytes: 20 * 1024 ** 3 };

/** How far a version may go up at once: more edits than anybody makes offline, and too few for a member to reach a number above which nobody can write. */
const MOST_LEAP = 2 ** 24;

/** A push that passed the door. */
interface Job {
  readonly session: Session;
  readonly entered: Entered;
  readonly ops: readonly PushedOp[];
}

type Said = Result<PushAnswer>;
export type Committed = (vault: string, head: number, log: number) => void;

export interface VaultParts {
  readonly now: () => number;
  readonly committed?: Committed;
  readonly limits?: VaultLimits;
}

export const createVaults = (database: HostDatabase, access: Access, keys: Pick<PushKeys, 'isTagged'>, { now, committed = () => undefined, limits = VAULT_LIMITS }: VaultParts) => {
  const queries = createRowQueries(database);

  /** All pushes that waited for one vault, in the order they came, in a transaction that others may share. */
  const pushInto = async (tx: Writing, number: number, jobs: readonly Job[]): Promise<{ readonly answers: Said[]; readonly after: () => void }> => {
    const ops = jobs.reduce((sum, job) => sum + job.ops.length, 0);
    const bytes = jobs.reduce((sum, job) => sum + job.ops.reduce((all, { blob }) => all + blob.length, 0), 0);
    const head = await queries.takeHead(tx, number, ops, bytes);
    if (!head) return { answers: jobs.map(() => refuse({ code: 'not-found' })), after: () => access.forget(number) };
    const view = await access.view(tx, number, head.log);
    let writers = await access.writers(tx, number);
    // Another node may have numbered a writer since; while this transaction holds the head, none can.
    if (jobs.some(({ session, entered }) => !writers.refs.has(writerKey(session.device, entered.author)))) writers = await access.writers(tx, number, true);
    const admitted = jobs.map((job) => admit(job, view, head.owner, head.open));
    const asked = jobs.flatMap((job, place) => (admitted[place] ? [] : job.ops));
    const known = await queries.known(tx, number, [...new Set(asked.map(({ id }) => id))]);
    const doubtful = asked.filter((op) => {
      const row = known.get(op.id);
      return row !== undefined && row.ver !== op.base && row.op !== op.op;
    });
    const answered =
      doubtful.length > 0
        ? await queries.answered(
            tx,
            number,
            doubtful.map(({ op }) => op),
          )
        : new Map<string, number>();

    const written = new Map<string, NewRow>();
    const replaced: { readonly op: string; readonly seq: number }[] = [];
    const newWriters: { readonly ref: number; readonly device: string; readonly author: string }[] = [];
    const current = new Map<string, KnownRow>(known);
    const conflicts = new Map<string, OpAnswer & { row?: HostRow }>();
    const isFull = head.rowBytes > limits.bytes || head.rowCount > limits.rows;
    const before = head.head - ops;
    let seq = before;
    let used = 0;
    let added = 0;

    const refOf = (device: string, author: string): number => {
      const key = writerKey(device, author);
      const ref = writers.refs.get(key) ?? newWriters.find((each) => each.device === device && each.author === author)?.ref;
      if (ref !== undefined) return ref;
      newWriters.push({ ref: writers.byRef.size + newWriters.length + 1, device, author });
      return writers.byRef.size + newWriters.length;
    };

    const judge = (op: PushedOp, writer: () => number): OpAnswer => {
      const row = current.get(op.id);
      if (row?.op === op.op && row.ver === op.ver) return { op: op.op, seq: row.seq };
      const earlier = answered.get(op.op);
      if (earlier !== undefined) return { op: op.op, seq: earlier };
      if (op.epoch !== head.epoch) return { op: op.op, error: 'stale-epoch', epoch: head.epoch };
      const log = view.numbers.get(op.logHead);
      if (log === undefined) return { op: op.op, error: 'log-head-unknown' };
      if ((row?.ver ?? 0) !== op.base) {
        const answer: OpAnswer & { row?: HostRow } = { op: op.op, error: 'conflict', ver: row?.ver ?? 0 };
        if (row) conflicts.set(op.op, answer);
        return answer;
      }
      if (op.ver <= op.base || op.ver - op.base > MOST_LEAP) return { op: op.op, error: 'ver-behind', ver: op.base };
      if (isFull) return { op: op.op, error: 'quota-full' };
      seq++;
      used += op.blob.length - (row?.size ?? 0);
      if (row) {
        replaced.push({ op: row.op, seq: row.seq });
        answered.set(row.op, row.seq);
      } else added++;
      current.set(op.id, { ver: op.ver, seq, op: op.op, size: op.blob.length });
      written.set(op.id, { write: op, seq, log, writer: writer() });
      return { op: op.op, seq };
    };
    const results = jobs.map(({ ops: asks, session, entered }, place) => {
      if (admitted[place]) return [];
      let ref: number | undefined;
      const writer = (): number => (ref ??= refOf(session.device, entered.author));
      return asks.map((op) => judge(op, writer));
    });

    if (newWriters.length > 0) await queries.addWriters(tx, number, newWriters);
    if (written.size > 0) await queries.put(tx, number, [...written.values()]);
    if (replaced.length > 0) await queries.keepAnswers(tx, number, replaced, dayOf(now()));
    if (seq !== head.head || used !== bytes || added !== ops)
      await queries.settleHead(tx, number, { head: seq, rowCount: head.rowCount - ops + added, rowBytes: head.rowBytes - bytes + used });
    const shown =
      conflicts.size > 0
        ? await conflictRows(
            tx,
            number,
            jobs.flatMap((job) => job.ops).filter(({ op }) => conflicts.has(op)),
            view,
            writers,
            newWriters,
          )
        : null;
    if (shown) for (const [op, row] of shown) conflicts.get(op)!.row = row;
    const at = now();
    return {
      answers: jobs.map((_, place) => (admitted[place] ? refuse({ code: admitted[place] }) : ok({ head: seq, now: at, results: results[place]! }))),
      after() {
        for (const { ref, device, author } of newWriters) {
          writers.refs.set(writerKey(device, author), ref);
          writers.byRef.set(ref, { device, author });
        }
        if (seq > before) committed(jobs[0]!.entered.vault, seq, head.log);
      },
    };
  };

  /** Judged again inside the transaction: since the door, the author may have been removed, or changed keys. */
  const admit = ({ session, entered }: Job, view: LogView, owner: string | null, isOpen: boolean): 'not-found' | 'epoch-wanted' | null => {
    const { author } = entered;
    if (memberOf(session, owner, view.members) !== author || view.members.get(author) !== entered.view.members.get(author)) return 'not-found';
    return isOpen ? null : 'epoch-wanted';
  };

  /** The rows that stood in the way, as many as one answer holds; each op's own when several wanted the same record. */
  const conflictRows = async (
    tx: Queries,
    number: number,
    ops: readonly PushedOp[],
    view: LogView,
    writers: Writers,
    newWriters: readonly { readonly ref: number; readonly device: string; readonly author: string }[],
  ): Promise<ReadonlyMap<string, HostRow>> => {
    const ids = [...new Set(ops.map(({ id }) => id))];
    const sizes = await queries.known(tx, number, ids);
    let left = LIMITS.frameBytes;
    const fits = ids.filter((id) => (left -= sizes.get(id)?.size ?? 0) >= 0);
    const found = await queries.byId(tx, number, fits);
    let byRef = new Map([...writers.byRef, ...newWriters.map(({ ref, ...who }) => [ref, who] as const)]);
    // Written by somebody whom another node has numbered.
    if (found.some(({ writer }) => !byRef.has(writer))) byRef = new Map((await access.writers(tx, number, true)).byRef);
    const rows = new Map(found.map((row) => toHostRow(row, view, byRef)).map((row) => [row.id, row]));
    return new Map(ops.flatMap(({ op, id }) => (rows.has(id) ? [[op, rows.get(id)!] as const] : [])));
  };

  const groups = createGroups<Job, Said>(database, pushInto, (number) => access.forget(number));

  const vaults = {
    /**
     * Stores what can be stored of a push, and says of each op what became of it. Refusals: `not-found`, `epoch-wanted`,
     * `tag-wrong`, `malformed`, and the database's. Only what the device sent is read.
     */
    async push(session: Pusher, vault: string, push: Uint8Array): Promise<Said> {
      const entered = await access.enter(session, vault);
      if (!entered) return refuse({ code: 'not-found' });
      if (!entered.open) return refuse({ code: 'epoch-wanted' });
      if (!(await keys.isTagged(session, entered, push))) return refuse({ code: 'tag-wrong' });
      const ops = decodePush(push.subarray(PUSH_TAG));
      if (!ops.ok) return ops;
      return groups.add(entered.number, { session, entered, ops: ops.value });
    },

    /** A page of current rows, as they lie. Refusal: `not-found`. */
    async pull(session: Session, vault: string, ask: PullAsk): Promise<Result<Page>> {
      const entered = await access.enter(session, vault);
      if (!entered) return refuse({ code: 'not-found' });
      let { span, count, more } = await queries.span(entered.number, ask);
      let rows = span ? await queries.between(entered.number, span, ask.before !== undefined) : [];
      // A row that was written over between both looks has moved up: then there is more, and never an empty page with more.
      while (span && rows.length === 0) {
        ({ span, count, more } = await queries.span(entered.number, ask));
        rows = span ? await queries.between(entered.number, span, ask.before !== undefined) : [];
      }
      if (ask.before === undefined && rows.length < count) more = true;
      const [by, knew] = [new Set<number>(), new Set<number>()];
      let { head } = entered;
      for (const { seq, writer, log } of rows) {
        head = Math.max(head, seq);
        by.add(writer);
        knew.add(log);
      }
      let { view } = entered;
      let { byRef } = await access.writers(database.read, entered.number);
      if ([...by].some((writer) => !byRef.has(writer))) ({ byRef } = await access.writers(database.read, entered.number, true));
      if ([...knew].some((log) => log >= view.log)) view = await access.view(database.read, entered.number, -1);
      return ok({
        head,
        log: view.log,
        count: entered.rowCount,
        now: now(),
        more,
        writers: [...by].map((ref) => [ref, byRef.get(ref)!.device, byRef.get(ref)!.author]),
        heads: [...knew].map((log) => [log, view.hashes[log]!]),
        rows,
      });
    },
  };
  return vaults;
};

const toHostRow = (row: FoundRow, view: LogView, byRef: ReadonlyMap<number, { readonly device: string; readonly author: string }>): HostRow => {
  const { device, author } = byRef.get(row.writer)!;
  const { ver, seq, epoch, key, counter, sig, blob } = row;
  return {
    id: unpackId(row.id),
    ver,
    seq,
    epoch,
    key,
    device,
    author,
    counter,
    logHead: view.hashes[row.log]!,
    sig: Buffer.from(sig.buffer, sig.byteOffset, sig.byteLength).toString('base64'),
    blob,
  };
};
