// `kith vault …`: what is here, and who may open it.

import { statSync } from 'node:fs';
import { ok, refuse, type Result } from '#core/result.ts';
import { agentPlace, askAgent } from './agent.ts';
import type { Context } from './context.ts';
import { EXIT } from './exit-codes.ts';
import { VAULT_ACTS, type Args } from './options.ts';
import { findVault } from './session.ts';
import { standingText, syncStanding } from './sync-status.ts';
import { toJsonLine } from './terminal.ts';

export const runVault = async (args: Args, context: Context): Promise<Result<number>> => {
  const [act, file] = args.words;
  if (act === undefined) return refuse({ code: 'argument-missing', with: { argument: VAULT_ACTS.join(', ') } });
  if (!VAULT_ACTS.includes(act as never)) return refuse({ code: 'option-value-wrong', with: { option: 'kith vault', value: act.slice(0, 40), right: VAULT_ACTS.join(', ') } });
  const takesFile = act === 'backup' || act === 'restore';
  if (takesFile && file === undefined) return refuse({ code: 'argument-missing', with: { argument: 'FILE' } });
  if (!takesFile && file !== undefined) return refuse({ code: 'too-many-words', with: { word: file.slice(0, 40), command: `vault ${act}` } });
  if (act === 'status') return runStatus(args, context);
  if (act === 'check') return (await import('./check.ts')).runCheck(args, context);
  if (act === 'lock') return (await import('./lock.ts')).runLock(args, context);
  if (act === 'unlock') return (await import('./lock.ts')).runUnlock(args, context);
  if (act === 'backup') return (await import('./backup.ts')).runBackup(file!, args, context);
  return (await import('./backup.ts')).runRestore(file!, args, context);
};

const sizeOf = (path: string): number => statSync(path, { throwIfNoEntry: false })?.size ?? 0;

const runStatus = async (args: Args, context: Context): Promise<Result<number>> => {
  const found = await findVault(context, false);
  if (!found.ok) return found;
  const { store, header } = found.value;
  const place = agentPlace(context.paths, context.env);
  const agent = header.lock === null ? null : await askAgent(place, { ask: 'until', vault: header.vault });
  const { count } = await store.head();
  const blobs = await store.blobs();
  const state = header.lock === null ? 'no-lock' : agent?.names?.includes('') ? 'unlocked' : 'locked';
  const bytes = sizeOf(context.paths.vault) + sizeOf(`${context.paths.vault}-wal`);
  const until = state === 'unlocked' && agent?.until ? agent.until : null;
  const standing = await syncStanding(found.value, context);
  if (args.has('json')) {
    context.terminal.say(
      toJsonLine({
        home: context.paths.folder,
        vault: header.vault,
        device: header.device,
        made: header.made,
        lock: state,
        unlockedUntil: until,
        records: count,
        attachmentParts: blobs.length,
        bytes,
        sync: standing,
      }),
    );
    return ok(EXIT.ok);
  }
  const words = await context.words();
  const time = (instant: string): string => new Intl.DateTimeFormat(words.locale, { timeStyle: 'short' }).format(new Date(instant));
  const lines = [
    words('status.home', { path: context.paths.folder }),
    words(`status.${state}`, until ? { time: time(until) } : {}),
    words('status.records', { count }),
    words('status.size', { size: new Intl.NumberFormat(words.locale, { maximumFractionDigits: 1 }).format(bytes / 1_000_000) }),
    ...(standing ? [standingText(standing, words)] : []),
  ];
  context.terminal.say(lines.join('\n'));
  return ok(EXIT.ok);
};
