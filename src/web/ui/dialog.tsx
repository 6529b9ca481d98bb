// A dialog on the browser's own <dialog>: it keeps the focus, makes the rest inert, closes on Escape and gives the focus
// back, without a library. What a person typed in one is the caller's state, so closing loses nothing.

import { useEffect, useId, useRef, type ReactNode } from 'react';
import { Tool } from '#web/ui/button.tsx';
import { useWords } from '#web/ui/words.ts';

interface DialogProps {
  readonly title: ReactNode;
  readonly onClose: () => void;
  readonly children: ReactNode;
  /** Buttons at the foot. */
  readonly foot?: ReactNode;
  readonly wide?: boolean;
  /** No head: the content names itself by this label (the palette). */
  readonly label?: string;
}

/** Shown while it is rendered: `{isOpen && <Dialog …/>}`. */
export const Dialog = ({ title, onClose, children, foot, wide = false, label }: DialogProps) => {
  const t = useWords();
  const id = useId();
  const element = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const dialog = element.current;
    const before = document.activeElement;
    if (dialog && !dialog.open) dialog.showModal();
    // The browser gives the focus to the first button, which closes; a field to type in is what one came for.
    dialog?.querySelector<HTMLElement>('.dialog-body input:not([type=checkbox], [type=radio], [type=file]), .dialog-body textarea')?.focus();
    return () => {
      dialog?.close();
      if (before instanceof HTMLElement && before.isConnected) before.focus({ preventScroll: true });
    };
  }, []);
  return (
    // A press outside closes it, as Escape does; the keyboard has Escape and the button.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <dialog
      ref={element}
      className={`${wide ? 'wide' : ''} ${label === undefined ? '' : 'top-placed'}`.trim()}
      aria-labelledby={label === undefined ? id : undefined}
      aria-label={label}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      onMouseDown={(event) => {
        if (event.target === event.currentTarget) onClose();
      }}
    >
      {label === undefined && (
        <div className="dialog-head">
          <h2 id={id}>{title}</h2>
          <Tool icon="close" label={t('close')} onPress={onClose} />
        </div>
      )}
      {label === undefined ? <div className="dialog-body">{children}</div> : children}
      {foot !== undefined && <div className="dialog-foot">{foot}</div>}
    </dialog>
  );
};
