// What this room says is needed of one now: promptings that wait for a word, each with its reason; passing is one tap, and nobody is told.

import type { FindNeeded, Needed } from '#web/ui/now.ts';
import { momentNow } from '#web/ui/time.ts';
import { promptedOfMe, promptingsIn } from './model.ts';
import { seeingOf } from './use-promptings.tsx';
import { pass } from './write.ts';

export const findNeeded: FindNeeded = ({ desk, circles, today }) =>
  circles
    .filter(({ standing, isOpening }) => standing === 'in' && !isOpening)
    .flatMap((circle): readonly Needed[] => {
      const own = desk.state().snapshot;
      const seeing = seeingOf(circle, today);
      const all = new Map(promptingsIn(circle.snapshot, own, seeing).map((one) => [one.id, one]));
      return promptedOfMe(circle.snapshot, own, seeing).map((one): Needed => ({
        id: `promptings-${one.id}`,
        door: 'together',
        minutes: 5,
        by: one.until === '' ? null : one.until,
        since: all.get(one.id)!.at,
        from: one.by,
        why: [
          { word: `needed.${one.reason}`, with: { name: circle.names.get(one.by) ?? '', circle: circle.name } },
          ...(one.until === '' ? [] : [{ word: 'until', with: { day: one.until } }]),
        ],
        text: one.text,
        said: true,
        href: `/circles/${circle.vault}/promptings/${one.id}`,
        verb: 'answer.begin',
        refuse: {
          verb: 'pass',
          done: 'done.passed',
          changes: () => {
            const passed = pass(all.get(one.id)!, seeing, { now: momentNow(), newId: desk.newId });
            return passed.ok ? passed.value.own : [];
          },
        },
      }));
    });
