// Which key a record lies under. Any record may say, in its register `journal`, that it belongs to a journal; where that
// journal has a lock of its own, the record is sealed under the journal's key, whatever kind it is of.

import { registerOf, type VaultRecord } from './record.ts';

/** Names the key: '' for the vault's own. `withLock` knows the ids of journals that have their own. */
export const keyForRecord = (record: VaultRecord, withLock: { has(journal: string): boolean }): string => {
  if (record.kind === 'journal') return '';
  const journal = registerOf(record, 'journal');
  return typeof journal === 'string' && withLock.has(journal) ? journal : '';
};
