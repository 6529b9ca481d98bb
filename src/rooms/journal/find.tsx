// What the palette finds in the journal: days, names, and the newest entries that hold what was typed. A quick look by
// letters alone; the search page, offered last, looks through everything.

import type { Shown } from '#core/shown.ts';
import { markOf } from '#web/ui/address.ts';
import { currentLanguage, localeOf } from '#web/ui/preferences.ts';
import { hrefOf } from '#web/ui/records.ts';
import { offerFinder, type Finding } from '#web/ui/room.ts';
import { formatDay, formatMonth, formatYear } from '#web/ui/time.ts';
import { wordsOf, type Words } from '#web/ui/words.ts';
import { dayOf } from '#core/when.ts';
import type { Book } from './book.ts';
import { firstLine } from './opening.ts';
import { entriesIn, namesByUse, type NameSort } from './timeline.ts';

const fold = (text: string): string => text.normalize('NFD').replace(/\p{M}/gu, '').toLocaleLowerCase();

/** Entries looked through, the newest first: what a keystroke has time for. */
const NEWEST = 4000;

const SORTS: readonly { readonly sort: NameSort; readonly page: string; readonly icon: Finding['icon'] }[] = [
  { sort: 'topics', page: 'topic', icon: 'topic' },
  { sort: 'people', page: 'person', icon: 'person' },
  { sort: 'places', page: 'place', icon: 'place' },
  { sort: 'areas', page: 'area', icon: 'area' },
];

/** The page of a name; the name itself does not stand in the address (web/ui/address.ts). */
export const nameHref = (page: string, name: string): string => `/journal/${page}/${markOf(name)}`;

const findIn = (book: Book, typed: string, most: number, vocabulary: Words): Finding[] => {
  const locale = localeOf(currentLanguage());
  const wanted = fold(typed.trim());
  const out: Finding[] = [];
  if (/^\d{4}(?:-\d{2}){0,2}$/.test(wanted)) {
    const count = entriesIn(book.timeline, wanted).length;
    const label = wanted.length === 4 ? formatYear(Number(wanted), locale) : wanted.length === 7 ? formatMonth(wanted, locale) : formatDay(wanted, locale, 'full');
    if (count > 0) out.push({ id: `day ${wanted}`, label, icon: 'calendar', note: String(count), href: `/journal?at=${wanted}` });
  }
  // Areas are kept by their English words and shown, and found, in the person's; those of their own are as they wrote them.
  const shown = (sort: NameSort, name: string): string => (sort === 'areas' ? vocabulary(`areas.${name}`, { defaultValue: name }) : name);
  for (const { sort, page, icon } of SORTS)
    for (const { name, count } of namesByUse(book.timeline, sort).slice(0, 2000))
      if (out.length < most && fold(shown(sort, name)).startsWith(wanted))
        out.push({ id: `${page} ${name}`, label: shown(sort, name), icon, note: new Intl.NumberFormat(locale).format(count), href: nameHref(page, name) });
  const { entries } = book.timeline;
  for (let at = 0, last = Math.min(entries.length, NEWEST); at < last && out.length < most; at++) {
    const entry = entries[at]!;
    const line = firstLine(entry.text, 90);
    if (fold(line).includes(wanted))
      out.push({ id: entry.id, label: line, said: true, icon: 'journal', note: formatDay(dayOf(entry.when), locale, 'long', entry.calendar), href: `/journal/e/${entry.id}` });
  }
  return out;
};

/** Offers to the palette the entries, and after them what other rooms keep. */
export const offerEntries = (book: () => Book, others: () => readonly Shown[]): void => {
  offerFinder('journal', async (typed, most) => findIn(book(), typed, most, await wordsOf('journal.vocabulary')));
  offerFinder('others', async (typed, most) => findOthers(others(), typed, most, await wordsOf('rooms')));
};

const findOthers = (all: readonly Shown[], typed: string, most: number, words: Words): Finding[] => {
  const locale = localeOf(currentLanguage());
  const wanted = fold(typed.trim());
  const out: Finding[] = [];
  for (const one of all) {
    if (out.length === most) break;
    if (fold(one.title).includes(wanted))
      out.push({
        id: one.id,
        label: one.title,
        said: true,
        icon: 'file',
        note: `${words(`kind.${one.kind}`)}, ${formatDay(dayOf(one.when), locale, 'long', one.calendar)}`,
        href: hrefOf(one),
      });
  }
  return out;
};
