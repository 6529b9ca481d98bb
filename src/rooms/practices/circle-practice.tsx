// One practice of a circle: played, and spoken of for oneself alone, as any other; adapted for the circle, or taken into one's own; changed
// and deleted by whoever gave it.

import type { ReactNode } from 'react';
import { Link, useLocation } from 'wouter';
import { Button, LinkButton, TextLink } from '#web/ui/button.tsx';
import { useDay, useNames } from '#web/ui/circle-words.ts';
import type { OpenCircle } from '#web/ui/circles.ts';
import { placeOf } from '#web/ui/form-values.ts';
import { InCircle, NotHere } from '#web/ui/in-circle.tsx';
import { useAct } from '#web/ui/own.ts';
import { Page } from '#web/ui/page.tsx';
import type { RoomPageProps } from '#web/ui/room.ts';
import { Row, Sheet, Title } from '#web/ui/sheet.tsx';
import { useDesk } from '#web/ui/vault.ts';
import { useRefusal, useWords } from '#web/ui/words.ts';
import { mayAdapt } from './licence.ts';
import { draftOf, plainId } from './model.ts';
import { PracticeForm } from './own.tsx';
import { FileAndOffer, PracticeBody } from './practice.tsx';
import { adaptShared, changeShared, deleteShared, isAuthor, ownOf, takeShared, type Shared } from './shared.ts';
import { nowHere, practiceHref } from './use-practices.tsx';
import { practicesAt, useShared, type InOne } from './use-shared.tsx';

const ToAllHere = ({ circle }: { readonly circle: OpenCircle }) => {
  const t = useWords('practices');
  return (
    <TextLink href={practicesAt(circle)} icon="back">
      {t('title')}
    </TextLink>
  );
};

const OfCircle = ({ here, shared }: { readonly here: InOne; readonly shared: Shared }) => {
  const t = useWords('practices');
  const desk = useDesk();
  const own = useAct('practices');
  const inWords = useRefusal('practices');
  const [, go] = useLocation();
  const { circle, commons, at, act, canWrite } = here;
  const { practice, id } = shared;
  const isMine = shared.by === circle.me;
  const taken = ownOf(shared, commons.practices);
  const may = mayAdapt(practice);
  return (
    <Row note="" wide stack>
      <div className="cluster">
        {taken ? (
          <Link href={practiceHref(taken.id)}>{t(taken.isStarter ? 'shared.in-library' : 'shared.taken')}</Link>
        ) : (
          <Button onPress={() => void own(takeShared(shared, desk.newId(), nowHere()), 'shared.is-taken')}>{t('shared.take')}</Button>
        )}
        {canWrite && may.ok && (
          <LinkButton href={`${at}/${id}/adapt`} icon="edit">
            {t('shared.adapt')}
          </LinkButton>
        )}
        {canWrite && isAuthor(shared, circle.me, commons.practices) && (
          <LinkButton href={`${at}/${id}/change`} icon="edit" look="bare">
            {t('own.change')}
          </LinkButton>
        )}
        {canWrite && isMine && (
          <Button
            look="bare"
            icon="delete"
            onPress={() =>
              void act(deleteShared(shared, circle.me), 'shared.deleted', { name: practice.name }).then((done) => {
                if (done.ok) go(at, { replace: true });
              })
            }
          >
            {t('shared.delete')}
          </Button>
        )}
        <FileAndOffer practice={practice} commons={commons} />
      </div>
      {canWrite && !may.ok && <p className="s q">{inWords(may.error)}</p>}
    </Row>
  );
};

/** Where what it came from can be read: in the library, or in the circle. */
const whereIn =
  ({ commons, shared, at }: InOne) =>
  (id: string): string | null => {
    if (commons.practices.some((one) => one.isStarter && one.id === id)) return practiceHref(id);
    const there = shared.find((one) => plainId(one.id) === id);
    return there ? `${at}/${there.id}` : null;
  };

const WithOne = ({ circle, id, children }: { readonly circle: OpenCircle; readonly id: string; readonly children: (here: InOne, shared: Shared) => ReactNode }) => {
  const here = useShared(circle);
  const shared = here.shared.find((one) => one.id === id);
  return shared ? children(here, shared) : <NotHere where={<ToAllHere circle={circle} />} />;
};

const One = ({ here, shared }: { readonly here: InOne; readonly shared: Shared }) => {
  const t = useWords('practices');
  const day = useDay();
  const names = useNames(here.circle);
  const { practice, by, at } = shared;
  const mayChange = here.canWrite && isAuthor(shared, here.circle.me, here.commons.practices);
  return (
    <Page title={practice.name} where={<ToAllHere circle={here.circle} />}>
      <PracticeBody
        practice={practice}
        commons={here.commons}
        head={<p className="s q">{t(at === '' ? 'shared.by' : 'shared.by-on', { name: names(by), day: day(at, 'long') })}</p>}
        change={mayChange ? `${here.at}/${shared.id}/change` : null}
        hrefOf={whereIn(here)}
      >
        <OfCircle here={here} shared={shared} />
      </PracticeBody>
    </Page>
  );
};

const Adapt = ({ here, shared }: { readonly here: InOne; readonly shared: Shared }) => {
  const t = useWords('practices');
  const { circle, at, act } = here;
  const { practice, id } = shared;
  const title = t('shared.adapt-title', { name: practice.name });
  return (
    <Page title={title} where={<ToAllHere circle={circle} />}>
      <Sheet>
        <Title sub={t('shared.adapt-about')}>{title}</Title>
        <Row note="">
          <PracticeForm
            key={id}
            place={placeOf('adapt in', id)}
            // Who adapts it stands in the chain of what comes of it: one sees it here, and may write another name or none.
            begins={{ ...draftOf(practice), by: circle.names.get(circle.me) ?? '' }}
            back={`${at}/${id}`}
            id={null}
            save={(draft, made) => adaptShared(practice, draft, { me: circle.me, id: made }, nowHere())}
            keep={{ act, href: (made) => `${at}/${made}` }}
          />
        </Row>
      </Sheet>
    </Page>
  );
};

const Change = ({ here, shared }: { readonly here: InOne; readonly shared: Shared }) => {
  const t = useWords('practices');
  const { circle, commons, at, act } = here;
  const { practice, id } = shared;
  if (!isAuthor(shared, circle.me, commons.practices)) return <NotHere where={<ToAllHere circle={circle} />} />;
  const title = t('own.change-title', { name: practice.name });
  return (
    <Page title={title} where={<ToAllHere circle={circle} />}>
      <Sheet>
        <Title>{title}</Title>
        <Row note="">
          <PracticeForm
            key={id}
            place={placeOf('practice in', id)}
            begins={draftOf(practice)}
            back={`${at}/${id}`}
            id={id}
            save={(draft) => changeShared(shared, draft, circle.me, commons.practices, nowHere())}
            keep={{ act, href: () => `${at}/${id}` }}
          />
        </Row>
      </Sheet>
    </Page>
  );
};

const page =
  (View: typeof One) =>
  ({ params }: RoomPageProps) => (
    <InCircle vault={params['circle']}>
      {(circle) => (
        <WithOne circle={circle} id={params['id'] ?? ''}>
          {(here, shared) => <View here={here} shared={shared} />}
        </WithOne>
      )}
    </InCircle>
  );

export const CirclePracticePage = page(One);
export const CircleAdaptPage = page(Adapt);
export const CircleChangePage = page(Change);
