// The room: four ways in of one size, what was named lately with a way on from each, hard conversations, and what is known about all this.

import { Link } from 'wouter';
import { LinkButton } from '#web/ui/button.tsx';
import { useNamed } from '#web/ui/felt.tsx';
import { useFew } from '#web/ui/few.tsx';
import { ToPlace } from '#web/ui/in-place.tsx';
import { Page } from '#web/ui/page.tsx';
import { Example, PartTitle, Row, Sheet, Title } from '#web/ui/sheet.tsx';
import { useWords } from '#web/ui/words.ts';
import { talkIdOf, type Talk } from './model.ts';
import { AT, PersonNow, talkHref, tellingHref, useAfters, useDay, useFeelingLine, useList, useNeedWords, useTalks, useTellings } from './parts.tsx';

const SOME = 6;

const Doors = () => {
  const t = useWords('feelings');
  return (
    <Row note="" wide>
      <nav className="fl-eq" aria-label={t('doors')}>
        <LinkButton href="/journal/check-in">{t('name.go')}</LinkButton>
        <LinkButton href={`${AT}/telling/new`}>{t('listen.go')}</LinkButton>
        <LinkButton href={`${AT}/conversation/new`}>{t('talk.go')}</LinkButton>
        <LinkButton href={`${AT}/ground`}>{t('ground.go')}</LinkButton>
      </nav>
    </Row>
  );
};

const Lately = () => {
  const t = useWords('feelings');
  const day = useDay();
  const feelingLine = useFeelingLine();
  const named = useNamed([]).slice(0, SOME);
  return (
    <section aria-labelledby="lately-h" className="stack">
      <PartTitle id="lately-h" title={t('lately')} action={named.length > 0 ? <Link href={`${AT}/over-time`}>{t('over.title')}</Link> : undefined}>
        {named.length === 0 && <p className="s q">{t('lately-none', { seconds: 20 })}</p>}
      </PartTitle>
      {named.length === 0 ? (
        <Row note="">
          <Example caption={t('example')}>
            <p>{t('example-text')}</p>
          </Example>
        </Row>
      ) : (
        <ul className="ruled">
          {named.map((one) => (
            <li key={one.id} className="row">
              <p className="mg num">{day(one.when)}</p>
              <div className="tx wide between">
                <Link href={`/journal/e/${one.id}`} className="said" dir="auto">
                  {feelingLine(one.feelings)}
                </Link>
                <Link href={`${AT}/telling/new?to=${one.id}&as=about`} className="s" aria-label={t('listen.title-what', { what: feelingLine(one.feelings) })}>
                  {t('listen.title')}
                </Link>
              </div>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
};

const Tellings = () => {
  const t = useWords('feelings');
  const day = useDay();
  const list = useList();
  const needWords = useNeedWords();
  const feelingLine = useFeelingLine();
  const few = useFew(useTellings(), SOME, (count) => t('show-all', { count }));
  if (few.shown.length === 0) return null;
  return (
    <section aria-labelledby="tellings-h" className="stack">
      <PartTitle id="tellings-h" title={t('tellings')} />
      <ul className="ruled">
        {few.shown.map(({ id, texts, sets, when }) => (
          <li key={id} className="row">
            <p className="mg num">{day(when)}</p>
            <div className="tx wide">
              <Link href={tellingHref(id)} className="said" dir="auto">
                {texts.telling.split('\n')[0] || feelingLine(sets.feelings) || t('listen.title')}
              </Link>
              {sets.needs.length > 0 && (
                <p className="s q" dir="auto">
                  {list(sets.needs.map(needWords))}
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

const TalkRow = ({ talk, isLookedAt }: { readonly talk: Talk; readonly isLookedAt: boolean }) => {
  const t = useWords('feelings');
  const day = useDay();
  const list = useList();
  const { id, texts, sets, marks, when } = talk;
  return (
    <li className="row">
      <p className="mg num">{day(marks.on || when)}</p>
      <div className="tx wide between">
        <div>
          <Link href={talkHref(id)} className="said" dir="auto">
            {texts.about.split('\n')[0] || texts.ask.split('\n')[0] || t('talk.one')}
          </Link>
          {sets.people.length > 0 && (
            <p className="s q" dir="auto">
              {t('talk.with', { people: list(sets.people) })}
            </p>
          )}
        </div>
        <Link href={`${talkHref(id)}${isLookedAt ? '' : '/after'}`} className="s">
          {t(isLookedAt ? 'talk.looked-at' : 'after.write')}
        </Link>
      </div>
    </li>
  );
};

const Talks = () => {
  const t = useWords('feelings');
  const looked = new Set(useAfters().map(talkIdOf));
  const few = useFew(useTalks(), SOME, (count) => t('show-all', { count }));
  return (
    <section aria-labelledby="talks-h" className="stack">
      <PartTitle id="talks-h" title={t('talks')} action={<Link href={`${AT}/after/new`}>{t('after.new')}</Link>}>
        {few.shown.length === 0 && <p className="s q">{t('talks-none')}</p>}
      </PartTitle>
      {few.shown.length > 0 && (
        <ul className="ruled">
          {few.shown.map((talk) => (
            <TalkRow key={talk.id} talk={talk} isLookedAt={looked.has(talk.id)} />
          ))}
        </ul>
      )}
      {few.more && <Row note="">{few.more}</Row>}
    </section>
  );
};

export const FeelingsPage = () => {
  const t = useWords('feelings');
  return (
    <Page title={t('title')} where={<ToPlace place="know" />}>
      <Sheet>
        <Title sub={t('intro')}>{t('title')}</Title>
        <Doors />
        <PersonNow />
        <Lately />
        <Tellings />
        <Talks />
        <Row note="">
          <details>
            <summary>{t('known')}</summary>
            <div className="stack s">
              <p>{t('known.evidence')}</p>
              <p>{t('known.sceptic')}</p>
              <p>{t('known.limits')}</p>
            </div>
          </details>
        </Row>
      </Sheet>
    </Page>
  );
};
