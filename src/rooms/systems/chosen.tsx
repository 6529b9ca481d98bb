// What is chosen in the drawing, and what can be done with it, under the drawing where a thumb reaches it. Also says it to a screen reader.

import { Button, LinkButton } from '#web/ui/button.tsx';
import { Check } from '#web/ui/field.tsx';
import { PickOne } from '#web/ui/pick.tsx';
import { useWords } from '#web/ui/words.ts';
import { changeArrow } from './arrows.ts';
import { partNamed, type Does, type SystemMap } from './model.ts';
import { useDoesOptions } from './forms.tsx';
import { useArrowWords } from './parts.tsx';
import { arrowHref, nowHere, partHref, type MapPlace } from './use-map.tsx';

interface Props {
  readonly place: MapPlace;
  readonly map: SystemMap;
  readonly chosen: string;
  readonly from: string;
  readonly onFrom: (id: string) => void;
  readonly onTake: (id: string) => void;
}

export const Chosen = ({ place, map, chosen, from, onFrom, onTake }: Props) => {
  const t = useWords('systems');
  const arrowWords = useArrowWords(map);
  const options = useDoesOptions();
  const part = partNamed(map, chosen);
  const arrow = map.arrows.find(({ id }) => id === chosen);
  const start = partNamed(map, from);
  const ends = part ? [map.arrows.filter(({ to }) => to === part.id).length, map.arrows.filter((one) => one.from === part.id).length] : [0, 0];
  return (
    <div className={part || arrow ? 'leaf stack' : ''}>
      <p role="status">
        {start ? (
          t('choose-to', { name: start.words })
        ) : part ? (
          <>
            <b dir="auto">{part.words}</b> <span className="s q num">{t('ends', { in: t('ends-in', { count: ends[0]! }), out: t('ends-out', { count: ends[1]! }) })}</span>
          </>
        ) : arrow ? (
          <b dir="auto">{arrowWords(arrow)}</b>
        ) : (
          ''
        )}
      </p>
      {arrow && place.canWrite && (
        <>
          <PickOne<Does | ''>
            legend={t('field.does')}
            quiet
            options={options}
            value={arrow.does}
            onChange={(does) => void place.act(changeArrow(map, arrow, { does: does ?? '' }, nowHere()), 'done.saved')}
          />
          <Check label={t('late')} value={arrow.isLate} onChange={(isLate) => void place.act(changeArrow(map, arrow, { isLate }, nowHere()), 'done.saved')} />
        </>
      )}
      {(part || arrow) && (
        <div className="cluster">
          {part &&
            place.canWrite &&
            (start ? (
              <Button onPress={() => onFrom('')}>{t('no-arrow')}</Button>
            ) : (
              <Button icon="forward" onPress={() => onFrom(part.id)}>
                {t('arrow-from')}
              </Button>
            ))}
          <LinkButton look="bare" href={part ? partHref(place, part.id) : arrowHref(place, arrow!.id)}>
            {t('open')}
          </LinkButton>
          {place.canWrite && (
            <Button look="bare" icon="delete" onPress={() => onTake(chosen)}>
              {t('take')}
            </Button>
          )}
        </div>
      )}
    </div>
  );
};
