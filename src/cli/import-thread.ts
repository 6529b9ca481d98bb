// A second thread for an import: it reads a folder of many files ahead of what writes them, and puts the search image
// together (adapters/node/image-thread.ts). It has no key, and opens nothing but the folder that was named.
// Invariants: what is read comes in the same order and is the same as without the thread; of what was read and not yet
// taken there is never much more than `MOST_WAITING` letters; a thread that ends early is gone on without.

import { MessageChannel, type MessagePort } from 'node:worker_threads';
import { listOf, type FolderList } from '#adapters/node/folder.ts';
import { refuse } from '#core/result.ts';
import type { FormatId, Importer, Incoming, IncomingAttachment, Source, SourceFile } from '#formats/port.ts';
import type { ImportThread } from './import-start.ts';

export const MOST_WAITING = 4_000_000;

/** How the thread is asked to read a folder; `port` is where it gives what it reads. */
export interface ToRead {
  readonly name: string;
  readonly list: FolderList;
  readonly format: FormatId;
  readonly locale: string;
  readonly port: MessagePort;
}

/** Items as JSON, since copies made part by part took longer than the reading; `'end'` after the last. */
export type Read = { readonly items: string } | 'end';
/** Letters that were taken from what waits. */
export type Taken = number;

/** Files of attachments by their paths; one that the thread saw and is not here is missing. */
const filesOf = (source: Source): ((path: string) => SourceFile) => {
  let byPath: Map<string, SourceFile> | undefined;
  return (path) =>
    (byPath ??= new Map(source.files.map((file) => [file.path, file]))).get(path) ?? {
      path,
      size: 0,
      modified: '',
      read: async () => refuse({ code: 'file-missing', with: { file: path } }),
    };
};

const withFiles = (item: Incoming, fileAt: (path: string) => SourceFile): Incoming =>
  'entry' in item && item.entry.attachments?.length
    ? { entry: { ...item.entry, attachments: item.entry.attachments.map((attachment): IncomingAttachment => ({ ...attachment, file: fileAt(attachment.file.path) })) } }
    : item;

/** A folder that the thread reads from now on, as a format that it is taken for. */
export interface ReadAhead {
  readonly format: FormatId;
  /** The importer of that format, which gives what the thread reads; once. */
  take(importer: Importer): Importer;
}

/** Once for each thread: what it reads, it also reads for the search image. */
export const readAhead = ({ worker, ended }: ImportThread, format: FormatId, folder: Source, locale: string): ReadAhead => {
  const { port1: port, port2 } = new MessageChannel();
  const come: (Read | null)[] = [];
  let go: () => void = () => {};
  port.on('message', (read: Read) => {
    come.push(read);
    go();
  });
  port.unref();
  void ended.then(() => {
    come.push(null);
    go();
  });
  worker.postMessage({ name: folder.name, list: listOf(folder), format, locale, port: port2 } satisfies ToRead, [port2]);
  const take = (importer: Importer): Importer => ({
    ...importer,
    async *read(source, options) {
      const fileAt = filesOf(source);
      let given = 0;
      try {
        for (;;) {
          while (come.length === 0) await new Promise<void>((done) => (go = done));
          const read = come.shift()!;
          if (read === 'end') return;
          if (read === null) break;
          port.postMessage(read.items.length satisfies Taken);
          for (const item of JSON.parse(read.items) as Incoming[]) {
            given += 1;
            yield withFiles(item, fileAt);
          }
        }
      } finally {
        port.close();
      }
      // The thread is no more: the rest is read here.
      for await (const item of importer.read(source, options)) {
        if (given > 0) given -= 1;
        else yield item;
      }
    },
  });
  return { format, take };
};
