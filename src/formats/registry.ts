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

/** A file whose bytes are kept when they are read first, while there is room. */
class FileOnce implements SourceFile {
  readonly path: string;
  readonly #file: SourceFile;
  readonly #room: { left: number };
  #held: ReturnType<SourceFile['read']> | null = null;
  constructor(file: SourceFile, room: { left: number }) {
    this.path = file.path;
    this.#file = file;
    this.#room = room;
  }
  get size(): number {
    return this.#file.size;
  }
  get modified(): string {
    return this.#file.modified;
  }
  async read(most: number): ReturnType<SourceFile['read']> {
    if (this.#held) {
      const result = await this.#held;
      if (!result.ok || result.value.length <= most) return result;
    }
    const reading = this.#file.read(most);
    const result = await reading;
    if (result.ok && result.value.length <= this.#room.left) {
      this.#room.left -= result.value.length;
      this.#held = reading;
    }
    return result;
  }
}

/** The same source, whose files are read once as long as what is kept stays small. */
const readOnce = (source: Source): Source => {
  const room = { left: MOST_KEPT };
  return { name: source.name, container: source.container, problems: source.problems, files: source.files.map((file) => new FileOnce(file, room)) };
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
