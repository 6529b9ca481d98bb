// The word index as it lies in a database: built whole from the entries in order of date, opened from its image.
// An entry's place is its place by date, so that newest first is the order of places. `words` is FTS5, contentless and
// without positions; row n is the entry at place n - 1, or where `rows` of `part` says. What stands in a great part of all
// entries would fill the index and be slow to list: it is in `frequent`, as bits. `part` holds ids, dates, and every word
// with its count, packed. 100,000 entries of 60 words: 7 MB.
// Invariant: an image is never changed, only made anew; one of another version or damaged opens as null.

import { isId } from '#core/ids.ts';
import { bytesToText, textToBytes } from '#core/text.ts';
import { addBits, addListed, allBits, bitsToBytes, bytesToBits, countBits, keepBits, noBits, setBit, type Bits } from './bits.ts';
import { eachNameToken, eachToken, isWordToken, keyToYear, whenToKey, yearToKey, type SearchDoc } from './search-doc.ts';
import type { Atom, Row } from './sought.ts';
import type { Sql } from './sql-port.ts';
import { toVocabularyWord, type VocabularyWord } from './typos.ts';
import { idsToBytes, bytesToIds, keysToBytes, bytesToKeys, bytesToNumbers, numbersToBytes, type PackedIds } from './packed.ts';

/** Raised whenever words are folded or stored otherwise, or other records are found; an image of another version is built anew. */
export const INDEX_VERSION = 3;

/** A token in more than one of so many entries is kept as bits. */
const FREQUENT = 16;
/** The same for beginnings of one or two letters, so that the first letters typed are answered at once. */
const FREQUENT_BEGINNING = 8;
/** Below this many entries everything is quick anyway. */
const MANY = 1000;
const MOST_CACHED = 96;

const SCHEMA = `
  pragma page_size = 4096;
  create table part(name text primary key, data blob not null) without rowid;
  create table frequent(token text primary key, count integer not null, bits blob not null);
  create virtual table words using fts5(w, content='', detail=none, columnsize=0, tokenize='ascii');
  insert into words(words, rank) values('hashsize', 268435456);
`;

export interface WordIndex {
  readonly size: number;
  /** Dates by place, as keys that sort. */
  readonly keys: Float64Array;
  /** The years there are entries of, each with its first place; the last one ends at `size`. */
  readonly years: readonly { readonly year: number; readonly from: number }[];
  idAt(place: number): string;
  /** Places of those of the ids that are in the image. */
  placesOf(ids: ReadonlySet<string>): number[];
  /** The entries that an atom finds. Not to be changed. */
  find(atom: Atom): Bits;
  /** Words that begin so, without the beginning itself, the most frequent first. */
  beginningWith(word: string, most: number): readonly VocabularyWord[];
  /** Every word, sorted. */
  vocabulary(): readonly VocabularyWord[];
  /** What is known so far of where words stand in order, by the words; kept while the index is open. */
  readonly looked: Map<string, Looked>;
  close(): void;
}

export interface Looked {
  /** Entries that were looked at, and those of them where the words stand in order. */
  readonly at: Bits;
  readonly holds: Bits;
}

/** What an entry is found by. */
export interface ReadDoc {
  /** Of its date; sorts as that does. */
  readonly key: number;
  readonly tokens: Uint32Array;
}

interface Draft extends ReadDoc {
  readonly id: string;
}

/** Fills an empty database with the index of these entries. Their order does not matter; ids must differ. */
export const buildIndex = (sql: Sql, docs: Iterable<SearchDoc>): void => {
  const draft = draftIndex(sql);
  for (const doc of docs) draft.add(doc);
  draft.fill();
};

/** An index in the making: holds what an entry is found by, not its text. */
export interface IndexDraft {
  add(doc: SearchDoc): void;
  /** Reads an entry that may yet be added; until then it is as if it were not there. */
  read(doc: SearchDoc): ReadDoc;
  /** Adds one that was read without its id and the name of its journal. */
  addRead(read: ReadDoc, id: string, journal: string): void;
  /** Forgets entries again that were added. */
  drop(ids: ReadonlySet<string>): void;
  /** From now on rows go in as entries come, and not only when all is filled: for who would only wait meanwhile. */
  ahead(): void;
  /** Makes the database hold the index of what was added up to now. */
  fill(): void;
}

/** Strings by numbers from 0 on, in the order they come. */
interface Numbered {
  readonly numbers: Map<string, number>;
  readonly names: string[];
}
const numbered = (): Numbered => ({ numbers: new Map(), names: [] });
const numberOf = ({ numbers, names }: Numbered, name: string): number => {
  const known = numbers.get(name);
  if (known !== undefined) return known;
  numbers.set(name, names.length);
  return names.push(name) - 1;
};

/** What all entries are found by: tokens, in how many entries each is, and the short beginnings of each. */
interface Vocabulary {
  readonly tokens: Numbered;
  readonly counts: number[];
  readonly beginnings: Numbered;
  /** By token, the numbers of its short beginnings: worked out when it first comes, while there is time. */
  readonly begins: (readonly number[])[];
}

/** An index in the making, in an empty database. What is frequent is judged when the first row goes in. */
export const draftIndex = (sql: Sql): IndexDraft => {
  const all: Vocabulary = { tokens: numbered(), counts: [], beginnings: numbered(), begins: [] };
  const { counts } = all;
  let drafts: Draft[] = [];
  let nth = 0;
  const lastIn: number[] = [];
  let held: number[] = [];
  const take = (token: string): void => {
    const number = numberOf(all.tokens, token);
    if (number === counts.length) {
      counts.push(0);
      lastIn.push(-1);
      all.begins.push(shortBeginnings(token).map((beginning) => numberOf(all.beginnings, beginning)));
    }
    if (lastIn[number] === nth) return;
    lastIn[number] = nth;
    held.push(number);
  };
  /** The tokens that are handed over, each once. */
  const taken = (hand: (take: (token: string) => void) => void): Uint32Array => {
    held = [];
    nth += 1;
    hand(take);
    return new Uint32Array(held);
  };

  sql.exec(SCHEMA);
  sql.exec('begin');
  /** Tokens that have no row, by number; null while no rows are in. */
  let rowless: readonly boolean[] | null = null;
  const putIn = ({ tokens }: Draft, row: number): void => {
    const rare: string[] = [];
    for (let i = 0; i < tokens.length; i += 1) if (!rowless![tokens[i]!]) rare.push(all.tokens.names[tokens[i]!]!);
    if (rare.length > 0) sql.run('insert into words(rowid, w) values(?, ?)', [row, rare.join(' ')]);
  };
  const putAllIn = (): void => {
    rowless = counts.map((count) => isFrequent(count, drafts.length));
    drafts.forEach((draft, at) => putIn(draft, at + 1));
  };
  const read = (doc: SearchDoc): ReadDoc => ({ key: whenToKey(doc.when), tokens: taken((hear) => eachToken(doc, hear)) });
  const put = (draft: Draft): void => {
    const { tokens } = draft;
    for (let i = 0; i < tokens.length; i += 1) counts[tokens[i]!]! += 1;
    drafts.push(draft);
    if (rowless) putIn(draft, drafts.length);
  };
  return {
    add: (doc) => put({ id: doc.id, ...read(doc) }),
    read,
    addRead({ key, tokens }, id, journal) {
      if (journal === '') return put({ id, key, tokens });
      // No token of an entry's other words and names is one of its journal's name.
      const named = taken((hear) => eachNameToken('in', journal, hear));
      put({ id, key, tokens: new Uint32Array([...tokens, ...named]) });
    },
    drop(ids) {
      if (!drafts.some(({ id }) => ids.has(id))) return;
      for (const { id, tokens: gone } of drafts) if (ids.has(id)) for (const number of gone) counts[number]! -= 1;
      drafts = drafts.filter(({ id }) => !ids.has(id));
      // Not a word stays of what was dropped, nor in a page that is free now: it may be under a lock by this time.
      sql.exec("insert into words(words) values('delete-all'); delete from part; delete from frequent; commit; vacuum; begin");
      rowless = null;
    },
    ahead() {
      if (!rowless) putAllIn();
    },
    fill() {
      const byDate = [...drafts].sort((a, b) => a.key - b.key || (a.id < b.id ? -1 : 1));
      if (!rowless) {
        drafts = byDate;
        putAllIn();
      }
      sql.exec('delete from part; delete from frequent');
      const places = new Map(byDate.map(({ id }, place) => [id, place]));
      const rows = drafts.map(({ id }) => places.get(id)!);
      fillBeside(sql, byDate, rows.some((place, at) => place !== at) ? rows : null, rowless!, all);
      sql.exec('commit; begin');
    },
  };
};

const isFrequent = (count: number, size: number): boolean => size >= MANY && count * FREQUENT > size;

/** Everything but the rows: `rows` holds the place of each, null when they stand in order; what is `rowless` must be among the bits. */
const fillBeside = (sql: Sql, drafts: readonly Draft[], rows: readonly number[] | null, rowless: readonly boolean[], all: Vocabulary): void => {
  const { counts, begins } = all;
  const { names: tokens, numbers } = all.tokens;
  const beginnings = all.beginnings.names;
  const size = drafts.length;

  const frequent: (Bits | undefined)[] = tokens.map(() => undefined);
  const begunBy: (Bits[] | undefined)[] = tokens.map(() => undefined);
  const many: (Bits | undefined)[] = beginnings.map(() => undefined);
  const most = new Float64Array(beginnings.length);
  counts.forEach((count, number) => {
    if (rowless[number] || isFrequent(count, size)) frequent[number] = noBits(size);
    else for (const beginning of begins[number]!) most[beginning]! += count;
  });
  if (size >= MANY) {
    most.forEach((count, beginning) => {
      if (count * FREQUENT_BEGINNING > size) many[beginning] = noBits(size);
    });
    begins.forEach((those, number) => {
      if (!frequent[number] && those.some((beginning) => many[beginning])) begunBy[number] = those.flatMap((beginning) => many[beginning] ?? []);
    });
  }
  drafts.forEach((draft, place) => {
    for (let i = 0; i < draft.tokens.length; i += 1) {
      const number = draft.tokens[i]!;
      const bits = frequent[number];
      if (bits) setBit(bits, place);
      else {
        const begun = begunBy[number];
        if (begun) for (let b = 0; b < begun.length; b += 1) setBit(begun[b]!, place);
      }
    }
  });
  const keep = (token: string, bits: Bits): void => sql.run('insert into frequent(token, count, bits) values(?, ?, ?)', [token, countBits(bits), bitsToBytes(bits)]);
  frequent.forEach((bits, number) => bits && keep(tokens[number]!, bits));
  many.forEach((bits, beginning) => {
    if (bits && countBits(bits) * FREQUENT_BEGINNING > size) keep(`${beginnings[beginning]}*`, bits);
  });
  const ids = idsToBytes(
    drafts.map(({ id }) => id),
    isId,
  );
  const part = (name: string, data: Uint8Array): void => sql.run('insert into part(name, data) values(?, ?)', [name, data]);
  part('ids', ids.bytes);
  part('keys', keysToBytes(drafts.map(({ key }) => key)));
  const words = tokens.filter((token, number) => counts[number]! > 0 && isWordToken(token)).sort();
  part('words', textToBytes(words.join('\n')));
  part('counts', numbersToBytes(words.map((word) => counts[numbers.get(word)!]!)));
  if (rows) part('rows', numbersToBytes(rows));
  sql.run('insert into part(name, data) values(?, ?)', ['head', JSON.stringify({ version: INDEX_VERSION, size, ids: ids.form })]);
};

/** The first letter of a token, and its first two; a filter's token counts its private-use letter as one. */
const shortBeginnings = (token: string): string[] => {
  const one = String.fromCodePoint(token.codePointAt(0)!);
  if (one.length === token.length) return [one];
  return [one, one + String.fromCodePoint(token.codePointAt(one.length)!)];
};

/** Opens an index; null when the database holds none of this version, or a damaged one. It must then be built. */
export const openIndex = (sql: Sql): WordIndex | null => {
  try {
    return read(sql);
  } catch {
    return null;
  }
};

const read = (sql: Sql): WordIndex | null => {
  const part = (name: string): Uint8Array | undefined => sql.all('select data from part where name = ?', [name])[0]?.[0] as Uint8Array | undefined;
  const head = JSON.parse(String(sql.all("select data from part where name = 'head'")[0]?.[0])) as { version: number; size: number; ids: PackedIds['form'] };
  if (head.version !== INDEX_VERSION) return null;
  const { size } = head;
  const ids = bytesToIds({ form: head.ids, bytes: part('ids')! }, size);
  const keys = bytesToKeys(part('keys')!, size);
  const frequent = new Set(sql.all('select token from frequent order by token').map(([token]) => String(token)));

  const cache = new Map<string, Bits>();
  const kept = (token: string): Bits => bytesToBits(sql.all('select bits from frequent where token = ?', [token])[0]![0] as Uint8Array);
  const rows = part('rows');
  const places = rows && bytesToNumbers(rows, size);
  const listed = (match: string): Bits => addListed(noBits(size), String(sql.all('select group_concat(rowid) from words where words match ?', [match])[0]![0] ?? ''), places);
  const look = ({ token, prefix }: Atom): Bits => {
    if (!prefix) return frequent.has(token) ? kept(token) : listed(`"${token}"`);
    const bits = frequent.has(`${token}*`) ? kept(`${token}*`) : listed(`"${token}" *`);
    for (const other of frequent) if (other.startsWith(token) && !other.endsWith('*')) addBits(bits, find({ token: other, prefix: false }));
    return bits;
  };
  const find = (atom: Atom): Bits => {
    const name = atom.prefix ? `${atom.token}*` : atom.token;
    const bits = cache.get(name) ?? look(atom);
    cache.delete(name);
    cache.set(name, bits);
    if (cache.size > MOST_CACHED) cache.delete(cache.keys().next().value!);
    return bits;
  };

  let known: { readonly words: readonly string[]; readonly counts: ArrayLike<number> } | undefined;
  const written = (): NonNullable<typeof known> => {
    if (known) return known;
    const text = bytesToText(part('words')!);
    const words = text === '' ? [] : text.split('\n');
    return (known = { words, counts: bytesToNumbers(part('counts')!, words.length) });
  };
  let all: readonly VocabularyWord[] | undefined;
  // Worked out only for a word that may be mistyped: most searches need nothing but the list.
  const vocabulary = (): readonly VocabularyWord[] => (all ??= written().words.map((word, i) => toVocabularyWord(word, written().counts[i]!)));

  const years: { year: number; from: number }[] = [];
  for (let place = 0; place < size;) {
    const year = keyToYear(keys[place]!);
    years.push({ year, from: place });
    place = placeOfKey(keys, yearToKey(year + 1));
  }
  return {
    size,
    keys,
    years,
    idAt: ids.at,
    placesOf: ids.placesOf,
    find,
    vocabulary,
    beginningWith: (word, most) => {
      const { words, counts } = written();
      const begun: VocabularyWord[] = [];
      for (let at = placeOfWord(words, word); words[at]?.startsWith(word); at += 1) if (words[at] !== word) begun.push(toVocabularyWord(words[at]!, counts[at]!));
      return begun.sort((a, b) => b.count - a.count).slice(0, most);
    },
    looked: new Map(),
    close: () => sql.close(),
  };
};

const placeOfWord = (words: readonly string[], word: string): number => {
  let [low, high] = [0, words.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (words[middle]! < word) low = middle + 1;
    else high = middle;
  }
  return low;
};

/** The first place whose date is not before the key. */
export const placeOfKey = (keys: Float64Array, key: number): number => {
  let [low, high] = [0, keys.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (keys[middle]! < key) low = middle + 1;
    else high = middle;
  }
  return low;
};

/** Entries that any of the atoms finds. Not to be changed. */
export const anyOf = (index: WordIndex, atoms: readonly Atom[]): Bits => {
  const [first, ...others] = atoms;
  if (!first) return noBits(index.size);
  if (others.length === 0) return index.find(first);
  const bits = index.find(first).slice();
  for (const other of others) addBits(bits, index.find(other));
  return bits;
};

/** Entries where every place of a row is filled, in whatever order. */
export const everyOf = (index: WordIndex, row: Row): Bits => {
  const bits = allBits(index.size);
  for (const place of row) keepBits(bits, anyOf(index, place));
  return bits;
};
