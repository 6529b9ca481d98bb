// What is being typed and not yet kept: one draft for each place of typing, written as one types, so that a killed tab
// or an empty battery loses nothing. A draft of an entry already kept remembers the entry as it was when typing began
// (its basis), so that keeping it writes only what the person changed.
// Invariant: a draft goes only with the entry it became, or because the person put it away; never for being old or
// broken. Ids are random: a fixed id by place would tell a host which entry is being edited.

import type { Change } from '#core/change.ts';
import { changedTo, createdAs, createKind, deletedOf, migrate, stringIn, textsIn } from '#core/kind.ts';
import { isAlive, registerOf, type Json, type VaultRecord } from '#core/record.ts';
import { ok, refuse, type Result } from '#core/result.ts';
import { attachmentKind, belongTo, type Attachment } from './attachments.ts';
import { changeEntry, faultInDraft, MOST_TEXT, writeEntry, type Entry, type EntryDraft, type Moment } from './model.ts';

/**
 * Where one is typing: a new entry, a check-in, a note that looks back at an entry, a change to an entry; what
 * one would say to an open question (`question:new`: the question itself); a template (`template:new` or its id), its name
 * among what is typed. The last two become no entry.
 */
export type DraftPlace = 'new' | 'check-in' | `look-back:${string}` | `edit:${string}` | `question:${string}` | `template:${string}`;

export interface Draft {
  readonly id: string;
  readonly place: DraftPlace;
  readonly values: EntryDraft;
  /** What another tab or device typed at the same place at the same time. */
  readonly otherTexts: readonly string[];
  /** The entry as it was when the change began; null for what is new. */
  readonly basis: EntryDraft | null;
  /** What stands in a field and is not yet understood (half a date, half a name), by the field's name. */
  readonly typed: Readonly<Record<string, string>>;
  /** Instant of the last keystroke kept, ISO 8601 in UTC. */
  readonly modified: string;
}

export const draftKind = createKind('draft', {
  place: 'register',
  text: 'text',
  values: 'register',
  basis: 'register',
  typed: 'register',
  journal: 'register',
  modified: 'register',
});

const isTyped = (value: Json | undefined): value is { readonly [name: string]: string } =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && Object.values(value).every((one) => typeof one === 'string');

const isPlace = (text: string): text is DraftPlace => text === 'new' || text === 'check-in' || /^(?:look-back|edit|question|template):.{1,40}$/.test(text);

/** The entry that a place is about, or '' for a new one. */
export const aboutOf = (place: DraftPlace): string => (place.includes(':') ? place.slice(place.indexOf(':') + 1) : '');

// Field by field, so that one that is not right does not take the others with it.
const readValues = (value: Json | undefined): EntryDraft => {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return {};
  let out = value as EntryDraft;
  for (let fault = faultInDraft(out); fault !== null; fault = faultInDraft(out)) {
    const { [fault]: _wrong, ...others } = out;
    out = others;
  }
  return out;
};

const toJson = (draft: EntryDraft): Json => JSON.parse(JSON.stringify(draft)) as Json;

/** What an entry says, as a draft to change it from. */
export const entryToDraft = (entry: Entry): EntryDraft => {
  const { id: _id, otherTexts: _others, made: _made, modified: _modified, broughtIn: _from, ...values } = entry;
  return values;
};

/** Reads a record as a draft; null when it is of another kind, newer than this Kith, deleted, or of no known place. */
export const draftOf = (record: VaultRecord): Draft | null => {
  if (record.kind !== 'draft' || !isAlive(record)) return null;
  const now = migrate(draftKind, record);
  if (!now) return null;
  const place = stringIn(now, 'place');
  if (!isPlace(place)) return null;
  const [text = '', ...otherTexts] = textsIn(now, 'text');
  const values = registerOf(now, 'values');
  const basis = registerOf(now, 'basis');
  const typed = registerOf(now, 'typed');
  const journal = stringIn(now, 'journal');
  return {
    id: now.id,
    place,
    values: { ...readValues(values), text, ...(journal === '' ? {} : { journal }) },
    otherTexts,
    basis: basis === undefined || basis === null ? null : readValues(basis),
    typed: isTyped(typed) ? typed : {},
    modified: stringIn(now, 'modified'),
  };
};

/** All drafts, the last typed first; several at one place only after two devices began there apart. */
export const draftsOf = (records: Iterable<VaultRecord>): Draft[] => {
  const out: Draft[] = [];
  for (const record of records) {
    const draft = draftOf(record);
    if (draft) out.push(draft);
  }
  return out.sort((a, b) => (a.modified > b.modified ? -1 : a.modified < b.modified ? 1 : a.id < b.id ? -1 : 1));
};

/** The draft to go on with at a place. */
export const draftAt = (place: DraftPlace, drafts: readonly Draft[]): Draft | null => drafts.find((draft) => draft.place === place) ?? null;

const rest = (values: EntryDraft): Json => {
  const { text: _text, journal: _journal, ...others } = values;
  return toJson(others);
};

/**
 * Keeps what is being typed. `draft` is the one already at this place (then `id` is not used) or null.
 * Nothing new gives an empty list. Refusal: `entry-too-long`.
 */
export const saveDraft = (
  draft: Draft | null,
  place: DraftPlace,
  values: EntryDraft,
  id: string,
  now: Moment,
  { basis = null, typed = {} }: { basis?: EntryDraft | null; typed?: Readonly<Record<string, string>> } = {},
): Result<Change[]> => {
  if ((values.text ?? '').length > MOST_TEXT) return refuse({ code: 'entry-too-long', with: { most: MOST_TEXT } });
  const next = { text: values.text ?? '', values: rest(values), journal: values.journal ?? '', typed: { ...typed } };
  if (!draft) return ok([createdAs(draftKind, id, { place, ...next, basis: basis && toJson(basis), modified: now.instant })]);
  const had = { text: draft.values.text ?? '', values: rest(draft.values), journal: draft.values.journal ?? '', typed: { ...draft.typed } };
  const change = changedTo(draftKind, draft.id, had, next);
  return ok(change ? [{ ...change, set: { ...change.set, modified: now.instant } }] : []);
};

/** The draft goes; what is attached to it stays, for the entry that it became. */
export const dropDraft = (draft: Pick<Draft, 'id'>): Change[] => [deletedOf(draftKind, draft.id)];

const attachedTo = (draft: Draft, attachments: readonly Attachment[]): Attachment[] =>
  attachments.filter((one) => one.entry === '' && (draft.values.attachments ?? []).includes(one.id));

/** The person puts a draft away: what was attached to it alone goes too. One undo brings all of it back. */
export const abandonDraft = (draft: Draft, attachments: readonly Attachment[]): Change[] => [
  ...attachedTo(draft, attachments).map((one) => deletedOf(attachmentKind, one.id)),
  deletedOf(draftKind, draft.id),
];

/** The draft becomes an entry. Refusals are those of writing one; the draft then stays. */
export const draftToEntry = (draft: Draft, id: string, attachments: readonly Attachment[], now: Moment): Result<Change[]> => {
  const about = aboutOf(draft.place);
  const looksBack = draft.place.startsWith('look-back:');
  const links = draft.values.links ?? [];
  const values: EntryDraft = {
    ...draft.values,
    ...(draft.place === 'check-in' ? { form: 'check-in' } : {}),
    ...(looksBack ? { form: 'look-back', links: links.some(({ to, as }) => as === 'looks-back-at' && to === about) ? links : [...links, { to: about, as: 'looks-back-at' }] } : {}),
  };
  const written = writeEntry(values, id, now);
  if (!written.ok) return written;
  return ok([...written.value, ...belongTo(attachedTo(draft, attachments), { id, journal: values.journal ?? '' }), ...dropDraft(draft)]);
};

// The order in which an object's fields stand says nothing.
const key = (item: unknown): string =>
  JSON.stringify(item, (_, value: unknown) =>
    typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))) : value,
  ) ?? '';
const same = (a: unknown, b: unknown): boolean => key(a) === key(b);

/**
 * The draft changes the entry it began from: only what the person changed since its basis is written, so that what came from
 * elsewhere meanwhile stays. Refusal `entry-changed-meanwhile` when the text was changed on both sides: the person
 * then chooses from both; the others are those of changing an entry. A refused draft stays.
 */
export const draftToChange = (draft: Draft, entry: Entry, attachments: readonly Attachment[], now: Moment): Result<Change[]> => {
  const basis = draft.basis ?? {};
  const current = entryToDraft(entry) as Record<string, unknown>;
  const wanted: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(draft.values)) {
    const was = (basis as Record<string, unknown>)[name];
    if (same(value, was)) continue;
    wanted[name] = Array.isArray(value) && Array.isArray(was) && Array.isArray(current[name]) ? rebased(value, was, current[name]) : value;
  }
  const text = wanted['text'];
  if (text !== undefined && basis.text !== undefined && entry.text !== basis.text && entry.text !== text) return refuse({ code: 'entry-changed-meanwhile' });
  const changed = changeEntry(entry, wanted as EntryDraft, now);
  if (!changed.ok) return changed;
  return ok([
    ...changed.value,
    ...belongTo(attachedTo(draft, attachments), { id: entry.id, journal: (wanted['journal'] as string | undefined) ?? entry.journal }),
    ...dropDraft(draft),
  ]);
};

// A list is a set that two sides may change at once: takes out what the person took out, adds what they added, keeps the rest.
const rebased = (value: readonly unknown[], was: readonly unknown[], current: readonly unknown[]): unknown[] => {
  const [before, after] = [new Set(was.map(key)), new Set(value.map(key))];
  const kept = current.filter((item) => after.has(key(item)) || !before.has(key(item)));
  const has = new Set(kept.map(key));
  return [...kept, ...value.filter((item) => !before.has(key(item)) && !has.has(key(item)))];
};
