// One need or offer: all answers to it, and an answer of one's own with words, or with a time to meet.

import { useState } from 'react';
import type { Refusal } from '#core/result.ts';
import { namesInRow } from '#web/ui/apart.ts';
import { Button, TextLink } from '#web/ui/button.tsx';
import { TextArea, TextField } from '#web/ui/field.tsx';
import { InCircle, ToCircle } from '#web/ui/in-circle.tsx';
import { Page } from '#web/ui/page.tsx';
import { PickOne } from '#web/ui/pick.tsx';
import { useLocale } from '#web/ui/preferences.ts';
import type { RoomPageProps } from '#web/ui/room.ts';
import { Row, Sheet, Title } from '#web/ui/sheet.tsx';
import { momentNow } from '#web/ui/time.ts';
import { useTyped } from '#web/ui/typed.ts';
import { useRefusal, useWords } from '#web/ui/words.ts';
import { standingOf, wayOf, waysOf, type Way } from './model.ts';
import { Answers, NeedActs, NeedNote, type NeedProps } from './need-row.tsx';
import { useDo, useNameOf, useNeeds, writtenAt } from './use-needs.tsx';
import { answerNeed } from './write.ts';

/** One for a thing or for company, and a time to meet. */
const choices = (need: NeedProps['need']): readonly Way[] => waysOf(need).filter((way) => way === 'meet' || way === wayOf(need));

const AnswerForm = ({ circle, need }: NeedProps) => {
  const t = useWords('needs');
  const inWords = useRefusal('needs');
  const { answer } = useDo(circle);
  const { text, type, done } = useTyped(`answer ${need.id.slice(27)}`);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const way: Way = text('way') === 'meet' ? 'meet' : wayOf(need);
  const when = `${text('day')}${text('time') === '' ? '' : `T${text('time')}`}`;
  const draft = {
    way,
    text: text('text'),
    meeting: way === 'meet' ? { when, zone: Number.isNaN(Date.parse(when)) ? '' : momentNow(new Date(when)).zone, place: text('place') } : null,
  };
  const send = async (): Promise<void> => {
    const could =
      way === 'meet' && text('day') === '' ? { ok: false as const, error: { code: 'meeting-no-time' } } : answerNeed(circle.snapshot, need, circle.me, 'x', draft, writtenAt());
    if (!could.ok) return setRefusal(could.error);
    const { ok } = await answer(need, draft);
    if (ok) done();
  };
  const put = (name: string) => (next: string) => {
    setRefusal(null);
    type(name, next);
  };
  return (
    <form
      className="stack"
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      <PickOne legend={t('answer.legend')} options={choices(need).map((value) => ({ value, label: t(`do.${value}`) }))} value={way} onChange={(value) => put('way')(value ?? '')} />
      {way === 'meet' && (
        <div className="meet-fields">
          <TextField type="date" label={t('meet.day')} value={text('day')} min={writtenAt().today} onChange={put('day')} />
          <TextField type="time" label={t('meet.time')} value={text('time')} onChange={put('time')} />
          <TextField label={t('meet.place')} value={text('place')} maxLength={200} onChange={put('place')} />
        </div>
      )}
      <TextArea label={t('answer.text')} value={text('text')} onChange={put('text')} />
      {refusal && (
        <p className="refused" role="alert">
          {inWords(refusal)}
        </p>
      )}
      <p className="s q">{t('readers', { circle: circle.name })}</p>
      <div className="cluster">
        <Button look="go" type="submit">
          {t('answer.go')}
        </Button>
      </div>
    </form>
  );
};

const One = ({ circle, need, seen }: NeedProps) => {
  const t = useWords('needs');
  const locale = useLocale();
  const nameOf = useNameOf(circle);
  const { side, end, by, answers, text } = need;
  const canAnswer = circle.standing === 'in' && by !== circle.me && standingOf(need, seen.seeing) === 'open' && !answers.some((answer) => answer.by === circle.me);
  return (
    <>
      <Row note={<NeedNote circle={circle} need={need} seen={seen} />} wide stack>
        <h1 className="vh">{t(`who.${side}`, { name: nameOf(by) })}</h1>
        <p className="said-l said-need" dir="auto">
          {text}
        </p>
        {end && end.with.length > 0 && <p className="s q">{t(`end.${side}`, { names: namesInRow(locale, end.with.map(nameOf)) })}</p>}
        <Answers circle={circle} need={need} />
        {!canAnswer && <NeedActs circle={circle} need={need} seen={seen} />}
      </Row>
      {canAnswer && (
        <Row note={t('answer.title')} wide>
          <AnswerForm circle={circle} need={need} seen={seen} />
        </Row>
      )}
    </>
  );
};

export const NeedPage = ({ params }: RoomPageProps) => {
  const t = useWords('needs');
  return <InCircle vault={params['circle']}>{(circle) => <Found circle={circle} id={params['need'] ?? ''} title={t('title')} />}</InCircle>;
};

const Found = ({ circle, id, title }: Pick<NeedProps, 'circle'> & { readonly id: string; readonly title: string }) => {
  const t = useWords('needs');
  const seen = useNeeds(circle);
  const need = seen.all.find((one) => one.id === id);
  const all = <TextLink href={`/circles/${circle.vault}/needs`}>{t('all')}</TextLink>;
  return (
    <Page title={title} where={<ToCircle circle={circle} />}>
      <Sheet>
        {need ? <One circle={circle} need={need} seen={seen} /> : <Title sub={t('gone.about')}>{t('gone')}</Title>}
        <Row note="">{all}</Row>
      </Sheet>
    </Page>
  );
};
