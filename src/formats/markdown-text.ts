// What stands in the text of a note: embedded pictures and sound, `#tags`, the outline of Logseq with its properties.
// Code is left alone everywhere. Every function is linear in the length of the text, whatever it holds (a ten-megabyte
// line of `![![![` included): signs are found by `indexOf`, and a sign that was not found is not looked for again.

export interface Embed {
  /** From and to in the line. */
  readonly from: number;
  readonly to: number;
  readonly target: string;
  readonly caption: string;
  /** `![[…]]`, which may also show another note. */
  readonly wiki: boolean;
}

const SIZE = /^\d{1,5}(?:x\d{1,5})?$/;

/** Finds a sign at or after a place; places only grow, and what was found once is not looked for again. */
const finder = (line: string, sign: string): ((from: number) => number) => {
  let held = -2;
  return (from) => {
    if (held !== -1 && held < from) held = line.indexOf(sign, from);
    return held;
  };
};

const MOST_TARGET = 600;

/** Embedded files of one line: `![caption](path "title")`, `![[file|size]]`. */
export const embedsIn = (line: string): Embed[] => {
  const found: Embed[] = [];
  const wikiEnd = finder(line, ']]');
  const linkMiddle = finder(line, '](');
  const linkEnd = finder(line, ')');
  for (let at = line.indexOf('!['); at !== -1; at = line.indexOf('![', at)) {
    if (line[at + 2] === '[') {
      const end = wikiEnd(at + 3);
      const near = end !== -1 && end - at < MOST_TARGET;
      if (near) {
        const [path = '', ...rest] = line.slice(at + 3, end).split('|');
        const caption = rest.at(-1)?.trim() ?? '';
        found.push({ from: at, to: end + 2, target: path.split('#')[0]!.trim(), caption: SIZE.test(caption) ? '' : caption, wiki: true });
      }
      at = near ? end + 2 : at + 3;
      continue;
    }
    const middle = linkMiddle(at + 2);
    if (middle === -1 || linkEnd(middle + 2) === -1) {
      at += 2;
      continue;
    }
    if (linkEnd(middle + 2) - middle > MOST_TARGET) {
      at = middle + 2;
      continue;
    }
    const open = line.lastIndexOf('![', middle);
    let end = middle + 2;
    let depth = 1;
    const angled = line[end] === '<';
    for (const most = Math.min(line.length, middle + MOST_TARGET); end < most && depth > 0; end += 1) {
      const sign = line[end];
      if (angled ? sign === '>' : sign === ')') depth -= 1;
      else if (!angled && sign === '(') depth += 1;
      else if (sign === '\\') end += 1;
    }
    if (angled && depth === 0) {
      const close = line.slice(end, end + 1000).indexOf(')');
      depth = close === -1 ? 1 : 0;
      end += close + 1;
    }
    if (depth === 0 && open >= at) {
      const inner = line.slice(middle + 2, end - 1).trim();
      const target = angled ? inner.slice(1, Math.max(1, inner.lastIndexOf('>'))) : inner.replace(/\s+["'(].{0,500}$/s, '');
      const caption = line
        .slice(open + 2, middle)
        .split('|')[0]!
        .trim();
      found.push({ from: open, to: end, target: target.trim(), caption: SIZE.test(caption) ? '' : caption, wiki: false });
      at = end;
    } else at = Math.max(middle + 2, at + 2);
  }
  return found;
};

const FENCE = /^ {0,3}(?:[-*+] +)?(`{3,}|~{3,})/;

/** Walks the lines of a text and tells of each whether it is inside a block of code. */
export const linesWithCode = function* (text: string): Generator<{ readonly line: string; readonly code: boolean; readonly number: number }> {
  let fence = '';
  let number = 0;
  for (let start = 0; start <= text.length;) {
    const next = text.indexOf('\n', start);
    const line = text.slice(start, next === -1 ? text.length : next);
    number += 1;
    const mark = FENCE.exec(line)?.[1];
    const turns = mark !== undefined && (fence === '' || (mark[0] === fence[0] && mark.length >= fence.length));
    yield { line, code: fence !== '' || turns, number };
    if (turns) fence = fence === '' ? mark : '';
    if (next === -1) return;
    start = next + 1;
  }
};

const TAG = /(?<![\p{L}\p{N}\p{M}_/#&;)\]"'=(\\-])#(?:\[\[([^[\]\n]{1,100})\]\]|([\p{L}\p{N}\p{M}_/-]{1,100}))/gu;

/** `#tags` as Obsidian, Logseq and memos know them: at the start of a word, not of digits alone, not in code. */
export const hashTagsIn = (text: string, most = 500): string[] => {
  if (!text.includes('#')) return [];
  const tags = new Set<string>();
  for (const { line, code } of linesWithCode(text)) {
    if (code || !line.includes('#')) continue;
    for (const match of line.replace(/`[^`]*`/g, ' ').matchAll(TAG)) {
      const tag = (match[1] ?? match[2]!).replace(/[/-]+$/, '').trim();
      if (tag !== '' && !/^[\d/_-]+$/.test(tag)) tags.add(tag);
    }
    if (tags.size >= most) break;
  }
  return [...tags].slice(0, most);
};

const PROPERTY = /^\s*(?:[-*] +)?([\p{L}\p{N}][\p{L}\p{N}_./-]{0,60}):: ?(.*)$/u;
const HOUSEKEEPING = /^(?:id|collapsed|created-at|updated-at|heading|background-color|hl-.*|ls-.*|logseq\..*|card-.*|query-.*|template|template-.*|icon|file|file-path)$/;

/** A page of Logseq: its page properties apart, its outline without housekeeping properties and logbooks. */
export const readOutline = (text: string): { readonly properties: ReadonlyMap<string, string>; readonly text: string } => {
  const properties = new Map<string, string>();
  const kept: string[] = [];
  let atTop = true;
  let drawer = false;
  for (const { line, code } of linesWithCode(text)) {
    if (!code && /^\s*:(?:LOGBOOK|PROPERTIES):\s*$/.test(line)) drawer = true;
    if (drawer) {
      if (/^\s*:END:\s*$/.test(line)) drawer = false;
      continue;
    }
    const property = code ? null : PROPERTY.exec(line.slice(0, 2000));
    if (property && atTop && (!/^\s*[-*] /.test(line) || properties.size === 0)) {
      if (!HOUSEKEEPING.test(property[1]!) && !properties.has(property[1]!)) properties.set(property[1]!, property[2]!.trim());
      continue;
    }
    if (line.trim() !== '') atTop = false;
    if (property && HOUSEKEEPING.test(property[1]!)) {
      if (/^\s*[-*] /.test(line)) kept.push(line.slice(0, line.search(/[-*] /) + 1));
      continue;
    }
    kept.push(line);
  }
  const said = kept.some((line) => !/^[\s#*-]*$/.test(line));
  return { properties, text: said ? kept.join('\n') : '' };
};
