import fc from 'fast-check';
import { expect, test } from 'vitest';
import { applyChange } from '#core/change.ts';
import { entryOf, writeEntry, type Entry, type EntryDraft } from './model.ts';
import { removeName, renameName } from './rename-name.ts';
import { createTimeline, entriesNaming, nameKey } from './timeline.ts';

const now = { when: '2026-03-09T10:00', zone: '+00:00', instant: '2026-03-09T10:00:00.000Z' };
const stamp = (at: number) => `00000000000${at}-0000-device`;

const desk = (drafts: readonly EntryDraft[]) => {
  const records = new Map<string, ReturnType<typeof applyChange>>(
    drafts.map((draft, at) => {
      const made = writeEntry({ text: 'x', ...draft }, `entry${at}`, now);
      if (!made.ok) throw new Error(made.error.code);
      return [`entry${at}`, applyChange(undefined, made.value[0]!, stamp(1), 'device')] as const;
    }),
  );
  const entries = (): Entry[] => [...records.values()].map((record) => entryOf(record)!);
  return {
    entries,
    take: (changes: ReturnType<typeof renameName>) => {
      if (!changes.ok) throw new Error(changes.error.code);
      for (const change of changes.value) records.set(change.id, applyChange(records.get(change.id), change, stamp(2), 'device'));
      return changes.value.length;
    },
  };
};

const names = fc.array(fc.constantFrom('Work', 'work', 'garden', 'Music', 'the sea'), { maxLength: 4 });

test('after a rename everything that had the old name has the new one once, and nothing else changed', () => {
  fc.assert(
    fc.property(fc.array(names, { maxLength: 6 }), fc.constantFrom('labour', 'garden', 'WORK'), (lists, to) => {
      const here = desk(lists.map((topics) => ({ topics })));
      const before = here.entries();
      here.take(renameName(before, 'topics', 'work', to, now));
      here.entries().forEach((entry, at) => {
        const had = before[at]!.topics.some((one) => nameKey(one) === 'work');
        expect(entry.topics.filter((one) => nameKey(one) === nameKey(to)).length).toBeLessThanOrEqual(had ? 1 : 9);
        if (had) expect(entry.topics).toContain(to);
        if (!had) expect(entry).toEqual(before[at]);
        expect(new Set(entry.topics.filter((one) => !['work', nameKey(to)].includes(nameKey(one))))).toEqual(
          new Set(before[at]!.topics.filter((one) => !['work', nameKey(to)].includes(nameKey(one)))),
        );
      });
      if (nameKey(to) !== 'work') expect(entriesNaming(createTimeline(here.entries()), 'topics', 'work')).toEqual([]);
    }),
  );
});

test('a place is renamed and taken away', () => {
  const here = desk([{ place: 'Chatham' }, { place: 'London' }]);
  expect(here.take(renameName(here.entries(), 'places', 'chatham', ' Chatham  Dock ', now))).toBe(1);
  expect(here.entries().map(({ place }) => place)).toEqual(['Chatham Dock', 'London']);
  expect(here.take(removeName(here.entries(), 'places', 'London', now))).toBe(1);
  expect(here.entries()[1]!.place).toBe('');
});

test('a name of nothing is refused and changes nothing', () => {
  const here = desk([{ topics: ['work'] }]);
  expect(renameName(here.entries(), 'topics', 'work', '  ', now)).toMatchObject({ ok: false, error: { code: 'name-empty' } });
});
