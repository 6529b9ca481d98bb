// A hard conversation as it was prepared, with what was written after it; and what was written after one, with what had been prepared.

import { Link } from 'wouter';
import { LinkButton } from '#web/ui/button.tsx';
import { NotHere } from '#web/ui/in-place.tsx';
import { Page } from '#web/ui/page.tsx';
import { RoadsOut } from '#web/ui/roads.tsx';
import type { RoomPageProps } from '#web/ui/room.ts';
import { PartTitle, Row, Sheet, Title } from '#web/ui/sheet.tsx';
import { useWords } from '#web/ui/words.ts';
import { Foot } from './foot.tsx';
import { AFTER_TEXTS, deleteAfter, deleteTalk, talkIdOf, type After, type Talk } from './model.ts';
import { NotAlone } from './prepare.tsx';
import { afterHref, AT, Part, PersonNow, talkHref, ToFeelings, useAfter, useAfters, useDay, useFeelingLine, useList, useNeedWords, useTalk, WordsPart } from './parts.tsx';

const titleOf = ({ texts }: Talk, otherwise: string): string => texts.about.trim() || otherwise;

/** With somebody who plays the other side: a practice for two, or asked for in a circle without a word of what it is about. */
const Rehearse = () => {
  const t = useWords('feelings');
  return (
    <Row as="section" note={t('rehearse.note')} wide stack className="no-print" labelledBy="rehearse-h">
      <details>
        <summary id="rehearse-h">{t('rehearse.title')}</summary>
        <div className="stack">
          <p>{t('rehearse.about')}</p>
          <p className="links">
            <Link href="/act/practices/p09">{t('rehearse.body')}</Link>
            <Link href={`${AT}/ground`}>{t('ground.title')}</Link>
          </p>
          <RoadsOut leads="ask" label={t('rehearse.ask')} strain={{ words: t('rehearse.words'), replies: {} }} />
        </div>
      </details>
    </Row>
  );
};

const AfterRow = ({ after }: { readonly after: After }) => {
  const t = useWords('feelings');
  const day = useDay();
  const { id, texts, marks, when } = after;
  return (
    <li className="row">
      <p className="mg num">{day(when)}</p>
      <div className="tx wide between">
        <Link href={afterHref(id)} className="said" dir="auto">
          {texts.happened.split('\n')[0] || t('after.title')}
        </Link>
        {marks.got !== '' && <span className="tag">{t(`got.${marks.got}`)}</span>}
      </div>
    </li>
  );
};

const TalkView = ({ talk }: { readonly talk: Talk }) => {
  const t = useWords('feelings');
  const day = useDay();
  const list = useList();
  const feelingLine = useFeelingLine();
  const needWords = useNeedWords();
  const afters = useAfters().filter((after) => talkIdOf(after) === talk.id);
  const { id, texts, sets, marks, when } = talk;
  const withWhom = sets.people.length > 0 ? t('talk.with', { people: list(sets.people) }) : '';
  return (
    <Sheet>
      <Title note={day(marks.on || when)} sub={withWhom || undefined}>
        <bdi>{titleOf(talk, t('talk.one'))}</bdi>
      </Title>
      <Part label={t('part.facts')} text={texts.facts} />
      <WordsPart label={t('part.feelings')} words={sets.feelings.length > 0 ? [feelingLine(sets.feelings)] : []} />
      <WordsPart label={t('part.needs')} words={sets.needs.map(needWords)} />
      <Part label={t('part.ask')} text={texts.ask} />
      <Part label={t('part.theirs')} text={texts.theirs} />
      <Part label={t('part.hear')} text={texts.hear} />
      <Part label={t('part.stop')} text={texts.stop} />
      {afters.length === 0 && <Rehearse />}
      <section aria-labelledby="after-h" className="stack">
        <PartTitle
          id="after-h"
          title={t('after.title')}
          action={
            <LinkButton href={`${talkHref(id)}/after`} look={afters.length === 0 ? 'go' : 'plain'}>
              {t('after.write')}
            </LinkButton>
          }
        >
          {afters.length === 0 && <p className="s q">{t('after.none')}</p>}
        </PartTitle>
        {afters.length > 0 && (
          <ul className="ruled">
            {afters.map((after) => (
              <AfterRow key={after.id} after={after} />
            ))}
          </ul>
        )}
      </section>
      <Foot id={id} href={talkHref(id)} back={AT} deletes={() => deleteTalk(talk, afters)} listed={new Set(afters.map((after) => after.id))} />
      {afters.length === 0 && <NotAlone />}
    </Sheet>
  );
};

export const TalkPage = ({ params }: RoomPageProps) => {
  const t = useWords('feelings');
  const talk = useTalk(params['id'] ?? '');
  if (!talk) return <NotHere where={<ToFeelings />} />;
  return (
    <Page title={titleOf(talk, t('talk.one'))} where={<ToFeelings />}>
      <TalkView talk={talk} />
    </Page>
  );
};

const AfterView = ({ after, talk }: { readonly after: After; readonly talk: Talk | null }) => {
  const t = useWords('feelings');
  const day = useDay();
  const list = useList();
  const feelingLine = useFeelingLine();
  const { id, texts, sets, marks, when } = after;
  return (
    <Sheet>
      <Title note={day(when)} sub={sets.people.length > 0 ? t('talk.with', { people: list(sets.people) }) : undefined}>
        {t('after.title')}
      </Title>
      {talk && (
        <Row note={t('after.before')}>
          <p>
            <Link href={talkHref(talk.id)} className="said" dir="auto">
              {titleOf(talk, t('talk.one'))}
            </Link>
          </p>
        </Row>
      )}
      <WordsPart label={t('part.got')} words={marks.got === '' ? [] : [t(`got.${marks.got}`)]} />
      {AFTER_TEXTS.map((name) => (
        <Part key={name} label={t(name === 'theirs' ? 'part.theirs-after' : `part.${name}`)} text={texts[name]} />
      ))}
      <WordsPart label={t('part.feelings')} words={sets.feelings.length > 0 ? [feelingLine(sets.feelings)] : []} />
      <Foot id={id} href={afterHref(id)} back={talk ? talkHref(talk.id) : AT} deletes={() => deleteAfter(after)} commitment={{ field: 'what', text: texts.next.split('\n')[0]! }} />
      <PersonNow />
    </Sheet>
  );
};

export const AfterPage = ({ params }: RoomPageProps) => {
  const t = useWords('feelings');
  const after = useAfter(params['id'] ?? '');
  const talk = useTalk(after ? talkIdOf(after) : '');
  if (!after) return <NotHere where={<ToFeelings />} />;
  return (
    <Page title={t('after.title')} where={<ToFeelings />}>
      <AfterView after={after} talk={talk} />
    </Page>
  );
};
