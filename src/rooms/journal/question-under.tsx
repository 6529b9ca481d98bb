// What stands under an open question, in the order of time: entries, what one said to it oneself, and answers of others, each where it lies;
// and in which circles it was asked, with what came back. Invariant: the words of others are read from their circle each time.

import type { DatedNote } from '#core/dated-notes.ts';
import { Link } from 'wouter';
import { dayOf } from '#core/when.ts';
import { useAnswersUnder, useAskedNames, type AskedHere, type UnderHere } from '#web/ui/asked.ts';
import { Button, TextLink } from '#web/ui/button.tsx';
import { useLocale } from '#web/ui/preferences.ts';
import { Row } from '#web/ui/sheet.tsx';
import { formatDay, momentNow } from '#web/ui/time.ts';
import { useWords } from '#web/ui/words.ts';
import { useGist } from './entry-list.tsx';
import { Quote } from './marked.tsx';
import type { Entry } from './model.ts';
import { noteHref, useNoteDay } from './question-notes.tsx';
import { takeFrom, type Question } from './questions.ts';
import { quoteOf } from './quote.ts';
import { useAct } from './use-journal.tsx';

const dayHere = (instant: string): string => (instant === '' ? '' : dayOf(momentNow(new Date(instant)).when));

const Gathered = ({ entry, question }: { readonly entry: Entry; readonly question: Question }) => {
  const t = useWords('journal');
  const locale = useLocale();
  const act = useAct();
  const gist = useGist();
  const quoted = quoteOf(entry.text);
  return (
    <>
      <p className="mg num">
        <TextLink href={`/journal/e/${entry.id}`}>{formatDay(entry.when, locale, 'long', entry.calendar)}</TextLink>
      </p>
      <div className="tx wide between">
        <div className="grow">{quoted ? <Quote quoted={[quoted]} marked={false} /> : <p className="said">{gist(entry)}</p>}</div>
        <Button
          look="bare"
          className="no-print s"
          onPress={() => void act(takeFrom(entry, question, momentNow()), 'question.taken')}
          aria-label={t('question.take-label', { day: formatDay(entry.when, locale) })}
        >
          {t('question.take')}
        </Button>
      </div>
    </>
  );
};

const Said = ({ note }: { readonly note: DatedNote }) => {
  const t = useWords('journal');
  const day = useNoteDay();
  return (
    <>
      <p className="mg num">{day(note.when)}</p>
      <div className="tx wide between">
        <p className="said as-typed grow" dir="auto">
          {note.text}
        </p>
        <Link href={noteHref(note)} className="s no-print" aria-label={t('question.note-change-what', { day: day(note.when) })}>
          {t('question.note-change')}
        </Link>
      </div>
    </>
  );
};

const Answered = ({ under: { vault, id, here }, question }: { readonly under: UnderHere; readonly question: Question }) => {
  const t = useWords('journal');
  const locale = useLocale();
  const names = useAskedNames();
  const answers = useAnswersUnder('journal', question.id);
  const name = here ? names.person(here.circle, here.answer.by) : '';
  return (
    <>
      <p className="mg num">{here && here.answer.at !== '' && formatDay(dayHere(here.answer.at), locale)}</p>
      <div className="tx wide between">
        {here ? (
          <div className="grow">
            <p className="said as-typed" dir="auto">
              {here.answer.text}
            </p>
            <p className="s q">{t('question.answer-by', { name, circle: names.circle(here.circle) })}</p>
          </div>
        ) : (
          <p className="q grow">{t('question.answer-gone')}</p>
        )}
        <Button
          look="bare"
          className="no-print s"
          onPress={() => answers.take({ vault, id }, 'question.answer-taken')}
          aria-label={here ? t('question.answer-take', { name }) : t('question.answer-take-gone')}
        >
          {t('question.take')}
        </Button>
      </div>
    </>
  );
};

interface UnderProps {
  readonly question: Question;
  readonly entries: readonly Entry[];
  readonly notes: readonly DatedNote[];
  readonly answers: readonly UnderHere[];
}

interface Line {
  /** Day; '' stands before all, `~` after all. */
  readonly day: string;
  /** Instant, within a day. */
  readonly at: string;
  readonly id: string;
  readonly entry?: Entry;
  readonly note?: DatedNote;
  readonly under?: UnderHere;
}

export const UnderList = ({ question, entries, notes, answers }: UnderProps) => {
  const lines: readonly Line[] = [
    ...entries.map((entry): Line => ({ day: dayOf(entry.when), at: entry.made, id: entry.id, entry })),
    ...notes.map((note): Line => ({ day: dayOf(note.when), at: note.at, id: note.id, note })),
    ...answers.map((under): Line => ({ day: under.here ? dayHere(under.here.answer.at) : '~', at: under.here?.answer.at ?? '', id: `${under.vault}/${under.id}`, under })),
  ].sort((a, b) => (a.day !== b.day ? (a.day < b.day ? -1 : 1) : a.at !== b.at ? (a.at < b.at ? -1 : 1) : 0));
  return (
    <ul className="plain">
      {lines.map(({ id, entry, note, under }) => (
        <li key={id} className="row">
          {entry && <Gathered entry={entry} question={question} />}
          {note && <Said note={note} />}
          {under && <Answered under={under} question={question} />}
        </li>
      ))}
    </ul>
  );
};

const One = ({ asked: { id, here }, question, isOpening }: { readonly asked: AskedHere; readonly question: Question; readonly isOpening: boolean }) => {
  const t = useWords('journal');
  const locale = useLocale();
  const names = useAskedNames();
  const under = useAnswersUnder('journal', question.id);
  if (!here) return <p className="q">{t(isOpening ? 'question.asked-soon' : 'question.asked-gone')}</p>;
  const { circle, prompted } = here;
  const { standing, until, toAll, to, others } = prompted;
  const state = standing === 'past' ? t('question.asked-past') : until === '' ? t('question.asked-open') : t('question.asked-until', { day: formatDay(until, locale) });
  return (
    <>
      <p>
        <TextLink href={`/circles/${circle.vault}/promptings/${id}`}>
          {toAll
            ? t('question.asked-all', { circle: names.circle(circle) })
            : t('question.asked-some', { circle: names.circle(circle), names: new Intl.ListFormat(locale).format(to.map((each) => names.person(circle, each))) })}
        </TextLink>{' '}
        <span className="s q">{state}</span>
      </p>
      {others.length === 0 && <p className="s q">{t('question.asked-none')}</p>}
      {others.length > 0 && (
        <ul className="list">
          {others.map((answer) => {
            const [place, name] = [{ vault: circle.vault, id: answer.id }, names.person(circle, answer.by)];
            return (
              <li key={answer.id} className="between">
                <div className="grow">
                  <p className="said as-typed" dir="auto">
                    {answer.text}
                  </p>
                  <p className="s q">{t(`question.answer-${answer.way}`, { name })}</p>
                </div>
                {under.has(place) ? (
                  <span className="s q">{t('question.answer-under')}</span>
                ) : (
                  <Button look="bare" className="no-print s" aria-label={t('question.answer-put-label', { name })} onPress={() => under.put(place, 'question.answer-put-done')}>
                    {t('question.answer-put')}
                  </Button>
                )}
              </li>
            );
          })}
        </ul>
      )}
    </>
  );
};

/** Where it was asked, the last first; nothing where it was not. */
export const AskedOthers = ({ question, asked, isOpening }: { readonly question: Question; readonly asked: readonly AskedHere[]; readonly isOpening: boolean }) => {
  const t = useWords('journal');
  const locale = useLocale();
  if (asked.length === 0) return null;
  return (
    <section aria-labelledby="asked-h" className="stack">
      <Row note="" wide>
        <h2 id="asked-h">{t('question.asked-others')}</h2>
        <p className="s q">{t('question.asked-about')}</p>
      </Row>
      <ul className="plain">
        {asked.map((one) => (
          <li key={one.id} className="row">
            <p className="mg num">{one.at !== '' && formatDay(dayHere(one.at), locale)}</p>
            <div className="tx wide stack">
              <One asked={one} question={question} isOpening={isOpening} />
            </div>
          </li>
        ))}
      </ul>
    </section>
  );
};
