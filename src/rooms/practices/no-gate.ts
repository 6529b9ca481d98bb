// Every command of this room, as it is performed from a fresh vault (core/no-gate.ts): none asks for another record first.

import type { Commands, Fresh } from '#core/no-gate.ts';
import { adaptPractice, changePractice, deletePractice, draftOf, EMPTY_DRAFT, makePractice, practiceOf } from './model.ts';
import { forgetPage, notePage } from './publish.ts';
import { adaptShared, changeShared, deleteShared, sharedIn, sharePractice, takeShared } from './shared.ts';
import { starterPractices } from './starter.ts';
import { beginTogether, dateStep, deleteTogether, endTogether, goOnTogether, pathsTogether, sayAfterStep, swapTogether, takeWordBack } from './together.ts';
import * as told from './told.ts';
import { beginPath, deletePath, doneStep, leavePath, pathOf, swapStep, takeUpPath } from './walk.ts';

const [breaths] = starterPractices({ word: (key) => key, library: (key) => key });
const practice = ({ records }: Fresh) => practiceOf(records[0]!)!;
const path = ({ records }: Fresh) => pathOf(records[0]!)!;
const shared = ({ snapshot }: Fresh) => sharedIn(snapshot, [])[0]!;
const together = ({ snapshot }: Fresh) => pathsTogether(snapshot)[0]!;
const after = ({ records }: Fresh) => told.toldOf(records[0]!)!;

export const commands: Commands = {
  makePractice: { do: ({ newId, now }) => makePractice({ ...EMPTY_DRAFT, name: 'Tea alone' }, newId(), now) },
  adaptPractice: { do: ({ newId, now }) => adaptPractice(breaths!, { ...draftOf(breaths!), name: 'On the bus' }, newId(), now) },
  changePractice: { on: 'makePractice', do: (fresh) => changePractice(practice(fresh), { ...draftOf(practice(fresh)), name: 'Tea with Ana' }, fresh.now) },
  deletePractice: { on: 'makePractice', do: (fresh) => deletePractice(practice(fresh)) },
  'sharePractice of-library': { do: ({ me, newId, now }) => sharePractice(breaths!, '', { me, id: newId() }, now) },
  sharePractice: { on: 'makePractice', do: (fresh) => sharePractice(practice(fresh), 'Ana', { me: fresh.me, id: fresh.newId() }, fresh.now) },
  adaptShared: { do: ({ me, newId, now }) => adaptShared(breaths!, { ...draftOf(breaths!), name: 'On the tram' }, { me, id: newId() }, now) },
  changeShared: { on: 'adaptShared', do: (fresh) => changeShared(shared(fresh), { ...draftOf(shared(fresh).practice), name: 'Breathe out' }, fresh.me, [], fresh.now) },
  deleteShared: { on: 'sharePractice of-library', do: (fresh) => deleteShared(shared(fresh), fresh.me) },
  takeShared: { do: ({ newId, now, other }) => takeShared({ id: `${other}-x`, by: other, at: '', practice: { ...breaths!, id: `${other}-x`, isStarter: false } }, newId(), now) },
  tell: { do: ({ newId, now }) => told.tell('p01', { how: 'same' }, newId(), now) },
  noteOn: { on: 'tell', do: (fresh) => told.noteOn(after(fresh), 'In the lift.') },
  forgetTold: { on: 'tell', do: (fresh) => told.forgetTold(after(fresh)) },
  wantKind: { do: () => told.wantKind('silence', false) },
  stopOffering: { do: () => told.stopOffering('p04') },
  offerAgain: { do: () => told.offerAgain('p04', []) },
  chooseBell: { do: () => told.chooseBell(true) },
  chooseSeated: { do: () => told.chooseSeated(true) },
  keepAsked: { do: () => told.keepAsked('q01', []) },
  dismissQuestion: { do: () => told.dismissQuestion('q01') },
  bringBackQuestions: { on: 'dismissQuestion', do: ({ records }) => told.bringBackQuestions(told.wishesOf(records[0])) },
  beginPath: { do: ({ newId, now }) => beginPath({ need: 'tired', minutes: 5, who: null, liked: [] }, ['p37', 'p25', 'p01'], '', newId(), now) },
  swapStep: { on: 'beginPath', do: (fresh) => swapStep(path(fresh), 'p25', 'p22', fresh.now) },
  doneStep: { on: 'beginPath', do: (fresh) => doneStep(path(fresh), 'p37', fresh.now) },
  leavePath: { on: 'beginPath', do: (fresh) => leavePath(path(fresh), fresh.now) },
  takeUpPath: { on: 'beginPath', do: (fresh) => takeUpPath({ ...path(fresh), ended: '2026-01-01' }, fresh.now) },
  deletePath: { on: 'beginPath', do: (fresh) => deletePath(path(fresh)) },
  beginTogether: { do: ({ newId, now }) => beginTogether({ need: 'tired', minutes: 5, who: null, liked: [] }, ['p37', 'p25', 'p01'], 'Our evenings', newId(), now) },
  swapTogether: { on: 'beginTogether', isOthers: true, do: (fresh) => swapTogether(together(fresh), 'p25', 'p22', fresh.now) },
  dateStep: { on: 'beginTogether', isOthers: true, do: (fresh) => dateStep(together(fresh), 'p25', '2026-12-03', fresh.now) },
  endTogether: { on: 'beginTogether', isOthers: true, do: (fresh) => endTogether(together(fresh), 'rests', fresh.now) },
  goOnTogether: { on: 'endTogether', do: (fresh) => goOnTogether(together(fresh), fresh.now) },
  deleteTogether: { on: 'beginTogether', do: (fresh) => deleteTogether(together(fresh)) },
  sayAfterStep: { on: 'beginTogether', isOthers: true, do: (fresh) => sayAfterStep(together(fresh), 'p25', 'I did this.', { me: fresh.me, id: fresh.newId() }, fresh.now) },
  takeWordBack: { do: ({ me }) => takeWordBack({ id: `${me}-x`, by: me, path: '', practice: 'p25', text: 'I did this.', at: '' }, me) },
  notePage: { do: ({ newId, now }) => notePage('p', { secret: 'x', licence: 'CC BY 4.0', by: '', until: '2026-12-03' }, newId(), now) },
  forgetPage: { on: 'notePage', do: ({ records }) => forgetPage(records[0]!) },
};
