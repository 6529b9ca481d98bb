import fc from 'fast-check';
import { expect, test } from 'vitest';
import { jsonToTip, judgeTip, noteMark, tipToJson, writerOf, type Mark, type Marks, type Tip } from './tips.ts';

const DEVICES = ['000000000000a', '000000000000b', '000000000000c'];
const rowId = (n: number): string => `0000000000000000000000000${n}`;
const HASH = (n: number): string => n.toString(16).padStart(64, '0');

type Row = Mark & { readonly device: string; readonly seq: number };

/** What an honest host holds after these writes: one version a row, each device counting its own. */
const hostAfter = (writes: readonly { readonly device: number; readonly row: number }[]) => {
  const rows = new Map<string, Row>();
  const counters = new Map<string, number>();
  let seq = 0;
  for (const write of writes) {
    const [device, id] = [DEVICES[write.device]!, rowId(write.row)];
    const counter = (counters.get(device) ?? 0) + 1;
    counters.set(device, counter);
    rows.set(id, { id, device, counter, ver: (rows.get(id)?.ver ?? 0) + 1, seq: ++seq });
  }
  return { rows, seq };
};

const pull = (host: ReturnType<typeof hostAfter>, before: { marks: Marks; rows: ReadonlyMap<string, Row> } = { marks: new Map(), rows: new Map() }) => {
  const marks: Record<string, Mark> = Object.fromEntries(before.marks);
  const rows = new Map(before.rows);
  for (const row of [...host.rows.values()].sort((a, b) => a.seq - b.seq)) {
    noteMark(marks, row.device, row);
    rows.set(row.id, row);
  }
  return { marks: new Map(Object.entries(marks)), rows };
};

const writes = fc.array(fc.record({ device: fc.nat(2), row: fc.nat(4) }), { maxLength: 30 });
const LOG = [HASH(1), HASH(2)];

test('an honest host is never accused, however often rows are written over', () => {
  fc.assert(
    fc.property(writes, writes, (early, late) => {
      const [then, now] = [hostAfter(early), hostAfter([...early, ...late])];
      const other = pull(then);
      const tip: Tip = { marks: other.marks, log: { n: 1, head: HASH(1) }, host: then.seq };
      for (const mine of [pull(now), pull(now, other)])
        expect(judgeTip(tip, { marks: mine.marks, verOf: (id) => mine.rows.get(id)?.ver, log: LOG, host: now.seq })).toEqual({ kind: 'agrees' });
    }),
  );
});

test('a row that carries a device’s highest count and is kept back is missed', () => {
  fc.assert(
    fc.property(writes, fc.nat(2), (all, at) => {
      const host = hostAfter(all);
      const seen = pull(host);
      const tip: Tip = { marks: seen.marks, log: { n: 2, head: HASH(2) }, host: host.seq };
      const mark = seen.marks.get(DEVICES[at]!);
      fc.pre(mark !== undefined);
      const less = { ...host, rows: new Map([...host.rows].filter(([id]) => id !== mark.id)) };
      const mine = pull(less);
      const verdict = judgeTip(tip, { marks: mine.marks, verOf: (id) => mine.rows.get(id)?.ver, log: LOG, host: host.seq });
      expect(verdict).toEqual({ kind: 'withheld', devices: [DEVICES[at]], entries: 0 });
    }),
  );
});

test('a lower head, a shorter log and another log are each named', () => {
  const shown = { marks: new Map(), verOf: () => undefined, log: LOG, host: 5 };
  const tip: Tip = { marks: new Map(), log: { n: 2, head: HASH(2) }, host: 5 };
  expect(judgeTip(tip, shown)).toEqual({ kind: 'agrees' });
  expect(judgeTip(tip, { ...shown, host: 4 })).toEqual({ kind: 'rolled-back', was: 5, is: 4 });
  expect(judgeTip(tip, { ...shown, log: [HASH(1)] })).toEqual({ kind: 'withheld', devices: [], entries: 1 });
  expect(judgeTip(tip, { ...shown, log: [HASH(1), HASH(3)] })).toEqual({ kind: 'forked', n: 1 });
});

test('a tip read again is the same; what is not a tip says nothing', () => {
  const [mark, writers] = [{ counter: 7, id: rowId(1), ver: 3 }, [writerOf(DEVICES[0]!, DEVICES[0]!), writerOf(rowId(2), DEVICES[1]!)]];
  const tip: Tip = { marks: new Map(writers.map((writer) => [writer, mark])), log: { n: 2, head: HASH(2) }, host: 5 };
  expect(jsonToTip(tipToJson(tip))).toEqual(tip);
  fc.assert(fc.property(fc.oneof(fc.json(), fc.string()), (text) => void jsonToTip(text)));
  for (const text of ['', 'null', '[]', '{"v":2}', tipToJson(tip).replace('"host":5', '"host":-1'), tipToJson(tip).replace('000a', '00ua')]) expect(jsonToTip(text)).toBeNull();
});
