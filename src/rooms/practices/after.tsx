// After a practice: how it is now, in one tap or none; a note, if one likes; where it was worse, other ways and people.

import { useState } from 'react';
import { Link } from 'wouter';
import { recordsOf } from '#core/snapshot.ts';
import { Button } from '#web/ui/button.tsx';
import { useFew } from '#web/ui/few.tsx';
import { TextArea } from '#web/ui/field.tsx';
import { Form } from '#web/ui/form.tsx';
import { placeOf, useFormValues } from '#web/ui/form-values.ts';
import { useAct } from '#web/ui/own.ts';
import { useLocale } from '#web/ui/preferences.ts';
import { Row } from '#web/ui/sheet.tsx';
import { formatNear, momentNow } from '#web/ui/time.ts';
import { useDesk } from '#web/ui/vault.ts';
import { useRefusal, useWords } from '#web/ui/words.ts';
import type { Practice } from './model.ts';
import { countsOf, forgetTold, HOW, MOST_NOTE, noteOn, tell, toldOf, type How, type Told } from './told.ts';
import { doneStep, stepsNow, type Path } from './walk.ts';
import { nowHere, practiceHref, type Commons } from './use-practices.tsx';

/** The outward one, which is safest where something got worse. */
const SAFEST = 'p02';

interface AfterProps {
  readonly practice: Practice;
  readonly commons: Commons;
  /** The path it is a step of, where one came from there. */
  readonly path: Path | undefined;
}

export const After = ({ practice, commons, path }: AfterProps) => {
  const t = useWords('practices');
  const desk = useDesk();
  const act = useAct('practices');
  const [last, setLast] = useState<{ readonly id: string; readonly how: How } | null>(null);
  const { tolds } = commons;
  const counts = countsOf(practice.id, tolds);
  const now = tolds.find(({ id }) => id === last?.id);
  const say = async (how: How): Promise<void> => {
    const id = desk.newId();
    const made = tell(practice.id, { how }, id, nowHere());
    if (!made.ok) return;
    const done = await act([...made.value, ...marksOf(practice, path, commons)], 'after.told', { how: t(`after.${how}`) });
    if (done.ok) setLast({ id, how });
  };
  return (
    <Row as="section" note={t('after.note')} labelledBy="after-h" wide stack>
      <h2 id="after-h" className="asks">
        {t('after.title')}
      </h2>
      <div className="pr-eq">
        {HOW.map((how) => (
          <Button key={how} aria-pressed={now?.how === how} onPress={() => void say(how)}>
            {t(`after.${how}`)}
          </Button>
        ))}
      </div>
      <p className="s q">
        {t('after.about')}
        {counts.of > 0 && ` ${t('after.said', { ...counts, count: counts.of })}`}
        {counts.of > 0 && counts.of < 5 && ` ${t('after.few')}`}
      </p>
      {now?.how === 'worse' && (
        <div className="note stack" role="status">
          <p>{t('after.worse-now')}</p>
          <p className="links">
            <span className="q">{t('after.worse-ways')}</span>
            {practice.id !== SAFEST && <Link href={practiceHref(SAFEST)}>{commons.one(SAFEST)?.name}</Link>}
            <Link href="/journal/write">{t('after.way-write')}</Link>
            <Link href="/circles">{t('after.way-circle')}</Link>
          </p>
          <p>
            {t('after.danger')} <Link href="/know/feelings/help">{t('after.way-help')}</Link>
          </p>
        </div>
      )}
      <Note practice={practice} told={now} />
      <Before practice={practice} tolds={tolds} />
    </Row>
  );
};

/** The step of the path is done with it. */
const marksOf = ({ id }: Practice, path: Path | undefined, commons: Commons) => {
  if (!path) return [];
  const steps = stepsNow(path, commons).map(({ practice }) => practice);
  return steps.includes(id) ? doneStep(path, id, nowHere(), steps) : [];
};

const Note = ({ practice, told }: { readonly practice: Practice; readonly told: Told | undefined }) => {
  const t = useWords('practices');
  const desk = useDesk();
  const act = useAct('practices');
  const inWords = useRefusal('practices');
  const { values, change, clear } = useFormValues(placeOf('practice note', practice.id), { note: '' });
  const [isOpen, setOpen] = useState(values.note !== '');
  if (!isOpen)
    return (
      <p>
        <Button look="bare" icon="write" onPress={() => setOpen(true)}>
          {t('after.write')}
        </Button>
      </p>
    );
  return (
    <Form
      go={t('after.keep')}
      look="plain"
      inWords={inWords}
      onGo={async () => {
        const record = told && recordsOf(desk.state().snapshot, 'practised').get(told.id);
        const there = record ? toldOf(record) : null;
        const done = await act(there ? noteOn(there, values.note) : tell(practice.id, { how: null, note: values.note }, desk.newId(), nowHere()), 'after.kept');
        if (done.ok) {
          clear();
          setOpen(false);
        }
        return done;
      }}
    >
      <TextArea label={t('after.words')} value={values.note} onChange={(note) => change({ note })} maxLength={MOST_NOTE} />
    </Form>
  );
};

const Before = ({ practice, tolds }: { readonly practice: Practice; readonly tolds: readonly Told[] }) => {
  const t = useWords('practices');
  const locale = useLocale();
  const act = useAct('practices');
  const mine = useFew(
    tolds.filter((told) => told.practice === practice.id),
    12,
    (count) => t('show-all', { count }),
  );
  if (mine.shown.length === 0) return null;
  return (
    <details>
      <summary>{t('after.before')}</summary>
      <ul className="list">
        {mine.shown.map((told) => {
          const day = formatNear(told.when, momentNow().when, locale, 'long');
          return (
            <li key={told.id} className="between">
              <div>
                <p className="num">
                  {day}: {t(told.how === null ? 'after.noted' : `after.${told.how}`)}
                </p>
                {told.note !== '' && (
                  <p className="said as-typed" dir="auto">
                    {told.note}
                  </p>
                )}
              </div>
              <Button look="bare" aria-label={t('after.forget-what', { day })} onPress={() => void act(forgetTold(told), 'after.forgotten')}>
                {t('after.forget')}
              </Button>
            </li>
          );
        })}
      </ul>
      {mine.more}
    </details>
  );
};
