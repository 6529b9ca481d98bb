// Now as the shell sees it: the first of the five places.

import { page, type Room } from '#web/ui/room.ts';

export const room: Room = {
  name: 'now',
  place: 'now',
  href: '/now',
  pages: [page('/now', () => import('./now.tsx').then((m) => m.NowPage)), page('/now/:door', () => import('./door.tsx').then((m) => m.DoorPage))],
  links: [{ word: 'title', href: '/now', icon: 'now' }],
};
