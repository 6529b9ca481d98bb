import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createDesk, NOW } from '../../../test/fixtures/journal-desk.ts';
import { changeTemplate, createTemplate, deleteTemplate, fromTemplate, templateOf, templatesOf, type TemplatePlace } from './templates.ts';

const shown = (place: TemplatePlace): string => ({ date: '26 March 2026', time: '20:15', weekday: '$& Thursday' })[place];
const deskWith = (text: string) => {
  const desk = createDesk();
  desk.apply(createTemplate({ name: 'Evening', text, topics: ['day'], place: 'Home' }, 't', [], NOW));
  return { desk, template: () => templateOf(desk.record('t'))! };
};

test('the places of a template are filled, and everything else stays as it was typed', () => {
  fc.assert(
    fc.property(
      fc.array(
        fc.oneof(
          fc.string().filter((text) => !/[{}]/.test(text)),
          fc.constantFrom('{{date}}', '{{ Time }}', '{{weekday}}', '{{name}}', '{date}', '$1'),
        ),
      ),
      (parts) => {
        const { template } = deskWith(parts.join(''));
        const wanted = parts
          .map((part) => (part === '{{date}}' ? shown('date') : part === '{{ Time }}' ? shown('time') : part === '{{weekday}}' ? shown('weekday') : part))
          .join('');
        expect(fromTemplate(template(), NOW, shown)).toEqual({ form: 'entry', text: wanted, topics: ['day'], place: 'Home' });
      },
    ),
  );
});

test('a template is changed in what differs, deleted, and brought back as it was', () => {
  const { desk, template } = deskWith('{{date}}');
  desk.apply(changeTemplate(template(), { name: 'Night', people: ['Mercer'] }, [template()]));
  expect(template()).toMatchObject({ name: 'Night', text: '{{date}}', topics: ['day'], people: ['Mercer'] });
  expect(changeTemplate(template(), { name: 'Night' }, [template()])).toEqual({ ok: true, value: [] });
  desk.apply(deleteTemplate(template()));
  expect(templatesOf(desk.records.values())).toEqual([]);
  desk.apply([{ id: 't', kind: 'template', v: 1, revive: true }]);
  expect(template()).toMatchObject({ name: 'Night', topics: ['day'] });
});

test('a template without a name of its own is refused', () => {
  const { template } = deskWith('x');
  const refusal = (name?: string) => createTemplate({ name }, 'u', [template()], NOW);
  expect(refusal()).toMatchObject({ ok: false, error: { code: 'name-empty' } });
  expect(refusal(' evening ')).toMatchObject({ ok: false, error: { code: 'name-taken' } });
  expect(refusal('x'.repeat(101))).toMatchObject({ ok: false, error: { code: 'name-too-long' } });
});
