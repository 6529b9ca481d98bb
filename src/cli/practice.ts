// `kith practice`: one practice of the library, of one's own or of a circle's: read, said something after, made, adapted, shared in a circle,
// taken from there, published, written as a file.

import { random } from '#adapters/sodium.ts';
import type { Change } from '#core/change.ts';
import { newId } from '#core/ids.ts';
import { ok, refuse, type Result } from '#core/result.ts';
import { adaptPractice, draftOf, EMPTY_DRAFT, isKind, isWho, KINDS, makePractice, plainId, WHO, type Practice, type PracticeDraft } from '#rooms/practices/model.ts';
import { adaptShared, deleteShared, givenIn, isNamed, ownOf, sharedIn, sharePractice, takeShared, type Shared } from '#rooms/practices/shared.ts';
import { clock } from '#rooms/practices/steps.ts';
import { countsOf, HOW, tell, type How } from '#rooms/practices/told.ts';
import { actAmong } from './acts.ts';
import { commitUndoable } from './change.ts';
import type { Context } from './context.ts';
import { EXIT } from './exit-codes.ts';
import { freshId, openInCircle, sayDone, sayGoing, writeIn, type InCircle } from './in-circle.ts';
import type { Args, OptionName } from './options.ts';
import { textFromInput } from './parts.ts';
import { factsOf, minutesOf, practiceNamed, readCommons, shortId, toJson, wrongOf, type Commons } from './practices.ts';
import { publishPractice, unpublishPractice } from './publish.ts';
import { openVault } from './session.ts';
import { harmless, toJsonLine } from './terminal.ts';
import { loadRoomWords, type Words } from './words.ts';

/** The names of the skills that it trains; of frameworks that come with Kith. `names`: the words of the room skills. */
const trainedBy = ({ skills }: Practice, names: Words): string[] => skills.flatMap((code) => names.maybe(`item.${code.replace(':', '.')}`) ?? []);

const wholeOf = (practice: Practice, commons: Commons, words: Words, trains: readonly string[]): string => {
  const { name, why, steps, care, evidence, checked, sceptic, source, licence, by, from, isStarter } = practice;
  const counts = countsOf(practice.id, commons.tolds);
  const part = (key: string, text: string): string[] => (text === '' ? [] : [`${words(key)}: ${text}`]);
  return [
    `${shortId(practice)}  ${name} (${factsOf(practice, words)})`,
    ...(why === '' ? [] : [why]),
    ...(steps.length === 0 ? [words('play.no-steps')] : steps.map(({ text, seconds }, at) => `${at + 1}. ${seconds === null ? '' : `(${clock(seconds)}) `}${text}`)),
    ...part('know.care', care || (isStarter ? words('know.care-none') : '')),
    ...part('know.for', evidence === '' ? '' : `${evidence}${checked === 'none' ? '' : ` ${words(`checked.${checked}`)}`}`),
    ...part('know.against', sceptic),
    ...part('know.trains', trains.join(words('list.comma'))),
    ...part('know.from', [source, licence].filter((text) => text !== '').join(' ')),
    ...(by === '' ? [] : [words('know.by', { by })]),
    ...from.map((one) => `${words('know.chain')}: ${words(one.by === '' ? 'know.chain-licence' : 'know.chain-one', { ...one })}`),
    ...(counts.of === 0 ? [] : [words('after.said', { ...counts, count: counts.of })]),
  ].join('\n  ');
};

/** What was typed of a practice that is made or adapted, over what it begins with; `-` reads the steps from standard input. */
const draftTyped = (begins: PracticeDraft, name: string, args: Args): Result<PracticeDraft> => {
  const wrong = wrongOf(args, 'kind', KINDS, isKind) ?? wrongOf(args, 'who', WHO, isWho);
  if (wrong) return refuse(wrong);
  const minutes = minutesOf(args);
  if (!minutes.ok) return minutes;
  const text = args.one('text');
  const steps = text === '-' ? textFromInput() : ok(text);
  if (!steps.ok) return steps;
  return ok({
    ...begins,
    name,
    steps: steps.value ?? begins.steps,
    why: args.one('why') ?? begins.why,
    kind: args.all('kind').findLast(isKind) ?? begins.kind,
    who: args.all('who').findLast(isWho) ?? begins.who,
    minutes: minutes.value ?? begins.minutes,
    licence: args.one('licence') ?? begins.licence,
    by: args.one('as') ?? begins.by,
  });
};

const keepOwn = async (changes: Result<Change[]>, args: Args, context: Context): Promise<Result<number>> => {
  if (!changes.ok) return changes;
  const open = await openVault(context, { begin: true });
  if (!open.ok) return open;
  const { id } = changes.value[0]!;
  const done = await commitUndoable(open.value, changes.value, { what: 'written', id }, '', context);
  return done.ok ? sayDone(args, context, { id }, 'own.saved') : done;
};

/** Into a circle, or out of it. */
const writeShared = async (circle: InCircle, changes: Result<Change[]>, says: string, places: Record<string, string>, args: Args, context: Context): Promise<Result<number>> => {
  if (!changes.ok) return changes;
  const done = await writeIn(circle, changes.value);
  return done.ok ? sayDone(args, context, { id: changes.value[0]!.id }, says, places) : done;
};

/** It is there already: nothing is written. */
const sayThere = (said: string, id: string, args: Args, context: Context): Result<number> => {
  if (args.has('json')) context.terminal.say(toJsonLine({ id, changed: false }));
  else context.terminal.note(harmless(`${said} ${plainId(id).slice(0, 8)}`));
  return ok(EXIT.nothing);
};

type Deed = (practice: Practice, commons: Commons, args: Args, context: Context) => Promise<Result<number>>;

const sharedOne = ({ shared }: Commons, { id }: Practice): Shared => shared.find(({ practice }) => practice.id === id)!;
const nowhere = (option: string): Result<never> => refuse({ code: 'argument-missing', with: { argument: `${option} --circle NAME` } });

/** What is done with a practice, by the option that asks for it. */
const DEEDS: Readonly<Record<'share' | 'mine' | 'remove' | 'adapt' | 'publish' | 'unpublish', Deed>> = {
  share: async (practice, commons, args, context) => {
    const circle = await openInCircle(context, args.one('share')!);
    if (!circle.ok) return circle;
    const { me, name, snapshot } = circle.value;
    const words = await context.words();
    const there = givenIn(sharedIn(snapshot, commons.all), practice);
    if (there) return sayThere(words('give.there'), there.id, args, context);
    const by = isNamed(practice) ? practice.by : (args.one('as') ?? practice.by);
    const given = sharePractice(practice, by, { me, id: freshId() }, context.now());
    const trains = trainedBy(practice, await loadRoomWords(context.env, 'skills'));
    // Nothing that was said after it goes along.
    const said = wholeOf({ ...practice, by }, { ...commons, tolds: [] }, words, trains);
    const dry = given.ok ? await sayGoing(circle.value, { said, json: { practice: practice.id, by } }, args, context) : null;
    return dry ?? writeShared(circle.value, given, 'give.done', { name: practice.name, circle: name }, args, context);
  },
  mine: async (practice, commons, args, context) => {
    if (!commons.circle) return nowhere('--mine');
    const shared = sharedOne(commons, practice);
    const mine = practice.isStarter ? undefined : ownOf(shared, commons.all);
    if (mine) return sayThere((await context.words())('shared.taken'), mine.id, args, context);
    return keepOwn(takeShared(shared, newId(random), context.now()), args, context);
  },
  remove: async (practice, commons, args, context) =>
    commons.circle
      ? writeShared(commons.circle, deleteShared(sharedOne(commons, practice), commons.circle.me), 'shared.deleted', { name: practice.name }, args, context)
      : nowhere('--remove'),
  publish: (practice, _, args, context) => publishPractice(practice, args, context),
  unpublish: (practice, _, args, context) => unpublishPractice(practice, args, context),
  adapt: async (practice, { circle }, args, context) => {
    const draft = draftTyped({ ...draftOf(practice), by: circle ? circle.nameOf(circle.me) : '' }, args.one('adapt')!, args);
    if (!draft.ok) return draft;
    if (!circle) return keepOwn(adaptPractice(practice, draft.value, newId(random), context.now()), args, context);
    return writeShared(circle, adaptShared(practice, draft.value, { me: circle.me, id: freshId() }, context.now()), 'own.saved', {}, args, context);
  },
};
/** Options that say what a practice is, for one that is made or adapted. */
const PARTS: readonly OptionName[] = ['text', 'why', 'kind', 'who', 'minutes', 'licence', 'as'];
const SAID: readonly OptionName[] = ['text', 'circle'];
/** Which options go with which act; without one a practice is read, or something is said after it. */
const ACTS = {
  better: SAID,
  same: SAID,
  worse: SAID,
  format: ['circle'],
  share: ['as', 'dry-run'],
  mine: ['circle'],
  remove: ['circle'],
  adapt: [...PARTS, 'circle'],
  publish: ['as', 'until', 'dry-run'],
  unpublish: [],
  make: PARTS,
} satisfies Readonly<Record<How | 'format' | keyof typeof DEEDS | 'make', readonly OptionName[]>>;

const isDeed = (act: string | null): act is keyof typeof DEEDS => act !== null && Object.hasOwn(DEEDS, act);

export const runPractice = async (args: Args, context: Context): Promise<Result<number>> => {
  const chosen = actAmong(args, ACTS, 'kith practice ID', SAID);
  if (!chosen.ok) return chosen;
  const act = chosen.value;
  if (act === 'make') {
    const [word] = args.words;
    if (word !== undefined) return refuse({ code: 'too-many-words', with: { word: word.slice(0, 40), command: 'practice --make' } });
    const draft = draftTyped(EMPTY_DRAFT, args.one('make')!, args);
    return draft.ok ? keepOwn(makePractice(draft.value, newId(random), context.now()), args, context) : draft;
  }
  const words = await context.words();
  const commons = await readCommons(args, context, words);
  if (!commons.ok) return commons;
  const found = practiceNamed(args.words.join(' '), commons.value.practices);
  // What a circle has not is adapted for it out of the library, or one's own.
  const practice = found.ok || act !== 'adapt' ? found : practiceNamed(args.words.join(' '), commons.value.all);
  if (!practice.ok) return practice;
  if (isDeed(act)) return DEEDS[act](practice.value, commons.value, args, context);
  const format = args.one('format');
  if (format !== undefined) {
    const { practiceToMarkdown, practiceToTool } = await import('#formats/practice-file.ts');
    if (format !== 'markdown' && format !== 'idg') return refuse({ code: 'option-value-wrong', with: { option: '--format', value: format.slice(0, 40), right: 'markdown, idg' } });
    context.terminal.say((format === 'markdown' ? practiceToMarkdown(practice.value) : practiceToTool(practice.value)).trimEnd());
    return ok(EXIT.ok);
  }
  const note = args.one('text') ?? '';
  const said = HOW.find((how) => how === act) ?? null;
  if (said !== null || note !== '') return sayAfter(practice.value, said, note, args, context, words);
  const trains = trainedBy(practice.value, await loadRoomWords(context.env, 'skills'));
  context.terminal.say(args.has('json') ? toJsonLine(toJson(practice.value, commons.value)) : harmless(wholeOf(practice.value, commons.value, words, trains)));
  return ok(EXIT.ok);
};

/** How it was: in one's own vault, of a circle's practice too. */
const sayAfter = async (practice: Practice, how: How | null, note: string, args: Args, context: Context, words: Words): Promise<Result<number>> => {
  const open = await openVault(context, { begin: true });
  if (!open.ok) return open;
  const id = newId(random);
  const made = tell(practice.id, { how, note }, id, context.now());
  if (!made.ok) return made;
  const done = await commitUndoable(open.value, made.value, { what: 'written', id }, '', context);
  if (!done.ok) return done;
  context.terminal.say(args.has('json') ? toJsonLine({ id, practice: practice.id, how, note }) : words('cli.kept'));
  if (how === 'worse' && !args.has('json')) context.terminal.note(`${words('after.worse-now')} ${words('after.danger')} ${words('after.helplines')}`);
  return ok(EXIT.ok);
};
