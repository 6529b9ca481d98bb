// A practice of one's own published under a licence that lets everybody use and change it: a page behind a link (decision 21), which holds
// what was seen before it went and nothing else. What lies at the host is noted in one's own vault alone. Invariants: the licence is one that
// the sources allow; a page says no id of an account; read from outside, it is what its shape says, within the bounds of a practice.

import type { Change } from '#core/change.ts';
import { createdAs, createKind, deletedOf, instantIn, migrate, stringIn } from '#core/kind.ts';
import { isAlive, type Json, type VaultRecord } from '#core/record.ts';
import { ok, refuse, type Result } from '#core/result.ts';
import { isDay } from '#core/when.ts';
import { LICENCES, licencesFor, type Licence } from './licence.ts';
import { ancestorsIn, isKind, isWho, minutesOf, MOST, type Now, type Practice } from './model.ts';
import { isNamed, originOf } from './shared.ts';
import { stepsOf, stepsToText } from './steps.ts';

/** A page that lies at the host, until its day or until it is withdrawn. */
export interface PracticePage {
  readonly id: string;
  readonly practice: string;
  /** Of the link, which whoever has it can make again. */
  readonly secret: string;
  readonly licence: Licence;
  /** Who is named there as its maker, '' nobody: as it was seen before it went. */
  readonly by: string;
  /** The last day on which it can be read. */
  readonly until: string;
  readonly at: string;
}

export const pageKind = createKind('practice-page', { practice: 'register', secret: 'register', licence: 'register', by: 'register', until: 'register', at: 'register' });

/** It as it goes, under that licence. `by`: who made it, where that is not said already. Refusals: those of `licencesFor`, `practice-licence-not-open`. */
export const publishedAs = (practice: Practice, licence: Licence, by: string): Result<Practice> => {
  const licences = licencesFor(practice);
  if (!licences.ok) return licences;
  if (!licences.value.includes(licence)) return refuse({ code: 'practice-licence-not-open', with: { licence } });
  return ok({ ...practice, id: originOf(practice).replace(/^kith:/, ''), licence, by: isNamed(practice) ? practice.by : by.trim().slice(0, MOST.line), needs: {}, skills: [] });
};

const PARTS = ['id', 'name', 'why', 'kind', 'who', 'minutes', 'source', 'licence', 'evidence', 'sceptic', 'care', 'by'] as const;

/** Exactly what whoever has the link reads. */
export const publishedToJson = (practice: Practice, day: string, until: string): string =>
  JSON.stringify({
    v: 1,
    is: 'practice',
    ...Object.fromEntries(PARTS.map((part) => [part, practice[part]])),
    steps: stepsToText(practice.steps),
    from: practice.from.map(({ id, name, by, licence }) => ({ id, name, by, licence })),
    day,
    until,
  });

export interface Published {
  readonly practice: Practice;
  readonly licence: Licence;
  readonly day: string;
  readonly until: string;
}

/** A page that was opened, from JSON that anybody may have written; null when it is none of a practice. */
export const publishedFromJson = (json: unknown): Published | null => {
  const part = Object(json) as Readonly<Record<string, unknown>>;
  const text = (name: string, most: number): string => (typeof part[name] === 'string' ? part[name].slice(0, most) : '');
  const day = (name: string): string => (isDay(text(name, 10)) ? text(name, 10) : '');
  const name = text('name', MOST.name).replace(/\s+/gu, ' ').trim();
  const licence = LICENCES.find((one) => one === part['licence']);
  if (part['v'] !== 1 || part['is'] !== 'practice' || name === '' || licence === undefined || day('day') === '') return null;
  const [kind, who, id] = [part['kind'], part['who'], text('id', 60)];
  return {
    licence,
    day: day('day'),
    until: day('until'),
    practice: {
      id: /^[\w:-]+$/.test(id) ? id : '',
      isStarter: false,
      name,
      why: text('why', MOST.text),
      kind: isKind(kind) ? kind : null,
      who: isWho(who) ? who : null,
      minutes: minutesOf(part['minutes']),
      move: null,
      steps: stepsOf(text('steps', MOST.text)),
      source: text('source', MOST.text),
      licence,
      evidence: text('evidence', MOST.text),
      checked: 'none',
      sceptic: text('sceptic', MOST.text),
      care: text('care', MOST.text),
      needs: {},
      skills: [],
      by: text('by', MOST.line),
      from: ancestorsIn(part['from'] as Json | undefined),
      origin: '',
      made: '',
    },
  };
};

/** Written once it lies at the host. */
export const notePage = (practice: string, { secret, licence, by, until }: Pick<PracticePage, 'secret' | 'licence' | 'by' | 'until'>, id: string, now: Now): Change[] => [
  createdAs(pageKind, id, { practice, secret, licence, by, until, at: now.instant }),
];

/** Written once it is gone there. */
export const forgetPage = ({ id }: Pick<PracticePage, 'id'>): Change[] => [deletedOf(pageKind, id)];

const pageOf = (record: VaultRecord): PracticePage | null => {
  const now = record.kind === pageKind.name && isAlive(record) ? migrate(pageKind, record) : null;
  if (!now) return null;
  const [secret, until, at] = [stringIn(now, 'secret'), stringIn(now, 'until'), instantIn(now, 'at')];
  const licence = LICENCES.find((one) => one === stringIn(now, 'licence'));
  return secret === '' || licence === undefined || !isDay(until)
    ? null
    : { id: now.id, practice: stringIn(now, 'practice'), secret, licence, by: stringIn(now, 'by').slice(0, MOST.line), until, at };
};

/** All of them, or those of one practice, the newest first. */
export const pagesOf = (records: Iterable<VaultRecord>, practice?: string): PracticePage[] =>
  [...records]
    .flatMap((record) => pageOf(record) ?? [])
    .filter((page) => practice === undefined || page.practice === practice)
    .sort((a, b) => (a.at > b.at ? -1 : a.at < b.at ? 1 : a.id < b.id ? -1 : 1));
