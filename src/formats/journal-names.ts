// The journals that an import puts its entries into, by the names that the file gives them.
// Invariants: a journal is known again by its name, whatever its case; one that is locked takes nothing; the id of a new
// one comes from its name, so that the same import on two devices makes one journal, and undoing finds what an import made.

import type { Change } from '#core/change.ts';
import { createdAs } from '#core/kind.ts';
import type { VaultRecord } from '#core/record.ts';
import { journalKind, journalOf, MOST_JOURNAL_NAME } from '#rooms/journal/journals.ts';

/** What the first journal is called, here and elsewhere, while it has no name of its own. */
const FIRST_NAMES = ['journal', 'diario', 'اليوميات'];

const nameIn = (written: string): string => written.trim().slice(0, MOST_JOURNAL_NAME).trim();

/** Id of the journal that an import makes for a name. */
export const journalIdFor = (name: string, idFor: (name: string) => string): string => idFor(`import\0journal\0${nameIn(name).toLowerCase()}`);

export interface JournalNames {
  /** Id for a name in the file, '' for the first. */
  journalFor(name: string): string;
  /** What makes the new ones, each once: to be committed with the entries that need them. */
  takeMade(): Change[];
}

/** `isOpen`: whether a journal with a lock is open. `now`: an instant, ISO 8601. */
export const createJournalNames = (records: Iterable<VaultRecord>, isOpen: (id: string) => boolean, idFor: (name: string) => string, now: string): JournalNames => {
  const ids = new Map<string, string>();
  let order = 0;
  let firstName = '';
  for (const record of records) {
    const journal = journalOf(record);
    if (journal && journal.name !== '' && (journal.lock === null || isOpen(journal.id))) ids.set(journal.name.toLowerCase(), journal.id);
    if (journal?.id === '') firstName = journal.name;
    order = Math.max(order, journal?.order ?? 0);
  }
  if (firstName === '') for (const name of FIRST_NAMES) if (!ids.has(name)) ids.set(name, '');
  const made: Change[] = [];
  return {
    journalFor(written) {
      const name = nameIn(written);
      const folded = name.toLowerCase();
      if (folded === '') return '';
      const known = ids.get(folded);
      if (known !== undefined) return known;
      const id = journalIdFor(name, idFor);
      ids.set(folded, id);
      made.push(createdAs(journalKind, id, { name, order: ++order, made: now }));
      return id;
    },
    takeMade: () => made.splice(0),
  };
};
