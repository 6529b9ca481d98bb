import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { applyChange, type Change } from '#core/change.ts';
import { stampOf, tick } from '#core/clock.ts';
import type { VaultRecord } from '#core/record.ts';
import { orThrow } from '#core/result.ts';
import { emptySnapshot, recordById, withoutRecords, withRecords, type Snapshot } from '#core/snapshot.ts';
import { NOW } from '../../../test/fixtures/journal-desk.ts';
import { entriesPointingTo, entryOnce, followBook, readBook, timelineOfJournal, type Book } from './book.ts';
import { saveDraft } from './drafts.ts';
import { createJournal, setJournalLock } from './journals.ts';
import { changeEntry, deleteEntry, writeEntry } from './model.ts';

const DEVICE = '0000000000000';

/** A vault without sealing: commits, and hands out snapshots as the desk does. */
const createVault = () => {
  const records = new Map<string, VaultRecord>();
  let clock = '';
  let snapshot: Snapshot = emptySnapshot();
  return {
    snapshot: () => snapshot,
    record: (id: string) => records.get(id)!,
    commit: (changes: readonly Change[]): Snapshot => {
      const done = changes.map((change) => {
        clock = tick(clock, 1_774_552_500_000);
        const record = applyChange(records.get(change.id), change, stampOf(clock, DEVICE), DEVICE);
        records.set(change.id, record);
        return record;
      });
      return (snapshot = withRecords(snapshot, done));
    },
    forget: (ids: readonly string[]): Snapshot => (snapshot = withoutRecords(snapshot, new Set(ids))),
  };
};

const plain = ({ byId, timeline, pointing, ...rest }: Book): unknown => ({
  ...rest,
  byId: [...byId].sort(),
  entries: timeline.entries,
  names: Object.entries(timeline.names).map(([sort, names]) => [sort, [...names].map(([key, { spellings, ...one }]) => [key, one, [...spellings].sort()]).sort()]),
  pointing: [...pointing].map(([to, from]) => [to, [...from].sort()]).sort(),
});

const ids = ['a', 'b', 'c', 'd', 'e'];
const id = fc.constantFrom(...ids);
const step = fc.oneof(
  fc.record({
    act: fc.constant('write' as const),
    id,
    day: fc.integer({ min: 1, max: 28 }),
    topic: fc.constantFrom('Home', 'home', 'work'),
    to: id,
    journal: fc.constantFrom('', 'j1', 'j2'),
  }),
  fc.record({ act: fc.constant('delete' as const), id }),
  fc.record({ act: fc.constant('draft' as const), text: fc.string({ maxLength: 8 }) }),
  fc.record({ act: fc.constant('forget' as const), id }),
  fc.record({ act: fc.constant('lock' as const) }),
);

describe('the book of the journal', () => {
  test('followed change by change it is the same as read anew', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 25 }), (steps) => {
        const vault = createVault();
        const open = new Set<string>();
        let book = followBook(null, vault.snapshot(), open);
        vault.commit(orThrow(createJournal('Other', 'j1', book.journals, NOW)));
        book = followBook(book, vault.snapshot(), open);
        for (const one of steps) {
          if (one.act === 'write') {
            const known = recordById(vault.snapshot(), 'entry', one.id);
            const entry = known ? entryOnce(known) : null;
            const values = {
              text: 'x',
              when: `2020-01-${String(one.day).padStart(2, '0')}`,
              topics: [one.topic],
              journal: one.journal,
              links: [{ to: one.to, as: 'about' as const }],
            };
            vault.commit(orThrow(entry ? changeEntry(entry, values, NOW) : writeEntry(values, one.id, NOW)));
          } else if (one.act === 'delete') vault.commit(deleteEntry(one));
          else if (one.act === 'draft') vault.commit(orThrow(saveDraft(null, 'new', { text: one.text }, 'draft1', NOW)));
          else if (one.act === 'forget') vault.forget([one.id]);
          else {
            const journal = book.journals.find((each) => each.id === 'j1')!;
            vault.commit(orThrow(setJournalLock(journal, journal.lock ? null : { salt: 'c2FsdA==', memory: 8, passes: 1, wrapped: 'd3JhcHBlZA==' })));
          }
          book = followBook(book, vault.snapshot(), open);
          expect(plain(book)).toEqual(plain(readBook(vault.snapshot(), open)));
        }
      }),
      { numRuns: 60 },
    );
  });

  test('nothing of a locked journal is in it until the journal is open', () => {
    const vault = createVault();
    vault.commit([
      ...orThrow(createJournal('Own', 'j1', [], NOW)),
      ...orThrow(writeEntry({ text: 'hidden', journal: 'j1' }, 'a', NOW)),
      ...orThrow(writeEntry({ text: 'seen', links: [{ to: 'a', as: 'about' }] }, 'b', NOW)),
    ]);
    const open = followBook(null, vault.snapshot(), new Set());
    vault.commit(orThrow(setJournalLock(open.journals[1]!, { salt: 'c2FsdA==', memory: 8, passes: 1, wrapped: 'd3JhcHBlZA==' })));
    const closed = followBook(open, vault.snapshot(), new Set());
    expect(closed.timeline.entries.map((entry) => entry.id)).toEqual(['b']);
    expect(closed.byId.has('a')).toBe(false);
    const again = followBook(closed, vault.snapshot(), new Set(['j1']));
    expect(again.timeline.entries.map((entry) => entry.id).sort()).toEqual(['a', 'b']);
  });

  test('what did not change stays the same object, and an entry is read once', () => {
    const vault = createVault();
    vault.commit([...orThrow(writeEntry({ text: 'one' }, 'a', NOW)), ...orThrow(writeEntry({ text: 'two' }, 'b', NOW))]);
    const before = followBook(null, vault.snapshot(), new Set());
    const a = before.byId.get('a');
    vault.commit(orThrow(saveDraft(null, 'new', { text: 'typing' }, 'd', NOW)));
    const after = followBook(before, vault.snapshot(), new Set());
    expect(after.drafts).toHaveLength(1);
    expect(after.timeline).toBe(before.timeline);
    expect(after.journals).toBe(before.journals);
    expect(after.byId.get('a')).toBe(a);
  });

  test('says who points to an entry, and shows one journal alone', () => {
    const vault = createVault();
    vault.commit([
      ...orThrow(createJournal('Own', 'j1', [], NOW)),
      ...orThrow(writeEntry({ text: 'old', journal: 'j1' }, 'a', NOW)),
      ...orThrow(writeEntry({ text: 'new', links: [{ to: 'a', as: 'looks-back-at' }] }, 'b', NOW)),
    ]);
    const book = readBook(vault.snapshot(), new Set());
    expect(entriesPointingTo(book, 'a').map((entry) => entry.id)).toEqual(['b']);
    expect(timelineOfJournal(book, 'j1').entries.map((entry) => entry.id)).toEqual(['a']);
    expect(timelineOfJournal(book, 'gone').entries).toEqual([]);
  });
});
