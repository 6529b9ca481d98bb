// Files of practices in the page: what reads and writes them (formats/practice-file.ts, with the parser of front matter) is fetched
// when a file is first read or saved.

import type { ReadPractices } from '#formats/practice-file.ts';
import type { Practice } from '#rooms/practices/model.ts';

export type { FoundPractice, PracticeTrouble, ReadPractices } from '#formats/practice-file.ts';

/** A name that every file system takes. */
const nameFor = (name: string): string =>
  name
    .replace(/[\p{Cc}"*/:<>?\\|]/gu, ' ')
    .replace(/\s+/gu, ' ')
    .trim()
    .slice(0, 60)
    .replace(/[. ]+$/, '') || 'practice';

/** Saves a practice as a file of its own. */
export const saveFile = async (practice: Practice, form: 'markdown' | 'idg'): Promise<void> => {
  const { practiceToMarkdown, practiceToTool } = await import('#formats/practice-file.ts');
  const isMarkdown = form === 'markdown';
  const address = URL.createObjectURL(
    new Blob([isMarkdown ? practiceToMarkdown(practice) : practiceToTool(practice)], { type: isMarkdown ? 'text/markdown' : 'application/json' }),
  );
  const link = document.createElement('a');
  link.href = address;
  link.download = `${nameFor(practice.name)}.${isMarkdown ? 'md' : 'json'}`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
};

/** Reads files one after the other. */
export const readFiles = async (files: readonly File[], language: string): Promise<ReadPractices> => {
  const { readPracticeFile, MOST_PRACTICE_BYTES } = await import('#formats/practice-file.ts');
  const read: ReadPractices[] = [];
  // One byte more than is taken tells that it is too large.
  for (const file of files) read.push(readPracticeFile(new Uint8Array(await file.slice(0, MOST_PRACTICE_BYTES + 1).arrayBuffer()), file.name, language));
  return { found: read.flatMap(({ found }) => found), troubles: read.flatMap(({ troubles }) => troubles) };
};
