// What the pages of values share: the values, their orders, what was done for them and what is asked, read once for each state of the vault.

import { recordById, recordsOf } from '#core/snapshot.ts';
import type { Shown } from '#core/shown.ts';
import { useRecords, type Records } from '#web/ui/records.ts';
import { momentNow } from '#web/ui/time.ts';
import { useDesk, useDeskState, type Desk } from '#web/ui/vault.ts';
import { useWords } from '#web/ui/words.ts';
import { whensWritten } from '#web/ui/written.ts';
import { answerKind, answersIn, baseOf, COUNTING, countingKind, type Answer } from './answers.ts';
import { idsByName, namedIn, type Base } from './done.ts';
import { CONTEXTS, heldValues, valueKind, valuesIn, type Value } from './model.ts';
import { orderKind, ordersIn, type Order } from './orders.ts';
import { saidBesideDone, type Remembered, type SaidDone } from './together.ts';

export type { Line, SaidDone } from './together.ts';

export interface InValues {
  readonly desk: Desk;
  readonly records: Records;
  readonly values: readonly Value[];
  readonly held: readonly Value[];
  readonly orders: readonly Order[];
  readonly answers: readonly Answer[];
  readonly base: Base;
}

const known = new WeakMap<Records, InValues>();

export const useValues = (): InValues => {
  const { snapshot } = useDeskState();
  const desk = useDesk();
  const records = useRecords();
  let all = known.get(records);
  if (!all) {
    const values = valuesIn(recordsOf(snapshot, valueKind.name).values());
    all = {
      desk,
      records,
      values,
      held: heldValues(values),
      orders: ordersIn(recordsOf(snapshot, orderKind.name).values()),
      answers: answersIn(recordsOf(snapshot, answerKind.name).values()),
      base: baseOf(recordById(snapshot, countingKind.name, COUNTING)),
    };
    known.set(records, all);
  }
  return all;
};

const remembered = new WeakMap<Desk, Map<string, Remembered>>();

const rememberedFor = (desk: Desk, context: string): Remembered => {
  let byContext = remembered.get(desk);
  if (!byContext) remembered.set(desk, (byContext = new Map()));
  let one = byContext.get(context);
  if (!one) byContext.set(context, (one = { key: '', questions: [] }));
  return one;
};

const looked = new WeakMap<InValues, Map<string, SaidDone>>();

/** Decisions whose chosen way names any of these values, the newest first. */
export const naming = ({ records }: InValues, values: readonly Value[]): readonly Shown[] => {
  const byName = idsByName(values);
  return records.of(['decision']).filter((one) => namedIn(one, byName).length > 0);
};

/** What points to these values and says that it serves or strains them, or names them on the way that was chosen, each once. */
const pointing = (all: InValues, values: readonly Value[]): readonly Shown[] => {
  const once = new Map(naming(all, values).map((one) => [one.id, one]));
  for (const { id } of values) for (const { from, as } of all.records.pointingTo(id)) if (as === 'serves' || as === 'strains') once.set(from.id, from);
  return [...once.values()];
};

/** Said and done in a context ('' everywhere), beside a base. Read once for each state. */
export const saidAndDone = (all: InValues, context = ''): SaidDone => {
  const { desk } = all;
  let byContext = looked.get(all);
  if (!byContext) looked.set(all, (byContext = new Map()));
  let made = byContext.get(context);
  if (made) return made;
  const { values, orders, answers, base } = all;
  made = saidBesideDone({
    values,
    orders,
    answers,
    base,
    context,
    shown: pointing(all, heldValues(values, context)),
    days: () => whensWritten(desk),
    today: momentNow().when.slice(0, 10),
    remembered: rememberedFor(desk, context),
  });
  byContext.set(context, made);
  return made;
};

/** The name of a context: a given one in the person's language, one of their own as it is. */
export const useContextName = (): ((context: string) => string) => {
  const t = useWords('values');
  return (context) => ((CONTEXTS as readonly string[]).includes(context) ? t(`context.${context}`) : context);
};
