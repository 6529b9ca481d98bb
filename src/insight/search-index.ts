// Word search: a query answered by the index, joined with what was written since and without what was changed or deleted.
// Each term is a set of entries; sets are crossed as bits, so totals and years are exact and cost next to nothing.
// Phrases are confirmed on the entries themselves, newest first. Newest first is the order of the index; best match reads
// and ranks the entries it can afford to (`MOST_RANKED`) and leaves the rest in order of date.
// Law, tested: for any entries and query, index and scan give the same ids.

import { allBits, bitBelow, clearBit, countBits, dropBits, keepBits, keepRange, noBits, type Bits } from './bits.ts';
import { isSpaceless } from './words.ts';
import type { Query } from './query.ts';
import { anyOf, everyOf, placeOfKey, type WordIndex } from './index-image.ts';
import { confirmPhrases } from './phrases.ts';
import { rarity, scoreOf } from './ranking.ts';
import { keyToYear, type SearchDoc } from './search-doc.ts';
import { conditionsOf, rowsOf, type Atom, type Condition, type Row } from './sought.ts';
import { holdsAtom, joinedVocabulary, searchTail, toTailEntry, wordsBeginning, type TailEntry } from './tail.ts';
import { meantBy, slipsFor, type VocabularyWord } from './typos.ts';

export interface SearchOptions {
  readonly limit: number;
  readonly offset?: number;
  readonly order?: 'newest' | 'best';
  /** Letters read for phrases before an answer is given as it stands (phrases.ts). Asking again goes on from there. */
  readonly letters?: number;
  /** The entries of these ids as they are now, in the same order, null for one that is gone. Asked for phrases and for ranking only. */
  docsOf(ids: readonly string[]): readonly (SearchDoc | null)[] | Promise<readonly (SearchDoc | null)[]>;
  /** Written or changed since the image was made. Give a new list when one changes, with the same objects for the others: their words are remembered. */
  readonly tail?: readonly SearchDoc[];
  /** Deleted since the image was made, or not to be shown. A new set when it changes. */
  readonly masked?: ReadonlySet<string>;
}

/** A word that is nowhere, or nearly: what was searched instead (`applied`), or might be. */
export interface Correction {
  readonly typed: string;
  readonly words: readonly string[];
  readonly applied: boolean;
}

export interface SearchAnswer {
  readonly total: number;
  /** False when a phrase stands in so many entries that not all were looked at: `total` and `byYear` are then "at most". */
  readonly exact: boolean;
  /** One page of ids. */
  readonly ids: readonly string[];
  /** Every year there are entries of, oldest first; `leftOut` are those that only `before:` and `after:` keep away. */
  readonly byYear: readonly { readonly year: number; readonly count: number; readonly leftOut: number }[];
  readonly leftOut: number;
  /** All entries, whether found or not. */
  readonly of: number;
  /** Whether the order is by best match: not when it was not asked for, or the query has no words. */
  readonly ranked: boolean;
  /** Per word typed, what begins with it, the most frequent first; words without any are not in it. */
  readonly alsoFinds: ReadonlyMap<string, readonly string[]>;
  readonly corrections: readonly Correction[];
  /** What to mark in an excerpt. */
  readonly rows: readonly Row[];
}

const NO_WORDS: readonly VocabularyWord[] = [];
const MOST_ALSO = 6;
const BATCH = 50;
/** Entries read to be ranked, and letters in all. */
const MOST_RANKED = 100;
const MOST_RANKED_TEXT = 200_000;
const FEW = 2;

/** Answers a query. Throws only what `docsOf` throws. */
export const search = async (index: WordIndex | null, query: Query, options: SearchOptions): Promise<SearchAnswer> => {
  const { limit, offset = 0 } = options;
  const tail = options.tail ?? [];
  const live = liveBits(index, tail, options.masked);
  const shownTail = options.masked?.size ? tail.filter(({ id }) => !options.masked!.has(id)) : tail;
  const { conditions, corrections } = corrected(index, live, shownTail, conditionsOf(query));
  const timeless = conditions.filter(({ kind }) => kind !== 'range');
  const ranges = conditions.filter((condition) => condition.kind === 'range');

  const bits = index ? crossed(index, live, timeless) : noBits(0);
  const exact = index ? await confirmPhrases(index, bits, timeless, ranges, options) : true;
  const anyTime = index ? bits.slice() : bits;
  for (const { from, to } of ranges) if (index) keepRange(bits, placeOfKey(index.keys, from), placeOfKey(index.keys, to));
  const tailAnyTime = searchTail(shownTail, timeless);
  const tailHits = tailAnyTime.filter(({ key }) => ranges.every(({ from, to }) => key >= from && key < to));

  const byYear = yearsOf(index, bits, anyTime, shownTail, tailHits, tailAnyTime);
  const rows = rowsOf(conditions);
  const total = countBits(bits) + tailHits.length;
  const wanted = { order: options.order ?? 'newest', limit, offset };
  const ranked = wanted.order === 'best' && rows.length > 0;
  const ids = ranked ? await best(index, bits, tailHits, rows, options) : newest(index, bits, tailHits, offset, limit);
  return {
    total,
    exact,
    ids,
    byYear,
    leftOut: byYear.reduce((sum, { leftOut }) => sum + leftOut, 0),
    of: (index ? countBits(live) : 0) + shownTail.length,
    ranked,
    alsoFinds: alsoFinds(index, shownTail, rows),
    corrections,
    rows,
  };
};

const lastLive = new WeakMap<WordIndex, { readonly tail: readonly SearchDoc[]; readonly masked?: ReadonlySet<string>; readonly size: number; readonly live: Bits }>();

/** What of the index still holds: neither changed since, nor masked. Not to be changed. */
const liveBits = (index: WordIndex | null, tail: readonly SearchDoc[], masked?: ReadonlySet<string>): Bits => {
  if (!index) return noBits(0);
  const gone = new Set(masked);
  for (const { id } of tail) gone.add(id);
  const last = lastLive.get(index);
  if (last && last.tail === tail && last.masked === masked && last.size === gone.size) return last.live;
  const live = allBits(index.size);
  if (gone.size > 0) for (const place of index.placesOf(gone)) clearBit(live, place);
  lastLive.set(index, { tail, masked, size: gone.size, live });
  return live;
};

/** What meets every condition as far as the index knows: words in order are taken for words anywhere, and kept when left out. */
const crossed = (index: WordIndex, live: Bits, conditions: readonly Condition[]): Bits => {
  const bits = live.slice();
  for (const condition of conditions) {
    if (condition.kind === 'tag') (condition.not ? dropBits : keepBits)(bits, anyOf(index, condition.any));
    if (condition.kind === 'words') {
      if (!condition.not) for (const place of condition.row) keepBits(bits, anyOf(index, place));
      else if (!condition.inOrder) dropBits(bits, everyOf(index, condition.row));
    }
  }
  return bits;
};

const yearsOf = (
  index: WordIndex | null,
  bits: Bits,
  anyTime: Bits,
  tail: readonly SearchDoc[],
  hits: readonly TailEntry[],
  tailAnyTime: readonly TailEntry[],
): SearchAnswer['byYear'] => {
  const years = new Map<number, { year: number; count: number; leftOut: number }>();
  const of = (year: number): { year: number; count: number; leftOut: number } => {
    const known = years.get(year) ?? { year, count: 0, leftOut: 0 };
    years.set(year, known);
    return known;
  };
  index?.years.forEach(({ year, from }, i) => {
    const to = index.years[i + 1]?.from ?? index.size;
    const count = countBits(bits, from, to);
    years.set(year, { year, count, leftOut: countBits(anyTime, from, to) - count });
  });
  for (const doc of tail) of(keyToYear(toTailEntry(doc).key));
  for (const { key } of hits) of(keyToYear(key)).count += 1;
  for (const { key } of tailAnyTime) of(keyToYear(key)).leftOut += 1;
  for (const { key } of hits) of(keyToYear(key)).leftOut -= 1;
  return [...years.values()].sort((a, b) => a.year - b.year);
};

const later = (a: TailEntry, b: TailEntry): number => b.key - a.key || (a.doc.id < b.doc.id ? 1 : -1);

const newest = (index: WordIndex | null, bits: Bits, tail: readonly TailEntry[], offset: number, limit: number): string[] => {
  const ids: string[] = [];
  const fresh = [...tail].sort(later);
  let place = index ? bitBelow(bits, index.size) : -1;
  let next = 0;
  for (let n = 0; n < offset + limit && (place >= 0 || next < fresh.length); n += 1) {
    const entry = fresh[next];
    const fromTail = entry && (place < 0 || entry.key > index!.keys[place]! || (entry.key === index!.keys[place] && entry.doc.id > index!.idAt(place)));
    if (n >= offset) ids.push(fromTail ? entry.doc.id : index!.idAt(place));
    if (fromTail) next += 1;
    else place = bitBelow(bits, place);
  }
  return ids;
};

const best = async (index: WordIndex | null, bits: Bits, tail: readonly TailEntry[], rows: readonly Row[], options: SearchOptions): Promise<string[]> => {
  const { limit, offset = 0 } = options;
  const size = (index?.size ?? 0) + tail.length;
  const weights = rows.map((row) => rarity(index ? countBits(keepBits(everyOf(index, row), bits)) + tail.length : tail.length, size) + 0.1);
  // Those with the whole words first, then the newest, until there are as many as can be read.
  const chosen: number[] = [];
  if (index) {
    const whole = bits.slice();
    for (const row of rows)
      keepBits(
        whole,
        everyOf(
          index,
          row.map((place) => place.map(({ token }) => ({ token, prefix: false }))),
        ),
      );
    for (const part of [whole, dropBits(bits.slice(), whole)])
      for (let at = bitBelow(part, index.size); at >= 0 && chosen.length < MOST_RANKED; at = bitBelow(part, at)) chosen.push(at);
  }
  const scored = tail.slice(0, MOST_RANKED).map((entry) => ({ id: entry.doc.id, key: entry.key, place: -1, score: scoreOf(entry.doc, rows, weights) }));
  let letters = 0;
  for (let from = 0; from < chosen.length && letters < MOST_RANKED_TEXT; from += BATCH) {
    const places = chosen.slice(from, from + BATCH);
    const docs = await options.docsOf(places.map(index!.idAt));
    places.forEach((place, i) => {
      const doc = docs[i];
      if (!doc) return;
      letters += doc.text.length;
      scored.push({ id: doc.id, key: index!.keys[place]!, place, score: scoreOf(doc, rows, weights) });
    });
  }
  scored.sort((a, b) => b.score - a.score || b.key - a.key || (a.id < b.id ? 1 : -1));
  const rest = bits.slice();
  for (const { place } of scored) if (place >= 0) clearBit(rest, place);
  const unscored = new Set(tail.slice(MOST_RANKED));
  const held = scored.filter(({ score }) => score >= 0);
  const ids = held.slice(offset, offset + limit).map(({ id }) => id);
  return ids.length === limit ? ids : [...ids, ...newest(index, rest, [...unscored], Math.max(0, offset - held.length), limit - ids.length)];
};

/** The conditions with words that are nowhere replaced by those that were likely meant. */
const corrected = (index: WordIndex | null, live: Bits, tail: readonly SearchDoc[], conditions: readonly Condition[]): { conditions: Condition[]; corrections: Correction[] } => {
  const corrections: Correction[] = [];
  const countOf = (atom: Atom): number => {
    const inIndex = index ? countBits(keepBits(index.find(atom).slice(), live)) : 0;
    return inIndex > FEW ? inIndex : inIndex + tail.reduce((n, doc) => n + (holdsAtom(toTailEntry(doc), atom) ? 1 : 0), 0);
  };
  const likely = (atom: Atom): readonly Atom[] => {
    if (slipsFor(atom.token) === 0) return [atom];
    const count = countOf(atom);
    if (count > FEW || (count > 0 && atom.token.length < 5)) return [atom];
    const known = joinedVocabulary(index?.vocabulary() ?? NO_WORDS, tail);
    // What was deleted since the image was made is still among its words.
    const there = meantBy(atom.token, known, atom.prefix && count === 0).filter((word) => countOf({ token: word, prefix: false }) > 0);
    if (there.length === 0) return [atom];
    if (count > 0) {
      if (countOf({ token: atom.token, prefix: false }) > 0 && countOf({ token: there[0]!, prefix: false }) >= 20 * count && slipsFor(atom.token) > 0)
        corrections.push({ typed: atom.token, words: there.slice(0, 1), applied: false });
      return [atom];
    }
    corrections.push({ typed: atom.token, words: there, applied: true });
    return there.map((token) => ({ token, prefix: atom.prefix }));
  };
  return {
    conditions: conditions.map((condition) => (condition.kind !== 'words' || condition.not ? condition : { ...condition, row: condition.row.map((place) => likely(place[0]!)) })),
    corrections,
  };
};

const alsoFinds = (index: WordIndex | null, tail: readonly SearchDoc[], rows: readonly Row[]): Map<string, readonly string[]> => {
  const out = new Map<string, readonly string[]>();
  for (const { token, prefix } of rows.flat(2)) {
    if (!prefix || (token.length < 3 && !isSpaceless(token)) || out.has(token)) continue;
    const words = new Set((index?.beginningWith(token, MOST_ALSO) ?? []).map(({ word }) => word));
    if (words.size < MOST_ALSO) for (const doc of tail) for (const word of wordsBeginning(toTailEntry(doc), token)) if (word !== token) words.add(word);
    if (words.size > 0) out.set(token, [...words].slice(0, MOST_ALSO));
  }
  return out;
};
