// What synchronising one's own vault and synchronising circles share in the command line: rows counted as they go and come, an end
// after which no late answer touches anything, and what a notice says.

import type { Refusal } from '#core/result.ts';
import { howFar } from '#sync/far.ts';
import type { Notice } from '#sync/inputs.ts';
import type { SyncStore } from '#sync/ports.ts';
import type { Context } from './context.ts';
import { harmless } from './terminal.ts';
import type { Words } from './words.ts';

export interface Counts {
  readonly sent: Set<string>;
  readonly came: Set<string>;
}

export const counting = (store: SyncStore, counts: Counts, skip: ReadonlySet<string>): SyncStore => ({
  ...store,
  async change(ids, work) {
    let went: readonly string[] = [];
    const done = await store.change(ids, (found) => {
      const left = work(found);
      const settles = found.sending.length > 0 && left.sending?.length === 0;
      went = settles ? (left.known ?? []).filter(({ id, at }) => at > 0 && !skip.has(id)).map(({ id }) => id) : [];
      return left;
    });
    if (done.ok) for (const id of went) counts.sent.add(id);
    return done;
  },
});

/** Once it is over, what still asks gets no answer any more. */
export const until = <T extends object>(target: T, isOver: () => boolean): T =>
  new Proxy(target, {
    get(of, name) {
      const value: unknown = Reflect.get(of, name);
      if (typeof value !== 'function') return value;
      return (...given: unknown[]): unknown => (isOver() ? new Promise(() => undefined) : (value as (...all: unknown[]) => unknown).apply(of, given));
    },
  });

const noticeText = (notice: Notice | Refusal, words: Words): string => {
  const places = { ...notice, ...('with' in notice ? notice.with : {}), ...('hours' in notice ? { far: howFar(notice.hours, words.locale) } : {}) } as Record<
    string,
    string | number
  >;
  return words.maybe(`notice.${notice.code}`, places) ?? words.refusal(notice as Refusal);
};

/** `name`: the circle that it is about. */
export const sayNotice = (words: Words, said: Set<string>, context: Context, name?: string) => (notice: Notice | Refusal) => {
  // What the answer itself says need not be said twice; what was merged is no trouble.
  if (['signed-out', 'removed'].includes(notice.code)) return;
  if (notice.code === 'row-not-sent' && 'why' in notice && notice.why === 'merged') return;
  said.add(notice.code);
  const text = noticeText(notice, words);
  context.terminal.note(harmless(`kith: ${name === undefined ? text : words('circle.notice', { name, text })}`));
};
