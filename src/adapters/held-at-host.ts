// One record as the host has it at this moment: fetched by its number with the pull that synchronising uses, held against what
// this device knows, and opened from the host's own bytes. Invariants: what is shown as the host's came from the host just now and
// is never this device's copy; nothing is stored, and nothing that synchronising keeps is changed.

import type { VaultRecord } from '#core/record.ts';
import { ok, refuse, type Result } from '#core/result.ts';
import type { DeviceAccount } from '#crypto/device-account.ts';
import { sizesWithin } from '#crypto/seal.ts';
import type { Session } from '#crypto/session.ts';
import type { RowVerdict, SyncRow, SyncStore } from '#sync/ports.ts';
import { LIMITS, type HostRow } from '#sync/protocol.ts';
import { hostOf, needAccount, refusalOf, ringOf, type AccountParts } from './account-parts.ts';

export interface HeldRow {
  readonly is: 'held';
  readonly vault: string;
  readonly row: HostRow;
  /** Whether a device of the account signed it, as every row is judged that comes. */
  readonly verdict: RowVerdict;
  /** `same`: to the byte what lies here; `older`: what is here was written since, and is not there yet; `other`: under one version, other bytes. */
  readonly beside: 'same' | 'older' | 'other';
  readonly isThisDevice: boolean;
  /** What the host's bytes say; `locked`: their key is not at hand; `broken`: they do not open. */
  readonly says: VaultRecord | 'locked' | 'broken';
  /** Bytes of the record before it was padded; null where it did not open. */
  readonly size: number | null;
  /** Records of these many bytes look the same from outside. */
  readonly between: { readonly least: number; readonly most: number };
}

/** Or why there is none: not on this device; not sent, or not any more there; written over since by what has yet to come; the host has not what it had. */
export type Held = HeldRow | { readonly is: 'absent' | 'not-sent' | 'written-over' | 'went-back' };

const same = (a: Uint8Array, b: Uint8Array): boolean => a.length === b.length && a.every((byte, i) => byte === b[i]);

/** A row that moves up while it is asked for is asked for again. */
const TRIES = 3;

/** Refusals: `account-none`, `session-needed`, the host's. */
export const heldAtHost = async (parts: AccountParts & { readonly sync: SyncStore }, session: Session, id: string): Promise<Result<Held>> => {
  const open = { header: session.header, key: session.keys().get('')! };
  const account = await needAccount(parts, open);
  if (!account.ok) return account;
  if (!account.value.token) return refuse({ code: 'session-needed' });
  const host = hostOf(parts, account.value);
  const rowId = session.rowIdOf(id);
  for (let tries = 1; ; tries++) {
    const [local] = await parts.sync.rowsById([rowId]);
    if (!local) return ok({ is: 'absent' });
    const { at, base } = local;
    if (base === 0 || at === 0) return ok({ is: 'not-sent' });
    const page = await host.pull({ after: at - 1, before: at + 1, limit: 1, bytes: LIMITS.frameBytes });
    if (!page.ok) return refuse(refusalOf(page.error));
    const [row, ...more] = page.value.rows;
    if (row && (row.seq !== at || more.length > 0)) return refuse({ code: 'host-malformed' });
    // A number is given once: under it stands another record, or nothing yet, only where the host began to count anew.
    if (row ? row.id !== rowId : page.value.head < at) return ok({ is: 'went-back' });
    if (row) return ok(await read(parts, session, account.value, row, local));
    if (tries === TRIES) return ok({ is: 'written-over' });
  }
};

const read = async (parts: AccountParts, session: Session, account: DeviceAccount, row: HostRow, local: SyncRow): Promise<HeldRow> => {
  const ring = await ringOf(parts, account, session.keys().get('')!);
  const [verdict = 'log-unknown'] = ring.ok ? await ring.value.judge([row]) : [];
  const opened = session.vault.openRow(row);
  const plain = session.vault.plainOf(row);
  const isSame = row.ver === local.ver && row.device === local.device && row.epoch === local.epoch && row.key === local.key && same(row.blob, local.blob);
  return {
    is: 'held',
    vault: session.header.vault,
    // Of its own: the page that it came in holds nothing else.
    row: { ...row, blob: row.blob.slice() },
    verdict,
    beside: isSame ? 'same' : row.ver < local.ver ? 'older' : 'other',
    isThisDevice: row.device === session.header.device,
    says: opened === null ? 'locked' : 'why' in opened ? 'broken' : opened,
    size: opened !== null && !('why' in opened) && plain !== null && !('why' in plain) ? plain.length : null,
    between: sizesWithin(row.blob.length),
  };
};
