// A stretch of an entry as search and look-back quote it: found words marked, an ellipsis where the entry goes on.

import type { ReactNode } from 'react';

/** As `insight/excerpt.ts` makes it; ranges are of `text`. */
export interface Quoted {
  readonly text: string;
  readonly marks: readonly { readonly start: number; readonly end: number }[];
  readonly before: boolean;
  readonly after: boolean;
}

const pieces = ({ text, marks }: Quoted, marked: boolean): ReactNode[] => {
  const out: ReactNode[] = [];
  let at = 0;
  for (const { start, end } of marks) {
    out.push(text.slice(at, start), marked ? <mark key={start}>{text.slice(start, end)}</mark> : text.slice(start, end));
    at = end;
  }
  out.push(text.slice(at));
  return out;
};

export const Quote = ({ quoted, marked = true }: { readonly quoted: readonly Quoted[]; readonly marked?: boolean }) => (
  <p className="said" dir="auto">
    “
    {quoted.map((one, index) => (
      <span key={`${index} ${one.text.length}`}>
        {index > 0 ? ' ' : ''}
        {one.before && (index === 0 || !quoted[index - 1]!.after) ? '…' : ''}
        {pieces(one, marked)}
        {one.after ? '…' : ''}
      </span>
    ))}
    ”
  </p>
);
