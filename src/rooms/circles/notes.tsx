// Short notes that somebody wrote to a circle (`kith circle write`), on its own page, the newest first. Nothing stands here where nobody
// wrote one.

import { useDay, useNames } from '#web/ui/circle-words.ts';
import type { OpenCircle } from '#web/ui/circles.ts';
import { recordsOf } from '#core/snapshot.ts';
import { PartTitle } from '#web/ui/sheet.tsx';
import { useWords } from '#web/ui/words.ts';
import { noteKindName, notesOf } from './model.ts';

const NEWEST = 20;

export const NotesSection = ({ circle }: { readonly circle: OpenCircle }) => {
  const t = useWords('circles');
  const nameOf = useNames(circle);
  const day = useDay();
  const notes = notesOf([...recordsOf(circle.snapshot, noteKindName).values()]).toReversed();
  if (notes.length === 0) return null;
  return (
    <section aria-labelledby="circle-notes-h" className="stack">
      <PartTitle id="circle-notes-h" title={t('notes.title')}>
        {notes.length > NEWEST && <p className="q">{t('notes.newest', { count: NEWEST })}</p>}
      </PartTitle>
      <ul className="ruled">
        {notes.slice(0, NEWEST).map(({ id, by, at, text, otherTexts }) => (
          <li key={id} className="row">
            <p className="mg num">
              {nameOf(by)}
              <span className="nl"> </span>
              {day(at)}
            </p>
            <div className="tx wide">
              {[text, ...otherTexts].map((one, place) => (
                <p key={place} className="circle-note said-l" dir="auto">
                  {one}
                </p>
              ))}
            </div>
          </li>
        ))}
      </ul>
    </section>
  );
};
