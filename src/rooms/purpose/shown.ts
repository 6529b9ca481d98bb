// How purpose, success, gifts, lives, goals and marks of energy show outside this room (core/shown.ts).

import type { Part, Shown, ShownKind } from '#core/shown.ts';
import { markKind, markOfRecord } from './energy.ts';
import { giftKind, giftOf } from './gifts.ts';
import { goalKind, goalOf } from './goals.ts';
import { lifeKind, lifeLookKind, lifeLookOf, lifeOf, LIFE_TEXTS } from './lives.ts';
import { OF, versionKinds, versionOf } from './model.ts';

const NONE = { topics: [], people: [], areas: [], feelings: [] } as const;

const part = (label: string, text: string): readonly Part[] => (text.trim() === '' ? [] : [{ label, text }]);
const words = (label: string, key: string): readonly Part[] => [{ label, words: [key] }];

/** Its first line, and what is below it. */
const opened = (text: string): { readonly title: string; readonly rest: readonly Part[] } => {
  const [first = '', ...rest] = text.trim().split('\n');
  return { title: first.trim(), rest: part('', rest.join('\n').trim()) };
};

export const shown: readonly ShownKind[] = [
  ...OF.map((of): ShownKind => ({
    kind: versionKinds[of].name,
    room: 'purpose',
    folder: of,
    leap2a: 'plan',
    href: (id) => `/know/purpose/version/${of}/${id}`,
    read(record): Shown | null {
      const version = versionOf(record);
      if (!version || version.of !== of) return null;
      const { id, text, why, since, links, modified } = version;
      const { title, rest } = opened(text);
      return { ...NONE, id, kind: record.kind, title, parts: [...rest, ...part('why', why)], when: since, modified, links };
    },
  })),
  {
    kind: giftKind.name,
    room: 'purpose',
    folder: 'gifts',
    leap2a: 'ability',
    href: (id) => `/know/purpose/gift/${id}`,
    read(record) {
      const gift = giftOf(record);
      if (!gift) return null;
      const { id, text, by, day, links, modified } = gift;
      const { title, rest } = opened(text);
      return { ...NONE, id, kind: giftKind.name, title, parts: [...rest, ...part('gift.by', by)], when: day, modified, people: by === '' ? [] : [by], links };
    },
  },
  {
    kind: lifeKind.name,
    room: 'purpose',
    folder: 'lives',
    leap2a: 'plan',
    href: (id) => `/know/purpose/life/${id}`,
    read(record) {
      const life = lifeOf(record);
      if (!life || life.made === '') return null;
      const { id, name, path, takes, aside, links, made, modified } = life;
      const parts: Part[] = [
        ...(path === null ? [] : words('life.path', `path.${path}`)),
        ...LIFE_TEXTS.flatMap((text) => part(`life.${text}`, life[text])),
        ...(takes === null ? [] : words('life.takes', `takes.${takes}`)),
        ...part('aside', aside),
      ];
      return { ...NONE, id, kind: lifeKind.name, title: name, parts, when: made.slice(0, 10), modified, links };
    },
  },
  {
    kind: lifeLookKind.name,
    room: 'purpose',
    folder: 'life-looks',
    leap2a: 'activity',
    goesWith: { kind: lifeKind.name, as: 'looks-back-at' },
    href: (id) => `/know/purpose/life-look/${id}`,
    read(record) {
      const look = lifeLookOf(record);
      if (!look) return null;
      const { id, draws, text, day, at, links } = look;
      const { title, rest } = opened(text);
      return { ...NONE, id, kind: lifeLookKind.name, title, parts: [...rest, ...(draws === null ? [] : words('draws', `draws.${draws}`))], when: day, modified: at, links };
    },
  },
  {
    kind: goalKind.name,
    room: 'purpose',
    folder: 'goals',
    leap2a: 'plan',
    href: (id) => `/know/purpose/goal/${id}`,
    read(record) {
      const goal = goalOf(record);
      const when = goal ? goal.by || goal.made.slice(0, 10) : '';
      if (!goal || when === '') return null;
      const { id, what, note, areas, by, end, ended, links, modified } = goal;
      const parts: Part[] = [...part('', note), ...part('goal.by', by), ...(end === null ? [] : [{ label: 'goal.end', words: [`end.${end}`], text: ended }])];
      return { ...NONE, id, kind: goalKind.name, title: what, parts, when, modified, areas, links, ...(end === 'reached' ? { leap2a: 'achievement' } : {}) };
    },
  },
  {
    kind: markKind.name,
    room: 'purpose',
    folder: 'energy',
    leap2a: 'activity',
    href: (id) => `/know/purpose/mark/${id}`,
    read(record) {
      const mark = markOfRecord(record);
      if (!mark) return null;
      const { id, what, energy, meaning, terms, gained, areas, note, day, links, modified } = mark;
      const parts: Part[] = [
        ...part('', note),
        ...(energy === null ? [] : words('mark.energy', `energy.${energy}`)),
        ...(meaning === null ? [] : words('mark.meaning', `meaning.${meaning}`)),
        ...(terms === null ? [] : words('mark.terms', `terms.${terms}`)),
      ];
      return { ...NONE, id, kind: markKind.name, title: what, parts, when: day, modified, people: gained, areas, links };
    },
  },
];
