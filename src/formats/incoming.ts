// What becomes of one entry that a file offers: does it come in, is it here already, does it differ from what is here.
// Invariants: the same entry of the same application gets the same id every time, so importing twice makes nothing double;
// an entry that the person changed since it came in is never written over.

import { hash53 } from '#core/hash53.ts';
import { isWhen } from '#core/when.ts';
import { MOST_TEXT, faultInDraft, tidyName, type Entry, type EntryDraft } from '#rooms/journal/model.ts';
import type { FormatId, IncomingEntry } from './port.ts';

/** How the file's entry stands to what is here. */
export type Standing = 'new' | 'have' | 'differs';

/** What is done with an entry that differs from the one here with the same origin. */
export type WhenDifferent = 'keep-both' | 'keep-mine' | 'take-theirs';

export interface Judged {
  readonly standing: Standing;
  readonly id: string;
  /** The entry here, for `have` and `differs`. */
  readonly here: Entry | null;
  readonly print: string;
}

/** What is here, as far as judging needs it. */
export interface Known {
  byId(id: string): Entry | null;
  /** Id of an entry with the same day, time and words, or null. */
  byPrint(print: string): string | null;
  /** Id of the record that is here, is no entry, and went out under this key: what an export wrote of it is not brought in beside it. */
  other(key: string): string | null;
}

type Printed = Pick<IncomingEntry, 'when' | 'text' | 'feelings' | 'topics'>;

const namesOf = (list: readonly string[] | undefined): string =>
  (list ?? [])
    .map((name) => name.toLowerCase())
    .sort()
    .join('\n');

/**
 * Tells entries with the same moment (to the minute) and the same words, whatever their white space and pictures. Where there
 * are no words, feelings and topics tell: two check-ins of one minute are two.
 */
export const printOf = ({ when, text, feelings, topics }: Printed): string => {
  const words = (text.includes('![') ? text.replace(/!\[[^[\]\n]{0,300}\]\([^()\n]{0,1000}\)/g, '') : text).replace(WHITE, ' ').trim().normalize('NFC');
  const said = words !== '' || !(feelings?.length || topics?.length) ? words : `\0${namesOf(feelings)}\0${namesOf(topics)}`;
  return hash53(`${when.slice(0, 16)}\n${said}`);
};

/** White space that is not one plain space already. */
const WHITE = / \s+|[^\S ]\s*/gu;

/** The name that an incoming entry's id is derived from: where it has no key of its own, by its print. */
export const originOf = (format: FormatId, key: string, print: string): string => (key === '' ? `import\0print\0${print}` : `import\0${format}\0${key}`);

export const judge = (format: FormatId, entry: IncomingEntry, known: Known, idFor: (name: string) => string): Judged => {
  const print = entry.print ?? printOf(entry);
  const id = idFor(originOf(format, entry.key, print));
  // An entry that went out of this vault as Markdown bears its own id.
  const here = known.byId(id) ?? (entry.key === '' ? null : known.byId(entry.key));
  if (here) {
    // The same file again, or a file whose entry is as the person has it now.
    const same = here.broughtIn?.print === print || printOf(here) === print;
    return { standing: same ? 'have' : 'differs', id: here.id, here, print };
  }
  const twin = known.byPrint(print);
  return twin === null ? { standing: 'new', id, here: null, print } : { standing: 'have', id: twin, here: known.byId(twin), print };
};

const MOST_NAMES = 500;
const namesIn = (list: readonly string[] | undefined): string[] =>
  list === undefined || list.length === 0
    ? []
    : list
        .map(tidyName)
        .filter((name) => name !== '')
        .slice(0, MOST_NAMES);

/** The entry as a draft, cut to what an entry holds; a refusal's code when it cannot be one. */
export const draftOfIncoming = (entry: IncomingEntry, links: EntryDraft['links']): EntryDraft | 'entry-too-long' | 'entry-not-valid' => {
  if (entry.text.length > MOST_TEXT) return 'entry-too-long';
  if (!isWhen(entry.when)) return 'entry-not-valid';
  const draft: EntryDraft = {
    form: entry.form ?? 'entry',
    when: entry.when,
    zone: (entry.zone ?? '').slice(0, 6),
    ...(entry.calendar === 'julian' ? { calendar: 'julian' as const } : {}),
    text: entry.text,
    place: (entry.place ?? '').slice(0, 200),
    topics: namesIn(entry.topics),
    people: namesIn(entry.people),
    areas: namesIn(entry.areas),
    feelings: namesIn(entry.feelings),
    energy: entry.energy ?? null,
    body: !entry.body?.length
      ? []
      : entry.body.slice(0, MOST_NAMES).map(({ area, sensation }) => ({ area: tidyName(area).slice(0, 100), sensation: tidyName(sensation).slice(0, 100) })),
    links: links ?? [],
    ...(entry.again ? { again: true } : {}),
    ...(entry.heavy ? { heavy: true } : {}),
  };
  return faultInDraft(draft) ? 'entry-not-valid' : draft;
};
