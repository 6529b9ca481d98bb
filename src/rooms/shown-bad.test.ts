// A record may have been written by another device's newer Kith or by a foreign archive: whatever stands in a field, in place of what
// a room puts there, the record reads as null or as something whole, and what is found, exported and listed of it is whole too.
// The records are those that the rooms' own commands make (no-gate.ts); the fields are all that their kinds declare.

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { applyChange, type Change } from '#core/change.ts';
import { stampOf, tick } from '#core/clock.ts';
import type { Kind } from '#core/kind.ts';
import { isReason, MOST_LINK } from '#core/links.ts';
import type { Commands } from '#core/no-gate.ts';
import type { Field, Json, VaultRecord } from '#core/record.ts';
import { orThrow } from '#core/result.ts';
import type { Shown, ShownKind } from '#core/shown.ts';
import { emptySnapshot, withRecords } from '#core/snapshot.ts';
import { isInstant, isWhen } from '#core/when.ts';
import { otherToMarkdown } from '#formats/shown-markdown.ts';
import { DOCS } from './search-docs.ts';
import { SHOWN, shownKind, shownOf } from './shown.ts';

const DEVICE = '0'.repeat(13);
const NOW = { when: '2026-11-26T09:00', zone: '+03:00', instant: '2026-11-26T06:00:00.000Z' };
const STAMP = stampOf(tick('', Date.parse(NOW.instant)), DEVICE);
const HERE = new URL('./', import.meta.url);

/** What a command and those that it stands on leave behind. */
const leftBy = (name: string, commands: Commands): VaultRecord[] => {
  const { on, do: perform } = commands[name]!;
  const there = new Map((on === undefined ? [] : leftBy(on, commands)).map((record) => [record.id, record]));
  let [count, clock] = [0, STAMP.slice(0, -DEVICE.length)];
  const records = [...there.values()];
  const given = perform({
    records,
    snapshot: withRecords(emptySnapshot(), records),
    newId: () => `${name.toLowerCase()}${++count}`.padEnd(26, '0'),
    now: NOW,
    me: 'a'.repeat(26),
    other: 'b'.repeat(26),
    circle: 'c'.repeat(26),
  });
  const value = 'ok' in given ? orThrow(given as { readonly ok: true; readonly value: Change | readonly Change[] }) : given;
  for (const change of [value].flat() as readonly Change[]) {
    clock = tick(clock, Date.parse(NOW.instant));
    there.set(change.id, applyChange(there.get(change.id), change, stampOf(clock, DEVICE), DEVICE));
  }
  return [...there.values()];
};

interface Base {
  readonly record: VaultRecord;
  readonly kind: Kind;
  readonly shows: ShownKind;
}

const isKind = (value: unknown): value is Kind => typeof value === 'object' && value !== null && 'migrations' in value && 'fields' in value;

/** One record of each kind that shows, with the declaration of its kind. */
const read = async (): Promise<Base[]> => {
  const out: Base[] = [];
  for (const { name: room } of readdirSync(HERE, { withFileTypes: true }).filter(({ name }) => existsSync(new URL(`${name}/shown.ts`, HERE)))) {
    const { commands } = (await import(`./${room}/no-gate.ts`)) as { readonly commands: Commands };
    const kinds = new Map<string, Kind>();
    for (const file of readdirSync(new URL(`${room}/`, HERE)).filter((one) => /^[a-z-]+\.ts$/.test(one))) {
      const found = (await import(`./${room}/${file.slice(0, -3)}.ts`)) as Readonly<Record<string, unknown>>;
      // A room may give kinds of one shape under one name.
      for (const value of Object.values(found).flatMap((one) => (isKind(one) || typeof one !== 'object' || one === null ? [one] : Object.values(one as object))))
        if (isKind(value)) kinds.set(value.name, value);
    }
    for (const record of Object.keys(commands).flatMap((name) => leftBy(name, commands))) {
      const [shows, kind] = [shownKind(record.kind), kinds.get(record.kind)];
      if (shows && kind && shownOf(record) && !out.some(({ record: { kind: had } }) => had === record.kind)) out.push({ record, kind, shows });
    }
  }
  return out;
};

let gathered: Promise<Base[]> | undefined;
const bases = (): Promise<Base[]> => (gathered ??= read());

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
  'constructor',
  deep,
  '0000-01-01',
  '9999-12-31',
  '2026-02-31',
  '2026-11-26',
  '2026-11-26T06:00:00.000Z',
  '2026-02-31T06:00:00.000Z',
  'not a day at all',
  'x'.repeat(20_000),
  [],
  [[]],
  [null],
  [1, 'a', {}],
  {},
  { length: 3 },
  { toString: 1, id: 7, text: null, name: [] },
  [['a', 1, 0.5], ['a'], [[], {}]],
  [{ id: 'a' }, { id: 'a' }, { id: 1 }, { id: '', name: '\udfff', text: 'x'.repeat(20_000) }],
  Array.from({ length: 2000 }, (_, n) => ({ id: String(n) })),
];
const LONG_KEY = JSON.stringify({ key: 'k'.repeat(40), text: 'a', for: [1], at: 'x' });
const FIELDS: readonly Field[] = [
  ...VALUES.map((value): Field => ({ r: [STAMP, value] })),
  ...['', '\ud800', 'x'.repeat(20_000)].map((text): Field => ({ t: [[STAMP, text]] })),
  ...['', 'x', 'about:', 'about:q', 'serves:\ud800', `about:${'x'.repeat(20_000)}`, '\u0000', '{', '[1]', 'null', LONG_KEY, 'x 9999-99-99'].map((member): Field => ({
    s: { [member]: STAMP },
  })),
  { s: Object.fromEntries(Array.from({ length: 500 }, (_, n) => [`about:${n}`, STAMP])) },
];

const catalogues = (room: string): readonly Readonly<Record<string, string>>[] =>
  ['en', 'es', 'ar'].map((language) => JSON.parse(readFileSync(new URL(`${room}/words/${language}.json`, HERE), 'utf8')) as Record<string, string>);

/** What is not whole in what a record shows; '' where all is. Said at the end in one go: there are thousands to look at. */
const faultIn = (shown: Shown, words: readonly Readonly<Record<string, string>>[]): string => {
  const { title, parts, when, modified, topics, people, areas, feelings, links } = shown;
  const isText = (text: unknown): boolean => typeof text === 'string';
  if (!isText(title) || ![...topics, ...people, ...areas, ...feelings].every(isText)) return 'title or names are no text';
  if (!isWhen(when)) return `when: ${String(when).slice(0, 40)}`;
  if (modified !== '' && !isInstant(modified)) return `modified: ${String(modified).slice(0, 40)}`;
  if (!links.every(({ to, as }) => isText(to) && to.length <= MOST_LINK && isReason(as))) return 'links';
  for (const { label, text = '', words: chosen = [] } of parts) {
    if (!isText(text)) return `${label} is no text`;
    const unknown = (label === '' ? chosen : [label, ...chosen]).find((key) => !words.every((catalogue) => catalogue[key]));
    if (unknown !== undefined) return `no words for ${unknown}`;
  }
  return '';
};

test('whatever another wrote into a field, a record reads as null or whole, is found and goes out', async () => {
  const all = await bases();
  expect(new Set(all.map(({ record }) => record.kind))).toEqual(new Set(SHOWN.map(({ kind }) => kind)));
  const faults: string[] = [];
  for (const { record, kind, shows } of all) {
    const words = catalogues(shows.room);
    const written = new Set<string>();
    let whole = 0;
    for (const name of Object.keys(kind.fields))
      for (const field of FIELDS) {
        const bad = { ...record, fields: { ...record.fields, [name]: field } };
        let fault = '';
        try {
          const shown = shownOf(bad);
          if (!shown) continue;
          whole++;
          fault = faultIn(shown, words) || (typeof DOCS.toDoc(bad, DOCS.factsOf([bad]))?.text === 'string' ? '' : 'it is not found');
          // What stands over the words of a file is written once for each that differs.
          const { parts: _, ...over } = shown;
          const front = JSON.stringify(over);
          if (!written.has(front) && !otherToMarkdown({ shown, kind: shows, word: (key) => key }).includes('kith:')) fault ||= 'it does not go out';
          written.add(front);
        } catch (thrown) {
          fault = String(thrown);
        }
        if (fault !== '') faults.push(`${record.kind}.${name} = ${JSON.stringify(field).slice(0, 100)}: ${fault}`);
      }
    expect(whole, record.kind).toBeGreaterThan(FIELDS.length);
  }
  expect(faults).toEqual([]);
});

test('a link that anything has is shown: what is added to any kind outside its room does not vanish', async () => {
  for (const { record } of await bases()) {
    const linked = { ...record, fields: { ...record.fields, links: { s: { 'rests-on:somewhere': STAMP } } } };
    const shown = shownOf(linked);
    // What is nothing without the link that its own command made is left as it is.
    if (shown) expect(shown.links, record.kind).toContainEqual({ to: 'somewhere', as: 'rests-on' });
  }
});
