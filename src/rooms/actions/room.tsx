// Actions as the shell sees them: pages of a circle, and its part of the circle's own page.

import './room.css';
import { page, type Room } from '#web/ui/room.ts';

export const room: Room = {
  name: 'actions',
  place: 'circles',
  href: '/circles',
  ways: [{ door: 'act', minutes: 5, word: 'plan', href: '/circles/:circle/actions/new' }],
  roads: [{ leads: 'together', word: 'road', href: '/circles/:circle/actions/new', load: () => import('./carried.tsx').then((m) => m.carryStrain) }],
  needed: () => import('./needed.ts').then((m) => m.findNeeded),
  pages: [
    page('/circles/:circle/actions', () => import('./actions.tsx').then((m) => m.ActionsPage)),
    page('/circles/:circle/actions/new', () => import('./actions.tsx').then((m) => m.NewActionPage)),
    page('/circles/:circle/actions/:id', () => import('./action.tsx').then((m) => m.ActionPage)),
  ],
  inCircle: { order: 50, load: () => import('./section.tsx').then((m) => m.ActionsSection) },
};
