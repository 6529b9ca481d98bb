// Markdown as HTML that runs nothing: for the printable book and for Leap2A. By marked; raw HTML is shown as it was typed,
// addresses that run are left as words, and pictures stay words too, for what belongs to an entry is attached to it.
// Invariants: never throws (nesting that overflows, and texts too long to be laid out, come as plain paragraphs);
// what comes out is well-formed and holds no tag but those written here or by marked.

import { Marked, type Tokens } from 'marked';
import { isHeavyMarkdown } from '#core/markdown-weight.ts';

export const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);

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

export const markdownToHtml = (text: string): string => {
  const plain = text.toWellFormed().replace(/\r\n?/g, '\n');
  if (isHeavyMarkdown(plain)) return plainParagraphs(plain);
  try {
    return (marked.parse(plain) as string).trim();
  } catch {
    return plainParagraphs(plain);
  }
};
