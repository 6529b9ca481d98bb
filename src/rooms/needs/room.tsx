// Needs and offers as the shell sees them: their part of a circle's page, and pages of their own in each circle.

import './room.css';
import { page, type Room } from '#web/ui/room.ts';

export const room: Room = {
  name: 'needs',
  place: 'circles',
  href: '/circles',
  ways: [
    { door: 'together', minutes: 1, word: 'way.new', href: '/circles/:circle/needs/new' },
    { door: 'together', minutes: 5, word: 'way.thank', href: '/circles/:circle/needs/thank' },
    { door: 'act', minutes: 1, word: 'way.open', href: '/circles/:circle/needs' },
  ],
  line: { word: 'line', href: '/circles/:circle/needs/new', form: 'need :circle', field: 'text' },
  roads: [{ leads: 'ask', word: 'road', href: '/circles/:circle/needs/new', load: () => import('./carried.tsx').then((m) => m.carryStrain) }],
  needed: () => import('./needed.ts').then((m) => m.findNeeded),
  named: () => import('./named.ts').then((m) => m.findNamed),
  inCircle: { order: 10, load: () => import('./section.tsx').then((m) => m.NeedsSection) },
  pages: [
    page('/circles/:circle/needs', () => import('./needs.tsx').then((m) => m.NeedsPage)),
    page('/circles/:circle/needs/new', () => import('./new.tsx').then((m) => m.NewPage)),
    page('/circles/:circle/needs/thank', () => import('./thank.tsx').then((m) => m.ThankPage)),
    page('/circles/:circle/needs/:need', () => import('./need.tsx').then((m) => m.NeedPage)),
  ],
};
