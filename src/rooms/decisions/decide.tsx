// Deciding: one page to write on, kept as it is typed. Nothing but the question is needed; what helps is filled in, the rest is left.

import { useLocation, useSearch } from 'wouter';
import type { Link } from '#core/links.ts';
import { Button, LinkButton, TextLink } from '#web/ui/button.tsx';
import { TextArea, TextField } from '#web/ui/field.tsx';
import { useSend } from '#web/ui/form.tsx';
import { placeOf, useFormValues } from '#web/ui/form-values.ts';
import { NotHere } from '#web/ui/in-place.tsx';
import { LinkTags } from '#web/ui/linked.tsx';
import { linksAsked, linksTyped, useAct } from '#web/ui/own.ts';
import { Page } from '#web/ui/page.tsx';
import { Range } from '#web/ui/range.tsx';
import { useRecords } from '#web/ui/records.ts';
import type { RoomPageProps } from '#web/ui/room.ts';
import { Row, Sheet, Title } from '#web/ui/sheet.tsx';
import { useDesk } from '#web/ui/vault.ts';
import { useWords } from '#web/ui/words.ts';
import { MachineForm } from './machine.tsx';
import { changeDecision, decide, MOST, textToChange, type Decision, type DecisionDraft } from './model.ts';
import { emptyOption, memberToOption } from './option.ts';
import { OptionFields, optionToTyped, typedToOption, type OptionTyped } from './option-fields.tsx';
import { decisionHref, nowHere, ReviewDay, useDecision, useDecisions } from './parts.tsx';

const fieldsOf = (decision: Decision | null, links: readonly Link[]) => ({
  question: decision ? textToChange(decision, 'question') : '',
  options: JSON.stringify(decision && decision.options.length > 0 ? decision.options.map(optionToTyped) : ['a', 'b'].map((key, at) => optionToTyped(emptyOption(key, at)))),
  chosen: decision?.chosen ?? '',
  affected: decision ? textToChange(decision, 'affected') : '',
  mind: decision ? textToChange(decision, 'mind') : '',
  expect: decision ? textToChange(decision, 'expect') : '',
  likely: decision?.likely == null ? '' : String(decision.likely),
  review: decision?.review ?? '',
  links: JSON.stringify(links),
});

const parsed = <T,>(text: string): readonly T[] => {
  try {
    const list: unknown = JSON.parse(text);
    return Array.isArray(list) ? (list as T[]) : [];
  } catch {
    return [];
  }
};

/** What was typed of the ways; checked like a record's, for it comes from one. */
const waysIn = (text: string): OptionTyped[] =>
  parsed<OptionTyped | null>(text).flatMap((typed) => {
    const { pro = '', contra = '', ...rest } = typed ?? {};
    const option = memberToOption(JSON.stringify({ ...rest, for: [], against: [] }));
    return option ? [{ ...optionToTyped(option), pro: String(pro), contra: String(contra) }] : [];
  });

const DecideForm = ({ decision }: { readonly decision: Decision | null }) => {
  const t = useWords('decisions');
  const act = useAct('decisions');
  const desk = useDesk();
  const [, go] = useLocation();
  const asked = linksAsked(new URLSearchParams(useSearch()));
  const records = useRecords();
  const others = useDecisions();
  const begins = fieldsOf(decision, asked);
  const { values, change, clear } = useFormValues(decision ? placeOf('decision', decision.id) : 'decision new', begins);
  const ways = waysIn(values.options);
  const links = linksTyped(values.links);
  const likely = values.likely === '' ? null : Number(values.likely);
  const names = [...new Set([...records.of(['value']).map(({ title }) => title), ...others.flatMap(({ options }) => options.flatMap((one) => one.values))])].filter(
    (name) => name !== '',
  );
  const put = (next: readonly OptionTyped[]): void => change({ options: JSON.stringify(next) });
  const add = (text = ''): void => put([...ways, { ...optionToTyped(emptyOption(freshKey(ways), ways.length)), text }]);
  const keep = async (): Promise<void> => {
    const draft: DecisionDraft = {
      question: values.question,
      options: ways.map(typedToOption),
      chosen: values.chosen,
      affected: values.affected,
      mind: values.mind,
      expect: values.expect,
      likely,
      review: values.review,
    };
    const now = nowHere();
    const id = decision?.id ?? desk.newId();
    const done = await act(
      decision ? changeDecision(decision, draft, now) : decide({ ...draft, links }, id, now),
      decision ? 'done.changed' : values.chosen === '' ? 'done.kept' : 'done.decided',
    );
    if (!done.ok) return;
    clear();
    go(decisionHref(id), { replace: true });
  };
  const { onSubmit } = useSend(keep);
  return (
    <Sheet>
      <Title sub={t('decide.about')}>{t(decision ? 'decide.change' : 'decide.title')}</Title>
      <form className="rows" onSubmit={onSubmit}>
        <Row note="" wide stack>
          <TextArea
            label={t('question')}
            value={values.question}
            onChange={(question) => change({ question })}
            maxLength={MOST.question}
            placeholder={t('question-example')}
            autoFocus={!decision}
          />
        </Row>
        <Row as="section" note={t('ways', { count: ways.length })} labelledBy="ways-h" wide stack>
          <h2 className="vh" id="ways-h">
            {t('part.options')}
          </h2>
          <div className="ways-side">
            {ways.map((way, at) => (
              <OptionFields
                key={way.key}
                option={way}
                number={at + 1}
                isChosen={values.chosen === way.key}
                values={names}
                onChange={(part) => put(ways.map((one) => (one === way ? { ...one, ...part } : one)))}
                onChoose={(chosen) => change({ chosen: chosen ? way.key : '' })}
                onTake={() => {
                  change({ options: JSON.stringify(ways.filter((one) => one !== way)), ...(values.chosen === way.key ? { chosen: '' } : {}) });
                }}
              />
            ))}
          </div>
          <div className="cluster">
            <Button icon="add" onPress={() => add()} isDisabled={ways.length >= MOST.options}>
              {t('choice.add')}
            </Button>
            <Button look="bare" onPress={() => add(t('choice.not-now'))} isDisabled={ways.length >= MOST.options}>
              {t('choice.add-not-now')}
            </Button>
          </div>
        </Row>
        <Row note={t('their-say')} wide>
          <div className="two">
            <TextArea label={t('affected')} value={values.affected} onChange={(affected) => change({ affected })} maxLength={MOST.text} />
            <TextArea label={t('mind')} value={values.mind} onChange={(mind) => change({ mind })} maxLength={MOST.text} />
          </div>
        </Row>
        <Row as="section" note={t('expectation')} labelledBy="expect-h" wide stack>
          <h2 className="vh" id="expect-h">
            {t('expectation')}
          </h2>
          <TextField label={t('expect')} value={values.expect} onChange={(expect) => change({ expect })} maxLength={2000} hint={t('expect-hint')} />
          <div className="two">
            <Range
              label={t('likely')}
              value={likely}
              onChange={(next) => change({ likely: next === null ? '' : String(next) })}
              said={(value) => (value === null ? t('likely-none') : t('in-100', { likely: value, all: 100 }))}
              none={t('likely-take')}
              marks={[t('likely-0'), t('likely-50'), t('likely-100')]}
              {...(likely === 0 || likely === 100 ? { hint: t('likely-sure') } : {})}
            />
            <ReviewDay value={values.review} onChange={(review) => change({ review })} />
          </div>
          {!decision && <LinkTags label={t('linked')} links={links} onChange={(next) => change({ links: JSON.stringify(next) })} />}
          <div className="cluster">
            <Button look="go" type="submit" isDisabled={values.question.trim() === ''}>
              {t(values.chosen === '' ? 'decide.keep-open' : 'decide.keep')}
            </Button>
            {decision && (
              <LinkButton look="bare" href={decisionHref(decision.id)}>
                {t('later')}
              </LinkButton>
            )}
          </div>
          <p className="s q">{t('decide.kept-as-typed')}</p>
        </Row>
      </form>
    </Sheet>
  );
};

/** A name that no other way here has. */
const freshKey = (ways: readonly OptionTyped[]): string => {
  let n = ways.length + 1;
  while (ways.some(({ key }) => key === `w${n}`)) n += 1;
  return `w${n}`;
};

const Back = () => {
  const t = useWords('decisions');
  return (
    <TextLink href="/know/decisions" icon="back">
      {t('title')}
    </TextLink>
  );
};

export const DecidePage = () => {
  const t = useWords('decisions');
  return (
    <Page title={t('decide.title')} where={<Back />}>
      <DecideForm decision={null} />
    </Page>
  );
};

export const ChangePage = ({ params }: RoomPageProps) => {
  const t = useWords('decisions');
  const decision = useDecision(params['id'] ?? '');
  if (!decision) return <NotHere where={<Back />} />;
  return (
    <Page title={t('decide.change')} where={<Back />}>
      {decision.form === 'machine' ? <MachineForm decision={decision} /> : <DecideForm decision={decision} />}
    </Page>
  );
};
