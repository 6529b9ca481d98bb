// A second thread for an import: it reads a folder of many files ahead of what writes them, and puts the search image
// together (adapters/node/image-thread.ts). It has no key, and opens nothing but the folder that was named.
// Invariants: what is read comes in the same order and is the same as without the thread; of what was read and not yet
// taken there is never much more than `MOST_WAITING` letters; a thread that ends early is gone on without.

import { dirname, join } from 'node:path';
import { MessageChannel, Worker, type MessagePort } from 'node:worker_threads';
import { listOf, type FolderList } from '#adapters/node/folder.ts';
import { refuse } from '#core/result.ts';
import type { FormatId, Importer, Incoming, IncomingAttachment, Source, SourceFile } from '#formats/port.ts';

/** The bundle's entry for the thread, beside the command line's own. */
const ENTRY = 'import-thread.cjs';
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
export type Read = { readonly items: string; readonly count: number } | 'end';
/** Letters that were taken from what waits. */
export type Taken = number;

export interface ImportThread {
  readonly worker: Worker;
  /** When the thread is no more: stopped, or out of memory. */
  readonly ended: Promise<null>;
}

/** `main` is the path of the command line as it runs. */
export const startImportThread = (main: string): ImportThread => {
  const worker = new Worker(join(dirname(main), ENTRY), { stdout: false, stderr: false });
  const ended = new Promise<null>((done) => {
    worker.once('error', () => done(null));
    worker.once('exit', () => done(null));
  });
  return { worker, ended };
};

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

/** So many are read here before a look at what the thread has. */
const READ_HERE = 20;

/** The same importer, which reads the folder on the thread from now on; once. Until the thread is ahead of it this side reads by itself. */
export const readOnThread = ({ worker, ended }: ImportThread, importer: Importer, folder: Source, locale: string): Importer => {
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
  worker.postMessage({ name: folder.name, list: listOf(folder), format: importer.format, locale, port: port2 } satisfies ToRead, [port2]);
  return {
    ...importer,
    async *read(source, options) {
      const fileAt = filesOf(source);
      const here = importer.read(source, options)[Symbol.asyncIterator]();
      try {
        let readHere = 0;
        let skipped = 0;
        while (!come.some((read) => read === null)) {
          for (let read = come[0]; read && read !== 'end' && skipped + read.count <= readHere; read = come[0]) {
            skipped += read.count;
            port.postMessage(read.items.length satisfies Taken);
            come.shift();
          }
          if (come.length > 0) break;
          for (let n = 0; n < READ_HERE; n += 1) {
            const next = await here.next();
            if (next.done) return;
            readHere += 1;
            yield next.value;
          }
          // A turn of the loop, in which what the thread says comes in.
          await new Promise((done) => setImmediate(done));
        }
        let given = skipped;
        for (;;) {
          while (come.length === 0) await new Promise<void>((done) => (go = done));
          const read = come.shift()!;
          if (read === 'end') return;
          if (read === null) break;
          port.postMessage(read.items.length satisfies Taken);
          for (const item of JSON.parse(read.items) as Incoming[]) {
            given += 1;
            if (given > readHere) yield withFiles(item, fileAt);
          }
        }
        for (let n = Math.max(given, readHere) - readHere; ; n -= 1) {
          const next = await here.next();
          if (next.done) return;
          if (n <= 0) yield next.value;
        }
      } finally {
        // Whoever was quicker, the other has nothing more to read.
        port.close();
        await here.return?.();
      }
    },
  };
};
