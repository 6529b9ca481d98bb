// Browsers write addresses to the disk, readably and for long. So a person's own words never stand in one: a name stands as
// a mark that only the open vault can tell apart (salted with what comes from its key), a search as a number of this visit.
// A word that somebody typed into the address themselves is understood all the same.

import { hash53 } from '#core/hash53.ts';

let salt = '';

/** Set when a vault opens, from its key; '' when it closes. */
export const setAddressSalt = (next: string): void => {
  salt = next;
};

/** What stands for a name in an address: the same each time, while the vault is the same. */
export const markOf = (name: string): string => `~${hash53(`${salt}\n${name}`)}${hash53(`${name}\n${salt}`)}`;

export const isMark = (part: string): boolean => /^~[0-9a-z]{2,30}$/.test(part);

const said = new Map<string, string>();
const numbers = new Map<string, string>();

/** A number for a text, known until the page is closed or loaded again. */
export const numberOf = (text: string): string => {
  const known = numbers.get(text);
  if (known !== undefined) return known;
  const number = (said.size + 1).toString(36);
  said.set(number, text);
  numbers.set(text, number);
  return number;
};

export const textOfNumber = (number: string): string => said.get(number) ?? '';

/** Nothing that was looked for outlives the vault being open. */
export const forgetNumbers = (): void => {
  said.clear();
  numbers.clear();
};
