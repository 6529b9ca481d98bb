// The clock of a guided practice. What is kept is only what was pressed last (which step, since when, how much of it was over
// already); everything shown follows from that and from the time now. So a tab that slept, or was thrown away, knows where it is.
// Invariants: looking changes nothing; a clock that is set back never takes a step away; a step without a time waits for the person.

/** What was pressed last. */
export interface Play {
  /** The step it was in. */
  readonly at: number;
  /** Milliseconds of the clock since which it runs; null while it rests. */
  readonly since: number | null;
  /** Milliseconds of that step that were over then. */
  readonly gone: number;
}

export interface PlayNow {
  /** The step it is in; the number of steps when it is over. */
  readonly at: number;
  /** Milliseconds of this step. */
  readonly gone: number;
  /** Milliseconds that this step still has; null where it waits for the person. */
  readonly left: number | null;
  readonly isRunning: boolean;
  readonly isOver: boolean;
}

/** Seconds of each step; null for one that waits. */
export type Times = readonly (number | null)[];

export const begin = (now: number): Play => ({ at: 0, since: now, gone: 0 });

export const playNow = ({ at: from, since, gone: before }: Play, times: Times, now: number): PlayNow => {
  let at = Math.max(0, Math.min(from, times.length));
  let gone = before + (since === null ? 0 : Math.max(0, now - since));
  for (; at < times.length; at++) {
    const seconds = times[at]!;
    if (seconds === null || gone < seconds * 1000) break;
    gone -= seconds * 1000;
  }
  const isOver = at >= times.length;
  const seconds = isOver ? null : times[at]!;
  return { at, gone: isOver ? 0 : gone, left: seconds === null ? null : seconds * 1000 - gone, isRunning: since !== null && !isOver, isOver };
};

export const pause = (play: Play, times: Times, now: number): Play => {
  const { at, gone } = playNow(play, times, now);
  return { at, since: null, gone };
};

export const goOn = (play: Play, now: number): Play => (play.since === null ? { ...play, since: now } : play);

/** To the next step. One that rests goes on resting there. */
export const skip = (play: Play, times: Times, now: number): Play => {
  const { at } = playNow(play, times, now);
  return { at: Math.min(at + 1, times.length), since: play.since === null ? null : now, gone: 0 };
};

/** Milliseconds from now at which a step ends by itself, and so the bell rings: until one that waits, or the end. */
export const bellsAhead = (play: Play, times: Times, now: number): number[] => {
  const { at, left, isRunning } = playNow(play, times, now);
  if (!isRunning || left === null) return [];
  const bells = [left];
  for (let next = at + 1; next < times.length && times[next] !== null; next++) bells.push(bells.at(-1)! + times[next]! * 1000);
  return bells;
};

export const playToText = ({ at, since, gone }: Play): string => JSON.stringify([at, since, gone]);

/** Null for anything that was not written by `playToText`. */
export const playOfText = (text: string): Play | null => {
  try {
    const [at, since, gone] = JSON.parse(text) as unknown[];
    const isCount = (value: unknown): value is number => typeof value === 'number' && Number.isFinite(value) && value >= 0;
    return isCount(at) && Number.isInteger(at) && (since === null || isCount(since)) && isCount(gone) ? { at, since, gone } : null;
  } catch {
    return null;
  }
};
