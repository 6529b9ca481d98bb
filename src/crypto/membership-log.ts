// Who belongs to a vault, in which role, with which keys, at which epoch: a chain of signed entries, each naming the hash of the
// one before. Members of a personal vault are one's devices, members of a circle are accounts; one mechanism for both.
// `extend` is the whole of what is valid, asked by every client and by the host. Invariants: who accepts the same entries in the
// same order has the same state; nobody outside extends; an entry judged before another came first is judged anew. The one
// exception in time: only the host, which has one clock for all, judges whether a link is too old (`now`).

import { isDeviceId, isId } from '#core/ids.ts';
import { ok, refuse, type Refusal, type Result } from '#core/result.ts';
import { isBoxKey } from './boxed.ts';
import { verifyDomain } from './device-keys.ts';
import { entryHash, MOST_MEMBERS, NO_ENTRY, readEntry, type AskedQuestion, type EntryText, type EpochParts, type LogEntry, type Member, type VaultKind } from './log-entries.ts';
import type { Sodium } from './seal.ts';

export interface MemberState extends Member {
  /** Number of the entry that brought them in. */
  readonly since: number;
}
export interface Epoch {
  readonly check: string;
  /** The key of epoch `back`, sealed under this one's; null for the first. */
  readonly before: string | null;
  readonly back: number;
  /** This epoch's key, sealed to each member: base 64 by member. Later comers are added. */
  readonly keys: ReadonlyMap<string, string>;
  readonly by: string;
}
export interface Invite {
  readonly id: string;
  readonly sign: string;
  readonly box: string;
  readonly until: string;
  readonly key: string;
  readonly by: string;
  /** The inviter's sign key at that time; its fingerprint stands in the link. */
  readonly bySign: string;
}
export interface Question extends AskedQuestion {
  readonly by: string;
  /** Ballots are sealed under the key of this epoch, so that they do not show who joined when. */
  readonly epoch: number;
}
/** A sign key and the epochs in which it could write; `to` is null while it can. */
export interface Writer {
  readonly sign: string;
  readonly from: number;
  readonly to: number | null;
}
export interface LogState {
  readonly vault: string;
  readonly kind: VaultKind;
  /** Entries so far, and the hash of the last. */
  readonly n: number;
  readonly head: string;
  readonly epoch: number;
  /** Somebody left or changed keys: the host takes no rows until a member brings a new epoch. */
  readonly due: boolean;
  /** In the order in which they came: the longest-standing first. */
  readonly members: ReadonlyMap<string, MemberState>;
  /** Of a personal vault: whose it is. */
  readonly account: { readonly id: string; readonly sign: string; readonly box: string } | null;
  /** `epochs[0]` is epoch 1. */
  readonly epochs: readonly Epoch[];
  /** Links of this epoch that were not used up by time. */
  readonly invites: ReadonlyMap<string, Invite>;
  readonly questions: ReadonlyMap<string, Question>;
  /** Everybody who ever could write, by member. */
  readonly writers: ReadonlyMap<string, readonly Writer[]>;
}

const DAY = 24 * 3600 * 1000;
/** How long a link lives, in milliseconds. */
export const LINK_LIVES = 7 * DAY;
const MOST_INVITES = 100;
/** An hour by which clocks may differ. */
const SLACK = 3600 * 1000;

const no = (code: string, more?: Refusal['with']) => refuse(more ? { code, with: more } : { code });

/** `now` (milliseconds since 1970) is given by the host alone. `verified`: the signatures were checked by this device before. */
export interface Judging {
  readonly now?: number;
  readonly verified?: boolean;
}

/**
 * The state after one more entry. Refusals: `log-damaged`, `log-newer`, `log-elsewhere` (of another vault), `log-behind` (another
 * entry came first), `log-signature`, `log-not-member`, `log-not-facilitator`, `log-not-here` (not in this kind of vault),
 * `log-member-unknown`, `log-member-there`, `log-key-unfit`, `log-epoch-wrong`, `log-keys-wrong`, `log-epoch-not-due`, `log-leave-instead`,
 * `log-invite-over`, `log-question-there`, `log-full`, `log-closed` (nobody is left).
 */
export const extend = (sodium: Sodium, state: LogState | null, entry: LogEntry, judging: Judging = {}): Result<LogState> => {
  const read = readEntry(entry);
  if (!read.ok) return read;
  const text = read.value;
  if (state && text.vault !== state.vault) return no('log-elsewhere');
  if (text.n !== (state?.n ?? 0) || text.prev !== (state?.head ?? NO_ENTRY)) return no('log-behind', { n: state?.n ?? 0 });
  if ((text.do === 'begin') !== (state === null)) return no('log-damaged');
  const signers = state === null ? signersOfBegin(text) : signersOf(state, text);
  if (!signers.ok) return signers;
  if (!judging.verified && !isSignedBy(sodium, entry, signers.value)) return no('log-signature');
  const next = state === null ? begun(text) : carriedOut(state, text, judging);
  return next.ok ? ok({ ...next.value, n: text.n + 1, head: entryHash(sodium, entry) }) : next;
};

/** First and second signature's keys; an entry has a second signature exactly when one is asked for. */
interface Signers {
  readonly first: string;
  readonly second: string | null;
}

const isSignedBy = (sodium: Sodium, { bytes, sig }: LogEntry, { first, second }: Signers): boolean =>
  sig.length === (second === null ? 64 : 128) &&
  verifyDomain(sodium, first, sig.subarray(0, 64), 'log', [], bytes) &&
  (second === null || verifyDomain(sodium, second, sig.subarray(64), 'log second', [], bytes));

const signersOfBegin = (text: EntryText): Result<Signers> => {
  if (text.do !== 'begin') return no('log-damaged');
  const author = text.members.find(({ id }) => id === text.author);
  return author ? ok({ first: author.sign, second: text.account?.sign ?? null }) : no('log-not-member');
};

const signersOf = (state: LogState, text: EntryText): Result<Signers> => {
  const own = state.account;
  // A personal vault's devices come and go with the account's own signature; its keys are changed by the account itself.
  if (text.do === 'add' && own) return text.author === text.member.id ? ok({ first: text.member.sign, second: own.sign }) : no('log-not-member');
  if (text.do === 'rekey' && own) return text.author === own.id ? ok({ first: own.sign, second: text.sign }) : no('log-not-member');
  if (text.do === 'join') {
    const invite = state.invites.get(text.invite);
    if (!invite) return no('log-invite-over');
    return text.author === text.member.id ? ok({ first: text.member.sign, second: invite.sign }) : no('log-not-member');
  }
  const author = state.members.get(text.author);
  if (!author) return no(state.members.size === 0 ? 'log-closed' : 'log-not-member');
  if (text.do === 'rekey') return ok({ first: author.sign, second: text.sign });
  return ok({ first: author.sign, second: text.do === 'remove' && own ? own.sign : null });
};

const isMemberOf = (kind: VaultKind, id: string): boolean => (kind === 'personal' ? isDeviceId(id) : isId(id));

const begun = (text: EntryText): Result<LogState> => {
  if (text.do !== 'begin') return no('log-damaged');
  const { kind, account, keys, check, vault, author } = text;
  if ((kind === 'personal') !== (account !== null)) return no('log-not-here');
  // Nobody is in a circle who did not come in with their own signature.
  if (text.members.length !== 1) return no('log-not-here');
  let members: LogState['members'] = new Map();
  for (const member of text.members) {
    const taken = withMember({ kind, members, account }, member, 0);
    if (!taken.ok) return taken;
    members = taken.value;
  }
  if (kind === 'circle' && members.get(author)?.role !== 'facilitator') return no('log-not-facilitator');
  if (!coversExactly(keys, members)) return no('log-keys-wrong');
  const sealed = new Map(Object.entries(keys));
  const writers = new Map([...members].map(([id, { sign }]) => [id, [{ sign, from: 1, to: null }]]));
  return ok({
    vault,
    kind,
    n: 0,
    head: NO_ENTRY,
    epoch: 1,
    due: false,
    members,
    account,
    epochs: [{ check, before: null, back: 0, keys: sealed, by: author }],
    invites: new Map(),
    questions: new Map(),
    writers,
  });
};

const carriedOut = (state: LogState, text: EntryText, { now }: Judging): Result<LogState> => {
  const isCircle = state.kind === 'circle';
  const mayLead = !isCircle || state.members.get(text.author)?.role === 'facilitator';
  switch (text.do) {
    case 'begin':
      return no('log-damaged');
    case 'add':
      // Into a circle one comes by one's own will, with a link: `join`.
      return isCircle ? no('log-not-here') : joined(state, text.member, text.key, text.n);
    case 'role': {
      const member = state.members.get(text.member);
      if (!isCircle) return no('log-not-here');
      if (!mayLead) return no('log-not-facilitator');
      return member ? ok(led({ ...state, members: new Map(state.members).set(member.id, { ...member, role: text.role }) })) : no('log-member-unknown');
    }
    case 'invite': {
      const { invite, until, key, author } = text;
      if (!isCircle) return no('log-not-here');
      if (!mayLead) return no('log-not-facilitator');
      const [ends, written] = [Date.parse(until), Date.parse(text.at)];
      if (state.invites.has(invite.id) || ends <= written || ends - written > LINK_LIVES) return no('log-invite-over');
      // One that is over already lets nobody in; a host that went back to a backup is given it again with the rest of the log.
      if (now !== undefined && ends > now + LINK_LIVES + SLACK) return no('log-invite-over');
      if (state.invites.size >= MOST_INVITES) return no('log-full');
      return ok({ ...state, invites: new Map(state.invites).set(invite.id, { ...invite, until, key, by: author, bySign: state.members.get(author)!.sign }) });
    }
    case 'join': {
      if (now !== undefined && Date.parse(state.invites.get(text.invite)!.until) <= now) return no('log-invite-over');
      return text.member.role === 'member' ? joined(state, text.member, text.key, text.n) : no('log-not-facilitator');
    }
    case 'remove': {
      if (!mayLead) return no('log-not-facilitator');
      if (text.members.includes(text.author)) return no('log-leave-instead');
      if (text.members.some((id) => !state.members.has(id))) return no('log-member-unknown');
      return inNewEpoch(without(state, text.members), text, text.author);
    }
    case 'leave':
      return ok(led({ ...without(state, [text.author]), due: true }));
    case 'epoch':
      // A facilitator brings one at any time, which ends every link; the others only when one is due.
      return state.due || (isCircle && mayLead) ? inNewEpoch(state, text, text.author) : no('log-epoch-not-due');
    case 'rekey':
      return rekeyed(state, text.author, text.sign, text.box);
    case 'question': {
      if (!isCircle) return no('log-not-here');
      if (state.questions.has(text.question.id)) return no('log-question-there');
      return ok({ ...state, questions: new Map(state.questions).set(text.question.id, { ...text.question, by: text.author, epoch: state.epoch }) });
    }
  }
};

type Ground = Pick<LogState, 'kind' | 'members' | 'account'>;

/** A key of two people would let one pass for the other; a key of low order could not be sealed to. */
const isFree = ({ members, account }: Ground, { sign, box }: { readonly sign: string; readonly box: string }): boolean => {
  for (const other of [...members.values(), ...(account ? [account] : [])]) if (other.sign === sign || other.box === box) return false;
  return isBoxKey(box);
};

const withMember = (ground: Ground, member: Member, since: number): Result<LogState['members']> => {
  if (!isMemberOf(ground.kind, member.id) || (ground.kind === 'personal' && member.role !== 'member')) return no('log-not-here');
  if (ground.members.has(member.id)) return no('log-member-there');
  if (ground.members.size >= MOST_MEMBERS) return no('log-full');
  if (!isFree(ground, member)) return no('log-key-unfit');
  return ok(new Map(ground.members).set(member.id, { ...member, since }));
};

const joined = (state: LogState, member: Member, key: string, n: number): Result<LogState> => {
  const members = withMember(state, member, n);
  if (!members.ok) return members;
  const last = state.epochs.at(-1)!;
  return ok({
    ...state,
    members: members.value,
    epochs: [...state.epochs.slice(0, -1), { ...last, keys: new Map(last.keys).set(member.id, key) }],
    writers: opened(state.writers, member.id, member.sign, state.epoch),
  });
};

const opened = (writers: LogState['writers'], id: string, sign: string, from: number): LogState['writers'] =>
  new Map(writers).set(id, [...(writers.get(id) ?? []), { sign, from, to: null }]);

const closed = (writers: LogState['writers'], id: string, to: number): LogState['writers'] =>
  new Map(writers).set(
    id,
    (writers.get(id) ?? []).map((writer) => (writer.to === null ? { ...writer, to } : writer)),
  );

const without = (state: LogState, ids: readonly string[]): LogState => {
  const members = new Map(state.members);
  let { writers } = state;
  for (const id of ids) {
    members.delete(id);
    writers = closed(writers, id, state.epoch);
  }
  // Who is alone with a link could otherwise come into a vault that everybody has left.
  return { ...state, members, writers, invites: members.size === 0 ? new Map() : state.invites };
};

/** With no facilitator left, the longest-standing member is one. */
const led = (state: LogState): LogState => {
  const [longest] = state.members.values();
  if (state.kind === 'personal' || !longest || [...state.members.values()].some(({ role }) => role === 'facilitator')) return state;
  return { ...state, members: new Map(state.members).set(longest.id, { ...longest, role: 'facilitator' }) };
};

const coversExactly = (keys: EpochParts['keys'], members: LogState['members']): boolean => {
  const ids = Object.keys(keys);
  return ids.length === members.size && ids.every((id) => members.has(id));
};

const inNewEpoch = (state: LogState, { epoch, keys, back, before, check }: EpochParts, by: string): Result<LogState> => {
  if (epoch !== state.epoch + 1 || back >= epoch) return no('log-epoch-wrong');
  if (!coversExactly(keys, state.members)) return no('log-keys-wrong');
  return ok(led({ ...state, epoch, due: false, invites: new Map(), epochs: [...state.epochs, { check, before, back, keys: new Map(Object.entries(keys)), by }] }));
};

/** New keys make a new epoch due, since whoever has the old ones has this epoch's key. */
const rekeyed = (state: LogState, id: string, sign: string, box: string): Result<LogState> => {
  if (!isFree(state, { sign, box })) return no('log-key-unfit');
  if (state.account) return ok({ ...state, account: { ...state.account, sign, box }, due: true });
  const members = new Map(state.members).set(id, { ...state.members.get(id)!, sign, box });
  return ok({ ...state, members, due: true, writers: opened(closed(state.writers, id, state.epoch), id, sign, state.epoch) });
};

/** The sign keys under which a row of this member at this epoch may stand; none when they were not a member then. */
export const writersAt = (state: LogState, member: string, epoch: number): readonly string[] =>
  (state.writers.get(member) ?? []).filter(({ from, to }) => from <= epoch && epoch <= (to ?? state.epoch)).map(({ sign }) => sign);

export interface ReadLog {
  readonly state: LogState;
  /** Hash of each entry, from the first. */
  readonly hashes: readonly string[];
}

/**
 * A whole log, or more of one. `trusted` is the head up to which this device has verified before: since every entry names the one
 * before it, signatures up to there need not be checked again. Refusals: those of `extend`, with the number of the entry; `log-empty`.
 */
export const readLog = (sodium: Sodium, entries: readonly LogEntry[], { from, trusted }: { readonly from?: ReadLog; readonly trusted?: string } = {}): Result<ReadLog> => {
  const hashes = [...(from?.hashes ?? [])];
  const known = trusted === undefined ? -1 : entries.findIndex((entry) => entryHash(sodium, entry) === trusted);
  let state = from?.state ?? null;
  for (const [i, entry] of entries.entries()) {
    const next = extend(sodium, state, entry, { verified: i <= known });
    if (!next.ok) return refuse({ ...next.error, with: { ...next.error.with, n: hashes.length } });
    state = next.value;
    hashes.push(state.head);
  }
  return state ? ok({ state, hashes }) : refuse({ code: 'log-empty' });
};
