// The day a note is about, by its file name or its first line: daily notes (2024-05-01.md), Logseq (2024_05_01.md), Jekyll
// (2024-05-01-a-title.md), folders (2024/05/01.md), memos (2024-05-01T10:00:00Z-PRIVATE.md), words (May 1, 2024.md).

import { parseWhen, type WhenAndZone } from '#core/when.ts';
import { parseLooseDate, type DayOrder } from './loose-date.ts';
import type { ReadOptions } from './port.ts';
import { textToLocal } from './written-when.ts';

/** An instant, as memos names a file: with who may see it behind. */
const MEMO = /^(\d{4}-\d{2}-\d{2}T\d{2})[:_-]?(\d{2})[:_-]?(\d{2})(Z|[+-]\d{2}[:_-]?\d{2})(?:[-_ ]+(?:(?:PRIVATE|PROTECTED|PUBLIC)$)?(.*))?$/;
/** A week (2024-W02) is about its Monday, a month (2024-05) about its first day, as periodic notes are named. */
const WEEK = /(?<!\d)(\d{4})[-_ ]?W(\d{2})(?!\d)/i;
const MONTH = /^(\d{4})-(\d{2})$/;
const NUMBERS = /(?<!\d)(\d{4})([-_.])(\d{2})\2(\d{2})(?:(?:[T _]|, | - | at )(\d{2})[-:._h]?(\d{2})(?:[-:._](\d{2}))?)?(?!\d)/;
const COMPACT = /(?<!\d)(\d{4})(\d{2})(\d{2})(?:[T_-]?(\d{2})(\d{2})(\d{2})?)?(?!\d)/;
const SHAPES = [NUMBERS, COMPACT];
const FOLDERS = /(?:^|\/)(\d{4})\/(\d{1,2})\/(\d{1,2})$/;

export interface NoteDay extends WhenAndZone {
  /** What the name says besides the day. */
  readonly rest: string;
}

const pad = (part: string): string => part.padStart(2, '0');

const timed = (day: string, hour: string | undefined, minute: string | undefined, second: string | undefined): string | null => {
  if (hour !== undefined && minute !== undefined) {
    const parsed = parseWhen(`${day}T${hour}:${minute}${second === undefined ? '' : `:${second}`}`);
    if (parsed.ok) return parsed.value.when;
  }
  return parseWhen(day).ok ? day : null;
};

const DAY = 86_400_000;
/** The fourth of January is always in the first week. */
const mondayOf = (year: number, week: number): string => {
  const fourth = Date.UTC(year, 0, 4);
  const monday = fourth - ((new Date(fourth).getUTCDay() + 6) % 7) * DAY + (week - 1) * 7 * DAY;
  return week >= 1 && week <= 53 && year >= 1000 ? new Date(monday).toISOString().slice(0, 10) : '';
};

const without = (name: string, from: number, length: number): string => `${name.slice(0, from)} ${name.slice(from + length)}`.replace(/^[\s_.,–—-]+|[\s_.,–—-]+$/g, '');

/** The day in a path, or null. */
export const dayInPath = (path: string, order: DayOrder, options: ReadOptions): NoteDay | null => {
  const stem = path.replace(/\.[^./]*$/, '');
  const name = stem.slice(stem.lastIndexOf('/') + 1).slice(0, 255);
  const memo = MEMO.exec(name);
  if (memo) {
    const local = textToLocal(`${memo[1]}:${memo[2]}:${memo[3]}${memo[4]!.replace(/(\d{2})[:_-]?(\d{2})$/, '$1:$2')}`, null, options);
    if (local) return { ...local, rest: memo[5] ?? '' };
  }
  for (const shape of SHAPES) {
    const match = shape.exec(name);
    if (!match) continue;
    const [year, month, day, ...clock] = match.length === 8 ? [match[1], match[3], match[4], match[5], match[6], match[7]] : match.slice(1);
    const when = timed(`${year}-${month}-${day}`, clock[0], clock[1], clock[2]);
    if (when) return { when, zone: '', rest: without(name, match.index, match[0].length) };
  }
  const folders = FOLDERS.exec(stem);
  if (folders) {
    const when = timed(`${folders[1]}-${pad(folders[2]!)}-${pad(folders[3]!)}`, undefined, undefined, undefined);
    if (when) return { when, zone: '', rest: '' };
  }
  const loose = parseLooseDate(name, order, options.locale);
  if (typeof loose === 'object') return { ...loose, rest: '' };
  const [week, month] = [WEEK.exec(name), MONTH.exec(name)];
  const first = week ? mondayOf(Number(week[1]), Number(week[2])) : month ? `${month[1]}-${month[2]}-01` : '';
  return first !== '' && parseWhen(first).ok ? { when: first, zone: '', rest: name } : null;
};

/** The day in the first line that says something, where that line is a heading or nothing but a day. */
export const dayInFirstLine = (text: string, order: DayOrder, options: ReadOptions): WhenAndZone | null => {
  const line = text
    .slice(0, 2000)
    .trimStart()
    .split('\n', 1)[0]!
    .replace(/^#{1,6}\s+/, '')
    .replace(/[*_[\]]+/g, '')
    .replace(/:$/, '')
    .trim();
  if (line.length > 80) return null;
  const loose = parseLooseDate(line, order, options.locale);
  return typeof loose === 'object' ? loose : null;
};
