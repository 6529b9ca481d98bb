// Lists that anybody in a circle can make long: some of it is shown, the rest is one press away; and where room is scarce, people take
// turns, so that one who writes very much does not push the others out.

import { useState, type ReactNode } from 'react';
import { Button } from '#web/ui/button.tsx';

/** The first of each person, then the second of each, and so on; otherwise in the order given. */
export const inTurns = <T extends { readonly by: string }>(items: readonly T[]): readonly T[] => {
  const had = new Map<string, number>();
  const turns = items.map((item) => {
    const turn = had.get(item.by) ?? 0;
    had.set(item.by, turn + 1);
    return { item, turn };
  });
  return turns.toSorted((a, b) => a.turn - b.turn).map(({ item }) => item);
};

/** At most so many, and the button that shows them all; null where there are no more. `label` says how many there are. */
export const useFew = <T,>(items: readonly T[], most: number, label: (count: number) => string): { readonly shown: readonly T[]; readonly more: ReactNode } => {
  const [isAll, setAll] = useState(false);
  return isAll || items.length <= most
    ? { shown: items, more: null }
    : {
        shown: items.slice(0, most),
        more: (
          <Button look="bare" onPress={() => setAll(true)}>
            {label(items.length)}
          </Button>
        ),
      };
};
