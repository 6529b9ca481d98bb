// Feelings as the shell sees them: naming one is the journal's check-in; here is what comes after, hard conversations, grounding, whom to call.

import './room.css';
import { page, type Room } from '#web/ui/room.ts';

const NAMING = { words: ['journal', 'journal.vocabulary'] };

export const room: Room = {
  name: 'feelings',
  place: 'know',
  href: '/know/feelings',
  inPlace: { order: 10, icon: 'area' },
  help: '/know/feelings/help',
  needed: () => import('./needed.ts').then((m) => m.findNeeded),
  ways: [
    { door: 'reflect', minutes: 1, word: 'way.ground', href: '/know/feelings/ground' },
    { door: 'reflect', minutes: 5, word: 'way.telling', href: '/know/feelings/telling/new' },
    { door: 'together', minutes: 15, word: 'way.prepare', href: '/know/feelings/conversation/new' },
  ],
  pages: [
    page('/know/feelings', () => import('./feelings.tsx').then((m) => m.FeelingsPage), NAMING),
    page('/know/feelings/telling/new', () => import('./listen.tsx').then((m) => m.NewTellingPage), NAMING),
    page('/know/feelings/telling/:id', () => import('./telling.tsx').then((m) => m.TellingPage), NAMING),
    page('/know/feelings/telling/:id/edit', () => import('./listen.tsx').then((m) => m.ChangeTellingPage), NAMING),
    page('/know/feelings/conversation/new', () => import('./prepare.tsx').then((m) => m.PreparePage), NAMING),
    page('/know/feelings/conversation/:id', () => import('./talk.tsx').then((m) => m.TalkPage), NAMING),
    page('/know/feelings/conversation/:id/edit', () => import('./prepare.tsx').then((m) => m.ChangeTalkPage), NAMING),
    page('/know/feelings/conversation/:id/after', () => import('./debrief.tsx').then((m) => m.DebriefPage), NAMING),
    page('/know/feelings/after/new', () => import('./debrief.tsx').then((m) => m.DebriefPage), NAMING),
    page('/know/feelings/after/:id', () => import('./talk.tsx').then((m) => m.AfterPage), NAMING),
    page('/know/feelings/after/:id/edit', () => import('./debrief.tsx').then((m) => m.ChangeAfterPage), NAMING),
    page('/know/feelings/over-time', () => import('./picture.tsx').then((m) => m.OverTimePage), NAMING),
    page('/know/feelings/ground', () => import('./ground.tsx').then((m) => m.GroundPage), { words: ['practices', 'library'] }),
    page('/know/feelings/help', () => import('./help.tsx').then((m) => m.HelpPage), { always: true }),
  ],
  links: [
    { word: 'title', href: '/know/feelings', icon: 'area' },
    { word: 'over.title', href: '/know/feelings/over-time', icon: 'area' },
    { word: 'talk.new', href: '/know/feelings/conversation/new', icon: 'people' },
    { word: 'ground.title', href: '/know/feelings/ground', icon: 'area' },
    { word: 'person.title', href: '/know/feelings/help', icon: 'help' },
  ],
};
