// The list of keys, behind `?`.

import { Dialog } from '#web/ui/dialog.tsx';
import { Keys, knownKeys } from '#web/ui/keys.tsx';
import { useWords } from '#web/ui/words.ts';

export const KeysDialog = ({ onClose }: { readonly onClose: () => void }) => {
  const t = useWords();
  return (
    <Dialog title={t('keys.title')} onClose={onClose}>
      <p className="q">{t('keys.about')}</p>
      <dl className="keys-list">
        {knownKeys().map(({ keys, label }) => (
          <div key={keys} className="contents">
            <dt>
              <Keys keys={keys} />
            </dt>
            <dd>{label}</dd>
          </div>
        ))}
      </dl>
    </Dialog>
  );
};
