// Systems as the shell sees them: maps of one's own, and a circle's; the same pages for both.

import { page, type Room } from '#web/ui/room.ts';

export const room: Room = {
  name: 'systems',
  place: 'act',
  href: '/act/systems',
  inPlace: { order: 50, icon: 'map' },
  pages: [
    page('/act/systems', () => import('./maps.tsx').then((m) => m.MapsPage)),
    page('/act/systems/part/:id', () => import('./part.tsx').then((m) => m.PartPage)),
    page('/act/systems/arrow/:id', () => import('./part.tsx').then((m) => m.PartPage)),
    page('/act/systems/:id', () => import('./map-page.tsx').then((m) => m.MapPage)),
    page('/circles/:circle/systems', () => import('./maps.tsx').then((m) => m.CircleMapsPage)),
    page('/circles/:circle/systems/part/:id', () => import('./part.tsx').then((m) => m.CirclePartPage)),
    page('/circles/:circle/systems/arrow/:id', () => import('./part.tsx').then((m) => m.CirclePartPage)),
    page('/circles/:circle/systems/:id', () => import('./map-page.tsx').then((m) => m.CircleMapPage)),
  ],
  ways: [{ door: 'act', minutes: 15, word: 'way-in', href: '/act/systems' }],
  links: [{ word: 'title', href: '/act/systems', icon: 'map' }],
  inCircle: { order: 55, load: () => import('./section.tsx').then((m) => m.SystemsSection) },
};
