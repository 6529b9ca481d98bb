// What a device knows of a vault's members: the log it has verified, the keys of every epoch that it can open, its own signing.
// Invariants: entries are in the store before anything relies on them; a row is good only under the sign key of a member of
// its own epoch, and only when the log entry that its writer knew is one of ours.

import { base64ToBytes, bytesToBase64 } from '#core/base64.ts';
import type { Random } from '#core/ids.ts';
import { ok, refuse, type Refusal, type Result } from '#core/result.ts';
import type { OwnKeys } from '#crypto/device-keys.ts';
import { isEpochKey, keysBack, openEpochKey } from '#crypto/epochs.ts';
import type { LogEntry } from '#crypto/log-entries.ts';
import { newEpoch } from '#crypto/membership-deeds.ts';
import { extend, writersAt, type LogState } from '#crypto/membership-log.ts';
import { openPushKey, tagPush } from '#crypto/push-tag.ts';
import type { Sodium } from '#crypto/seal.ts';
import { signWrite, verifyWrite, type WriteClaims } from '#crypto/write-signature.ts';
import type { HostRow, LogEntryText } from './protocol.ts';
import type { LogStanding, LogStore, Ring, RowVerdict } from './ports.ts';

export const entryToText = ({ bytes, sig }: LogEntry): LogEntryText => ({ bytes: bytesToBase64(bytes), sig: bytesToBase64(sig) });

export const textToEntry = ({ bytes, sig }: LogEntryText): LogEntry => ({ bytes: base64ToBytes(bytes) ?? new Uint8Array(), sig: base64ToBytes(sig) ?? new Uint8Array() });

/** Verifies many signatures; a platform may do them in threads. `publicKey` in base 64. */
export type VerifyWrites = (
  writes: readonly { readonly publicKeys: readonly string[]; readonly claims: WriteClaims; readonly blob: Uint8Array; readonly sig: Uint8Array }[],
) => Promise<readonly boolean[]>;

export const verifyHere =
  (sodium: Sodium): VerifyWrites =>
  async (writes) =>
    writes.map(({ publicKeys, claims, blob, sig }) => publicKeys.some((key) => verifyWrite(sodium, key, claims, blob, sig)));

export interface RingParts {
  readonly sodium: Sodium;
  readonly random: Random;
  readonly store: LogStore;
  readonly vault: string;
  readonly device: string;
  /** The keys under which this device is, or acts for, a member: its own in a personal vault, the account's in a circle. */
  readonly own: OwnKeys;
  /** Keys of epochs that are at hand without the log: a vault is written in before it ever meets a host. */
  readonly known?: ReadonlyMap<number, Uint8Array>;
  /** Hash of the entry with which the log must begin: with it no host can show another vault in this one's place. */
  readonly begins?: string;
  readonly verify?: VerifyWrites;
}

export interface KeyRing extends Ring {
  /** Null when this device has not got it. */
  epochKey(epoch: number): Uint8Array | null;
  /** The newest epoch whose key this device has: what it seals under, also once it was removed. */
  keyEpoch(): number;
  state(): LogState | null;
}

const NO_HEAD = '0'.repeat(64);

/** Reads the log that the store has kept. Refusal `log-broken` when what it kept is no log. */
export const openRing = async ({ sodium, random, store, vault, device, own, known = new Map(), begins, verify = verifyHere(sodium) }: RingParts): Promise<Result<KeyRing>> => {
  let state: LogState | null = null;
  let pushKey: Uint8Array | null = null;
  const texts: LogEntryText[] = [];
  const hashes: string[] = [];
  const places = new Map<string, number>();
  const keys = new Map<number, Uint8Array>(known);

  const take = (entry: LogEntryText, next: LogState): void => {
    state = next;
    texts.push(entry);
    places.set(next.head, hashes.length);
    hashes.push(next.head);
  };

  /** The newest epoch that was sealed to us, and from it all before. */
  const findKeys = (): void => {
    if (!state) return;
    for (let epoch = state.epoch; epoch >= 1 && !keys.has(epoch); epoch--) {
      const sealed = state.epochs[epoch - 1]!.keys.get(own.id);
      const key = sealed === undefined ? null : openEpochKey(sodium, sealed, own, vault, epoch);
      if (!key) continue;
      for (const [at, one] of keysBack(sodium, state, epoch, key).keys) keys.set(at, one);
    }
  };

  /** A log made up around our public keys would bring keys of its own: those that were here before it must be the ones that it names. */
  const fitsKnown = (after: LogState, before: LogState | null): boolean =>
    after.epoch === before?.epoch || [...known].every(([epoch, key]) => epoch > after.epoch || isEpochKey(sodium, after, epoch, key));

  const lacks = ({ members, epoch, epochs }: LogState): Refusal | null => {
    const member = members.get(own.id);
    if (member && member.sign !== own.publicKeys.sign) return { code: 'account-key-old' };
    return !member || keys.has(epoch) ? null : { code: 'epoch-key-wrong', with: { epoch, by: epochs[epoch - 1]!.by } };
  };

  const standing = (): LogStanding =>
    state
      ? { n: state.n, head: state.head, epoch: state.epoch, isMember: state.members.has(own.id), lacks: lacks(state) }
      : { n: 0, head: NO_HEAD, epoch: 1, isMember: false, lacks: null };

  for (const entry of await store.logEntries()) {
    // What the store kept was verified before it was kept.
    const next = extend(sodium, state, textToEntry(entry), { verified: true });
    if (!next.ok) return refuse({ code: 'log-broken' });
    take(entry, next.value);
  }
  findKeys();

  const claimsOf = ({ id, ver, epoch, key, counter, logHead }: Omit<WriteClaims, 'vault' | 'device'>, by: string): WriteClaims => ({
    vault,
    id,
    ver,
    epoch,
    key,
    device: by,
    counter,
    logHead,
  });

  return ok({
    standing,
    state: () => state,
    epochKey: (epoch) => keys.get(epoch) ?? null,
    keyEpoch: () => Math.max(1, ...keys.keys()),
    hashes: () => hashes,
    entries: (after) => texts.slice(after),
    async extend(entries, from) {
      if (from > texts.length) return ok(standing());
      const there = texts.slice(from, from + entries.length);
      if (there.some(({ bytes }, i) => entries[i]!.bytes !== bytes)) return refuse({ code: 'log-forked' });
      const at = texts.length;
      let next = state;
      const good: { readonly entry: LogEntryText; readonly after: LogState }[] = [];
      let why: string | null = null;
      for (const entry of entries.slice(there.length)) {
        const extended = extend(sodium, next, textToEntry(entry));
        if (!extended.ok) {
          // It follows another entry than our last: two histories, or a host that mixes them.
          why = extended.error.code === 'log-behind' ? 'log-forked' : 'log-broken';
          break;
        }
        if (extended.value.vault !== vault || !fitsKnown(extended.value, next) || (next === null && begins !== undefined && extended.value.head !== begins)) why = 'log-broken';
        if (why !== null) break;
        next = extended.value;
        good.push({ entry, after: next });
      }
      if (good.length > 0) {
        const written = await store.keepLog(
          good.map(({ entry }) => entry),
          at,
        );
        if (!written.ok) return written;
        if (at === texts.length) for (const { entry, after } of good) take(entry, after);
        findKeys();
      }
      return why !== null && good.length === 0 ? refuse({ code: why }) : ok(standing());
    },
    newEpoch(now) {
      // The newest that was given to us truly: what others were given with a false one is read through it.
      const present = state && keys.get(Math.max(...keys.keys()));
      if (!state?.due || !present || lacks(state)?.code === 'account-key-old') return null;
      const made = newEpoch({ sodium, random, now, own }, state, present);
      return made.ok ? entryToText(made.value.entry) : null;
    },
    sign: (op) => bytesToBase64(signWrite(sodium, own.signSecret, claimsOf(op, device), op.blob)),
    takePushKey(sealed) {
      const key = openPushKey(sodium, sealed, own, { vault, device });
      pushKey = key ?? pushKey;
      return key !== null;
    },
    tagPush: (frame) => pushKey && tagPush(sodium, pushKey, frame),
    isHeard: (member) => state?.members.has(member) ?? false,
    async judge(rows) {
      const verdicts = new Map<HostRow, RowVerdict>();
      const open: { readonly row: HostRow; readonly publicKeys: readonly string[] }[] = [];
      for (const row of rows) {
        if (!state || !places.has(row.logHead) || row.epoch > state.epoch) verdicts.set(row, 'log-unknown');
        else {
          const publicKeys = writersAt(state, row.author, row.epoch);
          // In one's own vault a device speaks for itself: in another's name it could hide that rows of that one are kept back.
          if (state.kind === 'personal' && row.author !== row.device) verdicts.set(row, 'signature-wrong');
          else if (publicKeys.length === 0) verdicts.set(row, 'not-a-member');
          else open.push({ row, publicKeys });
        }
      }
      const good = await verify(
        open.map(({ row, publicKeys }) => ({ publicKeys, claims: claimsOf(row, row.device), blob: row.blob, sig: base64ToBytes(row.sig) ?? new Uint8Array() })),
      );
      open.forEach(({ row }, i) => verdicts.set(row, good[i] ? 'good' : 'signature-wrong'));
      return rows.map((row) => verdicts.get(row)!);
    },
  });
};
