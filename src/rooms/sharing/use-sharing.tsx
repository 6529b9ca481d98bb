// What the views of this room share: what one sees of a circle's sharing today, names and days as the language writes them, and what
// each button does, said with an offer to undo or refused in words.

import { recordsOf } from '#core/snapshot.ts';
import type { Terms } from '#core/terms.ts';
import { namesInRow } from '#web/ui/apart.ts';
import { useActIn, type OpenCircle } from '#web/ui/circles.ts';
import { useLocale } from '#web/ui/preferences.ts';
import { momentNow } from '#web/ui/time.ts';
import { say } from '#web/ui/toast.tsx';
import { useDesk, useDeskState } from '#web/ui/vault.ts';
import { useRefusal, useWords, word } from '#web/ui/words.ts';
import {
  answer,
  changeTerms,
  openTo,
  quote,
  remark,
  share,
  sharingIn,
  shownTo,
  takeAllBack,
  takeBack,
  type Hand,
  type Remark,
  type Shared,
  type Shown,
  type Words,
} from './model.ts';
import { answerPrivately, privateRemarks, remarkPrivately, takeBackPrivately, type PrivateRemark } from './private-remarks.ts';

export const today = (): string => momentNow().when.slice(0, 10);

const isIn = ({ standing }: OpenCircle): boolean => standing === 'in' || standing === 'resting';

export const useShown = (circle: OpenCircle): Shown => shownTo(sharingIn(circle.snapshot), { account: circle.me, isIn: isIn(circle) }, today());

/** Remarks between two people, which lie in one's own vault. */
export const usePrivate = (circle: OpenCircle, shared: string): readonly PrivateRemark[] => {
  const { snapshot } = useDeskState();
  return recordsOf(snapshot, 'letter').size === 0 ? [] : privateRemarks(snapshot, circle.me, circle.vault, shared);
};

/** The name that each gave themself; a word in its place while it has not come. */
export const useNameOf = ({ names }: OpenCircle): ((account: string) => string) => {
  const t = useWords('sharing');
  return (account) => names.get(account) || t('somebody');
};

export const useNames = (): ((names: readonly string[]) => string) => {
  const locale = useLocale();
  return (names) => namesInRow(locale, names);
};

export const useDo = (circle: OpenCircle) => {
  const desk = useDesk();
  const act = useActIn('sharing');
  const refusal = useRefusal('sharing');
  const members = circle.members.map(({ id }) => id);
  const hand = (): Hand => ({ account: circle.me, id: desk.newId(), at: momentNow().instant, today: today() });
  /** A letter, into one's own vault: the circle is not told. No undo is offered, since one that has gone is taken back by another. */
  const actOwn = async (changes: ReturnType<typeof remarkPrivately>, done: string): Promise<{ readonly ok: boolean }> => {
    const written = changes.ok ? await desk.commit(changes.value) : changes;
    if (written.ok) say(() => word(done, {}, 'sharing'));
    else say(() => refusal(written.error), { stays: true });
    return written;
  };
  return {
    share: async (text: string, terms: Terms): Promise<string | null> => {
      const made = share(text, terms, members, hand());
      const done = await act(circle, made, 'done.shared', { circle: circle.name });
      return done.ok && made.ok ? made.value[0]!.id : null;
    },
    remark: (on: Shared, text: string, terms: Terms) => act(circle, remark(on, text, terms, members, hand()), 'done.remarked'),
    remarkPrivately: (on: Shared, text: string) => actOwn(remarkPrivately(circle.vault, on, text, hand()), 'done.remarked-privately'),
    answer: (to: Remark, text: string) => act(circle, answer(to, text, hand()), 'done.answered'),
    answerPrivately: (to: PrivateRemark['remark'], text: string) => actOwn(answerPrivately(to, text, hand()), 'done.answered'),
    quote: (of: Words, words: string, text: string) => act(circle, quote(of, words, text, hand()), 'done.quoted'),
    changeTerms: (words: Words, terms: Terms) => act(circle, changeTerms(words, terms, today()), 'done.terms'),
    openTo: (one: Shared, accounts: readonly string[]) => act(circle, openTo(one, accounts), 'done.opened'),
    takeBack: (one: Parameters<typeof takeBack>[0]) => act(circle, takeBack(one), 'done.taken-back'),
    takeAllBack: () => act(circle, takeAllBack(circle.snapshot, circle.me), 'done.taken-back'),
    takeBackPrivately: (one: PrivateRemark['remark']) => actOwn(takeBackPrivately(one, hand()), 'done.taken-back'),
  };
};
