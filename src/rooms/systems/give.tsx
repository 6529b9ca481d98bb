// One's own map, copied into a circle: everybody there sees what is written in it, so that is said first. Nothing of one's own changes,
// and what the map is linked to stays at home.

import { useLocation } from 'wouter';
import { refuse } from '#core/result.ts';
import { Button } from '#web/ui/button.tsx';
import { useActIn, type OpenCircle } from '#web/ui/circles.ts';
import { Form } from '#web/ui/form.tsx';
import { copyOfMap } from '#web/ui/map-file.ts';
import { Row } from '#web/ui/sheet.tsx';
import { useDesk } from '#web/ui/vault.ts';
import { useRefusal, useWords } from '#web/ui/words.ts';
import { bringMap, type SystemMap } from './model.ts';
import { nowHere } from './use-map.tsx';

interface Props {
  readonly map: SystemMap;
  readonly circle: OpenCircle;
  readonly onDone: () => void;
}

export const Give = ({ map, circle, onDone }: Props) => {
  const t = useWords('systems');
  const desk = useDesk();
  const actIn = useActIn('systems');
  const inWords = useRefusal('systems');
  const [, go] = useLocation();
  const give = async () => {
    const copy = await copyOfMap(map);
    const done = await actIn(circle, copy ? bringMap(copy, desk.newId, nowHere()) : refuse({ code: 'map-not-copied' }), 'done.given', { circle: circle.name });
    const head = done.ok && done.value.records.find(({ kind }) => kind === 'map');
    if (head) go(`/circles/${circle.vault}/systems/${head.id}`);
    return done;
  };
  return (
    <Row note={t('give.note')} wide stack>
      <p>{t('give.what', { circle: circle.name, parts: t('parts-count', { count: map.parts.length }), arrows: t('arrows-count', { count: map.arrows.length }) })}</p>
      <Form
        go={t('give.go', { circle: circle.name })}
        inWords={inWords}
        onGo={give}
        beside={
          <Button look="bare" onPress={onDone}>
            {t('give.no')}
          </Button>
        }
      />
    </Row>
  );
};
