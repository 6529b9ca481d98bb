// `kith practices`: the library, one's own practices and a circle's, found; a path proposed for a need; files taken in. The library is there
// without a vault.

import { random } from '#adapters/sodium.ts';
import { basename } from 'node:path';
import type { Change } from '#core/change.ts';
import { newId } from '#core/ids.ts';
import { ok, refuse, type Refusal, type Result } from '#core/result.ts';
import { emptySnapshot, withRecords } from '#core/snapshot.ts';
import { commonsIn } from '#rooms/practices/commons.ts';
import { filterPractices, isKind, isNeed, isWho, KINDS, makePractice, NEEDS, plainId, practicesOf, WHO, type Practice } from '#rooms/practices/model.ts';
import { proposePath, type Knows, type Reason } from '#rooms/practices/paths.ts';
import { sharedIn, type Shared } from '#rooms/practices/shared.ts';
import { starterPractices } from '#rooms/practices/starter.ts';
import { countsOf, isOffered } from '#rooms/practices/told.ts';
import { actAmong } from './acts.ts';
import { commitUndoable } from './change.ts';
import type { Context } from './context.ts';
import { EXIT } from './exit-codes.ts';
import { fileIn } from './file-in.ts';
import { openInCircle, sayIfGone, type InCircle } from './in-circle.ts';
import type { Args, OptionName } from './options.ts';
import { openIfThere, openVault, readEverything, type Open } from './session.ts';
import { harmless, toJsonLine } from './terminal.ts';
import { loadLibraryWords, type Words } from './words.ts';

export interface Commons extends Knows {
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

export const readCommons = async (args: Args, context: Context, words: Words): Promise<Result<Commons>> => {
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

export const shortId = ({ id, isStarter }: Practice): string => (isStarter ? id : plainId(id).slice(0, 8));

export const factsOf = ({ minutes, kind, who }: Practice, words: Words): string =>
  [minutes === null ? words('minutes-none') : words('minutes-short', { count: minutes }), kind === null ? '' : words(`kind.${kind}`), who === null ? '' : words(`who.${who}`)]
    .filter((part) => part !== '')
    .join(words('list.comma'));

export const lineOf = (practice: Practice, words: Words): string => harmless(`${shortId(practice)}  ${practice.name} (${factsOf(practice, words)})`.replace(/\n/g, ' '));

export const toJson = (practice: Practice, { tolds, wishes, shared, circle }: Commons): Readonly<Record<string, unknown>> => {
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

export const reasonsText = (reasons: readonly Reason[], words: Words): string =>
  reasons
    .filter(({ code }) => code !== 'need')
    .map(({ code, with: given = {} }) => `${words(`reason.${code}`, { count: 1, ...given })}.`)
    .join(' ');

/** A step that is proposed, what it is for, and why it is there. */
export const stepText = (practice: Practice, reasons: readonly Reason[], words: Words): string =>
  `${lineOf(practice, words)}\n  ${harmless([practice.why.split('\n')[0]!, reasonsText(reasons, words)].filter((part) => part !== '').join(' '))}`;

/** A path for a need, with the reasons of each step. */
const sayPath = (need: string, minutes: number, args: Args, commons: Commons, context: Context, words: Words): Result<number> => {
  if (!isNeed(need)) return refuse({ code: 'option-value-wrong', with: { option: '--path', value: need.slice(0, 40), right: NEEDS.join(', ') } });
  const path = proposePath({ need, minutes, who: args.all('who').find(isWho) ?? null, liked: args.all('kind').filter(isKind) }, commons);
  if (!path.ok) return path;
  for (const { practice, points, reasons } of path.value)
    context.terminal.say(args.has('json') ? toJsonLine({ ...toJson(practice, commons), points, reasons }) : stepText(practice, reasons, words));
  return ok(EXIT.ok);
};

const FILTERS: readonly OptionName[] = ['kind', 'who', 'minutes'];

export const runPractices = async (args: Args, context: Context): Promise<Result<number>> => {
  const chosen = actAmong(args, { take: [], path: FILTERS }, 'kith practices', [...FILTERS, 'all', 'circle']);
  if (!chosen.ok) return chosen;
  const act = chosen.value;
  if (act === 'path' && args.words.length > 0) return refuse({ code: 'too-many-words', with: { word: args.words[0]!.slice(0, 40), command: 'practices --path' } });
  const wrong = wrongOf(args, 'kind', KINDS, isKind) ?? wrongOf(args, 'who', WHO, isWho);
  if (wrong) return refuse(wrong);
  const minutes = minutesOf(args);
  if (!minutes.ok) return minutes;
  const words = await context.words();
  // As a shell writes out `--take *.md`.
  if (act === 'take') return takeIn([...args.all('take'), ...args.words], args, context, words);
  const commons = await readCommons(args, context, words);
  if (!commons.ok) return commons;
  if (act === 'path') return sayPath(args.one('path')!, minutes.value ?? 5, args, commons.value, context, words);
  const { practices, tolds, wishes } = commons.value;
  const offered = practices.filter(({ id, kind }) => args.has('all') || (isOffered(id, tolds, wishes) && !(kind && wishes.without.includes(kind))));
  const found = filterPractices(offered, { minutes: minutes.value, kinds: args.all('kind').filter(isKind), who: args.all('who').filter(isWho), typed: args.words.join(' ') });
  for (const practice of found)
    context.terminal.say(args.has('json') ? toJsonLine(toJson(practice, commons.value)) : `${lineOf(practice, words)}${givenBy(practice, commons.value, words)}`);
  if (found.length === 0 && !args.has('json')) context.terminal.note(words('cli.none'));
  return ok(found.length === 0 ? EXIT.nothing : EXIT.ok);
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
