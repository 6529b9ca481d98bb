// What Now looks at: every room's ways and what each finds to be needed, asked anew when vault, circles or the day change. A room that
// fails to say what is needed keeps none of the others back.

import { use } from 'react';
import { useSearch } from 'wouter';
import { allRecords, recordsOf } from '#core/snapshot.ts';
import { useCircles } from '#web/ui/circles.ts';
import { givenNow } from '#web/ui/given-now.ts';
import { MINUTES, type Door, type FindNamed, type FindNeeded, type Minutes, type Named, type Needed, type Way } from '#web/ui/now.ts';
import { roomsInNow } from '#web/ui/room.ts';
import { momentNow } from '#web/ui/time.ts';
import { useDesk, useSnapshot, type Desk } from '#web/ui/vault.ts';
import { loadWords } from '#web/ui/words.ts';
import { chooseNamed, chooseNeeded, fitting, putOffUntil, wasAway } from './model.ts';

export interface NeededHere extends Needed {
  readonly room: string;
}
export interface WayHere extends Way {
  readonly room: string;
  /** Name of the circle that it leads into; '' for what needs none. */
  readonly circle: string;
}

interface Finder {
  readonly room: string;
  readonly find: FindNeeded;
}

let coming: Promise<readonly Finder[]> | null = null;

/** What every room finds with, and their words; a part that could not be had is asked for again the next time. */
export const fetchFinders = (): Promise<readonly Finder[]> =>
  (coming ??= Promise.all(
    roomsInNow().map(async ({ room, needed }): Promise<readonly Finder[]> => {
      const [find] = await Promise.all([needed?.(), loadWords(room)]);
      return find ? [{ room, find }] : [];
    }),
  ).then(
    (found) => found.flat(),
    (error: unknown) => {
      coming = null;
      throw error;
    },
  ));

/** What one room finds; a fault in it is told of, and finds nothing. */
export const askOne = ({ room, find }: Finder, given: Parameters<FindNeeded>[0]): readonly NeededHere[] => {
  try {
    return find(given).map((one) => ({ ...one, room }));
  } catch (error) {
    reportError(error);
    return [];
  }
};

/** What is needed now, at most five, and how many more wait. */
export const useNeeded = (): ReturnType<typeof chooseNeeded<NeededHere>> & { readonly today: string } => {
  const desk = useDesk();
  const snapshot = useSnapshot();
  const circles = useCircles();
  const given = givenNow(desk, circles);
  const { today } = given;
  const lists = use(fetchFinders()).map((finder) => askOne(finder, given));
  return { ...chooseNeeded(lists, { later: putOffUntil(recordsOf(snapshot, 'later').values()), today }), today };
};

export interface NamedHere extends Named {
  readonly room: string;
}

let naming: Promise<readonly { readonly room: string; readonly find: FindNamed }[]> | null = null;

const fetchNaming = (): NonNullable<typeof naming> =>
  (naming ??= Promise.all(
    roomsInNow().map(async ({ room, named }) => {
      const [find] = await Promise.all([named?.(), loadWords(room)]);
      return find ? [{ room, find }] : [];
    }),
  ).then(
    (found) => found.flat(),
    (error: unknown) => {
      naming = null;
      throw error;
    },
  ));

/** One practice, one step, one person that fits, by name; not what is shown as needed already, nor what was put off. */
export const useNamed = (door: Door, shown: readonly Needed[]): readonly NamedHere[] => {
  const desk = useDesk();
  const snapshot = useSnapshot();
  const circles = useCircles();
  const minutes = useMinutes();
  const given = givenNow(desk, circles);
  const { today } = given;
  const all = use(fetchNaming()).flatMap(({ room, find }): readonly NamedHere[] => {
    try {
      return find({ ...given, door, minutes }).map((one) => ({ ...one, room }));
    } catch (error) {
      reportError(error);
      return [];
    }
  });
  return chooseNamed(all, { shown, later: putOffUntil(recordsOf(snapshot, 'later').values()), today });
};

const away = new WeakMap<Desk, boolean>();

/** Whether one opened this vault after a long time: found once for each opening, so that the first thing one does takes no word back. */
export const useWelcome = (): boolean => {
  const desk = useDesk();
  let was = away.get(desk);
  if (was === undefined) away.set(desk, (was = wasAway(allRecords(desk.state().snapshot), momentNow().instant)));
  return was;
};

/** The ways that are always there. */
export const useWays = (): readonly WayHere[] => {
  const circles = useCircles().filter(({ standing }) => standing === 'in');
  return roomsInNow().flatMap(({ room, ways }) =>
    ways.flatMap((way): readonly WayHere[] =>
      way.href.includes(':circle')
        ? circles.map((circle) => ({ ...way, room, circle: circle.name, href: way.href.replace(':circle', circle.vault) }))
        : [{ ...way, room, circle: '' }],
    ),
  );
};

/** The minutes that the address names. */
export const useMinutes = (): Minutes => {
  const asked = Number(new URLSearchParams(useSearch()).get('minutes'));
  return MINUTES.find((one) => one === asked) ?? 5;
};

export { fitting };
