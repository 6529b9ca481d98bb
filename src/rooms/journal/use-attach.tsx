// Photos and sound on their way into a draft: told apart, cleared of what they tell, sealed off the page, attached.
// Invariant: one file that cannot be taken says so by its name and keeps no other one out.

import { useState } from 'react';
import type { Refusal } from '#core/result.ts';
import { useDesk } from '#web/ui/vault.ts';
import { momentNow } from '#web/ui/time.ts';
import { attach, mediumOf, MOST_ATTACHED, MOST_ATTACHMENT } from './attachments.ts';
import type { DraftKeeper } from './use-draft.tsx';

/** What a name says where the browser does not know the type. */
const BY_ENDING: Readonly<Record<string, string>> = {
  heic: 'image/heic',
  heif: 'image/heif',
  avif: 'image/avif',
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
  png: 'image/png',
  webp: 'image/webp',
  gif: 'image/gif',
  m4a: 'audio/mp4',
  mp3: 'audio/mpeg',
  ogg: 'audio/ogg',
  opus: 'audio/ogg',
  wav: 'audio/wav',
  webm: 'audio/webm',
  aac: 'audio/aac',
  flac: 'audio/flac',
  '3gp': 'audio/3gpp',
  amr: 'audio/amr',
};

const typeOf = (file: File): string => file.type.split(';')[0]!.trim().toLowerCase() || (BY_ENDING[file.name.split('.').at(-1)!.toLowerCase()] ?? '');

export interface Attaching {
  /** Names of the files that are on their way. */
  readonly busy: readonly string[];
  readonly refusals: readonly Refusal[];
  /** A place was found in a file and could not be surely taken out. */
  readonly untold: readonly string[];
  readonly add: (files: readonly File[], seconds?: number) => Promise<void>;
  readonly dismiss: () => void;
}

export const useAttach = (keeper: DraftKeeper, keepLocation: boolean): Attaching => {
  const desk = useDesk();
  const [busy, setBusy] = useState<readonly string[]>([]);
  const [refusals, setRefusals] = useState<readonly Refusal[]>([]);
  const [untold, setUntold] = useState<readonly string[]>([]);

  const addOne = async (file: File, seconds?: number): Promise<Refusal | null> => {
    const mime = typeOf(file);
    const { values } = keeper.writing();
    const journal = values.journal ?? '';
    if (!mediumOf(mime)) return { code: 'attachment-not-taken', with: { name: file.name } };
    if (file.size > MOST_ATTACHMENT) return { code: 'attachment-too-large', with: { name: file.name, most: MOST_ATTACHMENT / 1024 / 1024 } };
    if ((values.attachments ?? []).length >= MOST_ATTACHED) return { code: 'attachments-too-many', with: { most: MOST_ATTACHED } };
    let bytes: Uint8Array;
    try {
      bytes = new Uint8Array(await file.arrayBuffer());
    } catch {
      return { code: 'attachment-not-valid', with: { name: file.name } };
    }
    const put = await desk.calls.putPicture(bytes, mime, keepLocation);
    if (!put.ok) return put.error;
    const { key, chunks, size, width, height, thumb, tellsStill } = put.value;
    const id = desk.newId();
    const made = attach(
      { name: file.name, mime, key, chunks, size, width, height, thumb, journal, locationKept: keepLocation, ...(seconds === undefined ? {} : { seconds }) },
      id,
      null,
      momentNow(),
    );
    if (!made.ok) return made.error;
    const done = await desk.commit(made.value);
    if (!done.ok) return done.error;
    if (tellsStill && !keepLocation) setUntold((before) => [...before, file.name]);
    keeper.change({ attachments: [...(keeper.writing().values.attachments ?? []), id] });
    return null;
  };

  const add = async (files: readonly File[], seconds?: number): Promise<void> => {
    setBusy((before) => [...before, ...files.map(({ name }) => name)]);
    for (const file of files) {
      const refusal = await addOne(file, seconds).catch((): Refusal => ({ code: 'attachment-not-valid', with: { name: file.name } }));
      if (refusal) setRefusals((before) => [...before, refusal]);
      setBusy((before) => before.filter((_, at) => at !== before.indexOf(file.name)));
    }
    await keeper.flush();
  };

  return {
    busy,
    refusals,
    untold,
    add,
    dismiss: () => {
      setRefusals([]);
      setUntold([]);
    },
  };
};
