// What issues say is needed now: a new one of another's (is it yours too?), and of one's own an answer or a promise whose day is over.

import type { FindNeeded, Needed } from '#rooms/now/model.ts';
import { notMine, sayNotMine } from './deeds.ts';
import { issuesOfMe } from './model.ts';
import { restOf } from './sheet.ts';

export const findNeeded: FindNeeded = ({ own, circles, today, dayOf }) =>
  circles.flatMap(({ vault, me, snapshot, names, name }) => {
    const refused = notMine(own, vault);
    return issuesOfMe(snapshot, me, today, dayOf)
      .filter(({ issue, why }) => why !== 'is-it-yours' || !refused.has(issue))
      .map(({ issue, title, by, at, why, day, days }): Needed => {
        const isAsked = why === 'is-it-yours';
        return {
          id: `issue-${vault}-${restOf(issue)}-${why}`,
          door: isAsked ? 'together' : 'act',
          minutes: isAsked ? 1 : 5,
          by: isAsked ? null : day,
          since: at,
          from: isAsked ? by : null,
          why: [isAsked ? { word: 'needed.from', with: { name: names.get(by) ?? '', circle: name } } : { word: 'needed.in', with: { circle: name } }],
          text: title,
          said: true,
          reason: { word: `needed.${why}`, with: { count: days } },
          href: `/circles/${vault}/issues/${issue}`,
          verb: isAsked ? 'needed.look' : 'needed.say',
          ...(isAsked ? { refuse: { verb: 'needed.not-mine', done: 'needed.not-mine-done', changes: () => [sayNotMine(vault, issue)] } } : {}),
        };
      });
  });
