// What the host says to its keeper, in the language that the environment asks for. Loaded when there is something to say. What
// devices are told are codes (sync/protocol.ts), which they put into their own words.

import { languageOf, wordOf, type Catalogue, type Language, type Places } from '#core/catalogue.ts';

export type HostWords = (key: string, places?: Places) => string;

const CATALOGUES: Readonly<Record<Language, () => Promise<{ readonly default: Catalogue }>>> = {
  en: () => import('./words/en.json', { with: { type: 'json' } }),
  es: () => import('./words/es.json', { with: { type: 'json' } }),
  ar: () => import('./words/ar.json', { with: { type: 'json' } }),
};

export const loadHostWords = async (env: Readonly<Record<string, string | undefined>>): Promise<HostWords> => {
  const language = languageOf(env);
  const catalogue = (await CATALOGUES[language]()).default;
  return (key, places) => wordOf([catalogue], language, language, key, places) ?? key;
};
