// Markdown to React elements, through marked's lexer alone: no HTML is ever made from what was written, so none can
// run. HTML in a text is shown as it was typed. Links go only to http, https, mailto, tel and pages of Kith.
// Images: only attachments of the entry (`attachment:ID`), drawn by the caller; a remote image would tell its host who
// reads, so it becomes a link.

import { Lexer, type Token, type Tokens } from 'marked';
import { Fragment, type ReactNode } from 'react';
import { isHeavyMarkdown } from '#core/markdown-weight.ts';

interface MarkdownProps {
  readonly text: string;
  readonly className?: string;
  /** Draws the attachment with this id. */
  readonly attachment?: (id: string, alt: string) => ReactNode;
  /** Marks found words inside the text that is read. */
  readonly marked?: (text: string) => ReactNode;
  /** The level under which headings of the text hang; 2 when the page's title is an h1. */
  readonly under?: 1 | 2 | 3;
}

const SAFE = /^(?:https?:|mailto:|tel:)/i;

/** The address if it may be followed, else null. Control characters and spaces inside a scheme are no disguise. */
export const safeHref = (href: string): string | null => {
  // eslint-disable-next-line no-control-regex
  const plain = href.replace(/[\u0000-\u0020\u007f-\u009f\u200b-\u200f\u2028\u2029]/g, '');
  if (SAFE.test(plain)) return plain;
  return /^(?:\/(?!\/)|#)/.test(plain) ? plain : null;
};

const ENTITIES: Record<string, string> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: '\u00a0',
  copy: '©',
  hellip: '…',
  mdash: '—',
  ndash: '–',
  euro: '€',
  pound: '£',
};

/** Entities as Markdown reads them; unknown ones stay as typed. */
const decode = (text: string): string =>
  text.replace(/&(?:#(\d{1,7})|#[xX]([0-9a-fA-F]{1,6})|(\w{2,10}));/g, (whole, decimal: string | undefined, hex: string | undefined, name: string | undefined) => {
    if (name !== undefined) return ENTITIES[name] ?? whole;
    const code = decimal !== undefined ? Number(decimal) : Number.parseInt(hex ?? '', 16);
    return code > 0 && code <= 0x10ffff && !(code >= 0xd800 && code <= 0xdfff) ? String.fromCodePoint(code) : '\ufffd';
  });

interface Drawing {
  readonly attachment: NonNullable<MarkdownProps['attachment']>;
  readonly mark: NonNullable<MarkdownProps['marked']>;
  readonly under: number;
}

const DEEPEST = 60;

const inline = (tokens: readonly Token[] | undefined, draw: Drawing, depth: number): ReactNode =>
  (tokens ?? []).map((token, index) => {
    const key = `${token.type}${index}`;
    const inside = (): ReactNode => (depth > DEEPEST ? token.raw : inline((token as Tokens.Strong).tokens, draw, depth + 1));
    switch (token.type) {
      case 'strong':
        return <strong key={key}>{inside()}</strong>;
      case 'em':
        return <em key={key}>{inside()}</em>;
      case 'del':
        return <del key={key}>{inside()}</del>;
      case 'codespan':
        return <code key={key}>{(token as Tokens.Codespan).text}</code>;
      case 'br':
        return <br key={key} />;
      case 'link': {
        const href = safeHref(token.href as string);
        return href === null ? (
          <Fragment key={key}>{token.raw}</Fragment>
        ) : (
          <a key={key} href={href} rel="noopener noreferrer" target={SAFE.test(href) ? '_blank' : undefined}>
            {inside()}
          </a>
        );
      }
      case 'image': {
        const { href, text } = token as Tokens.Image;
        if (/^attachment:/i.test(href)) return <Fragment key={key}>{draw.attachment(href.slice('attachment:'.length), text)}</Fragment>;
        const safe = safeHref(href);
        return safe === null ? (
          <Fragment key={key}>{token.raw}</Fragment>
        ) : (
          <a key={key} href={safe} rel="noopener noreferrer" target="_blank">
            {text || safe}
          </a>
        );
      }
      case 'escape':
        return <Fragment key={key}>{draw.mark((token as Tokens.Escape).text)}</Fragment>;
      case 'text':
        return <Fragment key={key}>{(token as Tokens.Text).tokens ? inside() : draw.mark(decode((token as Tokens.Text).text))}</Fragment>;
      default:
        return <Fragment key={key}>{draw.mark(token.raw)}</Fragment>;
    }
  });

const block = (token: Token, key: string, draw: Drawing, depth: number): ReactNode => {
  if (depth > DEEPEST) return <p key={key}>{token.raw}</p>;
  switch (token.type) {
    case 'space':
    case 'def':
      return null;
    case 'heading': {
      const Tag = `h${Math.min(6, (token as Tokens.Heading).depth + draw.under)}` as 'h2';
      return <Tag key={key}>{inline(token.tokens, draw, depth + 1)}</Tag>;
    }
    case 'paragraph':
      return (
        <p key={key} dir="auto">
          {inline(token.tokens, draw, depth + 1)}
        </p>
      );
    case 'text':
      return <Fragment key={key}>{token.tokens ? inline(token.tokens, draw, depth + 1) : draw.mark(decode((token as Tokens.Text).text))}</Fragment>;
    case 'code':
      return (
        <pre key={key} dir="ltr">
          <code>{(token as Tokens.Code).text}</code>
        </pre>
      );
    case 'blockquote':
      return (
        <blockquote key={key} className="quote">
          {blocks(token.tokens, draw, depth + 1)}
        </blockquote>
      );
    case 'hr':
      return <hr key={key} />;
    case 'list': {
      const list = token as Tokens.List;
      const items = list.items.map((item, index) => (
        <li key={`${key}-${index}`} className={item.task ? 'task' : undefined} dir="auto">
          {item.task && <span aria-hidden="true">{item.checked ? '☑ ' : '☐ '}</span>}
          {item.task && <span className="vh">{item.checked ? '[x] ' : '[ ] '}</span>}
          {blocks(
            item.tokens.filter(({ type }) => type !== 'checkbox'),
            draw,
            depth + 1,
          )}
        </li>
      ));
      return list.ordered ? (
        <ol key={key} start={list.start === '' ? undefined : list.start}>
          {items}
        </ol>
      ) : (
        <ul key={key}>{items}</ul>
      );
    }
    case 'table': {
      const table = token as Tokens.Table;
      return (
        <table key={key}>
          <thead>
            <tr>
              {table.header.map((cell, index) => (
                <th key={`h${index}`} scope="col">
                  {inline(cell.tokens, draw, depth + 1)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {table.rows.map((row, index) => (
              <tr key={`r${index}`}>
                {row.map((cell, column) => (
                  <td key={`c${column}`}>{inline(cell.tokens, draw, depth + 1)}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      );
    }
    default:
      return <p key={key}>{draw.mark(token.raw)}</p>;
  }
};

const blocks = (tokens: readonly Token[] | undefined, draw: Drawing, depth: number): ReactNode =>
  (tokens ?? []).map((token, index) => block(token, `${token.type}${index}`, draw, depth));

const tokensOf = (text: string): Token[] | null => {
  if (isHeavyMarkdown(text)) return null;
  try {
    return new Lexer({ gfm: true, breaks: true }).lex(text);
  } catch {
    return null;
  }
};

export const Markdown = ({ text, className = 'entry', attachment, marked, under = 1 }: MarkdownProps) => {
  const draw: Drawing = { attachment: attachment ?? ((_id, alt) => alt), mark: marked ?? ((plain) => plain), under };
  const tokens = tokensOf(text);
  return (
    <div className={className} dir="auto">
      {tokens === null
        ? text.split(/\n{2,}/).map((paragraph, index) => (
            <p key={`p${index}`} dir="auto" className="as-typed">
              {paragraph}
            </p>
          ))
        : blocks(tokens, draw, 0)}
    </div>
  );
};
