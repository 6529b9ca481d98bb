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
  /** Reads so many of those that were offered; gives how many letters are left unread. */
  read(most: number): number;
  /** Nothing more is offered: all is read, and rows of the index go in. */
  ended(): void;
}

/** Rows of the index go in while more entries come, as long as the thread has nothing else to do. */
export const runImageThread = (isBusy: () => boolean): ImageThread => {
  const unread: [number, SearchDoc][] = [];
  let unreadLetters = 0;
  const offered = new Map<number, ReadDoc>();
  /** Those that came before they were read here. */
  const came = new Map<number, ReadThere>();
  const sql = openSql();
  const draft = draftIndex(sql);
  let added = 0;
  const say = (message: FromThread): void => parentPort!.postMessage(message);
  const put = (read: ReadDoc, [, id, journal]: ReadThere): void => {
    draft.addRead(read, id, journal);
    added += 1;
  };
  const read = (most: number): number => {
    for (const [nth, doc] of unread.splice(0, most)) {
      unreadLetters -= doc.text.length;
      const here = came.get(nth);
      if (here) put(draft.read(doc), here);
      else offered.set(nth, draft.read(doc));
      came.delete(nth);
    }
    return unreadLetters;
  };
  const goAhead = (): void => {
    if (added >= ENOUGH && !isBusy()) draft.ahead();
  };
  const made = (): Uint8Array => {
    read(Infinity);
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
      for (const here of JSON.parse(asked.readThere) as ReadThere[]) {
        const known = offered.get(here[0]);
        if (known) put(known, here);
        else came.set(here[0], here);
        offered.delete(here[0]);
      }
      goAhead();
      begun = null;
      return say({ taken: lettersIn(docs) });
    }
    if (asked.without.size > 0 || asked.rest.length > 0) begun = null;
    read(Infinity);
    draft.drop(asked.without);
    for (const doc of asked.rest) draft.add(doc);
    say({ image: begun ?? made() });
  });
  return {
    offer(nth, doc) {
      unread.push([nth, doc]);
      unreadLetters += doc.text.length;
    },
    read,
    ended() {
      read(Infinity);
      goAhead();
    },
  };
};
