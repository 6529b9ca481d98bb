// Skills as the shell sees them: one's own, the frameworks that names come from, one of each.

import './room.css';
import { page, type Room } from '#web/ui/room.ts';

export const room: Room = {
  name: 'skills',
  place: 'act',
  href: '/act/skills',
  inPlace: { order: 40, icon: 'star' },
  pages: [
    page('/act/skills', () => import('./skills.tsx').then((m) => m.SkillsPage)),
    page('/act/skills/framework/new', () => import('./own-framework.tsx').then((m) => m.NewFrameworkPage)),
    page('/act/skills/framework/:id/change', () => import('./own-framework.tsx').then((m) => m.ChangeFrameworkPage)),
    page('/act/skills/framework/:id', () => import('./framework.tsx').then((m) => m.FrameworkPage)),
    page('/act/skills/note/:note', () => import('./notes.tsx').then((m) => m.NotePage)),
    page('/act/skills/:id', () => import('./skill.tsx').then((m) => m.SkillPage), { words: ['practices', 'library'] }),
  ],
  links: [{ word: 'title', href: '/act/skills', icon: 'star' }],
};
