// Each command of the room, performed by somebody who has nothing yet (core/no-gate.ts).

import type { DatedNote } from '#core/dated-notes.ts';
import type { Commands, Fresh } from '#core/no-gate.ts';
import { recordsOf } from '#core/snapshot.ts';
import { attach, attachmentOf, belongTo, detach, renameAttachment, setTranscript, type Attachment, type NewAttachment } from './attachments.ts';
import { abandonDraft, draftOf, draftToChange, draftToEntry, dropDraft, entryToDraft, saveDraft, type Draft } from './drafts.ts';
import {
  createJournal,
  deleteJournalKeepEntries,
  deleteJournalWithEntries,
  journalsOf,
  moveEntry,
  orderJournals,
  renameJournal,
  setJournalLock,
  type Journal,
} from './journals.ts';
import { markAgain, markHeavy, replyTo, restEntry } from './look-back.ts';
import { changeEntry, deleteEntry, entryOf, settleTexts, writeEntry, type Entry } from './model.ts';
import { nameNot } from './near-people.ts';
import { changeQuestionNote, deleteQuestion, deleteQuestionNote, noteOnQuestion, questionNoteOf } from './question-notes.ts';
import { askQuestion, closeQuestion, gatherUnder, putAnswerUnder, questionOf, reopenQuestion, rewordQuestion, takeAnswerFrom, takeFrom, type Question } from './questions.ts';
import { answerReminder, changeReminder, createReminder, deleteReminder, reminderOf, snooze, type Reminder } from './reminders.ts';
import { removeName, renameName } from './rename-name.ts';
import { changeSettings, DEFAULT_SETTINGS } from './settings.ts';
import { changeTemplate, createTemplate, deleteTemplate, templateOf, type Template } from './templates.ts';
import { addWord, forgetVocabulary, hideWord, vocabularyOf } from './vocabularies.ts';

const first = <T>(fresh: Fresh, kind: string, read: (record: Fresh['records'][number]) => T | null): T => read([...recordsOf(fresh.snapshot, kind).values()][0]!)!;
const entry = (fresh: Fresh): Entry => first(fresh, 'entry', entryOf);
const question = (fresh: Fresh): Question => first(fresh, 'question', questionOf);
const note = (fresh: Fresh): DatedNote => first(fresh, 'question-note', questionNoteOf);
const answer = { vault: 'c'.repeat(26), id: 'some-answer' };
const draft = (fresh: Fresh): Draft => first(fresh, 'draft', draftOf);
const attached = (fresh: Fresh): Attachment => first(fresh, 'attachment', attachmentOf);
const reminder = (fresh: Fresh): Reminder => first(fresh, 'reminder', reminderOf);
const template = (fresh: Fresh): Template => first(fresh, 'template', templateOf);
const journals = (fresh: Fresh): Journal[] => journalsOf(recordsOf(fresh.snapshot, 'journal').values());
const journal = (fresh: Fresh): Journal => journals(fresh).find(({ id }) => id !== '')!;
const EMPTY = { entries: [], attachments: [], drafts: [] };
const photo: NewAttachment = { name: 'a.jpg', mime: 'image/jpeg', size: 3, key: 'AAAA', chunks: ['x'] };

export const commands: Commands = {
  nameNot: { do: () => nameNot('Ana') },
  writeEntry: { do: ({ newId, now }) => writeEntry({ text: 'Rain.', topics: ['weather'] }, newId(), now) },
  changeEntry: { on: 'writeEntry', do: (fresh) => changeEntry(entry(fresh), { text: 'Sun.' }, fresh.now) },
  settleTexts: { on: 'writeEntry', do: (fresh) => settleTexts(entry(fresh), 'Sun.', fresh.now) },
  deleteEntry: { on: 'writeEntry', do: (fresh) => deleteEntry(entry(fresh)) },
  restEntry: { on: 'writeEntry', do: (fresh) => restEntry(entry(fresh), '2027-01-01', fresh.now) },
  markHeavy: { on: 'writeEntry', do: (fresh) => markHeavy(entry(fresh), true, fresh.now) },
  markAgain: { on: 'writeEntry', do: (fresh) => markAgain(entry(fresh), true, fresh.now) },
  replyTo: { on: 'writeEntry', do: (fresh) => replyTo(entry(fresh), { text: 'I see it otherwise.' }, fresh.newId(), fresh.now) },
  renameName: { on: 'writeEntry', do: (fresh) => renameName([entry(fresh)], 'topics', 'weather', 'rain', fresh.now) },
  removeName: { on: 'writeEntry', do: (fresh) => removeName([entry(fresh)], 'topics', 'weather', fresh.now) },
  attach: { do: ({ newId, now }) => attach(photo, newId(), null, now) },
  detach: { on: 'attach', do: (fresh) => detach(attached(fresh), null, fresh.now) },
  belongTo: { on: 'attach', do: (fresh) => belongTo([attached(fresh)], { id: 'some-entry', journal: '' }) },
  setTranscript: { on: 'attach', do: (fresh) => setTranscript(attached(fresh), 'What is said in it.') },
  renameAttachment: { on: 'attach', do: (fresh) => renameAttachment(attached(fresh), 'b.jpg') },
  saveDraft: { do: ({ newId, now }) => saveDraft(null, 'new', { text: 'Not finished' }, newId(), now) },
  dropDraft: { on: 'saveDraft', do: (fresh) => dropDraft(draft(fresh)) },
  abandonDraft: { on: 'saveDraft', do: (fresh) => abandonDraft(draft(fresh), []) },
  draftToEntry: { on: 'saveDraft', do: (fresh) => draftToEntry(draft(fresh), fresh.newId(), [], fresh.now) },
  draftToChange: {
    on: 'writeEntry',
    do: (fresh) => {
      const basis = entryToDraft(entry(fresh));
      return draftToChange(
        { id: 'd', place: `edit:${entry(fresh).id}`, values: { ...basis, text: 'Sun.' }, otherTexts: [], basis, typed: {}, modified: '' },
        entry(fresh),
        [],
        fresh.now,
      );
    },
  },
  createJournal: { do: (fresh) => createJournal('Work', fresh.newId(), journals(fresh), fresh.now) },
  renameJournal: { on: 'createJournal', do: (fresh) => renameJournal(journal(fresh), 'Home', journals(fresh)) },
  orderJournals: { on: 'createJournal', do: (fresh) => orderJournals(journals(fresh), ['', 'another', journal(fresh).id]) },
  setJournalLock: { on: 'createJournal', do: (fresh) => setJournalLock(journal(fresh), { salt: 'AAAAAAAAAAAAAAAAAAAAAA==', memory: 8192, passes: 1, wrapped: 'AAAA' }) },
  moveEntry: { on: 'writeEntry', do: (fresh) => moveEntry(entry(fresh), [], 'another', fresh.now) },
  deleteJournalKeepEntries: { on: 'createJournal', do: (fresh) => deleteJournalKeepEntries(journal(fresh), EMPTY, new Set(), fresh.now) },
  deleteJournalWithEntries: { on: 'createJournal', do: (fresh) => deleteJournalWithEntries(journal(fresh), EMPTY, new Set()) },
  askQuestion: { do: ({ newId, now }) => askQuestion('Is rest mine to choose?', newId(), now) },
  rewordQuestion: { on: 'askQuestion', do: (fresh) => rewordQuestion(question(fresh), 'Is it?') },
  noteOnQuestion: { on: 'askQuestion', do: (fresh) => noteOnQuestion(question(fresh), { text: 'Not on Mondays.' }, fresh.newId(), fresh.now) },
  changeQuestionNote: {
    on: 'noteOnQuestion',
    do: (fresh) => changeQuestionNote(note(fresh), { text: 'Not on Mondays.', day: '1999-12-31' }, fresh.now, fresh.newId()),
  },
  deleteQuestionNote: { on: 'noteOnQuestion', do: (fresh) => deleteQuestionNote(note(fresh)) },
  putAnswerUnder: { on: 'askQuestion', do: ({ records }) => putAnswerUnder(records[0]!, answer) },
  takeAnswerFrom: { on: 'putAnswerUnder', do: ({ records }) => takeAnswerFrom(records[0]!, answer) },
  closeQuestion: { on: 'askQuestion', do: (fresh) => closeQuestion(question(fresh), fresh.now) },
  reopenQuestion: { on: 'closeQuestion', do: (fresh) => reopenQuestion(question(fresh)) },
  deleteQuestion: { on: 'askQuestion', do: (fresh) => deleteQuestion(question(fresh), []) },
  gatherUnder: { on: 'writeEntry', do: (fresh) => gatherUnder(entry(fresh), { id: 'some-question' }, fresh.now) },
  takeFrom: { on: 'gatherUnder', do: (fresh) => takeFrom(entry(fresh), { id: 'some-question' }, fresh.now) },
  createReminder: { do: ({ newId, now }) => createReminder({ to: 'write', time: '20:00' }, newId(), now.when) },
  changeReminder: { on: 'createReminder', do: (fresh) => changeReminder(reminder(fresh), { time: '21:00' }, fresh.now.when) },
  deleteReminder: { on: 'createReminder', do: (fresh) => deleteReminder(reminder(fresh)) },
  snooze: { on: 'createReminder', do: (fresh) => snooze(reminder(fresh), 15, fresh.now.when) },
  answerReminder: { on: 'createReminder', do: (fresh) => answerReminder(reminder(fresh), '2026-11-27T08:00') },
  changeSettings: { do: () => changeSettings(DEFAULT_SETTINGS, { name: 'Rosa' }) },
  createTemplate: { do: ({ newId, now }) => createTemplate({ name: 'Evening', text: 'What went well?' }, newId(), [], now) },
  changeTemplate: { on: 'createTemplate', do: (fresh) => changeTemplate(template(fresh), { text: 'What was hard?' }, []) },
  deleteTemplate: { on: 'createTemplate', do: (fresh) => deleteTemplate(template(fresh)) },
  addWord: { do: () => addWord(vocabularyOf('feelings', null), 'rained on') },
  hideWord: { do: () => hideWord(vocabularyOf('feelings', null), 'glad') },
  forgetVocabulary: { do: () => forgetVocabulary('feelings') },
};
