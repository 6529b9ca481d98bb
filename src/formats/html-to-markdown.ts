// HTML to Markdown, small on purpose: what journals hold (headings, lists, emphasis, links, quotes, code, tables, line breaks)
// and nothing that runs. Scripts, styles and frames are dropped; images are given back apart, for they become attachments.
// Invariants: what was plain text stays plain text (signs that Markdown would read are escaped); time and the length of what
// comes out are bounded by the length of what goes in, however deep it is nested. Markdown as in CommonMark 0.31.

import { isElement, parseMarkup, textWithin, type MarkupElement, type MarkupNode } from './markup-tree.ts';

export interface ImageReference {
  /** As written: a relative path, an address, or a data URL. */
  readonly source: string;
  readonly alt: string;
}

export interface MarkdownFromHtml {
  readonly text: string;
  readonly images: readonly ImageReference[];
  /** True when it was nested so deeply that the rest was kept as plain text. */
  readonly cut: boolean;
}

const DROPPED = new Set(['script', 'style', 'head', 'title', 'template', 'noscript', 'iframe', 'object', 'embed', 'svg', 'select', 'canvas', 'audio', 'video']);
const BLOCKS = new Set(
  'address article aside blockquote body center dd details dialog div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 header hr html li main nav ol p pre section summary table tbody td tfoot th thead tr ul caption'.split(
    ' ',
  ),
);
const SIGNS: Readonly<Record<string, string>> = { b: '**', strong: '**', i: '*', em: '*', cite: '*', del: '~~', s: '~~', strike: '~~' };
/** Quotes and lists deeper than this stand at this depth: prefixes would otherwise outgrow the text. */
const MOST_PREFIXES = 16;

/** Plain text as Markdown that shows the same, for text inside a line. */
export const escapeMarkdown = (text: string): string =>
  SIGN.test(text)
    ? text
        .replace(/[\\`]|(?<!\s)\*|\*(?!\s)/g, '\\$&')
        .replace(/(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu, '\\_')
        .replace(text.indexOf('~') === text.lastIndexOf('~') ? /(?!)/ : /~/g, '\\~')
        .replace(/\]\(/g, ']\\(')
        .replace(/<(?=[a-z/!?])/gi, '\\<')
        .replace(/&(?=#?[a-z0-9]{1,31};)/gi, '&amp;')
    : text;
/** What may have to be escaped at all. */
const SIGN = /[\\`*_~\]<&]/;

/** A line's first signs escaped where they would begin a heading, a list, a quote or a rule. */
export const escapeLineStart = (line: string): string =>
  line.replace(/^(?:#{1,6}(?=\s|$)|>|[-+*](?=\s|$)|-(?=-)|=(?==)|\[(?=[^\]\n]{1,200}\]:))/, '\\$&').replace(/^(\d{1,9})([.)])(?=\s|$)/, '$1\\$2');

const addressOf = (text: string): string => {
  const plain = text.trim().replace(/[\u0000-\u0020<>\\]/g, (c) => `%${c.charCodeAt(0).toString(16).padStart(2, '0')}`);
  return /[()]/.test(plain) ? `<${plain}>` : plain;
};

/** Only addresses that are read and not run. */
const isSafeAddress = (address: string): boolean => {
  const scheme = /^\s*([a-z][a-z0-9+.-]{0,30}):/i.exec(address.replace(/[\u0000-\u001f]/g, ''));
  return scheme === null || ['http', 'https', 'mailto', 'tel'].includes(scheme[1]!.toLowerCase());
};

const fenceFor = (text: string, least: number): string => {
  let longest = 0;
  for (const run of text.match(/`+/g) ?? []) longest = Math.max(longest, run.length);
  return '`'.repeat(Math.max(least, longest + 1));
};

interface Inline {
  readonly signs: ReadonlySet<string>;
  readonly inLink: boolean;
  /** False inside headings and table cells, where a line cannot break. */
  readonly breaks: boolean;
}

const PLAIN: Inline = { signs: new Set(), inLink: false, breaks: true };

/** A whole document or a piece of one. */
export const htmlToMarkdown = (html: string): MarkdownFromHtml => {
  const { root, cut } = parseMarkup(html, 'html');
  return { ...markupToMarkdown(root), cut };
};

/** Plain text, its lines and empty lines kept, as Markdown that shows the same. */
export const plainToMarkdown = (text: string): string => {
  const lines = text.split(/\r\n?|\n/);
  const children: MarkupNode[] = lines.flatMap((line, i) => (i === 0 ? [line] : [LINE_BREAK, line]));
  return markupToMarkdown({ name: '', attributes: new Map(), children }).text;
};

const LINE_BREAK: MarkupElement = { name: 'br', attributes: new Map(), children: [] };

/** The same of markup already read. Elements for which `leaveOut` holds are passed over. */
export const markupToMarkdown = (root: MarkupElement, leaveOut: (element: MarkupElement) => boolean = () => false): Omit<MarkdownFromHtml, 'cut'> => {
  const images: ImageReference[] = [];
  const lines: string[] = [];
  const prefixes: string[] = [];
  const withBlock = new Map<MarkupElement, boolean>();
  let marker: string | null = null;
  let listDepth = 0;
  let wantsBlank = false;
  let run = '';

  const isLeftOut = (element: MarkupElement): boolean => DROPPED.has(element.name) || leaveOut(element);

  const holdsBlock = (element: MarkupElement): boolean => {
    const known = withBlock.get(element);
    if (known !== undefined) return known;
    const holds = element.children.some((child) => isElement(child) && (BLOCKS.has(child.name) || holdsBlock(child)));
    withBlock.set(element, holds);
    return holds;
  };

  const emit = (line: string): void => {
    const prefix = prefixes.join('');
    if (marker !== null) {
      lines.push(`${prefix.slice(0, prefix.length - marker.length)}${marker}${line}`);
      marker = null;
    } else lines.push(line === '' ? prefix.trimEnd() : prefix + line);
  };
  const blankBefore = (): void => {
    if (wantsBlank && lines.length > 0 && marker === null) emit('');
    wantsBlank = false;
  };

  const image = (element: MarkupElement, inline: Inline): string => {
    const source = element.attributes.get('src') ?? element.attributes.get('data-src') ?? '';
    const alt = (element.attributes.get('alt') ?? '').replace(/\s+/g, ' ').trim();
    if (source === '') return '';
    images.push({ source, alt });
    // An image on the net stays a link: showing it would tell its host who reads.
    return /^https?:/i.test(source.trim()) && !inline.inLink ? `[${escapeMarkdown(alt === '' ? source.trim() : alt).replace(/[[\]]/g, '\\$&')}](${addressOf(source)})` : '';
  };

  const inlineOf = (node: MarkupNode, inline: Inline): string => {
    if (typeof node === 'string') return escapeMarkdown(node.replace(/[\s\u00a0]+/g, ' '));
    if (isLeftOut(node)) return '';
    const { name } = node;
    if (name === 'br') return inline.breaks ? '\n' : ' ';
    if (name === 'img') return image(node, inline);
    if (name === 'input') return node.attributes.get('type')?.toLowerCase() === 'checkbox' ? (node.attributes.has('checked') ? '[x] ' : '[ ] ') : '';
    if (name === 'code' || name === 'kbd' || name === 'samp' || name === 'tt') {
      const code = textWithin(node)
        .replace(/[\s\u00a0]+/g, ' ')
        .trim();
      if (code === '') return '';
      const fence = fenceFor(code, 1);
      return code.startsWith('`') || code.endsWith('`') ? `${fence} ${code} ${fence}` : `${fence}${code}${fence}`;
    }
    const sign = SIGNS[name];
    if (sign !== undefined && !inline.signs.has(sign)) return wrapped(childrenOf(node, { ...inline, signs: new Set([...inline.signs, sign]) }), sign, sign);
    const href = name === 'a' && !inline.inLink ? (node.attributes.get('href') ?? '') : '';
    if (href !== '' && isSafeAddress(href)) {
      const inside = childrenOf(node, { ...inline, inLink: true, breaks: false });
      if (inside.trim() === '') return inside;
      return wrapped(inside.replace(/[[\]]/g, '\\$&'), '[', `](${addressOf(href)})`);
    }
    const inside = childrenOf(node, inline);
    return BLOCKS.has(name) ? ` ${inside} ` : inside;
  };

  const childrenOf = (node: MarkupElement, inline: Inline): string => {
    let out = '';
    for (const child of node.children) out += inlineOf(child, inline);
    return out;
  };

  /** Signs must touch what they mark: the space goes outside. */
  const wrapped = (inside: string, before: string, after: string): string => {
    const bare = inside.trim();
    if (bare === '') return inside;
    const start = inside.length - inside.trimStart().length;
    return `${inside.slice(0, start)}${before}${bare}${after}${inside.slice(start + bare.length)}`;
  };

  const endRun = (): void => {
    const text = run;
    run = '';
    if (text.trim() === '') return;
    blankBefore();
    const parts = text.trim().split('\n');
    parts.forEach((part, i) => {
      const line = part.replace(/ {2,}/g, ' ').trim();
      // A second break in a row ends the paragraph, as it does to the eye.
      emit(line === '' ? '' : escapeLineStart(line) + (i < parts.length - 1 && parts[i + 1]!.trim() !== '' ? '  ' : ''));
    });
    wantsBlank = true;
  };

  const held = (prefix: string, body: () => void): void => {
    const deep = prefixes.length >= MOST_PREFIXES;
    if (!deep) prefixes.push(prefix);
    body();
    if (!deep) prefixes.pop();
  };

  const list = (element: MarkupElement): void => {
    const start = Number.parseInt(element.attributes.get('start') ?? '1', 10);
    let number = Number.isFinite(start) && start >= 0 && start < 1e8 ? start : 1;
    let first = true;
    for (const child of element.children) {
      if (!isElement(child)) run += inlineOf(child, PLAIN);
      else if (child.name !== 'li') block(child);
      else if (!isLeftOut(child)) {
        endRun();
        const sign = element.name === 'ol' ? `${number++}. ` : '- ';
        if (prefixes.length >= MOST_PREFIXES) {
          wantsBlank = false;
          blocks(child);
          endRun();
          continue;
        }
        // Items stand close together; only the first is set apart from what was before.
        if (first && listDepth === 1) blankBefore();
        wantsBlank = false;
        first = false;
        held(' '.repeat(sign.length), () => {
          if (marker !== null) emit('');
          marker = sign;
          blocks(child);
          endRun();
          if (marker === sign) marker = null;
        });
      }
    }
    endRun();
    wantsBlank = true;
  };

  const table = (element: MarkupElement): void => {
    const rows = rowsOf(element);
    if (rows.length === 0) return;
    const cells = rows.map((row) =>
      row.children
        .filter((cell): cell is MarkupElement => isElement(cell) && (cell.name === 'td' || cell.name === 'th'))
        .map((cell) =>
          childrenOf(cell, { ...PLAIN, breaks: false })
            .replace(/\s+/g, ' ')
            .trim()
            .replace(/\|/g, '\\|'),
        ),
    );
    const width = cells[0]!.length;
    if (width < 2 || cells.length < 2) {
      for (const row of cells)
        for (const cell of row) {
          run += cell;
          endRun();
        }
      return;
    }
    blankBefore();
    cells.forEach((row, i) => {
      emit(`| ${row.join(' | ')} |`);
      if (i === 0) emit(`|${' --- |'.repeat(width)}`);
    });
    wantsBlank = true;
  };

  const block = (element: MarkupElement): void => {
    if (isLeftOut(element)) return;
    const { name } = element;
    if (!BLOCKS.has(name) && !holdsBlock(element)) {
      run += inlineOf(element, PLAIN);
      return;
    }
    // What a box to tick stands before belongs to its line.
    if (!/^\[[ x]\] *$/.test(run) || (name !== 'p' && name !== 'div')) endRun();
    if (/^h[1-6]$/.test(name)) {
      const text = childrenOf(element, { ...PLAIN, breaks: false })
        .replace(/\s+/g, ' ')
        .trim();
      if (text !== '') {
        blankBefore();
        emit(`${'#'.repeat(Number(name[1]))} ${text}`);
        wantsBlank = true;
      }
    } else if (name === 'hr') {
      blankBefore();
      emit('---');
      wantsBlank = true;
    } else if (name === 'pre') {
      const code = textWithin(element).replace(/\r\n?/g, '\n').replace(/^\n/, '').trimEnd();
      if (code !== '') {
        blankBefore();
        const fence = fenceFor(code, 3);
        for (const line of [fence, ...code.split('\n'), fence]) emit(line);
        wantsBlank = true;
      }
    } else if (name === 'ul' || name === 'ol') {
      listDepth++;
      list(element);
      listDepth--;
    } else if (name === 'blockquote') {
      blankBefore();
      held('> ', () => {
        blocks(element);
        endRun();
      });
      wantsBlank = true;
    } else if (name === 'table') table(element);
    else {
      blocks(element);
      endRun();
    }
  };

  const blocks = (element: MarkupElement): void => {
    for (const child of element.children) {
      if (isElement(child)) block(child);
      else run += inlineOf(child, PLAIN);
    }
  };

  blocks(root);
  endRun();
  return { text: lines.join('\n').trim(), images };
};

const rowsOf = (table: MarkupElement): MarkupElement[] =>
  table.children.flatMap((child) => (!isElement(child) ? [] : child.name === 'tr' ? [child] : ['tbody', 'thead', 'tfoot'].includes(child.name) ? rowsOf(child) : []));
