// The words of the interface. One catalogue a folder and language, loaded when a page first asks for it:
//   web      src/web/words/xx.json            journal  src/rooms/journal/words/xx.json (any room likewise)
//   formats  src/formats/words/xx.json        journal.vocabulary  src/rooms/journal/words/vocabulary.xx.json
//   rooms    src/rooms/words/xx.json: what all rooms share (names of kinds, links)
//   library  src/rooms/practices/library/words/xx.json: what the practices say, loaded by the pages that show it
//   sync     src/sync/words/xx.json: accounts, links, synchronising; read by the command line too
// Keys are flat ("search.none"); plurals by i18next's endings (_one, _other, and for Arabic _zero, _two, _few, _many).
// Invariant: English is complete, so a missing word falls back to English and never to a key.

import i18next, { type TFunction } from 'i18next';
import { initReactI18next, useTranslation } from 'react-i18next';
import type { Refusal } from '#core/result.ts';
import { apartIn } from '#web/ui/apart.ts';
import { currentLanguage, localeOf, onPreference, type Language } from '#web/ui/preferences.ts';

type Catalogue = { readonly default: Record<string, string> };

const files: Record<string, () => Promise<Catalogue>> = {
  ...import.meta.glob<Catalogue>('../words/*.json'),
  ...import.meta.glob<Catalogue>('../../rooms/*/words/*.json'),
  ...import.meta.glob<Catalogue>('../../rooms/*/library/words/*.json'),
  ...import.meta.glob<Catalogue>('../../rooms/words/*.json'),
  ...import.meta.glob<Catalogue>('../../formats/words/*.json'),
  ...import.meta.glob<Catalogue>('../../sync/words/*.json'),
};

/** `../../rooms/journal/words/vocabulary.ar.json` is `ar` of `journal.vocabulary`. */
const nameOf = (path: string): string => {
  const match = /([^/]+)\/words\/(?:(.+)\.)?(\w+)\.json$/.exec(path);
  if (!match) throw new Error(`not a word catalogue: ${path}`);
  const [, folder, part, language] = match;
  return `${language} ${folder === '..' ? 'web' : folder}${part ? `.${part}` : ''}`;
};

const catalogues = new Map(Object.entries(files).map(([path, load]) => [nameOf(path), load]));

/** The format of numbers and plurals follows the region, not only the language. */
const written = (value: unknown, format?: string, lng?: string): string => {
  const locale = localeOf((lng ?? 'en') as Language);
  if (typeof value === 'number') return new Intl.NumberFormat(locale, format === 'percent' ? { style: 'percent', maximumFractionDigits: 0 } : {}).format(value);
  if (format === 'list' && Array.isArray(value)) return new Intl.ListFormat(locale).format(value.map((each) => apartIn(lng, each)));
  return apartIn(lng, value);
};

/** Starts the words; to be awaited before the first render. */
export const startWords = async (): Promise<void> => {
  await i18next
    .use(initReactI18next)
    .use({ type: 'formatter' as const, init: () => undefined, add: () => undefined, addCached: () => undefined, format: written })
    .use({
      type: 'backend' as const,
      init: () => undefined,
      read: (language: string, namespace: string, done: (error: unknown, words: Record<string, string> | null) => void) => {
        const load = catalogues.get(`${language} ${namespace}`);
        if (!load) return done(null, {});
        load().then(
          (module) => done(null, module.default),
          (error: unknown) => done(error, null),
        );
      },
    })
    .init({
      lng: currentLanguage(),
      fallbackLng: 'en',
      ns: ['web'],
      defaultNS: 'web',
      keySeparator: false,
      nsSeparator: false,
      returnEmptyString: false,
      interpolation: { escapeValue: false, alwaysFormat: true },
      react: { useSuspense: true },
    });
  onPreference(() => {
    if (i18next.language !== currentLanguage()) void i18next.changeLanguage(currentLanguage());
  });
};

export type Words = TFunction;

/**
 * The words of one room: `const t = useWords('journal'); t('search.none', { count: 0 })`. Suspends until they are here.
 * Numbers given are written as the locale writes them.
 */
export const useWords = (namespace = 'web'): Words => useTranslation(namespace).t as unknown as Words;

/** Where the words of a refusal may stand, besides the room's own. */
const REFUSALS = ['web', 'formats', 'formats.containers'];

/** What speaks of nothing at a host, and needs none of its words. */
const ALONE: ReadonlySet<string> = new Set(['web', 'web.passkey', 'journal', 'formats', 'practices', 'skills']);

/**
 * A refusal in words: looks for `refusal.<code>` in the room's catalogue, then in the shell's and the formats'. A code
 * without words is a fault of ours and says so plainly, with the code, so that it can be reported.
 */
export const useRefusal = (namespace = 'web'): ((refusal: Refusal) => string) => {
  const where = [namespace, ...(ALONE.has(namespace) ? [] : ['sync']), ...REFUSALS];
  const { t } = useTranslation(where);
  return ({ code, with: given }) => {
    const words = (t as unknown as (key: string, options: object) => string)(`refusal.${code}`, { ...given, ns: where, lng: i18next.language, defaultValue: '' });
    return words !== '' ? words : t('refusal.unknown', { ns: 'web', code });
  };
};

/** The words of a room, of its parts and of refusals, fetched ahead. */
export const loadWords = (room: string): Promise<void> => {
  const start = `${currentLanguage()} `;
  const names = [...catalogues.keys()].filter((key) => key.startsWith(start)).map((key) => key.slice(start.length));
  return i18next.loadNamespaces([...REFUSALS, ...names.filter((name) => name === room || name.startsWith(`${room}.`))]);
};

/** Outside of a component, any catalogue: what is given back follows the language when it is changed. */
export const wordsOf = async (namespace: string): Promise<Words> => {
  await i18next.loadNamespaces(namespace);
  return i18next.getFixedT(null, namespace) as unknown as Words;
};

/** The catalogues of rooms, by room, in the language of now and English where a word is missing: for what is written off the page. */
export const labelsOf = async (rooms: readonly string[]): Promise<Readonly<Record<string, Readonly<Record<string, string>>>>> => {
  await i18next.loadNamespaces([...rooms]);
  const of = (language: string, room: string): Record<string, string> => (i18next.getResourceBundle(language, room) as Record<string, string> | undefined) ?? {};
  return Object.fromEntries(rooms.map((room) => [room, { ...of('en', room), ...of(currentLanguage(), room) }]));
};

/** In the language of now: outside of a component (a page title, a message from a worker), and where a component has gone that said something. */
export const word = (key: string, given: Readonly<Record<string, unknown>> = {}, ns: string | readonly string[] = 'web'): string =>
  (i18next.t as unknown as (wanted: string, options: object) => string)(key, { ...given, ns });
