// What of a circle's records is sharing, read so that the terms can be asked: what was shared, remarks on it, the sharer's answers, and
// quotes. Whatever another's program wrote is read here or not at all. Invariants: whose words something is says its id alone; a quote
// holds a place in another's words and never the words, so that nobody can put words into a mouth, and what is taken back is gone from
// every quote; what stands where its writer had no business (a remark by who was not given the words, an answer by another) is nothing.

import { createKind, numberIn, setIn, stringIn, textsIn, type Kind } from '#core/kind.ts';
import { handOf } from '#core/one-hand.ts';
import { isAlive, registerOf, type VaultRecord } from '#core/record.ts';
import { recordsOf, type Snapshot } from '#core/snapshot.ts';
import { ONLY_READ, stricter, termsOf, type Given, type Terms } from '#core/terms.ts';

export const sharedKind = createKind('shared', { text: 'text', at: 'register', terms: 'register', readers: 'set' });
export const remarkKind = createKind('remark', { about: 'register', text: 'text', at: 'register', terms: 'register', readers: 'set' });
export const answerKind = createKind('remark-answer', { about: 'register', text: 'text', at: 'register' });
export const quoteKind = createKind('quote', { of: 'register', from: 'register', to: 'register', text: 'text', at: 'register', terms: 'register' });

export const MOST_SHARED = 100_000;
export const MOST_REMARK = 10_000;
/** More readers than a circle has people are not looked at. */
const MOST_READERS = 200;

const KINDS = { shared: sharedKind, remark: remarkKind, 'remark-answer': answerKind, quote: quoteKind } as const;
export type WordsKind = keyof typeof KINDS;
export const kindOf = (kind: WordsKind): Kind => KINDS[kind];

/** Words of one hand, and all that is to be known before somebody uses them. */
export interface Words {
  readonly id: string;
  readonly kind: WordsKind;
  readonly by: string;
  readonly text: string;
  /** Instant, by the writer's clock; '' where it is none. */
  readonly at: string;
  readonly terms: Terms | null;
  readonly given: Given;
}

export interface Remark extends Words {
  /** Id of what was shared. */
  readonly about: string;
  readonly answers: Words[];
}

/** Some of another's words, and beside them `text`, which is of who quotes. */
export interface Quote extends Words {
  readonly of: Words;
  /** Where in those words. */
  readonly from: number;
  readonly to: number;
  /** The quoted words, under what was allowed when they were quoted and still is. */
  readonly quoted: Given;
}

export interface Shared extends Words {
  readonly remarks: Remark[];
}

export interface Sharing {
  /** The newest first. */
  readonly shared: readonly Shared[];
  readonly quotes: readonly Quote[];
  /** Remarks, answers and what was said to quotes, where the words they hang on are not there any more: their writer alone sees them. */
  readonly loose: readonly Words[];
}

const atIn = (record: VaultRecord): string => {
  const at = stringIn(record, 'at');
  return at.length <= 40 && !Number.isNaN(Date.parse(at)) ? at : '';
};

const textIn = (record: VaultRecord, most: number): string => (textsIn(record, 'text')[0] ?? '').slice(0, most);

const readersIn = (record: VaultRecord): ReadonlySet<string> => new Set(setIn(record, 'readers').slice(0, MOST_READERS));

/** Records of a kind that are there, each with the account that wrote it. */
function* inHand(snapshot: Snapshot, kind: string): Iterable<readonly [VaultRecord, string]> {
  for (const record of recordsOf(snapshot, kind).values()) {
    const by = handOf(record.id);
    if (by !== null && isAlive(record)) yield [record, by];
  }
}

const byTime = (a: { readonly at: string; readonly id: string }, b: { readonly at: string; readonly id: string }): number =>
  a.at === b.at ? (a.id < b.id ? -1 : 1) : a.at < b.at ? -1 : 1;

/** Whether somebody was given these words: nobody else can have remarked on them. */
const wasGiven = ({ given: { readers } }: Words, account: string): boolean => readers === 'all' || readers.has(account);

const wordsOf = (
  record: VaultRecord,
  by: string,
  most: number,
  given: { readonly readers: Given['readers']; readonly about?: Given | null },
  terms = termsOf(registerOf(record, 'terms')),
): Words => ({
  id: record.id,
  kind: record.kind as WordsKind,
  by,
  text: textIn(record, most),
  at: atIn(record),
  terms,
  given: { by, terms, whileIn: true, ...given },
});

/** Where the words it hangs on are gone. */
const looseOf = (record: VaultRecord, by: string): Words => wordsOf(record, by, MOST_REMARK, { readers: new Set(), about: null }, null);

const quoteOf = (record: VaultRecord, by: string, of: Words): Quote | null => {
  const asRead = termsOf(registerOf(record, 'terms'));
  const [from, to] = [numberIn(record, 'from'), numberIn(record, 'to')];
  if (of.by === by || !of.terms || !asRead || from === null || to === null) return null;
  if (!Number.isInteger(from) || !Number.isInteger(to) || from < 0 || to <= from || to > of.text.length) return null;
  return { ...wordsOf(record, by, MOST_REMARK, { readers: 'all' }, ONLY_READ), of, from, to, quoted: { ...of.given, terms: stricter(of.terms, asRead) } };
};

/** Everything of sharing in a circle, whoever may see it. */
export const sharingIn = (snapshot: Snapshot): Sharing => {
  const sources = new Map<string, Words>();
  const shared = new Map<string, Shared>();
  const remarks = new Map<string, Remark>();
  const quotes: Quote[] = [];
  const loose: Words[] = [];
  for (const [record, by] of inHand(snapshot, sharedKind.name)) {
    const words: Shared = { ...wordsOf(record, by, MOST_SHARED, { readers: readersIn(record) }), remarks: [] };
    if (words.text.trim() === '') continue;
    shared.set(words.id, words);
    sources.set(words.id, words);
  }
  for (const [record, by] of inHand(snapshot, remarkKind.name)) {
    const about = stringIn(record, 'about');
    const on = shared.get(about);
    const remark: Remark = { ...wordsOf(record, by, MOST_REMARK, { readers: readersIn(record), about: on?.given ?? null }), about, answers: [] };
    if (remark.text.trim() === '') continue;
    if (!on) loose.push(looseOf(record, by));
    else if (by !== on.by && wasGiven(on, by)) {
      on.remarks.push(remark);
      remarks.set(remark.id, remark);
      sources.set(remark.id, remark);
    }
  }
  for (const [record, by] of inHand(snapshot, answerKind.name)) {
    const on = remarks.get(stringIn(record, 'about'));
    const answer = wordsOf(record, by, MOST_REMARK, { readers: 'all', about: on?.given ?? null }, ONLY_READ);
    if (answer.text.trim() === '') continue;
    if (!on) loose.push(looseOf(record, by));
    else if (shared.get(on.about)?.by === by) {
      on.answers.push(answer);
      sources.set(answer.id, answer);
    }
  }
  for (const [record, by] of inHand(snapshot, quoteKind.name)) {
    const of = sources.get(stringIn(record, 'of'));
    const quote = of && quoteOf(record, by, of);
    if (quote) quotes.push(quote);
    else if (!of && textIn(record, MOST_REMARK).trim() !== '') loose.push(looseOf(record, by));
  }
  for (const one of shared.values()) one.remarks.sort(byTime);
  for (const one of remarks.values()) one.answers.sort(byTime);
  const newest = (a: Words, b: Words): number => byTime(b, a);
  return { shared: [...shared.values()].sort(newest), quotes: quotes.sort(newest), loose: loose.sort(newest) };
};
