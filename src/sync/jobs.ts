// What the engine asks of the store: each job is one transaction (or few that may break off between), and gives back where the
// device then stands. Invariants: the cursor moves in the transaction that stores the rows; a batch is kept, to the byte, before
// it is pushed, and until its answer is stored; running a job twice does no harm.

import { applyChange } from '#core/change.ts';
import { stampOf, tick, type ClockReading } from '#core/clock.ts';
import { handOf, idInHandOf } from '#core/one-hand.ts';
import type { SealedRow } from '#core/ports.ts';
import { registerOf, type VaultRecord } from '#core/record.ts';
import { ok, type Result } from '#core/result.ts';
import { judgeTip, jsonToTip, noteMark, tipToJson, writerOf, type Mark, type Verdict } from '#crypto/tips.ts';
import type { Done, Job, SyncSettings } from './inputs.ts';
import { LIMITS, type HostRow, type PushOp } from './protocol.ts';
import type { KeepPrivately, Kept, Known, Opener, Ring, RowVerdict, SyncFound, SyncLeft, SyncRow, SyncStore } from './ports.ts';
import { sendable, takeRow } from './take.ts';
import { aheadAfter, compare, isOldAgain } from './went-back.ts';

export interface JobParts {
  readonly store: SyncStore;
  readonly ring: Ring;
  readonly opener: Opener;
  readonly settings: SyncSettings;
  readonly now: number;
  newOp(): string;
  readonly keepPrivately?: KeepPrivately;
  /** In a circle: the account that this device acts for. There everybody writes their own records alone (core/one-hand.ts). */
  readonly circle?: { readonly account: string };
}

export interface JobResult {
  readonly done: Done;
  /** Records as they now are here, for whoever shows them. */
  readonly records: readonly VaultRecord[];
}

/** The record of a writer's tip (crypto/tips.ts): in one's own vault a device's, in a circle an account's device's. */
export const tipId = (writer: string): string => {
  const [account, device] = writer.split('/') as [string, string?];
  return device === undefined ? `tip-${account}` : idInHandOf(account, `tip-${device}`);
};

const selfOf = ({ opener, circle }: Pick<JobParts, 'opener' | 'circle'>): string => writerOf(circle?.account ?? opener.device, opener.device);

/** Whether this device may write over the record; always in one's own vault. */
const isOurs = ({ circle }: Pick<JobParts, 'circle'>, record: VaultRecord): boolean => !circle || [null, circle.account].includes(handOf(record.id));

type Marks = Record<string, Mark>;
type Refused = Record<string, Kept['refused'][string]>;

/** Rows not taken of which something is noted. */
const MOST_REFUSED = 500;

/** Of very many, those that are looked at again: the newest at the host (went-back.ts), and the newest of each writer (`judge`). */
const refusedKept = (refused: Refused, marks: Marks): Refused => {
  const all = Object.entries(refused);
  if (all.length <= MOST_REFUSED) return refused;
  const named = new Set(Object.values(marks).map(({ id }) => id));
  const byPlace = all.toSorted(([, one], [, other]) => (other.at ?? 0) - (one.at ?? 0));
  return Object.fromEntries(byPlace.filter(([id], n) => n < MOST_REFUSED || named.has(id)));
};

/** One transaction's worth of meetings between rows from the host and rows here. */
const createMeetings = (found: SyncFound, parts: JobParts, verdicts: ReadonlyMap<HostRow, RowVerdict>, scanning: boolean) => {
  const { opener, ring, now, circle } = parts;
  const ownTip = opener.rowIdOf(tipId(selfOf(parts)));
  const locals = new Map(found.rows);
  const rows = new Map<string, SealedRow & Known>();
  const known = new Map<string, Known>();
  const records = new Map<string, VaultRecord>();
  const asideAdd: HostRow[] = [];
  const refusedNow: { readonly id: string; readonly why: string }[] = [];
  const marks: Marks = { ...found.kept.marks };
  const refused: Refused = { ...found.kept.refused };
  let clock: ClockReading = found.clock;
  let [unsent, tips, fresh, moved, unread] = [false, false, 0, false, false];

  const write = (row: SealedRow & Known): void => {
    rows.set(row.id, row);
    known.delete(row.id);
    locals.set(row.id, { ...row, seq: Number.MAX_SAFE_INTEGER });
    if (row.base !== row.ver) unsent = true;
  };
  const know = (local: SyncRow, { base, at }: Known): void => {
    locals.set(local.id, { ...local, base, at });
    const written = rows.get(local.id);
    if (written) rows.set(local.id, { ...written, base, at });
    else known.set(local.id, { base, at });
    if (base !== local.ver) unsent = true;
  };
  /** What is here goes over a row that cannot be taken; under a version of its own, or it would count as sent. */
  const goOver = (local: SyncRow, incoming: HostRow): void => {
    const record = opener.open(local);
    // What another account wrote stays here as it is; that account's own devices put it over.
    if (circle && (typeof record === 'string' || !isOurs(parts, record))) return;
    if (local.ver !== incoming.ver) return know(local, { base: incoming.ver, at: incoming.seq });
    const row = typeof record === 'string' ? null : opener.seal(record, local.id, local.ver + 1);
    if (row) write({ ...row, base: incoming.ver, at: incoming.seq });
  };

  const refuse = (local: SyncRow | undefined, incoming: HostRow, why: string): void => {
    refused[incoming.id] = { ver: incoming.ver, why, at: incoming.seq };
    refusedNow.push({ id: incoming.id, why });
    if (local) goOver(local, incoming);
  };
  /** Whose record it is, when it opens and has one hand. */
  const handIn = (row: SealedRow): string | null => {
    const record = opener.open(row);
    return typeof record === 'string' ? null : handOf(record.id);
  };

  return {
    locals,
    marks,
    refused,
    know,
    meet(incoming: HostRow): void {
      const local = locals.get(incoming.id);
      const verdict = verdicts.get(incoming) ?? 'log-unknown';
      if (verdict === 'log-unknown') return void asideAdd.push(incoming);
      if (verdict !== 'good') return refuse(local, incoming, verdict);
      noteMark(marks, writerOf(incoming.author, incoming.device), incoming);
      const hands = circle ? [...(local ? [handIn(local)] : []), handIn(incoming)] : [];
      if (hands.some((hand) => hand !== null && hand !== incoming.author)) return refuse(local, incoming, 'not-theirs');
      const isForeign = hands.some((hand) => hand !== null && hand !== circle?.account);
      // Merged, another device's words about what this one saw would go on under this one's name.
      if (local && incoming.device !== opener.device && incoming.id === ownTip) return goOver(local, incoming);
      const { outcome, clock: after } = takeRow(local, incoming, clock, { opener, now, scanning });
      clock = after;
      // Another account's record goes on from that account's devices: what was merged of it here is not sent.
      if (outcome.does === 'know') return know(local!, isForeign && local!.ver !== incoming.ver ? { base: local!.ver, at: 0 } : { base: incoming.ver, at: incoming.seq });
      fresh++;
      if (outcome.does === 'aside') return void asideAdd.push(incoming);
      if (outcome.does === 'refuse') return refuse(local, incoming, outcome.why);
      delete refused[incoming.id];
      write(isForeign && outcome.merged ? { ...outcome.row, base: outcome.row.ver, at: 0 } : outcome.row);
      unread ||= !outcome.record;
      if (!outcome.record) return;
      moved ||= local !== undefined && outcome.record.deletion?.emptied === true;
      records.set(incoming.id, outcome.record);
      if (outcome.record.kind === 'tip' && incoming.device !== opener.device) {
        tips = true;
        fresh--;
      }
    },
    left: (kept: Kept): SyncLeft => ({
      rows: [...rows.values()],
      known: [...known].map(([id, one]) => ({ id, ...one })),
      ...(asideAdd.length > 0 ? { asideAdd } : {}),
      kept: { ...kept, marks, refused: refusedKept(refused, marks), sinceTip: kept.sinceTip + fresh },
      clock,
      moved,
    }),
    told: () => ({ unsent, tips, unread, refused: refusedNow, records: [...records.values()], standing: ring.standing() }),
  };
};

type Told = ReturnType<ReturnType<typeof createMeetings>['told']>;

const judgeAll = async (rows: readonly HostRow[], ring: Ring): Promise<Map<HostRow, RowVerdict>> => {
  const verdicts = await ring.judge(rows);
  return new Map(rows.map((row, i) => [row, verdicts[i]!]));
};

const resultOf = async ({ store }: JobParts, done: Omit<Done, 'kept' | 'sending'>, records: readonly VaultRecord[] = []): Promise<Result<JobResult>> =>
  ok({ done: { ...done, kept: await store.kept(), sending: (await store.sending()).length }, records });

const take = async (parts: JobParts, { from, answer }: Extract<Job, { job: 'take' }>): Promise<Result<JobResult>> => {
  const { rows, head, more } = answer;
  const verdicts = await judgeAll(rows, parts.ring);
  let told: Told | null = null;
  let wentBack = false;
  // A row's writer knew an entry that is none of ours, where the host has told of no more: it shows us another log than them. Nothing of the
  // page is taken, so that all of it comes again once it shows the same.
  if (answer.log <= parts.ring.standing().n && [...verdicts.values()].includes('log-unknown')) return resultOf(parts, { forked: true });
  const changed = await parts.store.change(
    rows.map(({ id }) => id),
    (found) => {
      const { kept } = found;
      const cursor = kept.cursor ?? 0;
      const scanning = kept.gap !== null && kept.era > 0;
      const { ahead, isLost } = aheadAfter(kept, answer, from);
      // A page from before what another tab or process has seen says nothing of that.
      const isStale = head < kept.head;
      wentBack = isLost && !isStale;
      if (from === 'pull' && kept.gap === null && !isStale)
        for (const row of rows) {
          const local = found.rows.get(row.id);
          if (row.seq > cursor && local && isOldAgain(row, local)) wentBack = true;
        }
      if (wentBack) {
        told = null;
        return { kept };
      }
      const meetings = createMeetings(found, parts, verdicts, scanning);
      for (const row of rows) if (!(from === 'pull' && row.seq <= cursor && kept.gap === null) && kept.refused[row.id]?.ver !== row.ver) meetings.meet(row);
      told = meetings.told();
      const seqs = rows.map(({ seq }) => seq);
      if (from === 'pull') return meetings.left({ ...kept, ahead, head: Math.max(kept.head, head), cursor: Math.max(cursor, ...seqs) });
      const gap = more && seqs.length > 0 ? { before: Math.min(...seqs) } : null;
      // Not the head that is told: the row which bears it is always there, and a host that keeps it back is asked for it next.
      return {
        ...meetings.left({ ...kept, ahead, head: Math.max(kept.head, head), cursor: kept.cursor ?? Math.max(0, ...seqs), gap }),
        ...(gap === null && kept.era > 0 ? { forgetBefore: kept.era } : {}),
      };
    },
  );
  if (!changed.ok) return changed;
  const { records = [], ...rest } = (told as Told | null) ?? {};
  return resultOf(parts, { ...rest, wentBack, ...(from === 'back' ? { unsent: true } : {}) }, records);
};

/** Whether what this device has passed at the host is still what it was there; the newest row of each writer is looked for too. */
const look = async (parts: JobParts, { answer, before }: Extract<Job, { job: 'look' }>): Promise<Result<JobResult>> => {
  const { marks } = await parts.store.kept();
  let wentBack = false;
  const changed = await parts.store.change([...new Set([...answer.rows, ...Object.values(marks)].map(({ id }) => id))], (found) => {
    const { isOther, ahead } = compare(found, answer, before);
    wentBack = isOther;
    return { kept: { ...found.kept, ahead, head: Math.max(found.kept.head, answer.head) } };
  });
  return changed.ok ? resultOf(parts, { wentBack }) : changed;
};

const settle = async (parts: JobParts, { answer }: Extract<Job, { job: 'settle' }>): Promise<Result<JobResult>> => {
  const sent = await parts.store.sending();
  const results = new Map(answer?.ops.map((op, n) => [op, answer.results[n]!]));
  const verdicts = await judgeAll(
    [...results.values()].flatMap((result) => ('row' in result && result.row ? [result.row] : [])),
    parts.ring,
  );
  let told: Told | null = null;
  let opRefused: { id: string; why: string }[] = [];
  let settled = 0;
  const changed = await parts.store.change(
    sent.map(({ id }) => id),
    (found) => {
      const meetings = createMeetings(found, parts, verdicts, found.kept.gap !== null && found.kept.era > 0);
      opRefused = [];
      settled = 0;
      let cursor = found.kept.cursor;
      const { gap, refused } = found.kept;
      const ahead: Record<string, number> = { ...found.kept.ahead };
      /** Whether the cursor has met there, or will, what the host says to have under this number; a number that it has passed may be given out anew. */
      const expect = (local: SyncRow, ver: number, seq: number): void => {
        if (cursor === null || seq < (gap?.before ?? 0)) return;
        if (seq > cursor) ahead[local.id] = seq;
        else if (local.base < ver && (refused[local.id]?.ver ?? 0) < ver && !found.aside.some(({ id }) => id === local.id)) ahead[local.id] = cursor + 1;
      };
      for (const { op, id, ver, counter } of found.sending) {
        const result = results.get(op);
        const local = meetings.locals.get(id);
        if (!result || !local) continue;
        if ('seq' in result) {
          settled++;
          noteMark(meetings.marks, selfOf(parts), { counter, id, ver });
          if (result.seq !== (cursor ?? 0) + 1) expect(local, ver, result.seq);
          if (local.base <= ver) meetings.know(local, { base: ver, at: result.seq });
          // Our own rows need not come back to us where nothing of others lies between.
          if (cursor !== null && result.seq === cursor + 1) cursor = result.seq;
        } else if (result.error === 'conflict' && result.row?.id === id) {
          settled++;
          if (cursor !== null && result.row.seq > cursor) ahead[id] = result.row.seq;
          meetings.meet(result.row);
          opRefused.push({ id, why: 'merged' });
        } else if (result.error === 'conflict' && result.ver === 0) meetings.know(local, { base: 0, at: 0 });
        else opRefused.push({ id, why: result.error });
      }
      // One row alone, refused whole: it is the one.
      if (answer === null && found.sending.length === 1) opRefused.push({ id: found.sending[0]!.id, why: 'malformed' });
      told = meetings.told();
      return { ...meetings.left({ ...found.kept, cursor, ahead, head: Math.max(found.kept.head, answer?.head ?? 0) }), sending: [] };
    },
  );
  if (!changed.ok) return changed;
  const { records = [], ...rest } = (told as Told | null) ?? {};
  return resultOf(parts, { ...rest, unsent: true, opRefused, settled }, records);
};

/** This device's tip, as the record that the others read. */
const tipRecord = (row: SyncRow | undefined, kept: Kept, clock: ClockReading, parts: JobParts): { readonly record: VaultRecord; readonly clock: ClockReading } => {
  const { opener, ring, now } = parts;
  const { n, head } = ring.standing();
  const tip = tipToJson({ marks: new Map(Object.entries(kept.marks)), log: { n, head }, host: kept.head });
  const before = row ? opener.open(row) : undefined;
  const reading = tick(clock, now);
  const record = applyChange(
    typeof before === 'string' ? undefined : before,
    { id: tipId(selfOf(parts)), kind: 'tip', v: 1, set: { tip } },
    stampOf(reading, opener.device),
    opener.device,
  );
  return { record, clock: reading };
};

const prepare = async (parts: JobParts, { rows: most, skip }: Extract<Job, { job: 'prepare' }>): Promise<Result<JobResult>> => {
  const { store, ring, opener, settings } = parts;
  const skipped = new Set(skip);
  const whose = (row: SyncRow): 'ours' | 'theirs' | 'unread' => {
    if (!parts.circle) return 'ours';
    const record = opener.open(row);
    return typeof record === 'string' ? 'unread' : isOurs(parts, record) ? 'ours' : 'theirs';
  };
  const readyAs = (row: SyncRow, of: ReturnType<typeof whose>): SealedRow | null => (of === 'ours' ? sendable(row, ring.standing().epoch, opener) : null);
  const theirs: SyncRow[] = [];
  const ids: string[] = [];
  let [size, after, more] = [0, 0, false];
  const held = new Map<string, 'locked' | 'too-large'>();
  for (;;) {
    const page = await store.unsent(after, most);
    if (page.length === 0) break;
    after = page.at(-1)!.seq;
    for (const row of page) {
      if (skipped.has(row.id)) continue;
      const of = whose(row);
      if (of === 'theirs') theirs.push(row);
      else if (readyAs(row, of) === null) held.set(row.id, 'locked');
      else if (row.blob.length > LIMITS.rowBytes) held.set(row.id, 'too-large');
      else if (ids.length >= most || (ids.length > 0 && size + row.blob.length > settings.bytes)) more = true;
      else {
        ids.push(row.id);
        size += row.blob.length;
      }
      if (more) break;
    }
    if (more) break;
  }
  // What a host lost of another's is sent again by that account's own devices, or by nobody (docs/decisions/0008); here it waits for nothing.
  if (theirs.length > 0) {
    const marked = await store.change(
      theirs.map(({ id }) => id),
      ({ rows, kept }) => ({ kept, known: theirs.filter(({ id, ver }) => rows.get(id)?.ver === ver).map(({ id, ver }) => ({ id, base: ver, at: 0 })) }),
    );
    if (!marked.ok) return marked;
  }
  if (ids.length > 0) {
    const tipRow = opener.rowIdOf(tipId(selfOf(parts)));
    const changed = await store.change([...ids, tipRow], (found) => {
      if (found.sending.length > 0) return { kept: found.kept };
      const { head: logHead } = ring.standing();
      const rows: (SealedRow & Known)[] = [];
      const sending: PushOp[] = [];
      let { counter } = found.kept;
      let { clock } = found;
      const add = (row: SealedRow, base: number): void => {
        const claim = { id: row.id, ver: row.ver, epoch: row.epoch, key: row.key, counter: ++counter, logHead, blob: row.blob };
        sending.push({ op: parts.newOp(), base, ...claim, sig: ring.sign(claim) });
      };
      for (const id of ids) {
        const row = found.rows.get(id);
        if (!row || row.base === row.ver) continue;
        const ready = readyAs(row, whose(row));
        if (!ready) continue;
        if (ready !== row) rows.push({ ...ready, base: row.base, at: row.at });
        add(ready, row.base);
      }
      let { sinceTip } = found.kept;
      const isTip = sinceTip + sending.length >= settings.tipEvery && sending.length > 0 && !sending.some(({ id }) => id === tipRow);
      sinceTip += sending.length;
      if (isTip) {
        const before = found.rows.get(tipRow);
        const made = tipRecord(before, found.kept, clock, parts);
        const row = opener.seal(made.record, tipRow, Math.max(before?.ver ?? 0, before?.base ?? 0) + 1);
        if (row) {
          clock = made.clock;
          rows.push({ ...row, base: before?.base ?? 0, at: before?.at ?? 0 });
          add(row, before?.base ?? 0);
          sinceTip = 0;
        }
      }
      return { rows, sending, clock, kept: { ...found.kept, counter, sinceTip } };
    });
    if (!changed.ok) return changed;
  }
  return resultOf(parts, { unsent: more, held: [...held].map(([id, why]) => ({ id, why })) });
};

/** Where a device stands that is to look through everything at the host: what it does not meet there counts as not sent. */
const anew = (kept: Kept, head: number): Kept => ({ ...kept, era: kept.era + 1, cursor: null, gap: { before: Number.MAX_SAFE_INTEGER }, head, refused: {}, ahead: {} });

const scan = async (parts: JobParts, { head }: Extract<Job, { job: 'scan' }>): Promise<Result<JobResult>> => {
  const changed = await parts.store.change([], ({ kept }) => ({ kept: anew(kept, head) }));
  return changed.ok ? resultOf(parts, {}) : changed;
};

const mergeAside = async (parts: JobParts): Promise<Result<JobResult>> => {
  const ids = await parts.store.asideIds();
  const records: VaultRecord[] = [];
  let [unsent, tips, unread] = [false, false, false];
  for (let i = 0; i < ids.length; i += 200) {
    const some = ids.slice(i, i + 200);
    let told: Told | null = null;
    const waiting = await parts.store.aside(some);
    const verdicts = await judgeAll(waiting, parts.ring);
    const changed = await parts.store.change(some, (found) => {
      const meetings = createMeetings(found, parts, verdicts, true);
      for (const row of waiting) meetings.meet(row);
      told = meetings.told();
      return { ...meetings.left(found.kept), asideDrop: waiting };
    });
    if (!changed.ok) return changed;
    const now = told as Told | null;
    records.push(...(now?.records ?? []));
    unsent ||= now?.unsent ?? false;
    tips ||= now?.tips ?? false;
    unread ||= now?.unread ?? false;
  }
  return resultOf(parts, { unsent, tips, unread }, records);
};

/** Reads the tips of all devices, this one's too, each in the device's own hand, and judges them against what the host shows. */
const judge = async (parts: JobParts): Promise<Result<JobResult>> => {
  const { store, opener, ring } = parts;
  const kept = await store.kept();
  const owners = new Map(Object.keys(kept.marks).map((writer) => [opener.rowIdOf(tipId(writer)), writer]));
  const tips = (await store.rowsById([...owners.keys()])).flatMap((row) => {
    const [member, device = member] = owners.get(row.id)!.split('/') as [string, string?];
    if (device !== row.device || !ring.isHeard(member)) return [];
    const record = opener.open(row);
    const text = typeof record === 'string' ? undefined : registerOf(record, 'tip');
    return (typeof text === 'string' && jsonToTip(text)) || [];
  });
  tips.push({ marks: new Map(Object.entries(kept.marks)), log: { n: ring.standing().n, head: ring.standing().head }, host: 0 });
  const aside = new Set(await store.asideIds());
  const rows = await store.rowsById([...new Set(tips.flatMap(({ marks }) => [...marks.values()].map(({ id }) => id)))]);
  const vers = new Map(rows.map(({ id, base }) => [id, base]));
  const shown = {
    marks: new Map<string, Mark>(),
    verOf: (id: string) => (aside.has(id) ? Number.MAX_SAFE_INTEGER : Math.max(vers.get(id) ?? 0, kept.refused[id]?.ver ?? 0)),
    log: ring.hashes(),
    host: kept.head,
  };
  let worst: Verdict = { kind: 'agrees' };
  const rank = { agrees: 0, withheld: 1, 'rolled-back': 2, forked: 3 };
  for (const tip of tips) {
    const verdict = judgeTip(tip, shown);
    if (rank[verdict.kind] > rank[worst.kind]) worst = verdict;
  }
  return resultOf(parts, { verdict: kept.gap === null ? worst : { kind: 'agrees' } });
};

/**
 * The unsent edits of a removed member become their own, and are no longer unsent. What cannot be opened now stays. Let in again, the
 * device looks through everything: what it holds and the host has not is sent then, or this device would show what no other does.
 */
const part = async (parts: JobParts): Promise<Result<JobResult>> => {
  const { store, opener, keepPrivately } = parts;
  if (!keepPrivately) return resultOf(parts, {});
  for (let after = 0; ;) {
    const page = await store.unsent(after, 200);
    if (page.length === 0) break;
    after = page.at(-1)!.seq;
    const opened = page.map((row) => ({ row, record: opener.open(row) })).filter((one): one is { row: SyncRow; record: VaultRecord } => typeof one.record !== 'string');
    const copied = await keepPrivately(opened.map(({ record }) => record).filter((record) => record.kind !== 'tip' && isOurs(parts, record)));
    if (!copied.ok) return copied;
    const changed = await store.change(
      opened.map(({ row }) => row.id),
      // An edit made meanwhile has a higher version, and is copied the next time round.
      (found) => ({
        kept: found.kept,
        known: opened.filter(({ row }) => found.rows.get(row.id)?.ver === row.ver).map(({ row }) => ({ id: row.id, base: row.ver, at: 0 })),
        sending: [],
      }),
    );
    if (!changed.ok) return changed;
  }
  const changed = await store.change([], ({ kept }) => ({ kept: anew(kept, kept.head) }));
  return changed.ok ? resultOf(parts, {}) : changed;
};

/** Runs one job. Refusals are those of the store and of the log. */
export const runJob = async (parts: JobParts, job: Job): Promise<Result<JobResult>> => {
  switch (job.job) {
    case 'take':
      return take(parts, job);
    case 'look':
      return look(parts, job);
    case 'settle':
      return settle(parts, job);
    case 'prepare':
      return prepare(parts, job);
    case 'scan':
      return scan(parts, job);
    case 'merge-aside':
      return mergeAside(parts);
    case 'judge':
      return judge(parts);
    case 'part':
      return part(parts);
    case 'extend': {
      const grown = await parts.ring.extend(job.page.entries, job.from);
      return grown.ok ? resultOf(parts, { standing: grown.value }) : grown;
    }
  }
};
