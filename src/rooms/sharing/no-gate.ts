// Each command of the room, performed by somebody who has nothing yet, in a fresh circle (core/no-gate.ts).

import type { Commands, Fresh } from '#core/no-gate.ts';
import { ONLY_READ, type Terms } from '#core/terms.ts';
import { lettersIn, type Letter } from '#rooms/circles/model.ts';
import { answer, changeTerms, openTo, quote, remark, share, sharingIn, takeAllBack, takeBack, type Hand, type Shared } from './model.ts';
import { answerPrivately, remarkPrivately, takeBackPrivately } from './private-remarks.ts';

const TERMS: Terms = { ...ONLY_READ, quote: 'named' };
const hand = ({ me, newId, now }: Fresh): Hand => ({ account: me, id: newId(), at: now.instant, today: now.when.slice(0, 10) });
const members = ({ me, other }: Fresh): string[] => [me, other];
const shared = ({ snapshot }: Fresh): Shared => sharingIn(snapshot).shared[0]!;
const letter = ({ records }: Fresh): Letter => lettersIn(records)[0]!;

export const commands: Commands = {
  share: { do: (fresh) => share('Rain, and nobody came.', TERMS, members(fresh), hand(fresh)) },
  changeTerms: { on: 'share', do: (fresh) => changeTerms(shared(fresh), ONLY_READ, '2026-11-26') },
  openTo: { on: 'share', do: (fresh) => openTo(shared(fresh), ['d'.repeat(26)]) },
  remark: { on: 'share', isOthers: true, do: (fresh) => remark(shared(fresh), 'I would have come.', TERMS, members(fresh), hand(fresh)) },
  answer: { on: 'remark', isOthers: true, do: (fresh) => answer(shared(fresh).remarks[0]!, 'I know.', hand(fresh)) },
  quote: { on: 'share', isOthers: true, do: (fresh) => quote(shared(fresh), 'nobody came', '', hand(fresh)) },
  takeBack: { on: 'share', do: (fresh) => takeBack(shared(fresh)) },
  takeAllBack: { on: 'share', do: (fresh) => takeAllBack(fresh.snapshot, fresh.me) },
  remarkPrivately: { on: 'share', isOthers: true, do: (fresh) => remarkPrivately(fresh.circle, shared(fresh), 'Between us.', hand(fresh)) },
  answerPrivately: { on: 'remarkPrivately', isOthers: true, do: (fresh) => answerPrivately(letter(fresh), 'Thank you.', hand(fresh)) },
  takeBackPrivately: { on: 'remarkPrivately', do: (fresh) => takeBackPrivately(letter(fresh), hand(fresh)) },
};
