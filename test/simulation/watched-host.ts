// A host with somebody looking over its shoulder: numbers without gaps in the order of commits, each op once.

import { orThrow } from '#core/result.ts';
import { PUSH_TAG } from '#crypto/push-tag.ts';
import { decodePush } from '#sync/protocol.ts';
import type { SimHost } from './host.ts';

interface Seen {
  readonly ops: Map<string, number>;
  head: number;
}

export interface WatchedHost extends SimHost {
  readonly wrong: readonly string[];
  /** Ops answered again as they were. */
  readonly repeated: () => number;
}

export const watch = (host: SimHost): WatchedHost => {
  let seen: Seen = { ops: new Map(), head: 0 };
  const wrong: string[] = [];
  let repeated = 0;
  return {
    ...host,
    wrong,
    repeated: () => repeated,
    async push(session, push) {
      const answer = await host.push(session, push);
      if (!answer.ok) return answer;
      const ops = orThrow(decodePush(push.subarray(PUSH_TAG)));
      if (answer.value.results.length !== ops.length) wrong.push(`${answer.value.results.length} answers to ${ops.length} ops`);
      for (const [n, result] of answer.value.results.entries()) {
        if (!('seq' in result)) continue;
        const op = ops[n]!.opKey;
        const before = seen.ops.get(op);
        if (before !== undefined) {
          repeated++;
          if (before !== result.seq) wrong.push(`op ${n} of a push has number ${before}, then ${result.seq}`);
        } else {
          if (result.seq !== seen.head + 1) wrong.push(`number ${result.seq} follows ${seen.head}`);
          seen.head = result.seq;
          seen.ops.set(op, result.seq);
        }
      }
      if (answer.value.head !== seen.head) wrong.push(`head ${answer.value.head} after number ${seen.head}`);
      return answer;
    },
    backup: async () => ({ of: await host.backup(), seen: { ops: new Map(seen.ops), head: seen.head } }),
    async restore(backup) {
      const { of, seen: then } = backup as { of: unknown; seen: Seen };
      await host.restore(of);
      seen = { ops: new Map(then.ops), head: then.head };
    },
  };
};
