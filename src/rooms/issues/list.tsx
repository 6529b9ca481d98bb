// All issues of a circle: the open ones, then those that were closed.

import './issues.css';
import { Link } from 'wouter';
import { useDay } from '#web/ui/circle-words.ts';
import { LinkButton } from '#web/ui/button.tsx';
import type { OpenCircle } from '#web/ui/circles.ts';
import { InCircle, ToCircle } from '#web/ui/in-circle.tsx';
import { Page } from '#web/ui/page.tsx';
import { Example, PartTitle, Row, Sheet, Title } from '#web/ui/sheet.tsx';
import { useWords } from '#web/ui/words.ts';
import { issuesIn, type Sheet as Issue } from './model.ts';
import { useStanding, useWhose } from './told.tsx';

/** Issues along the line, each with its day and how it stands. */
export const IssueList = ({ circle, sheets }: { readonly circle: OpenCircle; readonly sheets: readonly Issue[] }) => {
  const day = useDay();
  const standing = useStanding();
  const whose = useWhose(circle);
  return (
    <ul className="ruled">
      {sheets.map((sheet) => {
        const { issue } = sheet;
        return (
          <li key={issue.id} className="row">
            <p className="mg num">{day(issue.at)}</p>
            <div className="tx wide">
              <p className="said-l" dir="auto">
                <Link href={`/circles/${circle.vault}/issues/${issue.id}`} className="quiet-link">
                  {issue.title}
                </Link>
              </p>
              <p className="s q num">
                {standing(sheet)}. {whose(sheet)}
              </p>
            </div>
          </li>
        );
      })}
    </ul>
  );
};

const Issues = ({ circle }: { readonly circle: OpenCircle }) => {
  const t = useWords('issues');
  const all = issuesIn(circle.snapshot);
  const open = all.filter(({ closed }) => closed === null);
  const closed = all.filter((sheet) => sheet.closed !== null);
  return (
    <Page title={t('title')} where={<ToCircle circle={circle} />}>
      <Sheet>
        <Title
          sub={t(all.length === 0 ? 'list.empty' : 'section.about')}
          action={
            circle.standing === 'in' && (
              <LinkButton look="go" href={`/circles/${circle.vault}/issues/raise`}>
                {t('raise')}
              </LinkButton>
            )
          }
        >
          {t('title')}
        </Title>
        {all.length === 0 && (
          <Row note="">
            <Example caption={t('list.example-caption')} by={t('list.example-by')}>
              <p>{t('list.example')}</p>
            </Example>
          </Row>
        )}
        {open.length > 0 && <IssueList circle={circle} sheets={open} />}
        {closed.length > 0 && (
          <section aria-labelledby="closed-h" className="stack">
            <PartTitle id="closed-h" title={t('list.closed')} />
            <IssueList circle={circle} sheets={closed} />
          </section>
        )}
      </Sheet>
    </Page>
  );
};

export const IssuesPage = ({ params }: { readonly params: Readonly<Record<string, string>> }) => (
  <InCircle vault={params['circle']}>{(circle) => <Issues circle={circle} />}</InCircle>
);
