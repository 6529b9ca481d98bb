// How values, their orders and what was answered about them show outside this room (core/shown.ts).

import { linksIn } from '#core/links.ts';
import type { Part, Shown, ShownKind } from '#core/shown.ts';
import { answerKind, answerOf } from './answers.ts';
import { valueKind, valueOf } from './model.ts';
import { orderKind, orderOf, rankingIn } from './orders.ts';

const NONE = { topics: [], people: [], areas: [], feelings: [] } as const;

const part = (label: string, text: string): readonly Part[] => (text === '' ? [] : [{ label, text }]);

const list = (names: readonly string[]): string => names.map((name) => `- ${name}`).join('\n');

export const shown: readonly ShownKind[] = [
  {
    kind: valueKind.name,
    room: 'values',
    folder: 'values',
    leap2a: 'ability',
    href: (id) => `/know/values/${id}`,
    read(record) {
      const value = valueOf(record);
      if (!value) return null;
      const { id, name, about, otherAbouts, cost, otherCosts, contexts, sure, links, made, modified } = value;
      const parts: Part[] = [
        ...[about, ...otherAbouts].flatMap((text) => part('means', text)),
        ...part('contexts', list(contexts)),
        ...[cost, ...otherCosts].flatMap((text) => part('cost', text)),
        ...part('supports', list([...value.supportPeople, ...value.supportPlaces])),
        ...part('strains', list([...value.strainPeople, ...value.strainPlaces])),
        ...(sure === '' ? [] : [{ label: 'sure', words: [`sure.${sure}`] }]),
        ...part('aside', value.aside),
      ];
      const people = [...new Set([...value.supportPeople, ...value.strainPeople])];
      return { ...NONE, id, kind: valueKind.name, title: name, parts, when: made.slice(0, 10), modified, people, links };
    },
  },
  {
    kind: orderKind.name,
    room: 'values',
    folder: 'value-orders',
    leap2a: 'entry',
    href: (id) => `/know/values/order/${id}`,
    read(record) {
      const order = orderOf(record);
      if (!order || order.ended === '') return null;
      const names = new Map(order.items.map(({ id, name }) => [id, name]));
      const ordered = rankingIn(order).standings.map(({ id }) => names.get(id)!);
      const parts = [...part('order', ordered.map((name, at) => `${at + 1}. ${name}`).join('\n')), ...part('contexts', order.context), ...part('order.note', order.note)];
      return { ...NONE, id: order.id, kind: orderKind.name, title: ordered.slice(0, 5).join(', '), parts, when: order.day, modified: order.ended, links: linksIn(record) };
    },
  },
  {
    kind: answerKind.name,
    room: 'values',
    folder: 'value-answers',
    leap2a: 'entry',
    href: (id) => `/know/values/answer/${id}`,
    read(record): Shown | null {
      const answer = answerOf(record);
      if (!answer || answer.words === '') return null;
      const { id, words, said, day, at } = answer;
      return {
        ...NONE,
        id,
        kind: answerKind.name,
        title: words,
        parts: [{ label: 'answer', words: [`answer.${said}`] }],
        when: day,
        modified: at,
        links: linksIn(record),
      };
    },
  },
];
