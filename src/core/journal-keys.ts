// Which key a record lies under. Any record may say, in its register `journal`, that it belongs to a journal; where that
// journal has a lock of its own, the record is sealed under the journal's key, whatever kind it is of. Settings only name the
// journal that new entries go into: they must be there while it is locked.

import { registerOf, type VaultRecord } from './record.ts';

const ALWAYS_OPEN: ReadonlySet<string> = new Set(['journal', 'settings']);

/** Names the key: '' for the vault's own. `withLock` knows the ids of journals that have their own. */
export const keyForRecord = (record: VaultRecord, withLock: { has(journal: string): boolean }): string => {
  if (ALWAYS_OPEN.has(record.kind)) return '';
  const journal = registerOf(record, 'journal');
  return typeof journal === 'string' && withLock.has(journal) ? journal : '';
};
