// Leap2A by local name: three generations of namespaces are met (2009-03, 2010-07, 2016), and archives whose namespaces are
// themselves addresses of an archive, so a term is known by what stands after its last `#`, `/` or `:`.
// The specification is published under OWFa 1.0 (cetis.org.uk/leap2/a/specification); these are its words.

/** Before the id of a record, where Kith writes it as an item. */
export const ITEM = 'portfolio:entry-';

/** What an item may be; anything else is an entry (the specification's own fallback). */
export type ItemType = 'entry' | 'ability' | 'achievement' | 'activity' | 'affiliation' | 'meeting' | 'organization' | 'person' | 'plan' | 'publication' | 'resource' | 'selection';

const ITEM_TYPES: readonly ItemType[] = [
  'entry',
  'ability',
  'achievement',
  'activity',
  'affiliation',
  'meeting',
  'organization',
  'person',
  'plan',
  'publication',
  'resource',
  'selection',
];

/** The last word of a CURIE (`leap2:x`, `[leap2:x]`) or of an address (`http://terms.leapspecs.org/x`). */
export const termOf = (written: string): string => {
  const plain = written
    .trim()
    .replace(/^\[|\]$/g, '')
    .replace(/[#/]+$/, '');
  return plain.slice(Math.max(plain.lastIndexOf('#'), plain.lastIndexOf('/'), plain.lastIndexOf(':')) + 1);
};

export const itemTypeOf = (written: string): ItemType | null => {
  const term = termOf(written).toLowerCase();
  return ITEM_TYPES.find((type) => type === term) ?? null;
};

/** The name of a category scheme: `categories:life_area#`, `http://wiki.leapspecs.org/2A/categories/life_area#` → `life_area`. */
export const schemeOf = (written: string): string => termOf(written).toLowerCase();

/** Category schemes that say how a system keeps an item and nothing that a person would file it under. */
export const SYSTEM_SCHEMES: ReadonlySet<string> = new Set(['selection_type', 'resource_type', 'person_type', 'readiness', 'audience', 'common_item', 'kind']);

/** Relations between items that are worth a link from one entry to another; a look back stands apart. */
export const RELATIONS: ReadonlySet<string> = new Set([
  'relation',
  'related',
  'in_reply_to',
  'in-reply-to',
  'supports',
  'supported_by',
  'has_evidence',
  'is_evidence_of',
  'has_outcome',
  'is_outcome_of',
  'has_agenda',
  'is_agenda_of',
]);

export const LEAP2A = {
  atom: 'http://www.w3.org/2005/Atom',
  rdf: 'http://www.w3.org/1999/02/22-rdf-syntax-ns#',
  leap2: 'http://terms.leapspecs.org/',
  categories: 'http://wiki.leapspecs.org/2A/categories/',
  version: 'http://www.leapspecs.org/2010-07/2A/',
  /** Names an entry's feelings, energy and body, for which Leap2A has no words; others pass over them. */
  kith: 'urn:kith:leap2a:1#',
} as const;
