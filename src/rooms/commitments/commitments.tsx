// All commitments: a line in which one is made at once, those that are open, those that rest, and what was done and learnt. Nothing here
// counts days in a row, and a day that is over stands in the same colour as one to come.

import { useState } from 'react';
import { Link } from 'wouter';
import { Button, LinkButton, TextLink } from '#web/ui/button.tsx';
import { useFew } from '#web/ui/few.tsx';
import { LineField, SearchField } from '#web/ui/field.tsx';
import { useSend } from '#web/ui/form.tsx';
import { useFormValues } from '#web/ui/form-values.ts';
import { ToPlace } from '#web/ui/in-place.tsx';
import { useAct } from '#web/ui/own.ts';
import { Page } from '#web/ui/page.tsx';
import { Example, PartTitle, Row, Sheet, Title } from '#web/ui/sheet.tsx';
import { momentNow } from '#web/ui/time.ts';
import { useDesk } from '#web/ui/vault.ts';
import { useWords } from '#web/ui/words.ts';
import { cameOf, endedWith, learntFrom, makeCommitment, MOST, type Commitment } from './model.ts';
import { AT, hrefOf, useCommitments, useDayWords } from './parts.tsx';

const FEW = 12;

const Line = () => {
  const t = useWords('commitments');
  const desk = useDesk();
  const act = useAct('commitments');
  const { values, change, clear } = useFormValues('commitment line', { what: '' });
  const make = async (): Promise<void> => {
    if (values.what.trim() === '') return;
    const done = await act(makeCommitment({ what: values.what }, desk.newId(), momentNow()), 'done.made');
    if (done.ok) clear();
  };
  const { isGoing, onSubmit } = useSend(make);
  return (
    <form className="stack" onSubmit={onSubmit}>
      <LineField
        label={t('what')}
        quiet={false}
        value={values.what}
        onChange={(what) => change({ what })}
        maxLength={MOST.what}
        placeholder={t('what-example')}
        hint={t('what-hint')}
      />
      <div className="cluster">
        <Button look="go" type="submit" isDisabled={isGoing || values.what.trim() === ''}>
          {t('make')}
        </Button>
        <LinkButton href={`${AT}/new`} look="bare">
          {t('plan.more')}
        </LinkButton>
      </div>
    </form>
  );
};

const Open = ({ commitment }: { readonly commitment: Commitment }) => {
  const t = useWords('commitments');
  const day = useDayWords();
  const { what, by, step, stepDone, looks, end } = commitment;
  const last = looks.at(-1);
  return (
    <li className="row">
      <p className="mg num">
        {end ? (end.until === '' ? t('end.resting') : t('end.resting-until', { day: day(end.until, 'short') })) : by === '' ? '' : t('by-day', { day: day(by, 'short') })}
      </p>
      <div className="tx wide">
        <p className="said-l" dir="auto">
          <Link href={hrefOf(commitment)} className="quiet-link">
            {what}
          </Link>
        </p>
        {last ? (
          <p className="s q">
            {t('last-look', { day: day(last.day, 'short') })} <bdi>{last.happened || (last.came ? t(`came.${last.came}`) : '')}</bdi>
          </p>
        ) : (
          step !== '' &&
          stepDone === '' && (
            <p className="s q">
              {t('part.step')}: <bdi>{step}</bdi>
            </p>
          )
        )}
      </div>
    </li>
  );
};

/** What a commitment is found by among those that ended. */
const wordsIn = ({ what, why, looks }: Commitment): string => [what, why, ...looks.flatMap(({ happened, why: cause, next }) => [happened, cause, next])].join('\n').toLowerCase();

const Over = ({ commitments }: { readonly commitments: readonly Commitment[] }) => {
  const t = useWords('commitments');
  const day = useDayWords();
  const [asked, setAsked] = useState('');
  const sought = asked.trim().toLowerCase();
  const found = sought === '' ? commitments : commitments.filter((one) => wordsIn(one).includes(sought));
  const few = useFew(found, FEW, (count) => t('show-all', { count }));
  return (
    <section aria-labelledby="over-h" className="stack">
      <PartTitle id="over-h" title={t('over.title')}>
        <SearchField label={t('over.search')} value={asked} onChange={setAsked} />
        <p className="vh" role="status">
          {sought !== '' && t('over.found', { count: found.length })}
        </p>
        {found.length === 0 && <p className="q">{t('over.none')}</p>}
      </PartTitle>
      <ul className="ruled">
        {few.shown.map((commitment) => (
          <li key={commitment.id} className="row">
            <p className="mg num">
              {t(`end.${commitment.end!.how}`)}
              <span className="nl"> </span>
              {day(commitment.end!.at, 'short')}
            </p>
            <div className="tx wide">
              <p className="said-l" dir="auto">
                <Link href={hrefOf(commitment)} className="quiet-link">
                  {commitment.what}
                </Link>
              </p>
              {learntFrom(commitment) !== '' && (
                <p className="s">
                  <span className="q">{t('learnt')}</span> <bdi className="said">{learntFrom(commitment)}</bdi>
                </p>
              )}
            </div>
          </li>
        ))}
      </ul>
      {few.more && <Row note="">{few.more}</Row>}
    </section>
  );
};

const Part = ({ id, commitments }: { readonly id: 'open' | 'resting'; readonly commitments: readonly Commitment[] }) => {
  const t = useWords('commitments');
  const few = useFew(commitments, FEW, (count) => t('show-all', { count }));
  if (commitments.length === 0) return null;
  return (
    <section aria-labelledby={`${id}-h`} className="stack">
      <PartTitle id={`${id}-h`} title={t(`${id}.title`)} />
      <ul className="ruled">
        {few.shown.map((commitment) => (
          <Open key={commitment.id} commitment={commitment} />
        ))}
      </ul>
      {few.more && <Row note="">{few.more}</Row>}
    </section>
  );
};

export const CommitmentsPage = () => {
  const t = useWords('commitments');
  const all = useCommitments();
  const over = all.filter((one) => endedWith(one));
  return (
    <Page title={t('title')} where={<ToPlace place="act" />}>
      <Sheet>
        <Title sub={t('about')}>{t('title')}</Title>
        <Row note="" wide>
          <Line />
        </Row>
        {all.length === 0 && (
          <Row note="">
            <Example caption={t('example')}>
              <p>{t('example-what')}</p>
              <p>{t('example-plan')}</p>
            </Example>
          </Row>
        )}
        <Part id="open" commitments={all.filter(({ end }) => end === null)} />
        <Part id="resting" commitments={all.filter(({ end }) => end?.how === 'resting')} />
        {over.length > 0 && <Over commitments={over} />}
        {cameOf(all).length > 0 && (
          <Row note="">
            <TextLink href={`${AT}/came`}>{t('scale.all')}</TextLink>
          </Row>
        )}
      </Sheet>
    </Page>
  );
};
