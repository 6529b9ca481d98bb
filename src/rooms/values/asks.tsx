// One question about said and done: what came apart, the counts and the records it rests on, the base rate, and explanations that each lead
// somewhere else. It can be put off, and told for good not to look. Never a verdict: whoever answers says what it was.

import { useState } from 'react';
import { Link, useLocation } from 'wouter';
import { Button } from '#web/ui/button.tsx';
import { useCircles } from '#web/ui/circles.ts';
import { TextArea } from '#web/ui/field.tsx';
import { Icon } from '#web/ui/icon.tsx';
import { placeOf, useFormValues } from '#web/ui/form-values.ts';
import { useAct } from '#web/ui/own.ts';
import { useLocale } from '#web/ui/preferences.ts';
import { hrefOf } from '#web/ui/records.ts';
import { roomsInNow } from '#web/ui/room.ts';
import { RoadsOut } from '#web/ui/roads.tsx';
import { Row } from '#web/ui/sheet.tsx';
import { formatDay, momentNow } from '#web/ui/time.ts';
import { useDesk } from '#web/ui/vault.ts';
import { useWords } from '#web/ui/words.ts';
import { answerQuestion, explanationsFor, type Said } from './answers.ts';
import type { Question } from './done.ts';
import { lineFor } from './line.ts';
import { MOST_WORDS, setValueAside } from './model.ts';
import { Bars, tallest, useCounted } from './picture.tsx';
import type { InValues, SaidDone } from './use-values.tsx';

const Evidence = ({ all, question, name }: { readonly all: InValues; readonly question: Question; readonly name: string }) => {
  const t = useWords('values');
  const locale = useLocale();
  const shown = question.evidence.flatMap((id) => all.records.shown(id) ?? []);
  if (shown.length === 0) return <p className="q">{t('ask.rests-none')}</p>;
  return (
    <table>
      <caption className="vh">{t('ask.rests')}</caption>
      <tbody>
        {shown.map((one) => (
          <tr key={one.id}>
            <th scope="row" className="num said">
              <Link href={hrefOf(one)}>{formatDay(one.when, locale, 'medium', one.calendar)}</Link>
            </th>
            <td className="said" dir="auto">
              {lineFor(one, name) || <span className="q">{t(one.heavy ? 'ask.heavy' : 'mark.wordless')}</span>}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
};

interface AnswerProps {
  readonly all: InValues;
  readonly question: Question;
}

/** A line of one's own with the answer, and then on to what it leads to. */
const Answering = ({ all, question, said, onClose }: AnswerProps & { readonly said: Said; readonly onClose: () => void }) => {
  const t = useWords('values');
  const act = useAct('values');
  const desk = useDesk();
  const [, go] = useLocation();
  const { values: typed, change, clear } = useFormValues(placeOf(`answer ${question.way}`, question.value), { words: '' });
  const { words } = typed;
  const isPlannable = roomsInNow().some(({ room }) => room === 'commitments');
  const value = all.values.find(({ id }) => id === question.value);
  const keep = async (): Promise<boolean> => {
    const now = momentNow();
    const answer = answerQuestion(question, said, words, desk.newId(), now);
    const more = answer.ok && said === 'borrowed' && value ? setValueAside(value, now) : [];
    const done = await act(answer.ok ? [...answer.value, ...more] : answer, said === 'borrowed' ? 'done.borrowed' : 'done.answered');
    if (done.ok) clear();
    return done.ok;
  };
  const keepAnd = (then: () => void): void =>
    void keep().then((isKept) => {
      if (isKept) then();
    });
  // Without one, the way to a circle stands there once.
  const hasCircle = useCircles().some(({ standing, isOpening }) => standing === 'in' && !isOpening);
  const isShared = said === 'no-choice' || said === 'blocked';
  const strain = { words: words.trim() || (value?.name ?? ''), replies: {} };
  return (
    <div className="leaf stack">
      <TextArea label={t(`answer.${said}-words`)} value={words} onChange={(text) => change({ words: text })} maxLength={MOST_WORDS} autoFocus />
      {isShared && (
        <>
          <RoadsOut leads="raise" label={t('answer.raise')} strain={strain} onGo={keep} />
          {hasCircle && <RoadsOut leads="ask" label={t('answer.ask')} strain={strain} onGo={keep} />}
        </>
      )}
      <div className="cluster">
        {said === 'changed' && (
          <Button look="go" onPress={() => keepAnd(() => go('/know/values/order/new'))}>
            {t('answer.changed-go')}
          </Button>
        )}
        {(said === 'habit' || said === 'blocked') && isPlannable && (
          <Button look={said === 'habit' ? 'go' : 'plain'} onPress={() => keepAnd(() => go(`/act/commitments/new?to=${question.value}&as=serves`))}>
            {t('answer.plan')}
          </Button>
        )}
        <Button look={said === 'fits' || said === 'borrowed' || (said === 'habit' && !isPlannable) ? 'go' : 'bare'} onPress={() => keepAnd(onClose)}>
          {t(said === 'borrowed' ? 'answer.borrowed-go' : 'answer.only-keep')}
        </Button>
        <Button look="bare" onPress={onClose}>
          {t('answer.close')}
        </Button>
      </div>
    </div>
  );
};

const Answers = ({ all, question }: AnswerProps) => {
  const t = useWords('values');
  const act = useAct('values');
  const desk = useDesk();
  const [said, setSaid] = useState<Said | null>(null);
  const put = (answer: 'later' | 'never'): void => void act(answerQuestion(question, answer, '', desk.newId(), momentNow()), `done.${answer}`);
  return (
    <Row as="section" note={t('ask.answer')} labelledBy="answer-h" wide stack>
      <h3 id="answer-h">{t('ask.which')}</h3>
      <ul className="ways">
        {explanationsFor(question.way).map((one) => (
          <li key={one}>
            <button type="button" className="way-from" aria-expanded={said === one} onClick={() => setSaid(said === one ? null : one)}>
              <span>
                <strong>{t(`answer.${one}`)}</strong>
                {t(`answer.${one}-about`)}
              </span>
              <Icon name="forward" />
            </button>
            {said === one && <Answering all={all} question={question} said={one} onClose={() => setSaid(null)} />}
          </li>
        ))}
      </ul>
      <div className="cluster">
        <Button look="bare" onPress={() => put('later')}>
          {t('ask.later')}
        </Button>
        <Button look="bare" icon="hide" onPress={() => put('never')}>
          {t('ask.never')}
        </Button>
      </div>
    </Row>
  );
};

export const Asks = ({ all, said, question }: { readonly all: InValues; readonly said: SaidDone; readonly question: Question }) => {
  const t = useWords('values');
  const locale = useLocale();
  const counted = useCounted();
  const line = said.lines.find(({ value }) => value.id === question.value);
  if (!line) return null;
  const { way, before, after, whole, place, day } = question;
  const { name } = line.value;
  const since = day === '' ? '' : formatDay(day, locale);
  return (
    <>
      <Row as="section" note={t('ask.note')} labelledBy="ask-h" wide stack>
        <h2 className="asks" id="ask-h">
          {t(place === null ? `ask.${way}-kept` : `ask.${way}`, { name, place: place ?? 0, of: said.order?.items.length ?? 0, day: since, count: before.count, total: before.of })}
        </h2>
        <figure className="stack">
          <Bars periods={line.periods} unit={said.unit} most={tallest([line])} name={name} warmFrom={day === '' ? undefined : day} big />
          <figcaption className="s q">
            {way === 'few'
              ? t('ask.counts-few', { own: counted(before.count, before.of), others: counted(whole.count, whole.of) })
              : t('ask.counts', { before: counted(before.count, before.of), after: counted(after.count, after.of), whole: counted(whole.count, whole.of), day: since })}{' '}
            {t(`base.${all.base}-note`)} {t('ask.chance')}
          </figcaption>
        </figure>
        <div>
          <h3>{t('ask.rests')}</h3>
          <Evidence all={all} question={question} name={name} />
          <p className="links s">
            <Link href={`/know/values/${question.value}`}>{t('ask.all')}</Link>
          </p>
        </div>
      </Row>
      <Answers all={all} question={question} />
    </>
  );
};
