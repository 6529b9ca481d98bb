import fc from 'fast-check';
import { expect, test } from 'vitest';
import { entryDraftSchema } from '../../../test/fixtures/entry-draft-schema.ts';
import { createDesk, NOW } from '../../../test/fixtures/journal-desk.ts';
import { changeEntry, faultInDraft, settleTexts, type EntryDraft } from './model.ts';

const text = fc.oneof(fc.string(), fc.constantFrom('', ' ', 'x'.repeat(41), 'x'.repeat(201), `${'x'.repeat(200)} `, 'x'.repeat(501)));
const names = fc.oneof(fc.array(text), fc.constant(Array.from({ length: 501 }, (_, i) => `n${i}`)));
const anything = fc.oneof(fc.anything(), text, names, fc.integer(), fc.constant(null), fc.constant(undefined));
const values: Record<string, fc.Arbitrary<unknown>> = {
  form: fc.constantFrom('entry', 'check-in', 'look-back', 'poem'),
  text,
  when: fc.constantFrom('1660-01-01', '1660-01-01T09:30', '0000-01-01', '2026-02-30', '9999-01-01', '2026-1-1'),
  zone: fc.constantFrom('', 'Z', '+02:00', 'Europe/Paris'),
  calendar: fc.constantFrom('gregorian', 'julian', 'mayan'),
  place: text,
  topics: names,
  people: names,
  areas: names,
  feelings: names,
  energy: fc.constantFrom(-3, -2, -1, 0, 1, 2, 3, 0.5, Number.NaN, null, '1'),
  body: fc.array(fc.record({ area: text, sensation: text }, { requiredKeys: [] })),
  attachments: fc.array(text),
  links: fc.array(fc.record({ to: text, as: fc.constantFrom('looks-back-at', 'gathers-under', 'about', 'near') }, { requiredKeys: [] })),
  journal: text,
  heavy: fc.boolean(),
  again: fc.boolean(),
  restUntil: text,
  broughtIn: fc.option(fc.record({ format: text, key: text, import: text }, { requiredKeys: [] })),
};

const good: Record<string, fc.Arbitrary<unknown>> = {
  form: fc.constantFrom('entry', 'check-in', 'look-back'),
  text: fc.string(),
  when: fc.constantFrom('1660-01-01', '1660-01-01T09:30', '2026-02-28T09:30:10'),
  topics: fc.array(fc.string({ minLength: 1 }).map((word) => `t${word}`)),
  energy: fc.constantFrom(-2, 0, 2, null),
  body: fc.array(fc.record({ area: fc.string(), sensation: fc.string() })),
  links: fc.array(fc.record({ to: fc.string(), as: fc.constantFrom('looks-back-at', 'about') })),
  heavy: fc.boolean(),
};

test('What may be written is the same, whether the schema or the entry itself is asked', () => {
  const one = (name: string) => fc.oneof({ weight: 16, arbitrary: good[name] ?? values[name]! }, { weight: 1, arbitrary: values[name]! }, { weight: 1, arbitrary: anything });
  const mixed = fc.record(Object.fromEntries(Object.keys(values).map((name) => [name, one(name)])), { requiredKeys: [] });
  const drafts = fc.oneof(mixed, fc.record(good, { requiredKeys: [] }));
  let taken = 0;
  fc.assert(
    fc.property(drafts, (draft) => {
      const fault = faultInDraft(draft as EntryDraft);
      if (fault === null) taken++;
      expect(fault === null).toBe(entryDraftSchema.safeParse(draft, { jitless: true }).success);
    }),
    { numRuns: 1500 },
  );
  expect(taken).toBeGreaterThan(10);
});

test.each(Object.keys(values))('each value of %s alone is taken by both or refused by both', (name) => {
  fc.assert(
    fc.property(fc.oneof(values[name]!, anything), (value) => {
      const draft = { [name]: value } as EntryDraft;
      expect(faultInDraft(draft) === null).toBe(entryDraftSchema.safeParse(draft, { jitless: true }).success);
    }),
  );
});

test('an entry changed from a page that is some minutes old keeps what another device wrote meanwhile', () => {
  const [mine, theirs] = [createDesk('0000000000000'), createDesk('1111111111111')];
  const seen = mine.write({ text: 'First.' }, 'e'.repeat(26));
  theirs.takeIn(mine);
  theirs.apply(changeEntry(theirs.entry(seen.id), { text: 'Theirs.' }, NOW));
  // Their text arrives while mine is being typed; the command still works from what was on the screen.
  mine.takeIn(theirs);
  mine.apply(changeEntry(seen, { text: 'Mine.' }, NOW));
  expect([mine.entry(seen.id).text, mine.entry(seen.id).otherTexts]).toEqual(['Mine.', ['Theirs.']]);
  // Changing it again leaves the other version to be settled; settling takes both away, and nothing that came after.
  mine.apply(changeEntry(mine.entry(seen.id), { text: 'Mine, longer.' }, NOW));
  expect(mine.entry(seen.id).otherTexts).toEqual(['Theirs.']);
  const shown = mine.entry(seen.id);
  theirs.takeIn(mine);
  theirs.apply(changeEntry(theirs.entry(seen.id), { text: 'Later.' }, NOW));
  mine.takeIn(theirs);
  mine.apply(settleTexts(shown, 'Both.', NOW));
  expect([mine.entry(seen.id).text, mine.entry(seen.id).otherTexts]).toEqual(['Both.', ['Later.']]);
});
