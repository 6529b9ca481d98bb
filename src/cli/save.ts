// `kith show ID --save FOLDER`: what is attached to an entry, out into a folder, as readable files.
// Invariants: no file that is there is touched; no name that came from elsewhere leads out of the folder; a file that has
// its name is whole; one that does not open is named and keeps no other back.

import { closeSync, existsSync, fsyncSync, linkSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { base64ToBytes } from '#core/base64.ts';
import { ok, refuse, type Result } from '#core/result.ts';
import { safeName } from '#formats/outgoing.ts';
import { endingFor } from '#formats/sniff.ts';
import { attachmentsOf, type Attachment } from '#rooms/journal/attachments.ts';
import type { Reading } from '#rooms/journal/cli-read.ts';
import type { Entry } from '#rooms/journal/model.ts';
import type { Context } from './context.ts';
import { EXIT } from './exit-codes.ts';
import { makeFolder } from './home.ts';
import type { Args } from './options.ts';
import type { Open } from './session.ts';
import { harmless, toJsonLine } from './terminal.ts';

/** `name.jpg`, `name (2).jpg`, …: the first that is not there. */
function* namesFor(folder: string, { name, id, mime }: Attachment): Generator<string> {
  const safe = safeName(name, `${id}.${endingFor(mime)}`);
  const dot = safe.lastIndexOf('.');
  const [stem, ending] = dot > 0 ? [safe.slice(0, dot), safe.slice(dot)] : [safe, ''];
  yield join(folder, safe);
  for (let count = 2; count < 10_000; count++) yield join(folder, `${stem} (${count})${ending}`);
}

/** Gives the name to what is whole, if nobody has it. */
const give = (partial: string, path: string): boolean => {
  try {
    linkSync(partial, path);
    return true;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EEXIST' || existsSync(path)) return false;
    if (!['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK'].includes(code ?? '')) throw error;
    renameSync(partial, path);
    return true;
  }
};

/** Refusals: `disk-full`, `file-not-written`. */
const saveOne = (folder: string, attachment: Attachment, bytes: Uint8Array, context: Context): Result<string> => {
  const partial = join(folder, `.kith-${attachment.id}.${process.pid}.partial`);
  context.onEnd(() => rmSync(partial, { force: true }));
  try {
    const file = openSync(partial, 'wx', 0o600);
    try {
      for (let at = 0; at < bytes.length;) at += writeSync(file, bytes, at);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    for (const path of namesFor(folder, attachment)) if (give(partial, path)) return ok(path);
    return refuse({ code: 'file-not-written', with: { path: folder } });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    return refuse({ code: code === 'ENOSPC' || code === 'EDQUOT' ? 'disk-full' : 'file-not-written', with: { path: folder } });
  } finally {
    rmSync(partial, { force: true });
  }
};

/** Refusals: `folder-not-made`, `nothing-attached`, those of writing. */
export const saveAttachments = async (open: Open, entry: Entry, reading: Reading, folder: string, args: Args, context: Context): Promise<Result<number>> => {
  const { session } = open;
  const { here, missing } = attachmentsOf(entry, reading.attachments);
  if (here.length === 0 && missing === 0) return refuse({ code: 'nothing-attached' });
  try {
    makeFolder(resolve(folder), 0o777);
  } catch {
    return refuse({ code: 'folder-not-made', with: { path: folder } });
  }
  const words = await context.words();
  let hurt = missing;
  if (open.linked) (await import('./reach.ts')).reachHost(open);
  for (const attachment of here) {
    const key = base64ToBytes(attachment.key);
    const bytes = key ? await session.getBytes({ key, chunks: attachment.chunks, size: attachment.size }) : null;
    if (!bytes?.ok) {
      hurt++;
      const isAway = bytes !== null && bytes.error.code !== 'attachment-damaged';
      context.terminal.note(harmless(words(isAway ? 'save.not-here' : 'save.damaged', { name: attachment.name })));
      continue;
    }
    const saved = saveOne(folder, attachment, bytes.value, context);
    if (!saved.ok) return saved;
    context.terminal.say(args.has('json') ? toJsonLine({ attachment: attachment.id, name: attachment.name, saved: saved.value }) : harmless(saved.value));
  }
  if (missing > 0) context.terminal.note(words('save.missing', { count: missing }));
  return ok(hurt === 0 ? EXIT.ok : EXIT.failed);
};
