// The other side of `import-thread.ts`: reads a folder ahead, and takes in what the search image is made of. An entry of the
// bundle by itself: what the command line is made of beside it would take the thread as long to load as its own part.

import { parentPort } from 'node:worker_threads';
import { openListed } from '#adapters/node/folder.ts';
import { runImageThread } from '#adapters/node/image-worker.ts';
import { toLocal } from '#adapters/local-time.ts';
import { printOf } from '#formats/incoming.ts';
import type { FormatId, Importer, IncomingEntry } from '#formats/port.ts';
import type { SearchDoc } from '#insight/search-doc.ts';
import { MOST_WAITING, type Read, type Taken, type ToRead } from './import-thread.ts';

const BATCH = 100;
const BATCH_LETTERS = 500_000;
/** So many letters waiting keep the other side busy for a while: time to read for the image. */
const ENOUGH = 300_000;

/**
 * Files stay on this side; the other one knows them by their paths. What tells an entry from others is worked out here, since the other
 * side, which seals, is the one that is waited for. One with attachments has no number: what search finds it by depends on what becomes of them.
 */
const toGive = ({ entry }: { readonly entry: IncomingEntry }, nth: number): { readonly entry: object } => {
  const { attachments } = entry;
  const told = { ...entry, print: printOf(entry) };
  if (attachments?.length) return { entry: { ...told, attachments: attachments.map((attachment) => ({ ...attachment, file: { path: attachment.file.path } })) } };
  image.offer(nth, docOf(entry));
  return { entry: { ...told, nth } };
};

/** What search will find it by; its id and journal are told later. The checks of every importer have left its names as they will be. */
const docOf = ({ when, text, topics = [], people = [], areas = [], feelings = [], place = '' }: IncomingEntry): SearchDoc => ({
  id: '',
  when,
  text,
  topics,
  people,
  areas,
  feelings,
  place,
  journal: '',
  hasPhoto: false,
  hasSound: false,
  hasNote: false,
});

/** A folder of many files is nearly always of Markdown; what reads the others is loaded for them alone, since the thread is waited for. */
const importerOf = async (format: FormatId): Promise<Importer> =>
  format === 'markdown' ? (await import('#formats/markdown.ts')).markdownImporter : (await import('#formats/registry.ts')).importerById(format)!;

const give = async ({ name, list, format, locale, port }: ToRead): Promise<void> => {
  let waiting = 0;
  let isOver = false;
  let go: () => void = () => {};
  port.on('message', (taken: Taken) => {
    waiting -= taken;
    go();
  });
  port.on('close', () => {
    isOver = true;
    go();
  });
  const say = (read: Read): void => port.postMessage(read);
  let batch: object[] = [];
  let [letters, nth] = [0, 0];
  const send = async (): Promise<void> => {
    const items = JSON.stringify(batch);
    waiting += items.length;
    say({ items });
    [batch, letters] = [[], 0];
    // Twice what is read for the other side, so that it catches up; never so long that the other side has nothing to do.
    for (let left = image.read(waiting > ENOUGH ? 2 * BATCH : 0); left > MOST_WAITING;) left = image.read(BATCH);
    while (waiting >= MOST_WAITING && !isOver) await new Promise<void>((done) => (go = done));
    // A turn of the loop, in which what the image is made of is taken in.
    await new Promise(setImmediate);
  };
  for await (const item of (await importerOf(format)).read(openListed(name, list), { toLocal, locale })) {
    batch.push('entry' in item ? toGive(item, nth++) : item);
    if ('entry' in item) letters += item.entry.text.length;
    if (batch.length >= BATCH || letters >= BATCH_LETTERS) await send();
    if (isOver) return;
  }
  if (batch.length > 0) await send();
  say('end');
};

let isReading = false;
const image = runImageThread(() => isReading);
parentPort?.on('message', (asked: unknown) => {
  if (typeof asked === 'object' && asked !== null && 'port' in asked) {
    isReading = true;
    void give(asked as ToRead).finally(() => {
      isReading = false;
      image.ended();
    });
  }
});
