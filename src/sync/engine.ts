// The synchronisation of one vault as a pure state machine: (state, input) -> [state, outputs]. It decides what is done next;
// others do it (runner.ts asks the host, jobs.ts changes the store) and tell it how that went.
// Invariants: one thing at a time; what counts as done was in the store before (`kept` comes back from every job, and only from
// jobs); a batch that was not answered is sent again to the byte; nothing that cannot be read or sent holds up the rest.

import type { Verdict } from '#crypto/tips.ts';
import { SETTINGS, type Answered, type Ask, type Done, type Env, type Input, type Job, type Notice, type Output, type Pushed, type SyncSettings } from './inputs.ts';
import type { HostFailure, Kept, LogStanding } from './ports.ts';

/** A clock further than this from the host's is said, in milliseconds: a day. */
const CLOCK_OFF = 86_400_000;

type Doing = { readonly id: number; readonly since: number } & ({ readonly at: 'host'; readonly ask: Ask } | { readonly at: 'store'; readonly job: Job });

export interface SyncState {
  readonly kept: Kept;
  readonly standing: LogStanding;
  readonly settings: SyncSettings;
  readonly online: boolean;
  readonly next: number;
  readonly doing: Doing | null;
  /** The job that an answer led to; done before anything is decided. */
  readonly upon: Job | null;
  readonly sending: number;
  readonly want: Wants;
  /** Look at the last rows again before the next pull. */
  readonly recheck: boolean;
  readonly turn: 'push' | 'pull';
  readonly failures: number;
  readonly pushFailures: number;
  /** Times, as `elapsed`, before which nothing is asked, nothing is pushed, and at which a look is due. */
  readonly notBefore: number;
  readonly pushNotBefore: number;
  readonly pollAt: number;
  /** Rows in a batch; fewer after a host refused one whole. */
  readonly batch: number;
  /** Rows that this run no longer tries to push, and how often others were refused. */
  readonly skip: readonly string[];
  readonly strikes: Readonly<Record<string, number>>;
  /** A log that the host tells of and does not give: not asked for again until it tells of another. */
  readonly logStuck: number;
  /** Entries that the host last told of. */
  readonly logTold: number;
  /** Time (`elapsed`) until which a doubt that a look through all rows did not mend is said, and not looked into again. */
  readonly doubtedUntil: number;
  readonly short: number;
  /** Batches one after the other of which the host took nothing. */
  readonly barren: number;
  readonly stopped: null | 'signed-out' | 'removed' | 'parted';
  readonly said: readonly string[];
  /** Rows that the host says it has; null until it has said. */
  readonly total: number | null;
  /** Wall clock of the last moment at which everything was the same here and there. */
  readonly inStepAt: number | null;
}

interface Wants {
  readonly push: boolean;
  readonly pull: boolean;
  readonly log: boolean;
  /** Entries that the host has, where it has lost some that we know. */
  readonly repost: number | null;
  readonly epoch: boolean;
  readonly aside: boolean;
  readonly judge: boolean;
  /** The head at which the host was found to have gone back. */
  readonly scan: number | null;
}

const NOTHING: Wants = { push: false, pull: false, log: false, repost: null, epoch: false, aside: false, judge: false, scan: null };

/** From what the store kept: at the very first start, and after every crash. */
export const startOf = (kept: Kept, sending: number, standing: LogStanding, settings: SyncSettings = SETTINGS): SyncState => ({
  kept,
  standing,
  settings,
  online: false,
  next: 1,
  doing: null,
  upon: null,
  sending,
  want: { ...NOTHING, push: true, pull: true, log: true, aside: true, judge: true },
  recheck: true,
  turn: 'pull',
  failures: 0,
  pushFailures: 0,
  notBefore: 0,
  pushNotBefore: 0,
  pollAt: 0,
  batch: settings.rows,
  skip: [],
  strikes: {},
  logStuck: 0,
  logTold: standing.n,
  doubtedUntil: 0,
  short: 0,
  barren: 0,
  stopped: null,
  said: [],
  total: null,
  inStepAt: null,
});

type Step = readonly [SyncState, readonly Output[]];

const wanting = (state: SyncState, want: Partial<Wants>): SyncState => ({ ...state, want: { ...state.want, ...want } });

/** Said once until it is no longer so. */
const say = (state: SyncState, notice: Notice, mark: string = notice.code): Step =>
  state.said.includes(mark) ? [state, []] : [{ ...state, said: [...state.said.slice(-200), mark] }, [{ out: 'say', notice }]];
const unsay = (state: SyncState, mark: string): SyncState => (state.said.includes(mark) ? { ...state, said: state.said.filter((one) => one !== mark) } : state);

const sayAll = (state: SyncState, notices: readonly (readonly [Notice, string])[]): Step => {
  const out: Output[] = [];
  let now = state;
  for (const [notice, mark] of notices) {
    const [next, said] = say(now, notice, mark);
    now = next;
    out.push(...said);
  }
  return [now, out];
};

/** Half the doubled wait is sure, half is chance, so that devices do not come back all at once. */
const waitFor = (failures: number, random: number, most: number): number => {
  const whole = Math.min(most, 1000 * 2 ** Math.min(failures, 20));
  return whole / 2 + (whole / 2) * random;
};

const ask = (state: SyncState, env: Env, what: Ask): Step => [
  { ...state, next: state.next + 1, doing: { id: state.next, since: env.elapsed, at: 'host', ask: what } },
  [
    { out: 'ask', id: state.next, ask: what },
    { out: 'wake', after: state.settings.patience },
  ],
];

const work = (state: SyncState, env: Env, job: Job): Step => [
  { ...state, next: state.next + 1, doing: { id: state.next, since: env.elapsed, at: 'store', job } },
  [{ out: 'job', id: state.next, job }],
];

/** What is done next, when nothing is under way. */
const decide = (state: SyncState, env: Env): Step => {
  if (state.doing) return [state, []];
  if (env.elapsed < state.notBefore && (state.online || state.want.aside || state.stopped === 'removed'))
    return [state, [{ out: 'wake', after: Math.ceil(state.notBefore - env.elapsed) }]];
  if (state.upon) return work({ ...state, upon: null }, env, state.upon);
  const { want, kept, settings } = state;
  if (want.aside && state.stopped !== 'signed-out') return work(wanting(state, { aside: false }), env, { job: 'merge-aside' });
  if (state.stopped === 'removed') return work(state, env, { job: 'part' });
  if (state.stopped) return [state, []];
  if (!state.online) return [state, []];
  const canSeal = state.standing.lacks === null;
  const mayPush = canSeal && env.elapsed >= state.pushNotBefore;
  const page = { limit: settings.rows, bytes: settings.bytes };
  if (want.scan !== null) return work(wanting(state, { scan: null }), env, { job: 'scan', head: want.scan });
  // From an entry that both have: the host shows it again, and another one in its place is seen.
  if (want.log) return ask(wanting(state, { log: false }), env, { ask: 'log', after: Math.max(0, Math.min(state.standing.n, state.logTold) - 1) });
  if (want.repost !== null) return ask(state, env, { ask: 'repost', after: want.repost });
  if (want.epoch) return ask(state, env, { ask: 'epoch' });
  if (state.sending > 0 && mayPush) return ask(state, env, { ask: 'push' });
  if (kept.cursor === null) return ask(state, env, { ask: 'back', query: { after: 0, before: Number.MAX_SAFE_INTEGER, ...page } });
  // What lies above the cursor is written down by name (`Kept.ahead`): the cursor keeps near it, however much there is to push. Once
  // after each batch: what a host lost of it is not met by asking again.
  const isAhead = Object.keys(kept.ahead ?? {}).length > 2 * settings.rows;
  const isDue = want.pull || (isAhead && state.turn === 'pull') || env.elapsed >= state.pollAt;
  const canPush = want.push && mayPush && state.sending === 0 && !(isAhead && want.pull);
  if (canPush && (state.turn === 'push' || !isDue)) return work({ ...wanting(state, { push: false }), turn: 'pull' }, env, { job: 'prepare', rows: state.batch, skip: state.skip });
  // A look that is asked for while one is under way is one of its own: that one may be from before the reason for it.
  if (isDue && state.recheck && kept.cursor > 0)
    return ask({ ...state, recheck: false }, env, { ask: 'look', query: { after: 0, before: kept.cursor + 1, ...page, limit: settings.overlap } });
  if (isDue) return ask({ ...wanting(state, { pull: false }), turn: 'push', recheck: false }, env, { ask: 'pull', query: { after: kept.cursor, ...page } });
  if (kept.gap) return ask(state, env, { ask: 'back', query: { after: 0, before: kept.gap.before, ...page } });
  if (want.judge) return work(wanting(state, { judge: false }), env, { job: 'judge' });
  const isUnsent = want.push || state.sending > 0;
  const wakeAt = isUnsent && canSeal ? Math.min(state.pollAt, state.pushNotBefore) : state.pollAt;
  const rested = isUnsent || !canSeal ? state : { ...state, inStepAt: env.now };
  return [rested, [{ out: 'wake', after: Math.max(0, Math.ceil(wakeAt - env.elapsed)) }]];
};

const clockSaid = (state: SyncState, hostNow: number, env: Env): Step => {
  const off = env.now - hostNow;
  return Math.abs(off) > CLOCK_OFF ? say(state, { code: 'clock-off', hours: Math.round(off / 3_600_000) }) : [unsay(state, 'clock-off'), []];
};

/** The host's head is lower than it was: it lost what it had acknowledged. Everything is looked through, and what is missing there is sent again. */
const wentBack = (state: SyncState, is: number): Step => {
  const [told, out] = say(state, { code: 'host-went-back', was: Math.max(state.kept.head, state.kept.cursor ?? 0), is }, `host-went-back ${state.kept.era}`);
  return [wanting(told, { scan: is, pull: true, push: true }), out];
};

const answered = (state: SyncState, asked: Ask, input: Extract<Input, { in: 'answered' }>, env: Env): Step => {
  const well = unsay({ ...state, failures: 0, notBefore: 0 }, 'offline');
  const { to, answer } = input.answer;
  if (to === 'push') {
    const [told, out] = clockSaid({ ...unsay(well, 'tag-wrong'), pushFailures: 0 }, answer.now, env);
    const next = { ...told, upon: { job: 'settle', answer } as const };
    if (answer.head >= state.kept.head) return [next, out];
    const [back, more] = wentBack(next, answer.head);
    return [back, [...out, ...more]];
  }
  if (to === 'pull' || to === 'back' || to === 'look') {
    const [told, out] = clockSaid({ ...well, total: answer.count, logTold: answer.log }, answer.now, env);
    if (answer.head < state.kept.head) {
      const [back, more] = wentBack(told, answer.head);
      return [back, [...out, ...more]];
    }
    if (to === 'look') return [{ ...told, upon: { job: 'look', answer, before: asked.ask === 'look' ? asked.query.before : 0 } }, out];
    // Rows may lie under an epoch that only the log opens: the log first, then the same page again.
    if (answer.log > state.standing.n && answer.log !== state.logStuck)
      return [wanting({ ...told, logStuck: answer.log }, { log: true, ...(to === 'pull' ? { pull: true } : {}) }), out];
    const behind = answer.log < state.standing.n ? wanting(told, { log: true }) : told;
    return [{ ...behind, upon: { job: 'take', from: to, answer } }, out];
  }
  if (to === 'log') return [{ ...well, logTold: answer.n, upon: { job: 'extend', page: answer, from: asked.ask === 'log' ? asked.after : 0 } }, []];
  return [wanting(well, to === 'repost' ? { repost: null, log: true } : { epoch: false, log: true }), []];
};

const failed = (state: SyncState, { code, wait }: HostFailure, env: Env): Step => {
  const asked = state.doing?.at === 'host' ? state.doing.ask.ask : 'pull';
  const idle: SyncState = { ...wanting(state, asked === 'pull' ? { pull: true } : asked === 'log' ? { log: true } : {}), doing: null, recheck: true };
  if (code === 'session-needed') return say({ ...idle, stopped: 'signed-out' }, { code: 'signed-out' });
  // Absent and foreign look alike; for a vault that was ours it means that we are no longer in it.
  if (code === 'not-found' && state.standing.n > 0) return say({ ...idle, stopped: 'removed' }, { code: 'removed' });
  if (code === 'epoch-wanted') return [wanting(idle, { log: true, epoch: true }), []];
  if (code === 'log-behind') {
    const next = wanting(idle, { log: true, repost: null, epoch: false });
    // It did not take what follows on what it shows: not asked without end.
    return [
      asked === 'repost' ? { ...next, failures: state.failures + 1, notBefore: env.elapsed + waitFor(state.failures + 1, env.random, state.settings.longestWait) } : next,
      [],
    ];
  }
  if (asked === 'push' && (code === 'quota-full' || code === 'store-full')) {
    const pushFailures = state.pushFailures + 1;
    const later = env.elapsed + (wait ?? waitFor(pushFailures, env.random, state.settings.longestWait));
    return say({ ...idle, pushFailures, pushNotBefore: later }, { code: 'host-full' });
  }
  // The log may tell of other keys, which says it in its own words. If it goes on, somebody on the way, or the host, changes what is sent.
  if (asked === 'push' && code === 'tag-wrong') {
    const pushFailures = state.pushFailures + 1;
    const next = { ...wanting(idle, { log: true }), pushFailures, pushNotBefore: env.elapsed + waitFor(pushFailures, env.random, state.settings.longestWait) };
    return pushFailures < 3 ? [next, []] : say(next, { code: 'tag-wrong' });
  }
  // A batch refused as a whole holds a row that this host will not have: smaller batches find it.
  if (asked === 'push' && (code === 'too-large' || code === 'malformed'))
    return [{ ...wanting(idle, { push: true }), batch: Math.max(1, state.batch >> 1), upon: { job: 'settle', answer: null } }, []];
  const failures = state.failures + 1;
  const other = code === 'log-refused' ? wanting(idle, { log: true, repost: null, epoch: false }) : idle;
  return [{ ...other, failures, notBefore: env.elapsed + Math.max(wait ?? 0, waitFor(failures, env.random, state.settings.longestWait)) }, []];
};

const afterSettle = (state: SyncState, { opRefused = [], settled = 0 }: Done, answer: Pushed | null, env: Env): Step => {
  const barren = settled > 0 ? 0 : opRefused.length === 0 ? state.barren : state.barren + 1;
  // Once is a new epoch, or an entry of the log not yet read; a host that goes on refusing is not asked without end.
  const before = settled > 0 ? unsay(state, 'host-full') : state;
  let next: SyncState = { ...before, barren, ...(barren > 1 ? { pushNotBefore: env.elapsed + waitFor(barren, env.random, state.settings.longestWait) } : {}) };
  const notices: [Notice, string][] = [];
  for (const { id, why } of opRefused) {
    if (why === 'stale-epoch' || why === 'log-head-unknown') next = wanting(next, { log: true, push: true });
    if (why === 'conflict' || why === 'ver-behind') next = wanting({ ...next, turn: 'pull' }, { pull: true, push: true });
    if (why === 'quota-full') notices.push([{ code: 'host-full' }, 'host-full']);
    // A host that is full is asked again until it has room: the row is none that it will not have.
    if (why === 'stale-epoch' || why === 'merged' || why === 'quota-full') continue;
    const strikes = (next.strikes[id] ?? 0) + 1;
    next = { ...next, strikes: { ...next.strikes, [id]: strikes } };
    // A conflict that no pull resolves: the host shows one thing to a push and another to a pull.
    if (strikes === 5 && why === 'conflict') next = wanting(next, { scan: answer?.head ?? 0 });
    if (strikes < 12 && answer !== null) continue;
    next = { ...next, skip: [...next.skip, id] };
    notices.push([{ code: 'row-not-sent', id, why }, `row-not-sent ${id}`]);
  }
  if (answer === null && opRefused.length > 0) next = { ...next, batch: state.settings.rows };
  return sayAll(next, notices);
};

const done = (state: SyncState, { job }: { readonly job: Job }, found: Done, env: Env): Step => {
  const isWritable = unsay(unsay(state, 'store-full'), 'store-gone');
  let next: SyncState = { ...isWritable, doing: null, kept: found.kept, sending: found.sending, standing: found.standing ?? state.standing };
  if (found.unsent) next = wanting(next, { push: true });
  if (found.tips) next = wanting(next, { judge: true });
  const refused = (found.refused ?? []).map(({ id, why }): [Notice, string] => [{ code: 'row-refused', id, why }, `row-refused ${id}`]);
  if (refused.length > 0) {
    const [told, out] = sayAll(next, refused);
    const [after, more] = finish(told, job, found, env, state.standing.n);
    return [after, [...out, ...more]];
  }
  return finish(next, job, found, env, state.standing.n);
};

/** `knew`: entries of the log that were known before the job. */
const finish = (state: SyncState, job: Job, found: Done, env: Env, knew: number): Step => {
  const { settings } = state;
  if (job.job === 'settle') return afterSettle(state, found, job.answer, env);
  if (job.job === 'prepare')
    return sayAll(
      state,
      (found.held ?? []).filter(({ why }) => why === 'too-large').map(({ id, why }): [Notice, string] => [{ code: 'row-not-sent', id, why }, `row-not-sent ${id}`]),
    );
  if (job.job === 'look') return found.wentBack ? wentBack(state, job.answer.head) : [state, []];
  if (job.job === 'take') {
    if (found.wentBack) return wentBack(state, job.answer.head);
    if (found.forked) return forked(state, env);
    if (job.from === 'back') return [state.kept.gap === null ? wanting(state, { judge: true, push: true }) : state, []];
    const isBehind = state.kept.cursor !== null && state.kept.cursor < job.answer.head;
    const caughtUp: SyncState = { ...wanting(state, { pull: state.want.pull || job.answer.more }), pollAt: env.elapsed + settings.poll };
    if (job.answer.more || !isBehind) return [{ ...caughtUp, short: 0 }, []];
    // The row that bears the head's number is always there: a host that gives none keeps something back.
    return state.short < 1
      ? [wanting({ ...caughtUp, short: state.short + 1 }, { pull: true }), []]
      : say(caughtUp, { code: 'withheld', devices: [] }, `withheld ${job.answer.head}`);
  }
  if (job.job === 'extend') {
    const grown = state.standing.n > knew;
    const more = state.standing.n < job.page.n && grown;
    const isBehind = job.page.n < state.standing.n;
    // What it lacks is sent again once it has shown that what it has is the same.
    const isSame = job.page.n === 0 || job.from < job.page.n;
    if (!state.standing.isMember && state.standing.n > 0) return say({ ...wanting(state, { log: state.want.log || more }), stopped: 'removed' }, { code: 'removed' });
    const next = wanting(
      { ...state, logStuck: grown ? 0 : state.logStuck },
      { log: state.want.log || more || (isBehind && !isSame), repost: isBehind && isSame ? job.page.n : null, aside: grown, ...(grown ? { push: true } : {}) },
    );
    return lacking(next, more);
  }
  if (job.job === 'merge-aside') return [found.unsent ? wanting(state, { push: true }) : state, []];
  if (job.job === 'judge') return judged(state, found.verdict, env);
  if (job.job === 'part') return [{ ...state, stopped: 'parted' }, []];
  return [state, []];
};

/**
 * The host's log and ours have parted. Nothing that others write now is read, and nothing from here is taken there: what is here stays,
 * and it is looked now and then whether the host shows again what it showed before.
 */
const forked = (state: SyncState, env: Env): Step =>
  say({ ...wanting(state, { log: true, repost: null }), failures: state.failures + 1, notBefore: env.elapsed + state.settings.longestWait }, { code: 'log-forked' });

/** A member who was not given the newest key says so, and harms nothing: what is here stays, what comes is kept until it opens. */
const lacking = (state: SyncState, more: boolean): Step => {
  const { lacks } = state.standing;
  if (lacks === null || more) return [unsay(unsay(state, 'epoch-key-wrong'), 'account-key-old'), []];
  return say(state, lacks.code === 'account-key-old' ? { code: 'account-key-old' } : { code: 'epoch-key-wrong', ...(lacks.with as { epoch: number; by: string }) });
};

const judged = (state: SyncState, verdict: Verdict | undefined, env: Env): Step => {
  if (!verdict || verdict.kind === 'agrees') return [state, []];
  if (verdict.kind === 'forked') return say(state, { code: 'log-forked' });
  // The host may have been set back before this device noticed: a look through all rows mends that, or shows that it is not so.
  if (env.elapsed >= state.doubtedUntil) return [wanting({ ...state, doubtedUntil: env.elapsed + state.settings.doubtAgain }, { scan: state.kept.head, pull: true }), []];
  if (verdict.kind === 'rolled-back') return say(state, { code: 'host-went-back', was: verdict.was, is: verdict.is }, `host-went-back ${state.kept.era}`);
  return say(state, { code: 'withheld', devices: verdict.devices }, `withheld ${verdict.devices.join(' ')}`);
};

const NOT_DONE = { 'store-full': 'store-full', 'store-gone': 'store-gone', 'store-busy': 'store-gone' } as const;

const notDone = (state: SyncState, code: string, env: Env): Step => {
  if (state.doing?.at !== 'store') return [state, []];
  const { job } = state.doing;
  const failures = state.failures + 1;
  const wait = env.elapsed + waitFor(failures, env.random, state.settings.longestWait);
  const idle: SyncState = { ...state, doing: null, failures, notBefore: wait, recheck: true };
  // What the job was for is wanted again; a batch in the store is sent again, and answered as it was.
  const again: Partial<Wants> =
    job.job === 'prepare'
      ? { push: true }
      : job.job === 'take'
        ? { pull: true }
        : job.job === 'extend'
          ? { log: code !== 'log-broken' && code !== 'log-forked' }
          : job.job === 'merge-aside'
            ? { aside: true }
            : job.job === 'scan'
              ? { scan: job.head }
              : job.job === 'judge'
                ? { judge: true }
                : {};
  const next = wanting(idle, again);
  if (code === 'log-forked') return forked(next, env);
  if (code === 'log-broken') return say({ ...next, notBefore: state.notBefore, failures: state.failures }, { code: 'log-forked' });
  return say(next, { code: NOT_DONE[code as keyof typeof NOT_DONE] ?? 'store-gone' });
};

/** A page holds rows of the range that was asked for, and at least one where more are to come: else it would be asked for again and again. */
const isAnswerTo = (asked: Ask, { to, answer }: Answered): boolean => {
  if (to !== asked.ask) return false;
  if (!('query' in asked) || !answer || !('rows' in answer)) return true;
  const { after, before = Number.POSITIVE_INFINITY } = asked.query;
  return (answer.rows.length > 0 || !answer.more) && answer.rows.every(({ seq }) => seq > after && seq < before);
};

const take = (state: SyncState, input: Input, env: Env): Step => {
  switch (input.in) {
    case 'tick':
      return state.doing?.at === 'host' && env.elapsed - state.doing.since >= state.settings.patience ? failed(state, { code: 'offline' }, env) : [state, []];
    case 'wrote':
      // Who was removed still writes for themselves: that too goes to their own vault.
      return [wanting(state.stopped === 'parted' ? { ...state, stopped: 'removed' } : state, { push: true }), []];
    case 'unlocked':
      return [wanting(state.stopped === 'parted' ? { ...state, stopped: 'removed' } : state, { aside: true, push: true }), []];
    case 'online':
      return [input.is ? { ...wanting(state, { pull: true }), online: true, failures: 0, notBefore: 0, pushNotBefore: 0, recheck: true } : { ...state, online: false }, []];
    case 'hint': {
      const pull = input.head !== state.kept.cursor;
      const log = input.log > state.standing.n && input.log !== state.logStuck;
      if (!pull && !log) return [state, []];
      return [
        { ...wanting({ ...state, logTold: input.log }, { pull: state.want.pull || pull, log: state.want.log || log }), recheck: state.recheck || input.head < state.kept.head },
        [],
      ];
    }
    case 'answered': {
      if (state.doing?.at !== 'host' || state.doing.id !== input.id) return [state, []];
      const { ask: asked } = state.doing;
      return isAnswerTo(asked, input.answer) ? answered({ ...state, doing: null }, asked, input, env) : failed(state, { code: 'unreadable' }, env);
    }
    case 'failed':
      return state.doing?.at === 'host' && state.doing.id === input.id ? failed(state, input.failure, env) : [state, []];
    case 'done':
      return state.doing?.at === 'store' && state.doing.id === input.id ? done(state, state.doing, input.done, env) : [state, []];
    case 'not-done':
      return state.doing?.id === input.id ? notDone(state, input.code, env) : [state, []];
  }
};

/** One step. An answer to something that was given up, or that came twice, changes nothing. */
export const step = (state: SyncState, input: Input, env: Env): Step => {
  const [taken, out] = take(state, input, env);
  const [next, more] = decide(taken, env);
  return [next, [...out, ...more]];
};

export interface Status {
  readonly is: 'in-step' | 'at-work' | 'offline' | 'waiting' | 'signed-out' | 'removed';
  readonly lastInStep: number | null;
  /** A fresh device is still fetching what is older than this. */
  readonly older: boolean;
  /** How many records the host says it has. */
  readonly total: number | null;
  /** What was said and is still so. */
  readonly still: readonly Lately[];
  /** The last push was not accepted as this device's own; said as a notice only when it goes on. */
  readonly isNotOwn: boolean;
}

/** What is said while it is so, and is over by itself. */
export const LATELY = ['clock-off', 'host-full', 'tag-wrong', 'store-full', 'store-gone'] as const;
export type Lately = (typeof LATELY)[number];

/** One line for people. */
export const statusOf = (state: SyncState): Status => ({
  is:
    state.stopped === 'signed-out'
      ? 'signed-out'
      : state.stopped
        ? 'removed'
        : !state.online
          ? 'offline'
          : state.failures > 0 || state.pushFailures > 0 || (state.standing.lacks !== null && !state.doing)
            ? 'waiting'
            : state.doing || state.want.push || state.want.pull || state.kept.gap
              ? 'at-work'
              : 'in-step',
  lastInStep: state.inStepAt,
  older: state.kept.gap !== null,
  total: state.total,
  still: LATELY.filter((code) => state.said.includes(code)),
  isNotOwn: state.pushFailures > 0 && !state.said.includes('host-full'),
});
