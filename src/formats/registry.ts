// All importers, and which of them a file is for. A format is added by writing its file and naming it here.
// Invariant: recognising never throws and never changes anything; a file is read once for all importers where it is small.

import { appleJournal } from './apple-journal.ts';
import { dayOneImporter } from './day-one.ts';
import { daylioImporter } from './daylio.ts';
import { joplin } from './joplin.ts';
import { journey } from './journey.ts';
import { jrnlJsonImporter } from './jrnl-json.ts';
import { jrnlTextImporter } from './jrnl-text.ts';
import { kithArchive } from './kith-archive.ts';
import { leap2a } from './leap2a.ts';
import { markdownImporter } from './markdown.ts';
import { standardNotes } from './standard-notes.ts';
import type { FormatId, Importer, Source, SourceFile } from './port.ts';

export const importers: readonly Importer[] = [
  kithArchive,
  dayOneImporter,
  journey,
  standardNotes,
  joplin,
  leap2a,
  appleJournal,
  daylioImporter,
  jrnlJsonImporter,
  jrnlTextImporter,
  markdownImporter,
];

export const importerById = (format: FormatId): Importer | undefined => importers.find((importer) => importer.format === format);

export interface Recognised {
  readonly format: FormatId;
  /** Over 0 to 1. */
  readonly sure: number;
}

/** Bytes kept while importers look, so that ten of them do not unpack one file ten times. */
const MOST_KEPT = 96 * 1024 * 1024;

/** The same source, whose files are read once as long as what is kept stays small. */
const readOnce = (source: Source): Source => {
  let kept = 0;
  const once = (file: SourceFile): SourceFile => {
    let held: ReturnType<SourceFile['read']> | null = null;
    return {
      path: file.path,
      get size() {
        return file.size;
      },
      get modified() {
        return file.modified;
      },
      read: async (most) => {
        if (held) {
          const result = await held;
          if (!result.ok || result.value.length <= most) return result;
        }
        const reading = file.read(most);
        const result = await reading;
        if (result.ok && kept + result.value.length <= MOST_KEPT) {
          kept += result.value.length;
          held = reading;
        }
        return result;
      },
    };
  };
  return { name: source.name, container: source.container, problems: source.problems, files: source.files.map(once) };
};

/** The formats that this source may be, the surest first; none when no importer knows it. */
export const recogniseFormat = async (source: Source): Promise<Recognised[]> => {
  const looked = readOnce(source);
  const found: Recognised[] = [];
  for (const importer of importers) {
    let sure = 0;
    try {
      sure = await importer.recognise(looked);
    } catch {
      // A source that breaks while it is looked at is not of this format; reading it will name what is broken.
      sure = 0;
    }
    if (sure > 0) found.push({ format: importer.format, sure: Math.min(1, sure) });
  }
  return found.sort((a, b) => b.sure - a.sure);
};
