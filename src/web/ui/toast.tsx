// What was just done, and the offer to undo it. Stays twelve seconds, longer while a finger, pointer or the focus rests
// on it, and until it is closed when the person asked for no motion. Undo also answers to the key `u` (see keys.tsx).
// A live region says it; it never takes the focus.

import { useEffect, useState, useSyncExternalStore } from 'react';
import { useKeys } from '#web/ui/keys.tsx';
import { Icon } from '#web/ui/icon.tsx';
import { useWords, type Words } from '#web/ui/words.ts';

/** Words, or what says them in the language of now (`word`): then a toast that is shown follows when that is changed. */
export type Said = string | (() => string);

export interface Toast {
  readonly id: number;
  readonly text: Said;
  readonly undo?: () => void;
  /** Another thing to do, with its word: `{ label: 'Reload', run }`. */
  readonly act?: { readonly label: Said; readonly run: () => void };
  /** Stays until it is closed. */
  readonly stays?: boolean;
}

let shown: readonly Toast[] = [];
let count = 0;
const listeners = new Set<() => void>();

const set = (next: readonly Toast[]): void => {
  shown = next;
  for (const listener of listeners) listener();
};

/** Says what was done. At most three are shown; the oldest without an undo goes first. */
export const say = (text: Said, rest: Omit<Toast, 'id' | 'text'> = {}): number => {
  count += 1;
  const next = [...shown, { id: count, text, ...rest }];
  const spare = next.length > 3 ? (next.find((toast) => !toast.undo && !toast.stays) ?? next[0]) : undefined;
  set(next.filter((toast) => toast !== spare));
  return count;
};

/** Takes away all that offers something to do: once the vault is locked it can no longer be done, and may name what was written. */
export const unsayAll = (): void => set([]);

export const unsay = (id: number): void => set(shown.filter((toast) => toast.id !== id));

const LASTS = 12_000;

/** `t` is another with each language: what is drawn by it is then drawn anew. */
const spoken = (said: Said, _t: Words): string => (typeof said === 'string' ? said : said());

const One = ({ toast }: { readonly toast: Toast }) => {
  const t = useWords();
  const [held, setHeld] = useState(false);
  useEffect(() => {
    if (held || toast.stays) return undefined;
    const timer = setTimeout(() => unsay(toast.id), LASTS);
    return () => clearTimeout(timer);
  }, [held, toast]);
  return (
    <div className="toast" onPointerEnter={() => setHeld(true)} onPointerLeave={() => setHeld(false)} onFocus={() => setHeld(true)} onBlur={() => setHeld(false)}>
      <p>{spoken(toast.text, t)}</p>
      <span className="cluster">
        {toast.undo && (
          <button
            type="button"
            className="undo"
            aria-keyshortcuts="u"
            onClick={() => {
              toast.undo?.();
              unsay(toast.id);
            }}
          >
            {t('undo')}
          </button>
        )}
        {toast.act && (
          <button
            type="button"
            className="undo"
            onClick={() => {
              toast.act?.run();
              unsay(toast.id);
            }}
          >
            {spoken(toast.act.label, t)}
          </button>
        )}
        <button type="button" className="tool" aria-label={t('close')} title={t('close')} onClick={() => unsay(toast.id)}>
          <Icon name="close" />
        </button>
      </span>
    </div>
  );
};

/** Where they appear; once, in the shell. */
export const Toasts = () => {
  const t = useWords();
  const toasts = useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => shown,
  );
  useKeys([
    {
      keys: 'u',
      label: t('keys.undo'),
      run: () => {
        const last = toasts.findLast((toast) => toast.undo);
        last?.undo?.();
        if (last) unsay(last.id);
      },
    },
  ]);
  return (
    <section className="toasts" role="status" aria-live="polite" aria-label={t('toasts')}>
      {toasts.map((toast) => (
        <One key={toast.id} toast={toast} />
      ))}
    </section>
  );
};
