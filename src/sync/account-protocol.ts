// What a device and a host say to each other about an account, its devices, its inbox, blobs and questions. JSON on both
// sides. OPAQUE's own messages (base 64 for addresses) pass through unread. Invariant: no message holds a password, a key that
// opens anything, or anything readable but names and public keys. Table: docs/formats/protocol.md.

import { base64, base64url, deviceId, exactly, hash, id, listOf, optional, text, truth, tuple, whole, type Check, type Checked } from './checks.ts';
import { isLogEntry } from './protocol.ts';

const MOST = Number.MAX_SAFE_INTEGER;
const count = whole(0, MOST);
const opaque = base64url(16, 2048);
const ticket = base64url(16, 8192);
const sealedSmall = base64(16, 1024);
const publicKey = base64(32, 32);

export const ACCOUNT_LIMITS = {
  bundleBytes: 256 * 1024,
  pairBytes: 64 * 1024,
  inboxBytes: 256 * 1024,
  inboxItems: 1000,
  /** Of one sender, so that nobody fills another's inbox alone. */
  inboxItemsOfOne: 200,
  pageBytes: 256 * 1024,
  /** A welcome, sealed; and accounts that one link lets in at a host that asks for an invitation. */
  welcomeBytes: 16 * 1024,
  accountsOfLink: 30,
  devices: 50,
  vaults: 500,
} as const;

/** A name as the host keeps it: NFKC, lower case; letters, digits, dot, dash and underline, 1 to 64. Null when it cannot be one. */
export const foldName = (written: string): string | null => {
  if (written.length > 256) return null;
  const name = written.normalize('NFKC').trim().toLowerCase().normalize('NFKC');
  return /^[\p{L}\p{N}][\p{L}\p{N}\p{M}._-]{0,63}$/u.test(name) ? name : null;
};
const name: Check<string> = (value): value is string => typeof value === 'string' && foldName(value) !== null;

/** `label`: the device's name, sealed by the account; the host cannot read it. */
const isDevice = exactly({ id: deviceId, label: base64(0, 512) });
const wraps = { password: sealedSmall, recovery: sealedSmall };

/** The code of an invitation to register, as the host's keeper hands it out: base 32, 16 letters. */
const inviteCode = text(40, 8);

/** `link`, in place of an invitation: of a circle's. `sig`: Ed25519 by the link's key over `kith invite admit` 0 `1` 0 vault 0 invite 0 name as it is folded. */
export const isRegisterStart = exactly({ name, request: opaque, invite: optional(inviteCode), link: optional(exactly({ vault: id, invite: id, sig: base64(64, 64) })) });
export type LinkShown = { readonly vault: string; readonly invite: string; readonly sig: string };
export const isRegisterStarted = exactly({ response: opaque, ticket, account: id });
export const isRegisterFinish = exactly({
  ticket,
  record: opaque,
  /** The account's identity, public: Ed25519. */
  sign: publicKey,
  /** Public key of the recovery sign-in: Ed25519. */
  recovery: publicKey,
  wraps: exactly(wraps),
  bundle: base64(16, ACCOUNT_LIMITS.bundleBytes),
  device: isDevice,
});

export const isSignInStart = exactly({ name, request: opaque });
export const isSignInStarted = exactly({ response: opaque, ticket });
export const isSignInFinish = exactly({ ticket, finish: opaque, device: isDevice });

export const isRecoverStart = exactly({ name });
export const isRecoverStarted = exactly({ ticket });
/** `sig`: Ed25519 by the recovery key over `kith recover` 0 `1` 0 ticket. */
export const isRecoverFinish = exactly({ ticket, sig: base64(64, 64), device: isDevice });

/** What a session's beginning gives: `wrap` is the account key under the password's or the recovery code's key. */
export const isSignedIn = exactly({ token: base64url(43, 43), account: id, expires: count, wrap: sealedSmall, bundle: base64(16, ACCOUNT_LIMITS.bundleBytes), version: count });
export type SignedIn = Checked<typeof isSignedIn>;

export const isPasswordStart = exactly({ request: opaque });
export const isPasswordFinish = exactly({ ticket, record: opaque, wrap: sealedSmall });

export const isBundle = exactly({ version: count, bundle: base64(16, ACCOUNT_LIMITS.bundleBytes) });

/** Everything anew at once: password, recovery, bundle, entries of logs in their order; `keep` names the devices that stay signed in. */
export const isRotate = exactly({
  ticket,
  record: opaque,
  sign: publicKey,
  recovery: publicKey,
  wraps: exactly(wraps),
  bundle: base64(16, ACCOUNT_LIMITS.bundleBytes),
  version: count,
  // Two for one's own vault, two for each circle.
  log: listOf(exactly({ vault: id, entry: isLogEntry }), 2 * ACCOUNT_LIMITS.vaults),
  keep: listOf(deviceId, ACCOUNT_LIMITS.devices),
});

/** POST account/devices: a session for a device that is being paired. Answered {token, expires}. */
export const isDeviceAdd = exactly({ device: isDevice });
export const isToken = exactly({ token: base64url(43, 43), expires: count });

/** GET account: all that the host stores about the account, with bytes. Times in milliseconds since 1970. */
export const isAccountView = exactly({
  account: id,
  name: text(64),
  created: count,
  devices: listOf(exactly({ id: deviceId, label: base64(0, 512), created: count, seen: count, signedIn: truth }), 10_000),
  keys: exactly({ password: count, recovery: count, bundle: count }),
  vaults: listOf(exactly({ vault: id, personal: truth, members: count, rows: count, rowBytes: count, log: count, logBytes: count, blobs: count, blobBytes: count }), 10_000),
  inbox: exactly({ items: count, bytes: count }),
  /** Pages behind a link that the account laid. */
  pages: exactly({ items: count, bytes: count }),
  /** Welcomes of links into the circles that the account is in, whoever made them. */
  welcomes: exactly({ items: count, bytes: count }),
  /** Devices that are told, closed too, that something is new. */
  news: exactly({ items: count, bytes: count }),
  bytes: count,
});
export type AccountView = Checked<typeof isAccountView>;

const minute = whole(0, 1439);
/** PUT account/news: where this device is told that something is new, also when Kith is closed. Minutes of UTC; `at` -1: when it comes; `quiet` alike: none. */
export const isNewsPut = exactly({ endpoint: text(1000), at: whole(-1, 1439), quiet: tuple<readonly [number, number]>(minute, minute) });
export type NewsPut = Checked<typeof isNewsPut>;
/** GET account/news. `key`: of the host, for the browser's push service; null where the host tells no closed device anything. */
export const isNews = exactly({ key: ((value): value is string | null => value === null || base64url(87, 87)(value)) satisfies Check<string | null>, is: truth });

export const isPairPost = exactly({ id, blob: base64(1, ACCOUNT_LIMITS.pairBytes) });
export const isPair = exactly({ blob: base64(1, ACCOUNT_LIMITS.pairBytes) });

/** An item sealed to one person. The sender must share a vault with the receiver. */
export const isInboxPost = exactly({ to: id, vault: id, id, blob: base64(1, ACCOUNT_LIMITS.inboxBytes) });
export const isInboxPage = exactly({
  items: listOf(exactly({ id, from: id, at: count, blob: base64(1, ACCOUNT_LIMITS.inboxBytes) }), 1000),
  more: truth,
  /** The host's clock, by which `at` was given too. */
  now: count,
});

/** PUT vaults/:vault/pages/:id, and what GET pages/:id answers: a page for whoever has its link, sealed. */
export const isPagePut = exactly({ until: count, blob: base64(1, ACCOUNT_LIMITS.pageBytes) });
/** PUT vaults/:vault/invites/:id/welcome, by who made the link. */
export const isWelcomePut = exactly({ welcome: base64(16, ACCOUNT_LIMITS.welcomeBytes) });
/** GET of the same, for who has the link. `admits`: with it an account can be made here now. */
export const isWelcomePage = exactly({
  welcome: ((value): value is string | null => value === null || base64(16, ACCOUNT_LIMITS.welcomeBytes)(value)) satisfies Check<string | null>,
  admits: truth,
});

const modulus = base64(256, 1024);
/** POST vaults/:vault/questions/:id: makes the question's key at the host, to be pinned in the log. `publicKey`: SPKI, base 64. */
export const isQuestionKey = exactly({ publicKey: base64(256, 1024) });
export const isTokenAsk = exactly({ blinded: modulus });
export const isTokenAnswer = exactly({ signature: modulus });
/** POST ballots, without a session. `message` and `signature`: the unblinded token (RFC 9474); `ballot`: sealed to the circle. */
export const isBallotPost = exactly({ vault: id, question: id, message: base64(32, 256), signature: modulus, ballot: base64(16, 64 * 1024) });
/** What the host gives out after closing. */
export const isBallots = exactly({
  state: ((value): value is 'open' | 'released' | 'destroyed' => ['open', 'released', 'destroyed'].includes(value as string)) satisfies Check<'open' | 'released' | 'destroyed'>,
  ballots: listOf(exactly({ message: base64(32, 256), signature: modulus, ballot: base64(16, 64 * 1024) }), 10_000),
});

/** POST vaults/:vault/blobs/have: which of these chunks the host holds. */
export const isBlobAsk = exactly({ addresses: listOf(hash, 1000) });
