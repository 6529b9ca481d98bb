// Words from catalogues without a library, for what speaks in a terminal: the command line and the host. Keys are flat and
// plurals end as i18next has them (_zero, _one, _two, _few, _many, _other), as everywhere in Kith. Pure: the environment comes in.

export type Language = 'en' | 'es' | 'ar';
export type Catalogue = Readonly<Record<string, string>>;
export type Places = Readonly<Record<string, string | number>>;
type Env = Readonly<Record<string, string | undefined>>;

/** The language that the environment asks for (KITH_LANG, else LC_ALL, LC_MESSAGES, LANG); English where it asks for none that Kith speaks. */
export const languageOf = (env: Env): Language => {
  const asked = (env['KITH_LANG'] || env['LC_ALL'] || env['LC_MESSAGES'] || env['LANG'] || '').toLowerCase();
  return asked.startsWith('es') ? 'es' : asked.startsWith('ar') ? 'ar' : 'en';
};

/** One key of catalogues, the first that has it, its places filled; null where none has. */
export const wordOf = (catalogues: readonly Catalogue[], language: Language, locale: string, key: string, places: Places = {}): string | null => {
  const find = (each: string): string | undefined => {
    for (const catalogue of catalogues) if (Object.hasOwn(catalogue, each)) return catalogue[each];
    return undefined;
  };
  const shown = (value: string | number): string => (typeof value === 'number' ? new Intl.NumberFormat(locale).format(value) : value);
  const count = places['count'];
  const plural = typeof count === 'number' ? (find(`${key}_${new Intl.PluralRules(language).select(count)}`) ?? find(`${key}_other`)) : undefined;
  const text = plural ?? find(key);
  return text === undefined ? null : text.replace(/\{\{(\w+)\}\}/g, (whole, name: string) => (Object.hasOwn(places, name) ? shown(places[name]!) : whole));
};
