// One part of a map, or one arrow: its words, what it rests on, what is needed here, what it is linked to; all that the drawing shows of it
// can be said and changed here, without the drawing.

import './room.css';
import { useLocation } from 'wouter';
import type { OpenCircle } from '#web/ui/circles.ts';
import { Button, TextLink } from '#web/ui/button.tsx';
import { Check, Choice, TextArea, TextField } from '#web/ui/field.tsx';
import { Form } from '#web/ui/form.tsx';
import { useFormValues } from '#web/ui/form-values.ts';
import { InCircle } from '#web/ui/in-circle.tsx';
import { NotHere } from '#web/ui/in-place.tsx';
import { Linked } from '#web/ui/linked.tsx';
import { Page } from '#web/ui/page.tsx';
import { PickOne } from '#web/ui/pick.tsx';
import type { RoomPageProps } from '#web/ui/room.ts';
import { PartTitle, Row, Sheet } from '#web/ui/sheet.tsx';
import { useWords } from '#web/ui/words.ts';
import { changeArrow, partCalled, settleNote, takeArrow } from './arrows.ts';
import { CircleLinks } from './circle-links.tsx';
import { AddArrow, useDoesOptions } from './forms.tsx';
import { changePart, LAYERS, MOST, settlePart, SORTS, takePart, type Arrow, type Does, type Layer, type Part, type Sort, type SystemMap } from './model.ts';
import { NeedForm } from './needs.tsx';
import { Name, Others, Sign, useArrowWords, useDoesWords, useNameOf } from './parts.tsx';
import { arrowHref, mapHref, nowHere, partHref, usePlace, type MapPlace } from './use-map.tsx';

interface Props {
  readonly place: MapPlace;
  readonly map: SystemMap;
}

const yes = (is: boolean): string => (is ? 'yes' : '');

const PartForm = ({ place, part }: { readonly place: MapPlace; readonly part: Part }) => {
  const t = useWords('systems');
  const { values, change, clear } = useFormValues(`of ${part.id}`, {
    words: part.words,
    more: part.more,
    sort: part.sort as string,
    layer: part.layer as string,
    guess: yes(part.isGuess),
    here: yes(part.isHere),
  });
  return (
    <Form
      go={t('save')}
      isReady={values.words.trim() !== ''}
      onGo={async () => {
        const { words, more, sort, layer, guess, here } = values;
        const typed = { words, more, sort: sort as Sort | '', layer: layer as Layer | '', isGuess: guess === 'yes', isHere: here === 'yes' };
        const done = await place.act(changePart(part, typed, nowHere()), 'done.saved');
        if (done.ok) clear();
        return done;
      }}
    >
      <TextField label={t('field.words')} value={values.words} onChange={(words) => change({ words })} maxLength={MOST.words} />
      <TextArea label={t('field.more')} value={values.more} onChange={(more) => change({ more })} maxLength={MOST.more} />
      <PickOne<Sort>
        legend={t('field.sort')}
        none
        options={SORTS.map((value) => ({ value, label: t(`sort.${value}`) }))}
        value={SORTS.find((sort) => sort === values.sort) ?? null}
        onChange={(sort) => change({ sort: sort ?? '' })}
      />
      <PickOne<Layer>
        legend={t('layers')}
        none
        options={LAYERS.map((value) => ({ value, label: t(`layer.${value}`) }))}
        value={LAYERS.find((layer) => layer === values.layer) ?? null}
        onChange={(layer) => change({ layer: layer ?? '' })}
      />
      <Check label={t('field.guess')} value={values.guess === 'yes'} onChange={(guess) => change({ guess: yes(guess) })} />
      <Check label={t('field.here')} value={values.here === 'yes'} onChange={(here) => change({ here: yes(here) })} />
    </Form>
  );
};

const Arrows = ({ place, map, part }: Props & { readonly part: Part }) => {
  const t = useWords('systems');
  const nameOf = useNameOf(map);
  const doesWords = useDoesWords();
  const mine = map.arrows.filter(({ from, to }) => from === part.id || to === part.id);
  return (
    <section aria-labelledby="arrows-h" className="sys-part-of">
      <PartTitle id="arrows-h" title={t('arrows')} />
      <Row note="" wide stack>
        {mine.length > 0 && (
          <ul className="list">
            {mine.map((arrow) => (
              <li key={arrow.id}>
                {arrow.from === part.id ? <bdi>{part.words}</bdi> : <Name href={partHref(place, arrow.from)}>{nameOf(arrow.from)}</Name>} <Sign does={arrow.does} />{' '}
                <Name href={arrowHref(place, arrow.id)}>{doesWords(arrow)}</Name>{' '}
                {arrow.to === part.id ? <bdi>{part.words}</bdi> : <Name href={partHref(place, arrow.to)}>{nameOf(arrow.to)}</Name>}
              </li>
            ))}
          </ul>
        )}
        {place.canWrite && <AddArrow place={place} map={map} from={part.id} />}
      </Row>
    </section>
  );
};

const ToMap = ({ place, map }: Props) => (
  <TextLink href={mapHref(place, map.id)} icon="back">
    <span className="one-line" dir="auto">
      {map.title}
    </span>
  </TextLink>
);

const Take = ({ place, map, label, onTake }: Props & { readonly label: string; readonly onTake: () => ReturnType<MapPlace['act']> }) => {
  const [, go] = useLocation();
  return place.canWrite ? (
    <Row note="">
      <Button look="bare" icon="delete" onPress={() => void onTake().then((done) => done.ok && go(mapHref(place, map.id), { replace: true }))}>
        {label}
      </Button>
    </Row>
  ) : null;
};

const OnePart = ({ place, map, part }: Props & { readonly part: Part }) => {
  const t = useWords('systems');
  const settle = (name: 'words' | 'more') => (text: string) => void place.act(settlePart(part, name, text, nowHere()), 'done.saved');
  return (
    <Page title={part.words} where={<ToMap place={place} map={map} />}>
      <Sheet>
        <Row note={t('kind.part')} wide stack>
          <h1 dir="auto">{part.words}</h1>
          {!place.canWrite && part.more !== '' && (
            <p className="said as-typed" dir="auto">
              {part.more}
            </p>
          )}
          <Others others={part.otherWords} first={part.words} canWrite={place.canWrite} onKeep={settle('words')} />
          <Others others={part.otherMore} first={part.more} canWrite={place.canWrite} onKeep={settle('more')} />
        </Row>
        {place.canWrite && (
          <Row note="">
            <PartForm place={place} part={part} />
          </Row>
        )}
        <Arrows place={place} map={map} part={part} />
        <NeedForm place={place} map={map} thing={part} where={part.words} />
        {place.circle ? <CircleLinks place={place} circle={place.circle} thing={part} /> : <Linked id={part.id} />}
        <Take place={place} map={map} label={t('take-part')} onTake={() => place.act(takePart(map, part), 'done.part-taken')} />
      </Sheet>
    </Page>
  );
};

const ArrowForm = ({ place, map, arrow }: Props & { readonly arrow: Arrow }) => {
  const t = useWords('systems');
  const nameOf = useNameOf(map);
  const options = useDoesOptions();
  const name = (id: string): string => (map.parts.some((part) => part.id === id) ? nameOf(id) : '');
  const { values, change, clear } = useFormValues(`of ${arrow.id}`, {
    from: name(arrow.from),
    to: name(arrow.to),
    does: arrow.does as string,
    late: yes(arrow.isLate),
    note: arrow.note,
    guess: yes(arrow.isGuess),
  });
  const end = (typed: string, now: string): string => (typed === name(now) ? now : (partCalled(map, typed)?.id ?? typed));
  return (
    <Form
      go={t('save')}
      onGo={async () => {
        const ends = {
          ...(values.from === name(arrow.from) ? {} : { from: end(values.from, arrow.from) }),
          ...(values.to === name(arrow.to) ? {} : { to: end(values.to, arrow.to) }),
        };
        const typed = { ...ends, does: values.does as Does | '', isLate: values.late === 'yes', note: values.note, isGuess: values.guess === 'yes' };
        const done = await place.act(changeArrow(map, arrow, typed, nowHere()), 'done.saved');
        if (done.ok) clear();
        return done;
      }}
    >
      <datalist id="sys-parts">
        {map.parts.map(({ id, words }) => (
          <option key={id}>{words}</option>
        ))}
      </datalist>
      <div className="sys-ends">
        <TextField label={t('field.this')} list="sys-parts" value={values.from} onChange={(from) => change({ from })} maxLength={MOST.words} />
        <Choice label={t('field.does')} value={values.does as Does | ''} onChange={(does) => change({ does })} options={options} />
        <TextField label={t('field.to-this')} list="sys-parts" value={values.to} onChange={(to) => change({ to })} maxLength={MOST.words} />
      </div>
      <Check label={t('late')} value={values.late === 'yes'} onChange={(late) => change({ late: yes(late) })} />
      <TextArea label={t('rests-on')} hint={t('rests-on-hint')} value={values.note} onChange={(note) => change({ note })} maxLength={MOST.note} />
      <Check label={t('field.guess')} value={values.guess === 'yes'} onChange={(guess) => change({ guess: yes(guess) })} />
    </Form>
  );
};

const OneArrow = ({ place, map, arrow }: Props & { readonly arrow: Arrow }) => {
  const t = useWords('systems');
  const said = useArrowWords(map)(arrow);
  const isLoose = [arrow.from, arrow.to].some((end) => !map.parts.some(({ id }) => id === end));
  return (
    <Page title={said} where={<ToMap place={place} map={map} />}>
      <Sheet>
        <Row note={t('kind.arrow')} wide stack>
          <h1 dir="auto">{said}</h1>
          {isLoose && <p className="note">{t('loose')}</p>}
          {!place.canWrite && arrow.note !== '' && (
            <p className="said as-typed" dir="auto">
              {arrow.note}
            </p>
          )}
          <Others others={arrow.otherNotes} first={arrow.note} canWrite={place.canWrite} onKeep={(note) => void place.act(settleNote(arrow, note, nowHere()), 'done.saved')} />
        </Row>
        {place.canWrite && (
          <Row note="">
            <ArrowForm place={place} map={map} arrow={arrow} />
          </Row>
        )}
        <NeedForm place={place} map={map} thing={arrow} where={said} />
        {place.circle ? <CircleLinks place={place} circle={place.circle} thing={arrow} /> : <Linked id={arrow.id} />}
        <Take place={place} map={map} label={t('take-arrow')} onTake={() => place.act(takeArrow(arrow), 'done.arrow-taken')} />
      </Sheet>
    </Page>
  );
};

const In = ({ circle, id }: { readonly circle: OpenCircle | null; readonly id: string }) => {
  const t = useWords('systems');
  const place = usePlace(circle);
  for (const map of place.maps) {
    const part = map.parts.find((one) => one.id === id);
    if (part) return <OnePart key={id} place={place} map={map} part={part} />;
    const arrow = map.arrows.find((one) => one.id === id);
    if (arrow) return <OneArrow key={id} place={place} map={map} arrow={arrow} />;
  }
  return (
    <NotHere
      where={
        <TextLink href={place.at} icon="back">
          {t('title')}
        </TextLink>
      }
    />
  );
};

/** Of a part and of an arrow: the id says which it is. */
export const PartPage = ({ params }: RoomPageProps) => <In circle={null} id={params['id'] ?? ''} />;
export const CirclePartPage = ({ params }: RoomPageProps) => <InCircle vault={params['circle']}>{(circle) => <In circle={circle} id={params['id'] ?? ''} />}</InCircle>;
