// The promises of a SyncStore and LogStore (sync/ports.ts) beside the Store whose rows they share, free of any test runner:
// held to in memory, on SQLite, and in a real browser.

import type { SealedRow, Store } from '#core/ports.ts';
import type { Result } from '#core/result.ts';
import { BEGINNING, type Kept, type LogStore, type SyncFound, type SyncLeft, type SyncRow, type SyncStore } from '#sync/ports.ts';
import type { HostRow, LogEntryText, PushOp } from '#sync/protocol.ts';
import { createDice } from '../simulation/dice.ts';
import { createMemorySyncStore } from '../simulation/sync-store.ts';

export interface BothStores {
  readonly store: Store;
  readonly sync: SyncStore & LogStore;
}

type Same = (what: unknown, wanted: unknown) => void;

const row = (id: string, ver: number, byte = 0, key = ''): SealedRow => ({ id, ver, epoch: 1, device: 'here', key, blob: new Uint8Array([byte, 1, 2]) });
const hostRow = (id: string, ver: number, seq: number, byte = 0, device = 'there'): HostRow => ({
  id,
  ver,
  epoch: 2,
  key: '',
  counter: seq,
  logHead: 'head',
  sig: 'sig',
  seq,
  device,
  author: 'author',
  blob: new Uint8Array([byte, 9]),
});
const op = (id: string, ver: number, byte: number): PushOp => ({
  op: `op-${id}-${ver}`,
  base: ver - 1,
  id,
  ver,
  epoch: 1,
  key: '',
  counter: ver,
  logHead: 'head',
  sig: 'sig',
  blob: new Uint8Array([byte, 7]),
});
const entry = (n: number): LogEntryText => ({ bytes: `bytes ${n}`, sig: `sig ${n}` });

const write = (store: Store, ...rows: SealedRow[]): Promise<Result<unknown>> =>
  store.commit(
    rows.map(({ id }) => id),
    ({ clock }) => ({ rows, clock: `${clock}x` }),
  );
/** Changes without looking. */
const leave = (sync: SyncStore, left: Partial<SyncLeft>): Promise<Result<null>> =>
  sync.change(
    [...(left.rows ?? []), ...(left.known ?? [])].map(({ id }) => id),
    ({ kept }) => ({ kept, ...left }),
  );

const toList = ({ id, ver, seq, base, at }: SyncRow) => [id, ver, seq, base, at];
const unsent = async ({ sync }: BothStores, after = 0, limit = 100) => (await sync.unsent(after, limit)).map(({ id, seq }) => [id, seq]);
const opToList = (one: PushOp) => [one.op, one.base, one.id, one.ver, one.epoch, one.key, one.counter, one.logHead, one.sig, [...one.blob]];
const hostRowToList = (one: HostRow) => [one.id, one.ver, one.epoch, one.key, one.counter, one.logHead, one.sig, one.seq, one.device, one.author, [...one.blob]];

/** Everything that can be seen of both stores, in one order of names. */
const viewOf = async ({ store, sync }: BothStores) => {
  const rows = await store.rowsAfter(0, 1000);
  const ids = (await sync.asideIds()).toSorted();
  const { era, counter, cursor } = await sync.kept();
  return {
    rows: rows.map(({ id, ver, epoch, device, key, blob, seq }) => [id, ver, epoch, device, key, [...blob], seq]),
    known: (await sync.rowsById(rows.map(({ id }) => id))).map(toList),
    unsent: await unsent({ store, sync }),
    aside: (await sync.aside(ids)).map(hostRowToList).toSorted(),
    asideIds: ids,
    sending: (await sync.sending()).map(opToList),
    kept: [era, counter, cursor],
    head: await store.head(),
    moved: await store.note('moved'),
  };
};

export const syncStorePromises: Record<string, (both: BothStores, same: Same) => Promise<void>> = {
  async 'what the gate writes is unsent, in the order of writing'(both, same) {
    await write(both.store, row('b', 1), row('a', 1), row('c', 1));
    await write(both.store, row('b', 2));
    same(await unsent(both), [
      ['a', 2],
      ['c', 3],
      ['b', 4],
    ]);
    same(await unsent(both, 2), [
      ['c', 3],
      ['b', 4],
    ]);
    same(await unsent(both, 0, 2), [
      ['a', 2],
      ['c', 3],
    ]);
    const [first] = await both.sync.unsent(0, 1);
    same([...first!.blob], [0, 1, 2]);
    same((await both.sync.rowsById(['b', 'none', 'a'])).map(toList), [
      ['b', 2, 4, 0, 0],
      ['a', 1, 2, 0, 0],
    ]);
  },
  async 'a change finds the rows it names, what is known of them, the clock and where the device stands'({ store, sync }, same) {
    await write(store, row('a', 1), row('b', 1));
    await leave(sync, { known: [{ id: 'a', base: 1, at: 40 }], asideAdd: [hostRow('a', 5, 41), hostRow('b', 5, 42)], sending: [op('b', 1, 3)] });
    let found: SyncFound | undefined;
    await sync.change(['a', 'none'], (all) => {
      found = all;
      return { kept: all.kept };
    });
    same([...found!.rows.values()].map(toList), [['a', 1, 1, 1, 40]]);
    same(found!.clock, 'x');
    same(found!.kept, BEGINNING);
    same(found!.aside.map(hostRowToList), [hostRowToList(hostRow('a', 5, 41))]);
    same(found!.sending.map(opToList), [opToList(op('b', 1, 3))]);
  },
  async 'a row that came from the host is there, at the end, and not unsent'(both, same) {
    const { store, sync } = both;
    await write(store, row('a', 1), row('b', 1));
    await leave(sync, { rows: [{ ...row('a', 7, 5), base: 7, at: 70 }], clock: 'later' });
    same((await sync.rowsById(['a'])).map(toList), [['a', 7, 3, 7, 70]]);
    same([...(await store.rowsById(['a']))[0]!.blob], [5, 1, 2]);
    same(await unsent(both), [['b', 2]]);
    await leave(sync, { rows: [{ ...row('a', 9, 6), base: 8, at: 80 }] });
    same(await unsent(both), [
      ['b', 2],
      ['a', 4],
    ]);
    let clock = '';
    await store.commit([], (found) => {
      ({ clock } = found);
      return { rows: [], clock };
    });
    same(clock, 'later');
    same(await store.head(), { seq: 4, count: 2 });
  },
  async 'what becomes known of a row leaves it where it is'(both, same) {
    const { store, sync } = both;
    await write(store, row('a', 1, 4), row('b', 1), row('c', 1));
    await leave(sync, {
      known: [
        { id: 'a', base: 1, at: 10 },
        { id: 'c', base: 3, at: 11 },
        { id: 'none', base: 3, at: 11 },
      ],
    });
    same((await sync.rowsById(['a', 'b', 'c'])).map(toList), [
      ['a', 1, 1, 1, 10],
      ['b', 1, 2, 0, 0],
      ['c', 1, 3, 3, 11],
    ]);
    same(await unsent(both), [
      ['b', 2],
      ['c', 3],
    ]);
    same([...(await store.rowsById(['a']))[0]!.blob], [4, 1, 2]);
    same(
      (await store.rowsAfter(0, 10)).map(({ id }) => id),
      ['a', 'b', 'c'],
    );
    await leave(sync, { known: [{ id: 'a', base: 0, at: 0 }] });
    same((await unsent(both))[0], ['a', 1]);
  },
  async 'the gate leaves what is known as it is, and finds what the host holds'(both, same) {
    const { store, sync } = both;
    await leave(sync, { rows: [{ ...row('a', 3), base: 3, at: 30 }] });
    await leave(sync, { known: [{ id: 'a', base: 5, at: 50 }] });
    let base: number | undefined;
    await store.commit(['a'], ({ rows, clock }) => {
      ({ base } = rows.get('a')!);
      return { rows: [row('a', 6)], clock };
    });
    same(base, 5);
    same((await sync.rowsById(['a'])).map(toList), [['a', 6, 2, 5, 50]]);
    // Written without having been named: as well.
    await store.commit([], ({ clock }) => ({ rows: [row('a', 7)], clock }));
    same((await sync.rowsById(['a'])).map(toList), [['a', 7, 3, 5, 50]]);
    same(await unsent(both), [['a', 3]]);
  },
  async 'rows that others read are what they were, in one order, whether the host has them or not'({ store, sync }, same) {
    for (let n = 1; n <= 9; n++) {
      if (n % 3 === 0) await write(store, row(`r${n}`, 1, n));
      else await leave(sync, { rows: [{ ...row(`r${n}`, 1, n), base: 1, at: n }] });
    }
    const pages: string[][] = [];
    for (let after = 0; ;) {
      const page = await store.rowsAfter(after, 2);
      if (page.length === 0) break;
      pages.push(page.map(({ id }) => id));
      after = page.at(-1)!.seq;
    }
    same(pages, [['r1', 'r2'], ['r3', 'r4'], ['r5', 'r6'], ['r7', 'r8'], ['r9']]);
    const names = ['blob', 'device', 'epoch', 'id', 'key', 'seq', 'ver'];
    for (const one of [...(await store.rowsAfter(0, 10)), ...(await store.rowsById(['r1', 'r3']))]) same(Object.keys(one).toSorted(), names);
  },
  async 'parts that are not named stay as they are'({ store, sync }, same) {
    await write(store, row('a', 1));
    await leave(sync, { sending: [op('a', 1, 1)], asideAdd: [hostRow('b', 2, 5)] });
    const kept: Kept = {
      ...BEGINNING,
      cursor: 12,
      gap: null,
      era: 2,
      counter: 9,
      marks: { there: { counter: 4, id: 'a', ver: 1 } },
      refused: { b: { ver: 2, why: 'seal-broken' } },
    };
    await leave(sync, { kept });
    same(await sync.kept(), kept);
    same((await sync.sending()).map(opToList), [opToList(op('a', 1, 1))]);
    same(await sync.asideIds(), ['b']);
    same((await sync.rowsById(['a'])).map(toList), [['a', 1, 1, 0, 0]]);
    same(await store.head(), { seq: 1, count: 1 });
    await store.commit([], ({ clock }) => {
      same(clock, 'x');
      return { rows: [], clock };
    });
  },
  async 'the batch under way comes back to the byte and in its order, until it is settled'({ sync }, same) {
    same(await sync.sending(), []);
    same(await sync.kept(), BEGINNING);
    const batch = Array.from({ length: 30 }, (_, i) => op(`r${30 - i}`, i + 1, i));
    await leave(sync, { sending: batch });
    same((await sync.sending()).map(opToList), batch.map(opToList));
    await leave(sync, { sending: batch.slice(3, 5) });
    same((await sync.sending()).map(opToList), batch.slice(3, 5).map(opToList));
    await leave(sync, { sending: [] });
    same(await sync.sending(), []);
  },
  async 'rows aside hold back what is unsent of their id until they are taken away'(both, same) {
    const { store, sync } = both;
    await write(store, row('a', 1), row('b', 1), row('c', 1));
    const asides = [hostRow('b', 4, 9), hostRow('b', 3, 7), hostRow('z', 1, 8), hostRow('b', 3, 6, 5, 'elsewhere')];
    await leave(sync, { asideAdd: asides });
    await leave(sync, { asideAdd: [hostRow('b', 4, 10, 77)] });
    same((await sync.asideIds()).toSorted(), ['b', 'z']);
    same(
      (await sync.aside(['b', 'none'])).map(({ seq, blob }) => [seq, blob[0]]),
      [
        [6, 5],
        [7, 0],
        [10, 77],
      ],
    );
    same(await sync.aside([]), []);
    same(await unsent(both, 0, 2), [
      ['a', 1],
      ['c', 3],
    ]);
    await leave(sync, { asideDrop: [hostRow('b', 3, 7), hostRow('b', 4, 10)], asideAdd: [hostRow('b', 4, 10, 78)] });
    same(
      (await sync.aside(['b'])).map(({ seq, blob }) => [seq, blob[0]]),
      [
        [6, 5],
        [10, 78],
      ],
    );
    await leave(sync, { asideDrop: await sync.aside(['b', 'z']) });
    same(await sync.asideIds(), []);
    same(await unsent(both), [
      ['a', 1],
      ['b', 2],
      ['c', 3],
    ]);
  },
  async 'what was not met since an era began is not at the host'(both, same) {
    const { sync } = both;
    await leave(sync, { rows: ['a', 'b', 'c', 'd'].map((id) => ({ ...row(id, 2), base: 2, at: 5 })) });
    const kept = { ...BEGINNING, era: 1 };
    await leave(sync, { kept, known: [{ id: 'b', base: 2, at: 6 }] });
    await leave(sync, { kept, rows: [{ ...row('c', 3), base: 2, at: 7 }], forgetBefore: 1, known: [{ id: 'd', base: 2, at: 8 }] });
    same((await sync.rowsById(['a', 'b', 'c', 'd'])).map(toList), [
      ['a', 2, 1, 0, 0],
      ['b', 2, 2, 2, 6],
      ['c', 3, 5, 2, 7],
      ['d', 2, 4, 2, 8],
    ]);
    same(await unsent(both), [
      ['a', 1],
      ['c', 5],
    ]);
  },
  async 'a change that throws leaves nothing behind'(both, same) {
    const { store, sync } = both;
    await write(store, row('a', 1));
    await leave(sync, { known: [{ id: 'a', base: 1, at: 1 }], sending: [op('a', 1, 1)] });
    const before = await viewOf(both);
    let threw = '';
    try {
      await sync.change(['a'], () => {
        throw new Error('stop');
      });
    } catch (error) {
      threw = String(error);
    }
    same(threw.includes('stop'), true);
    same(await viewOf(both), before);
    same((await leave(sync, { rows: [{ ...row('b', 1), base: 1, at: 2 }] })).ok, true);
  },
  async 'what goes under another key or is emptied counts as moved, and nothing else does'({ store, sync }, same) {
    await write(store, row('a', 1), row('b', 1, 0, 'journal'));
    await leave(sync, {
      rows: [
        { ...row('a', 2), base: 2, at: 1 },
        { ...row('b', 2, 0, 'journal'), base: 2, at: 2 },
        { ...row('new', 1, 0, 'journal'), base: 1, at: 3 },
      ],
    });
    same(await store.note('moved'), null);
    await leave(sync, { rows: [{ ...row('a', 3, 0, 'journal'), base: 3, at: 4 }] });
    same(await store.note('moved'), '1');
    await leave(sync, { rows: [{ ...row('a', 4, 0, 'journal'), base: 4, at: 5 }], moved: true });
    same(await store.note('moved'), '2');
  },
  async 'the log grows at its end and nowhere else'({ sync }, same) {
    same(await sync.logEntries(), []);
    same((await sync.keepLog([entry(0), entry(1)], 0)).ok, true);
    same((await sync.keepLog([entry(2)], 2)).ok, true);
    // Read again, or less far than another tab or process has: nothing goes.
    same((await sync.keepLog([entry(1), entry(2), entry(3)], 1)).ok, true);
    same((await sync.keepLog([entry(0)], 0)).ok, true);
    same(await sync.logEntries(), [entry(0), entry(1), entry(2), entry(3)]);
    same(await sync.keepLog([entry(3), entry(9)], 2), { ok: false, error: { code: 'log-forked' } });
    same(await sync.keepLog([entry(6)], 6), { ok: false, error: { code: 'log-broken' } });
    same(await sync.logEntries(), [entry(0), entry(1), entry(2), entry(3)]);
  },
  async 'a log that was dropped begins anew'({ sync }, same) {
    same((await sync.keepLog([entry(0), entry(1)], 0)).ok, true);
    same((await sync.dropLog()).ok, true);
    same(await sync.logEntries(), []);
    same((await sync.keepLog([entry(5)], 0)).ok, true);
    same(await sync.logEntries(), [entry(5)]);
  },
  async 'the gate and synchronising at once each see what the other left'(both, same) {
    const { store, sync } = both;
    const upOne = (ver: number | undefined): number => (ver ?? 0) + 1;
    await Promise.all(
      Array.from({ length: 20 }, (_, i) =>
        i % 2 === 0
          ? store.commit(['n'], ({ rows, clock }) => ({ rows: [row('n', upOne(rows.get('n')?.ver))], clock: `${clock}x` }))
          : sync.change(['n'], ({ rows, kept, clock }) => ({
              kept: { ...kept, counter: kept.counter + 1 },
              rows: [{ ...row('n', upOne(rows.get('n')?.ver)), base: rows.get('n')?.base ?? 0, at: 0 }],
              clock: `${clock}y`,
            })),
      ),
    );
    same((await sync.rowsById(['n'])).map(toList), [['n', 20, 20, 0, 0]]);
    same((await sync.kept()).counter, 10);
    let clock = '';
    await store.commit([], (found) => {
      ({ clock } = found);
      return { rows: [], clock };
    });
    same([clock.length, clock.replaceAll('y', '').length], [20, 10]);
  },
  async 'whatever comes, in any order, it does what the store in memory does'(both, same) {
    const memory = createMemorySyncStore();
    const reference: BothStores = { store: memory.store, sync: memory };
    const dice = createDice('sync-store');
    const ids = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'];
    const some = () => ids.filter(() => dice.chance(0.3));
    for (let step = 0; step < 120; step++) {
      const [byGate, taken, met, asides, dropped] = [some(), some(), some(), some(), some()];
      const [ver, base, at, byte] = [1 + dice.below(4), dice.below(4), dice.below(50), dice.below(250)];
      const [key, emptied, whole, settle] = [dice.chance(0.2) ? 'journal' : '', dice.chance(0.1), dice.chance(0.1), dice.chance(0.3)];
      for (const { store, sync } of [reference, both]) {
        await store.commit(byGate, ({ rows, clock }) => ({
          rows: byGate.map((id) => row(id, Math.max(rows.get(id)?.ver ?? 0, rows.get(id)?.base ?? 0) + 1, byte)),
          clock: `${clock.slice(-20)}x`,
        }));
        await sync.change([...ids], ({ rows, kept, aside }) => {
          const there = met.filter((id) => rows.has(id) && !taken.includes(id));
          const era = kept.era + (whole ? 1 : 0);
          return {
            kept: { ...kept, era, counter: kept.counter + 1, cursor: step },
            rows: taken.map((id) => ({ ...row(id, ver, byte, key), base, at })),
            known: there.map((id) => ({ id, base: step % 2 === 0 ? rows.get(id)!.ver : base, at })),
            asideAdd: asides.map((id) => hostRow(id, ver, 1 + at, byte)),
            asideDrop: aside.filter(({ id }) => dropped.includes(id)),
            ...(whole ? { forgetBefore: era } : {}),
            ...(settle ? { sending: taken.map((id) => op(id, ver, byte)) } : {}),
            ...(emptied ? { moved: true } : {}),
          };
        });
      }
      same(await viewOf(both), await viewOf(reference));
    }
    same((await viewOf(both)).rows.length, ids.length);
  },
};
