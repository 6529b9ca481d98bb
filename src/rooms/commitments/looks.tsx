// What happened, each time one looked back: in one tap, in a line, or in the four questions of an after-action review and on the scale.
// Each look keeps the plan of its day; what was learnt stands with it.

import { useState } from 'react';
import { useSearchParams } from 'wouter';
import { Button } from '#web/ui/button.tsx';
import { TextArea, TextField } from '#web/ui/field.tsx';
import { placeOf, useFormValues } from '#web/ui/form-values.ts';
import { Form } from '#web/ui/form.tsx';
import { Menu } from '#web/ui/menu.tsx';
import { useAct } from '#web/ui/own.ts';
import { PickOne } from '#web/ui/pick.tsx';
import { Row } from '#web/ui/sheet.tsx';
import { momentNow } from '#web/ui/time.ts';
import { useDesk } from '#web/ui/vault.ts';
import { useWords } from '#web/ui/words.ts';
import { CAME, changeLook, hasScale, LEVELS, lookBack, MOST, PARTS, takeLookBack, type Commitment, type Level, type Look, type LookDraft } from './model.ts';
import { todayHere, useDayWords, useLevelWords } from './parts.tsx';

const FEW = 12;

type Typed = Record<'came' | 'happened' | 'intended' | 'why' | 'next' | 'level' | 'day', string>;

const typedOf = (look: Look | null): Typed => ({
  came: look?.came ?? '',
  happened: look?.happened ?? '',
  intended: look?.intended ?? '',
  why: look?.why ?? '',
  next: look?.next ?? '',
  level: look?.level == null ? '' : String(look.level),
  day: look?.day ?? todayHere(),
});

const levelTyped = (typed: string): Level | null => LEVELS.find((level) => String(level) === typed) ?? null;

const draftOf = ({ came, level, day, ...words }: Typed): LookDraft => ({
  ...words,
  came: CAME.find((one) => one === came) ?? null,
  level: levelTyped(level),
  day: day === '' ? todayHere() : day,
});

interface LookFormProps {
  readonly commitment: Commitment;
  /** Null for a new one. */
  readonly look: Look | null;
  readonly onClose: () => void;
}

const LookForm = ({ commitment, look, onClose }: LookFormProps) => {
  const t = useWords('commitments');
  const levelWords = useLevelWords();
  const desk = useDesk();
  const act = useAct('commitments');
  const { values, change, clear } = useFormValues<Typed>(placeOf('look', look?.id ?? commitment.id), typedOf(look));
  const { scale } = commitment;
  const isEmpty = [values.came, values.level, ...PARTS.map((part) => values[part])].every((text) => text.trim() === '');
  return (
    <Form
      go={t(look ? 'look.change-keep' : 'look.keep')}
      isReady={!isEmpty}
      onGo={async () => {
        const now = momentNow();
        const draft = draftOf(values);
        const done = await act(look ? changeLook(look, draft, now) : lookBack(commitment, draft, desk.newId(), now), look ? 'done.look-changed' : 'done.looked');
        if (!done.ok) return done;
        clear();
        onClose();
        return done;
      }}
      beside={
        <Button look="bare" onPress={onClose}>
          {t('not-now')}
        </Button>
      }
    >
      <PickOne
        legend={t('look.came')}
        none
        options={CAME.map((value) => ({ value, label: t(`came.${value}`) }))}
        value={CAME.find((one) => one === values.came) ?? null}
        onChange={(came) => change({ came: came ?? '' })}
      />
      <TextArea label={t('ask.happened')} value={values.happened} onChange={(happened) => change({ happened })} maxLength={MOST.text} autoFocus />
      {hasScale(commitment) && (
        <PickOne
          legend={t('look.level')}
          none
          options={LEVELS.map((level) => ({
            value: level,
            label: (
              <>
                <b>{levelWords(level)}</b>{' '}
                {scale[level] !== '' && (
                  <span className="said" dir="auto">
                    {scale[level]}
                  </span>
                )}
              </>
            ),
          }))}
          value={levelTyped(values.level)}
          onChange={(level) => change({ level: level === null ? '' : String(level) })}
        />
      )}
      <details open={values.intended !== '' || values.why !== '' || values.next !== '' || (look !== null && values.day !== todayHere())}>
        <summary>{t('look.more')}</summary>
        <div className="stack">
          <TextArea label={t('ask.intended')} value={values.intended} onChange={(intended) => change({ intended })} maxLength={MOST.text} />
          <TextArea label={t('ask.why')} value={values.why} onChange={(why) => change({ why })} maxLength={MOST.text} />
          <TextArea label={t('ask.next')} value={values.next} onChange={(next) => change({ next })} maxLength={MOST.text} />
          <TextField type="date" label={t('look.day')} max={todayHere()} value={values.day} onChange={(day) => change({ day })} />
        </div>
      </details>
    </Form>
  );
};

const LEFT = ['intended', 'why', 'next'] as const;

/** A line of what was planned then, where that is not what is planned now. */
const PlanThen = ({ commitment, look: { plan } }: { readonly commitment: Commitment; readonly look: Look }) => {
  const t = useWords('commitments');
  if ((plan.ifThis === '' && plan.thenThat === '') || (plan.ifThis === commitment.ifThis && plan.thenThat === commitment.thenThat)) return null;
  return (
    <p className="s q">
      {t('look.plan-then')}{' '}
      {plan.ifThis !== '' && (
        <>
          {t('if')} <bdi>{plan.ifThis}</bdi>
          {plan.thenThat !== '' && t('if-comma')}
        </>
      )}
      {plan.thenThat !== '' && (
        <>
          {t('then')} <bdi>{plan.thenThat}</bdi>
        </>
      )}
    </p>
  );
};

const LookLine = ({ commitment, look, onChange }: { readonly commitment: Commitment; readonly look: Look; readonly onChange: () => void }) => {
  const t = useWords('commitments');
  const levelWords = useLevelWords();
  const day = useDayWords();
  const act = useAct('commitments');
  const { came, level, happened, ways } = look;
  return (
    <li className="row" id={look.id}>
      <p className="mg num">{day(look.day)}</p>
      <div className={`tx wide on-line look-ev${came === 'done' || (level !== null && level >= 0) ? ' is-done' : ''}`}>
        <div className="commit-head">
          <div>
            {happened !== '' && (
              <p className="said as-typed" dir="auto">
                {happened}
              </p>
            )}
            {(came !== null || level !== null) && (
              <p className="s q">
                {came !== null && t(`came.${came}`)}
                {came !== null && level !== null && ' · '}
                {level !== null && (
                  <>
                    {t('look.on-scale', { level: levelWords(level) })} <bdi className="said">{commitment.scale[level]}</bdi>
                  </>
                )}
              </p>
            )}
            {LEFT.map(
              (part) =>
                look[part] !== '' && (
                  <p key={part}>
                    <span className="s q">{t(`part.${part}`)}</span>{' '}
                    <span className="said as-typed" dir="auto">
                      {look[part]}
                    </span>
                  </p>
                ),
            )}
            {ways.length > 0 && (
              <p className="s q">
                {t('way.was')} {ways.map((way) => t(`way.${way}`)).join(t('comma'))}
              </p>
            )}
            <PlanThen commitment={commitment} look={look} />
          </div>
          <Menu
            label={t('look.more-of', { day: day(look.day) })}
            actions={[
              { id: 'change', label: t('look.change'), icon: 'edit', onAction: onChange },
              { id: 'take', label: t('look.take'), icon: 'delete', warm: true, onAction: () => void act(takeLookBack(look), 'done.look-taken') },
            ]}
          />
        </div>
      </div>
    </li>
  );
};

export const Looks = ({ commitment }: { readonly commitment: Commitment }) => {
  const t = useWords('commitments');
  const [params, setParams] = useSearchParams();
  const { looks } = commitment;
  const asked = params.get('look');
  const changed = looks.find(({ id }) => id === asked) ?? null;
  const [isAll, setAll] = useState(false);
  const few = isAll ? looks : looks.slice(-FEW);
  const close = (): void => setParams({}, { replace: true });
  const open = (look: string): void => setParams({ look }, { replace: true });
  return (
    <section aria-labelledby="happened-h" className="stack">
      <Row note="" wide>
        <h2 id="happened-h">{t('happened')}</h2>
        {few.length < looks.length && (
          <Button look="bare" onPress={() => setAll(true)}>
            {t('show-all', { count: looks.length })}
          </Button>
        )}
      </Row>
      {looks.length > 0 && (
        <ol className="look-record">
          {few.map((look) =>
            look === changed ? (
              <Row key={look.id} as="li" note="" wide>
                <LookForm commitment={commitment} look={look} onClose={close} />
              </Row>
            ) : (
              <LookLine key={look.id} commitment={commitment} look={look} onChange={() => open(look.id)} />
            ),
          )}
        </ol>
      )}
      {changed === null && (
        <Row note="" wide>
          {asked === 'new' ? (
            <LookForm commitment={commitment} look={null} onClose={close} />
          ) : (
            <Button look={looks.length === 0 ? 'go' : 'plain'} onPress={() => open('new')}>
              {t('look.say')}
            </Button>
          )}
        </Row>
      )}
    </section>
  );
};
