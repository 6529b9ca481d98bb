// A circle's own page: its name, who is in it, and below what each room shows in it, in their order (Room.inCircle). That one has left,
// was sent away, or that the circle is at rest, is said here once.

import { Suspense } from 'react';
import { useDay } from '#web/ui/circle-words.ts';
import { TextLink, LinkButton } from '#web/ui/button.tsx';
import type { OpenCircle } from '#web/ui/circles.ts';
import { InCircle } from '#web/ui/in-circle.tsx';
import { Page } from '#web/ui/page.tsx';
import { circleSections, type RoomPageProps } from '#web/ui/room.ts';
import { Row, Sheet } from '#web/ui/sheet.tsx';
import { momentNow } from '#web/ui/time.ts';
import { useRefusal, useWords } from '#web/ui/words.ts';
import { circleTitle, WhoLine } from './people.tsx';
import { sinceIn } from './since.ts';

/** The shape of a room's part while it is on the way. */
const Coming = () => (
  <Row note="">
    <div className="loading" aria-busy="true" aria-hidden="true">
      <i />
      <i />
    </div>
  </Row>
);

const Circle = ({ circle }: { readonly circle: OpenCircle }) => {
  const t = useWords('circles');
  const inWords = useRefusal('circles');
  const day = useDay();
  const { vault, members, standing, trouble } = circle;
  const at = `/circles/${vault}`;
  const isIn = standing === 'in' || standing === 'resting';
  const mine = members.find(({ isMe }) => isMe);
  const since = mine ? day(sinceIn(members, momentNow().instant).get(mine.id) ?? '', 'month') : '';
  const isLeading = mine?.role === 'facilitator';
  return (
    <Page title={circleTitle(t, circle)} where={<TextLink href="/circles">{t('title')}</TextLink>}>
      <Sheet>
        <Row
          note={
            isIn &&
            members.length > 0 && (
              <>
                {t('count', { count: members.length })}
                {since !== '' && (
                  <>
                    <span className="nl"> </span>
                    {t('you-since', { since })}
                  </>
                )}
              </>
            )
          }
          wide
        >
          <h1 dir="auto">{circleTitle(t, circle)}</h1>
          {isIn && members.length > 1 && (
            <p className="q">
              <WhoLine circle={circle} />
            </p>
          )}
          <p className="links s">
            <TextLink href={`${at}/members`} icon="people">
              {t('members.title')}
            </TextLink>
            {isLeading && standing === 'in' && members.length > 1 && (
              <TextLink href={`${at}/invite`} icon="add">
                {t('invite.title')}
              </TextLink>
            )}
            <TextLink href={`${at}/who`} icon="lock">
              {t('readers.title')}
            </TextLink>
            <TextLink href={`${at}/settings`} icon="settings">
              {t('settings.title')}
            </TextLink>
          </p>
        </Row>
        {trouble && standing === 'in' && (
          <Row note="">
            <p className="note" role="status">
              {inWords(trouble)} {trouble.code === 'account-key-old' && <TextLink href="/account">{t('key-old-go')}</TextLink>}
            </p>
          </Row>
        )}
        {standing !== 'in' && (
          <Row note="">
            <p className="note">{t(`standing.${standing}-about`)}</p>
          </Row>
        )}
        {standing === 'in' && members.length === 1 && (
          <Row note={t('alone.note')} stack>
            <p>{t('alone.about')}</p>
            <LinkButton look="go" icon="add" href={`${at}/invite`}>
              {t('invite.title')}
            </LinkButton>
          </Row>
        )}
        {circleSections().map(({ key, View }) => (
          <Suspense key={key} fallback={<Coming />}>
            <View circle={circle} />
          </Suspense>
        ))}
      </Sheet>
    </Page>
  );
};

export const CirclePage = ({ params }: RoomPageProps) => <InCircle vault={params['circle']}>{(circle) => <Circle circle={circle} />}</InCircle>;
