// Sharing on the circle's own page: the newest with its remarks, the next few in a line each, the way to all.

import { Link } from 'wouter';
import { LinkButton, TextLink } from '#web/ui/button.tsx';
import type { OpenCircle } from '#web/ui/circles.ts';
import { PartTitle, Row } from '#web/ui/sheet.tsx';
import { useWords } from '#web/ui/words.ts';
import { beginning } from './from-entry.ts';
import type { Shared } from './model.ts';
import { One, SharedNote } from './one.tsx';
import { useShown } from './use-sharing.tsx';

const FEW = 3;

export const SharedRow = ({ circle, one }: { readonly circle: OpenCircle; readonly one: Shared }) => {
  const t = useWords('sharing');
  return (
    <li className="row">
      <p className="mg num">
        <SharedNote circle={circle} one={one} />
      </p>
      <div className="tx wide">
        <p className="said-l" dir="auto">
          <Link href={`/circles/${circle.vault}/sharing/${one.id}`} className="quiet-link">
            {beginning(one.text)}
          </Link>
        </p>
        {one.remarks.length > 0 && <p className="s q num">{t('remarks.count', { count: one.remarks.length })}</p>}
      </div>
    </li>
  );
};

export const SharingSection = ({ circle }: { readonly circle: OpenCircle }) => {
  const t = useWords('sharing');
  const { shared, quotes } = useShown(circle);
  const isIn = circle.standing === 'in';
  const [first, ...rest] = shared;
  if (!isIn && !first) return null;
  return (
    <section aria-labelledby="sharing-h" className="stack">
      <PartTitle id="sharing-h" title={t('title')} action={isIn && <LinkButton href={`/share?circle=${circle.vault}`}>{t('share')}</LinkButton>}>
        {!first && <p className="q">{t('section.empty')}</p>}
      </PartTitle>
      {first && <One circle={circle} one={first} isPart />}
      {rest.length > 0 && (
        <ul className="ruled shared-list">
          {rest.slice(0, FEW).map((one) => (
            <SharedRow key={one.id} circle={circle} one={one} />
          ))}
        </ul>
      )}
      {(shared.length > 1 || quotes.length > 0) && (
        <Row note="">
          <p className="links s">
            <TextLink href={`/circles/${circle.vault}/sharing`}>{t('all')}</TextLink>
          </p>
        </Row>
      )}
    </section>
  );
};
