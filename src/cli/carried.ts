// What is carried over into a circle from one's own vault: what got in the way of a commitment, without the names of who was in it, as the
// page carries it. Nothing else of the commitment goes along, and what goes is printed as it goes.

import { ok, type Result } from '#core/result.ts';
import { commitmentsOf, type Look } from '#rooms/commitments/model.ts';
import { hinderedLook, wordsOrWhat } from '#rooms/commitments/roads.ts';
import type { Context } from './context.ts';
import { itemNamed, sayGoing, type InCircle } from './in-circle.ts';
import type { Args, OptionName } from './options.ts';
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

/** Options by which words go that were not typed here. */
export const CARRIES = ['commitment', 'entry'] as const satisfies readonly OptionName[];
const isCarried = (args: Args): boolean => args.has('dry-run') || CARRIES.some((option) => args.has(option));

/** What goes is printed first where it was carried; the answer of --dry-run, else null. */
export const sayCarried = async (text: string, inside: InCircle, args: Args, context: Context, readers?: number): Promise<Result<number> | null> =>
  isCarried(args) ? sayGoing(inside, { said: text, json: { text }, ...(readers === undefined ? {} : { readers }) }, args, context) : null;

/** What was typed, then what `--commitment` carries, where it does not say it already. */
export const withCarried = async (text: string, typed: string | undefined, inside: Pick<InCircle, 'here'>, context: Context): Promise<Result<string>> => {
  if (typed === undefined) return ok(text);
  const carried = await carriedFrom(typed, inside, context);
  if (!carried.ok) return carried;
  const { words } = carried.value;
  return ok(text.includes(words) ? text : [text.trim(), words].filter((part) => part !== '').join('\n'));
};
