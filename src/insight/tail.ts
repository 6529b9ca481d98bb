// What was written or changed after the image was made: looked through one entry at a time, by the same plan as the index.
// Words of an entry are taken out once and remembered as long as the entry itself is held.

import { eachToken, isWordToken, whenToKey, type SearchDoc } from './search-doc.ts';
import { hasRow, type Atom, type Condition, type Row } from './sought.ts';

export interface TailEntry {
  readonly doc: SearchDoc;
  readonly key: number;
  readonly tokens: ReadonlySet<string>;
}

const remembered = new WeakMap<SearchDoc, TailEntry>();

/** An entry ready to be looked through. */
export const toTailEntry = (doc: SearchDoc): TailEntry => {
  const known = remembered.get(doc);
  if (known) return known;
  const tokens = new Set<string>();
  eachToken(doc, (token) => void tokens.add(token));
  const entry = { doc, key: whenToKey(doc.when), tokens };
  remembered.set(doc, entry);
  return entry;
};

export const holdsAtom = ({ tokens }: TailEntry, { token, prefix }: Atom): boolean => {
  if (tokens.has(token)) return true;
  if (prefix) for (const other of tokens) if (other.startsWith(token)) return true;
  return false;
};

const holdsEvery = (entry: TailEntry, row: Row): boolean => row.every((place) => place.some((atom) => holdsAtom(entry, atom)));

/** Whether an entry meets a condition. */
export const meets = (entry: TailEntry, condition: Condition): boolean => {
  if (condition.kind === 'range') return entry.key >= condition.from && entry.key < condition.to;
  if (condition.kind === 'tag') return condition.any.some((atom) => holdsAtom(entry, atom)) !== condition.not;
  return (holdsEvery(entry, condition.row) && (!condition.inOrder || hasRow(entry.doc, condition.row))) !== condition.not;
};

/** The entries that meet every condition. */
export const searchTail = (docs: readonly SearchDoc[], conditions: readonly Condition[]): TailEntry[] => docs.map(toTailEntry).filter((entry) => conditions.every((condition) => meets(entry, condition)));

/** Words of the tail with the number of its entries they are in; filters' tokens are none. */
export const tailVocabulary = (docs: readonly SearchDoc[]): Map<string, number> => {
  const counts = new Map<string, number>();
  for (const doc of docs) for (const token of toTailEntry(doc).tokens) if (isWordToken(token)) counts.set(token, (counts.get(token) ?? 0) + 1);
  return counts;
};
