// What the views of this room share: the promptings of a circle as one sees them, how something is written where it belongs, and names.

import { recordById } from '#core/snapshot.ts';
import { textsIn } from '#core/kind.ts';
import type { Result } from '#core/result.ts';
import { isAlive } from '#core/record.ts';
import { useActIn, type OpenCircle } from '#web/ui/circles.ts';
import { momentNow } from '#web/ui/time.ts';
import { say } from '#web/ui/toast.tsx';
import { useDesk, useSnapshot } from '#web/ui/vault.ts';
import { useRefusal, useWords, word } from '#web/ui/words.ts';
import { promptingsIn, type Prompted, type Seeing } from './model.ts';
import type { Hand, Writes } from './write.ts';

export const seeingOf = ({ vault, me, members, standing }: OpenCircle, today = momentNow().when.slice(0, 10)): Seeing => ({
  circle: vault,
  me,
  members: new Set(members.map(({ id }) => id)),
  isIn: standing === 'in' || standing === 'resting',
  today,
});

export const usePromptings = (circle: OpenCircle): readonly Prompted[] => promptingsIn(circle.snapshot, useSnapshot(), seeingOf(circle));

export const useHand = (): (() => Hand) => {
  const desk = useDesk();
  return () => ({ now: momentNow(), newId: desk.newId });
};

/**
 * Writes into the circle, then into one's own vault. What went into one place alone can be undone; a letter that is on its way cannot, and
 * is taken back instead. `done`: a key of the words.
 */
export const useDo = (circle: OpenCircle) => {
  const desk = useDesk();
  const actIn = useActIn('promptings');
  const refusal = useRefusal('promptings');
  return async (writes: Result<Writes>, done: string, places: Readonly<Record<string, string>> = {}): Promise<boolean> => {
    if (!writes.ok) {
      say(() => refusal(writes.error), { stays: true });
      return false;
    }
    const { circle: theirs, own } = writes.value;
    const hasLetter = own.some(({ kind }) => kind === 'letter');
    if (theirs.length > 0 && !(await actIn(circle, theirs, done, places)).ok) return false;
    const kept = await desk.commit(own, theirs.length === 0 && !hasLetter ? done : undefined, places, 'promptings');
    if (!kept.ok) say(() => refusal(kept.error), { stays: true });
    else if (theirs.length === 0 && hasLetter) say(() => word(done, places, 'promptings'));
    return kept.ok;
  };
};

export const useNames = (circle: OpenCircle): ((account: string) => string) => {
  const t = useWords('promptings');
  return (account) => (account === circle.me ? t('you') : circle.names.get(account) || t('nameless'));
};

/** The words of an open question of one's own journal; '' where there is none. */
export const useQuestion = (id: string): string => {
  const record = recordById(useSnapshot(), 'question', id);
  return record && isAlive(record) ? (textsIn(record, 'text')[0] ?? '') : '';
};
