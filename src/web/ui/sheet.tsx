// The sheet and its margin line: when, who and how many stand before the line, words stand after it.
// Below 704 px the margin note becomes a line above. Everything a page shows hangs in rows of one sheet.

import type { ReactNode } from 'react';

export const Sheet = ({ children, tight = false, className = '' }: { readonly children: ReactNode; readonly tight?: boolean; readonly className?: string }) => (
  <div className={`sheet${tight ? ' tight' : ''} ${className}`.trimEnd()}>{children}</div>
);

interface RowProps {
  /** What stands before the line. */
  readonly note?: ReactNode;
  readonly children: ReactNode;
  /** Wider than the measure of reading: for lists and controls. */
  readonly wide?: boolean;
  /** Space between the children. */
  readonly stack?: boolean;
  readonly as?: 'div' | 'section' | 'li';
  /** Id of the heading that names a section. */
  readonly labelledBy?: string;
  readonly className?: string;
}

export const Row = ({ note, children, wide = false, stack = false, as: Tag = 'div', labelledBy, className = '' }: RowProps) => (
  <Tag className={`row ${className}`.trimEnd()} aria-labelledby={labelledBy}>
    {note !== undefined && <div className="mg num">{note}</div>}
    <div className={`tx${wide ? ' wide' : ''}${stack ? ' stack' : ''}`}>{children}</div>
  </Tag>
);

interface TitleProps {
  readonly note?: ReactNode;
  readonly children: ReactNode;
  readonly sub?: ReactNode;
  /** The one thing to do here, where a page is a list. */
  readonly action?: ReactNode;
}

/** A page's title in its row. The shell moves the focus to the main part and reads the title of the page (see page.tsx). */
export const Title = ({ note, children, sub, action }: TitleProps) => (
  <Row note={note ?? ''} wide className={action ? 'with-action' : ''}>
    <h1>{children}</h1>
    {sub !== undefined && <p className="q">{sub}</p>}
    {action}
  </Row>
);

interface PartTitleProps {
  readonly id: string;
  readonly title: ReactNode;
  readonly note?: ReactNode;
  /** The one thing to do here. */
  readonly action?: ReactNode;
  readonly children?: ReactNode;
}

/** How a part of a page begins: what it is, beside it what can be done, and below a sentence where it has nothing yet. */
export const PartTitle = ({ id, title, note = '', action, children }: PartTitleProps) => (
  <Row note={note} wide className="part-title">
    <div className="between middle">
      <h2 id={id}>{title}</h2>
      {action}
    </div>
    {children}
  </Row>
);

/** One real example for an empty page, and who wrote it. */
export const Example = ({ caption, by, children }: { readonly caption: ReactNode; readonly by?: ReactNode; readonly children: ReactNode }) => (
  <figure className="empty stack">
    <figcaption className="s">{caption}</figcaption>
    <div className="said">{children}</div>
    {by !== undefined && <p className="s">{by}</p>}
  </figure>
);

/** The shape of a page while its words or code are on the way. */
export const Loading = ({ label }: { readonly label?: string }) => (
  <div className="sheet" aria-busy="true">
    <Row note="">
      <p className="vh" role="status">
        {label ?? '…'}
      </p>
      <div className="loading" aria-hidden="true">
        <i />
        <i />
        <i />
      </div>
    </Row>
  </div>
);
