// Issues on the circle's own page: the newest open ones and how each stands.

import { ToAll } from '#web/ui/in-circle.tsx';
import './issues.css';
import { LinkButton } from '#web/ui/button.tsx';
import type { OpenCircle } from '#web/ui/circles.ts';
import { PartTitle } from '#web/ui/sheet.tsx';
import { useWords } from '#web/ui/words.ts';
import { IssueList } from './list.tsx';
import { issuesIn } from './model.ts';

const FEW = 3;

export const IssuesSection = ({ circle }: { readonly circle: OpenCircle }) => {
  const t = useWords('issues');
  const all = issuesIn(circle.snapshot);
  const open = all.filter(({ closed }) => closed === null);
  const at = `/circles/${circle.vault}/issues`;
  return (
    <section aria-labelledby="issues-h" className="stack">
      <PartTitle id="issues-h" title={t('title')} action={circle.standing === 'in' && <LinkButton href={`${at}/raise`}>{t('raise')}</LinkButton>}>
        {open.length === 0 && <p className="q">{t(all.length === 0 ? 'section.about' : 'section.none-open')}</p>}
      </PartTitle>
      {open.length > 0 && <IssueList circle={circle} sheets={open.slice(0, FEW)} />}
      {all.length > 0 && <ToAll href={at}>{t('section.all')}</ToAll>}
    </section>
  );
};
