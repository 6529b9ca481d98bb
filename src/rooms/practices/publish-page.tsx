// Before a practice of one's own is published: the licence, who made it, until when, and exactly what goes; then its pages, shown anew and
// withdrawn. The host is asked first and the record follows, so that what stands here of a page is so at the host.

import { checkPageDay, PAGE_LASTS } from '#core/page-day.ts';
import { useState } from 'react';
import { addDays } from '#core/when.ts';
import { ok, refuse, type Result } from '#core/result.ts';
import { recordsOf } from '#core/snapshot.ts';
import { Button, LinkButton } from '#web/ui/button.tsx';
import { TextField } from '#web/ui/field.tsx';
import { Form } from '#web/ui/form.tsx';
import { NotHere } from '#web/ui/in-place.tsx';
import { useAct } from '#web/ui/own.ts';
import { Page } from '#web/ui/page.tsx';
import { endOfDay, PageLink } from '#web/ui/page-link.tsx';
import { PickOne } from '#web/ui/pick.tsx';
import { saveFile } from '#web/ui/practice-file.ts';
import { useLocale } from '#web/ui/preferences.ts';
import type { RoomPageProps } from '#web/ui/room.ts';
import { Row, Sheet, Title } from '#web/ui/sheet.tsx';
import { formatDay, momentNow } from '#web/ui/time.ts';
import { say } from '#web/ui/toast.tsx';
import { useDesk, useDeskState, useSnapshot } from '#web/ui/vault.ts';
import { useRefusal, useWords, word } from '#web/ui/words.ts';
import { WhatGoes } from './known.tsx';
import { licencesFor, type Licence } from './licence.ts';
import { MOST, type Practice } from './model.ts';
import { ToList } from './practice.tsx';
import { forgetPage, notePage, pagesOf, publishedAs, publishedToJson, type PracticePage } from './publish.ts';
import { isNamed } from './shared.ts';
import { nowHere, usePractices } from './use-practices.tsx';

const today = (): string => momentNow().when.slice(0, 10);

/** A host that has not got this vault yet says that it has no such vault. */
const plainly = <T,>(done: Result<T>): Result<T> => (!done.ok && done.error.code === 'circle-gone' ? refuse({ code: 'practice-page-no-vault' }) : done);

const useLay = () => {
  const desk = useDesk();
  return async (practice: Practice, { licence, until, secret }: { readonly licence: Licence; readonly until: string; readonly secret: string | null }, by: string) => {
    const going = publishedAs(practice, licence, by);
    if (!going.ok) return going;
    return plainly(await desk.calls.layPage(null, { secret, until: endOfDay(until), json: publishedToJson(going.value, today(), until) }));
  };
};

const One = ({ page, practice }: { readonly page: PracticePage; readonly practice: Practice | undefined }) => {
  const t = useWords('practices');
  const locale = useLocale();
  const desk = useDesk();
  const act = useAct('practices');
  const inWords = useRefusal('practices');
  const lay = useLay();
  const isOver = page.until < today();
  const told = <T,>(done: Result<T>, key: string): boolean => {
    if (!done.ok) say(() => inWords(done.error), { stays: true });
    else say(() => word(key, {}, 'practices'));
    return done.ok;
  };
  const withdraw = async (): Promise<void> => {
    const gone = isOver ? ok(null) : plainly(await desk.calls.withdrawPage(null, page.secret));
    if (told(gone, 'publish.withdrawn')) await act(forgetPage(page));
  };
  return (
    <li className="stack">
      <p>
        {page.licence}
        {t('list.comma')}
        <span className="num">{t(isOver ? 'publish.over' : 'published.until', { day: formatDay(page.until, locale) })}</span>
      </p>
      <div className="cluster">
        {!isOver && (
          <>
            <PageLink link={() => desk.calls.pageLink(null, page.secret)} inWords={inWords} />
            {practice && <Button onPress={() => void lay(practice, page, page.by).then((done) => told(done, 'publish.renewed'))}>{t('publish.renew')}</Button>}
          </>
        )}
        <Button look="warm" onPress={() => void withdraw()}>
          {t(isOver ? 'own.delete' : 'publish.withdraw')}
        </Button>
      </div>
    </li>
  );
};

const Publish = ({ practice, licences }: { readonly practice: Practice; readonly licences: readonly Licence[] }) => {
  const t = useWords('practices');
  const desk = useDesk();
  const act = useAct('practices');
  const inWords = useRefusal('practices');
  const lay = useLay();
  const [licence, setLicence] = useState<Licence>(licences[0]!);
  const [by, setBy] = useState(practice.by);
  const [until, setUntil] = useState(() => addDays(today(), PAGE_LASTS));
  const going = publishedAs(practice, licence, by);
  return (
    <>
      <Row note="" wide stack>
        <Form
          go={t('publish.make')}
          inWords={inWords}
          isReady={until !== ''}
          onGo={async () => {
            const day = checkPageDay(until, today(), 'practice-page-day');
            if (!day.ok) return day;
            const laid = await lay(practice, { licence, until, secret: null }, by);
            if (!laid.ok) return laid;
            const done = await act(notePage(practice.id, { secret: laid.value.secret, licence, by, until }, desk.newId(), nowHere()));
            // A page that nothing here names could not be withdrawn any more.
            if (!done.ok) await desk.calls.withdrawPage(null, laid.value.secret);
            else say(() => word('publish.done', {}, 'practices'));
            return done;
          }}
        >
          <PickOne legend={t('own.licence')} options={licences.map((value) => ({ value, label: value }))} value={licence} onChange={(next) => next && setLicence(next)} />
          <p className="s q">{t(`publish.means.${licence.replace(/[ .]/g, '-')}`)}</p>
          {!isNamed(practice) && <TextField label={t('own.by')} hint={t('publish.by-hint')} value={by} onChange={setBy} maxLength={MOST.line} />}
          <TextField label={t('publish.until')} type="date" min={today()} value={until} onChange={setUntil} />
          <p className="s q">{t('publish.who')}</p>
        </Form>
      </Row>
      {going.ok && <WhatGoes practice={going.value} note={t('give.goes')} />}
    </>
  );
};

export const PublishPage = ({ params }: RoomPageProps) => {
  const t = useWords('practices');
  const pages = pagesOf(recordsOf(useSnapshot(), 'practice-page').values(), params['id'] ?? '');
  const practice = usePractices().one(params['id'] ?? '');
  if (!practice ? pages.length === 0 : practice.isStarter) return <NotHere where={<ToList />} />;
  const title = practice ? t('publish.title', { name: practice.name }) : t('publish.was-deleted');
  return (
    <Page title={title} where={<ToList />}>
      <Sheet>
        <Title sub={t('publish.about')}>{title}</Title>
        {pages.length > 0 && (
          <Row as="section" note={t('publish.pages')} wide>
            <ul className="list">
              {pages.map((page) => (
                <One key={page.id} page={page} practice={practice} />
              ))}
            </ul>
          </Row>
        )}
        {practice && <Going key={practice.id} practice={practice} />}
      </Sheet>
    </Page>
  );
};

const Going = ({ practice }: { readonly practice: Practice }) => {
  const t = useWords('practices');
  const inWords = useRefusal('practices');
  const { hosted } = useDeskState();
  const licences = licencesFor(practice);
  if (!licences.ok)
    return (
      <Row note="" stack>
        <p className="note" role="alert">
          {inWords(licences.error)}
        </p>
      </Row>
    );
  if (hosted !== null) return <Publish practice={practice} licences={licences.value} />;
  return (
    <Row note="" stack>
      <p>{t('publish.no-host')}</p>
      <div className="cluster">
        <Button icon="download" onPress={() => void saveFile(practice, 'markdown')}>
          {t('published.save')}
        </Button>
        <LinkButton href="/account" look="bare">
          {t('publish.account')}
        </LinkButton>
      </div>
    </Row>
  );
};
