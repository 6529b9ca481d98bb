// The names of the filters as people type them, in every language Kith speaks; all are understood at any time.
// The first name of a list is the one printed. Invariant: within a language and across them a name means one thing only.

import { fold } from './words.ts';

export type Field = 'topic' | 'with' | 'area' | 'feeling' | 'place' | 'in' | 'before' | 'after' | 'has';
export type Has = 'photo' | 'sound' | 'note';
export type QueryLanguage = 'en' | 'es' | 'ar';

const FIELDS: Readonly<Record<QueryLanguage, Readonly<Record<Field, readonly string[]>>>> = {
  en: {
    topic: ['topic', 'topics', 'tag'],
    with: ['with', 'person', 'people'],
    area: ['area', 'areas'],
    feeling: ['feeling', 'feelings', 'felt'],
    place: ['place', 'at', 'where'],
    in: ['in', 'journal'],
    before: ['before'],
    after: ['after', 'since'],
    has: ['has'],
  },
  es: {
    topic: ['tema', 'temas', 'etiqueta'],
    with: ['con', 'persona', 'personas'],
    area: ['ámbito', 'ámbitos', 'área', 'áreas'],
    feeling: ['emoción', 'emociones', 'sentimiento', 'sentimientos'],
    place: ['lugar', 'dónde'],
    in: ['en', 'diario'],
    before: ['antes'],
    after: ['desde', 'después'],
    has: ['tiene'],
  },
  ar: {
    topic: ['موضوع', 'مواضيع', 'الموضوع'],
    with: ['مع', 'شخص', 'أشخاص'],
    area: ['مجال', 'مجالات', 'المجال'],
    feeling: ['شعور', 'مشاعر', 'الشعور'],
    place: ['مكان', 'المكان'],
    in: ['في', 'دفتر', 'يوميات'],
    before: ['قبل'],
    after: ['بعد', 'منذ'],
    has: ['فيه', 'به', 'يحتوي'],
  },
};

const HAS: Readonly<Record<QueryLanguage, Readonly<Record<Has, readonly string[]>>>> = {
  en: { photo: ['photo', 'photos', 'picture', 'image'], sound: ['sound', 'audio', 'recording', 'voice'], note: ['note', 'notes', 'look-back'] },
  es: { photo: ['foto', 'fotos', 'imagen'], sound: ['sonido', 'grabación', 'voz'], note: ['nota', 'notas'] },
  ar: { photo: ['صورة', 'صور'], sound: ['صوت', 'تسجيل'], note: ['ملاحظة', 'ملاحظات'] },
};

/** Every name of every filter, to be shown in help. */
export const ALL_FILTER_NAMES = FIELDS;

const LANGUAGES: readonly QueryLanguage[] = ['en', 'es', 'ar'];

const firstOf = <N extends string>(table: Readonly<Record<QueryLanguage, Readonly<Record<N, readonly string[]>>>>, language: QueryLanguage): Readonly<Record<N, string>> =>
  Object.fromEntries(Object.entries<readonly string[]>(table[language]).map(([key, names]) => [key, names[0]!])) as Record<N, string>;

const byName = <N extends string>(table: Readonly<Record<QueryLanguage, Readonly<Record<N, readonly string[]>>>>): ReadonlyMap<string, N> =>
  new Map(LANGUAGES.flatMap((language) => Object.entries<readonly string[]>(table[language]).flatMap(([key, names]) => names.map((name) => [fold(name), key as N] as const))));

/** The name each filter is printed with, by language. */
export const FILTER_NAMES: Readonly<Record<QueryLanguage, Readonly<Record<Field, string>>>> = { en: firstOf(FIELDS, 'en'), es: firstOf(FIELDS, 'es'), ar: firstOf(FIELDS, 'ar') };

/** What `has:` can ask for, by language. */
export const HAS_NAMES: Readonly<Record<QueryLanguage, Readonly<Record<Has, string>>>> = { en: firstOf(HAS, 'en'), es: firstOf(HAS, 'es'), ar: firstOf(HAS, 'ar') };

const fields = byName(FIELDS);
const has = byName(HAS);

/** The filter of a typed name in any language, whatever its case and accents; null for a word that is none. */
export const fieldOf = (name: string): Field | null => fields.get(fold(name)) ?? null;

/** What `has:` asks for, from three letters on; null when it says nothing yet. */
export const hasOf = (text: string): Has | null => {
  const asked = fold(text);
  const whole = has.get(asked);
  if (whole || asked.length < 3) return whole ?? null;
  const begun = new Set([...has].filter(([name]) => name.startsWith(asked)).map(([, key]) => key));
  return begun.size === 1 ? [...begun][0]! : null;
};
