// A moment and the value that was at work in it: what happened becomes an entry of the journal, marked; the value is kept where it is new.
// Only what happened must be said. Beside it the shortest way in: a value under a name of one's own.

import { useLocation, useSearchParams } from 'wouter';
import { isReason, type Link } from '#core/links.ts';
import { TextLink } from '#web/ui/button.tsx';
import { LineField, TextArea, TextField } from '#web/ui/field.tsx';
import { Form, type FormProps } from '#web/ui/form.tsx';
import { useFormValues } from '#web/ui/form-values.ts';
import { NamesField } from '#web/ui/names-field.tsx';
import { useAct } from '#web/ui/own.ts';
import { Page } from '#web/ui/page.tsx';
import { PickOne } from '#web/ui/pick.tsx';
import { Row, Sheet, Title } from '#web/ui/sheet.tsx';
import { momentNow } from '#web/ui/time.ts';
import { useDesk } from '#web/ui/vault.ts';
import { useWords } from '#web/ui/words.ts';
import { CARDS } from './cards.ts';
import { fromMoment, keepValue, MOST_NAME, MOST_WORDS } from './model.ts';
import { useValues } from './use-values.tsx';

export const ToValues = () => {
  const t = useWords('values');
  return (
    <TextLink href="/know/values" icon="back">
      {t('title')}
    </TextLink>
  );
};

export const MomentPage = () => {
  const t = useWords('values');
  const words = useWords('values.cards');
  const act = useAct('values');
  const desk = useDesk();
  const [, go] = useLocation();
  const { values } = useValues();
  const { values: typed, change, clear } = useFormValues('values moment', { happened: '', was: '', protects: '', cost: '', value: '', day: '' });
  const held = values.filter(({ aside }) => aside === '');
  const offered = [...held.map(({ name }) => ({ name })), ...CARDS.filter((card) => !values.some((value) => value.card === card)).map((card) => ({ name: words(card) }))];
  const card = CARDS.find((one) => words(one).toLowerCase() === typed.value.trim().toLowerCase()) ?? '';
  const keep: FormProps['onGo'] = async () => {
    const was = typed.was === 'uneasy' ? 'uneasy' : 'proud';
    const changes = fromMoment({ ...typed, was, value: { name: typed.value, card } }, desk.newId, values, momentNow());
    const done = await act(changes, 'done.moment');
    if (!done.ok) return done;
    clear();
    const made = done.value.records.find(({ kind }) => kind === 'value');
    go(made ? `/know/values/${made.id}` : '/know/values');
    return done;
  };
  return (
    <Page title={t('moment.title')} where={<ToValues />}>
      <Sheet>
        <Title sub={t('moment.about')}>{t('moment.title')}</Title>
        <Row note="">
          <Form go={t('moment.keep')} isReady={typed.happened.trim() !== ''} onGo={keep}>
            <TextArea label={t('moment.happened')} placeholder={t('moment.example')} value={typed.happened} onChange={(happened) => change({ happened })} />
            <PickOne
              legend={t('moment.was')}
              value={typed.was === 'uneasy' ? 'uneasy' : 'proud'}
              options={(['proud', 'uneasy'] as const).map((value) => ({ value, label: t(`moment.${value}`) }))}
              onChange={(was) => change({ was: was ?? '' })}
            />
            <NamesField
              label={t('moment.value')}
              hint={t('moment.value-hint')}
              most={1}
              value={typed.value === '' ? [] : [typed.value]}
              onChange={(names) => change({ value: (names[0] ?? '').slice(0, MOST_NAME) })}
              suggestions={offered}
            />
            <details open={typed.protects + typed.cost + typed.day !== ''}>
              <summary>{t('moment.more')}</summary>
              <div className="stack">
                <TextArea label={t('moment.protects')} value={typed.protects} onChange={(protects) => change({ protects })} maxLength={MOST_WORDS} />
                <TextArea label={t('moment.cost')} value={typed.cost} onChange={(cost) => change({ cost })} maxLength={MOST_WORDS} />
                <TextField label={t('moment.day')} type="date" value={typed.day} onChange={(day) => change({ day })} />
              </div>
            </details>
          </Form>
        </Row>
      </Sheet>
    </Page>
  );
};

export const NewPage = () => {
  const t = useWords('values');
  const act = useAct('values');
  const desk = useDesk();
  const [, go] = useLocation();
  const [search] = useSearchParams();
  const { values } = useValues();
  const { values: typed, change, clear } = useFormValues('values new', { name: '', about: '' });
  const reasons = search.getAll('as');
  const links = search.getAll('to').flatMap((to, at): readonly Link[] => (isReason(reasons[at]) ? [{ to, as: reasons[at] }] : []));
  const keep: FormProps['onGo'] = async () => {
    const id = desk.newId();
    const done = await act(keepValue({ ...typed, ...(links.length > 0 ? { links } : {}) }, id, values, momentNow()), 'done.kept', { count: 1 });
    if (!done.ok) return done;
    clear();
    go(`/know/values/${id}`);
    return done;
  };
  return (
    <Page title={t('new.title')} where={<ToValues />}>
      <Sheet>
        <Title sub={t('new.about')}>{t('new.title')}</Title>
        <Row note="">
          <Form go={t('new.keep')} isReady={typed.name.trim() !== ''} onGo={keep}>
            <LineField label={t('name')} quiet={false} value={typed.name} onChange={(name) => change({ name })} maxLength={MOST_NAME} placeholder={t('new.example')} />
            <TextArea label={t('means')} value={typed.about} onChange={(about) => change({ about })} maxLength={MOST_WORDS} />
          </Form>
        </Row>
      </Sheet>
    </Page>
  );
};
