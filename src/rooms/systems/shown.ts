// How a map, a part and an arrow show outside this room (core/shown.ts). Parts and arrows are found by their words and linked like any
// record, are never offered unasked, and go out in the words of their map.

import type { Part as Said, Shown, ShownKind } from '#core/shown.ts';
import type { Need, Part, SystemMap } from './model.ts';
import { arrowKind, arrowOf, hasNeed, headOf, LAYERS, loopKind, mapKind, mapsOf, partKind, partNamed, partOf, wholeArrows } from './model.ts';

const said = (label: string, text: string): readonly Said[] => (text.trim() === '' ? [] : [{ label, text }]);
const bare = { topics: [], people: [], areas: [], feelings: [] } as const;
const needed = ({ push, otherPushes, who, by }: Need): readonly Said[] => [
  ...said('need.push', [push, ...otherPushes].join('\n\n')),
  ...said('need.who', who),
  ...said('need.by', by),
];

/** As it stands beside an arrow; the heading says what the signs mean. */
export const SIGNS = { more: '+', less: '−', blocks: '×', '': '' } as const;
const LATE = '‖';

const inLine = (text: string): string => text.replace(/\s+/gu, ' ').trim();
const items = (lines: readonly string[]): string => lines.map((line) => `- ${inLine(line)}`).join('\n');

const needLine = (what: string, { push, who, by }: Need): string => `${what}: ${[push, who, by].filter((part) => part !== '').join('; ')}`;

/** A map's parts, arrows, layers and needs in words. */
const partsOfMap = (map: SystemMap): readonly Said[] => {
  const name = (id: string): string => partNamed(map, id)?.words ?? '';
  const joined = wholeArrows(map).map((arrow) => ({ arrow, ends: `${name(arrow.from)} → ${name(arrow.to)}` }));
  const line = ({ words, more, otherWords }: Part): string => [words, ...otherWords, ...(more === '' ? [] : [more])].join(': ');
  return [
    ...said('parts', items(map.parts.map(line))),
    ...said(
      'arrows.signs',
      items(
        joined.map(({ arrow: { does, isLate, note, otherNotes }, ends }) => {
          const signs = [SIGNS[does], isLate ? LATE : ''].filter((sign) => sign !== '').join(' ');
          return `${ends}${signs === '' ? '' : ` (${signs})`}${[note, ...otherNotes].map((text) => (text === '' ? '' : `: ${text}`)).join('')}`;
        }),
      ),
    ),
    ...LAYERS.flatMap((layer) => said(`layer.${layer}`, items(map.parts.filter((part) => part.layer === layer).map(({ words }) => words)))),
    ...said(
      'need.title',
      items([
        ...map.parts.filter(({ need }) => hasNeed(need)).map(({ words, need }) => needLine(words, need)),
        ...joined.filter(({ arrow }) => hasNeed(arrow.need)).map(({ arrow, ends }) => needLine(ends, arrow.need)),
      ]),
    ),
    ...said('loops', items(map.sayings.flatMap(({ name: called, otherNames }) => [called, ...otherNames].filter((one) => one !== '')))),
  ];
};

export const shown: readonly ShownKind[] = [
  {
    kind: mapKind.name,
    room: 'systems',
    folder: 'systems',
    leap2a: 'resource',
    // What was said of its loops does not show by itself.
    takes: [{ kind: loopKind.name, in: 'of' }],
    href: (id) => `/act/systems/${id}`,
    read: (record) => {
      const head = headOf(record);
      if (!head || head.at === '') return null;
      return {
        ...bare,
        id: head.id,
        kind: mapKind.name,
        title: head.title,
        parts: said('', [...head.otherTitles, head.about, ...head.otherAbouts].filter((text) => text !== '').join('\n\n')),
        when: head.at.slice(0, 10),
        modified: head.changed || head.at,
        links: head.links,
      };
    },
    withAll: (all, records) => {
      const maps = new Map(mapsOf(records).map((map) => [map.id, map]));
      return all.map((one): Shown => {
        const map = maps.get(one.id);
        return map ? { ...one, parts: [...one.parts, ...partsOfMap(map)] } : one;
      });
    },
  },
  {
    kind: partKind.name,
    room: 'systems',
    folder: 'system-parts',
    leap2a: 'resource',
    goesWith: { kind: mapKind.name, in: 'of' },
    takes: [
      { kind: arrowKind.name, in: 'from' },
      { kind: arrowKind.name, in: 'to' },
    ],
    href: (id) => `/act/systems/part/${id}`,
    read: (record) => {
      const part = partOf(record);
      if (!part || part.at === '') return null;
      return {
        ...bare,
        id: part.id,
        kind: partKind.name,
        title: part.words,
        parts: [...said('', [...part.otherWords, part.more, ...part.otherMore].filter((text) => text !== '').join('\n\n')), ...needed(part.need)],
        when: part.at.slice(0, 10),
        modified: part.changed || part.at,
        links: part.links,
        heavy: true,
      };
    },
  },
  {
    kind: arrowKind.name,
    room: 'systems',
    folder: 'system-arrows',
    leap2a: 'resource',
    goesWith: { kind: mapKind.name, in: 'of' },
    href: (id) => `/act/systems/arrow/${id}`,
    read: (record) => {
      const arrow = arrowOf(record);
      if (!arrow || arrow.at === '') return null;
      return {
        ...bare,
        id: arrow.id,
        kind: arrowKind.name,
        title: inLine(arrow.note),
        parts: [...said('', arrow.otherNotes.join('\n\n')), ...needed(arrow.need)],
        when: arrow.at.slice(0, 10),
        modified: arrow.changed || arrow.at,
        links: arrow.links,
        heavy: true,
      };
    },
  },
];
