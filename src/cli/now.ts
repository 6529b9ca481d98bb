// `kith now`: what waits, at most five, by the same choice as the page's; a step, a practice, a person that fit the minutes there are; put
// off, or refused for good. Invariant: it looks at the circles that are on this device, asks no host, and counts nothing that was missed.

import { random } from '#adapters/sodium.ts';
import type { Change } from '#core/change.ts';
import { newId } from '#core/ids.ts';
import type { VaultRecord } from '#core/record.ts';
import { ok, refuse, type Result } from '#core/result.ts';
import { emptySnapshot, recordById, recordsOf, withRecords } from '#core/snapshot.ts';
import { addDays, dayOf } from '#core/when.ts';
import { CIRCLE_NAME, circleRest } from '#rooms/circles/model.ts';
import { NAMED, NEEDED } from '#rooms/finders.ts';
import { entryOf } from '#rooms/journal/model.ts';
import { SETTINGS, settingsOf } from '#rooms/journal/settings.ts';
import { createTimeline } from '#rooms/journal/timeline.ts';
import { shownWord } from '#rooms/journal/vocabularies.ts';
import {
  chooseNamed,
  chooseNeeded,
  DOORS,
  MINUTES,
  putOff,
  putOffUntil,
  wasAway,
  type CircleSeen,
  type Door,
  type GivenNow,
  type Minutes,
  type Named,
  type Needed,
  type Said,
} from '#rooms/now/model.ts';
import { circlesSeen } from './circles-seen.ts';
import { commitUndoable } from './change.ts';
import { dayOfInstant, type Context } from './context.ts';
import { EXIT } from './exit-codes.ts';
import { dayText, dayTyped, sayDone } from './in-circle.ts';
import { paintOf } from './layout.ts';
import { commandNamed, type Args } from './options.ts';
import { openIfThere, openVault, readEverything, type Open } from './session.ts';
import { longDay } from './show-entry.ts';
import { harmless, toJsonLine } from './terminal.ts';
import { loadRoomWords, loadVocabularyWords, type Words } from './words.ts';

interface Here {
  readonly given: GivenNow;
  readonly records: readonly VaultRecord[];
  /** Words of a room of Now's finders. */
  of(room: string): Words;
}

const hereOf = async (open: Open | null, context: Context): Promise<Here> => {
  const { env } = context;
  const rooms = [...new Set([...Object.keys(NEEDED), ...Object.keys(NAMED), 'now'])];
  const words = new Map(await Promise.all(rooms.map(async (room) => [room, await loadRoomWords(env, room)] as const)));
  const of = (room: string): Words => words.get(room)!;
  const vocabulary = await loadVocabularyWords(of('now').language);
  const records = open ? (await readEverything(open)).records : [];
  const own = withRecords(emptySnapshot(), records);
  const { when, instant } = context.now();
  return {
    records,
    of,
    given: {
      own,
      circles: open ? (await circlesSeen(open, context)).filter(({ snapshot }) => circleRest(recordById(snapshot, 'circle', CIRCLE_NAME) ?? undefined) === '') : [],
      today: dayOf(when),
      instant,
      now: context.now,
      newId: () => newId(random),
      dayOf: dayOfInstant,
      journal: () => ({
        entries: createTimeline([...recordsOf(own, 'entry').values()].flatMap((record) => entryOf(record) ?? [])).entries,
        settings: settingsOf(recordById(own, 'settings', SETTINGS)),
      }),
      word: (room, key, places) => of(room)(key, places),
      area: (id) => shownWord('areas', id, vocabulary),
      year: (year) => new Intl.NumberFormat(of('now').locale, { useGrouping: false }).format(year),
    },
  };
};

type NeededHere = Needed & { readonly room: string };
type NamedHere = Named & { readonly room: string; readonly door: Door };

const find = ({ given }: Here, minutes: Minutes): { readonly needed: readonly NeededHere[]; readonly named: readonly NamedHere[] } => {
  const later = putOffUntil(recordsOf(given.own, 'later').values());
  const { today } = given;
  const lists = Object.entries(NEEDED).map(([room, finder]) => finder(given).map((one): NeededHere => ({ ...one, room })));
  const { shown } = chooseNeeded(lists, { later, today });
  const named = DOORS.flatMap((door) =>
    chooseNamed(
      Object.entries(NAMED).flatMap(([room, finder]) => finder({ ...given, door, minutes }).map((one): NamedHere => ({ ...one, room, door }))),
      { shown, later, today },
    ),
  );
  return { needed: shown, named };
};

const said = ({ of }: Here, room: string, { word, with: places = {} }: Said): string => {
  const words = of(room);
  const { day, calendar, ...rest } = places;
  const written: Record<string, string> = day === undefined ? {} : { day: calendar === 'julian' ? longDay(String(day), 'julian', words) : dayText(words, String(day)) };
  return words(word, { ...rest, ...written });
};

const TYPED = 8;
/** By what one names it, and where it is done: `kith show 1abc2345`, `kith needs "Tuesday"`. */
export const whereOf = ({ href, id }: Pick<Needed, 'href' | 'id'>, circles: readonly Pick<CircleSeen, 'vault' | 'name'>[]): { readonly name: string; readonly command: string } => {
  const parts = href.split(/[?#]/)[0]!.split('/');
  const [, place, vault = '', room = '', ...more] = parts;
  const circle = place === 'circles' ? circles.find((one) => one.vault === vault) : undefined;
  if (circle) {
    // The last part is the thing: a room may have a part of its own before it.
    const thing = more.at(-1) ?? id;
    const isListed = commandNamed(room)?.usage.startsWith('CIRCLE');
    return { name: thing.slice(thing.indexOf('-') + 1).slice(0, TYPED), command: isListed ? `kith ${room} "${circle.name}"` : '' };
  }
  if (href.startsWith('/act/practices/')) {
    const practice = parts.at(-1)!.slice(0, TYPED);
    return { name: practice, command: `kith practice ${practice}` };
  }
  const last = parts.findLast((part) => /^[0-9a-z]{26}$/.test(part));
  return last === undefined ? { name: id, command: '' } : { name: last.slice(0, TYPED), command: `kith show ${last.slice(0, TYPED)}` };
};

const minutesTyped = (typed: string | undefined): Result<Minutes> => {
  if (typed === undefined) return ok(5);
  const count = /^\d{1,3}$/.test(typed) ? Number(typed) : 0;
  // Who has ten minutes has five.
  const found = MINUTES.findLast((one) => one <= count);
  return found === undefined ? refuse({ code: 'option-value-wrong', with: { option: '--minutes', value: typed.slice(0, 40), right: MINUTES.join(', ') } }) : ok(found);
};

/** What is put off or refused: by what `kith now` shows beside it. Refusals: `item-not-found`, `item-not-unique`. */
const oneOf = <T extends Pick<Needed, 'href' | 'id'>>(typed: string, all: readonly T[], here: Here): Result<T> => {
  const text = typed.trim().toLowerCase();
  const isIt = (one: T): boolean => {
    const name = whereOf(one, here.given.circles).name.toLowerCase();
    return one.id.toLowerCase() === text || name === text || (text.length >= 4 && name.startsWith(text));
  };
  const found = all.filter(isIt);
  const [one] = found;
  if (!one) return refuse({ code: 'item-not-found', with: { id: typed.slice(0, 40), command: 'kith now' } });
  return found.length > 1 ? refuse({ code: 'item-not-unique', with: { id: typed.slice(0, 40), ids: found.map(({ id }) => id).join(', ') } }) : ok(one);
};

/** `here`: the vault where there is one; it begins else. */
const write = async (changes: readonly Change[], id: string, context: Context, here: Open | null): Promise<Result<null>> => {
  const open = here ? ok(here) : await openVault(context, { begin: true });
  return open.ok ? commitUndoable(open.value, changes, { what: 'changed', id }, '', context) : open;
};

export const runNow = async (args: Args, context: Context): Promise<Result<number>> => {
  const [later, no] = [args.one('later'), args.one('refuse')];
  if (later !== undefined && no !== undefined) return refuse({ code: 'options-clash', with: { one: '--later', other: '--refuse' } });
  if (args.has('until') && later === undefined) return refuse({ code: 'argument-missing', with: { argument: '--later ID' } });
  const minutes = minutesTyped(args.one('minutes'));
  if (!minutes.ok) return minutes;
  const opened = await openIfThere(context);
  if (!opened.ok) return opened;
  const open = opened.value;
  const here = await hereOf(open, context);
  const { today, instant } = here.given;
  const { needed, named } = find(here, minutes.value);
  const words = here.of('now');
  if (later !== undefined) {
    const one = oneOf(later, [...needed, ...named], here);
    const until = dayTyped(args.one('until') ?? 'tomorrow', today);
    if (!one.ok) return one;
    if (!until.ok) return until;
    if (until.value <= today) return refuse({ code: 'option-value-wrong', with: { option: '--until', value: until.value, right: addDays(today, 1) } });
    const done = await write([putOff(one.value.id, until.value)], one.value.id, context, open);
    return done.ok ? sayDone(args, context, { id: one.value.id, until: until.value }, 'put-off-done', { day: dayText(words, until.value) }) : done;
  }
  if (no !== undefined) {
    const one = oneOf(no, [...needed, ...named], here);
    if (!one.ok) return one;
    const { refuse: way, room, id } = one.value;
    if (!way) return refuse({ code: 'now-only-later' });
    const done = await write(way.changes(), id, context, open);
    if (!done.ok) return done;
    context.terminal.say(args.has('json') ? toJsonLine({ id, refused: true }) : harmless(here.of(room)(way.done)));
    return ok(EXIT.ok);
  }
  const isBack = wasAway(here.records, instant);
  if (args.has('json')) {
    if (isBack) context.terminal.say(toJsonLine({ is: 'back' }));
    for (const { refuse: _, why, reason, ...one } of needed)
      context.terminal.say(
        toJsonLine({
          is: 'needed',
          ...one,
          why: why.map((each) => said(here, one.room, each)),
          ...(reason ? { reason: said(here, one.room, reason) } : {}),
          verb: here.of(one.room)(one.verb),
        }),
      );
    for (const { refuse: _, why, ...one } of named) context.terminal.say(toJsonLine({ is: 'named', ...one, why: why.map((each) => said(here, one.room, each)) }));
    return ok(needed.length + named.length === 0 ? EXIT.nothing : EXIT.ok);
  }
  const paint = paintOf(context.terminal.colour);
  const lines = (one: NeededHere | NamedHere): string => {
    const { name, command } = whereOf(one, here.given.circles);
    const why = one.why.map((each) => said(here, one.room, each)).join(' · ');
    const reason = 'reason' in one && one.reason ? [said(here, one.room, one.reason)] : [];
    return [
      `${paint.dim(harmless(name))}  ${harmless(one.text.replace(/\s+/g, ' '))}`,
      ...[why, ...reason, command].filter((part) => part !== '').map((part) => `  ${paint.dim(harmless(part))}`),
    ].join('\n');
  };
  if (isBack) context.terminal.say(`${words(needed.length === 0 ? 'welcome-back-free' : 'welcome-back')}\n`);
  if (needed.length > 0) context.terminal.say(`${paint.strong(words('needed'))}\n${needed.map(lines).join('\n')}`);
  else if (!isBack) context.terminal.say(words('nothing'));
  for (const door of DOORS) {
    const behind = named.filter((one) => one.door === door);
    if (behind.length > 0)
      context.terminal.say(`\n${paint.strong(`${words(`door.${door}`)} (${words('about-minutes', { count: minutes.value })})`)}\n${behind.map(lines).join('\n')}`);
  }
  return ok(EXIT.ok);
};
