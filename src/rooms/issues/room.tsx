// Issues as the shell sees them: a section on the circle's page, and pages of their own.

import { page, type Room } from '#web/ui/room.ts';

export const room: Room = {
  name: 'issues',
  place: 'circles',
  href: '/circles',
  needed: () => import('./needed.ts').then((m) => m.findNeeded),
  ways: [{ door: 'act', minutes: 15, word: 'way.raise', href: '/circles/:circle/issues/raise' }],
  roads: [{ leads: 'raise', word: 'road', href: '/circles/:circle/issues/raise', load: () => import('./carried.tsx').then((m) => m.carryStrain) }],
  inCircle: { order: 40, load: () => import('./section.tsx').then((m) => m.IssuesSection) },
  pages: [
    page('/circles/issues/raise', () => import('./raise.tsx').then((m) => m.WhichCirclePage)),
    page('/circles/:circle/issues', () => import('./list.tsx').then((m) => m.IssuesPage)),
    page('/circles/:circle/issues/raise', () => import('./raise.tsx').then((m) => m.RaisePage)),
    page('/circles/:circle/issues/:id', () => import('./issue.tsx').then((m) => m.IssuePage)),
    page('/circles/:circle/issues/:id/edit', () => import('./raise.tsx').then((m) => m.EditIssuePage)),
    page('/circles/:circle/issues/:id/out', () => import('./out.tsx').then((m) => m.OutPage)),
  ],
};
