// Who can read a circle, in plain words: members, those who come later, those who went, the host, and what nothing can prevent. Every
// sentence here must hold in the code (SECURITY.md, "In a circle"); when that changes, this page changes.

import { TextLink } from '#web/ui/button.tsx';
import type { OpenCircle } from '#web/ui/circles.ts';
import { InCircle, ToCircle } from '#web/ui/in-circle.tsx';
import { Page, useReader } from '#web/ui/page.tsx';
import type { RoomPageProps } from '#web/ui/room.ts';
import { Row, Sheet, Title } from '#web/ui/sheet.tsx';
import { useWords } from '#web/ui/words.ts';
import { circleTitle, WhoLine } from './people.tsx';

/** One reader: who, and what they can and cannot. */
const PARTS = ['later', 'gone', 'host', 'lead', 'alone', 'never'] as const;

const Readers = ({ circle }: { readonly circle: OpenCircle }) => {
  const t = useWords('circles');
  const reader = useReader();
  const isIn = circle.standing === 'in' || circle.standing === 'resting';
  return (
    <Page title={t('readers.title')} where={<ToCircle circle={circle} />}>
      <Sheet>
        <Title sub={circleTitle(t, circle)}>{t('readers.title')}</Title>
        <Row note={t('readers.now')} as="section">
          {isIn ? (
            <>
              <p className="said-l">
                <WhoLine circle={circle} />
              </p>
              <p>{t('readers.now-about')}</p>
            </>
          ) : (
            <p>{t(`standing.${circle.standing}-about`)}</p>
          )}
          {reader === 'device' && <p>{t('readers.device')}</p>}
        </Row>
        {PARTS.map((part) => (
          <Row key={part} note={t(`readers.${part}`)} as="section">
            <p>{t(`readers.${part}-about`, { host: location.host })}</p>
          </Row>
        ))}
        <Row note="">
          <p className="links s">
            <TextLink href="/who">{t('readers.more')}</TextLink>
          </p>
        </Row>
      </Sheet>
    </Page>
  );
};

export const ReadersPage = ({ params }: RoomPageProps) => <InCircle vault={params['circle']}>{(circle) => <Readers circle={circle} />}</InCircle>;
