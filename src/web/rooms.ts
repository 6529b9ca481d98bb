// The places and the rooms in them. A room is a folder under src/rooms with a `room.tsx`; it is found here by that name,
// and a place appears with its first room. The order of places is always the same.

import { createElement, use, type ComponentType } from 'react';
import type { IconName } from '#web/ui/icon.tsx';
import { showInCircles, showInNow, type InCircle, type InPlace, type Place, type Room, type RoomPage, type RoomPageProps } from '#web/ui/room.ts';
import { loadWords } from '#web/ui/words.ts';

const found = import.meta.glob<Room>('../rooms/*/room.tsx', { eager: true, import: 'room' });

const PLACES: readonly { readonly place: Place; readonly icon: IconName; readonly key: string }[] = [
  { place: 'now', icon: 'now', key: 'n' },
  { place: 'journal', icon: 'journal', key: 'j' },
  { place: 'know', icon: 'know', key: 'k' },
  { place: 'act', icon: 'act', key: 'a' },
  { place: 'circles', icon: 'people', key: 'r' },
];

export const rooms: readonly Room[] = Object.values(found);

export interface OpenPlace {
  readonly place: Place;
  readonly icon: IconName;
  /** The letter after `g`. */
  readonly key: string;
  readonly href: string;
}

/** The places that have a room, in their order. */
export const places: readonly OpenPlace[] = PLACES.flatMap(({ place, icon, key }) => {
  const first = rooms.find((room) => room.place === place);
  return first ? [{ place, icon, key, href: first.inPlace ? `/${place}` : first.href }] : [];
});

/** The rooms that stand on the page of a place, in their order. */
export const roomsIn = (place: Place): readonly (Room & { readonly inPlace: InPlace })[] =>
  rooms.flatMap((room) => (room.place === place && room.inPlace ? [{ ...room, inPlace: room.inPlace }] : [])).sort((a, b) => a.inPlace.order - b.inPlace.order);

type View = ComponentType<RoomPageProps>;

export interface Routed {
  readonly path: string;
  readonly room: Room;
  readonly isEarly: boolean;
  readonly isAlways: boolean;
  readonly View: View;
  /** Fetches the page and its room's words, so that showing it later waits for nothing. */
  readonly fetch: () => Promise<unknown>;
}

/** Not `lazy`: it shows a placeholder, and keeps it for 300 ms, even when the code is here already. `words`: catalogues that it waits for. */
const whenLoaded = <P extends object>(
  load: () => Promise<ComponentType<P>>,
  words: readonly string[] = [],
): { readonly View: ComponentType<P>; readonly fetched: () => Promise<unknown> } => {
  let here: ComponentType<P> | null = null;
  let coming: Promise<ComponentType<P>> | null = null;
  const fetched = (): Promise<ComponentType<P>> =>
    (coming ??= Promise.all([load(), ...words.map(loadWords)]).then(
      ([view]) => (here = view),
      (error: unknown) => {
        coming = null;
        throw error;
      },
    ));
  return { View: (props) => createElement(here ?? use(fetched()), props), fetched };
};

const partsOf = ({ inCircle = [] }: Room): readonly InCircle[] => ('order' in inCircle ? [inCircle] : inCircle);

const sections = rooms.flatMap((room) =>
  partsOf(room).map(({ order, load }, n) => ({ order, key: n === 0 ? room.name : `${room.name} ${n + 1}`, room: room.name, ...whenLoaded(load, room.words) })),
);
showInCircles(sections);

const route = (room: Room, { path, load, early = false, always = false, sections: hasSections = false, words: more = [] }: RoomPage): Routed => {
  const { View, fetched } = whenLoaded(load, [...(room.words ?? []), ...more]);
  const parts = hasSections ? sections : [];
  const words = new Set([room.name, ...parts.map((part) => part.room)]);
  return { path, room, isEarly: early, isAlways: always, View, fetch: () => Promise.all([fetched(), ...parts.map((part) => part.fetched()), ...[...words].map(loadWords)]) };
};

export const routes: readonly Routed[] = rooms.flatMap((room) => room.pages.map((page) => route(room, page)));

showInNow(
  rooms.map(({ name, ways = [], needed = null, named = null, line = null, roads = [], capture }) => ({
    room: name,
    ways,
    needed,
    named,
    line,
    roads,
    Capture: capture ? whenLoaded(capture).View : null,
  })),
);

/** Where Write leads, and where Search does: the first room that offers it. */
export const writeHref = rooms.find(({ write }) => write !== undefined)?.write ?? null;
export const searchHref = rooms.find(({ search }) => search !== undefined)?.search ?? null;
/** Where a person is to be talked to: shown always. */
export const helpHref = rooms.find(({ help }) => help !== undefined)?.help ?? null;
export const homeHref = places[0]?.href ?? '/settings';
export const journalHref = places.find(({ place }) => place === 'journal')?.href ?? homeHref;

/** Fetches the room's page of an address ahead; the first page where none is named. What cannot be had is asked for again when it is shown. */
export const fetchPage = (path: string): void => {
  const wanted = path === '/' ? homeHref : path;
  const found = routes.find((one) => new RegExp(`^${one.path.replaceAll(/\/:\w+\?/g, '(?:/[^/]+)?').replaceAll(/:\w+/g, '[^/]+')}$`).test(wanted));
  found?.fetch().catch(() => undefined);
};
