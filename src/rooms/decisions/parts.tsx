// What the pages of decisions share: the decisions of the vault, the moment, a decision in a line, the calendar file.

import { Link } from 'wouter';
import { recordsOf } from '#core/snapshot.ts';
import { addDays } from '#core/when.ts';
import { Button } from '#web/ui/button.tsx';
import { TextField } from '#web/ui/field.tsx';
import { useLocale } from '#web/ui/preferences.ts';
import { saveFile } from '#web/ui/save-file.ts';
import { formatNear, momentNow } from '#web/ui/time.ts';
import { useSnapshot } from '#web/ui/vault.ts';
import { useWords } from '#web/ui/words.ts';
import { reviewToIcs } from './calendar.ts';
import { chosenOption, decisionOf, decisionsOf, standingOf, type Decision, type Now } from './model.ts';

export const nowHere = (): Now => {
  const { when, instant } = momentNow();
  return { day: when.slice(0, 10), instant };
};

export const useDecisions = (): readonly Decision[] => decisionsOf(recordsOf(useSnapshot(), 'decision').values());

export const useDecision = (id: string): Decision | null => {
  const record = recordsOf(useSnapshot(), 'decision').get(id);
  return record ? decisionOf(record) : null;
};

export const decisionHref = (id: string): string => `/know/decisions/${id}`;

/** A day as it is said here: without its year where that is this one; '' where it is not known. */
export const useDay = (): ((day: string) => string) => {
  const locale = useLocale();
  return (day) => (day === '' ? '' : formatNear(day, momentNow().when, locale));
};

/** Puts the day to look again into the person's own calendar. */
export const CalendarButton = ({ decision }: { readonly decision: Decision }) => {
  const t = useWords('decisions');
  return (
    <Button
      look="bare"
      icon="calendar"
      onPress={() =>
        saveFile(`${t('title')} ${decision.review}.ics`, reviewToIcs(decision, t('calendar-title', { question: decision.question }), nowHere().instant), 'text/calendar')
      }
    >
      {t('calendar')}
    </Button>
  );
};

/** Offered beside the day to look again. */
const IN = [
  { word: 'in.month', days: 30 },
  { word: 'in.quarter', days: 91 },
  { word: 'in.year', days: 365 },
] as const;

export const ReviewDay = ({ value, onChange }: { readonly value: string; readonly onChange: (day: string) => void }) => {
  const t = useWords('decisions');
  return (
    <div className="stack">
      <TextField type="date" label={t('review-on')} value={value} onChange={onChange} />
      <div className="cluster">
        {IN.map(({ word, days }) => (
          <Button key={word} look="bare" className="s" onPress={() => onChange(addDays(nowHere().day, days))}>
            {t(word)}
          </Button>
        ))}
      </div>
    </div>
  );
};

/** "65 in 100: that I still want this." */
export const Likely = ({ decision: { likely, expect } }: { readonly decision: Pick<Decision, 'likely' | 'expect'> }) => {
  const t = useWords('decisions');
  if (likely === null) return <bdi>{expect}</bdi>;
  return <span className="num">{expect === '' ? t('in-100', { likely, all: 100 }) : t('in-100-that', { likely, all: 100, expect })}</span>;
};

/** What came of it, in one mark and the number that was said. */
export const CameTag = ({ decision: { came, likely } }: { readonly decision: Decision }) => {
  const t = useWords('decisions');
  return (
    <span className="cluster">
      {came !== '' && <span className={came === 'yes' ? 'tag on' : 'tag'}>{t(`came.${came}`)}</span>}
      {likely !== null && <span className="s q num">{t('you-said', { likely })}</span>}
    </span>
  );
};

/** A decision in a list. */
export const DecisionRow = ({ decision }: { readonly decision: Decision }) => {
  const t = useWords('decisions');
  const day = useDay();
  const { id, form, question, decided, review, reviewed, made, likely, quality, luck, hands } = decision;
  const standing = standingOf(decision, nowHere().day);
  const chosen = chosenOption(decision);
  const said = form === 'machine' ? (hands === '' ? '' : t(`hands.${hands}`)) : (chosen?.text ?? '');
  return (
    <li className="row">
      <p className="mg num">
        {day(standing === 'due' ? review : reviewed || decided || made.slice(0, 10))}
        {standing === 'due' && (
          <>
            <span className="nl"> </span>
            {t('to-look-again')}
          </>
        )}
      </p>
      <div className="tx wide need">
        <div>
          <p className="said-l" dir="auto">
            <Link href={decisionHref(id)} className="quiet-link">
              {question}
            </Link>
          </p>
          {said !== '' && (
            <p className="said" dir="auto">
              {said}
            </p>
          )}
          {standing !== 'reviewed' && likely !== null && (
            <p className="s q">
              <Likely decision={decision} />
            </p>
          )}
          {standing === 'reviewed' && (quality !== '' || luck !== '') && (
            <p className="s q">{[...(quality === '' ? [] : [t(`quality.${quality}`)]), ...(luck === '' ? [] : [t(`luck.${luck}`)])].join(' · ')}</p>
          )}
        </div>
        {standing === 'due' && (
          <Link href={`${decisionHref(id)}/review`} className="btn" aria-label={t('look-again-what', { question })}>
            {t('look-again')}
          </Link>
        )}
        {standing === 'reviewed' && <CameTag decision={decision} />}
      </div>
    </li>
  );
};
