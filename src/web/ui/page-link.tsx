// The link of a page that lies at the host for whoever has it: not on the screen before it is asked for, then to be read and copied.

import { useState } from 'react';
import { addDays } from '#core/when.ts';
import type { Refusal, Result } from '#core/result.ts';
import { Button } from '#web/ui/button.tsx';
import { say } from '#web/ui/toast.tsx';
import { useWords, word } from '#web/ui/words.ts';

/** The instant at which a day is over on this device's clock, in milliseconds. */
export const endOfDay = (day: string): number => new Date(`${addDays(day, 1)}T00:00`).getTime();

interface PageLinkProps {
  readonly link: () => Promise<Result<string>>;
  readonly inWords: (refusal: Refusal) => string;
}

export const PageLink = ({ link: ask, inWords }: PageLinkProps) => {
  const t = useWords();
  const [link, setLink] = useState<string | null>(null);
  const show = async (): Promise<void> => {
    const made = await ask();
    if (!made.ok) return void say(() => inWords(made.error), { stays: true });
    setLink(made.value);
  };
  if (link === null) return <Button onPress={() => void show()}>{t('page-link.show')}</Button>;
  return (
    <>
      <p className="s page-link" dir="ltr">
        <a href={link} target="_blank" rel="noopener noreferrer">
          {link}
        </a>
      </p>
      <Button
        icon="copy"
        onPress={() =>
          void navigator.clipboard.writeText(link).then(
            () => say(() => word('page-link.copied')),
            () => undefined,
          )
        }
      >
        {t('page-link.copy')}
      </Button>
    </>
  );
};
