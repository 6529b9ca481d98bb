// Each command of the room, performed by somebody who has nothing yet (core/no-gate.ts).

import type { Commands, Fresh } from '#core/no-gate.ts';
import { changeDecision, changeHands, decide, decideHands, decisionOf, deleteDecision, lookAgainOn, refuseReview, reviewDecision, type Decision, type Now } from './model.ts';

const nowOf = ({ now }: Fresh): Now => ({ day: now.when.slice(0, 10), instant: now.instant });
const made = ({ records }: Fresh): Decision => decisionOf(records[0]!)!;

export const commands: Commands = {
  decide: { do: (fresh) => decide({ question: 'Shall I?' }, fresh.newId(), nowOf(fresh)) },
  decideHands: { do: (fresh) => decideHands({ question: 'Answer the letters', hands: 'mine' }, fresh.newId(), nowOf(fresh)) },
  changeDecision: { on: 'decide', do: (fresh) => changeDecision(made(fresh), { question: 'Shall we?' }, nowOf(fresh)) },
  changeHands: { on: 'decideHands', do: (fresh) => changeHands(made(fresh), { question: 'Answer the letters', hands: 'share' }, nowOf(fresh)) },
  reviewDecision: { on: 'decide', do: (fresh) => reviewDecision(made(fresh), { came: 'no' }, nowOf(fresh)) },
  lookAgainOn: { on: 'decide', do: (fresh) => lookAgainOn(made(fresh), '2027-01-01', nowOf(fresh)) },
  refuseReview: { on: 'decide', do: (fresh) => refuseReview({ ...made(fresh), review: '2026-01-01' }) },
  deleteDecision: { on: 'decide', do: (fresh) => deleteDecision(made(fresh)) },
};
