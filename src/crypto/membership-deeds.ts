// Making entries of the membership log, one function a deed. Each judges its own entry by `extend` before it is given out, so the
// refusals are the log's. Whoever was not the first at the host asks again with the newer state: the deed is then judged anew,
// comes out otherwise, or is refused because it is done already or because its author was sent away meanwhile.

import { newId, type Random } from '#core/ids.ts';
import { ok, refuse, type Result } from '#core/result.ts';
import { signDomain, type OwnKeys } from './device-keys.ts';
import { joinBytes } from './domain.ts';
import { epochCheck, makeEpoch, sealEpochKey } from './epochs.ts';
import { linkKeys, makeLink, openLink, type InviteLink } from './invites.ts';
import { entryToBytes, NO_ENTRY, type Deed, type LogEntry, type Member, type Role } from './log-entries.ts';
import { extend, LINK_LIVES, type LogState } from './membership-log.ts';
import type { Sodium } from './seal.ts';

export interface Made {
  readonly entry: LogEntry;
  readonly state: LogState;
}
/** With the key of the epoch that is newest after it. */
export interface MadeEpoch extends Made {
  readonly key: Uint8Array;
}

/** Who does it, when (milliseconds since 1970), and where chance comes from. */
export interface Doing {
  readonly sodium: Sodium;
  readonly random: Random;
  readonly now: number;
  /** The author's keys: a device's in a personal vault, the account's in a circle. */
  readonly own: OwnKeys;
}

const instant = (ms: number): string => new Date(ms).toISOString();

const made = ({ sodium, now, own }: Doing, state: LogState | null, vault: string, deed: Deed, second?: OwnKeys): Result<Made> => {
  const bytes = entryToBytes({ vault, n: state?.n ?? 0, prev: state?.head ?? NO_ENTRY, author: own.id, at: instant(now) }, deed);
  const first = signDomain(sodium, own.signSecret, 'log', [], bytes);
  const entry = { bytes, sig: second ? joinBytes(first, signDomain(sodium, second.signSecret, 'log second', [], bytes)) : first };
  const next = extend(sodium, state, entry);
  return next.ok ? ok({ entry, state: next.value }) : next;
};

export const memberFrom = ({ id, publicKeys: { sign, box } }: Pick<OwnKeys, 'id' | 'publicKeys'>, role: Role = 'member'): Member => ({ id, sign, box, role });

/** The first entry of one's own vault, made when it first meets a host. `key` is the one that the vault already has. */
export const beginPersonal = (doing: Doing, vault: string, account: OwnKeys, key: Uint8Array): Result<Made> => {
  const { sodium, random, own } = doing;
  const sealed = sealEpochKey(sodium, random, key, memberFrom(own), vault, 1);
  if (!sealed.ok) return sealed;
  const { id, publicKeys } = account;
  const deed: Deed = {
    do: 'begin',
    kind: 'personal',
    account: { id, sign: publicKeys.sign, box: publicKeys.box },
    members: [memberFrom(own)],
    keys: { [own.id]: sealed.value },
    check: epochCheck(sodium, key, vault, 1),
  };
  return made(doing, null, vault, deed, account);
};

/** A new circle: its author is in it, as a facilitator; the others come by a link. */
export const beginCircle = (doing: Doing, vault: string): Result<MadeEpoch> => {
  const { sodium, random, own } = doing;
  const key = random(32);
  const member = memberFrom(own, 'facilitator');
  const sealed = sealEpochKey(sodium, random, key, member, vault, 1);
  if (!sealed.ok) return sealed;
  const deed: Deed = { do: 'begin', kind: 'circle', account: null, members: [member], keys: { [own.id]: sealed.value }, check: epochCheck(sodium, key, vault, 1) };
  const begun = made(doing, null, vault, deed);
  return begun.ok ? ok({ ...begun.value, key }) : begun;
};

/** A new device (`doing.own`) comes into one's own vault, with the account's signature and the key from the bundle. */
export const addDevice = (doing: Doing, state: LogState, account: OwnKeys, key: Uint8Array): Result<Made> => {
  const member = memberFrom(doing.own);
  const sealed = sealEpochKey(doing.sodium, doing.random, key, member, state.vault, state.epoch);
  return sealed.ok ? made(doing, state, state.vault, { do: 'add', member, key: sealed.value }, account) : sealed;
};

export const setRole = (doing: Doing, state: LogState, member: string, role: Role): Result<Made> => made(doing, state, state.vault, { do: 'role', member, role });

/** A link that lives `lives` milliseconds, seven days at most. */
export const invitePeople = (doing: Doing, state: LogState, key: Uint8Array, lives = LINK_LIVES): Result<Made & { readonly link: InviteLink }> => {
  const { sodium, random, now, own } = doing;
  const link = makeLink(sodium, random, state.vault, own.publicKeys.sign);
  const { id, publicKeys } = linkKeys(sodium, link);
  const sealed = sealEpochKey(sodium, random, key, { id, box: publicKeys.box }, state.vault, state.epoch);
  if (!sealed.ok) return sealed;
  const deed: Deed = { do: 'invite', invite: { id, sign: publicKeys.sign, box: publicKeys.box }, until: instant(now + Math.min(lives, LINK_LIVES)), key: sealed.value };
  const invited = made(doing, state, state.vault, deed);
  return invited.ok ? ok({ ...invited.value, link }) : invited;
};

/** Joins with a link: refusals of `openLink` and of the log. */
export const joinByLink = (doing: Doing, state: LogState, link: InviteLink): Result<MadeEpoch> => {
  const { sodium, random, own } = doing;
  const key = openLink(sodium, state, link);
  if (!key.ok) return key;
  const sealed = sealEpochKey(sodium, random, key.value, memberFrom(own), state.vault, state.epoch);
  if (!sealed.ok) return sealed;
  const joined = made(doing, state, state.vault, { do: 'join', invite: link.invite, member: memberFrom(own), key: sealed.value }, linkKeys(sodium, link));
  return joined.ok ? ok({ ...joined.value, key: key.value }) : joined;
};

/**
 * Sends members away; `account` countersigns in one's own vault. Those who went meanwhile are left out; refusal `log-member-unknown`
 * when nobody of them is there any more. `present` is the newest epoch's key.
 */
export const removeMembers = (doing: Doing, state: LogState, ids: readonly string[], present: Uint8Array, account?: OwnKeys): Result<MadeEpoch> => {
  const members = [...new Set(ids)].filter((id) => state.members.has(id)).sort();
  if (members.length === 0) return refuse({ code: 'log-member-unknown' });
  const stay = [...state.members.values()].filter(({ id }) => !members.includes(id));
  const epoch = makeEpoch(doing.sodium, doing.random, state, stay, present);
  if (!epoch.ok) return epoch;
  const removed = made(doing, state, state.vault, { do: 'remove', members, ...epoch.value.parts }, account);
  return removed.ok ? ok({ ...removed.value, key: epoch.value.key }) : removed;
};

export const leave = (doing: Doing, state: LogState): Result<Made> => made(doing, state, state.vault, { do: 'leave' });

/** After somebody left or changed keys; or, by a facilitator, to end every link. */
export const newEpoch = (doing: Doing, state: LogState, present: Uint8Array): Result<MadeEpoch> => {
  const epoch = makeEpoch(doing.sodium, doing.random, state, state.members.values(), present);
  if (!epoch.ok) return epoch;
  const brought = made(doing, state, state.vault, { do: 'epoch', ...epoch.value.parts });
  return brought.ok ? ok({ ...brought.value, key: epoch.value.key }) : brought;
};

/** The account's keys change: `doing.own` are the old ones (the account's, also in one's own vault), `to` the new. */
export const rekey = (doing: Doing, state: LogState, to: OwnKeys): Result<Made> => made(doing, state, state.vault, { do: 'rekey', ...to.publicKeys }, to);

/** Puts a question; `publicKey` is the host's blind-signing key for it alone. Refusal `log-damaged` when `k` is below five. */
export const ask = (
  doing: Doing,
  state: LogState,
  question: { readonly publicKey: string; readonly closes: number; readonly k: number },
): Result<Made & { readonly id: string }> => {
  const id = newId(doing.random);
  const asked = made(doing, state, state.vault, { do: 'question', question: { id, publicKey: question.publicKey, closes: instant(question.closes), k: question.k } });
  return asked.ok ? ok({ ...asked.value, id }) : asked;
};
