// A hard conversation, prepared: what happened, what I feel and need, what I ask for; their side as they would tell it, what I can hear, and
// when I stop. It says first when one should not go into it alone. Everything may be left out but one word of any kind.

import { Link, useLocation, useSearchParams } from 'wouter';
import { Button } from '#web/ui/button.tsx';
import { FeelingsField } from '#web/ui/felt.tsx';
import { LineField, TextArea, TextField } from '#web/ui/field.tsx';
import { useSend } from '#web/ui/form.tsx';
import { placeOf, useFormValues } from '#web/ui/form-values.ts';
import { NotHere } from '#web/ui/in-place.tsx';
import { linksAsked, useAct } from '#web/ui/own.ts';
import { NamesField } from '#web/ui/names-field.tsx';
import { Page } from '#web/ui/page.tsx';
import type { RoomPageProps } from '#web/ui/room.ts';
import { Row, Sheet, Title } from '#web/ui/sheet.tsx';
import { useDesk } from '#web/ui/vault.ts';
import { usePeople } from '#web/ui/vocabulary.ts';
import { useWords } from '#web/ui/words.ts';
import { changeTalk, MOST, prepareTalk, TALK_TEXTS, type Talk } from './model.ts';
import { AT, inLines, linesOf, NeedsField, nowHere, talkHref, ToFeelings, useTalk } from './parts.tsx';

const typedOf = (talk: Talk | null) => ({
  ...(Object.fromEntries(TALK_TEXTS.map((name) => [name, talk?.texts[name] ?? ''])) as Record<(typeof TALK_TEXTS)[number], string>),
  people: linesOf(talk?.sets.people ?? []),
  feelings: linesOf(talk?.sets.feelings ?? []),
  needs: linesOf(talk?.sets.needs ?? []),
  on: talk?.marks.on ?? '',
});
type Typed = ReturnType<typeof typedOf>;

const draftOf = ({ people, feelings, needs, ...rest }: Typed) => ({ ...rest, people: inLines(people), feelings: inLines(feelings), needs: inLines(needs) });

/** When not to go into it alone: said before anything is asked. */
export const NotAlone = () => {
  const t = useWords('feelings');
  return (
    <Row note={t('talk.first')} wide>
      <div className="note stack">
        <p>{t('talk.not-alone')}</p>
        <p className="links">
          <Link href={`${AT}/help`}>{t('person.title')}</Link>
        </p>
      </div>
    </Row>
  );
};

const TalkForm = ({ talk }: { readonly talk: Talk | null }) => {
  const t = useWords('feelings');
  const desk = useDesk();
  const act = useAct('feelings');
  const [, go] = useLocation();
  const [params] = useSearchParams();
  const known = usePeople();
  const { values, change, clear } = useFormValues(talk ? placeOf('talk', talk.id) : 'talk new', typedOf(talk));
  const isEmpty = Object.entries(values).every(([name, text]) => name === 'on' || text.trim() === '');
  const area = (name: 'facts' | 'theirs' | 'ask' | 'hear' | 'stop') => (
    <TextArea label={t(`talk.${name}`)} hint={t(`talk.${name}-hint`)} value={values[name]} onChange={(text) => change({ [name]: text })} maxLength={MOST.text} />
  );
  const { isGoing, onSubmit } = useSend(async () => {
    const id = talk?.id ?? desk.newId();
    const done = await act(
      talk ? changeTalk(talk, draftOf(values), nowHere()) : prepareTalk(draftOf(values), id, nowHere(), linksAsked(params)),
      talk ? 'done.changed' : 'done.kept',
    );
    if (!done.ok) return;
    clear();
    go(talkHref(id), { replace: true });
  });
  return (
    <form className="rows" onSubmit={onSubmit}>
      <Row note="" wide stack>
        <LineField label={t('talk.about-what')} quiet={false} value={values.about} onChange={(about) => change({ about })} maxLength={MOST.text} />
        <div className="two">
          <NamesField label={t('talk.people')} value={inLines(values.people)} onChange={(names) => change({ people: linesOf(names) })} suggestions={known} />
          <TextField type="date" label={t('talk.on')} value={values.on} onChange={(on) => change({ on })} />
        </div>
      </Row>
      <Row note={t('talk.mine')} wide stack>
        {area('facts')}
        <details open={values.feelings !== '' || undefined}>
          <summary>{t('talk.feelings')}</summary>
          <FeelingsField value={inLines(values.feelings)} onChange={(feelings) => change({ feelings: linesOf(feelings) })} />
        </details>
        <details open={values.needs !== '' || undefined}>
          <summary>{t('talk.needs')}</summary>
          <NeedsField legend={t('talk.needs')} value={inLines(values.needs)} onChange={(needs) => change({ needs: linesOf(needs) })} />
        </details>
        {area('ask')}
      </Row>
      <Row note={t('talk.other')} wide stack>
        {area('theirs')}
        {area('hear')}
      </Row>
      <Row note={t('talk.way-out')} wide stack>
        {area('stop')}
        <div className="cluster">
          <Button look="go" type="submit" isDisabled={isGoing || isEmpty}>
            {t('keep')}
          </Button>
        </div>
      </Row>
    </form>
  );
};

export const PreparePage = () => {
  const t = useWords('feelings');
  return (
    <Page title={t('talk.new')} where={<ToFeelings />}>
      <Sheet>
        <Title sub={t('talk.about')}>{t('talk.new')}</Title>
        <NotAlone />
        <TalkForm talk={null} />
      </Sheet>
    </Page>
  );
};

export const ChangeTalkPage = ({ params }: RoomPageProps) => {
  const t = useWords('feelings');
  const talk = useTalk(params['id'] ?? '');
  if (!talk) return <NotHere where={<ToFeelings />} />;
  return (
    <Page title={t('talk.new')} where={<ToFeelings />}>
      <Sheet>
        <Title>{t('talk.new')}</Title>
        <TalkForm talk={talk} />
      </Sheet>
    </Page>
  );
};
