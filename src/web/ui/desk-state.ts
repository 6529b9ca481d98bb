// What the page knows of the vault at a moment, as views see it; the desk (vault.ts) makes a new one with every change.

import type { Change } from '#core/change.ts';
import type { Refusal } from '#core/result.ts';
import { emptySnapshot, type Snapshot } from '#core/snapshot.ts';
import type { Quarantined } from '#core/vault.ts';
import type { PasskeysShown } from '../workers/passkey-calls.ts';
import type { Hosted, SyncNews, SyncNotice } from '../workers/vault-events.ts';
import type { OpenCircle } from './circle-shelf.ts';

export type Phase = 'starting' | 'absent' | 'locked' | 'opening' | 'open' | 'failed';

/** What may be taken back: a label for people (a key of the words, with its places) and the changes that do it. */
export interface Undoable {
  readonly label: string;
  readonly with?: Readonly<Record<string, string | number>>;
  readonly changes: readonly Change[];
  /** The circle in which it was done; undefined in one's own vault. */
  readonly circle?: string;
  /** The room whose words the label is of. */
  readonly room?: string;
}

export interface DeskState {
  readonly phase: Phase;
  /** Which vault: the person's own, or the sample diary. */
  readonly sample: boolean;
  /** True when a passphrase is set. */
  readonly lock: boolean;
  /** What opens it besides the passphrase; null when nothing does. */
  readonly passkeys: PasskeysShown | null;
  readonly snapshot: Snapshot;
  readonly opened: number;
  readonly total: number;
  /** The store is being brought into a newer form. */
  readonly upgrading: boolean;
  readonly quarantined: readonly Quarantined[];
  readonly refusal: Refusal | null;
  readonly undoable: readonly Undoable[];
  /** Journals whose own lock is open. */
  readonly openJournals: ReadonlySet<string>;
  /** The account that this vault is in; null without one. */
  readonly hosted: Hosted | null;
  /** How it stands with the host; null while that is not known, and without an account. */
  readonly sync: SyncNews | null;
  readonly notices: readonly SyncNotice[];
  /** The circles that one is in or was in, by name (web/ui/circles.ts). */
  readonly circles: readonly OpenCircle[];
}

/** Signed out here by hand, or from outside: a token that is kept may hold no more, which the host says. */
export const isSignedOut = ({ hosted, sync }: Pick<DeskState, 'hosted' | 'sync'>): boolean => hosted !== null && (!hosted.isSignedIn || sync?.is === 'signed-out');

export const FRESH: DeskState = {
  phase: 'starting',
  sample: false,
  lock: false,
  passkeys: null,
  snapshot: emptySnapshot(),
  opened: 0,
  total: 0,
  upgrading: false,
  quarantined: [],
  refusal: null,
  undoable: [],
  openJournals: new Set(),
  hosted: null,
  sync: null,
  notices: [],
  circles: [],
};
