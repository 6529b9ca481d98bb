// All maps of one's own, or of a circle; one begun by its title, or brought in from a file.

import './room.css';
import { useState } from 'react';
import { Link, useLocation } from 'wouter';
import { TextLink } from '#web/ui/button.tsx';
import type { OpenCircle } from '#web/ui/circles.ts';
import { useCircles } from '#web/ui/circles.ts';
import { useDay } from '#web/ui/circle-words.ts';
import { useFew } from '#web/ui/few.tsx';
import { Files, LineField } from '#web/ui/field.tsx';
import { Form } from '#web/ui/form.tsx';
import { useFormValues } from '#web/ui/form-values.ts';
import { InCircle, ToCircle } from '#web/ui/in-circle.tsx';
import { ToPlace } from '#web/ui/in-place.tsx';
import { readMapFile, type ReadMap } from '#web/ui/map-file.ts';
import { Page } from '#web/ui/page.tsx';
import type { RoomPageProps } from '#web/ui/room.ts';
import { Example, PartTitle, Row, Sheet, Title } from '#web/ui/sheet.tsx';
import { useDesk } from '#web/ui/vault.ts';
import { useWords } from '#web/ui/words.ts';
import { beginMap, bringMap, MOST, type MapFile, type SystemMap } from './model.ts';
import { mapHref, nowHere, usePlace, type MapPlace } from './use-map.tsx';

const FEW = 20;

export const MapRow = ({ place, map }: { readonly place: MapPlace; readonly map: SystemMap }) => {
  const t = useWords('systems');
  const day = useDay();
  return (
    <li className="row">
      <p className="mg num">{day(map.at, 'short')}</p>
      <div className="tx wide">
        <p className="said-l" dir="auto">
          <Link href={mapHref(place, map.id)} className="quiet-link">
            {map.title}
          </Link>
        </p>
        <p className="s q num">
          {t('parts-count', { count: map.parts.length })}, {t('arrows-count', { count: map.arrows.length })}
        </p>
      </div>
    </li>
  );
};

const Begin = ({ place }: { readonly place: MapPlace }) => {
  const t = useWords('systems');
  const desk = useDesk();
  const [, go] = useLocation();
  const { values, change, clear } = useFormValues(place.circle ? `map in ${place.circle.vault}` : 'map new', { title: '' });
  return (
    <Form
      go={t('begin')}
      isReady={values.title.trim() !== ''}
      onGo={async () => {
        const id = desk.newId();
        const done = await place.act(beginMap(values, id, nowHere()), 'done.begun');
        if (!done.ok) return done;
        clear();
        go(mapHref(place, id));
        return done;
      }}
    >
      <LineField label={t('field.title')} quiet={false} value={values.title} onChange={(title) => change({ title })} maxLength={MOST.title} placeholder={t('title-example')} />
    </Form>
  );
};

const Bring = ({ place }: { readonly place: MapPlace }) => {
  const t = useWords('systems');
  const desk = useDesk();
  const [, go] = useLocation();
  const [read, setRead] = useState<ReadMap | 'reading' | null>(null);
  const found = read === null || read === 'reading' ? null : read;
  const map = found?.map ?? null;
  const take = async (file: MapFile): ReturnType<MapPlace['act']> => {
    const done = await place.act(bringMap(file, desk.newId, nowHere()), 'done.brought');
    const head = done.ok && done.value.records.find(({ kind }) => kind === 'map');
    if (head) go(mapHref(place, head.id));
    return done;
  };
  return (
    <Row note="" wide stack>
      <Files
        label={t('bring')}
        hint={t('bring-hint', { most: 5 })}
        accept=".canvas,.json"
        onFiles={([file]) => {
          if (!file) return;
          setRead('reading');
          void readMapFile(file).then(setRead);
        }}
      />
      <p role="status">
        {read === 'reading'
          ? t('bring-reads')
          : map
            ? t('bring-found', { title: map.title, parts: t('parts-count', { count: map.parts.length }), arrows: t('arrows-count', { count: map.arrows.length }) })
            : ''}
      </p>
      {map && <Form go={t('bring-take')} look="plain" onGo={() => take(map)} />}
      {found && found.dropped.size > 0 && (
        <div>
          <p className="b">{t('bring-dropped')}</p>
          <ul className="s q">
            {[...found.dropped].map(([why, count]) => (
              <li key={why}>{t(`dropped.${why}`, { count, most: why === 'too-many-arrows' ? MOST.arrows : MOST.parts })}</li>
            ))}
          </ul>
        </div>
      )}
    </Row>
  );
};

const InCircles = () => {
  const t = useWords('systems');
  const circles = useCircles().filter(({ isOpening }) => !isOpening);
  if (circles.length === 0) return null;
  return (
    <section aria-labelledby="circles-h" className="sys-part-of">
      <PartTitle id="circles-h" title={t('in-circles')} />
      <ul className="ruled">
        {circles.map(({ vault, name }) => (
          <li key={vault} className="row">
            <p className="mg" />
            <div className="tx wide">
              <TextLink href={`/circles/${vault}/systems`}>
                <bdi>{name}</bdi>
              </TextLink>
            </div>
          </li>
        ))}
      </ul>
    </section>
  );
};

const Maps = ({ circle }: { readonly circle: OpenCircle | null }) => {
  const t = useWords('systems');
  const place = usePlace(circle);
  const few = useFew(place.maps, FEW, (count) => t('show-all', { count }));
  return (
    <Page title={t('title')} where={circle ? <ToCircle circle={circle} /> : <ToPlace place="act" />}>
      <Sheet>
        <Title sub={t(circle ? 'intro-circle' : 'intro')}>{t('title')}</Title>
        {place.canWrite ? (
          <Row note={t('new')}>
            <Begin place={place} />
          </Row>
        ) : (
          <Row note="">
            <p>{t('not-in')}</p>
          </Row>
        )}
        {place.maps.length === 0 && (
          <Row note="">
            <Example caption={t('example')}>
              <p>{t('example-loop')}</p>
            </Example>
          </Row>
        )}
        {place.maps.length > 0 && (
          <section aria-labelledby="maps-h" className="sys-part-of">
            <PartTitle id="maps-h" title={t('maps')} />
            <ul className="ruled">
              {few.shown.map((map) => (
                <MapRow key={map.id} place={place} map={map} />
              ))}
            </ul>
            {few.more && <Row note="">{few.more}</Row>}
          </section>
        )}
        {!circle && <InCircles />}
        {place.canWrite && <Bring place={place} />}
      </Sheet>
    </Page>
  );
};

export const MapsPage = () => <Maps circle={null} />;
export const CircleMapsPage = ({ params }: RoomPageProps) => <InCircle vault={params['circle']}>{(circle) => <Maps circle={circle} />}</InCircle>;
