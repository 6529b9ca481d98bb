// Each command of the room, performed by somebody who has nothing yet, in a fresh circle (core/no-gate.ts).

import type { Commands, Fresh } from '#core/no-gate.ts';
import {
  askRole,
  closeIssue,
  joinIssue,
  leaveIssue,
  notePage,
  noteWithdrawn,
  raiseIssue,
  recordAnswer,
  recordOutcome,
  recordPromise,
  reopenIssue,
  rewordIssue,
  sayNotMine,
  sayWay,
  withdrawIssue,
  type Doer,
} from './deeds.ts';
import { issuesIn, type Sheet } from './sheet.ts';

const doer = ({ me, newId, now }: Fresh): Doer => ({ me, id: newId(), instant: now.instant });
const sheet = ({ snapshot }: Fresh): Sheet => issuesIn(snapshot)[0]!;
const ON = '2026-11-26';
const draft = { title: 'No travel time between visits', role: 'Planning', ask: 'Ten minutes between visits', due: '2026-12-24' };

export const commands: Commands = {
  raiseIssue: { do: (fresh) => raiseIssue(draft, doer(fresh)) },
  rewordIssue: { on: 'raiseIssue', do: (fresh) => rewordIssue(sheet(fresh).issue, { ...draft, title: 'No time to travel' }, fresh.me) },
  withdrawIssue: { on: 'raiseIssue', do: (fresh) => withdrawIssue(sheet(fresh), fresh.me) },
  joinIssue: { on: 'raiseIssue', isOthers: true, do: (fresh) => joinIssue(sheet(fresh), doer(fresh)) },
  leaveIssue: { on: 'joinIssue', do: (fresh) => leaveIssue(sheet(fresh), doer(fresh)) },
  sayWay: { on: 'raiseIssue', do: (fresh) => sayWay(sheet(fresh), 'go', false, doer(fresh)) },
  askRole: { on: 'raiseIssue', do: (fresh) => askRole(sheet(fresh), ON, doer(fresh)) },
  recordAnswer: { on: 'raiseIssue', do: (fresh) => recordAnswer(sheet(fresh), { on: ON, text: 'We look at it.' }, doer(fresh)) },
  recordPromise: { on: 'raiseIssue', do: (fresh) => recordPromise(sheet(fresh), { on: ON, text: 'By January.', due: '2027-01-15' }, doer(fresh)) },
  recordOutcome: { on: 'recordPromise', do: (fresh) => recordOutcome(sheet(fresh), sheet(fresh).promises[0]!, { is: 'kept', on: ON }, doer(fresh)) },
  closeIssue: { on: 'raiseIssue', do: (fresh) => closeIssue(sheet(fresh), { is: 'changed', on: ON }, doer(fresh)) },
  reopenIssue: { on: 'closeIssue', do: (fresh) => reopenIssue(sheet(fresh), ON, doer(fresh)) },
  sayNotMine: { on: 'raiseIssue', isOthers: true, do: (fresh) => sayNotMine(fresh.circle, sheet(fresh).issue.id) },
  notePage: { on: 'raiseIssue', do: (fresh) => notePage(sheet(fresh), { secret: 'x', until: '2026-12-31', shows: [] }, doer(fresh)) },
  noteWithdrawn: { on: 'raiseIssue', do: (fresh) => noteWithdrawn(sheet(fresh), { id: 'some-page' }, ON, doer(fresh)) },
};
