// `kith look-back`: on this day, times ago, one entry for another look; with `--to ID`, a note that looks back at an entry.

import { random } from '#adapters/sodium.ts';
import { newId } from '#core/ids.ts';
import { ok, refuse, type Result } from '#core/result.ts';
import { dayOf, isWhen } from '#core/when.ts';
import { anotherLook } from '#rooms/journal/another-look.ts';
import { entryToJson } from '#rooms/journal/cli-read.ts';
import { parseAt } from '#rooms/journal/cli.ts';
import { alsoOnThisDay, lineOfNotes, onThisDay, replyTo, timesAgo, type Reason } from '#rooms/journal/look-back.ts';
import { deleteEntry, type Entry } from '#rooms/journal/model.ts';
import { SETTINGS, settingsOf } from '#rooms/journal/settings.ts';
import { beyondEntries } from '#rooms/shown.ts';
import type { Context } from './context.ts';
import { EXIT } from './exit-codes.ts';
import { paintOf } from './layout.ts';
import { entryByPrefix, limitOf, nothing, openReading, sayGaps } from './list.ts';
import type { Args } from './options.ts';
import { textFromInput } from './parts.ts';
import { openVault } from './session.ts';
import { createShower, otherLine, otherToJson } from './show-entry.ts';
import { harmless, toJsonLine } from './terminal.ts';
import { keepAct, undoId } from './undo.ts';
import { sayWritten } from './write.ts';
import { loadRoomWords, type Words } from './words.ts';

export const runLookBack = async (args: Args, context: Context): Promise<Result<number>> => {
  if (args.has('to')) return reply(args, context);
  if (args.words.length > 0) return refuse({ code: 'too-many-words', with: { word: args.words[0]!.slice(0, 40), command: 'look-back' } });
  const on = args.one('on');
  const at = on === undefined ? ok({ when: context.now().when, zone: '' }) : parseAt(on, { now: context.now(), zoneAt: context.zoneAt });
  if (!at.ok) return at;
  const day = dayOf(at.value.when);
  const limit = limitOf(args, 5);
  if (!limit.ok) return limit;
  const read = await openReading(context);
  if (!read.ok) return read;
  const { everything, reading } = read.value;
  const settings = settingsOf(everything.records.find(({ kind, id }) => kind === 'settings' && id === SETTINGS));
  const years = onThisDay(reading.timeline, day);
  const ago = timesAgo(reading.timeline, day);
  const another = anotherLook(reading.timeline.entries, day, new Set(), { anniversaries: settings.anniversaries, anotherLook: settings.anotherLook });
  const notes = lineOfNotes({ entry: another?.entry.id ?? '' }, reading.timeline.entries);
  const others = alsoOnThisDay(beyondEntries(everything.records), day);
  const some = others.length > 0 || years.length > 0 || ago.some(({ entry }) => entry !== null) || another !== null;
  const json = (why: string, entry: Entry, more: object): void => context.terminal.say(toJsonLine({ why, ...more, entry: entryToJson(entry, reading) }));
  if (args.has('json')) {
    for (const { year, entries } of years) for (const entry of entries) json('on-this-day', entry, { year });
    for (const other of others) context.terminal.say(toJsonLine({ why: 'on-this-day', year: Number(other.when.slice(0, 4)), other: otherToJson(other) }));
    for (const { span, entry, off } of ago) if (entry) json('time-ago', entry, { span, daysOff: off });
    if (another) json('another-look', another.entry, { reasons: another.reasons });
  } else if (some) {
    const words = await context.words();
    const shower = await createShower(words, context.terminal);
    const paint = paintOf(context.terminal.colour);
    const out: string[] = [];
    const part = (title: string, lines: readonly string[]): void => void (lines.length > 0 && out.push(...(out.length > 0 ? [''] : []), paint.strong(title), ...lines));
    for (const { year, entries, heavy } of years)
      part(words('look-back.on-this-day', { year: String(year) }), [
        ...entries.slice(0, limit.value).map(shower.line),
        ...(entries.length > limit.value ? [paint.dim(words('more', { count: entries.length - limit.value }))] : []),
        ...(heavy.length > 0 ? [paint.dim(words('look-back.heavy', { count: heavy.length }))] : []),
      ]);
    const kinds = await loadRoomWords(context.env);
    part(
      words('look-back.also'),
      others.slice(0, Math.min(limit.value, others.length)).map((other) => otherLine(other, kinds, context.terminal)),
    );
    for (const { span, entry } of ago) if (entry) part(words(`look-back.${span}`), [shower.line(entry)]);
    if (another)
      part(words('look-back.another'), [
        shower.line(another.entry),
        ...another.reasons.map((reason) => paint.dim(harmless(`  ${reasonText(reason, words)}`))),
        ...notes.map(({ note }) => `  ${shower.line(note)}`),
      ]);
    context.terminal.say(out.join('\n'));
  }
  await sayGaps(everything, context);
  return some ? ok(EXIT.ok) : nothing(args, context);
};

/** A reason in words; lists are written as the language writes them, days as it names them. */
const reasonText = ({ code, with: places = {} }: Reason, words: Words): string => {
  const list = new Intl.ListFormat(words.locale);
  const shown = Object.entries(places).map(
    ([name, value]) =>
      [
        name,
        Array.isArray(value)
          ? list.format(value as string[])
          : name === 'year'
            ? String(value)
            : typeof value === 'string' && isWhen(value)
              ? value.slice(0, 10)
              : (value as string | number),
      ] as const,
  );
  return words(`reason.${code}`, Object.fromEntries(shown));
};

const reply = async (args: Args, context: Context): Promise<Result<number>> => {
  const typed = args.words.join(' ');
  const text = typed === '-' || (typed === '' && !context.terminal.inIs) ? textFromInput() : ok(typed);
  if (!text.ok) return text;
  const open = await openVault(context);
  if (!open.ok) return open;
  const { session } = open.value;
  const entry = await entryByPrefix(open.value, args.one('to'));
  if (!entry.ok) return entry;
  const id = newId(random);
  const now = context.now();
  const written = replyTo(entry.value, { text: text.value }, id, now);
  if (!written.ok) return written;
  const { device } = session.header;
  const journal = session.journalsWithLock().has(entry.value.journal) ? entry.value.journal : '';
  const kept = (await session.vault.byId([undoId(device, journal)])).records[0];
  const act = keepAct({ what: 'looked-back', id, changes: deleteEntry({ id }) }, now.instant, device, journal, kept);
  const done = await session.vault.commit([...written.value, act], Date.parse(now.instant));
  if (!done.ok) return done;
  await sayWritten(id, args, context);
  return ok(EXIT.ok);
};
