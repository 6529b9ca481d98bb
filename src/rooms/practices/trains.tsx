// The skills that a practice trains, each by its name and its framework. Where one has taken it up, the name leads to it.

import { Link } from 'wouter';
import { Row } from '#web/ui/sheet.tsx';
import { useTrained } from '#web/ui/trains.ts';
import { useWords } from '#web/ui/words.ts';
import type { Practice } from './model.ts';

export const Trains = ({ practice }: { readonly practice: Pick<Practice, 'skills'> }) => {
  const t = useWords('practices');
  const trained = useTrained(practice.skills);
  if (trained.length === 0) return null;
  return (
    <Row note={t('know.trains')} wide>
      <ul className="s links">
        {trained.map(({ code, name, of, href }) => (
          <li key={code}>
            <Link href={href} dir="auto">
              {name}
            </Link>{' '}
            <span className="q" dir="auto">
              {of}
            </span>
          </li>
        ))}
      </ul>
    </Row>
  );
};
