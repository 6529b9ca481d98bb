// What a record of one's own vault can point to in the circles one is in: their issues and actions (decision 20). Invariant: it is read
// from the circle's own records each time, and nothing of it is kept in one's own vault but where it lies.

import { placeToTarget } from '#core/links.ts';
import type { Snapshot } from '#core/snapshot.ts';
import { thingsOf, type Thing } from './systems/circle-things.ts';

export interface Far extends Thing {
  /** What a link to it points to (core/links.ts). */
  readonly to: string;
  /** The circle's name. */
  readonly circle: string;
  readonly href: string;
}

export const FAR_KINDS = ['issue', 'action'] as const;

export const farIn = ({ vault, name, snapshot }: { readonly vault: string; readonly name: string; readonly snapshot: Snapshot }): readonly Far[] =>
  thingsOf(snapshot).map((thing) => ({
    ...thing,
    to: placeToTarget({ vault, id: thing.id }),
    circle: name,
    href: `/circles/${vault}/${thing.is === 'issue' ? 'issues' : 'actions'}/${thing.id}`,
  }));
