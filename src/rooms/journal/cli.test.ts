import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { draftOfParts, parseAt, type Surroundings, type TypedParts } from './cli.ts';
import { isWhen } from '#core/when.ts';
import { faultInDraft } from './model.ts';

const around: Surroundings = {
  now: { when: '2026-03-01T08:05', zone: '+01:00', instant: '2026-03-01T07:05:00.000Z' },
  zoneAt: () => '+01:00',
  wordToId: (_list, typed) => typed.trim().toLowerCase(),
};
const at = (typed: string): string => {
  const read = parseAt(typed, around);
  return read.ok ? `${read.value.when} ${read.value.zone}`.trim() : read.error.code;
};

describe('When it was, as one types it', () => {
  test.each([
    ['2026-05-03', '2026-05-03'],
    ['1660-01-01', '1660-01-01'],
    ['999-5-3', '0999-05-03'],
    ['2026/5/3 9:30', '2026-05-03T09:30'],
    ['2026-05-03T09:30:15+02:00', '2026-05-03T09:30:15 +02:00'],
    ['2026-05-03 9:30pm', '2026-05-03T21:30'],
    ['12am', '2026-03-01T00:00 +01:00'],
    ['09:30', '2026-03-01T09:30 +01:00'],
    ['yesterday', '2026-02-28'],
    ['Yesterday 21:00', '2026-02-28T21:00 +01:00'],
    ['ayer', '2026-02-28'],
    ['أمس', '2026-02-28'],
    ['٢٠٢٦-٠٥-٠٣', '2026-05-03'],
    ['today', '2026-03-01'],
    ['now', '2026-03-01T08:05 +01:00'],
    ['2026-02-29', 'date-does-not-exist'],
    ['0-1-1', 'date-out-of-range'],
    ['9999-01-01', 'date-out-of-range'],
    ['25:00', 'date-not-understood'],
    ['13pm', 'date-not-understood'],
    ['yesterday soon', 'date-not-understood'],
    ['constructor', 'date-not-understood'],
    ['', 'date-not-understood'],
  ])('%s', (typed, read) => {
    expect(at(typed)).toBe(read);
  });

  test('anything typed is a day that an entry can have, or a refusal', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.stringMatching(/^\d{1,4}-\d{1,2}-\d{1,2}([ T]\d{1,2}:\d\d)?$/)), (typed) => {
        const read = parseAt(typed, around);
        expect(read.ok ? isWhen(read.value.when) : read.error.code.startsWith('date-')).toBe(true);
      }),
    );
  });
});

test('Whatever is typed after the options is an entry that may be written, or is refused by name', () => {
  const some = fc.array(fc.string(), { maxLength: 3 });
  const parts = fc.record<TypedParts>({
    at: fc.option(fc.constantFrom('09:30', '2026-05-03', 'x'), { nil: undefined }),
    place: fc.option(fc.string(), { nil: undefined }),
    energy: fc.option(fc.constantFrom('-2', '+1', '0', '٢', '−1', '3', 'x'), { nil: undefined }),
    topics: some,
    people: some,
    areas: some,
    feelings: some,
    body: some,
  });
  fc.assert(
    fc.property(parts, (typed) => {
      const draft = draftOfParts(typed, around);
      if (!draft.ok) {
        expect(['date-not-understood', 'option-value-wrong']).toContain(draft.error.code);
        return;
      }
      const names = [...typed.topics, ...typed.people, ...typed.areas, ...typed.feelings];
      const fault = faultInDraft(draft.value);
      if (names.every((name) => name.trim() !== '')) expect(fault).toBeNull();
    }),
  );
});
