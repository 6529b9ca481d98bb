// `kith paths --circle`, `kith path --circle`: the paths that a circle walks (decision 19): proposed by the same sums for everybody, taken up,
// swapped by anybody, given days, ended under a name; a sentence that one chooses to say after a step. Nobody is counted, so no step is
// marked as done here: how it was for oneself stands in one's own vault (`kith practice`).

import type { Change } from '#core/change.ts';
import { ok, refuse, type Result } from '#core/result.ts';
import type { Practice } from '#rooms/practices/model.ts';
import { othersFor, reasonsFor, type Asked, type Knows } from '#rooms/practices/paths.ts';
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
  type StepTogether,
  type Together,
  type Word,
} from '#rooms/practices/together.ts';
import { HOW } from '#rooms/practices/told.ts';
import { actAmong } from './acts.ts';
import type { Context } from './context.ts';
import { EXIT } from './exit-codes.ts';
import { dayText, dayTyped, freshId, itemNamed, momentText, openInCircle, sayDone, sayIfGone, shortId, writeIn, type InCircle } from './in-circle.ts';
import { nothing } from './list.ts';
import type { Args, OptionName } from './options.ts';
import { textFromInput } from './parts.ts';
import { BESIDE_NEED, propose, titleOf, whyNoPath } from './paths.ts';
import { libraryOf, lineOf, practiceNamed, reasonsText } from './practices.ts';
import { SHORT_ID } from './show-entry.ts';
import { harmless, toJsonLine } from './terminal.ts';
import type { Words } from './words.ts';

interface Here {
  readonly inside: InCircle;
  readonly knows: Knows;
  readonly paths: readonly Together[];
  readonly words: Words;
  /** The command that lists them. */
  readonly shows: string;
  one(id: string): Practice | undefined;
}

const hereIn = async (args: Args, context: Context): Promise<Result<Here>> => {
  const words = await context.words();
  const inside = await openInCircle(context, args.one('circle')!);
  if (!inside.ok) return inside;
  await sayIfGone(args, context, inside.value.circle);
  const library = await libraryOf(context, words);
  const { snapshot, name } = inside.value;
  const paths = pathsTogether(snapshot);
  const knows = knowsTogether(library, sharedIn(snapshot, library), paths);
  return ok({ inside: inside.value, knows, paths, words, shows: `kith paths --circle "${name}" --all`, one: (id) => knows.practices.find((practice) => practice.id === id) });
};

const wordText = ({ id, by, text, at }: Word, { inside, words }: Here): string =>
  `    ${text.replace(/\n/g, ' ')} (${inside.nameOf(by)}, ${momentText(words, at)}; ${shortId(id)})`;

const pathText = (path: Together, here: Here): string => {
  const { knows, words, one } = here;
  const steps = path.steps.flatMap(({ practice: id, day }) => {
    const practice = one(id);
    const reasons = practice ? reasonsText(reasonsFor(id, askedTogether(path), knows), words) : '';
    return [
      `  ${practice ? lineOf(practice, words) : `${shortId(id)}  ${words('together.gone')}`}${day === '' ? '' : `: ${dayText(words, day)}`}`,
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

const pathJson = (path: Together, { inside, knows, one }: Here): Readonly<Record<string, unknown>> => {
  const asked = askedTogether(path);
  return {
    id: path.id,
    title: path.title,
    ...asked,
    steps: path.steps.map(({ practice, day }) => ({ practice, name: one(practice)?.name ?? '', day, reasons: one(practice) ? reasonsFor(practice, asked, knows) : [] })),
    outcome: path.outcome,
    at: path.at,
    said: path.words.map(({ id, by, practice, text, at }) => ({ id, by, name: inside.nameOf(by), practice, text, at })),
  };
};

const sayOne = (path: Together, args: Args, context: Context, here: Here): void =>
  context.terminal.say(args.has('json') ? toJsonLine(pathJson(path, here)) : harmless(pathText(path, here)));

export const runPathsIn = async (args: Args, context: Context): Promise<Result<number>> => {
  const here = await hereIn(args, context);
  if (!here.ok) return here;
  const shown = here.value.paths.filter(({ outcome }) => args.has('all') || outcome === '');
  for (const path of shown) sayOne(path, args, context, here.value);
  return shown.length === 0 ? nothing(args, context) : ok(EXIT.ok);
};

/** The step that the words name; one whose practice is no longer in the circle, by its id. Refusals: `argument-missing`, those of a practice. */
const stepNamed = ({ steps }: Together, args: Args, { one }: Here): Result<StepTogether> => {
  const typed = args.words.join(' ').trim().toLowerCase();
  if (typed === '') return refuse({ code: 'argument-missing', with: { argument: 'STEP' } });
  const gone = steps.filter(({ practice }) => one(practice) === undefined && (practice === typed || (typed.length > 3 && shortId(practice).startsWith(typed))));
  if (gone.length === 1) return ok(gone[0]!);
  const named = practiceNamed(
    typed,
    steps.flatMap(({ practice }) => one(practice) ?? []),
  );
  return named.ok ? ok(steps.find(({ practice }) => practice === named.value.id)!) : named;
};

/** What is written, and what is said of it. */
type Wanted = Result<{ readonly changes: readonly Change[]; readonly says: string }>;

const saying = (changes: Result<Change[]>, says: string): Wanted => (changes.ok ? ok({ changes: changes.value, says }) : changes);

const toSwap = (path: Together, { practice }: StepTogether, args: Args, context: Context, { knows }: Here): Wanted => {
  const ids = path.steps.map((step) => step.practice);
  const others = othersFor(practice, ids, askedTogether(path), knows, Infinity).map((other) => other.practice);
  const typed = args.one('instead');
  const to = typed === undefined ? (others[0] ? ok(others[0]) : refuse({ code: 'path-nothing-else' })) : practiceNamed(typed, others);
  return to.ok ? saying(ok(swapTogether(path, practice, to.value.id, context.now())), 'path.swapped') : to;
};

const toEnd = (path: Together, args: Args, context: Context): Wanted => {
  const came = args.one('came');
  const outcome = OUTCOMES.find((one) => one === came);
  if (outcome) return saying(ok(endTogether(path, outcome, context.now())), 'together.ended');
  const right = OUTCOMES.join(', ');
  return came === undefined
    ? refuse({ code: 'argument-missing', with: { argument: `--came (${right})` } })
    : refuse({ code: 'option-value-wrong', with: { option: '--came', value: came.slice(0, 40), right } });
};

const toSay = (path: Together, { practice }: StepTogether, args: Args, context: Context, { inside }: Here): Wanted => {
  const typed = args.one('text');
  if (typed === undefined) return refuse({ code: 'argument-missing', with: { argument: '--text' } });
  const text = typed === '-' ? textFromInput() : ok(typed);
  return text.ok ? saying(sayAfterStep(path, practice, text.value, { me: inside.me, id: freshId() }, context.now()), 'together.said') : text;
};

/** Forgetting the day must not take away the one that is there: any day is asked for by a word. */
const ANY = 'any';

const toDate = (path: Together, { practice }: StepTogether, args: Args, context: Context, { inside }: Here): Wanted => {
  const typed = args.one('on');
  if (typed === undefined) return refuse({ code: 'argument-missing', with: { argument: '--on DAY' } });
  const day = typed.trim().toLowerCase() === ANY ? ok('') : dayTyped(typed, inside.now.today);
  return day.ok ? saying(dateStep(path, practice, day.value, context.now()), day.value === '' ? 'together.any-day' : 'together.dated') : day;
};

type OfStep = 'swap' | 'remark' | 'date';
type Act = OfStep | 'leave' | 'open' | 'withdraw' | 'remove';
/** What may stand beside each act; the circle always does. */
const ACTS: Readonly<Record<Act, readonly OptionName[]>> = { swap: ['instead'], remark: ['text'], date: ['on'], leave: ['came'], open: [], withdraw: [], remove: [] };
const STEPS: Readonly<Record<OfStep, typeof toSwap>> = { swap: toSwap, remark: toSay, date: toDate };
const isOfStep = (act: Act): act is OfStep => Object.hasOwn(STEPS, act);
/** What is one's own of a path, and nobody else's. */
const OWN: readonly OptionName[] = ['done', ...HOW];

const wantedOf = (act: Act, args: Args, context: Context, here: Here): Wanted => {
  const { paths, inside, shows } = here;
  // These name all by their own value, or by the words.
  if (!isOfStep(act) && act !== 'remove' && args.words.length > 0) return refuse({ code: 'too-many-words', with: { word: args.words[0]!.slice(0, 40), command: `path --${act}` } });
  if (act === 'withdraw') {
    const said = paths.flatMap(({ words }) => words);
    const word = itemNamed(args.one(act)!, said, shows);
    return word.ok ? saying(takeWordBack(word.value, inside.me), 'together.taken-back') : word;
  }
  const named = itemNamed(act === 'remove' ? args.words.join(' ') : args.one(act)!, paths, shows);
  if (!named.ok) return named;
  const path = named.value;
  if (act === 'open') return saying(ok(goOnTogether(path, context.now())), 'path.taken-up');
  if (path.outcome !== '') return refuse({ code: 'path-ended' });
  if (act === 'remove') return saying(deleteTogether(path), 'path.deleted');
  if (act === 'leave') return toEnd(path, args, context);
  const step = stepNamed(path, args, here);
  return step.ok ? STEPS[act](path, step.value, args, context, here) : step;
};

/** `asked`: what a path is asked for with, where the words are a need; null where they are not. */
export const runPathIn = async (args: Args, context: Context, asked: Asked | null): Promise<Result<number>> => {
  const own = OWN.find((option) => args.has(option));
  if (own) return refuse({ code: 'options-clash', with: { one: '--circle', other: `--${own}` } });
  const chosen = actAmong(args, ACTS, 'kith path NEED', BESIDE_NEED);
  if (!chosen.ok) return chosen;
  const why = chosen.value === null ? whyNoPath(args.words.join(' ').trim().toLowerCase(), args) : null;
  if (why) return refuse(why);
  const here = await hereIn(args, context);
  if (!here.ok) return here;
  const { inside, knows, paths, shows } = here.value;
  if (chosen.value !== null) return write(wantedOf(chosen.value, args, context, here.value), args, context, inside);
  if (asked) {
    const begin = async (steps: readonly string[]): Promise<Result<string>> => {
      const id = freshId();
      const begun = beginTogether(asked, steps, args.one('text') ?? '', id, context.now());
      const done = begun.ok ? await writeIn(inside, begun.value) : begun;
      return done.ok ? ok(id) : done;
    };
    return propose(asked, knows, args.has('begin') ? { begin, says: 'together.begun' } : null, args, context);
  }
  const path = itemNamed(args.words.join(' '), paths, shows);
  if (!path.ok) return path;
  sayOne(path.value, args, context, here.value);
  return ok(EXIT.ok);
};

const write = async (wanted: Wanted, args: Args, context: Context, inside: InCircle): Promise<Result<number>> => {
  if (!wanted.ok) return wanted;
  const { changes, says } = wanted.value;
  const [first] = changes;
  if (!first) return sayDone(args, context, { changed: false }, 'unchanged');
  const done = await writeIn(inside, changes);
  return done.ok ? sayDone(args, context, { id: first.id, changed: true }, says) : done;
};
