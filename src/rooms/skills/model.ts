// Skills: a name, what shows it (links to any record: `rests-on`), and what was written looking back on it (notes.ts). The names may come from a framework
// (starter.json, or a CASE file that was taken in), or be one's own. Growth is told by what shows a skill and by notes that look back.
// Invariants: there is no level, score or order of skills; a skill stays when its framework goes; what shows it is only ever linked.

import type { Change } from '#core/change.ts';
import { changedTo, createdAs, createKind, deletedOf, instantIn, migrate, stringIn, textsIn, whenIn } from '#core/kind.ts';
import { linkToMember, tidyLinks, type Link } from '#core/links.ts';
import { isAlive, registerOf, type Json, type VaultRecord } from '#core/record.ts';
import { ok, refuse, type Result } from '#core/result.ts';
import type { When } from '#core/when.ts';
import starter from './starter.json' with { type: 'json' };

/** One name of a framework. */
export interface Item {
  /** The same within its framework. */
  readonly id: string;
  /** How people cite it (`P1`), or ''. */
  readonly code: string;
  readonly name: string;
  /** Id of the item that it belongs to, or ''. */
  readonly parent: string;
}

export interface Framework {
  readonly id: string;
  readonly isShipped: boolean;
  readonly title: string;
  readonly creator: string;
  readonly licence: string;
  readonly language: string;
  /** Identifier in the file it came from; '' for the shipped ones. */
  readonly origin: string;
  readonly items: readonly Item[];
}

export interface Skill {
  readonly id: string;
  /** As it was taken up, or typed. */
  readonly name: string;
  /** '' for one's own. */
  readonly framework: string;
  readonly item: string;
  /** The note of before notes had days (notes.ts), '' for none. */
  readonly note: string;
  /** '' where what another wrote there is no day. */
  readonly when: When;
  readonly made: string;
}

export const MOST = { name: 300, note: 100_000, title: 300, items: 2000, statement: 1000 } as const;

export interface Now {
  readonly when: When;
  readonly instant: string;
}

export const skillKind = createKind('skill', {
  name: 'register',
  framework: 'register',
  item: 'register',
  note: 'text',
  when: 'register',
  made: 'register',
  changed: 'register',
  links: 'set',
});

export const frameworkKind = createKind('framework', {
  title: 'register',
  creator: 'register',
  licence: 'register',
  language: 'register',
  origin: 'register',
  items: 'register',
  made: 'register',
});

/** The frameworks that come with Kith, in the person's words. LifeComp and GreenComp: CC BY 4.0, European Union; IDG: names, with credit. */
export const shippedFrameworks = (word: (key: string) => string): Framework[] =>
  starter.frameworks.map(({ id, licence, creator, items }) => ({
    id,
    isShipped: true,
    title: word(`framework.${id}`),
    creator,
    licence,
    language: '',
    origin: '',
    items: items.map((item) => ({ ...item, code: item.id, name: word(`item.${id}.${item.id}`) })),
  }));

export const line = (text: string): string => text.replace(/\s+/gu, ' ').trim();

const nameIn = (name: string): Result<string> => {
  const said = line(name);
  if (said === '') return refuse({ code: 'skill-no-name' });
  return said.length > MOST.name ? refuse({ code: 'skill-name-long', with: { most: MOST.name } }) : ok(said);
};

/** Whether its name comes from a framework that comes with Kith. */
export const isOfShipped = ({ framework }: Pick<Skill, 'framework'>): boolean => starter.frameworks.some(({ id }) => id === framework);

/** How a practice names a skill that it trains. */
export const skillCode = (framework: string, item: string): string => `${framework}:${item}`;

/** A skill taken up from a framework, or one's own. Refusals: `skill-no-name`, `skill-name-long`. */
export const takeUpSkill = (
  { name, framework = '', item = '' }: { readonly name: string; readonly framework?: string; readonly item?: string },
  id: string,
  now: Now,
  links: readonly Link[] = [],
): Result<Change[]> => {
  const said = nameIn(name);
  if (!said.ok) return said;
  return ok([
    createdAs(skillKind, id, {
      name: said.value,
      ...(framework === '' ? {} : { framework, item }),
      when: now.when,
      made: now.instant,
      changed: now.instant,
      links: tidyLinks(links, id).map(linkToMember),
    }),
  ]);
};

/** Another name. Nothing new gives an empty list. Refusals: `skill-no-name`, `skill-name-long`, `skill-of-kith`: it is called as its framework has it in each language. */
export const renameSkill = (skill: Pick<Skill, 'id' | 'name' | 'framework'>, name: string, now: Now): Result<Change[]> => {
  if (isOfShipped(skill)) return refuse({ code: 'skill-of-kith' });
  const said = nameIn(name);
  if (!said.ok) return said;
  const change = changedTo(skillKind, skill.id, { name: skill.name }, { name: said.value });
  return ok(change ? [{ ...change, set: { ...change.set, changed: now.instant } }] : []);
};

/** Reads a record; null when it is of another kind, newer than this Kith, or deleted. */
export const skillOf = (record: VaultRecord): Skill | null => {
  if (record.kind !== skillKind.name || !isAlive(record)) return null;
  const now = migrate(skillKind, record);
  return (
    now && {
      id: now.id,
      name: stringIn(now, 'name'),
      framework: stringIn(now, 'framework'),
      item: stringIn(now, 'item'),
      note: textsIn(now, 'note').join('\n\n'),
      when: whenIn(now, stringIn(now, 'made')),
      made: instantIn(now, 'made'),
    }
  );
};

/** The newest first. */
export const skillsOf = (records: Iterable<VaultRecord>): Skill[] => {
  const out: Skill[] = [];
  for (const record of records) {
    const skill = skillOf(record);
    if (skill) out.push(skill);
  }
  return out.sort((a, b) => (a.made > b.made ? -1 : a.made < b.made ? 1 : a.id < b.id ? -1 : 1));
};

/** A skill's name in the language of now, where it is one of a framework that comes with Kith. */
export const nameOf = ({ name, framework, item }: Skill, frameworks: readonly Framework[]): string =>
  frameworks.find(({ id, isShipped }) => isShipped && id === framework)?.items.find(({ id }) => id === item)?.name ?? name;

/** As a file, or one's own hand, gives it. */
export type FrameworkDraft = Pick<Framework, 'title' | 'creator' | 'licence' | 'language' | 'origin' | 'items'>;

/** The one taken in before that a file holds again: from the same place or, where it says none, of the same title. */
export const frameworkHere = ({ origin, title }: Pick<FrameworkDraft, 'origin' | 'title'>, frameworks: readonly Framework[]): Framework | undefined =>
  frameworks.find((one) => !one.isShipped && (origin === '' ? one.title === title : one.origin === origin));

/** A framework from a file. Refusal: `framework-empty`. */
export const takeInFramework = (draft: FrameworkDraft, id: string, now: Now): Result<Change[]> => {
  if (draft.items.length === 0) return refuse({ code: 'framework-empty' });
  const { title, creator, licence, language, origin } = draft;
  return ok([
    createdAs(frameworkKind, id, {
      title: line(title).slice(0, MOST.title),
      creator: line(creator).slice(0, MOST.title),
      licence: line(licence).slice(0, MOST.title),
      language: language.slice(0, 20),
      origin: origin.slice(0, 100),
      items: draft.items.slice(0, MOST.items).map((item): Json => ({ ...item })),
      made: now.instant,
    }),
  ]);
};

/** Skills that were taken up from it stay. */
export const deleteFramework = ({ id }: Pick<Framework, 'id'>): Change[] => [deletedOf(frameworkKind, id)];

const itemIn = (value: Json): Item[] => {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [];
  const { id, code, name, parent } = value as Readonly<Record<string, Json>>;
  const text = (one: Json | undefined): string => (typeof one === 'string' ? one.slice(0, MOST.statement) : '');
  return text(id) === '' || text(name) === '' ? [] : [{ id: text(id), code: text(code), name: text(name), parent: text(parent) }];
};

export const frameworkOf = (record: VaultRecord): Framework | null => {
  if (record.kind !== frameworkKind.name || !isAlive(record)) return null;
  const now = migrate(frameworkKind, record);
  if (!now) return null;
  const items = registerOf(now, 'items');
  return {
    id: now.id,
    isShipped: false,
    title: stringIn(now, 'title'),
    creator: stringIn(now, 'creator'),
    licence: stringIn(now, 'licence'),
    language: stringIn(now, 'language'),
    origin: stringIn(now, 'origin'),
    items: Array.isArray(items) ? (items as readonly Json[]).slice(0, MOST.items).flatMap(itemIn) : [],
  };
};

/** Those that were taken in, by title. */
export const frameworksOf = (records: Iterable<VaultRecord>): Framework[] => {
  const out: Framework[] = [];
  for (const record of records) {
    const framework = frameworkOf(record);
    if (framework) out.push(framework);
  }
  return out.sort((a, b) => (a.title < b.title ? -1 : a.title > b.title ? 1 : a.id < b.id ? -1 : 1));
};

/** An item and how deep it stands, in the order of the tree. Each once, whatever the parents say. */
export interface Placed {
  readonly item: Item;
  readonly depth: number;
  /** Others belong to it: a heading, where it is not at the end of the tree. */
  readonly hasParts: boolean;
}

export const treeOf = (items: readonly Item[]): Placed[] => {
  const ids = new Set(items.map(({ id }) => id));
  const parts = new Map<string, Item[]>();
  for (const item of items) {
    const parent = ids.has(item.parent) && item.parent !== item.id ? item.parent : '';
    parts.set(parent, [...(parts.get(parent) ?? []), item]);
  }
  const out: Placed[] = [];
  const seen = new Set<string>();
  const place = (item: Item, depth: number): void => {
    if (seen.has(item.id)) return;
    seen.add(item.id);
    const below = parts.get(item.id) ?? [];
    out.push({ item, depth, hasParts: below.length > 0 });
    for (const each of below) place(each, Math.min(depth + 1, 6));
  };
  for (const item of parts.get('') ?? []) place(item, 0);
  // What only circles lead to.
  for (const item of items) place(item, 0);
  return out;
};
