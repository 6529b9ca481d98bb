// Commands of which an option says what is done (`--consent ID`): which act it is, what else may stand beside it, and whether words
// may follow. One table of each command says so; without any of its options the command does its plain act.

import { ok, refuse, type Result } from '#core/result.ts';
import type { Args, OptionName } from './options.ts';

export interface ActShape {
  /** Options that go with it. */
  readonly with?: readonly OptionName[];
  /** Words after the circle: `needed`, `taken` where they may stand; none where nothing is said. */
  readonly text?: 'needed' | 'taken';
}

export interface ChosenAct<A extends string> {
  readonly act: A;
  /** The value of the act's own option; '' of a plain act, and of one without a value. */
  readonly id: string;
}

/** Which of these options is there; null where none is. Refusal `options-clash`: two are. */
export const oneOf = <A extends OptionName>(args: Args, names: readonly A[]): Result<A | null> => {
  const [one, other] = names.filter((name) => args.has(name));
  return other === undefined ? ok(one ?? null) : refuse({ code: 'options-clash', with: { one: `--${one}`, other: `--${other}` } });
};

/**
 * Which of these options says what is done; null where none does. `beside`: what may stand with each of them, `plain` with none; `called`: the
 * command as it is without any. Refusal `options-clash`.
 */
export const actAmong = <A extends OptionName>(
  args: Args,
  beside: Readonly<Record<A, readonly OptionName[]>>,
  called: string,
  plain: readonly OptionName[] = [],
): Result<A | null> => {
  const chosen = oneOf(args, Object.keys(beside) as A[]);
  if (!chosen.ok) return chosen;
  const taken = chosen.value ? beside[chosen.value] : plain;
  const other = [...plain, ...Object.values<readonly OptionName[]>(beside).flat()].find((name) => args.has(name) && !taken.includes(name));
  return other === undefined ? chosen : refuse({ code: 'options-clash', with: { one: chosen.value ? `--${chosen.value}` : called, other: `--${other}` } });
};

/** `inCircle`: whether the first word names a circle. Refusals: `options-clash`, `argument-missing`, `too-many-words`. */
export const actOf = <A extends string>(args: Args, command: string, acts: Readonly<Record<A | 'plain', ActShape>>, inCircle = true): Result<ChosenAct<A | 'plain'>> => {
  const { plain, ...others } = acts as Readonly<Record<string, ActShape>>;
  const beside = Object.fromEntries(Object.entries(others).map(([name, shape]) => [name, shape.with ?? []])) as Readonly<Record<A & OptionName, readonly OptionName[]>>;
  const chosen = actAmong(args, beside, `kith ${command} ${inCircle ? 'CIRCLE TEXT' : 'TEXT'}`, plain!.with);
  if (!chosen.ok) return chosen;
  const act = (chosen.value ?? 'plain') as A | 'plain';
  const { text } = acts[act];
  const words = args.words.slice(inCircle ? 1 : 0);
  if (text === 'needed' && words.length === 0) return refuse({ code: 'argument-missing', with: { argument: 'TEXT' } });
  if (text === undefined && words.length > 0) return refuse({ code: 'too-many-words', with: { word: words[0]!.slice(0, 40), command: `${command} --${act}` } });
  return ok({ act, id: args.one(act as OptionName) ?? '' });
};
