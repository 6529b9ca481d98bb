// HTML and XML as a small tree, by htmlparser2's tokenizer: no DTD is read, no entity of one is ever expanded, nothing is fetched.
// Invariants: never throws; time grows with the length of the text alone. A tag's end is looked for among all open tags, so the
// number of open tags is bounded (past it the markup is cut and the rest kept as plain text); the tree itself is never deeper
// than MOST.depth, so that whoever walks it may recurse.

import { Parser } from 'htmlparser2';
import { MOST } from './port.ts';

export interface MarkupElement {
  /** As written in XML, in lower case in HTML. */
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: MarkupNode[];
}

export type MarkupNode = string | MarkupElement;

export interface Markup {
  readonly root: MarkupElement;
  /** True when a document type was declared; its entities are left as written. */
  readonly doctype: boolean;
  /** True when it was nested so deeply that the rest was kept as plain text. */
  readonly cut: boolean;
  /** XML only: true when a tag was never closed; a child that this left open is not given. */
  readonly broken: boolean;
}

const MOST_OPEN = 4_000;
const CHUNK = 65_536;

class CutHere extends Error {}

/** Reads markup into a tree; `given` is called with each whole child of the outermost element, which is then let go (for long feeds). */
export const parseMarkup = (text: string, as: 'html' | 'xml', given?: (child: MarkupElement) => void): Markup => {
  const root: MarkupElement = { name: '', attributes: new Map(), children: [] };
  const stack: MarkupElement[] = [root];
  let open = 0;
  let doctype = false;
  let cut = false;
  let broken = false;
  // A tag that closes itself is told as closed by implication, at once after it opened.
  let justOpened = false;
  let ending = false;
  const add = (node: MarkupNode): void => {
    const { children } = stack.at(-1)!;
    const last = children.length - 1;
    if (typeof node === 'string' && typeof children[last] === 'string') children[last] += node;
    else children.push(node);
  };
  const parser = new Parser(
    {
      onopentag: (name, attributes) => {
        open++;
        justOpened = true;
        if (open > MOST_OPEN) throw new CutHere();
        const element: MarkupElement = { name, attributes: new Map(Object.entries(attributes)), children: [] };
        add(element);
        // Deeper than the limit, an element stands empty and what it holds goes to its nearest ancestor.
        stack.push(stack.length <= MOST.depth ? element : stack.at(-1)!);
      },
      onclosetag: (_, isImplied) => {
        if (stack.length === 1) return;
        const unclosed = isImplied && (ending || !justOpened);
        justOpened = false;
        if (unclosed && as === 'xml') broken = true;
        open--;
        const closed = stack.pop()!;
        if (given && stack.length === 2 && closed !== stack.at(-1)) {
          const { children } = stack.at(-1)!;
          children.length = 0;
          if (!unclosed) given(closed);
        }
      },
      ontext: (text) => {
        justOpened = false;
        add(text);
      },
      onprocessinginstruction: (name) => {
        if (name.toLowerCase().startsWith('!')) doctype = true;
      },
    },
    { xmlMode: as === 'xml', decodeEntities: true },
  );
  try {
    for (let at = 0; at < text.length; at += CHUNK) parser.write(text.slice(at, at + CHUNK));
    ending = true;
    parser.end();
  } catch (thrown) {
    if (!(thrown instanceof CutHere)) throw thrown;
    cut = true;
    stack.length = 1;
    if (!given) add(text.slice(parser.startIndex).replace(/<[^<>]*>/g, ' '));
  }
  return { root, doctype, cut, broken };
};

/** Name without its namespace prefix. */
export const localName = (name: string): string => name.slice(name.lastIndexOf(':') + 1);

export const isElement = (node: MarkupNode | undefined): node is MarkupElement => typeof node === 'object';

/** All text within, as written. */
export const textWithin = (node: MarkupNode): string => {
  if (typeof node === 'string') return node;
  let out = '';
  for (const child of node.children) out += textWithin(child);
  return out;
};

/** The elements that hold, in document order; what holds is not searched further. */
export const elementsWhere = (node: MarkupElement, holds: (element: MarkupElement) => boolean, found: MarkupElement[] = []): MarkupElement[] => {
  for (const child of node.children)
    if (isElement(child)) {
      if (holds(child)) found.push(child);
      else elementsWhere(child, holds, found);
    }
  return found;
};

export const classesOf = (element: MarkupElement): string[] => (element.attributes.get('class') ?? '').split(/\s+/).filter((name) => name !== '');
