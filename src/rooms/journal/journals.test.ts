import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { keyForRecord } from '#core/journal-keys.ts';
import { createDesk, NOW } from '../../../test/fixtures/journal-desk.ts';
import { attach, attachmentOf } from './attachments.ts';
import { draftOf, saveDraft } from './drafts.ts';
import {
  checkPassphrase,
  createJournal,
  deleteJournalKeepEntries,
  deleteJournalWithEntries,
  journalOfEntry,
  journalsOf,
  moveEntry,
  orderJournals,
  ownKeysIn,
  renameJournal,
  setJournalLock,
} from './journals.ts';
import { changeSettings, DEFAULT_SETTINGS, SETTINGS } from './settings.ts';

const LOCK = { salt: 'c2FsdA==', memory: 65_536, passes: 3, wrapped: 'd3JhcHBlZA==' };
const deskWithTwo = () => {
  const desk = createDesk();
  desk.apply(createJournal('Work', 'work', journalsOf(desk.records.values()), NOW));
  desk.apply(createJournal('Private', 'private', journalsOf(desk.records.values()), NOW));
  const journals = () => journalsOf(desk.records.values());
  return { desk, journals, byId: (id: string) => journals().find((one) => one.id === id)! };
};
const contentsOf = ({ records, entries }: ReturnType<typeof createDesk>) => ({
  entries: entries(),
  attachments: [...records.values()].flatMap((record) => attachmentOf(record) ?? []),
  drafts: [...records.values()].flatMap((record) => draftOf(record) ?? []),
});
const filled = () => {
  const { desk, journals, byId } = deskWithTwo();
  desk.apply(setJournalLock(byId('private'), LOCK));
  const entry = desk.write({ text: 'Mine alone.', journal: 'private' }, 'e1');
  desk.write({ text: 'At the office.' }, 'e2');
  desk.apply(attach({ name: 'a.jpg', mime: 'image/jpeg', size: 3, key: 'a2V5', chunks: ['x'] }, 'a1', entry, NOW));
  desk.apply(saveDraft(null, 'new', { text: 'half a li', journal: 'private' }, 'd1', NOW));
  return { desk, journals, byId };
};

describe('journals', () => {
  test('there is always a first one, without a record and without a lock', () => {
    expect(journalsOf([])).toEqual([{ id: '', name: '', lock: null, order: 0, made: '' }]);
    expect(setJournalLock(journalsOf([])[0]!, LOCK)).toMatchObject({ ok: false, error: { code: 'journal-first-no-lock' } });
  });

  test('stand in the order they were made until they are put in another', () => {
    const { desk, journals } = deskWithTwo();
    expect(journals().map(({ name }) => name)).toEqual(['', 'Work', 'Private']);
    desk.apply(orderJournals(journals(), ['', 'private', 'work']));
    expect(journals().map(({ name }) => name)).toEqual(['', 'Private', 'Work']);
  });

  test('are renamed, the first among them; two of one name are refused', () => {
    const { desk, journals, byId } = deskWithTwo();
    desk.apply(renameJournal(byId(''), ' Daily ', journals()));
    desk.apply(renameJournal(byId('work'), 'Office', journals()));
    expect(journals().map(({ name }) => name)).toEqual(['Daily', 'Office', 'Private']);
    expect(renameJournal(byId('work'), 'daily', journals())).toMatchObject({ ok: false, error: { code: 'name-taken' } });
    expect(renameJournal(byId('work'), ' \n', journals())).toMatchObject({ ok: false, error: { code: 'name-empty' } });
    expect(createJournal('x'.repeat(101), 'x', journals(), NOW)).toMatchObject({ ok: false, error: { code: 'name-too-long' } });
  });

  test('an entry whose journal is gone stands in the first', () => {
    const { journals } = deskWithTwo();
    expect(journalOfEntry({ journal: 'work' }, journals()).name).toBe('Work');
    expect(journalOfEntry({ journal: 'gone' }, journals()).id).toBe('');
  });
});

describe('a journal deleted', () => {
  test('with its entries kept: they, what is attached and what is being typed come to stand in the first', () => {
    const { desk, journals, byId } = filled();
    desk.apply(deleteJournalKeepEntries(byId('private'), contentsOf(desk), new Set(), NOW));
    expect(journals().map(({ id }) => id)).toEqual(['', 'work']);
    expect(desk.entries().map(({ id, journal }) => [id, journal])).toEqual([
      ['e1', ''],
      ['e2', ''],
    ]);
    expect(attachmentOf(desk.record('a1'))!.journal).toBe('');
    expect(draftOf(desk.record('d1'))!.values.journal).toBe(undefined);
  });

  test('with its entries: they go and no other does, and what they were stays under its own key', () => {
    const { desk, journals, byId } = filled();
    desk.apply(deleteJournalWithEntries(byId('private'), contentsOf(desk), new Set()));
    expect(journals().map(({ id }) => id)).toEqual(['', 'work']);
    expect(desk.entries().map(({ id }) => id)).toEqual(['e2']);
    const ownKeys = ownKeysIn(desk.records.values());
    for (const id of ['e1', 'a1', 'd1']) expect(keyForRecord(desk.record(id), ownKeys)).toBe('private');
    expect(keyForRecord(desk.record('e2'), ownKeys)).toBe('');
  });

  test('that Settings name for new entries keeps them not under its lock: they are read while it is locked', () => {
    const { desk } = filled();
    desk.apply(changeSettings(DEFAULT_SETTINGS, { journal: 'private' }));
    expect(keyForRecord(desk.record(SETTINGS), ownKeysIn(desk.records.values()))).toBe('');
  });

  test('is refused for the first one, and while it is locked', () => {
    const { desk, byId } = filled();
    for (const act of [deleteJournalWithEntries, deleteJournalKeepEntries] as const) {
      expect(act(byId(''), contentsOf(desk), new Set(), NOW)).toMatchObject({ ok: false, error: { code: 'journal-first-stays' } });
      expect(act(byId('private'), contentsOf(desk), new Set(['private']), NOW)).toMatchObject({ ok: false, error: { code: 'journal-locked' } });
    }
  });
});

test('an entry moved takes with it what is attached', () => {
  const { desk } = filled();
  desk.apply(moveEntry(desk.entry('e1'), contentsOf(desk).attachments, 'work', NOW));
  expect([desk.entry('e1').journal, attachmentOf(desk.record('a1'))!.journal]).toEqual(['work', 'work']);
  expect(moveEntry(desk.entry('e1'), [], 'work', NOW)).toEqual([]);
});

test('a lock that is not one is refused, and one read wrongly is no lock', () => {
  const { desk, byId } = deskWithTwo();
  fc.assert(
    fc.property(fc.oneof(fc.anything(), fc.record({ salt: fc.string(), memory: fc.integer({ max: 0 }), passes: fc.integer(), wrapped: fc.string() })), (lock) => {
      if (lock === null || lock === undefined || lock === false || lock === 0 || lock === '') return;
      expect(setJournalLock(byId('work'), lock as never).ok).toBe(false);
    }),
  );
  desk.apply(setJournalLock(byId('work'), LOCK));
  expect(byId('work').lock).toEqual(LOCK);
  desk.apply(setJournalLock(byId('work'), null));
  expect(byId('work').lock).toBe(null);
});

test('a passphrase of a few letters is refused, counted as people count letters', () => {
  expect(checkPassphrase('short')).toMatchObject({ ok: false, error: { code: 'passphrase-short' } });
  expect(checkPassphrase('🔑🔑🔑🔑')).toMatchObject({ ok: false });
  expect(checkPassphrase('four plain words here').ok).toBe(true);
});
