// Now as the shell sees it: the first of the five places.

import type { Room } from '#web/ui/room.ts';

export const room: Room = {
  name: 'now',
  place: 'now',
  href: '/now',
  pages: [
    { path: '/now', load: () => import('./now.tsx').then((m) => m.NowPage) },
    { path: '/now/:door', load: () => import('./door.tsx').then((m) => m.DoorPage) },
  ],
  links: [{ word: 'title', href: '/now', icon: 'now' }],
};
