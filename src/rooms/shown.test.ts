import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { applyChange, type Change } from '#core/change.ts';
import { stampOf, tick } from '#core/clock.ts';
import type { VaultRecord } from '#core/record.ts';
import { partsToMarkdown, wordsIn } from '#core/shown.ts';
import ar from './words/ar.json' with { type: 'json' };
import en from './words/en.json' with { type: 'json' };
import es from './words/es.json' with { type: 'json' };
import { DOCS } from './search-docs.ts';
import { beyondEntries, deleteShown, pointingAmong, SHOWN, shownKind, shownOf } from './shown.ts';

const DEVICE = '0'.repeat(13);
let clock = '';
const made = (change: Change, before?: VaultRecord): VaultRecord => {
  clock = tick(clock, Date.parse('2026-11-26T06:00:00.000Z'));
  return applyChange(before, change, stampOf(clock, DEVICE), DEVICE);
};
const question = made({
  id: 'q',
  kind: 'question',
  v: 1,
  set: { made: '2025-11-26T08:00:00.000Z', closed: '' },
  write: { text: 'Is rest mine to choose?', note: 'Not on Mondays.' },
});
const entry = made({ id: 'e', kind: 'entry', v: 1, set: { when: '2026-11-25' }, write: { text: 'Rain.' }, add: { links: ['gathers-under:q'] } });

test('every room that says how its records show is gathered, and every kind has a name in three languages', () => {
  const here = new URL('./', import.meta.url);
  const gathered = readFileSync(new URL('shown.ts', here), 'utf8');
  const rooms = readdirSync(here, { withFileTypes: true }).filter((room) => room.isDirectory() && existsSync(new URL(`${room.name}/shown.ts`, here)));
  expect(rooms.length).toBeGreaterThan(0);
  for (const { name } of rooms) expect(gathered).toContain(`from './${name}/shown.ts'`);
  for (const { kind } of SHOWN)
    for (const words of [en, es, ar] as readonly Record<string, string>[]) {
      expect(words[`kind.${kind}`]?.trim(), kind).toBeTruthy();
      expect(words[`kinds.${kind}`]?.trim(), kind).toBeTruthy();
    }
  for (const part of ['kind', 'folder'] as const) expect(new Set(SHOWN.map((one) => one[part])).size).toBe(SHOWN.length);
  expect(new Set(SHOWN.map(({ href }) => href('x'))).size).toBe(SHOWN.length);
});

test('every label of a part is a word of its room', () => {
  for (const { room } of SHOWN.filter((one) => one.room !== 'journal')) {
    const source = readFileSync(new URL(`./${room}/shown.ts`, import.meta.url), 'utf8');
    const words = JSON.parse(readFileSync(new URL(`./${room}/words/en.json`, import.meta.url), 'utf8')) as Record<string, string>;
    for (const [, label] of source.matchAll(/label: '([^']+)'/g)) expect(words[label!], `${room} ${label}`).toBeTruthy();
  }
});

test('no kind reads what is deleted, of a newer Kith, or of another kind', () => {
  const newer = { ...question, v: 99 };
  const gone = made({ id: 'q', kind: 'question', v: 1, drop: true }, question);
  for (const kind of SHOWN) for (const record of [newer, gone, { ...question, kind: 'nothing-known' }]) expect(kind.read(record), kind.kind).toBeNull();
});

test('a question is found by its words, stands among what is no entry, and knows who points to it', () => {
  const all = [question, entry];
  expect(beyondEntries(all).map(({ id, title }) => [id, title])).toEqual([['q', 'Is rest mine to choose?']]);
  const doc = DOCS.toDoc(question, DOCS.factsOf(all));
  expect(doc).toMatchObject({ id: 'q', when: '2025-11-26', text: 'Is rest mine to choose?\nNot on Mondays.' });
  expect(DOCS.toDoc(entry, DOCS.factsOf(all))).toMatchObject({ id: 'e', text: 'Rain.' });
  expect(pointingAmong(all, 'q')).toEqual([entry]);
  expect(shownKind('question')!.href('q')).toBe('/journal/question/q');
  expect(shownOf(entry)!.links).toEqual([{ to: 'q', as: 'gathers-under' }]);
});

test('parts become Markdown under their headings, empty ones are left out', () => {
  const parts = [
    { label: '', text: 'a' },
    { label: 'part.b', text: ' ' },
    { label: 'part.c', words: ['x', 'y'], text: 'c' },
  ];
  expect(partsToMarkdown(parts, (key) => key.toUpperCase())).toBe('a\n\n## PART.C\n\nX, Y\n\nc');
  expect(wordsIn({ title: 't', parts })).toBe('t\na\nc');
});

test('a commitment that is deleted by its id takes the looks back at it along, as on its page, and nothing of another', () => {
  const plan = made({ id: 'c', kind: 'commitment', v: 1, write: { what: 'Swim' } });
  const look = (id: string, link: string): VaultRecord =>
    made({ id, kind: 'commitment-look', v: 1, set: { day: '2026-11-25' }, write: { happened: 'Rain.' }, add: { links: [link] } });
  const all = [plan, look('l', 'looks-back-at:c'), look('m', 'looks-back-at:other'), look('n', 'about:c'), entry, question];
  expect(deleteShown(plan, all).map(({ id, kind, drop }) => [id, kind, drop])).toEqual([
    ['c', 'commitment', true],
    ['l', 'commitment-look', true],
  ]);
  expect(deleteShown(question, all).map(({ id }) => id)).toEqual(['q']);
});

test('links that lead round in a circle (A to B to A, and through three) are read both ways, and deleting one takes no other along but its looks', () => {
  const at = (id: string, ...links: readonly string[]): VaultRecord => made({ id, kind: 'entry', v: 1, set: { when: '2026-11-25' }, write: { text: id }, add: { links } });
  const two = [at('a', 'about:b'), at('b', 'about:a')];
  expect(two.map((record) => [shownOf(record)!.links, pointingAmong(two, record.id).map(({ id }) => id)])).toEqual([
    [[{ to: 'b', as: 'about' }], ['b']],
    [[{ to: 'a', as: 'about' }], ['a']],
  ]);
  const three = [at('x', 'rests-on:y'), at('y', 'rests-on:z'), at('z', 'rests-on:x', 'comes-from:x')];
  expect(three.map(({ id }) => pointingAmong(three, id).map((one) => one.id))).toEqual([['z'], ['x'], ['y']]);
  const all = [...two, ...three];
  for (const record of all) {
    expect(deleteShown(record, all).map(({ id }) => id)).toEqual([record.id]);
    expect(DOCS.toDoc(record, DOCS.factsOf(all))).toMatchObject({ id: record.id });
  }
  const plan = made({ id: 'c', kind: 'commitment', v: 1, write: { what: 'Swim' }, add: { links: ['comes-from:l'] } });
  const look = made({ id: 'l', kind: 'commitment-look', v: 1, set: { day: '2026-11-25' }, write: { happened: 'Rain.' }, add: { links: ['looks-back-at:c'] } });
  expect(deleteShown(plan, [plan, look]).map(({ id }) => id)).toEqual(['c', 'l']);
  expect(deleteShown(look, [plan, look]).map(({ id }) => id)).toEqual(['l']);
});
