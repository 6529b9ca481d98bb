// Gifts: one's own words, what others told one, answers that came and were not opened yet, and the way to ask. And one gift, kept or changed.

import { Link, useLocation, useSearchParams } from 'wouter';
import { Button, LinkButton } from '#web/ui/button.tsx';
import { useFew } from '#web/ui/few.tsx';
import { TextArea, TextField } from '#web/ui/field.tsx';
import { Form } from '#web/ui/form.tsx';
import { placeOf, useFormValues } from '#web/ui/form-values.ts';
import { NotHere } from '#web/ui/in-place.tsx';
import { Linked } from '#web/ui/linked.tsx';
import { NamesField } from '#web/ui/names-field.tsx';
import { linksAsked, useAct, useDelete } from '#web/ui/own.ts';
import { Page } from '#web/ui/page.tsx';
import type { RoomPageProps } from '#web/ui/room.ts';
import { PartTitle, Row, Sheet, Title } from '#web/ui/sheet.tsx';
import { momentNow } from '#web/ui/time.ts';
import { useDesk } from '#web/ui/vault.ts';
import { usePeople } from '#web/ui/vocabulary.ts';
import { useWords } from '#web/ui/words.ts';
import { changeGift, deleteGift, keepGift, leaveAnswer, type Gift } from './gifts.ts';
import { MOST } from './model.ts';
import { AT, todayHere, ToPurpose, useDay, usePurpose, useWaiting, type InPurpose } from './use-purpose.tsx';

const FEW = 6;

const hrefOf = ({ id }: Pick<Gift, 'id'>): string => `${AT}/gift/${id}`;

const Line = ({ gift }: { readonly gift: Gift }) => {
  const t = useWords('purpose');
  const day = useDay();
  const { text, by, day: on } = gift;
  return (
    <li className="row">
      <p className="mg num">
        {by === '' ? (
          t('gift.mine')
        ) : (
          <>
            {t('gift.says', { name: by })}
            <span className="nl"> </span>
            {day(on)}
          </>
        )}
      </p>
      <div className="tx wide">
        <p className="said-l as-typed" dir="auto">
          <Link href={hrefOf(gift)} className="quiet-link">
            {text}
          </Link>
        </p>
      </div>
    </li>
  );
};

export const Gifts = ({ all }: { readonly all: InPurpose }) => {
  const t = useWords('purpose');
  const act = useAct('purpose');
  const day = useDay();
  const waiting = useWaiting(all);
  const { shown, more } = useFew(all.gifts, FEW, (count) => t('gift.all', { count }));
  return (
    <section aria-labelledby="gifts-h" className="stack">
      <PartTitle id="gifts-h" title={t('gifts.title')}>
        {all.gifts.length === 0 && <p className="q">{t('gifts.none')}</p>}
      </PartTitle>
      <ul className="ruled">
        {shown.map((gift) => (
          <Line key={gift.id} gift={gift} />
        ))}
        {waiting.slice(0, 3).map(({ id, circle, prompting, asked, name, at }) => (
          <li key={id} className="row">
            <p className="mg num">{at === '' ? '' : t('gift.came', { day: day(at) })}</p>
            <div className="tx wide">
              <div className="seal">
                <div className="stack">
                  <p>{name === '' ? t('gift.answer-from-nobody') : t('gift.answer-from', { name })}</p>
                  <p className="said s" dir="auto">
                    {asked}
                  </p>
                  <div className="cluster">
                    <LinkButton href={`/circles/${circle}/promptings/${prompting}`} look="bare">
                      {t('gift.open')}
                    </LinkButton>
                    <Button look="bare" onPress={() => void act(leaveAnswer(id), 'done.left')}>
                      {t('gift.leave')}
                    </Button>
                  </div>
                </div>
              </div>
            </div>
          </li>
        ))}
      </ul>
      <Row note="" wide>
        {more}
        <div className="cluster">
          <LinkButton href="/ask?ready=best">{t('gift.ask')}</LinkButton>
          <LinkButton href={`${AT}/gifts/new`} look="bare">
            {t('gift.write')}
          </LinkButton>
        </div>
      </Row>
    </section>
  );
};

interface FieldsProps {
  readonly values: { readonly text: string; readonly by: string; readonly day: string };
  readonly change: (part: { readonly text?: string; readonly by?: string; readonly day?: string }) => void;
}

const Fields = ({ values, change }: FieldsProps) => {
  const t = useWords('purpose');
  const people = usePeople();
  return (
    <>
      <TextArea label={t('gift.text')} placeholder={t('gift.example')} value={values.text} onChange={(text) => change({ text })} maxLength={MOST.text} />
      <NamesField
        label={t('gift.by')}
        hint={t('gift.by-hint')}
        most={1}
        value={values.by === '' ? [] : [values.by]}
        onChange={(names) => change({ by: names[0] ?? '' })}
        suggestions={people}
      />
      <TextField type="date" label={t('gift.day')} hint={t('version.day-hint')} value={values.day} onChange={(day) => change({ day })} max={todayHere()} />
    </>
  );
};

/** With `?answer=ID` what somebody answered, carried here by its page: it is in the form, to be kept as it is or in other words. */
export const NewGiftPage = () => {
  const t = useWords('purpose');
  const act = useAct('purpose');
  const desk = useDesk();
  const [, go] = useLocation();
  const [search] = useSearchParams();
  const answer = search.get('answer') ?? '';
  const { values, change, clear } = useFormValues(answer === '' ? 'gift new' : placeOf('gift answer', answer), { text: '', by: '', day: '' });
  return (
    <Page title={t('gift.new')} where={<ToPurpose />}>
      <Sheet>
        <Title sub={t(answer === '' ? 'gift.about' : 'gift.about-answer')}>{t('gift.new')}</Title>
        <Row note="">
          <Form
            go={t('gift.keep')}
            isReady={values.text.trim() !== ''}
            onGo={async () => {
              const done = await act(keepGift({ ...values, answer }, desk.newId(), momentNow(), linksAsked(search)), 'done.gift');
              if (!done.ok) return done;
              clear();
              go(AT, { replace: true });
              return done;
            }}
          >
            <Fields values={values} change={change} />
          </Form>
        </Row>
      </Sheet>
    </Page>
  );
};

const One = ({ gift }: { readonly gift: Gift }) => {
  const t = useWords('purpose');
  const act = useAct('purpose');
  const remove = useDelete('purpose');
  const { text, by, day } = gift;
  const { values, change, clear } = useFormValues(placeOf('gift', gift.id), { text, by, day });
  return (
    <Page title={t('gift.one')} where={<ToPurpose />}>
      <Sheet>
        <Title note={t('gifts.title')} {...(gift.answer === '' ? {} : { sub: t('gift.from-answer') })}>
          {by === '' ? t('gift.one') : t('gift.one-by', { name: by })}
        </Title>
        <Row note="">
          <Form
            go={t('keep-change')}
            isReady={values.text.trim() !== ''}
            onGo={async () => {
              const done = await act(changeGift(gift, values, momentNow()), 'done.changed');
              if (done.ok) clear();
              return done;
            }}
            beside={
              <Button look="bare" icon="delete" onPress={() => remove(deleteGift(gift), AT, 'done.deleted')}>
                {t('gift.delete')}
              </Button>
            }
          >
            <Fields values={values} change={change} />
          </Form>
        </Row>
        <Linked id={gift.id} reasons={['rests-on', 'about']} />
      </Sheet>
    </Page>
  );
};

export const GiftPage = ({ params }: RoomPageProps) => {
  const gift = usePurpose().gifts.find(({ id }) => id === params['id']);
  return gift ? <One key={gift.id} gift={gift} /> : <NotHere where={<ToPurpose />} />;
};
