// The search image put together on a second thread while entries are still coming in. Only what search reads of them goes
// over, and only the image's bytes come back; that thread has no key and opens no file.
// Invariant: of what was handed over and not yet looked at, there is never much more than `MOST_WAITING` letters.

import type { Worker } from 'node:worker_threads';
import type { SearchDoc } from '#insight/search-doc.ts';
import type { ImageMaker } from '../search-image.ts';

const MOST_WAITING = 16_000_000;

/** Entries go over as JSON: to copy them one by one takes the thread that writes several times as long. */
export type ToThread = { readonly docs: string; readonly readThere: string } | 'begin' | { readonly without: ReadonlySet<string>; readonly rest: readonly SearchDoc[] };
export type FromThread = { readonly taken: number } | { readonly image: Uint8Array };

export const lettersIn = (docs: readonly SearchDoc[]): number => docs.reduce((sum, { text }) => sum + text.length, 0);

/** On a thread that runs `image-worker.ts`; `ended`: when it is no more, and the image is made without it. */
export const createImageThread = (thread: Worker, ended: Promise<null>): ImageMaker => {
  let waiting = 0;
  let go: () => void = () => {};
  let finished: (image: Uint8Array | null) => void = () => {};
  thread.on('message', (said: FromThread) => {
    if ('image' in said) {
      // It has given what it was for. It takes a while to end, in which the image is sealed.
      void thread.terminate();
      return finished(said.image);
    }
    waiting -= said.taken;
    if (waiting < MOST_WAITING) go();
  });
  const send = (message: ToThread): void => thread.postMessage(message);
  return {
    async add(docs, readThere) {
      waiting += lettersIn(docs);
      send({ docs: JSON.stringify(docs), readThere: JSON.stringify(readThere) });
      if (waiting >= MOST_WAITING) await Promise.race([ended, new Promise<null>((done) => (go = () => done(null)))]);
    },
    begin: () => send('begin'),
    finish: (without, rest) =>
      Promise.race([
        ended,
        new Promise<Uint8Array | null>((done) => {
          finished = done;
          send({ without, rest });
        }),
      ]),
  };
};
