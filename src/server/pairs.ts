// Mailboxes in which one device leaves a sealed message for another that shows a code: ten minutes, taken once. The id is
// random and known to the two devices alone; the host cannot open what lies there.

import { ok, refuse, type Result } from '#core/result.ts';
import type { HostDatabase } from './database.ts';

const LIVES = 10 * 60_000;
const WAIT = 25_000;
const LOOK = 500;

export const createPairs = (database: HostDatabase, now: () => number) => {
  const take = async (id: string): Promise<string | null> => {
    const found = await database.read.selectFrom('pairs').select('expires').where('id', '=', id).executeTakeFirst();
    if (!found || found.expires <= now()) return null;
    // Whose deletion it is has it; another that asked at the same moment has nothing.
    const taken = await database.write.deleteFrom('pairs').where('id', '=', id).returning('blob').executeTakeFirst();
    return taken ? Buffer.from(taken.blob).toString('base64') : null;
  };
  return {
    /** Refusal: `already-given`, when something else lies there. */
    async put(id: string, blob: string): Promise<Result<null>> {
      await database.write.deleteFrom('pairs').where('id', '=', id).where('expires', '<=', now()).execute();
      await database.write
        .insertInto('pairs')
        .values({ id, blob: Buffer.from(blob, 'base64'), expires: now() + LIVES })
        .onConflict((each) => each.column('id').doNothing())
        .execute();
      const kept = await database.write.selectFrom('pairs').select('blob').where('id', '=', id).executeTakeFirst();
      return !kept || Buffer.from(kept.blob).toString('base64') === blob ? ok(null) : refuse({ code: 'already-given' });
    },
    /** Waits a while for something to lie there, unless who asks has gone. Null: nothing yet, or taken, or never. */
    async wait(id: string, hasGone: () => boolean): Promise<string | null> {
      for (const ends = Date.now() + WAIT; ;) {
        // Before it is taken: what somebody who has gone would take lies there for who comes next.
        if (hasGone()) return null;
        const blob = await take(id);
        if (blob !== null || Date.now() >= ends) return blob;
        await new Promise((resolve) => setTimeout(resolve, LOOK));
      }
    },
  };
};
