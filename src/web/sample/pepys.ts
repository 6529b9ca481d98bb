// Samuel Pepys's diary as a vault to look around in. His words and days are his; the names of people, topics, places and
// areas beside them were put there by Kith, by looking for the words below, and the sample says so.

import type { Change } from '#core/change.ts';
import type { Result } from '#core/result.ts';
import { writeEntry, type Moment } from '#rooms/journal/model.ts';

export interface Diary {
  readonly title: string;
  readonly source: string;
  readonly licence: string;
  readonly entries: readonly { readonly date: string; readonly text: string }[];
}

type Table = readonly (readonly [string, RegExp])[];

const PEOPLE: Table = [
  ['Elizabeth Pepys', /\bmy wife\b/],
  ['Sir W. Batten', /\bSir W\. Batten\b/],
  ['Sir W. Penn', /\bSir W\. Penn?\b/],
  ['Sir W. Coventry', /\b(?:Sir W\.|Mr\.) Coventry\b/],
  ['Lord Sandwich', /\bLord Sandwich\b|\bmy Lord\b(?! (?:Brouncker|Chancellor|Treasurer|Mayor|Ashly|Crew|General|Bellasses))/],
  ['Sir J. Minnes', /\bSir J\. Minnes\b/],
  ['Sir G. Carteret', /\bSir G\. Carteret\b/],
  ['Lord Brouncker', /\bLord Brouncker\b/],
  ['Creed', /\bCreed\b/],
  ['Will Hewer', /\bHewer\b/],
  ['Mercer', /\bMercer\b/],
  ['Deb Willet', /\bDeb\b|\bWillet\b/],
  ['Ashwell', /\bAshwell\b/],
  ['Jane', /\bJane\b/],
  ['Mrs. Knipp', /\bKnipp?\b/],
  ['Captain Cocke', /\bCaptain Cocke\b/],
  ['Duke of York', /\bDuke of York\b/],
  ['the King', /\bthe King\b/],
  ['Mr. Moore', /\bMr\. Moore\b/],
  ['Mrs. Turner', /\bMrs\. Turner\b/],
  ['Mr. Evelyn', /\bEvelyn\b/],
];

const TOPICS: Table = [
  ['accounts', /\baccounts?\b/],
  ['music', /\bmusique?\b|\bmusic\b|\bviol\b|\bviall\b|\bflageolet\b|\bsing(?:ing)?\b|\blute\b/],
  ['plays', /\bplay-?house\b|\btheatre\b|\bsaw “|\bthe King’s house\b|\bDuke’s house\b/],
  ['plague', /\bplague\b/],
  ['the fire', /\bthe (?:late |great )?fire\b/],
  ['the navy', /\bships?\b|\bfleet\b|\bnavy\b/i],
  ['sermons', /\bsermon\b|\bpreach/],
  ['eyes', /\b(?:my|mine) eyes?\b/],
  ['the stone', /\bcut of the stone\b|\bthe stone\b/],
  ['books', /\bbooks?(?:seller)?\b/],
  ['clothes', /\b(?:suit|coat|periwig|gown|cloak)\b/],
  ['dinner', /\bdined\b|\bto dinner\b/],
];

const AREAS: Table = [
  ['work (paid)', /\b(?:to|at) (?:the|my) office\b/i],
  ['family and home', /\bmy wife\b|\bmy (?:father|mother|brother|sister)\b/],
  ['faith and meaning', /\bLord’s day\b|\bchurch\b/],
  ['play, arts and nature', /\bplay-?house\b|\btheatre\b|\bmusique?\b|\bgarden\b|\bviol\b/],
  ['health and body', /\bmy eyes?\b|\bphysic\b|\bin (?:great |much )?pain\b|\b(?:a|my) cold\b/],
  ['money and security', /\bmy accounts?\b|\bworth (?:about |now |above )?£|\bworth in money\b/],
];

/** The first of these that is named is the day's place. */
const PLACES: Table = [
  ['Chatham', /\bChatham\b/],
  ['Hinchingbrooke', /\bHinchingbro(?:o)?ke\b|\bHinchinbroke\b/],
  ['Brampton', /\bBrampton\b/],
  ['Cambridge', /\bCambridge\b/],
  ['Deptford', /\bDeptford\b/],
  ['Woolwich', /\bWoolwich\b/],
  ['Greenwich', /\bGreenwich\b/],
  ['Westminster Hall', /\bWestminster Hall\b/],
  ['Whitehall', /\bWhitehall\b/],
];

const named = (table: Table, text: string): string[] => table.filter(([, pattern]) => pattern.test(text)).map(([name]) => name);

/** One day of the diary as changes to commit; dates are Old Style, so the calendar is Julian. */
export const pepysEntry = ({ date, text }: Diary['entries'][number], id: string, now: Moment): Result<Change[]> =>
  writeEntry(
    { when: date, calendar: 'julian', text, people: named(PEOPLE, text), topics: named(TOPICS, text), areas: named(AREAS, text), place: named(PLACES, text)[0] ?? '' },
    id,
    now,
  );
