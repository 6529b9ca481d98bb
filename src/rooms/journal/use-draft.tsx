// What is being typed, kept as a draft while it is typed: at most 300 ms after a keystroke, at once when the page is
// hidden or left. A keeper stands outside of React, so that a view that goes away cannot take the last keystrokes with it.
// A lock (from another tab, say) ends the worker that could have kept them: they then wait in this tab's memory, and go on
// where they were, or into a draft, once the vault is open again.
// Invariants: what is on the screen is never taken from it, whatever the vault refuses; a draft that another tab went on
// with is not written over, this one goes on in a draft of its own; nothing typed is lost to a lock.

import { useEffect, useState, useSyncExternalStore } from 'react';
import type { Refusal } from '#core/result.ts';
import { momentNow } from '#web/ui/time.ts';
import { useDesk, type Desk } from '#web/ui/vault.ts';
import { draftNow } from './book.ts';
import { dropDraft, saveDraft, type Draft, type DraftPlace } from './drafts.ts';
import { saysNothing, type EntryDraft } from './model.ts';

/** Milliseconds after a keystroke. */
const SOON = 300;

export interface Writing {
  readonly values: EntryDraft;
  /** What stands in a field and is not yet understood. */
  readonly typed: Readonly<Record<string, string>>;
  /** Instant at which it was last kept; '' before. */
  readonly keptAt: string;
  /** Why the last try to keep it was refused. */
  readonly refusal: Refusal | null;
}

/** What a lock overtook. */
interface Waiting {
  readonly sample: boolean;
  readonly place: DraftPlace;
  readonly id: string;
  readonly draft: Draft | null;
  readonly basis: EntryDraft | null;
  readonly values: EntryDraft;
  readonly typed: Readonly<Record<string, string>>;
  /** What was on its way to the vault just then: it may be there or not. */
  readonly sent: EntryDraft | null;
}

// By place. Only ever the last moments of typing, and only while the vault they belong to is not open.
const waiting = new Map<string, Waiting>();

const waitingKey = (desk: Desk, place: DraftPlace): string => `${desk.state().sample} ${place}`;

const takeWaiting = (desk: Desk, place: DraftPlace): Waiting | null => {
  const key = waitingKey(desk, place);
  const found = waiting.get(key) ?? null;
  waiting.delete(key);
  return found;
};

/** Once the vault is open again: what no view has gone on with becomes a draft. */
const keepWaiting = (desk: Desk, left: Waiting): void => {
  const key = waitingKey(desk, left.place);
  waiting.set(key, left);
  const stop = desk.subscribe(() => {
    const { phase, sample } = desk.state();
    if (phase === 'absent' && sample === left.sample) waiting.delete(key);
    if (waiting.get(key) !== left) return stop();
    if (phase !== 'open' || sample !== left.sample) return;
    stop();
    setTimeout(() => {
      if (waiting.get(key) === left && desk.state().phase === 'open') void new DraftKeeper(desk, left.place, { draft: null, values: {}, basis: null }).flush();
    }, SOON);
  });
};

export class DraftKeeper {
  readonly #desk: Desk;
  readonly #place: DraftPlace;
  readonly #basis: EntryDraft | null;
  #id: string;
  #draft: Draft | null;
  #writing: Writing;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #saving: Promise<void> = Promise.resolve();
  #closed = false;
  #touched = false;
  /** Typed since what was last sent to the vault. */
  #isNew = false;
  #sent: EntryDraft | null = null;
  readonly #listeners = new Set<() => void>();

  constructor(desk: Desk, place: DraftPlace, { draft, values, basis }: { draft: Draft | null; values: EntryDraft; basis: EntryDraft | null }) {
    this.#desk = desk;
    this.#place = place;
    const left = takeWaiting(desk, place);
    if (left) {
      const there = draftNow(desk.state().snapshot, left.id);
      // What lies there is this one's own when nobody else has written it; else it is kept apart, as from any other tab.
      const isOwn = there !== null && (left.draft === null || there.modified === left.draft.modified || (left.sent !== null && there.values.text === (left.sent.text ?? '')));
      this.#draft = isOwn ? there : left.draft;
      this.#basis = left.basis;
      this.#id = left.id;
      this.#writing = { values: left.values, typed: left.typed, keptAt: this.#draft?.modified ?? '', refusal: null };
      this.#soon();
      return;
    }
    this.#draft = draft;
    this.#basis = draft ? draft.basis : basis;
    this.#id = draft?.id ?? desk.newId();
    this.#writing = { values: draft?.values ?? values, typed: draft?.typed ?? {}, keptAt: draft?.modified ?? '', refusal: null };
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };
  readonly writing = (): Writing => this.#writing;

  #set(part: Partial<Writing>): void {
    this.#writing = { ...this.#writing, ...part };
    for (const listener of this.#listeners) listener();
  }

  #soon(): void {
    this.#touched = true;
    this.#isNew = true;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.flush(), SOON);
  }

  readonly change = (part: EntryDraft): void => {
    this.#set({ values: { ...this.#writing.values, ...part } });
    this.#soon();
  };

  /** What stands in a field; `''` when it is understood or empty. */
  readonly type = (name: string, text: string): void => {
    const { [name]: _old, ...others } = this.#writing.typed;
    this.#set({ typed: text === '' ? others : { ...others, [name]: text } });
    this.#soon();
  };

  /** Keeps what is there now; done when it is on the device, or refused. */
  readonly flush = (): Promise<void> => {
    clearTimeout(this.#timer);
    this.#saving = this.#saving.then(() => this.#keep()).catch(() => this.#set({ refusal: { code: 'vault-worker-failed' } }));
    return this.#saving;
  };

  async #keep(): Promise<void> {
    if (this.#closed || !this.#touched || this.#desk.state().phase !== 'open') return;
    const { values, typed } = this.#writing;
    const isEmpty = this.#basis === null && saysNothing(values) && Object.keys(typed).length === 0;
    const there = this.#draft ? draftNow(this.#desk.state().snapshot, this.#draft.id) : null;
    if (this.#draft && (there === null || there.modified !== this.#draft.modified)) {
      // Another tab went on with it, or put it away: what is on this screen is kept apart.
      this.#draft = null;
      this.#id = this.#desk.newId();
    }
    if (isEmpty) {
      if (this.#draft) await this.#desk.commit(dropDraft(this.#draft));
      this.#draft = null;
      this.#id = this.#desk.newId();
      return;
    }
    const changes = saveDraft(this.#draft, this.#place, values, this.#id, momentNow(), { basis: this.#basis, typed });
    this.#isNew = false;
    this.#sent = values;
    const done = changes.ok ? await this.#desk.commit(changes.value) : changes;
    this.#sent = null;
    if (!done.ok) {
      this.#isNew = true;
      return this.#set({ refusal: done.error });
    }
    this.#draft = draftNow(this.#desk.state().snapshot, this.#id) ?? this.#draft;
    this.#set({ refusal: null, keptAt: this.#draft?.modified ?? this.#writing.keptAt });
  }

  /** The vault is not open any more: what did not get there in time waits until it is. */
  handOver(): void {
    clearTimeout(this.#timer);
    if (this.#closed || (!this.#isNew && this.#sent === null)) return;
    const { values, typed } = this.#writing;
    this.#closed = true;
    keepWaiting(this.#desk, { sample: this.#desk.state().sample, place: this.#place, id: this.#id, draft: this.#draft, basis: this.#basis, values, typed, sent: this.#sent });
  }

  /** What there is to keep, as a draft; its record may not be there where the vault refused it. */
  current(): { readonly draft: Draft; readonly isKept: boolean } {
    const { values, typed } = this.#writing;
    return { draft: { id: this.#id, place: this.#place, otherTexts: [], modified: '', ...this.#draft, values, typed, basis: this.#basis }, isKept: this.#draft !== null };
  }

  /**
   * Runs the write by which the draft becomes an entry or goes. Nothing is kept from its beginning on, so that a view
   * that leaves meanwhile does not bring the draft back; after a refusal it is kept again.
   */
  async settle<T extends { readonly ok: boolean }>(write: () => Promise<T>): Promise<T> {
    clearTimeout(this.#timer);
    this.#closed = true;
    const done = await write();
    this.#closed = done.ok;
    return done;
  }

  /** Begins anew at the same place, after what was here became an entry or was put away. */
  anew(values: EntryDraft = {}): void {
    clearTimeout(this.#timer);
    this.#draft = null;
    this.#id = this.#desk.newId();
    this.#touched = false;
    this.#isNew = false;
    this.#closed = false;
    this.#set({ values, typed: {}, keptAt: '', refusal: null });
  }
}

export interface Start {
  readonly draft: Draft | null;
  readonly values: EntryDraft;
  readonly basis: EntryDraft | null;
}

/** Keeps what is typed at a place. `start` is asked once, when the view is first drawn. */
export const useDraft = (place: DraftPlace, start: () => Start): Writing & { readonly keeper: DraftKeeper } => {
  const desk = useDesk();
  const [keeper] = useState(() => new DraftKeeper(desk, place, start()));
  const writing = useSyncExternalStore(keeper.subscribe, keeper.writing);
  useEffect(() => {
    const keep = (): void => void keeper.flush();
    const onVisibility = (): void => {
      if (document.visibilityState === 'hidden') keep();
    };
    document.addEventListener('visibilitychange', onVisibility);
    window.addEventListener('pagehide', keep);
    const onDesk = (): void => {
      if (desk.state().phase !== 'open') keeper.handOver();
    };
    const stop = desk.subscribe(onDesk);
    return () => {
      stop();
      onDesk();
      document.removeEventListener('visibilitychange', onVisibility);
      window.removeEventListener('pagehide', keep);
      keep();
    };
  }, [desk, keeper]);
  return { ...writing, keeper };
};
