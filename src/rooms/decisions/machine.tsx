// "Mine or the machine's?": a task, what one thinks oneself first, five plain questions, who does it. The answers are one's own to weigh:
// nothing here adds them up. It can be changed and looked at again, like any decision.

import { useLocation, useSearch } from 'wouter';
import { Button, LinkButton, TextLink } from '#web/ui/button.tsx';
import { TextArea } from '#web/ui/field.tsx';
import { useSend } from '#web/ui/form.tsx';
import { placeOf, useFormValues } from '#web/ui/form-values.ts';
import { LinkTags } from '#web/ui/linked.tsx';
import { linksAsked, linksTyped, useAct } from '#web/ui/own.ts';
import { Page } from '#web/ui/page.tsx';
import { PickOne } from '#web/ui/pick.tsx';
import { Row, Sheet, Title } from '#web/ui/sheet.tsx';
import { useDesk } from '#web/ui/vault.ts';
import { useWords } from '#web/ui/words.ts';
import { changeHands, decideHands, MACHINE_ASKS, MOST, textToChange, type Decision, type Hands, type MachineAnswer, type MachineAsk } from './model.ts';
import { decisionHref, nowHere, ReviewDay } from './parts.tsx';

const HANDS = ['mine', 'share', 'hand-over', 'refuse'] as const satisfies readonly Hands[];
const ANSWERS = ['yes', 'no', 'unsure'] as const satisfies readonly MachineAnswer[];

const typedOf = (decision: Decision | null) => ({
  question: decision ? textToChange(decision, 'question') : '',
  first: decision ? textToChange(decision, 'first') : '',
  affected: decision ? textToChange(decision, 'affected') : '',
  hands: decision?.hands ?? '',
  review: decision?.review ?? '',
  ...(Object.fromEntries(MACHINE_ASKS.map((ask) => [ask, decision?.answers[ask] ?? ''])) as Record<MachineAsk, string>),
});

/** A new one, or one that is changed. */
export const MachineForm = ({ decision }: { readonly decision: Decision | null }) => {
  const t = useWords('decisions');
  const act = useAct('decisions');
  const desk = useDesk();
  const [, go] = useLocation();
  const asked = linksAsked(new URLSearchParams(useSearch()));
  const { values, change, clear } = useFormValues(decision ? placeOf('decision machine', decision.id) : 'decision machine', { ...typedOf(decision), links: JSON.stringify(asked) });
  const links = linksTyped(values.links);
  const keep = async (): Promise<void> => {
    const id = decision?.id ?? desk.newId();
    const answers = Object.fromEntries(MACHINE_ASKS.flatMap((ask) => (values[ask] === '' ? [] : [[ask, values[ask]]]))) as Partial<Record<MachineAsk, MachineAnswer>>;
    const { question, first, affected, review } = values;
    const draft = { question, first, affected, review, hands: values.hands as Hands, answers };
    const now = nowHere();
    const done = await act(decision ? changeHands(decision, draft, now) : decideHands({ ...draft, links }, id, now), decision ? 'done.changed' : 'done.decided');
    if (!done.ok) return;
    clear();
    go(decisionHref(id), { replace: true });
  };
  const { onSubmit } = useSend(keep);
  return (
    <Sheet>
      <Title sub={t('machine.about')}>{t(decision ? 'decide.change' : 'machine.title')}</Title>
      <form className="rows" onSubmit={onSubmit}>
        <Row note={t('machine.task-note')} wide stack>
          <TextArea
            label={t('machine.task')}
            value={values.question}
            onChange={(question) => change({ question })}
            maxLength={MOST.question}
            placeholder={t('machine.task-example')}
            autoFocus={!decision}
          />
          <TextArea label={t('machine.first')} value={values.first} onChange={(first) => change({ first })} maxLength={MOST.text} hint={t('machine.first-hint')} />
        </Row>
        <Row note={t('part.answers')} wide stack>
          {MACHINE_ASKS.map((ask) => (
            <PickOne
              key={ask}
              legend={t(`machine.${ask}`)}
              options={ANSWERS.map((value) => ({ value, label: t(`answer.${value}`) }))}
              value={(values[ask] || null) as MachineAnswer | null}
              onChange={(answer) => change({ [ask]: answer ?? '' })}
              none
            />
          ))}
          <TextArea label={t('affected')} value={values.affected} onChange={(affected) => change({ affected })} maxLength={MOST.text} />
          {!decision && <LinkTags label={t('machine.values')} links={links} onChange={(next) => change({ links: JSON.stringify(next) })} />}
        </Row>
        <Row note={t('part.hands')} wide stack>
          <PickOne
            legend={t('machine.hands')}
            options={HANDS.map((value) => ({ value, label: t(`hands.${value}`) }))}
            value={(values.hands || null) as Hands | null}
            onChange={(hands) => change({ hands: hands ?? '' })}
          />
          <ReviewDay value={values.review} onChange={(review) => change({ review })} />
          <div className="cluster">
            <Button look="go" type="submit" isDisabled={values.question.trim() === '' || values.hands === ''}>
              {t('decide.keep')}
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

export const MachinePage = () => {
  const t = useWords('decisions');
  return (
    <Page
      title={t('machine.title')}
      where={
        <TextLink href="/know/decisions" icon="back">
          {t('title')}
        </TextLink>
      }
    >
      <MachineForm decision={null} />
    </Page>
  );
};
