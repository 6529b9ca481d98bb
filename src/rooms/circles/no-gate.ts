// Each command of the room, performed by somebody who has nothing yet, in a fresh circle (core/no-gate.ts).

import type { Commands } from '#core/no-gate.ts';
import { lettersIn, withdrawLetter, writeLetter } from './letters.ts';
import { keepCircle, nameCircle, nameMember, restCircle, writeNote } from './model.ts';

export const commands: Commands = {
  nameCircle: { do: () => nameCircle('Tuesday circle') },
  restCircle: { do: ({ now }) => restCircle(now.instant) },
  nameMember: { do: ({ me }) => nameMember(me, 'Rosa') },
  writeNote: { do: ({ me, newId, now }) => writeNote(me, newId(), 'Bring cups.', now.instant) },
  keepCircle: { do: ({ me, circle }) => keepCircle({ vault: circle, name: 'Tuesday circle', begins: '0'.repeat(64), me, left: null }) },
  writeLetter: {
    do: ({ me, other, circle, newId, now }) => writeLetter(me, newId(), now.instant, { circle, to: other, about: 'some-words', what: 'remark', text: 'Between us.' }),
  },
  withdrawLetter: { on: 'writeLetter', do: ({ records, newId, now }) => withdrawLetter(lettersIn(records)[0]!, newId(), now.instant) },
};
