// The page's side of word search: starts the search worker when first needed, asks it as one types, drops answers that
// are no longer wanted. The worker ends with the vault, and starts anew when a journal's lock is opened or closed.

import { startTransition, useEffect, useState } from 'react';
import type { Refusal } from '#core/result.ts';
import type { FoundHits, SearchCalls, SearchEvent } from '../workers/search-worker.ts';
import { NOT_REACHED, remote, transferred, type Remote } from '../workers/rpc.ts';
import { useDesk, useSnapshot, type Desk } from './vault.ts';

export interface SearchOptions {
  readonly limit: number;
  readonly offset?: number;
  readonly order?: 'newest' | 'best';
}

/** While somebody is typing, no more is read for a phrase than the page shown needs. */
const FIRST_LETTERS = 0;
/** An answer that is not exact yet is made so while nobody types: after this rest, in milliseconds, and with twice the letters each time. */
const REST = 250;
const [SECOND_LETTERS, MOST_LETTERS] = [32_000, 640_000];

export interface SearchState {
  /** What `found` answers; behind what is typed while the answer is on its way. */
  readonly typed: string;
  readonly found: FoundHits | null;
  readonly refusal: Refusal | null;
  /** While the index is being made for the first time. */
  readonly building: { readonly done: number; readonly total: number } | null;
}

interface Running {
  readonly calls: Remote<SearchCalls>;
  readonly started: ReturnType<Remote<SearchCalls>['start']>;
  readonly journals: ReadonlySet<string>;
  readonly end: () => void;
  building: { done: number; total: number } | null;
  isReady: boolean;
  asked: number;
  freshAt: number;
  ahead: { readonly key: string; readonly answer: Promise<Answered | null> } | null;
}

type Answered = Omit<SearchState, 'building'>;

const keyOf = (typed: string, options: Asked, version: number): string =>
  JSON.stringify([typed, options.limit, options.offset ?? 0, options.order ?? 'newest', options.letters, version]);

const running = new WeakMap<Desk, Running>();

const start = (desk: Desk, hear: () => void): Running => {
  const worker = new Worker(new URL('../workers/search-worker.ts', import.meta.url), { type: 'module', name: 'search' });
  const calls = remote<SearchCalls>(
    worker,
    (event: SearchEvent) => {
      state.building = event.done < event.total ? { done: event.done, total: event.total } : null;
      hear();
    },
    NOT_REACHED,
  );
  const port = desk.portForWorker();
  const end = (): void => {
    worker.terminate();
    desk.onEnd.delete(end);
    desk.onForget.delete(end);
    running.delete(desk);
  };
  desk.onEnd.add(end);
  desk.onForget.add(end);
  const state: Running = {
    calls,
    started: calls.start(transferred(port, [port])),
    journals: desk.state().openJournals,
    end,
    building: null,
    isReady: false,
    asked: 0,
    freshAt: -1,
    ahead: null,
  };
  running.set(desk, state);
  return state;
};

type Asked = SearchOptions & { readonly letters: number };

/** Asks once; null when a newer question was asked meanwhile. */
const searchOnce = async (desk: Desk, typed: string, options: Asked, version: number, hear: () => void): Promise<Answered | null> => {
  let state = running.get(desk);
  if (state && state.journals !== desk.state().openJournals) {
    state.end();
    state = undefined;
  }
  state ??= start(desk, hear);
  const { ahead } = state;
  state.ahead = null;
  if (ahead?.key === keyOf(typed, options, version)) return ahead.answer;
  const asked = ++state.asked;
  // Once it has started, a question is on its way before this function gives control back.
  if (!state.isReady) {
    const started = await state.started;
    if (!started.ok) {
      state.end();
      return { typed, found: null, refusal: started.error };
    }
    state.isReady = true;
  }
  // Answers come in the order of the questions; one that is no longer wanted is not even asked.
  if (asked !== state.asked) return null;
  const fresh = state.freshAt !== version;
  state.freshAt = version;
  const answer = await state.calls.search(typed, options, fresh);
  if (asked !== state.asked) return null;
  return answer.ok ? { typed, found: answer.value, refusal: null } : { typed, found: null, refusal: answer.error };
};

/** Asks on the keystroke itself, before anything is drawn for it; `useSearch` takes the answer up. Only where the search runs already. */
export const searchAhead = (desk: Desk, typed: string, options: SearchOptions): void => {
  const state = running.get(desk);
  if (!state || typed.trim() === '') return;
  const [asked, { version }] = [{ ...options, letters: FIRST_LETTERS }, desk.state().snapshot];
  const answer = searchOnce(desk, typed, asked, version, () => {});
  state.ahead = { key: keyOf(typed, asked, version), answer };
};

/** Results as one types. */
export const useSearch = (typed: string, options: SearchOptions): SearchState => {
  const desk = useDesk();
  const { version } = useSnapshot();
  const [state, setState] = useState<SearchState>({ typed: '', found: null, refusal: null, building: null });
  const { limit, offset = 0, order = 'newest' } = options;
  // The worker is outside of React: this is where the two meet.
  useEffect(() => {
    let wanted = true;
    let rest: ReturnType<typeof setTimeout> | undefined;
    const ask = async (letters: number): Promise<void> => {
      const building = (): void => {
        if (wanted) setState((before) => ({ ...before, building: running.get(desk)?.building ?? null }));
      };
      const answer = await searchOnce(desk, typed, { limit, offset, order, letters }, version, building);
      if (!wanted || !answer) return;
      // Showing it gives way to the next letter.
      startTransition(() => setState({ ...answer, building: null }));
      if (answer.found?.exact === false) rest = setTimeout(() => void ask(Math.min(MOST_LETTERS, Math.max(SECOND_LETTERS, letters * 2))), REST);
    };
    if (typed.trim() !== '') void ask(FIRST_LETTERS);
    return () => {
      wanted = false;
      clearTimeout(rest);
    };
  }, [desk, typed, limit, offset, order, version]);
  return state;
};
