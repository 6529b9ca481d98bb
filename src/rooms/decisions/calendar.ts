// The day to look again at a decision as a calendar file. Pure: the moment comes in.

import { eventsToIcs } from '#core/ics.ts';
import type { Decision } from './model.ts';

/** `title`: what the event is called, with the question in it; `now`: an instant. */
export const reviewToIcs = ({ id, expect, likely, review }: Pick<Decision, 'id' | 'expect' | 'likely' | 'review'>, title: string, now: string): string =>
  eventsToIcs([{ uid: `${id}@kith`, title, text: [expect, likely === null ? '' : `${likely} / 100`].filter((line) => line !== '').join('\n'), from: review }], now);
