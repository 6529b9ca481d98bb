// Each command of the room, performed by somebody who has nothing yet (core/no-gate.ts).

import type { Commands, Fresh } from '#core/no-gate.ts';
import { deleteFramework, deleteSkill, frameworkOf, noteOnSkill, skillOf, takeInFramework, takeUpSkill } from './model.ts';

const skill = ({ records }: Fresh) => skillOf(records[0]!)!;

export const commands: Commands = {
  takeUpSkill: { do: ({ newId, now }) => takeUpSkill({ name: 'Listening' }, newId(), now) },
  noteOnSkill: { on: 'takeUpSkill', do: (fresh) => noteOnSkill(skill(fresh), 'To wait before I answer.', fresh.now) },
  deleteSkill: { on: 'takeUpSkill', do: (fresh) => deleteSkill(skill(fresh)) },
  takeInFramework: {
    do: ({ newId, now }) =>
      takeInFramework({ title: 'Ours', creator: '', licence: '', language: 'en', origin: '', items: [{ id: 'a', code: '', name: 'Listening', parent: '' }] }, newId(), now),
  },
  deleteFramework: { on: 'takeInFramework', do: ({ records }) => deleteFramework(frameworkOf(records[0]!)!) },
};
