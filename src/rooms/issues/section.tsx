// Issues on the circle's own page: the newest open ones and how each stands.

import './issues.css';
import { TextLink } from '#web/ui/button.tsx';
import type { OpenCircle } from '#web/ui/circles.ts';
import { Row } from '#web/ui/sheet.tsx';
import { useWords } from '#web/ui/words.ts';
import { issuesIn } from './model.ts';
import { useStanding } from './told.tsx';

const FEW = 3;

export const IssuesSection = ({ circle }: { readonly circle: OpenCircle }) => {
  const t = useWords('issues');
  const standing = useStanding();
  const all = issuesIn(circle.snapshot);
  const open = all.filter(({ closed }) => closed === null);
  const at = `/circles/${circle.vault}/issues`;
  return (
    <Row as="section" note={t('title')} labelledBy="issues-h" wide stack>
      <h2 className="vh" id="issues-h">
        {t('title')}
      </h2>
      {open.length === 0 && <p className="q">{t(all.length === 0 ? 'section.about' : 'section.none-open')}</p>}
      <ul className="stack">
        {open.slice(0, FEW).map((sheet) => (
          <li key={sheet.issue.id}>
            <p className="said-l" dir="auto">
              <TextLink href={`${at}/${sheet.issue.id}`}>{sheet.issue.title}</TextLink>
            </p>
            <p className="s q num">{standing(sheet)}</p>
          </li>
        ))}
      </ul>
      <p className="links s">
        {all.length > 0 && <TextLink href={at}>{t('section.all')}</TextLink>}
        {circle.standing === 'in' && (
          <TextLink href={`${at}/raise`} icon="add">
            {t('raise')}
          </TextLink>
        )}
      </p>
    </Row>
  );
};
