// What every page of a circle stands in: it waits until the circle is open, and says so in words where there is none at this address.
// A page below shows the circle itself; that one has left, or was sent away, the circle's own page says once.

import type { ReactNode } from 'react';
import { LinkButton, TextLink } from '#web/ui/button.tsx';
import { useCircle, type OpenCircle } from '#web/ui/circles.ts';
import { Page } from '#web/ui/page.tsx';
import { Loading, Row, Sheet, Title } from '#web/ui/sheet.tsx';
import { useWords } from '#web/ui/words.ts';

export const InCircle = ({ vault, children }: { readonly vault: string | undefined; readonly children: (circle: OpenCircle) => ReactNode }) => {
  const t = useWords('circles');
  const circle = useCircle(vault ?? '');
  if (!circle)
    return (
      <Page title={t('none.title')}>
        <Sheet>
          <Title sub={t('none.about')}>{t('none.title')}</Title>
          <Row note="">
            <LinkButton href="/circles">{t('none.go')}</LinkButton>
          </Row>
        </Sheet>
      </Page>
    );
  if (circle.isOpening)
    return (
      <Page title={circle.name}>
        <Loading label={t('opening', { name: circle.name })} />
      </Page>
    );
  return children(circle);
};

/** Under the few that a circle's page shows of a room: to all of them. */
export const ToAll = ({ href, children }: { readonly href: string; readonly children: ReactNode }) => (
  <Row note="">
    <p className="links s">
      <TextLink href={href}>{children}</TextLink>
    </p>
  </Row>
);

/** In place of what an address names and the circle has not. */
export const NotHere = ({ where }: { readonly where: ReactNode }) => {
  const t = useWords('circles');
  return (
    <Page title={t('gone')} where={where}>
      <Sheet>
        <Title sub={t('gone-about')}>{t('gone')}</Title>
      </Sheet>
    </Page>
  );
};

/** The way up from a page of a circle, for `Page where`. */
export const ToCircle = ({ circle }: { readonly circle: OpenCircle }) => {
  const t = useWords('circles');
  return (
    <TextLink href={`/circles/${circle.vault}`} icon="back">
      <span className="one-line" dir="auto">
        {circle.name === '' ? t('unnamed') : circle.name}
      </span>
    </TextLink>
  );
};
