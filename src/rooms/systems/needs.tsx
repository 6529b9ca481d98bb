// What is needed where: push, person, date. One is enough, and nothing asks for them; said of a part or an arrow, each leads to a
// commitment, to an action or an issue of a circle, with the words carried into a form where they are read before they go.

import { LineField, TextField } from '#web/ui/field.tsx';
import { Form } from '#web/ui/form.tsx';
import { useFormValues } from '#web/ui/form-values.ts';
import { useDay } from '#web/ui/circle-words.ts';
import { OwnRoad, RoadsOut } from '#web/ui/roads.tsx';
import type { Strain } from '#web/ui/room.ts';
import { PartTitle, Row } from '#web/ui/sheet.tsx';
import { useWords } from '#web/ui/words.ts';
import { sayNeed, settlePush } from './arrows.ts';
import { hasNeed, MOST, type Arrow, type Need, type Part, type SystemMap } from './model.ts';
import { Name, Others, useArrowWords } from './parts.tsx';
import { arrowHref, nowHere, partHref, type MapPlace } from './use-map.tsx';

interface Props {
  readonly place: MapPlace;
  readonly map: SystemMap;
}

const Roads = ({ place, map, thing, where }: Props & { readonly thing: Part | Arrow; readonly where: string }) => {
  const t = useWords('systems');
  const { push, who, by } = thing.need;
  const words = [t('need.seen', { where, map: map.title }), ...(who === '' ? [] : [`${t('need.who')}: ${who}`])].join('\n');
  const strain: Strain = { words, replies: {}, push, who, by, from: thing.id };
  const { circle } = place;
  return (
    <div className="stack">
      <RoadsOut leads="raise" label={t('need.raise')} strain={strain} {...(circle ? { only: circle.vault } : {})} />
      <div className="cluster">
        {/* A commitment is one's own: it names nothing of a circle. */}
        <OwnRoad strain={circle ? { words, replies: {}, push, who, by } : strain} />
      </div>
      <RoadsOut leads="together" label={t('need.together')} strain={circle ? strain : { words, replies: {}, push, who, by }} quiet {...(circle ? { only: circle.vault } : {})} />
    </div>
  );
};

const NeedWords = ({ need }: { readonly need: Need }) => {
  const t = useWords('systems');
  const day = useDay();
  return (
    <>
      {need.push !== '' && (
        <p className="said as-typed" dir="auto">
          {need.push}
        </p>
      )}
      <p className="s q">
        {need.who !== '' && (
          <>
            {t('need.who')}: <bdi>{need.who}</bdi>
          </>
        )}
        {need.who !== '' && need.by !== '' && ' · '}
        {need.by !== '' && t('need.by-day', { day: day(need.by) })}
      </p>
    </>
  );
};

/** On the page of a part or an arrow. */
export const NeedForm = ({ place, map, thing, where }: Props & { readonly thing: Part | Arrow; readonly where: string }) => {
  const t = useWords('systems');
  const { values, change, clear } = useFormValues(`push ${thing.id}`, { push: thing.need.push, who: thing.need.who, by: thing.need.by });
  const isSame = values.push === thing.need.push && values.who === thing.need.who && values.by === thing.need.by;
  return (
    <section aria-labelledby="need-h" className="sys-part-of">
      <PartTitle id="need-h" note={t('need.note')} title={t('need.title')}>
        <p className="q">{t('need.about')}</p>
      </PartTitle>
      <Row note="" wide stack>
        {place.canWrite ? (
          <Form
            go={t('need.keep')}
            look="plain"
            isReady={!isSame}
            onGo={async () => {
              const done = await place.act(sayNeed(thing, values, nowHere()), 'done.need');
              if (done.ok) clear();
              return done;
            }}
          >
            <div className="sys-trio">
              <LineField
                label={t('need.push')}
                quiet={false}
                value={values.push}
                onChange={(push) => change({ push })}
                maxLength={MOST.push}
                placeholder={t('need.push-example')}
              />
              <LineField label={t('need.who')} quiet={false} value={values.who} onChange={(who) => change({ who })} maxLength={MOST.who} placeholder={t('need.who-example')} />
              <TextField label={t('need.by')} type="date" value={values.by} onChange={(by) => change({ by })} />
            </div>
            <p className="s q">{t('need.think')}</p>
          </Form>
        ) : (
          <NeedWords need={thing.need} />
        )}
        <Others
          others={thing.need.otherPushes}
          first={thing.need.push}
          canWrite={place.canWrite}
          onKeep={(push) => void place.act(settlePush(thing, push, nowHere()), 'done.saved')}
        />
        {hasNeed(thing.need) && <Roads place={place} map={map} thing={thing} where={where} />}
      </Row>
    </section>
  );
};

/** On the map's page: all that was said. */
export const NeedsSection = ({ place, map }: Props) => {
  const t = useWords('systems');
  const arrowWords = useArrowWords(map);
  const all = [
    ...map.parts.filter(({ need }) => hasNeed(need)).map((thing) => ({ thing, where: thing.words, href: partHref(place, thing.id) })),
    ...map.arrows.filter(({ need }) => hasNeed(need)).map((thing) => ({ thing, where: arrowWords(thing), href: arrowHref(place, thing.id) })),
  ];
  if (map.parts.length === 0) return null;
  return (
    <section aria-labelledby="needs-h" className="sys-part-of">
      <PartTitle id="needs-h" note={t('need.note')} title={t('need.title')}>
        <p className="q">{all.length === 0 ? t('need.none') : t('need.about')}</p>
      </PartTitle>
      {all.map(({ thing, where, href }) => (
        <Row key={thing.id} note="" wide stack>
          <h3>
            <Name href={href}>{where}</Name>
          </h3>
          <NeedWords need={thing.need} />
          <Roads place={place} map={map} thing={thing} where={where} />
        </Row>
      ))}
    </section>
  );
};
