// What a circle's own page shows of its maps: the few that were last drawn at, and a way to all of them.

import { LinkButton } from '#web/ui/button.tsx';
import type { OpenCircle } from '#web/ui/circles.ts';
import { ToAll } from '#web/ui/in-circle.tsx';
import { PartTitle } from '#web/ui/sheet.tsx';
import { useWords } from '#web/ui/words.ts';
import { MapRow } from './maps.tsx';
import { usePlace } from './use-map.tsx';

const SHOWN = 3;

export const SystemsSection = ({ circle }: { readonly circle: OpenCircle }) => {
  const t = useWords('systems');
  const place = usePlace(circle);
  return (
    <section aria-labelledby="systems-h" className="stack">
      <PartTitle id="systems-h" title={t('title')} action={place.canWrite && <LinkButton href={place.at}>{t('begin')}</LinkButton>}>
        {place.maps.length === 0 && <p className="q">{t('none-here')}</p>}
      </PartTitle>
      <ul className="ruled">
        {place.maps.slice(0, SHOWN).map((map) => (
          <MapRow key={map.id} place={place} map={map} />
        ))}
      </ul>
      {place.maps.length > 0 && <ToAll href={place.at}>{t('all')}</ToAll>}
    </section>
  );
};
