// A goal in a line, and its page: what, for which part of life, by when, what it serves. Reached or let go, it stays.

import { Link, useLocation, useSearchParams } from 'wouter';
import { Button } from '#web/ui/button.tsx';
import { LineField, TextArea, TextField } from '#web/ui/field.tsx';
import { Form } from '#web/ui/form.tsx';
import { placeOf, useFormValues } from '#web/ui/form-values.ts';
import { NotHere } from '#web/ui/in-place.tsx';
import { Linked, LinkTags } from '#web/ui/linked.tsx';
import { NamesField } from '#web/ui/names-field.tsx';
import { linksAsked, linksTyped, useAct, useDelete } from '#web/ui/own.ts';
import { Page } from '#web/ui/page.tsx';
import type { RoomPageProps } from '#web/ui/room.ts';
import { Row, Sheet, Title } from '#web/ui/sheet.tsx';
import { momentNow } from '#web/ui/time.ts';
import { useDesk } from '#web/ui/vault.ts';
import { useVocabulary } from '#web/ui/vocabulary.ts';
import { useWords } from '#web/ui/words.ts';
import { changeGoal, deleteGoal, ENDS, endGoal, reopenGoal, setGoal, type Goal } from './goals.ts';
import { MOST } from './model.ts';
import { AT, ToPurpose, useDay, usePurpose } from './use-purpose.tsx';

const hrefOf = ({ id }: Pick<Goal, 'id'>): string => `${AT}/goal/${id}`;

export const GoalLine = ({ goal }: { readonly goal: Goal }) => {
  const t = useWords('purpose');
  const day = useDay();
  const areas = useVocabulary('areas');
  const { what, by, end, ended } = goal;
  const more = [...goal.areas.map(areas.shown), ...(end === null ? (by === '' ? [] : [t('goal.by-on', { day: day(by) })]) : [`${t(`end.${end}`)} ${day(ended)}`.trim()])];
  return (
    <li>
      <Link href={hrefOf(goal)} className={end === null ? 'said' : 'said q'} dir="auto">
        {what}
      </Link>{' '}
      <span className="s q">{more.join(' · ')}</span>
    </li>
  );
};

const linesIn = (typed: string): readonly string[] => typed.split('\n').filter((one) => one !== '');

interface FieldsProps {
  readonly values: { readonly what: string; readonly note: string; readonly areas: string; readonly by: string };
  readonly change: (part: { readonly what?: string; readonly note?: string; readonly areas?: string; readonly by?: string }) => void;
}

const Fields = ({ values, change }: FieldsProps) => {
  const t = useWords('purpose');
  const areas = useVocabulary('areas');
  return (
    <>
      <LineField label={t('goal.what')} quiet={false} value={values.what} onChange={(what) => change({ what })} maxLength={MOST.line} placeholder={t('goal.example')} />
      <NamesField
        label={t('goal.areas')}
        hint={t('goal.areas-hint')}
        value={linesIn(values.areas).map(areas.shown)}
        onChange={(names) => change({ areas: areas.toIds(names).join('\n') })}
        suggestions={areas.suggestions}
      />
      <TextField type="date" label={t('goal.by')} value={values.by} onChange={(by) => change({ by })} />
      <TextArea label={t('goal.note')} value={values.note} onChange={(note) => change({ note })} maxLength={MOST.text} />
    </>
  );
};

export const NewGoalPage = () => {
  const t = useWords('purpose');
  const act = useAct('purpose');
  const desk = useDesk();
  const [, go] = useLocation();
  const [search] = useSearchParams();
  const { values, change, clear } = useFormValues('goal new', { what: '', note: '', areas: '', by: '', links: JSON.stringify(linksAsked(search)) });
  const links = linksTyped(values.links);
  return (
    <Page title={t('goal.new')} where={<ToPurpose />}>
      <Sheet>
        <Title sub={t('goal.about')}>{t('goal.new')}</Title>
        <Row note="">
          <Form
            go={t('goal.keep')}
            isReady={values.what.trim() !== ''}
            onGo={async () => {
              const id = desk.newId();
              const done = await act(setGoal({ ...values, areas: linesIn(values.areas) }, id, momentNow(), links), 'done.goal');
              if (!done.ok) return done;
              clear();
              go(hrefOf({ id }), { replace: true });
              return done;
            }}
          >
            <Fields values={values} change={change} />
            <LinkTags
              label={t('goal.serves')}
              links={links}
              reasons={['serves']}
              kinds={['life', 'purpose', 'success', 'value']}
              onChange={(next) => change({ links: JSON.stringify(next) })}
            />
          </Form>
        </Row>
      </Sheet>
    </Page>
  );
};

const One = ({ goal }: { readonly goal: Goal }) => {
  const t = useWords('purpose');
  const act = useAct('purpose');
  const remove = useDelete('purpose');
  const day = useDay();
  const { what, note, areas, by, end, ended } = goal;
  const { values, change, clear } = useFormValues(placeOf('goal', goal.id), { what, note, areas: areas.join('\n'), by });
  return (
    <Page title={what} where={<ToPurpose />}>
      <Sheet>
        <Title note={t('goal.one')} sub={end === null ? undefined : `${t(`end.${end}`)} ${day(ended)}`.trim()}>
          <span dir="auto">{what}</span>
        </Title>
        <Row note="" wide>
          <div className="cluster">
            {end === null ? (
              ENDS.map((how) => (
                <Button key={how} onPress={() => void act(endGoal(goal, how, momentNow()), `done.${how}`)}>
                  {t(`end.do-${how}`)}
                </Button>
              ))
            ) : (
              <Button onPress={() => void act(reopenGoal(goal, momentNow()), 'done.reopened')}>{t('end.reopen')}</Button>
            )}
          </div>
        </Row>
        <Row note="">
          <Form
            go={t('keep-change')}
            isReady={values.what.trim() !== ''}
            onGo={async () => {
              const done = await act(changeGoal(goal, { ...values, areas: linesIn(values.areas) }, momentNow()), 'done.changed');
              if (done.ok) clear();
              return done;
            }}
            beside={
              <Button look="bare" icon="delete" onPress={() => remove(deleteGoal(goal), AT, 'done.deleted')}>
                {t('goal.delete')}
              </Button>
            }
          >
            <Fields values={values} change={change} />
          </Form>
        </Row>
        <Linked id={goal.id} reasons={['serves', 'rests-on', 'comes-from']} />
      </Sheet>
    </Page>
  );
};

export const GoalPage = ({ params }: RoomPageProps) => {
  const goal = usePurpose().goals.find(({ id }) => id === params['id']);
  return goal ? <One key={goal.id} goal={goal} /> : <NotHere where={<ToPurpose />} />;
};
