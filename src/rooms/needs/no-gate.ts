// Each command of the room, performed by somebody who has nothing yet, in a fresh circle (core/no-gate.ts).

import type { Commands, Fresh } from '#core/no-gate.ts';
import { needsOf, thanksOf, type Need } from './model.ts';
import { answerNeed, endNeed, notMe, takeBackAnswer, takeBackThanks, thank, voiceNeed, type WrittenAt } from './write.ts';

const now = ({ now: { when, instant } }: Fresh): WrittenAt => ({ instant, today: when.slice(0, 10) });
const need = ({ snapshot }: Fresh): Need => needsOf(snapshot)[0]!;

export const commands: Commands = {
  voiceNeed: { do: (fresh) => voiceNeed(fresh.me, fresh.newId(), { text: 'A ladder' }, now(fresh)) },
  answerNeed: { on: 'voiceNeed', isOthers: true, do: (fresh) => answerNeed(fresh.snapshot, need(fresh), fresh.me, fresh.newId(), {}, now(fresh)) },
  takeBackAnswer: { on: 'answerNeed', do: (fresh) => takeBackAnswer(fresh.snapshot, need(fresh), fresh.me) },
  endNeed: { on: 'voiceNeed', do: (fresh) => endNeed(need(fresh), fresh.me, 'met', [], fresh.now.instant) },
  notMe: { on: 'voiceNeed', isOthers: true, do: (fresh) => notMe(fresh.snapshot, fresh.circle, need(fresh).id, []) },
  thank: { do: (fresh) => thank(fresh.newId(), { to: fresh.other, text: 'You stayed late.' }, fresh.now.instant, { me: fresh.me, members: new Set([fresh.me, fresh.other]) }) },
  takeBackThanks: { on: 'thank', do: (fresh) => takeBackThanks(thanksOf(fresh.snapshot)[0]!, fresh.me) },
};
