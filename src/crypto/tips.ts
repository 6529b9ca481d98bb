// What a device has seen, written down and sealed where the host cannot read it, so that devices can tell one another when a
// host keeps something back. Each device keeps one such tip, its own included when it asks the host again after a pause.
// A mark names a row, not only a count: another device may since have written over the row that carried the count, and then a
// higher version of the same row says that nothing is missing. Invariant: an honest host is never accused.

import { isDeviceId, isId } from '#core/ids.ts';
import { isHash } from './domain.ts';

/** The row with the highest counter seen of a device. */
export interface Mark {
  readonly counter: number;
  readonly id: string;
  readonly ver: number;
}
/** By writer, see `writerOf`. */
export type Marks = ReadonlyMap<string, Mark>;

/** Who counts: a device in one's own vault; in a circle an account's device, since an account could name another's. */
export const writerOf = (author: string, device: string): string => (author === device ? device : `${author}/${device}`);

const isWriter = (value: unknown): value is string => {
  if (typeof value !== 'string') return false;
  const [first, second, ...more] = value.split('/');
  return more.length === 0 && (second === undefined ? isDeviceId(first) : isId(first) && isDeviceId(second));
};

export interface Tip {
  readonly marks: Marks;
  /** How many entries of the membership log, and the hash of the last. */
  readonly log: { readonly n: number; readonly head: string };
  /** The host's head: the highest sequence number it told of. */
  readonly host: number;
}

/** Takes note of a verified row of a writer (see `writerOf`). */
export const noteMark = (marks: Record<string, Mark>, writer: string, { counter, id, ver }: Mark): void => {
  if ((marks[writer]?.counter ?? 0) < counter) marks[writer] = { counter, id, ver };
};

/** What the host shows us now, after everything that it offers was pulled and the log was fetched. */
export interface Shown {
  readonly marks: Marks;
  /** Version at hand of a row; undefined when there is none. */
  verOf(id: string): number | undefined;
  /** Hash of each entry of the log, from the first. */
  readonly log: readonly string[];
  readonly host: number;
}

export type Verdict =
  | { readonly kind: 'agrees' }
  /** Two histories of the membership: the entry with this number is not the one that the tip's device saw. */
  | { readonly kind: 'forked'; readonly n: number }
  /** The host's head was higher once. */
  | { readonly kind: 'rolled-back'; readonly was: number; readonly is: number }
  /** Rows of these devices, or entries of the log, that somebody saw and we are not given. */
  | { readonly kind: 'withheld'; readonly devices: readonly string[]; readonly entries: number };

/** The gravest of what is wrong. Asked too early (before a complete pull) it would accuse an honest host. */
export const judgeTip = (tip: Tip, shown: Shown): Verdict => {
  const { n, head } = tip.log;
  if (n > 0 && n <= shown.log.length && shown.log[n - 1] !== head) return { kind: 'forked', n: n - 1 };
  if (shown.host < tip.host) return { kind: 'rolled-back', was: tip.host, is: shown.host };
  const devices = [...tip.marks]
    .filter(([device, mark]) => (shown.marks.get(device)?.counter ?? 0) < mark.counter && (shown.verOf(mark.id) ?? 0) < mark.ver)
    .map(([device]) => device)
    .sort();
  const entries = Math.max(0, n - shown.log.length);
  return devices.length > 0 || entries > 0 ? { kind: 'withheld', devices, entries } : { kind: 'agrees' };
};

/** A tip as plain data, for a sealed record; marks in the order of their devices. */
export const tipToJson = ({ marks, log, host }: Tip): string =>
  JSON.stringify({
    v: 1,
    marks: [...marks].sort(([a], [b]) => (a < b ? -1 : 1)).map(([device, { counter, id, ver }]) => [device, counter, id, ver]),
    log: [log.n, log.head],
    host,
  });

const isCount = (value: unknown, least: number): value is number => Number.isSafeInteger(value) && (value as number) >= least;

/** Null when it is not a tip that we can read: it then says nothing. */
export const jsonToTip = (text: string): Tip | null => {
  try {
    const { v, marks, log, host } = Object(JSON.parse(text)) as Record<string, unknown>;
    if (v !== 1 || !Array.isArray(marks) || !Array.isArray(log) || !isCount(host, 0) || !isCount(log[0], 0) || !isHash(log[1])) return null;
    const read = new Map<string, Mark>();
    for (const mark of marks as readonly (readonly unknown[])[]) {
      const [device, counter, id, ver] = mark;
      if (!isWriter(device) || !isCount(counter, 1) || !isId(id) || !isCount(ver, 1)) return null;
      read.set(device, { counter, id, ver });
    }
    return { marks: read, log: { n: log[0], head: log[1] }, host };
  } catch {
    return null;
  }
};
