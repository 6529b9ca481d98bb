// Arriving on a page: the focus goes to its main part, unless a field of it took it; its title is announced, and going back finds the page scrolled
// as it was left. A change of address with state `{ keepFocus: true }` is no arrival (an entry opened beside its list).

import { useEffect, useRef } from 'react';
import { useLocation } from 'wouter';
import { usePageTitle } from '#web/ui/page.tsx';

const positions = new Map<string, number>();

/** The browser's own name for this step of the history, where it has one. */
const step = (): string => (window as { navigation?: { currentEntry?: { key: string } | null } }).navigation?.currentEntry?.key ?? location.pathname + location.search;

let wentBack = false;
let current = '';

if (typeof window !== 'undefined') {
  history.scrollRestoration = 'manual';
  current = step();
  window.addEventListener('popstate', () => {
    wentBack = true;
  });
  window.addEventListener('scroll', () => positions.set(current, window.scrollY), { passive: true });
}

/** Scrolls there, again as the page grows, for a second at most or until the person scrolls. */
const scrollBackTo = (top: number): void => {
  const until = performance.now() + 1000;
  const go = (): void => {
    window.scrollTo(0, top);
    if (Math.abs(window.scrollY - top) > 2 && performance.now() < until) requestAnimationFrame(go);
  };
  requestAnimationFrame(go);
};

/**
 * A page that was here before is drawn at once, and the field one came for has the focus already. A field that is not shown is of the page
 * one comes from, which goes when the new one is here.
 */
const isWrittenIn = (element: Element | null): boolean =>
  element !== null && element.closest('main') !== null && element.matches('input, textarea, select, [contenteditable="true"]') && element.checkVisibility();

/** On the page's main part; where a menu that led here keeps the page inert for a moment longer, once it is gone. */
const standOnMain = (until = performance.now() + 2000): void => {
  const main = document.getElementById('main');
  if (!main?.closest('[inert]')) main?.focus({ preventScroll: true });
  else if (performance.now() < until) requestAnimationFrame(() => !main.contains(document.activeElement) && standOnMain(until));
};

export const Arrival = () => {
  const [path] = useLocation();
  const title = usePageTitle();
  const isFirst = useRef(true);
  useEffect(() => {
    current = step();
    if (isFirst.current) {
      isFirst.current = false;
      return;
    }
    const keep = (history.state as { keepFocus?: boolean } | null)?.keepFocus === true;
    if (wentBack) scrollBackTo(positions.get(current) ?? 0);
    else if (!keep) window.scrollTo(0, 0);
    wentBack = false;
    if (!keep && !isWrittenIn(document.activeElement)) standOnMain();
  }, [path]);
  return (
    <p className="vh" role="status">
      {title}
    </p>
  );
};
