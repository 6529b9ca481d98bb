// Whom to call where things are bad: the emergency number of a country and lines where a person answers. The list lies in the app, so that
// nothing is asked of anybody and no network is needed. Every number has beside it the address of a public page that names it for that service
// and that country, and a line is said to be always open only where a page says so. Nobody called the numbers, and they change: CONTRIBUTING
// says what is done before a release. Where no page was found for a number, it is not here.

import list from './helplines.json' with { type: 'json' };

export interface Helpline {
  /** In its own language. */
  readonly name: string;
  /** As it is written there. */
  readonly phone: string;
  /** Day and night. */
  readonly always?: boolean;
  /** Address of the public page that names this number for this service. */
  readonly source: string;
}

export interface HelpIn {
  /** Two letters, ISO 3166-1. */
  readonly country: string;
  readonly emergency: string;
  readonly emergencySource: string;
  readonly lines: readonly Helpline[];
}

export const HELP: readonly HelpIn[] = list.countries;

/** The year and month in which the list was put together from public pages, `YYYY-MM`. */
export const GATHERED = list.gathered;

export const helpIn = (country: string): HelpIn | null => HELP.find((one) => one.country === country.toUpperCase()) ?? null;

/** The country that a language tag names, where the list has it: `es-MX`; '' else. */
export const countryOfTag = (tag: string): string => {
  const region = /^[a-z]{2,3}(?:[-_][A-Z][a-z]{3})?[-_]([A-Z]{2})\b/.exec(tag)?.[1] ?? '';
  return helpIn(region) ? region : '';
};

/** For the address of a call. */
export const telOf = (phone: string): string => `tel:${phone.replace(/[^\d*#+]/g, '')}`;
