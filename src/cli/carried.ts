// What is carried over into a circle from one's own vault: what got in the way of a commitment, without the names of who was in it, as the
// page carries it. Nothing else of the commitment goes along.

import { ok, type Result } from '#core/result.ts';
import { commitmentsOf, type Look } from '#rooms/commitments/model.ts';
import { hinderedLook, wordsOrWhat } from '#rooms/commitments/roads.ts';
import type { Context } from './context.ts';
import { itemNamed, type InCircle } from './in-circle.ts';
import { readEverything } from './session.ts';

export interface Carried {
  readonly words: string;
  readonly look: Look | null;
}

/** Refusals: `item-not-found`, `item-not-unique`. */
export const carriedFrom = async (typed: string, { here }: Pick<InCircle, 'here'>, context: Context): Promise<Result<Carried>> => {
  const found = itemNamed(typed, commitmentsOf((await readEverything(here.open)).records), 'kith commitments --all');
  if (!found.ok) return found;
  const look = hinderedLook(found.value);
  return ok({ words: wordsOrWhat(found.value, look, (await context.words())('issue.somebody')), look });
};

/** What was typed, then what `--commitment` carries, where it does not say it already. */
export const withCarried = async (text: string, typed: string | undefined, inside: Pick<InCircle, 'here'>, context: Context): Promise<Result<string>> => {
  if (typed === undefined) return ok(text);
  const carried = await carriedFrom(typed, inside, context);
  if (!carried.ok) return carried;
  const { words } = carried.value;
  return ok(text.includes(words) ? text : [text.trim(), words].filter((part) => part !== '').join('\n'));
};
