// The figures of values: how well few choices find an order that is known, how often the places told hold, how often drift is asked about
// where nothing changed, and how often where something did. People and their marks are made here from a seed, so every run is the same.

import { drawsFrom, normalsFrom } from '#insight/chance.ts';
import { shiftIn } from '#insight/change-points.ts';
import { isEnough, MOST_CHOICES, rankingOf, TOP, type Choice } from '#insight/pairwise.ts';
import { questionsOf, RATE, ROW_RATE, trialsOf, type Stated, type Thing } from '#rooms/values/done.ts';
import type { Area, Part } from '../area.ts';
import { atLeast, within, type Figure } from '../figure.ts';

const PEOPLE = 150;

interface Found {
  top: number;
  choices: number;
  places: number;
  held: number;
  settled: number;
  settledTop: number;
}

type Ask = (ids: readonly string[], choices: readonly Choice[]) => readonly [string, string] | null;

/** People whose strengths are spread so (standard deviation, in Bradley and Terry's scale), asked as `ask` says. */
const people = (n: number, spread: number, draw: () => number, ask: Ask): Found => {
  const normal = normalsFrom(draw);
  const out: Found = { top: 0, choices: 0, places: 0, held: 0, settled: 0, settledTop: 0 };
  const ids = Array.from({ length: n }, (_, i) => `v${i}`);
  for (let person = 0; person < PEOPLE; person++) {
    const strength = new Map(ids.map((id) => [id, normal() * spread]));
    const order = ids.toSorted((a, b) => strength.get(b)! - strength.get(a)!);
    const choices: Choice[] = [];
    for (let pair = ask(ids, choices); pair; pair = ask(ids, choices)) {
      const [a, b] = pair;
      choices.push([a, b, draw() < 1 / (1 + Math.exp(strength.get(b)! - strength.get(a)!)) ? 1 : 0]);
    }
    const { standings, isSettled } = rankingOf(ids, choices);
    const right = standings.slice(0, TOP).filter(({ id }) => order.indexOf(id) < TOP).length;
    out.top += right / (PEOPLE * TOP);
    out.choices += choices.length / PEOPLE;
    if (isSettled) {
      out.settled++;
      out.settledTop += right / TOP;
    }
    for (const { id, from, to } of standings) {
      const place = order.indexOf(id) + 1;
      out.places++;
      if (place >= from && place <= to) out.held++;
    }
  }
  return out;
};

const adaptive: Ask = (ids, choices) => {
  const ranking = rankingOf(ids, choices);
  return isEnough(ranking, choices.length) ? null : ranking.next;
};

const byLot =
  (most: number, draw: () => number): Ask =>
  (ids, choices) => {
    if (choices.length >= most) return null;
    const a = Math.floor(draw() * ids.length);
    return [ids[a]!, ids[(a + 1 + Math.floor(draw() * (ids.length - 1))) % ids.length]!];
  };

const ORDERS: Part = {
  gives: ['rank-top-five-8', 'rank-top-five-12', 'rank-choices-6', 'rank-settled', 'rank-places'],
  measure: async () => {
    const [few, many] = [people(8, 2, drawsFrom(1), adaptive), people(12, 2, drawsFrom(2), adaptive)];
    const [fewLot, manyLot] = [people(8, 2, drawsFrom(1), byLot(Math.round(few.choices), drawsFrom(3))), people(12, 2, drawsFrom(2), byLot(MOST_CHOICES, drawsFrom(4)))];
    const six = people(6, 2, drawsFrom(5), adaptive);
    const note = `${PEOPLE} people whose choices waver (strengths normal with a standard deviation of 2)`;
    return [
      atLeast('rank-top-five-8', few.top, 'of the first five', 'as many by lot', fewLot.top, 1, `${note}; 8 values, ${few.choices.toFixed(1)} choices on average`),
      atLeast('rank-top-five-12', many.top, 'of the first five', 'as many by lot', manyLot.top, 1, `12 values, ${many.choices.toFixed(1)} choices on average`),
      within('rank-choices-6', six.choices, 'choices', MOST_CHOICES),
      atLeast(
        'rank-settled',
        six.settledTop / six.settled,
        'of the first five',
        'promised',
        0.7,
        1,
        `where it was said that they are settled: ${six.settled} of ${PEOPLE}, of 6 values`,
      ),
      atLeast('rank-places', (few.held + many.held) / (few.places + many.places), 'of places told', 'promised', 0.8, 1, 'the true place lies in the range told'),
    ];
  },
};

const stated = (n: number): readonly Stated[] => Array.from({ length: n }, (_, i) => ({ id: `v${i}`, place: i + 1, of: n }));

/** Marks of one person: each thing serves a value with its own share, and resembles the one before with the probability `alike`. */
const marks = (n: number, values: number, shareOf: (value: number, at: number) => number, alike: number, draw: () => number): readonly Thing[] => {
  const was = Array.from({ length: values }, () => false);
  return Array.from({ length: n }, (_, at) => ({
    id: `t${at}`,
    day: new Date(Date.UTC(2024, 0, 1) + at * 86_400_000).toISOString().slice(0, 10),
    serves: was.flatMap((_before, value) => {
      if (draw() >= alike) was[value] = draw() < shareOf(value, at);
      return was[value] ? [`v${value}`] : [];
    }),
    strains: draw() < 0.1 ? [`v${Math.floor(draw() * values)}`] : [],
  }));
};

const ROWS = 600;
/** The stated rate and two standard errors of so many tries. */
const limit = (rate: number): number => Number((rate + 2 * Math.sqrt((rate * (1 - rate)) / ROWS)).toFixed(3));

/** What the page says. */
const TOLD = 0.1;

const asked = (seed: number, n: number, alike: number, shareOf: (value: number, at: number) => number, is: (value: string) => boolean, values = 6): number => {
  const draw = drawsFrom(seed);
  let count = 0;
  for (let i = 0; i < ROWS; i++) if (questionsOf(stated(values), trialsOf(marks(n, values, shareOf, alike, draw), 'marked')).some(({ value }) => is(value))) count++;
  return count / ROWS;
};

const rowsWith = (seed: number, n: number, alike: number): number => {
  const draw = drawsFrom(seed);
  let count = 0;
  for (let i = 0; i < ROWS; i++) {
    let is = draw() < 0.3;
    const row = Array.from({ length: n }, () => (draw() < alike ? is : (is = draw() < 0.3)));
    if ((shiftIn(row)?.chance ?? 1) <= ROW_RATE) count++;
  }
  return count / ROWS;
};

const NOISE: Part = {
  gives: ['change-by-chance-60', 'change-by-chance-400', 'change-by-chance-alike', 'drift-by-chance', 'drift-by-chance-alike', 'drift-by-chance-alike-8'],
  measure: async () => {
    const steady = (): number => 0.3;
    const say = (rate: number): string => `of ${ROWS}; stated rate ${rate}, and two standard errors`;
    return [
      within('change-by-chance-60', rowsWith(11, 60, 0), 'of rows', limit(ROW_RATE), `60 things, nothing changed, ${say(ROW_RATE)}`),
      within('change-by-chance-400', rowsWith(12, 400, 0), 'of rows', limit(ROW_RATE)),
      within('change-by-chance-alike', rowsWith(13, 120, 0.3), 'of rows', 2 * ROW_RATE, 'neighbours resemble each other (0.3): shuffled in blocks, not all of it is taken out'),
      within(
        'drift-by-chance',
        asked(14, 120, 0, steady, () => true),
        'of people',
        TOLD,
        `6 values, 120 things each, whatever is asked; the page says one in ten (RATE is ${RATE})`,
      ),
      within(
        'drift-by-chance-alike',
        asked(15, 120, 0.3, steady, () => true),
        'of people',
        TOLD,
      ),
      within(
        'drift-by-chance-alike-8',
        asked(16, 120, 0.3, steady, () => true, 8),
        'of people',
        TOLD,
        '8 values',
      ),
    ];
  },
};

const PLANTED: Part = {
  gives: ['drift-found-120', 'drift-found-60', 'drift-off'],
  measure: async () => {
    const fell = (value: number, at: number, when: number): number => (value === 0 ? (at < when ? 0.6 : 0.2) : 0.3);
    const found = (seed: number, n: number): number =>
      asked(
        seed,
        n,
        0,
        (value, at) => fell(value, at, n / 2),
        (value) => value === 'v0',
      );
    const draw = drawsFrom(23);
    const off: number[] = [];
    for (let i = 0; i < ROWS; i++) {
      const at = 36 + Math.floor(draw() * 48);
      const shift = shiftIn(Array.from({ length: 120 }, (_, n) => draw() < (n < at ? 0.6 : 0.2)));
      if (shift && shift.chance <= ROW_RATE) off.push(Math.abs(shift.at - at));
    }
    const mean = off.reduce((sum, one) => sum + one, 0) / off.length;
    return [
      atLeast('drift-found-120', found(21, 120), 'of people', 'asked for', 0.75, 1, 'the first of 6 values served by 6 in 10 things, then by 2 in 10; 120 things'),
      atLeast('drift-found-60', found(22, 60), 'of people', 'asked for', 0.75, undefined, 'the same in 60 things: too few to be sure of, and so often not asked'),
      within('drift-off', mean, 'things', 12, `how far from where it was planted, of 120; found ${off.length} of ${ROWS}`),
    ];
  },
};

export const valuesArea = (): Area => ({
  parts: [ORDERS, NOISE, PLANTED],
  about: async (_figures: readonly Figure[]) => '',
  end: async () => undefined,
});
