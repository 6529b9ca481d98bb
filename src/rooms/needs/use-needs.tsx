// What the views of this room share: the needs of a circle as one sees them now, names, days and times as the language writes them, and
// what each button does.

import type { OpenCircle } from '#web/ui/circles.ts';
import { useActIn } from '#web/ui/circles.ts';
import { useLocale } from '#web/ui/preferences.ts';
import { formatNearWhen, momentNow } from '#web/ui/time.ts';
import { say } from '#web/ui/toast.tsx';
import { useDesk, useDeskState } from '#web/ui/vault.ts';
import { useRefusal, useWords } from '#web/ui/words.ts';
import { needsOf, notMine, openNeeds, type Meeting, type Need, type Seeing } from './model.ts';
import { answerNeed, endNeed, notMe, takeBackAnswer, takeBackThanks, thank, voiceNeed, type AnswerDraft, type NeedDraft, type WrittenAt } from './write.ts';
import type { Thanks } from './model.ts';

export const writtenAt = (): WrittenAt => {
  const { instant, when } = momentNow();
  return { instant, today: when.slice(0, 10) };
};

export interface Seen {
  readonly all: readonly Need[];
  readonly open: readonly Need[];
  /** Those that one said "not me" to. */
  readonly refused: ReadonlySet<string>;
  readonly seeing: Seeing;
}

export const useNeeds = ({ snapshot, me, members }: OpenCircle): Seen => {
  const own = useDeskState().snapshot;
  const all = needsOf(snapshot);
  const seeing: Seeing = { me, members: new Set(members.map(({ id }) => id)), today: writtenAt().today };
  return { all, open: openNeeds(all, seeing), refused: notMine(own), seeing };
};

/** The name that each gave themself; a word in its place while it has not come. */
export const useNameOf = ({ names }: OpenCircle): ((account: string) => string) => {
  const t = useWords('needs');
  return (account) => names.get(account) || t('somebody');
};

/** Day and time of a meeting on the clock of this place, where the proposer's offset is known. */
export const useMeeting = (): ((meeting: Meeting) => string) => {
  const locale = useLocale();
  return ({ when, zone }) => formatNearWhen(zone === '' ? when : momentNow(new Date(`${when}${zone}`)).when, momentNow().when, locale, 'short');
};

/** What can be done, each said with an offer to undo, or refused in words. */
export const useDo = (circle: OpenCircle) => {
  const desk = useDesk();
  const act = useActIn('needs');
  const refusal = useRefusal('needs');
  const { snapshot, me, members, vault } = circle;
  const seeing = { me, members: new Set(members.map(({ id }) => id)) };
  return {
    voice: (draft: NeedDraft) => {
      const need = voiceNeed(me, desk.newId(), draft, writtenAt());
      return act(circle, need.ok ? [need.value] : need, draft.side === 'offered' ? 'done.offered' : 'done.voiced');
    },
    answer: (need: Need, draft: AnswerDraft = {}) => act(circle, answerNeed(snapshot, need, me, desk.newId(), draft, writtenAt()), 'done.answered'),
    back: (need: Need) => act(circle, takeBackAnswer(snapshot, need, me), 'done.back'),
    /** With what one wants to say to those who met it, in one step. */
    met: (need: Need, people: readonly string[], words: string) => {
      const { instant } = writtenAt();
      const end = endNeed(need, me, 'met', people, instant);
      if (!end.ok) return act(circle, end);
      const changes = [end.value];
      for (const to of words.trim() === '' ? [] : people) {
        const thanks = thank(desk.newId(), { to, text: words, about: need.id }, instant, seeing);
        if (!thanks.ok) return act(circle, thanks);
        changes.push(thanks.value);
      }
      return act(circle, changes, need.side === 'offered' ? 'done.given' : 'done.met');
    },
    withdraw: (need: Need) => {
      const end = endNeed(need, me, 'withdrawn', [], writtenAt().instant);
      return act(circle, end.ok ? [end.value] : end, 'done.withdrawn');
    },
    thank: (to: string, text: string) => {
      const thanks = thank(desk.newId(), { to, text }, writtenAt().instant, seeing);
      return act(circle, thanks.ok ? [thanks.value] : thanks, 'done.thanked');
    },
    thanksBack: (one: Thanks) => {
      const change = takeBackThanks(one, me);
      return act(circle, change.ok ? [change.value] : change, 'done.back');
    },
    /** In one's own vault alone: the circle is not told. */
    notMe: async (need: Need, open: readonly Need[]): Promise<void> => {
      const done = await desk.commit([notMe(desk.state().snapshot, vault, need.id, open)], 'done.not-me', undefined, 'needs');
      if (!done.ok) say(() => refusal(done.error), { stays: true });
    },
  };
};
