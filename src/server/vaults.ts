// Rows of vaults: stored on push, given out on pull, never read. One path on both engines: take the head row (its lock puts
// pushes into one order, so seq has no gaps and follows commits), look up what is there unless all of it is new, judge each op
// (judge.ts), write, and give back the numbers not used, in one transaction. Invariants: an op is applied once; seq of a vault is
// gapless in commit order; a push is heard only in a session in force, under the tag of the present member that the session is; a
// row is stored only over the epoch in force.

import { bytesToBase32, bytesToKey } from '#core/ids.ts';
import { ok, refuse, type Result } from '#core/result.ts';
import { PUSH_TAG } from '#crypto/push-tag.ts';
import { decodePush, LIMITS, type HostRow, type Page, type PullAsk, type PushAnswer, type PushedOp } from '#sync/protocol.ts';
import { memberOf, writerKey, type Access, type Inside, type LogView, type Session, type Writers } from './access.ts';
import { createGroups } from './group.ts';
import type { HostDatabase, Queries, Writing } from './database.ts';
import { createRowQueries, dayOf, type FoundRow, type NewWriter } from './row-queries.ts';
import { judge, NOTHING_THERE, type Asked, type Judged, type Standing } from './judge.ts';
import type { Pusher, PushKeys } from './push-keys.ts';

export interface VaultLimits {
  readonly rows: number;
  readonly bytes: number;
}
export const VAULT_LIMITS: VaultLimits = { rows: 5_000_000, bytes: 20 * 1024 ** 3 };

/** A push that passed the door. */
interface Job {
  readonly session: Pusher;
  readonly inside: Inside;
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
    const [ops, bytes] = [opsIn(jobs), bytesIn(jobs)];
    const head = await queries.takeHead(tx, number, ops, bytes);
    if (!head) return { answers: jobs.map(() => refuse({ code: 'not-found' })), after: () => access.forget(number) };
    const view = await access.view(tx, number, head.log);
    let writers = await access.writers(tx, number);
    // Another node may have numbered a writer since; while this transaction holds the head, none can.
    if (jobs.some(({ session, inside }) => !writers.refs.has(writerKey(session.device, inside.author)))) writers = await access.writers(tx, number, true);
    const at = now();
    const inForce = await queries.inForce(
      tx,
      jobs.map(({ session }) => session.hash),
      at,
    );
    const admitted = jobs.map((job) => (inForce.has(job.session.name) ? admit(job, view, head.owner, head.open) : 'session-needed'));
    const asked = jobs.map(({ session, inside: { author }, ops: all }, place) => ({ session, author, ops: admitted[place] ? [] : all }));
    // What is refused here counts for nothing: the head has been moved on for all.
    const refused = jobs.filter((_, place) => admitted[place]);
    const isFull = head.rowBytes - bytesIn(refused) > limits.bytes || head.rowCount - opsIn(refused) > limits.rows;
    const standing = { before: head.head - ops, head, view, writers, isFull };
    const judged = (await addNew(tx, number, asked, standing)) ?? (await meet(tx, number, asked, standing));
    const { seq, newWriters, replaced, conflicts } = judged;
    if (newWriters.length > 0) await queries.addWriters(tx, number, newWriters);
    if (replaced.length > 0) await queries.keepAnswers(tx, number, replaced, dayOf(at));
    if (seq !== head.head || judged.bytes !== bytes || judged.added !== ops)
      await queries.settleHead(tx, number, { head: seq, rowCount: head.rowCount - ops + judged.added, rowBytes: head.rowBytes - bytes + judged.bytes });
    const shown =
      conflicts.size > 0
        ? await conflictRows(
            tx,
            number,
            jobs.flatMap((job) => job.ops).filter(({ opKey }) => conflicts.has(opKey)),
            view,
            writers,
            newWriters,
          )
        : null;
    if (shown) for (const [op, row] of shown) conflicts.get(op)!.row = row;
    return {
      answers: jobs.map((_, place) => (admitted[place] ? refuse({ code: admitted[place] }) : ok({ head: seq, now: at, results: judged.results[place]! }))),
      after() {
        for (const { ref, device, author } of newWriters) {
          writers.refs.set(writerKey(device, author), ref);
          writers.byRef.set(ref, { device, author });
        }
        if (seq > standing.before) committed(jobs[0]!.inside.vault, seq, head.log);
      },
    };
  };

  /** What devices have just made nobody else has: written without looking. Null, with nothing written, where it is not all new after all. */
  const addNew = async (tx: Writing, number: number, asked: readonly Asked[], standing: Standing): Promise<Judged | null> => {
    if (asked.some(({ ops }) => ops.some(({ base }) => base !== 0))) return null;
    const judged = judge(asked, standing, NOTHING_THERE);
    if (judged.written.length < asked.reduce((sum, { ops }) => sum + ops.length, 0)) return null;
    return (await queries.add(tx, number, judged.written, standing.before)) ? judged : null;
  };

  /** Looks up what is there, judges by it, and writes. */
  const meet = async (tx: Writing, number: number, asked: readonly Asked[], standing: Standing): Promise<Judged> => {
    const all = asked.flatMap(({ ops }) => ops);
    const rows = await queries.known(tx, number, eachOnce(all));
    const doubtful = all.filter(({ idKey, opKey, base }) => {
      const row = rows.get(idKey);
      return row !== undefined && row.ver !== base && row.op !== opKey;
    });
    const answered = await queries.answered(
      tx,
      number,
      doubtful.map(({ op }) => op),
    );
    const judged = judge(asked, standing, { rows, answered });
    if (judged.written.length > 0) await queries.put(tx, number, judged.written);
    return judged;
  };

  /** Judged again inside the transaction: since the door, the author may have been removed, or changed keys. */
  const admit = ({ session, inside }: Job, view: LogView, owner: string | null, isOpen: boolean): 'not-found' | 'epoch-wanted' | null => {
    const { author } = inside;
    if (memberOf(session, owner, view.members) !== author || view.members.get(author) !== signOf(inside)) return 'not-found';
    return isOpen ? null : 'epoch-wanted';
  };

  /** The rows that stood in the way, as many as one answer holds; each op's own when several wanted the same record. */
  const conflictRows = async (
    tx: Queries,
    number: number,
    ops: readonly PushedOp[],
    view: LogView,
    writers: Writers,
    newWriters: readonly NewWriter[],
  ): Promise<ReadonlyMap<string, HostRow>> => {
    const ids = eachOnce(ops);
    const sizes = await queries.known(tx, number, ids);
    let left = LIMITS.frameBytes;
    const fits = ids.filter((id) => (left -= sizes.get(bytesToKey(id))?.size ?? 0) >= 0);
    const found = await queries.byId(tx, number, fits);
    let byRef = new Map([...writers.byRef, ...newWriters.map(({ ref, ...who }) => [ref, who] as const)]);
    // Written by somebody whom another node has numbered.
    if (found.some(({ writer }) => !byRef.has(writer))) byRef = new Map((await access.writers(tx, number, true)).byRef);
    const rows = new Map(found.map((row) => [bytesToKey(row.id), toHostRow(row, view, byRef)]));
    return new Map(ops.flatMap(({ opKey, idKey }) => (rows.has(idKey) ? [[opKey, rows.get(idKey)!] as const] : [])));
  };

  const groups = createGroups<Job, Said>(database, pushInto, (number) => access.forget(number));

  const into = async (session: Pusher, inside: Inside, push: Uint8Array): Promise<Said> => {
    if (!(await keys.isTagged(session, inside, push))) return refuse({ code: 'tag-wrong' });
    const ops = decodePush(push.subarray(PUSH_TAG));
    return ops.ok ? groups.add(inside.number, { session, inside, ops: ops.value }) : ops;
  };

  const vaults = {
    /**
     * Stores what can be stored of a push, and says of each op what became of it. Refusals: `not-found`, `epoch-wanted`,
     * `session-needed`, `tag-wrong`, `malformed`, and the database's. Only what the device sent is read.
     */
    async push(session: Pusher, vault: string, push: Uint8Array): Promise<Said> {
      // Let in by what this node knows, since the transaction asks; whatever is refused is refused by what the database says.
      const inside = session.isRecalled ? access.recall(session, vault) : null;
      const said = inside && (await into(session, inside, push));
      if (said?.ok) return said;
      if (session.isRecalled && !(await queries.isInForce(session.hash, now()))) return refuse({ code: 'session-needed' });
      const entered = await access.enter(session, vault);
      if (!entered) return refuse({ code: 'not-found' });
      if (!entered.open) return refuse({ code: 'epoch-wanted' });
      // A tag is read anew only where the member has other keys than this node knew.
      const isOfTheTag = said?.error.code === 'tag-wrong' || said?.error.code === 'malformed';
      return isOfTheTag && signOf(inside!) === signOf(entered) ? said! : into(session, entered, push);
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
      for (const row of rows) {
        head = Math.max(head, row[0]);
        by.add(row[4]);
        knew.add(row[6]);
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

const opsIn = (jobs: readonly Job[]): number => jobs.reduce((sum, { ops }) => sum + ops.length, 0);
const bytesIn = (jobs: readonly Job[]): number => jobs.reduce((sum, { ops }) => sum + ops.reduce((all, { blob }) => all + blob.length, 0), 0);

/** The member's key, under which pushes are tagged, among other things. */
const signOf = ({ view, author }: Inside): string | undefined => view.members.get(author);

/** Ids of the records that these ops want, each once. */
const eachOnce = (ops: readonly PushedOp[]): readonly Uint8Array[] => [...new Map(ops.map(({ id, idKey }) => [idKey, id])).values()];

const toHostRow = (row: FoundRow, view: LogView, byRef: ReadonlyMap<number, { readonly device: string; readonly author: string }>): HostRow => {
  const { device, author } = byRef.get(row.writer)!;
  const { ver, seq, epoch, key, counter, sig, blob } = row;
  return {
    id: bytesToBase32(row.id),
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
