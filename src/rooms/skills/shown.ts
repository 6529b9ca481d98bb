// How a skill shows outside its room (core/shown.ts): an ability, with what shows it as its evidence. Frameworks are lists of names and show nowhere.

import { linksIn } from '#core/links.ts';
import type { ShownKind } from '#core/shown.ts';
import { instantIn } from '#core/kind.ts';
import { skillOf } from './model.ts';

export const shown: readonly ShownKind[] = [
  {
    kind: 'skill',
    room: 'skills',
    folder: 'skills',
    leap2a: 'ability',
    read: (record) => {
      const skill = skillOf(record);
      if (!skill || skill.when === '') return null;
      return {
        id: skill.id,
        kind: 'skill',
        title: skill.name,
        parts: skill.note === '' ? [] : [{ label: 'part.note', text: skill.note }],
        when: skill.when,
        modified: instantIn(record, 'changed') || skill.made,
        topics: [],
        people: [],
        areas: [],
        feelings: [],
        links: linksIn(record),
      };
    },
    href: (id) => `/act/skills/${id}`,
  },
];
