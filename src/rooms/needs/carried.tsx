// What got in the way of something one would do, put into the form that says a need to a circle, after what it holds. Nothing is said yet.

import type { Strain } from '#web/ui/room.ts';
import { carryInto, typedAt } from '#web/ui/typed.ts';
import type { Desk } from '#web/ui/vault.ts';

export const carryStrain = (desk: Desk, circle: string, { words }: Strain): void => {
  const before = typedAt(desk, `need ${circle}`, 'text');
  if (!before.includes(words)) carryInto(desk, `need ${circle}`, 'text', before.trim() === '' ? words : `${before}\n${words}`);
};
