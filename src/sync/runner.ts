// Carries out what the engine asks: requests to the host, jobs on the store, wakings; and tells it how that went. All of time,
// chance and network come in from outside, so that a page's worker, the command line and a simulation run the same code.
// Invariant: inputs are taken one at a time, in the order in which they came.

import type { VaultRecord } from '#core/record.ts';
import { ok, refuse } from '#core/result.ts';
import { startOf, statusOf, step, type Status, type SyncState } from './engine.ts';
import { SETTINGS, type Answered, type Ask, type Env, type Input, type Job, type Notice, type Output, type Pushed, type SyncSettings } from './inputs.ts';
import { runJob } from './jobs.ts';
import { canTravel, encodePush, type PushOp } from './protocol.ts';
import { sendPush } from './send-push.ts';
import type { Answer, HostPort, KeepPrivately, Opener, Ring, SyncStore } from './ports.ts';

export interface SyncParts {
  readonly store: SyncStore;
  readonly host: HostPort;
  readonly ring: Ring;
  readonly opener: Opener;
  readonly settings?: SyncSettings;
  env(): Env;
  newOp(): string;
  /** Calls `tick` after so many milliseconds; a new call takes the place of the one before. */
  wake(after: number, tick: () => void): void;
  say?(notice: Notice): void;
  /** Records as they now are here, after rows came in; none where none of those rows opens here. */
  changed?(records: readonly VaultRecord[]): void;
  /** After every step. */
  status?(status: Status): void;
  readonly keepPrivately?: KeepPrivately;
  readonly circle?: { readonly account: string };
}

export interface Sync {
  /** Something was written here. */
  wrote(): void;
  /** A journal's key is at hand. */
  unlocked(): void;
  online(is: boolean): void;
  /** What the live stream said. */
  hint(hint: { readonly head: number; readonly log: number }): void;
  status(): Status;
  /** Nothing is asked or stored any more; what is under way ends unheard. */
  stop(): void;
  state(): SyncState;
}

export const createSync = async ({
  store,
  host,
  ring,
  opener,
  settings = SETTINGS,
  env,
  newOp,
  wake,
  say = () => undefined,
  changed = () => undefined,
  status = () => undefined,
  keepPrivately,
  circle,
}: SyncParts): Promise<Sync> => {
  let state = startOf(await store.kept(), (await store.sending()).length, ring.standing(), settings);
  let isStopped = false;

  const give = (input: Input): void => {
    if (isStopped) return;
    const [next, outputs] = step(state, input, env());
    state = next;
    for (const output of outputs) carryOut(output);
    status(statusOf(state));
  };

  /** What no frame can hold is answered as a host would: the batch is halved until the row is found that it is. */
  const pushNow = async (ops: readonly PushOp[]): Promise<Answer<Pushed>> => {
    if (!ops.every(canTravel)) return refuse({ code: 'malformed' });
    const answer = await sendPush(host, ring, encodePush(ops));
    if (!answer.ok) return answer;
    if (answer.value.results.length !== ops.length) return refuse({ code: 'unreadable' });
    return ok({ ...answer.value, ops: ops.map(({ op }) => op) });
  };

  const askHost = async (ask: Ask): Promise<Answer<Answered>> => {
    const as = <T, K extends Answered['to']>(to: K, answer: Answer<T>): Answer<Answered> =>
      answer.ok ? { ok: true, value: { to, answer: answer.value } as unknown as Answered } : answer;
    switch (ask.ask) {
      case 'push':
        return as('push', await pushNow(await store.sending()));
      case 'pull':
      case 'back':
      case 'look':
        return as(ask.ask, await host.pull(ask.query));
      case 'log':
        return as('log', await host.log(ask.after));
      case 'repost': {
        for (const entry of ring.entries(ask.after)) {
          const posted = await host.postLog(entry);
          if (!posted.ok) return posted;
        }
        return { ok: true, value: { to: 'repost', answer: null } };
      }
      case 'epoch': {
        const entry = ring.newEpoch(env().now);
        if (entry) {
          const posted = await host.postLog(entry);
          if (!posted.ok) return posted;
        }
        return { ok: true, value: { to: 'epoch', answer: null } };
      }
    }
  };

  const work = async (id: number, job: Job): Promise<void> => {
    const ran = await runJob({ store, ring, opener, settings, now: env().now, newOp, ...(keepPrivately ? { keepPrivately } : {}), ...(circle ? { circle } : {}) }, job);
    // What was stored is told, also when all was stopped meanwhile: whoever goes on from there does not ask for it again.
    if (ran.ok && (ran.value.records.length > 0 || ran.value.done.unread)) changed(ran.value.records);
    if (isStopped) return;
    if (!ran.ok) return give({ in: 'not-done', id, code: ran.error.code });
    give({ in: 'done', id, done: ran.value.done });
  };

  const carryOut = (output: Output): void => {
    switch (output.out) {
      case 'say':
        return say(output.notice);
      case 'wake':
        return wake(output.after, () => give({ in: 'tick' }));
      case 'job':
        return void work(output.id, output.job);
      case 'ask':
        return void askHost(output.ask).then((answer) =>
          give(answer.ok ? { in: 'answered', id: output.id, answer: answer.value } : { in: 'failed', id: output.id, failure: answer.error }),
        );
    }
  };

  return {
    wrote: () => give({ in: 'wrote' }),
    unlocked: () => give({ in: 'unlocked' }),
    online: (is) => give({ in: 'online', is }),
    hint: ({ head, log }) => give({ in: 'hint', head, log }),
    status: () => statusOf(state),
    stop() {
      isStopped = true;
    },
    state: () => state,
  };
};
