// `kith paths`, `kith path`: a path proposed for a need and taken up; what stands in each; a step done, with how it was, or swapped; left,
// taken up again. The room's model decides; what is chosen is said with its reasons, as in the page.

import { random } from '#adapters/sodium.ts';
import type { Change } from '#core/change.ts';
import { newId } from '#core/ids.ts';
import { ok, refuse, type Refusal, type Result } from '#core/result.ts';
import { emptySnapshot, withRecords } from '#core/snapshot.ts';
import { commonsIn, type Commons } from '#rooms/practices/commons.ts';
import { isKind, isNeed, isWho, KINDS, NEEDS, WHO } from '#rooms/practices/model.ts';
import { othersFor, proposePath, reasonsFor, type Asked, type Knows } from '#rooms/practices/paths.ts';
import { HOW, tell } from '#rooms/practices/told.ts';
import { askedOf, beginPath, doneStep, isOver, leavePath, nextStep, stepsNow, swapStep, takeUpPath, type Path } from '#rooms/practices/walk.ts';
import { actAmong, oneOf } from './acts.ts';
import { commitUndoable } from './change.ts';
import type { Context } from './context.ts';
import { EXIT } from './exit-codes.ts';
import { dayText, itemNamed } from './in-circle.ts';
import { nothing } from './list.ts';
import type { Args, OptionName } from './options.ts';
import { libraryOf, lineOf, minutesOf, practiceNamed, reasonsText, stepText, wrongOf } from './practices.ts';
import { openIfThere, openVault, readEverything, type Open } from './session.ts';
import { SHORT_ID } from './show-entry.ts';
import { harmless, toJsonLine } from './terminal.ts';
import type { Words } from './words.ts';

interface Here {
  /** Null where there is no vault yet. */
  readonly open: Open | null;
  readonly commons: Commons;
  readonly words: Words;
}

const hereOf = async (context: Context, begin: boolean): Promise<Result<Here>> => {
  const words = await context.words();
  const library = await libraryOf(context, words);
  const open = await (begin ? openVault(context, { begin }) : openIfThere(context));
  if (!open.ok) return open;
  const records = open.value ? (await readEverything(open.value)).records : [];
  return ok({ open: open.value, words, commons: commonsIn(withRecords(emptySnapshot(), records), '', () => library) });
};

export const titleOf = ({ title, need }: Pick<Path, 'title' | 'need'>, words: Words): string => title || words(`need.${need}`);

const pathText = (path: Path, { commons, words }: Here): string => {
  const next = nextStep(path, commons);
  const steps = stepsNow(path, commons).flatMap(({ practice: id, instead, done }) => {
    const practice = commons.one(id);
    if (!practice) return [];
    const stood = instead === '' ? '' : words('path.instead', { name: commons.one(instead)?.name ?? instead });
    const is = done !== '' ? words('path.done', { day: dayText(words, done) }) : next?.practice === id ? words('path.next') : '';
    return [
      `  ${lineOf(practice, words)}${is === '' ? '' : `: ${is}`}`,
      ...[reasonsText(reasonsFor(id, askedOf(path), commons), words), stood].filter((part) => part !== '').map((part) => `    ${part}`),
    ];
  });
  const end = path.ended !== '' ? [`  ${words('path.is-left', { day: dayText(words, path.ended) })}`] : isOver(path) ? [`  ${words('path.is-over')}`] : [];
  return harmless([`${path.id.slice(0, SHORT_ID)}  ${titleOf(path, words)}`, ...steps, ...end].join('\n'));
};

const pathJson = (path: Path, { commons }: Here): Readonly<Record<string, unknown>> => ({
  id: path.id,
  title: path.title,
  ...askedOf(path),
  steps: stepsNow(path, commons).map(({ practice, instead, done }) => ({
    practice,
    name: commons.one(practice)?.name ?? '',
    instead,
    done,
    reasons: reasonsFor(practice, askedOf(path), commons),
  })),
  when: path.when,
  ended: path.ended,
  over: isOver(path),
});

export const runPaths = async (args: Args, context: Context): Promise<Result<number>> => {
  if (args.has('circle')) return (await import('./paths-together.ts')).runPathsIn(args, context);
  const here = await hereOf(context, false);
  if (!here.ok) return here;
  const shown = here.value.commons.paths.filter((path) => args.has('all') || !isOver(path));
  for (const path of shown) context.terminal.say(args.has('json') ? toJsonLine(pathJson(path, here.value)) : pathText(path, here.value));
  return shown.length === 0 ? nothing(args, context) : ok(EXIT.ok);
};

/** A path for a need, each step with its reasons. `taking`: it is taken up, and what is said then. */
export const propose = async (
  asked: Asked,
  knows: Knows,
  taking: { begin(steps: readonly string[]): Promise<Result<string>>; readonly says: string } | null,
  args: Args,
  context: Context,
): Promise<Result<number>> => {
  const words = await context.words();
  const path = proposePath(asked, knows);
  if (!path.ok) return path;
  if (!taking) {
    for (const { practice, points, reasons } of path.value)
      context.terminal.say(args.has('json') ? toJsonLine({ id: practice.id, name: practice.name, points, reasons }) : stepText(practice, reasons, words));
    return ok(EXIT.ok);
  }
  const id = await taking.begin(path.value.map(({ practice }) => practice.id));
  if (!id.ok) return id;
  context.terminal.say(args.has('json') ? toJsonLine({ id: id.value }) : `${id.value.slice(0, SHORT_ID)}  ${words(taking.says)}`);
  return ok(EXIT.ok);
};

const beginOwn = async (asked: Asked, open: Open, steps: readonly string[], args: Args, context: Context): Promise<Result<string>> => {
  const id = newId(random);
  const begun = beginPath(asked, steps, args.one('text') ?? '', id, context.now());
  const done = begun.ok ? await commitUndoable(open, begun.value, { what: 'written', id }, '', context) : begun;
  return done.ok ? ok(id) : done;
};

/** What may stand beside each act. */
const ACTS = { done: [...HOW, 'text'], swap: ['instead'], leave: [], open: [] } satisfies Readonly<Record<string, readonly OptionName[]>>;
type Act = keyof typeof ACTS;
/** What may stand beside a need. */
export const BESIDE_NEED: readonly OptionName[] = ['minutes', 'kind', 'who', 'text', 'begin'];
const DONE = { done: 'path.marked', swap: 'path.swapped', leave: 'path.left', open: 'path.taken-up' } as const satisfies Record<Act, string>;

/** The step that the words name: a practice of the path; without words the next. Refusals: those of a practice, `path-no-step`. */
const stepNamed = (path: Path, args: Args, { commons }: Here): Result<{ readonly practice: string; readonly instead: string }> => {
  const steps = stepsNow(path, commons).filter(({ done }) => done === '');
  if (args.words.length === 0) {
    const next = steps[0];
    return next ? ok(next) : refuse({ code: 'path-no-step' });
  }
  const named = practiceNamed(
    args.words.join(' '),
    steps.flatMap(({ practice }) => commons.one(practice) ?? []),
  );
  return named.ok ? ok(steps.find(({ practice }) => practice === named.value.id)!) : named;
};

const changesOf = (act: Act, path: Path, args: Args, context: Context, here: Here): Result<Change[]> => {
  const { commons } = here;
  const now = context.now();
  if (act === 'leave') return ok(leavePath(path, now));
  if (act === 'open') return ok(takeUpPath(path, now));
  const step = stepNamed(path, args, here);
  if (!step.ok) return step;
  const { practice, instead } = step.value;
  if (act === 'done') {
    const marked = doneStep(
      path,
      practice,
      now,
      stepsNow(path, commons).map((one) => one.practice),
    );
    const [how] = HOW.filter((each) => args.has(each));
    const note = args.one('text') ?? '';
    const told = how || note !== '' ? tell(practice, { how: how ?? null, note }, newId(random), now) : ok([]);
    return told.ok ? ok([...marked, ...told.value]) : told;
  }
  const others = othersFor(practice, path.steps, askedOf(path), commons, Infinity).map((one) => one.practice);
  const typed = args.one('instead');
  const to = typed === undefined ? (others[0] ? ok(others[0]) : refuse({ code: 'path-nothing-else' })) : practiceNamed(typed, others);
  // What stands in for a step is swapped from where it stands.
  return to.ok ? ok(swapStep(path, instead || practice, to.value.id, now)) : to;
};

/** Options only for a path of a circle. */
const IN_CIRCLE: readonly OptionName[] = ['remark', 'date', 'on', 'came', 'withdraw', 'remove'];

/** What a path is asked for with, where the words are a need; null where they are not. */
const askedFor = (typed: string, args: Args): Result<Asked | null> => {
  const wrong = wrongOf(args, 'kind', KINDS, isKind) ?? wrongOf(args, 'who', WHO, isWho);
  if (wrong) return refuse(wrong);
  const minutes = minutesOf(args);
  if (!minutes.ok) return minutes;
  return ok(isNeed(typed) ? { need: typed, minutes: minutes.value ?? 5, who: args.all('who').find(isWho) ?? null, liked: args.all('kind').filter(isKind) } : null);
};

/** Without an act the words are a need, or how the id of a path begins, beside which nothing stands. */
export const whyNoPath = (typed: string, args: Args): Refusal | null => {
  if (typed === '') return { code: 'argument-missing', with: { argument: `NEED (${NEEDS.join(', ')}), ID` } };
  if (isNeed(typed)) return null;
  if (!/^[0-9a-hjkmnp-tv-z]{4,26}$/.test(typed)) return { code: 'option-value-wrong', with: { option: 'kith path', value: typed.slice(0, 40), right: NEEDS.join(', ') } };
  const other = BESIDE_NEED.find((option) => args.has(option));
  return other === undefined ? null : { code: 'options-clash', with: { one: 'kith path ID', other: `--${other}` } };
};

export const runPath = async (args: Args, context: Context): Promise<Result<number>> => {
  const typed = args.words.join(' ').trim().toLowerCase();
  const asked = askedFor(typed, args);
  if (!asked.ok) return asked;
  if (args.has('circle')) return (await import('./paths-together.ts')).runPathIn(args, context, asked.value);
  const there = IN_CIRCLE.find((option) => args.has(option));
  if (there) return refuse({ code: 'argument-missing', with: { argument: `--${there} --circle NAME` } });
  const chosen = actAmong(args, ACTS, 'kith path NEED', BESIDE_NEED);
  if (!chosen.ok) return chosen;
  const act = chosen.value;
  const how = oneOf(args, HOW);
  if (!how.ok) return how;
  const why = act === null ? whyNoPath(typed, args) : null;
  if (why) return refuse(why);
  const here = await hereOf(context, args.has('begin'));
  if (!here.ok) return here;
  if (!act && asked.value) {
    const { open, commons } = here.value;
    const { value } = asked;
    const taking = args.has('begin') && open ? { begin: (steps: readonly string[]) => beginOwn(value, open, steps, args, context), says: 'paths.begun' } : null;
    return propose(value, commons, taking, args, context);
  }
  const path = itemNamed(act ? args.one(act)! : typed, here.value.commons.paths, 'kith paths --all');
  if (!path.ok) return path;
  if (!act) {
    context.terminal.say(args.has('json') ? toJsonLine(pathJson(path.value, here.value)) : pathText(path.value, here.value));
    return ok(EXIT.ok);
  }
  const changes = changesOf(act, path.value, args, context, here.value);
  if (!changes.ok) return changes;
  const isAny = changes.value.length > 0;
  if (isAny && here.value.open) {
    const done = await commitUndoable(here.value.open, changes.value, { what: 'changed', id: path.value.id }, '', context);
    if (!done.ok) return done;
  }
  const { words } = here.value;
  context.terminal.say(args.has('json') ? toJsonLine({ id: path.value.id, changed: isAny }) : words(isAny ? DONE[act] : 'unchanged'));
  if (act === 'done' && args.has('worse') && !args.has('json')) context.terminal.note(`${words('after.worse-now')} ${words('after.danger')} ${words('after.helplines')}`);
  return ok(EXIT.ok);
};
