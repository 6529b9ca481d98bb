// What a circle's own page shows of its practices: a few, the paths it walks, and the way to all of them.

import { LinkButton, TextLink } from '#web/ui/button.tsx';
import type { OpenCircle } from '#web/ui/circles.ts';
import { PartTitle, Row } from '#web/ui/sheet.tsx';
import { useWords } from '#web/ui/words.ts';
import { TogetherRow } from './circle-paths.tsx';
import { SharedRow } from './circle-practices.tsx';
import { isOfferedIn, useShared, useTogether } from './use-shared.tsx';

const SHOWN = 3;
const PATHS = 2;

export const PracticesSection = ({ circle }: { readonly circle: OpenCircle }) => {
  const t = useWords('practices');
  const here = useShared(circle);
  const paths = useTogether(circle);
  const walked = paths.paths.filter(({ outcome }) => outcome === '').slice(0, PATHS);
  if (!here.canWrite && here.shared.length + paths.paths.length === 0) return null;
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
      {walked.length > 0 && (
        <ul className="ruled">
          {walked.map((path) => (
            <TogetherRow key={path.id} here={paths} path={path} />
          ))}
        </ul>
      )}
      <Row note="">
        <p className="links s">
          {here.shared.length > 0 && <TextLink href={here.at}>{t('circle.all')}</TextLink>}
          {(here.canWrite || paths.paths.length > 0) && <TextLink href={paths.at}>{t(walked.length === 0 && here.canWrite ? 'together.go' : 'together.title')}</TextLink>}
        </p>
      </Row>
    </section>
  );
};
