// An order being made: two values, one question, two buttons of one size; by arrow keys too. Each choice is kept as it is made, so it can be left
// and gone on with, and the last one taken back. Afterwards the same page shows the version: the order, and how sure each place is.

import { useState } from 'react';
import { Link, useLocation, useSearchParams } from 'wouter';
import { Button, LinkButton, TextLink } from '#web/ui/button.tsx';
import { TextArea } from '#web/ui/field.tsx';
import { placeOf, useFormValues } from '#web/ui/form-values.ts';
import { NotHere } from '#web/ui/in-place.tsx';
import { Linked } from '#web/ui/linked.tsx';
import { useKeys } from '#web/ui/keys.tsx';
import { useAct, useDelete } from '#web/ui/own.ts';
import { Page } from '#web/ui/page.tsx';
import { PickOne } from '#web/ui/pick.tsx';
import { useLocale } from '#web/ui/preferences.ts';
import type { RoomPageProps } from '#web/ui/room.ts';
import { PartTitle, Row, Sheet, Title } from '#web/ui/sheet.tsx';
import { formatDay, momentNow } from '#web/ui/time.ts';
import { useDesk } from '#web/ui/vault.ts';
import { useWords } from '#web/ui/words.ts';
import { contextsOf, heldValues, MOST_WORDS } from './model.ts';
import { ToValues } from './moment.tsx';
import { beginOrder, choose, deleteOrder, endOrder, isOrderEnough, MOST_CHOICES, noteOnOrder, orderBegun, rankingIn, takeChoiceBack, TOP, type Order } from './orders.ts';
import { useContextName, useValues } from './use-values.tsx';

const ToOrders = () => {
  const t = useWords('values');
  return (
    <TextLink href="/know/values/orders" icon="back">
      {t('orders.title')}
    </TextLink>
  );
};

export const BeginPage = () => {
  const t = useWords('values');
  const nameOf = useContextName();
  const act = useAct('values');
  const desk = useDesk();
  const [, go] = useLocation();
  const [search] = useSearchParams();
  const { values, held, orders } = useValues();
  const [context, setContext] = useState(search.get('in') ?? '');
  const contexts = contextsOf(values);
  const count = heldValues(values, context).length;
  const begun = orderBegun(orders);
  const begin = async (): Promise<void> => {
    const id = desk.newId();
    const done = await act(beginOrder(values, context, id, momentNow()));
    if (done.ok) go(`/know/values/order/${id}`, { replace: true });
  };
  return (
    <Page title={t('order.title')} where={<ToValues />}>
      <Sheet>
        <Title sub={t('order.about', { most: MOST_CHOICES, top: TOP })}>{t('order.title')}</Title>
        <Row note="" stack>
          {contexts.length > 0 && (
            <PickOne
              legend={t('order.context')}
              value={context}
              options={['', ...contexts].map((one) => ({ value: one, label: one === '' ? t('context.all') : nameOf(one) }))}
              onChange={(one) => setContext(one ?? '')}
            />
          )}
          {count < 2 ? (
            <>
              <p>{t(held.length < 2 ? 'order.too-few' : 'order.too-few-here')}</p>
              <div className="cluster">
                <LinkButton href="/know/values/cards" look="go">
                  {t('in.cards')}
                </LinkButton>
                <LinkButton href="/know/values/new">{t('new.title')}</LinkButton>
              </div>
            </>
          ) : (
            <div className="cluster">
              <Button look="go" onPress={() => void begin()}>
                {t('order.start', { count })}
              </Button>
              {begun && <LinkButton href={`/know/values/order/${begun.id}`}>{t('order.go-on')}</LinkButton>}
            </div>
          )}
        </Row>
      </Sheet>
    </Page>
  );
};

const useNameIn = (order: Order): ((id: string) => string) => {
  const names = new Map(order.items.map(({ id, name }) => [id, name]));
  return (id) => names.get(id) ?? '';
};

/** Places as they stand now, each with the range that is as likely. */
const Standings = ({ order }: { readonly order: Order }) => {
  const t = useWords('values');
  const nameOf = useNameIn(order);
  const { values } = useValues();
  const { standings } = rankingIn(order);
  const total = standings.length;
  return (
    <ol className="list standings">
      {standings.map(({ id, from, to }, at) => (
        <li key={id} className="vrow">
          <p className="said">
            <span className="num q s">{t('place.at', { place: at + 1 })}</span>{' '}
            {values.some((value) => value.id === id) ? (
              <Link href={`/know/values/${id}`} className="quiet-link" dir="auto">
                {nameOf(id)}
              </Link>
            ) : (
              <span dir="auto">{nameOf(id)}</span>
            )}
          </p>
          <div>
            <div className="vrange" aria-hidden="true">
              <i style={{ insetInlineStart: `${((from - 1) / total) * 100}%`, inlineSize: `${((to - from + 1) / total) * 100}%` }} />
            </div>
            <p className="s q num">{from === to ? t('place.sure') : t('place.range', { from, to })}</p>
          </div>
        </li>
      ))}
    </ol>
  );
};

const Sorting = ({ order }: { readonly order: Order }) => {
  const t = useWords('values');
  const nameOf = useNameIn(order);
  const contextName = useContextName();
  const act = useAct('values');
  const [isMore, setMore] = useState(false);
  const { values } = useValues();
  const ranking = rankingIn(order);
  const isEnough = ranking.next === null || (isOrderEnough(order) && !isMore);
  const count = order.choices.length;
  const end = async (): Promise<void> => void (await act(endOrder(order, momentNow()), 'done.ordered'));
  const [first, second] = ranking.next ?? ['', ''];
  const put = (outcome: 0 | 0.5 | 1): void => void act(choose(order, first, second, outcome));
  const back = (): void => void act(takeChoiceBack(order));
  // Left is the first, but where one reads from the right.
  const isTurned = document.documentElement.dir === 'rtl';
  useKeys([
    ...(isEnough
      ? []
      : [
          { keys: 'ArrowLeft', label: nameOf(isTurned ? second : first), run: () => put(isTurned ? 0 : 1) },
          { keys: 'ArrowRight', label: nameOf(isTurned ? first : second), run: () => put(isTurned ? 1 : 0) },
          { keys: 'ArrowDown', label: t('order.same'), run: () => put(0.5) },
        ]),
    ...(count > 0 ? [{ keys: 'Backspace', label: t('order.back'), run: back }] : []),
  ]);
  const about = (id: string): string => values.find((value) => value.id === id)?.about.split('\n')[0] ?? '';
  const remove = useDelete('values');
  return (
    <Page title={t('order.title')} where={<ToValues />}>
      <Sheet>
        <Title note={order.context === '' ? '' : contextName(order.context)} sub={isEnough ? t(ranking.isSettled ? 'order.settled' : 'order.enough', { count }) : t('order.keys')}>
          {t(isEnough ? 'order.is' : order.context === '' ? 'order.ask' : 'order.ask-in', { context: contextName(order.context) })}
        </Title>
        {!isEnough && (
          <Row note={t('order.count', { count, most: MOST_CHOICES })} wide>
            <div className="pair">
              {[first, second].map((id, at) => (
                <button key={at} type="button" className="btn big card" aria-keyshortcuts={at === 0 ? 'ArrowLeft' : 'ArrowRight'} onClick={() => put(at === 0 ? 1 : 0)}>
                  <span dir="auto">{nameOf(id)}</span>
                  {about(id) !== '' && (
                    <small className="q" dir="auto">
                      {about(id)}
                    </small>
                  )}
                </button>
              ))}
              <div className="cluster pair-foot">
                <Button onPress={() => put(0.5)} aria-keyshortcuts="ArrowDown">
                  {t('order.same')}
                </Button>
                <Button look="bare" icon="undo" isDisabled={count === 0} onPress={back} aria-keyshortcuts="Backspace">
                  {t('order.back')}
                </Button>
                {count > 0 && (
                  <Button look="bare" onPress={() => void end()}>
                    {t('order.end')}
                  </Button>
                )}
              </div>
              <p className="vh" role="status">
                {t('order.pair', { first: nameOf(first), second: nameOf(second) })}
              </p>
            </div>
          </Row>
        )}
        {isEnough && (
          <>
            <Row note="" wide>
              <Standings order={order} />
            </Row>
            <Row note="" stack>
              {ranking.against > 0 && <p className="s q">{t('order.against', { count: ranking.against })}</p>}
              <div className="cluster">
                <Button look="go" onPress={() => void end()}>
                  {t('order.keep')}
                </Button>
                {ranking.next && <Button onPress={() => setMore(true)}>{t('order.more')}</Button>}
                <Button look="bare" icon="undo" onPress={back}>
                  {t('order.back')}
                </Button>
              </div>
            </Row>
          </>
        )}
        <Row note="">
          <Button look="bare" className="s" onPress={() => remove(deleteOrder(order), '/know/values', 'done.order-deleted')}>
            {t('order.drop')}
          </Button>
        </Row>
      </Sheet>
    </Page>
  );
};

const Version = ({ order }: { readonly order: Order }) => {
  const t = useWords('values');
  const locale = useLocale();
  const contextName = useContextName();
  const act = useAct('values');
  const { values: typed, change, clear } = useFormValues(placeOf('order note', order.id), { note: order.note });
  const keepNote = async (): Promise<void> => {
    const done = await act(noteOnOrder(order, typed.note), typed.note.trim() === order.note ? undefined : 'done.noted');
    if (done.ok) clear();
  };
  const { against } = rankingIn(order);
  const day = formatDay(order.day, locale);
  const remove = useDelete('values');
  return (
    <Page title={t('order.of', { day })} where={<ToOrders />}>
      <Sheet>
        <Title note={order.context === '' ? '' : contextName(order.context)} sub={t('order.from', { count: order.choices.length })}>
          {t('order.of', { day })}
        </Title>
        <Row note="" wide>
          <Standings order={order} />
          {against > 0 && <p className="s q">{t('order.against', { count: against })}</p>}
        </Row>
        <section aria-labelledby="note-h" className="stack">
          <PartTitle id="note-h" title={t('order.note')} />
          <Row note="" stack>
            <TextArea label={t('order.note-label')} value={typed.note} onChange={(note) => change({ note })} onBlur={() => void keepNote()} maxLength={MOST_WORDS} />
            <div className="cluster">
              <LinkButton href="/know/values/orders">{t('orders.go')}</LinkButton>
              <Button look="bare" icon="delete" onPress={() => remove(deleteOrder(order), '/know/values/orders', 'done.order-deleted')}>
                {t('order.delete')}
              </Button>
            </div>
          </Row>
        </section>
        <Linked id={order.id} />
      </Sheet>
    </Page>
  );
};

export const OrderPage = ({ params }: RoomPageProps) => {
  const { orders } = useValues();
  const order = orders.find(({ id }) => id === params['id']);
  if (!order) return <NotHere where={<ToOrders />} />;
  return order.ended === '' ? <Sorting key={order.id} order={order} /> : <Version key={`${order.id} ${order.note}`} order={order} />;
};
