// The other side of `image-thread.ts`: takes entries in as they come, and gives back the image when all have come.

import { parentPort } from 'node:worker_threads';
import { draftIndex } from '#insight/index-image.ts';
import { lettersIn, type FromThread, type ToThread } from './image-thread.ts';
import { openSql } from './sql.ts';

export const runImageThread = (): void => {
  const draft = draftIndex();
  const say = (message: FromThread): void => parentPort!.postMessage(message);
  parentPort?.on('message', (asked: ToThread) => {
    if ('docs' in asked) {
      for (const doc of asked.docs) draft.add(doc);
      return say({ taken: lettersIn(asked.docs) });
    }
    draft.drop(asked.without);
    for (const doc of asked.rest) draft.add(doc);
    const sql = openSql();
    draft.fill(sql);
    say({ image: sql.export() });
    sql.close();
  });
};
