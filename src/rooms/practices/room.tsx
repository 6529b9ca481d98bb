// Practices as the shell sees them: the library and one's own, paths, a question for now; pages load when they are first opened.

import './room.css';
import { offerFinder, page, type Room } from '#web/ui/room.ts';

// The library has no records: the palette finds it here.
offerFinder('practices', async (typed, most) => (await import('./find.tsx')).findPractices(typed, most));

export const room: Room = {
  name: 'practices',
  place: 'act',
  href: '/act/practices',
  // What the library says, every page shows.
  words: ['library'],
  inPlace: { order: 20, icon: 'play' },
  needed: () => import('./needed.ts').then((m) => m.findNeeded),
  named: () => import('./named.ts').then((m) => m.findNamed),
  ways: [
    { door: 'reflect', minutes: 1, word: 'way.minute', href: '/act/practices?minutes=1&who=solo' },
    { door: 'reflect', minutes: 5, word: 'way.question', href: '/act/practices/question' },
    { door: 'act', minutes: 5, word: 'way.five', href: '/act/practices?minutes=5' },
    { door: 'together', minutes: 15, word: 'way.pair', href: '/act/practices?minutes=15&who=pair' },
    { door: 'act', minutes: 60, word: 'way.hour', href: '/act/practices?minutes=60' },
  ],
  inCircle: { order: 57, load: () => import('./section.tsx').then((m) => m.PracticesSection) },
  pages: [
    page('/act/practices', () => import('./practices.tsx').then((m) => m.PracticesPage)),
    page('/act/practices/new', () => import('./own.tsx').then((m) => m.NewPracticePage), { words: ['skills'] }),
    page('/act/practices/bring', () => import('./bring.tsx').then((m) => m.BringPage)),
    page('/act/practices/question', () => import('./question.tsx').then((m) => m.QuestionPage)),
    page('/act/practices/:id', () => import('./practice.tsx').then((m) => m.PracticePage), { words: ['skills'] }),
    page('/act/practices/:id/adapt', () => import('./own.tsx').then((m) => m.AdaptPage), { words: ['skills'] }),
    page('/act/practices/:id/share', () => import('./share.tsx').then((m) => m.SharePage)),
    page('/act/practices/:id/publish', () => import('./publish-page.tsx').then((m) => m.PublishPage)),
    page('/circles/:circle/practices', () => import('./circle-practices.tsx').then((m) => m.CirclePracticesPage)),
    page('/circles/:circle/practices/:id', () => import('./circle-practice.tsx').then((m) => m.CirclePracticePage), { words: ['skills'] }),
    page('/circles/:circle/practices/:id/adapt', () => import('./circle-practice.tsx').then((m) => m.CircleAdaptPage), { words: ['skills'] }),
    page('/circles/:circle/practices/:id/change', () => import('./circle-practice.tsx').then((m) => m.CircleChangePage), { words: ['skills'] }),
    page('/circles/:circle/paths', () => import('./circle-paths.tsx').then((m) => m.CirclePathsPage)),
    page('/circles/:circle/paths/:id', () => import('./circle-path.tsx').then((m) => m.CirclePathPage)),
    page('/act/practices/:id/change', () => import('./own.tsx').then((m) => m.ChangePage), { words: ['skills'] }),
    page('/act/practised/:id', () => import('./told-page.tsx').then((m) => m.ToldPage)),
    page('/act/paths', () => import('./paths-page.tsx').then((m) => m.PathsPage)),
    page('/act/paths/:id', () => import('./path.tsx').then((m) => m.PathPage)),
  ],
  links: [
    { word: 'title', href: '/act/practices', icon: 'play' },
    { word: 'paths.title', href: '/act/paths', icon: 'list' },
    { word: 'question.title', href: '/act/practices/question', icon: 'question' },
  ],
};
