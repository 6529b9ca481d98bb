// What a query asks of an entry, once it is read: atoms (a token, or all that begin with it) under plain conditions.
// The index answers atoms with sets of entries, the scan with yes or no; both go by the same plan.

import { isLongEnough, type Query, type Term } from './query.ts';
import { hasToken, nameToken, readingsOf, whenToKey, type SearchDoc } from './search-doc.ts';
import { eachWord, type Part } from './words.ts';

export interface Atom {
  readonly token: string;
  readonly prefix: boolean;
}

/** Words in a row, each with the atoms that will do; a word by itself is a row of one. */
export type Row = readonly (readonly Atom[])[];

export type Condition =
  /** Every atom's place is filled somewhere in the entry; where `inOrder`, next to each other besides. */
  | { readonly kind: 'words'; readonly not: boolean; readonly row: Row; readonly inOrder: boolean }
  | { readonly kind: 'tag'; readonly not: boolean; readonly any: readonly Atom[] }
  /** `when` from `from` up to, but without, `to`, as keys. */
  | { readonly kind: 'range'; readonly from: number; readonly to: number };

const exactly = (token: string): Atom => ({ token, prefix: false });
const begins = (token: string): Atom => ({ token, prefix: true });

const conditionOf = (term: Term): Condition | null => {
  const { not } = term;
  switch (term.kind) {
    case 'word':
      return {
        kind: 'words',
        not,
        inOrder: false,
        row: term.words.map((word, i) => [{ token: word, prefix: !not && (i === term.words.length - 1 ? term.prefix : isLongEnough(word)) }]),
      };
    case 'phrase':
      return { kind: 'words', not, inOrder: term.words.length > 1, row: term.words.map((word, i) => [{ token: word, prefix: term.open && i === term.words.length - 1 }]) };
    case 'name': {
      if (term.words.length === 0) return null;
      const whole = nameToken(term.field, term.words, 'whole');
      return { kind: 'tag', not, any: term.exact ? [exactly(whole)] : [begins(whole), begins(nameToken(term.field, term.words, 'later'))] };
    }
    case 'has':
      return term.has ? { kind: 'tag', not, any: [exactly(hasToken(term.has))] } : null;
    case 'date': {
      if (!term.day) return null;
      const key = whenToKey(term.day);
      return (term.field === 'before') === not ? { kind: 'range', from: key, to: Infinity } : { kind: 'range', from: 0, to: key };
    }
  }
};

/** What the query asks for, in its order. Terms that say nothing yet ask for nothing. */
export const conditionsOf = (query: Query): Condition[] => query.terms.map(conditionOf).filter((condition) => condition !== null);

/** The rows that a reader wants to see marked: of what must be there, the words. */
export const rowsOf = (conditions: readonly Condition[]): Row[] =>
  conditions.flatMap((condition) => (condition.kind !== 'words' || condition.not ? [] : condition.inOrder ? [condition.row] : condition.row.map((place) => [place])));

const fits = (atoms: readonly Atom[], word: string): boolean => atoms.some(({ token, prefix }) => (prefix ? word.startsWith(token) : word === token));

/** The part of a word that fills a place: the word itself, or one of its parts; null when neither does. */
const partThatFits = (atoms: readonly Atom[], word: string, start: number, end: number, parts: readonly Part[]): Part | null =>
  fits(atoms, word) ? { word, start, end } : (parts.find((part) => fits(atoms, part.word)) ?? null);

/** The plain letters and digits that what is looked for begins with, by their codes; all of them where it may begin with anything. */
const beginningsOf = (rows: readonly Row[]): Uint8Array => {
  const begins = new Uint8Array(128);
  for (const row of rows)
    for (const atoms of row)
      for (const { token } of atoms) {
        const code = token === '' ? Infinity : token.charCodeAt(0);
        if (code < 128) begins[code] = 1;
        else if (code === Infinity) begins.fill(1);
      }
  return begins;
};

/**
 * Walks through a text once: `takeWord` has each word's place in order, and `takeFit` after it the number of each row whose last place
 * this word fills, with the part of the word that does. Most words of a text begin as nothing does that is looked for, and are passed over.
 */
export const eachFit = (text: string, rows: readonly Row[], takeWord: (start: number, end: number) => void, takeFit: (row: number, part: Part) => void): void => {
  const filled = rows.map((row) => new Uint8Array(row.length));
  let any = false;
  eachWord(
    text,
    (word, start, end, parts) => {
      takeWord(start, end);
      if (word === '') {
        if (any) for (const places of filled) places.fill(0);
        any = false;
        return;
      }
      any = true;
      for (let r = 0; r < rows.length; r += 1) {
        const row = rows[r]!;
        const places = filled[r]!;
        const last = row.length - 1;
        let part: Part | null = null;
        for (let i = last; i >= 0; i -= 1) {
          const fit = i === 0 || places[i - 1] === 1 ? partThatFits(row[i]!, word, start, end, parts) : null;
          if (i === last) part = fit;
          places[i] = fit ? 1 : 0;
        }
        if (part) takeFit(r, part);
      }
    },
    beginningsOf(rows),
  );
};

const NOTHING = (): void => undefined;

/** Whether the words stand in a row somewhere in one reading of the entry. */
export const hasRow = (doc: SearchDoc, row: Row): boolean => {
  let found = false;
  for (const reading of readingsOf(doc)) {
    eachFit(reading, [row], NOTHING, () => (found = true));
    if (found) return true;
  }
  return false;
};
