// Commitments as the shell sees them: their pages, the ways in, what of them is needed now.

import { page, type Room } from '#web/ui/room.ts';

export const room: Room = {
  name: 'commitments',
  place: 'act',
  href: '/act/commitments',
  inPlace: { order: 10, icon: 'check' },
  pages: [
    page('/act/commitments', () => import('./commitments.tsx').then((m) => m.CommitmentsPage)),
    page('/act/commitments/new', () => import('./plan.tsx').then((m) => m.NewCommitmentPage)),
    page('/act/commitments/came', () => import('./came.tsx').then((m) => m.CamePage)),
    page('/act/commitments/look/:look', () => import('./commitment.tsx').then((m) => m.OfLookPage)),
    page('/act/commitments/:id', () => import('./commitment.tsx').then((m) => m.CommitmentPage)),
    page('/act/commitments/:id/plan', () => import('./plan.tsx').then((m) => m.PlanPage)),
  ],
  line: { word: 'line', href: '/act/commitments', form: 'commitment line', field: 'what' },
  roads: [{ leads: 'own', word: 'road.commit', href: '/act/commitments/new', load: () => import('./carried.tsx').then((m) => m.carryStrain) }],
  needed: () => import('./needed.ts').then((m) => m.findNeeded),
  named: () => import('./named.ts').then((m) => m.findNamed),
  ways: [
    { door: 'act', minutes: 1, word: 'way-in.line', href: '/act/commitments' },
    { door: 'act', minutes: 5, word: 'way-in.plan', href: '/act/commitments/new' },
  ],
  links: [
    { word: 'title', href: '/act/commitments', icon: 'check' },
    { word: 'new', href: '/act/commitments/new', icon: 'add' },
  ],
};
