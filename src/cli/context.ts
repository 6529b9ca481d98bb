// What every command is given: the environment, the streams, the words, the time, and a way to tidy up at the end.

import type { Moment } from '#rooms/journal/model.ts';
import type { HomePaths } from './home.ts';
import type { Terminal } from './terminal.ts';
import type { Words } from './words.ts';

export interface Context {
  readonly env: NodeJS.ProcessEnv;
  readonly paths: HomePaths;
  readonly terminal: Terminal;
  /** Path of the program itself, to start the agent with. */
  readonly main: string;
  /** Loaded when first asked for. */
  words(): Promise<Words>;
  now(): Moment;
  /** Offset of the clock of this place at a local moment, `±HH:MM`. */
  zoneAt(when: string): string;
  /** Run when the command is over, the last one first; also when a signal ends it. */
  onEnd(work: () => unknown): void;
}

const two = (value: number): string => String(Math.abs(value)).padStart(2, '0');

const offsetOf = (date: Date): string => {
  const minutes = -date.getTimezoneOffset();
  return minutes === 0 ? 'Z' : `${minutes < 0 ? '-' : '+'}${two(Math.trunc(minutes / 60))}:${two(Math.round(minutes % 60))}`;
};

/** The moment on the clock of this place. */
export const momentOf = (date: Date): Moment => ({
  when: `${String(date.getFullYear()).padStart(4, '0')}-${two(date.getMonth() + 1)}-${two(date.getDate())}T${two(date.getHours())}:${two(date.getMinutes())}`,
  zone: offsetOf(date),
  instant: date.toISOString(),
});

/** The day of an instant, on the clock of this place. */
export const dayOfInstant = (instant: string): string => momentOf(new Date(instant)).when.slice(0, 10);

export const zoneAt = (when: string): string => offsetOf(new Date(when.length === 10 ? `${when}T12:00` : when));
