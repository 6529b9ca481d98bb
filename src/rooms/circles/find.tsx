// The palette finds circles, their pages, and people in them.

import type { OpenCircle } from '#web/ui/circles.ts';
import { offerFinder, type Finding } from '#web/ui/room.ts';
import { wordsOf } from '#web/ui/words.ts';
import { circleTitle } from './people.tsx';

const plain = (text: string): string => text.normalize('NFD').replace(/\p{M}/gu, '').toLocaleLowerCase();

const PAGES = [
  { word: 'members.title', at: 'members', icon: 'people' },
  { word: 'invite.title', at: 'invite', icon: 'add' },
  { word: 'readers.title', at: 'who', icon: 'lock' },
  { word: 'settings.title', at: 'settings', icon: 'settings' },
] as const;

/** `now`: the circles as they are when something is looked for. Taken away with the function that is given back. */
export const offerCircles = (now: () => readonly OpenCircle[]): (() => void) =>
  offerFinder('circles', async (typed, most) => {
    const t = await wordsOf('circles');
    const parts = plain(typed).split(/\s+/).filter(Boolean);
    const has = (text: string): boolean => parts.every((part) => plain(text).includes(part));
    const circles = now();
    const found: Finding[] = [];
    for (const circle of circles) {
      const name = circleTitle(t, circle);
      if (has(name)) found.push({ id: `circle ${circle.vault}`, label: name, icon: 'people', said: true, note: t('place'), href: `/circles/${circle.vault}` });
    }
    for (const circle of circles)
      for (const { id, name, isMe } of circle.members)
        if (!isMe && name !== '' && has(name))
          found.push({ id: `circle ${circle.vault} ${id}`, label: name, icon: 'person', said: true, note: circleTitle(t, circle), href: `/circles/${circle.vault}/members` });
    for (const circle of circles)
      for (const { word, at, icon } of PAGES) {
        const [label, name] = [t(word), circleTitle(t, circle)];
        if (has(`${label} ${name}`)) found.push({ id: `circle ${circle.vault} ${at}`, label, icon, note: name, href: `/circles/${circle.vault}/${at}` });
      }
    return found.slice(0, most);
  });
