// What word search finds, of whatever room: entries with what other records say of them, and every other kind that shows outside its
// room. The same for the page's worker and the command line.

import { stringIn } from '#core/kind.ts';
import type { VaultRecord } from '#core/record.ts';
import { wordsIn } from '#core/shown.ts';
import type { SearchDoc } from '#insight/search-doc.ts';
import { beside, factsOf, lookedBackAt, recordToDoc, type DocFacts } from './journal/search-docs.ts';
import { shownOf } from './shown.ts';

const toDoc = (record: VaultRecord, facts: DocFacts): SearchDoc | null => {
  if (record.kind === 'entry') return recordToDoc(record, facts);
  const shown = shownOf(record);
  if (!shown) return null;
  const { id, when, topics, people, areas, feelings } = shown;
  return { id, when, text: wordsIn(shown), topics, people, areas, feelings, place: '', journal: '', hasPhoto: false, hasSound: false, hasNote: facts.noted.has(id) };
};

/** How records become what is searched (adapters/search-image.ts, DocReader). */
export const DOCS = { factsOf, toDoc, lookedBackAt, beside, journalOf: (record: VaultRecord): string => stringIn(record, 'journal') };
