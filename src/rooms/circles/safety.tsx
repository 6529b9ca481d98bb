// Numbers that two people read to each other: the same on both screens, and no host stands between them with keys of its own.

import { Suspense, use, useState } from 'react';
import type { Result } from '#core/result.ts';
import type { CircleMember, OpenCircle } from '#web/ui/circles.ts';
import { Dialog } from '#web/ui/dialog.tsx';
import { useDesk } from '#web/ui/vault.ts';
import { useRefusal, useWords } from '#web/ui/words.ts';
import { shownName } from './people.tsx';

const Groups = ({ asked }: { readonly asked: Promise<Result<readonly string[]>> }) => {
  const inWords = useRefusal('circles');
  const found = use(asked);
  if (!found.ok)
    return (
      <p className="refused" role="alert">
        {inWords(found.error)}
      </p>
    );
  return (
    <ol className="safety num" dir="ltr" translate="no">
      {found.value.map((group, n) => (
        // Groups may be the same; their place is what they are.
        <li key={n}>{group}</li>
      ))}
    </ol>
  );
};

export const SafetyNumber = ({ circle, member, onClose }: { readonly circle: OpenCircle; readonly member: CircleMember; readonly onClose: () => void }) => {
  const t = useWords('circles');
  const desk = useDesk();
  const name = shownName(t, member);
  const [asked] = useState(() => desk.calls.safetyNumber(circle.vault, member.id));
  return (
    <Dialog title={t('safety.with', { name })} onClose={onClose}>
      <div className="stack">
        <p>{t('safety.about', { name })}</p>
        <Suspense fallback={<div className="safety" aria-busy="true" />}>
          <Groups asked={asked} />
        </Suspense>
        <p className="s q">{t('safety.same')}</p>
        <p className="s q">{t('safety.other', { name })}</p>
      </div>
    </Dialog>
  );
};
