// Promptings: one person asks another, some, or all of a circle to reflect on something. One to all is a record of the circle; one to some
// goes to each as a letter, and nothing in the circle shows that it is there. An answer stays one's own (an entry of one's journal), goes to
// the asker alone (a letter), or to the circle (a record). Whether somebody answered or passed, nobody is told. Nothing here is counted or
// ranked. Invariants: whose a thing is stands in its id; every word of another is asked of core/terms.ts before it is shown or asked on.

import { createKind, stringIn, textsIn } from '#core/kind.ts';
import { handOf } from '#core/one-hand.ts';
import { isAlive, registerOf, type Json, type VaultRecord } from '#core/record.ts';
import { recordById, recordsOf, type Snapshot } from '#core/snapshot.ts';
import { mayUse, ONLY_READ, termsOf, type Given } from '#core/terms.ts';
import { addDays, dayOf, isInstant, isWhen } from '#core/when.ts';
import { lettersIn, type Letter } from '../circles/model.ts';

export const MOST_TEXT = 2000;
/** Of an answer: as long as a letter may be, in any script. */
export const MOST_ANSWER = 20_000;
const MOST_NAME = 80;
/** Of one person in a list, so that one who floods hides nobody else. */
const MOST_OF_ONE = 3;
/** Days within which one is soon. */
const SOON = 3;

export const promptingKind = createKind('prompting', { text: 'text', until: 'register', answers: 'register', first: 'register', terms: 'register', at: 'register' });
export const answerKind = createKind('prompting-answer', { to: 'register', text: 'text', terms: 'register', at: 'register' });
/** Of one's own vault: what became of a prompting with me, and what I asked it from. */
export const promptedKind = createKind('prompted', { is: 'register', entry: 'register', question: 'register', at: 'register' });
export const draftKind = createKind('prompting-draft', { text: 'text', more: 'register' });

/** To whom answers may go: to the asker alone, or as the answerer chooses. */
export type AnswersTo = 'asker' | 'any';

export interface Prompting {
  readonly id: string;
  /** The account that asks. */
  readonly by: string;
  readonly text: string;
  /** The last day to answer; '' where none was said. */
  readonly until: string;
  readonly answers: AnswersTo;
  /** In the circle, for all in it; else it came or went as letters. */
  readonly toAll: boolean;
  /** Whom it went to, where it is one's own and not to all. */
  readonly to: readonly string[];
  /** Somebody asked it elsewhere before; their name, where they let it go along. Null: it is the asker's own. */
  readonly first: { readonly name: string } | null;
  readonly at: string;
  readonly given: Given;
}

export interface Answer {
  readonly id: string;
  readonly by: string;
  readonly text: string;
  readonly at: string;
  readonly way: 'asker' | 'circle';
  readonly given: Given;
  /** The letter, where it is one. */
  readonly letter: Letter | null;
}

export type Mine =
  | { readonly way: 'asker' | 'circle'; readonly answer: Answer }
  /** Kept for oneself: an entry of the journal. */
  | { readonly way: 'me'; readonly entry: string };

export interface Thanks {
  readonly id: string;
  readonly by: string;
  readonly about: string;
  readonly text: string;
}

/** A prompting as one person sees it. */
export interface Prompted extends Prompting {
  /** `past`: its day is over, or who asked is not in the circle any more. */
  readonly standing: 'open' | 'past';
  readonly mine: Mine | null;
  readonly passed: boolean;
  /** What others answered that I may read, the oldest first. */
  readonly others: readonly Answer[];
  /** Thanks to me, for my asking or my answer. */
  readonly thanks: readonly Thanks[];
  /** What I gave thanks for. */
  readonly thanked: ReadonlySet<string>;
  /** The open question of my journal that I asked it from; ''. */
  readonly question: string;
}

/** Who looks, where, and when. `today`: on one's own clock. */
export interface Seeing {
  readonly circle: string;
  readonly me: string;
  readonly members: ReadonlySet<string>;
  readonly isIn: boolean;
  readonly today: string;
}

// What others wrote, read so that nothing in it can do harm.

const instant = (value: unknown): string => (isInstant(value) ? value : '');
const cut = (text: string, most: number): string =>
  Array.from(text.slice(0, 2 * most))
    .slice(0, most)
    .join('')
    .trim();
const dayIn = (value: unknown): string => (isWhen(value) ? dayOf(value) : '');
const partsOf = (value: unknown): Record<string, Json> => Object(value) as Record<string, Json>;
const firstIn = (value: unknown): Prompting['first'] => {
  if (typeof value !== 'object' || value === null) return null;
  const { name } = partsOf(value);
  return { name: typeof name === 'string' ? cut(name.replace(/\s+/g, ' '), MOST_NAME) : '' };
};

const byAge = <T extends { readonly id: string; readonly at: string }>(a: T, b: T): number => (a.at === b.at ? (a.id < b.id ? -1 : 1) : a.at < b.at ? -1 : 1);

const promptingOf = (record: VaultRecord): Prompting | null => {
  const by = handOf(record.id);
  const text = cut(textsIn(record, 'text')[0] ?? '', MOST_TEXT);
  if (record.kind !== promptingKind.name || by === null || text === '' || !isAlive(record)) return null;
  const given: Given = { by, terms: termsOf(registerOf(record, 'terms')), readers: 'all', whileIn: false };
  return {
    id: record.id,
    by,
    text,
    until: dayIn(registerOf(record, 'until')),
    answers: stringIn(record, 'answers') === 'asker' ? 'asker' : 'any',
    toAll: true,
    to: [],
    first: firstIn(registerOf(record, 'first')),
    at: instant(registerOf(record, 'at')),
    given,
  };
};

/** One that went as letters, from one of them. */
const privateOf = (letter: Letter, to: readonly string[]): Prompting => {
  const { until, first } = partsOf(letter.more);
  return {
    id: letter.about,
    by: letter.from,
    text: cut(letter.text, MOST_TEXT),
    until: dayIn(until),
    // In the circle an answer would show that there was a question.
    answers: 'asker',
    toAll: false,
    to,
    first: firstIn(first),
    at: instant(letter.at),
    given: { by: letter.from, terms: termsOf(letter.terms), readers: new Set([letter.to]), whileIn: false },
  };
};

const answerOf = (record: VaultRecord): (Answer & { readonly to: string }) | null => {
  const by = handOf(record.id);
  const text = cut(textsIn(record, 'text')[0] ?? '', MOST_ANSWER);
  if (record.kind !== answerKind.name || by === null || text === '' || !isAlive(record)) return null;
  const given: Given = { by, terms: termsOf(registerOf(record, 'terms')), readers: 'all', whileIn: true };
  return { id: record.id, by, to: stringIn(record, 'to'), text, at: instant(registerOf(record, 'at')), way: 'circle', given, letter: null };
};

const answerIn = (letter: Letter): Answer => ({
  id: letter.id,
  by: letter.from,
  text: cut(letter.text, MOST_ANSWER),
  at: instant(letter.at),
  way: 'asker',
  given: { by: letter.from, terms: termsOf(letter.terms) ?? ONLY_READ, readers: new Set([letter.to]), whileIn: false },
  letter,
});

const groupBy = <T>(all: Iterable<T>, key: (one: T) => string): Map<string, T[]> => {
  const groups = new Map<string, T[]>();
  for (const one of all) {
    const those = groups.get(key(one));
    if (those) those.push(one);
    else groups.set(key(one), [one]);
  }
  return groups;
};

/** The newest of each person: two devices of one may have answered while they were apart. */
const newestOfEach = (answers: readonly Answer[]): readonly Answer[] => [...new Map(answers.toSorted(byAge).map((answer) => [answer.by, answer])).values()].sort(byAge);

/** The id of the record of one's own vault that says what became of a prompting. */
export const promptedId = (prompting: string): string => `prompted ${prompting}`;

/** All letters of one circle, in one's own vault. */
const lettersOf = (own: Snapshot, circle: string): readonly Letter[] => lettersIn(recordsOf(own, 'letter').values()).filter((letter) => letter.circle === circle);

/** Every prompting that one may see, the newest first. `circle`: the circle's records; `own`: one's own vault's. */
export const promptingsIn = (circle: Snapshot, own: Snapshot, seeing: Seeing): readonly Prompted[] => {
  const { me, members, isIn, today } = seeing;
  const asker = { account: me, isIn };
  const letters = lettersOf(own, seeing.circle);
  const ours = letters.filter(({ what, about, from, to }) => what === 'prompting' && handOf(about) === from && (from === me || to === me));
  const all = [...recordsOf(circle, promptingKind.name).values()].flatMap((record) => promptingOf(record) ?? []);
  const known = new Set(all.map(({ id }) => id));
  for (const [id, those] of groupBy(ours, ({ about }) => about)) if (!known.has(id)) all.push(privateOf(those[0]!, those[0]!.from === me ? those.map(({ to }) => to) : []));

  const inCircle = groupBy(
    [...recordsOf(circle, answerKind.name).values()].flatMap((record) => answerOf(record) ?? []),
    ({ to }) => to,
  );
  const inLetters = groupBy(
    letters.filter(({ what }) => what === 'answer'),
    ({ about }) => about,
  );
  const thanks = groupBy(
    letters.filter(({ what }) => what === 'thanks'),
    ({ about }) => about,
  );

  return all
    .filter(({ given, text }) => text !== '' && mayUse('show', given, asker, today).may)
    .map((prompting): Prompted => {
      const { id, by, answers, toAll, until } = prompting;
      const said = toAll && answers === 'any' ? (inCircle.get(id) ?? []) : [];
      const sent = (inLetters.get(id) ?? []).filter(({ from, to }) => from !== by && to === by && (from === me || by === me)).map(answerIn);
      const others = newestOfEach([...said, ...sent].filter(({ by: who, given }) => who !== me && who !== by && mayUse('show', given, asker, today).may));
      const own0 = recordById(own, promptedKind.name, promptedId(id));
      const became = own0 && isAlive(own0) ? own0 : null;
      const answered = [...said, ...sent]
        .filter((answer) => answer.by === me)
        .sort(byAge)
        .at(-1);
      const entry = became ? stringIn(became, 'entry') : '';
      const mine: Mine | null = answered ? { way: answered.way, answer: answered } : entry !== '' ? { way: 'me', entry } : null;
      const about = [id, ...others.map((each) => each.id), ...(answered ? [answered.id] : [])].flatMap((each) => thanks.get(each) ?? []);
      return {
        ...prompting,
        standing: (until !== '' && until < today) || !members.has(by) ? 'past' : 'open',
        mine,
        passed: mine === null && became !== null && stringIn(became, 'is') === 'passed',
        others,
        thanks: about
          .filter(({ to, about: of }) => to === me && (of === id || of === answered?.id))
          .map(({ id: which, from, about: of, text }) => ({ id: which, by: from, about: of, text: cut(text, MOST_TEXT) })),
        thanked: new Set(about.filter(({ from }) => from === me).map((each) => each.about)),
        question: became ? stringIn(became, 'question') : '',
      };
    })
    .sort((a, b) => byAge(b, a));
};

/** What waits for a word of mine, the soonest first; then the newest. */
export const openToMe = (all: readonly Prompted[], me: string): readonly Prompted[] =>
  all
    .filter(({ by, standing, mine, passed }) => by !== me && standing === 'open' && mine === null && !passed)
    .sort((a, b) => (a.until === b.until ? byAge(b, a) : a.until === '' ? 1 : b.until === '' || a.until < b.until ? -1 : 1));

/** The ways that an answer to it may go. */
export const waysOf = ({ toAll, answers }: Pick<Prompting, 'toAll' | 'answers'>): readonly ('me' | 'asker' | 'circle')[] =>
  toAll && answers === 'any' ? ['me', 'asker', 'circle'] : ['me', 'asker'];

/** Whether one may ask it on in another circle, and with whose name. */
export const mayAskOn = ({ given }: Prompting, { me, isIn, today }: Seeing): { readonly may: boolean; readonly named: boolean } => {
  const leave = mayUse('quote', given, { account: me, isIn }, today);
  return { may: leave.may, named: leave.may && leave.named };
};

/** At most so many of one person, in the order given; and of whom more was left out. */
export const fairly = (all: readonly Prompted[], most = MOST_OF_ONE): { readonly shown: readonly Prompted[]; readonly held: ReadonlyMap<string, number> } => {
  const seen = new Map<string, number>();
  const shown = all.filter(({ by }) => {
    seen.set(by, (seen.get(by) ?? 0) + 1);
    return seen.get(by)! <= most;
  });
  return { shown, held: new Map([...seen].flatMap(([by, count]) => (count > most ? [[by, count - most] as const] : []))) };
};

export type Reason = 'asked-you' | 'soon' | 'asked-all';

export interface PromptedOfMe {
  readonly id: string;
  readonly by: string;
  readonly text: string;
  readonly until: string;
  readonly reason: Reason;
}

const ORDER: readonly Reason[] = ['asked-you', 'soon', 'asked-all'];

/** Promptings that wait for me, each with its reason, what is nearest first; at most two of one person. For *Now*. */
export const promptedOfMe = (circle: Snapshot, own: Snapshot, seeing: Seeing): readonly PromptedOfMe[] => {
  const soon = addDays(seeing.today, SOON);
  const reasonFor = ({ toAll, until }: Prompted): Reason => (!toAll ? 'asked-you' : until !== '' && until <= soon ? 'soon' : 'asked-all');
  return fairly(openToMe(promptingsIn(circle, own, seeing), seeing.me), 2)
    .shown.map((one) => ({ id: one.id, by: one.by, text: one.text, until: one.until, reason: reasonFor(one) }))
    .sort((a, b) => ORDER.indexOf(a.reason) - ORDER.indexOf(b.reason));
};

// What is being typed.

export const answeringId = (prompting: string): string => `answering ${prompting}`;
export const askingId = (circle: string): string => `asking ${circle}`;

export interface Draft {
  readonly text: string;
  readonly more: Readonly<Record<string, Json>>;
}

export const draftAt = (own: Snapshot, id: string): Draft | null => {
  const record = recordById(own, draftKind.name, id);
  if (!record || !isAlive(record)) return null;
  const more = registerOf(record, 'more');
  return { text: textsIn(record, 'text')[0] ?? '', more: typeof more === 'object' && more !== null && !Array.isArray(more) ? (more as Readonly<Record<string, Json>>) : {} };
};
