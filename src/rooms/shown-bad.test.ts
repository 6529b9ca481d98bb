// A record may have been written by another device's newer Kith or by a foreign archive: whatever stands in a field, in place of what
// a room puts there, the record reads as null or as something whole, and what is found, exported and listed of it is whole too.

import { expect, test } from 'vitest';
import { applyChange, type Change } from '#core/change.ts';
import { stampOf, tick } from '#core/clock.ts';
import { isReason, MOST_LINK } from '#core/links.ts';
import type { Field, Json, VaultRecord } from '#core/record.ts';
import type { Shown } from '#core/shown.ts';
import { isInstant, isWhen } from '#core/when.ts';
import { otherToMarkdown } from '#formats/shown-markdown.ts';
import { DOCS } from './search-docs.ts';
import { shownKind, shownOf } from './shown.ts';

const DEVICE = '0'.repeat(13);
const STAMP = stampOf(tick('', Date.parse('2026-11-26T06:00:00.000Z')), DEVICE);
const made = (change: Change): VaultRecord => applyChange(undefined, change, STAMP, DEVICE);

const records: readonly VaultRecord[] = [
  made({ id: 'q', kind: 'question', v: 1, set: { made: '2025-11-26T08:00:00.000Z', closed: '' }, write: { text: 'Is rest mine?', note: 'No.' }, add: { links: ['about:b'] } }),
  made({
    id: 'd',
    kind: 'decision',
    v: 1,
    set: {
      form: 'machine',
      chosen: 'a',
      hands: 'mine',
      likely: 65,
      review: '2027-05-03',
      decided: '2026-11-25',
      reviewed: '2026-11-26',
      came: 'yes',
      quality: 'good',
      luck: 'bad',
      made: '2026-11-25T08:00:00.000Z',
      modified: '2026-11-25T08:00:00.000Z',
    },
    write: { question: 'Shall I?', first: 'Yes.', affected: 'Me.', mind: 'Rain.', expect: 'Sun.', happened: 'Rain.', learnt: 'Ask.' },
    add: { options: ['{"key":"a","at":0,"text":"Go","for":["air"],"feelings":["glad"]}'], answers: ['private:yes'], links: ['about:b'] },
  }),
  made({
    id: 'e',
    kind: 'entry',
    v: 1,
    set: { when: '2026-11-25', energy: 1, modified: '2026-11-25T08:00:00.000Z' },
    write: { text: 'Rain.' },
    add: { topics: ['sea'], links: ['about:b'] },
  }),
];

let deep: Json = [];
for (let n = 0; n < 60; n++) deep = n % 2 ? [deep] : { a: deep };

const VALUES: readonly Json[] = [
  null,
  true,
  0,
  -1,
  1e308,
  -0.5,
  101,
  '',
  'x',
  '\ud800',
  'a\nb',
  '0000-01-01',
  '9999-12-31',
  '2026-02-31',
  '2026-11-26',
  '2026-11-26T06:00:00.000Z',
  'not a day at all',
  'constructor',
  'x'.repeat(20_000),
  [],
  [[]],
  [null],
  [1, 'a', {}],
  {},
  { length: 3 },
  { toString: 1, id: 7, text: null, name: [] },
  deep,
  [{ id: 'a' }, { id: 'a' }, { id: 1 }, { id: '', name: '\udfff', text: 'x'.repeat(20_000) }],
  Array.from({ length: 2000 }, (_, n) => ({ id: String(n) })),
];
const FIELDS: readonly Field[] = [
  ...VALUES.map((value): Field => ({ r: [STAMP, value] })),
  ...['', '\ud800', 'x'.repeat(20_000)].map((text): Field => ({ t: [[STAMP, text]] })),
  ...['', 'x', 'about:', 'about:q', 'serves:\ud800', `about:${'x'.repeat(20_000)}`, '\u0000', '{', '[1]'].map((member): Field => ({ s: { [member]: STAMP } })),
];

const expectWhole = (shown: Shown, where: string): void => {
  const { title, parts, when, modified, topics, people, areas, feelings, links } = shown;
  const isText = (text: unknown): boolean => typeof text === 'string';
  expect(isText(title) && parts.every(({ label, text = '', words = [] }) => isText(label) && isText(text) && words.every(isText)), where).toBe(true);
  expect([...topics, ...people, ...areas, ...feelings].every(isText), where).toBe(true);
  expect(isWhen(when) && (modified === '' || isInstant(modified)), `${where}: ${when} ${modified}`).toBe(true);
  expect(
    links.every(({ to, as }) => isText(to) && to.length <= MOST_LINK && isReason(as)),
    where,
  ).toBe(true);
};

test('whatever another wrote into a field, a record reads as null or whole, is found and goes out', () => {
  let whole = 0;
  for (const record of records)
    for (const name of Object.keys(record.fields))
      for (const field of FIELDS) {
        const bad = { ...record, fields: { ...record.fields, [name]: field } };
        const where = `${record.kind}.${name} = ${JSON.stringify(field).slice(0, 80)}`;
        const shown = shownOf(bad);
        if (!shown) continue;
        whole++;
        expectWhole(shown, where);
        expect(typeof DOCS.toDoc(bad, DOCS.factsOf([bad]))?.text, where).toBe('string');
        expect(otherToMarkdown({ shown, kind: shownKind(shown.kind)!, word: (key) => key }), where).toContain('kith:');
      }
  expect(whole).toBeGreaterThan(records.length * FIELDS.length);
});
