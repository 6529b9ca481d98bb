// Whoever presses a button that is then gone (a form gives way to what came of it, a row to the next) stands nowhere: the browser gives
// the focus to the whole page, and a screen reader begins anew. Here it goes to the nearest part that is still there, so that Tab leads
// on from the same place. Where a page, a menu or a dialog gave it somewhere itself, or it was taken away on purpose, nothing is done.

let held: HTMLElement | null = null;
/** What `held` stood in, the nearest first. */
let around: readonly HTMLElement[] = [];

const isHeld = (element: HTMLElement): boolean => element.isConnected && !element.matches(':disabled');

const hold = ({ target }: FocusEvent): void => {
  if (!(target instanceof HTMLElement)) return;
  held = target;
  const parts: HTMLElement[] = [];
  for (let part = target.parentElement; part && part !== document.body; part = part.parentElement) parts.push(part);
  around = parts;
};

// Of what is being taken out of the page some browsers say so while it still stands there: only later is it known which it was.
const letGo = ({ target }: FocusEvent): void =>
  void requestAnimationFrame(() => {
    if (held !== null && target === held && isHeld(held) && document.activeElement !== held) held = null;
  });

const focusOn = (part: HTMLElement): void => {
  if (!part.hasAttribute('tabindex')) {
    part.tabIndex = -1;
    part.dataset['stands'] = '';
    part.addEventListener(
      'blur',
      () => {
        part.removeAttribute('tabindex');
        delete part.dataset['stands'];
      },
      { once: true },
    );
  }
  part.focus({ preventScroll: true });
};

const look = (): void => {
  if (!held || isHeld(held)) return;
  // What is drawn next may take the focus itself.
  requestAnimationFrame(() => {
    if (!held || isHeld(held)) return;
    held = null;
    const now = document.activeElement;
    if (now !== null && now !== document.body && now.isConnected && !now.matches(':disabled')) return;
    const part = around.find((one) => one.isConnected && one.closest('#main'));
    if (part) focusOn(part);
  });
};

/** Once, when the page begins. */
export const keepFocus = (): void => {
  document.addEventListener('focusin', hold);
  document.addEventListener('focusout', letGo);
  new MutationObserver(look).observe(document.documentElement, { subtree: true, childList: true, attributes: true, attributeFilter: ['disabled'] });
};
