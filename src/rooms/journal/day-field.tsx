// A field for a day as people type them: "26 March 1669", "26/3/1669", "yesterday". What was read is said before one goes.

import { useState } from 'react';
import { Button } from '#web/ui/button.tsx';
import { TextField } from '#web/ui/field.tsx';
import { useLocale } from '#web/ui/preferences.ts';
import { formatDay, momentNow } from '#web/ui/time.ts';
import { useRefusal, useWords } from '#web/ui/words.ts';
import { dayOf } from '#core/when.ts';
import { parseTypedDay } from './typed-when.ts';
import { spokenIn } from './when-field.tsx';

interface DayFieldProps {
  readonly label: string;
  readonly submit: string;
  readonly value?: string;
  /** `YYYY-MM-DD`. */
  readonly onDay: (day: string) => void;
  readonly onClose?: () => void;
  readonly autoFocus?: boolean;
}

export const DayField = ({ label, submit, value = '', onDay, onClose, autoFocus = true }: DayFieldProps) => {
  const t = useWords('journal');
  const locale = useLocale();
  const inWords = useRefusal('journal');
  const [typed, setTyped] = useState(value);
  const [refused, setRefused] = useState('');
  const read = typed.trim() === '' ? null : parseTypedDay(typed, dayOf(momentNow().when), spokenIn(locale));
  return (
    <form
      className="day-field"
      onSubmit={(event) => {
        event.preventDefault();
        if (read?.ok) onDay(read.value);
        else setRefused(read ? inWords(read.error) : t('day.empty', { day: formatDay('2026-03-09', locale) }));
      }}
    >
      <TextField
        label={label}
        value={typed}
        autoFocus={autoFocus}
        onChange={(text) => {
          setTyped(text);
          setRefused('');
        }}
        hint={read?.ok ? formatDay(read.value, locale, 'full') : t('day.hint', { day: formatDay('1669-03-26', locale) })}
        refused={refused || undefined}
        onKeyDown={(event) => {
          if (event.key === 'Escape' && onClose) onClose();
        }}
      />
      <Button type="submit">{submit}</Button>
    </form>
  );
};
