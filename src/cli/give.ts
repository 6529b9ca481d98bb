// `kith export`: the journal out, as one file. What leaves is readable by anyone; it is said so.
// Invariant: nothing is overwritten, and a file that has its name is whole.

import { closeSync, existsSync, fsyncSync, linkSync, openSync, renameSync, rmSync, statSync, writeSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { zipOf } from '#adapters/zip-out.ts';
import { base64ToBytes } from '#core/base64.ts';
import { ok, refuse, type Result } from '#core/result.ts';
import { dayOf } from '#core/when.ts';
import { EXPORT_FORMATS, exportFiles, type ExportFormat, type ExportSettings } from '#formats/exporters.ts';
import type { Outgoing, OutEntry } from '#formats/outgoing.ts';
import type { OutAttachment, OutFile, Problem } from '#formats/port.ts';
import type { Reading } from '#rooms/journal/cli-read.ts';
import type { Attachment } from '#rooms/journal/attachments.ts';
import { journalOfEntry } from '#rooms/journal/journals.ts';
import type { Entry } from '#rooms/journal/model.ts';
import { SHOWN, wholesBeyondEntries } from '#rooms/shown.ts';
import type { Context } from './context.ts';
import { EXIT } from './exit-codes.ts';
import { openReading, sayGaps } from './list.ts';
import type { Args } from './options.ts';
import { loadProblemWords, sayProblems } from './problems.ts';
import type { Open } from './session.ts';
import { toJsonLine } from './terminal.ts';
import { undoKind } from './undo.ts';
import { loadLabels, type Words } from './words.ts';

const BY_ENDING: Readonly<Record<string, ExportFormat>> = { '.txt': 'jrnl-text', '.html': 'book', '.htm': 'book' };

/** Formats in which what is no entry goes out too. */
const CARRIES_OTHERS: ReadonlySet<ExportFormat> = new Set(['kith', 'markdown', 'leap2a']);

const formatOf = (path: string, args: Args): Result<ExportFormat> => {
  const asked = args.one('format');
  if (asked === undefined) return ok(BY_ENDING[/\.[a-z]+$/i.exec(path)?.[0].toLowerCase() ?? ''] ?? 'kith');
  const format = EXPORT_FORMATS.find((one) => one === asked);
  return format ? ok(format) : refuse({ code: 'option-value-wrong', with: { option: '--format', value: asked.slice(0, 40), right: EXPORT_FORMATS.join(', ') } });
};

const settingsOf = (made: string, entries: readonly Entry[], words: Words, labels: ExportSettings['labels']): ExportSettings => {
  const [first, last] = [entries[0], entries.at(-1)];
  return {
    made,
    author: '',
    title: words('book.title'),
    labels,
    book: {
      locale: words.locale,
      direction: words.language === 'ar' ? 'rtl' : 'ltr',
      pictures: 'within',
      words: {
        title: words('book.title'),
        subtitle: first && last ? `${dayOf(first.when)} – ${dayOf(last.when)}` : '',
        people: words('fact.people'),
        topics: words('fact.topics'),
        areas: words('fact.areas'),
        feelings: words('fact.feelings'),
        body: words('fact.body'),
        sound: words('book.sound'),
        energy: [words('book.energy.-2'), words('book.energy.-1'), words('book.energy.0'), words('book.energy.1'), words('book.energy.2')],
      },
    },
  };
};

const outAttachment = ({ session }: Open, { id, name, mime, size, key, chunks }: Attachment): OutAttachment => ({
  id,
  name,
  mime,
  size,
  async bytes() {
    const opened = base64ToBytes(key);
    return opened ? session.getBytes({ key: opened, chunks, size }) : refuse({ code: 'attachment-damaged' });
  },
});

async function* filesOnly(outgoing: AsyncIterable<Outgoing>, problems: Problem[]): AsyncGenerator<OutFile> {
  for await (const item of outgoing) {
    if ('file' in item) yield item.file;
    else problems.push(item.problem);
  }
}

async function* bytesOf(files: AsyncIterable<OutFile>, single: boolean): AsyncGenerator<Uint8Array> {
  if (single) for await (const file of files) yield await file.bytes();
  else yield* zipOf(files) as unknown as AsyncIterable<Uint8Array>;
}

/** Writes beside the place first, and gives the name to what is whole. Refusals: `file-exists`, `disk-full`, `file-not-written`. */
const writeFile = async (path: string, typed: string, parts: AsyncIterable<Uint8Array>, context: Context): Promise<Result<null>> => {
  const partial = join(dirname(path), `.${basename(path)}.${process.pid}.partial`);
  context.onEnd(() => rmSync(partial, { force: true }));
  try {
    const file = openSync(partial, 'wx', 0o600);
    try {
      for await (const part of parts) for (let at = 0; at < part.length;) at += writeSync(file, part, at);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    try {
      linkSync(partial, path);
    } catch (error) {
      if (existsSync(path)) return refuse({ code: 'file-exists', with: { path: typed } });
      if (!['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error;
      renameSync(partial, path);
    }
    return ok(null);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    return refuse({ code: code === 'ENOSPC' || code === 'EDQUOT' ? 'disk-full' : 'file-not-written', with: { path: typed } });
  }
};

export const runExport = async (args: Args, context: Context): Promise<Result<number>> => {
  const [typed] = args.words;
  if (typed === undefined) return refuse({ code: 'argument-missing', with: { argument: 'PATH' } });
  const format = formatOf(typed, args);
  if (!format.ok) return format;
  const isFolder = statSync(typed, { throwIfNoEntry: false })?.isDirectory() === true;
  if (!isFolder && existsSync(typed)) return refuse({ code: 'file-exists', with: { path: typed } });
  const read = await openReading(context);
  if (!read.ok) return read;
  const { open, everything, reading } = read.value;
  const words = await loadProblemWords(context);
  const entries = reading.timeline.entries.toReversed();
  const problems: Problem[] = [];
  if (open.linked) (await import('./reach.ts')).reachHost(open);
  // What could undo the last acts is this device's own, and may hold words that were taken out: it stays.
  const { name, single, files } = exportFiles(format.value, {
    entries: outEntries(entries, reading, open, context, words),
    records: everything.records.filter(({ kind }) => kind !== undoKind.name),
    blob: open.session.sealedBytes,
    settings: settingsOf(context.now().instant, entries, words, await loadLabels(context.env, new Set(SHOWN.map(({ room }) => room)))),
  });
  const others = CARRIES_OTHERS.has(format.value) ? wholesBeyondEntries(everything.records).length : 0;
  const path = resolve(isFolder ? join(typed, name) : typed);
  if (existsSync(path)) return refuse({ code: 'file-exists', with: { path } });
  const written = await writeFile(path, typed, bytesOf(filesOnly(files, problems), single), context);
  context.terminal.progress(null);
  if (!written.ok) return written;
  sayProblems(problems, problems.length, args, context, words);
  if (args.has('json')) context.terminal.say(toJsonLine({ export: path, format: format.value, entries: entries.length, others, problems: problems.length }));
  else {
    context.terminal.say(words('export.done', { count: entries.length, path: isFolder ? path : typed }));
    if (others > 0) context.terminal.note(words('export.others', { count: others }));
  }
  await sayGaps(everything, context);
  return ok(EXIT.ok);
};

function* outEntries(entries: readonly Entry[], reading: Reading, open: Open, context: Context, words: Words): Generator<OutEntry> {
  for (const [at, entry] of entries.entries()) {
    if (at % 50 === 0) context.terminal.progress(words('export.progress', { count: at, of: entries.length }));
    yield {
      entry,
      journal: journalOfEntry(entry, reading.journals).name,
      attachments: entry.attachments.flatMap((id) => {
        const attachment = reading.attachments.get(id);
        return attachment ? [outAttachment(open, attachment)] : [];
      }),
    };
  }
}
