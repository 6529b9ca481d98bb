// A form that does one thing: it says that it is doing it, does it once, and where it could not what was typed stays.

import { useRef, useState, type ReactNode, type SyntheticEvent } from 'react';
import type { Refusal, Result } from '#core/result.ts';
import { Button, type Look } from '#web/ui/button.tsx';
import type { IconName } from '#web/ui/icon.tsx';
import { useWords } from '#web/ui/words.ts';

export interface FormProps {
  readonly go: string;
  readonly icon?: IconName;
  readonly look?: Look;
  readonly isReady?: boolean;
  readonly onGo: () => Promise<Result<unknown>>;
  /** Says a refusal above the button; without it, who does the thing says it. */
  readonly inWords?: (refusal: Refusal) => string;
  readonly children?: ReactNode;
  /** Beside the button. */
  readonly beside?: ReactNode;
}

/** What a form does when it is sent: once, however often it is sent while that is under way. */
export const useSend = (send: () => Promise<unknown>): { readonly isGoing: boolean; readonly onSubmit: (event: SyntheticEvent) => void } => {
  const going = useRef(false);
  const [isGoing, setGoing] = useState(false);
  const run = async (): Promise<void> => {
    going.current = true;
    setGoing(true);
    try {
      await send();
    } finally {
      going.current = false;
      setGoing(false);
    }
  };
  return {
    isGoing,
    onSubmit(event) {
      event.preventDefault();
      if (!going.current) void run();
    },
  };
};

export const Form = ({ go, icon, look = 'go', isReady = true, onGo, inWords, children, beside }: FormProps) => {
  const t = useWords();
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const { isGoing, onSubmit } = useSend(async () => {
    setRefusal(null);
    const done = await onGo();
    if (!done.ok) setRefusal(done.error);
  });
  return (
    <form className="stack" onSubmit={onSubmit}>
      {children}
      {refusal && inWords && (
        <p className="refused" role="alert">
          {inWords(refusal)}
        </p>
      )}
      <div className="cluster">
        <Button look={look} type="submit" isDisabled={!isReady || isGoing} {...(icon ? { icon } : {})}>
          {isGoing ? t('going') : go}
        </Button>
        {beside}
      </div>
    </form>
  );
};
