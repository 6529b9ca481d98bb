// `kith issues`, `kith issue …`: what several in a circle carry, who must answer for it, what was answered, and what of it goes outside.
// Invariants: the room's model decides who may do what; nothing leaves the circle but the letter that is printed and the page that was
// asked for, and both say first whose names stand in the words; only `page` and `withdraw` need a network.

import { endOfDay } from '#adapters/local-time.ts';
import { checkPageDay, PAGE_LASTS } from '#core/page-day.ts';
import { callsOf } from '#adapters/account-parts.ts';
import { layPage, withdrawPage } from '#adapters/open-pages.ts';
import { random } from '#adapters/sodium.ts';
import type { Change } from '#core/change.ts';
import { ok, refuse, type Result } from '#core/result.ts';
import { addDays } from '#core/when.ts';
import { newPageSecret, pageLinkToFragment } from '#crypto/open-page.ts';
import {
  askRole,
  closeIssue,
  joinIssue,
  leaveIssue,
  notePage,
  noteWithdrawn,
  recordAnswer,
  recordOutcome,
  recordPromise,
  reopenIssue,
  rewordIssue,
  sayWay,
} from '#rooms/issues/deeds.ts';
import { issuesIn, type Sheet } from '#rooms/issues/model.ts';
import { heardFrom, letterOf, mayPublish, namesInWords, outsideOf, outsideToJson, type Outside } from '#rooms/issues/outside.ts';
import { endingOf, SHOWN, WAYS, type Promised, type Shown, type Way } from '#rooms/issues/sheet.ts';
import { dayOfInstant, type Context } from './context.ts';
import { EXIT } from './exit-codes.ts';
import { dayText, dayTyped, itemNamed, namesText, openInCircle, textOf, whyNoWriting, writeIn, type InCircle } from './in-circle.ts';
import { namesOf, runShow, type At } from './issues-view.ts';
import { doerOf, draftTyped, runRaise, written } from './issues-raise.ts';
import { ISSUE_ACTS, type Args, type OptionName } from './options.ts';
import { harmless, toJsonLine } from './terminal.ts';

type Act = (typeof ISSUE_ACTS)[number];

type Run = (at: At & { readonly more: readonly string[] }) => Promise<Result<number>>;

const onDay = (args: Args, { now: { today } }: InCircle): Result<string> => {
  const on = dayTyped(args.one('on'), today);
  return on.ok ? ok(on.value === '' ? today : on.value) : on;
};

const oneOfWords = <T extends string>(all: readonly T[], typed: string | undefined, option: string): Result<T> => {
  const found = all.find((each) => each === typed?.trim().toLowerCase());
  return found ? ok(found) : refuse({ code: 'option-value-wrong', with: { option, value: (typed ?? '').slice(0, 40), right: all.join(', ') } });
};

/** The promise that `--to` names; without it the only one that is open. */
const promiseTyped = (args: Args, { promises }: Sheet): Result<Promised> => {
  const to = args.one('to');
  if (to !== undefined) return itemNamed(to, promises, 'kith issue show');
  const open = promises.filter(({ outcome }) => outcome === null);
  return open.length === 1 ? ok(open[0]!) : refuse({ code: 'issue-promise-which' });
};

const DEFAULT_SHOWN: readonly Shown[] = ['cause', 'count', 'circle'];

/** What would go outside, once names and those who ask to wait were said. Refusals: `issue-words-not-yours`, `issue-names-in-words`. */
const going = async (at: Parameters<Run>[0], until: string): Promise<Result<{ readonly outside: Outside; readonly shows: readonly Shown[] }>> => {
  const { sheet, inside, args, context } = at;
  const words = await context.words();
  const shows: Shown[] = [];
  for (const typed of args.all('show').flatMap((each) => each.split(','))) {
    const part = oneOfWords(SHOWN, typed, '--show');
    if (!part.ok) return part;
    shows.push(part.value);
  }
  const parts = args.has('show') ? shows : DEFAULT_SHOWN;
  const members = new Map(inside.members.map(({ id, name }) => [id, name] as const));
  const leave = mayPublish(sheet, { account: inside.me, isIn: true }, inside.now.today);
  if (!leave.may) return refuse({ code: 'issue-words-not-yours', with: { name: inside.nameOf(sheet.issue.by) } });
  const { wait } = heardFrom(sheet, new Set(members.keys()));
  if (wait.length > 0) context.terminal.note(harmless(`kith: ${words('cli.wait', { count: wait.length, names: namesOf(wait, inside, words) })}`));
  const outside = outsideOf(sheet, { shows: new Set(parts), circle: inside.name, members, today: inside.now.today, until, dayOf: dayOfInstant });
  const found = namesInWords(outside, sheet, members);
  if (found.length > 0 && !args.has('as-is')) return refuse({ code: 'issue-names-in-words', with: { names: namesText(words, found) } });
  return ok({ outside, shows: parts });
};

const pageParts = ({ here: { circles } }: InCircle) => ({ sodium: circles.sodium, random, calls: callsOf(circles, circles.account.host), token: circles.account.token });

const RUN: Readonly<Record<Exclude<Act, 'raise'>, Run>> = {
  show: runShow,
  change: async (at) => {
    const typed = draftTyped(at.args, at.inside);
    return typed.ok ? written(rewordIssue(at.sheet.issue, { ...at.sheet.issue, ...typed.value }, at.inside.me), 'cli.written', at) : typed;
  },
  join: (at) => written(joinIssue(at.sheet, doerOf(at.inside)), 'cli.joined', at),
  leave: (at) => written(leaveIssue(at.sheet, doerOf(at.inside)), 'cli.unjoined', at),
  say: async (at) => {
    const way = oneOfWords<Way>(WAYS, at.more[0], 'kith issue say');
    return way.ok ? written(sayWay(at.sheet, way.value, at.args.has('named'), doerOf(at.inside)), 'cli.said', at) : way;
  },
  asked: async (at) => {
    const on = onDay(at.args, at.inside);
    return on.ok ? written(askRole(at.sheet, on.value, doerOf(at.inside)), 'cli.written', at) : on;
  },
  answer: async (at) => {
    const [on, text] = [onDay(at.args, at.inside), textOf(at.more)];
    if (!on.ok) return on;
    if (!text.ok) return text;
    const gives = at.args.has('gives') ? oneOfWords(['all', 'part', 'none'] as const, at.args.one('gives'), '--gives') : ok(null);
    if (!gives.ok) return gives;
    return written(recordAnswer(at.sheet, { on: on.value, text: text.value, gives: gives.value, role: at.args.one('role') ?? '' }, doerOf(at.inside)), 'cli.written', at);
  },
  promise: async (at) => {
    const [on, due, text] = [onDay(at.args, at.inside), dayTyped(at.args.one('by'), at.inside.now.today), textOf(at.more)];
    if (!at.args.has('by')) return refuse({ code: 'argument-missing', with: { argument: '--by DAY' } });
    if (!on.ok) return on;
    if (!due.ok) return due;
    return text.ok ? written(recordPromise(at.sheet, { on: on.value, text: text.value, due: due.value }, doerOf(at.inside)), 'cli.written', at) : text;
  },
  kept: (at) => outcome(at, 'kept'),
  refused: (at) => outcome(at, 'refused'),
  close: async (at) => {
    const [on, is] = [onDay(at.args, at.inside), oneOfWords(['changed', 'partly', 'unchanged'] as const, at.more[0], 'kith issue close')];
    if (!on.ok) return on;
    if (!is.ok) return is;
    return written(closeIssue(at.sheet, { is: is.value, on: on.value, text: at.args.one('text') ?? '' }, doerOf(at.inside)), 'cli.written', at);
  },
  reopen: (at) => written(reopenIssue(at.sheet, at.inside.now.today, doerOf(at.inside)), 'cli.written', at),
  letter: async (at) => {
    const made = await going(at, '');
    if (!made.ok) return made;
    const words = await at.context.words();
    const text = letterOf(
      made.value.outside,
      (key, places) => words(key, places),
      (day) => dayText(words, day),
    );
    at.context.terminal.say(at.args.has('json') ? toJsonLine({ letter: text }) : harmless(text.trimEnd()));
    return ok(EXIT.ok);
  },
  page: async (at) => {
    const { sheet, inside, args, context } = at;
    const { today } = inside.now;
    const typed = dayTyped(args.one('until'), today);
    const until = typed.ok ? checkPageDay(typed.value === '' ? addDays(today, PAGE_LASTS) : typed.value, today, 'issue-page-day') : typed;
    if (!until.ok) return until;
    const made = await going(at, until.value);
    if (!made.ok) return made;
    const secret = newPageSecret(random);
    const end = endOfDay(until.value);
    const laid = await layPage(pageParts(inside), inside.circle.vault, { secret, until: end, json: outsideToJson(made.value.outside) });
    if (!laid.ok) return laid;
    const done = await writeIn(inside, notePage(sheet, { secret, until: until.value, shows: made.value.shows }, doerOf(inside)));
    if (!done.ok) {
      // A page that nothing in the circle names could not be withdrawn any more.
      await withdrawPage(pageParts(inside), inside.circle.vault, secret);
      return done;
    }
    const link = `${inside.here.circles.account.host}/open${pageLinkToFragment(laid.value)}`;
    if (args.has('json')) context.terminal.say(toJsonLine({ link, until: until.value }));
    else {
      const words = await context.words();
      context.terminal.note(harmless(words('cli.page', { day: dayText(words, until.value) })));
      context.terminal.say(link);
    }
    return ok(EXIT.ok);
  },
  withdraw: async (at) => {
    const { sheet, inside, args } = at;
    const open = sheet.pages.filter((page) => endingOf(page, inside.me) === null);
    const to = args.one('to');
    const named = to === undefined ? ok(open) : itemNamed(to, sheet.pages, 'kith issue show');
    if (!named.ok) return named;
    const changes: Change[] = [];
    for (const page of [named.value].flat()) {
      const gone = await withdrawPage(pageParts(inside), inside.circle.vault, page.secret);
      if (!gone.ok) return gone;
      changes.push(...noteWithdrawn(sheet, page, inside.now.today, doerOf(inside)));
    }
    return written(changes, 'cli.withdrawn', at);
  },
};

const outcome = async (at: Parameters<Run>[0], is: 'kept' | 'refused'): Promise<Result<number>> => {
  const [on, promise] = [onDay(at.args, at.inside), promiseTyped(at.args, at.sheet)];
  if (!on.ok) return on;
  return promise.ok ? written(recordOutcome(at.sheet, promise.value, { is, on: on.value, text: at.args.one('text') ?? '' }, doerOf(at.inside)), 'cli.written', at) : promise;
};

const DRAFT: readonly OptionName[] = ['text', 'area', 'cause', 'role', 'ask', 'by'];
/** Which options go with which act, and which words after the issue. */
const TAKES: Readonly<Record<Act, { readonly options: readonly OptionName[]; readonly words?: 'one' | 'text' }>> = {
  raise: { options: [...DRAFT, 'entry', 'commitment', 'dry-run'], words: 'text' },
  show: { options: [] },
  change: { options: ['title', ...DRAFT] },
  join: { options: [] },
  leave: { options: [] },
  say: { options: ['named'], words: 'one' },
  asked: { options: ['on'] },
  answer: { options: ['on', 'gives', 'role'], words: 'text' },
  promise: { options: ['on', 'by'], words: 'text' },
  kept: { options: ['on', 'to', 'text'] },
  refused: { options: ['on', 'to', 'text'] },
  close: { options: ['on', 'text'], words: 'one' },
  reopen: { options: [] },
  letter: { options: ['show', 'as-is'] },
  page: { options: ['show', 'as-is', 'until'] },
  withdraw: { options: ['to'] },
};
const OWN_OPTIONS: readonly OptionName[] = [...new Set(Object.values(TAKES).flatMap(({ options }) => options))];
const READS: ReadonlySet<Act> = new Set(['show', 'letter']);

export const runIssue = async (args: Args, context: Context): Promise<Result<number>> => {
  const [word, typed, ...rest] = args.words;
  const act = ISSUE_ACTS.find((each) => each === word);
  if (word === undefined) return refuse({ code: 'argument-missing', with: { argument: ISSUE_ACTS.join(', ') } });
  if (!act) return refuse({ code: 'option-value-wrong', with: { option: 'kith issue', value: word.slice(0, 40), right: ISSUE_ACTS.join(', ') } });
  if (typed === undefined) return refuse({ code: 'argument-missing', with: { argument: 'CIRCLE' } });
  const foreign = OWN_OPTIONS.find((option) => args.has(option) && !TAKES[act].options.includes(option));
  if (foreign !== undefined) return refuse({ code: 'option-unknown', with: { option: `--${foreign}`, command: `issue ${act}` } });
  const [id, ...more] = act === 'raise' ? ['', ...rest] : rest;
  if (id === undefined) return refuse({ code: 'argument-missing', with: { argument: 'ISSUE' } });
  const most = TAKES[act].words === 'text' ? Infinity : TAKES[act].words === 'one' ? 1 : 0;
  if (more.length > most) return refuse({ code: 'too-many-words', with: { word: more[most]!.slice(0, 40), command: `issue ${act}` } });
  const inside = await openInCircle(context, typed);
  if (!inside.ok) return inside;
  const not = READS.has(act) ? null : await whyNoWriting(inside.value.circle);
  if (not) return refuse(not);
  if (act === 'raise') return runRaise(more, inside.value, args, context);
  const sheets = issuesIn(inside.value.snapshot);
  const sheet = itemNamed(
    id,
    sheets.map((each) => ({ id: each.issue.id, sheet: each })),
    `kith issues "${inside.value.name}"`,
  );
  return sheet.ok ? RUN[act]({ sheet: sheet.value.sheet, inside: inside.value, more, args, context }) : sheet;
};
