import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Json } from '#core/record.ts';
import { findJsonList, jsonElements, numberAt, parseJson, textAt, valueAt } from './json.ts';

const elements = (text: string, known?: (value: Json) => boolean) => {
  const at = findJsonList(text, 'entries');
  return at.ok ? [...jsonElements(text, at.value, known)] : [];
};
const good = (text: string, known?: (value: Json) => boolean) =>
  elements(text, known)
    .filter((element) => element.value.ok)
    .map((element) => (element.value.ok ? element.value.value : null));

describe('JSON from elsewhere', () => {
  test('is taken exactly when the platform takes it, with the same value', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.json(),
          fc.string(),
          fc.json().chain((text) => fc.nat(text.length).map((cut) => text.slice(0, cut))),
        ),
        (text) => {
          let plain: { value: unknown } | null = null;
          try {
            plain = { value: JSON.parse(text) };
          } catch {
            plain = null;
          }
          const mine = parseJson(text);
          expect(mine.ok).toBe(plain !== null);
          if (mine.ok && plain) expect(mine.value).toEqual(plain.value);
        },
      ),
      { numRuns: 500 },
    );
  });
  test.each([
    ['{"a": 1,}', 1, 9],
    ['{\n  "a": tru\n}', 2, 8],
    ['["a\nb"]', 1, 4],
    ['', 1, 1],
    ['[1] 2', 1, 5],
    ['{"a"', 1, 5],
    ['"\\u12G4"', 1, 6],
  ])('a fault in %j is named by line and column', (text, line, column) => {
    expect(parseJson(text)).toEqual({ ok: false, error: { code: 'json-broken', with: { line, column } } });
  });
  test('ten thousand levels are refused with their place, and so are a million and a half', () => {
    const deep = parseJson('['.repeat(10_000) + ']'.repeat(10_000));
    expect(deep).toEqual({ ok: false, error: { code: 'json-too-deep', with: { line: 1, column: 201 } } });
    expect(parseJson('{"a":'.repeat(1_500_000))).toMatchObject({ ok: false, error: { code: 'json-too-deep' } });
  });
  test('keys with names of the language are keys like any other', () => {
    const parsed = parseJson('{"__proto__": {"polluted": true}, "constructor": 1}');
    expect(parsed.ok && Object.keys(parsed.value as object)).toEqual(['__proto__', 'constructor']);
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
    const empty = parseJson('{}');
    expect(empty.ok && [valueAt(empty.value, 'constructor'), textAt(empty.value, '__proto__'), numberAt(empty.value, 'toString')]).toEqual([undefined, '', null]);
  });
  test('a lone half of a sign does not get through', () => {
    const parsed = parseJson('{"a": "x\\ud800"}');
    expect(parsed.ok && textAt(parsed.value, 'a')).toBe('x\ufffd');
  });
});

describe('a list of entries', () => {
  test('gives all its elements, whatever stands around it', () => {
    fc.assert(
      fc.property(fc.array(fc.jsonValue(), { maxLength: 8 }), fc.boolean(), (list, spaced) => {
        expect(good(JSON.stringify({ metadata: { entries: [9] }, entries: list, after: 1 }, null, spaced ? 2 : undefined))).toEqual(JSON.parse(JSON.stringify(list)));
      }),
    );
  });
  test('cut anywhere still gives every entry before the cut', () => {
    const list = Array.from({ length: 6 }, (_, n) => ({ id: `e${n}`, photos: [{ a: 1 }, { a: 2 }], text: 'a "quoted" \\ text' }));
    const text = JSON.stringify({ metadata: {}, entries: list });
    const ends = list.map((entry) => text.indexOf(JSON.stringify(entry)) + JSON.stringify(entry).length);
    fc.assert(
      fc.property(fc.nat(text.length - 1), (cut) => {
        expect(good(text.slice(0, cut), (value) => textAt(value, 'id') !== '')).toHaveLength(ends.filter((end) => end <= cut).length);
      }),
    );
  });
  test('names the line of each element and of the fault, and goes on after a broken one', () => {
    const text = '{\n"entries": [\n{"id": "a"},\n{"id": "b" "x"},\n{"id": "c", "photos": [{"p": 1}, {"p": 2}]}\n]}';
    expect(elements(text, (value) => textAt(value, 'id') !== '')).toEqual([
      { number: 1, line: 3, value: { ok: true, value: { id: 'a' } } },
      { number: 2, line: 4, value: { ok: false, error: { code: 'json-broken', with: { line: 4, column: 12 } } } },
      { number: 3, line: 5, value: { ok: true, value: { id: 'c', photos: [{ p: 1 }, { p: 2 }] } } },
    ]);
  });
  test('skips an element that is too deep and takes the next', () => {
    const text = `{"entries": [${'['.repeat(10_000)}${']'.repeat(10_000)}, {"id": "b"}]}`;
    expect(elements(text).map((element) => (element.value.ok ? 'ok' : element.value.error.code))).toEqual(['json-too-deep', 'ok']);
  });
  test('a file without the list says so', () => {
    expect(findJsonList('{"other": []}', 'entries')).toEqual({ ok: false, error: { code: 'list-missing', with: { key: 'entries' } } });
  });
  test('no text makes it throw', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.stringMatching(/^[{}[\]",:a \n\\]{0,60}$/)), (text) => {
        elements(text);
        expect([...jsonElements(text, 0, () => true)].length).toBeGreaterThanOrEqual(0);
      }),
      { numRuns: 500 },
    );
  });
});
