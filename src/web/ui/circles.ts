// The circles that one is in, for views: who is in each, its records as a Snapshot, and the one way to write there.

import { useSyncExternalStore } from 'react';
import type { Change } from '#core/change.ts';
import { ok, type Result } from '#core/result.ts';
import type { Committed } from '#core/vault.ts';
import type { OpenCircle } from './circle-shelf.ts';
import { say } from './toast.tsx';
import { useDesk, type Undoable } from './vault.ts';
import { useRefusal } from './words.ts';

export type { CircleMember, OpenCircle } from './circle-shelf.ts';

/** @public */
export const useCircles = (): readonly OpenCircle[] => {
  const desk = useDesk();
  return useSyncExternalStore(desk.subscribe, () => desk.state().circles);
};

/** @public */
export const useCircle = (vault: string): OpenCircle | null => useCircles().find((circle) => circle.vault === vault) ?? null;

/**
 * Writes in a circle: gives the changes, or what a command refused. `done` is a key of the room's words: it is said, with an offer to
 * undo. A refusal is said in words.
 * @public
 */
export const useActIn = (
  room: string,
): ((circle: OpenCircle, changes: readonly Change[] | Result<readonly Change[]>, done?: string, places?: Undoable['with']) => Promise<Result<Committed>>) => {
  const desk = useDesk();
  const refusal = useRefusal(room);
  return async (circle, changes, done, places) => {
    const wanted = 'ok' in changes ? changes : ok(changes);
    const written = wanted.ok ? await desk.commitIn(circle.vault, wanted.value, done, places, room) : wanted;
    if (!written.ok) say(refusal(written.error));
    return written;
  };
};
