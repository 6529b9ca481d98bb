// One practice: the player, what to know first, how it is afterwards; then what one may do with it. Everything that speaks against it
// stands in the same size as what speaks for it.

import { useSearchParams } from 'wouter';
import { Link } from 'wouter';
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
import { deletePractice, LIBRARY_LICENCE, type Ancestor, type Practice } from './model.ts';
import { Player } from './player.tsx';
import { isOffered, offerAgain, stopOffering } from './told.ts';
import { pathHref, useKeyFacts, usePractices, type Commons } from './use-practices.tsx';

const Chain = ({ from }: { readonly from: readonly Ancestor[] }) => {
  const t = useWords('practices');
  return (
    <ul className="s q">
      {from.map((one, at) => (
        <li key={`${one.id} ${at}`}>{t(one.by !== '' && one.licence !== '' ? 'know.chain-one' : one.by !== '' ? 'know.chain-by' : 'know.chain-licence', { ...one })}</li>
      ))}
    </ul>
  );
};

const Known = ({ practice }: { readonly practice: Practice }) => {
  const t = useWords('practices');
  const { isStarter, care, evidence, checked, sceptic, source, licence, by, from, id } = practice;
  const nothing = isStarter ? t('know.care-none') : '';
  const licenceLine = isStarter ? `${licence} ${t('licence.library', { licence: LIBRARY_LICENCE })}` : licence;
  return (
    <section aria-labelledby="know-h" className="pr-know">
      <h2 className="vh" id="know-h">
        {t('know.title')}
      </h2>
      {(care || nothing) !== '' && (
        <Row note={t('know.care')} wide>
          <p className={care === '' ? 'q' : 'note as-typed'} dir="auto">
            {care || nothing}
          </p>
        </Row>
      )}
      {evidence !== '' && (
        <Row note={t('know.for')} wide>
          <p className="as-typed" dir="auto">
            {evidence}
            {checked !== 'none' && ` ${t(`checked.${checked}`)}`}
          </p>
        </Row>
      )}
      {sceptic !== '' && (
        <Row note={t('know.against')} wide>
          <p className="as-typed" dir="auto">
            {sceptic}
          </p>
        </Row>
      )}
      <Row note={t('know.from')} wide>
        {source !== '' && (
          <p className="s q as-typed" dir="auto">
            {source}
          </p>
        )}
        {by !== '' && <p className="s q">{t('know.by', { by })}</p>}
        {licenceLine !== '' && <p className="s q">{licenceLine}</p>}
        {from.length > 0 && (
          <>
            <p className="s q">{t('know.chain')}</p>
            <Chain from={from} />
          </>
        )}
        <p className="links s">
          <Link href={`/act/practices/${id}/adapt`}>{t('own.adapt')}</Link>
        </p>
      </Row>
    </section>
  );
};

const Does = ({ practice, commons }: { readonly practice: Practice; readonly commons: Commons }) => {
  const t = useWords('practices');
  const act = useAct('practices');
  const remove = useDelete('practices');
  const { id, name, isStarter } = practice;
  const { tolds, wishes } = commons;
  const isOn = isOffered(id, tolds, wishes);
  return (
    <Row note="" wide>
      <div className="cluster">
        {!isStarter && (
          <>
            <LinkButton href={`/act/practices/${id}/change`} icon="edit" look="bare">
              {t('own.change')}
            </LinkButton>
            <Button look="bare" icon="delete" onPress={() => remove(deletePractice(practice), '/act/practices', 'own.deleted', { name })}>
              {t('own.delete')}
            </Button>
          </>
        )}
        <Menu
          label={t('file.save')}
          icon="download"
          shown
          actions={(['markdown', 'idg'] as const).map((form) => ({ id: form, label: t(`file.${form}`), onAction: () => void saveFile(practice, form) }))}
        />
        <Button look="bare" onPress={() => void act(isOn ? stopOffering(id) : offerAgain(id, tolds), isOn ? 'offer-stopped' : 'offered-again')}>
          {t(isOn ? 'offer-stop' : 'offer-again')}
        </Button>
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

export const PracticePage = ({ params }: RoomPageProps) => {
  const t = useWords('practices');
  const commons = usePractices();
  const facts = useKeyFacts();
  const [search] = useSearchParams();
  const practice = commons.one(params['id'] ?? '');
  if (!practice) return <NotHere where={<ToList />} />;
  const path = commons.paths.find(({ id }) => id === search.get('path'));
  const { minutes, who } = facts(practice);
  return (
    <Page title={practice.name} where={<ToList />}>
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
          {path && (
            <p className="s">
              <Link href={pathHref(path.id)}>{t('path.part-of')}</Link>
            </p>
          )}
        </Row>
        {practice.steps.length > 0 ? (
          <Player key={practice.id} practice={practice} wishes={commons.wishes} />
        ) : (
          <Row note="" wide>
            <p>{t('play.no-steps')}</p>
            <LinkButton href={`/act/practices/${practice.id}/change`} icon="edit">
              {t('play.add-steps')}
            </LinkButton>
          </Row>
        )}
        <Known practice={practice} />
        <After key={practice.id} practice={practice} commons={commons} path={path} />
        <Does practice={practice} commons={commons} />
        {!practice.isStarter && <Linked id={practice.id} />}
      </Sheet>
    </Page>
  );
};
