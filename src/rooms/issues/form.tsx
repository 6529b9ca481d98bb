// A form that opens on a page and goes once it is done, or is left.

import { Button } from '#web/ui/button.tsx';
import { Form as PlainForm, type FormProps } from '#web/ui/form.tsx';
import { useWords } from '#web/ui/words.ts';

interface ClosingProps extends Omit<FormProps, 'inWords' | 'beside'> {
  /** The form goes, once it is done or left. */
  readonly onClose?: () => void;
  /** Leaves it, where being done leads elsewhere. */
  readonly onLeave?: () => void;
}

export const Form = ({ onGo, onClose, onLeave = onClose, ...rest }: ClosingProps) => {
  const t = useWords('issues');
  const run = async () => {
    const done = await onGo();
    if (done.ok) onClose?.();
    return done;
  };
  const leave = onLeave && (
    <Button look="bare" onPress={onLeave}>
      {t('do.cancel')}
    </Button>
  );
  return <PlainForm {...rest} onGo={run} beside={leave} />;
};
