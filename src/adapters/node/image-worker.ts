// The other side of `image-thread.ts`: takes entries in as they come, and gives back the image when all have come.

import { parentPort } from 'node:worker_threads';
import { draftIndex } from '#insight/index-image.ts';
import type { SearchDoc } from '#insight/search-doc.ts';
import { lettersIn, type FromThread, type ToThread } from './image-thread.ts';
import { openSql } from './sql.ts';

/** So many entries tell which words are frequent. */
const ENOUGH = 1000;

/** Rows of the index go in while more entries come, as long as the thread has nothing else to do. */
export const runImageThread = (isBusy: () => boolean): void => {
  const sql = openSql();
  const draft = draftIndex(sql);
  let added = 0;
  const say = (message: FromThread): void => parentPort!.postMessage(message);
  const made = (): Uint8Array => {
    draft.fill();
    return sql.export();
  };
  let begun: Uint8Array | null = null;
  parentPort?.on('message', (asked: ToThread) => {
    if (asked === 'begin') {
      begun = made();
      return;
    }
    // The thread may be asked for other things too.
    if ('port' in asked) return;
    if ('docs' in asked) {
      const docs = JSON.parse(asked.docs) as SearchDoc[];
      for (const doc of docs) draft.add(doc);
      added += docs.length;
      if (added >= ENOUGH && !isBusy()) draft.ahead();
      begun = null;
      return say({ taken: lettersIn(docs) });
    }
    if (asked.without.size > 0 || asked.rest.length > 0) begun = null;
    draft.drop(asked.without);
    for (const doc of asked.rest) draft.add(doc);
    say({ image: begun ?? made() });
  });
};
