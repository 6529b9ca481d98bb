// What the commands of a circle's rooms share (`kith needs`, …): the circle by its name, its records as a room reads them, who is in it,
// what is written, one thing of it by how its id begins. Invariants: nothing is written into a circle that one is not in any more; what
// others named is shown without what a terminal would obey.

import { random } from '#adapters/sodium.ts';
import type { Change } from '#core/change.ts';
import { newId } from '#core/ids.ts';
import { ok, refuse, type Refusal, type Result } from '#core/result.ts';
import { emptySnapshot, withRecords, type Snapshot } from '#core/snapshot.ts';
import { addDays, dayOf, parseWhen } from '#core/when.ts';
import { memberNames } from '#rooms/circles/model.ts';
import { membersIn, oneNamed, openCircles, openNamed, recordsIn, type HereCircles, type MemberHere, type OpenedCircle } from './circle-here.ts';
import { isGone } from '#adapters/circles.ts';
import type { Context } from './context.ts';
import { EXIT } from './exit-codes.ts';
import type { Args } from './options.ts';
import { textFromInput } from './parts.ts';
import type { Open } from './session.ts';
import { harmless, toJsonLine } from './terminal.ts';
import type { Words } from './words.ts';

export interface InCircle {
  readonly here: HereCircles;
  readonly circle: OpenedCircle;
  readonly name: string;
  /** My account: the hand I write with. */
  readonly me: string;
  readonly members: readonly MemberHere[];
  readonly snapshot: Snapshot;
  /** When the command began: an instant, and the day on the clock of this place. */
  readonly now: { readonly instant: string; readonly today: string };
  /** As people there called themselves, also those who left; '' for whom gave no name yet. */
  readonly names: ReadonlyMap<string, string>;
  /** For whom gave no name yet, how their id begins. */
  nameOf(account: string): string;
}

/** `typed`: name or id of the circle; `open`: one's own vault, where it is open already. Refusals: those of opening, `circle-not-found`, `circle-not-unique`. */
export const openInCircle = async (context: Context, typed: string, open?: Open): Promise<Result<InCircle>> => {
  const here = await openCircles(context, open);
  if (!here.ok) return here;
  const circle = await openNamed(here.value, typed);
  if (!circle.ok) return circle;
  const records = await recordsIn(circle.value);
  const names = memberNames(records);
  const { instant, when } = context.now();
  return ok({
    here: here.value,
    circle: circle.value,
    name: circle.value.kept.name,
    me: here.value.circles.account.account,
    members: membersIn(here.value, circle.value, records),
    snapshot: withRecords(emptySnapshot(), records),
    now: { instant, today: dayOf(when) },
    names,
    nameOf: (account) => names.get(account) || account.slice(0, 6),
  });
};

/** Records of one's own vault, which nobody of the circle sees. */
export const ownRecords = async ({ here }: InCircle, ids: readonly string[]): Promise<Snapshot> => withRecords(emptySnapshot(), (await here.open.session.vault.byId(ids)).records);

/** Null where one may write there. */
export const whyNoWriting = async (circle: OpenedCircle): Promise<Refusal | null> =>
  circle.kept.left !== null || (await isGone(circle.place)) ? { code: 'circle-gone', with: { name: circle.kept.name } } : null;

/** Writes into the circle; `kith sync` sends it. Refusals: `circle-gone`, those of the gate. */
export const writeIn = async ({ circle, now }: InCircle, changes: readonly Change[]): Promise<Result<null>> => {
  const not = await whyNoWriting(circle);
  if (not) return refuse(not);
  const done = await circle.session.vault.commit(changes, Date.parse(now.instant));
  return done.ok ? ok(null) : done;
};

/** Writes into one's own vault. */
export const writeInOwn = async ({ here, now }: InCircle, changes: readonly Change[]): Promise<Result<null>> => {
  const done = await here.open.session.vault.commit(changes, Date.parse(now.instant));
  return done.ok ? ok(null) : done;
};

export const freshId = (): string => newId(random);

/** Refusals: `member-not-found`, `member-not-unique`. */
export const memberNamed = (typed: string, members: readonly MemberHere[]): Result<MemberHere> =>
  oneNamed(typed, members, { found: 'member-not-found', unique: 'member-not-unique' });

/** Members of `--with` and the like. Refusals: those of `memberNamed`. */
export const membersNamed = (typed: readonly string[], members: readonly MemberHere[]): Result<readonly MemberHere[]> => {
  const found: MemberHere[] = [];
  for (const each of typed) {
    const member = memberNamed(each, members);
    if (!member.ok) return member;
    found.push(member.value);
  }
  return ok(found);
};

const partOf = (id: string): string => id.slice(id.indexOf('-') + 1);

/** How a thing of a circle is named in lists: the first letters of its own part of the id. */
export const shortId = (id: string): string => partOf(id).slice(0, 6);

/** The one whose id was typed, whole or as it begins. `shows`: the command that lists them. Refusals: `item-not-found`, `item-not-unique`. */
export const itemNamed = <T extends { readonly id: string }>(typed: string, all: readonly T[], shows: string): Result<T> => {
  const text = typed.trim().toLowerCase();
  const exact = all.filter(({ id }) => id === text);
  const found = exact.length > 0 || text.length < 4 ? exact : all.filter(({ id }) => partOf(id).startsWith(text));
  const [one] = found;
  if (!one) return refuse({ code: 'item-not-found', with: { id: typed.slice(0, 40), command: shows } });
  return found.length > 1 ? refuse({ code: 'item-not-unique', with: { id: typed.slice(0, 40), ids: found.map(({ id }) => partOf(id)).join(', ') } }) : ok(one);
};

/** Words given after the circle, or standard input where they are `-`. */
export const textOf = (words: readonly string[]): Result<string> => (words.length === 1 && words[0] === '-' ? textFromInput() : ok(words.join(' ')));

const DAYS: Readonly<Record<string, number>> = { today: 0, hoy: 0, اليوم: 0, tomorrow: 1, mañana: 1, غدا: 1, غدًا: 1 };

/** A day that is to come, as `--by` and the like take it: `2026-12-03`, `today`, `tomorrow`; '' where none was given. Refusals: those of a date. */
export const dayTyped = (typed: string | undefined, today: string): Result<string> => {
  if (typed === undefined) return ok('');
  const text = typed.normalize('NFC').trim().toLowerCase();
  if (Object.hasOwn(DAYS, text)) return ok(addDays(today, DAYS[text]!));
  const read = parseWhen(text);
  return read.ok ? ok(dayOf(read.value.when)) : read;
};

/** That one reads what had come until one left, or was sent away. */
export const sayIfGone = async (args: Args, context: Context, circle: OpenedCircle): Promise<void> => {
  const gone = circle.kept.left !== null ? 'left' : (await isGone(circle.place)) ? 'gone' : null;
  if (gone && !args.has('json')) context.terminal.note(harmless((await context.words())(`circle.only-until-${gone}`, { name: circle.kept.name })));
};

export const sayDone = async (
  args: Args,
  context: Context,
  json: Readonly<Record<string, unknown>>,
  key: string,
  places: Record<string, string | number> = {},
): Promise<Result<number>> => {
  if (args.has('json')) context.terminal.say(toJsonLine(json));
  else context.terminal.say(harmless((await context.words())(key, places)));
  return ok(EXIT.ok);
};

/**
 * Prints what is about to go into a circle, word for word, where it was not typed here. With --dry-run that is all: then it is the answer.
 * `readers`: how many others there are to read it.
 */
export const sayGoing = async (
  { members, name }: Pick<InCircle, 'members' | 'name'>,
  { said, json, readers = members.filter(({ isMe }) => !isMe).length }: { readonly said: string; readonly json: Readonly<Record<string, unknown>>; readonly readers?: number },
  args: Args,
  context: Context,
): Promise<Result<number> | null> => {
  if (!args.has('json')) context.terminal.say(harmless(said));
  return args.has('dry-run') ? sayDone(args, context, { ...json, readers }, 'share.dry', { circle: name, count: readers }) : null;
};

/** An instant as this place has it; as it stands where it is none. */
export const momentText = ({ locale }: Words, at: string): string =>
  Number.isNaN(Date.parse(at)) ? at : new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' }).format(new Date(at));

export const dayText = ({ locale }: Words, day: string): string => new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeZone: 'UTC' }).format(new Date(`${day}T00:00Z`));

/** Names one after another, as the language does it. */
export const namesText = ({ locale }: Words, names: readonly string[]): string => new Intl.ListFormat(locale, { type: 'conjunction' }).format(names);
