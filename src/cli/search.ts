// `kith search`: opens the sealed index image, scans what is newer, and opens only the entries it shows.

import { openSql } from '#adapters/node/sql.ts';
import { openWordSearch, type WordSearch } from '#adapters/word-search.ts';
import { ok, refuse, type Result } from '#core/result.ts';
import type { Excerpt } from '#insight/excerpt.ts';
import { foundIn } from '#rooms/journal/quote.ts';
import { parseQuery } from '#insight/query.ts';
import { wordsIn, type Shown } from '#core/shown.ts';
import { entryToJson, readingOf } from '#rooms/journal/cli-read.ts';
import type { Entry } from '#rooms/journal/model.ts';
import { DOCS } from '#rooms/search-docs.ts';
import { beyondEntries } from '#rooms/shown.ts';
import { hasWords } from '#rooms/journal/search-words.ts';
import type { Context } from './context.ts';
import { EXIT } from './exit-codes.ts';
import { wrap } from './layout.ts';
import { limitOf, nothing } from './list.ts';
import type { Args } from './options.ts';
import { journalRecords } from './parts.ts';
import { openVault, type Open } from './session.ts';
import { createShower, otherLine, otherToJson } from './show-entry.ts';
import { harmless, toJsonLine, type Terminal } from './terminal.ts';
import { loadRoomWords } from './words.ts';

const UNLESS_SAID = 20;

/** The search of an open vault; makes the image where there is none, with a count on a terminal. */
export const openSearch = async ({ session, sealer }: Open, context: Context): Promise<WordSearch> => {
  const words = context.terminal.errIs ? await context.words() : null;
  const search = await openWordSearch({
    session,
    sealer,
    openSql,
    docs: DOCS,
    onProgress: (count, of) => {
      if (words) context.terminal.progress(words('search.progress', { count, of }));
    },
  });
  context.terminal.progress(null);
  return search;
};

export const runSearch = async (args: Args, context: Context): Promise<Result<number>> => {
  const typed = args.words.join(' ');
  const query = parseQuery(typed);
  // Signs alone ask for nothing; all that was ever written is no answer to them.
  if (typed.trim() === '' || query.terms.length === 0) return refuse({ code: 'argument-missing', with: { argument: 'QUERY' } });
  const limit = limitOf(args, UNLESS_SAID);
  if (!limit.ok) return limit;
  const open = await openVault(context);
  if (!open.ok) return open;
  const { session } = open.value;
  const search = await openSearch(open.value, context);
  const { ids, rows, total, alsoFinds, corrections } = await search.search(query, {
    limit: Math.min(limit.value, Number.MAX_SAFE_INTEGER),
    order: hasWords(typed) ? 'best' : 'newest',
  });
  const { records } = await session.vault.byId(ids);
  const near = await session.vault.byId(records.flatMap(DOCS.beside));
  const reading = readingOf([...records, ...near.records, ...(await journalRecords(session))]);
  const others = new Map(beyondEntries(records).map((shown) => [shown.id, shown]));
  const found = ids.flatMap((id): (Entry | Shown)[] => {
    const one = reading.byId.get(id) ?? others.get(id);
    return one ? [one] : [];
  });
  search.close();
  const excerptsFor = (text: string) => foundIn(text, rows, { alsoFinds });
  if (args.has('json')) {
    for (const one of found)
      context.terminal.say(
        toJsonLine({
          ...('kind' in one ? { other: otherToJson(one) } : { entry: entryToJson(one, reading) }),
          excerpts: excerptsFor(textOf(one)).excerpts.map(({ text, marks }) => ({ text, marks: marks.map(({ start, end }) => [start, end]) })),
        }),
      );
  } else if (found.length > 0) {
    const words = await context.words();
    for (const { typed: word, words: instead, applied } of corrections)
      if (applied) context.terminal.note(harmless(words('search.instead', { word, instead: instead.join(', ') })));
    const shower = await createShower(words, context.terminal);
    const kinds = await loadRoomWords(context.env);
    for (const one of found) {
      const line = 'kind' in one ? otherLine(one, kinds, context.terminal) : shower.line(one);
      context.terminal.say([line, ...excerptsFor(textOf(one)).excerpts.map((excerpt) => excerptLine(excerpt, context.terminal))].join('\n'));
    }
    if (total > found.length) context.terminal.note(words('more', { count: total - found.length }));
  }
  return found.length === 0 ? nothing(args, context) : ok(EXIT.ok);
};

const textOf = (one: Entry | Shown): string => ('kind' in one ? wordsIn(one) : one.text);

const [BEFORE, AFTER] = ['\u001b[1m', '\u001b[22m'];

/** A stretch of the text under its entry, what was found in it in bold where there is colour. */
const excerptLine = ({ text, marks, before, after }: Excerpt, terminal: Terminal): string => {
  let out = '';
  let at = 0;
  for (const { start, end } of marks) {
    out += harmless(text.slice(at, start));
    out += terminal.colour ? BEFORE + harmless(text.slice(start, end)) + AFTER : harmless(text.slice(start, end));
    at = end;
  }
  const line = `    ${before ? '… ' : ''}${(out + harmless(text.slice(at))).replace(/\s+/g, ' ').trim()}${after ? ' …' : ''}`;
  return terminal.outIs ? wrap(line, terminal.width) : line;
};
