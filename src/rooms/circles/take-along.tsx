// Saves what one may take along from a circle, as a zip that is put together on this device.

import { useState } from 'react';
import { Button } from '#web/ui/button.tsx';
import type { OpenCircle } from '#web/ui/circles.ts';
import { Row } from '#web/ui/sheet.tsx';
import { momentNow } from '#web/ui/time.ts';
import { useDesk } from '#web/ui/vault.ts';
import { useRefusal, useWords } from '#web/ui/words.ts';
import { takeOutOf } from './take-out.ts';

export const TakeAlong = ({ circle }: { readonly circle: OpenCircle }) => {
  const t = useWords('circles');
  const inWords = useRefusal('circles');
  const desk = useDesk();
  const [said, setSaid] = useState<{ readonly text: string; readonly isRefused: boolean } | null>(null);
  const take = async (): Promise<void> => {
    const { vault, name, me, names, snapshot, standing } = circle;
    const made = momentNow();
    const files = takeOutOf({ vault, name, me, names, snapshot, isIn: standing === 'in' || standing === 'resting', made: made.instant, today: made.when.slice(0, 10) });
    const zipped = await desk.calls.zipTexts(files);
    if (!zipped.ok) return setSaid({ text: inWords(zipped.error), isRefused: true });
    const link = document.createElement('a');
    link.href = URL.createObjectURL(zipped.value);
    link.download = `circle ${made.when.slice(0, 10)}.zip`;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
    setSaid({ text: t('take.done'), isRefused: false });
  };
  return (
    <Row note={t('take.note')} as="section">
      <p>{t('take.about')}</p>
      <Button icon="download" onPress={() => void take()}>
        {t('take.go')}
      </Button>
      {said && (
        <p className={said.isRefused ? 'refused' : 's q'} role={said.isRefused ? 'alert' : 'status'}>
          {said.text}
        </p>
      )}
    </Row>
  );
};
