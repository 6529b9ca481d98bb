// One map: drawn, the same as a list, its loops, its layers, where to push, and files of it. The same page for one's own and a circle's.

import './room.css';
import { useState } from 'react';
import { useLocation } from 'wouter';
import { Button, TextLink } from '#web/ui/button.tsx';
import { TextArea, TextField } from '#web/ui/field.tsx';
import { Form } from '#web/ui/form.tsx';
import { useFormValues } from '#web/ui/form-values.ts';
import { useCircles, type OpenCircle } from '#web/ui/circles.ts';
import { InCircle, ToCircle } from '#web/ui/in-circle.tsx';
import { NotHere } from '#web/ui/in-place.tsx';
import { Linked } from '#web/ui/linked.tsx';
import { Menu } from '#web/ui/menu.tsx';
import { Page } from '#web/ui/page.tsx';
import type { RoomPageProps } from '#web/ui/room.ts';
import { Row, Sheet } from '#web/ui/sheet.tsx';
import { saveMapFile } from '#web/ui/map-file.ts';
import { useDesk } from '#web/ui/vault.ts';
import { useWords } from '#web/ui/words.ts';
import { drawArrow, takeArrow } from './arrows.ts';
import { BergSection } from './berg.tsx';
import { Chosen } from './chosen.tsx';
import { Drawing } from './drawing.tsx';
import { AddArrow, AddPart } from './forms.tsx';
import { Give } from './give.tsx';
import { ListSection } from './list.tsx';
import { LoopsSection } from './loops-section.tsx';
import { arrangeMap, deleteMap, moveParts, MOST, partNamed, renameMap, settleMap, takePart, type SystemMap } from './model.ts';
import { NeedsSection } from './needs.tsx';
import { Others } from './parts.tsx';
import { nowHere, usePlace, type MapPlace } from './use-map.tsx';

interface Props {
  readonly place: MapPlace;
  readonly map: SystemMap;
}

const Rename = ({ place, map, onDone }: Props & { readonly onDone: () => void }) => {
  const t = useWords('systems');
  const { values, change, clear } = useFormValues(`map ${map.id}`, { title: map.title, about: map.about });
  return (
    <Row note="">
      <Form
        go={t('save')}
        isReady={values.title.trim() !== ''}
        onGo={async () => {
          const done = await place.act(renameMap(map, values, nowHere()), 'done.saved');
          if (!done.ok) return done;
          clear();
          onDone();
          return done;
        }}
        beside={
          <Button
            look="bare"
            onPress={() => {
              clear();
              onDone();
            }}
          >
            {t('leave')}
          </Button>
        }
      >
        <TextField label={t('field.title')} value={values.title} onChange={(title) => change({ title })} maxLength={MOST.title} />
        <TextArea label={t('field.about')} value={values.about} onChange={(about) => change({ about })} maxLength={MOST.about} />
      </Form>
    </Row>
  );
};

const Head = ({ place, map, onRename, onGive }: Props & { readonly onRename: () => void; readonly onGive: (circle: OpenCircle) => void }) => {
  const t = useWords('systems');
  const circles = useCircles().filter(({ standing, isOpening }) => place.circle === null && standing === 'in' && !isOpening);
  const [, go] = useLocation();
  return (
    <Row note="" wide stack>
      <div className="sys-head">
        <h1 dir="auto">{map.title}</h1>
        <Menu
          label={t('more-of')}
          actions={[
            ...(place.canWrite ? [{ id: 'rename', label: t('rename'), icon: 'edit' as const, onAction: onRename }] : []),
            { id: 'markdown', label: t('save-markdown'), icon: 'download', onAction: () => void saveMapFile(map, 'markdown', (key, places = {}) => t(key, places)) },
            { id: 'canvas', label: t('save-canvas'), icon: 'download', onAction: () => void saveMapFile(map, 'canvas', (key, places = {}) => t(key, places)) },
            ...circles.map((circle) => ({ id: `give ${circle.vault}`, label: t('give', { circle: circle.name }), icon: 'copy' as const, onAction: () => onGive(circle) })),
            ...(place.canWrite
              ? [
                  { id: 'arrange', label: t('arrange'), icon: 'map' as const, onAction: () => void place.act(arrangeMap(map), 'done.arranged') },
                  null,
                  {
                    id: 'delete',
                    label: t('delete'),
                    icon: 'delete' as const,
                    warm: true,
                    onAction: () => void place.act(deleteMap(map), 'done.deleted').then((done) => done.ok && go(place.at, { replace: true })),
                  },
                ]
              : []),
          ]}
        />
      </div>
      {map.about !== '' && (
        <p className="said q as-typed" dir="auto">
          {map.about}
        </p>
      )}
      <Others others={map.otherAbouts} first={map.about} canWrite={place.canWrite} onKeep={(text) => void place.act(settleMap(map, 'about', text, nowHere()), 'done.saved')} />
      {place.circle && <p className="s q">{t('everybodys')}</p>}
      <Others others={map.otherTitles} first={map.title} canWrite={place.canWrite} onKeep={(text) => void place.act(settleMap(map, 'title', text, nowHere()), 'done.saved')} />
    </Row>
  );
};

const Picture = ({ place, map, lit, chosen, onChoose }: Props & { readonly lit: ReadonlySet<string>; readonly chosen: string; readonly onChoose: (id: string) => void }) => {
  const t = useWords('systems');
  const desk = useDesk();
  const [from, setFrom] = useState('');
  const [form, setForm] = useState<'' | 'part' | 'arrow'>(map.parts.length === 0 && place.canWrite ? 'arrow' : '');
  const take = (id: string): void => {
    const part = partNamed(map, id);
    void place.act(part ? takePart(map, part) : takeArrow({ id }), part ? 'done.part-taken' : 'done.arrow-taken');
    onChoose('');
  };
  const join = (to: string): void => {
    setFrom('');
    void place.act(drawArrow(map, { from: { id: from }, to: { id: to }, does: 'more' }, desk.newId, nowHere()), 'done.arrow').then((done) => {
      const made = done.ok && done.value.records.find(({ kind }) => kind === 'map-arrow');
      if (made) onChoose(made.id);
    });
  };
  return (
    <section aria-labelledby="map-h" className="sys-part-of">
      <Row
        note={
          <>
            {t('parts-count', { count: map.parts.length })}
            <span className="nl"> </span>
            {t('arrows-count', { count: map.arrows.length })}
          </>
        }
        wide
        stack
      >
        <h2 className="vh" id="map-h">
          {t('the-map')}
        </h2>
        {map.parts.length > 0 && (
          <>
            <Drawing
              map={map}
              canWrite={place.canWrite}
              chosen={chosen}
              from={from}
              lit={lit}
              onChoose={onChoose}
              onFrom={setFrom}
              onArrow={join}
              onMove={(id, to) => place.act(moveParts(map, new Map([[id, to]])))}
              onTake={take}
              onAdd={() => setForm('part')}
            />
            <p className="s q">{t('legend')}</p>
          </>
        )}
        <Chosen place={place} map={map} chosen={chosen} from={from} onFrom={setFrom} onTake={take} />
        {place.canWrite && (
          <div className="cluster">
            <Button aria-expanded={form === 'part'} onPress={() => setForm(form === 'part' ? '' : 'part')}>
              {t('add-part')}
            </Button>
            <Button aria-expanded={form === 'arrow'} onPress={() => setForm(form === 'arrow' ? '' : 'arrow')}>
              {t('add-arrow')}
            </Button>
          </div>
        )}
        {form === 'part' && <AddPart place={place} map={map} near={chosen} onAdded={onChoose} />}
        {form === 'arrow' && <AddArrow place={place} map={map} />}
        <details id="sys-keys">
          <summary>{t('by-keyboard')}</summary>
          <p className="s q">{t('keys')}</p>
        </details>
      </Row>
    </section>
  );
};

const One = ({ place, map }: Props) => {
  const t = useWords('systems');
  const [chosen, setChosen] = useState('');
  const [lit, setLit] = useState<readonly string[]>([]);
  const [isRenaming, setRenaming] = useState(false);
  const [giving, setGiving] = useState<OpenCircle | null>(null);
  return (
    <Page
      title={map.title}
      where={
        <TextLink href={place.at} icon="back">
          {t('title')}
        </TextLink>
      }
    >
      <Sheet>
        {isRenaming ? <Rename place={place} map={map} onDone={() => setRenaming(false)} /> : <Head place={place} map={map} onRename={() => setRenaming(true)} onGive={setGiving} />}
        {giving && <Give key={giving.vault} map={map} circle={giving} onDone={() => setGiving(null)} />}
        <Picture place={place} map={map} lit={new Set(lit)} chosen={chosen} onChoose={setChosen} />
        <ListSection place={place} map={map} />
        <LoopsSection place={place} map={map} lit={lit} onLight={setLit} />
        <BergSection place={place} map={map} />
        <NeedsSection place={place} map={map} />
        {place.circle === null && <Linked id={map.id} />}
      </Sheet>
    </Page>
  );
};

const MapIn = ({ circle, id }: { readonly circle: OpenCircle | null; readonly id: string }) => {
  const t = useWords('systems');
  const place = usePlace(circle);
  const map = place.maps.find((one) => one.id === id);
  return map ? (
    <One key={map.id} place={place} map={map} />
  ) : (
    <NotHere
      where={
        circle ? (
          <ToCircle circle={circle} />
        ) : (
          <TextLink href={place.at} icon="back">
            {t('title')}
          </TextLink>
        )
      }
    />
  );
};

export const MapPage = ({ params }: RoomPageProps) => <MapIn circle={null} id={params['id'] ?? ''} />;
export const CircleMapPage = ({ params }: RoomPageProps) => <InCircle vault={params['circle']}>{(circle) => <MapIn circle={circle} id={params['id'] ?? ''} />}</InCircle>;
