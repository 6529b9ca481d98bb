// `kith vault lock` and `unlock`, of the whole vault or of one journal. Locking for the first time asks for a passphrase;
// after that it makes the agent forget. A passphrase is turned into a key once, and the agent holds the key.

import { ok, refuse, type Result } from '#core/result.ts';
import { lockVault, unlockForGood, unlockVault } from '#crypto/vault-lock.ts';
import { registerOf } from '#core/record.ts';
import { journalsOf, setJournalLock } from '#rooms/journal/journals.ts';
import { journalNamed } from '#rooms/journal/cli-read.ts';
import { readManifest } from '#adapters/search-manifest.ts';
import { agentPlace, askAgent, holdInAgent, IDLE_MINUTES } from './agent.ts';
import { askNewPassphrase, askPassphrase } from './ask.ts';
import type { Context } from './context.ts';
import { EXIT } from './exit-codes.ts';
import type { Args } from './options.ts';
import { journalRecords } from './parts.ts';
import { findKey, findVault, openVault, type Open } from './session.ts';
import { harmless, toJsonLine } from './terminal.ts';
import { forgetActs, undoId } from './undo.ts';

/** `15m`, `2h`, `90` (minutes), at most twenty days, as minutes. Refusal `option-value-wrong`. */
const minutesOf = (typed: string | undefined): Result<number> => {
  if (typed === undefined) return ok(IDLE_MINUTES);
  const match = /^(\d{1,6})\s*(s|m|h|d)?$/.exec(typed.trim());
  const minutes = match ? Number(match[1]) * { s: 1 / 60, m: 1, h: 60, d: 1440 }[(match[2] ?? 'm') as 's' | 'm' | 'h' | 'd'] : 0;
  return minutes > 0 && minutes <= 28_800 ? ok(minutes) : refuse({ code: 'option-value-wrong', with: { option: '--for', value: typed.slice(0, 40), right: '15m, 2h, 1d' } });
};

const answer = async (
  args: Args,
  context: Context,
  state: 'locked' | 'unlocked' | 'no-lock',
  key: string,
  places: Record<string, string | number> = {},
): Promise<Result<number>> => {
  if (args.has('json')) context.terminal.say(toJsonLine({ lock: state }));
  else context.terminal.say(harmless((await context.words())(key, places)));
  return ok(EXIT.ok);
};

export const runUnlock = async (args: Args, context: Context): Promise<Result<number>> => {
  const minutes = minutesOf(args.one('for'));
  if (!minutes.ok) return minutes;
  if (args.has('journal')) return unlockJournal(args, context, minutes.value);
  const found = await findVault(context, false);
  if (!found.ok) return found;
  const { header, parts } = found.value;
  if (header.lock === null) return answer(args, context, 'no-lock', 'unlock.no-lock');
  const typed = await askPassphrase(context, 'ask.passphrase', {}, true);
  if (!typed.ok) return typed;
  const key = await unlockVault(header, typed.value, parts);
  if (!key.ok) return key;
  const place = agentPlace(context.paths, context.env);
  if (args.has('for-good')) {
    const open = await unlockForGood(header, key.value, parts);
    if (!open.ok) return open;
    await askAgent(place, { ask: 'forget', journal: null });
    return answer(args, context, 'no-lock', 'unlock.for-good');
  }
  if (!(await holdInAgent(place, header.vault, new Map([['', key.value]]), minutes.value, context.main))) return refuse({ code: 'agent-not-started' });
  return answer(args, context, 'unlocked', 'unlock.done', { count: Math.max(1, Math.round(minutes.value)) });
};

const findJournal = async (open: Open, args: Args) => journalNamed(args.one('journal') ?? '', journalsOf(await journalRecords(open.session)));

const unlockJournal = async (args: Args, context: Context, minutes: number): Promise<Result<number>> => {
  const open = await openVault(context);
  if (!open.ok) return open;
  const { session } = open.value;
  const journal = await findJournal(open.value, args);
  if (!journal.ok) return journal;
  const { id, name, lock } = journal.value;
  if (lock === null) return answer(args, context, 'no-lock', 'unlock.journal-no-lock', { journal: name });
  const typed = await askPassphrase(context, 'ask.journal-passphrase', { journal: name }, true);
  if (!typed.ok) return typed;
  const unlocked = await session.unlockJournal(id, typed.value);
  if (!unlocked.ok) return unlocked;
  if (args.has('for-good')) {
    const off = setJournalLock(journal.value, null);
    if (!off.ok) return off;
    const done = await session.vault.commit(off.value, Date.parse(context.now().instant));
    if (!done.ok) return done;
    await session.noticed(done.value.records);
    const moved = await resealJournal(open.value, id, Date.parse(context.now().instant));
    return moved.ok ? answer(args, context, 'no-lock', 'unlock.journal-for-good', { journal: name }) : moved;
  }
  const strays = await resealJournal(open.value, id, Date.parse(context.now().instant));
  if (!strays.ok) return strays;
  const key = session.keys().get(id)!;
  if (!(await holdInAgent(agentPlace(context.paths, context.env), session.header.vault, new Map([[id, key]]), args.has('for') ? minutes : null, context.main)))
    return refuse({ code: 'agent-not-started' });
  return answer(args, context, 'unlocked', 'unlock.journal', { journal: name });
};

export const runLock = async (args: Args, context: Context): Promise<Result<number>> => {
  if (args.has('journal')) return lockJournal(args, context);
  const found = await findVault(context, false);
  if (!found.ok) return found;
  const { header, parts, store } = found.value;
  const place = agentPlace(context.paths, context.env);
  if (header.lock !== null && !args.has('change')) {
    await askAgent(place, { ask: 'forget', journal: null });
    return answer(args, context, 'locked', 'lock.done');
  }
  const key = header.lock === null ? await findKey(context, found.value) : null;
  if (key && !key.ok) return key;
  let old = key?.value.key;
  if (!old) {
    const typed = await askPassphrase(context, 'ask.passphrase', {}, true);
    if (!typed.ok) return typed;
    const unlocked = await unlockVault(header, typed.value, parts);
    if (!unlocked.ok) return unlocked;
    old = unlocked.value;
  }
  const fresh = await askNewPassphrase(context, 'ask.new', header.lock === null);
  if (!fresh.ok) return fresh;
  const locked = await lockVault(header, old, fresh.value, parts);
  if (!locked.ok) return locked;
  // The old wrapping, or what lay in the log, must not outlive the change.
  store.db.exec('pragma wal_checkpoint(truncate)');
  await askAgent(place, { ask: 'forget', journal: null });
  return answer(args, context, 'locked', 'lock.set');
};

/**
 * Seals what is in a journal and lies under another key under the one that is right for it now, a batch at a time; what was there is
 * overwritten. Also what a crash left outside while the journal was locked: asked for whenever its lock is opened.
 * What could undo a change in it lay beside it until now, and is forgotten.
 */
const resealJournal = async ({ session, store, sealer }: Open, journal: string, now: number): Promise<Result<null>> => {
  const ids: string[] = [];
  for (let after = 0; ;) {
    const rows = await store.rowsAfter(after, 2000);
    if (rows.length === 0) break;
    after = rows.at(-1)!.seq;
    for (const row of rows) {
      if (row.key !== '' && row.key !== journal) continue;
      const record = session.vault.openRow(row);
      if (record === null || 'why' in record || registerOf(record, 'journal') !== journal) continue;
      if (row.key !== session.keyFor(record)) ids.push(record.id);
    }
  }
  if (ids.length === 0) return ok(null);
  for (let at = 0; at < ids.length; at += 500) {
    const done = await session.vault.reseal(ids.slice(at, at + 500));
    if (!done.ok) return done;
  }
  const forget = forgetActs((await session.vault.byId([undoId(session.header.device, '')])).records[0], new Set([journal, ...ids]));
  if (forget) {
    const done = await session.vault.commit([forget], now);
    if (!done.ok) return done;
  }
  // The image of the search may hold words of what has just gone under a lock: it goes now, and is made anew when next searched.
  await readManifest(session, sealer);
  store.db.exec('pragma wal_checkpoint(truncate)');
  return ok(null);
};

const lockJournal = async (args: Args, context: Context): Promise<Result<number>> => {
  const open = await openVault(context);
  if (!open.ok) return open;
  const { session } = open.value;
  const journal = await findJournal(open.value, args);
  if (!journal.ok) return journal;
  const { id, name, lock } = journal.value;
  const place = agentPlace(context.paths, context.env);
  if (lock !== null && !args.has('change')) {
    await askAgent(place, { ask: 'forget', journal: id });
    return answer(args, context, 'locked', 'lock.journal', { journal: name });
  }
  if (id === '') return refuse({ code: 'journal-first-no-lock' });
  if (lock !== null) {
    const typed = await askPassphrase(context, 'ask.journal-passphrase', { journal: name }, true);
    if (!typed.ok) return typed;
    const unlocked = await session.unlockJournal(id, typed.value);
    if (!unlocked.ok) return unlocked;
  }
  const fresh = await askNewPassphrase(context, 'ask.new-journal', lock === null, { journal: name });
  if (!fresh.ok) return fresh;
  const locked = await session.lockForJournal(id, fresh.value);
  if (!locked.ok) return locked;
  const set = setJournalLock(journal.value, locked.value);
  if (!set.ok) return set;
  const done = await session.vault.commit(set.value, Date.parse(context.now().instant));
  if (!done.ok) return done;
  await session.noticed(done.value.records);
  const moved = await resealJournal(open.value, id, Date.parse(context.now().instant));
  if (!moved.ok) return moved;
  await askAgent(place, { ask: 'forget', journal: id });
  return answer(args, context, 'locked', 'lock.journal-set', { journal: name });
};
