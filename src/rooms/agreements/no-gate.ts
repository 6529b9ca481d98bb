// Each command of the room, performed by somebody who has nothing yet, in a fresh circle (core/no-gate.ts).

import type { Commands, Fresh } from '#core/no-gate.ts';
import { amend, answerMission, bringMoment, giveExample, lookAgain, proposeAgreement, proposeEnd, proposeMission, sayTo, withdraw, type Here } from './model.ts';
import { roundsOf, type InCircle, type Round } from './rounds.ts';
import { standing, type Standing } from './standing.ts';

const SINCE = '2026-11-01T08:00:00.000Z';
/** `alone`: before anybody else came, so that one's own consent is everybody's. */
const members = ({ me, other }: Fresh, alone: boolean): readonly InCircle[] => (alone ? [me] : [me, other]).map((id) => ({ id, since: SINCE }));
const here = (fresh: Fresh, alone = false): Here => ({
  me: fresh.me,
  members: members(fresh, alone),
  now: { day: fresh.now.when.slice(0, 10), instant: fresh.now.instant },
  newId: fresh.newId,
});
const round = (fresh: Fresh, alone = false): Round => roundsOf(fresh.records, members(fresh, alone), fresh.now.instant)[0]!;
const now = (fresh: Fresh): Standing => standing(fresh.records, members(fresh, true), { day: fresh.now.when.slice(0, 10), instant: fresh.now.instant });
const words = 'We say it to each other first.';

export const commands: Commands = {
  proposeMission: { do: (fresh) => proposeMission(here(fresh, true), { words: 'That nobody is alone with it.' }) },
  proposeAgreement: { do: (fresh) => proposeAgreement(here(fresh), { words }) },
  'proposeAgreement alone': { do: (fresh) => proposeAgreement(here(fresh, true), { words }) },
  proposeEnd: { on: 'proposeAgreement alone', do: (fresh) => proposeEnd(here(fresh, true), now(fresh).agreements[0]!) },
  amend: { on: 'proposeAgreement', do: (fresh) => amend(here(fresh), round(fresh), { words: 'We say it the same day.' }) },
  withdraw: { on: 'proposeAgreement', do: (fresh) => withdraw(here(fresh), round(fresh)) },
  sayTo: { on: 'proposeAgreement', isOthers: true, do: (fresh) => sayTo(here(fresh), round(fresh), 'objection', 'Not in a group.') },
  bringMoment: { do: (fresh) => bringMoment(here(fresh), { text: 'She waited for me.' }) },
  giveExample: { on: 'proposeAgreement alone', do: (fresh) => giveExample(here(fresh, true), now(fresh).agreements[0]!, 'kept', 'On Monday.') },
  answerMission: { on: 'proposeMission', do: (fresh) => answerMission(here(fresh, true), round(fresh, true), 'partly') },
  lookAgain: { on: 'proposeAgreement alone', do: (fresh) => lookAgain(here(fresh, true), now(fresh).agreements[0]!.id, '2027-01-15') },
};
