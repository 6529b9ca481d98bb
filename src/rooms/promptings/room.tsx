// Promptings as the shell sees them: their pages, their part of a circle's page, what of them is needed now.

import './room.css';
import { page, type Room } from '#web/ui/room.ts';

export const room: Room = {
  name: 'promptings',
  place: 'circles',
  href: '/circles',
  pages: [
    page('/ask', () => import('./ask.tsx').then((m) => m.ChoosePage)),
    page('/circles/:circle/promptings', () => import('./promptings.tsx').then((m) => m.PromptingsPage)),
    page('/circles/:circle/promptings/ask', () => import('./ask.tsx').then((m) => m.AskPage)),
    page('/circles/:circle/promptings/:prompting', () => import('./promptings.tsx').then((m) => m.PromptingPage)),
  ],
  links: [{ word: 'choose.title', href: '/ask', icon: 'question' }],
  ways: [{ door: 'together', minutes: 5, word: 'way', href: '/circles/:circle/promptings/ask' }],
  roads: (['ask', 'question'] as const).map((leads) => ({
    leads,
    word: 'road',
    href: '/circles/:circle/promptings/ask',
    load: () => import('./use-typed.tsx').then((m) => m.carryStrain),
  })),
  needed: () => import('./needed.ts').then((m) => m.findNeeded),
  inCircle: { order: 20, load: () => import('./promptings.tsx').then((m) => m.PromptingsInCircle) },
};
