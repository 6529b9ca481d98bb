// What a circle's own page shows of its actions: those that are open, the newest first, and a way to all of them.

import { ToAll } from '#web/ui/in-circle.tsx';
import { LinkButton } from '#web/ui/button.tsx';
import type { OpenCircle } from '#web/ui/circles.ts';
import { inTurns } from '#web/ui/few.tsx';
import { PartTitle } from '#web/ui/sheet.tsx';
import { useWords } from '#web/ui/words.ts';
import { ActionRow, actionsIn, canWrite } from './parts.tsx';

const SHOWN = 3;

export const ActionsSection = ({ circle }: { readonly circle: OpenCircle }) => {
  const t = useWords('actions');
  const all = actionsIn(circle);
  const open = all.filter(({ is }) => is === 'open');
  const at = `/circles/${circle.vault}/actions`;
  return (
    <section aria-labelledby="actions-h" className="stack">
      <PartTitle id="actions-h" title={t('title')} action={canWrite(circle) && <LinkButton href={`${at}/new`}>{t('plan')}</LinkButton>}>
        {open.length === 0 && <p className="q">{t('none-open')}</p>}
      </PartTitle>
      <ul className="ruled">
        {inTurns(open)
          .slice(0, SHOWN)
          .map((action) => (
            <ActionRow key={action.id} circle={circle} action={action} />
          ))}
      </ul>
      {all.length > 0 && <ToAll href={at}>{t('all')}</ToAll>}
    </section>
  );
};
