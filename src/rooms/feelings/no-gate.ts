// Each command of the room, performed by somebody who has nothing yet (core/no-gate.ts).

import type { Commands, Fresh } from '#core/no-gate.ts';
import {
  afterOf,
  askNoMore,
  changeAfter,
  changeTalk,
  changeTelling,
  chooseCountry,
  debriefTalk,
  deleteAfter,
  deleteTalk,
  deleteTelling,
  listen,
  prepareTalk,
  TELLING,
  talkOf,
  tellingOf,
} from './model.ts';
import { rewritten, written } from './forms.ts';

const first = ({ records }: Fresh) => records[0]!;

export const commands: Commands = {
  listen: { do: ({ newId, now }) => listen({ needs: ['rest'] }, newId(), now) },
  changeTelling: { on: 'listen', do: (fresh) => changeTelling(tellingOf(first(fresh))!, { telling: 'That I am worn out.' }, fresh.now) },
  deleteTelling: { on: 'listen', do: (fresh) => deleteTelling(tellingOf(first(fresh))!) },
  prepareTalk: { do: ({ newId, now }) => prepareTalk({ ask: 'That we swap the Tuesday shift.' }, newId(), now) },
  changeTalk: { on: 'prepareTalk', do: (fresh) => changeTalk(talkOf(first(fresh))!, { theirs: 'She is short of people too.' }, fresh.now) },
  askNoMore: { on: 'prepareTalk', do: (fresh) => askNoMore(talkOf(first(fresh))!, fresh.now) },
  deleteTalk: { on: 'prepareTalk', do: (fresh) => deleteTalk(talkOf(first(fresh))!, []) },
  debriefTalk: { do: ({ newId, now }) => debriefTalk(null, { happened: 'We spoke for ten minutes.' }, newId(), now) },
  changeAfter: { on: 'debriefTalk', do: (fresh) => changeAfter(afterOf(first(fresh))!, { got: 'part' }, fresh.now) },
  deleteAfter: { on: 'debriefTalk', do: (fresh) => deleteAfter(afterOf(first(fresh))!) },
  written: { do: ({ newId, now }) => written(TELLING, { needs: ['rest'] }, newId(), now, []) },
  rewritten: { on: 'listen', do: (fresh) => rewritten(TELLING, tellingOf(first(fresh))!, { ease: 'Ten minutes alone.' }, fresh.now) },
  chooseCountry: { do: () => chooseCountry('ES') },
};
