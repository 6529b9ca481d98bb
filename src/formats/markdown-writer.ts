// Writes entries as Markdown that any editor opens: one file an entry, in a folder for its year, with front matter; what is
// attached goes into `attachments/` and is shown at the end of the text. Names are ones that every file system takes.
// Invariant: what is written is what `markdown.ts` reads back: the fields of the front matter, the text, the attachments in order.

import { textToBytes } from '#core/text.ts';
import { dayOf, yearOf } from '#core/when.ts';
import type { Entry } from '#rooms/journal/model.ts';
import { firstLine } from '#rooms/journal/opening.ts';
import { writeFrontMatter } from './front-matter.ts';
import { attachmentBytes, createNames, safeName, type Exporter, type OutEntries, type Outgoing } from './outgoing.ts';
import { otherFile, type OutOther } from './shown-markdown.ts';
import { endingFor, endingOf, mimeByName } from './sniff.ts';

const noteName = (entry: Entry): string => {
  const words = safeName(firstLine(entry.text, 50).replace(/[#[\]^|]/g, ' '), '');
  const clock = entry.when.includes('T') ? ` ${entry.when.slice(11, 16).replace(':', '')}` : '';
  return `${String(yearOf(entry.when)).padStart(4, '0')}/${dayOf(entry.when)}${clock}${words === '' ? '' : ` ${words}`}.md`;
};

/** A path in a link: signs that would end it are written by their numbers. */
const linked = (path: string): string =>
  path
    .split('/')
    .map((part) => encodeURIComponent(part).replace(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`))
    .join('/');

/** Entries, and after them what is no entry, each kind in a folder of its own. */
export const markdownFiles = async function* (entries: OutEntries, others: readonly OutOther[] = []): AsyncGenerator<Outgoing> {
  const name = createNames();
  for await (const { entry, journal, attachments } of entries) {
    const path = name(noteName(entry));
    const shown: string[] = [];
    for (const attachment of attachments) {
      const read = await attachmentBytes(attachment);
      if ('problem' in read) {
        yield { problem: { ...read.problem, at: { name: attachment.name, day: dayOf(entry.when) } } };
        continue;
      }
      const plain = safeName(attachment.name, 'attachment');
      const kept = name(`attachments/${mimeByName(plain) === null || endingOf(plain) === '' ? `${plain}.${endingFor(attachment.mime)}` : plain}`);
      shown.push(`![](../${linked(kept)})`);
      yield { file: { path: kept, bytes: async () => read.bytes } };
    }
    const text = [entry.text, ...shown].filter((part) => part !== '').join('\n\n');
    yield { file: { path, ...(entry.modified === '' ? {} : { modified: entry.modified }), bytes: async () => textToBytes(`${writeFrontMatter(entry, journal)}\n${text}\n`) } };
  }
  for (const other of others) yield { file: otherFile(other, name) };
};

export const markdownExporter: Exporter = { format: 'markdown', files: (entries) => markdownFiles(entries) };
