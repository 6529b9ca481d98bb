// What the search page does with what is typed: its filters as chips, a filter added or taken away, the dates set aside,
// a word replaced by the one that was likely meant. Text in, text out: the field stays the only truth.
// Invariant: what was typed and is no filter stays as it was typed, but for the space around it.

import { FILTER_NAMES, HAS_NAMES, type Field, type Has, type QueryLanguage } from '#insight/filter-names.ts';
import { parseDay, parseQuery, queryToText, queryWithout, termToText, type Term } from '#insight/query.ts';

export type { Field, Has, QueryLanguage } from '#insight/filter-names.ts';

/** The filters in the order in which they are offered. */
export const FIELDS: readonly Field[] = ['topic', 'with', 'area', 'place', 'feeling', 'before', 'after', 'has', 'in'];
export const HAS: readonly Has[] = ['photo', 'sound', 'note'];

export interface Chip {
  /** As it is typed. */
  readonly text: string;
  /** What is left without it. */
  readonly without: string;
}

const isFilter = ({ kind }: Term): boolean => kind === 'name' || kind === 'date' || kind === 'has';

/** The filters in what is typed, in its order. */
export const chipsOf = (typed: string, language: QueryLanguage): Chip[] => {
  const query = parseQuery(typed);
  return query.terms.filter(isFilter).map((term) => ({
    text: termToText(term, language),
    without: queryToText(
      queryWithout(query, (one) => one === term),
      language,
    ),
  }));
};

/** Whether the query has a word or phrase to rank by. */
export const hasWords = (typed: string): boolean => parseQuery(typed).terms.some((term) => !isFilter(term) && !term.not);

/** The name that a filter or something that can be asked for is typed with. */
export const filterName = (field: Field, language: QueryLanguage): string => FILTER_NAMES[language][field];
export const hasName = (has: Has, language: QueryLanguage): string => HAS_NAMES[language][has];

/** A filter as it is typed: `topic:"my work"`. Quotation marks make it the whole name. */
export const filterText = (field: Field, value: string, language: QueryLanguage): string => {
  const plain = value
    .replace(/["“”„‟«»‹›「」『』＂]/gu, ' ')
    .replace(/\s+/gu, ' ')
    .trim();
  const bare = field === 'before' || field === 'after' || field === 'has';
  return `${filterName(field, language)}:${bare ? plain : `"${plain}"`}`;
};

/** Whether `before:` and `after:` can read it: a year, month or day. */
export const isDate = (text: string): boolean => parseDay(text.trim()) !== null;

export const withFilter = (typed: string, filter: string): string => [typed.trim(), filter].filter((part) => part !== '').join(' ');

/** The dates asked for, as typed. */
export const datesIn = (typed: string, language: QueryLanguage): string[] =>
  parseQuery(typed).terms.flatMap((term) => (term.kind === 'date' && term.day !== null ? [termToText(term, language)] : []));

/** The query without its dates. */
export const withoutDates = (typed: string, language: QueryLanguage): string =>
  queryToText(
    queryWithout(parseQuery(typed), ({ kind }) => kind === 'date'),
    language,
  );

/** The query without its filters: words alone. */
export const withoutFilters = (typed: string, language: QueryLanguage): string => queryToText(queryWithout(parseQuery(typed), isFilter), language);

/** The query with a folded word (as a correction names it) replaced. */
export const replaceWord = (typed: string, word: string, by: string, language: QueryLanguage): string => {
  const query = parseQuery(typed);
  return queryToText(
    { terms: query.terms.map((term) => (term.kind === 'word' && term.words.length === 1 && term.words[0] === word ? { ...term, text: by, words: [by] } : term)) },
    language,
  );
};

const LISTS = { feeling: 'feelings', area: 'areas' } as const;

const sameName = (text: string): string =>
  text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/[\s_]+/gu, ' ')
    .trim()
    .toLowerCase();

/** The query with feelings and areas as entries hold them, where they were typed as the page shows them; else as it was typed. */
export const withIds = (typed: string, language: QueryLanguage, wordsOf: (list: 'feelings' | 'areas') => readonly { readonly id: string; readonly name: string }[]): string => {
  const query = parseQuery(typed);
  let isOther = false;
  const terms = query.terms.map((term) => {
    if (term.kind !== 'name' || (term.field !== 'feeling' && term.field !== 'area') || term.text === '') return term;
    const known = wordsOf(LISTS[term.field]);
    const wanted = sameName(term.text);
    if (known.some(({ id }) => sameName(id) === wanted)) return term;
    const found = known.find(({ name }) => sameName(name) === wanted);
    if (!found) return term;
    isOther = true;
    return { ...term, text: found.id, exact: true };
  });
  return isOther ? queryToText({ terms }, language) : typed;
};
