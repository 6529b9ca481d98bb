// Skills as the shell sees them: one's own, the frameworks that names come from, one of each.

import './room.css';
import type { Room, RoomPage } from '#web/ui/room.ts';
import { loadWords } from '#web/ui/words.ts';

/** With the words of other rooms that a page shows: fetched beside it, not after it. */
const page = (path: string, load: RoomPage['load'], ...words: readonly string[]): RoomPage => ({
  path,
  load: async () => (await Promise.all([load(), ...words.map((one) => loadWords(one))]))[0] as Awaited<ReturnType<RoomPage['load']>>,
});

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
    page('/act/skills/:id', () => import('./skill.tsx').then((m) => m.SkillPage), 'practices', 'library'),
  ],
  links: [{ word: 'title', href: '/act/skills', icon: 'star' }],
};
