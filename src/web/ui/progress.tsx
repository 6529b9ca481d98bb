// Progress with a count. For anything that lasts beyond a second. Announced at its start and end, not at every step.

import type { ReactNode } from 'react';
import { useLocale } from '#web/ui/preferences.ts';

interface ProgressProps {
  readonly label: string;
  /** Null where nothing can be counted: that it goes on is shown all the same. */
  readonly done: number | null;
  /** How many in all; null while that is not known. */
  readonly of: number | null;
  readonly children?: ReactNode;
}

export const Progress = ({ label, done, of, children }: ProgressProps) => {
  const number = new Intl.NumberFormat(useLocale());
  const share = done === null || of === null || of === 0 ? 0 : Math.min(1, done / of);
  return (
    <div className="progress">
      <p className="num">
        {label} {done !== null && <span className="q">{of === null ? number.format(done) : `${number.format(done)} / ${number.format(of)}`}</span>}
      </p>
      <div
        className={of === null ? 'track hatched' : 'track'}
        role="progressbar"
        aria-label={label}
        aria-valuemin={0}
        aria-valuemax={of ?? undefined}
        aria-valuenow={of === null || done === null ? undefined : done}
      >
        <i style={{ inlineSize: `${share * 100}%` }} />
      </div>
      {children}
    </div>
  );
};
