// The text of an entry. A plain field takes the first letter at once; the editor that shows Markdown comes in its place
// when it is here and the text would come through it unchanged. Where it would not, the field stays, and says so.

import { useRef, useState, type ComponentType } from 'react';
import { flushSync } from 'react-dom';
import { Button } from '#web/ui/button.tsx';
import { TextArea } from '#web/ui/field.tsx';
import { useWords } from '#web/ui/words.ts';
import type * as EditorModule from './editor.tsx';
import type { RichReady, RichTextProps } from './editor.tsx';

type Editor = typeof EditorModule;

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
  const [rich, setRich] = useState<ComponentType<RichTextProps> | null>(null);
  const [plain, setPlain] = useState(wantsPlain);
  const [cannot, setCannot] = useState(false);
  const [isRich, setIsRich] = useState(false);

  /** The field, where it may give way to the editor now: not with the caret in the middle of something. */
  const fieldToChange = (): HTMLTextAreaElement | null => {
    const field = area.current;
    if (!editor.current || !field || wantsPlain()) return null;
    const isTyping = document.activeElement === field;
    if (isTyping && (field.selectionStart !== field.value.length || field.dataset['composing'] !== undefined)) return null;
    const survives = editor.current.survives(field.value);
    setCannot(!survives && !editor.current.survives(field.value.trimEnd()));
    return survives ? field : null;
  };
  /** Puts the editor into the page, out of sight; typing goes on in the field until it is ready. */
  const change = (): void => {
    if (!fieldToChange() || !editor.current) return;
    const { RichText } = editor.current;
    setRich(() => RichText);
  };
  /** One moment changes field for editor: what was typed until now is in it, and it has the caret before the next key comes. */
  const onReady = (ready: RichReady): void => {
    const field = fieldToChange();
    if (!field) return setRich(null);
    const isTyping = document.activeElement === field;
    ready.put(field.value);
    flushSync(() => setIsRich(true));
    if (isTyping) ready.focus();
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
    if (next) {
      setRich(null);
      setIsRich(false);
    } else {
      load();
      change();
    }
  };
  const later = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const Rich = rich;
  return (
    <div className="write-text">
      {Rich && (
        <div hidden={!isRich}>
          <Rich value={value} onChange={onChange} label={label} placeholder={placeholder} describedBy="write-hint" onReady={onReady} onFiles={onFiles} />
        </div>
      )}
      {!isRich && (
        <div
          onFocus={load}
          onBlur={change}
          onCompositionStart={() => area.current?.setAttribute('data-composing', '')}
          onCompositionEnd={() => area.current?.removeAttribute('data-composing')}
        >
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
