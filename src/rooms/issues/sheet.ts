// Issues: a strain that is not only mine, and who must answer for it. One member raises it; others say, with their names, that it is
// theirs too; what was asked, answered, promised and kept stands on a record made of each member's own lines.
// Invariants: whose a line is says its id, never a field; only those affected (who raised it, who joined) close it, open it again and
// say whether a promise was kept: what another wrote of that is passed over. What any member's program wrote is read within bounds,
// and the same records give the same issue in whatever order they came.

import { stringIn, textsIn, yesIn } from '#core/kind.ts';
import { handOf } from '#core/one-hand.ts';
import { isAlive, type VaultRecord } from '#core/record.ts';
import { recordsOf, type Snapshot } from '#core/snapshot.ts';
import { isInstant, isWhen } from '#core/when.ts';
import {
  AREAS,
  QUESTIONS,
  WAYS,
  MOST,
  SHOWN,
  issueKind,
  partKind,
  lineKind,
  pageKind,
  type Question,
  type Reply,
  type Issue,
  type Line,
  type Outcome,
  type Closing,
  type OpenPage,
  type Voice,
  type Sheet,
} from './shape.ts';

export * from './shape.ts';

/** Lines of one member on one issue that are read. */
const MOST_LINES = 200;
/** Issues of one member that are read, the newest: who floods hides nobody else's. */
const MOST_ISSUES = 200;

/** On one line and no longer than it may be, whoever wrote it. */
const oneLine = (text: string, most: number): string =>
  [
    ...text
      .slice(0, 4 * most)
      .replace(/\s+/g, ' ')
      .trim(),
  ]
    .slice(0, most)
    .join('');
const lineIn = (record: VaultRecord, name: string, most: number): string => oneLine(stringIn(record, name), most);
/** Versions that the writer's own devices wrote at once stand below each other: nothing is lost. */
const saidIn = (record: VaultRecord, name: string, most: number): string => textsIn(record, name).slice(0, 4).join('\n\n').slice(0, most);
const dayIn = (record: VaultRecord, name: string): string => {
  const day = stringIn(record, name);
  return day.length === 10 && isWhen(day) ? day : '';
};
const instantIn = (record: VaultRecord, name: string): string => {
  const at = stringIn(record, name);
  return isInstant(at) ? at : '';
};
const oneOf = <T extends string>(words: readonly T[], value: string): T | null => words.find((word) => word === value) ?? null;

const byTime = <T extends { readonly at: string; readonly id: string }>(a: T, b: T): number => (a.at === b.at ? (a.id < b.id ? -1 : 1) : a.at < b.at ? -1 : 1);

export const issueOf = (record: VaultRecord): Issue | null => {
  const by = handOf(record.id);
  const at = instantIn(record, 'at');
  const title = oneLine(textsIn(record, 'title').slice(0, 4).join(' / '), MOST.title);
  if (record.kind !== issueKind.name || by === null || !isAlive(record) || at === '' || title === '') return null;
  const replies: Partial<Record<Question, Reply>> = {};
  for (const question of QUESTIONS) {
    const reply = oneOf(['yes', 'no', 'not-known'], stringIn(record, question));
    if (reply) replies[question] = reply;
  }
  return {
    id: record.id,
    by,
    title,
    happens: saidIn(record, 'happens', MOST.happens),
    area: oneOf(AREAS, stringIn(record, 'area')),
    cause: saidIn(record, 'cause', MOST.cause),
    role: lineIn(record, 'role', MOST.role),
    ask: saidIn(record, 'ask', MOST.ask),
    due: dayIn(record, 'due'),
    replies,
    at,
  };
};

/** All three questions answered with yes: what it looks like is a question of the place, not of the person. */
export const isBiggerThanOne = ({ replies }: Pick<Issue, 'replies'>): boolean => QUESTIONS.every((question) => replies[question] === 'yes');

interface Part {
  readonly by: string;
  readonly joined: string;
  readonly left: string;
  readonly voice: Voice | null;
}

const partOf = (record: VaultRecord, by: string): Part => {
  const way = oneOf(WAYS, stringIn(record, 'way'));
  const at = instantIn(record, 'at');
  return {
    by,
    joined: instantIn(record, 'joined'),
    left: instantIn(record, 'left'),
    voice: way && at !== '' ? { way, isNamed: way === 'go' && yesIn(record, 'named'), at } : null,
  };
};

/** Alive records of a kind that point to an issue, by issue; of one member and issue the first so many. */
const byIssue = (snapshot: Snapshot, kind: string): ReadonlyMap<string, readonly (readonly [VaultRecord, string])[]> => {
  const found = new Map<string, (readonly [VaultRecord, string])[]>();
  const counts = new Map<string, number>();
  const records = [...recordsOf(snapshot, kind).values()].filter((record) => isAlive(record)).sort((a, b) => (a.id < b.id ? -1 : 1));
  for (const record of records) {
    const by = handOf(record.id);
    const issue = stringIn(record, 'issue');
    if (by === null || issue === '') continue;
    const key = `${by} ${issue}`;
    const count = (counts.get(key) ?? 0) + 1;
    counts.set(key, count);
    if (count > MOST_LINES) continue;
    const list = found.get(issue);
    if (list) list.push([record, by]);
    else found.set(issue, [[record, by]]);
  }
  return found;
};

/** A member is affected at an instant of their own clock when they raised it, or had joined and not left again. */
const isAffectedAt = (issue: Issue, parts: ReadonlyMap<string, Part>, { by, at }: Pick<Line, 'by' | 'at'>): boolean => {
  if (by === issue.by) return true;
  const part = parts.get(by);
  return part !== undefined && part.joined !== '' && part.joined <= at && (part.left === '' || part.left > at);
};

type Pair = readonly [VaultRecord, string];

const lineOf = ([record, by]: Pair): Line | null => {
  const [on, at] = [dayIn(record, 'on'), instantIn(record, 'at')];
  return at === '' || on === '' ? null : { id: record.id, by, on, at, text: saidIn(record, 'text', MOST.text) };
};

const pageOf = ([record, by]: Pair, ends: readonly (Line & { readonly to: string })[]): OpenPage | null => {
  const [secret, until, at] = [stringIn(record, 'secret'), dayIn(record, 'until'), instantIn(record, 'at')];
  if (!/^[0-9a-hjkmnp-tv-z]{26}$/.test(secret) || until === '' || at === '') return null;
  const mine = ends.filter(({ to }) => to === record.id);
  const own = mine.find((end) => end.by === by);
  const said = mine.filter((end, n) => end.by !== by && mine.findIndex((each) => each.by === end.by) === n);
  const asked = new Set(Object.keys(record.fields['shows'] && 's' in record.fields['shows'] ? record.fields['shows'].s : {}));
  return { id: record.id, by, at, secret, until, shows: SHOWN.filter((part) => asked.has(part)), ended: own ?? null, said };
};

const sheetOf = (issue: Issue, partsOf: readonly Pair[], lines: readonly Pair[], pages: readonly Pair[]): Sheet => {
  const parts = new Map<string, Part>();
  // One record a member: the one whose id says so; another under the same hand is none.
  for (const [record, by] of partsOf) if (record.id === `${by}-part-${restOf(issue.id)}`) parts.set(by, partOf(record, by));
  const joined = [...parts.values()]
    .filter(({ by, joined: at, left }) => by !== issue.by && at !== '' && left === '')
    .map(({ by, joined: at }) => ({ by, at, id: by }))
    .sort(byTime);
  const affected = new Set([issue.by, ...joined.map(({ by }) => by)]);
  const isTheirs = (line: Line): boolean => isAffectedAt(issue, parts, line);
  const read = lines
    .flatMap((pair) => {
      const line = lineOf(pair);
      const [record] = pair;
      return line ? [{ line, record, what: stringIn(record, 'what'), to: stringIn(record, 'to') }] : [];
    })
    .sort((a, b) => byTime(a.line, b.line));
  const of = (what: string) => read.filter((each) => each.what === what);
  const promised = of('promise').flatMap(({ line, record }) => (dayIn(record, 'due') === '' ? [] : [{ ...line, what: 'promise' as const, due: dayIn(record, 'due') }]));
  const dues = new Map(promised.map(({ id, due }) => [id, due]));
  const outcomes = of('outcome').flatMap(({ line, record, to }): Outcome[] => {
    const due = dues.get(to);
    const is = oneOf(['kept', 'refused'], stringIn(record, 'is'));
    return due === undefined || !is || !isTheirs(line) ? [] : [{ ...line, what: 'outcome', promise: to, is: is === 'kept' && line.on > due ? 'late' : is }];
  });
  const reopenings = of('reopen').filter(({ line }) => isTheirs(line));
  const closings = of('close').flatMap(({ line, record }): Closing[] => {
    const is = oneOf(['changed', 'partly', 'unchanged'], stringIn(record, 'is'));
    return is && isTheirs(line) ? [{ ...line, what: 'close', is, reopened: reopenings.find(({ to }) => to === line.id)?.line ?? null }] : [];
  });
  const ends = of('page-end').map(({ line, to }) => ({ ...line, to }));
  return {
    issue,
    joined: joined.map(({ by, at }) => ({ by, at })),
    affected,
    firstJoined: new Map([...parts.values()].flatMap(({ by, joined: at }) => (at === '' ? [] : [[by, at] as const]))),
    voices: new Map([...parts.values()].flatMap(({ by, voice }) => (voice && affected.has(by) ? [[by, voice] as const] : []))),
    asked: of('asked').map(({ line, record }) => ({ ...line, what: 'asked', role: lineIn(record, 'role', MOST.role), due: dayIn(record, 'due') })),
    answers: of('answer').map(({ line, record }) => ({
      ...line,
      what: 'answer',
      role: lineIn(record, 'role', MOST.role),
      gives: oneOf(['all', 'part', 'none'], stringIn(record, 'gives')),
    })),
    promises: promised.map((line) => ({ ...line, outcome: outcomes.findLast(({ promise }) => promise === line.id) ?? null })),
    outcomes,
    closings,
    pages: pages.flatMap((pair) => pageOf(pair, ends) ?? []).sort(byTime),
    closed: closings.findLast(({ reopened }) => reopened === null) ?? null,
  };
};

/** How it ended, as this member can know: whose page it is withdrew it, or they did so themself. Another's word for it hides no page. */
export const endingOf = ({ ended, said }: Pick<OpenPage, 'ended' | 'said'>, me: string): Line | null => ended ?? said.find(({ by }) => by === me) ?? null;

/** An issue's own part of its id, without the hand. */
export const restOf = (issue: string): string => issue.slice(27);

/** All issues of a circle, the newest first. */
export const issuesIn = (snapshot: Snapshot): readonly Sheet[] => {
  const of = new Map<string, number>();
  const issues = [...recordsOf(snapshot, issueKind.name).values()]
    .flatMap((record) => issueOf(record) ?? [])
    .sort((a, b) => byTime(b, a))
    .filter(({ by }) => {
      of.set(by, (of.get(by) ?? 0) + 1);
      return of.get(by)! <= MOST_ISSUES;
    });
  if (issues.length === 0) return [];
  const [parts, lines, pages] = [byIssue(snapshot, partKind.name), byIssue(snapshot, lineKind.name), byIssue(snapshot, pageKind.name)];
  return issues.map((issue) => sheetOf(issue, parts.get(issue.id) ?? [], lines.get(issue.id) ?? [], pages.get(issue.id) ?? []));
};

export const issueNamed = (snapshot: Snapshot, id: string): Sheet | null => issuesIn(snapshot).find(({ issue }) => issue.id === id) ?? null;

/** The line of the latest day; of one day the one written last. */
export const newest = <T extends Line>(lines: readonly T[]): T | undefined => lines.reduce<T | undefined>((best, line) => (!best || line.on >= best.on ? line : best), undefined);
