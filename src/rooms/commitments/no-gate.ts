// Each command of the room, performed by somebody who has nothing yet (core/no-gate.ts).

import type { Commands, Fresh } from '#core/no-gate.ts';
import { changeLook, changePlan, commitmentsOf, deleteCommitment, endCommitment, goOn, lookBack, makeCommitment, markStep, settleWhat, takeLookBack } from './model.ts';
import type { Commitment, Look } from './model.ts';

const made = ({ records }: Fresh): Commitment => commitmentsOf(records)[0]!;
const look = (fresh: Fresh): Look => made(fresh).looks[0]!;

export const commands: Commands = {
  makeCommitment: { do: ({ newId, now }) => makeCommitment({ what: 'Swim' }, newId(), now) },
  changePlan: { on: 'makeCommitment', do: (fresh) => changePlan(made(fresh), { why: 'My back' }, fresh.now) },
  settleWhat: { on: 'makeCommitment', do: (fresh) => settleWhat(made(fresh), 'Swim on Monday', fresh.now) },
  markStep: { on: 'makeCommitment', do: (fresh) => markStep(made(fresh), true, fresh.now) },
  lookBack: { on: 'makeCommitment', do: (fresh) => lookBack(made(fresh), { came: 'not' }, fresh.newId(), fresh.now) },
  changeLook: { on: 'lookBack', do: (fresh) => changeLook(look(fresh), { ways: ['system'] }, fresh.now) },
  takeLookBack: { on: 'lookBack', do: (fresh) => takeLookBack(look(fresh)) },
  endCommitment: { on: 'makeCommitment', do: (fresh) => endCommitment(made(fresh), { how: 'resting' }, fresh.now) },
  goOn: { on: 'endCommitment', do: (fresh) => goOn(made(fresh), fresh.now) },
  deleteCommitment: { on: 'makeCommitment', do: (fresh) => deleteCommitment(made(fresh)) },
};
