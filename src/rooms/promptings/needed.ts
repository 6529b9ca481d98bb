// What this room says is needed of one now: promptings that wait for a word, each with its reason; passing is one tap, and nobody is told.

import type { FindNeeded, Needed } from '#rooms/now/model.ts';
import { promptedOfMe, promptingsIn } from './model.ts';
import { pass } from './write.ts';

export const findNeeded: FindNeeded = ({ own, circles, today, now, newId }) =>
  circles.flatMap((circle): readonly Needed[] => {
    const seeing = { circle: circle.vault, me: circle.me, members: new Set(circle.members.map(({ id }) => id)), isIn: true, today };
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
          const passed = pass(all.get(one.id)!, seeing, { now: now(), newId });
          return passed.ok ? passed.value.own : [];
        },
      },
    }));
  });
