// Possible lives: usually three, none of them the right one, each with what it asks, what it needs, what one does not know yet, and one trial
// of a week or less; goals that lead there; and what a trial changed. Idea: three ways of living side by side (Burnett and Evans, 2016);
// words, order and questions are Kith's own. Invariants: a name is enough; a life set aside keeps all that was said of it; a trial is
// a commitment that came from the life (core/links.ts), and nothing of it is written twice.

import type { Change } from '#core/change.ts';
import { changedTo, createdAs, createKind, deletedOf, instantIn, migrate, setIn, stringIn, type Values } from '#core/kind.ts';
import { linksIn, linkToMember, tidyLinks, type Link } from '#core/links.ts';
import { isAlive, registerOf, type VaultRecord } from '#core/record.ts';
import { ok, refuse, type Result } from '#core/result.ts';
import { addDays, dayOf } from '#core/when.ts';
import { learntFrom, type Commitment } from '#rooms/commitments/model.ts';
import type { Moment } from '#rooms/journal/model.ts';
import { dayIn, line, MOST, overRead, readIn, tooLong, withoutEmpty, wordsIn, type Read } from './model.ts';

export { commitmentsOf, type Commitment } from '#rooms/commitments/model.ts';

/** The road one is on; another; one on which nothing stood in the way. */
export const PATHS = ['now', 'other', 'free'] as const;
export type Path = (typeof PATHS)[number];

/** How long its trial takes. */
export const TAKES = ['hour', 'half-day', 'day', 'week'] as const;
export type Takes = (typeof TAKES)[number];

/** After a trial: does this life draw one more than before? */
export const DRAWS = ['more', 'same', 'less', 'not-sure'] as const;
export type Draws = (typeof DRAWS)[number];

const TEXTS = ['asks', 'needs', 'tests', 'trial'] as const;
export type LifeText = (typeof TEXTS)[number];
export { TEXTS as LIFE_TEXTS };

export const lifeKind = createKind('life', {
  name: 'text',
  path: 'register',
  asks: 'text',
  needs: 'text',
  tests: 'text',
  trial: 'text',
  takes: 'register',
  aside: 'register',
  unasked: 'set',
  links: 'set',
  made: 'register',
  modified: 'register',
});

/** Which life it looks back at, and which commitment it came from, its links say. */
export const lifeLookKind = createKind('life-look', { draws: 'register', text: 'text', day: 'register', links: 'set', at: 'register' });

export interface LifeLook {
  readonly id: string;
  readonly of: string;
  /** The commitment that was its trial; ''. */
  readonly trial: string;
  readonly draws: Draws | null;
  readonly text: string;
  readonly day: string;
  readonly links: readonly Link[];
  readonly at: string;
}

export interface Life extends Readonly<Record<LifeText, string>> {
  readonly id: string;
  readonly name: string;
  readonly path: Path | null;
  readonly takes: Takes | null;
  /** Day since which it is set aside, or ''. */
  readonly aside: string;
  /** Trials (commitments) of which one does not want to be asked what they changed. */
  readonly unasked: readonly string[];
  readonly links: readonly Link[];
  readonly made: string;
  readonly modified: string;
  readonly read: Read;
  /** The oldest first. */
  readonly looks: readonly LifeLook[];
}

export type LifeDraft = Partial<Readonly<Record<LifeText, string>>> & { readonly name?: string; readonly path?: Path | null; readonly takes?: Takes | null };

type LifeValues = Values<typeof lifeKind.fields>;
const oneOf = <T extends string>(all: readonly T[], value: unknown): T | null => all.find((one) => one === value) ?? null;

/** Refusals: `life-nameless`, `words-too-long`. */
const valuesOf = ({ name, path, takes, ...texts }: LifeDraft): Result<LifeValues> => {
  if (name !== undefined && line(name) === '') return refuse({ code: 'life-nameless' });
  const long =
    tooLong([name], MOST.line) ??
    tooLong(
      TEXTS.map((text) => texts[text]),
      MOST.text,
    );
  if (long) return refuse(long);
  return ok({
    ...(name === undefined ? {} : { name: line(name) }),
    ...(path === undefined ? {} : { path }),
    ...(takes === undefined ? {} : { takes }),
    ...Object.fromEntries(TEXTS.flatMap((text) => (texts[text] === undefined ? [] : [[text, texts[text].trim()]]))),
  });
};

/** A name is enough. Refusals: `life-nameless`, `words-too-long`. */
export const imagineLife = (draft: LifeDraft, id: string, now: Moment, links: readonly Link[] = []): Result<Change[]> => {
  const values = valuesOf({ ...draft, name: draft.name ?? '' });
  if (!values.ok) return values;
  return ok([createdAs(lifeKind, id, { ...withoutEmpty(values.value), links: tidyLinks(links, id).map(linkToMember), made: now.instant, modified: now.instant })]);
};

/** Refusals: `life-nameless`, `words-too-long`. Nothing changed gives an empty list. */
export const changeLife = (life: Life, draft: LifeDraft, now: Moment): Result<Change[]> => {
  const values = valuesOf(draft);
  if (!values.ok) return values;
  const { name, path, takes, asks, needs, tests, trial } = life;
  const change = changedTo(lifeKind, life.id, { name, path, takes, asks, needs, tests, trial }, values.value);
  return ok(change ? [{ ...change, ...overRead(change.write, life.read), set: { ...change.set, modified: now.instant } }] : []);
};

const asideOn = (life: Pick<Life, 'id'>, day: string, now: Moment): Change => ({ ...createdAs(lifeKind, life.id, {}), set: { aside: day, modified: now.instant } });

/** It is not among those that are looked at now; all that was said of it stays. */
export const setLifeAside = (life: Pick<Life, 'id' | 'aside'>, now: Moment): Change[] => (life.aside === '' ? [asideOn(life, dayOf(now.when), now)] : []);

export const bringLifeBack = (life: Pick<Life, 'id' | 'aside'>, now: Moment): Change[] => (life.aside === '' ? [] : [asideOn(life, '', now)]);

/** Nothing is asked of a trial any more; what it changed can be said all the same. */
export const leaveTrialUnasked = (life: Pick<Life, 'id' | 'unasked'>, trial: string): Change[] =>
  life.unasked.includes(trial) ? [] : [{ ...createdAs(lifeKind, life.id, {}), add: { unasked: [trial] } }];

/** The life and what was written looking back at it. Its trials and goals stay. */
export const deleteLife = (life: Pick<Life, 'id' | 'looks'>): Change[] => [deletedOf(lifeKind, life.id), ...life.looks.flatMap(takeLifeLookBack)];

/** What a trial changed. `trial`: the commitment it was. Refusals: `look-empty`, `words-too-long`. */
export const lookAtLife = (
  life: Pick<Life, 'id'>,
  { draws, text = '', trial = '' }: { readonly draws: Draws | null; readonly text?: string; readonly trial?: string },
  id: string,
  now: Moment,
): Result<Change[]> => {
  if (draws === null && text.trim() === '') return refuse({ code: 'look-empty' });
  const long = tooLong([text], MOST.text);
  if (long) return refuse(long);
  const links: Link[] = [{ to: life.id, as: 'looks-back-at' }, ...(trial === '' ? [] : [{ to: trial, as: 'comes-from' } as const])];
  const given = withoutEmpty({ draws, text: text.trim(), day: dayOf(now.when), at: now.instant });
  return ok([createdAs(lifeLookKind, id, { ...given, links: tidyLinks(links, id).map(linkToMember) })]);
};

export const takeLifeLookBack = ({ id }: Pick<LifeLook, 'id'>): Change[] => [deletedOf(lifeLookKind, id)];

/** Null when it is of another kind, newer than this Kith, deleted, or says not which life it looks back at, or when. */
export const lifeLookOf = (record: VaultRecord): LifeLook | null => {
  const now = record.kind === lifeLookKind.name && isAlive(record) ? migrate(lifeLookKind, record) : null;
  if (!now) return null;
  const links = linksIn(now);
  const of = links.find(({ as }) => as === 'looks-back-at')?.to;
  const day = dayIn(now, 'day');
  if (of === undefined || day === '') return null;
  const trial = links.find(({ as }) => as === 'comes-from')?.to ?? '';
  return { id: now.id, of, trial, draws: oneOf(DRAWS, registerOf(now, 'draws')), text: wordsIn(now, 'text'), day, links, at: instantIn(now, 'at') };
};

/** The life alone. Null when it is of another kind, newer than this Kith, deleted, or has no name. */
export const lifeOf = (record: VaultRecord): Life | null => {
  const now = record.kind === lifeKind.name && isAlive(record) ? migrate(lifeKind, record) : null;
  if (!now) return null;
  const name = line(wordsIn(now, 'name'));
  if (name === '') return null;
  return {
    ...(Object.fromEntries(TEXTS.map((text) => [text, wordsIn(now, text)])) as Record<LifeText, string>),
    id: now.id,
    name,
    path: oneOf(PATHS, stringIn(now, 'path')),
    takes: oneOf(TAKES, stringIn(now, 'takes')),
    aside: dayIn(now, 'aside'),
    unasked: setIn(now, 'unasked'),
    links: linksIn(now),
    made: instantIn(now, 'made'),
    modified: instantIn(now, 'modified'),
    read: readIn(now, lifeKind),
    looks: [],
  };
};

/** All lives with what was written looking back at them, in the order in which they were imagined. */
export const livesIn = (records: Iterable<VaultRecord>): readonly Life[] => {
  const looks = new Map<string, LifeLook[]>();
  const lives: Life[] = [];
  for (const record of records) {
    const life = lifeOf(record);
    if (life) lives.push(life);
    const look = lifeLookOf(record);
    if (look) looks.set(look.of, [...(looks.get(look.of) ?? []), look]);
  }
  const byDay = (a: LifeLook, b: LifeLook): number => (a.day !== b.day ? (a.day < b.day ? -1 : 1) : a.at !== b.at ? (a.at < b.at ? -1 : 1) : a.id < b.id ? -1 : 1);
  return lives.map((life) => ({ ...life, looks: (looks.get(life.id) ?? []).sort(byDay) })).sort((a, b) => (a.made !== b.made ? (a.made < b.made ? -1 : 1) : a.id < b.id ? -1 : 1));
};

/** Days that a trial has: a week, or until tomorrow where it takes a day or less. */
export const trialBy = (takes: Takes | null, today: string): string => addDays(today, takes === null || takes === 'week' ? 7 : takes === 'day' ? 2 : 1);

/** A commitment that came from a life, and what came of it. */
export interface Trial {
  readonly commitment: Commitment;
  /** `tried`: done, or looked back at; `ended`: dropped or handed on without that. */
  readonly is: 'open' | 'tried' | 'ended';
  /** The day on which it was last looked back at or ended; of an open one by which it is, else on which it was made. */
  readonly day: string;
  readonly learnt: string;
  /** What it changed, as the person said; null while they have not. */
  readonly look: LifeLook | null;
}

const trialOf = (life: Pick<Life, 'looks'>, commitment: Commitment): Trial => {
  const { looks, end, by, made } = commitment;
  const last = looks.at(-1);
  const is = last !== undefined || end?.how === 'done' ? 'tried' : end !== null && end.how !== 'resting' ? 'ended' : 'open';
  return {
    commitment,
    is,
    day: last?.day ?? (is === 'open' ? by || made.slice(0, 10) : end!.at.slice(0, 10)),
    learnt: learntFrom(commitment) || (last?.happened ?? ''),
    look: life.looks.find(({ trial }) => trial === commitment.id) ?? null,
  };
};

/** The trials of a life, the newest first. */
export const trialsOf = (life: Pick<Life, 'id' | 'looks'>, commitments: readonly Commitment[]): readonly Trial[] =>
  commitments
    .filter(({ links }) => links.some(({ to, as }) => to === life.id && as === 'comes-from'))
    .map((commitment) => trialOf(life, commitment))
    .sort((a, b) => (a.day !== b.day ? (a.day > b.day ? -1 : 1) : a.commitment.id > b.commitment.id ? -1 : 1));

/** Days for which a trial comes back with its question; after a year away nobody's page is full of them. */
const ASKED_FOR = 30;

/** Trials that were tried lately and of which was not said what they changed, nor that one does not want to be asked; of lives that are not set aside. */
export const trialsToAsk = (lives: readonly Life[], commitments: readonly Commitment[], today: string): readonly { readonly life: Life; readonly trial: Trial }[] =>
  lives
    .filter(({ aside }) => aside === '')
    .flatMap((life) =>
      trialsOf(life, commitments).flatMap((trial) =>
        trial.is === 'tried' && trial.look === null && !life.unasked.includes(trial.commitment.id) && trial.day >= addDays(today, -ASKED_FOR) ? [{ life, trial }] : [],
      ),
    );

/** Of all commitments and looks back at them, those that came from a life: read from their links alone, for Now opens with it. */
export const trialRecords = (lives: ReadonlySet<string>, plans: Iterable<VaultRecord>, looks: Iterable<VaultRecord>): readonly VaultRecord[] => {
  if (lives.size === 0) return [];
  const those = [...plans].filter((plan) => linksIn(plan).some(({ to, as }) => as === 'comes-from' && lives.has(to)));
  if (those.length === 0) return [];
  const ids = new Set(those.map(({ id }) => id));
  return [...those, ...[...looks].filter((look) => linksIn(look).some(({ to }) => ids.has(to)))];
};
