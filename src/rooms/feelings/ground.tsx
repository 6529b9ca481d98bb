// Coming back to oneself, by the senses, the breath or moving: each with whom it is not for, before one begins; none is ever required. What got
// worse the last time stands below, not offered. They are played, with stop as large as go on, where every practice is.

import { Link } from 'wouter';
import { LinkButton } from '#web/ui/button.tsx';
import { useGrounding, type Grounding } from '#web/ui/grounding.ts';
import { Page } from '#web/ui/page.tsx';
import { PartTitle, Row, Sheet, Title } from '#web/ui/sheet.tsx';
import { useWords } from '#web/ui/words.ts';
import { AT, ToFeelings } from './parts.tsx';

const One = ({ way }: { readonly way: Grounding }) => {
  const t = useWords('feelings');
  return (
    <Row as="section" note={way.minutes} labelledBy={`way-${way.id}`} wide stack>
      <h2 id={`way-${way.id}`} dir="auto">
        {way.name}
      </h2>
      {way.why !== '' && <p dir="auto">{way.why}</p>}
      {way.care !== '' && (
        <p className="note" dir="auto">
          <b>{t('ground.care')}</b> {way.care}
        </p>
      )}
      <div className="cluster">
        <LinkButton href={way.href} icon="play" aria-label={t('ground.begin-what', { name: way.name })}>
          {t('ground.begin')}
        </LinkButton>
      </div>
    </Row>
  );
};

export const GroundPage = () => {
  const t = useWords('feelings');
  const { offered, away } = useGrounding();
  return (
    <Page title={t('ground.title')} where={<ToFeelings />}>
      <Sheet>
        <Title sub={t('ground.about')}>{t('ground.title')}</Title>
        <Row note={t('talk.first')} wide>
          <div className="note stack">
            <p>{t('ground.not-for')}</p>
            <p className="links">
              <Link href={`${AT}/help`}>{t('person.title')}</Link>
            </p>
          </div>
        </Row>
        {offered.map((way) => (
          <One key={way.id} way={way} />
        ))}
        {offered.length === 0 && (
          <Row note="">
            <p>{t('ground.none')}</p>
          </Row>
        )}
        {away.length > 0 && (
          <section aria-labelledby="away-h">
            <PartTitle id="away-h" title={t('ground.away', { count: away.length })}>
              <p className="s q">{t('ground.away-about')}</p>
              <p className="links">
                {away.map((way) => (
                  <Link key={way.id} href={way.href} dir="auto">
                    {way.name}
                  </Link>
                ))}
              </p>
            </PartTitle>
          </section>
        )}
        <Row note="">
          <p className="s q">{t('ground.known')}</p>
        </Row>
      </Sheet>
    </Page>
  );
};
