// What got in the way: me, us, the system? Three plain questions where one is not sure, a hint and no verdict; then the four ways on, all of
// one size whatever was answered. Invariants: what is carried to others is shown before it goes, is one's own words without the names of those
// in the commitment, and is sent by nobody but the person in the form where it arrives; tips for oneself come after the four ways.

import { Fragment, useState } from 'react';
import { Link } from 'wouter';
import { namesInRow } from '#web/ui/apart.ts';
import { Button, LinkButton } from '#web/ui/button.tsx';
import { useCircles } from '#web/ui/circles.ts';
import { placeOf, useFormValues } from '#web/ui/form-values.ts';
import { useAct } from '#web/ui/own.ts';
import { PickMany } from '#web/ui/pick.tsx';
import { useLocale } from '#web/ui/preferences.ts';
import { RoadsOut } from '#web/ui/roads.tsx';
import { momentNow } from '#web/ui/time.ts';
import { useDesk } from '#web/ui/vault.ts';
import { useWords } from '#web/ui/words.ts';
import { Ending } from './ending.tsx';
import { changeLook, lookBack, QUESTIONS, REPLIES, WAYS, type Commitment, type Look, type Question, type Replies, type Reply } from './model.ts';
import { hrefOf } from './parts.tsx';
import { raisedAlike, type Raised } from './raised.ts';
import { hintOf, isNamed, ROADS, tipsFor, wordsOrWhat, wordsToCarry } from './roads.ts';

type Typed = Record<'ways' | Question, string>;

const typedOf = (look: Look | null): Typed => ({
  ways: look?.ways.join(' ') ?? '',
  others: look?.replies.others ?? '',
  elsewhere: look?.replies.elsewhere ?? '',
  before: look?.replies.before ?? '',
});

const waysIn = (typed: string): (typeof WAYS)[number][] => WAYS.filter((way) => typed.split(' ').includes(way));

const repliesIn = (typed: Typed): Replies => {
  const replies: Partial<Record<Question, Reply>> = {};
  for (const question of QUESTIONS) {
    const reply = REPLIES.find((one) => one === typed[question]);
    if (reply) replies[question] = reply;
  }
  return replies;
};

const Three = ({ values, change }: { readonly values: Typed; readonly change: (part: Partial<Typed>) => void }) => {
  const t = useWords('commitments');
  return (
    <div className="ask3 note">
      {QUESTIONS.map((question) => (
        <fieldset key={question}>
          <legend>
            {t(`question.${question}`)}
            <span className="hint">{t(`question.${question}-hint`)}</span>
          </legend>
          <div className="tri">
            {REPLIES.map((reply) => (
              <label key={reply}>
                <input
                  type="radio"
                  name={question}
                  checked={values[question] === reply}
                  onChange={() => change({ [question]: reply })}
                  onClick={() => {
                    if (values[question] === reply) change({ [question]: '' });
                  }}
                />
                <span>{t(`reply.${reply}`)}</span>
              </label>
            ))}
          </div>
        </fieldset>
      ))}
    </div>
  );
};

const Hint = ({ replies }: { readonly replies: Replies }) => {
  const t = useWords('commitments');
  const { is, away, towards, answered } = hintOf(replies);
  if (answered === 0) return null;
  const said = is === 'yours' ? towards : away;
  return (
    <p role="status">
      {is === 'open' ? (
        t('hint.open')
      ) : (
        <>
          <b>{t(`hint.${is}`, { count: said.length, of: answered })}</b> {said.map((question) => t(`hint.${is}-${question}`)).join(t('comma'))}. {t('hint.no-verdict')}
        </>
      )}
    </p>
  );
};

/** What is raised already in words like these. */
const Alike = ({ raised }: { readonly raised: readonly Raised[] }) => {
  const t = useWords('commitments');
  if (raised.length === 0) return null;
  return (
    <p className="s">
      {t('road.raised')}{' '}
      {raised.map(({ circle, id, title }, at) => (
        <Fragment key={id}>
          {at > 0 && t('comma')}
          <Link href={`/circles/${circle}/issues/${id}`}>
            <bdi>{title}</bdi>
          </Link>
        </Fragment>
      ))}
    </p>
  );
};

interface InTheWayProps {
  readonly commitment: Commitment;
  /** The look that it is said of; null where there is none yet. */
  readonly look: Look | null;
  readonly onClose: () => void;
}

export const InTheWay = ({ commitment, look, onClose }: InTheWayProps) => {
  const t = useWords('commitments');
  const locale = useLocale();
  const desk = useDesk();
  const act = useAct('commitments');
  const { values, change, clear } = useFormValues<Typed>(placeOf('way', look?.id ?? commitment.id), typedOf(look));
  const [isKeeping, setKeeping] = useState(false);
  const [ways, replies] = [waysIn(values.ways), repliesIn(values)];
  const isSame = JSON.stringify([ways, replies]) === JSON.stringify([look?.ways ?? [], look?.replies ?? {}]);
  const words = wordsToCarry(commitment, look, t('somebody'));
  const strain = { words: wordsOrWhat(commitment, look, t('somebody')), replies };
  const leftOut = commitment.people.filter((name) => isNamed(wordsOrWhat({ ...commitment, people: [] }, look, ''), name));
  const circles = useCircles().filter(({ standing, isOpening }) => standing === 'in' && !isOpening);
  const alike = words === '' ? [] : raisedAlike(circles, words);
  const tips = tipsFor(ways);
  /** Of what was answered; nothing where it is kept already. */
  const keep = async (done?: string): Promise<boolean> => {
    if (isSame || isKeeping) return true;
    setKeeping(true);
    const draft = { ways, replies };
    const kept = await act(look ? changeLook(look, draft, momentNow()) : lookBack(commitment, draft, desk.newId(), momentNow()), done);
    setKeeping(false);
    if (kept.ok) clear();
    return kept.ok;
  };
  return (
    <>
      <section className="row" aria-labelledby="way-h">
        <div className="mg">{t('kith-asks')}</div>
        <div className="tx wide stack">
          <h2 className="commit-asks" id="way-h">
            {t('way.title')}
          </h2>
          <p className="q">{t('way.about')}</p>
          <PickMany
            legend={t('way.title')}
            quiet
            options={WAYS.map((value) => ({ value, label: t(`way.${value}`) }))}
            value={ways}
            onChange={(next) => change({ ways: next.join(' ') })}
          />
          <Three values={values} change={change} />
          <Hint replies={replies} />
          <div className="cluster">
            <Button look="go" isDisabled={isSame || isKeeping} onPress={() => void keep('done.answers')}>
              {t('way.keep')}
            </Button>
            <Button
              look="bare"
              onPress={() => {
                clear();
                onClose();
              }}
            >
              {t('not-now')}
            </Button>
          </div>
        </div>
      </section>
      <section className="row" aria-labelledby="next-h">
        <div className="mg">{t('roads.title')}</div>
        <div className="tx wide stack">
          <h2 className="vh" id="next-h">
            {t('roads.four')}
          </h2>
          <ul className="commit-ways">
            {ROADS.map((road) => (
              <li key={road}>
                <h3>{t(`road.${road}`)}</h3>
                <p className="s q">{t(`road.${road}-about`)}</p>
                {road === 'act' && <LinkButton href={`${hrefOf(commitment)}/plan`}>{t('road.act-do')}</LinkButton>}
                {road === 'raise' && <Alike raised={alike} />}
                {(road === 'ask' || road === 'raise') && <RoadsOut leads={road} label={t(`road.${road}-do`)} strain={strain} onGo={() => keep()} />}
                {road === 'rest' && <Ending commitment={commitment} asRoad />}
              </li>
            ))}
          </ul>
          <details>
            <summary>{t('carried.title')}</summary>
            <div className="stack">
              <p className="exact" dir="auto">
                {strain.words}
              </p>
              <p className="s q">
                {words === '' && `${t('carried.none')} `}
                {leftOut.length > 0 ? t('carried.without', { names: namesInRow(locale, leftOut) }) : t('carried.about')}
              </p>
            </div>
          </details>
          {tips.length > 0 && (
            <div className="stack">
              <h3>{t('tip.title')}</h3>
              <ul className="list">
                {tips.map((tip) => (
                  <li key={tip}>
                    <p>{t(`tip.${tip}`)}</p>
                    <p className="s q">{t(`tip.${tip}-evidence`)}</p>
                  </li>
                ))}
              </ul>
            </div>
          )}
        </div>
      </section>
    </>
  );
};
