import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Json } from '#core/record.ts';
import { createDesk } from '../../../test/fixtures/journal-desk.ts';
import { changeSettings, DEFAULT_SETTINGS, initialsOf, SETTINGS, settingsOf, type Settings } from './settings.ts';

const some: fc.Arbitrary<Partial<Settings>> = fc.record(
  {
    language: fc.constantFrom('' as const, 'en' as const, 'es' as const, 'ar' as const),
    theme: fc.constantFrom('system' as const, 'light' as const, 'dark' as const),
    weekStart: fc.option(fc.integer({ min: 0, max: 6 })),
    autoLockMinutes: fc.integer({ min: 0, max: 1440 }),
    quietFrom: fc.constantFrom('', '22:00'),
    quietTo: fc.constantFrom('', '07:30'),
    keepLocation: fc.boolean(),
    anniversaries: fc.boolean(),
    anotherLook: fc.boolean(),
  },
  { requiredKeys: [] },
);

test('what is set holds, on this device and on another; what was never set is at its quietest', () => {
  fc.assert(
    fc.property(some, some, (first, second) => {
      const [here, there] = [createDesk('0000000000000'), createDesk('1111111111111')];
      const read = (desk: typeof here) => settingsOf(desk.records.get(SETTINGS));
      here.apply(changeSettings(read(here), first));
      there.takeIn(here);
      there.apply(changeSettings(read(there), second));
      expect(read(there)).toEqual({ ...DEFAULT_SETTINGS, ...first, ...second });
      here.takeIn(there);
      expect(read(here)).toEqual(read(there));
    }),
  );
  expect(DEFAULT_SETTINGS).toMatchObject({ anniversaries: false, keepLocation: false, quietFrom: '', quietTo: '' });
});

test('a setting that is not one is refused by name and changes nothing; one written wrongly counts as not set', () => {
  expect(changeSettings(DEFAULT_SETTINGS, { quietFrom: '25:00' })).toEqual({ ok: false, error: { code: 'setting-not-valid', with: { where: 'quietFrom' } } });
  expect(changeSettings(DEFAULT_SETTINGS, { constructor: 1 } as never)).toMatchObject({ ok: false });
  fc.assert(
    fc.property(fc.dictionary(fc.constantFrom(...Object.keys(DEFAULT_SETTINGS)), fc.jsonValue()), (values) => {
      const desk = createDesk();
      desk.apply([{ id: SETTINGS, kind: 'settings', v: 1, set: values as Record<string, Json> }]);
      const read = settingsOf(desk.record(SETTINGS));
      expect(changeSettings(DEFAULT_SETTINGS, read).ok).toBe(true);
    }),
  );
});

test('initials are the first letters of the first and the last word', () => {
  expect(['Samuel Pepys', 'rosa', 'Jan van der Meer', '', ' — ', 'سارة علي', '(Ana) ñandú'].map(initialsOf)).toEqual(['SP', 'R', 'JM', '', '', 'سع', 'AÑ']);
});
