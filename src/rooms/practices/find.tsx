// The library in the palette: practices by their names, in the person's language. One's own are records and found with those.

import type { Finding } from '#web/ui/room.ts';
import { wordsOf } from '#web/ui/words.ts';
import { STARTER_IDS } from './starter.ts';
import { practiceHref } from './use-practices.tsx';

const fold = (text: string): string => text.normalize('NFD').replace(/\p{M}/gu, '').toLocaleLowerCase();

export const findPractices = async (typed: string, most: number): Promise<readonly Finding[]> => {
  const words = await wordsOf('practices');
  const wanted = fold(typed).split(/\s+/u);
  return STARTER_IDS.map((id) => ({ id, label: words(`name.${id}`) }))
    .filter(({ label }) => wanted.every((part) => fold(label).includes(part)))
    .slice(0, most)
    .map(({ id, label }): Finding => ({ id: `practice ${id}`, label, icon: 'play', note: words('list.practice'), href: practiceHref(id) }));
};
