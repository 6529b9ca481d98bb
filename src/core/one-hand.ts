// One hand: in a circle a record is written by one account alone; others add records that point to it. Who that is stands in the
// record's own id, which it is sealed with and from which its row's id is made, so that no host and no other member can give a
// record another hand. Ids without an account are of those few records that anybody in the circle may write (its name).

import { isId } from './ids.ts';

const ACCOUNT = 26;

/** The id of a record that this account alone writes; `rest` says which, in small letters, digits and dashes. */
export const idInHandOf = (account: string, rest: string): string => `${account}-${rest}`;

/** The account whose record this is; null for one that anybody in the circle may write. */
export const handOf = (id: string): string | null => {
  const account = id.slice(0, ACCOUNT);
  return id[ACCOUNT] === '-' && isId(account) ? account : null;
};
