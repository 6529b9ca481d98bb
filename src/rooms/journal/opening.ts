// How a text begins, in plain words: for lists, quotes and file names. Signs of Markdown that pair up are left out; a
// star or a line between letters is the writer's own and stays (`2*3`, `snake_case`).
// Invariant: time grows with the letters read, whatever the text; no letter that a reader would see is left out.

/** Longer stretches between a pair of signs are not looked for. */
const PAIRED = /(?<![\p{L}\p{N}\\])([*_~`]{1,3})(?=\S)(.{1,300}?)(?<=\S)\1(?![\p{L}\p{N}])/gu;
const MARKER = /^\s*(?:#{1,6}\s+|>\s?|[-*+]\s+(?:\[[ xX]\]\s+)?|\d+[.)]\s+)+/;

/** A line that only draws: a rule across the page, the fence of a block. */
const DRAWN = /^\s*(?:(?:[-*_]\s*){3,}|(?:`{3}|~{3}).*)$/;

/** One line as a reader sees it. Most lines have no sign in them, and a palette reads thousands as one types. */
const asRead = (line: string): string => {
  if (DRAWN.test(line)) return '';
  let read = line.replace(MARKER, '');
  if (read.includes('](')) read = read.replace(/!\[[^\]]{0,500}\]\([^)]*\)/g, '').replace(/\[([^\]]{0,500})\]\([^)]*\)/g, '$1');
  if (/[*_~`]/.test(read)) read = read.replace(PAIRED, '$2');
  return read.trim();
};

const cutAt = (text: string, most: number): string => (text.length > most ? `${text.slice(0, most - 1).trimEnd()}…` : text);

/** Nobody reads further for a line of a list. */
const MOST_READ = 4000;
/** Of one line, so many letters past what is asked for: addresses of pictures and links take some. */
const BEYOND = 1000;

/** The first line that says something, without Markdown signs; at most `most` letters. */
export const firstLine = (text: string, most = 160): string => {
  const read = text.slice(0, MOST_READ);
  for (let start = 0; start <= read.length;) {
    const found = read.indexOf('\n', start);
    const end = found === -1 ? read.length : found;
    const plain = asRead(read.slice(start, Math.min(end, start + most + BEYOND)));
    if (plain !== '') return cutAt(plain, most);
    start = end + 1;
  }
  return '';
};

export interface Opening {
  /** The heading that the text begins with, or ''. */
  readonly title: string;
  /** What follows, its lines in a row. */
  readonly text: string;
}

/** The beginning of a text: the heading apart, and its next words; at most `most` letters together. */
export const openingOf = (text: string, most = 160): Opening => {
  let title = '';
  let words = '';
  for (const line of text.slice(0, MOST_READ).split('\n')) {
    const plain = asRead(line.slice(0, most + BEYOND));
    if (plain === '') continue;
    if (title === '' && words === '' && /^\s*#{1,6}\s/.test(line)) title = cutAt(plain, most);
    else words = words === '' ? plain : `${words} ${plain}`;
    if (title.length + words.length > most) break;
  }
  return { title, text: title.length + 2 > most ? '' : cutAt(words, most - title.length) };
};

/** A text as its plain words, a line for each line; a heading that ends without a sign of its own is set apart. */
export const plainWords = (text: string): string =>
  text
    .split('\n')
    .map((line) => {
      const plain = asRead(line);
      return /^\s*#{1,6}\s/.test(line) && /[\p{L}\p{N}]$/u.test(plain) ? `${plain} ·` : plain;
    })
    .join('\n')
    .trim();
