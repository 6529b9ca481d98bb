// All practices: found by minutes, kind, with whom, and words; the shortest first. What helped stands above, what got worse below.
// What was chosen stands in the address; what was typed does not.

import { useState } from 'react';
import { Link, useSearchParams } from 'wouter';
import { recordsOf } from '#core/snapshot.ts';
import { Button } from '#web/ui/button.tsx';
import { useFew } from '#web/ui/few.tsx';
import { SearchField } from '#web/ui/field.tsx';
import { ToPlace } from '#web/ui/in-place.tsx';
import { MINUTES } from '#web/ui/now.ts';
import { useAct } from '#web/ui/own.ts';
import { Page } from '#web/ui/page.tsx';
import { PickMany, PickOne } from '#web/ui/pick.tsx';
import { useLocale } from '#web/ui/preferences.ts';
import { PartTitle, Row, Sheet, Title } from '#web/ui/sheet.tsx';
import { useSnapshot } from '#web/ui/vault.ts';
import { useWords } from '#web/ui/words.ts';
import { filterPractices, isKind, isWho, KINDS, WHO, type Filter, type Practice, type PracticeKind } from './model.ts';
import { pagesOf } from './publish.ts';
import { isOffered, offerAgain, wantKind } from './told.ts';
import { practiceHref, useKeyFacts, usePractices, type Commons } from './use-practices.tsx';

/** Rows that are drawn before one asks for all. */
const MOST_ROWS = 60;

const PracticeRow = ({ practice, onOffer }: { readonly practice: Practice; readonly onOffer?: () => void }) => {
  const t = useWords('practices');
  const facts = useKeyFacts()(practice);
  const { id, name, kind, isStarter } = practice;
  const what = [t(kind === null ? 'kind.none' : `kind.${kind}`), facts.who, isStarter ? '' : t('list.own')].filter((part) => part !== '');
  return (
    <li className="row">
      <p className="mg num">{facts.short}</p>
      <div className="tx wide between">
        <Link href={practiceHref(id)} className="b pr-name" dir="auto">
          {name}
        </Link>
        <span className="s q">{what.join(t('list.comma'))}</span>
        {onOffer && (
          <Button look="bare" onPress={onOffer} aria-label={t('offer-again-what', { name })}>
            {t('offer-again')}
          </Button>
        )}
      </div>
    </li>
  );
};

/** Marked better the last time. */
const helpedIn = ({ practices, tolds, wishes }: Commons): Practice[] =>
  practices.filter(
    ({ id, kind }) => tolds.find((told) => told.practice === id && told.how !== null)?.how === 'better' && isOffered(id, tolds, wishes) && !(kind && wishes.without.includes(kind)),
  );

const useFilter = (): { readonly filter: Omit<Filter, 'typed'>; readonly change: (part: Partial<Omit<Filter, 'typed'>>) => void } => {
  const [search, setSearch] = useSearchParams();
  const minutes = MINUTES.find((one) => one === Number(search.get('minutes'))) ?? null;
  const filter = { minutes, kinds: search.getAll('kind').filter(isKind), who: search.getAll('who').filter(isWho) };
  return {
    filter,
    change: (part) => {
      const next = { ...filter, ...part };
      setSearch([...(next.minutes === null ? [] : [['minutes', String(next.minutes)]]), ...next.kinds.map((kind) => ['kind', kind]), ...next.who.map((who) => ['who', who])], {
        replace: true,
      });
    },
  };
};

const Unwanted = ({ commons }: { readonly commons: Commons }) => {
  const t = useWords('practices');
  const act = useAct('practices');
  const { without } = commons.wishes;
  const choose = (next: readonly PracticeKind[]): void => {
    for (const kind of KINDS) if (next.includes(kind) !== without.includes(kind)) void act(wantKind(kind, without.includes(kind)), 'unwanted-done');
  };
  return (
    <Row note="" wide>
      <details open={without.length > 0}>
        <summary>{t('unwanted')}</summary>
        <p className="s q">{t('unwanted-about')}</p>
        <PickMany legend={t('unwanted')} quiet options={KINDS.map((kind) => ({ value: kind, label: t(`kind.${kind}`) }))} value={without} onChange={choose} />
      </details>
    </Row>
  );
};

/** Pages that lie at the host for whoever has their link, also of what was deleted since. */
const PublishedHere = ({ commons }: { readonly commons: Commons }) => {
  const t = useWords('practices');
  const pages = pagesOf(recordsOf(useSnapshot(), 'practice-page').values());
  if (pages.length === 0) return null;
  return (
    <Row note={t('publish.list')} wide>
      <p className="links">
        {[...new Set(pages.map(({ practice }) => practice))].map((id) => (
          <Link key={id} href={`${practiceHref(id)}/publish`} dir="auto">
            {commons.one(id)?.name ?? t('publish.was-deleted')}
          </Link>
        ))}
      </p>
    </Row>
  );
};

export const PracticesPage = () => {
  const t = useWords('practices');
  const locale = useLocale();
  const act = useAct('practices');
  const commons = usePractices();
  const { filter, change } = useFilter();
  const [typed, setTyped] = useState('');
  const { practices, tolds, wishes } = commons;
  const wanted = practices.filter(({ kind }) => kind === null || !wishes.without.includes(kind));
  const offered = wanted.filter(({ id }) => isOffered(id, tolds, wishes));
  const away = wanted.filter(({ id }) => !isOffered(id, tolds, wishes));
  const found = filterPractices(offered, { ...filter, typed });
  const few = useFew(found, MOST_ROWS, (count) => t('show-all', { count }));
  const fewAway = useFew(away, 12, (count) => t('show-all', { count }));
  const helped = helpedIn(commons);
  const isFiltered = filter.minutes !== null || filter.kinds.length + filter.who.length > 0 || typed.trim() !== '';
  const countOf = (kind: PracticeKind): number => filterPractices(offered, { ...filter, kinds: [kind], typed }).length;
  return (
    <Page title={t('title')} where={<ToPlace place="act" />}>
      <Sheet>
        <Title sub={t('intro')}>{t('title')}</Title>
        <Row note="" wide>
          <p className="links">
            <Link href="/act/paths">{t('to-paths')}</Link>
            <Link href="/act/practices/question">{t('to-question')}</Link>
            <Link href="/act/practices/new">{t('to-make')}</Link>
            <Link href="/act/practices/bring">{t('to-bring')}</Link>
          </p>
        </Row>
        {helped.length > 0 && (
          <section aria-labelledby="helped-h" className="pr-part">
            <PartTitle id="helped-h" title={t('list.helped')}>
              <p className="s q">{t('list.helped-note')}</p>
            </PartTitle>
            <ul className="ruled pr-list">
              {helped.slice(0, 5).map((practice) => (
                <PracticeRow key={practice.id} practice={practice} />
              ))}
            </ul>
          </section>
        )}
        <section aria-labelledby="all-h" className="pr-part">
          <Row note={t('list.count', { count: offered.length })} wide stack>
            <h2 id="all-h">{t('list.all')}</h2>
            <PickMany
              legend={t('list.kinds')}
              quiet
              options={KINDS.filter((kind) => !wishes.without.includes(kind)).map((kind) => ({
                value: kind,
                label: t(`kind.${kind}`),
                note: new Intl.NumberFormat(locale).format(countOf(kind)),
              }))}
              value={filter.kinds}
              onChange={(kinds) => change({ kinds })}
            />
            <div className="cluster">
              <PickOne
                legend={t('list.minutes')}
                quiet
                square
                none
                options={MINUTES.map((value) => ({ value, label: new Intl.NumberFormat(locale).format(value) }))}
                value={filter.minutes}
                onChange={(minutes) => change({ minutes })}
              />
              <span aria-hidden="true">{t('list.minutes-after')}</span>
            </div>
            <PickMany legend={t('list.who')} quiet options={WHO.map((who) => ({ value: who, label: t(`who.${who}`) }))} value={filter.who} onChange={(who) => change({ who })} />
            <SearchField label={t('list.search')} value={typed} onChange={setTyped} />
            <p className="s q" role="status">
              {isFiltered && t(found.length === 0 ? 'list.none' : 'list.found', { count: found.length })}
            </p>
            {isFiltered && (
              <p>
                <Button
                  look="bare"
                  onPress={() => {
                    change({ minutes: null, kinds: [], who: [] });
                    setTyped('');
                  }}
                >
                  {t('list.clear')}
                </Button>
              </p>
            )}
          </Row>
          <ul className="ruled pr-list">
            {few.shown.map((practice) => (
              <PracticeRow key={practice.id} practice={practice} />
            ))}
          </ul>
          {few.more && <Row note="">{few.more}</Row>}
        </section>
        {away.length > 0 && (
          <section className="pr-part" aria-labelledby="away-h">
            <PartTitle id="away-h" title={t('list.away', { count: away.length })}>
              <p className="s q">{t('list.away-about')}</p>
            </PartTitle>
            <ul className="ruled pr-list">
              {fewAway.shown.map((practice) => (
                <PracticeRow key={practice.id} practice={practice} onOffer={() => void act(offerAgain(practice.id, tolds), 'offered-again')} />
              ))}
            </ul>
            {fewAway.more && <Row note="">{fewAway.more}</Row>}
          </section>
        )}
        <PublishedHere commons={commons} />
        <Unwanted commons={commons} />
      </Sheet>
    </Page>
  );
};
