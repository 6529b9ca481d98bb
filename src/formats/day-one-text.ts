// The text of a Day One entry as plain Markdown. Day One puts a backslash before almost every sign of punctuation
// ("Dublin\."), marks pictures and recordings by `![](dayone-moment://ID)`, links entries by `dayone2://view?entryId=ID`,
// and keeps a rich form (`richText`, a JSON of runs with attributes) that is all there is in some entries.
// Invariants: a backslash that keeps a sign from being Markdown stays; code stays as it is; linear in the text.

import type { Json } from '#core/record.ts';
import { escapeLineStart, escapeMarkdown } from './html-to-markdown.ts';
import { isJsonObject, listAt, numberAt, parseJson, textAt, valueAt, yesAt } from './json.ts';

const FENCE = /^ {0,3}(`{3,}|~{3,})/;
const LONGEST_RUN = 20;

/** Whether `\sign` says the same as `sign` here; `before` is the line so far, `after` what follows the sign. */
const needless = (sign: string, before: string, after: string): boolean => {
  const atStart = before.trim() === '';
  if (sign === '.') return !/^\s*\d{1,9}$/.test(before.slice(-20));
  if (sign === ')') return !/^\s*\d{1,9}$/.test(before.slice(-20));
  if (sign === '(') return !before.endsWith(']');
  if (sign === '!') return !/^\\?\[/.test(after);
  if (sign === '-' || sign === '+') return !(atStart && /^(?:\\?[-+]|\s|$)/.test(after));
  if (sign === '#' || sign === '>' || sign === '=') return !atStart;
  if (sign === '~') return !after.startsWith('~') && !after.startsWith('\\~') && !before.endsWith('~');
  if (sign === '_') return /[\p{L}\p{N}]$/u.test(before.slice(-2)) && /^[\p{L}\p{N}]/u.test(after);
  if (sign === '|') return !before.trimStart().startsWith('|') && !atStart;
  if (sign === '&') return !/^#?\w{1,32};/.test(after);
  return '{}:"\',;/?%@$^'.includes(sign);
};

const unescapedLine = (line: string): string => {
  if (!line.includes('\\')) return line;
  const unclosed = new Set<number>();
  const out: string[] = [];
  let from = 0;
  let at = 0;
  const keepTo = (end: number): void => {
    out.push(line.slice(from, end));
    from = end;
    at = end;
  };
  while (at < line.length) {
    const sign = line[at];
    if (sign === '`') {
      let end = at;
      while (line[end] === '`') end += 1;
      const run = end - at;
      const close = run > LONGEST_RUN || unclosed.has(run) ? -1 : line.indexOf('`'.repeat(run), end);
      if (close === -1) unclosed.add(run);
      keepTo(close === -1 ? end : close + run);
    } else if (sign === ']' && line[at + 1] === '(') {
      let end = at + 2;
      while (end < line.length && line[end] !== ')' && line[end] !== ' ') end += line[end] === '\\' ? 2 : 1;
      keepTo(Math.min(end, line.length));
    } else if (sign === '\\' && at + 1 < line.length) {
      keepTo(at);
      const next = line[at + 1]!;
      // A window of the line is enough; further in, the line has begun with something.
      if (needless(next, at > 40 ? `x${line.slice(at - 40, at)}` : line.slice(0, at), line.slice(at + 2, at + 40))) from = at + 1;
      at += 2;
    } else at += 1;
  }
  out.push(line.slice(from));
  return out.join('');
};

/** Day One's Markdown without the backslashes that say nothing. */
export const withoutNeedlessBackslashes = (text: string): string => {
  let fence = '';
  return text
    .split('\n')
    .map((line) => {
      const mark = FENCE.exec(line)?.[1];
      if (mark !== undefined && (fence === '' || (mark[0] === fence[0] && mark.length >= fence.length))) {
        fence = fence === '' ? mark : '';
        return line;
      }
      return fence === '' ? unescapedLine(line) : line;
    })
    .join('\n');
};

const MOMENT = /\]\(dayone-moment:\/{1,3}(?:([A-Za-z]{1,20})\/)?([0-9A-Za-z-]{1,64})\)/g;

/** Text without the places of pictures and recordings, and their ids in the order of the text. A line that held only such places goes, with one empty line before it. */
export const withoutMoments = (text: string): { readonly text: string; readonly ids: readonly string[] } => {
  if (!text.includes('dayone-moment:')) return { text, ids: [] };
  const ids: string[] = [];
  const kept: string[] = [];
  for (const line of text.split('\n')) {
    let out = '';
    let from = 0;
    for (const match of line.matchAll(MOMENT)) {
      const open = line.slice(Math.max(from, match.index - 300), match.index).lastIndexOf('![');
      if (open === -1) continue;
      out += line.slice(from, Math.max(from, match.index - 300) + open);
      from = match.index + match[0].length;
      ids.push(match[2]!);
    }
    if (from > 0 && (out + line.slice(from)).trim() === '') {
      if (kept.at(-1)?.trim() === '') kept.pop();
    } else kept.push(from === 0 ? line : out + line.slice(from));
  }
  return { text: kept.join('\n'), ids };
};

const ENTRY_LINK = /\[([^[\]\n]{1,300})\]\(dayone2?:\/{1,3}(?:view|edit)\?entryId=([0-9A-Za-z-]{1,64})[^)\s]{0,200}\)/g;

/** Links to other entries become their words; their ids are given apart. */
export const withoutEntryLinks = (text: string): { readonly text: string; readonly to: readonly string[] } => {
  if (!/\]\(dayone2?:/.test(text)) return { text, to: [] };
  const to: string[] = [];
  const plain = text
    .split('\n')
    .map((line) =>
      /\]\(dayone2?:/.test(line) && line.length < 100_000
        ? line.replace(ENTRY_LINK, (_, words: string, id: string) => {
            to.push(id);
            return words;
          })
        : line,
    )
    .join('\n');
  return { text: plain, to };
};

const inline = (text: string, attributes: Json | undefined): string => {
  const core = text.trim();
  const lead = text.slice(0, text.length - text.trimStart().length);
  const tail = text.slice(text.trimEnd().length);
  if (core === '') return text;
  if (yesAt(attributes, 'inlineCode')) return `${lead}\`${core}\`${tail}`;
  let out = escapeMarkdown(core);
  if (yesAt(attributes, 'italic')) out = `*${out}*`;
  if (yesAt(attributes, 'bold')) out = `**${out}**`;
  if (yesAt(attributes, 'strikethrough')) out = `~~${out}~~`;
  const link = textAt(attributes, 'linkURL');
  if (/^(?:https?|mailto|dayone2?):/i.test(link) && !/[\s()<>]/.test(link)) out = `[${out}](${link})`;
  return lead + out + tail;
};

const lineStart = (line: Json | undefined): string => {
  const header = numberAt(line, 'header') ?? 0;
  if (header >= 1 && header <= 6) return `${'#'.repeat(Math.floor(header))} `;
  const level = Math.min(10, Math.max(0, Math.floor(numberAt(line, 'indentLevel') ?? 1) - 1));
  const style = textAt(line, 'listStyle');
  if (style === 'bulleted') return `${'  '.repeat(level)}- `;
  if (style === 'checkbox') return `${'  '.repeat(level)}- [${yesAt(line, 'checked') ? 'x' : ' '}] `;
  if (style === 'numbered') return `${'   '.repeat(level)}${Math.max(0, Math.floor(numberAt(line, 'listIndex') ?? 1))}. `;
  return yesAt(line, 'quote') ? '> ' : '';
};

/** The rich form as Markdown, and the ids of what is embedded; empty when it is not understood. */
export const richToMarkdown = (rich: Json | undefined): { readonly text: string; readonly ids: readonly string[] } => {
  const parsed = typeof rich === 'string' ? parseJson(rich) : null;
  const root = parsed ? (parsed.ok ? parsed.value : undefined) : rich;
  if (!isJsonObject(root)) return { text: '', ids: [] };
  const ids: string[] = [];
  const lines: string[] = [];
  let current = '';
  let style: Json | undefined;
  let inCode = false;
  const flush = (): void => {
    const code = yesAt(style, 'codeBlock');
    if (code !== inCode) lines.push('```');
    inCode = code;
    const start = lineStart(style);
    lines.push(code ? current : current === '' ? '' : start === '' ? escapeLineStart(current) : start + current);
    current = '';
    style = undefined;
  };
  for (const run of listAt(root, 'contents')) {
    for (const object of listAt(run, 'embeddedObjects')) {
      if (current !== '') flush();
      // Below a line of words it would make a heading of them.
      if (textAt(object, 'type') === 'horizontalRuleLine') lines.push(...(lines.at(-1)?.trim() ? [''] : []), '---');
      else if (textAt(object, 'identifier') !== '') ids.push(textAt(object, 'identifier'));
    }
    const attributes = valueAt(run, 'attributes');
    const line = valueAt(attributes, 'line');
    textAt(run, 'text')
      .split('\n')
      .forEach((part, i) => {
        if (i > 0) flush();
        if (part !== '') current += yesAt(line, 'codeBlock') ? part : inline(part, attributes);
        if (part !== '' || i === 0) style = line ?? style;
      });
  }
  if (current !== '') flush();
  if (inCode) lines.push('```');
  return { text: lines.join('\n').trim().toWellFormed(), ids };
};
