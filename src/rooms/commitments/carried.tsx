// What somebody saw is needed, put into the form of a new commitment, beside what it holds: the push as what one will do, where it was seen
// as why. Nothing is made yet.

import type { Strain } from '#web/ui/room.ts';
import { carryInto, typedAt } from '#web/ui/typed.ts';
import type { Desk } from '#web/ui/vault.ts';

const FORM = 'commitment new';

export const carryStrain = (desk: Desk, _circle: string, { words, push = '', by = '', from = '' }: Strain): string => {
  const put = (field: 'what' | 'why' | 'by', text: string): void => {
    if (text !== '' && typedAt(desk, FORM, field).trim() === '') carryInto(desk, FORM, field, text);
  };
  put('what', push === '' ? words : push);
  put('why', push === '' ? '' : words);
  put('by', by);
  return `/act/commitments/new${from === '' ? '' : `?to=${from}&as=comes-from`}`;
};
