// Short notes that somebody wrote to a circle (`kith circle write`), on its own page, the newest first. Nothing stands here where nobody
// wrote one.

import { recordsOf } from '#core/snapshot.ts';
import { ByWhen } from '#web/ui/by-when.tsx';
import type { OpenCircle } from '#web/ui/circles.ts';
import { useFew } from '#web/ui/few.tsx';
import { PartTitle, Row } from '#web/ui/sheet.tsx';
import { useWords } from '#web/ui/words.ts';
import { noteKindName, notesOf } from './model.ts';

const FEW = 5;

export const NotesSection = ({ circle }: { readonly circle: OpenCircle }) => {
  const t = useWords('circles');
  const few = useFew(notesOf([...recordsOf(circle.snapshot, noteKindName).values()]).toReversed(), FEW, (count) => t('notes.all', { count }));
  if (few.shown.length === 0) return null;
  return (
    <section aria-labelledby="circle-notes-h" className="stack">
      <PartTitle id="circle-notes-h" title={t('notes.title')} />
      <ul className="ruled">
        {few.shown.map(({ id, by, at, text, otherTexts }) => (
          <li key={id} className="row">
            <ByWhen circle={circle} by={by} at={at} />
            <div className="tx wide">
              {[text, ...otherTexts].map((one, place) => (
                <p key={place} className="said as-typed" dir="auto">
                  {one}
                </p>
              ))}
            </div>
          </li>
        ))}
      </ul>
      {few.more && <Row note="">{few.more}</Row>}
    </section>
  );
};
