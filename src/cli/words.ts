// The words of the command line, from the catalogue of the person's language: KITH_LANG, else LC_ALL, LC_MESSAGES, LANG.
// Keys are flat and plurals end as i18next has them (_zero, _one, _two, _few, _many, _other), as everywhere in Kith.
// Only the language needed is loaded, and only when something is to be said.

import { languageOf, wordOf, type Catalogue, type Language, type Places } from '#core/catalogue.ts';
import type { Refusal } from '#core/result.ts';

export { languageOf } from '#core/catalogue.ts';
export type { Catalogue, Language } from '#core/catalogue.ts';

export interface Words {
  readonly language: Language;
  /** BCP 47, for dates and numbers. */
  readonly locale: string;
  (key: string, places?: Places): string;
  refusal(refusal: Refusal): string;
  /** Null where the catalogue has no such key. */
  maybe(key: string, places?: Places): string | null;
}

type Loader = () => Promise<{ readonly default: Catalogue }>;

const CLI: Readonly<Record<Language, Loader>> = {
  en: () => import('./words/en.json', { with: { type: 'json' } }),
  es: () => import('./words/es.json', { with: { type: 'json' } }),
  ar: () => import('./words/ar.json', { with: { type: 'json' } }),
};

/** Accounts, links, synchronising: the same words as in the page. */
const SYNC: Readonly<Record<Language, Loader>> = {
  en: () => import('../sync/words/en.json', { with: { type: 'json' } }),
  es: () => import('../sync/words/es.json', { with: { type: 'json' } }),
  ar: () => import('../sync/words/ar.json', { with: { type: 'json' } }),
};

const VOCABULARY: Readonly<Record<Language, Loader>> = {
  en: () => import('../rooms/journal/words/vocabulary.en.json', { with: { type: 'json' } }),
  es: () => import('../rooms/journal/words/vocabulary.es.json', { with: { type: 'json' } }),
  ar: () => import('../rooms/journal/words/vocabulary.ar.json', { with: { type: 'json' } }),
};

/** What a room says in page and command line alike: its margin notes and its refusals. */
const ROOMS = {
  now: {
    en: () => import('../rooms/now/words/en.json', { with: { type: 'json' } }),
    es: () => import('../rooms/now/words/es.json', { with: { type: 'json' } }),
    ar: () => import('../rooms/now/words/ar.json', { with: { type: 'json' } }),
  },
  journal: {
    en: () => import('../rooms/journal/words/en.json', { with: { type: 'json' } }),
    es: () => import('../rooms/journal/words/es.json', { with: { type: 'json' } }),
    ar: () => import('../rooms/journal/words/ar.json', { with: { type: 'json' } }),
  },
  feelings: {
    en: () => import('../rooms/feelings/words/en.json', { with: { type: 'json' } }),
    es: () => import('../rooms/feelings/words/es.json', { with: { type: 'json' } }),
    ar: () => import('../rooms/feelings/words/ar.json', { with: { type: 'json' } }),
  },
  decisions: {
    en: () => import('../rooms/decisions/words/en.json', { with: { type: 'json' } }),
    es: () => import('../rooms/decisions/words/es.json', { with: { type: 'json' } }),
    ar: () => import('../rooms/decisions/words/ar.json', { with: { type: 'json' } }),
  },
  needs: {
    en: () => import('../rooms/needs/words/en.json', { with: { type: 'json' } }),
    es: () => import('../rooms/needs/words/es.json', { with: { type: 'json' } }),
    ar: () => import('../rooms/needs/words/ar.json', { with: { type: 'json' } }),
  },
  issues: {
    en: () => import('../rooms/issues/words/en.json', { with: { type: 'json' } }),
    es: () => import('../rooms/issues/words/es.json', { with: { type: 'json' } }),
    ar: () => import('../rooms/issues/words/ar.json', { with: { type: 'json' } }),
  },
  promptings: {
    en: () => import('../rooms/promptings/words/en.json', { with: { type: 'json' } }),
    es: () => import('../rooms/promptings/words/es.json', { with: { type: 'json' } }),
    ar: () => import('../rooms/promptings/words/ar.json', { with: { type: 'json' } }),
  },
  agreements: {
    en: () => import('../rooms/agreements/words/en.json', { with: { type: 'json' } }),
    es: () => import('../rooms/agreements/words/es.json', { with: { type: 'json' } }),
    ar: () => import('../rooms/agreements/words/ar.json', { with: { type: 'json' } }),
  },
  actions: {
    en: () => import('../rooms/actions/words/en.json', { with: { type: 'json' } }),
    es: () => import('../rooms/actions/words/es.json', { with: { type: 'json' } }),
    ar: () => import('../rooms/actions/words/ar.json', { with: { type: 'json' } }),
  },
  commitments: {
    en: () => import('../rooms/commitments/words/en.json', { with: { type: 'json' } }),
    es: () => import('../rooms/commitments/words/es.json', { with: { type: 'json' } }),
    ar: () => import('../rooms/commitments/words/ar.json', { with: { type: 'json' } }),
  },
  sharing: {
    en: () => import('../rooms/sharing/words/en.json', { with: { type: 'json' } }),
    es: () => import('../rooms/sharing/words/es.json', { with: { type: 'json' } }),
    ar: () => import('../rooms/sharing/words/ar.json', { with: { type: 'json' } }),
  },
  purpose: {
    en: () => import('../rooms/purpose/words/en.json', { with: { type: 'json' } }),
    es: () => import('../rooms/purpose/words/es.json', { with: { type: 'json' } }),
    ar: () => import('../rooms/purpose/words/ar.json', { with: { type: 'json' } }),
  },
  skills: {
    en: () => import('../rooms/skills/words/en.json', { with: { type: 'json' } }),
    es: () => import('../rooms/skills/words/es.json', { with: { type: 'json' } }),
    ar: () => import('../rooms/skills/words/ar.json', { with: { type: 'json' } }),
  },
  systems: {
    en: () => import('../rooms/systems/words/en.json', { with: { type: 'json' } }),
    es: () => import('../rooms/systems/words/es.json', { with: { type: 'json' } }),
    ar: () => import('../rooms/systems/words/ar.json', { with: { type: 'json' } }),
  },
  practices: {
    en: () => import('../rooms/practices/words/en.json', { with: { type: 'json' } }),
    es: () => import('../rooms/practices/words/es.json', { with: { type: 'json' } }),
    ar: () => import('../rooms/practices/words/ar.json', { with: { type: 'json' } }),
  },
  values: {
    en: () => import('../rooms/values/words/en.json', { with: { type: 'json' } }),
    es: () => import('../rooms/values/words/es.json', { with: { type: 'json' } }),
    ar: () => import('../rooms/values/words/ar.json', { with: { type: 'json' } }),
  },
} as const satisfies Record<string, Readonly<Record<Language, Loader>>>;

export type RoomOfWords = keyof typeof ROOMS;

/** What all rooms share: the names of kinds, links. */
const SHARED: Readonly<Record<Language, Loader>> = {
  en: () => import('../rooms/words/en.json', { with: { type: 'json' } }),
  es: () => import('../rooms/words/es.json', { with: { type: 'json' } }),
  ar: () => import('../rooms/words/ar.json', { with: { type: 'json' } }),
};

/** BCP 47, for dates and numbers. */
export const localeOf = (env: NodeJS.ProcessEnv, language: Language = languageOf(env)): string => {
  const asked = (env['KITH_LANG'] || env['LC_ALL'] || env['LC_TIME'] || env['LANG'] || '').replace(/[.@].*$/, '').replace('_', '-');
  try {
    const [locale] = Intl.getCanonicalLocales(asked);
    return locale?.toLowerCase().startsWith(language) ? locale : language;
  } catch {
    return language;
  }
};

/** Words from catalogues, the first that has the key. A key that none has is a bug, and is said as the key itself. */
export const createWords = (language: Language, locale: string, catalogues: readonly Catalogue[]): Words => {
  const maybe = (key: string, places?: Places): string | null => wordOf(catalogues, language, locale, key, places);
  const words = (key: string, places?: Places): string => maybe(key, places) ?? key;
  const refusal = ({ code, with: places }: Refusal): string => maybe(`refusal.${code}`, places) ?? words('refusal.other', { code });
  return Object.assign(words, { language, locale, maybe, refusal });
};

/** `room`: whose words are said besides, where no other catalogue has the key. */
export const loadWords = async (env: NodeJS.ProcessEnv, room?: RoomOfWords): Promise<Words> => {
  const language = languageOf(env);
  const loaded = await Promise.all([CLI[language](), SYNC[language](), ...(room ? [ROOMS[room][language]()] : [])]);
  return createWords(
    language,
    localeOf(env, language),
    loaded.map((each) => each.default),
  );
};

/** The words of a room, its own first, and those that all rooms share; '' or one without labels: these alone. */
export const loadRoomWords = async (env: NodeJS.ProcessEnv, room = ''): Promise<Words> => {
  const language = languageOf(env);
  const own = Object.hasOwn(ROOMS, room) ? [ROOMS[room as RoomOfWords][language]()] : [];
  const loaded = await Promise.all([...own, SHARED[language](), CLI[language]()]);
  return createWords(
    language,
    localeOf(env, language),
    loaded.map((each) => each.default),
  );
};

/** The rooms' own catalogues by room, English where a word is missing: for the headings of an export. */
export const loadLabels = async (env: NodeJS.ProcessEnv, wanted: ReadonlySet<string>): Promise<Readonly<Record<string, Catalogue>>> => {
  const language = languageOf(env);
  const rooms = Object.entries(ROOMS)
    .filter(([room]) => wanted.has(room))
    .map(async ([room, load]) => [room, { ...(await load.en()).default, ...(await load[language]()).default }] as const);
  return Object.fromEntries(await Promise.all(rooms));
};

/** What the practices of the library say. */
const LIBRARY: Readonly<Record<Language, Loader>> = {
  en: () => import('../rooms/practices/library/words/en.json', { with: { type: 'json' } }),
  es: () => import('../rooms/practices/library/words/es.json', { with: { type: 'json' } }),
  ar: () => import('../rooms/practices/library/words/ar.json', { with: { type: 'json' } }),
};

export const loadLibraryWords = async (env: NodeJS.ProcessEnv): Promise<Catalogue> => (await LIBRARY[languageOf(env)]()).default;

/** The words for feelings, areas and the like, in a language. */
export const loadVocabularyWords = async (language: Language): Promise<Catalogue> => (await VOCABULARY[language]()).default;
