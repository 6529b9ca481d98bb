// What a circle's own page shows of its practices: a few, and the way to all of them.

import { LinkButton } from '#web/ui/button.tsx';
import type { OpenCircle } from '#web/ui/circles.ts';
import { ToAll } from '#web/ui/in-circle.tsx';
import { PartTitle } from '#web/ui/sheet.tsx';
import { useWords } from '#web/ui/words.ts';
import { SharedRow } from './circle-practices.tsx';
import { isOfferedIn, useShared } from './use-shared.tsx';

const SHOWN = 3;

export const PracticesSection = ({ circle }: { readonly circle: OpenCircle }) => {
  const t = useWords('practices');
  const here = useShared(circle);
  if (!here.canWrite && here.shared.length === 0) return null;
  // The newest first.
  const few = here.shared
    .filter((one) => isOfferedIn(one, here.commons))
    .toSorted((a, b) => (a.at > b.at ? -1 : 1))
    .slice(0, SHOWN);
  return (
    <section aria-labelledby="practices-h" className="stack">
      <PartTitle id="practices-h" title={t('title')} action={here.canWrite && <LinkButton href="/act/practices">{t('circle.share')}</LinkButton>}>
        {here.shared.length === 0 && <p className="q">{t('circle.none')}</p>}
      </PartTitle>
      <ul className="ruled">
        {few.map((one) => (
          <SharedRow key={one.id} here={here} shared={one} />
        ))}
      </ul>
      {here.shared.length > 0 && <ToAll href={here.at}>{t('circle.all')}</ToAll>}
    </section>
  );
};
