// Remarks between two people: letters, so that in the circle nothing shows that they exist. Invariants: a remark of this kind is between
// who shared and who remarks, and is shown to nobody else; an answer to it is of one of the two and goes to the other.

import type { Change } from '#core/change.ts';
import { handOf } from '#core/one-hand.ts';
import { refuse, type Result } from '#core/result.ts';
import { recordsOf, type Snapshot } from '#core/snapshot.ts';
import { mayUse, ONLY_READ } from '#core/terms.ts';
import { lettersIn, withdrawLetter, writeLetter, type Letter } from '#rooms/circles/model.ts';
import type { Hand, Shared } from './model.ts';
import { MOST_REMARK } from './records.ts';

export interface PrivateRemark {
  readonly remark: Letter;
  /** Oldest first, of either of the two. */
  readonly answers: readonly Letter[];
}

const terms = { ...ONLY_READ };

const write = (hand: Hand, draft: { readonly circle: string; readonly to: string; readonly about: string; readonly what: 'remark' | 'reply'; readonly text: string }) => {
  if (draft.text.trim() === '') return refuse({ code: 'share-empty' });
  if (draft.text.length > MOST_REMARK) return refuse({ code: 'share-too-long', with: { most: MOST_REMARK } });
  return writeLetter(hand.account, hand.id, hand.at, { ...draft, text: draft.text.trim(), terms });
};

/** For one's own vault. Refusals: `remark-own`, `share-gone`, `share-empty`, `share-too-long`. */
export const remarkPrivately = (circle: string, on: Pick<Shared, 'id' | 'by' | 'given'>, text: string, hand: Hand): Result<readonly Change[]> => {
  if (on.by === hand.account) return refuse({ code: 'remark-own' });
  if (!mayUse('show', on.given, { account: hand.account, isIn: true }, hand.today).may) return refuse({ code: 'share-gone' });
  return write(hand, { circle, to: on.by, about: on.id, what: 'remark', text });
};

/** Refusals: `share-empty`, `share-too-long`. */
export const answerPrivately = ({ circle, from, to, id }: Letter, text: string, hand: Hand): Result<readonly Change[]> =>
  write(hand, { circle, to: from === hand.account ? to : from, about: id, what: 'reply', text });

/** One's own letter, also where it has arrived already. */
export const takeBackPrivately = (letter: Letter, hand: Pick<Hand, 'id' | 'at'>): Result<readonly Change[]> => withdrawLetter(letter, hand.id, hand.at);

const isBetween = ({ from, to }: Letter, a: string, b: string): boolean => (from === a && to === b) || (from === b && to === a);

/** Of what was shared under this id, those that one wrote or got; `own`: one's own vault. */
export const privateRemarks = (own: Snapshot, me: string, circle: string, shared: string): readonly PrivateRemark[] => {
  const author = handOf(shared);
  const here = lettersIn(recordsOf(own, 'letter').values()).filter((letter) => letter.circle === circle && (letter.from === me || letter.to === me));
  return here
    .filter(({ what, about, to, from }) => what === 'remark' && about === shared && to === author && from !== author)
    .map((remark) => ({ remark, answers: here.filter((letter) => letter.what === 'reply' && letter.about === remark.id && isBetween(letter, remark.from, remark.to)) }));
};
