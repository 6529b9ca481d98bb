// Decisions as the shell sees them.

import './room.css';
import { page, type Room } from '#web/ui/room.ts';

export const room: Room = {
  name: 'decisions',
  place: 'know',
  href: '/know/decisions',
  inPlace: { order: 40, icon: 'question' },
  ways: [
    { door: 'reflect', minutes: 5, word: 'way.decide', href: '/know/decisions/new' },
    { door: 'reflect', minutes: 5, word: 'way.machine', href: '/know/decisions/machine' },
  ],
  needed: () => import('./needed.ts').then((m) => m.findNeeded),
  pages: [
    page('/know/decisions', () => import('./decisions.tsx').then((m) => m.DecisionsPage)),
    page('/know/decisions/new', () => import('./decide.tsx').then((m) => m.DecidePage)),
    page('/know/decisions/machine', () => import('./machine.tsx').then((m) => m.MachinePage)),
    page('/know/decisions/:id', () => import('./decision.tsx').then((m) => m.DecisionPage)),
    page('/know/decisions/:id/edit', () => import('./decide.tsx').then((m) => m.ChangePage)),
    page('/know/decisions/:id/review', () => import('./review.tsx').then((m) => m.ReviewPage)),
  ],
  links: [
    { word: 'title', href: '/know/decisions', icon: 'question' },
    { word: 'decide.title', href: '/know/decisions/new', icon: 'question' },
    { word: 'machine.title', href: '/know/decisions/machine', icon: 'question' },
  ],
};
