// `kith change`, `kith delete`, `kith undo`: an entry that is already there, and the last act taken back.

import { readManifest } from '#adapters/search-manifest.ts';
import { ok, refuse, type Result } from '#core/result.ts';
import type { Change } from '#core/change.ts';
import { changeEntry, deleteEntry, entryOf, type Entry, type EntryDraft } from '#rooms/journal/model.ts';
import { nameKey } from '#rooms/journal/timeline.ts';
import { deleteShown } from '#rooms/shown.ts';
import type { Context } from './context.ts';
import { EXIT } from './exit-codes.ts';
import { entryByPrefix } from './list.ts';
import type { Args } from './options.ts';
import { draftOfArgs, journalOfArgs, loadWordToId, textFromInput } from './parts.ts';
import { openVault, readEverything, type Open } from './session.ts';
import { SHORT_ID } from './show-entry.ts';
import { harmless, toJsonLine } from './terminal.ts';
import { forgetActs, keepAct, lastAct, takeBack, undoId, type Act } from './undo.ts';
import { loadRoomWords } from './words.ts';

/** Commits and keeps what takes it back. */
export const commitUndoable = async (
  { session, sealer }: Open,
  changes: readonly Change[],
  act: Pick<Act, 'what' | 'id'>,
  journal: string,
  context: Context,
): Promise<Result<null>> => {
  const { instant } = context.now();
  const done = await session.vault.commit(changes, Date.parse(instant));
  if (!done.ok) return done;
  const own = session.journalsWithLock().has(journal) ? journal : '';
  const { device } = session.header;
  const kept = (await session.vault.byId([undoId(device, own)])).records[0];
  const acts = [keepAct({ ...act, changes: done.value.undo }, instant, device, own, kept)];
  if (own !== '') {
    // What it was before it came under the lock lay outside, in what undoes a change and in the image of the search.
    const outside = forgetActs((await session.vault.byId([undoId(device, '')])).records[0], new Set([act.id]));
    if (outside) acts.push(outside);
    await readManifest(session, sealer);
  }
  // What was done is done; that it could not be noted down for undoing is no reason to call it failed.
  await session.vault.commit(acts, Date.parse(instant));
  return ok(null);
};

/** The names an entry is to have: those there, without some, with others. */
const names = (had: readonly string[], add: readonly string[] | undefined, remove: readonly string[]): string[] | undefined => {
  if (!add?.length && remove.length === 0) return undefined;
  const gone = new Set(remove.map(nameKey));
  return [...had.filter((name) => !gone.has(nameKey(name))), ...(add ?? [])];
};

const changesOf = async (entry: Entry, args: Args, context: Context): Promise<Result<EntryDraft>> => {
  const clash = [
    ['heavy', 'not-heavy'],
    ['again', 'not-again'],
  ] as const;
  for (const [yes, no] of clash) if (args.has(yes) && args.has(no)) return refuse({ code: 'options-clash', with: { one: `--${yes}`, other: `--${no}` } });
  const draft = await draftOfArgs(args, context);
  if (!draft.ok) return draft;
  const typed = args.one('text');
  const text = typed === '-' ? textFromInput() : ok(typed);
  if (!text.ok) return text;
  const wordToId = await loadWordToId(context.env);
  const sets = {
    topics: names(entry.topics, draft.value.topics, args.all('no-topic')),
    people: names(entry.people, draft.value.people, args.all('no-with')),
    areas: names(
      entry.areas,
      draft.value.areas,
      args.all('no-area').map((word) => wordToId('areas', word)),
    ),
    feelings: names(
      entry.feelings,
      draft.value.feelings,
      args.all('no-feeling').map((word) => wordToId('feelings', word)),
    ),
    body: draft.value.body ? [...entry.body, ...draft.value.body] : undefined,
  };
  return ok({
    ...draft.value,
    ...Object.fromEntries(Object.entries(sets).filter(([, value]) => value !== undefined)),
    ...(text.value === undefined ? {} : { text: text.value }),
    ...(args.has('heavy') ? { heavy: true } : args.has('not-heavy') ? { heavy: false } : {}),
    ...(args.has('again') ? { again: true } : args.has('not-again') ? { again: false } : {}),
  });
};

export const runChange = async (args: Args, context: Context): Promise<Result<number>> => {
  const open = await openVault(context);
  if (!open.ok) return open;
  const { session } = open.value;
  const entry = await entryByPrefix(open.value, args.words[0]);
  if (!entry.ok) return entry;
  const draft = await changesOf(entry.value, args, context);
  if (!draft.ok) return draft;
  const changed = changeEntry(entry.value, draft.value, context.now());
  if (!changed.ok) return changed;
  let changes: Change[] = changed.value;
  let { journal } = entry.value;
  if (args.has('journal')) {
    const to = await journalOfArgs(args, session);
    if (!to.ok) return to;
    const [{ moveEntry }, { attachmentOf }] = await Promise.all([import('#rooms/journal/journals.ts'), import('#rooms/journal/attachments.ts')]);
    const attached = (await session.vault.byId(entry.value.attachments)).records.map(attachmentOf).filter((one) => one !== null);
    changes = [...changes, ...moveEntry(entry.value, attached, to.value, context.now())];
    // Kept under the key of the journal with the lock, whichever of the two has it.
    journal = session.journalsWithLock().has(to.value) ? to.value : journal;
  }
  if (changes.length > 0) {
    const done = await commitUndoable(open.value, changes, { what: 'changed', id: entry.value.id }, journal, context);
    if (!done.ok) return done;
  }
  context.terminal.say(args.has('json') ? toJsonLine({ id: entry.value.id, changed: changes.length > 0 }) : entry.value.id);
  if (changes.length === 0) context.terminal.note((await context.words())('unchanged'));
  return ok(EXIT.ok);
};

export const runDelete = async (args: Args, context: Context): Promise<Result<number>> => {
  const open = await openVault(context);
  if (!open.ok) return open;
  const { journalOf, shownByPrefix } = await import('./shown.ts');
  const found = await shownByPrefix(open.value, args.words[0]);
  if (!found.ok) return found;
  const { record, shown } = found.value;
  const entry = entryOf(record);
  const changes = entry ? deleteEntry(entry) : deleteShown(record, (await readEverything(open.value)).records);
  const done = await commitUndoable(open.value, changes, { what: 'deleted', id: record.id }, journalOf(record), context);
  if (!done.ok) return done;
  if (args.has('json')) context.terminal.say(toJsonLine({ id: record.id, deleted: true }));
  else {
    const words = await loadRoomWords(context.env);
    const places = { id: record.id.slice(0, SHORT_ID), day: shown.when.slice(0, 10), what: words(`kind.${shown.kind}`), line: shown.title.slice(0, 60) };
    context.terminal.say(harmless(words(entry ? 'deleted' : 'deleted-other', places)));
  }
  return ok(EXIT.ok);
};

export const runUndo = async (args: Args, context: Context): Promise<Result<number>> => {
  const open = await openVault(context);
  if (!open.ok) return open;
  const { session } = open.value;
  const { device } = session.header;
  const places = ['', ...session.journalsWithLock()].map((journal) => undoId(device, journal));
  const act = lastAct((await session.vault.byId(places)).records);
  if (!act) return refuse({ code: 'nothing-to-undo' });
  if (act.what === 'imported') return (await import('./bring.ts')).takeOut(open.value, act.id, args, context);
  const done = await session.vault.commit(takeBack(act, device), Date.parse(context.now().instant));
  if (!done.ok) return done;
  if (args.has('json')) context.terminal.say(toJsonLine({ id: act.id, undone: act.what }));
  else context.terminal.say((await context.words())(`undone.${act.what}`, { id: act.id.slice(0, SHORT_ID) }));
  return ok(EXIT.ok);
};
