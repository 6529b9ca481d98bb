// Mission and agreements as the shell sees them: pages of a circle, its mission at the top of the circle's page and its agreements below.

import './room.css';
import { page, type Room } from '#web/ui/room.ts';

export const room: Room = {
  name: 'agreements',
  place: 'circles',
  href: '/circles',
  ways: [{ door: 'together', minutes: 5, word: 'moment.bring', href: '/circles/:circle/agreements' }],
  needed: () => import('./needed.ts').then((m) => m.findNeeded),
  pages: [
    page('/circles/:circle/agreements', () => import('./agreements.tsx').then((m) => m.AgreementsPage)),
    page('/circles/:circle/agreements/mission', () => import('./propose.tsx').then((m) => m.MissionPage)),
    page('/circles/:circle/agreements/new', () => import('./propose.tsx').then((m) => m.AgreementNewPage)),
    page('/circles/:circle/agreements/round/:id', () => import('./round.tsx').then((m) => m.RoundPage)),
    page('/circles/:circle/agreements/a/:id', () => import('./agreement.tsx').then((m) => m.AgreementPage)),
    page('/circles/:circle/agreements/a/:id/change', () => import('./propose.tsx').then((m) => m.AgreementNewPage)),
  ],
  inCircle: [
    { order: 5, load: () => import('./section.tsx').then((m) => m.MissionLine) },
    { order: 60, load: () => import('./section.tsx').then((m) => m.AgreementsSection) },
  ],
};
