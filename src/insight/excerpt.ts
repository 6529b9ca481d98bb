// What a hit shows: up to three stretches of the entry round what was found, with the found parts marked.
// Ranges are UTF-16 units of the excerpt's own text. Words are never cut, whatever the script; line ends become spaces
// of the same length, so that ranges stay right.
// Invariant: a mark lies inside its excerpt and covers at least the letters that were asked for.

import { eachFit, type Row } from './sought.ts';
import { eachWord, fold, rawEnd, type Part } from './words.ts';

export interface Mark {
  readonly start: number;
  readonly end: number;
}

export interface Excerpt {
  readonly text: string;
  readonly marks: readonly Mark[];
  /** Whether the entry goes on before and after: an ellipsis belongs there. */
  readonly before: boolean;
  readonly after: boolean;
}

export interface Excerpts {
  readonly excerpts: readonly Excerpt[];
  /** Places in the entry where something was found, near ones counted as one. */
  readonly places: number;
}

export interface ExcerptOptions {
  /** What begins with a typed word (`SearchAnswer.alsoFinds`): "candl" then marks "candle" in "candlelight". */
  readonly alsoFinds?: ReadonlyMap<string, readonly string[]>;
  /** Excerpts at most; three unless told. */
  readonly most?: number;
  /** Letters shown on each side of what was found, about; ninety unless told. */
  readonly around?: number;
}

interface Found extends Mark {
  readonly row: number;
}

const MOST_FOUND = 2000;
/** Nobody reads further for an excerpt; keeps a ten-million-letter entry from holding up the page. */
const MOST_READ = 400_000;

/** The excerpts of a text for the rows that were sought. A text without any of them gives its beginning. */
export const excerptsOf = (text: string, rows: readonly Row[], options: ExcerptOptions = {}): Excerpts => {
  const { most = 3, around = 90 } = options;
  const read = text.slice(0, MOST_READ).toWellFormed();
  const { found, edges } = look(read, rows, options.alsoFinds);
  const clusters: Found[][] = [];
  for (const mark of found) {
    const last = clusters.at(-1);
    if (last && mark.start - last.at(-1)!.end <= around * 2) last.push(mark);
    else clusters.push([mark]);
  }
  if (clusters.length === 0) return { excerpts: read.trim() === '' ? [] : [cut(text, read, edges, [], 0, around * 2)], places: 0 };
  // Where most of what was asked for stands together comes first; shown in the order of the text.
  const worth = (cluster: readonly Found[]): number => new Set(cluster.map(({ row }) => row)).size;
  const chosen = clusters
    .map((cluster, at) => ({ cluster, at }))
    .sort((a, b) => worth(b.cluster) - worth(a.cluster) || a.at - b.at)
    .slice(0, most)
    .sort((a, b) => a.at - b.at);
  return {
    excerpts: chosen.map(({ cluster }) => {
      // A long chain of finds is shown from its first; the rest is in the entry.
      const shown = cluster.filter(({ end }) => end - cluster[0]!.start <= around * 4);
      const kept = shown.length > 0 ? shown : [cluster[0]!];
      return cut(text, read, edges, kept, kept[0]!.start - around, kept.at(-1)!.end + around);
    }),
    places: clusters.length,
  };
};

const cut = (text: string, read: string, edges: readonly Mark[], marks: readonly Mark[], from: number, to: number): Excerpt => {
  const first = marks[0]?.start ?? 0;
  const last = marks.at(-1)?.end ?? 0;
  // Whole words only: back to where a word starts, forward to where one ends.
  let start = from <= 0 ? 0 : Math.min(first, edges[edgeAt(edges, from)]?.start ?? first);
  let end = to >= read.length ? read.length : Math.max(last, edges[edgeAt(edges, to) - 1]?.end ?? last);
  if (to < read.length) while (end < to && /[^\s\p{L}\p{N}\p{M}]/u.test(read[end]!) && !/[\ud800-\udfff]/.test(read[end]!)) end += 1;
  while (start < first && /\s/u.test(read[start]!)) start += 1;
  while (end > Math.max(last, start) && /\s/u.test(read[end - 1]!)) end -= 1;
  return {
    text: read.slice(start, end).replace(/\s/gu, ' '),
    marks: marks.map((mark) => ({ start: mark.start - start, end: mark.end - start })),
    before: read.slice(0, start).trim() !== '',
    after: end < read.length ? read.slice(end).trim() !== '' : text.length > read.length,
  };
};

/** The first word that starts at or after a place. */
const edgeAt = (edges: readonly Mark[], at: number): number => {
  let [low, high] = [0, edges.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (edges[middle]!.start < at) low = middle + 1;
    else high = middle;
  }
  return low;
};

interface Hit extends Part {
  readonly row: number;
  /** What was typed of a word that goes on; '' when all of it is marked. */
  readonly typed: string;
}

const look = (read: string, rows: readonly Row[], alsoFinds?: ReadonlyMap<string, readonly string[]>): { found: Found[]; edges: Mark[] } => {
  const edges: Mark[] = [];
  const hits: Hit[] = [];
  const heads = new Map<string, Set<string>>();
  eachFit(
    read,
    rows,
    (start, end) => edges.push({ start, end }),
    (r, part) => {
      if (hits.length >= MOST_FOUND) return;
      const row = rows[r]!;
      if (row.length > 1) return void hits.push({ ...part, start: edges[edges.length - row.length]!.start, row: r, typed: '' });
      const { word: found } = part;
      const atom = row[0]!.find(({ token, prefix }) => (prefix ? found.startsWith(token) : found === token))!;
      const goesOn = found !== atom.token;
      hits.push({ ...part, row: r, typed: goesOn ? atom.token : '' });
      if (goesOn) heads.set(atom.token, (heads.get(atom.token) ?? new Set(alsoFinds?.get(atom.token))).add(found));
    },
  );
  const marks = hits
    .map((hit) => ({ row: hit.row, start: hit.start, end: hit.typed === '' ? hit.end : headEnd(read, hit, heads.get(hit.typed)!) }))
    .sort((a, b) => a.start - b.start || b.end - a.end);
  const found: Found[] = [];
  for (const mark of marks) if (found.length === 0 || found.at(-1)!.end <= mark.start) found.push(mark);
  return { found, edges };
};

/** Where the marked part of a word ends: at the shortest word that begins so and that this word goes on from. */
const headEnd = (read: string, part: Hit, heads: ReadonlySet<string>): number => {
  let head = part.word;
  for (const other of heads) if (other.length < head.length && other.startsWith(part.typed) && part.word.startsWith(other)) head = other;
  if (head === part.word) return part.end;
  const raw = read.slice(part.start, part.end);
  const units = rawEnd(raw, head.length);
  return fold(raw.slice(0, units)).startsWith(head) ? part.start + units : part.end;
};

/** Folded words as the texts spell them, in small letters ("corazon": "corazón"); a word that is in none stays as it is. */
export const asWritten = (words: readonly string[], texts: readonly string[]): string[] => {
  const wanted = new Map<string, string | null>(words.map((word) => [word, null]));
  for (const text of texts) {
    const read = text.slice(0, MOST_READ);
    eachWord(read, (word, start, end, parts) => {
      for (const part of [{ word, start, end }, ...parts])
        if (wanted.get(part.word) === null && fold(read.slice(part.start, part.end)) === part.word) wanted.set(part.word, read.slice(part.start, part.end).toLowerCase());
    });
  }
  return words.map((word) => wanted.get(word) ?? word);
};
