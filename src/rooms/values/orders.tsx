// The orders a person gave, the newest first, and what rose or fell from one to the next beside what was being done in between: values are
// formed in action, so the acts stand there, and no explanation.

import { Link } from 'wouter';
import { LinkButton } from '#web/ui/button.tsx';
import { Page } from '#web/ui/page.tsx';
import { useLocale } from '#web/ui/preferences.ts';
import { hrefOf } from '#web/ui/records.ts';
import { PartTitle, Row, Sheet, Title } from '#web/ui/sheet.tsx';
import { formatDay } from '#web/ui/time.ts';
import { useWords } from '#web/ui/words.ts';
import { doneBetween, type Thing } from './done.ts';
import { ToValues } from './moment.tsx';
import { movesBetween, rankingIn, TOP, versionsOf, type Moved, type Order } from './orders.ts';
import { saidAndDone, useContextName, useValues, type InValues } from './use-values.tsx';

const FEW = 3;

const Things = ({ all, things, word }: { readonly all: InValues; readonly things: readonly Thing[]; readonly word: 'serves' | 'strains' }) => {
  const t = useWords('values');
  const locale = useLocale();
  if (things.length === 0) return null;
  return (
    <>
      <p className="s q">{t(`formed.${word}`, { count: things.length })}</p>
      <ul className="list">
        {things
          .slice(-FEW)
          .flatMap(({ id }) => all.records.shown(id) ?? [])
          .map((one) => (
            <li key={one.id}>
              <Link href={hrefOf(one)} className="said" dir="auto">
                {one.title || t('mark.wordless')}
              </Link>{' '}
              <span className="s q num">{formatDay(one.when, locale, 'medium', one.calendar)}</span>
            </li>
          ))}
      </ul>
    </>
  );
};

const Move = ({ all, move, before, after }: { readonly all: InValues; readonly move: Moved; readonly before: Order; readonly after: Order }) => {
  const t = useWords('values');
  const { things } = saidAndDone(all, after.context);
  const { serves, strains } = doneBetween(things, move.id, before.day, after.day);
  return (
    <li>
      <p>
        <b className="said" dir="auto">
          {move.name}
        </b>{' '}
        {t(move.to < move.from ? 'formed.rose' : 'formed.fell', { from: move.from, to: move.to })}
        {!move.isClear && <span className="s q"> {t('formed.unsure')}</span>}
      </p>
      {serves.length + strains.length === 0 ? (
        <p className="s q">{t('formed.nothing')}</p>
      ) : (
        <>
          <Things all={all} things={serves} word="serves" />
          <Things all={all} things={strains} word="strains" />
        </>
      )}
    </li>
  );
};

const Version = ({ all, order, before }: { readonly all: InValues; readonly order: Order; readonly before: Order | undefined }) => {
  const t = useWords('values');
  const locale = useLocale();
  const names = new Map(order.items.map(({ id, name }) => [id, name]));
  const { standings } = rankingIn(order);
  const moves = before ? movesBetween(before, order) : [];
  return (
    <li className="row">
      <p className="mg num">
        <Link href={`/know/values/order/${order.id}`}>{formatDay(order.day, locale, 'medium')}</Link>
      </p>
      <div className="tx wide stack">
        <p className="said-l" dir="auto">
          {new Intl.ListFormat(locale, { type: 'unit' }).format(standings.slice(0, TOP).map(({ id }) => names.get(id) ?? ''))}
        </p>
        {standings.length > TOP && <p className="s q">{t('orders.more', { count: standings.length - TOP })}</p>}
        {order.note !== '' && (
          <p className="said as-typed" dir="auto">
            {order.note}
          </p>
        )}
        {before && (
          <div className="stack">
            <h3>{t('formed.title', { day: formatDay(before.day, locale) })}</h3>
            {moves.length === 0 ? (
              <p className="q">{t('formed.same')}</p>
            ) : (
              <ul className="list formed">
                {moves.map((move) => (
                  <Move key={move.id} all={all} move={move} before={before} after={order} />
                ))}
              </ul>
            )}
          </div>
        )}
      </div>
    </li>
  );
};

export const OrdersPage = () => {
  const t = useWords('values');
  const nameOf = useContextName();
  const all = useValues();
  const contexts = [...new Set(all.orders.filter(({ ended }) => ended !== '').map(({ context }) => context))].sort();
  return (
    <Page title={t('orders.title')} where={<ToValues />}>
      <Sheet>
        <Title sub={t('orders.about')} action={<LinkButton href="/know/values/order/new">{t('order.title')}</LinkButton>}>
          {t('orders.title')}
        </Title>
        {contexts.length === 0 && (
          <Row note="">
            <p className="q">{t('orders.none')}</p>
          </Row>
        )}
        {contexts.map((context, at) => {
          const versions = versionsOf(all.orders, context);
          return (
            <section key={context} aria-labelledby={`in-${at}`} className="stack">
              <PartTitle id={`in-${at}`} title={context === '' ? t('context.all') : nameOf(context)} />
              <ol className="ruled">
                {versions.map((order, index) => (
                  <Version key={order.id} all={all} order={order} before={versions[index + 1]} />
                ))}
              </ol>
            </section>
          );
        })}
      </Sheet>
    </Page>
  );
};
