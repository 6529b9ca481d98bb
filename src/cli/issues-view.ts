// `kith issues CIRCLE` and `kith issue show`: issues as lines and as a whole, with the record in the order of days.

import { ok, refuse, type Result } from '#core/result.ts';
import { issuesIn, standingOf, type Sheet } from '#rooms/issues/model.ts';
import { stripped } from '#rooms/issues/outside.ts';
import { timelineOf, type Event } from '#rooms/issues/timeline.ts';
import { dayOfInstant, type Context } from './context.ts';
import { EXIT } from './exit-codes.ts';
import { dayText, namesText, openInCircle, sayIfGone, shortId, type InCircle } from './in-circle.ts';
import type { Args } from './options.ts';
import { harmless, toJsonLine } from './terminal.ts';
import type { Words } from './words.ts';

const standingText = (sheet: Sheet, { now: { today } }: InCircle, words: Words): string => {
  const { is, day, days } = standingOf(sheet, today);
  const isToday = days === 0 && (is === 'asked' || is === 'promised');
  return words(`standing.${is}${isToday ? '-today' : ''}`, { count: days, day: day === '' ? '' : dayText(words, day) });
};

export const namesOf = (accounts: readonly string[], inside: InCircle, words: Words): string =>
  namesText(
    words,
    accounts.map((account) => inside.nameOf(account)),
  );

const issueJson = (sheet: Sheet, inside: InCircle): Readonly<Record<string, unknown>> => {
  const { issue, joined, affected, voices, asked, answers, promises, closed, pages } = sheet;
  return {
    ...issue,
    name: inside.nameOf(issue.by),
    ...standingOf(sheet, inside.now.today),
    joined: joined.map(({ by, at }) => ({ by, name: inside.nameOf(by), at })),
    yours: affected.has(inside.me),
    voices: [...voices].map(([by, { way, isNamed }]) => ({ by, way, named: isNamed })),
    asked,
    answers,
    promises,
    closed,
    pages: pages.map(({ id, by, at, until, shows, ended, said }) => ({ id, by, at, until, shows, ended, said })),
  };
};

export const runIssues = async (args: Args, context: Context): Promise<Result<number>> => {
  const [typed] = args.words;
  if (typed === undefined) return refuse({ code: 'argument-missing', with: { argument: 'CIRCLE' } });
  const opened = await openInCircle(context, typed);
  if (!opened.ok) return opened;
  const inside = opened.value;
  await sayIfGone(args, context, inside.circle);
  const words = await context.words();
  const all = issuesIn(inside.snapshot).filter(({ closed }) => closed === null || args.has('all'));
  for (const sheet of all) {
    if (args.has('json')) context.terminal.say(toJsonLine(issueJson(sheet, inside)));
    else context.terminal.say(harmless(`${shortId(sheet.issue.id)}  ${sheet.issue.title}\n  ${standingText(sheet, inside, words)}`));
  }
  if (all.length === 0 && !args.has('json')) context.terminal.note(words('cli.nothing'));
  return ok(all.length === 0 ? EXIT.nothing : EXIT.ok);
};

const eventText = (event: Event, inside: InCircle, words: Words): string => {
  const day = (each: string): string => (each === '' ? '' : dayText(words, each));
  switch (event.is) {
    case 'raised':
    case 'reopened':
      return words(`event.${event.is}`, { name: inside.nameOf(event.by) });
    case 'joined':
      return words('event.joined', { count: event.who.length, names: namesOf(event.who, inside, words) });
    case 'asked':
      return `${words('event.asked')} ${words('event.asked-out', { day: day(event.asked.due) })}`;
    case 'silence':
      return `${words(event.wasHeard ? 'event.silence-heard' : 'event.silence')} ${words('record.days', { count: event.days })}`;
    case 'answered':
      return [
        `${words('event.answered')} ${words('event.answered-by', { role: event.answer.role })}${event.daysLate > 0 ? `, ${words('event.days-late', { count: event.daysLate })}` : ''}`,
        event.answer.text,
        ...(event.answer.gives ? [words(`event.gives-${event.answer.gives}`)] : []),
      ].join('\n');
    case 'promised':
      return `${words('event.promised')} ${words('event.promised-by', { day: day(event.promise.due) })}  (${shortId(event.promise.id)})\n${event.promise.text}`;
    case 'outcome': {
      const as = event.outcome.is === 'late' ? 'kept-late' : event.outcome.is;
      return `${words(`event.${as}`)} ${words(`event.${as}-about`, { day: day(event.promise.due) })}`;
    }
    case 'closed':
      return `${words('event.closed')} ${words(`event.closed-${event.closing.is}`)}${event.closing.text === '' ? '' : `\n${event.closing.text}`}`;
    case 'page':
      return `${words('event.page', { name: inside.nameOf(event.page.by), day: day(event.page.until) })}  (${shortId(event.page.id)})`;
    case 'page-end':
      return words(event.isSaid ? 'event.page-end-said' : 'event.page-end', { name: inside.nameOf(event.by) });
    default:
      return words(`event.${event.is}${event.days < 0 ? '-past' : ''}`);
  }
};

export interface At {
  readonly sheet: Sheet;
  readonly inside: InCircle;
  readonly args: Args;
  readonly context: Context;
}

export const runShow = async ({ sheet, inside, args, context }: At): Promise<Result<number>> => {
  if (args.has('json')) {
    context.terminal.say(toJsonLine({ ...issueJson(sheet, inside), record: timelineOf(sheet, inside.now.today, dayOfInstant).map((event) => stripped(event) ?? event) }));
    return ok(EXIT.ok);
  }
  const words = await context.words();
  const { issue, joined } = sheet;
  const parts: readonly (readonly [string, string])[] = [
    ['part.happens', issue.happens],
    ['part.cause', [issue.area === null ? '' : `${words(`area.${issue.area}`)}.`, issue.cause].filter((text) => text !== '').join(' ')],
    ['part.role', issue.role],
    ['part.ask', [issue.ask, issue.due === '' ? '' : words('letter.due', { day: dayText(words, issue.due) })].filter((text) => text !== '').join('\n')],
  ];
  const whose = [
    words('who.raised', { name: inside.nameOf(issue.by) }),
    ...(joined.length > 0
      ? [
          words('who.theirs', {
            count: joined.length,
            names: namesOf(
              joined.map(({ by }) => by),
              inside,
              words,
            ),
          }),
        ]
      : []),
  ].join('; ');
  const record = timelineOf(sheet, inside.now.today, dayOfInstant).map((event) => `${dayText(words, event.day)}  ${eventText(event, inside, words)}`.replace(/\n/g, '\n    '));
  context.terminal.say(
    harmless(
      [
        `${shortId(issue.id)}  ${issue.title}`,
        `${standingText(sheet, inside, words)}. ${whose}.`,
        ...parts.filter(([, text]) => text !== '').map(([key, text]) => `\n${words(key)}:\n  ${text.replace(/\n/g, '\n  ')}`),
        `\n${words('record')}:`,
        ...record.map((line) => `  ${line}`),
      ].join('\n'),
    ),
  );
  return ok(EXIT.ok);
};
