// Records of a CSV file (RFC 4180, and what programs really write): quotes, line ends inside them, commas or semicolons or
// tabs. Gives one record at a time with the line it begins in.
// Invariants: linear; an opening quote that is never closed spoils its own line only.

export interface CsvRecord {
  readonly cells: readonly string[];
  /** Line that it begins in, from 1. */
  readonly line: number;
  /** A quote was opened and never closed; the cells are those of its first line. */
  readonly unclosed: boolean;
}

/** The sign between cells: the one that stands most often in the first line, outside quotes. */
export const separatorOf = (text: string): ',' | ';' | '\t' => {
  const head = text
    .slice(0, 10_000)
    .split(/\r?\n/, 1)[0]!
    .replace(/"[^"]*"/g, '');
  const count = (sign: string): number => head.split(sign).length;
  return count(';') > count(',') ? ';' : count('\t') > count(',') ? '\t' : ',';
};

/** After so many unclosed quotes, quotes are no longer looked for past the end of a line. */
const MOST_UNCLOSED = 50;

export const csvRecords = function* (text: string, separator: string = separatorOf(text), mending = false): Generator<CsvRecord> {
  let at = 0;
  let line = 1;
  let unclosedSeen = 0;
  while (at < text.length) {
    const begun = { at, line };
    let cells: string[] = [];
    let unclosed = false;
    for (;;) {
      if (text[at] === '"') {
        let cell = '';
        let from = at + 1;
        let end = text.indexOf('"', from);
        while (end !== -1 && text[end + 1] === '"') {
          cell += text.slice(from, end + 1);
          from = end + 2;
          end = text.indexOf('"', from);
        }
        const lines = end !== -1 && text.slice(at, end).includes('\n');
        // A quote that closes lines further on, with signs behind it, is the opening one of another cell.
        const behind = lines
          ? text
              .slice(end + 1, end + 40)
              .split(separator, 1)[0]!
              .split('\n', 1)[0]!
          : '';
        const over = lines && (unclosedSeen >= MOST_UNCLOSED || behind.trim() !== '');
        if (end === -1 || over) {
          // Back to the start: this line alone, as if the quote closed at its end.
          unclosed = true;
          unclosedSeen += 1;
          const stop = text.indexOf('\n', begun.at);
          const only = text.slice(begun.at, stop === -1 ? text.length : stop).replace(/\r$/, '');
          const mended = mending ? undefined : csvRecords(`${only}"`, separator, true).next().value;
          cells = mended && !mended.unclosed ? [...mended.cells] : only.split(separator);
          at = stop === -1 ? text.length : stop;
          break;
        }
        cell += text.slice(from, end);
        for (let next = text.indexOf('\n', at); next !== -1 && next < end; next = text.indexOf('\n', next + 1)) line += 1;
        at = end + 1;
        // Signs after the closing quote belong to the cell all the same.
        const tail = pastPlain(text, at, separator);
        cells.push(cell + text.slice(at, tail));
        at = tail;
      } else {
        const end = pastPlain(text, at, separator);
        cells.push(text.slice(at, end));
        at = end;
      }
      if (text[at] !== separator) break;
      at += 1;
    }
    if (text[at] === '\r') at += 1;
    if (text[at] === '\n') at += 1;
    if (unclosed || cells.length > 1 || cells[0] !== '') yield { cells, line: begun.line, unclosed };
    line += 1;
  }
};

const pastPlain = (text: string, from: number, separator: string): number => {
  let at = from;
  while (at < text.length && text[at] !== separator && text[at] !== '\n' && !(text[at] === '\r' && text[at + 1] === '\n')) at += 1;
  return at;
};
