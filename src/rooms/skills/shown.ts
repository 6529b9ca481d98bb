// How skills show outside their room (core/shown.ts): a skill is an ability, with what shows it as its evidence; a note looks back on it.
// Frameworks are lists of names and show nowhere.

import { linksIn } from '#core/links.ts';
import type { ShownKind } from '#core/shown.ts';
import { instantIn } from '#core/kind.ts';
import { skillOf } from './model.ts';
import { skillNoteKind, skillNoteOf } from './notes.ts';

const NONE = { topics: [], people: [], areas: [], feelings: [] } as const;

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
        ...NONE,
        id: skill.id,
        kind: 'skill',
        title: skill.name,
        parts: skill.note === '' ? [] : [{ label: 'part.note', text: skill.note }],
        when: skill.when,
        modified: instantIn(record, 'changed') || skill.made,
        links: linksIn(record),
      };
    },
    href: (id) => `/act/skills/${id}`,
  },
  {
    kind: skillNoteKind.name,
    room: 'skills',
    folder: 'skill-notes',
    leap2a: 'entry',
    goesWith: { kind: 'skill', as: 'looks-back-at' },
    read: (record) => {
      const note = skillNoteOf(record);
      if (!note) return null;
      const [first = '', ...rest] = note.text.split('\n');
      const more = rest.join('\n').trim();
      return {
        ...NONE,
        id: note.id,
        kind: skillNoteKind.name,
        title: first.trim(),
        parts: more === '' ? [] : [{ label: '', text: more }],
        when: note.when,
        modified: instantIn(record, 'changed') || note.at,
        links: note.links,
      };
    },
    href: (id) => `/act/skills/note/${id}`,
  },
];
