// Text in columns: how wide it stands on a terminal, wrapped at words, cut with an ellipsis, coloured.
// East Asian wide letters and emoji take two columns, marks that sit on a letter none (UAX 11, UAX 29).

const WIDE =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\ua960-\ua97f\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|[\u{1f300}-\u{1f64f}\u{1f680}-\u{1f6ff}\u{1f900}-\u{1faff}\u{20000}-\u{3fffd}]/u;
const NARROW = /^[\u0020-\u007e\u00a0-\u02ff\u0370-\u058f]*$/;
const ZERO = /^[\p{Mn}\p{Me}\p{Cf}]+$/u;

let segmenter: Intl.Segmenter | null = null;
const graphemesOf = (text: string): string[] => {
  segmenter ??= new Intl.Segmenter();
  return Array.from(segmenter.segment(text), ({ segment }) => segment);
};

const widthOfGrapheme = (grapheme: string): number => (ZERO.test(grapheme) ? 0 : WIDE.test(grapheme) ? 2 : 1);

/** Columns that a text of one line takes. */
export const columnsOf = (text: string): number => (NARROW.test(text) ? text.length : graphemesOf(text).reduce((sum, grapheme) => sum + widthOfGrapheme(grapheme), 0));

/** At most so many columns; what is cut off is said by an ellipsis. */
export const cutTo = (text: string, columns: number): string => {
  if (columnsOf(text) <= columns) return text;
  let out = '';
  let used = 0;
  for (const grapheme of graphemesOf(text)) {
    used += widthOfGrapheme(grapheme);
    if (used > columns - 1) break;
    out += grapheme;
  }
  return `${out.trimEnd()}…`;
};

/** Fills up with spaces to so many columns. */
export const padTo = (text: string, columns: number): string => text + ' '.repeat(Math.max(0, columns - columnsOf(text)));

/** Breaks lines at spaces so that none is wider; a longer word is broken where the line ends. Lines keep their indent. */
export const wrap = (text: string, columns: number): string =>
  text
    .split('\n')
    .map((line) => wrapLine(line, Math.max(10, columns)))
    .join('\n');

const wrapLine = (line: string, columns: number): string => {
  if (columnsOf(line) <= columns) return line;
  const indent = ' '.repeat(Math.min(columns >> 1, /^ */.exec(line)![0].length));
  const room = columns - indent.length;
  const out: string[] = [];
  let now = '';
  let used = 0;
  for (const word of line.trim().split(/ +/)) {
    const width = columnsOf(word);
    if (used > 0 && used + 1 + width <= room) {
      now += ` ${word}`;
      used += 1 + width;
      continue;
    }
    if (used > 0) out.push(now);
    now = word;
    used = width;
    while (used > room) {
      let head = '';
      let taken = 0;
      for (const grapheme of graphemesOf(now)) {
        const next = widthOfGrapheme(grapheme);
        if (taken + next > room) break;
        head += grapheme;
        taken += next;
      }
      out.push(head);
      now = now.slice(head.length);
      used -= taken;
    }
  }
  if (now !== '') out.push(now);
  return out.map((one) => indent + one).join('\n');
};

export interface Paint {
  strong(text: string): string;
  dim(text: string): string;
  /** For names: topics, people, areas. */
  name(text: string): string;
}

const paintWith = (on: number, off: number) => (text: string) => (text === '' ? '' : `\u001b[${on}m${text}\u001b[${off}m`);
const plain = (text: string): string => text;

export const paintOf = (colour: boolean): Paint =>
  colour ? { strong: paintWith(1, 22), dim: paintWith(2, 22), name: paintWith(36, 39) } : { strong: plain, dim: plain, name: plain };
