// Purpose as the shell sees it: its pages, and ways in of a minute, five or a quarter of an hour. None comes before another.

import { page, type Room } from '#web/ui/room.ts';

export const room: Room = {
  name: 'purpose',
  place: 'know',
  href: '/know/purpose',
  inPlace: { order: 30, icon: 'place' },
  pages: [
    page('/know/purpose', () => import('./purpose.tsx').then((m) => m.PurposePage)),
    page('/know/purpose/energy', () => import('./energy-page.tsx').then((m) => m.EnergyPage)),
    page('/know/purpose/energy/new', () => import('./mark.tsx').then((m) => m.NewMarkPage)),
    page('/know/purpose/mark/:id', () => import('./mark.tsx').then((m) => m.MarkPage)),
    page('/know/purpose/activity/:name', () => import('./energy-page.tsx').then((m) => m.ActivityPage)),
    page('/know/purpose/gifts/new', () => import('./gift-pages.tsx').then((m) => m.NewGiftPage)),
    page('/know/purpose/gift/:id', () => import('./gift-pages.tsx').then((m) => m.GiftPage)),
    page('/know/purpose/write/:of', () => import('./versions.tsx').then((m) => m.WritePage)),
    page('/know/purpose/version/:of/:id', () => import('./versions.tsx').then((m) => m.VersionPage)),
    page('/know/purpose/lives/new', () => import('./life-pages.tsx').then((m) => m.NewLifePage)),
    page('/know/purpose/life/:id', () => import('./life-pages.tsx').then((m) => m.LifePage)),
    page('/know/purpose/life/:id/change', () => import('./life-pages.tsx').then((m) => m.ChangeLifePage)),
    page('/know/purpose/life-look/:look', () => import('./life-pages.tsx').then((m) => m.OfLookPage)),
    page('/know/purpose/goals/new', () => import('./goal-pages.tsx').then((m) => m.NewGoalPage)),
    page('/know/purpose/goal/:id', () => import('./goal-pages.tsx').then((m) => m.GoalPage)),
  ],
  needed: () => import('./needed.ts').then((m) => m.findNeeded),
  ways: [
    { door: 'reflect', minutes: 1, word: 'way.energy', href: '/know/purpose/energy/new' },
    { door: 'reflect', minutes: 15, word: 'way.life', href: '/know/purpose/lives/new' },
  ],
  links: [
    { word: 'title', href: '/know/purpose', icon: 'place' },
    { word: 'energy.title', href: '/know/purpose/energy', icon: 'list' },
    { word: 'mark.title', href: '/know/purpose/energy/new', icon: 'write' },
    { word: 'gift.new', href: '/know/purpose/gifts/new', icon: 'add' },
    { word: 'gift.ask', href: '/ask?ready=best', icon: 'question' },
    { word: 'success.title', href: '/know/purpose/write/success', icon: 'write' },
    { word: 'purpose.title', href: '/know/purpose/write/purpose', icon: 'write' },
    { word: 'life.new', href: '/know/purpose/lives/new', icon: 'add' },
    { word: 'goal.new', href: '/know/purpose/goals/new', icon: 'add' },
  ],
};
