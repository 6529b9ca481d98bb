// The hybrid logical clock (Kulkarni, Demirbas et al., 2014): order that agrees with what was seen, near wall time.
// A stamp is a string that sorts as the moment does: 9 base-36 digits of milliseconds, 4 of a counter, then the device.
// Invariant: a new stamp exceeds every stamp seen, and can be read again. None is refused for being some years ahead; a
// hundred years ahead it is not taken in, and past the year 2200 it is malformed.

import { isDeviceId } from './ids.ts';

/** 26 characters: `mmmmmmmmmcccc` + device id of 13. Compares as text. */
export type Stamp = string;

/** The highest moment seen (13 characters of a stamp), or '' at the very start. */
export type ClockReading = string;

const YEAR_2200 = 7_258_118_400_000;
/** No reading is taken from a wall clock or from elsewhere beyond this, so that counting on from it can never reach 2200. */
const YEAR_2199 = 7_226_582_400_000;
const HUNDRED_YEARS = 36_525 * 86_400_000;
const MOST = 36 ** 4 - 1;
const DIGITS = '0123456789abcdefghijklmnopqrstuvwxyz';

const counter = (count: number): string => count.toString(36).padStart(4, '0');
const moment = (ms: number, count: number): string => ms.toString(36).padStart(9, '0') + counter(count);

/** The next reading: after everything seen, and not before `now` (milliseconds since 1970). */
export const tick = (reading: ClockReading, now: number): ClockReading => {
  const wall = Math.min(Math.max(0, Math.floor(now)), YEAR_2199);
  if (reading === '') return moment(wall, 0);
  const ms = Number.parseInt(reading.slice(0, 9), 36);
  const count = Number.parseInt(reading.slice(9, 13), 36);
  if (wall > ms) return moment(wall, 0);
  if (count === MOST) return moment(ms + 1, 0);
  // Mostly the last digit alone goes up: writing all four of every record's stamp anew was a thirtieth of an import.
  const last = count % 36;
  return last < 35 ? reading.slice(0, 12) + DIGITS[last + 1]! : reading.slice(0, 9) + counter(count + 1);
};

/** What the clock reads after a stamp from elsewhere was seen. */
export const observe = (reading: ClockReading, stamp: Stamp): ClockReading => {
  const seen = stamp.slice(0, 13);
  return seen > reading ? seen : reading;
};

/**
 * Whether taking in the stamp would push this device's clock towards the end of what stamps can say: no honest clock is a
 * hundred years ahead, and past the end nothing that is written could be read again. `now` in milliseconds since 1970.
 */
export const isTooFarAhead = (stamp: Stamp, now: number): boolean => stampToMs(stamp) > Math.min(now + HUNDRED_YEARS, YEAR_2199);

export const stampOf = (reading: ClockReading, device: string): Stamp => reading + device;

export const deviceOf = (stamp: Stamp): string => stamp.slice(13);

/** Milliseconds since 1970 that the stamp was made at, by the clock of whoever made it. For diagnosis, never for dates shown. */
export const stampToMs = (stamp: Stamp): number => Number.parseInt(stamp.slice(0, 9), 36);

export const isStamp = (text: unknown): text is Stamp =>
  typeof text === 'string' && text.length === 26 && /^[0-9a-z]{13}$/.test(text.slice(0, 13)) && isDeviceId(text.slice(13)) && stampToMs(text) < YEAR_2200;
