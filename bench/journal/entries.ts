// Entries to measure with: 60 words each, the same every time. The words are runs of the diary that comes with Kith, so
// that common words are common, rare ones rare and phrases are phrases, as in a language; days, people and topics are
// drawn by rank (Zipf), from a seed.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { EntryDraft } from '#rooms/journal/model.ts';

export const WORDS_EACH = 60;

/** Numbers from 0 to 1, the same for the same seed (mulberry32, Tommy Ettinger, public domain). */
export const seeded = (seed: number): (() => number) => {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 0x1_0000_0000;
  };
};

const PEOPLE = [
  'Elizabeth',
  'Mercer',
  'Pett',
  'Sir William Penn',
  'Batten',
  'Jane',
  'Creed',
  'Lord Sandwich',
  'Hewer',
  'Knipp',
  'Deb',
  'Coventry',
  'Tom',
  'Pall',
  'Povy',
  'Gibson',
];
const TOPICS = [
  'work',
  'family and home',
  'family',
  'money',
  'health',
  'reading',
  'accounts',
  'theatre',
  'music',
  'navy',
  'sleep',
  'walks',
  'food',
  'friends',
  'learning',
  'plague',
  'ships',
  'church',
  'garden',
  'letters',
  'tailor',
  'dreams',
  'weather',
  'journeys',
];
const PLACES = ['', '', '', 'Seething Lane', 'Whitehall', 'Deptford', 'Westminster', 'Brampton'];
const AREAS = ['work', 'family', 'health', 'money'];
const FEELINGS = ['content', 'tired', 'glad', 'worried', 'calm', 'proud'];

/** One of a list, the first twice as often as the second, and so on. */
const byRank = <T>(list: readonly T[], random: () => number): T => list[Math.min(list.length - 1, Math.floor(list.length ** random()) - 1)]!;

const two = (value: number): string => String(value).padStart(2, '0');

/** `count` drafts, oldest first, within the ten years of the diary. */
export const draftsOf = function* (count: number, seed = 1): Generator<EntryDraft & { readonly text: string; readonly when: string }> {
  const diary = JSON.parse(readFileSync(join(import.meta.dirname, '..', '..', 'src', 'web', 'public', 'sample', 'pepys-diary.json'), 'utf8')) as {
    readonly entries: readonly { readonly text: string }[];
  };
  const words = diary.entries.flatMap(({ text }) => text.split(/\s+/));
  const random = seeded(seed);
  for (let i = 0; i < count; i++) {
    const at = Math.floor(random() * (words.length - WORDS_EACH));
    const minute = Math.floor((i / count) * 10 * 12 * 28 * 24 * 60);
    const [year, month, day] = [1660 + Math.floor(minute / 483_840), 1 + (Math.floor(minute / 40_320) % 12), 1 + (Math.floor(minute / 1440) % 28)];
    yield {
      text: words.slice(at, at + WORDS_EACH).join(' '),
      when: `${year}-${two(month)}-${two(day)}T${two(Math.floor(minute / 60) % 24)}:${two(minute % 60)}`,
      zone: 'Z',
      topics: [...new Set([byRank(TOPICS, random), ...(random() < 0.3 ? [byRank(TOPICS, random)] : [])])],
      people: random() < 0.5 ? [byRank(PEOPLE, random)] : [],
      place: byRank(PLACES, random),
      areas: random() < 0.2 ? [byRank(AREAS, random)] : [],
      feelings: random() < 0.3 ? [byRank(FEELINGS, random)] : [],
    };
  }
};

/** The same as a Markdown file with front matter. */
export const draftToMarkdown = ({ text, when, topics = [], people = [], place = '' }: EntryDraft): string =>
  [
    '---',
    `date: ${when}`,
    ...(topics.length > 0 ? [`topics: [${topics.join(', ')}]`] : []),
    ...(people.length > 0 ? [`people: [${people.join(', ')}]`] : []),
    ...(place === '' ? [] : [`place: ${place}`]),
    '---',
    '',
    text,
    '',
  ].join('\n');

export const queries = (): readonly string[] => JSON.parse(readFileSync(join(import.meta.dirname, '..', 'queries.json'), 'utf8')) as string[];
