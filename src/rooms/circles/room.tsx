// The circles as the shell sees them: the list, making one, joining one, and a circle's own pages. What other rooms show in a circle
// they say themselves (Room.inCircle).

import './room.css';
import type { Room, RoomPage } from '#web/ui/room.ts';

const page = (path: string, load: RoomPage['load'], rest: Pick<RoomPage, 'early' | 'sections'> = {}): RoomPage => ({ path, load, ...rest });

export const room: Room = {
  name: 'circles',
  place: 'circles',
  href: '/circles',
  ways: [
    { door: 'together', minutes: 1, word: 'way.join', href: '/join' },
    { door: 'together', minutes: 5, word: 'way.make', href: '/circles/make' },
  ],
  pages: [
    page('/circles', () => import('./circles.tsx').then((m) => m.CirclesPage)),
    page('/circles/make', () => import('./make.tsx').then((m) => m.MakePage)),
    page('/join', () => import('./join.tsx').then((m) => m.JoinPage), { early: true }),
    page('/circles/:circle', () => import('./circle.tsx').then((m) => m.CirclePage), { sections: true }),
    page('/circles/:circle/members', () => import('./members.tsx').then((m) => m.MembersPage)),
    page('/circles/:circle/invite', () => import('./invite.tsx').then((m) => m.InvitePage)),
    page('/circles/:circle/who', () => import('./readers.tsx').then((m) => m.ReadersPage)),
    page('/circles/:circle/settings', () => import('./settings.tsx').then((m) => m.SettingsPage)),
  ],
  inCircle: { order: 32, load: () => import('./notes.tsx').then((m) => m.NotesSection) },
  links: [
    { word: 'title', href: '/circles', icon: 'people' },
    { word: 'make.title', href: '/circles/make', icon: 'add' },
    { word: 'join.title', href: '/join', icon: 'link' },
  ],
};
