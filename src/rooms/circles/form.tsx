// A form that does one thing, says that it is doing it, does it once, and says why where it could not. What was typed stays.

import { useState, type ReactNode } from 'react';
import type { Refusal, Result } from '#core/result.ts';
import { Button, type Look } from '#web/ui/button.tsx';
import type { IconName } from '#web/ui/icon.tsx';
import { useRefusal, useWords } from '#web/ui/words.ts';

interface FormProps {
  readonly go: string;
  readonly icon?: IconName;
  readonly look?: Look;
  readonly isReady?: boolean;
  readonly onGo: () => Promise<Result<unknown>>;
  readonly children?: ReactNode;
  readonly beside?: ReactNode;
}

export const Form = ({ go, icon, look = 'go', isReady = true, onGo, children, beside }: FormProps) => {
  const t = useWords('circles');
  const inWords = useRefusal('circles');
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
      {refusal && (
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
