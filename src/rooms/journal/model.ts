// The journal: what an entry is, how one is written, changed and taken away, and how it is read from its record.
// Invariant: a date shown comes from the entry, never from a stamp; what a person typed is kept as typed.

import type { Change } from '#core/change.ts';
import { changedTo, createdAs, createKind, deletedOf, migrate, numberIn, setIn, stringIn, textsIn, yesIn, type Values } from '#core/kind.ts';
import { isReason, linksIn, linkToMember, MOST_LINK, type Link } from '#core/links.ts';
import { isAlive, registerOf, type Json, type VaultRecord } from '#core/record.ts';
import { ok, refuse, type Result } from '#core/result.ts';
import { isWhen, type CalendarName, type When } from '#core/when.ts';

/** How an entry came to be: written freely, as a check-in, or as a note that looks back at another entry. */
export type EntryForm = 'entry' | 'check-in' | 'look-back';

export interface BodyNote {
  readonly area: string;
  readonly sensation: string;
}

/** Gives +2 … drains −2; null when not said. */
export type Energy = -2 | -1 | 0 | 1 | 2 | null;

/**
 * Where an entry was brought in from: `format`, its `key` there, and the import it came with; `print` is a fingerprint of
 * what the file said then and `at` its `modified` at that moment, so that a later import can tell a changed file from a changed entry.
 */
export interface BroughtIn {
  readonly format: string;
  readonly key: string;
  readonly import: string;
  readonly print?: string;
  readonly at?: string;
}

export interface Entry {
  readonly id: string;
  readonly form: EntryForm;
  /** Markdown. */
  readonly text: string;
  /** What another device wrote at the same time; emptied when the person merges them. */
  readonly otherTexts: readonly string[];
  readonly when: When;
  readonly zone: string;
  readonly calendar: CalendarName;
  readonly place: string;
  readonly topics: readonly string[];
  readonly people: readonly string[];
  readonly areas: readonly string[];
  readonly feelings: readonly string[];
  readonly energy: Energy;
  readonly body: readonly BodyNote[];
  /** Ids of attachment records. */
  readonly attachments: readonly string[];
  readonly links: readonly Link[];
  /** Id of the journal it is in, '' for the first one. */
  readonly journal: string;
  /** Never chosen for another look. */
  readonly heavy: boolean;
  /** Worth another look: marked by the person (a star elsewhere). */
  readonly again: boolean;
  /** Day before which it is not offered for another look, or ''. */
  readonly restUntil: string;
  /** Instants, ISO 8601 in UTC. */
  readonly made: string;
  readonly modified: string;
  readonly broughtIn: BroughtIn | null;
}

export const entryKind = createKind('entry', {
  form: 'register',
  text: 'text',
  when: 'register',
  zone: 'register',
  calendar: 'register',
  place: 'register',
  topics: 'set',
  people: 'set',
  areas: 'set',
  feelings: 'set',
  energy: 'register',
  body: 'set',
  attachments: 'set',
  links: 'set',
  journal: 'register',
  heavy: 'register',
  again: 'register',
  restUntil: 'register',
  made: 'register',
  modified: 'register',
  broughtIn: 'register',
});

/** What can be given for an entry; everything may be left out. */
export type EntryDraft = Partial<Omit<Entry, 'id' | 'otherTexts' | 'made' | 'modified'>>;

/** The most letters in one entry: 10 million, some four thousand pages. */
export const MOST_TEXT = 10_000_000;
const MOST_NAMES = 500;

const FORMS: readonly unknown[] = ['entry', 'check-in', 'look-back'];
const ENERGIES: readonly unknown[] = [-2, -1, 0, 1, 2, null];
const isText = (value: unknown, most: number): value is string => typeof value === 'string' && value.length <= most;
const isList = (value: unknown, isOne: (one: unknown) => boolean): boolean => Array.isArray(value) && value.length <= MOST_NAMES && value.every(isOne);
const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);
const isName = (one: unknown): boolean => isText(one, Infinity) && one.trim() !== '' && one.trim().length <= 200;
const isNames = (value: unknown): boolean => isList(value, isName);
const isYes = (value: unknown): boolean => typeof value === 'boolean';

// Written out, since a command line that has one line to write has no time to load a library for it. The same rules
// stand once more as a schema beside the tests; a property test holds the two together.
const DRAFT: { readonly [N in keyof EntryDraft]-?: (value: unknown) => boolean } = {
  form: (value) => FORMS.includes(value),
  text: (value) => isText(value, MOST_TEXT),
  when: isWhen,
  zone: (value) => isText(value, 6),
  calendar: (value) => value === 'gregorian' || value === 'julian',
  place: (value) => isText(value, 500),
  topics: isNames,
  people: isNames,
  areas: isNames,
  feelings: isNames,
  energy: (value) => ENERGIES.includes(value),
  body: (value) => isList(value, (one) => isObject(one) && isText(one['area'], 100) && isText(one['sensation'], 100)),
  attachments: (value) => isList(value, (one) => isText(one, 40)),
  links: (value) => isList(value, (one) => isObject(one) && isText(one['to'], MOST_LINK) && isReason(one['as'])),
  journal: (value) => isText(value, 40),
  heavy: isYes,
  again: isYes,
  restUntil: (value) => isText(value, 10),
  broughtIn: (value) => value === null || (isObject(value) && isText(value['format'], 40) && isText(value['key'], 300) && isText(value['import'], 40)),
};

/** The first field of what is given for an entry that is not as it must be, or null when all are. */
export const faultInDraft = (draft: EntryDraft): keyof EntryDraft | null => {
  for (const [field, isRight] of CHECKS) {
    const value: unknown = draft[field];
    if (value !== undefined && !isRight(value)) return field;
  }
  return null;
};
const CHECKS = Object.entries(DRAFT) as readonly (readonly [keyof EntryDraft, (value: unknown) => boolean])[];

/** One spelling of a name: no space around, runs of white space as one, no control characters. */
export const tidyName = (text: string): string =>
  text === '' || TIDY.test(text)
    ? text.slice(0, 200)
    : text
        .replace(/[\p{Cc}\p{Cf}]/gu, (c) => (c === '\u200c' || c === '\u200d' ? c : ' '))
        .replace(/\s+/gu, ' ')
        .trim()
        .normalize('NFC')
        .slice(0, 200);
/** Most names are such already. */
const TIDY = /^[!-~](?: ?[!-~])*$/;

/** Names tidied, empty ones and repeats (by letters alone, not by case) left out. */
export const tidyNames = (list: readonly string[]): string[] => {
  if (list.length < 2) return list.map(tidyName).filter((name) => name !== '');
  const seen = new Set<string>();
  const out: string[] = [];
  for (const item of list) {
    const tidy = tidyName(item);
    const key = tidy.toLowerCase();
    if (tidy !== '' && !seen.has(key)) {
      seen.add(key);
      out.push(tidy);
    }
  }
  return out;
};

const SEPARATOR = '\u001f';
export const bodyToMember = ({ area, sensation }: BodyNote): string => `${area}${SEPARATOR}${sensation}`;
export const memberToBody = (member: string): BodyNote => {
  const [area = '', sensation = ''] = member.split(SEPARATOR);
  return { area, sensation };
};

type Given = { -readonly [N in keyof typeof entryKind.fields]?: Values<typeof entryKind.fields>[N] };

const valuesOf = (draft: EntryDraft): Values<typeof entryKind.fields> => {
  const out: Given = {};
  if (draft.form !== undefined) out.form = draft.form;
  if (draft.text !== undefined) out.text = draft.text;
  if (draft.when !== undefined) out.when = draft.when;
  if (draft.zone !== undefined) out.zone = draft.zone;
  if (draft.calendar !== undefined) out.calendar = draft.calendar;
  if (draft.place !== undefined) out.place = tidyName(draft.place);
  if (draft.topics !== undefined) out.topics = tidyNames(draft.topics);
  if (draft.people !== undefined) out.people = tidyNames(draft.people);
  if (draft.areas !== undefined) out.areas = tidyNames(draft.areas);
  if (draft.feelings !== undefined) out.feelings = tidyNames(draft.feelings);
  if (draft.energy !== undefined) out.energy = draft.energy;
  if (draft.body !== undefined) out.body = draft.body.map(bodyToMember);
  if (draft.attachments !== undefined) out.attachments = draft.attachments;
  if (draft.links !== undefined) out.links = draft.links.map(linkToMember);
  if (draft.journal !== undefined) out.journal = draft.journal;
  if (draft.heavy !== undefined) out.heavy = draft.heavy;
  if (draft.again !== undefined) out.again = draft.again;
  if (draft.restUntil !== undefined) out.restUntil = draft.restUntil;
  if (draft.broughtIn !== undefined) out.broughtIn = draft.broughtIn as Json;
  return out;
};

/** True when there is nothing in it that a person said. */
export const saysNothing = (draft: EntryDraft): boolean =>
  (draft.text ?? '').trim() === '' &&
  draft.energy == null &&
  !draft.feelings?.length &&
  !draft.body?.length &&
  !draft.attachments?.length &&
  !draft.place &&
  !draft.topics?.length &&
  !draft.people?.length;

/** Without these a new entry is of no day: the moment now, on the writer's clock. */
export interface Moment {
  /** Local date and time, `YYYY-MM-DDTHH:MM`, and its offset. */
  readonly when: When;
  readonly zone: string;
  /** Instant, ISO 8601 in UTC. */
  readonly instant: string;
}

/** A new entry. Refusals: `entry-empty`, `entry-too-long`, `entry-not-valid`. */
export const writeEntry = (draft: EntryDraft, id: string, now: Moment): Result<Change[]> => {
  if (saysNothing(draft)) return refuse({ code: 'entry-empty' });
  if ((draft.text ?? '').length > MOST_TEXT) return refuse({ code: 'entry-too-long', with: { most: MOST_TEXT } });
  const fault = faultInDraft(draft);
  if (fault) return refuse({ code: 'entry-not-valid', with: { where: fault } });
  const full: EntryDraft = { form: 'entry', when: now.when, zone: draft.when === undefined ? now.zone : '', ...draft };
  return ok([createdAs(entryKind, id, { ...valuesOf(full), made: now.instant, modified: now.instant })]);
};

/** An entry changed; only what differs is written. No change at all gives an empty list. */
export const changeEntry = (entry: Entry, draft: EntryDraft, now: Moment): Result<Change[]> => {
  if ((draft.text ?? '').length > MOST_TEXT) return refuse({ code: 'entry-too-long', with: { most: MOST_TEXT } });
  const fault = faultInDraft(draft);
  if (fault) return refuse({ code: 'entry-not-valid', with: { where: fault } });
  const change = changedTo(entryKind, entry.id, valuesOf(entry), valuesOf(draft));
  if (!change) return ok([]);
  // What another tab, process or device writes meanwhile has not been seen by who changes this: it stays beside it.
  const over = change.write?.['text'] === undefined ? {} : { over: { text: [entry.text] } };
  return ok([{ ...change, ...over, set: { ...change.set, modified: now.instant } }]);
};

/** Keeps one text where two devices wrote at once; the others are emptied. */
export const settleTexts = (entry: Entry, text: string, now: Moment): Change[] => [
  { ...createdAs(entryKind, entry.id, {}), write: { text }, over: { text: [entry.text, ...entry.otherTexts] }, set: { modified: now.instant } },
];

export const deleteEntry = (entry: Pick<Entry, 'id'>): Change[] => [deletedOf(entryKind, entry.id)];

/** Reads a record as an entry; null when it is of another kind, newer than this Kith, deleted, or has no day. */
export const entryOf = (record: VaultRecord): Entry | null => {
  if (record.kind !== 'entry' || !isAlive(record)) return null;
  const now = migrate(entryKind, record);
  if (!now) return null;
  const when = stringIn(now, 'when');
  if (!isWhen(when)) return null;
  const texts = textsIn(now, 'text');
  const form = stringIn(now, 'form');
  const energy = numberIn(now, 'energy');
  return {
    id: now.id,
    form: form === 'check-in' || form === 'look-back' ? form : 'entry',
    text: texts[0] ?? '',
    otherTexts: texts.slice(1),
    when,
    zone: stringIn(now, 'zone'),
    calendar: stringIn(now, 'calendar') === 'julian' ? 'julian' : 'gregorian',
    place: stringIn(now, 'place'),
    topics: setIn(now, 'topics'),
    people: setIn(now, 'people'),
    areas: setIn(now, 'areas'),
    feelings: setIn(now, 'feelings'),
    energy: ENERGIES.includes(energy) ? (energy as Energy) : null,
    body: setIn(now, 'body').map(memberToBody),
    attachments: setIn(now, 'attachments'),
    links: linksIn(now),
    journal: stringIn(now, 'journal'),
    heavy: yesIn(now, 'heavy'),
    again: yesIn(now, 'again'),
    restUntil: stringIn(now, 'restUntil'),
    made: stringIn(now, 'made'),
    modified: stringIn(now, 'modified'),
    broughtIn: broughtInOf(now),
  };
};

const broughtInOf = (record: VaultRecord): BroughtIn | null => {
  const value = registerOf(record, 'broughtIn');
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return null;
  const { format, key, import: from, print, at } = value as Record<string, Json>;
  if (typeof format !== 'string' || typeof key !== 'string' || typeof from !== 'string') return null;
  return { format, key, import: from, ...(typeof print === 'string' ? { print } : {}), ...(typeof at === 'string' ? { at } : {}) };
};
