// Each command of the room, performed by somebody who has nothing yet, in a fresh circle (core/no-gate.ts).

import type { Change } from '#core/change.ts';
import type { Commands, Fresh } from '#core/no-gate.ts';
import { ok, type Result } from '#core/result.ts';
import { answeringId, promptingsIn, type Prompted, type Seeing } from './model.ts';
import { answer, ask, dropDraft, keepDraft, pass, takeBack, thank, unpass, withdrawPrompting, type Hand, type Writes } from './write.ts';

const seeing = ({ me, other, circle, now }: Fresh): Seeing => ({ circle, me, members: new Set([me, other]), isIn: true, today: now.when.slice(0, 10) });
const hand = ({ now, newId }: Fresh): Hand => ({ now, newId });
const prompted = (fresh: Fresh): Prompted => promptingsIn(fresh.snapshot, fresh.snapshot, seeing(fresh))[0]!;
/** Both vaults' changes: here the two are one. */
const both = (writes: Result<Writes>): Result<readonly Change[]> => (writes.ok ? ok([...writes.value.circle, ...writes.value.own]) : writes);

export const commands: Commands = {
  ask: {
    do: (fresh) =>
      both(ask({ text: 'What must be true to speak freely?', to: 'all', until: '', answers: 'any', lend: 'no', first: null, question: '' }, seeing(fresh), hand(fresh))),
  },
  answer: { on: 'ask', isOthers: true, do: (fresh) => both(answer(prompted(fresh), 'circle', 'That nobody is named.', seeing(fresh), hand(fresh))) },
  takeBack: { on: 'answer', do: (fresh) => both(takeBack(prompted(fresh), hand(fresh))) },
  pass: { on: 'ask', isOthers: true, do: (fresh) => both(pass(prompted(fresh), seeing(fresh), hand(fresh))) },
  unpass: { on: 'pass', do: (fresh) => both(ok(unpass(prompted(fresh), hand(fresh)))) },
  withdrawPrompting: { on: 'ask', do: (fresh) => both(withdrawPrompting(prompted(fresh), fresh.snapshot, seeing(fresh), hand(fresh))) },
  thank: { on: 'ask', isOthers: true, do: (fresh) => both(thank(prompted(fresh), { id: prompted(fresh).id, by: fresh.other }, 'It helped.', seeing(fresh), hand(fresh))) },
  keepDraft: { do: (fresh) => keepDraft(fresh.snapshot, answeringId('some-prompting'), { text: 'Not yet', more: {} }) },
  dropDraft: { on: 'keepDraft', do: (fresh) => dropDraft(fresh.snapshot, answeringId('some-prompting')) },
};
