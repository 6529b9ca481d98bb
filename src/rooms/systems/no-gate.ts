// Each command of the room, performed by somebody who has nothing yet (core/no-gate.ts). In a circle they are the same.

import type { Commands, Fresh } from '#core/no-gate.ts';
import { changeArrow, drawArrow, sayLoop, sayNeed, settleLoop, settleNote, settlePush, takeArrow } from './arrows.ts';
import { linkInCircle } from './circle-things.ts';
import {
  addPart,
  arrangeMap,
  beginMap,
  besideOthers,
  bringMap,
  changePart,
  deleteMap,
  madePart,
  mapsOf,
  moveParts,
  renameMap,
  settlePart,
  settleMap,
  takePart,
  type Part,
  type SystemMap,
} from './model.ts';

const map = ({ records }: Fresh): SystemMap => mapsOf(records)[0]!;
const part = (fresh: Fresh): Part => map(fresh).parts[0]!;

export const commands: Commands = {
  beginMap: { do: ({ newId, now }) => beginMap({ title: 'Why visits run late' }, newId(), now) },
  renameMap: { on: 'beginMap', do: (fresh) => renameMap(map(fresh), { title: 'Why we are late' }, fresh.now) },
  settleMap: { on: 'beginMap', do: (fresh) => settleMap(map(fresh), 'title', 'Why we are late', fresh.now) },
  deleteMap: { on: 'beginMap', do: (fresh) => deleteMap(map(fresh)) },
  bringMap: {
    do: ({ newId, now }) =>
      bringMap(
        {
          title: 'Late visits',
          about: '',
          parts: [
            { key: 'a', words: 'Plan', place: null },
            { key: 'b', words: 'Visits', place: null },
          ],
          arrows: [{ from: 'a', to: 'b', does: 'more' }],
        },
        newId,
        now,
      ),
  },
  addPart: { on: 'beginMap', do: (fresh) => addPart(map(fresh), { words: 'Planning program' }, fresh.newId(), fresh.now) },
  madePart: {
    do: ({ newId, now }) => madePart({ words: 'Plan', more: '', sort: '', layer: '', guess: false, here: false }, newId(), newId(), null, now),
  },
  besideOthers: { on: 'beginMap', do: (fresh) => besideOthers({ id: map(fresh).id, kind: 'map', v: 1, write: { title: 'Late' } }, { title: map(fresh).title }, fresh.now) },
  changePart: { on: 'addPart', do: (fresh) => changePart(part(fresh), { words: 'The program' }, fresh.now) },
  settlePart: { on: 'addPart', do: (fresh) => settlePart(part(fresh), 'words', 'The program', fresh.now) },
  moveParts: { on: 'addPart', do: (fresh) => moveParts(map(fresh), new Map([[part(fresh).id, [40, 40]]])) },
  arrangeMap: { on: 'moveParts', do: (fresh) => arrangeMap(map(fresh)) },
  takePart: { on: 'addPart', do: (fresh) => takePart(map(fresh), part(fresh)) },
  drawArrow: { on: 'beginMap', do: (fresh) => drawArrow(map(fresh), { from: { words: 'Plan' }, to: { words: 'Visits' }, does: 'less' }, fresh.newId, fresh.now) },
  changeArrow: { on: 'drawArrow', do: (fresh) => changeArrow(map(fresh), map(fresh).arrows[0]!, { isLate: true }, fresh.now) },
  settleNote: { on: 'drawArrow', do: (fresh) => settleNote(map(fresh).arrows[0]!, 'what Joris was told', fresh.now) },
  takeArrow: { on: 'drawArrow', do: (fresh) => takeArrow(map(fresh).arrows[0]!) },
  sayNeed: { on: 'addPart', do: (fresh) => sayNeed(part(fresh), { push: 'Twelve paid minutes' }, fresh.now) },
  settlePush: { on: 'addPart', do: (fresh) => settlePush(part(fresh), 'Twelve paid minutes', fresh.now) },
  linkInCircle: { on: 'addPart', do: (fresh) => linkInCircle(fresh.snapshot, 'map-part', part(fresh).id, 'x', true) },
  settleLoop: {
    on: 'sayLoop',
    do: (fresh) =>
      settleLoop(
        fresh.records.find(({ kind }) => kind === 'map-loop')!,
        'Round and round',
      ),
  },
  sayLoop: { on: 'beginMap', do: (fresh) => sayLoop(map(fresh), ['a', 'b'], { says: 'yes' }, fresh.now) },
};
