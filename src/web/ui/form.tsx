// A form that does one thing: it says that it is doing it, does it once, and where it could not what was typed stays.

import { useState, type ReactNode } from 'react';
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

export const Form = ({ go, icon, look = 'go', isReady = true, onGo, inWords, children, beside }: FormProps) => {
  const t = useWords();
  const [isGoing, setGoing] = useState(false);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const run = async (): Promise<void> => {
    setGoing(true);
    setRefusal(null);
    const done = await onGo();
    setGoing(false);
    if (!done.ok) setRefusal(done.error);
  };
  return (
    <form
      className="stack"
      onSubmit={(event) => {
        event.preventDefault();
        if (!isGoing) void run();
      }}
    >
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
