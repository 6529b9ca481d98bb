// The other side of `import-thread.ts`: reads a folder ahead, and takes in what the search image is made of. An entry of the
// bundle by itself: what the command line is made of beside it would take the thread as long to load as its own part.

import { parentPort } from 'node:worker_threads';
import { openListed } from '#adapters/node/folder.ts';
import { runImageThread } from '#adapters/node/image-worker.ts';
import { toLocal } from '#adapters/local-time.ts';
import { printOf } from '#formats/incoming.ts';
import { importerById } from '#formats/registry.ts';
import type { Incoming } from '#formats/port.ts';
import { MOST_WAITING, type Read, type Taken, type ToRead } from './import-thread.ts';

const BATCH = 100;
const BATCH_LETTERS = 500_000;

/** Files stay on this side; the other one knows them by their paths. What tells an entry from others is worked out here. */
const toGive = (item: Incoming): object => {
  if (!('entry' in item)) return item;
  const { entry } = item;
  const { attachments } = entry;
  const print = printOf(entry);
  return {
    entry: attachments?.length ? { ...entry, print, attachments: attachments.map((attachment) => ({ ...attachment, file: { path: attachment.file.path } })) } : { ...entry, print },
  };
};

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
  let letters = 0;
  const send = async (): Promise<void> => {
    const items = JSON.stringify(batch);
    waiting += items.length;
    say({ items, count: batch.length });
    [batch, letters] = [[], 0];
    while (waiting >= MOST_WAITING && !isOver) await new Promise<void>((done) => (go = done));
    // A turn of the loop, in which what the image is made of is taken in.
    await new Promise(setImmediate);
  };
  for await (const item of importerById(format)!.read(openListed(name, list), { toLocal, locale })) {
    batch.push(toGive(item));
    if ('entry' in item) letters += item.entry.text.length;
    if (batch.length >= BATCH || letters >= BATCH_LETTERS) await send();
    if (isOver) return;
  }
  if (batch.length > 0) await send();
  say('end');
};

let isReading = false;
runImageThread(() => isReading);
parentPort?.on('message', (asked: unknown) => {
  if (typeof asked === 'object' && asked !== null && 'port' in asked) {
    isReading = true;
    void give(asked as ToRead).finally(() => (isReading = false));
  }
});
