// `kith paths --circle`, `kith path --circle`: the paths that a circle walks (decision 19): proposed by the same sums for everybody, taken up,
// swapped by anybody, given days, ended under a name; a sentence that one chooses to say after a step. Nobody is counted, so no step is
// marked as done here: how it was for oneself stands in one's own vault (`kith practice`).

import type { Change } from '#core/change.ts';
import { ok, refuse, type Result } from '#core/result.ts';
import type { Practice } from '#rooms/practices/model.ts';
import { othersFor, reasonsFor, type Knows } from '#rooms/practices/paths.ts';
import { sharedIn } from '#rooms/practices/shared.ts';
import {
  askedTogether,
  beginTogether,
  dateStep,
  deleteTogether,
  endTogether,
  goOnTogether,
  knowsTogether,
  OUTCOMES,
  pathsTogether,
  sayAfterStep,
  swapTogether,
  takeWordBack,
  wordsBefore,
  type Outcome,
  type StepTogether,
  type Together,
  type Word,
} from '#rooms/practices/together.ts';
import { actAmong } from './acts.ts';
import type { Context } from './context.ts';
import { EXIT } from './exit-codes.ts';
import { dayText, dayTyped, freshId, itemNamed, momentText, openInCircle, sayDone, sayIfGone, shortId, writeIn, type InCircle } from './in-circle.ts';
import { nothing } from './list.ts';
import type { Args, OptionName } from './options.ts';
import { PLAIN, propose, reasonsText, titleOf } from './paths.ts';
import { libraryOf, lineOf, practiceNamed } from './practices.ts';
import { SHORT_ID } from './show-entry.ts';
import { harmless, toJsonLine } from './terminal.ts';
import type { Words } from './words.ts';

interface Here {
  readonly inside: InCircle;
  readonly knows: Knows;
  readonly paths: readonly Together[];
  readonly words: Words;
  one(id: string): Practice | undefined;
}

const hereIn = async (args: Args, context: Context): Promise<Result<Here>> => {
  const words = await context.words();
  const inside = await openInCircle(context, args.one('circle')!);
  if (!inside.ok) return inside;
  await sayIfGone(args, context, inside.value.circle);
  const library = await libraryOf(context, words);
  const { snapshot } = inside.value;
  const paths = pathsTogether(snapshot);
  const knows = knowsTogether(library, sharedIn(snapshot, library), paths);
  return ok({ inside: inside.value, knows, paths, words, one: (id) => knows.practices.find((practice) => practice.id === id) });
};

const wordText = ({ id, by, text, at }: Word, { inside, words }: Here): string =>
  `    ${text.replace(/\n/g, ' ')} (${inside.nameOf(by)}, ${momentText(words, at)}; ${shortId(id)})`;

const pathText = (path: Together, here: Here): string => {
  const { knows, words, one } = here;
  const steps = path.steps.flatMap(({ practice: id, day }) => {
    const practice = one(id);
    const reasons = practice ? reasonsText(reasonsFor(id, askedTogether(path), knows), words) : '';
    return [
      `  ${practice ? lineOf(practice, words) : words('together.gone')}${day === '' ? '' : `: ${dayText(words, day)}`}`,
      ...(reasons === '' ? [] : [`    ${reasons}`]),
      ...path.words.filter((word) => word.practice === id).map((word) => wordText(word, here)),
    ];
  });
  const before = wordsBefore(path);
  return [
    `${path.id.slice(0, SHORT_ID)}  ${titleOf(path, words)}`,
    ...steps,
    ...(before.length === 0 ? [] : [`  ${words('together.before')}`, ...before.map((word) => wordText(word, here))]),
    ...(path.outcome === '' ? [] : [`  ${words(`together.${path.outcome}`)}`]),
  ].join('\n');
};

const pathJson = ({ id, title, steps, outcome, at, words, ...asked }: Together, { inside, one }: Here): Readonly<Record<string, unknown>> => ({
  id,
  title,
  ...asked,
  steps: steps.map(({ practice, day }) => ({ practice, name: one(practice)?.name ?? '', day })),
  outcome,
  at,
  said: words.map((word) => ({ id: word.id, by: word.by, name: inside.nameOf(word.by), practice: word.practice, text: word.text, at: word.at })),
});

const sayOne = (path: Together, args: Args, context: Context, here: Here): void =>
  context.terminal.say(args.has('json') ? toJsonLine(pathJson(path, here)) : harmless(pathText(path, here)));

export const runPathsIn = async (args: Args, context: Context): Promise<Result<number>> => {
  const here = await hereIn(args, context);
  if (!here.ok) return here;
  const shown = here.value.paths.filter(({ outcome }) => args.has('all') || outcome === '');
  for (const path of shown) sayOne(path, args, context, here.value);
  return shown.length === 0 ? nothing(args, context) : ok(EXIT.ok);
};

/** The step that the words name. Refusals: `argument-missing`, those of a practice. */
const stepNamed = ({ steps }: Together, args: Args, { one }: Here): Result<StepTogether> => {
  if (args.words.length === 0) return refuse({ code: 'argument-missing', with: { argument: 'STEP' } });
  // One whose practice is no longer in the circle is named by its id.
  const whole = steps.find(({ practice }) => practice === args.words[0]);
  if (whole) return ok(whole);
  const named = practiceNamed(
    args.words.join(' '),
    steps.flatMap(({ practice }) => one(practice) ?? []),
  );
  return named.ok ? ok(steps.find(({ practice }) => practice === named.value.id)!) : named;
};

/** What is written, and what is said of it. */
type Done = Result<{ readonly changes: readonly Change[]; readonly says: string }>;

const saying = (changes: Result<Change[]>, says: string): Done => (changes.ok ? ok({ changes: changes.value, says }) : changes);

const swapped = (path: Together, { practice }: StepTogether, args: Args, context: Context, { knows }: Here): Done => {
  const ids = path.steps.map((step) => step.practice);
  const others = othersFor(practice, ids, askedTogether(path), knows, Infinity).map((other) => other.practice);
  const typed = args.one('instead');
  const to = typed === undefined ? (others[0] ? ok(others[0]) : refuse({ code: 'path-nothing-else' })) : practiceNamed(typed, others);
  return to.ok ? saying(ok(swapTogether(path, practice, to.value.id, context.now())), 'path.swapped') : to;
};

const ended = (path: Together, args: Args, context: Context): Done => {
  const came = args.one('came');
  const isOutcome = (one: string | undefined): one is Outcome => (OUTCOMES as readonly (string | undefined)[]).includes(one);
  if (isOutcome(came)) return saying(ok(endTogether(path, came, context.now())), 'together.ended');
  const right = OUTCOMES.join(', ');
  return came === undefined
    ? refuse({ code: 'argument-missing', with: { argument: `--came (${right})` } })
    : refuse({ code: 'option-value-wrong', with: { option: '--came', value: came.slice(0, 40), right } });
};

type Act = 'swap' | 'remark' | 'date' | 'leave' | 'open' | 'withdraw' | 'remove';
/** What may stand beside each act; the circle always does. */
const ACTS: Readonly<Record<Act, readonly OptionName[]>> = { swap: ['instead'], remark: ['text'], date: ['on'], leave: ['came'], open: [], withdraw: [], remove: [] };
/** What is one's own of a path, and nobody else's. */
const OWN: readonly OptionName[] = ['done', 'better', 'same', 'worse'];

const doneTo = (act: Exclude<Act, 'withdraw' | 'remove'>, path: Together, args: Args, context: Context, here: Here): Done => {
  const now = context.now();
  if (act === 'leave') return ended(path, args, context);
  if (act === 'open') return saying(ok(goOnTogether(path, now)), 'path.taken-up');
  const step = stepNamed(path, args, here);
  if (!step.ok) return step;
  if (act === 'swap') return swapped(path, step.value, args, context, here);
  const { practice } = step.value;
  if (act === 'remark') return saying(sayAfterStep(path, practice, args.one('text') ?? '', { me: here.inside.me, id: freshId() }, now), 'together.said');
  const day = dayTyped(args.one('on'), here.inside.now.today);
  return day.ok ? saying(dateStep(path, practice, day.value, now), day.value === '' ? 'together.any-day' : 'together.dated') : day;
};

/** Of `--remove`, the path is named by the words, since that option has no value of its own. */
const removed = (args: Args, { paths }: Here, shows: string): Done => {
  const path = itemNamed(args.words.join(' '), paths, shows);
  return path.ok ? saying(deleteTogether(path.value), 'path.deleted') : path;
};

const takenBack = (args: Args, { paths, inside }: Here): Done => {
  const word = itemNamed(
    args.one('withdraw')!,
    paths.flatMap(({ words }) => words),
    `kith paths --circle "${inside.name}" --all`,
  );
  return word.ok ? saying(takeWordBack(word.value, inside.me), 'together.taken-back') : word;
};

/** `asked`: what a path is asked for with, where the words are a need; null where they name a path, or there are none. */
export const runPathIn = async (args: Args, context: Context, asked: Parameters<typeof propose>[0] | null): Promise<Result<number>> => {
  const own = OWN.find((option) => args.has(option));
  if (own) return refuse({ code: 'options-clash', with: { one: '--circle', other: `--${own}` } });
  const chosen = actAmong(args, ACTS, 'kith path NEED', PLAIN);
  if (!chosen.ok) return chosen;
  const act = chosen.value;
  const here = await hereIn(args, context);
  if (!here.ok) return here;
  const { inside, knows, paths } = here.value;
  const shows = `kith paths --circle "${inside.name}" --all`;
  if (act === null && asked) {
    const begin = async (steps: readonly string[]): Promise<Result<string>> => {
      const id = freshId();
      const begun = beginTogether(asked, steps, args.one('text') ?? '', id, context.now());
      const done = begun.ok ? await writeIn(inside, begun.value) : begun;
      return done.ok ? ok(id) : done;
    };
    return propose(asked, knows, args.has('begin') ? { begin, says: 'together.begun' } : null, args, context);
  }
  if (act === null || !(act === 'withdraw' || act === 'remove')) {
    const path = itemNamed(act ? args.one(act)! : args.words.join(' '), paths, shows);
    if (!path.ok) return path;
    if (act === null) {
      sayOne(path.value, args, context, here.value);
      return ok(EXIT.ok);
    }
    return written(doneTo(act, path.value, args, context, here.value), path.value.id, args, context, inside);
  }
  return written(act === 'remove' ? removed(args, here.value, shows) : takenBack(args, here.value), null, args, context, inside);
};

const written = async (made: Done, id: string | null, args: Args, context: Context, inside: InCircle): Promise<Result<number>> => {
  if (!made.ok) return made;
  const { changes, says } = made.value;
  const [first] = changes;
  if (!first) return sayDone(args, context, { id, changed: false }, 'unchanged');
  const done = await writeIn(inside, changes);
  return done.ok ? sayDone(args, context, { id: id ?? first.id, changed: true }, says) : done;
};
