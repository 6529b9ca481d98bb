// Sharing as the shell sees it: its part of a circle's page, pages of its own in each circle, and the page on which a copy is shared,
// to which an entry's page leads.

import './room.css';
import { page, type Room } from '#web/ui/room.ts';

export const room: Room = {
  name: 'sharing',
  place: 'circles',
  href: '/circles',
  inCircle: { order: 30, load: () => import('./section.tsx').then((m) => m.SharingSection) },
  pages: [
    page('/share', () => import('./new.tsx').then((m) => m.SharePage)),
    page('/circles/:circle/sharing', () => import('./list.tsx').then((m) => m.SharingPage)),
    page('/circles/:circle/sharing/:id', () => import('./one.tsx').then((m) => m.OnePage)),
  ],
};
