// `kith practices`, `kith practice`: the library, one's own practices and a circle's, found and read; a path proposed for a need; how it was
// afterwards; one made, adapted, shared in a circle, taken from there; a practice as a file, and files taken in. The library is there without a vault.

import { random } from '#adapters/sodium.ts';
import { basename } from 'node:path';
import type { Change } from '#core/change.ts';
import { newId } from '#core/ids.ts';
import { ok, refuse, type Refusal, type Result } from '#core/result.ts';
import { emptySnapshot, withRecords } from '#core/snapshot.ts';
import { commonsIn } from '#rooms/practices/commons.ts';
import {
  adaptPractice,
  draftOf,
  EMPTY_DRAFT,
  filterPractices,
  isKind,
  isNeed,
  isWho,
  KINDS,
  makePractice,
  NEEDS,
  plainId,
  practicesOf,
  WHO,
  type Practice,
  type PracticeDraft,
} from '#rooms/practices/model.ts';
import { proposePath, type Knows } from '#rooms/practices/paths.ts';
import { adaptShared, deleteShared, givenIn, isNamed, ownOf, sharedIn, sharePractice, takeShared, type Shared } from '#rooms/practices/shared.ts';
import { starterPractices } from '#rooms/practices/starter.ts';
import { clock } from '#rooms/practices/steps.ts';
import { countsOf, HOW, isOffered, tell, type How } from '#rooms/practices/told.ts';
import { commitUndoable } from './change.ts';
import type { Context } from './context.ts';
import { EXIT } from './exit-codes.ts';
import { fileIn } from './file-in.ts';
import { freshId, openInCircle, sayDone, sayGoing, sayIfGone, writeIn, type InCircle } from './in-circle.ts';
import type { Args, OptionName } from './options.ts';
import { textFromInput } from './parts.ts';
import { publishPractice, unpublishPractice } from './publish.ts';
import { openIfThere, openVault, readEverything, type Open } from './session.ts';
import { harmless, toJsonLine } from './terminal.ts';
import { loadLibraryWords, loadRoomWords, type Words } from './words.ts';

interface Commons extends Knows {
  /** Null where there is no vault yet. */
  readonly open: Open | null;
  /** The circle that `--circle` names, whose practices are then those that are looked at. */
  readonly circle: InCircle | null;
  readonly shared: readonly Shared[];
  /** The library and one's own, wherever one looks. */
  readonly all: readonly Practice[];
}

export const libraryOf = async (context: Context, words: Words): Promise<Practice[]> => {
  const library = await loadLibraryWords(context.env);
  return starterPractices({ word: (key) => words(key), library: (key) => library[key] ?? key });
};

const readCommons = async (args: Args, context: Context, words: Words): Promise<Result<Commons>> => {
  const library = await libraryOf(context, words);
  const named = args.one('circle');
  const circle = named === undefined ? ok(null) : await openInCircle(context, named);
  if (!circle.ok) return circle;
  const open = circle.value ? ok(circle.value.here.open) : await openIfThere(context);
  if (!open.ok) return open;
  const records = open.value ? (await readEverything(open.value)).records : [];
  const own = commonsIn(withRecords(emptySnapshot(), records), '', () => library);
  const shared = circle.value ? sharedIn(circle.value.snapshot, library) : [];
  if (circle.value) await sayIfGone(args, context, circle.value.circle);
  const practices = circle.value ? shared.map(({ practice }) => practice) : own.practices;
  return ok({ ...own, open: open.value, circle: circle.value, shared, all: own.practices, practices });
};

const shortId = ({ id, isStarter }: Practice): string => (isStarter ? id : plainId(id).slice(0, 8));

const factsOf = ({ minutes, kind, who }: Practice, words: Words): string =>
  [minutes === null ? words('minutes-none') : words('minutes-short', { count: minutes }), kind === null ? '' : words(`kind.${kind}`), who === null ? '' : words(`who.${who}`)]
    .filter((part) => part !== '')
    .join(words('list.comma'));

export const lineOf = (practice: Practice, words: Words): string => harmless(`${shortId(practice)}  ${practice.name} (${factsOf(practice, words)})`.replace(/\n/g, ' '));

const toJson = (practice: Practice, { tolds, wishes, shared, circle }: Commons): Readonly<Record<string, unknown>> => {
  const given = shared.find((one) => one.practice.id === practice.id);
  return {
    ...practice,
    told: countsOf(practice.id, tolds),
    offered: isOffered(practice.id, tolds, wishes),
    ...(given && circle ? { shared: { id: given.id, at: given.at, by: given.by, name: circle.nameOf(given.by) } } : {}),
  };
};

/** Of a circle's: who gave it. */
const givenBy = ({ id }: Practice, { shared, circle }: Commons, words: Words): string => {
  const given = shared.find(({ practice }) => practice.id === id);
  return given && circle ? `  ${harmless(words('shared.by', { name: circle.nameOf(given.by) }))}` : '';
};

/** A value that must be one of a few. */
export const wrongOf = (args: Args, option: OptionName, right: readonly string[], isRight: (value: unknown) => boolean): Refusal | null => {
  const wrong = args.all(option).find((value) => !isRight(value));
  return wrong === undefined ? null : { code: 'option-value-wrong', with: { option: `--${option}`, value: wrong.slice(0, 40), right: right.join(', ') } };
};

export const minutesOf = (args: Args): Result<number | null> => {
  const typed = args.one('minutes');
  if (typed === undefined) return ok(null);
  return /^\d{1,3}$/.test(typed) && Number(typed) > 0
    ? ok(Number(typed))
    : refuse({ code: 'option-value-wrong', with: { option: '--minutes', value: typed.slice(0, 40), right: '1, 5, 15, 60' } });
};

/** A path for a need, with the reasons of each step. */
const sayPath = (need: string, minutes: number, args: Args, commons: Commons, context: Context, words: Words): Result<number> => {
  if (!isNeed(need)) return refuse({ code: 'option-value-wrong', with: { option: '--path', value: need.slice(0, 40), right: NEEDS.join(', ') } });
  const liked = args.all('kind').filter(isKind);
  const who = args.all('who').find(isWho) ?? null;
  const path = proposePath({ need, minutes, who, liked }, commons);
  if (!path.ok) return path;
  for (const { practice, points, reasons } of path.value) {
    const said = reasons.filter(({ code }) => code !== 'need').map(({ code, with: given = {} }) => `${words(`reason.${code}`, { count: 1, ...given })}.`);
    context.terminal.say(
      args.has('json')
        ? toJsonLine({ ...toJson(practice, commons), points, reasons })
        : `${lineOf(practice, words)}\n  ${harmless([practice.why.split('\n')[0]!, ...said].join(' '))}`,
    );
  }
  return ok(EXIT.ok);
};

export const runPractices = async (args: Args, context: Context): Promise<Result<number>> => {
  const wrong = wrongOf(args, 'kind', KINDS, isKind) ?? wrongOf(args, 'who', WHO, isWho);
  if (wrong) return refuse(wrong);
  const minutes = minutesOf(args);
  if (!minutes.ok) return minutes;
  const words = await context.words();
  const files = args.all('take');
  if (files.length > 0) return args.has('circle') ? refuse({ code: 'options-clash', with: { one: '--take', other: '--circle' } }) : takeIn(files, args, context, words);
  const commons = await readCommons(args, context, words);
  if (!commons.ok) return commons;
  const need = args.one('path');
  if (need !== undefined && args.has('circle')) return refuse({ code: 'options-clash', with: { one: '--path', other: '--circle' } });
  if (need !== undefined) return sayPath(need, minutes.value ?? 5, args, commons.value, context, words);
  const { practices, tolds, wishes } = commons.value;
  const offered = practices.filter(({ id, kind }) => args.has('all') || (isOffered(id, tolds, wishes) && !(kind && wishes.without.includes(kind))));
  const found = filterPractices(offered, { minutes: minutes.value, kinds: args.all('kind').filter(isKind), who: args.all('who').filter(isWho), typed: args.words.join(' ') });
  for (const practice of found)
    context.terminal.say(args.has('json') ? toJsonLine(toJson(practice, commons.value)) : `${lineOf(practice, words)}${givenBy(practice, commons.value, words)}`);
  if (found.length === 0 && !args.has('json')) context.terminal.note(words('cli.none'));
  return ok(found.length === 0 ? EXIT.nothing : EXIT.ok);
};

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

/** The practice whose id, or name, begins so. Refusals: `argument-missing`, `practice-not-found`, `id-not-unique`. */
export const practiceNamed = (typed: string, practices: readonly Practice[]): Result<Practice> => {
  const wanted = typed.trim().toLowerCase();
  if (wanted === '') return refuse({ code: 'argument-missing', with: { argument: 'ID' } });
  const exact = practices.filter(({ id, name }) => id === wanted || name.toLowerCase() === wanted);
  const found = exact.length > 0 ? exact : practices.filter(({ id, name, isStarter }) => (!isStarter && plainId(id).startsWith(wanted)) || name.toLowerCase().startsWith(wanted));
  if (found.length === 0) return refuse({ code: 'practice-not-found', with: { id: typed.slice(0, 40) } });
  if (found.length > 1)
    return refuse({
      code: 'id-not-unique',
      with: {
        id: typed.slice(0, 40),
        ids: found
          .slice(0, 5)
          .map((one) => `${shortId(one)} ${one.name.slice(0, 30)}`)
          .join('; '),
      },
    });
  return ok(found[0]!);
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
const DEED_NAMES = Object.keys(DEEDS) as (keyof typeof DEEDS)[];
/** Options that say what a practice is, for one that is made or adapted. */
const PARTS: readonly OptionName[] = ['text', 'why', 'kind', 'who', 'minutes', 'licence', 'as'];
const ACTS = [...HOW, 'format', ...DEED_NAMES, 'make'] as const;
/** Which options go with which act; without one a practice is read, or something is said after it. */
const BESIDE: Readonly<Record<(typeof ACTS)[number] | 'plain', readonly OptionName[]>> = {
  plain: ['text', 'circle'],
  better: ['text', 'circle'],
  same: ['text', 'circle'],
  worse: ['text', 'circle'],
  format: ['circle'],
  share: ['as', 'dry-run'],
  mine: ['circle'],
  remove: ['circle'],
  adapt: [...PARTS, 'circle'],
  publish: ['as', 'until', 'dry-run'],
  unpublish: [],
  make: PARTS,
};

/** Two that cannot go together. */
const clashIn = (args: Args): Refusal | null => {
  const [act, second] = ACTS.filter((name) => args.has(name));
  const taken = BESIDE[act ?? 'plain'];
  const other =
    second ??
    Object.values(BESIDE)
      .flat()
      .find((name) => args.has(name) && !taken.includes(name));
  return other === undefined ? null : { code: 'options-clash', with: { one: act ? `--${act}` : 'kith practice ID', other: `--${other}` } };
};

export const runPractice = async (args: Args, context: Context): Promise<Result<number>> => {
  const clash = clashIn(args);
  if (clash) return refuse(clash);
  if (args.has('make')) {
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
  const practice = found.ok || !args.has('adapt') ? found : practiceNamed(args.words.join(' '), commons.value.all);
  if (!practice.ok) return practice;
  const deed = DEED_NAMES.find((name) => args.has(name));
  if (deed) return DEEDS[deed](practice.value, commons.value, args, context);
  const format = args.one('format');
  if (format !== undefined) {
    const { practiceToMarkdown, practiceToTool } = await import('#formats/practice-file.ts');
    if (format !== 'markdown' && format !== 'idg') return refuse({ code: 'option-value-wrong', with: { option: '--format', value: format.slice(0, 40), right: 'markdown, idg' } });
    context.terminal.say((format === 'markdown' ? practiceToMarkdown(practice.value) : practiceToTool(practice.value)).trimEnd());
    return ok(EXIT.ok);
  }
  const note = args.one('text') ?? '';
  const said = HOW.find((how) => args.has(how)) ?? null;
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

/** Takes practices in from files; what is not as it is, is said. One undo takes back all. */
const takeIn = async (files: readonly string[], args: Args, context: Context, words: Words): Promise<Result<number>> => {
  const { MOST_PRACTICE_BYTES, MOST_PRACTICES, readPracticeFile } = await import('#formats/practice-file.ts');
  const open = await openVault(context, { begin: true });
  if (!open.ok) return open;
  const here = practicesOf((await readEverything(open.value)).records);
  const origins = new Set(here.flatMap(({ id, origin }) => [origin, `kith:${id}`]).filter((origin) => origin !== ''));
  const changes: Change[] = [];
  for (const file of files) {
    const bytes = fileIn(file, MOST_PRACTICE_BYTES);
    if (!bytes.ok) return bytes;
    const { found, troubles } = readPracticeFile(bytes.value, basename(file), words.language);
    for (const { code, what } of troubles) context.terminal.note(harmless(`${what}: ${words(`bring.problem.${code}`, { most: MOST_PRACTICES })}`));
    for (const { draft, from, origin } of found) {
      if (origin !== '' && origins.has(origin)) {
        context.terminal.note(harmless(`${draft.name}: ${words('bring.here')}`));
        continue;
      }
      const made = makePractice(draft, newId(random), context.now(), { from, origin });
      if (!made.ok) return made;
      if (origin !== '') origins.add(origin);
      changes.push(...made.value);
    }
  }
  const [first] = changes;
  if (first) {
    const done = await commitUndoable(open.value, changes, { what: 'written', id: first.id }, '', context);
    if (!done.ok) return done;
  }
  context.terminal.say(args.has('json') ? toJsonLine({ taken: changes.map(({ id }) => id) }) : words('bring.taken', { count: changes.length }));
  return ok(first ? EXIT.ok : EXIT.nothing);
};
