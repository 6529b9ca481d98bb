// A form that does one thing once, says why where it could not, and keeps what was typed.

import { useState, type ReactNode } from 'react';
import type { Result } from '#core/result.ts';
import { Button } from '#web/ui/button.tsx';
import { useWords } from '#web/ui/words.ts';

interface FormProps {
  readonly go: string;
  readonly isReady?: boolean;
  /** What it does; refusals are said by who does it. */
  readonly onGo: () => Promise<Result<unknown>>;
  readonly onClose?: () => void;
  readonly look?: 'go' | 'plain';
  readonly children: ReactNode;
}

export const Form = ({ go, isReady = true, onGo, onClose, look = 'go', children }: FormProps) => {
  const t = useWords('issues');
  const [isGoing, setGoing] = useState(false);
  const run = async (): Promise<void> => {
    if (isGoing) return;
    setGoing(true);
    const done = await onGo();
    setGoing(false);
    if (done.ok) onClose?.();
  };
  return (
    <form
      className="stack"
      onSubmit={(event) => {
        event.preventDefault();
        void run();
      }}
    >
      {children}
      <div className="cluster">
        <Button look={look} type="submit" isDisabled={!isReady || isGoing}>
          {go}
        </Button>
        {onClose && (
          <Button look="bare" onPress={onClose}>
            {t('do.cancel')}
          </Button>
        )}
      </div>
    </form>
  );
};
