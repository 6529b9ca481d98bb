// How entries, open questions and what was said to them show outside the journal: where other records link to them and they to others.

import { instantIn } from '#core/kind.ts';
import { linksIn } from '#core/links.ts';
import type { ShownKind } from '#core/shown.ts';
import { isInstant, isWhen } from '#core/when.ts';
import { entryOf } from './model.ts';
import { firstLine } from './opening.ts';
import { questionNoteKind, questionNoteOf } from './question-notes.ts';
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

const questionNotes: ShownKind = {
  kind: questionNoteKind.name,
  room: 'journal',
  folder: 'question-notes',
  leap2a: 'entry',
  goesWith: { kind: 'question', as: 'looks-back-at' },
  href: (id) => `/journal/question/note/${id}`,
  read(record) {
    const note = questionNoteOf(record);
    if (!note) return null;
    const [first = '', ...rest] = note.text.split('\n');
    const more = rest.join('\n').trim();
    return {
      id: note.id,
      kind: questionNoteKind.name,
      title: first.trim(),
      parts: more === '' ? [] : [{ label: '', text: more }],
      when: note.when,
      modified: instantIn(record, 'changed') || note.at,
      topics: [],
      people: [],
      areas: [],
      feelings: [],
      links: note.links,
    };
  },
};

export const shown: readonly ShownKind[] = [entries, questions, questionNotes];
