// How a commitment, and a look back at one, show outside this room.

import type { Part, ShownKind } from '#core/shown.ts';
import { commitmentKind, commitmentOf, lookKind, lookOf, LEVELS, type Level } from './shape.ts';

const part = (label: string, text: string): readonly Part[] => (text === '' ? [] : [{ label, text }]);

/** As it stands in a text: `+2`, `0`, `−1`. */
const sign = (level: Level): string => `${level > 0 ? '+' : ''}${level}`.replace('-', '−');

export const shown: readonly ShownKind[] = [
  {
    kind: commitmentKind.name,
    room: 'commitments',
    folder: 'commitments',
    leap2a: 'plan',
    href: (id) => `/act/commitments/${id}`,
    read: (record) => {
      const one = commitmentOf(record);
      if (!one) return null;
      const when = one.by || one.made.slice(0, 10);
      if (when === '') return null;
      const { what, otherWhats, why, told, by, step, ifThis, thenThat, inMe, around, scale, end } = one;
      return {
        id: one.id,
        kind: commitmentKind.name,
        title: what,
        parts: [
          ...part('', otherWhats.join('\n\n')),
          ...part('part.why-do', why),
          ...(told === '' ? [] : [{ label: 'field.told', words: [`told.${told}`] }]),
          ...part('by', by),
          ...part('part.step', step),
          ...part('if', ifThis),
          ...part('then', thenThat),
          ...part('part.in-me', inMe),
          ...part('part.around', around),
          ...part(
            'scale.title',
            LEVELS.filter((level) => scale[level] !== '')
              .map((level) => `- ${sign(level)}: ${scale[level]}`)
              .join('\n'),
          ),
          ...(end ? [{ label: 'stands', words: [`end.${end.how}`], text: end.to || end.until }] : []),
        ],
        when,
        modified: one.modified,
        topics: [],
        people: one.people,
        areas: [],
        feelings: [],
        links: one.links,
        ...(end?.how === 'done' ? { leap2a: 'achievement' } : {}),
      };
    },
  },
  {
    kind: lookKind.name,
    room: 'commitments',
    folder: 'commitment-looks',
    leap2a: 'activity',
    goesWith: { kind: commitmentKind.name, as: 'looks-back-at' },
    href: (id) => `/act/commitments/look/${id}`,
    read: (record) => {
      const look = lookOf(record);
      if (!look) return null;
      const { happened, intended, why, next, came, level, ways, replies } = look;
      const [title = '', ...rest] = happened.split('\n');
      return {
        id: look.id,
        kind: lookKind.name,
        title: title.trim(),
        parts: [
          ...part('', rest.join('\n').trim()),
          ...(came === null ? [] : [{ label: 'look.came', words: [`came.${came}`] }]),
          ...part('look.level', level === null ? '' : sign(level)),
          ...part('part.intended', intended),
          ...part('part.why', why),
          ...part('part.next', next),
          ...(ways.length === 0 ? [] : [{ label: 'way.title', words: ways.map((way) => `way.${way}`) }]),
          ...Object.entries(replies).map(([question, reply]) => ({ label: `question.${question}`, words: [`reply.${reply}`] })),
        ],
        when: look.day,
        modified: look.at,
        topics: [],
        people: [],
        areas: [],
        feelings: [],
        links: look.links,
      };
    },
  },
];
