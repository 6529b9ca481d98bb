// How what is written in this room shows outside of it.

import type { Part, ShownKind } from '#core/shown.ts';
import { AFTER_TEXTS, afterOf, CAUSES, memberToBody, NEEDS, TALK_TEXTS, talkOf, tellingOf, type After, type Talk, type Telling } from './model.ts';

const line = (text: string): string => text.trim().split('\n')[0]!.replace(/\s+/gu, ' ').slice(0, 200);

/** Words of the room's lists as keys of its catalogue, one's own as they were typed. */
const listed = (label: string, key: string, words: readonly string[], known: readonly string[]): Part => ({
  label,
  words: words.filter((word) => known.includes(word)).map((word) => `${key}.${word}`),
  text: words.filter((word) => !known.includes(word)).join(', '),
});

const besides = { topics: [], areas: [] } as const;
const common = ({ id, when, modified, links }: Pick<Telling, 'id' | 'when' | 'modified' | 'links'>) => ({ id, when, modified, links, ...besides });

const tellingParts = ({ texts, sets }: Telling): Part[] => [
  { label: 'part.telling', text: texts.telling },
  {
    label: 'part.body',
    text: sets.body
      .map(memberToBody)
      .map(({ area, sensation }) => (sensation === '' ? area : `${area}: ${sensation}`))
      .join(', '),
  },
  listed('part.causes', 'cause', sets.causes, CAUSES),
  { label: 'part.ease', text: texts.ease },
  listed('part.needs', 'need', sets.needs, NEEDS),
];

const talkParts = ({ texts, sets, marks }: Talk): Part[] => [
  ...(marks.on === '' ? [] : [{ label: 'part.on', text: marks.on }]),
  ...TALK_TEXTS.map((name) => ({ label: `part.${name}`, text: texts[name] })),
  listed('part.needs', 'need', sets.needs, NEEDS),
];

const afterParts = ({ texts, marks }: After): Part[] => [
  { label: 'part.got', words: marks.got === '' ? [] : [`got.${marks.got}`] },
  ...AFTER_TEXTS.map((name) => ({ label: name === 'theirs' ? 'part.theirs-after' : `part.${name}`, text: texts[name] })),
];

export const shown: readonly ShownKind[] = [
  {
    kind: 'telling',
    room: 'feelings',
    folder: 'feelings',
    leap2a: 'entry',
    href: (id) => `/know/feelings/telling/${id}`,
    read(record) {
      const one = tellingOf(record);
      return one && { ...common(one), kind: 'telling', title: line(one.texts.telling), parts: tellingParts(one), people: [], feelings: one.sets.feelings };
    },
  },
  {
    kind: 'conversation',
    room: 'feelings',
    folder: 'conversations',
    leap2a: 'plan',
    href: (id) => `/know/feelings/conversation/${id}`,
    read(record) {
      const one = talkOf(record);
      return (
        one && {
          ...common(one),
          kind: 'conversation',
          title: line(one.texts.about) || line(one.texts.ask) || line(one.texts.facts),
          parts: talkParts(one),
          people: one.sets.people,
          feelings: one.sets.feelings,
        }
      );
    },
  },
  {
    kind: 'conversation-after',
    room: 'feelings',
    folder: 'after-conversations',
    leap2a: 'entry',
    goesWith: { kind: 'conversation', as: 'looks-back-at' },
    href: (id) => `/know/feelings/after/${id}`,
    read(record) {
      const one = afterOf(record);
      return one && { ...common(one), kind: 'conversation-after', title: line(one.texts.happened), parts: afterParts(one), people: one.sets.people, feelings: one.sets.feelings };
    },
  },
];
