// Ten recorded histories on each database; the long version: `npm run histories`. And that the judge sees what it should see.

import { expect, test } from 'vitest';
import { judge, runHistories, type Act, type History } from './histories.ts';

test.each(['sqlite', 'postgres'] as const)('on %s, histories of four that write and read at once hold what was promised', { timeout: 180_000 }, async (engine) => {
  const figures = await runHistories(engine, 10, Math.floor(Date.now() / 86_400_000));
  expect(figures.wrong).toEqual([]);
  expect([figures.histories, figures.acts > 100, figures.retries > 0, figures.conflicts > 0]).toEqual([10, true, true, true]);

  const history = figures.last!;
  const changed = (change: (act: Act) => Act | null): History => ({ ...history, acts: history.acts.flatMap((act) => change(act) ?? []) });
  const pulls = history.acts.filter((act) => act.did === 'pull' && act.rows.length > 0);
  const stored = history.acts.filter((act): act is Act & { readonly did: 'push' } => act.did === 'push' && act.results.some((each) => 'seq' in each));
  const spoilt: Readonly<Record<string, History>> = {
    'an answered write that is nowhere': changed((act) => (act.did === 'push' && act.ops[0]!.op === stored[0]!.ops[0]!.op ? null : act)),
    'a place given twice': changed((act) =>
      act.did === 'push' && act === stored.at(-1) ? { ...act, results: act.results.map((each) => ('seq' in each ? { ...each, seq: 1 } : each)) } : act,
    ),
    'a row that a page left out': changed((act) => (act.did === 'pull' && act === pulls.at(-1) ? { ...act, rows: act.rows.slice(1) } : act)),
    'rows out of order': changed((act) => (act.did === 'pull' && act === pulls[0] ? { ...act, rows: [...act.rows, { ...act.rows[0]!, seq: 0 }] } : act)),
    'a head that goes back': changed((act) => (act.did === 'pull' && act === pulls.at(-1) ? { ...act, head: 0 } : act)),
    'another end': { ...history, final: history.final.slice(1) },
  };
  expect(Object.entries(spoilt).filter(([, each]) => judge(each).length === 0)).toEqual([]);
});
