// A number from 0 to 100 on a line. Nothing is said until it is moved: an unset one stands in the middle and says so.

import { useId, type ReactNode } from 'react';
import { Button } from '#web/ui/button.tsx';

interface RangeProps {
  readonly label: ReactNode;
  readonly value: number | null;
  readonly onChange: (value: number | null) => void;
  /** How the value is said: "65 in 100", and what stands there while there is none. */
  readonly said: (value: number | null) => string;
  /** Takes the number back. */
  readonly none: string;
  /** Under the line: its beginning, its middle, its end. */
  readonly marks: readonly [string, string, string];
  readonly hint?: ReactNode;
}

export const Range = ({ label, value, onChange, said, none, marks, hint }: RangeProps) => {
  const id = useId();
  return (
    <div className="field">
      <div className="between">
        <label htmlFor={id}>
          {label} <b className="num">{said(value)}</b>
        </label>
      </div>
      <input
        id={id}
        type="range"
        className={value === null ? 'range unset' : 'range'}
        min={0}
        max={100}
        step={1}
        value={value ?? 50}
        aria-valuetext={said(value)}
        aria-describedby={hint === undefined ? undefined : `${id}-hint`}
        onChange={(event) => onChange(Number(event.target.value))}
      />
      <p className="axis axis3 s q" aria-hidden="true">
        <span>{marks[0]}</span>
        <span>{marks[1]}</span>
        <span>{marks[2]}</span>
      </p>
      {value !== null && (
        <Button look="bare" className="s" onPress={() => onChange(null)}>
          {none}
        </Button>
      )}
      {hint !== undefined && (
        <p className="hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
    </div>
  );
};
