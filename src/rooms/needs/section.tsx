// Needs and offers on the circle's own page: the few that are nearest, the last that was met, and the way to all of them.

import { ToAll } from '#web/ui/in-circle.tsx';
import { LinkButton } from '#web/ui/button.tsx';
import type { OpenCircle } from '#web/ui/circles.ts';
import { PartTitle } from '#web/ui/sheet.tsx';
import { useWords } from '#web/ui/words.ts';
import { aFew, metNeeds, ownNeeds, standingOf, wayOf, type Need } from './model.ts';
import { NeedRow } from './need-row.tsx';
import { useNeeds, type Seen } from './use-needs.tsx';

const FEW = 4;

/** What waits for one: one's own whose day is over, then what is open and not said no to. */
export const waiting = ({ all, open, refused, seeing }: Seen): readonly Need[] => [
  ...ownNeeds(all, seeing.me).filter((need) => standingOf(need, seeing) === 'past'),
  ...open.filter(({ id }) => !refused.has(id)),
];

/** The first that one could do something about: it alone bears the accent. */
export const firstToDo = (needs: readonly Need[], me: string): string =>
  needs.find((need) => need.by !== me && need.side === 'needed' && wayOf(need) === 'can' && need.answers.length === 0)?.id ?? '';

export const NeedsSection = ({ circle }: { readonly circle: OpenCircle }) => {
  const t = useWords('needs');
  const seen = useNeeds(circle);
  const isIn = circle.standing === 'in';
  if (!isIn && seen.all.length === 0) return null;
  const few = aFew(waiting(seen), FEW);
  const met = metNeeds(seen.all).slice(0, 1);
  const first = firstToDo(few, circle.me);
  const at = `/circles/${circle.vault}/needs`;
  return (
    <section aria-labelledby="needs-h" className="stack">
      <PartTitle id="needs-h" title={t('title')} action={isIn && <LinkButton href={`${at}/new`}>{t('new')}</LinkButton>}>
        {few.length + met.length === 0 && <p className="q">{t('section.empty')}</p>}
      </PartTitle>
      {few.length + met.length > 0 && (
        <ul className="ruled needs">
          {[...few, ...met].map((need) => (
            <NeedRow key={need.id} circle={circle} need={need} seen={seen} go={need.id === first} />
          ))}
        </ul>
      )}
      {seen.all.length > 0 && <ToAll href={at}>{t('all')}</ToAll>}
    </section>
  );
};
