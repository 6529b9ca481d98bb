// Markdown as HTML that runs nothing: for the printable book and for Leap2A. By marked; raw HTML is shown as it was typed,
// addresses that run are left as words, and pictures stay words too, for what belongs to an entry is attached to it.
// Invariants: never throws (nesting that overflows, and texts too long to be laid out, come as plain paragraphs);
// what comes out is well-formed and holds no tag but those written here or by marked.

import { Marked, type Tokens } from 'marked';

export const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);

const MOST_LAID_OUT = 300_000;

const isSafeAddress = (address: string): boolean => /^(?:https?:|mailto:|tel:)/i.test(address.trim());

const marked = new Marked({
  async: false,
  gfm: true,
  breaks: true,
  // Without these two, what looks like a tag is text like any other.
  tokenizer: { html: () => undefined, tag: () => undefined },
  renderer: {
    link({ href, tokens }: Tokens.Link): string {
      const words = this.parser.parseInline(tokens);
      return isSafeAddress(href) ? `<a href="${escapeHtml(href)}">${words}</a>` : words;
    },
    image({ text }: Tokens.Image): string {
      return escapeHtml(text);
    },
    br(): string {
      return '<br/>';
    },
    hr(): string {
      return '<hr/>';
    },
    checkbox({ checked }: Tokens.Checkbox): string {
      return checked ? '☑ ' : '☐ ';
    },
  },
});

const plainParagraphs = (text: string): string =>
  text
    .split(/\n{2,}/)
    .filter((part) => part.trim() !== '')
    .map((part) => `<p>${escapeHtml(part.trim()).replace(/\n/g, '<br/>')}</p>`)
    .join('\n');

/** Signs that marked pairs up; the time it takes grows with the square of how many stand in one paragraph. */
const MOST_SIGNS = 1_500;
const SIGN = /[*_~`[\]<>!\\&|@:]/g;
const OWN_BLOCK = /^(?:[ \t]*(?:[-+*>|#]|\d{1,9}[.)][ \t])|[ \t]*$)/;

/** What marked would take very long over: thousands of signs in one paragraph, deep nesting, or a text like a long book. */
const isHeavy = (text: string): boolean => {
  if (text.length > MOST_LAID_OUT || /[ \t]{400}/.test(text)) return true;
  let signs = 0;
  let indented = 0;
  for (const line of text.split('\n')) {
    if (OWN_BLOCK.test(line)) signs = 0;
    signs += line.match(SIGN)?.length ?? 0;
    if (/^[ \t]{40}/.test(line)) indented += 1;
    if (signs > MOST_SIGNS || indented > 2_000 || /^(?:[ \t]*(?:>|[-+*]|\d{1,9}[.)])){30}/.test(line)) return true;
  }
  return false;
};

export const markdownToHtml = (text: string): string => {
  const plain = text.toWellFormed().replace(/\r\n?/g, '\n');
  if (isHeavy(plain)) return plainParagraphs(plain);
  try {
    return (marked.parse(plain) as string).trim();
  } catch {
    return plainParagraphs(plain);
  }
};
