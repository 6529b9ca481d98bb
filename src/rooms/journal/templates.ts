// Templates of one's own: a text to begin from, with the topics, people and areas that go with it.
// Places in the text (`{{date}}`, `{{time}}`, `{{weekday}}`) are filled when it is used; others stay as typed.
// Invariant: using a template makes a draft, never an entry: nothing is written that the person did not keep.

import type { Change } from '#core/change.ts';
import { changedTo, createdAs, createKind, deletedOf, migrate, setIn, stringIn, textsIn, type Values } from '#core/kind.ts';
import { isAlive, type VaultRecord } from '#core/record.ts';
import { ok, refuse, type Result } from '#core/result.ts';
import { MOST_TEXT, tidyName, tidyNames, type EntryDraft, type EntryForm, type Moment } from './model.ts';

export interface Template {
  readonly id: string;
  readonly name: string;
  /** Markdown with places. */
  readonly text: string;
  readonly otherTexts: readonly string[];
  readonly topics: readonly string[];
  readonly people: readonly string[];
  readonly areas: readonly string[];
  readonly place: string;
  readonly form: EntryForm;
  readonly made: string;
}

export const templateKind = createKind('template', {
  name: 'register',
  text: 'text',
  topics: 'set',
  people: 'set',
  areas: 'set',
  place: 'register',
  form: 'register',
  made: 'register',
});

export type TemplateDraft = Partial<Omit<Template, 'id' | 'otherTexts' | 'made'>>;

export const MOST_TEMPLATE_NAME = 100;

const valuesOf = (draft: TemplateDraft): Values<typeof templateKind.fields> => ({
  ...(draft.name !== undefined ? { name: tidyName(draft.name) } : {}),
  ...(draft.text !== undefined ? { text: draft.text } : {}),
  ...(draft.topics !== undefined ? { topics: tidyNames(draft.topics) } : {}),
  ...(draft.people !== undefined ? { people: tidyNames(draft.people) } : {}),
  ...(draft.areas !== undefined ? { areas: tidyNames(draft.areas) } : {}),
  ...(draft.place !== undefined ? { place: tidyName(draft.place) } : {}),
  ...(draft.form !== undefined ? { form: draft.form } : {}),
});

const check = (draft: TemplateDraft, id: string, templates: readonly Template[]): Result<null> => {
  if ((draft.text ?? '').length > MOST_TEXT) return refuse({ code: 'entry-too-long', with: { most: MOST_TEXT } });
  if (draft.name === undefined) return ok(null);
  const name = tidyName(draft.name);
  if (name === '') return refuse({ code: 'name-empty' });
  if (name.length > MOST_TEMPLATE_NAME) return refuse({ code: 'name-too-long', with: { most: MOST_TEMPLATE_NAME } });
  if (templates.some((other) => other.id !== id && other.name.toLowerCase() === name.toLowerCase())) return refuse({ code: 'name-taken', with: { name } });
  return ok(null);
};

/** Refusals: `name-empty`, `name-too-long`, `name-taken`, `entry-too-long`. */
export const createTemplate = (draft: TemplateDraft, id: string, templates: readonly Template[], now: Moment): Result<Change[]> => {
  const full = { form: 'entry' as const, ...draft, name: draft.name ?? '' };
  const checked = check(full, id, templates);
  return checked.ok ? ok([createdAs(templateKind, id, { ...valuesOf(full), made: now.instant })]) : checked;
};

/** Only what differs is written. Refusals as for a new one. */
export const changeTemplate = (template: Template, draft: TemplateDraft, templates: readonly Template[]): Result<Change[]> => {
  const checked = check(draft, template.id, templates);
  if (!checked.ok) return checked;
  const change = changedTo(templateKind, template.id, valuesOf(template), valuesOf(draft));
  return ok(change ? [change] : []);
};

export const deleteTemplate = (template: Pick<Template, 'id'>): Change[] => [deletedOf(templateKind, template.id)];

/** Reads a record as a template; null when it is of another kind, newer than this Kith, or deleted. */
export const templateOf = (record: VaultRecord): Template | null => {
  if (record.kind !== 'template' || !isAlive(record)) return null;
  const now = migrate(templateKind, record);
  if (!now) return null;
  const [text = '', ...otherTexts] = textsIn(now, 'text');
  const form = stringIn(now, 'form');
  return {
    id: now.id,
    name: stringIn(now, 'name'),
    text,
    otherTexts,
    topics: setIn(now, 'topics'),
    people: setIn(now, 'people'),
    areas: setIn(now, 'areas'),
    place: stringIn(now, 'place'),
    form: form === 'check-in' || form === 'look-back' ? form : 'entry',
    made: stringIn(now, 'made'),
  };
};

/** All templates by name. */
export const templatesOf = (records: Iterable<VaultRecord>): Template[] => {
  const out: Template[] = [];
  for (const record of records) {
    const template = templateOf(record);
    if (template) out.push(template);
  }
  return out.sort((a, b) => (a.name.toLowerCase() < b.name.toLowerCase() ? -1 : a.name.toLowerCase() > b.name.toLowerCase() ? 1 : a.id < b.id ? -1 : 1));
};

export type TemplatePlace = 'date' | 'time' | 'weekday';

/** A draft to go on from. `shown` gives the words of a place in the person's language, at the moment given. */
export const fromTemplate = (template: Template, moment: Moment, shown: (place: TemplatePlace, moment: Moment) => string): EntryDraft => {
  const text = template.text.replace(/\{\{\s*(date|time|weekday)\s*\}\}/giu, (_, place: string) => shown(place.toLowerCase() as TemplatePlace, moment));
  return {
    text,
    form: template.form,
    ...(template.topics.length > 0 ? { topics: template.topics } : {}),
    ...(template.people.length > 0 ? { people: template.people } : {}),
    ...(template.areas.length > 0 ? { areas: template.areas } : {}),
    ...(template.place !== '' ? { place: template.place } : {}),
  };
};
