// The dates of an action as a calendar file. Pure: the moment comes in.

import { eventsToIcs } from '#core/ics.ts';
import type { Action } from './model.ts';

/** `now`: an instant; `circle`: its name, '' where it has none. */
export const datesToIcs = ({ ask, dates }: Action, circle: string, now: string): string =>
  eventsToIcs(
    dates.map(({ id, what, when, instant, minutes, place }) => ({
      uid: `${id}@kith`,
      title: what || ask,
      text: [...(what === '' ? [] : [ask]), circle].filter((line) => line !== '').join('\n'),
      place,
      from: instant || when,
      minutes,
    })),
    now,
  );
