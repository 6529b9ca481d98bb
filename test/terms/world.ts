// One circle in which people share, remark, answer, quote, change their minds, come and go, and in which some use a changed program.
// Everything is done by the commands of the room and read by its selectors; after some steps and the last every person's view is held against rules.ts,
// both ways: nothing is before them that may not be, and nothing is missing that may.

import { applyChange, type Change } from '#core/change.ts';
import { stampOf, tick } from '#core/clock.ts';
import { createdAs } from '#core/kind.ts';
import { handOf, idInHandOf } from '#core/one-hand.ts';
import type { VaultRecord } from '#core/record.ts';
import type { Result } from '#core/result.ts';
import { emptySnapshot, withRecords, type Snapshot } from '#core/snapshot.ts';
import { mayUse, type Asker, type Terms } from '#core/terms.ts';
import { addDays } from '#core/when.ts';
import * as room from '#rooms/sharing/model.ts';
import { answerKind, quoteKind, remarkKind } from '#rooms/sharing/records.ts';
import { createDice, seedOf } from '../fuzzing/mutations.ts';
import { createRules, type Allowed, type Person } from './rules.ts';

const DEVICE = '0'.repeat(13);
const PEOPLE = ['a', 'b', 'c', 'd', 'e'].map((letter) => letter.repeat(26));
const STEPS = 12;

export interface Outcome {
  /** What was wrong; empty when nothing was. */
  readonly wrong: readonly string[];
  readonly counts: Readonly<Record<string, number>>;
}

/** One sequence. */
export const play = (seed: number, index: number): Outcome => {
  const dice = createDice(seedOf(seed, 'terms', index));
  const rules = createRules();
  const wrong: string[] = [];
  const counts: Record<string, number> = {};
  const count = (what: string): void => void (counts[what] = (counts[what] ?? 0) + 1);
  const records = new Map<string, VaultRecord>();
  const numbers = new Map<string, number>();
  const forged = new Set<string>();
  const forgers = new Set<string>();
  let [today, clock, next, snapshot]: [string, string, number, Snapshot] = ['2026-11-25', '', 0, emptySnapshot()];
  const trail: string[] = [];

  const word = (number: number): string => `w${number}w`;
  const members = (): Person[] => PEOPLE.filter((who) => rules.isIn(who));
  const hand = (account: Person): room.Hand => ({ account, id: String(++next).padStart(26, '0'), at: `${today}T12:00:00.000Z`, today });
  const asker = (account: Person): Asker => ({ account, isIn: rules.isIn(account) });
  const commit = (changes: readonly Change[]): void => {
    for (const change of changes) {
      clock = tick(clock, Date.parse(`${today}T12:00:00.000Z`));
      const record = applyChange(records.get(change.id), change, stampOf(clock, DEVICE), DEVICE);
      records.set(change.id, record);
      snapshot = withRecords(snapshot, [record]);
    }
  };
  const allowed = (): Allowed => ({
    quote: dice.pick(['no', 'unnamed', 'named'] as const),
    ai: dice(2) === 0,
    count: dice(2) === 0,
    until: dice(2) === 0 ? '' : addDays(today, dice(12)),
  });
  const terms = ({ until, quote, ai, count: may }: Allowed): Terms => ({ until, quote, ai, count: may });
  const all = (sharing = room.sharingIn(snapshot)): { readonly words: room.Words; readonly about: room.Shared | room.Remark | null }[] =>
    sharing.shared.flatMap((one) => [
      { words: one, about: null },
      ...one.remarks.flatMap((each) => [{ words: each, about: one }, ...each.answers.map((last) => ({ words: last, about: each }))]),
    ]);
  const numberOf = (id: string): number => numbers.get(id)!;

  /** Commits what a command gives; the number is of what it made. */
  const done = (given: Result<Change[]>, number: number): boolean => {
    if (!given.ok) return false;
    for (const { id } of given.value) if (!numbers.has(id)) numbers.set(id, number);
    commit(given.value);
    return true;
  };

  const say = (who: Person, make: (text: string, allows: Allowed, from: room.Hand) => Result<Change[]>, on: number | null, allows = allowed()): void => {
    const what = ++next;
    if (done(make(`Before. ${word(what)} And after.`, allows, hand(who)), what)) rules.note({ it: 'says', what, who, allows, on });
  };

  const steps: Record<string, (who: Person) => void> = {
    share: (who) => say(who, (text, allows, from) => room.share(text, terms(allows), members(), from), null),
    remark: (who) => {
      const { shared } = room.sharingIn(snapshot);
      if (shared.length === 0) return;
      const on = dice.pick(shared);
      const may = rules.maySee(who, numberOf(on.id), today) && on.by !== who;
      const before = records.size;
      say(who, (text, allows, from) => room.remark(on, text, terms(allows), members(), from), numberOf(on.id));
      if (records.size > before !== may) wrong.push(`a remark was ${may ? 'refused' : 'taken'} of ${who[0]}`);
    },
    answer: (who) => {
      const remarks = room.sharingIn(snapshot).shared.flatMap((one) => one.remarks);
      if (remarks.length === 0) return;
      const to = dice.pick(remarks);
      if (rules.maySee(who, numberOf(to.id), today)) say(who, (text, _, from) => room.answer(to, text, from), numberOf(to.id), { quote: 'no', ai: false, count: false, until: '' });
    },
    quote: (who) => {
      const sources = all();
      if (sources.length === 0) return;
      const { words } = dice.pick(sources);
      const what = numberOf(words.id);
      const may = rules.mayQuote(who, what, today);
      const number = ++next;
      const taken = done(room.quote(words, word(what), `To that: ${word(number)}.`, hand(who)), number);
      if (taken !== may) wrong.push(`quoting ${what} was ${taken ? 'taken' : 'refused'} of ${who[0]}`);
      if (taken) rules.note({ it: 'quotes', quote: number, what, who, claims: words.terms! });
    },
    'change terms': (who) => {
      const mine = all().filter(({ words }) => words.by === who && words.kind !== 'remark-answer');
      if (mine.length === 0) return;
      const [{ words }, allows] = [dice.pick(mine), allowed()];
      if (done(room.changeTerms(words, terms(allows), today), 0)) rules.note({ it: 'allows', what: numberOf(words.id), allows });
    },
    'let in': (who) => {
      for (const one of room.sharingIn(snapshot).shared) {
        // Who forged a remark before they were let in has one from then on, with readers of their own choice: not told of in rules.ts.
        const later = one.by === who ? room.cameLater(one, members()).filter((each) => !forgers.has(`${each} ${one.id}`)) : [];
        if (later.length === 0) continue;
        commit(room.openTo(one, later));
        for (const each of later) rules.note({ it: 'lets-in', what: numberOf(one.id), who: each });
      }
    },
    'take back': (who) => {
      const { quotes } = room.sharingIn(snapshot);
      const mine = [...all().map(({ words }) => words), ...quotes].filter(({ by }) => by === who);
      if (mine.length === 0) return;
      const one = dice.pick(mine);
      commit(room.takeBack(one));
      rules.note({ it: 'takes-back', what: numberOf(one.id) });
      if (JSON.stringify(records.get(one.id)).includes(word(numberOf(one.id)))) wrong.push(`${numberOf(one.id)} was taken back and lies there still`);
    },
    'days pass': () => void (today = addDays(today, 1 + dice(9))),
    come: () => {
      const out = PEOPLE.filter((who) => !rules.isIn(who));
      if (out.length > 0) rules.note({ it: 'comes', who: dice.pick(out) });
    },
    go: (who) => {
      if (members().length < 3) return;
      if (dice(3) === 0) {
        const mine = [...all().map(({ words }) => words), ...room.sharingIn(snapshot).quotes, ...room.sharingIn(snapshot).loose].filter(({ by }) => by === who);
        commit(room.takeAllBack(snapshot, who));
        for (const one of mine) rules.note({ it: 'takes-back', what: numberOf(one.id) });
      }
      rules.note({ it: 'goes', who });
    },
    'forge a quote': (who) => {
      const sources = all().filter(({ words }) => words.by !== who);
      if (sources.length === 0) return;
      const { words } = dice.pick(sources);
      const [quote, claims] = [++next, allowed()];
      const from = words.text.indexOf(word(numberOf(words.id)));
      const id = idInHandOf(who, hand(who).id);
      numbers.set(id, quote);
      commit([createdAs(quoteKind, id, { of: words.id, from: dice(3) === 0 ? from : 0, to: words.text.length, text: word(quote), at: '', terms: { ...claims } })]);
      rules.note({ it: 'quotes', quote, what: numberOf(words.id), who, claims });
    },
    'forge a remark': (who) => {
      // By somebody who was not given what it is about, an answer by somebody whose words those are not, and terms that are none.
      const sources = all();
      if (sources.length === 0) return;
      const { words, about } = dice.pick(sources);
      const number = ++next;
      const id = idInHandOf(who, hand(who).id);
      const values = { about: words.id, text: word(number), at: 'yesterday' };
      numbers.set(id, number);
      forged.add(id);
      if (dice(2) === 0 && handOf(about?.id ?? '') !== who) commit([createdAs(answerKind, id, values)]);
      else if (about === null && !rules.maySee(who, numberOf(words.id), today) && !isReader(words, who)) {
        forgers.add(`${who} ${words.id}`);
        commit([createdAs(remarkKind, id, { ...values, terms: { quote: 'named' }, readers: PEOPLE })]);
      }
    },
  };
  const isReader = ({ given: { readers } }: room.Words, who: Person): boolean => readers === 'all' || readers.has(who);

  const check = (who: Person, sharing: room.Sharing, sources: ReturnType<typeof all>): void => {
    const shown = room.shownTo(sharing, asker(who), today);
    const seen = new Set<string>();
    const see = (what: number | undefined, text: string): void => {
      if (what !== undefined && text.includes(word(what))) seen.add(word(what));
    };
    for (const one of shown.shared) {
      see(numberOf(one.id), one.text);
      for (const each of one.remarks) {
        see(numberOf(each.id), each.text);
        for (const last of each.answers) see(numberOf(last.id), last.text);
      }
    }
    for (const one of shown.loose) see(numberOf(one.id), one.text);
    for (const [id, number] of numbers) {
      const record = records.get(id);
      // What somebody forged, their own program may show to them.
      if (!record || record.kind === 'quote' || (forged.has(id) && handOf(id) === who)) continue;
      const may = rules.maySee(who, number, today);
      if (seen.has(word(number)) !== may) wrong.push(`${who[0]} ${may ? 'does not see' : 'sees'} ${record.kind} ${number}`);
      count(may ? 'seen' : 'not seen');
    }
    for (const [id, quote] of numbers) {
      if (records.get(id)?.kind !== 'quote') continue;
      const one = shown.quotes.find((each) => each.id === id);
      const may = rules.maySeeQuote(who, quote, today);
      if (!!one !== may) wrong.push(`${who[0]} ${may ? 'does not see' : 'sees'} quote ${quote}`);
      if (one && (one.whose !== null) !== rules.mayName(quote)) wrong.push(`quote ${quote} before ${who[0]} ${one.whose === null ? 'has no' : 'has a'} name`);
      count(may ? 'quotes seen' : 'quotes not seen');
    }
    // Nothing hides in what is handed to the page beside the parts that it draws.
    const bare = JSON.stringify(shown.quotes);
    for (const one of shown.quotes) if (one.whose === null && bare.includes(`"of"`)) wrong.push(`quote ${one.id} leads to whose it is`);
    const out = room.takenOutBy(sharing, asker(who), today);
    for (const { words } of sources) {
      const what = numberOf(words.id);
      const may = rules.mayUse('export', who, what, today);
      const item = out.find(({ id }) => id === words.id);
      if ((item !== undefined) !== may) wrong.push(`${who[0]} ${may ? 'cannot take' : 'takes'} out ${what}`);
      if (item && item.by === null && words.by === who) wrong.push(`${who[0]}'s own ${what} has no name`);
      if (item && item.by !== null && words.by !== who && words.terms?.quote !== 'named') wrong.push(`${what} is taken out with a name`);
      for (const use of ['count', 'ai', 'publish'] as const) {
        const leave = mayUse(use, words.given, asker(who), today);
        if (leave.may !== rules.mayUse(use, who, what, today)) wrong.push(`${use} of ${what} by ${who[0]}: ${leave.may}`);
        count(`${use} ${leave.may}`);
      }
    }
    for (const item of out)
      if (item.kind === 'quote' && (item.quoted !== undefined) !== rules.mayTakeOutQuoted(who, numberOf(item.id), today))
        wrong.push(`${who[0]} takes out quote ${numberOf(item.id)} ${item.quoted ? 'with' : 'without'} its words`);
  };

  for (const who of PEOPLE.slice(0, 2 + dice(3))) rules.note({ it: 'comes', who });
  const names = Object.keys(steps);
  for (let step = 0; step < STEPS && wrong.length === 0; step++) {
    const name = step < 2 ? 'share' : dice(3) === 0 ? dice.pick(['remark', 'quote']) : dice.pick(names);
    const who = dice.pick(members());
    trail.push(`${today} ${who[0]}: ${name}`);
    count(name);
    steps[name]!(who);
    if (step < STEPS - 1 && dice(5) > 0) continue;
    const sharing = room.sharingIn(snapshot);
    const sources = all(sharing);
    for (const each of PEOPLE) check(each, sharing, sources);
  }
  return { wrong: wrong.length === 0 ? [] : [...wrong.slice(0, 5), `after ${trail.join('; ')}`], counts };
};
