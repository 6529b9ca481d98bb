// What the vault's worker tells unasked: to its own page, and over a BroadcastChannel to the workers of other tabs; and what it
// hands to a further worker that opens the same vault. Invariant: what goes to other tabs is never what somebody wrote.

import { bytesToBase64 } from '#core/base64.ts';
import type { Refusal } from '#core/result.ts';
import type { Quarantined } from '#core/vault.ts';
import type { EpochKeys } from '#crypto/seal.ts';
import type { SealedBytes, Session } from '#crypto/session.ts';
import type { Header } from '#crypto/vault-lock.ts';
import type { Status } from '#sync/engine.ts';
import type { PasskeysShown } from './passkey-calls.ts';

/** The account that this vault is in, as the page shows it. */
export interface Hosted {
  /** Address of the host, as it stands in the address bar. */
  readonly host: string;
  readonly name: string;
  readonly isSignedIn: boolean;
  /** A recovery code waits to be written down. */
  readonly hasCode: boolean;
  /** The person has set a password; without one this device keeps one that it made up. */
  readonly hasPassword: boolean;
}

/** How it stands between this device and its host. */
export interface SyncNews extends Status {
  /** Records written here that the host has not got. */
  readonly unsent: number;
  /** Records that are here. */
  readonly here: number;
  /** Photos and recordings of which the host has not got everything, and about how many bytes are to be sent. */
  readonly files: { readonly count: number; readonly bytes: number; readonly isFull: boolean };
}

/** Something that people must know, once for each code. `count`: how many records it is about, where it is about records. */
export interface SyncNotice {
  readonly code: string;
  readonly with: Readonly<Record<string, string | number>>;
  readonly count: number;
}

/** Records, as JSON: `[[id, packed], …]` (core/encode.ts). */
export interface Batch {
  readonly kind: 'batch';
  /** Whose they are: a circle's; without it one's own. */
  readonly circle?: string;
  readonly text: string;
  readonly opened: number;
  readonly total: number;
  readonly last: boolean;
  readonly why: 'open' | 'elsewhere' | 'journal';
}

/** How it stands with a circle, besides its records. */
export interface CircleShown {
  readonly vault: string;
  /** As one's own vault has it. */
  readonly name: string;
  readonly me: string;
  /** As the log has them, the longest-standing first. `since`: an instant, by the clock of whoever let them in. */
  readonly members: readonly { readonly id: string; readonly role: 'facilitator' | 'member'; readonly since: string }[];
  readonly standing: 'in' | 'left' | 'removed';
  /** Its records are on this device, or are being read. */
  readonly isHere: boolean;
  readonly unsent: number;
  /** Why it does not open, or what to know of it; null when there is nothing to say. */
  readonly trouble: Refusal | null;
}

export type VaultEvent =
  | Batch
  | { readonly kind: 'quarantined'; readonly rows: readonly Quarantined[]; readonly circle?: string }
  | { readonly kind: 'circle'; readonly circle: CircleShown }
  | { readonly kind: 'locked-elsewhere' }
  /** Another tab closed a journal's own lock. */
  | { readonly kind: 'journal-closed'; readonly journal: string }
  /** Another tab set or took away the app lock, or a passkey. */
  | { readonly kind: 'lock-changed'; readonly lock: boolean; readonly passkeys: PasskeysShown | null }
  | { readonly kind: 'hosted'; readonly hosted: Hosted | null; readonly sync: SyncNews | null; readonly notices: readonly SyncNotice[] }
  /** Sealed bytes come from the host: those that begin with the chunk at this address, so many bytes until now. */
  | { readonly kind: 'coming'; readonly address: string; readonly done: number }
  /** The vault's own key is another now: further workers are to be handed it. */
  | { readonly kind: 'keys-changed' }
  | { readonly kind: 'gone' }
  /** The store is brought into the form of this Kith, which takes a while where much is in it. */
  | { readonly kind: 'upgrading' };

/** What one tab tells the others of its account. */
export type AccountNews =
  /** What is kept of the account changed: read it again. */
  | { readonly account: true }
  /** The log has grown: there is a newer key. */
  | { readonly epoch: number }
  | { readonly sync: SyncNews | null; readonly notices: readonly SyncNotice[] }
  /** To the tab that follows the host: say how it stands. */
  | { readonly ask: 'sync' }
  /** To the tab that follows the host: let go, another is about to do what bears no other. */
  | { readonly rest: true }
  /** To the tab that follows the host: look now. */
  | { readonly look: true };

/** Of one circle: something was written up to this row; or how it stands has changed (its log, what is unsent, whether one is in it, what is to be known). */
export type CircleNews = { readonly circle: string; readonly rows: number } | { readonly circle: string; readonly trouble: Refusal | null };

export type News =
  | CircleNews
  | { readonly wrote: number }
  | { readonly closed: string }
  | { readonly lock: boolean }
  | { readonly locked: true }
  | { readonly erased: true }
  | AccountNews;

/** Sealed bytes as a record holds them: the key in base64. */
export interface SealedAsText extends Omit<SealedBytes, 'key'> {
  readonly key: string;
}

export const asText = ({ key, chunks, size }: SealedBytes): SealedAsText => ({ key: bytesToBase64(key), chunks, size });

/** A picture that is sealed: where its bytes and those of its small picture lie, and its size where that can be told. */
export interface PutPicture extends SealedAsText {
  readonly width: number | null;
  readonly height: number | null;
  readonly thumb: SealedAsText | null;
  readonly tellsStill: boolean;
}

export type VaultState = 'absent' | 'open' | 'locked';

/** The vault's own keys by epoch. */
export type EpochsHanded = readonly (readonly [number, Uint8Array])[];

/** Sent over a port between workers: what one needs to open the same vault. Whatever is sent back over that port asks for the epochs of then. */
export interface Handover {
  readonly database: string;
  readonly header: Header;
  readonly keys: readonly (readonly [string, Uint8Array])[];
  readonly epochs: EpochsHanded;
}

export const epochsOf = (session: Session): EpochsHanded => {
  const epochs = session.epochs();
  return Array.from({ length: epochs.keyEpoch() }, (_, i) => i + 1).flatMap((epoch): [number, Uint8Array][] => {
    const key = epochs.epochKey(epoch);
    return key ? [[epoch, key]] : [];
  });
};

export const handoverOf = (database: string, session: Session): Handover => ({ database, header: session.header, keys: [...session.keys()], epochs: epochsOf(session) });

export const epochKeysOf = (epochs: EpochsHanded): EpochKeys => {
  const byEpoch = new Map(epochs);
  const newest = Math.max(1, ...byEpoch.keys());
  return { keyEpoch: () => newest, epochKey: (epoch) => byEpoch.get(epoch) ?? null };
};

/** For `openSession`. */
export const openedFrom = ({ header, keys, epochs }: Handover): { readonly header: Header; readonly key: Uint8Array; readonly epochs: EpochKeys } => ({
  header,
  key: new Map(keys).get('')!,
  epochs: epochKeysOf(epochs),
});
