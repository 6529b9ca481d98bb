// Mission and agreements as the shell sees them: pages of a circle, its mission at the top of the circle's page and its agreements below.

import './room.css';
import type { Room, RoomPage } from '#web/ui/room.ts';

const page = (path: string, load: RoomPage['load']): RoomPage => ({ path: `/circles/:circle/agreements${path}`, load });

export const room: Room = {
  name: 'agreements',
  place: 'circles',
  href: '/circles',
  ways: [{ door: 'together', minutes: 5, word: 'moment.bring', href: '/circles/:circle/agreements' }],
  needed: () => import('./needed.tsx').then((m) => m.findNeeded),
  pages: [
    page('', () => import('./agreements.tsx').then((m) => m.AgreementsPage)),
    page('/mission', () => import('./propose.tsx').then((m) => m.MissionPage)),
    page('/new', () => import('./propose.tsx').then((m) => m.AgreementNewPage)),
    page('/round/:id', () => import('./round.tsx').then((m) => m.RoundPage)),
    page('/a/:id', () => import('./agreement.tsx').then((m) => m.AgreementPage)),
    page('/a/:id/change', () => import('./propose.tsx').then((m) => m.AgreementNewPage)),
  ],
  inCircle: [
    { order: 5, load: () => import('./section.tsx').then((m) => m.MissionLine) },
    { order: 60, load: () => import('./section.tsx').then((m) => m.AgreementsSection) },
  ],
};
