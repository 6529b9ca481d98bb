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
  /** The form goes, once it is done or left. */
  readonly onClose?: () => void;
  /** Leaves it, where being done leads elsewhere. */
  readonly onLeave?: () => void;
  readonly look?: 'go' | 'plain';
  readonly children: ReactNode;
}

export const Form = ({ go, isReady = true, onGo, onClose, onLeave = onClose, look = 'go', children }: FormProps) => {
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
        {onLeave && (
          <Button look="bare" onPress={onLeave}>
            {t('do.cancel')}
          </Button>
        )}
      </div>
    </form>
  );
};
