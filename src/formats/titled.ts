// Kith's entries have no title: a title from elsewhere becomes the first heading of the text.

import { firstLine } from '#rooms/journal/opening.ts';
import { escapeMarkdown } from './html-to-markdown.ts';

/** Text below its title; the title is left out where the text begins with it already, or where it says nothing. */
export const withTitle = (title: string, text: string): string => {
  const plain = title.replace(/\s+/gu, ' ').trim();
  const body = text.trim();
  if (plain === '') return body;
  if (firstLine(body) === plain) return body;
  return body === '' ? `# ${escapeMarkdown(plain)}` : `# ${escapeMarkdown(plain)}\n\n${body}`;
};
