// What is searched for stands behind a number in the address, so that Back finds it and the browser's history does not hold
// a person's words. The address follows when typing rests: browsers refuse many changes of it, and each takes some
// milliseconds in which an answer could be shown.
// Invariant: what is in the field is the truth; the address takes over only when something else changed it.

import { useSyncExternalStore } from 'react';
import { navigate } from 'wouter/use-browser-location';
import { numberOf, textOfNumber } from '#web/ui/address.ts';

export interface Sought {
  readonly typed: string;
  readonly order: 'newest' | 'best';
  /** The list begins with this year's; null: with the newest. */
  readonly year: number | null;
  /** A word that is nowhere is looked for all the same. */
  readonly asTyped: boolean;
}

const PATH = '/journal/search';
const REST = 350;

const read = (search: string): Sought => {
  const params = new URLSearchParams(search);
  const year = /^\d{1,4}$/.exec(params.get('year') ?? '');
  return {
    typed: params.get('q') ?? textOfNumber(params.get('s') ?? ''),
    order: params.get('order') === 'best' ? 'best' : 'newest',
    year: year ? Number(year[0]) : null,
    asTyped: params.get('as') === 'typed',
  };
};

/** The address of a search. */
export const searchHref = ({ typed, order = 'newest', year = null, asTyped = false }: Partial<Sought> & Pick<Sought, 'typed'>): string => {
  const params = new URLSearchParams();
  if (typed.trim() !== '') params.set('s', numberOf(typed));
  if (order === 'best') params.set('order', 'best');
  if (year !== null) params.set('year', String(year));
  if (asTyped) params.set('as', 'typed');
  const text = params.toString();
  return text === '' ? PATH : `${PATH}?${text}`;
};

let seen: string | null = null;
let sought: Sought = read('');
let timer: ReturnType<typeof setTimeout> | undefined;
const listeners = new Set<() => void>();

const now = (): Sought => {
  if (location.pathname === PATH && location.search !== seen) {
    clearTimeout(timer);
    timer = undefined;
    seen = location.search;
    sought = read(seen);
  }
  return sought;
};

/** Writes what is in the field to the address at once. */
export const keepAddress = (): void => {
  if (timer === undefined) return;
  clearTimeout(timer);
  timer = undefined;
  if (location.pathname !== PATH) return;
  const href = searchHref(sought);
  seen = href.slice(PATH.length);
  navigate(href, { replace: true });
  seen = location.search;
};

/** What is sought from now on; the list begins anew unless a year is given. */
export const seek = (part: Partial<Sought>): void => {
  sought = { ...now(), year: null, asTyped: false, ...part };
  clearTimeout(timer);
  timer = setTimeout(keepAddress, REST);
  for (const listener of listeners) listener();
};

const EVENTS = ['popstate', 'pushState', 'replaceState'] as const;

const follow = (listener: () => void): (() => void) => {
  listeners.add(listener);
  for (const event of EVENTS) window.addEventListener(event, listener);
  return () => {
    listeners.delete(listener);
    for (const event of EVENTS) window.removeEventListener(event, listener);
  };
};

export const useSought = (): Sought => useSyncExternalStore(follow, now);
