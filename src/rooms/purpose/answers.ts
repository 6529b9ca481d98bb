// What others answered to the person alone, as they asked them (rooms/promptings), and is not kept as a gift or left yet. It is offered by
// who wrote it and what was asked; it is opened where it lies. Invariant: only answers that their author let this person read.

import type { Snapshot } from '#core/snapshot.ts';
import { promptingsIn, type Seeing } from '#rooms/promptings/model.ts';
import type { Gift, Settings } from './gifts.ts';

export interface Waiting {
  /** Id of the answer. */
  readonly id: string;
  readonly circle: string;
  readonly prompting: string;
  /** What was asked. */
  readonly asked: string;
  /** The account that answered. */
  readonly by: string;
  /** Instant; '' where it is not known. */
  readonly at: string;
}

/** The newest first. `circle`: its records; `own`: those of one's own vault. */
export const answersWaiting = (circle: Snapshot, own: Snapshot, seeing: Seeing, gifts: readonly Gift[], { left }: Settings): readonly Waiting[] => {
  const kept = new Set(gifts.map(({ answer }) => answer));
  return promptingsIn(circle, own, seeing)
    .filter(({ by }) => by === seeing.me)
    .flatMap(({ id: prompting, text: asked, others }) =>
      others.filter(({ id, way }) => way === 'asker' && !kept.has(id) && !left.has(id)).map(({ id, by, at }): Waiting => ({ id, circle: seeing.circle, prompting, asked, by, at })),
    )
    .sort((a, b) => (a.at !== b.at ? (a.at > b.at ? -1 : 1) : a.id < b.id ? -1 : 1));
};
