// Marking what gave or took energy: what it was, and one of two scales, is enough. And one mark, changed or taken away.

import { useRef, useState } from 'react';
import { useLocation, useSearchParams } from 'wouter';
import { ok, type Result } from '#core/result.ts';
import { Button, TextLink } from '#web/ui/button.tsx';
import { TextArea, TextField } from '#web/ui/field.tsx';
import { Form } from '#web/ui/form.tsx';
import { placeOf, useFormValues } from '#web/ui/form-values.ts';
import { NotHere } from '#web/ui/in-place.tsx';
import { Linked } from '#web/ui/linked.tsx';
import { NamesField } from '#web/ui/names-field.tsx';
import { linksAsked, useAct, useDelete } from '#web/ui/own.ts';
import { Page } from '#web/ui/page.tsx';
import { PickOne, Scale } from '#web/ui/pick.tsx';
import type { RoomPageProps } from '#web/ui/room.ts';
import { Row, Sheet, Title } from '#web/ui/sheet.tsx';
import { momentNow } from '#web/ui/time.ts';
import { useDesk } from '#web/ui/vault.ts';
import { usePeople, useVocabulary } from '#web/ui/vocabulary.ts';
import { useWords } from '#web/ui/words.ts';
import { namesUsed } from '#web/ui/written.ts';
import { changeMark, deleteMark, LEVELS, markEnergy, TERMS, type Level, type Mark, type MarkDraft } from './energy.ts';
import { activitiesIn } from './map.ts';
import { MOST } from './model.ts';
import { AT, todayHere, usePurpose, useSigned } from './use-purpose.tsx';

const FIELDS = { what: '', energy: '', meaning: '', terms: '', gained: '', areas: '', note: '', day: '' };
type Typed = typeof FIELDS;

const typedOf = ({ what, energy, meaning, terms, gained, areas, note, day }: Mark): Typed => ({
  what,
  energy: energy === null ? '' : String(energy),
  meaning: meaning === null ? '' : String(meaning),
  terms: terms ?? '',
  gained: gained.join('\n'),
  areas: areas.join('\n'),
  note,
  day,
});

const levelOf = (typed: string): Level => LEVELS.find((level) => String(level) === typed) ?? null;
const namesIn = (typed: string): readonly string[] => typed.split('\n').filter((name) => name !== '');

const draftOf = ({ what, energy, meaning, terms, gained, areas, note, day }: Typed): MarkDraft => ({
  what,
  energy: levelOf(energy),
  meaning: levelOf(meaning),
  terms: TERMS.find((one) => one === terms) ?? null,
  gained: namesIn(gained),
  areas: namesIn(areas),
  note,
  day,
});

const isReady = ({ what, energy, meaning }: Typed): boolean => what.trim() !== '' && energy + meaning !== '';

const Fields = ({ values, change }: { readonly values: Typed; readonly change: (part: Partial<Typed>) => void }) => {
  const t = useWords('purpose');
  const desk = useDesk();
  const signed = useSigned();
  const { said } = usePurpose();
  const people = usePeople();
  const areas = useVocabulary('areas');
  const known = [...new Set([...activitiesIn(said).map(({ name }) => name), ...namesUsed(desk, 'topics').map(({ name }) => name)])];
  const scale = LEVELS.map((value) => ({ value, label: signed(value) }));
  const { terms, gained, areas: inAreas, note, day } = values;
  return (
    <>
      <NamesField
        label={t('mark.what')}
        hint={t('mark.what-hint')}
        most={1}
        value={values.what === '' ? [] : [values.what]}
        onChange={(names) => change({ what: names[0] ?? '' })}
        suggestions={known.map((name) => ({ name }))}
      />
      <Scale
        legend={t('mark.energy-ask')}
        value={levelOf(values.energy)}
        options={scale}
        onChange={(level) => change({ energy: level === null ? '' : String(level) })}
        from={t('map.drains')}
        to={t('map.gives')}
      />
      <Scale
        legend={t('mark.meaning-how')}
        value={levelOf(values.meaning)}
        options={scale}
        onChange={(level) => change({ meaning: level === null ? '' : String(level) })}
        from={t('map.little')}
        to={t('map.much')}
      />
      <PickOne
        legend={t('mark.terms')}
        none
        value={TERMS.find((one) => one === terms) ?? null}
        options={TERMS.map((value) => ({ value, label: t(`terms.${value}`) }))}
        onChange={(next) => change({ terms: next ?? '' })}
      />
      <details open={gained + inAreas + note !== '' || (day !== '' && day !== todayHere()) || undefined}>
        <summary>{t('mark.more')}</summary>
        <div className="stack">
          <NamesField label={t('mark.gained')} value={namesIn(gained)} onChange={(names) => change({ gained: names.join('\n') })} suggestions={people} />
          <TextArea label={t('mark.note')} value={note} onChange={(next) => change({ note: next })} maxLength={MOST.text} />
          <NamesField
            label={t('mark.areas')}
            value={namesIn(inAreas).map(areas.shown)}
            onChange={(names) => change({ areas: areas.toIds(names).join('\n') })}
            suggestions={areas.suggestions}
          />
          <TextField type="date" label={t('mark.day')} value={day} onChange={(next) => change({ day: next })} max={todayHere()} />
        </div>
      </details>
    </>
  );
};

const ToEnergy = () => {
  const t = useWords('purpose');
  return (
    <TextLink href={`${AT}/energy`} icon="back">
      {t('energy.title')}
    </TextLink>
  );
};

export const NewMarkPage = () => {
  const t = useWords('purpose');
  const act = useAct('purpose');
  const desk = useDesk();
  const [, go] = useLocation();
  const [search] = useSearchParams();
  const { values, change, clear } = useFormValues<Typed>('energy new', FIELDS);
  const [kept, setKept] = useState(0);
  // Two buttons send it; two quick presses, of either, are one mark.
  const isGoing = useRef(false);
  const keep = async (isLast: boolean): Promise<Result<unknown>> => {
    if (isGoing.current) return ok(null);
    isGoing.current = true;
    const done = await act(markEnergy(draftOf(values), desk.newId(), momentNow(), linksAsked(search)), 'done.marked');
    isGoing.current = false;
    if (!done.ok) return done;
    clear();
    if (isLast) go(`${AT}/energy`);
    else setKept(kept + 1);
    return done;
  };
  return (
    <Page title={t('mark.title')} where={<ToEnergy />}>
      <Sheet>
        <Title sub={t('mark.about')}>{t('mark.title')}</Title>
        <Row note={kept > 0 ? t('mark.kept', { count: kept }) : ''}>
          <Form
            key={kept}
            go={t('mark.keep')}
            isReady={isReady(values)}
            onGo={() => keep(true)}
            beside={
              <Button look="bare" isDisabled={!isReady(values)} onPress={() => void keep(false)}>
                {t('mark.another')}
              </Button>
            }
          >
            <Fields values={values} change={change} />
          </Form>
        </Row>
      </Sheet>
    </Page>
  );
};

const One = ({ mark }: { readonly mark: Mark }) => {
  const t = useWords('purpose');
  const act = useAct('purpose');
  const remove = useDelete('purpose');
  const { values, change, clear } = useFormValues<Typed>(placeOf('energy', mark.id), typedOf(mark));
  return (
    <Page title={mark.what} where={<ToEnergy />}>
      <Sheet>
        <Title note={t('mark.one')}>
          <span dir="auto">{mark.what}</span>
        </Title>
        <Row note="">
          <Form
            go={t('keep-change')}
            isReady={isReady(values)}
            onGo={async () => {
              const done = await act(changeMark(mark, draftOf(values), momentNow()), 'done.changed');
              if (done.ok) clear();
              return done;
            }}
            beside={
              <Button look="bare" icon="delete" onPress={() => remove(deleteMark(mark), `${AT}/energy`, 'done.deleted')}>
                {t('mark.delete')}
              </Button>
            }
          >
            <Fields values={values} change={change} />
          </Form>
        </Row>
        <Linked id={mark.id} />
      </Sheet>
    </Page>
  );
};

export const MarkPage = ({ params }: RoomPageProps) => {
  const mark = usePurpose().marks.find(({ id }) => id === params['id']);
  return mark ? <One key={mark.id} mark={mark} /> : <NotHere where={<ToEnergy />} />;
};
