// What a person types into the search field, as terms that can be shown as chips and printed back.
// Words in a row must all be there. The last word, and every word of three letters or more, also finds what begins with
// it; a shorter word with another behind it is meant as it is. In quotation marks: these words, in this order, exactly
// (a mark not yet closed: the last one may go on). A dash before a term leaves out what has exactly that.
// `before:` ends where its year, month or day begins and `after:` begins there, so that the two divide a journal in two.
// Laws, tested: nothing throws; parse(print(parse(text))) equals parse(text), in every language.

import { daysInMonth } from '#core/when.ts';
import { foldedWords, isSpaceless } from './words.ts';
import { fieldOf, FILTER_NAMES, HAS_NAMES, hasOf, type Field, type Has, type QueryLanguage } from './filter-names.ts';

export interface WordTerm {
  readonly kind: 'word';
  /** As typed. */
  readonly text: string;
  readonly not: boolean;
  /** Folded; more than one when signs or a script without spaces divide what was typed. */
  readonly words: readonly string[];
  /** Whether the last of `words` finds what begins with it; the others do by the rule for words in between. */
  readonly prefix: boolean;
}

export interface PhraseTerm {
  readonly kind: 'phrase';
  readonly text: string;
  readonly not: boolean;
  readonly words: readonly string[];
  /** The closing mark is not there yet: the last word may go on. */
  readonly open: boolean;
}

export interface NameTerm {
  readonly kind: 'name';
  readonly field: 'topic' | 'with' | 'area' | 'feeling' | 'place' | 'in';
  /** As typed; in one still being typed in quotation marks `_` stands for each space. */
  readonly text: string;
  readonly not: boolean;
  /** Folded words of the name; none while nothing is typed yet, and then nothing is filtered. */
  readonly words: readonly string[];
  /** In quotation marks, or left out: the whole name. Otherwise names with a word that begins so. */
  readonly exact: boolean;
}

export interface DateTerm {
  readonly kind: 'date';
  readonly field: 'before' | 'after';
  readonly text: string;
  readonly not: boolean;
  /** First day of what is named, `YYYY-MM-DD`; null when it cannot be read (yet), and then nothing is filtered. */
  readonly day: string | null;
}

export interface HasTerm {
  readonly kind: 'has';
  /** As typed while it cannot be read; else ''. */
  readonly text: string;
  readonly not: boolean;
  /** Null when it cannot be read (yet), and then nothing is filtered. */
  readonly has: Has | null;
}

export type Term = WordTerm | PhraseTerm | NameTerm | DateTerm | HasTerm;

export interface Query {
  readonly terms: readonly Term[];
}

const OPENING = '"“”„‟«»‹›「『＂';
const CLOSING: Readonly<Record<string, string>> = {
  '"': '"“”',
  '“': '”"',
  '”': '”"',
  '„': '“”"',
  '‟': '”"',
  '«': '»',
  '»': '«»',
  '‹': '›',
  '›': '‹',
  '「': '」',
  '『': '』',
  '＂': '＂"',
};
const MARKS = /["“”„‟«»‹›「」『』＂]/gu;
// Direction marks come along with Arabic and Hebrew text that is pasted; they say nothing here.
const DIRECTION = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;
const SPACE = /\s/u;
const MOST_UNITS = 300;
const MOST_TERMS = 32;
const SHORT = 3;
const DASH = /[-−–]/;

/** Reads a date as far as `before:` and `after:` take it: a year, month or day, with `-` or `/`, in either digits. */
export const parseDay = (text: string): string | null => {
  const digits = text.replace(/[٠-٩۰-۹]/g, (d) => String(d.charCodeAt(0) & 15));
  const match = /^(\d{4})(?:[-/](\d{1,2})(?:[-/](\d{1,2}))?)?[-/]?$/.exec(digits);
  if (!match) return null;
  const [year, month, day] = [Number(match[1]), Number(match[2] ?? 1), Number(match[3] ?? 1)];
  if (year < 1 || year > 9998 || month < 1 || month > 12 || day < 1 || day > daysInMonth(year, month, 'julian')) return null;
  return `${match[1]}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
};

interface Quoted {
  readonly inside: string;
  readonly end: number;
  readonly open: boolean;
}

const readQuoted = (text: string, at: number): Quoted => {
  const closing = CLOSING[text[at]!]!;
  let end = at + 1;
  while (end < text.length && !closing.includes(text[end]!)) end += 1;
  return { inside: text.slice(at + 1, end), end: Math.min(end + 1, text.length), open: end >= text.length };
};

const readBare = (text: string, at: number): number => {
  let end = at;
  while (end < text.length && !SPACE.test(text[end]!) && !OPENING.includes(text[end]!)) end += 1;
  return end;
};

const filterAt = (text: string, at: number): { field: Field; end: number } | null => {
  const match = /^([\p{L}\p{M}]{1,20})[:：]/u.exec(text.slice(at, at + 24));
  const field = match ? fieldOf(match[1]!) : null;
  return match && field ? { field, end: at + match[0].length } : null;
};

/** Reads what was typed; at most 32 terms, and of each at most its first 300 letters. */
export const parseQuery = (typed: string): Query => {
  const text = typed.toWellFormed().replace(DIRECTION, '');
  const terms: Term[] = [];
  for (let at = 0; at < text.length && terms.length < MOST_TERMS;) {
    if (SPACE.test(text[at]!)) {
      at += 1;
      continue;
    }
    const start = at;
    while (at < text.length && DASH.test(text[at]!)) at += 1;
    const not = at > start;
    const filter = filterAt(text, at);
    if (filter) {
      const quoted = OPENING.includes(text[filter.end] ?? ' ') ? readQuoted(text, filter.end) : null;
      const end = quoted ? quoted.end : readBare(text, filter.end);
      terms.push(filterTerm(filter.field, quoted ? quoted.inside : text.slice(filter.end, end), not, quoted));
      at = end;
    } else if (OPENING.includes(text[at]!)) {
      const { inside, end, open } = readQuoted(text, at);
      const shown = tidy(inside);
      const words = foldedWords(shown);
      if (words.length > 0) terms.push({ kind: 'phrase', text: shown, not, words, open });
      at = end;
    } else {
      const end = readBare(text, at);
      const bare = text.slice(at, Math.min(end, at + MOST_UNITS)).toWellFormed();
      const words = foldedWords(bare);
      if (words.length > 0) terms.push({ kind: 'word', text: bare, not, words, prefix: false });
      at = end;
    }
  }
  return { terms: withPrefixes(terms) };
};

const withPrefixes = (terms: readonly Term[]): Term[] => {
  const last = terms.findLastIndex((term) => term.kind === 'word' && !term.not);
  return terms.map((term, i) => (term.kind === 'word' ? { ...term, prefix: !term.not && (i === last || isLongEnough(term.words.at(-1)!)) } : term));
};

/** Whether a word in the middle of a query also finds what begins with it. */
export const isLongEnough = (word: string): boolean => word.length >= SHORT || isSpaceless(word);

/** One line without quotation marks, cut to a length that stays the same when it is read again. */
const tidy = (text: string): string =>
  text
    .slice(0, 4 * MOST_UNITS)
    .replace(MARKS, ' ')
    .replace(/\s+/gu, ' ')
    .trim()
    .slice(0, MOST_UNITS)
    .trim()
    .toWellFormed();
const withoutSpaces = (text: string): string => text.replace(/\s/gu, '_');

const filterTerm = (field: Field, value: string, not: boolean, quoted: Quoted | null): Term => {
  const whole = tidy(value);
  const bare = withoutSpaces(whole);
  if (field === 'before' || field === 'after') return { kind: 'date', field, text: bare, not, day: parseDay(bare) };
  if (field === 'has') return { kind: 'has', text: hasOf(bare) ? '' : bare, not, has: hasOf(bare) };
  const exact = whole !== '' && (not || (quoted !== null && !quoted.open));
  const text = exact ? whole : bare;
  return { kind: 'name', field, text, not, words: foldedWords(text), exact };
};

/** One term as a person would type it. */
export const termToText = (term: Term, language: QueryLanguage = 'en'): string => {
  const dash = term.not ? '-' : '';
  if (term.kind === 'word') return dash + term.text;
  if (term.kind === 'phrase') return `${dash}"${term.text}${term.open ? '' : '"'}`;
  if (term.kind === 'has') return `${dash}${FILTER_NAMES[language].has}:${term.has ? HAS_NAMES[language][term.has] : term.text}`;
  if (term.kind === 'date') return `${dash}${FILTER_NAMES[language][term.field]}:${term.text}`;
  const value = term.exact ? `"${term.text}"` : term.text;
  return `${dash}${FILTER_NAMES[language][term.field]}:${value}`;
};

/** The whole query as a person would type it, with the filters' names in their language. */
export const queryToText = (query: Query, language: QueryLanguage = 'en'): string =>
  query.terms.map((term, i) => termToText(term.kind === 'phrase' && i < query.terms.length - 1 ? { ...term, open: false } : term, language)).join(' ');

/** The query without some of its terms: a chip taken away, or the dates set aside. */
export const queryWithout = (query: Query, leave: (term: Term) => boolean): Query => ({ terms: withPrefixes(query.terms.filter((term) => !leave(term))) });
