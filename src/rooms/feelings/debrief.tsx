// After a hard conversation, prepared here or not: what happened, whether what one asked for was heard, their side as it looks now, what one
// learnt, what comes next. It is about the talk, not about an old wound (a single debriefing after trauma can harm: Rose et al. 2002).

import { useLocation, useSearchParams } from 'wouter';
import { Button } from '#web/ui/button.tsx';
import { FeelingsField } from '#web/ui/felt.tsx';
import { TextArea } from '#web/ui/field.tsx';
import { useSend } from '#web/ui/form.tsx';
import { placeOf, useFormValues } from '#web/ui/form-values.ts';
import { NotHere } from '#web/ui/in-place.tsx';
import { linksAsked, useAct } from '#web/ui/own.ts';
import { NamesField } from '#web/ui/names-field.tsx';
import { Page } from '#web/ui/page.tsx';
import { PickOne } from '#web/ui/pick.tsx';
import type { RoomPageProps } from '#web/ui/room.ts';
import { Row, Sheet, Title } from '#web/ui/sheet.tsx';
import { useDesk } from '#web/ui/vault.ts';
import { usePeople } from '#web/ui/vocabulary.ts';
import { useWords } from '#web/ui/words.ts';
import { AFTER_TEXTS, changeAfter, debriefTalk, GOT, MOST, talkIdOf, type After, type Talk } from './model.ts';
import { afterHref, inLines, linesOf, nowHere, PersonNow, ToFeelings, useAfter, useTalk } from './parts.tsx';

const typedOf = (after: After | null, talk: Talk | null) => ({
  ...(Object.fromEntries(AFTER_TEXTS.map((name) => [name, after?.texts[name] ?? ''])) as Record<(typeof AFTER_TEXTS)[number], string>),
  people: linesOf(after?.sets.people ?? talk?.sets.people ?? []),
  feelings: linesOf(after?.sets.feelings ?? []),
  got: after?.marks.got ?? '',
});
type Typed = ReturnType<typeof typedOf>;

const draftOf = ({ people, feelings, ...rest }: Typed) => ({ ...rest, people: inLines(people), feelings: inLines(feelings) });

const AfterForm = ({ talk, after }: { readonly talk: Talk | null; readonly after: After | null }) => {
  const t = useWords('feelings');
  const desk = useDesk();
  const act = useAct('feelings');
  const [, go] = useLocation();
  const [params] = useSearchParams();
  const known = usePeople();
  const { values, change, clear } = useFormValues(after ? placeOf('after', after.id) : talk ? placeOf('debrief', talk.id) : 'debrief new', typedOf(after, talk));
  const isEmpty = Object.entries(values).every(([name, text]) => name === 'people' || text.trim() === '');
  const area = (name: 'happened' | 'theirs' | 'learnt' | 'next') => (
    <TextArea label={t(`after.${name}`)} value={values[name]} onChange={(text) => change({ [name]: text })} maxLength={MOST.text} />
  );
  const { isGoing, onSubmit } = useSend(async () => {
    const id = after?.id ?? desk.newId();
    const now = nowHere();
    const done = await act(
      after ? changeAfter(after, draftOf(values), now) : debriefTalk(talk, draftOf(values), id, now, linksAsked(params)),
      after ? 'done.changed' : 'done.kept',
    );
    if (!done.ok) return;
    clear();
    go(afterHref(id), { replace: true });
  });
  return (
    <form className="rows" onSubmit={onSubmit}>
      {talk && (talk.texts.ask !== '' || talk.texts.hear !== '') && (
        <Row note={t('after.before')} wide>
          <dl className="fl-facts">
            {(['ask', 'hear'] as const).map(
              (name) =>
                talk.texts[name] !== '' && (
                  <div key={name}>
                    <dt>{t(`part.${name}`)}</dt>
                    <dd className="said" dir="auto">
                      {talk.texts[name]}
                    </dd>
                  </div>
                ),
            )}
          </dl>
        </Row>
      )}
      <Row note={t('part.happened')} wide stack>
        {area('happened')}
        <PickOne
          legend={t('after.got')}
          none
          options={GOT.map((value) => ({ value, label: t(`got.${value}`) }))}
          value={GOT.find((one) => one === values.got) ?? null}
          onChange={(got) => change({ got: got ?? '' })}
        />
        {!talk && <NamesField label={t('talk.people')} value={inLines(values.people)} onChange={(names) => change({ people: linesOf(names) })} suggestions={known} />}
      </Row>
      <Row note={t('talk.other')} wide>
        {area('theirs')}
      </Row>
      <Row note={t('part.feelings')} wide>
        <details open={values.feelings !== '' || undefined}>
          <summary>{t('after.feelings')}</summary>
          <FeelingsField value={inLines(values.feelings)} onChange={(feelings) => change({ feelings: linesOf(feelings) })} />
        </details>
      </Row>
      <Row note={t('part.learnt')} wide stack>
        {area('learnt')}
        {area('next')}
        <div className="cluster">
          <Button look="go" type="submit" isDisabled={isGoing || isEmpty}>
            {t('keep')}
          </Button>
        </div>
      </Row>
    </form>
  );
};

export const DebriefPage = ({ params }: RoomPageProps) => {
  const t = useWords('feelings');
  const id = params['id'];
  const talk = useTalk(id ?? '');
  if (id !== undefined && !talk) return <NotHere where={<ToFeelings />} />;
  return (
    <Page title={t('after.title')} where={<ToFeelings />}>
      <Sheet>
        <Title sub={t('after.about')}>{t('after.title')}</Title>
        {talk && talk.texts.about !== '' && (
          <Row note="">
            <p className="said-l" dir="auto">
              {talk.texts.about}
            </p>
          </Row>
        )}
        <AfterForm talk={talk} after={null} />
        <PersonNow />
      </Sheet>
    </Page>
  );
};

export const ChangeAfterPage = ({ params }: RoomPageProps) => {
  const t = useWords('feelings');
  const after = useAfter(params['id'] ?? '');
  const talk = useTalk(after ? talkIdOf(after) : '');
  if (!after) return <NotHere where={<ToFeelings />} />;
  return (
    <Page title={t('after.title')} where={<ToFeelings />}>
      <Sheet>
        <Title>{t('after.title')}</Title>
        <AfterForm talk={talk} after={after} />
      </Sheet>
    </Page>
  );
};
