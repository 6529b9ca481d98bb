// What gives energy, and what matters: the map, the gifts, success and purpose in versions, possible lives. Each can be begun first, and
// left; where there is nothing yet, five ways in of equal size.

import { Link } from 'wouter';
import { LinkButton } from '#web/ui/button.tsx';
import { Icon } from '#web/ui/icon.tsx';
import { ToPlace } from '#web/ui/in-place.tsx';
import { Page } from '#web/ui/page.tsx';
import { Example, Row, Sheet, Title } from '#web/ui/sheet.tsx';
import { useWords } from '#web/ui/words.ts';
import { Asks } from './energy-parts.tsx';
import { Gifts } from './gift-pages.tsx';
import { Lives } from './life-pages.tsx';
import { activitiesIn, askedOf, FEW, placedOf } from './map.ts';
import { EnergyList, EnergyMap } from './picture.tsx';
import { AT, useDay, usePurpose, useWaiting, type InPurpose } from './use-purpose.tsx';
import { Versions } from './versions.tsx';

const WAYS = [
  ['energy', `${AT}/energy/new`],
  ['ask', '/ask?ready=best'],
  ['gift', `${AT}/gifts/new`],
  ['success', `${AT}/write/success`],
  ['life', `${AT}/lives/new`],
] as const;

const Empty = () => {
  const t = useWords('purpose');
  return (
    <Page title={t('title')} where={<ToPlace place="know" />}>
      <Sheet>
        <Title sub={t('empty.about')}>{t('page.title')}</Title>
        <Row note={t('empty.note')} wide>
          <ul className="ways">
            {WAYS.map(([way, href]) => (
              <li key={way}>
                <Link href={href}>
                  <span>
                    <strong>{t(`in.${way}`)}</strong>
                    {t(`in.${way}-about`)}
                  </span>
                  <Icon name="forward" />
                </Link>
              </li>
            ))}
          </ul>
        </Row>
        <Row note="">
          <Example caption={t('empty.example')} by={t('empty.by')}>
            <p lang="en" dir="ltr">
              However music and women I cannot but give way to, whatever my business is.
            </p>
          </Example>
        </Row>
      </Sheet>
    </Page>
  );
};

/** Beside those in the picture so many are listed here at most; all of them stand on the page about energy. */
const MOST_LISTED = 10;

const Energy = ({ all }: { readonly all: InPurpose }) => {
  const t = useWords('purpose');
  const activities = activitiesIn(all.said);
  const placed = placedOf(activities);
  const drawn = new Set(placed.map(({ activity }) => activity));
  const others = activities
    .filter((activity) => !drawn.has(activity))
    .toSorted((a, b) => b.said.length - a.said.length)
    .slice(0, Math.max(0, MOST_LISTED - placed.length));
  return (
    <Row as="section" note={activities.length === 0 ? '' : t('map.count', { count: activities.length })} labelledBy="map-h" wide stack>
      <h2 className={activities.length === 0 ? undefined : 'vh'} id="map-h">
        {t('map.title')}
      </h2>
      {placed.length > 0 && <EnergyMap placed={placed} />}
      {activities.length === 0 ? (
        <p className="q">{t('map.none')}</p>
      ) : (
        <details className="only-open" open>
          <summary>{t('map.list')}</summary>
          <EnergyList placed={placed} others={others} label={t('map.list')} />
        </details>
      )}
      {activities.length > 0 && <p className="s q">{t('map.how', { few: FEW })}</p>}
      <div className="cluster">
        <LinkButton href={`${AT}/energy/new`}>{t('mark.do')}</LinkButton>
        {all.said.length > 0 && (
          <LinkButton href={`${AT}/energy`} look="bare">
            {t('map.whole')}
          </LinkButton>
        )}
      </div>
    </Row>
  );
};

export const PurposePage = () => {
  const t = useWords('purpose');
  const all = usePurpose();
  const day = useDay();
  const waiting = useWaiting(all);
  const { said, gifts, versions, lives, goals, settings } = all;
  if (said.length + gifts.length + versions.success.length + versions.purpose.length + lives.length + goals.length + waiting.length === 0) return <Empty />;
  const [question] = askedOf(said, activitiesIn(said), settings.unasked);
  const [first] = said;
  return (
    <Page title={t('title')} where={<ToPlace place="know" />}>
      <Sheet>
        <Title note={t('title')} sub={first ? t('page.about', { count: said.length, day: day(first.day, 'month') }) : t('page.about-none')}>
          {t('page.title')}
        </Title>
        <Energy all={all} />
        {question && <Asks key={question.activity.key} all={all} asked={question} />}
        <Gifts all={all} />
        <Versions of="success" versions={versions.success} />
        <Versions of="purpose" versions={versions.purpose} />
        <Lives all={all} />
      </Sheet>
    </Page>
  );
};
