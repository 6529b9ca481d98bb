// What a part or an arrow of a circle's map is linked to in the same circle, chosen from its issues and actions.

import { useState } from 'react';
import { Link } from 'wouter';
import { Button } from '#web/ui/button.tsx';
import type { OpenCircle } from '#web/ui/circles.ts';
import { Choice } from '#web/ui/field.tsx';
import { PartTitle, Row } from '#web/ui/sheet.tsx';
import { useWords } from '#web/ui/words.ts';
import { cameFrom, linkInCircle, thingsOf, type Thing } from './circle-things.ts';
import type { Arrow, Part } from './model.ts';
import type { MapPlace } from './use-map.tsx';

const MOST_LETTERS = 80;
const short = (text: string): string => (text.length > MOST_LETTERS ? `${text.slice(0, MOST_LETTERS).trimEnd()}…` : text);

export const CircleLinks = ({ place, circle, thing }: { readonly place: MapPlace; readonly circle: OpenCircle; readonly thing: Part | Arrow }) => {
  const t = useWords('systems');
  const [wanted, setWanted] = useState('');
  const kind = 'from' in thing ? 'map-arrow' : 'map-part';
  const all = thingsOf(circle.snapshot);
  const came = cameFrom(circle.snapshot, thing.id);
  const to = new Set(thing.links.map((link) => link.to));
  const linked = all.filter(({ id }) => to.has(id) || came.has(id));
  const others = all.filter(({ id }) => !to.has(id) && !came.has(id));
  const href = ({ is, id }: Thing): string => `/circles/${circle.vault}/${is === 'issue' ? 'issues' : 'actions'}/${id}`;
  if (all.length === 0) return null;
  return (
    <section aria-labelledby="in-circle-h" className="sys-part-of">
      <PartTitle id="in-circle-h" title={t('in-circle')} />
      <Row note="" wide stack>
        {linked.length > 0 && (
          <ul className="list">
            {linked.map((one) => (
              <li key={one.id} className="between">
                <p>
                  <span className="s q">{t(`thing.${one.is}`)}</span>{' '}
                  <Link href={href(one)} className="said" dir="auto">
                    {one.title}
                  </Link>
                </p>
                {place.canWrite && to.has(one.id) && (
                  <Button
                    look="bare"
                    aria-label={t('unlink-what', { title: one.title })}
                    onPress={() => void place.act(linkInCircle(circle.snapshot, kind, thing.id, one.id, false), 'done.saved')}
                  >
                    {t('unlink')}
                  </Button>
                )}
              </li>
            ))}
          </ul>
        )}
        {place.canWrite && others.length > 0 && (
          <>
            <Choice
              label={t('link-to')}
              value={wanted}
              onChange={setWanted}
              options={[{ value: '', label: t('link-choose') }, ...others.map((one) => ({ value: one.id, label: `${t(`thing.${one.is}`)}: ${short(one.title)}` }))]}
            />
            <div className="cluster">
              <Button
                isDisabled={wanted === ''}
                onPress={() => void place.act(linkInCircle(circle.snapshot, kind, thing.id, wanted, true), 'done.saved').then((done) => done.ok && setWanted(''))}
              >
                {t('link')}
              </Button>
            </div>
          </>
        )}
      </Row>
    </section>
  );
};
