// `kith write` and `kith check-in`. An entry and what takes it back go through the gate in one transaction; the id is
// printed only after it returned, so that a printed id is a promise kept.

import { newId } from '#core/ids.ts';
import { ok, type Result } from '#core/result.ts';
import { random } from '#adapters/sodium.ts';
import { deleteEntry, saysNothing, writeEntry, type EntryDraft, type EntryForm } from '#rooms/journal/model.ts';
import type { Context } from './context.ts';
import type { Args } from './options.ts';
import type { ToAttach } from './attach.ts';
import { draftOfArgs, journalToWriteIn, textFromInput } from './parts.ts';
import { openVault, type Open } from './session.ts';
import { toJsonLine } from './terminal.ts';
import { keepAct, undoId, type Act } from './undo.ts';

const WHAT: Readonly<Record<EntryForm, Act['what']>> = { entry: 'written', 'check-in': 'checked-in', 'look-back': 'looked-back' };

/** Files to attach, looked at before anything else happens; null where there are none. */
export const filesOfArgs = async (args: Args): Promise<Result<ToAttach | null>> => {
  const paths = args.all('attach');
  if (paths.length === 0) return ok(null);
  const looked = (await import('./attach.ts')).lookAtFiles(paths);
  return looked.ok ? ok({ paths, keepLocation: args.has('keep-location') }) : looked;
};

/** Writes an entry and gives its id. Refusals: those of writing, of attaching and of the gate. */
export const writeDraft = async (open: Open, draft: EntryDraft, files: ToAttach | null, context: Context): Promise<Result<string>> => {
  const { session } = open;
  const { device } = session.header;
  const now = context.now();
  const id = newId(random);
  const attached = files ? await (await import('./attach.ts')).attachFiles(session, files, id, draft, context) : ok({ ids: [], changes: [], undo: [] });
  if (!attached.ok) return attached;
  const { ids, changes, undo } = attached.value;
  const written = writeEntry(ids.length === 0 ? draft : { ...draft, attachments: ids }, id, now);
  if (!written.ok) return written;
  const journal = draft.journal !== undefined && session.journalsWithLock().has(draft.journal) ? draft.journal : '';
  const kept = (await session.vault.byId([undoId(device, journal)])).records[0];
  const act = keepAct({ what: WHAT[draft.form ?? 'entry'], id, changes: [...deleteEntry({ id }), ...undo] }, now.instant, device, journal, kept);
  const done = await session.vault.commit([...written.value, ...changes, act], Date.parse(now.instant));
  return done.ok ? ok(id) : done;
};

/** Says that an entry was written: its id, and on a terminal how to take it back. */
export const sayWritten = async (id: string, args: Args, context: Context): Promise<void> => {
  context.terminal.say(args.has('json') ? toJsonLine({ id }) : id);
  if (context.terminal.outIs && !args.has('json')) context.terminal.note((await context.words())('written'));
};

export const runWrite = async (args: Args, context: Context): Promise<Result<number>> => {
  const draft = await draftOfArgs(args, context);
  if (!draft.ok) return draft;
  const files = await filesOfArgs(args);
  if (!files.ok) return files;
  const typed = args.words.join(' ');
  const fromInput = typed === '-' || (typed === '' && !context.terminal.inIs && files.value === null && saysNothing(draft.value));
  const input = fromInput ? textFromInput() : ok(typed);
  if (!input.ok) return input;
  const open = await openVault(context, { begin: true });
  if (!open.ok) return open;
  const journal = await journalToWriteIn(args, open.value.session);
  if (!journal.ok) return journal;
  const whole: EntryDraft = { ...draft.value, ...(journal.value === '' ? {} : { journal: journal.value }) };
  if (input.value === '' && context.terminal.inIs && context.terminal.outIs && !fromInput)
    return (await import('./editor.ts')).writeInEditor(open.value, whole, files.value, args, context);
  const id = await writeDraft(open.value, { ...whole, text: input.value }, files.value, context);
  if (!id.ok) return id;
  await sayWritten(id.value, args, context);
  return ok(0);
};
