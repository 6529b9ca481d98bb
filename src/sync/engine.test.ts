// What the engine decides, step by step. Whole runs under faults are in test/simulation.

import { expect, test } from 'vitest';
import { startOf, statusOf, step, type SyncState } from './engine.ts';
import { SETTINGS, type Input, type Output } from './inputs.ts';
import { BEGINNING, type Kept } from './ports.ts';
import type { HostRow, PullAnswer } from './protocol.ts';

const NOW = 1_790_000_000_000;
const standing = { n: 3, head: 'a'.repeat(64), epoch: 1, isMember: true, lacks: null };
const kept: Kept = { ...BEGINNING, cursor: 40, gap: null, head: 40 };

const play = (state: SyncState, inputs: readonly Input[], elapsed = 0): { state: SyncState; out: Output[] } => {
  const out: Output[] = [];
  for (const input of inputs) {
    const [next, outputs] = step(state, input, { now: NOW, elapsed, random: 0.5 });
    state = next;
    out.push(...outputs);
  }
  return { state, out };
};
/** Everything that a start asks of the store and the host is answered until only pulls are wanted. */
const settled = (from: Partial<SyncState> = {}): SyncState => ({
  ...startOf(kept, 0, standing),
  online: true,
  want: { push: false, pull: false, log: false, repost: null, epoch: false, aside: false, judge: false, scan: null },
  recheck: false,
  pollAt: 1_000_000,
  ...from,
});
const page = (more: Partial<PullAnswer> = {}): PullAnswer => ({ head: 40, log: 3, count: 40, now: NOW, rows: [] as HostRow[], more: false, ...more });
const asked = (out: readonly Output[]) => out.flatMap((one) => (one.out === 'ask' ? [one.ask] : []));
const said = (out: readonly Output[]) => out.flatMap((one) => (one.out === 'say' ? [one.notice.code] : []));

test('a batch that was not answered is sent again before anything new is prepared', () => {
  const { out, state } = play(settled({ sending: 3 }), [{ in: 'wrote' }]);
  expect(asked(out)).toEqual([{ ask: 'push' }]);
  const failed = play(state, [{ in: 'failed', id: 1, failure: { code: 'offline' } }]);
  expect(asked(play(failed.state, [{ in: 'tick' }], 600_000).out)).toEqual([{ ask: 'push' }]);
});

test('after a failure nothing is asked before the wait is over, and the wait grows with chance in it', () => {
  const waits = [1, 2, 3].map((failures) => {
    const { out } = play(settled({ sending: 1, failures: failures - 1, doing: { id: 1, since: 0, at: 'host', ask: { ask: 'push' } } }), [
      { in: 'failed', id: 1, failure: { code: 'offline' } },
    ]);
    expect(asked(out)).toEqual([]);
    return out.find((one) => one.out === 'wake')!.after;
  });
  expect(waits).toEqual([1500, 3000, 6000]);
  const patient = play(settled({ sending: 1, doing: { id: 1, since: 0, at: 'host', ask: { ask: 'push' } } }), [
    { in: 'failed', id: 1, failure: { code: 'too-many', wait: 90_000 } },
  ]);
  expect(patient.out.find((one) => one.out === 'wake')!.after).toBe(90_000);
});

test('an answer that comes twice, or after it was given up, changes nothing', () => {
  const { state } = play(settled(), [{ in: 'hint', head: 41, log: 3 }]);
  const given = play(state, [{ in: 'tick' }], SETTINGS.patience).state;
  const late = play(given, [{ in: 'answered', id: 1, answer: { to: 'pull', answer: page({ head: 41 }) } }], SETTINGS.patience);
  expect(late.state).toEqual(given);
});

test('a host that cannot take rows now does not keep this device from reading', () => {
  const full = play(settled({ sending: 1, doing: { id: 1, since: 0, at: 'host', ask: { ask: 'push' } } }), [
    { in: 'failed', id: 1, failure: { code: 'quota-full' } },
    { in: 'hint', head: 41, log: 3 },
  ]);
  expect(said(full.out)).toEqual(['host-full']);
  expect(asked(full.out).map(({ ask }) => ask)).toEqual(['look']);
});

test('the log is read before rows of an epoch that it opens', () => {
  const { state } = play(settled(), [{ in: 'hint', head: 41, log: 3 }]);
  const { out } = play(state, [{ in: 'answered', id: 1, answer: { to: 'pull', answer: page({ head: 41, log: 4 }) } }]);
  // From the newest entry that is here: another one in its place is seen.
  expect(asked(out)).toEqual([{ ask: 'log', after: 2 }]);
});

test('what the host tells of while it is being asked is asked for next, not at the next look', () => {
  const pulling = play(settled(), [{ in: 'hint', head: 41, log: 3 }]).state;
  const inStep = { ...kept, cursor: 41, head: 41 };
  const endings: readonly [SyncState, Input][] = [
    // Told between the question and its answer, and while the answer was being stored.
    [
      play(pulling, [
        { in: 'hint', head: 42, log: 3 },
        { in: 'answered', id: 1, answer: { to: 'pull', answer: page({ head: 41 }) } },
      ]).state,
      { in: 'done', id: 2, done: { kept: inStep, sending: 0 } },
    ],
    [
      play(pulling, [
        { in: 'answered', id: 1, answer: { to: 'pull', answer: page({ head: 41 }) } },
        { in: 'hint', head: 42, log: 3 },
      ]).state,
      { in: 'done', id: 2, done: { kept: inStep, sending: 0 } },
    ],
  ];
  for (const [state, end] of endings) expect(asked(play(state, [end]).out)).toMatchObject([{ ask: 'pull', query: { after: 41 } }]);
  const reading = play(settled(), [{ in: 'hint', head: 40, log: 4 }]).state;
  const entries = { n: 4, entries: [] } as never;
  const grown = { ...standing, n: 4 };
  const { state } = play(reading, [
    { in: 'hint', head: 40, log: 5 },
    { in: 'answered', id: 1, answer: { to: 'log', answer: entries } },
  ]);
  const read: readonly Input[] = [
    { in: 'done', id: 2, done: { kept, sending: 0, standing: grown } },
    { in: 'done', id: 3, done: { kept, sending: 0 } },
  ];
  expect(asked(play(state, read).out)).toEqual([{ ask: 'log', after: 3 }]);
});

test('another look at the last rows that is asked for while a page is under way is made after it', () => {
  const pulling = play(settled(), [{ in: 'hint', head: 41, log: 3 }]).state;
  const inStep = { ...kept, cursor: 41, head: 41 };
  const answer: Input = { in: 'answered', id: 1, answer: { to: 'pull', answer: page({ head: 41 }) } };
  const online: Input = { in: 'online', is: true };
  for (const inputs of [
    [online, answer],
    [answer, online],
  ]) {
    const { out } = play(play(pulling, inputs).state, [{ in: 'done', id: 2, done: { kept: inStep, sending: 0 } }]);
    expect(asked(out)).toMatchObject([{ ask: 'look', query: { before: 42, limit: SETTINGS.overlap } }]);
  }
});

test('after a pause the last rows are looked at before what is new is pulled; where they are others, all is looked through', () => {
  const { state, out } = play(settled({ online: false }), [{ in: 'online', is: true }]);
  expect(asked(out)).toMatchObject([{ ask: 'look', query: { before: 41, limit: SETTINGS.overlap } }]);
  const looked = play(state, [{ in: 'answered', id: 1, answer: { to: 'look', answer: page({ rows: [{ seq: 40 } as HostRow], more: true }) } }]);
  expect(looked.out.at(-1)).toMatchObject({ out: 'job', job: { job: 'look', before: 41 } });
  expect(asked(play(looked.state, [{ in: 'done', id: 2, done: { kept, sending: 0 } }]).out)).toMatchObject([{ ask: 'pull', query: { after: 40 } }]);
  const others = play(looked.state, [{ in: 'done', id: 2, done: { kept, sending: 0, wentBack: true } }]);
  expect(said(others.out)).toEqual(['host-went-back']);
  expect(others.out.at(-1)).toMatchObject({ out: 'job', job: { job: 'scan', head: 40 } });
});

test('while much was pushed above rows of others, those are pulled first, and it is pushed on when they are here', () => {
  const ahead = Object.fromEntries(Array.from({ length: 2 * SETTINGS.rows + 1 }, (_, i) => [`row ${i}`, 50 + i]));
  const want = { ...settled().want, push: true };
  const far = settled({ kept: { ...kept, ahead }, want, turn: 'push' });
  const { state, out } = play(far, [{ in: 'hint', head: 2000, log: 3 }]);
  expect(asked(out).map(({ ask }) => ask)).toEqual(['pull']);
  const more = play(state, [
    { in: 'answered', id: 1, answer: { to: 'pull', answer: page({ head: 2000, rows: [{ seq: 41 } as HostRow], more: true }) } },
    { in: 'done', id: 2, done: { kept: { ...far.kept, cursor: 41 }, sending: 0 } },
  ]);
  expect(asked(more.out).map(({ ask }) => ask)).toEqual(['pull']);
  const near = play(more.state, [
    { in: 'answered', id: 3, answer: { to: 'pull', answer: page({ head: 2000, rows: [{ seq: 2000 } as HostRow] }) } },
    { in: 'done', id: 4, done: { kept: { ...kept, cursor: 2000 }, sending: 0 } },
  ]);
  expect(near.out.at(-1)).toMatchObject({ out: 'job', job: { job: 'prepare' } });
});

test('what was asked for and not answered is asked for again', () => {
  for (const ask of ['pull', 'log'] as const) {
    const asking = play(settled(), [{ in: 'hint', head: ask === 'pull' ? 41 : 40, log: ask === 'log' ? 4 : 3 }]).state;
    const failed = play(asking, [{ in: 'failed', id: 1, failure: { code: 'offline' } }]).state;
    expect(asked(play(failed, [{ in: 'tick' }], 600_000).out).map((one) => one.ask)).toEqual([ask === 'pull' ? 'look' : ask]);
  }
});

test('a host whose head went back is said, and everything is looked through', () => {
  const { state } = play(settled(), [{ in: 'hint', head: 31, log: 3 }]);
  const { out } = play(state, [{ in: 'answered', id: 1, answer: { to: 'look', answer: page({ head: 31 }) } }]);
  expect(said(out)).toEqual(['host-went-back']);
  expect(out.at(-1)).toMatchObject({ out: 'job', job: { job: 'scan', head: 31 } });
});

test('a page that comes empty and promises more, or with rows that were not asked for, is asked for again after a wait that grows, and moves nothing', () => {
  const row = (seq: number) => ({ seq }) as HostRow;
  for (const [to, wrong] of [
    ['pull', page({ head: 60, more: true })],
    ['pull', page({ head: 60, more: true, rows: [row(40)] })],
    ['back', page({ head: 60, more: true })],
    ['back', page({ head: 60, more: true, rows: [row(20), row(10)] })],
  ] as const) {
    let state = play(settled(to === 'back' ? { kept: { ...kept, gap: { before: 20 } } } : { want: { ...settled().want, pull: true } }), [{ in: 'online', is: true }]).state;
    if (to === 'back') state = { ...state, doing: { id: 1, since: 0, at: 'host', ask: { ask: 'back', query: { after: 0, before: 20, limit: 500, bytes: 1 } } } };
    else state = { ...state, doing: { id: 1, since: 0, at: 'host', ask: { ask: 'pull', query: { after: 40, limit: 500, bytes: 1 } } } };
    const waits = [1, 2, 3].map(() => {
      const after = play(state, [{ in: 'answered', id: state.doing!.id, answer: { to, answer: wrong } }]);
      expect([asked(after.out), after.state.kept]).toEqual([[], state.kept]);
      const wait = after.out.find((one) => one.out === 'wake')!.after;
      const again = play(after.state, [{ in: 'tick' }], 600_000);
      state = { ...again.state, doing: { ...state.doing!, id: 1 }, notBefore: 0 };
      return wait;
    });
    expect(waits).toEqual([1500, 3000, 6000]);
  }
});

test('a clock a day from the host is said once, and again only after it was right', () => {
  const pull = (state: SyncState, now: number) => {
    const wanted = play(state, [{ in: 'hint', head: 50, log: 3 }]).state;
    const answered = play(wanted, [{ in: 'answered', id: wanted.doing!.id, answer: { to: 'pull', answer: page({ now }) } }]);
    return { out: answered.out, state: play(answered.state, [{ in: 'done', id: answered.state.doing!.id, done: { kept, sending: 0 } }]).state };
  };
  const one = pull(settled(), NOW - 2 * 86_400_000);
  const two = pull(one.state, NOW - 2 * 86_400_000);
  const three = pull(two.state, NOW);
  const four = pull(three.state, NOW + 2 * 86_400_000);
  expect([one, two, three, four].map(({ out }) => said(out))).toEqual([['clock-off'], [], [], ['clock-off']]);
});

test('a batch refused as a whole is cut smaller, down to the row that is at fault', () => {
  const push = { id: 1, since: 0, at: 'host', ask: { ask: 'push' } } as const;
  const { state } = play(settled({ sending: 9, doing: push }), [{ in: 'failed', id: 1, failure: { code: 'too-large' } }]);
  expect(state.batch).toBe(SETTINGS.rows / 2);
  expect(state.doing).toMatchObject({ at: 'store', job: { job: 'settle', answer: null } });
});

test('a row that the host refuses whole is left out and named, and the others go; a host that refuses every one is asked later and later', () => {
  let state = settled({ sending: 1, batch: 1 });
  const waits: number[] = [];
  for (const id of ['a', 'b', 'c', 'd']) {
    const refused = play({ ...state, sending: 1, batch: 1, doing: { id: 1, since: 0, at: 'host', ask: { ask: 'push' } } }, [
      { in: 'failed', id: 1, failure: { code: 'malformed' } },
    ]);
    expect(refused.out).toMatchObject([{ out: 'job', job: { job: 'settle', answer: null } }]);
    const done = { kept, sending: 0, unsent: true, settled: 0, opRefused: [{ id, why: 'malformed' }] };
    const after = play(refused.state, [{ in: 'done', id: refused.state.doing!.id, done }]);
    expect(said(after.out)).toEqual(['row-not-sent']);
    state = { ...after.state, doing: null };
    waits.push(state.pushNotBefore);
  }
  expect([state.skip, state.batch]).toEqual([['a', 'b', 'c', 'd'], SETTINGS.rows]);
  expect(waits[0]).toBe(0);
  expect(waits[1]! < waits[2]! && waits[2]! < waits[3]!).toBe(true);
});

test('who is turned away parts with what was not sent, and says so', () => {
  const push = { id: 1, since: 0, at: 'host', ask: { ask: 'push' } } as const;
  const { state, out } = play(settled({ sending: 2, doing: push }), [{ in: 'failed', id: 1, failure: { code: 'not-found' } }]);
  expect(said(out)).toEqual(['removed']);
  expect(out.at(-1)).toMatchObject({ out: 'job', job: { job: 'part' } });
  expect(statusOf(state).is).toBe('removed');
});

test('a full store here is said, and what it was for is done again after a wait', () => {
  const take = { id: 7, since: 0, at: 'store', job: { job: 'take', from: 'pull', answer: page({ head: 41 }) } } as const;
  const { state, out } = play(settled({ doing: take }), [{ in: 'not-done', id: 7, code: 'store-full' }]);
  expect(said(out)).toEqual(['store-full']);
  expect(asked(play(state, [{ in: 'tick' }], 600_000).out).map(({ ask }) => ask)).toEqual(['look']);
});

test('rows that a full host does not take are tried until it has room, however often that was; the next fullness is said again', () => {
  const settle = (state: SyncState, found: { readonly settled: number; readonly opRefused?: readonly { readonly id: string; readonly why: string }[] }) => {
    const doing = { id: 5, since: 0, at: 'store', job: { job: 'settle', answer: null } } as const;
    return play({ ...state, doing }, [{ in: 'done', id: 5, done: { kept, sending: 0, unsent: true, ...found } }]);
  };
  const refused = { settled: 0, opRefused: [{ id: 'a', why: 'quota-full' }] };
  let { state, out } = settle(settled(), refused);
  expect(said(out)).toEqual(['host-full']);
  for (let i = 0; i < 30; i++) ({ state, out } = settle(state, refused));
  expect([said(out), state.skip, statusOf(state).still]).toEqual([[], [], ['host-full']]);
  ({ state } = settle(state, { settled: 1 }));
  expect(statusOf(state).still).toEqual([]);
  expect(said(settle(state, refused).out)).toEqual(['host-full']);
});

test('a push that is not accepted as this device’s own: the log is read, others are still heard, and it is said once it goes on', () => {
  const push = { id: 1, since: 0, at: 'host', ask: { ask: 'push' } } as const;
  let state = settled({ sending: 1 });
  const notices: string[][] = [];
  for (let i = 0; i < 4; i++) {
    const after = play({ ...state, doing: push, pushNotBefore: 0 }, [{ in: 'failed', id: 1, failure: { code: 'tag-wrong' } }]);
    expect(asked(after.out).map(({ ask }) => ask)).toEqual(['log']);
    notices.push(said(after.out));
    state = { ...after.state, doing: null };
  }
  expect(notices).toEqual([[], [], ['tag-wrong'], []]);
  expect([state.pushNotBefore > 0, state.notBefore]).toEqual([true, 0]);
  expect(statusOf(state).still).toEqual(['tag-wrong']);
  const heard = play({ ...state, doing: push }, [{ in: 'answered', id: 1, answer: { to: 'push', answer: { head: 40, now: NOW, ops: [], results: [] } } }]).state;
  expect([statusOf(heard).still, heard.pushFailures]).toEqual([[], 0]);
});

test('rows that a host lost above the cursor do not keep a device from what is older: of each batch it looks above once', () => {
  const ahead = Object.fromEntries(Array.from({ length: 2 * SETTINGS.rows + 1 }, (_, n) => [`row ${n}`, 30]));
  const filling: Kept = { ...kept, gap: { before: 10 }, ahead };
  let { state, out } = play(settled({ kept: filling }), [{ in: 'tick' }]);
  for (let i = 0; i < 8; i++) {
    const { doing } = state;
    const next = doing?.at === 'host' ? ({ in: 'answered', id: doing.id, answer: { to: doing.ask.ask, answer: page() } } as Input) : null;
    const stored = doing?.at === 'store' ? ({ in: 'done', id: doing.id, done: { kept: filling, sending: 0 } } as Input) : null;
    const after = play(state, [(next ?? stored)!]);
    state = after.state;
    out = [...out, ...after.out];
  }
  expect(asked(out).map(({ ask }) => ask)).toEqual(['pull', 'back', 'back', 'back', 'back']);
});

test('where the host’s log has parted from ours it is said, nothing goes there as long as it is so, and then it goes on', () => {
  const refused = play(settled({ doing: { id: 5, since: 0, at: 'store', job: { job: 'settle', answer: { head: 40, now: NOW, ops: [], results: [] } } } }), [
    { in: 'done', id: 5, done: { kept, sending: 0, unsent: true, settled: 0, opRefused: [{ id: 'a', why: 'log-head-unknown' }] } },
  ]);
  expect(asked(refused.out)).toEqual([{ ask: 'log', after: 2 }]);
  const log: Input = { in: 'answered', id: 1, answer: { to: 'log', answer: { n: 3, entries: [{}] } as never } };
  const parted = play(refused.state, [log, { in: 'not-done', id: 2, code: 'log-forked' }, { in: 'wrote' }]);
  expect([said(parted.out), statusOf(parted.state).is]).toEqual([['log-forked'], 'waiting']);
  expect(asked(parted.out)).toEqual([]);
  const later = play(parted.state, [{ in: 'tick' }], SETTINGS.longestWait);
  expect(asked(later.out)).toEqual([{ ask: 'log', after: 2 }]);
  const mended = play(
    later.state,
    [
      { ...log, id: 3 },
      { in: 'done', id: 4, done: { kept, sending: 0, standing } },
    ],
    SETTINGS.longestWait,
  );
  expect(mended.out.at(-1)).toMatchObject({ out: 'job', job: { job: 'prepare' } });
});

test('rows whose writers knew another log than the host shows to this device: it is said, and the log is looked at before anything more', () => {
  const { state } = play(settled(), [{ in: 'hint', head: 41, log: 3 }]);
  const { out, state: parted } = play(state, [
    { in: 'answered', id: 1, answer: { to: 'pull', answer: page({ head: 41 }) } },
    { in: 'done', id: 2, done: { kept: { ...kept, cursor: 41, head: 41 }, sending: 0, forked: true } },
  ]);
  expect(said(out)).toEqual(['log-forked']);
  expect(asked(play(parted, [{ in: 'tick' }], SETTINGS.longestWait).out)).toEqual([{ ask: 'log', after: 2 }]);
});

test('what a host lost of the log is sent again once it has shown that what it has is the same; refused, it is asked later and later', () => {
  const { state } = play(settled(), [{ in: 'hint', head: 41, log: 1 }]);
  const told = play(state, [
    { in: 'answered', id: 1, answer: { to: 'pull', answer: page({ head: 41, log: 1 }) } },
    { in: 'done', id: 2, done: { kept: { ...kept, cursor: 41, head: 41 }, sending: 0 } },
  ]);
  expect(asked(told.out)).toEqual([{ ask: 'log', after: 0 }]);
  const shown = play(told.state, [
    { in: 'answered', id: 3, answer: { to: 'log', answer: { n: 1, entries: [{}] } as never } },
    { in: 'done', id: 4, done: { kept: { ...kept, cursor: 41, head: 41 }, sending: 0, standing } },
  ]);
  expect(asked(shown.out)).toEqual([{ ask: 'repost', after: 1 }]);
  const refused = play(shown.state, [{ in: 'failed', id: 5, failure: { code: 'log-behind' } }]);
  expect([asked(refused.out), refused.out.at(-1)]).toEqual([[], { out: 'wake', after: 1500 }]);
});
