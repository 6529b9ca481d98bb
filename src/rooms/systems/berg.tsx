// From what one sees to what lies below: what happened, what keeps happening, what makes it happen, what people believe. Each layer holds
// parts of the same map.

import { useState } from 'react';
import { Button } from '#web/ui/button.tsx';
import { PartTitle, Row } from '#web/ui/sheet.tsx';
import { useWords } from '#web/ui/words.ts';
import { AddToLayer } from './forms.tsx';
import { LAYERS, type Layer, type SystemMap } from './model.ts';
import { Name } from './parts.tsx';
import { partHref, type MapPlace } from './use-map.tsx';

export const BergSection = ({ place, map }: { readonly place: MapPlace; readonly map: SystemMap }) => {
  const t = useWords('systems');
  const [adding, setAdding] = useState<Layer | ''>('');
  if (!place.canWrite && map.parts.every(({ layer }) => layer === '')) return null;
  return (
    <section aria-labelledby="berg-h" className="sys-part-of">
      <PartTitle id="berg-h" title={t('layers')} />
      <div className="berg">
        {LAYERS.map((layer) => (
          <Row key={layer} note={t(`layer.${layer}`)} wide stack className={`is-${layer}`}>
            {map.parts
              .filter((part) => part.layer === layer)
              .map(({ id, words }) => (
                <p key={id} className={layer === 'believed' ? 'said-l' : 'said'}>
                  <Name href={partHref(place, id)}>{words}</Name>
                </p>
              ))}
            {place.canWrite &&
              (adding === layer ? (
                <AddToLayer place={place} map={map} layer={layer} />
              ) : (
                <p>
                  <Button look="bare" icon="add" aria-label={t('add-to', { layer: t(`layer.${layer}`) })} onPress={() => setAdding(layer)}>
                    {t('add-here')}
                  </Button>
                </p>
              ))}
          </Row>
        ))}
      </div>
    </section>
  );
};
