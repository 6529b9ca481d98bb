// The journal on the command line, the writing half: what was typed after `kith write` as an entry. Pure: the options come
// in as text, the moment and the clock's offset from outside.
// Invariant: a word that is not understood is refused before anything is written; nothing typed is changed but names tidied.

import { ok, refuse, type Result } from '#core/result.ts';
import { addDays, dayOf, parseWhen, type WhenAndZone } from '#core/when.ts';
import type { BodyNote, Energy, EntryDraft, Moment } from './model.ts';

/** The parts of an entry as options gave them; `undefined` and empty lists where nothing was given. */
export interface TypedParts {
  readonly at?: string | undefined;
  readonly place?: string | undefined;
  readonly energy?: string | undefined;
  readonly topics: readonly string[];
  readonly people: readonly string[];
  readonly areas: readonly string[];
  readonly feelings: readonly string[];
  readonly body: readonly string[];
}

/** What the shell knows and this does not: the clock's offset, and the words of the person's language. */
export interface Surroundings {
  readonly now: Moment;
  zoneAt(when: string): string;
  wordToId(list: 'feelings' | 'areas' | 'body' | 'sensations', typed: string): string;
}

const DAYS: Readonly<Record<string, number>> = { today: 0, hoy: 0, اليوم: 0, yesterday: -1, ayer: -1, أمس: -1, امس: -1, البارحة: -1 };

const latinDigits = (text: string): string => text.replace(/[٠-٩۰-۹]/g, (digit) => String(digit.charCodeAt(0) & 15));

const two = (value: number): string => String(value).padStart(2, '0');

/** `9:30`, `21:30`, `9:30pm`, `9pm` as `HH:MM`; null when it is no time. */
const parseTime = (text: string): string | null => {
  const match = /^(\d{1,2})(?::(\d{2}))?\s*(?:([ap])\.?\s?m\.?)?$/i.exec(text);
  if (!match || (match[2] === undefined && match[3] === undefined)) return null;
  let hour = Number(match[1]);
  const minute = Number(match[2] ?? 0);
  if (match[3]) {
    if (hour < 1 || hour > 12) return null;
    hour = (hour % 12) + (match[3].toLowerCase() === 'p' ? 12 : 0);
  }
  return hour > 23 || minute > 59 ? null : `${two(hour)}:${two(minute)}`;
};

/**
 * Reads `--at`: a date of any year from 1 to 9998 (`2026-05-03`, `2026-05-03 09:30`, `1660-01-01`), a time of today
 * (`09:30`), `today` or `yesterday` with or without a time. Refusals: those of a date.
 */
export const parseAt = (typed: string, { now, zoneAt }: Pick<Surroundings, 'now' | 'zoneAt'>): Result<WhenAndZone> => {
  const text = latinDigits(typed.trim()).replace(/\s+/g, ' ');
  const time = parseTime(text);
  if (time) return ok({ when: `${dayOf(now.when)}T${time}`, zone: now.zone });
  if (/^(?:now|ahora|الآن)$/i.test(text)) return ok({ when: now.when, zone: now.zone });
  const [word = '', ...rest] = text.split(' ');
  const days = Object.hasOwn(DAYS, word.toLowerCase()) ? DAYS[word.toLowerCase()] : undefined;
  if (days !== undefined) {
    const day = addDays(dayOf(now.when), days);
    if (rest.length === 0) return ok({ when: day, zone: '' });
    const at = parseTime(rest.join(' '));
    return at ? ok({ when: `${day}T${at}`, zone: zoneAt(`${day}T${at}`) }) : refuse({ code: 'date-not-understood', with: { text: typed.slice(0, 40) } });
  }
  const match = /^(\d{1,4})[-/](\d{1,2})[-/](\d{1,2})(?:[T ](.+))?$/.exec(text);
  if (!match) return refuse({ code: 'date-not-understood', with: { text: typed.slice(0, 40) } });
  const day = `${match[1]!.padStart(4, '0')}-${match[2]!.padStart(2, '0')}-${match[3]!.padStart(2, '0')}`;
  const at = match[4] === undefined ? null : parseTime(match[4]);
  return parseWhen(at ? `${day}T${at}` : match[4] === undefined ? day : `${day}T${match[4]}`);
};

const parseEnergy = (typed: string): Result<Energy> => {
  const text = latinDigits(typed.trim()).replace('−', '-');
  return /^(?:[+-]?[12]|[+-]?0)$/.test(text)
    ? ok((Number(text) || 0) as Energy)
    : refuse({ code: 'option-value-wrong', with: { option: '--energy', value: typed.slice(0, 40), right: '-2, -1, 0, 1, 2' } });
};

/** What is given, as the parts of an entry; parts not given are absent. Refusals: those of a date, `option-value-wrong`. */
export const draftOfParts = (typed: TypedParts, around: Surroundings): Result<EntryDraft> => {
  const at = typed.at === undefined ? null : parseAt(typed.at, around);
  if (at && !at.ok) return at;
  const energy = typed.energy === undefined ? null : parseEnergy(typed.energy);
  if (energy && !energy.ok) return energy;
  const body: BodyNote[] = [];
  for (const note of typed.body) {
    const [area = '', sensation = ''] = note.split(':');
    if (area.trim() === '') return refuse({ code: 'option-value-wrong', with: { option: '--body', value: note.slice(0, 40), right: 'chest:tight' } });
    body.push({ area: around.wordToId('body', area), sensation: sensation.trim() === '' ? '' : around.wordToId('sensations', sensation) });
  }
  return ok({
    ...(at ? { when: at.value.when, zone: at.value.zone } : {}),
    ...(typed.place === undefined ? {} : { place: typed.place }),
    ...(energy ? { energy: energy.value } : {}),
    ...(typed.topics.length > 0 ? { topics: typed.topics } : {}),
    ...(typed.people.length > 0 ? { people: typed.people } : {}),
    ...(typed.areas.length > 0 ? { areas: typed.areas.map((area) => around.wordToId('areas', area)) } : {}),
    ...(typed.feelings.length > 0 ? { feelings: typed.feelings.map((feeling) => around.wordToId('feelings', feeling)) } : {}),
    ...(body.length > 0 ? { body } : {}),
  });
};
