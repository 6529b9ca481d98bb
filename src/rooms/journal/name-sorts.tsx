// Topics, people, areas of life, places: the four sorts of names, with their pages and words. An area of life that comes
// with Kith is shown in the person's language; every other name as it was written.

import { isMark, markOf } from '#web/ui/address.ts';
import type { IconName } from '#web/ui/icon.tsx';
import { nameHref } from './find.tsx';
import type { LineOf } from './look-back.ts';
import type { NameSort } from './timeline.ts';
import { useShownWord } from './use-journal.tsx';

export interface SortPage {
  readonly sort: NameSort;
  /** `/journal/<list>` lists them, `/journal/<page>/<name>` is one of them. */
  readonly list: string;
  readonly page: 'topic' | 'person' | 'area' | 'place';
  readonly icon: IconName;
  /** The filter of the search. */
  readonly filter: 'topic' | 'with' | 'area' | 'place';
}

export const SORT_PAGES: readonly SortPage[] = [
  { sort: 'topics', list: 'topics', page: 'topic', icon: 'topic', filter: 'topic' },
  { sort: 'people', list: 'people', page: 'person', icon: 'person', filter: 'with' },
  { sort: 'areas', list: 'areas', page: 'area', icon: 'area', filter: 'area' },
  { sort: 'places', list: 'places', page: 'place', icon: 'place', filter: 'place' },
];

export const sortPage = (sort: NameSort): SortPage => SORT_PAGES.find((one) => one.sort === sort)!;

export const hrefOfName = (sort: NameSort, name: string): string => nameHref(sortPage(sort).page, name);

/** What stands for a name at the end of the address: read from it whole, since a name may hold a slash or a percent sign. */
export const nameInAddress = (): string => {
  const last = location.pathname.split('/').slice(3).join('/');
  if (isMark(last)) return last;
  try {
    return decodeURIComponent(last);
  } catch {
    return last;
  }
};

const byMark = new WeakMap<ReadonlyMap<string, { readonly name: string }>, ReadonlyMap<string, string>>();

/** The name that a mark in an address stands for; what is no mark is a name that somebody typed. '' when there is none. */
export const nameOfMark = (asked: string, names: ReadonlyMap<string, { readonly name: string }>): string => {
  if (!isMark(asked)) return asked;
  let marks = byMark.get(names);
  if (!marks) byMark.set(names, (marks = new Map([...names.values()].map(({ name }) => [markOf(name), name]))));
  return marks.get(asked) ?? '';
};

/** What the look-back notes of a name hang on; a place has none of its own. */
export const lineOfName = (sort: NameSort, name: string): LineOf | null =>
  sort === 'topics' ? { topic: name } : sort === 'people' ? { person: name } : sort === 'areas' ? { area: name } : null;

export const useNameShown = (): ((sort: NameSort, name: string) => string) => {
  const shown = useShownWord();
  return (sort, name) => (sort === 'areas' ? shown('areas', name) : name);
};
