// What the journal says is worth doing now: one older entry for another look, the same all day, by the rules of looking back (never
// one marked heavy), with the reason for which it was chosen. No reminder: those stand where one writes, and only if asked for.

import { addMonths, dayOf } from '#core/when.ts';
import type { FindNeeded, GivenNow } from '#rooms/now/model.ts';
import { anotherLook } from './another-look.ts';
import { restEntry, type Reason } from './look-back.ts';
import { firstLine } from './opening.ts';

/** Letters of the entry that are shown. */
const MOST = 160;
/** Months for which an entry is left alone by "leave it". */
const LEFT = 6;

const placesOf = ({ with: given = {} }: Reason, { area, year }: GivenNow): Record<string, string | number> => {
  const places: Record<string, string | number> = {};
  for (const [name, value] of Object.entries(given)) {
    if (name === 'year') places[name] = year(Number(value));
    else if (name === 'area') places[name] = area(String(value));
    else if (typeof value === 'string' || typeof value === 'number') places[name] = value;
  }
  return places;
};

export const findNeeded: FindNeeded = (given) => {
  const { today, now } = given;
  const { entries, settings } = given.journal();
  const look = anotherLook(entries, today, new Set(), { anniversaries: settings.anniversaries, anotherLook: settings.anotherLook });
  const text = look ? firstLine(look.entry.text, MOST) : '';
  if (!look || text === '') return [];
  const { entry, reasons } = look;
  const [reason] = reasons;
  return [
    {
      id: `journal-${entry.id}`,
      door: 'reflect',
      minutes: 5,
      by: null,
      since: '',
      from: null,
      why: [{ word: 'needed.wrote', with: { day: dayOf(entry.when), calendar: entry.calendar } }],
      text,
      said: true,
      ...(reason ? { reason: { word: `reason.${reason.code}`, with: placesOf(reason, given) } } : {}),
      href: `/journal/e/${entry.id}`,
      verb: 'needed.read',
      refuse: {
        verb: 'needed.leave',
        done: 'needed.left',
        changes: () => {
          const rests = restEntry(entry, addMonths(today, LEFT), now());
          return rests.ok ? rests.value : [];
        },
      },
    },
  ];
};
