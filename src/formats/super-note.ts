// Standard Notes "Super" notes: the state of the Lexical editor as JSON, turned into markup and so into Markdown.
// Nodes of a kind not known give their text; nothing of what was written is dropped. Depth is bounded by the JSON reader.

import { markupToMarkdown } from './html-to-markdown.ts';
import { isJsonObject, listAt, numberAt, parseJson, textAt, valueAt, yesAt } from './json.ts';
import type { MarkupElement, MarkupNode } from './markup-tree.ts';
import type { Json } from '#core/record.ts';

const element = (name: string, children: MarkupNode[], attributes: Readonly<Record<string, string>> = {}): MarkupElement => ({
  name,
  attributes: new Map(Object.entries(attributes)),
  children,
});

const BOLD = 1;
const ITALIC = 2;
const STRUCK = 4;
const CODE = 16;

const textNode = (node: Json): MarkupNode => {
  const format = numberAt(node, 'format') ?? 0;
  let out: MarkupNode = textAt(node, 'text');
  if ((format & CODE) !== 0) out = element('code', [out]);
  if ((format & STRUCK) !== 0) out = element('del', [out]);
  if ((format & ITALIC) !== 0) out = element('em', [out]);
  if ((format & BOLD) !== 0) out = element('strong', [out]);
  return out;
};

const childrenOf = (node: Json): MarkupNode[] => listAt(node, 'children').map(markupOf);

/** Code is kept line by line, as the editor holds it: pieces of text and line breaks. */
const codeText = (node: Json): string =>
  listAt(node, 'children')
    .map((child) => (textAt(child, 'type') === 'linebreak' ? '\n' : textAt(child, 'type') === 'tab' ? '\t' : textAt(child, 'text') + codeText(child)))
    .join('');

const markupOf = (node: Json): MarkupNode => {
  switch (textAt(node, 'type')) {
    case 'text':
      return textNode(node);
    case 'linebreak':
      return element('br', []);
    case 'tab':
      return ' ';
    case 'heading':
      return element(/^h[1-6]$/.test(textAt(node, 'tag')) ? textAt(node, 'tag') : 'h2', childrenOf(node));
    case 'list':
      return element(textAt(node, 'listType') === 'number' ? 'ol' : 'ul', itemsOf(node));
    case 'quote':
      return element('blockquote', childrenOf(node));
    case 'code':
      return element('pre', [codeText(node)]);
    case 'horizontalrule':
      return element('hr', []);
    case 'link':
    case 'autolink':
      return element('a', childrenOf(node), { href: textAt(node, 'url') });
    case 'unencrypted-image':
    case 'remote-image':
    case 'image':
      return element('img', [], { src: textAt(node, 'src'), alt: textAt(node, 'alt') || textAt(node, 'altText') });
    case 'table':
      return element('table', childrenOf(node));
    case 'tablerow':
      return element('tr', childrenOf(node));
    case 'tablecell':
      return element('td', childrenOf(node));
    case 'collapsible-title':
      return element('p', [element('strong', childrenOf(node))]);
    default: {
      const text = textAt(node, 'text');
      return element('div', text === '' ? childrenOf(node) : [text, ...childrenOf(node)]);
    }
  }
};

/** The editor writes a deeper level as an item that holds only a list; it belongs to the item before. */
const itemsOf = (list: Json): MarkupElement[] => {
  const isCheck = textAt(list, 'listType') === 'check';
  const items: MarkupElement[] = [];
  for (const node of listAt(list, 'children')) {
    const children = listAt(node, 'children');
    const before = items.at(-1);
    if (before !== undefined && children.length > 0 && children.every((child) => textAt(child, 'type') === 'list')) before.children.push(...childrenOf(node));
    else
      items.push(element('li', isCheck ? [element('input', [], { type: 'checkbox', ...(yesAt(node, 'checked') ? { checked: '' } : {}) }), ...childrenOf(node)] : childrenOf(node)));
  }
  return items;
};

/** Markdown of a Super note and the ids of files it shows; null when the text is not one. */
export const superNoteToMarkdown = (text: string): { readonly text: string; readonly files: readonly string[] } | null => {
  if (!/^\s*\{\s*"(?:root|editorState)"/.test(text)) return null;
  const json = parseJson(text);
  if (!json.ok) return null;
  const root = valueAt(valueAt(json.value, 'editorState') ?? json.value, 'root');
  if (!isJsonObject(root)) return null;
  const files: string[] = [];
  const collect = (node: Json): void => {
    const id = textAt(node, 'fileUuid');
    if (id !== '') files.push(id);
    for (const child of listAt(node, 'children')) collect(child);
  };
  collect(root);
  return { text: markupToMarkdown(element('', childrenOf(root))).text, files };
};
