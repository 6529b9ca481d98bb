// A field for names: topics, people, places, life areas. What is typed becomes a name at Enter, comma or on leaving the
// field, so nothing typed is lost; suggestions come from names already used. Follows the ARIA combobox pattern
// (W3C, Authoring Practices 1.2): focus stays in the text, the list is pointed at.

import { useId, useRef, useState, type KeyboardEvent } from 'react';
import { Icon } from '#web/ui/icon.tsx';
import { useLocale } from '#web/ui/preferences.ts';
import { plain, suggest, type Suggestion } from '#web/ui/suggest.ts';
import { useWords } from '#web/ui/words.ts';

export { suggest, type Suggestion };

interface NamesFieldProps {
  readonly label: string;
  readonly value: readonly string[];
  readonly onChange: (names: string[]) => void;
  readonly suggestions: readonly Suggestion[];
  readonly hint?: string;
  readonly quiet?: boolean;
  readonly placeholder?: string;
  /** At most so many; 1 for a place. */
  readonly most?: number;
}

export const NamesField = ({ label, value, onChange, suggestions, hint, quiet, placeholder, most = 500 }: NamesFieldProps) => {
  const t = useWords();
  const number = new Intl.NumberFormat(useLocale());
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  const [typed, setTyped] = useState('');
  const [isOpen, setOpen] = useState(false);
  const [at, setAt] = useState(-1);
  const offered = isOpen && value.length < most ? suggest(suggestions, typed, value) : [];

  const add = (text: string): void => {
    const tidy = text.replace(/\s+/gu, ' ').trim();
    setTyped('');
    setAt(-1);
    if (tidy === '' || value.some((name) => plain(name) === plain(tidy))) return;
    const known = suggestions.find(({ name }) => plain(name) === plain(tidy));
    onChange([...value, known?.name ?? tidy].slice(-most));
  };
  const take = (name: string): void => {
    onChange(value.filter((one) => one !== name));
    input.current?.focus();
  };

  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>): void => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      setOpen(true);
      const step = event.key === 'ArrowDown' ? 1 : -1;
      if (offered.length > 0) setAt(at === -1 && step === -1 ? offered.length - 1 : (at + step + offered.length) % offered.length);
    } else if (event.key === 'Enter' || (event.key === ',' && typed.trim() !== '') || (event.key === '،' && typed.trim() !== '')) {
      if (event.key === 'Enter' && typed.trim() === '' && at === -1) return;
      event.preventDefault();
      add(offered[at]?.name ?? typed);
    } else if (event.key === 'Escape' && offered.length > 0) {
      event.preventDefault();
      event.stopPropagation();
      setOpen(false);
      setAt(-1);
    } else if (event.key === 'Backspace' && typed === '' && value.length > 0) {
      onChange(value.slice(0, -1));
    }
  };

  return (
    <div className="field names">
      <label htmlFor={id} className={quiet ? 'vh' : undefined}>
        {label}
      </label>
      <div className="names">
        {/* The box only passes the press on to the field inside it, which has the label. */}
        {/* oxlint-disable-next-line jsx-a11y/no-static-element-interactions */}
        <div
          className="names-box"
          onMouseDown={(event) => {
            if (event.target !== event.currentTarget) return;
            event.preventDefault();
            input.current?.focus();
          }}
        >
          {value.length > 0 && (
            <ul aria-label={t('names.chosen', { label })}>
              {value.map((name) => (
                <li key={name}>
                  <span dir="auto">{name}</span>
                  <button type="button" aria-label={t('names.remove', { name })} title={t('names.remove', { name })} onClick={() => take(name)}>
                    <Icon name="close" />
                  </button>
                </li>
              ))}
            </ul>
          )}
          <input
            ref={input}
            id={id}
            type="text"
            role="combobox"
            dir="auto"
            autoComplete="off"
            autoCapitalize="off"
            aria-autocomplete="list"
            aria-expanded={offered.length > 0}
            aria-controls={`${id}-list`}
            aria-activedescendant={at >= 0 && offered[at] ? `${id}-${at}` : undefined}
            aria-describedby={hint !== undefined ? `${id}-hint` : undefined}
            placeholder={value.length === 0 ? placeholder : undefined}
            value={typed}
            onChange={(event) => {
              const parts = event.target.value.split(/[,،\n]/u);
              if (parts.length > 1) for (const part of parts.slice(0, -1)) add(part);
              setTyped(parts.at(-1) ?? '');
              setOpen(true);
              setAt(-1);
            }}
            onFocus={() => setOpen(true)}
            onBlur={() => {
              add(typed);
              setOpen(false);
            }}
            onKeyDown={onKeyDown}
          />
        </div>
        <ul id={`${id}-list`} role="listbox" aria-label={t('names.suggested', { label })} className="options pop" hidden={offered.length === 0}>
          {offered.map((one, index) => (
            <li
              key={one.name}
              id={`${id}-${index}`}
              role="option"
              aria-selected={index === at}
              onMouseDown={(event) => {
                event.preventDefault();
                add(one.name);
              }}
            >
              <span dir="auto">{one.name}</span>
              {one.count !== undefined && <small className="num">{number.format(one.count)}</small>}
            </li>
          ))}
        </ul>
      </div>
      {hint !== undefined && (
        <p className="hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
    </div>
  );
};
