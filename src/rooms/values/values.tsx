// Said and done: on one side the order a person gave, on the other what they in fact did, as they marked it; below, at most one question.
// Where nothing is there yet, three ways in of equal size, and a value of somebody else's as an example.

import { useState } from 'react';
import { Link, useSearchParams } from 'wouter';
import { Button, LinkButton, TextLink } from '#web/ui/button.tsx';
import { Icon } from '#web/ui/icon.tsx';
import { ToPlace } from '#web/ui/in-place.tsx';
import { useAct } from '#web/ui/own.ts';
import { Page } from '#web/ui/page.tsx';
import { PickOne } from '#web/ui/pick.tsx';
import { useLocale } from '#web/ui/preferences.ts';
import { Example, PartTitle, Row, Sheet, Title } from '#web/ui/sheet.tsx';
import { formatNear, momentNow } from '#web/ui/time.ts';
import { useWords } from '#web/ui/words.ts';
import { countBy } from './answers.ts';
import { Asks } from './asks.tsx';
import { bringBackValue, contextsOf } from './model.ts';
import { orderBegun, rankingIn } from './orders.ts';
import { Bars, DoneTable, tallest, useSpan } from './picture.tsx';
import { saidAndDone, useContextName, useValues, type InValues, type Line, type SaidDone } from './use-values.tsx';

const WAYS = ['moment', 'cards', 'done'] as const;

/** None of them first: each leads to values, and each can be left. */
const WaysIn = () => {
  const t = useWords('values');
  return (
    <ul className="ways">
      {WAYS.map((way) => (
        <li key={way}>
          <Link href={`/know/values/${way}`}>
            <span>
              <strong>{t(`in.${way}`)}</strong>
              {t(`in.${way}-about`)}
            </span>
            <Icon name="forward" />
          </Link>
        </li>
      ))}
    </ul>
  );
};

const Said = ({ line, said, most }: { readonly line: Line; readonly said: SaidDone; readonly most: number }) => {
  const t = useWords('values');
  const nameOf = useContextName();
  const { value, place, periods } = line;
  const standing = said.order && place !== null ? rankingIn(said.order).standings[place - 1] : undefined;
  const isDone = periods.some(({ serves, strains }) => serves + strains > 0);
  const [asked] = said.questions;
  const warm = asked?.value === value.id && asked.day !== '' ? asked.day : undefined;
  return (
    <li className="row">
      <p className="mg num">
        <span className="note-line">{place === null ? t('place.none') : t('place.at', { place })}</span>
        {standing && standing.from !== standing.to && <span className="note-line q">{t('place.range', { from: standing.from, to: standing.to })}</span>}
      </p>
      <div className="tx wide vrow">
        <p className="said-l">
          <Link href={`/know/values/${value.id}`} className="quiet-link" dir="auto">
            {value.name}
          </Link>
          {value.contexts.length > 0 && <span className="s q"> {value.contexts.map(nameOf).join(', ')}</span>}
        </p>
        {isDone ? <Bars periods={periods} unit={said.unit} most={most} name={value.name} warmFrom={warm} /> : <p className="q s">{t('done.none-yet')}</p>}
      </div>
    </li>
  );
};

const Lines = ({ all, said }: { readonly all: InValues; readonly said: SaidDone }) => {
  const t = useWords('values');
  const act = useAct('values');
  const span = useSpan(said.unit);
  const [isTable, setTable] = useState(false);
  const { lines, trials } = said;
  const starts = lines[0]?.periods.map(({ from }) => from) ?? [];
  const most = tallest(lines);
  return (
    <section aria-labelledby="said-h" className="stack">
      <h2 className="vh" id="said-h">
        {t('said.title')}
      </h2>
      <ul className="list-v">
        {lines.map((line) => (
          <Said key={line.value.id} line={line} said={said} most={most} />
        ))}
        {starts.length > 0 && (
          <li className="row" aria-hidden="true">
            <p className="mg" />
            <div className="tx wide vrow">
              <span />
              <p className="s q num between">
                <span>{span(starts[0]!)}</span>
                <span>{t(`base.${all.base}-short`)}</span>
                <span>{starts.length > 1 ? span(starts.at(-1)!) : ''}</span>
              </p>
            </div>
          </li>
        )}
      </ul>
      <Row note="" wide stack>
        {trials.length > 0 && <p className="s q">{t(`base.${all.base}-about`, { count: trials.length })}</p>}
        <p className="links s">
          {trials.length > 0 && (
            <Button look="bare" className="s" aria-expanded={isTable} aria-controls="table" onPress={() => setTable(!isTable)}>
              {t(isTable ? 'table.hide' : 'table.show')}
            </Button>
          )}
          {all.orders.some(({ ended }) => ended !== '') && <TextLink href="/know/values/orders">{t('orders.go')}</TextLink>}
          <Button look="bare" className="s" onPress={() => void act(countBy(all.base === 'days' ? 'marked' : 'days'), 'base.done')}>
            {t(all.base === 'days' ? 'base.to-marked' : 'base.to-days')}
          </Button>
        </p>
        {isTable && <DoneTable lines={lines} unit={said.unit} />}
      </Row>
    </section>
  );
};

const Aside = ({ all }: { readonly all: InValues }) => {
  const t = useWords('values');
  const act = useAct('values');
  const aside = all.values.filter((value) => value.aside !== '');
  if (aside.length === 0) return null;
  return (
    <Row note={t('aside')} wide>
      <ul className="list">
        {aside.map((value) => (
          <li key={value.id} className="between">
            <Link href={`/know/values/${value.id}`} className="said" dir="auto">
              {value.name}
            </Link>
            <Button look="bare" className="s" onPress={() => void act(bringBackValue(value, momentNow()), 'done.back')} aria-label={t('back.what', { name: value.name })}>
              {t('back')}
            </Button>
          </li>
        ))}
      </ul>
    </Row>
  );
};

const Empty = () => {
  const t = useWords('values');
  return (
    <Page title={t('title')} where={<ToPlace place="know" />}>
      <Sheet>
        <Title sub={t('empty.about')}>{t('title')}</Title>
        <Row note={t('empty.note')} wide>
          <WaysIn />
        </Row>
        <Row note="">
          <Example caption={t('empty.example')} by={t('empty.by')}>
            <p lang="en" dir="ltr">
              I have newly taken a solemn oath about abstaining from plays and wine, which I am resolved to keep according to the letter of the oath which I keep by me.
            </p>
          </Example>
        </Row>
      </Sheet>
    </Page>
  );
};

export const ValuesPage = () => {
  const t = useWords('values');
  const locale = useLocale();
  const nameOf = useContextName();
  const all = useValues();
  const [search, setSearch] = useSearchParams();
  if (all.values.length === 0) return <Empty />;
  const contexts = contextsOf(all.values);
  const asked = search.get('in') ?? '';
  const context = contexts.includes(asked) ? asked : '';
  const said = saidAndDone(all, context);
  const begun = orderBegun(all.orders);
  const { order } = said;
  const [question] = said.questions;
  return (
    <Page title={t('title')} where={<ToPlace place="know" />}>
      <Sheet>
        <Title
          note={t('title')}
          sub={order ? t(`said.about-${all.base}`, { day: formatNear(order.day, momentNow().when, locale) }) : t('said.no-order')}
          action={
            all.held.length > 1 && (
              <LinkButton
                href={begun ? `/know/values/order/${begun.id}` : `/know/values/order/new${context === '' ? '' : `?in=${encodeURIComponent(context)}`}`}
                look={order && !begun ? 'plain' : 'go'}
              >
                {t(begun ? 'order.go-on' : order ? 'order.again' : 'order.begin')}
              </LinkButton>
            )
          }
        >
          {t('said.title')}
        </Title>
        {contexts.length > 0 && (
          <Row note="" wide>
            <PickOne
              legend={t('context.legend')}
              quiet
              value={context}
              options={['', ...contexts].map((one) => ({ value: one, label: one === '' ? t('context.all') : nameOf(one) }))}
              onChange={(one) => setSearch(one ? { in: one } : {}, { replace: true })}
            />
          </Row>
        )}
        <Lines all={all} said={said} />
        {question && <Asks key={`${question.value} ${question.way} ${question.day}`} all={all} said={said} question={question} />}
        <section aria-labelledby="more-h" className="stack">
          <PartTitle id="more-h" title={t('in.title')} />
          <Row note="" wide>
            <WaysIn />
          </Row>
        </section>
        <Aside all={all} />
      </Sheet>
    </Page>
  );
};
