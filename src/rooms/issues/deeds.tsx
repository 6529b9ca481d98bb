// The small forms of an issue's page: an answer, a promise, what became of one, closing. Each is one line on the record.

import { useState } from 'react';
import { useActIn, type OpenCircle } from '#web/ui/circles.ts';
import { TextArea, TextField } from '#web/ui/field.tsx';
import { PickOne } from '#web/ui/pick.tsx';
import { useTyped } from '#web/ui/typed.ts';
import { useDesk } from '#web/ui/vault.ts';
import { useWords } from '#web/ui/words.ts';
import { closeIssue, recordAnswer, recordOutcome, recordPromise, type Doer } from './deeds.ts';
import { Form } from './form.tsx';
import { restOf, type Answer, type Closing, type Promised, type Sheet } from './sheet.ts';
import { todayNow } from './told.tsx';

interface DeedProps {
  readonly circle: OpenCircle;
  readonly sheet: Sheet;
  readonly onClose: () => void;
}

/** Who does it, now. */
export const useDoer = (circle: OpenCircle): (() => Doer) => {
  const desk = useDesk();
  return () => ({ me: circle.me, id: desk.newId(), instant: new Date().toISOString() });
};

const OnDay = ({ value, onChange }: { readonly value: string; readonly onChange: (day: string) => void }) => {
  const t = useWords('issues');
  return <TextField label={t('form.on')} type="date" max={todayNow()} value={value} onChange={onChange} />;
};

export const AnswerForm = ({ circle, sheet, onClose }: DeedProps) => {
  const t = useWords('issues');
  const act = useActIn('issues');
  const doer = useDoer(circle);
  const { text: typed, type, done } = useTyped(`issue answer ${restOf(sheet.issue.id)}`);
  const text = typed('text');
  const [on, setOn] = useState(todayNow);
  const [role, setRole] = useState(sheet.asked.at(-1)?.role ?? sheet.issue.role);
  const [gives, setGives] = useState<Answer['gives']>(null);
  return (
    <Form
      go={t('form.answer-go')}
      isReady={text.trim() !== ''}
      onClose={onClose}
      onGo={async () => {
        const recorded = await act(circle, recordAnswer(sheet, { on, text, gives, role }, doer()), 'form.answer-done');
        if (recorded.ok) done();
        return recorded;
      }}
    >
      <TextArea label={t('form.answer-text')} value={text} onChange={(next) => type('text', next)} maxLength={20_000} autoFocus />
      <TextField label={t('form.answer-role')} value={role} onChange={setRole} maxLength={200} />
      <OnDay value={on} onChange={setOn} />
      <PickOne
        legend={t('form.gives')}
        none
        value={gives}
        options={(['all', 'part', 'none'] as const).map((value) => ({ value, label: t(`form.gives-${value}`) }))}
        onChange={setGives}
      />
    </Form>
  );
};

export const PromiseForm = ({ circle, sheet, onClose }: DeedProps) => {
  const t = useWords('issues');
  const act = useActIn('issues');
  const doer = useDoer(circle);
  const { text: typed, type, done } = useTyped(`issue promise ${restOf(sheet.issue.id)}`);
  const text = typed('text');
  const [on, setOn] = useState(todayNow);
  const [due, setDue] = useState('');
  return (
    <Form
      go={t('form.promise-go')}
      isReady={text.trim() !== '' && due !== ''}
      onClose={onClose}
      onGo={async () => {
        const recorded = await act(circle, recordPromise(sheet, { on, text, due }, doer()), 'form.promise-done');
        if (recorded.ok) done();
        return recorded;
      }}
    >
      <TextArea label={t('form.promise-text')} value={text} onChange={(next) => type('text', next)} maxLength={2000} autoFocus />
      <TextField label={t('form.promise-due')} type="date" value={due} onChange={setDue} />
      <OnDay value={on} onChange={setOn} />
    </Form>
  );
};

export const OutcomeForm = ({ circle, sheet, onClose, promise }: DeedProps & { readonly promise: Promised }) => {
  const t = useWords('issues');
  const act = useActIn('issues');
  const doer = useDoer(circle);
  const [is, setIs] = useState<'kept' | 'refused' | null>(null);
  const [on, setOn] = useState(todayNow);
  return (
    <Form go={t('form.outcome-go')} isReady={is !== null} onClose={onClose} onGo={() => act(circle, recordOutcome(sheet, promise, { is: is!, on }, doer()), 'form.outcome-done')}>
      <PickOne
        legend={t('form.outcome', { text: promise.text })}
        value={is}
        options={(['kept', 'refused'] as const).map((value) => ({ value, label: t(`form.outcome-${value}`) }))}
        onChange={setIs}
      />
      <OnDay value={on} onChange={setOn} />
    </Form>
  );
};

export const CloseForm = ({ circle, sheet, onClose }: DeedProps) => {
  const t = useWords('issues');
  const act = useActIn('issues');
  const doer = useDoer(circle);
  const [is, setIs] = useState<Closing['is'] | null>(null);
  const [text, setText] = useState('');
  return (
    <Form go={t('form.close-go')} isReady={is !== null} onClose={onClose} onGo={() => act(circle, closeIssue(sheet, { is: is!, on: todayNow(), text }, doer()), 'form.close-done')}>
      <PickOne
        legend={t('form.close')}
        value={is}
        options={(['changed', 'partly', 'unchanged'] as const).map((value) => ({ value, label: t(`form.close-${value}`) }))}
        onChange={setIs}
      />
      <TextArea label={t('form.close-text')} value={text} onChange={setText} maxLength={20_000} />
    </Form>
  );
};
