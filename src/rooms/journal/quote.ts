// A few lines of an entry to set beside another: round the names that two entries share where the text has them, else
// its beginning. Words are never cut; where the entry goes on stands an ellipsis, which the caller adds.

import { isHeavyMarkdown } from '#core/markdown-weight.ts';
import { excerptsOf, type Excerpt } from '#insight/excerpt.ts';
import { parseQuery } from '#insight/query.ts';
import { conditionsOf, rowsOf } from '#insight/sought.ts';
import { plainWords } from './opening.ts';

/** Letters on each side of what is looked for, about. */
const AROUND = 100;

/** Null for an entry without text. */
export const quoteOf = (text: string, names: readonly string[] = [], around = AROUND): Excerpt | null => {
  const query = names.map((name) => `"${name.replace(/["“”]/gu, ' ')}"`).join(' ');
  const { excerpts } = excerptsOf(isHeavyMarkdown(text) ? text : plainWords(text), rowsOf(conditionsOf(parseQuery(query))), { most: 1, around });
  return excerpts[0] ?? null;
};
