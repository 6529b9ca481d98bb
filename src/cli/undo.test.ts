import fc from 'fast-check';
import { expect, test } from 'vitest';
import { applyChange, type Change } from '#core/change.ts';
import { stampOf, tick } from '#core/clock.ts';
import { checkRecord } from '#core/check-record.ts';
import type { VaultRecord } from '#core/record.ts';
import { forgetActs, keepAct, lastAct, takeBack, undoId, type Act } from './undo.ts';

const device = '0123456789abc';

/** Records as the gate would keep them. */
const createGate = () => {
  let clock = '';
  const records = new Map<string, VaultRecord>();
  return {
    records,
    commit: (changes: readonly Change[]) => {
      for (const change of changes) {
        clock = tick(clock, 1000);
        records.set(change.id, applyChange(records.get(change.id), change, stampOf(clock, device), device));
      }
    },
  };
};

const act = (id: string, size = 10): Act => ({ what: 'changed', id, changes: [{ id, kind: 'entry', v: 1, write: { text: 'x'.repeat(size) } }] });

test('The last act is taken back first, over several journals, and each only once', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom('', 'night'), { minLength: 1, maxLength: 15 }), (journals) => {
      const gate = createGate();
      for (const [i, journal] of journals.entries()) gate.commit([keepAct(act(`e${i}`), `m${i}`, device, journal, gate.records.get(undoId(device, journal)))]);
      for (let i = journals.length - 1; i >= 0; i--) {
        const last = lastAct([...gate.records.values()]);
        expect([last?.id, last?.journal]).toEqual([`e${i}`, journals[i]]);
        gate.commit(takeBack(last!, device).filter(({ kind }) => kind === 'undo'));
      }
      expect(lastAct([...gate.records.values()])).toBeNull();
    }),
  );
});

test('The newest acts are kept: at most twenty, and not much text but always the last', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom(10, 5_000, 90_000, 300_000), { minLength: 1, maxLength: 40 }), (sizes) => {
      const gate = createGate();
      const id = undoId(device, '');
      for (const [i, size] of sizes.entries()) gate.commit([keepAct(act(`e${i}`, size), `m${i}`, device, '', gate.records.get(id))]);
      const field = gate.records.get(id)!.fields['acts'] as { s: Record<string, string> };
      const kept = Object.keys(field.s);
      expect(kept.length).toBeLessThanOrEqual(20);
      expect(kept.length === 1 || kept.reduce((sum, member) => sum + member.length, 0) <= 200_000).toBe(true);
      expect(lastAct([gate.records.get(id)!])?.id).toBe(`e${sizes.length - 1}`);
    }),
    { numRuns: 30 },
  );
});

test('Acts about what went behind a lock are forgotten, the others are kept', () => {
  const gate = createGate();
  const id = undoId(device, '');
  for (const one of ['a', 'b', 'c']) gate.commit([keepAct(act(one), one, device, '', gate.records.get(id))]);
  gate.commit([forgetActs(gate.records.get(id), new Set(['c', 'a']))!]);
  expect(JSON.stringify(gate.records.get(id))).not.toContain('"id\\":\\"a');
  expect(lastAct([gate.records.get(id)!])?.id).toBe('b');
  expect(forgetActs(gate.records.get(id), new Set(['x']))).toBeNull();
  expect(forgetActs(undefined, new Set(['x']))).toBeNull();
});

test('what can be undone is a record that the other devices take, however long the text: it was refused, and the host accused', () => {
  for (const journal of ['', '0123456789abcdefghjkmnpqrs']) {
    const change = keepAct(
      { what: 'changed', id: '0123456789abcdefghjkmnpqrs', changes: [{ id: '0123456789abcdefghjkmnpqrs', kind: 'entry', v: 1, text: { text: 'x'.repeat(150_000) } }] as never },
      'mark',
      device,
      journal,
      undefined,
    );
    const record = applyChange(undefined, change, stampOf(tick('', 1), device), device);
    expect(checkRecord(JSON.parse(JSON.stringify(record)))).toEqual({ ok: true, value: record });
  }
});
