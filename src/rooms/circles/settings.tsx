// A circle's own settings: its name and one's own in it, what one takes along, a new key, put to rest, left. What can be undone offers
// that; what cannot says what it means before it is done.

import { useState } from 'react';
import { useLocation } from 'wouter';
import { nameCircle, readName, restCircle } from './model.ts';
import { ok } from '#core/result.ts';
import { Button } from '#web/ui/button.tsx';
import { useActIn, type OpenCircle } from '#web/ui/circles.ts';
import { Dialog } from '#web/ui/dialog.tsx';
import { TextField } from '#web/ui/field.tsx';
import { InCircle, ToCircle } from '#web/ui/in-circle.tsx';
import { Page } from '#web/ui/page.tsx';
import type { RoomPageProps } from '#web/ui/room.ts';
import { Row, Sheet, Title } from '#web/ui/sheet.tsx';
import { momentNow } from '#web/ui/time.ts';
import { say } from '#web/ui/toast.tsx';
import { useDesk } from '#web/ui/vault.ts';
import { useWords, word } from '#web/ui/words.ts';
import { Form } from './form.tsx';
import { circleTitle } from './people.tsx';
import { TakeAlong } from './take-along.tsx';

const Names = ({ circle }: { readonly circle: OpenCircle }) => {
  const t = useWords('circles');
  const desk = useDesk();
  const act = useActIn('circles');
  const [name, setName] = useState(circle.name);
  const mineNow = circle.names.get(circle.me) ?? '';
  const [mine, setMine] = useState(mineNow);
  return (
    <>
      <Row note={t('mine.note')} as="section">
        <Form
          go={t('mine.go')}
          look="plain"
          isReady={mine.trim() !== '' && mine.trim() !== mineNow}
          onGo={async () => {
            const done = await desk.calls.renameMe(circle.vault, mine);
            if (done.ok) say(() => word('mine.done', {}, 'circles'));
            return done;
          }}
        >
          <TextField label={t('make.mine')} hint={t('mine.hint')} value={mine} onChange={setMine} maxLength={80} autoComplete="name" />
        </Form>
      </Row>
      <Row note={t('name.note')} as="section">
        <Form
          go={t('name.go')}
          look="plain"
          isReady={name.trim() !== '' && name.trim() !== circle.name}
          onGo={async () => {
            const read = readName(name);
            return read.ok ? act(circle, [nameCircle(read.value)], 'name.done') : read;
          }}
        >
          <TextField label={t('make.name')} hint={t('name.hint')} value={name} onChange={setName} maxLength={80} />
        </Form>
      </Row>
    </>
  );
};

const Key = ({ circle }: { readonly circle: OpenCircle }) => {
  const t = useWords('circles');
  const desk = useDesk();
  return (
    <Row note={t('renew.note')} as="section">
      <p>{t('renew.about')}</p>
      <Form
        go={t('renew.go')}
        icon="key"
        look="plain"
        onGo={async () => {
          const done = await desk.calls.renewCircle(circle.vault);
          if (done.ok) say(() => word('renew.done', {}, 'circles'));
          return done;
        }}
      />
    </Row>
  );
};

const Rest = ({ circle }: { readonly circle: OpenCircle }) => {
  const t = useWords('circles');
  const act = useActIn('circles');
  const isResting = circle.standing === 'resting';
  return (
    <Row note={t('rest.note')} as="section">
      <p>{t(isResting ? 'standing.resting-about' : 'rest.about')}</p>
      <Button icon={isResting ? 'play' : 'archive'} onPress={() => void act(circle, [restCircle(isResting ? '' : momentNow().instant)], isResting ? 'rest.woken' : 'rest.done')}>
        {t(isResting ? 'rest.wake' : 'rest.go')}
      </Button>
    </Row>
  );
};

const Leaving = ({ circle, onClose }: { readonly circle: OpenCircle; readonly onClose: () => void }) => {
  const t = useWords('circles');
  const desk = useDesk();
  const [, go] = useLocation();
  const name = circleTitle(t, circle);
  const isLast = circle.members.length === 1;
  const [isTold, setTold] = useState(false);
  return (
    <Dialog title={t('leave.title', { name })} onClose={onClose}>
      <Form
        go={t(isTold ? 'leave.as-it-is' : 'leave.go')}
        look="warm"
        onGo={async () => {
          const done = await desk.calls.leaveCircle(circle.vault, isTold);
          if (!done.ok) {
            setTold(done.error.code === 'circle-leave-unsent');
            return done;
          }
          say(() => word('leave.done', { name }, 'circles'));
          onClose();
          go('/circles');
          return ok(null);
        }}
        beside={
          <Button look="bare" onPress={onClose}>
            {t('leave.stay')}
          </Button>
        }
      >
        <ul className="plain-list">
          <li>{t('leave.keep')}</li>
          <li>{t(isLast ? 'leave.last' : 'leave.others')}</li>
          <li>{t('leave.key')}</li>
          <li>{t('leave.back')}</li>
        </ul>
      </Form>
    </Dialog>
  );
};

const Settings = ({ circle }: { readonly circle: OpenCircle }) => {
  const t = useWords('circles');
  const [isLeaving, setLeaving] = useState(false);
  const { standing, members } = circle;
  const isIn = standing === 'in' || standing === 'resting';
  const isLeading = members.some(({ isMe, role }) => isMe && role === 'facilitator');
  return (
    <Page title={t('settings.title')} where={<ToCircle circle={circle} />}>
      <Sheet>
        <Title sub={circleTitle(t, circle)}>{t('settings.title')}</Title>
        {!isIn && (
          <Row note="">
            <p className="note">{t(`standing.${standing}-about`)}</p>
          </Row>
        )}
        {standing === 'in' && <Names circle={circle} />}
        <TakeAlong circle={circle} />
        {standing === 'in' && isLeading && <Key circle={circle} />}
        {isIn && <Rest circle={circle} />}
        {isIn && (
          <Row note={t('leave.note')} as="section">
            <p>{t('leave.about')}</p>
            <Button look="warm" onPress={() => setLeaving(true)}>
              {t('leave.menu')}
            </Button>
          </Row>
        )}
      </Sheet>
      {isLeaving && <Leaving circle={circle} onClose={() => setLeaving(false)} />}
    </Page>
  );
};

export const SettingsPage = ({ params }: RoomPageProps) => <InCircle vault={params['circle']}>{(circle) => <Settings key={circle.vault} circle={circle} />}</InCircle>;
