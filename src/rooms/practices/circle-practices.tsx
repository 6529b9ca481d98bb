// What a circle has of practices: by name, with who gave each; what got worse for one, or is not wanted, stands below, for oneself alone.

import { Link } from 'wouter';
import { LinkButton } from '#web/ui/button.tsx';
import { useNames } from '#web/ui/circle-words.ts';
import type { OpenCircle } from '#web/ui/circles.ts';
import { useFew } from '#web/ui/few.tsx';
import { InCircle, ToCircle } from '#web/ui/in-circle.tsx';
import { Page } from '#web/ui/page.tsx';
import type { RoomPageProps } from '#web/ui/room.ts';
import { PartTitle, Row, Sheet, Title } from '#web/ui/sheet.tsx';
import { useWords } from '#web/ui/words.ts';
import type { Shared } from './shared.ts';
import { useKeyFacts } from './use-practices.tsx';
import { isOfferedIn, pathsAt, useShared, type InOne } from './use-shared.tsx';

const MOST_ROWS = 40;

export const SharedRow = ({ here, shared }: { readonly here: InOne; readonly shared: Shared }) => {
  const t = useWords('practices');
  const names = useNames(here.circle);
  const { practice, by, id } = shared;
  const facts = useKeyFacts()(practice);
  const what = [practice.kind === null ? '' : t(`kind.${practice.kind}`), facts.who].filter((part) => part !== '');
  return (
    <li className="row">
      <p className="mg num">{facts.short}</p>
      <div className="tx wide">
        <p className="between">
          <Link href={`${here.at}/${id}`} className="b pr-name" dir="auto">
            {practice.name}
          </Link>
          <span className="s q">{what.join(t('list.comma'))}</span>
        </p>
        <p className="s q">{t('shared.by', { name: names(by) })}</p>
      </div>
    </li>
  );
};

const List = ({ circle }: { readonly circle: OpenCircle }) => {
  const t = useWords('practices');
  const here = useShared(circle);
  const offered = here.shared.filter((one) => isOfferedIn(one, here.commons));
  const away = here.shared.filter((one) => !isOfferedIn(one, here.commons));
  const few = useFew(offered, MOST_ROWS, (count) => t('show-all', { count }));
  const fewAway = useFew(away, MOST_ROWS, (count) => t('show-all', { count }));
  return (
    <Page title={t('title')} where={<ToCircle circle={circle} />}>
      <Sheet>
        <Title sub={t('circle.intro')}>{t('title')}</Title>
        <Row note="" wide stack>
          {here.shared.length === 0 && <p className="q">{t('circle.none')}</p>}
          {here.canWrite ? (
            <div className="cluster">
              <LinkButton href="/act/practices">{t('circle.choose')}</LinkButton>
              <LinkButton href={pathsAt(circle)} look="bare">
                {t('together.title')}
              </LinkButton>
            </div>
          ) : (
            <p>{t('circle.not-in')}</p>
          )}
        </Row>
        {few.shown.length > 0 && (
          <ul className="ruled pr-list">
            {few.shown.map((one) => (
              <SharedRow key={one.id} here={here} shared={one} />
            ))}
          </ul>
        )}
        {few.more && <Row note="">{few.more}</Row>}
        {away.length > 0 && (
          <section className="pr-part" aria-labelledby="away-h">
            <PartTitle id="away-h" title={t('list.away', { count: away.length })}>
              <p className="s q">{t('circle.away-about')}</p>
            </PartTitle>
            <ul className="ruled pr-list">
              {fewAway.shown.map((one) => (
                <SharedRow key={one.id} here={here} shared={one} />
              ))}
            </ul>
            {fewAway.more && <Row note="">{fewAway.more}</Row>}
          </section>
        )}
      </Sheet>
    </Page>
  );
};

export const CirclePracticesPage = ({ params }: RoomPageProps) => <InCircle vault={params['circle']}>{(circle) => <List circle={circle} />}</InCircle>;
