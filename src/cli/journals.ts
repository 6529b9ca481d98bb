// `kith journals`: which there are, and a new one with `--add`.

import { random } from '#adapters/sodium.ts';
import { newId } from '#core/ids.ts';
import { deletedOf } from '#core/kind.ts';
import { ok, type Result } from '#core/result.ts';
import { createJournal, journalKind, journalsOf } from '#rooms/journal/journals.ts';
import type { Context } from './context.ts';
import { EXIT } from './exit-codes.ts';
import type { Args } from './options.ts';
import { journalRecords } from './parts.ts';
import { openVault } from './session.ts';
import { harmless, toJsonLine } from './terminal.ts';
import { keepAct, undoId } from './undo.ts';

export const runJournals = async (args: Args, context: Context): Promise<Result<number>> => {
  const add = args.one('add');
  const open = await openVault(context, { begin: add !== undefined });
  if (!open.ok) return open;
  const { session } = open.value;
  if (add !== undefined) {
    const now = context.now();
    const id = newId(random);
    const made = createJournal(add, id, journalsOf(await journalRecords(session)), now);
    if (!made.ok) return made;
    const { device } = session.header;
    const kept = (await session.vault.byId([undoId(device, '')])).records[0];
    const act = keepAct({ what: 'journal-added', id, changes: [deletedOf(journalKind, id)] }, now.instant, device, '', kept);
    const done = await session.vault.commit([...made.value, act], Date.parse(now.instant));
    if (!done.ok) return done;
    await session.noticed(done.value.records);
  }
  const words = await context.words();
  for (const { id, name, lock } of journalsOf(await journalRecords(session))) {
    const state = lock === null ? 'no-lock' : session.keys().has(id) ? 'unlocked' : 'locked';
    const shown = name === '' ? words('journal.first') : name;
    context.terminal.say(args.has('json') ? toJsonLine({ id, name, lock: state }) : harmless(`${shown}${lock === null ? '' : `  (${words(`journal.${state}`)})`}`));
  }
  return ok(EXIT.ok);
};
