// Every command of purpose, performed from an empty vault: none asks for another first (core/no-gate.ts).

import type { Commands, Fresh } from '#core/no-gate.ts';
import type { Entry, Moment } from '#rooms/journal/model.ts';
import { changeMark, deleteMark, markEnergy, marksIn, sayWhatItWas, type Mark } from './energy.ts';
import { changeGift, deleteGift, doNotAsk, giftsIn, keepGift, leaveAnswer, type Gift } from './gifts.ts';
import { changeGoal, chooseGoals, deleteGoal, endGoal, goalsIn, reopenGoal, setGoal, type Goal } from './goals.ts';
import { bringLifeBack, changeLife, deleteLife, imagineLife, lifeLookOf, livesIn, leaveTrialUnasked, lookAtLife, setLifeAside, takeLifeLookBack, type Life } from './lives.ts';
import { changeVersion, deleteVersion, versionsIn, writeVersion, type Version } from './model.ts';

const version = ({ records }: Fresh): Version => versionsIn(records)[0]!;
const gift = ({ records }: Fresh): Gift => giftsIn(records)[0]!;
const life = ({ records }: Fresh): Life => livesIn(records)[0]!;
const goal = ({ records }: Fresh): Goal => goalsIn(records)[0]!;
const mark = ({ records }: Fresh): Mark => marksIn(records)[0]!;

/** As a check-in stands in the journal of somebody who has nothing else. */
const checkIn = (id: string, now: Moment): Entry => ({
  id,
  form: 'check-in',
  text: '',
  otherTexts: [],
  when: now.when,
  zone: now.zone,
  calendar: 'gregorian',
  place: '',
  topics: [],
  people: [],
  areas: [],
  feelings: [],
  energy: -1,
  body: [],
  attachments: [],
  links: [],
  journal: '',
  heavy: false,
  again: false,
  restUntil: '',
  made: now.instant,
  modified: now.instant,
  broughtIn: null,
});

export const commands: Commands = {
  writeVersion: { do: ({ newId, now }) => writeVersion('success', { text: 'Home for supper.' }, newId(), now) },
  'writeVersion purpose': { do: ({ newId, now }) => writeVersion('purpose', { text: 'That nobody eats alone.' }, newId(), now) },
  changeVersion: { on: 'writeVersion', do: (fresh) => changeVersion(version(fresh), { why: 'A new job.' }, fresh.now) },
  deleteVersion: { on: 'writeVersion', do: (fresh) => deleteVersion(version(fresh)) },
  keepGift: { do: ({ newId, now }) => keepGift({ text: 'I stay calm.', by: 'Leila' }, newId(), now) },
  changeGift: { on: 'keepGift', do: (fresh) => changeGift(gift(fresh), { by: '' }, fresh.now) },
  deleteGift: { on: 'keepGift', do: (fresh) => deleteGift(gift(fresh)) },
  leaveAnswer: { do: ({ newId }) => leaveAnswer(newId()) },
  doNotAsk: { do: () => doNotAsk('late visits') },
  imagineLife: { do: ({ newId, now }) => imagineLife({ name: 'Teach at the college' }, newId(), now) },
  changeLife: { on: 'imagineLife', do: (fresh) => changeLife(life(fresh), { asks: 'One year with less money.' }, fresh.now) },
  setLifeAside: { on: 'imagineLife', do: (fresh) => setLifeAside(life(fresh), fresh.now) },
  bringLifeBack: { on: 'imagineLife', do: (fresh) => bringLifeBack({ ...life(fresh), aside: '2026-01-01' }, fresh.now) },
  leaveTrialUnasked: { on: 'imagineLife', do: (fresh) => leaveTrialUnasked(life(fresh), 'some-commitment') },
  deleteLife: { on: 'imagineLife', do: (fresh) => deleteLife(life(fresh)) },
  lookAtLife: { do: ({ newId, now }) => lookAtLife({ id: newId() }, { draws: 'more' }, newId(), now) },
  takeLifeLookBack: { on: 'lookAtLife', do: ({ records }) => takeLifeLookBack(lifeLookOf(records[0]!)!) },
  setGoal: { do: ({ newId, now }) => setGoal({ what: 'The certificate' }, newId(), now) },
  changeGoal: { on: 'setGoal', do: (fresh) => changeGoal(goal(fresh), { by: '2027-06-01' }, fresh.now) },
  endGoal: { on: 'setGoal', do: (fresh) => endGoal(goal(fresh), 'let-go', fresh.now) },
  reopenGoal: { on: 'endGoal', do: (fresh) => reopenGoal({ ...goal(fresh), end: 'let-go' }, fresh.now) },
  deleteGoal: { on: 'setGoal', do: (fresh) => deleteGoal(goal(fresh)) },
  chooseGoals: { on: 'setGoal', do: (fresh) => chooseGoals([goal(fresh)], fresh.newId(), [goal(fresh).id]) },
  markEnergy: { do: ({ newId, now }) => markEnergy({ what: 'Late visits', energy: -1 }, newId(), now) },
  changeMark: { on: 'markEnergy', do: (fresh) => changeMark(mark(fresh), { meaning: 2 }, fresh.now) },
  deleteMark: { on: 'markEnergy', do: (fresh) => deleteMark(mark(fresh)) },
  sayWhatItWas: { do: ({ newId, now }) => sayWhatItWas(checkIn(newId(), now), ['Late visits'], now) },
};
