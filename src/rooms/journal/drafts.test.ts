import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isAlive } from '#core/record.ts';
import { createDesk, NOW, type Desk } from '../../../test/fixtures/journal-desk.ts';
import { attach, attachmentOf, type Attachment } from './attachments.ts';
import { abandonDraft, draftAt, draftOf, draftsOf, draftToChange, draftToEntry, dropDraft, entryToDraft, saveDraft, type Draft } from './drafts.ts';
import { changeEntry, type EntryDraft } from './model.ts';

const name = fc.string({ minLength: 1, maxLength: 8 }).filter((text) => /^[\p{L}\p{N}]+$/u.test(text));
const values: fc.Arbitrary<EntryDraft> = fc.record(
  {
    text: fc.string(),
    when: fc.constantFrom('1660-01-01', '2026-03-26T20:15'),
    place: name,
    topics: fc.uniqueArray(name, { selector: (word) => word.toLowerCase() }),
    people: fc.uniqueArray(name, { selector: (word) => word.toLowerCase() }),
    feelings: fc.uniqueArray(fc.constantFrom('tired', 'calm', 'at ease')),
    energy: fc.constantFrom(-2 as const, 0 as const, 2 as const, null),
    body: fc.uniqueArray(fc.record({ sensation: fc.constantFrom('warm', 'tight'), area: fc.constantFrom('chest', 'head') }), { selector: ({ area }) => area }),
    heavy: fc.boolean(),
  },
  { requiredKeys: ['text'] },
);

const read = (desk: Desk, id = 'd'): Draft => draftOf(desk.record(id))!;
const photo = { name: 'a.jpg', mime: 'image/jpeg', size: 3, key: 'a2V5', chunks: ['x'] };

describe('a draft', () => {
  test('comes back as it was typed, at every step', () => {
    fc.assert(
      fc.property(fc.array(values, { minLength: 1, maxLength: 5 }), (steps) => {
        const desk = createDesk();
        let draft: Draft | null = null;
        for (const step of steps) {
          desk.apply(saveDraft(draft, 'new', step, 'd', NOW, { typed: { when: '2026-0' } }));
          draft = read(desk);
          expect(draft.values).toEqual(step);
          expect(draft.typed).toEqual({ when: '2026-0' });
          expect(saveDraft(draft, 'new', step, 'd', NOW, { typed: { when: '2026-0' } })).toEqual({ ok: true, value: [] });
        }
      }),
    );
  });

  test('becomes an entry with what was typed and attached, and goes in the same act', () => {
    fc.assert(
      fc.property(values, (typed) => {
        fc.pre(typed.text!.trim() !== '');
        const desk = createDesk();
        desk.apply(attach(photo, 'a', null, NOW));
        desk.apply(saveDraft(null, 'new', { ...typed, attachments: ['a'] }, 'd', NOW));
        desk.apply(draftToEntry(read(desk), 'e', [attachmentOf(desk.record('a'))!], NOW));
        expect(desk.entry('e').text).toBe(typed.text);
        expect(new Set(desk.entry('e').topics)).toEqual(new Set(typed.topics ?? []));
        expect(attachmentOf(desk.record('a'))!.entry).toBe('e');
        expect(draftsOf(desk.records.values())).toEqual([]);
      }),
    );
  });

  test('that says nothing is refused, and stays', () => {
    const desk = createDesk();
    desk.apply(saveDraft(null, 'new', { text: ' ' }, 'd', NOW));
    expect(draftToEntry(read(desk), 'e', [], NOW)).toMatchObject({ ok: false, error: { code: 'entry-empty' } });
    expect(isAlive(desk.record('d'))).toBe(true);
  });

  test('typed on two devices apart loses neither text', () => {
    const [here, there] = [createDesk('0000000000000'), createDesk('1111111111111')];
    here.apply(saveDraft(null, 'new', { text: 'begun' }, 'd', NOW));
    there.takeIn(here);
    here.apply(saveDraft(read(here), 'new', { text: 'begun here' }, 'd', NOW));
    there.apply(saveDraft(read(there), 'new', { text: 'begun there' }, 'd', NOW));
    here.takeIn(there);
    expect([read(here).values.text, ...read(here).otherTexts].sort()).toEqual(['begun here', 'begun there']);
  });

  test('of a note that looks back becomes a note on that entry; of a check-in, a check-in', () => {
    const desk = createDesk();
    desk.write({ text: 'Old.' }, 'old');
    desk.apply(saveDraft(null, 'look-back:old', { text: 'Still true.' }, 'd', NOW));
    desk.apply(saveDraft(null, 'check-in', { text: '', feelings: ['tired'], energy: -1 }, 'c', NOW));
    expect(draftAt('look-back:old', draftsOf(desk.records.values()))!.id).toBe('d');
    desk.apply(draftToEntry(read(desk), 'note', [], NOW));
    desk.apply(draftToEntry(read(desk, 'c'), 'check', [], NOW));
    expect(desk.entry('note')).toMatchObject({ form: 'look-back', links: [{ to: 'old', as: 'looks-back-at' }] });
    expect(desk.entry('check')).toMatchObject({ form: 'check-in', feelings: ['tired'], energy: -1 });
  });

  test('put away takes what was attached to it alone; dropped, it leaves that', () => {
    const desk = createDesk();
    desk.apply(attach(photo, 'a', null, NOW));
    desk.apply(saveDraft(null, 'new', { text: 'x', attachments: ['a'] }, 'd', NOW));
    const attachments: Attachment[] = [attachmentOf(desk.record('a'))!];
    expect(dropDraft(read(desk))).toHaveLength(1);
    desk.apply(abandonDraft(read(desk), attachments));
    expect([draftOf(desk.record('d')), attachmentOf(desk.record('a'))]).toEqual([null, null]);
  });
});

describe('a change being typed', () => {
  const begin = () => {
    const desk = createDesk();
    const entry = desk.write({ text: 'As it was.', topics: ['accounts', 'music'], body: [{ area: 'chest', sensation: 'warm' }], links: [{ to: 'q', as: 'gathers-under' }] }, 'e');
    const basis = entryToDraft(entry);
    return { desk, basis };
  };

  test('writes only what the person changed; what came meanwhile from elsewhere stays', () => {
    const { desk, basis } = begin();
    desk.apply(saveDraft(null, 'edit:e', { ...basis, topics: ['music', 'the sea'], place: 'Chatham', body: [] }, 'd', NOW, { basis }));
    desk.apply(changeEntry(desk.entry('e'), { text: 'Changed elsewhere.', topics: ['accounts', 'music', 'elsewhere'], people: ['Mercer'] }, NOW));
    desk.apply(draftToChange(read(desk), desk.entry('e'), [], NOW));
    expect(desk.entry('e')).toMatchObject({ text: 'Changed elsewhere.', place: 'Chatham', people: ['Mercer'], body: [], links: [{ to: 'q', as: 'gathers-under' }] });
    expect([...desk.entry('e').topics].sort()).toEqual(['elsewhere', 'music', 'the sea']);
    expect(draftOf(desk.record('d'))).toBe(null);
  });

  test('of a text that was changed on both sides is refused, and both texts stay', () => {
    const { desk, basis } = begin();
    desk.apply(saveDraft(null, 'edit:e', { ...basis, text: 'Mine.' }, 'd', NOW, { basis }));
    desk.apply(changeEntry(desk.entry('e'), { text: 'Theirs.' }, NOW));
    expect(draftToChange(read(desk), desk.entry('e'), [], NOW)).toMatchObject({ ok: false, error: { code: 'entry-changed-meanwhile' } });
    expect([read(desk).values.text, desk.entry('e').text]).toEqual(['Mine.', 'Theirs.']);
  });

  test('with nothing changed writes nothing to the entry', () => {
    fc.assert(
      fc.property(values, (typed) => {
        fc.pre(typed.text!.trim() !== '');
        const desk = createDesk();
        const basis = entryToDraft(desk.write(typed, 'e'));
        desk.apply(saveDraft(null, 'edit:e', basis, 'd', NOW, { basis }));
        const done = draftToChange(read(desk), desk.entry('e'), [], NOW);
        expect(done.ok && done.value.map(({ kind }) => kind)).toEqual(['draft']);
      }),
    );
  });
});

test('a draft with a broken part keeps the other parts', () => {
  const desk = createDesk();
  desk.apply([
    { id: 'd', kind: 'draft', v: 1, set: { place: 'new', values: { topics: ['music'], energy: 7, when: 'soon', body: 'x' }, basis: [], typed: 3 }, write: { text: 'kept' } },
  ]);
  expect(read(desk)).toMatchObject({ values: { text: 'kept', topics: ['music'] }, basis: {}, typed: {} });
  expect(Object.keys(read(desk).values).sort()).toEqual(['text', 'topics']);
});
