// `kith list` and `kith show`: the entries that lie open, newest first.

import { idsBeginning } from '#adapters/node/id-prefix.ts';
import { ok, refuse, type Result } from '#core/result.ts';
import { entryToJson, filterOf, readingOf, type Reading } from '#rooms/journal/cli-read.ts';
import { entryOf, type Entry } from '#rooms/journal/model.ts';
import { firstLine } from '#rooms/journal/opening.ts';
import type { Context } from './context.ts';
import { EXIT } from './exit-codes.ts';
import type { Args } from './options.ts';
import { journalRecords, loadWordToId } from './parts.ts';
import { openVault, readEverything, type Everything, type Open } from './session.ts';
import { createShower, SHORT_ID } from './show-entry.ts';
import { toJsonLine } from './terminal.ts';
import { loadRoomWords } from './words.ts';

const ON_A_TERMINAL = 20;

/** `--limit`: a whole number, 0 for all; `otherwise` where it is not given. Refusal `option-value-wrong`. */
export const limitOf = (args: Args, otherwise: number): Result<number> => {
  const typed = args.one('limit');
  if (typed === undefined) return ok(otherwise);
  if (!/^\d{1,9}$/.test(typed)) return refuse({ code: 'option-value-wrong', with: { option: '--limit', value: typed.slice(0, 40), right: '0, 1, 2, …' } });
  return ok(Number(typed) === 0 ? Infinity : Number(typed));
};

/** Says, beside the answer, what could not be read. */
export const sayGaps = async ({ damaged, locked }: Everything, context: Context): Promise<void> => {
  if (damaged > 0) context.terminal.note((await context.words())('gap.damaged', { count: damaged }));
  if (locked > 0) context.terminal.note((await context.words())('gap.locked', { count: locked }));
};

export const openReading = async (context: Context): Promise<Result<{ open: Open; everything: Everything; reading: Reading }>> => {
  const open = await openVault(context);
  if (!open.ok) return open;
  const everything = await readEverything(open.value);
  return ok({ open: open.value, everything, reading: readingOf(everything.records) });
};

export const runList = async (args: Args, context: Context): Promise<Result<number>> => {
  const limit = limitOf(args, context.terminal.outIs && !args.has('json') ? ON_A_TERMINAL : Infinity);
  if (!limit.ok) return limit;
  const read = await openReading(context);
  if (!read.ok) return read;
  const { everything, reading } = read.value;
  const matches = filterOf(
    {
      topics: args.all('topic'),
      people: args.all('with'),
      areas: args.all('area'),
      feelings: args.all('feeling'),
      place: args.one('place'),
      energy: args.one('energy'),
      journal: args.one('journal'),
      form: args.one('form'),
      after: args.one('after'),
      before: args.one('before'),
    },
    reading,
    await loadWordToId(context.env),
  );
  if (!matches.ok) return matches;
  const found = reading.timeline.entries.filter(matches.value);
  await sayEntries(found.slice(0, limit.value), args, context, reading);
  await sayGaps(everything, context);
  if (found.length === 0) return nothing(args, context);
  if (found.length > limit.value && context.terminal.outIs && !args.has('json')) context.terminal.note((await context.words())('more', { count: found.length - limit.value }));
  return ok(EXIT.ok);
};

export const nothing = async (args: Args, context: Context): Promise<Result<number>> => {
  if (!args.has('json')) context.terminal.note((await context.words())('refusal.nothing-found'));
  return ok(EXIT.nothing);
};

/** Entries as lines, or as JSON. Written in large parts, so that a long list takes no longer for being many lines. */
export const sayEntries = async (entries: readonly Entry[], args: Args, context: Context, reading: Reading): Promise<void> => {
  const asLine = args.has('json') ? (entry: Entry) => toJsonLine(entryToJson(entry, reading)) : (await createShower(await context.words(), context.terminal)).line;
  for (let at = 0; at < entries.length; at += 500)
    context.terminal.say(
      entries
        .slice(at, at + 500)
        .map(asLine)
        .join('\n'),
    );
};

/** The entry whose id begins so. Refusals: `entry-not-found`, `id-not-unique`, `record-damaged`, `journal-locked`. */
export const entryByPrefix = async ({ session, store }: Open, typed: string | undefined): Promise<Result<Entry>> => {
  if (!typed?.trim()) return refuse({ code: 'argument-missing', with: { argument: 'ID' } });
  const prefix = typed.trim().toLowerCase();
  const missing = refuse({ code: 'entry-not-found', with: { id: typed.slice(0, 40) } });
  if (!/^[0-9a-z]{1,26}$/.test(prefix)) return missing;
  const rows = await store.rowsById(idsBeginning(store.db, prefix, 50));
  const entries: Entry[] = [];
  let hidden: Result<Entry> | null = null;
  for (const row of rows) {
    const record = session.vault.openRow(row);
    if (record === null) hidden = refuse({ code: 'journal-locked-entry', with: { id: row.id.slice(0, SHORT_ID) } });
    else if ('why' in record) hidden = refuse({ code: 'record-damaged', with: { id: row.id } });
    else {
      const entry = entryOf(record);
      if (entry) entries.push(entry);
    }
  }
  const [one] = entries;
  if (!one) return hidden ?? missing;
  if (entries.length > 1)
    return refuse({
      code: 'id-not-unique',
      with: {
        id: prefix,
        ids: entries
          .slice(0, 5)
          .map(({ id, text }) => `${id.slice(0, SHORT_ID + 4)} ${firstLine(text, 30)}`)
          .join('; '),
      },
    });
  return ok(one);
};

/** What an entry needs around it to be shown: its attachments, what it links to, the journals. */
export const readingAround = async ({ session }: Open, entry: Entry): Promise<Reading> => {
  const near = await session.vault.byId([...entry.attachments, ...entry.links.map(({ to }) => to)]);
  return readingOf([...near.records, ...(await journalRecords(session))]);
};

export const runShow = async (args: Args, context: Context): Promise<Result<number>> => {
  const open = await openVault(context);
  if (!open.ok) return open;
  const { around, linkLines, shownByPrefix, showShown } = await import('./shown.ts');
  const found = await shownByPrefix(open.value, args.words[0], args.has('save') ? ['entry'] : undefined);
  if (!found.ok) return found;
  const entry = entryOf(found.value.record);
  if (!entry) return showShown(open.value, found.value, args, context);
  const reading = await readingAround(open.value, entry);
  const folder = args.one('save');
  if (folder !== undefined) return (await import('./save.ts')).saveAttachments(open.value, entry, reading, folder, args, context);
  if (args.has('json')) context.terminal.say(toJsonLine(entryToJson(entry, reading)));
  else {
    const near = await around(open.value, found.value, context);
    const links = linkLines(entry.links, entry.id, near, await loadRoomWords(context.env));
    context.terminal.say((await createShower(await context.words(), context.terminal)).whole(entry, reading, links));
  }
  return ok(EXIT.ok);
};
