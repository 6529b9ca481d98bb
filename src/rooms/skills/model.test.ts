import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createDesk, NOW } from '../../../test/fixtures/journal-desk.ts';
import { deleteFramework, frameworkOf, frameworksOf, MOST, renameSkill, skillOf, skillsOf, takeInFramework, takeUpSkill, treeOf, type Item } from './model.ts';
import { shown } from './shown.ts';

test('a skill is a name and what shows it; there is no level anywhere', () => {
  const desk = createDesk();
  const entry = '0'.repeat(26);
  desk.apply(takeUpSkill({ name: ' Empathy ', framework: 'lifecomp', item: 'S1' }, 'a', NOW, [{ to: entry, as: 'rests-on' }]));
  const skill = skillOf(desk.record('a'))!;
  expect(skill).toEqual({ id: 'a', name: 'Empathy', framework: 'lifecomp', item: 'S1', note: '', when: NOW.when, made: NOW.instant });
  expect(shown[0]!.read(desk.record('a'))).toMatchObject({ title: 'Empathy', parts: [], links: [{ to: entry, as: 'rests-on' }] });
  expect(takeUpSkill({ name: ' ' }, 'b', NOW)).toMatchObject({ ok: false, error: { code: 'skill-no-name' } });
  expect(takeUpSkill({ name: 'x'.repeat(MOST.name + 1) }, 'b', NOW)).toMatchObject({ ok: false, error: { code: 'skill-name-long' } });
});

test('a skill of one’s own gets another name; one of a framework that comes with Kith is called as it is there, in each language', () => {
  const desk = createDesk();
  desk.apply(takeUpSkill({ name: 'Bikes' }, 'a', NOW));
  desk.apply(takeUpSkill({ name: 'Empathy', framework: 'lifecomp', item: 'S1' }, 'b', NOW));
  const [own, taken] = [skillOf(desk.record('a'))!, skillOf(desk.record('b'))!];
  desk.apply(renameSkill(own, '  Fixing  bikes ', NOW));
  expect(skillOf(desk.record('a'))!.name).toBe('Fixing bikes');
  expect(renameSkill(own, 'Bikes', NOW)).toEqual({ ok: true, value: [] });
  expect(renameSkill(own, ' ', NOW)).toMatchObject({ ok: false, error: { code: 'skill-no-name' } });
  expect(renameSkill(taken, 'Kindness', NOW)).toMatchObject({ ok: false, error: { code: 'skill-of-kith' } });
});

test('a framework goes, and the skills taken up from it stay', () => {
  const desk = createDesk();
  const items = [{ id: 'i', code: '', name: 'Asking', parent: '' }];
  desk.apply(takeInFramework({ title: 'Ours', creator: '', licence: '', language: 'en', origin: 'o', items }, 'f', NOW));
  expect(frameworkOf(desk.record('f'))).toMatchObject({ title: 'Ours', items, origin: 'o', isShipped: false });
  desk.apply(takeUpSkill({ name: 'Asking', framework: 'f', item: 'i' }, 's', NOW));
  desk.apply(deleteFramework({ id: 'f' }));
  expect(frameworksOf(desk.records.values())).toEqual([]);
  expect(skillsOf(desk.records.values()).map(({ name }) => name)).toEqual(['Asking']);
  expect(takeInFramework({ title: '', creator: '', licence: '', language: '', origin: '', items: [] }, 'g', NOW)).toMatchObject({ ok: false, error: { code: 'framework-empty' } });
});

test('every item of a framework stands in its tree once, whatever its parents say', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.integer({ min: 0, max: 15 }), fc.integer({ min: -1, max: 15 })), { maxLength: 16 }), (pairs) => {
      const items = [...new Map(pairs.map(([id, parent]): [string, Item] => [`i${id}`, { id: `i${id}`, code: '', name: 'x', parent: parent < 0 ? '' : `i${parent}` }])).values()];
      const placed = treeOf(items);
      expect(placed.map(({ item }) => item.id).sort()).toEqual(items.map(({ id }) => id).sort());
      for (const [at, { item, depth }] of placed.entries()) if (depth > 0) expect(placed.slice(0, at).some((one) => one.item.id === item.parent)).toBe(true);
    }),
  );
});
