// The record on the margin line: inside the circle with who recorded what, and outside (a page behind a link) without any member.

import './issues.css';
import type { ReactNode } from 'react';
import { useDay } from '#web/ui/circle-words.ts';
import type { OpenCircle } from '#web/ui/circles.ts';
import { useWords } from '#web/ui/words.ts';
import { stripped, type OutsideEvent } from './outside.ts';
import type { Sheet } from './sheet.ts';
import { timelineOf, type Event } from './timeline.ts';
import { dayOfInstant, todayNow, useNames } from './told.tsx';

const Line = ({ is, note, day, children }: { readonly is: string; readonly note: ReactNode; readonly day?: string; readonly children: ReactNode }) => (
  <li className="row">
    {day === undefined ? (
      <span className="mg num">{note}</span>
    ) : (
      <time className="mg num" dateTime={day}>
        {note}
      </time>
    )}
    <div className={`tx wide on-line ev is-${is}`}>{children}</div>
  </li>
);

/** What an event says by itself. `by`: who raised or opened it again, where that may be said. */
const Said = ({ event, by }: { readonly event: OutsideEvent; readonly by?: string }) => {
  const t = useWords('issues');
  const day = useDay();
  switch (event.is) {
    case 'raised':
    case 'reopened':
      return <p>{by === undefined ? t(`event.${event.is}-out`) : t(`event.${event.is}`, { name: by })}</p>;
    case 'asked':
      return (
        <p>
          <b>{t('event.asked')}</b> {t('event.asked-out', { day: day(event.due) })}
        </p>
      );
    case 'silence':
      return (
        <p>
          {t(event.wasHeard ? 'event.silence-heard' : 'event.silence')} {event.next !== '' && t('event.silence-next', { day: day(event.next) })}
        </p>
      );
    case 'answered':
      return (
        <>
          <p>
            <b>{t('event.answered')}</b> {event.role !== '' && t('event.answered-by', { role: event.role })}
            {event.daysLate > 0 && <span className="w"> · {t('event.days-late', { count: event.daysLate })}</span>}
          </p>
          <p className="quote said" dir="auto">
            {event.text}
          </p>
          {event.gives !== null && <p className="s q">{t(`event.gives-${event.gives}`)}</p>}
        </>
      );
    case 'promised':
      return (
        <>
          <p>
            <b>{t('event.promised')}</b> {event.due !== '' && t('event.promised-by', { day: day(event.due) })}
          </p>
          <p className="quote said" dir="auto">
            {event.text}
          </p>
        </>
      );
    case 'outcome':
      return (
        <p>
          <b>{t(`event.${event.as === 'late' ? 'kept-late' : event.as}`)}</b> {t(`event.${event.as === 'late' ? 'kept-late' : event.as}-about`, { day: day(event.due) })}
        </p>
      );
    case 'closed':
      return (
        <p>
          <b>{t('event.closed')}</b> {t(`event.closed-${event.as}`)}
        </p>
      );
    default:
      return (
        <p>
          <b>{t(`event.${event.is}${event.days < 0 ? '-past' : ''}`)}</b>
        </p>
      );
  }
};

const Outer = ({ event, by, children }: { readonly event: OutsideEvent; readonly by?: string; readonly children?: ReactNode }) => {
  const t = useWords('issues');
  const day = useDay();
  const isSilence = event.is === 'silence';
  const note = isSilence ? (
    <>
      {event.wasHeard && (
        <>
          {t('record.since')}
          <span className="nl"> </span>
        </>
      )}
      {t('record.days', { count: event.days })}
    </>
  ) : (
    day(event.day)
  );
  return (
    <Line is={event.is} note={note} {...(isSilence ? {} : { day: event.day })}>
      <Said event={event} {...(by === undefined ? {} : { by })} />
      {children}
    </Line>
  );
};

export const OutsideRecord = ({ events }: { readonly events: readonly OutsideEvent[] }) => (
  <ol className="issue-record">
    {events.map((event, n) => (
      <Outer key={n} event={event} />
    ))}
  </ol>
);

const Inner = ({ event, circle }: { readonly event: Event; readonly circle: OpenCircle }) => {
  const t = useWords('issues');
  const day = useDay();
  const names = useNames(circle);
  const outer = stripped(event);
  if (!outer) {
    if (event.is === 'joined')
      return (
        <Line is="joined" note={day(event.day)} day={event.day}>
          <p>{t('event.joined', { count: event.who.length, names: names.all(event.who) })}</p>
        </Line>
      );
    return event.is === 'page' || event.is === 'page-end' ? (
      <Line is={event.is} note={day(event.day)} day={event.day}>
        <p>
          {event.is === 'page'
            ? t('event.page', { name: names.one(event.page.by), day: day(event.page.until) })
            : t(event.isSaid ? 'event.page-end-said' : 'event.page-end', { name: names.one(event.by) })}
        </p>
      </Line>
    ) : null;
  }
  const by = event.is === 'raised' || event.is === 'reopened' ? { by: names.one(event.by) } : {};
  const line =
    event.is === 'answered'
      ? event.answer
      : event.is === 'promised'
        ? event.promise
        : event.is === 'asked'
          ? event.asked
          : event.is === 'outcome'
            ? event.outcome
            : event.is === 'closed'
              ? event.closing
              : null;
  const words = event.is === 'outcome' || event.is === 'closed' ? line!.text : '';
  return (
    <Outer event={outer} {...by}>
      {words !== '' && (
        <p className="said issue-words" dir="auto">
          {words}
        </p>
      )}
      {line && <p className="s q">{t('record.by', { name: names.one(line.by) })}</p>}
    </Outer>
  );
};

export const Record = ({ sheet, circle }: { readonly sheet: Sheet; readonly circle: OpenCircle }) => (
  <ol className="issue-record">
    {timelineOf(sheet, todayNow(), dayOfInstant).map((event, n) => (
      <Inner key={n} event={event} circle={circle} />
    ))}
  </ol>
);
