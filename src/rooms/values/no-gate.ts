// Every command of values, performed from an empty vault: none asks for another first (core/no-gate.ts).

import type { Commands, Fresh } from '#core/no-gate.ts';
import { answerQuestion, answersIn, countBy, takeAnswerBack } from './answers.ts';
import { bringBackValue, changeValue, deleteValue, fromMoment, keepCards, keepValue, markDone, settleWords, setValueAside, valueOf, type Value } from './model.ts';
import { beginOrder, choose, deleteOrder, endOrder, noteOnOrder, orderOf, takeChoiceBack, type Order } from './orders.ts';

const value = ({ records }: Fresh): Value => valueOf(records.find(({ kind }) => kind === 'value')!)!;
const order = ({ records }: Fresh): Order => orderOf(records.find(({ kind }) => kind === 'value-order')!)!;
const two = ({ newId, now }: Fresh): readonly Value[] => ['honesty', 'rest'].map((name) => ({ ...BARE, id: newId(), name, made: now.instant, modified: now.instant }));
const BARE: Omit<Value, 'id' | 'name' | 'made' | 'modified'> = {
  card: '',
  about: '',
  otherAbouts: [],
  cost: '',
  otherCosts: [],
  contexts: [],
  supportPeople: [],
  supportPlaces: [],
  strainPeople: [],
  strainPlaces: [],
  sure: '',
  aside: '',
  links: [],
};

export const commands: Commands = {
  keepValue: { do: ({ newId, now }) => keepValue({ name: 'honesty' }, newId(), [], now) },
  keepCards: { do: ({ newId, now }) => keepCards([{ card: 'honesty', name: 'honesty' }], newId, [], now) },
  fromMoment: { do: ({ newId, now }) => fromMoment({ happened: 'I said what I saw.', was: 'proud', value: { name: 'honesty' } }, newId, [], now) },
  changeValue: { on: 'keepValue', do: (fresh) => changeValue(value(fresh), { about: 'Say it early.' }, [value(fresh)], fresh.now) },
  settleWords: { on: 'keepValue', do: (fresh) => settleWords(value(fresh), 'about', 'Say it early.', fresh.now) },
  setValueAside: { on: 'keepValue', do: (fresh) => setValueAside(value(fresh), fresh.now) },
  bringBackValue: { on: 'keepValue', do: (fresh) => bringBackValue({ ...value(fresh), aside: '2026-01-01' }, fresh.now) },
  deleteValue: { on: 'keepValue', do: (fresh) => deleteValue(value(fresh)) },
  markDone: {
    on: 'fromMoment',
    do: ({ records, newId }) =>
      markDone(
        records.find(({ kind }) => kind === 'entry')!,
        { id: newId() },
        'serves',
      ),
  },
  beginOrder: { do: (fresh) => beginOrder(two(fresh), '', fresh.newId(), fresh.now) },
  choose: {
    on: 'beginOrder',
    do: (fresh) => {
      const [first, second] = order(fresh).items;
      return choose(order(fresh), first!.id, second!.id, 1);
    },
  },
  takeChoiceBack: { on: 'choose', do: (fresh) => takeChoiceBack(order(fresh)) },
  endOrder: { on: 'choose', do: (fresh) => endOrder(order(fresh), fresh.now) },
  noteOnOrder: { on: 'beginOrder', do: (fresh) => noteOnOrder(order(fresh), 'A new job.') },
  deleteOrder: { on: 'beginOrder', do: (fresh) => deleteOrder(order(fresh)) },
  answerQuestion: { do: ({ newId, now }) => answerQuestion({ value: newId(), way: 'few' }, 'blocked', 'The rota.', newId(), now) },
  takeAnswerBack: { on: 'answerQuestion', do: ({ records }) => takeAnswerBack(answersIn(records)[0]!) },
  countBy: { do: () => countBy('days') },
};
