// The circles that one is in: who is in each, what was said last. Those at rest, and those that one left, below. None yet: two doors.

import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { LinkButton } from '#web/ui/button.tsx';
import { useCircles, type OpenCircle } from '#web/ui/circles.ts';
import { Page } from '#web/ui/page.tsx';
import { useLocale } from '#web/ui/preferences.ts';
import { Example, Row, Sheet, Title } from '#web/ui/sheet.tsx';
import { dayNumber } from '#core/when.ts';
import { formatAgo, momentNow } from '#web/ui/time.ts';
import { useWords } from '#web/ui/words.ts';
import { latelyIn } from './lately.ts';
import { circleTitle, WhoLine } from './people.tsx';

const Lately = ({ circle }: { readonly circle: OpenCircle }) => {
  const t = useWords('circles');
  const locale = useLocale();
  const now = momentNow();
  const last = latelyIn(circle.snapshot, now.instant);
  if (!last) return null;
  const days = dayNumber(now.when.slice(0, 10)) - dayNumber(momentNow(new Date(last.at)).when.slice(0, 10));
  const ago = formatAgo(Math.max(0, days), locale);
  if (last.by === circle.me) return <p className="s q">{t('list.last-you', { ago })}</p>;
  return <p className="s q">{t('list.last', { name: circle.names.get(last.by) || t('nameless'), ago })}</p>;
};

const One = ({ circle, children }: { readonly circle: OpenCircle; readonly children?: ReactNode }) => {
  const t = useWords('circles');
  const { vault, members, standing, unsent } = circle;
  const isIn = standing === 'in' || standing === 'resting';
  return (
    <Row as="li" note={isIn && members.length > 0 ? t('count', { count: members.length }) : ''} wide>
      <h2 className="title" dir="auto">
        <Link href={`/circles/${vault}`}>{circleTitle(t, circle)}</Link>
      </h2>
      {isIn && members.length > 0 && (
        <p>
          <WhoLine circle={circle} />
        </p>
      )}
      {children}
      {unsent > 0 && <p className="s q">{t('unsent', { count: unsent })}</p>}
    </Row>
  );
};

const Apart = ({
  id,
  title,
  circles,
  children,
}: {
  readonly id: string;
  readonly title: string;
  readonly circles: readonly OpenCircle[];
  readonly children: (circle: OpenCircle) => ReactNode;
}) =>
  circles.length === 0 ? null : (
    <section className="stack" aria-labelledby={id}>
      <Row note="" wide>
        <h2 id={id}>{title}</h2>
      </Row>
      <ul className="ruled circle-list">
        {circles.map((circle) => (
          <One key={circle.vault} circle={circle}>
            {children(circle)}
          </One>
        ))}
      </ul>
    </section>
  );

export const CirclesPage = () => {
  const t = useWords('circles');
  const circles = useCircles();
  const inNow = circles.filter(({ standing }) => standing === 'in');
  return (
    <Page title={t('title')}>
      <Sheet>
        <Title note={inNow.length > 0 ? t('list.count', { count: inNow.length }) : ''} sub={t('list.about')}>
          {t('title')}
        </Title>
        {inNow.length > 0 && (
          <ul className="ruled circle-list">
            {inNow.map((circle) => (
              <One key={circle.vault} circle={circle}>
                <Lately circle={circle} />
              </One>
            ))}
          </ul>
        )}
        {inNow.length > 0 ? (
          <Row note="" wide>
            <div className="cluster">
              <LinkButton href="/circles/make" icon="add">
                {t('make.title')}
              </LinkButton>
              <LinkButton href="/join" icon="link">
                {t('join.title')}
              </LinkButton>
            </div>
          </Row>
        ) : (
          <>
            <Row note={t('list.either')} className="begin">
              <LinkButton look="big" href="/circles/make" icon="people">
                {t('make.title')}
              </LinkButton>
              <LinkButton look="big" href="/join" icon="link">
                {t('join.title')}
              </LinkButton>
            </Row>
            <Row note="">
              <Example caption={t('list.example-caption')} by={t('list.example-by')}>
                <p>{t('list.example')}</p>
              </Example>
            </Row>
          </>
        )}
        <Apart id="resting-h" title={t('rest.title')} circles={circles.filter(({ standing }) => standing === 'resting')}>
          {() => null}
        </Apart>
        <Apart id="gone-h" title={t('list.gone')} circles={circles.filter(({ standing }) => standing === 'left' || standing === 'removed')}>
          {({ standing }) => <p className="s q">{t(`standing.${standing}`)}</p>}
        </Apart>
      </Sheet>
    </Page>
  );
};
