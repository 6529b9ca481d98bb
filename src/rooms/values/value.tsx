// One value: what it means, where it holds, what it costs, who and what supports and strains it, what was done for it, what was answered about
// it, and what it is linked with. Every field is kept as one leaves it; none has to be filled.

import { useState } from 'react';
import { Button, TextLink } from '#web/ui/button.tsx';
import { LineField, TextArea } from '#web/ui/field.tsx';
import { placeOf } from '#web/ui/form-values.ts';
import { NotHere } from '#web/ui/in-place.tsx';
import { Linked } from '#web/ui/linked.tsx';
import { Menu } from '#web/ui/menu.tsx';
import { NamesField, type Suggestion } from '#web/ui/names-field.tsx';
import { useAct, useDelete } from '#web/ui/own.ts';
import { Page } from '#web/ui/page.tsx';
import { PickMany, PickOne } from '#web/ui/pick.tsx';
import { useLocale } from '#web/ui/preferences.ts';
import { RecordLine } from '#web/ui/record-line.tsx';
import type { RoomPageProps } from '#web/ui/room.ts';
import { PartTitle, Row, Sheet, Title } from '#web/ui/sheet.tsx';
import { formatDay, momentNow } from '#web/ui/time.ts';
import { useTyped } from '#web/ui/typed.ts';
import { useDesk } from '#web/ui/vault.ts';
import { useWords } from '#web/ui/words.ts';
import { namesUsed } from '#web/ui/written.ts';
import { takeAnswerBack } from './answers.ts';
import { bringBackValue, changeValue, contextsOf, CONTEXTS, deleteValue, MOST_NAME, MOST_WORDS, settleWords, setValueAside, SURE, type Value, type ValueDraft } from './model.ts';
import { ToValues } from './moment.tsx';
import { Bars, tallest, useCounted } from './picture.tsx';
import { naming, saidAndDone, useContextName, useValues, type InValues } from './use-values.tsx';

const useChange = (value: Value): ((draft: ValueDraft) => Promise<boolean>) => {
  const act = useAct('values');
  const { values } = useValues();
  return async (draft) => (await act(changeValue(value, draft, values, momentNow()), 'done.saved')).ok;
};

/**
 * A text that is kept when one leaves it, and as it is typed. Only what was typed is written, over what stood there when one began: what comes
 * from another tab or device meanwhile stays beside it.
 */
const Words = ({ value, field, other }: { readonly value: Value; readonly field: 'about' | 'cost'; readonly other: readonly string[] }) => {
  const t = useWords('values');
  const act = useAct('values');
  const { values } = useValues();
  const { typed, type, done } = useTyped(placeOf(`value ${field}`, value.id));
  const text = typed['text'];
  const leave = async (): Promise<void> => {
    if (text === undefined) return;
    const kept = await act(
      changeValue(value, { [field]: text }, values, momentNow(), { [field]: [typed['basis'] ?? ''] }),
      text.trim() === value[field] ? undefined : 'done.saved',
    );
    if (kept.ok) done();
  };
  return (
    <>
      <TextArea
        label={t(field === 'about' ? 'means' : 'cost')}
        hint={t(field === 'about' ? 'means-hint' : 'cost-hint')}
        value={text ?? value[field]}
        onChange={(now) => {
          if (text === undefined) type('basis', value[field]);
          type('text', now);
        }}
        onBlur={() => void leave()}
        maxLength={MOST_WORDS}
      />
      {other.map((one) => (
        <div key={one} className="leaf stack">
          <p className="s q">{t('other-words')}</p>
          <p className="said as-typed" dir="auto">
            {one}
          </p>
          <div className="cluster">
            <Button onPress={() => void act(settleWords(value, field, `${value[field]}\n\n${one}`, momentNow()), 'done.saved')}>{t('other-words-take')}</Button>
            <Button look="bare" onPress={() => void act(settleWords(value, field, value[field], momentNow()), 'done.saved')}>
              {t('other-words-leave')}
            </Button>
          </div>
        </div>
      ))}
    </>
  );
};

const withUsed = (used: readonly Suggestion[], more: readonly string[]): Suggestion[] => [
  ...used,
  ...[...new Set(more)].filter((name) => !used.some((one) => one.name === name)).map((name) => ({ name })),
];

const Around = ({ all, value }: { readonly all: InValues; readonly value: Value }) => {
  const t = useWords('values');
  const change = useChange(value);
  const desk = useDesk();
  const people = withUsed(
    namesUsed(desk, 'people'),
    all.values.flatMap((one) => [...one.supportPeople, ...one.strainPeople]),
  );
  const places = withUsed(
    namesUsed(desk, 'places'),
    all.values.flatMap((one) => [...one.supportPlaces, ...one.strainPlaces]),
  );
  return (
    <div className="two-up">
      {(['support', 'strain'] as const).map((side) => (
        <div key={side} className="stack">
          <h2>{t(`${side}s`)}</h2>
          <NamesField label={t(`${side}-people`)} value={value[`${side}People`]} onChange={(list) => void change({ [`${side}People`]: list })} suggestions={people} />
          <NamesField label={t(`${side}-places`)} value={value[`${side}Places`]} onChange={(list) => void change({ [`${side}Places`]: list })} suggestions={places} />
        </div>
      ))}
    </div>
  );
};

/** The newest decisions whose chosen way names the value: what they count for is not marked anywhere else. */
const Named = ({ all, value }: { readonly all: InValues; readonly value: Value }) => {
  const t = useWords('values');
  const those = naming(all, [value]).slice(0, NAMED);
  if (those.length === 0) return null;
  return (
    <div>
      <p className="s q">{t('named.title')}</p>
      <ul className="list">
        {those.map((one) => (
          <li key={one.id}>
            <RecordLine shown={one} />
          </li>
        ))}
      </ul>
    </div>
  );
};

const NAMED = 5;

const Done = ({ all, value }: { readonly all: InValues; readonly value: Value }) => {
  const t = useWords('values');
  const counted = useCounted();
  const said = saidAndDone(all);
  const line = said.lines.find((one) => one.value.id === value.id);
  const [serves, strains, of] = (line?.periods ?? []).reduce(([a, b, c], period) => [a + period.serves, b + period.strains, c + period.of], [0, 0, 0]);
  return (
    <section aria-labelledby="done-h" className="stack">
      <PartTitle id="done-h" title={t('done.title')} />
      <Row note="" wide stack>
        {line && serves + strains > 0 ? (
          <>
            <Bars periods={line.periods} unit={said.unit} most={tallest([line])} name={value.name} big />
            <p className="s q">
              {t('done.counts', { counted: counted(serves, of) })} {strains > 0 && t('done.against', { counted: counted(strains, of) })} {t(`base.${all.base}-note`)}
            </p>
          </>
        ) : (
          <p className="q">{t('done.none-yet')}</p>
        )}
        {line && <Named all={all} value={value} />}
        <p className="links s">
          <TextLink href="/know/values/done">{t('mark.title')}</TextLink>
        </p>
      </Row>
    </section>
  );
};

const Answered = ({ all, value }: { readonly all: InValues; readonly value: Value }) => {
  const t = useWords('values');
  const locale = useLocale();
  const act = useAct('values');
  const those = all.answers.filter((answer) => answer.value === value.id);
  if (those.length === 0) return null;
  return (
    <section aria-labelledby="answers-h" className="stack">
      <PartTitle id="answers-h" title={t('answered.title')} />
      <ul className="ruled">
        {those.map((answer) => (
          <li key={answer.id} className="row">
            <p className="mg num">{formatDay(answer.day, locale, 'medium')}</p>
            <div className="tx wide between">
              <div>
                <p>{t(`answer.${answer.said}`)}</p>
                {answer.words !== '' && (
                  <p className="said as-typed" dir="auto">
                    {answer.words}
                  </p>
                )}
              </div>
              <Button look="bare" className="s" onPress={() => void act(takeAnswerBack(answer), 'done.answer-back')}>
                {t('answered.back')}
              </Button>
            </div>
          </li>
        ))}
      </ul>
    </section>
  );
};

const Rename = ({ value, onClose }: { readonly value: Value; readonly onClose: () => void }) => {
  const t = useWords('values');
  const change = useChange(value);
  const [name, setName] = useState(value.name);
  return (
    <form
      className="stack"
      onSubmit={(event) => {
        event.preventDefault();
        void change({ name }).then((isDone) => {
          if (isDone) onClose();
        });
      }}
    >
      <LineField label={t('name')} quiet={false} value={name} onChange={setName} maxLength={MOST_NAME} autoFocus />
      <div className="cluster">
        <Button look="go" type="submit" isDisabled={name.trim() === ''}>
          {t('name.keep')}
        </Button>
        <Button look="bare" onPress={onClose}>
          {t('answer.close')}
        </Button>
      </div>
    </form>
  );
};

const One = ({ all, value }: { readonly all: InValues; readonly value: Value }) => {
  const t = useWords('values');
  const locale = useLocale();
  const nameOf = useContextName();
  const act = useAct('values');
  const change = useChange(value);
  const [isNaming, setNaming] = useState(false);
  const contexts = [...new Set([...CONTEXTS, ...contextsOf(all.values)])];
  const remove = useDelete('values');
  return (
    <Page title={value.name} where={<ToValues />}>
      <Sheet>
        {isNaming ? (
          <Row note="">
            <Rename value={value} onClose={() => setNaming(false)} />
          </Row>
        ) : (
          <Title note={t('one')} sub={value.aside === '' ? undefined : t('aside-since', { day: formatDay(value.aside, locale) })}>
            <span dir="auto">{value.name}</span>
          </Title>
        )}
        <Row note="" wide>
          <Menu
            label={t('more-to-do')}
            shown
            actions={[
              { id: 'name', label: t('name.change'), icon: 'edit', onAction: () => setNaming(true) },
              value.aside === ''
                ? { id: 'aside', label: t('aside.do'), icon: 'hide', onAction: () => void act(setValueAside(value, momentNow()), 'done.aside') }
                : { id: 'back', label: t('back'), icon: 'show', onAction: () => void act(bringBackValue(value, momentNow()), 'done.back') },
              null,
              { id: 'delete', label: t('delete'), icon: 'delete', warm: true, onAction: () => remove(deleteValue(value), '/know/values', 'done.deleted') },
            ]}
          />
        </Row>
        <Row note="" stack>
          <Words value={value} field="about" other={value.otherAbouts} />
          <PickMany
            legend={t('contexts')}
            value={value.contexts}
            options={contexts.map((context) => ({ value: context, label: nameOf(context) }))}
            onChange={(list) => void change({ contexts: list })}
          />
          <NamesField
            label={t('contexts-own')}
            value={value.contexts.filter((context) => !(CONTEXTS as readonly string[]).includes(context))}
            onChange={(list) => void change({ contexts: [...value.contexts.filter((context) => (CONTEXTS as readonly string[]).includes(context)), ...list] })}
            suggestions={contexts.filter((context) => !(CONTEXTS as readonly string[]).includes(context)).map((name) => ({ name }))}
          />
          <PickOne
            legend={t('sure')}
            none
            value={value.sure === '' ? null : value.sure}
            options={SURE.map((sure) => ({ value: sure, label: t(`sure.${sure}`) }))}
            onChange={(sure) => void change({ sure: sure ?? '' })}
          />
          <Words value={value} field="cost" other={value.otherCosts} />
        </Row>
        <Row note="" wide>
          <Around all={all} value={value} />
        </Row>
        <Done all={all} value={value} />
        <Answered all={all} value={value} />
        <Linked id={value.id} reasons={['rests-on', 'comes-from', 'about']} />
      </Sheet>
    </Page>
  );
};

export const ValuePage = ({ params }: RoomPageProps) => {
  const all = useValues();
  const value = all.values.find(({ id }) => id === params['id']);
  return value ? <One key={value.id} all={all} value={value} /> : <NotHere where={<ToValues />} />;
};
