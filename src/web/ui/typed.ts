// What is being typed into a form and not sent yet: kept sealed in one's own vault as it is typed, so that a killed tab or an empty
// battery loses at most the last moment, and another device goes on where this one stopped. One record for each form; it goes when
// what was typed has become what it was for. Invariants: what stands on the screen is never taken from it by what comes from elsewhere;
// a lock leaves nothing of it in memory.

import { useSyncExternalStore } from 'react';
import { createKind, createdAs, deletedOf } from '#core/kind.ts';
import { isAlive, registerOf, type VaultRecord } from '#core/record.ts';
import { recordById } from '#core/snapshot.ts';
import { useDesk, type Desk } from '#web/ui/vault.ts';

export type Typed = Readonly<Record<string, string>>;

const typedKind = createKind('typed', { values: 'register' });

/** Milliseconds after a keystroke. */
const SOON = 300;
const NONE: Typed = {};

const typedIn = (record: VaultRecord | undefined): Typed => {
  const values = record && isAlive(record) ? registerOf(record, 'values') : null;
  if (typeof values !== 'object' || values === null || Array.isArray(values)) return NONE;
  return Object.fromEntries(Object.entries(values).filter((one): one is [string, string] => typeof one[1] === 'string'));
};

interface Keeper {
  values: Typed;
  timer: ReturnType<typeof setTimeout> | undefined;
  readonly listeners: Set<() => void>;
}

const ofDesk = new WeakMap<Desk, Map<string, Keeper>>();

const idOf = (place: string): string => `typed ${place}`;

const save = (desk: Desk, place: string, keeper: Keeper): void => {
  clearTimeout(keeper.timer);
  keeper.timer = undefined;
  if (desk.state().phase !== 'open') return;
  const isEmpty = Object.values(keeper.values).every((text) => text === '');
  const there = recordById(desk.state().snapshot, typedKind.name, idOf(place));
  if (isEmpty && (!there || !isAlive(there))) return;
  // What the vault refuses is said where it is sent; the words stay on the screen.
  void desk.commit([isEmpty ? deletedOf(typedKind, idOf(place)) : createdAs(typedKind, idOf(place), { values: keeper.values })]);
};

const keepersOf = (desk: Desk): Map<string, Keeper> => {
  const known = ofDesk.get(desk);
  if (known) return known;
  const made = new Map<string, Keeper>();
  ofDesk.set(desk, made);
  const saveAll = (): void => {
    for (const [place, keeper] of made) if (keeper.timer !== undefined) save(desk, place, keeper);
  };
  addEventListener('pagehide', saveAll);
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'hidden') saveAll();
  });
  let was = desk.state().phase;
  desk.subscribe(() => {
    const { phase } = desk.state();
    if (phase !== was && phase !== 'open') made.clear();
    was = phase;
  });
  return made;
};

const keeperAt = (desk: Desk, place: string): Keeper => {
  const keepers = keepersOf(desk);
  const known = keepers.get(place);
  if (known) return known;
  const made: Keeper = { values: typedIn(recordById(desk.state().snapshot, typedKind.name, idOf(place))), timer: undefined, listeners: new Set() };
  keepers.set(place, made);
  return made;
};

export interface Typing {
  readonly typed: Typed;
  /** '' where nothing was typed. */
  readonly text: (name: string) => string;
  readonly type: (name: string, text: string) => void;
  /** It has become what it was for: the form is empty again, and what was kept of it goes. */
  readonly done: () => void;
}

/** Puts words into a form that is not shown, in the place of what its field held; they are kept at once. */
export const carryInto = (desk: Desk, place: string, field: string, text: string): void => {
  const keeper = keeperAt(desk, place);
  keeper.values = { ...keeper.values, [field]: text };
  for (const listener of keeper.listeners) listener();
  save(desk, place, keeper);
};

/** What a field of a form that is not shown holds. */
export const typedAt = (desk: Desk, place: string, field: string): string => keeperAt(desk, place).values[field] ?? '';

/** A form's fields. `place`: the form, in small letters, digits, dashes and spaces, at most 50: `need 5vvv…`. */
export const useTyped = (place: string): Typing => {
  const desk = useDesk();
  const keeper = keeperAt(desk, place);
  const typed = useSyncExternalStore(
    (listener) => {
      keeper.listeners.add(listener);
      return () => keeper.listeners.delete(listener);
    },
    () => keeperAt(desk, place).values,
  );
  const put = (values: Typed): void => {
    const now = keeperAt(desk, place);
    now.values = values;
    clearTimeout(now.timer);
    for (const listener of now.listeners) listener();
  };
  return {
    typed,
    text: (name) => typed[name] ?? '',
    type: (name, text) => {
      put({ ...keeperAt(desk, place).values, [name]: text });
      const now = keeperAt(desk, place);
      now.timer = setTimeout(() => save(desk, place, now), SOON);
    },
    done: () => {
      put(NONE);
      save(desk, place, keeperAt(desk, place));
    },
  };
};
