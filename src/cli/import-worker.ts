// The other side of `import-thread.ts`: reads a folder ahead, and takes in what the search image is made of.

import { parentPort, type MessagePort } from 'node:worker_threads';
import { openPath } from '#adapters/node/folder.ts';
import { runImageThread } from '#adapters/node/image-worker.ts';
import { toLocal } from '#adapters/local-time.ts';
import { importerById } from '#formats/registry.ts';
import type { Incoming } from '#formats/port.ts';
import { MOST_WAITING, type Read, type Taken, type ToRead } from './import-thread.ts';

const BATCH = 100;
const BATCH_LETTERS = 500_000;

/** Files stay on this side; the other one knows them by their paths. */
const withoutFiles = (item: Incoming): Incoming | object =>
  'entry' in item && item.entry.attachments?.length
    ? { entry: { ...item.entry, attachments: item.entry.attachments.map((attachment) => ({ ...attachment, file: { path: attachment.file.path } })) } }
    : item;

const give = async (port: MessagePort, { path, format, locale }: Omit<ToRead, 'port'>): Promise<void> => {
  let waiting = 0;
  let go: () => void = () => {};
  port.on('message', (taken: Taken) => {
    waiting -= taken;
    go();
  });
  const say = (read: Read): void => port.postMessage(read);
  let batch: (Incoming | object)[] = [];
  let letters = 0;
  const send = async (): Promise<void> => {
    const items = JSON.stringify(batch);
    waiting += items.length;
    say({ items });
    [batch, letters] = [[], 0];
    while (waiting >= MOST_WAITING) await new Promise<void>((done) => (go = done));
    // A turn of the loop, in which what the image is made of is taken in.
    await new Promise(setImmediate);
  };
  const source = await openPath(path);
  if (!source.ok) throw new Error(source.error.code);
  for await (const item of importerById(format)!.read(source.value, { toLocal, locale })) {
    batch.push(withoutFiles(item));
    if ('entry' in item) letters += item.entry.text.length;
    if (batch.length >= BATCH || letters >= BATCH_LETTERS) await send();
  }
  if (batch.length > 0) await send();
  say('end');
};

export const runImportThread = (): void => {
  runImageThread();
  parentPort?.on('message', (asked: unknown) => {
    if (typeof asked !== 'object' || asked === null || !('port' in asked)) return;
    const { port, ...what } = asked as ToRead;
    void give(port, what);
  });
};
