// A few lines of an entry to set beside another: round the names that two entries share where the text has them, else
// its beginning; and what a search found, as one reads it. Words are never cut; where the entry goes on stands an ellipsis,
// which the caller adds. Markdown's signs are taken off before anything is marked, so that marks stand on what is shown.

import { isHeavyMarkdown } from '#core/markdown-weight.ts';
import { excerptsOf, type Excerpt, type ExcerptOptions, type Excerpts } from '#insight/excerpt.ts';
import { parseQuery } from '#insight/query.ts';
import { conditionsOf, rowsOf, type Row } from '#insight/sought.ts';
import { plainWords } from './opening.ts';

/** A longer text is quoted as it is written: taking the signs off would take longer than finding. */
const MOST_PLAIN = 100_000;

const asRead = (text: string): string => (text.length > MOST_PLAIN || isHeavyMarkdown(text) ? text : plainWords(text));

/** What was found in an entry. What stands only where one does not see it (the address of a link) is shown as it is written. */
export const foundIn = (text: string, rows: readonly Row[], options: ExcerptOptions): Excerpts => {
  const read = excerptsOf(asRead(text), rows, options);
  return read.places > 0 || rows.length === 0 ? read : excerptsOf(text, rows, options);
};

/** Letters on each side of what is looked for, about. */
const AROUND = 100;

/** Null for an entry without text. */
export const quoteOf = (text: string, names: readonly string[] = [], around = AROUND): Excerpt | null => {
  const query = names.map((name) => `"${name.replace(/["“”]/gu, ' ')}"`).join(' ');
  const { excerpts } = excerptsOf(asRead(text), rowsOf(conditionsOf(parseQuery(query))), { most: 1, around });
  return excerpts[0] ?? null;
};
