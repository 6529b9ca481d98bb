// Markdown in and out of the editor, letter by letter: no escapes, no entities, a new line stays a new line, what the
// editor does not know stays text. So that what was typed is what is kept.
// Invariants: `survives` is true only for a text that comes out exactly as it went in; what `fromEditor` gives holds
// every letter that stands in the editor, whatever becomes of its form.

import { mergeAttributes, Node, type Extensions, type JSONContent } from '@tiptap/core';
import { MarkdownManager } from '@tiptap/markdown';
import StarterKit from '@tiptap/starter-kit';
import { Marked } from 'marked';

/** A line break inside a paragraph: one new line, as the page reads it. Shift and Enter; Ctrl and Enter save. */
const LineBreak = Node.create({
  name: 'hardBreak',
  markdownTokenName: 'br',
  inline: true,
  group: 'inline',
  selectable: false,
  linebreakReplacement: true,
  parseHTML: () => [{ tag: 'br' }],
  renderHTML: ({ HTMLAttributes }) => ['br', mergeAttributes(HTMLAttributes)],
  renderText: () => '\n',
  renderMarkdown: () => '\n',
  parseMarkdown: () => ({ type: 'hardBreak' }),
  addKeyboardShortcuts() {
    return { 'Shift-Enter': () => this.editor.commands.insertContent({ type: 'hardBreak' }) };
  },
});

export const extensions: Extensions = [
  StarterKit.configure({ underline: false, hardBreak: false, trailingNode: false, link: { openOnClick: false, autolink: false, linkOnPaste: false } }),
  LineBreak,
];

// Bare addresses, HTML, definitions and indented code stay the letters they are.
const plainer = new Marked({
  gfm: true,
  breaks: true,
  tokenizer: { url: () => undefined, html: () => undefined, tag: () => undefined, def: () => undefined, lheading: () => undefined, code: () => undefined },
});

class PlainManager extends MarkdownManager {}
(PlainManager.prototype as unknown as { encodeTextForMarkdown: (text: string) => string }).encodeTextForMarkdown = (text) => text;

const manager = new PlainManager({ extensions, marked: plainer as never, markedOptions: { gfm: true, breaks: true } });

export const toEditor = (markdown: string): JSONContent => manager.parse(markdown);

const texts = (node: JSONContent): string[] => (node.type === 'text' ? (node.text ?? '').split(/\s+/) : (node.content ?? []).flatMap(texts));

const paragraphs = (node: JSONContent): string =>
  node.type === 'text'
    ? (node.text ?? '')
    : node.type === 'hardBreak'
      ? '\n'
      : (node.content ?? []).map(paragraphs).join(node.content?.[0]?.type === 'text' || node.content?.[0]?.type === 'hardBreak' ? '' : '\n\n');

/** What the editor holds, as Markdown; as plain paragraphs where Markdown would lose a letter. */
export const fromEditor = (content: JSONContent): string => {
  const markdown = manager.serialize(content);
  let at = 0;
  for (const text of texts(content)) {
    if (text === '') continue;
    const found = markdown.indexOf(text, at);
    if (found < 0) return paragraphs(content);
    at = found + text.length;
  }
  return markdown;
};

/** Longer texts are written as they are: the editor would answer late. */
const LONGEST = 60_000;

export const survives = (markdown: string): boolean => {
  if (markdown.length > LONGEST || markdown.includes('\r') || markdown.includes('\u00a0')) return false;
  if (markdown === '') return true;
  try {
    return fromEditor(toEditor(markdown)) === markdown;
  } catch {
    return false;
  }
};
