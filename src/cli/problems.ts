// What an import or export could not take along, said in words, each with its file and its place in it.

import type { Problem } from '#formats/port.ts';
import type { Context } from './context.ts';
import type { Args } from './options.ts';
import { harmless, toJsonLine } from './terminal.ts';
import { createWords, type Catalogue, type Language, type Words } from './words.ts';

type Loader = () => Promise<{ readonly default: Catalogue }>;

const FORMATS: Readonly<Record<Language, readonly Loader[]>> = {
  en: [() => import('../formats/words/en.json', { with: { type: 'json' } }), () => import('../formats/words/containers.en.json', { with: { type: 'json' } })],
  es: [() => import('../formats/words/es.json', { with: { type: 'json' } }), () => import('../formats/words/containers.es.json', { with: { type: 'json' } })],
  ar: [() => import('../formats/words/ar.json', { with: { type: 'json' } }), () => import('../formats/words/containers.ar.json', { with: { type: 'json' } })],
};

const CLI: Readonly<Record<Language, Loader>> = {
  en: () => import('./words/en.json', { with: { type: 'json' } }),
  es: () => import('./words/es.json', { with: { type: 'json' } }),
  ar: () => import('./words/ar.json', { with: { type: 'json' } }),
};

/** The words of the command line and those of the formats together. */
export const loadProblemWords = async (context: Context): Promise<Words> => {
  const { language, locale } = await context.words();
  const catalogues = await Promise.all([CLI[language], ...FORMATS[language]].map(async (load) => (await load()).default));
  return createWords(language, locale, catalogues);
};

/** Problems said one by one on a terminal; the rest is a count, and `--json` has them all. */
const MOST_SAID = 20;

const placeOf = (at: Problem['at'], words: Words): string =>
  [
    at?.name ?? '',
    at?.day ?? '',
    at?.entry === undefined ? '' : words('place.entry', { number: String(at.entry) }),
    at?.line === undefined ? '' : words('place.line', { number: String(at.line) }),
  ]
    .filter((part) => part !== '')
    .join(', ');

export const problemText = ({ code, file, at, with: places }: Problem, words: Words): string => {
  const place = placeOf(at, words);
  const said = words.maybe(`problem.${code}`, { file, ...places }) ?? words.maybe(`refusal.${code}`, { path: file, file, ...places }) ?? words('problem.other', { code });
  return `${file}${place === '' ? '' : ` (${place})`}: ${said}`;
};

/** `total` may be more than are listed. */
export const sayProblems = (problems: readonly Problem[], total: number, args: Args, context: Context, words: Words): void => {
  if (args.has('json')) {
    for (const problem of problems) context.terminal.say(toJsonLine({ problem: problem.code, file: problem.file, at: problem.at ?? null, message: problemText(problem, words) }));
    return;
  }
  for (const problem of problems.slice(0, MOST_SAID)) context.terminal.note(harmless(problemText(problem, words)));
  if (total > MOST_SAID) context.terminal.note(words('problem.more', { count: total - MOST_SAID }));
};
