// The journal as the shell sees it: its pages and what the palette leads to. Pages load when they are first opened.

import './room.css';
import type { Room, RoomPage } from '#web/ui/room.ts';

const page = (path: string, load: RoomPage['load']): RoomPage => ({ path, load });

export const room: Room = {
  name: 'journal',
  place: 'journal',
  href: '/journal',
  write: '/journal/write',
  search: '/journal/search',
  pages: [
    page('/journal', () => import('./timeline.tsx').then((m) => m.JournalPage)),
    page('/journal/write', () => import('./write.tsx').then((m) => m.WritePage)),
    page('/journal/check-in', () => import('./check-in.tsx').then((m) => m.CheckInPage)),
    page('/journal/years', () => import('./years.tsx').then((m) => m.YearsPage)),
    page('/journal/e/:id', () => import('./timeline.tsx').then((m) => m.EntryPage)),
    page('/journal/e/:id/edit', () => import('./write.tsx').then((m) => m.EditPage)),
    page('/journal/search', () => import('./search.tsx').then((m) => m.SearchPage)),
  ],
  links: [
    { word: 'title', href: '/journal', icon: 'journal' },
    { word: 'write.title', href: '/journal/write', icon: 'write' },
    { word: 'check-in.title', href: '/journal/check-in', icon: 'area' },
    { word: 'search.label', href: '/journal/search', icon: 'search' },
    { word: 'years.title', href: '/journal/years', icon: 'calendar' },
  ],
};
