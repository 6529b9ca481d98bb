// Whose answer it is that a device hears: the host says what became of each op by its place in the push, and by then something
// else may lie ready to be sent.

import { expect, test } from 'vitest';
import { newId } from '#core/ids.ts';
import { runJob, type JobParts } from '#sync/jobs.ts';
import type { PushOp } from '#sync/protocol.ts';
import { createMemorySyncStore } from '../simulation/sync-store.ts';
import { random } from './host-people.ts';

const DEVICE = 'd'.repeat(13);
const rowOf = () => ({ id: newId(random), ver: 1, epoch: 1, device: DEVICE, key: '', blob: random(40) });
const opOf = ({ id, blob }: ReturnType<typeof rowOf>, counter: number): PushOp => ({
  op: newId(random),
  base: 0,
  id,
  ver: 1,
  epoch: 1,
  key: '',
  counter,
  logHead: 'b'.repeat(64),
  sig: `${'A'.repeat(86)}==`,
  blob,
});
const ring = { judge: async () => [], standing: () => ({ n: 1, head: 'b'.repeat(64), epoch: 1 }) };
const opener = { device: DEVICE, rowIdOf: (id: string) => id, open: () => 'locked', seal: () => null };

test('Of two programs on one vault, the answer to what one sent settles nothing of what the other has made ready since', async () => {
  const store = createMemorySyncStore();
  const [one, two] = [rowOf(), rowOf()];
  const [first, second] = [opOf(one, 1), opOf(two, 2)];
  const known = { base: 0, at: 0 };
  await store.change([one.id, two.id], ({ kept, clock }) => ({
    rows: [one, two].map((row) => ({ ...row, ...known })),
    sending: [first],
    kept: { ...kept, cursor: 0, gap: null, counter: 1 },
    clock,
  }));
  // The other program sent the same batch, settled it, and has the next one ready.
  await store.change([one.id], ({ kept }) => ({ known: [{ id: one.id, base: 1, at: 1 }], sending: [second], kept: { ...kept, cursor: 1, counter: 2 } }));
  const parts = { store, opener, ring, settings: {}, now: 1, newOp: () => newId(random) } as unknown as JobParts;
  expect((await runJob(parts, { job: 'settle', answer: { head: 1, now: 1, ops: [first.op], results: [{ seq: 1 }] } })).ok).toBe(true);
  const rows = new Map((await store.all()).map((row) => [row.id, row]));
  expect([rows.get(one.id), rows.get(two.id)]).toMatchObject([
    { base: 1, at: 1 },
    { base: 0, at: 0 },
  ]);
  expect((await store.unsent(0, 10)).map(({ id }) => id)).toEqual([two.id]);
});
