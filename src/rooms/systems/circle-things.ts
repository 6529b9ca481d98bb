// What a part or an arrow of a circle's map can be linked to: issues and actions of the same circle; and the actions that came out of it.

import type { Change } from '#core/change.ts';
import { linkChange, linksIn, type Link } from '#core/links.ts';
import { allRecords, recordById, type Snapshot } from '#core/snapshot.ts';
import { actionsOf } from '#rooms/actions/model.ts';
import { issuesIn } from '#rooms/issues/model.ts';

export interface Thing {
  readonly id: string;
  readonly is: 'issue' | 'action';
  readonly title: string;
}

export const thingsOf = (snapshot: Snapshot): readonly Thing[] => [
  ...issuesIn(snapshot).map(({ issue }): Thing => ({ id: issue.id, is: 'issue', title: issue.title })),
  ...actionsOf(allRecords(snapshot)).map(({ id, ask }): Thing => ({ id, is: 'action', title: ask })),
];

/** Ids of the actions that were planned from it. */
export const cameFrom = (snapshot: Snapshot, id: string): ReadonlySet<string> =>
  new Set(actionsOf(allRecords(snapshot)).flatMap((action) => (action.from === id ? [action.id] : [])));

/** Links a part or an arrow to something of its circle, or takes the link away; nothing where it is not here. */
export const linkInCircle = (snapshot: Snapshot, kind: 'map-part' | 'map-arrow', id: string, to: string, is: boolean): Change[] => {
  const record = recordById(snapshot, kind, id);
  if (!record) return [];
  const link: Link = { to, as: 'about' };
  const change = is
    ? linkChange(record, [link])
    : linkChange(
        record,
        [],
        linksIn(record).filter((one) => one.to === to),
      );
  return change ? [change] : [];
};
