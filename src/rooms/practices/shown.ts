// How practices of one's own, what was said after them, and paths show outside their room (core/shown.ts).

import { isAlive, type VaultRecord } from '#core/record.ts';
import { instantIn, whenIn } from '#core/kind.ts';
import { linksIn } from '#core/links.ts';
import type { Part, Shown, ShownKind } from '#core/shown.ts';
import { practiceOf } from './model.ts';
import { stepsToText } from './steps.ts';
import { toldOf } from './told.ts';
import { pathOf } from './walk.ts';

const bare = (record: VaultRecord): Pick<Shown, 'id' | 'kind' | 'topics' | 'people' | 'areas' | 'feelings' | 'links'> => ({
  id: record.id,
  kind: record.kind,
  topics: [],
  people: [],
  areas: [],
  feelings: [],
  links: linksIn(record),
});

/** Parts that say something. */
const said = (parts: readonly Part[]): Part[] => parts.filter(({ text = '', words = [] }) => text !== '' || words.length > 0);

/** The name of a practice of the library stands in the room's words. */
const nameWords = (ids: readonly string[]): string[] => ids.filter((id) => /^p\d\d$/.test(id)).map((id) => `name.${id}`);

const readPractice = (record: VaultRecord): Shown | null => {
  const practice = practiceOf(record);
  if (!practice) return null;
  const { name, why, kind, who, steps, source, licence, evidence, sceptic, care, made } = practice;
  const when = whenIn(record, made);
  if (when === '') return null;
  return {
    ...bare(record),
    title: name,
    parts: said([
      { label: '', text: why },
      { label: '', words: [...(kind ? [`kind.${kind}`] : []), ...(who ? [`who.${who}`] : [])] },
      { label: 'part.steps', text: stepsToText(steps).replace(/\n/g, '\n\n') },
      { label: 'part.care', text: care },
      { label: 'part.evidence', text: evidence },
      { label: 'part.sceptic', text: sceptic },
      { label: 'part.source', text: source },
      { label: 'part.licence', text: licence },
    ]),
    when,
    modified: instantIn(record, 'changed') || instantIn(record, 'made'),
  };
};

const readTold = (record: VaultRecord): Shown | null => {
  const told = toldOf(record);
  if (!told) return null;
  const title = Array.from(told.note.split('\n')[0]!).slice(0, 120).join('');
  return {
    ...bare(record),
    title,
    parts: said([
      // All of it, where the title is not all of it.
      { label: '', text: told.note === title ? '' : told.note },
      { label: 'part.practice', words: nameWords([told.practice]) },
      { label: 'part.how', words: told.how === null ? [] : [`after.${told.how}`] },
    ]),
    when: told.when,
    modified: told.at,
  };
};

const readPath = (record: VaultRecord): Shown | null => {
  const path = pathOf(record);
  return (
    path && {
      ...bare(record),
      title: path.title,
      parts: said([
        { label: 'part.need', words: [`need.${path.need}`] },
        { label: 'part.steps', words: nameWords(path.steps) },
      ]),
      when: path.when,
      modified: instantIn(record, 'changed') || instantIn(record, 'made'),
    }
  );
};

const alive =
  (read: (record: VaultRecord) => Shown | null) =>
  (record: VaultRecord): Shown | null =>
    isAlive(record) ? read(record) : null;

export const shown: readonly ShownKind[] = [
  { kind: 'practice', room: 'practices', folder: 'practices', leap2a: 'resource', read: readPractice, href: (id) => `/act/practices/${id}` },
  { kind: 'practised', room: 'practices', folder: 'practised', leap2a: 'activity', read: alive(readTold), href: (id) => `/act/practised/${id}` },
  { kind: 'path', room: 'practices', folder: 'paths', leap2a: 'plan', read: readPath, href: (id) => `/act/paths/${id}` },
];
