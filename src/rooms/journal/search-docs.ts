// Entries as search sees them: with what other records say of them (is there a photo, a look-back note, what is the
// journal called). The same for the page's worker and the command line.

import { isAlive, type VaultRecord } from '#core/record.ts';
import type { SearchDoc } from '#insight/search-doc.ts';
import { attachmentOf, mediumOf } from './attachments.ts';
import { journalOf } from './journals.ts';
import { entryOf, type Entry } from './model.ts';

/** What must be known beside an entry itself. */
export interface DocFacts {
  readonly photos: ReadonlySet<string>;
  readonly sounds: ReadonlySet<string>;
  /** Ids of entries that a look-back note belongs to. */
  readonly noted: ReadonlySet<string>;
  readonly journals: ReadonlyMap<string, string>;
}

/** Gathers facts from any records; `noted` may hold what is known already. */
export const factsOf = (records: Iterable<VaultRecord>, noted: Iterable<string> = []): DocFacts => {
  const facts = { photos: new Set<string>(), sounds: new Set<string>(), noted: new Set(noted), journals: new Map<string, string>() };
  for (const record of records) {
    if (record.kind === 'attachment') {
      const attachment = attachmentOf(record);
      const medium = attachment && mediumOf(attachment.mime);
      if (medium) (medium === 'photo' ? facts.photos : facts.sounds).add(record.id);
    } else if (record.kind === 'journal') {
      const journal = journalOf(record);
      if (journal) facts.journals.set(journal.id, journal.name);
    } else if (record.kind === 'entry') for (const id of lookedBackAt(record)) facts.noted.add(id);
  }
  return facts;
};

/** Ids that a record looks back at; empty unless it is a look-back note that is not deleted. */
export const lookedBackAt = (record: VaultRecord): string[] => {
  const links = record.fields['links'];
  if (record.kind !== 'entry' || !links || !('s' in links) || !isAlive(record)) return [];
  return Object.keys(links.s).flatMap((member) => (member.startsWith('looks-back-at:') ? [member.slice('looks-back-at:'.length)] : []));
};

/** Ids of records that must be read to know an entry's facts. */
export const beside = (record: VaultRecord): string[] => {
  const entry = entryOf(record);
  return entry ? [...entry.attachments, ...(entry.journal ? [entry.journal] : [])] : [];
};

export const entryToDoc = (entry: Entry, facts: DocFacts): SearchDoc => ({
  id: entry.id,
  when: entry.when,
  text: entry.otherTexts.length > 0 ? [entry.text, ...entry.otherTexts].join('\n') : entry.text,
  topics: entry.topics,
  people: entry.people,
  areas: entry.areas,
  feelings: entry.feelings,
  place: entry.place,
  journal: facts.journals.get(entry.journal) ?? '',
  hasPhoto: entry.attachments.some((id) => facts.photos.has(id)),
  hasSound: entry.attachments.some((id) => facts.sounds.has(id)),
  hasNote: facts.noted.has(entry.id),
});

/** Null for what is not an entry, or is deleted. */
export const recordToDoc = (record: VaultRecord, facts: DocFacts): SearchDoc | null => {
  const entry = entryOf(record);
  return entry && entryToDoc(entry, facts);
};
