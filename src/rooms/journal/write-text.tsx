// The text of an entry. A plain field takes the first letter at once; the editor that shows Markdown comes in its place
// when it is here and the text would come through it unchanged. Where it would not, the field stays, and says so.

import { useRef, useState, type ComponentType } from 'react';
import { Button } from '#web/ui/button.tsx';
import { TextArea } from '#web/ui/field.tsx';
import { useWords } from '#web/ui/words.ts';

type Editor = typeof import('./editor.tsx');

const KEPT = 'kith.plain-text';

const wantsPlain = (): boolean => {
  try {
    return localStorage.getItem(KEPT) === '1';
  } catch {
    return false;
  }
};

const keepWish = (plain: boolean): void => {
  try {
    if (plain) localStorage.setItem(KEPT, '1');
    else localStorage.removeItem(KEPT);
  } catch {
    // Storage refused: the choice holds until the page is closed.
  }
};

const whenIdle = (run: () => void): void => void (typeof requestIdleCallback === 'function' ? requestIdleCallback(run, { timeout: 1500 }) : setTimeout(run, 200));

interface WriteTextProps {
  readonly value: string;
  readonly onChange: (text: string) => void;
  readonly onFiles: (files: readonly File[]) => void;
  readonly label: string;
  readonly placeholder: string;
  readonly autoFocus: boolean;
}

export const WriteText = ({ value, onChange, onFiles, label, placeholder, autoFocus }: WriteTextProps) => {
  const t = useWords('journal');
  const area = useRef<HTMLTextAreaElement>(null);
  const editor = useRef<Editor | null>(null);
  const asked = useRef(false);
  const [rich, setRich] = useState<ComponentType<Parameters<Editor['RichText']>[0]> | null>(null);
  const [plain, setPlain] = useState(wantsPlain);
  const [cannot, setCannot] = useState(false);
  const [focusNext, setFocusNext] = useState(false);

  /** Changes field for editor, unless the caret stands in the middle of something. */
  const change = (): void => {
    const field = area.current;
    if (!editor.current || !field || wantsPlain()) return;
    const isTyping = document.activeElement === field;
    if (isTyping && (field.selectionStart !== field.value.length || field.dataset['composing'] !== undefined)) return;
    const survives = editor.current.survives(field.value);
    setCannot(!survives && !editor.current.survives(field.value.trimEnd()));
    if (!survives) return;
    const { RichText } = editor.current;
    setFocusNext(isTyping);
    setRich(() => RichText);
  };
  const load = (): void => {
    if (asked.current || wantsPlain()) return;
    asked.current = true;
    whenIdle(() => {
      import('./editor.tsx').then(
        (loaded) => {
          editor.current = loaded;
          change();
        },
        () => {
          // Without a connection and not yet kept: the plain field does everything.
          asked.current = false;
        },
      );
    });
  };
  const choose = (next: boolean): void => {
    keepWish(next);
    setPlain(next);
    setCannot(false);
    if (next) setRich(null);
    else {
      load();
      change();
    }
  };
  const later = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const Rich = rich;
  return (
    <div className="write-text">
      {Rich ? (
        <Rich value={value} onChange={onChange} label={label} placeholder={placeholder} autoFocus={focusNext} describedBy="write-hint" onFiles={onFiles} />
      ) : (
        <div onFocus={load} onBlur={change} onCompositionStart={() => area.current?.setAttribute('data-composing', '')} onCompositionEnd={() => area.current?.removeAttribute('data-composing')}>
          <TextArea
            ref={area}
            label={label}
            quiet
            bare
            value={value}
            placeholder={placeholder}
            autoFocus={autoFocus}
            onChange={(text) => {
              onChange(text);
              clearTimeout(later.current);
              later.current = setTimeout(change, 1200);
            }}
            onPaste={(event) => {
              const files = [...event.clipboardData.files];
              if (files.length === 0) return;
              event.preventDefault();
              onFiles(files);
            }}
          />
        </div>
      )}
      <p className="s q between" id="write-hint">
        <span>{cannot && !plain ? t('text.stays-plain') : ''}</span>
        <Button look="bare" className="s" aria-pressed={plain} onPress={() => choose(!plain)}>
          {t('text.plain')}
        </Button>
      </p>
    </div>
  );
};
