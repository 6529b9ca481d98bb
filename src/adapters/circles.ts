// A circle on a device: the log read and verified, its keys kept, an unlocked vault over its own rows; and what is done in it: begun,
// joined with a link, others invited, sent away, left, its key made anew. Invariants: an entry is posted on the newest log and, when
// somebody was first, made anew from the newer one; whoever was sent away is told so and loses nothing that is here; the epochs' keys
// lie sealed under one's own vault's first key, so that what could be read can be read when the account's own keys have changed.

import { base64ToBytes, bytesToBase64 } from '#core/base64.ts';
import { newId } from '#core/ids.ts';
import type { Sealer, Store } from '#core/ports.ts';
import { ok, refuse, type Result } from '#core/result.ts';
import { bytesToTextStrict, textToBytes } from '#core/text.ts';
import { openUnder, pad, sealUnder, unpad } from '#crypto/boxed.ts';
import type { BulkCipher } from '#crypto/chunks.ts';
import type { DeviceAccount } from '#crypto/device-account.ts';
import { makeKeys } from '#crypto/device-keys.ts';
import { exactBytes } from '#crypto/domain.ts';
import { inviteProof, type InviteLink } from '#crypto/invites.ts';
import { readEntry } from '#crypto/log-entries.ts';
import type { Argon2id } from '#crypto/keys.ts';
import { beginCircle, invitePeople, joinByLink, leave, newEpoch, removeMembers, setRole, type Doing, type Made } from '#crypto/membership-deeds.ts';
import type { LogState } from '#crypto/membership-log.ts';
import { openSession, type Session } from '#crypto/session.ts';
import { openWelcome, sealWelcome, type Welcome } from '#crypto/welcome.ts';
import { isWelcomePage } from '#sync/account-protocol.ts';
import type { LogStore, SyncStore } from '#sync/ports.ts';
import { isLogPage } from '#sync/protocol.ts';
import { entryToText, openRing, textToEntry, type KeyRing } from '#sync/ring.ts';
import { anything, callsOf, readUp, refusalOf, type AccountParts, type OpenVault } from './account-parts.ts';
import { createHostCalls } from './host-calls.ts';
import { createHttpHost } from './http-host.ts';

/** Where a circle's rows and log lie on this device, apart from one's own. */
export interface CirclePlace {
  readonly store: Store;
  readonly sync: SyncStore & LogStore;
}

export interface CircleParts extends AccountParts {
  readonly sealer: Sealer;
  readonly cipher: BulkCipher;
  readonly argon2id: Argon2id;
  /** One's own vault, and the account that it is in. */
  readonly open: OpenVault;
  readonly account: DeviceAccount;
}

export interface Circle {
  readonly vault: string;
  readonly place: CirclePlace;
  readonly ring: KeyRing;
  readonly session: Session;
}

const KEYS_NOTE = 'circle';

/** The keys of a circle's epochs, as this device keeps them. Null when there are none that open. */
const readKeys = async ({ sodium, open }: Pick<CircleParts, 'sodium' | 'open'>, vault: string, { store }: CirclePlace): Promise<ReadonlyMap<number, Uint8Array> | null> => {
  const sealed = base64ToBytes((await store.note(KEYS_NOTE)) ?? '');
  const padded = sealed && openUnder(sodium, sealed, open.key, 'device circle', [open.header.vault, vault]);
  const plain = padded && unpad(padded);
  try {
    const { v, keys } = Object(JSON.parse((plain && bytesToTextStrict(plain)) ?? '')) as Record<string, unknown>;
    if (v !== 1 || !Array.isArray(keys)) return null;
    return new Map((keys as readonly unknown[]).flatMap((key, n) => [[n + 1, exactBytes(key, 32)] as const]).filter((pair): pair is [number, Uint8Array] => pair[1] !== null));
  } catch {
    return null;
  }
};

/** Keeps the keys that the ring has found. To be called whenever its epoch may have grown. Refusals of the store. */
export const keepKeys = async (
  { sodium, random, open }: Pick<CircleParts, 'sodium' | 'random' | 'open'>,
  { vault, place, ring }: Omit<Circle, 'session'>,
): Promise<Result<null>> => {
  const keys = Array.from({ length: ring.keyEpoch() }, (_, n) => ring.epochKey(n + 1)).map((key) => (key ? bytesToBase64(key) : null));
  const known = await readKeys({ sodium, open }, vault, place);
  if (known && keys.every((key, n) => key === null || known.has(n + 1))) return ok(null);
  const sealed = sealUnder(sodium, random, pad(textToBytes(JSON.stringify({ v: 1, keys })))!, open.key, 'device circle', [open.header.vault, vault]);
  return place.store.setNote(KEYS_NOTE, bytesToBase64(sealed));
};

/** What it takes to read what is here, also of who is in no account any more. */
export type ReadingParts = Omit<CircleParts, 'account'>;

const ringAt = async (
  parts: ReadingParts & { readonly account: Pick<DeviceAccount, 'identity'> },
  vault: string,
  place: CirclePlace,
  begins?: string,
): Promise<Result<KeyRing>> => {
  const { sodium, random, open, account } = parts;
  const known = (await readKeys(parts, vault, place)) ?? new Map<number, Uint8Array>();
  return openRing({ sodium, random, store: place.sync, vault, device: open.header.device, own: account.identity, known, ...(begins === undefined ? {} : { begins }) });
};

export const circleHost = (parts: CircleParts, vault: string) => createHttpHost(callsOf(parts, parts.account.host), vault, () => parts.account.token);

const opened = async (parts: ReadingParts, vault: string, place: CirclePlace, ring: KeyRing): Promise<Result<Circle>> => {
  const { sodium, random, sealer, cipher, argon2id, open } = parts;
  const key = ring.epochKey(1);
  if (!key) return refuse(ring.standing().lacks ?? { code: 'circle-key-none' });
  const kept = await keepKeys(parts, { vault, place, ring });
  if (!kept.ok) return kept;
  const header = { format: 1 as const, vault, device: open.header.device, epoch: 1, made: '', lock: null };
  const session = await openSession({ store: place.store, sealer, sodium, cipher, argon2id, random, header, key, epochs: ring });
  return ok({ vault, place, ring, session });
};

/**
 * A circle that this device, or another of the person's, is in. A device that has not met it yet asks the host for its log; so does one
 * to which no key of the log that it kept opens, as when the account's keys were changed again since. Refusals:
 * `circle-gone` (the host knows no such circle with us in it), `circle-key-none`, `epoch-key-wrong`, `account-key-old`, the log's, the host's.
 */
export const openCircle = async (parts: CircleParts, vault: string, place: CirclePlace, begins: string): Promise<Result<Circle>> => {
  const ring = await ringAt(parts, vault, place, begins);
  if (!ring.ok) return ring;
  if (!ring.value.state() || !ring.value.epochKey(1)) {
    const isRead = await readUp(circleHost(parts, vault), ring.value);
    if (!isRead.ok) return isRead;
    if (!isRead.value) return refuse({ code: 'circle-gone' });
  }
  return opened(parts, vault, place, ring.value);
};

/** After another tab or process read more of the log, and perhaps a newer key: as it is kept now. The session goes on. */
export const circleAgain = async (parts: CircleParts, circle: Circle): Promise<Result<Circle>> => {
  const ring = await ringAt(parts, circle.vault, circle.place);
  if (!ring.ok) return ring;
  circle.session.follow(ring.value);
  return ok({ ...circle, ring: ring.value });
};

export interface CircleMember {
  readonly id: string;
  readonly role: 'facilitator' | 'member';
  /** Instant by the clock of whoever wrote the entry that brought them in. */
  readonly since: string;
}

/** As the log has them, the longest-standing first. */
export const membersOf = ({ ring }: Pick<Circle, 'ring'>): readonly CircleMember[] => {
  const entries = ring.entries(0);
  const since = (n: number): string => {
    const read = entries[n] && readEntry(textToEntry(entries[n]));
    return read?.ok ? read.value.at : '';
  };
  return [...(ring.state()?.members.values() ?? [])].map((member) => ({ id: member.id, role: member.role, since: since(member.since) }));
};

/** Note of a circle's own store: the host said that we are not in it any more. */
const GONE = 'gone';

export const isGone = async ({ store }: Pick<CirclePlace, 'store'>): Promise<boolean> => (await store.note(GONE)) !== null;

/** Whether it is news. */
export const noteGone = async ({ store }: Pick<CirclePlace, 'store'>, is: boolean): Promise<boolean> => {
  if (((await store.note(GONE)) !== null) === is) return false;
  await store.setNote(GONE, is ? '1' : null);
  return is;
};

/** A circle of which something is here, after the account has ended: nothing is asked of a host. Refusals: `circle-key-none`, `log-broken`. */
export const openToRead = async (parts: ReadingParts, vault: string, place: CirclePlace): Promise<Result<Circle>> => {
  const { sodium, random } = parts;
  const ring = await ringAt({ ...parts, account: { identity: makeKeys(sodium, random, newId(random)) } }, vault, place);
  return ring.ok ? opened(parts, vault, place, ring.value) : ring;
};

const TRIES = 8;
const doingOf = ({ sodium, random, now, account }: CircleParts): Doing => ({ sodium, random, now: now(), own: account.identity });

/** An entry made of the newest log, and made anew when somebody was first. */
const post = async <T extends Made>(parts: CircleParts, vault: string, ring: KeyRing, make: (doing: Doing, state: LogState) => Result<T> | null): Promise<Result<T | null>> => {
  const host = circleHost(parts, vault);
  for (let tries = 0; tries < TRIES; tries++) {
    const isRead = await readUp(host, ring);
    if (!isRead.ok) return isRead;
    const state = ring.state();
    if (!isRead.value || !state) return refuse({ code: 'circle-gone' });
    const { lacks } = ring.standing();
    if (lacks?.code === 'account-key-old') return refuse(lacks);
    const made = make(doingOf(parts), state);
    if (made === null) return ok(null);
    if (!made.ok) return made;
    const entry = entryToText(made.value.entry);
    const posted = await host.postLog(entry);
    if (posted.ok) {
      const grown = await ring.extend([entry], state.n);
      return grown.ok ? made : grown;
    }
    if (posted.error.code === 'not-found') return refuse({ code: 'circle-gone' });
    if (posted.error.code !== 'log-behind') return refuse(whyRefused(refusalOf(posted.error)));
  }
  return refuse({ code: 'log-busy' });
};

/** What the log's own rules say is said in their words. */
const whyRefused = (refusal: ReturnType<typeof refusalOf>): ReturnType<typeof refusalOf> => {
  const why = refusal.code === 'log-refused' ? refusal.with?.['why'] : undefined;
  return typeof why === 'string' ? { ...refusal, code: why } : refusal;
};

/** The newest key that this device has; the epoch that follows leads back to it. */
const present = (ring: KeyRing): Uint8Array => ring.epochKey(ring.keyEpoch())!;

/** A new circle with oneself in it. `placeOf` makes the place of its rows. Refusals: those of the log and of the host. */
export const createCircle = async (parts: CircleParts, placeOf: (vault: string) => Result<CirclePlace> | Promise<Result<CirclePlace>>): Promise<Result<Circle>> => {
  const vault = newId(parts.random);
  const made = beginCircle(doingOf(parts), vault);
  if (!made.ok) return made;
  const entry = entryToText(made.value.entry);
  const posted = await circleHost(parts, vault).postLog(entry);
  if (!posted.ok) return refuse(whyRefused(refusalOf(posted.error)));
  const place = await placeOf(vault);
  if (!place.ok) return place;
  const ring = await ringAt(parts, vault, place.value);
  if (!ring.ok) return ring;
  const grown = await ring.value.extend([entry], 0);
  return grown.ok ? opened(parts, vault, place.value, ring.value) : grown;
};

/** The log as the holder of a link may read it. */
const readByLink = async (parts: CircleParts, link: InviteLink, ring: KeyRing): Promise<Result<null>> => {
  const { sodium, account } = parts;
  const headers = { 'kith-invite': inviteProof(sodium, link) };
  for (;;) {
    const { n } = ring.standing();
    const page = await callsOf(parts, account.host).json('GET', `/vaults/${link.vault}/log?after=${n}`, isLogPage, { token: account.token, headers });
    // Absent, foreign and over look alike to the host.
    if (!page.ok) return refuse(page.error.code === 'not-found' ? { code: 'link-over' } : refusalOf(page.error));
    const grown = await ring.extend(page.value.entries, n);
    if (!grown.ok) return grown;
    if (grown.value.n === n || grown.value.n >= page.value.n) return ok(null);
  }
};

/**
 * Comes in with a link; a second time with the same account it is no error. Refusals: `link-over`, `link-forged`, `link-damaged`,
 * `epoch-key-wrong`, those of the log and of the host.
 */
export const joinCircle = async (parts: CircleParts, link: InviteLink, place: CirclePlace): Promise<Result<Circle>> => {
  const ring = await ringAt(parts, link.vault, place);
  if (!ring.ok) return ring;
  const isRead = await readByLink(parts, link, ring.value);
  if (!isRead.ok) return isRead;
  const { vault } = link;
  for (let tries = 0; tries < TRIES; tries++) {
    const state = ring.value.state();
    if (!state) return refuse({ code: 'link-over' });
    if (state.members.has(parts.account.account)) return opened(parts, vault, place, ring.value);
    const made = joinByLink(doingOf(parts), state, link);
    if (!made.ok) return made;
    const entry = entryToText(made.value.entry);
    const posted = await circleHost(parts, vault).postLog(entry);
    if (posted.ok) {
      const grown = await ring.value.extend([entry], state.n);
      return grown.ok ? opened(parts, vault, place, ring.value) : grown;
    }
    if (posted.error.code !== 'log-behind') return refuse(posted.error.code === 'not-found' ? { code: 'link-over' } : whyRefused(refusalOf(posted.error)));
    const again = await readByLink(parts, link, ring.value);
    if (!again.ok) return again;
  }
  return refuse({ code: 'log-busy' });
};

/**
 * A link for others, with a welcome that shows what they would come into: where it could not be laid at the host, the link holds all
 * the same, and shows nothing. Refusals: `log-not-facilitator`, those of `post`.
 */
export const inviteToCircle = async (parts: CircleParts, { vault, ring }: Circle, welcome: Omit<Welcome, 'members' | 'more'>): Promise<Result<InviteLink>> => {
  const made = await post(parts, vault, ring, (doing, state) => {
    const key = ring.epochKey(state.epoch);
    return key ? invitePeople(doing, state, key) : refuse(ring.standing().lacks ?? { code: 'circle-key-none' });
  });
  if (!made.ok) return made;
  const { link } = made.value!;
  const { sodium, random, account } = parts;
  const sealed = sealWelcome(sodium, random, account.identity, link, { ...welcome, members: ring.state()!.members.size });
  await callsOf(parts, account.host).json('PUT', `/vaults/${vault}/invites/${link.invite}/welcome`, anything, { token: account.token, body: { welcome: bytesToBase64(sealed) } });
  return ok(link);
};

/** What a link shows, before anything is made. */
export interface LookedAt {
  /** Null where none was laid. */
  readonly welcome: Welcome | null;
  /** Whether a new account can be made at that host with it. */
  readonly admits: boolean;
}

/** Refusals: `link-over` (or there is no such link), `link-forged`, `welcome-damaged`, the host's. */
export const lookAtLink = async (parts: Pick<AccountParts, 'sodium' | 'fetch'>, host: string, link: InviteLink): Promise<Result<LookedAt>> => {
  const { sodium } = parts;
  const path = `/vaults/${link.vault}/invites/${link.invite}/welcome`;
  const found = await createHostCalls(host, parts.fetch).json('GET', path, isWelcomePage, { headers: { 'kith-invite': inviteProof(sodium, link) } });
  if (!found.ok) return refuse(found.error.code === 'not-found' ? { code: 'link-over' } : refusalOf(found.error));
  const { welcome, admits } = found.value;
  if (welcome === null) return ok({ welcome, admits });
  const opened = openWelcome(sodium, link, base64ToBytes(welcome)!);
  return opened.ok ? ok({ welcome: opened.value, admits }) : opened;
};

/** Sends members away, with a new key for those who stay. Refusals: `log-not-facilitator`, `log-member-unknown`, `log-leave-instead`. */
export const removeFromCircle = async (parts: CircleParts, circle: Circle, members: readonly string[]): Promise<Result<null>> => {
  const made = await post(parts, circle.vault, circle.ring, (doing, state) => removeMembers(doing, state, members, present(circle.ring)));
  return made.ok ? keepKeys(parts, circle) : made;
};

/** Makes a member a facilitator, or one a member. Refusals: `log-not-facilitator`, `log-member-unknown`, those of `post`. */
export const setRoleInCircle = async (parts: CircleParts, { vault, ring }: Circle, member: string, role: 'facilitator' | 'member'): Promise<Result<null>> => {
  const made = await post(parts, vault, ring, (doing, state) => setRole(doing, state, member, role));
  return made.ok ? ok(null) : made;
};

/** Goes. What is here can be read on; a remaining member's device makes the new key. Twice is no error. */
export const leaveCircle = async (parts: CircleParts, { vault, ring }: Pick<Circle, 'vault' | 'ring'>): Promise<Result<null>> => {
  const made = await post(parts, vault, ring, (doing, state) => (state.members.has(parts.account.account) ? leave(doing, state) : null));
  // The host knows nothing of a circle with us in it: we are out already.
  return made.ok || made.error.code === 'circle-gone' ? ok(null) : made;
};

/** A new key for all who are in it; every link ends. Mends what a false key of another facilitator's left. Refusal `log-epoch-not-due`. */
export const renewCircle = async (parts: CircleParts, circle: Circle): Promise<Result<null>> => {
  const made = await post(parts, circle.vault, circle.ring, (doing, state) => newEpoch(doing, state, present(circle.ring)));
  return made.ok ? keepKeys(parts, circle) : made;
};
