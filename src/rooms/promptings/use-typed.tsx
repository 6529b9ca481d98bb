// What is being typed, kept in one's own vault at most 300 ms after a keystroke and at once when the page is hidden, so that a killed tab
// loses nothing. Keepers stand outside of React: a view that goes away takes no keystroke with it. Invariant: what could not be kept (the
// vault locked meanwhile) waits in this tab and is there when the place is opened again.

import { useState, useSyncExternalStore } from 'react';
import type { Json } from '#core/record.ts';
import { useDesk, type Desk } from '#web/ui/vault.ts';
import type { Strain } from '#web/ui/room.ts';
import { askingId, draftAt, type Draft } from './model.ts';
import { keepDraft } from './write.ts';

const SOON = 300;

class Keeper {
  readonly #desk: Desk;
  readonly #id: string;
  #draft: Draft;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #saving: Promise<void> = Promise.resolve();
  readonly #listeners = new Set<() => void>();

  constructor(desk: Desk, id: string, begin: Draft) {
    this.#desk = desk;
    this.#id = id;
    this.#draft = draftAt(desk.state().snapshot, id) ?? begin;
  }
  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };
  readonly draft = (): Draft => this.#draft;

  readonly change = (part: { readonly text?: string; readonly more?: Readonly<Record<string, Json>> }): void => {
    this.#draft = { text: part.text ?? this.#draft.text, more: { ...this.#draft.more, ...part.more } };
    for (const listener of this.#listeners) listener();
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.keep(), SOON);
    unkept.add(this);
  };

  async #keepNow(): Promise<void> {
    if (!unkept.has(this) || this.#desk.state().phase !== 'open') return;
    const draft = this.#draft;
    const done = await this.#desk.commit(keepDraft(this.#desk.state().snapshot, this.#id, draft)).catch(() => null);
    // What was typed meanwhile is kept next.
    if (done?.ok && this.#draft === draft) unkept.delete(this);
  }

  /** Keeps what is there now; done once it is, or could not be. */
  readonly keep = (): Promise<void> => {
    clearTimeout(this.#timer);
    return (this.#saving = this.#saving.then(() => this.#keepNow()));
  };

  /** It was sent, or put away. */
  readonly over = (): void => {
    clearTimeout(this.#timer);
    unkept.delete(this);
    this.#draft = { text: '', more: {} };
    for (const listener of this.#listeners) listener();
  };
}

const unkept = new Set<Keeper>();
const keepers = new WeakMap<Desk, Map<string, Keeper>>();

document.addEventListener('visibilitychange', () => {
  if (document.visibilityState === 'hidden') for (const keeper of unkept) void keeper.keep();
});
window.addEventListener('pagehide', () => {
  for (const keeper of unkept) void keeper.keep();
});

const keeperAt = (desk: Desk, id: string, begin: Draft): Keeper => {
  const those = keepers.get(desk) ?? new Map<string, Keeper>();
  keepers.set(desk, those);
  const known = those.get(id);
  if (known && unkept.has(known)) return known;
  const keeper = new Keeper(desk, id, begin);
  those.set(id, keeper);
  return keeper;
};

/** `begin`: what stands there where nothing was typed yet. */
export const useTyped = (id: string, begin: Draft = { text: '', more: {} }): Draft & Pick<Keeper, 'change' | 'keep' | 'over'> => {
  const desk = useDesk();
  const [keeper] = useState(() => keeperAt(desk, id, begin));
  const draft = useSyncExternalStore(keeper.subscribe, keeper.draft);
  return { ...draft, change: keeper.change, keep: keeper.keep, over: keeper.over };
};

/** What got in the way, put into the form that asks a circle, after what it holds; nothing is asked yet. */
export const carryStrain = async (desk: Desk, circle: string, { words }: Strain): Promise<void> => {
  const keeper = keeperAt(desk, askingId(circle), { text: '', more: {} });
  const { text } = keeper.draft();
  if (!text.includes(words)) keeper.change({ text: text.trim() === '' ? words : `${text}\n${words}` });
  await keeper.keep();
};
