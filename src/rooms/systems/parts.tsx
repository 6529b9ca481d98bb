// Small things that the pages of maps share: an arrow in words, its sign, and words that two wrote at once.

import { Link } from 'wouter';
import { Button } from '#web/ui/button.tsx';
import { useWords } from '#web/ui/words.ts';
import { partNamed, type Arrow, type Does, type SystemMap } from './model.ts';
import { SIGNS } from './shown.ts';

export const Sign = ({ does }: { readonly does: Does | '' }) =>
  does === '' ? null : (
    <b className={`sys-sign is-${does}`} aria-hidden="true">
      {SIGNS[does]}
    </b>
  );

/** `strengthens`, `weakens, after a while`. */
export const useDoesWords = (): ((arrow: Pick<Arrow, 'does' | 'isLate'>) => string) => {
  const t = useWords('systems');
  return ({ does, isLate }) => (isLate ? t('late-too', { does: t(`does.${does || 'none'}`) }) : t(`does.${does || 'none'}`));
};

/** What a part is called; where it is gone, that it is. */
export const useNameOf = (map: SystemMap): ((id: string) => string) => {
  const t = useWords('systems');
  return (id) => partNamed(map, id)?.words ?? t('gone-part');
};

/** An arrow as a sentence: `Contract blocks Head of planning`. */
export const useArrowWords = (map: SystemMap): ((arrow: Arrow) => string) => {
  const nameOf = useNameOf(map);
  const doesWords = useDoesWords();
  return (arrow) => `${nameOf(arrow.from)} ${doesWords(arrow)} ${nameOf(arrow.to)}`;
};

interface OthersProps {
  readonly others: readonly string[];
  readonly first: string;
  readonly canWrite: boolean;
  readonly onKeep: (text: string) => void;
}

/** What somebody else wrote at the same time: one of them is kept when somebody says so. */
export const Others = ({ others, first, canWrite, onKeep }: OthersProps) => {
  const t = useWords('systems');
  return others.map((text) => (
    <div key={text} className="leaf stack">
      <p className="s q">{t('other-words')}</p>
      <p className="said as-typed" dir="auto">
        {text}
      </p>
      {canWrite && (
        <div className="cluster">
          <Button onPress={() => onKeep(text)}>{t('keep-these')}</Button>
          <Button look="bare" onPress={() => onKeep(first)}>
            {t('keep-above')}
          </Button>
        </div>
      )}
    </div>
  ));
};

export const Name = ({ href, children }: { readonly href: string; readonly children: string }) => (
  <Link href={href} className="quiet-link" dir="auto">
    {children}
  </Link>
);
