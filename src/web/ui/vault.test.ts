// The desk beside a worker that answers as the test wants: what reaches the page after a lock, and what stays in its memory.

import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { recordToBytes } from '#core/encode.ts';
import { applyChange } from '#core/change.ts';
import { stampOf, tick } from '#core/clock.ts';
import { bytesToText } from '#core/text.ts';
import { ok } from '#core/result.ts';
import { recordById, recordsOf } from '#core/snapshot.ts';
import { textsOf, type VaultRecord } from '#core/record.ts';
import { Desk } from './vault.ts';

const DEVICE = '0000000000000';
const id = (n: number) => String(n).padStart(26, '0');
const record = (n: number, ms: number, text: string, journal = ''): VaultRecord =>
  applyChange(undefined, { id: id(n), kind: 'entry', v: 1, write: { text }, set: { journal } }, stampOf(tick('', ms), DEVICE), DEVICE);
const batch = (why: 'open' | 'elsewhere' | 'journal', ...records: VaultRecord[]) => ({
  event: {
    kind: 'batch',
    why,
    last: true,
    opened: records.length,
    total: records.length,
    text: `[${records.map((one) => `["${one.id}",${bytesToText(recordToBytes(one))}]`).join(',')}]`,
  },
});

interface Call {
  readonly call: string;
  readonly n: number;
  readonly args: unknown[];
}

class FakeWorker {
  static made: FakeWorker[] = [];
  static opens: VaultRecord[] = [];
  static state: 'open' | 'locked' = 'open';
  readonly calls: Call[] = [];
  readonly listeners: ((event: { data: unknown }) => void)[] = [];
  held = new Set<string>();
  constructor() {
    FakeWorker.made.push(this);
  }
  addEventListener(type: string, listener: (event: { data: unknown }) => void): void {
    if (type === 'message') this.listeners.push(listener);
  }
  terminate(): void {}
  say(data: unknown): void {
    for (const listener of this.listeners) listener({ data });
  }
  postMessage(call: Call): void {
    this.calls.push(call);
    if (this.held.has(call.call)) return;
    const results: Record<string, unknown> = { attach: ok({ state: FakeWorker.state, lock: true }), unlockJournal: ok(null), reseal: ok(null) };
    queueMicrotask(() => {
      if (call.call === 'openAll') this.say(batch('open', ...FakeWorker.opens));
      this.say({ n: call.n, result: results[call.call] });
    });
  }
}

beforeEach(() => {
  FakeWorker.made = [];
  FakeWorker.opens = [];
  FakeWorker.state = 'open';
  vi.stubGlobal('Worker', FakeWorker);
});
afterEach(() => vi.unstubAllGlobals());

const opened = async (...records: VaultRecord[]) => {
  FakeWorker.opens = records;
  const desk = new Desk();
  await desk.attach();
  expect(desk.state().phase).toBe('open');
  return { desk, worker: FakeWorker.made.at(-1)! };
};

test('what a worker says after the lock reaches neither the page nor the offer to undo', async () => {
  const { desk, worker } = await opened(record(1, 1, 'secret'));
  worker.held.add('commit');
  const committing = desk.commit([{ id: id(2), kind: 'entry', v: 1 }], 'done.saved');
  FakeWorker.state = 'locked';
  await desk.lockNow();
  expect(desk.state().phase).toBe('locked');
  worker.say({
    n: worker.calls.find(({ call }) => call === 'commit')!.n,
    result: ok({ records: [record(2, 2, 'secret')], undo: [{ id: id(2), kind: 'entry', v: 1, drop: true }], seq: 2 }),
  });
  worker.say(batch('elsewhere', record(3, 3, 'secret')));
  await committing;
  expect(recordsOf(desk.state().snapshot, 'entry').size).toBe(0);
  expect(desk.state().undoable).toEqual([]);
  expect(desk.state().phase).toBe('locked');
});

test('an older state that arrives late does not take the place of a newer one', async () => {
  const { desk, worker } = await opened(record(1, 1, 'old'));
  worker.say(batch('elsewhere', record(1, 5, 'new')));
  worker.say(batch('journal', record(1, 1, 'old')));
  expect(textsOf(recordById(desk.state().snapshot, 'entry', id(1))!, 'text')).toEqual(['new']);
});

test('closing a journal, here or in another tab, tells the workers that hold its key and forgets what was in it', async () => {
  const { desk, worker } = await opened(record(1, 1, 'open'), record(2, 2, 'secret', id(50)));
  for (const close of [() => desk.forgetJournal(id(50)), async () => worker.say({ event: { kind: 'journal-closed', journal: id(50) } })]) {
    let ended = 0;
    const end = (): void => void ended++;
    desk.onForget.add(end);
    worker.say(batch('journal', record(2, 2, 'secret', id(50))));
    await close();
    expect([ended, [...recordsOf(desk.state().snapshot, 'entry').keys()]]).toEqual([1, [id(1)]]);
    desk.onForget.delete(end);
  }
});

test('closing a journal that new entries go into leaves the settings that say so', async () => {
  const { desk } = await opened(record(2, 2, 'secret', id(50)), { ...record(3, 3, '', id(50)), kind: 'settings' });
  await desk.forgetJournal(id(50));
  expect([recordsOf(desk.state().snapshot, 'entry').size, recordsOf(desk.state().snapshot, 'settings').size]).toEqual([0, 1]);
});

test('what a crash left outside of a journal’s lock is sealed again when the journal is opened', async () => {
  const { desk, worker } = await opened(record(1, 1, 'open'), record(2, 2, 'secret', id(50)));
  await desk.unlockJournal(id(50), 'a phrase');
  expect(worker.calls.filter(({ call }) => call === 'reseal').map(({ args }) => args[0])).toEqual([[id(2)]]);
});

test('a vault that cannot be attached says so', async () => {
  const desk = new Desk();
  vi.stubGlobal(
    'Worker',
    class extends FakeWorker {
      override postMessage(call: Call): void {
        queueMicrotask(() => this.say({ n: call.n, fault: 'VersionError' }));
      }
    },
  );
  await desk.attach();
  expect(desk.state()).toMatchObject({ phase: 'failed', refusal: { code: 'vault-worker-failed' } });
});
