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

/** `inCircle`: whether the first word names a circle. Refusals: `options-clash`, `argument-missing`, `too-many-words`. */
export const actOf = <A extends string>(args: Args, command: string, acts: Readonly<Record<A | 'plain', ActShape>>, inCircle = true): Result<ChosenAct<A | 'plain'>> => {
  const names = (Object.keys(acts) as (A | 'plain')[]).filter((each) => each !== 'plain');
  const [first, other] = names.filter((each) => args.has(each as OptionName));
  const act = first ?? 'plain';
  if (other !== undefined) return refuse({ code: 'options-clash', with: { one: `--${act}`, other: `--${other}` } });
  const { with: beside = [], text } = acts[act];
  const foreign = Object.values<ActShape>(acts)
    .flatMap((shape) => shape.with ?? [])
    .find((each) => args.has(each) && !beside.includes(each));
  if (foreign !== undefined)
    return refuse({ code: 'options-clash', with: { one: act === 'plain' ? `kith ${command} ${inCircle ? 'CIRCLE TEXT' : 'TEXT'}` : `--${act}`, other: `--${foreign}` } });
  const words = args.words.slice(inCircle ? 1 : 0);
  if (text === 'needed' && words.length === 0) return refuse({ code: 'argument-missing', with: { argument: 'TEXT' } });
  if (text === undefined && words.length > 0) return refuse({ code: 'too-many-words', with: { word: words[0]!.slice(0, 40), command: `${command} --${act}` } });
  return ok({ act, id: args.one(act as OptionName) ?? '' });
};
