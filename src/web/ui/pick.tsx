// Chips: one of a few, or any of a few, all in sight. They are radio buttons and check boxes, so arrow keys, space and
// screen readers work as everywhere. A chosen one is marked by a tick as well as by colour.

import { useId, type ReactNode } from 'react';

export interface Option<T extends string | number> {
  readonly value: T;
  readonly label: ReactNode;
  /** A second, quieter word: a count. */
  readonly note?: ReactNode;
}

interface Shared<T extends string | number> {
  readonly legend: ReactNode;
  readonly options: readonly Option<T>[];
  /** The legend is said, not shown. */
  readonly quiet?: boolean;
  /** Equal square boxes without ticks (times, numbers) instead of chips. */
  readonly square?: boolean;
}

/** One of a few. With `none`, choosing the chosen one again takes it back. */
export const PickOne = <T extends string | number>({
  legend,
  options,
  quiet,
  square,
  value,
  onChange,
  none = false,
}: Shared<T> & { readonly value: T | null; readonly onChange: (value: T | null) => void; readonly none?: boolean }) => {
  const name = useId();
  return (
    <fieldset>
      <legend className={quiet ? 'vh' : undefined}>{legend}</legend>
      <div className={square ? 'pick time' : 'pick'}>
        {options.map((option) => (
          <label key={option.value}>
            <input
              type="radio"
              name={name}
              checked={option.value === value}
              onChange={() => onChange(option.value)}
              onClick={() => {
                if (none && option.value === value) onChange(null);
              }}
            />
            {option.label}
            {option.note !== undefined && <small>{option.note}</small>}
          </label>
        ))}
      </div>
    </fieldset>
  );
};

/** Any of a few. */
export const PickMany = <T extends string | number>({
  legend,
  options,
  quiet,
  square,
  value,
  onChange,
}: Shared<T> & { readonly value: readonly T[]; readonly onChange: (value: T[]) => void }) => (
  <fieldset>
    <legend className={quiet ? 'vh' : undefined}>{legend}</legend>
    <div className={square ? 'pick time' : 'pick'}>
      {options.map((option) => (
        <label key={option.value}>
          <input
            type="checkbox"
            checked={value.includes(option.value)}
            onChange={({ target }) => onChange(target.checked ? [...value, option.value] : value.filter((one) => one !== option.value))}
          />
          {option.label}
          {option.note !== undefined && <small>{option.note}</small>}
        </label>
      ))}
    </div>
  </fieldset>
);

/** Steps between two ends, joined in one bar: energy from drains to gives. The ends are named under it. */
export const Scale = <T extends string | number>({
  legend,
  options,
  quiet,
  value,
  onChange,
  from,
  to,
}: Shared<T> & { readonly value: T | null; readonly onChange: (value: T | null) => void; readonly from?: ReactNode; readonly to?: ReactNode }) => {
  const name = useId();
  return (
    <fieldset>
      <legend className={quiet ? 'vh' : undefined}>{legend}</legend>
      <div className="scale">
        {options.map((option) => (
          <label key={option.value}>
            <input type="radio" name={name} checked={option.value === value} onChange={() => onChange(option.value)} onClick={() => option.value === value && onChange(null)} />
            {option.label}
          </label>
        ))}
      </div>
      {(from !== undefined || to !== undefined) && (
        <p className="axis">
          <span>{from}</span>
          <span>{to}</span>
        </p>
      )}
    </fieldset>
  );
};
