// Pepys's vows against plays and wine, as values in the sample: which days served or strained which, by the tags that lie beside the diary
// (each with the line it rests on), and the order that his oath of 31 December 1661 gives. The order is read off that oath, and nothing else is.

import type { Change } from '#core/change.ts';
import { createdAs } from '#core/kind.ts';
import { linkChange, type Link } from '#core/links.ts';
import type { VaultRecord } from '#core/record.ts';
import { countBy } from '#rooms/values/answers.ts';
import { valueKind } from '#rooms/values/model.ts';
import { orderKind } from '#rooms/values/orders.ts';

export interface ValueTags {
  /** Day, what, how, the line it rests on. */
  readonly tags: readonly (readonly [date: string, what: string, how: 'serves' | 'strains', line: string])[];
}

const OATH = '1661-12-31';
const VALUES = [
  { what: 'vows', name: 'Keeping my vows', card: 'promises' },
  { what: 'plays', name: 'The pleasure of plays', card: 'pleasure' },
  { what: 'wine', name: 'The pleasure of wine', card: '' },
] as const;

const idOf = (what: string): string => `pepysvalue000000000000${what.padStart(5, '0').slice(0, 5)}`.slice(0, 26);

/** `entryOf`: the record of a day's entry. */
export const pepysValues = ({ tags }: ValueTags, entryOf: (date: string) => VaultRecord | undefined, now: string): Change[] => {
  const byDay = new Map<string, Link[]>();
  for (const [date, what, as] of tags) {
    const link = { to: idOf(what), as };
    const those = byDay.get(date);
    if (those) those.push(link);
    else byDay.set(date, [link]);
  }
  const marks = [...byDay].flatMap(([date, links]): readonly Change[] => {
    const record = entryOf(date);
    const change = record && linkChange(record, links);
    return change ? [change] : [];
  });
  const made = `${OATH}T20:00:00.000Z`;
  const [vows, plays, wine] = VALUES.map(({ what }) => idOf(what));
  const choices = [
    [vows!, plays!, 1],
    [vows!, wine!, 1],
    [plays!, wine!, 0.5],
  ];
  return [
    ...VALUES.map(({ what, name, card }) => createdAs(valueKind, idOf(what), { name, card, made, modified: now })),
    createdAs(orderKind, idOf('order'), { context: '', items: VALUES.map(({ what, name }) => [idOf(what), name]), choices, day: OATH, begun: made, ended: made }),
    ...marks,
    ...countBy('days'),
  ];
};
