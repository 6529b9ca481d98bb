import { expect, test } from 'vitest';
import { applyChange, type Change } from '#core/change.ts';
import type { VaultRecord } from '#core/record.ts';
import { ok } from '#core/result.ts';
import { keepUnsent } from './unsent.ts';

const record = (change: Change): VaultRecord => applyChange(undefined, change, '0000000000001ddddddddddddd', 'ddddddddddddd');
const NOW = { when: '2026-11-25T20:00', zone: 'Z', instant: '2026-11-25T20:00:00.000Z' } as const;

test('Whatever kind of record could not be sent, its texts become one entry of one’s own, on its day, once', async () => {
  const own = new Map<string, Change>();
  const keep = keepUnsent(
    {
      idFor: (name) => name,
      byId: async (ids) => ({ records: ids.flatMap((id) => (own.has(id) ? [record(own.get(id)!)] : [])) }),
      commit: async (changes) => {
        for (const change of changes) own.set(change.id, change);
        return ok(null);
      },
    },
    { vault: 'v', name: 'Tuesday', begins: '', me: '', left: null },
    (instant) => (instant === undefined ? NOW : { ...NOW, when: '2026-11-20T08:30', instant }),
  );
  const records = [
    record({ id: 'me-1', kind: 'action-review', v: 1, set: { at: '2026-11-20T08:30:00.000Z' }, write: { intended: 'To ask.', learnt: 'Asking helps.' } }),
    record({ id: 'me-2', kind: 'member', v: 1, set: { name: 'Ana' } }),
    record({ id: 'me-3', kind: 'note', v: 1, set: { at: 'no instant' }, write: { text: 'Hello.' } }),
    record({ id: 'me-4', kind: 'note', v: 1, write: { text: ' ' } }),
    applyChange(
      record({ id: 'me-5', kind: 'note', v: 1, write: { text: 'Taken back.' } }),
      { id: 'me-5', kind: 'note', v: 1, drop: true },
      '0000000000002ddddddddddddd',
      'ddddddddddddd',
    ),
  ];
  expect(await keep(records)).toEqual(ok(null));
  expect(await keep(records)).toEqual(ok(null));
  const written = [...own.values()].filter(({ kind }) => kind === 'entry');
  expect(written.map(({ write, set }) => [write?.['text'], set?.['when']])).toEqual([
    ['To ask.\n\nAsking helps.', '2026-11-20T08:30'],
    ['Hello.', NOW.when],
  ]);
});
