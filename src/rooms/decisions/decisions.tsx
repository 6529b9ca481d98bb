// All decisions: what is to be looked at again, what is not decided yet, what waits for its day, what became of earlier ones; and said
// beside came.

import type { ReactNode } from 'react';
import { LinkButton, TextLink } from '#web/ui/button.tsx';
import { useFew } from '#web/ui/few.tsx';
import { ToPlace } from '#web/ui/in-place.tsx';
import { Page } from '#web/ui/page.tsx';
import { Example, PartTitle, Row, Sheet, Title } from '#web/ui/sheet.tsx';
import { useWords } from '#web/ui/words.ts';
import { Calibration } from './calibration.tsx';
import { dueDecisions, standingOf, type Decision, type Standing } from './model.ts';
import { DecisionRow, nowHere, useDecisions } from './parts.tsx';

const SOME = 8;

const Part = ({ id, title, note = '', decisions }: { readonly id: string; readonly title: string; readonly note?: ReactNode; readonly decisions: readonly Decision[] }) => {
  const t = useWords('decisions');
  const few = useFew(decisions, SOME, (count) => t('show-all', { count }));
  if (decisions.length === 0) return null;
  return (
    <section aria-labelledby={id} className="stack">
      <PartTitle id={id} title={title} note={note} />
      <ul className="ruled">
        {few.shown.map((decision) => (
          <DecisionRow key={decision.id} decision={decision} />
        ))}
      </ul>
      {few.more && <Row note="">{few.more}</Row>}
    </section>
  );
};

export const DecisionsPage = () => {
  const t = useWords('decisions');
  const decisions = useDecisions();
  const { day } = nowHere();
  const of = (standing: Standing): Decision[] => decisions.filter((one) => standingOf(one, day) === standing);
  const reviewed = of('reviewed').sort((a, b) => (a.reviewed > b.reviewed ? -1 : a.reviewed < b.reviewed ? 1 : 0));
  return (
    <Page title={t('title')} where={<ToPlace place="know" />}>
      <Sheet>
        <Title
          sub={t('about')}
          action={
            <LinkButton href="/know/decisions/new" look="go">
              {t('decide.go')}
            </LinkButton>
          }
        >
          {t('title')}
        </Title>
        <Row note="">
          <p className="links">
            <TextLink href="/know/decisions/machine">{t('machine.title')}</TextLink>
          </p>
        </Row>
        {decisions.length === 0 && (
          <Row note="">
            <Example caption={t('example')}>
              <p>{t('example-text')}</p>
            </Example>
          </Row>
        )}
        <Part id="due-h" title={t('part-due')} decisions={dueDecisions(decisions, day)} />
        <Part id="open-h" title={t('part-open')} decisions={of('open')} />
        <Part id="decided-h" title={t('part-decided')} decisions={of('decided')} />
        <Part id="earlier-h" title={t('part-reviewed')} note={reviewed.length > 0 ? t('looked-count', { count: reviewed.length }) : ''} decisions={reviewed} />
        <Calibration decisions={decisions} />
      </Sheet>
    </Page>
  );
};
