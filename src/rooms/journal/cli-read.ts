// The journal on the command line, the reading half: which entries a list is to show, and an entry as one line of JSON.
// Invariant: the names in the JSON are a promise to other people's scripts: they are only ever added to (`kith help json`).

import type { VaultRecord } from '#core/record.ts';
import { ok, refuse, type Result } from '#core/result.ts';
import { parseDay } from '#insight/query.ts';
import { attachmentOf, type Attachment } from './attachments.ts';
import { journalOfEntry, journalsOf, type Journal } from './journals.ts';
import { entryOf, type Entry } from './model.ts';
import { createTimeline, nameKey, type Timeline } from './timeline.ts';

/** The journal as it lies open: what every reading command starts from. */
export interface Reading {
  readonly timeline: Timeline;
  readonly byId: ReadonlyMap<string, Entry>;
  readonly attachments: ReadonlyMap<string, Attachment>;
  readonly journals: readonly Journal[];
}

/** Everything of the journal among the records that opened. */
export const readingOf = (records: readonly VaultRecord[]): Reading => {
  const entries: Entry[] = [];
  const attachments = new Map<string, Attachment>();
  const journals: VaultRecord[] = [];
  for (const record of records) {
    if (record.kind === 'entry') {
      const entry = entryOf(record);
      if (entry) entries.push(entry);
    } else if (record.kind === 'attachment') {
      const attachment = attachmentOf(record);
      if (attachment) attachments.set(attachment.id, attachment);
    } else if (record.kind === 'journal') journals.push(record);
  }
  return { timeline: createTimeline(entries), byId: new Map(entries.map((entry) => [entry.id, entry])), attachments, journals: journalsOf(journals) };
};

export interface TypedFilter {
  readonly topics: readonly string[];
  readonly people: readonly string[];
  readonly areas: readonly string[];
  readonly feelings: readonly string[];
  readonly place?: string | undefined;
  readonly energy?: string | undefined;
  readonly journal?: string | undefined;
  readonly form?: string | undefined;
  readonly after?: string | undefined;
  readonly before?: string | undefined;
}

/** The journal of a name (however cased), or of an id; '' names the first. Refusal `journal-not-found`. */
export const journalNamed = (name: string, journals: readonly Journal[]): Result<Journal> => {
  const key = nameKey(name);
  const found = journals.find((journal) => nameKey(journal.name) === key) ?? journals.find(({ id }) => id === name);
  return found ? ok(found) : refuse({ code: 'journal-not-found', with: { name: name.slice(0, 100) } });
};

/**
 * A test for entries: every name given must be there; `after` begins with its day, month or year, `before` ends where its
 * own begins. Refusals: `option-value-wrong`, `day-not-understood`, `journal-not-found`.
 */
export const filterOf = (typed: TypedFilter, reading: Reading, wordToId: (list: 'feelings' | 'areas', word: string) => string): Result<(entry: Entry) => boolean> => {
  const days: string[] = [];
  for (const text of [typed.after, typed.before]) {
    const day = text === undefined ? '' : parseDay(text.trim());
    if (day === null) return refuse({ code: 'day-not-understood', with: { text: text!.slice(0, 40) } });
    days.push(day);
  }
  const [after, before] = days as [string, string];
  const energy = typed.energy === undefined ? null : /^[+-]?[012]$/.test(typed.energy) ? Number(typed.energy) : Number.NaN;
  if (Number.isNaN(energy)) return refuse({ code: 'option-value-wrong', with: { option: '--energy', value: typed.energy!.slice(0, 40), right: '-2, -1, 0, 1, 2' } });
  if (typed.form !== undefined && !['entry', 'check-in', 'look-back'].includes(typed.form))
    return refuse({ code: 'option-value-wrong', with: { option: '--form', value: typed.form.slice(0, 40), right: 'entry, check-in, look-back' } });
  const journal = typed.journal === undefined ? null : journalNamed(typed.journal, reading.journals);
  if (journal && !journal.ok) return journal;
  const inAll = (wanted: readonly string[], of: (entry: Entry) => readonly string[]) => {
    const keys = wanted.map(nameKey);
    return (entry: Entry): boolean => keys.every((key) => of(entry).some((name) => nameKey(name) === key));
  };
  const topics = inAll(typed.topics, (entry) => entry.topics);
  const people = inAll(typed.people, (entry) => entry.people);
  const areas = inAll(
    typed.areas.map((area) => wordToId('areas', area)),
    (entry) => entry.areas,
  );
  const feelings = inAll(
    typed.feelings.map((feeling) => wordToId('feelings', feeling)),
    (entry) => entry.feelings,
  );
  const place = typed.place === undefined ? null : nameKey(typed.place);
  return ok(
    (entry) =>
      (after === '' || entry.when >= after) &&
      (before === '' || entry.when < before) &&
      (typed.form === undefined || entry.form === typed.form) &&
      (energy === null || entry.energy === energy) &&
      (place === null || nameKey(entry.place).includes(place)) &&
      (journal === null || journalOfEntry(entry, reading.journals).id === journal.value.id) &&
      topics(entry) &&
      people(entry) &&
      areas(entry) &&
      feelings(entry),
  );
};

/** An entry as the JSON of one line. */
export const entryToJson = (entry: Entry, { attachments, journals }: Pick<Reading, 'attachments' | 'journals'>): Record<string, unknown> => ({
  id: entry.id,
  form: entry.form,
  when: entry.when,
  zone: entry.zone,
  calendar: entry.calendar,
  text: entry.text,
  otherTexts: entry.otherTexts,
  place: entry.place,
  topics: entry.topics,
  people: entry.people,
  areas: entry.areas,
  feelings: entry.feelings,
  energy: entry.energy,
  body: entry.body,
  attachments: entry.attachments.map((id) => {
    const attachment = attachments.get(id);
    return attachment ? { id, name: attachment.name, mime: attachment.mime, size: attachment.size } : { id, missing: true };
  }),
  links: entry.links,
  journal: journalOfEntry(entry, journals).name,
  heavy: entry.heavy,
  again: entry.again,
  restUntil: entry.restUntil,
  made: entry.made,
  modified: entry.modified,
  broughtIn: entry.broughtIn,
});
