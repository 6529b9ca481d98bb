// How entries and open questions show outside the journal: where other records link to them and they to others.

import { linksIn } from '#core/links.ts';
import type { ShownKind } from '#core/shown.ts';
import { isInstant, isWhen } from '#core/when.ts';
import { entryOf } from './model.ts';
import { firstLine } from './opening.ts';
import { questionOf } from './questions.ts';

const entries: ShownKind = {
  kind: 'entry',
  room: 'journal',
  folder: 'entries',
  leap2a: 'entry',
  href: (id) => `/journal/e/${id}`,
  read(record) {
    const entry = entryOf(record);
    if (!entry) return null;
    const { id, text, when, calendar, modified, topics, people, areas, feelings, links, heavy } = entry;
    return {
      id,
      kind: 'entry',
      title: firstLine(text),
      parts: [{ label: '', text }],
      when,
      calendar,
      modified: isInstant(modified) ? modified : '',
      topics,
      people,
      areas,
      feelings,
      links,
      heavy,
    };
  },
};

const questions: ShownKind = {
  kind: 'question',
  room: 'journal',
  folder: 'questions',
  leap2a: 'entry',
  href: (id) => `/journal/question/${id}`,
  read(record) {
    const question = questionOf(record);
    const day = question?.made.slice(0, 10);
    if (!question || !isWhen(day)) return null;
    const { id, text, otherTexts, note, otherNotes, made } = question;
    const more = [...otherTexts, note, ...otherNotes].filter((each) => each !== '').join('\n\n');
    return {
      id,
      kind: 'question',
      title: text,
      parts: [{ label: '', text: more }],
      when: day,
      modified: isInstant(made) ? made : '',
      topics: [],
      people: [],
      areas: [],
      feelings: [],
      links: linksIn(record),
    };
  },
};

export const shown: readonly ShownKind[] = [entries, questions];
