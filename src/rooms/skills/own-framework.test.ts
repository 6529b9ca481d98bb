import fc from 'fast-check';
import { expect, test } from 'vitest';
import { orThrow } from '#core/result.ts';
import { createDesk, NOW } from '../../../test/fixtures/journal-desk.ts';
import { frameworkOf, MOST, skillOf, takeUpSkill, type Item } from './model.ts';
import { changeFramework, makeFramework, namesIn, namesToText, typedOf } from './own-framework.ts';

const SCHOOL = 'Working together\n- Asks before helping\n- Says no in time\nAlone\n- Says no in time';
const begun = () => {
  const desk = createDesk();
  desk.apply(makeFramework({ title: ' Our  school ', creator: '', licence: 'CC BY 4.0', names: SCHOOL }, 'en', 'f', NOW));
  return { desk, here: () => frameworkOf(desk.record('f'))! };
};
const byName = (items: readonly Item[]) => Object.fromEntries(items.map((item) => [`${items.find(({ id }) => id === item.parent)?.name ?? ''}/${item.name}`, item]));

test('a line that begins with a dash, or stands further in, belongs to the line above it, as people write lists', () => {
  const [together, asks] = orThrow(namesIn('Together\n- Asks')) as [Item, Item];
  expect([together.parent, asks.parent]).toEqual(['', together.id]);
  for (const text of [
    'Together\n- Asks',
    'Together\n\n \u2013 Asks',
    '  Together\n    Asks',
    '- Together\n  - Asks',
    '* Together\r\n\t* Asks',
    '\u2022 Together\n\u2014 Asks',
    'Together\n- Asks\n- Asks',
  ])
    expect(namesToText(orThrow(namesIn(text))), text).toBe('Together\n- Asks');
  expect(namesToText(orThrow(namesIn('A\n- B\n\u2014 C\n- D\nE')))).toBe('A\n- B\n-- C\n- D\nE');
  // The first line has nothing above it.
  expect(namesToText(orThrow(namesIn('--- A\nB')))).toBe('A\nB');
});

test('names as lines read back the same, and names that were not touched keep their ids and codes', () => {
  const tree = fc.array(fc.tuple(fc.stringMatching(/^[a-f]{1,2}$/), fc.integer({ min: 0, max: 3 })), { minLength: 1, maxLength: 14 });
  fc.assert(
    fc.property(tree, tree, (some, others) => {
      const textOf = (of: typeof some): string => of.map(([name, depth]) => `${'-'.repeat(depth)} ${name}`).join('\n');
      const items = orThrow(namesIn(textOf(some))).map((item, at) => ({ ...item, code: `c${at}` }));
      expect(new Set(items.map(({ id }) => id)).size).toBe(items.length);
      expect(orThrow(namesIn(namesToText(items), items)).toSorted((a, b) => (a.id < b.id ? -1 : 1))).toEqual(items.toSorted((a, b) => (a.id < b.id ? -1 : 1)));
      // Whatever else is written, no id comes twice, and none comes to another name.
      const changed = orThrow(namesIn(textOf(others), items));
      expect(new Set(changed.map(({ id }) => id)).size).toBe(changed.length);
      for (const { id, name } of changed) expect(items.find((item) => item.id === id)?.name ?? name).toBe(name);
    }),
    { numRuns: 60 },
  );
});

test('a framework of one’s own is made and changed by hand; what moves stays the same name, and skills taken up stay', () => {
  const { desk, here } = begun();
  expect(here()).toMatchObject({ title: 'Our school', licence: 'CC BY 4.0', language: 'en', isShipped: false });
  const before = byName(here().items);
  desk.apply(takeUpSkill({ name: 'Asks before helping', framework: 'f', item: before['Working together/Asks before helping']!.id }, 's', NOW));
  expect(changeFramework(here(), typedOf(here()))).toEqual({ ok: true, value: [] });
  desk.apply(changeFramework(here(), { ...typedOf(here()), creator: 'Us', names: 'Alone\n- Says no in time\n- Asks before helping\nRests' }));
  const after = byName(here().items);
  expect(Object.keys(after)).toEqual(['/Alone', 'Alone/Says no in time', 'Alone/Asks before helping', '/Rests']);
  expect(here()).toMatchObject({ creator: 'Us', origin: expect.stringMatching(/^[0-9a-f-]{36}$/) });
  expect(after['Alone/Says no in time']!.id).toBe(before['Alone/Says no in time']!.id);
  expect(after['Alone/Asks before helping']!.id).toBe(before['Working together/Asks before helping']!.id);
  expect(skillOf(desk.record('s'))).toMatchObject({ name: 'Asks before helping', framework: 'f' });
});

test('what is wrong with it is said, and nothing is written', () => {
  const { here } = begun();
  const right = typedOf(here());
  for (const [wrong, code] of [
    [{ title: ' ' }, 'framework-no-title'],
    [{ creator: 'x'.repeat(MOST.title + 1) }, 'framework-line-long'],
    [{ names: '\n - \n' }, 'framework-no-names'],
    [{ names: 'x'.repeat(MOST.statement + 1) }, 'framework-name-long'],
    [{ names: Array.from({ length: MOST.items + 1 }, (_, at) => `n${at}`).join('\n') }, 'framework-too-many'],
  ] as const) {
    expect(makeFramework({ ...right, ...wrong }, 'en', 'x', NOW)).toMatchObject({ ok: false, error: { code } });
    expect(changeFramework(here(), { ...right, ...wrong })).toMatchObject({ ok: false, error: { code } });
  }
  expect(changeFramework({ ...here(), isShipped: true }, right)).toMatchObject({ ok: false, error: { code: 'framework-of-kith' } });
});
