// What members do to an issue: each deed is a record in the doer's own hand. Refusals are values with words.
// Invariants: nobody writes another's line; what is asked of the role is kept as it was asked; who may close is checked here and, since
// another's program may be another, again where it is read (sheet.ts).

import type { Change } from '#core/change.ts';
import { changedTo, createdAs, createKind, deletedOf, setIn } from '#core/kind.ts';
import { idInHandOf } from '#core/one-hand.ts';
import { isAlive } from '#core/record.ts';
import { ok, refuse, type Result } from '#core/result.ts';
import { recordById, type Snapshot } from '#core/snapshot.ts';
import { isDay, noDay } from '#core/when.ts';
import {
  AREAS,
  issueKind,
  lineKind,
  MOST,
  pageKind,
  partKind,
  restOf,
  type Answer,
  type Area,
  type Closing,
  type Issue,
  type OpenPage,
  type Outcome,
  type Promised,
  type Question,
  type Reply,
  type Sheet,
  type Shown,
  type Way,
} from './sheet.ts';

/** Who does it (an account of the circle), with an id for what is new, at which instant of their clock. */
export interface Doer {
  readonly me: string;
  readonly id: string;
  readonly instant: string;
}

export interface IssueDraft {
  readonly title: string;
  readonly happens?: string;
  readonly area?: Area | null;
  readonly cause?: string;
  readonly role?: string;
  readonly ask?: string;
  readonly due?: string;
  readonly replies?: Readonly<Partial<Record<Question, Reply>>>;
}

const tidy = (text: string): string => text.normalize('NFC').replace(/\s+/g, ' ').trim();
const tooLong = (text: string, most: number): boolean => [...text].length > most;
const notADay = (text: string) => refuse(noDay(text));

const valuesOf = (draft: IssueDraft): Result<Parameters<typeof createdAs<typeof issueKind.fields>>[2]> => {
  const [title, role] = [tidy(draft.title), tidy(draft.role ?? '')];
  const [happens, cause, ask] = [draft.happens ?? '', draft.cause ?? '', draft.ask ?? ''].map((text) => text.trim()) as [string, string, string];
  if (title === '') return refuse({ code: 'issue-title-empty' });
  for (const [text, most] of [
    [title, MOST.title],
    [role, MOST.role],
    [happens, MOST.happens],
    [cause, MOST.cause],
    [ask, MOST.ask],
  ] as const)
    if (tooLong(text, most)) return refuse({ code: 'issue-text-too-long', with: { most } });
  if (draft.due && !isDay(draft.due)) return notADay(draft.due);
  if (draft.area && !AREAS.includes(draft.area)) return refuse({ code: 'issue-area-unknown', with: { area: String(draft.area).slice(0, 40) } });
  const { others = '', elsewhere = '', before = '' } = draft.replies ?? {};
  return ok({ title, happens, area: draft.area ?? '', cause, role, ask, due: draft.due ?? '', others, elsewhere, before });
};

/** A new issue. Refusals: `issue-title-empty`, `issue-text-too-long`, `issue-area-unknown`, `date-not-understood`. */
export const raiseIssue = (draft: IssueDraft, { me, id, instant }: Doer): Result<Change[]> => {
  const values = valuesOf(draft);
  return values.ok ? ok([createdAs(issueKind, idInHandOf(me, id), { ...values.value, at: instant })]) : values;
};

/** By who raised it alone; what was asked stays on the record as it was asked. Refusals: those of raising, `issue-not-yours`. */
export const rewordIssue = (issue: Issue, draft: IssueDraft, me: string): Result<Change[]> => {
  if (issue.by !== me) return refuse({ code: 'issue-not-yours' });
  const [old, values] = [valuesOf(issue), valuesOf(draft)];
  if (!values.ok) return values;
  const change = changedTo(issueKind, issue.id, old.ok ? old.value : {}, values.value);
  return ok(change ? [change] : []);
};

/** Takes back what one raised oneself, as long as nobody joined and nothing was asked. Refusals: `issue-not-yours`, `issue-of-others-too`. */
export const withdrawIssue = ({ issue, joined, asked }: Sheet, me: string): Result<Change[]> => {
  if (issue.by !== me) return refuse({ code: 'issue-not-yours' });
  return joined.length > 0 || asked.length > 0 ? refuse({ code: 'issue-of-others-too' }) : ok([deletedOf(issueKind, issue.id)]);
};

const partId = (me: string, issue: Issue): string => idInHandOf(me, `part-${restOf(issue.id)}`);
const part = ({ issue }: Sheet, me: string, values: Parameters<typeof createdAs<typeof partKind.fields>>[2]): Change =>
  createdAs(partKind, partId(me, issue), { issue: issue.id, ...values });

/** Says, with one's name, that it is one's own too. Again is no error; who comes back was in it before, and what they closed then stays closed. */
export const joinIssue = (sheet: Sheet, { me, instant }: Omit<Doer, 'id'>): Change[] =>
  sheet.affected.has(me) ? [] : [part(sheet, me, { joined: sheet.firstJoined.get(me) ?? instant, left: '' })];

/** Takes one's name from it. Who raised it cannot: refusal `issue-raised-by-you`. */
export const leaveIssue = (sheet: Sheet, { me, instant }: Omit<Doer, 'id'>): Result<Change[]> => {
  if (sheet.issue.by === me) return refuse({ code: 'issue-raised-by-you' });
  return ok(sheet.affected.has(me) ? [part(sheet, me, { left: instant, way: '', named: false })] : []);
};

/** What may leave the circle as far as one is concerned oneself. Refusal `issue-affected-only`. */
export const sayWay = (sheet: Sheet, way: Way, isNamed: boolean, { me, instant }: Omit<Doer, 'id'>): Result<Change[]> =>
  sheet.affected.has(me) ? ok([part(sheet, me, { way, named: way === 'go' && isNamed, at: instant })]) : refuse({ code: 'issue-affected-only' });

const line = ({ issue }: Sheet, { me, id, instant }: Doer, values: Parameters<typeof createdAs<typeof lineKind.fields>>[2]): Change[] => [
  createdAs(lineKind, idInHandOf(me, id), { issue: issue.id, at: instant, ...values }),
];

/** The role was asked, on a day, for an answer by another. Refusals: `issue-role-none`, `issue-ask-none`, `issue-due-none`, `issue-due-past`, `date-not-understood`. */
export const askRole = (sheet: Sheet, on: string, doer: Doer): Result<Change[]> => {
  const { role, ask, due } = sheet.issue;
  if (role === '') return refuse({ code: 'issue-role-none' });
  if (ask === '') return refuse({ code: 'issue-ask-none' });
  if (due === '') return refuse({ code: 'issue-due-none' });
  if (!isDay(on)) return notADay(on);
  if (due < on) return refuse({ code: 'issue-due-past', with: { day: due } });
  return ok(line(sheet, doer, { what: 'asked', on, text: ask, role, due }));
};

/** What the role answered, as a member recorded it. Refusals: `issue-text-empty`, `issue-text-too-long`, `date-not-understood`. */
export const recordAnswer = (
  sheet: Sheet,
  { on, text, gives = null, role = '' }: { readonly on: string; readonly text: string; readonly gives?: Answer['gives']; readonly role?: string },
  doer: Doer,
): Result<Change[]> => {
  const said = text.trim();
  if (said === '') return refuse({ code: 'issue-text-empty' });
  if (said.length > MOST.text) return refuse({ code: 'issue-text-too-long', with: { most: MOST.text } });
  if (!isDay(on)) return notADay(on);
  const by = tidy(role) || sheet.asked.at(-1)?.role || sheet.issue.role;
  if (tooLong(by, MOST.role)) return refuse({ code: 'issue-text-too-long', with: { most: MOST.role } });
  return ok(line(sheet, doer, { what: 'answer', on, text: said, role: by, gives: gives ?? '' }));
};

/** What the role promised, and by which day. Refusals as for an answer. */
export const recordPromise = (sheet: Sheet, { on, text, due }: { readonly on: string; readonly text: string; readonly due: string }, doer: Doer): Result<Change[]> => {
  const said = text.trim();
  if (said === '') return refuse({ code: 'issue-text-empty' });
  if (said.length > MOST.promise) return refuse({ code: 'issue-text-too-long', with: { most: MOST.promise } });
  if (!isDay(on)) return notADay(on);
  return isDay(due) ? ok(line(sheet, doer, { what: 'promise', on, text: said, due })) : notADay(due);
};

/** What became of a promise, by those affected: kept (late, when its day was over) or refused. Refusals: `issue-affected-only`, `date-not-understood`. */
export const recordOutcome = (
  sheet: Sheet,
  promise: Pick<Promised, 'id'>,
  { is, on, text = '' }: { readonly is: Exclude<Outcome['is'], 'late'>; readonly on: string; readonly text?: string },
  doer: Doer,
): Result<Change[]> => {
  if (!sheet.affected.has(doer.me)) return refuse({ code: 'issue-affected-only' });
  if (text.length > MOST.text) return refuse({ code: 'issue-text-too-long', with: { most: MOST.text } });
  return isDay(on) ? ok(line(sheet, doer, { what: 'outcome', to: promise.id, is, on, text: text.trim() })) : notADay(on);
};

/** Closes it, by those affected alone. Refusals: `issue-affected-only`, `issue-closed-already`, `issue-text-too-long`. */
export const closeIssue = (sheet: Sheet, { is, on, text = '' }: { readonly is: Closing['is']; readonly on: string; readonly text?: string }, doer: Doer): Result<Change[]> => {
  if (!sheet.affected.has(doer.me)) return refuse({ code: 'issue-affected-only' });
  if (sheet.closed) return refuse({ code: 'issue-closed-already' });
  if (text.length > MOST.text) return refuse({ code: 'issue-text-too-long', with: { most: MOST.text } });
  return isDay(on) ? ok(line(sheet, doer, { what: 'close', is, on, text: text.trim() })) : notADay(on);
};

/** Opens it again: any of those affected, whoever closed it. Refusals: `issue-affected-only`, `issue-open-already`. */
export const reopenIssue = (sheet: Sheet, on: string, doer: Doer): Result<Change[]> => {
  if (!sheet.affected.has(doer.me)) return refuse({ code: 'issue-affected-only' });
  // Two may have closed it at once: all that stands is opened.
  const standing = sheet.closings.filter(({ reopened }) => reopened === null);
  if (standing.length === 0) return refuse({ code: 'issue-open-already' });
  return ok(standing.flatMap(({ id }, n) => line(sheet, { ...doer, id: n === 0 ? doer.id : `${doer.id.slice(0, 20)}-${n}` }, { what: 'reopen', to: id, on })));
};

const notMineKind = createKind('issues-not-mine', { issues: 'set' });
const notMineId = (vault: string): string => `issues-not-mine ${vault}`;

/** That a circle's issue is not one's own, said to nobody: a record of one's own vault. */
export const sayNotMine = (vault: string, issue: string): Change => createdAs(notMineKind, notMineId(vault), { issues: [issue] });

/** `own`: the snapshot of one's own vault. */
export const notMine = (own: Snapshot, vault: string): ReadonlySet<string> => {
  const record = recordById(own, notMineKind.name, notMineId(vault));
  return new Set(record && isAlive(record) ? setIn(record, 'issues') : []);
};

/** Says in the circle that a page lies at the host, for all in it to see and to withdraw. Written once it lies there. */
export const notePage = (sheet: Sheet, { secret, until, shows }: Pick<OpenPage, 'secret' | 'until' | 'shows'>, { me, id, instant }: Doer): Change[] => [
  createdAs(pageKind, idInHandOf(me, id), { issue: sheet.issue.id, secret, until, shows: [...shows] as readonly Shown[], at: instant }),
];

/** Says that it was withdrawn; written once it is gone at the host. */
export const noteWithdrawn = (sheet: Sheet, page: Pick<OpenPage, 'id'>, on: string, doer: Doer): Change[] => line(sheet, doer, { what: 'page-end', to: page.id, on });
