// A link for others. It is made when it is asked for, and the page says before what it opens and until when: to whom it is given is
// the only door there is.

import { useState } from 'react';
import { Button } from '#web/ui/button.tsx';
import type { OpenCircle } from '#web/ui/circles.ts';
import { InCircle, ToCircle } from '#web/ui/in-circle.tsx';
import { Page } from '#web/ui/page.tsx';
import { useLocale } from '#web/ui/preferences.ts';
import { Qr } from '#web/ui/qr.tsx';
import type { RoomPageProps } from '#web/ui/room.ts';
import { Row, Sheet, Title } from '#web/ui/sheet.tsx';
import { say } from '#web/ui/toast.tsx';
import { useDesk } from '#web/ui/vault.ts';
import { useWords, word } from '#web/ui/words.ts';
import { Form } from './form.tsx';
import { circleTitle, shownName } from './people.tsx';

interface Made {
  readonly link: string;
  readonly until: string;
}

const Link = ({ circle, made: { link, until } }: { readonly circle: OpenCircle; readonly made: Made }) => {
  const t = useWords('circles');
  const locale = useLocale();
  const when = new Intl.DateTimeFormat(locale, { dateStyle: 'full', timeStyle: 'short' }).format(new Date(until));
  const copy = async (): Promise<void> => {
    await navigator.clipboard.writeText(link);
    say(() => word('invite.copied', {}, 'circles'));
  };
  const share = (): void => void navigator.share({ title: circleTitle(t, circle), url: link }).catch(() => undefined);
  return (
    <>
      <Row note={t('invite.until', { when })} stack>
        <p className="s address" dir="ltr" translate="no" data-link>
          {link}
        </p>
        <div className="cluster">
          <Button look="go" icon="copy" onPress={() => void copy()}>
            {t('invite.copy')}
          </Button>
          {'share' in navigator && (
            <Button icon="export" onPress={share}>
              {t('invite.share')}
            </Button>
          )}
        </div>
      </Row>
      <Row note={t('invite.picture')} stack>
        <Qr text={link} label={t('invite.picture-label')} />
        <p className="s q">{t('invite.picture-about')}</p>
      </Row>
    </>
  );
};

const Invite = ({ circle }: { readonly circle: OpenCircle }) => {
  const t = useWords('circles');
  const desk = useDesk();
  const [made, setMade] = useState<Made | null>(null);
  const mine = circle.members.find(({ isMe }) => isMe);
  const leading = circle.members.filter(({ role }) => role === 'facilitator');
  return (
    <Page title={t('invite.title')} where={<ToCircle circle={circle} />}>
      <Sheet>
        <Title sub={t('invite.about', { name: circleTitle(t, circle) })}>{t('invite.title')}</Title>
        {circle.standing !== 'in' ? (
          <Row note="">
            <p>{t(`standing.${circle.standing}-about`)}</p>
          </Row>
        ) : mine?.role !== 'facilitator' ? (
          <Row note="">
            <p>{t('invite.not-mine', { names: leading.map((member) => shownName(t, member)) })}</p>
          </Row>
        ) : made ? (
          <Link circle={circle} made={made} />
        ) : (
          <Row note={t('invite.before')} stack>
            <ul className="plain-list">
              <li>{t('invite.opens')}</li>
              <li>{t('invite.holds')}</li>
              <li>{t('invite.give')}</li>
            </ul>
            <Form
              go={t('invite.go')}
              icon="link"
              onGo={async () => {
                const done = await desk.calls.inviteToCircle(circle.vault);
                if (done.ok) setMade(done.value);
                return done;
              }}
            />
          </Row>
        )}
      </Sheet>
    </Page>
  );
};

export const InvitePage = ({ params }: RoomPageProps) => <InCircle vault={params['circle']}>{(circle) => <Invite circle={circle} />}</InCircle>;
