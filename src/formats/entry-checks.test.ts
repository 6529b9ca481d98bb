import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isWhen } from '#core/when.ts';
import { checkedEntry, createKeyring, createTally, keyedEntry, problemFrom } from './entry-checks.ts';

const entry = (more: object = {}) => ({ key: '', when: '2024-05-01', text: 'x', from: { file: 'a.md', entry: 1 }, ...more });

describe('before an entry is handed on', () => {
  test('its day is valid, or it is a problem that names the place', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.constantFrom('0000-01-01', '9999-12-31', '2024-02-30', '2024-05-01T10:00')), (when) => {
        const out = checkedEntry(entry({ when }));
        expect('entry' in out ? isWhen(out.entry.when) : 'problem' in out && out.problem.at).toEqual('entry' in out ? true : { entry: 1 });
      }),
    );
    expect(checkedEntry(entry({ when: '0000-05-01' }))).toMatchObject({ problem: { code: 'date-out-of-range', with: { text: '0000-05-01' } } });
    expect(checkedEntry(entry({ when: '' }))).toMatchObject({ problem: { code: 'no-date' } });
  });
  test('an entry that says nothing, or is over ten million letters, is named and left out', () => {
    expect(checkedEntry(entry({ text: ' \n' }))).toMatchObject({ problem: { code: 'entry-empty', at: { day: '2024-05-01' } } });
    expect(checkedEntry(entry({ text: '', feelings: ['calm'] }))).toMatchObject({ entry: { feelings: ['calm'] } });
    expect(checkedEntry(entry({ text: 'x'.repeat(10_000_001) }))).toMatchObject({ problem: { code: 'entry-too-long' } });
  });
  test('names are tidied and bounded', () => {
    const out = checkedEntry(entry({ topics: ['  a\tb ', 'A B', '', 'x'.repeat(999)], zone: 'Mars/Base', place: 'y'.repeat(999) }));
    expect('entry' in out && [out.entry.topics, out.entry.zone, out.entry.place!.length]).toEqual([['a b', 'x'.repeat(200)], '', 200]);
  });
});

test('an id that comes twice: the same entry comes in once, another one gets its own key', () => {
  const keyring = createKeyring();
  const read = (text: string) => [...keyedEntry(entry({ key: 'k', text }), keyring)];
  expect(read('one')).toMatchObject([{ entry: { key: 'k' } }]);
  expect(read('one')).toMatchObject([{ problem: { code: 'entry-repeated' } }]);
  expect(read('two')).toMatchObject([{ problem: { code: 'id-repeated' } }, { entry: { key: 'k~2' } }]);
  expect(read('two')).toMatchObject([{ problem: { code: 'entry-repeated' } }]);
});

test('what is left out in many places is told once', () => {
  const tally = createTally();
  tally.add('fields-left-out', 'a.md', 1, 'aliases');
  tally.add('fields-left-out', 'b.md', 2, 'cssclass');
  expect(tally.problems()).toEqual([{ problem: { code: 'fields-left-out', file: 'a.md', with: { count: 3, names: 'aliases, cssclass' } } }]);
});

test('a refusal becomes a problem of its file, with the line where it is known', () => {
  expect(problemFrom({ code: 'json-broken', with: { line: 3, column: 4 } }, 'a.json', { entry: 2 })).toEqual({
    problem: { code: 'json-broken', file: 'a.json', at: { entry: 2, line: 3 }, with: { line: 3, column: 4 } },
  });
});
