// What got in the way of something one would do, put into the form that raises an issue: the words where it says what happens, a first line
// where there is none yet, one's three answers, and what is asked of whom by when, where that was said. What the form held stays before them; nothing is raised yet.

import type { Strain } from '#web/ui/room.ts';
import { carryInto, typedAt } from '#web/ui/typed.ts';
import type { Desk } from '#web/ui/vault.ts';
import { draftFromStrain } from './from-entry.ts';
import { QUESTIONS } from './shape.ts';

export const carryStrain = (desk: Desk, circle: string, { words, replies, push = '', who = '', by = '' }: Strain): void => {
  const form = `issue ${circle}`;
  const { title, happens = '', replies: answered = {} } = draftFromStrain(words, replies);
  const before = typedAt(desk, form, 'happens');
  if (!before.includes(happens)) carryInto(desk, form, 'happens', before.trim() === '' ? happens : `${before}\n${happens}`);
  if (typedAt(desk, form, 'title').trim() === '') carryInto(desk, form, 'title', title);
  for (const [field, text] of [
    ['ask', push],
    ['role', who],
    ['due', by],
  ] as const)
    if (text !== '' && typedAt(desk, form, field).trim() === '') carryInto(desk, form, field, text);
  for (const question of QUESTIONS) {
    const reply = answered[question];
    if (reply) carryInto(desk, form, question, reply);
  }
};
