// The steps of a practice as one types them: a line each, with a time before it where it has one (`2:00 One of you speaks`).
// The same lines stand in a file. Invariants: a line without a time is a step that ends when one says so; reading what was
// written gives the same steps; no line is lost.

/** A part of a practice. */
export interface Step {
  readonly text: string;
  /** How long it takes; null: until one goes on. */
  readonly seconds: number | null;
  /** The same for who sits, lies or moves with a wheelchair. */
  readonly seated?: string;
}

export const MOST_STEPS = 40;
/** Seconds: four hours. */
const LONGEST = 4 * 3600;

const TIMED = /^\(?(\d{1,3}):([0-5]\d)\)?[ \t]+(\S.*)$/;
const MINUTES = /^\(?(\d{1,3}) ?(min|m|′|'|s|sec)\.?\)?[ \t:]+(\S.*)$/iu;

const toDigits = (line: string): string => line.replace(/[\u0660-\u0669\u06f0-\u06f9]/g, (digit) => String((digit.codePointAt(0)! - (digit >= '\u06f0' ? 0x06f0 : 0x0660)) % 10));

/** The time before a step and the rest of its words. A time of nothing, or of more than four hours, is words. */
export const stepOfLine = (line: string): Step => {
  const text = line.trim();
  // Digits are read in any script, and the words stay as they were typed.
  const head = toDigits(text.slice(0, 12)) + text.slice(12);
  const timed = TIMED.exec(head);
  const typed = timed ? null : MINUTES.exec(head);
  const seconds = timed ? Number(timed[1]) * 60 + Number(timed[2]) : typed ? Number(typed[1]) * (/^s/i.test(typed[2]!) ? 1 : 60) : 0;
  if (seconds <= 0 || seconds > LONGEST) return { text, seconds: null };
  return { text: text.slice(text.length - (timed ? timed[3]! : typed![3]!).length), seconds };
};

/** `90` as `1:30`. */
export const clock = (seconds: number): string => `${Math.floor(seconds / 60)}:${String(Math.floor(seconds % 60)).padStart(2, '0')}`;

/** Lines as steps; empty lines are none. What is beyond the fortieth is kept in it. */
export const stepsOf = (text: string): Step[] => {
  const lines = text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
  const kept = lines.length > MOST_STEPS ? [...lines.slice(0, MOST_STEPS - 1), lines.slice(MOST_STEPS - 1).join(' ')] : lines;
  return kept.map(stepOfLine);
};

export const stepsToText = (steps: readonly Step[]): string => steps.map(({ text, seconds }) => (seconds === null ? text : `${clock(seconds)} ${text}`)).join('\n');
