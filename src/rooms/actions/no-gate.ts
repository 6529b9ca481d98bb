// Each command of the room, performed by somebody who has nothing yet, in a fresh circle (core/no-gate.ts).

import type { Commands, Fresh } from '#core/no-gate.ts';
import {
  actionsOf,
  askFor,
  comeIn,
  endAction,
  markStep,
  promiseStep,
  reviewAction,
  rewordAction,
  setDate,
  stepOut,
  takeDateBack,
  takeStepBack,
  type Action,
  type Here,
} from './model.ts';

const here = ({ me, now, newId }: Fresh): Here => ({ me, now: { day: now.when.slice(0, 10), instant: now.instant }, newId });
const action = (fresh: Fresh): Action => actionsOf(fresh.records)[0]!;

export const commands: Commands = {
  askFor: { do: (fresh) => askFor(here(fresh), { ask: 'Read the rota together' }) },
  rewordAction: { on: 'askFor', do: (fresh) => rewordAction(here(fresh), action(fresh), { ask: 'Read the plan together' }) },
  comeIn: { on: 'askFor', isOthers: true, do: (fresh) => comeIn(here(fresh), action(fresh)) },
  stepOut: { on: 'askFor', do: (fresh) => stepOut(here(fresh), action(fresh)) },
  promiseStep: { on: 'askFor', do: (fresh) => promiseStep(here(fresh), action(fresh), 'Print it') },
  markStep: { on: 'promiseStep', do: (fresh) => markStep(here(fresh), action(fresh).steps[0]!, true) },
  takeStepBack: { on: 'promiseStep', do: (fresh) => takeStepBack(here(fresh), action(fresh).steps[0]!) },
  setDate: { on: 'askFor', do: (fresh) => setDate(here(fresh), action(fresh), { when: '2026-12-01', instant: '' }) },
  takeDateBack: { on: 'setDate', do: (fresh) => takeDateBack(here(fresh), action(fresh).dates[0]!) },
  endAction: { on: 'askFor', do: (fresh) => endAction(here(fresh), action(fresh), 'done') },
  reviewAction: { on: 'endAction', do: (fresh) => reviewAction(here(fresh), action(fresh), { happened: 'We read it.' }) },
};
