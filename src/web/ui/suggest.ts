// Which names to offer while one is typed. Case and marks over letters do not matter; what is used often comes first.

export interface Suggestion {
  readonly name: string;
  /** How many entries carry it; the more, the earlier. */
  readonly count?: number;
}

/** A name as it is compared. */
export const plain = (text: string): string => text.normalize('NFD').replace(/\p{M}/gu, '').toLocaleLowerCase().trim();

/** The best few: those that begin so first, then those with a word that begins so, then those that hold it; by use within each. */
export const suggest = (suggestions: readonly Suggestion[], typed: string, taken: readonly string[], most = 8): Suggestion[] => {
  const wanted = plain(typed);
  const gone = new Set(taken.map(plain));
  const rank = (name: string): number => {
    const text = plain(name);
    if (wanted === '' || text.startsWith(wanted)) return 0;
    if (text.split(/[\s\-_/]+/).some((part) => part.startsWith(wanted))) return 1;
    return text.includes(wanted) ? 2 : 3;
  };
  return suggestions
    .filter(({ name }) => !gone.has(plain(name)))
    .map((one) => ({ one, rank: rank(one.name) }))
    .filter((each) => each.rank < 3)
    .sort((a, b) => a.rank - b.rank || (b.one.count ?? 0) - (a.one.count ?? 0) || a.one.name.localeCompare(b.one.name))
    .slice(0, most)
    .map((each) => each.one);
};
