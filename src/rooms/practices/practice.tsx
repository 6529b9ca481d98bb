// One practice: the player, what to know first, how it is afterwards; then what one may do with it.

import type { ReactNode } from 'react';
import { Link, useSearchParams } from 'wouter';
import { Button, LinkButton, TextLink } from '#web/ui/button.tsx';
import { NotHere } from '#web/ui/in-place.tsx';
import { Linked } from '#web/ui/linked.tsx';
import { Markdown } from '#web/ui/markdown.tsx';
import { Menu } from '#web/ui/menu.tsx';
import { useAct, useDelete } from '#web/ui/own.ts';
import { Page } from '#web/ui/page.tsx';
import { saveFile } from '#web/ui/practice-file.ts';
import type { RoomPageProps } from '#web/ui/room.ts';
import { Row, Sheet } from '#web/ui/sheet.tsx';
import { useWords } from '#web/ui/words.ts';
import { After } from './after.tsx';
import { Known, type KnownProps } from './known.tsx';
import { deletePractice, type Practice } from './model.ts';
import { Player } from './player.tsx';
import { isOffered, offerAgain, stopOffering } from './told.ts';
import { pathHref, practiceHref, useKeyFacts, usePractices, type Commons } from './use-practices.tsx';
import type { Path } from './walk.ts';

/** Files of it, and whether it is offered: of any practice, one's own, the library's or a circle's. */
export const FileAndOffer = ({ practice, commons }: { readonly practice: Practice; readonly commons: Commons }) => {
  const t = useWords('practices');
  const act = useAct('practices');
  const { id } = practice;
  const { tolds, wishes } = commons;
  const isOn = isOffered(id, tolds, wishes);
  return (
    <>
      <Menu
        label={t('file.save')}
        icon="download"
        shown
        actions={(['markdown', 'idg'] as const).map((form) => ({ id: form, label: t(`file.${form}`), onAction: () => void saveFile(practice, form) }))}
      />
      <Button look="bare" onPress={() => void act(isOn ? stopOffering(id) : offerAgain(id, tolds), isOn ? 'offer-stopped' : 'offered-again')}>
        {t(isOn ? 'offer-stop' : 'offer-again')}
      </Button>
    </>
  );
};

const Does = ({ practice, commons }: { readonly practice: Practice; readonly commons: Commons }) => {
  const t = useWords('practices');
  const remove = useDelete('practices');
  const { id, name, isStarter } = practice;
  return (
    <Row note="" wide>
      <div className="cluster">
        <LinkButton href={`/act/practices/${id}/share`} icon="people">
          {t('give.go')}
        </LinkButton>
        {!isStarter && (
          <>
            <LinkButton href={`/act/practices/${id}/publish`} icon="open" look="bare">
              {t('publish.go')}
            </LinkButton>
            <LinkButton href={`/act/practices/${id}/change`} icon="edit" look="bare">
              {t('own.change')}
            </LinkButton>
            <Button look="bare" icon="delete" onPress={() => remove(deletePractice(practice), '/act/practices', 'own.deleted', { name })}>
              {t('own.delete')}
            </Button>
          </>
        )}
        <FileAndOffer practice={practice} commons={commons} />
      </div>
    </Row>
  );
};

export const ToList = () => {
  const t = useWords('practices');
  return (
    <TextLink href="/act/practices" icon="back">
      {t('title')}
    </TextLink>
  );
};

interface BodyProps extends KnownProps {
  readonly commons: Commons;
  /** The path it is a step of, where one came from there. */
  readonly path?: Path | undefined;
  /** Below the name: where it stands. */
  readonly head?: ReactNode;
  /** Address where steps are written; null where one cannot. */
  readonly change: string | null;
  readonly children: ReactNode;
}

/** Name, player, what to know first, how it is afterwards; `children`: what one may do with it. */
export const PracticeBody = ({ practice, commons, path, head, change, adapt, hrefOf, children }: BodyProps) => {
  const t = useWords('practices');
  const { minutes, who } = useKeyFacts()(practice);
  return (
    <Sheet>
      <Row
        note={
          <>
            {minutes}
            {who !== '' && (
              <>
                <span className="nl"> </span>
                {who}
              </>
            )}
          </>
        }
        wide
      >
        <h1 dir="auto">{practice.name}</h1>
        {practice.why !== '' && (practice.isStarter ? <p className="q">{practice.why}</p> : <Markdown text={practice.why} />)}
        {head}
      </Row>
      {practice.steps.length > 0 ? (
        <Player key={`play ${practice.id}`} practice={practice} wishes={commons.wishes} />
      ) : (
        <Row note="" wide>
          <p>{t('play.no-steps')}</p>
          {change !== null && (
            <LinkButton href={change} icon="edit">
              {t('play.add-steps')}
            </LinkButton>
          )}
        </Row>
      )}
      <Known practice={practice} adapt={adapt ?? null} {...(hrefOf ? { hrefOf } : {})} />
      <After key={`after ${practice.id}`} practice={practice} commons={commons} path={path} />
      {children}
    </Sheet>
  );
};

export const PracticePage = ({ params }: RoomPageProps) => {
  const t = useWords('practices');
  const commons = usePractices();
  const [search] = useSearchParams();
  const practice = commons.one(params['id'] ?? '');
  if (!practice) return <NotHere where={<ToList />} />;
  const path = commons.paths.find(({ id }) => id === search.get('path'));
  const at = practiceHref(practice.id);
  return (
    <Page title={practice.name} where={<ToList />}>
      <PracticeBody
        practice={practice}
        commons={commons}
        path={path}
        head={
          path && (
            <p className="s">
              <Link href={pathHref(path.id)}>{t('path.part-of')}</Link>
            </p>
          )
        }
        change={`${at}/change`}
        adapt={`${at}/adapt`}
        hrefOf={(id) => (commons.one(id) ? practiceHref(id) : null)}
      >
        <Does practice={practice} commons={commons} />
        {!practice.isStarter && <Linked id={practice.id} />}
      </PracticeBody>
    </Page>
  );
};
