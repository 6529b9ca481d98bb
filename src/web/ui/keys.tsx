// One registry of keys, so that `?` can list them all and none is taken twice. A key works only where nothing is being
// typed and no dialog is open, except those with Ctrl or ⌘. `g` then a letter goes to a place.
// Keys with a letter compare the letter, so they follow the layout of the keyboard.

import { useEffect, useEffectEvent } from 'react';

export interface Key {
  /** `c`, `/`, `?`, `g j` (one after the other), `mod+k` (Ctrl, or ⌘ on a Mac), `ArrowLeft`. */
  readonly keys: string;
  readonly label: string;
  readonly run: () => void;
}

const registered = new Set<readonly Key[]>();

/** Every key that works now, later ones before earlier ones of the same name. */
export const knownKeys = (): Key[] => {
  const byKeys = new Map<string, Key>();
  for (const keys of registered) for (const key of keys) byKeys.set(key.keys, key);
  return [...byKeys.values()];
};

const isTyping = (target: EventTarget | null): boolean => {
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable || target.closest('[role="textbox"], [role="menu"], [role="listbox"]')) return true;
  if (target instanceof HTMLInputElement) return !['checkbox', 'radio', 'button', 'submit', 'range', 'file'].includes(target.type);
  return target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement;
};

let firstOfTwo = '';
let firstAt = 0;

const onKeyDown = (event: KeyboardEvent): void => {
  if (event.defaultPrevented || event.isComposing || event.altKey || event.repeat) return;
  const mod = event.ctrlKey || event.metaKey;
  const letter = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  const name = mod ? `mod+${letter}` : letter;
  if (!mod && (isTyping(event.target) || document.querySelector('dialog[open]'))) return;
  const known = knownKeys();
  const two = firstOfTwo !== '' && event.timeStamp - firstAt < 1500 ? `${firstOfTwo} ${name}` : '';
  firstOfTwo = '';
  const found = known.find(({ keys }) => keys === two) ?? known.find(({ keys }) => keys === name);
  if (found) {
    event.preventDefault();
    found.run();
  } else if (!mod && known.some(({ keys }) => keys.startsWith(`${name} `))) {
    firstOfTwo = name;
    firstAt = event.timeStamp;
  }
};

if (typeof document !== 'undefined') document.addEventListener('keydown', onKeyDown);

/** Offers keys while the component is shown. */
export const useKeys = (keys: readonly Key[]): void => {
  const latest = useEffectEvent((wanted: string) => keys.find((key) => key.keys === wanted)?.run());
  const labels = keys.map(({ keys: name, label }) => `${name}\n${label}`).join('\n\n');
  useEffect(() => {
    const offered =
      labels === ''
        ? []
        : labels.split('\n\n').map((pair) => {
            const [name = '', label = ''] = pair.split('\n');
            return { keys: name, label, run: () => latest(name) };
          });
    registered.add(offered);
    return () => {
      registered.delete(offered);
    };
  }, [labels]);
};

const isMac = typeof navigator !== 'undefined' && /Mac|iP(?:hone|ad|od)/.test(navigator.platform);

/** `mod+k` as it is written on this keyboard: `Ctrl K` or `⌘ K`. */
export const Keys = ({ keys }: { readonly keys: string }) => (
  <>
    {keys.split(/[ +]/).map((part, index) => (
      <span key={`${part}${index > 0 ? ' after' : ''}`}>
        {index > 0 && ' '}
        <kbd>{part === 'mod' ? (isMac ? '⌘' : 'Ctrl') : keys.startsWith('mod+') && part.length === 1 ? part.toUpperCase() : part}</kbd>
      </span>
    ))}
  </>
);
