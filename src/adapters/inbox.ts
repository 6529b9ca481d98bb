// Letters on their way: what waits in one's own vault is sealed to each receiver and laid into their inbox at the host; what lies in
// one's own inbox is opened, verified and taken into one's own vault, from where all of one's devices get it. What a letter is, rules
// of the rooms say (`LetterRules`). Invariants: every step can be broken off, and repeated by another device, without a letter being lost
// or there twice; an item leaves the inbox only once its letter lies at the host in one's own vault; whoever is named as sender wrote it.

import { base64ToBytes, bytesToBase64 } from '#core/base64.ts';
import type { Change } from '#core/change.ts';
import type { VaultRecord } from '#core/record.ts';
import { ok, type Refusal, type Result } from '#core/result.ts';
import type { DeviceAccount } from '#crypto/device-account.ts';
import { openFromInbox, sealForInbox } from '#crypto/inbox-seal.ts';
import type { Session } from '#crypto/session.ts';
import { isInboxPage } from '#sync/account-protocol.ts';
import type { KeyRing } from '#sync/ring.ts';
import { anything, callsOf, readUp, type AccountParts } from './account-parts.ts';
import { createHttpHost } from './http-host.ts';
import type { CallFailure } from './host-calls.ts';

/** One kind of place for all letters (`InboxPlace.kind`). */
const KIND = 'letter';

export interface LetterOut {
  readonly id: string;
  readonly circle: string;
  readonly to: string;
  readonly at: string;
  readonly bytes: Uint8Array;
}

/** What the rooms know of letters (rooms/circles/letters.ts). */
export interface LetterRules {
  /** Id of the record that says what waits. */
  readonly outbox: string;
  waits(outbox: VaultRecord | undefined): readonly string[];
  /** The key that was last sealed to, of each to whom a letter went. */
  boxes(outbox: VaultRecord | undefined): readonly { readonly circle: string; readonly to: string; readonly box: string }[];
  read(record: VaultRecord, me: string): LetterOut | null;
  sent(letter: LetterOut, box: string): readonly Change[];
  knows(circle: string, to: string, box: string): readonly Change[];
  nothing(id: string): readonly Change[];
  cannot(id: string, why: string): readonly Change[];
  again(ids: readonly string[]): readonly Change[];
  take(
    bytes: Uint8Array,
    of: { readonly circle: string; readonly from: string; readonly to: string },
    came: string,
  ): { readonly id: string; readonly changes: readonly Change[] } | 'newer' | null;
}

/** A circle that is or was one's own, as far as this device has its log. */
export interface InboxCircle {
  readonly vault: string;
  readonly ring: KeyRing;
}

export interface InboxParts extends AccountParts {
  readonly session: Session;
  account(): DeviceAccount;
  readonly rules: LetterRules;
  /** Those that this device can open, also those that were left. Asked only where something is to be carried. */
  circles(): Promise<readonly InboxCircle[]>;
  /** Records of one's own vault as they now are here. */
  readonly onRecords?: (records: readonly VaultRecord[]) => void;
  /** Sends what was written into one's own vault; true once all of it is at the host. */
  landed(): Promise<boolean>;
  readonly onNotice?: (notice: Refusal) => void;
}

export interface Carried {
  readonly sent: number;
  readonly came: number;
  /** Something waits for the next time: a full inbox, a host out of reach, keys that are not the newest. */
  readonly waits: boolean;
}

type Way = 'both' | 'out';

export interface Inbox {
  /** Carries what there is to carry: `out`, without a look into one's own inbox. One run at a time: another that is asked for meanwhile follows. */
  run(way?: Way): Promise<Carried>;
}

/**
 * Milliseconds that an item may lie which nobody here can open, or of whose sender nothing is known: another device may have joined a circle, or have
 * newer keys; the sender's joining may not have come. By the host's clock alone: a device's may be years ahead.
 */
const PATIENCE = 7 * 86_400_000;
/** What was left there is fetched again after so long; and what may have come to lie among it, since clocks of a host's nodes differ. */
const [ANEW, AMONG] = [86_400_000, 3_600_000];
/** What a host says when it cannot answer now: everything waits. */
const LATER = new Set(['offline', 'session-needed', 'too-many', 'slow', 'fault', 'ending', 'unreadable', 'store-gone', 'store-full']);

export const createInbox = (parts: InboxParts): Inbox => {
  const { sodium, random, session, rules, onNotice = () => undefined, onRecords = () => undefined } = parts;

  const commit = async (changes: readonly Change[]): Promise<Result<null>> => {
    if (changes.length === 0) return ok(null);
    const done = await session.vault.commit(changes, parts.now());
    if (done.ok) onRecords(done.value.records);
    return done.ok ? ok(null) : done;
  };

  const recordOf = async (id: string): Promise<VaultRecord | undefined> => (await session.vault.byId([id])).records[0];

  const call = () => callsOf(parts, parts.account().host);
  const token = () => parts.account().token;

  /** The circle's log as the host has it now; `gone`: the host knows no such circle with us in it. */
  const readUpCircle = async ({ vault, ring }: InboxCircle): Promise<'read' | 'gone' | 'not-now'> => {
    const isRead = await readUp(createHttpHost(call(), vault, token), ring);
    return !isRead.ok ? 'not-now' : isRead.value ? 'read' : 'gone';
  };

  /** Under keys that were changed elsewhere nothing is sealed, opened or thrown away. */
  const areKeysOld = (circles: readonly InboxCircle[]): boolean => circles.some(({ ring }) => ring.standing().lacks?.code === 'account-key-old');

  /** Letters to people whose keys have changed since may lie there sealed to keys that they no longer have: they go once more. */
  const lookForChangedKeys = async (outbox: VaultRecord | undefined, circles: readonly InboxCircle[]): Promise<void> => {
    const me = parts.account().account;
    const other = rules.boxes(outbox).flatMap((known) => {
      const circle = circles.find(({ vault }) => vault === known.circle);
      const boxNow = () => circle?.ring.state()?.members.get(known.to)?.box ?? known.box;
      return circle && boxNow() !== known.box ? [{ ...known, circle, boxNow }] : [];
    });
    if (other.length === 0) return;
    // It may as well be that this device has the older log.
    for (const circle of new Set(other.map((each) => each.circle))) if ((await readUpCircle(circle)) !== 'read') return;
    const changed = other.filter(({ box, boxNow }) => boxNow() !== box);
    if (changed.length === 0) return;
    const again: string[] = [];
    for await (const { records } of session.vault.all())
      for (const record of records) {
        const letter = rules.read(record, me);
        if (letter && changed.some(({ circle, to }) => circle.vault === letter.circle && to === letter.to)) again.push(letter.id);
      }
    await commit([...rules.again(again), ...changed.flatMap(({ circle, to, boxNow }) => rules.knows(circle.vault, to, boxNow()))]);
  };

  /** Refusals: the host's, in its own words. */
  const lay = async (letter: LetterOut, member: { readonly id: string; readonly box: string }): Promise<Result<unknown, CallFailure>> => {
    // Another item for another key: what lies there under an old one does not stand in its way.
    const item = session.idFor(`letter ${letter.id} ${member.box}`);
    const sealed = sealForInbox(sodium, random, letter.bytes, { vault: letter.circle, kind: KIND, item }, parts.account().identity, member);
    if (!sealed.ok) return sealed;
    const posted = await call().json('POST', '/inbox', anything, { token: token(), body: { to: letter.to, vault: letter.circle, id: item, blob: bytesToBase64(sealed.value) } });
    // It was laid there before, and that was not noted; sealed once more it is other bytes.
    return !posted.ok && posted.error.code === 'already-given' ? ok(null) : posted;
  };

  type Member = { readonly id: string; readonly box: string } | 'letter-i-left' | 'letter-they-left';

  const memberIn = ({ ring }: InboxCircle, { to }: LetterOut): Member => {
    const { members } = ring.state()!;
    return members.has(parts.account().account) ? (members.get(to) ?? 'letter-they-left') : 'letter-i-left';
  };

  const memberNow = async (circle: InboxCircle, letter: LetterOut): Promise<Member> => ((await readUpCircle(circle)) === 'gone' ? 'letter-i-left' : memberIn(circle, letter));

  /** It stays with its writer, and is carried no more. */
  const giveUp = async ({ id }: LetterOut, why: string): Promise<void> => {
    await commit(rules.cannot(id, why));
    onNotice({ code: why });
  };

  const deliver = async (circlesOf: () => Promise<readonly InboxCircle[]>): Promise<{ readonly sent: number; readonly waits: boolean }> => {
    const { account } = parts.account();
    const before = await recordOf(rules.outbox);
    if (!before) return { sent: 0, waits: false };
    const circles = await circlesOf();
    if (areKeysOld(circles)) return { sent: 0, waits: true };
    await lookForChangedKeys(before, circles);
    const ids = rules.waits(await recordOf(rules.outbox));
    const found = new Map((await session.vault.byId(ids)).records.map((record) => [record.id, record]));
    const letters: LetterOut[] = [];
    for (const id of ids) {
      const record = found.get(id);
      const letter = record && rules.read(record, account);
      if (letter) letters.push(letter);
      else await commit(rules.nothing(id));
    }
    letters.sort((a, b) => (a.at === b.at ? (a.id < b.id ? -1 : 1) : a.at < b.at ? -1 : 1));
    // Who is kept waiting for one letter gets no later one before it.
    const held = new Set<string>();
    let sent = 0;
    for (const letter of letters) {
      if (held.has(letter.to)) continue;
      const circle = circles.find(({ vault }) => vault === letter.circle);
      if (!circle?.ring.state()) {
        held.add(letter.to);
        continue;
      }
      let member = memberIn(circle, letter);
      // Known only once the log is the newest.
      if (typeof member === 'string') member = await memberNow(circle, letter);
      if (typeof member === 'string') {
        await giveUp(letter, member);
        continue;
      }
      const laid = await lay(letter, member);
      if (laid.ok) {
        const noted = await commit(rules.sent(letter, member.box));
        if (!noted.ok) return { sent, waits: true };
        sent++;
        continue;
      }
      const { code } = laid.error;
      if (LATER.has(code)) return { sent, waits: true };
      // Somebody has gone, and the log here does not say so yet.
      const now = code === 'not-found' ? await memberNow(circle, letter) : null;
      if (typeof now === 'string') await giveUp(letter, now);
      else if (code !== 'not-found' && code !== 'quota-full') await giveUp(letter, 'letter-not-taken');
      else {
        if (code === 'quota-full') onNotice({ code: 'letter-inbox-full' });
        held.add(letter.to);
      }
    }
    return { sent, waits: held.size > 0 };
  };

  type Opened = { readonly circle: string; readonly from: string; readonly body: Uint8Array };
  /** `unsure`: it is sealed to us in this circle, and no key that the log here names for its sender (`isKnown`: there is one) fits. */
  type Sealed = Opened | { readonly unsure: InboxCircle; readonly isKnown: boolean } | 'forged' | null;

  const openIn = (circles: readonly InboxCircle[], { id, from, blob }: { readonly id: string; readonly from: string; readonly blob: Uint8Array }): Sealed => {
    const { identity } = parts.account();
    for (const circle of circles) {
      const { vault, ring } = circle;
      // Keys of before too: an item may have lain there while they changed, or while its writer left.
      const signOf = (sender: string): readonly string[] => (ring.state()?.writers.get(sender) ?? []).map(({ sign }) => sign);
      const opened = openFromInbox(sodium, blob, { vault, kind: KIND, item: id }, identity, signOf);
      if (opened.ok) return opened.value.from === from ? { circle: vault, ...opened.value } : 'forged';
      if (opened.error.code !== 'inbox-damaged') return { unsure: circle, isKnown: opened.error.code === 'inbox-forged' };
    }
    return null;
  };

  /** Where the last look ended, and what was known then: what was left before that opens no better until more is known, and is not fetched each time that something comes. */
  let left: { readonly until: number; readonly known: string; readonly since: number } | null = null;
  const knownNow = (circles: readonly InboxCircle[]): string =>
    JSON.stringify([parts.account().identity.publicKeys.box, circles.map(({ vault, ring }) => [vault, ring.standing().n])]);

  const takeIn = async (circlesOf: () => Promise<readonly InboxCircle[]>): Promise<{ readonly came: number; readonly waits: boolean }> => {
    const done: string[] = [];
    const before = left && Math.abs(parts.now() - left.since) < ANEW && left.known === knownNow(await circlesOf()) ? left : null;
    let known = before?.known;
    let [came, after, waits, until] = [0, before ? `${before.until}.${'0'.repeat(26)}` : '', false, 0];
    left = null;
    const readNow = new Map<string, Awaited<ReturnType<typeof readUpCircle>>>();
    const bad = new Set<'letter-forged' | 'letter-unreadable'>();
    for (;;) {
      const page = await call().json('GET', `/inbox${after === '' ? '' : `?after=${after}`}`, isInboxPage, { token: token() });
      if (!page.ok) return { came, waits: true };
      const { items, more, now } = page.value;
      until = Math.max(0, now - AMONG);
      if (items.length === 0) break;
      const circles = await circlesOf();
      if (areKeysOld(circles)) return { came, waits: true };
      known ??= knownNow(circles);
      for (const { id: item, from, at, blob } of items) {
        after = `${at}.${item}`;
        const sealed = { id: item, from, blob: base64ToBytes(blob) ?? new Uint8Array() };
        let opened = openIn(circles, sealed);
        if (opened && opened !== 'forged' && 'unsure' in opened) {
          // The log here may be older than its writer's joining, or than their keys.
          const { unsure } = opened;
          const read = readNow.get(unsure.vault) ?? (await readUpCircle(unsure));
          readNow.set(unsure.vault, read);
          if (read === 'not-now') {
            waits = true;
            continue;
          }
          opened = openIn(circles, sealed);
          if (read === 'read' && opened && opened !== 'forged' && 'unsure' in opened && opened.isKnown) opened = 'forged';
        }
        const { account } = parts.account();
        const letter =
          opened && opened !== 'forged' && 'body' in opened && opened.from !== account
            ? rules.take(opened.body, { circle: opened.circle, from: opened.from, to: account }, new Date(parts.now()).toISOString())
            : null;
        if (letter && letter !== 'newer') {
          if (!(await recordOf(letter.id))) {
            const kept = await commit(letter.changes);
            if (!kept.ok) return { came, waits: true };
            came++;
          }
          done.push(item);
        } else if (opened === 'forged') {
          bad.add('letter-forged');
          done.push(item);
        } else if (now - at > PATIENCE) {
          bad.add('letter-unreadable');
          done.push(item);
        }
      }
      if (!more) break;
    }
    for (const code of bad) onNotice({ code });
    // Until it lies with all of one's devices, the only copy beside this one is the item.
    if (done.length > 0 && !(await parts.landed())) return { came, waits: true };
    for (const item of done) if (!(await call().json('DELETE', `/inbox/${item}`, anything, { token: token() })).ok) return { came, waits: true };
    if (!waits && known !== undefined) left = { until, known, since: before?.since ?? parts.now() };
    return { came, waits };
  };

  const once = async (way: Way): Promise<Carried> => {
    if (token() === null) return { sent: 0, came: 0, waits: true };
    let asked: Promise<readonly InboxCircle[]> | null = null;
    const circlesOf = () => (asked ??= parts.circles());
    const out = await deliver(circlesOf);
    const into = way === 'both' ? await takeIn(circlesOf) : { came: 0, waits: false };
    return { sent: out.sent, came: into.came, waits: out.waits || into.waits };
  };

  let running: Promise<Carried> | null = null;
  let next: Promise<Carried> | null = null;
  let nextWay: Way = 'out';
  const run = (way: Way = 'both'): Promise<Carried> => {
    if (!running) return (running = once(way).finally(() => (running = null)));
    if (way === 'both') nextWay = way;
    next ??= running
      .catch(() => undefined)
      .then(() => {
        const asked = nextWay;
        [next, nextWay] = [null, 'out'];
        return run(asked);
      });
    return next;
  };
  return { run };
};
