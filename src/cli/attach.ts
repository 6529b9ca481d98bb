// `--attach FILE`: photos and recordings into an entry that is being written. Every file is looked at before anything is
// written, then they are read, cleared of the place they tell and sealed one at a time, so that memory holds one of them.
// Invariant: one file that cannot be taken is named, and then nothing is written at all.

import { closeSync, openSync, readFileSync, readSync, statSync } from 'node:fs';
import { basename } from 'node:path';
import { random } from '#adapters/sodium.ts';
import { bytesToBase64 } from '#core/base64.ts';
import type { Change } from '#core/change.ts';
import { newId } from '#core/ids.ts';
import { deletedOf } from '#core/kind.ts';
import { pictureSize, withoutLocation } from '#core/picture.ts';
import { ok, refuse, type Result } from '#core/result.ts';
import type { Session } from '#crypto/session.ts';
import { canBeKept, mimeByName, sniffMime } from '#formats/sniff.ts';
import { attach, attachmentKind, MOST_ATTACHED, MOST_ATTACHMENT } from '#rooms/journal/attachments.ts';
import type { EntryDraft } from '#rooms/journal/model.ts';
import type { Context } from './context.ts';
import { harmless } from './terminal.ts';

export interface ToAttach {
  readonly paths: readonly string[];
  readonly keepLocation: boolean;
}

interface Looked {
  readonly path: string;
  readonly name: string;
  readonly mime: string;
}

/** The bytes say what it is; the name is asked only where sound is in a wrapping that films use too, or bytes that do not tell. */
const typeOf = (head: Uint8Array, path: string): string | null => {
  const [said, named] = [sniffMime(head), mimeByName(path)];
  if (said !== null && canBeKept(said)) return said;
  return (said === null || said.startsWith('video/')) && named?.startsWith('audio/') ? named : null;
};

const look = (path: string): Result<Looked> => {
  const name = basename(path);
  try {
    const file = openSync(path, 'r');
    try {
      const stat = statSync(path);
      if (!stat.isFile()) return refuse({ code: 'attachment-not-taken', with: { name } });
      if (stat.size > MOST_ATTACHMENT) return refuse({ code: 'attachment-too-large', with: { name, most: MOST_ATTACHMENT / 1024 / 1024 } });
      const head = Buffer.alloc(256);
      const mime = typeOf(head.subarray(0, readSync(file, head)), path);
      return mime === null ? refuse({ code: 'attachment-not-taken', with: { name } }) : ok({ path, name, mime });
    } finally {
      closeSync(file);
    }
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    return refuse({ code: code === 'ENOENT' || code === 'ENOTDIR' ? 'file-not-found' : 'file-not-read', with: { path } });
  }
};

/** Refusals: `file-not-found`, `file-not-read`, `attachment-not-taken`, `attachment-too-large`, `attachments-too-many`. */
export const lookAtFiles = (paths: readonly string[]): Result<readonly Looked[]> => {
  if (paths.length > MOST_ATTACHED) return refuse({ code: 'attachments-too-many', with: { most: MOST_ATTACHED } });
  const looked: Looked[] = [];
  for (const path of paths) {
    const one = look(path);
    if (!one.ok) return one;
    looked.push(one.value);
  }
  return ok(looked);
};

export interface Attached {
  readonly ids: readonly string[];
  /** To be committed with the entry. */
  readonly changes: readonly Change[];
  readonly undo: readonly Change[];
}

/** Seals the files for an entry of that id. Refusals: those above, and the store's. */
export const attachFiles = async (session: Session, { paths, keepLocation }: ToAttach, id: string, draft: EntryDraft, context: Context): Promise<Result<Attached>> => {
  const looked = lookAtFiles(paths);
  if (!looked.ok) return looked;
  // Members of a set that are added at once stand in the order of their ids: as they were named, then.
  const ids = looked.value.map(() => newId(random)).sort();
  const changes: Change[] = [];
  for (const [at, { path, name, mime }] of looked.value.entries()) {
    let bytes: Uint8Array;
    try {
      bytes = readFileSync(path);
    } catch {
      return refuse({ code: 'file-not-read', with: { path } });
    }
    const clean = keepLocation ? { bytes, hadLocation: false, cannot: false } : withoutLocation(bytes, mime);
    if (clean.hadLocation && clean.cannot) context.terminal.note(harmless((await context.words())('attach.place-stays', { name })));
    const size = mime.startsWith('image/') ? pictureSize(clean.bytes, mime) : null;
    const stored = await session.putBytes(clean.bytes);
    if (!stored.ok) return stored;
    const made = attach(
      {
        name,
        mime,
        ...stored.value,
        key: bytesToBase64(stored.value.key),
        width: size?.width ?? null,
        height: size?.height ?? null,
        journal: draft.journal ?? '',
        locationKept: keepLocation,
      },
      ids[at]!,
      null,
      context.now(),
    );
    if (!made.ok) return made;
    changes.push(...made.value.map((change) => ({ ...change, set: { ...change.set, entry: id } })));
  }
  return ok({ ids, changes, undo: ids.map((one) => deletedOf(attachmentKind, one)) });
};
