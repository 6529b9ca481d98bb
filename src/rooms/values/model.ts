// Values: what in fact guides a person, in their own words. Three ways lead here, none required: a moment (an entry and the value that was
// at work in it), the deck of cards, or what was done. What serves or strains a value is a link of the thing that does (core/links.ts).
// Invariants: nothing is required but a name; a value set aside keeps all that was said of it; no figure about a person is kept here.

import type { Change } from '#core/change.ts';
import { changedTo, createdAs, createKind, deletedOf, migrate, setIn, stringIn, textsIn, type Values } from '#core/kind.ts';
import { linkChange, linksIn, linkToMember, tidyLinks, type Link } from '#core/links.ts';
import { stampToMs } from '#core/clock.ts';
import { isAlive, newestStamp, type VaultRecord } from '#core/record.ts';
import { ok, refuse, type Result } from '#core/result.ts';
import { dayOf, isInstant, isWhen } from '#core/when.ts';
import { tidyName, tidyNames, writeEntry, type Moment } from '#rooms/journal/model.ts';
import { isCard } from './cards.ts';

/** How well one knows it: seen at work once, often, or kept when it was costly. */
export const SURE = ['once', 'often', 'costly'] as const;
export type Sure = (typeof SURE)[number];

/** Where in life it holds; any word of one's own may stand beside these. */
export const CONTEXTS = ['work', 'home', 'community'] as const;

export interface Value {
  readonly id: string;
  readonly name: string;
  /** Id of the card it came from, or ''. */
  readonly card: string;
  /** What it means to this person; Markdown. */
  readonly about: string;
  readonly otherAbouts: readonly string[];
  /** What keeping to it has cost, and whom. */
  readonly cost: string;
  readonly otherCosts: readonly string[];
  /** Ids of CONTEXTS or words of one's own; none is everywhere. */
  readonly contexts: readonly string[];
  readonly supportPeople: readonly string[];
  readonly supportPlaces: readonly string[];
  readonly strainPeople: readonly string[];
  readonly strainPlaces: readonly string[];
  readonly sure: Sure | '';
  /** Day since which it is set aside, or ''. */
  readonly aside: string;
  readonly links: readonly Link[];
  readonly made: string;
  readonly modified: string;
}

export const valueKind = createKind('value', {
  name: 'register',
  card: 'register',
  about: 'text',
  cost: 'text',
  contexts: 'set',
  supportPeople: 'set',
  supportPlaces: 'set',
  strainPeople: 'set',
  strainPlaces: 'set',
  sure: 'register',
  aside: 'register',
  links: 'set',
  made: 'register',
  modified: 'register',
});

export const MOST_NAME = 80;
export const MOST_WORDS = 20_000;

export type ValueDraft = Partial<Omit<Value, 'id' | 'otherAbouts' | 'otherCosts' | 'made' | 'modified' | 'aside'>>;

const SETS = ['supportPeople', 'supportPlaces', 'strainPeople', 'strainPlaces'] as const;

const valuesOf = (draft: ValueDraft): Values<typeof valueKind.fields> => ({
  ...(draft.name !== undefined ? { name: tidyName(draft.name) } : {}),
  ...(draft.card !== undefined ? { card: isCard(draft.card) ? draft.card : '' } : {}),
  ...(draft.about !== undefined ? { about: draft.about.trim() } : {}),
  ...(draft.cost !== undefined ? { cost: draft.cost.trim() } : {}),
  ...(draft.contexts !== undefined ? { contexts: tidyNames(draft.contexts) } : {}),
  ...Object.fromEntries(SETS.flatMap((name) => (draft[name] !== undefined ? [[name, tidyNames(draft[name])]] : []))),
  ...(draft.sure !== undefined ? { sure: draft.sure } : {}),
  ...(draft.links !== undefined ? { links: tidyLinks(draft.links).map(linkToMember) } : {}),
});

/** What two spellings of a name share. */
export const nameKey = (name: string): string => tidyName(name).toLowerCase();

/** The value of that name, however it is cased; one that is set aside too. */
export const valueNamed = (values: readonly Value[], name: string): Value | undefined => {
  const key = nameKey(name);
  return values.find((one) => nameKey(one.name) === key);
};

const check = (draft: ValueDraft, id: string, values: readonly Value[]): Result<null> => {
  if ((draft.about ?? '').length > MOST_WORDS || (draft.cost ?? '').length > MOST_WORDS) return refuse({ code: 'words-too-long', with: { most: MOST_WORDS } });
  if (draft.name === undefined) return ok(null);
  const name = tidyName(draft.name);
  if (name === '') return refuse({ code: 'value-nameless' });
  if (name.length > MOST_NAME) return refuse({ code: 'name-too-long', with: { most: MOST_NAME } });
  const same = valueNamed(values, name);
  return same && same.id !== id ? refuse({ code: 'value-there', with: { name: same.name } }) : ok(null);
};

/** Keeps a value under a name of one's own. Refusals: `value-nameless`, `name-too-long`, `value-there`, `words-too-long`. */
export const keepValue = (draft: ValueDraft, id: string, values: readonly Value[], now: Moment): Result<Change[]> => {
  const full = { ...draft, name: draft.name ?? '' };
  const checked = check(full, id, values);
  return checked.ok ? ok([createdAs(valueKind, id, { ...valuesOf(full), made: now.instant, modified: now.instant })]) : checked;
};

/** Keeps several cards at once; those that are there already stay as they are, and one set aside comes back. */
export const keepCards = (cards: readonly { readonly card: string; readonly name: string }[], newId: () => string, values: readonly Value[], now: Moment): Change[] => {
  const out: Change[] = [];
  const taken = new Set(values.flatMap(({ card, name }) => [nameKey(name), ...(card === '' ? [] : [`card ${card}`])]));
  for (const { card, name } of cards) {
    const there = values.find((one) => (card !== '' && one.card === card) || nameKey(one.name) === nameKey(name));
    if (there) out.push(...bringBackValue(there, now));
    if (nameKey(name) === '' || there || taken.has(nameKey(name)) || (card !== '' && taken.has(`card ${card}`))) continue;
    taken.add(nameKey(name));
    if (card !== '') taken.add(`card ${card}`);
    out.push(createdAs(valueKind, newId(), { ...valuesOf({ card, name }), made: now.instant, modified: now.instant }));
  }
  return out;
};

/** Texts that the writer had before them where they wrote another: what else there is of the same field stays beside it. */
export type Basis = Readonly<Partial<Record<'about' | 'cost', readonly string[]>>>;

/**
 * Only what differs is written. A text takes the place of those that `basis` names (the one shown, unless others are), so that what came from
 * another tab or device meanwhile is not lost. Refusals as for keeping.
 */
export const changeValue = (value: Value, draft: ValueDraft, values: readonly Value[], now: Moment, basis: Basis = {}): Result<Change[]> => {
  const checked = check(draft, value.id, values);
  if (!checked.ok) return checked;
  const change = changedTo(valueKind, value.id, valuesOf(value), valuesOf(draft));
  if (!change) return ok([]);
  const over = Object.fromEntries(Object.keys(change.write ?? {}).map((name) => [name, basis[name as 'about' | 'cost'] ?? [value[name as 'about' | 'cost']]]));
  return ok([{ ...change, ...(change.write ? { over } : {}), set: { ...change.set, modified: now.instant } }]);
};

/** Settles what two devices wrote at once: one text stays, the others that were seen go. */
export const settleWords = (value: Value, field: 'about' | 'cost', text: string, now: Moment): Change[] => {
  const seen = field === 'about' ? [value.about, ...value.otherAbouts] : [value.cost, ...value.otherCosts];
  return [{ ...createdAs(valueKind, value.id, {}), write: { [field]: text.trim().slice(0, MOST_WORDS) }, over: { [field]: seen }, set: { modified: now.instant } }];
};

/** Not one's own now, or not any more: it is kept with all that was said of it, and neither ordered nor asked about. */
export const setValueAside = (value: Value, now: Moment): Change[] =>
  value.aside === '' ? [{ ...createdAs(valueKind, value.id, {}), set: { aside: dayOf(now.when), modified: now.instant } }] : [];

export const bringBackValue = (value: Value, now: Moment): Change[] =>
  value.aside === '' ? [] : [{ ...createdAs(valueKind, value.id, {}), set: { aside: '', modified: now.instant } }];

export const deleteValue = (value: Pick<Value, 'id'>): Change[] => [deletedOf(valueKind, value.id)];

/** What a thing that was done did for a value. */
export type Did = 'serves' | 'strains';

/** Says of any record what it did for a value; null takes back what was said. An empty list when nothing changes. */
export const markDone = (record: Pick<VaultRecord, 'id' | 'kind' | 'v' | 'fields'>, value: Pick<Value, 'id'>, did: Did | null): Change[] => {
  const add: Link[] = did === null ? [] : [{ to: value.id, as: did }];
  const remove = (['serves', 'strains'] as const).filter((as) => as !== did).map((as): Link => ({ to: value.id, as }));
  const change = linkChange(record, add, remove);
  return change ? [change] : [];
};

export interface MomentTyped {
  /** What happened: becomes an entry of the journal. */
  readonly happened: string;
  /** Proud: the value was kept to; uneasy: it was strained. */
  readonly was: 'proud' | 'uneasy';
  readonly protects?: string;
  readonly cost?: string;
  /** A day, `YYYY-MM-DD`; today unless given. */
  readonly day?: string;
  /** The value at work: one that is there, or the name (and card) of a new one. '' leaves it open. */
  readonly value: Value | { readonly name: string; readonly card?: string };
}

/**
 * A moment and the value that was at work in it: an entry that serves or strains the value, and the value where it is new. Refusals: those of
 * writing an entry and of keeping a value.
 */
export const fromMoment = (typed: MomentTyped, newId: () => string, values: readonly Value[], now: Moment): Result<Change[]> => {
  const { happened, protects = '', cost = '', was, value } = typed;
  const there = 'id' in value ? value : valueNamed(values, value.name);
  const kept = there || nameKey(value.name) === '' ? null : { id: newId(), made: { name: value.name, card: 'card' in value ? (value.card ?? '') : '' } };
  const made = kept ? keepValue(kept.made, kept.id, values, now) : ok(there ? bringBackValue(there, now) : []);
  if (!made.ok) return made;
  const id = there?.id ?? kept?.id;
  const text = [happened, protects, cost].map((part) => part.trim()).filter((part) => part !== '');
  const links: readonly Link[] = id === undefined ? [] : [{ to: id, as: was === 'proud' ? 'serves' : 'strains' }];
  const draft = { text: text.join('\n\n'), ...(links.length > 0 ? { links } : {}), ...(typed.day ? { when: typed.day } : {}) };
  const written = writeEntry(draft, newId(), now);
  return written.ok ? ok([...made.value, ...written.value]) : written;
};

const isSure = (text: string): text is Sure => (SURE as readonly string[]).includes(text);

/** The instant of a field; where it is none (another device's newer Kith, a foreign archive), that of the record's last change. */
export const instantIn = (record: VaultRecord, name: string): string => {
  const held = stringIn(record, name);
  return isInstant(held) ? held : new Date(stampToMs(newestStamp(record))).toISOString();
};

/** The day of a field; '' where it is none. */
export const dayIn = (record: VaultRecord, name: string): string => {
  const held = stringIn(record, name);
  return isWhen(held) ? dayOf(held) : '';
};

/** Reads a record as a value; null when it is of another kind, newer than this Kith, deleted, or has no name. */
export const valueOf = (record: VaultRecord): Value | null => {
  if (record.kind !== valueKind.name || !isAlive(record)) return null;
  const now = migrate(valueKind, record);
  const name = now ? tidyName(stringIn(now, 'name')) : '';
  if (!now || name === '') return null;
  const [about = '', ...otherAbouts] = textsIn(now, 'about');
  const [cost = '', ...otherCosts] = textsIn(now, 'cost');
  const sure = stringIn(now, 'sure');
  const card = stringIn(now, 'card');
  return {
    id: now.id,
    name,
    card: isCard(card) ? card : '',
    about,
    otherAbouts,
    cost,
    otherCosts,
    contexts: setIn(now, 'contexts'),
    supportPeople: setIn(now, 'supportPeople'),
    supportPlaces: setIn(now, 'supportPlaces'),
    strainPeople: setIn(now, 'strainPeople'),
    strainPlaces: setIn(now, 'strainPlaces'),
    sure: isSure(sure) ? sure : '',
    aside: dayIn(now, 'aside'),
    links: linksIn(now),
    made: instantIn(now, 'made'),
    modified: instantIn(now, 'modified'),
  };
};

/** All values, in the order in which they were kept. */
export const valuesIn = (records: Iterable<VaultRecord>): readonly Value[] => {
  const out: Value[] = [];
  for (const record of records) {
    const value = valueOf(record);
    if (value) out.push(value);
  }
  return out.sort((a, b) => (a.made < b.made ? -1 : a.made > b.made ? 1 : a.id < b.id ? -1 : 1));
};

/** Those that are not set aside; with a context, those that hold there. */
export const heldValues = (values: readonly Value[], context = ''): readonly Value[] =>
  values.filter(({ aside, contexts }) => aside === '' && (context === '' || contexts.length === 0 || contexts.includes(context)));

/** Every context that is named, the given ones first. */
export const contextsOf = (values: readonly Value[]): readonly string[] => [
  ...new Set([...CONTEXTS.filter((one) => values.some(({ contexts }) => contexts.includes(one))), ...values.flatMap(({ contexts }) => contexts)]),
];
