// What somebody saw is needed, put into the form that plans an action, after what it holds: the push as the ask, where it was seen as more
// words. Nothing is asked yet.

import { placeOf } from '#web/ui/form-values.ts';
import type { Strain } from '#web/ui/room.ts';
import { carryInto, typedAt } from '#web/ui/typed.ts';
import type { Desk } from '#web/ui/vault.ts';

export const carryStrain = (desk: Desk, circle: string, { words, push = '', from = '' }: Strain): string => {
  const form = from === '' ? `action ${circle}` : placeOf('action', from);
  if (typedAt(desk, form, 'ask').trim() === '') carryInto(desk, form, 'ask', push === '' ? words : push);
  const before = typedAt(desk, form, 'more');
  if (push !== '' && !before.includes(words)) carryInto(desk, form, 'more', before.trim() === '' ? words : `${before}\n${words}`);
  return `/circles/${circle}/actions/new${from === '' ? '' : `?from=${from}`}`;
};
