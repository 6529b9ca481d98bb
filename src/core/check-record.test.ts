import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { checkRecord } from '#core/check-record.ts';
import { applyChange } from '#core/change.ts';
import { stampOf, tick } from '#core/clock.ts';
import { merge, type VaultRecord } from '#core/record.ts';
import { anyRecord } from '../../test/fixtures/any-record.ts';

const device = '0123456789abc';
const stamp = stampOf(tick('', 1_700_000_000_000), device);
const good: VaultRecord = {
  id: 'a'.repeat(26),
  kind: 'entry',
  v: 1,
  seen: { [device]: stamp },
  fields: { text: { t: [[stamp, 'x']] }, when: { r: [stamp, '2024-01-01'] }, topics: { s: { sea: stamp } } },
};
const whereOf = (json: unknown): unknown => {
  const result = checkRecord(json);
  return result.ok ? 'ok' : result.error.with?.where;
};

describe('a record from outside', () => {
  test('every record that Kith can hold passes unchanged, of any kind and version', () => {
    fc.assert(
      fc.property(anyRecord(), (record) => {
        const json: unknown = JSON.parse(JSON.stringify(record));
        expect(checkRecord(json)).toEqual({ ok: true, value: record });
      }),
      { numRuns: 200 },
    );
  });

  test('what merging and the gate make passes too', () => {
    fc.assert(
      fc.property(anyRecord(), anyRecord(), (a, b) => {
        const merged = merge(a, { ...b, id: a.id });
        expect(checkRecord(merged).ok).toBe(true);
        const later = stampOf(tick('', 7_200_000_000_000), device);
        expect(checkRecord(applyChange(merged, { id: a.id, kind: a.kind, v: a.v, drop: true }, later, device)).ok).toBe(true);
      }),
      { numRuns: 100 },
    );
  });

  test('anything at all is answered, never thrown', () => {
    fc.assert(
      fc.property(fc.anything(), (value) => typeof checkRecord(value).ok === 'boolean'),
      { numRuns: 500 },
    );
  });

  test('one part changed to anything else never gives a record of another shape', () => {
    fc.assert(
      fc.property(fc.constantFrom(...Object.keys(good)), fc.jsonValue(), (name, value) => {
        const result = checkRecord({ ...good, [name]: value });
        if (result.ok) expect(JSON.stringify(result.value)).toBe(JSON.stringify({ ...good, [name]: value }));
      }),
      { numRuns: 500 },
    );
  });

  test('says which part is not as it should be', () => {
    expect(whereOf(good)).toBe('ok');
    expect(whereOf(null)).toBe('record');
    expect(whereOf({ ...good, extra: 1 })).toBe('record.extra');
    expect(whereOf({ ...good, id: '../x' })).toBe('id');
    expect(whereOf({ ...good, kind: '__proto__' })).toBe('kind');
    expect(whereOf({ ...good, v: 0 })).toBe('v');
    expect(whereOf({ ...good, seen: { [device]: 'zzz' } })).toBe('seen');
    expect(whereOf({ ...good, seen: {} })).toBe('fields.text');
    expect(whereOf({ ...good, fields: { text: { t: [] } } })).toBe('fields.text');
    expect(whereOf({ ...good, fields: { text: { t: [[stamp, 1]] } } })).toBe('fields.text');
    expect(
      whereOf({
        ...good,
        fields: {
          text: {
            t: [
              [stamp, 'a'],
              [stamp, 'b'],
            ],
          },
        },
      }),
    ).toBe('fields.text');
    expect(whereOf({ ...good, fields: { x: { r: [stamp, 1], t: [] } } })).toBe('fields.x');
    expect(whereOf({ ...good, deletion: { at: stamp, seen: { [device]: stamp }, emptied: 1 } })).toBe('deletion.emptied');
  });

  test('names that reach a prototype are refused as names and kept as words', () => {
    const field = JSON.parse(`{"__proto__": {"r": ["${stamp}", 1]}}`) as object;
    expect(whereOf({ ...good, fields: field })).toBe('fields');
    const inside = JSON.parse('{"a": {"__proto__": {"polluted": true}}}') as unknown;
    expect(whereOf({ ...good, fields: { x: { r: [stamp, inside] } } })).toBe('fields.x');
    const member = JSON.parse(`{"__proto__": "${stamp}"}`) as object;
    const result = checkRecord({ ...good, fields: { topics: { s: member } } });
    expect(result.ok && Object.keys((result.value.fields.topics as { s: object }).s)).toEqual(['__proto__']);
    expect(({} as { polluted?: boolean }).polluted).toBe(undefined);
  });

  test('nesting far too deep is refused, not followed', () => {
    let deep: unknown = 1;
    for (let i = 0; i < 10_000; i++) deep = [deep];
    expect(whereOf({ ...good, fields: { x: { r: [stamp, deep] } } })).toBe('fields.x');
  });
});
