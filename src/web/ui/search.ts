// The page's side of word search: starts the search worker when first needed, asks it as one types, drops answers that
// are no longer wanted. The worker ends with the vault, and starts anew when a journal's lock is opened or closed.

import { useEffect, useState } from 'react';
import type { Refusal } from '#core/result.ts';
import type { FoundHits, SearchCalls, SearchEvent } from '../workers/search-worker.ts';
import { NOT_REACHED, remote, transferred, type Remote } from '../workers/rpc.ts';
import { useDesk, useSnapshot, type Desk } from './vault.ts';

export interface SearchOptions {
  readonly limit: number;
  readonly offset?: number;
  readonly order?: 'newest' | 'best';
}

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
  asked: number;
  freshAt: number;
}

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
  const state: Running = { calls, started: calls.start(transferred(port, [port])), journals: desk.state().openJournals, end, building: null, asked: 0, freshAt: -1 };
  running.set(desk, state);
  return state;
};

/** Asks once; null when a newer question was asked meanwhile. */
export const searchOnce = async (
  desk: Desk,
  typed: string,
  options: SearchOptions,
  version: number,
  hear: () => void = () => {},
): Promise<Omit<SearchState, 'building'> | null> => {
  let state = running.get(desk);
  if (state && state.journals !== desk.state().openJournals) {
    state.end();
    state = undefined;
  }
  state ??= start(desk, hear);
  const asked = ++state.asked;
  const started = await state.started;
  if (!started.ok) {
    state.end();
    return { typed, found: null, refusal: started.error };
  }
  // Answers come in the order of the questions; one that is no longer wanted is not even asked.
  if (asked !== state.asked) return null;
  const fresh = state.freshAt !== version;
  state.freshAt = version;
  const answer = await state.calls.search(typed, options, fresh);
  if (asked !== state.asked) return null;
  return answer.ok ? { typed, found: answer.value, refusal: null } : { typed, found: null, refusal: answer.error };
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
    if (typed.trim() !== '')
      void searchOnce(desk, typed, { limit, offset, order }, version, () => wanted && setState((before) => ({ ...before, building: running.get(desk)?.building ?? null }))).then(
        (answer) => {
          if (wanted && answer) setState({ ...answer, building: null });
        },
      );
    return () => {
      wanted = false;
    };
  }, [desk, typed, limit, offset, order, version]);
  return state;
};
