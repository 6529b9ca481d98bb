// A plan in as many words as one likes: a new one, or one that is changed. Only what one will do must be said. Invariant: what was looked back
// at is not changed by it; each look keeps the plan of its day.

import { useLocation, useSearchParams } from 'wouter';
import { Button, TextLink } from '#web/ui/button.tsx';
import { LineField, TextArea, TextField } from '#web/ui/field.tsx';
import { placeOf, useFormValues } from '#web/ui/form-values.ts';
import { Form } from '#web/ui/form.tsx';
import { NotHere } from '#web/ui/in-place.tsx';
import { LinkTags } from '#web/ui/linked.tsx';
import { linksAsked, useAct } from '#web/ui/own.ts';
import { NamesField } from '#web/ui/names-field.tsx';
import { Page } from '#web/ui/page.tsx';
import { PickOne } from '#web/ui/pick.tsx';
import type { RoomPageProps } from '#web/ui/room.ts';
import { Row, Sheet, Title } from '#web/ui/sheet.tsx';
import { momentNow } from '#web/ui/time.ts';
import { useDesk } from '#web/ui/vault.ts';
import { usePeople } from '#web/ui/vocabulary.ts';
import { useWords } from '#web/ui/words.ts';
import { changePlan, LEVELS, makeCommitment, MOST, TOLD, type Commitment, type Level, type PlanDraft, type Told } from './model.ts';
import { AT, hrefOf, useCommitments, useLevelWords } from './parts.tsx';

const FIELDS = ['what', 'why', 'people', 'told', 'by', 'step', 'ifThis', 'thenThat', 'inMe', 'around', '2', '1', '0', '-1', '-2'] as const;
type Typed = Record<(typeof FIELDS)[number], string>;

const typedOf = (commitment: Commitment | null): Typed => {
  const from = (name: 'what' | 'why' | 'by' | 'step' | 'ifThis' | 'thenThat' | 'inMe' | 'around' | 'told'): string => commitment?.[name] ?? '';
  const level = (one: Level): string => commitment?.scale[one] ?? '';
  return {
    what: from('what'),
    why: from('why'),
    people: commitment?.people.join('\n') ?? '',
    told: from('told'),
    by: from('by'),
    step: from('step'),
    ifThis: from('ifThis'),
    thenThat: from('thenThat'),
    inMe: from('inMe'),
    around: from('around'),
    '2': level(2),
    '1': level(1),
    '0': level(0),
    '-1': level(-1),
    '-2': level(-2),
  };
};

/** A name on each line. */
const peopleIn = (typed: string): readonly string[] => typed.split('\n').filter((name) => name.trim() !== '');

const draftOf = ({ what, why, people, told, by, step, ifThis, thenThat, inMe, around, ...scale }: Typed): PlanDraft => ({
  what,
  why,
  people: peopleIn(people),
  told: TOLD.find((one) => one === told) ?? '',
  by,
  step,
  ifThis,
  thenThat,
  inMe,
  around,
  scale: Object.fromEntries(LEVELS.map((level) => [level, scale[String(level) as keyof typeof scale]])) as Record<Level, string>,
});

interface FieldsProps {
  readonly values: Typed;
  readonly change: (part: Partial<Typed>) => void;
}

const Fields = ({ values, change }: FieldsProps) => {
  const t = useWords('commitments');
  const levelWords = useLevelWords();
  const known = usePeople();
  const set = (name: (typeof FIELDS)[number]) => (text: string) => change({ [name]: text });
  return (
    <>
      <LineField label={t('what')} quiet={false} value={values.what} onChange={set('what')} maxLength={MOST.what} placeholder={t('what-example')} />
      <TextArea label={t('field.why')} value={values.why} onChange={set('why')} maxLength={MOST.text} />
      <NamesField
        label={t('field.people')}
        hint={t('field.people-hint')}
        value={peopleIn(values.people)}
        onChange={(names) => change({ people: names.join('\n') })}
        suggestions={known}
      />
      {values.people.trim() !== '' && (
        <PickOne<Told>
          legend={t('field.told')}
          none
          options={TOLD.map((value) => ({ value, label: t(`told.${value}`) }))}
          value={TOLD.find((one) => one === values.told) ?? null}
          onChange={(value) => change({ told: value ?? '' })}
        />
      )}
      <TextField type="date" label={t('field.by')} value={values.by} onChange={set('by')} />
      <LineField label={t('field.step')} quiet={false} value={values.step} onChange={set('step')} maxLength={MOST.line} placeholder={t('field.step-example')} />
      <fieldset className="stack" id="if">
        <legend>{t('field.plan')}</legend>
        <p className="s q">{t('field.plan-hint')}</p>
        <LineField label={t('field.if')} quiet={false} value={values.ifThis} onChange={set('ifThis')} maxLength={MOST.line} placeholder={t('field.if-example')} />
        <LineField label={t('field.then')} quiet={false} value={values.thenThat} onChange={set('thenThat')} maxLength={MOST.line} placeholder={t('field.then-example')} />
      </fieldset>
      <TextArea label={t('field.in-me')} value={values.inMe} onChange={set('inMe')} maxLength={MOST.text} />
      <TextArea label={t('field.around')} hint={t('field.around-hint')} value={values.around} onChange={set('around')} maxLength={MOST.text} />
      <details open={LEVELS.some((level) => values[String(level) as keyof Typed] !== '')}>
        <summary>{t('field.scale')}</summary>
        <div className="stack">
          <p className="s q">{t('field.scale-hint')}</p>
          {LEVELS.map((level) => (
            <LineField
              key={level}
              label={`${levelWords(level)}  ${t(`level.${level}`)}`}
              quiet={false}
              value={values[String(level) as keyof Typed]}
              onChange={set(String(level) as keyof Typed)}
              maxLength={MOST.line}
            />
          ))}
        </div>
      </details>
    </>
  );
};

export const NewCommitmentPage = () => {
  const t = useWords('commitments');
  const desk = useDesk();
  const act = useAct('commitments');
  const [, go] = useLocation();
  const [params, setParams] = useSearchParams();
  const links = linksAsked(params);
  const { values, change, clear } = useFormValues<Typed>('commitment new', typedOf(null));
  const back = (
    <TextLink href={AT} icon="back">
      {t('title')}
    </TextLink>
  );
  return (
    <Page title={t('new')} where={back}>
      <Sheet>
        <Title sub={t('new-about')}>{t('new')}</Title>
        <Row note="">
          <Form
            go={t('make')}
            isReady={values.what.trim() !== ''}
            onGo={async () => {
              const id = desk.newId();
              const done = await act(makeCommitment(draftOf(values), id, momentNow(), links), 'done.made');
              if (!done.ok) return done;
              clear();
              go(hrefOf({ id }), { replace: true });
              return done;
            }}
          >
            <Fields values={values} change={change} />
            <LinkTags
              label={t('field.links')}
              links={links}
              onChange={(next) => {
                const search = new URLSearchParams();
                for (const { to, as } of next) {
                  search.append('to', to);
                  search.append('as', as);
                }
                setParams(search, { replace: true });
              }}
            />
          </Form>
        </Row>
      </Sheet>
    </Page>
  );
};

const Change = ({ commitment }: { readonly commitment: Commitment }) => {
  const t = useWords('commitments');
  const act = useAct('commitments');
  const [, go] = useLocation();
  const { values, change, clear } = useFormValues<Typed>(placeOf('plan', commitment.id), typedOf(commitment));
  const at = hrefOf(commitment);
  return (
    <Page
      title={t('plan.title')}
      where={
        <TextLink href={at} icon="back">
          {t('kind')}
        </TextLink>
      }
    >
      <Sheet>
        <Title sub={commitment.looks.length > 0 ? t('plan.again-about') : t('new-about')}>{t('plan.title')}</Title>
        <Row note="">
          <Form
            go={t('plan.keep')}
            isReady={values.what.trim() !== ''}
            onGo={async () => {
              const done = await act(changePlan(commitment, draftOf(values), momentNow()), 'done.planned');
              if (!done.ok) return done;
              clear();
              go(at, { replace: true });
              return done;
            }}
            beside={
              <Button
                look="bare"
                onPress={() => {
                  clear();
                  go(at);
                }}
              >
                {t('leave')}
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

export const PlanPage = ({ params }: RoomPageProps) => {
  const t = useWords('commitments');
  const commitment = useCommitments().find(({ id }) => id === params['id']);
  return commitment ? (
    <Change commitment={commitment} />
  ) : (
    <NotHere
      where={
        <TextLink href={AT} icon="back">
          {t('title')}
        </TextLink>
      }
    />
  );
};
