// Each command of the room, performed by somebody who has nothing yet (core/no-gate.ts).

import type { Commands, Fresh } from '#core/no-gate.ts';
import { deleteFramework, frameworkOf, renameSkill, skillOf, takeInFramework, takeUpSkill } from './model.ts';
import { changeSkillNote, deleteSkill, deleteSkillNote, noteOnSkill, skillNoteOf } from './notes.ts';
import { changeFramework, makeFramework } from './own-framework.ts';

const skill = ({ records }: Fresh) => skillOf(records[0]!)!;
const note = ({ records }: Fresh) => records.map(skillNoteOf).find((one) => one !== null)!;

export const commands: Commands = {
  takeUpSkill: { do: ({ newId, now }) => takeUpSkill({ name: 'Listening' }, newId(), now) },
  renameSkill: { on: 'takeUpSkill', do: (fresh) => renameSkill(skill(fresh), 'Listening to the end', fresh.now) },
  noteOnSkill: { on: 'takeUpSkill', do: (fresh) => noteOnSkill(skill(fresh), { text: 'I wait before I answer.' }, fresh.newId(), fresh.now) },
  changeSkillNote: {
    on: 'noteOnSkill',
    do: (fresh) => changeSkillNote(note(fresh), { text: 'I wait, mostly.', day: '1999-12-31' }, fresh.now, fresh.newId()),
  },
  deleteSkillNote: { on: 'noteOnSkill', do: (fresh) => deleteSkillNote(note(fresh)) },
  deleteSkill: { on: 'takeUpSkill', do: (fresh) => deleteSkill(skill(fresh), []) },
  takeInFramework: {
    do: ({ newId, now }) =>
      takeInFramework({ title: 'Ours', creator: '', licence: '', language: 'en', origin: '', items: [{ id: 'a', code: '', name: 'Listening', parent: '' }] }, newId(), now),
  },
  makeFramework: { do: ({ newId, now }) => makeFramework({ title: 'Ours', creator: '', licence: '', names: 'Listening' }, 'en', newId(), now) },
  changeFramework: {
    on: 'makeFramework',
    do: ({ records }) => changeFramework(frameworkOf(records[0]!)!, { title: 'Ours', creator: 'Us', licence: '', names: 'Together\n- Listening' }),
  },
  deleteFramework: { on: 'takeInFramework', do: ({ records }) => deleteFramework(frameworkOf(records[0]!)!) },
};
