// The fields of a form that begins with something in it: what was typed (kept by typed.ts until it was sent), else what stood there.

import { useTyped, type Typed } from '#web/ui/typed.ts';

export interface FormValues<T extends Typed> {
  readonly values: T;
  readonly change: (part: Partial<T>) => void;
  /** It was sent: the form is as it began. */
  readonly clear: () => void;
}

/** A form about one record: what of its id is its own, which is all that a place has room for. */
export const placeOf = (form: string, id: string): string => `${form} ${id.slice(id.indexOf('-') + 1)}`.slice(0, 50);

/** `place`: as `useTyped` takes it. */
export const useFormValues = <T extends Typed>(place: string, begins: T): FormValues<T> => {
  const { typed, type, done } = useTyped(place);
  return {
    values: Object.fromEntries(Object.entries(begins).map(([name, text]) => [name, typed[name] ?? text])) as T,
    change: (part) => {
      for (const [name, text] of Object.entries(part)) if (typeof text === 'string') type(name, text);
    },
    clear: done,
  };
};
