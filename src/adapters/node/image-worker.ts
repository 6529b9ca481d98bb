// The other side of `image-thread.ts`: takes entries in as they come, and gives back the image when all have come. What this
// thread has read itself need not come over: it is offered here, and counts when it is said to have come.
// Invariant: texts that were offered are let go once they are read for the image; who offers them sees to it that it is soon.

import { parentPort } from 'node:worker_threads';
import { draftIndex, type ReadDoc } from '#insight/index-image.ts';
import type { SearchDoc } from '#insight/search-doc.ts';
import type { ReadThere } from '../search-image.ts';
import { lettersIn, type FromThread, type ToThread } from './image-thread.ts';
import { openSql } from './sql.ts';

/** So many entries tell which words are frequent. */
const ENOUGH = 1000;

export interface ImageThread {
  /** An entry that may come, under a number that goes up. */
  offer(nth: number, doc: SearchDoc): void;
  /** Reads what was offered, until no more than so many letters are left unread. */
  read(left: number): void;
}

/** Rows of the index go in while more entries come, as long as the thread has nothing else to do. */
export const runImageThread = (isBusy: () => boolean): ImageThread => {
  const unread: [number, SearchDoc][] = [];
  let unreadLetters = 0;
  const offered = new Map<number, ReadDoc>();
  const sql = openSql();
  const draft = draftIndex(sql);
  let added = 0;
  const say = (message: FromThread): void => parentPort!.postMessage(message);
  const made = (): Uint8Array => {
    draft.fill();
    return sql.export();
  };
  const readNext = (): void => {
    const [nth, doc] = unread.shift()!;
    unreadLetters -= doc.text.length;
    offered.set(nth, draft.read(doc));
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
      const readThere = JSON.parse(asked.readThere) as ReadThere[];
      for (const [nth, id, journal] of readThere) {
        while (!offered.has(nth)) readNext();
        draft.addRead(offered.get(nth)!, id, journal);
        offered.delete(nth);
      }
      added += docs.length + readThere.length;
      if (added >= ENOUGH && !isBusy()) draft.ahead();
      begun = null;
      return say({ taken: lettersIn(docs) });
    }
    if (asked.without.size > 0 || asked.rest.length > 0) begun = null;
    draft.drop(asked.without);
    for (const doc of asked.rest) draft.add(doc);
    say({ image: begun ?? made() });
  });
  return {
    offer(nth, doc) {
      unread.push([nth, doc]);
      unreadLetters += doc.text.length;
    },
    read(left) {
      while (unread.length > 0 && (left === 0 || unreadLetters > left)) readNext();
    },
  };
};
