// Whom to call where things are bad: the emergency number of a country and lines where a person answers. The list lies in the app, so that
// nothing is asked of anybody and no network is needed; it says of a line that it is always open only where we know that. Numbers change:
// they are gone through again before each release (CONTRIBUTING).

import list from './helplines.json' with { type: 'json' };

export interface Helpline {
  /** In its own language. */
  readonly name: string;
  /** As it is written there. */
  readonly phone: string;
  /** Day and night. */
  readonly always?: boolean;
}

export interface HelpIn {
  /** Two letters, ISO 3166-1. */
  readonly country: string;
  readonly emergency: string;
  readonly lines: readonly Helpline[];
}

export const HELP: readonly HelpIn[] = list.countries;

/** The last year and month in which the list was gone through, `YYYY-MM`. */
export const GONE_THROUGH = list.checked;

export const helpIn = (country: string): HelpIn | null => HELP.find((one) => one.country === country.toUpperCase()) ?? null;

/** The country that a language tag names, where the list has it: `es-MX`; '' else. */
export const countryOfTag = (tag: string): string => {
  const region = /^[a-z]{2,3}(?:[-_][A-Z][a-z]{3})?[-_]([A-Z]{2})\b/.exec(tag)?.[1] ?? '';
  return helpIn(region) ? region : '';
};

/** For the address of a call. */
export const telOf = (phone: string): string => `tel:${phone.replace(/[^\d*#+]/g, '')}`;
