// Opens and seals records for synchronising, with the gate's own parts: which key a record belongs under is a rule of the rooms,
// which epoch's key the vault's own is comes from the ring; the gate sees the same through `epochSealer` (crypto/seal.ts), so that
// one sealed row is read alike everywhere. Invariant: a record is looked at as a stranger's until every part of it was checked.

import { checkRecord } from '#core/check-record.ts';
import { bytesToRecord, recordToBytes } from '#core/encode.ts';
import type { Binding, Keys, SealedRow, Sealer } from '#core/ports.ts';
import type { VaultRecord } from '#core/record.ts';
import { FORMAT } from '#crypto/seal.ts';
import type { Opener } from './ports.ts';

export interface OpenerParts {
  readonly vault: string;
  readonly device: string;
  readonly sealer: Sealer;
  readonly epoch: () => number;
  readonly epochKey: (epoch: number) => Uint8Array | null;
  /** Keys of journals with a lock of their own; what stands under '' is not asked for. */
  readonly keys: () => Keys;
  readonly keyFor: (record: VaultRecord) => string;
  readonly rowIdOf: (id: string) => string;
}

export const createOpener = ({ vault, device, sealer, epoch, epochKey, keys, keyFor, rowIdOf }: OpenerParts): Opener => {
  const keyOf = (name: string, at: number): Uint8Array | null => (name === '' ? epochKey(at) : (keys().get(name) ?? null));
  const bindingOf = ({ id, ver, epoch: at, device: by, key }: Omit<SealedRow, 'blob'>): Binding => ({ vault, id, ver, epoch: at, device: by, key });
  return {
    device,
    rowIdOf,
    open(row) {
      const key = keyOf(row.key, row.epoch);
      if (!key) return 'locked';
      if (row.blob[0] !== FORMAT) return (row.blob[0] ?? 0) > FORMAT ? 'newer' : 'broken';
      const plain = sealer.open(row.blob, key, bindingOf(row));
      const record = plain && bytesToRecord(row.id, plain);
      if (!record || rowIdOf(record.id) !== row.id) return 'broken';
      return checkRecord(record).ok ? record : 'broken';
    },
    seal(record, id, ver) {
      const name = keyFor(record);
      const at = epoch();
      const key = keyOf(name, at);
      if (!key) return null;
      const row = { id, ver, epoch: at, device, key: name };
      return { ...row, blob: sealer.seal(recordToBytes(record), key, bindingOf(row)) };
    },
  };
};
