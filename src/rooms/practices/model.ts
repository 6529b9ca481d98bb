// Practices: the library that comes with Kith (starter.ts), and those one made, adapted or took in, which are records of one's
// own vault. Who adapts one keeps the chain: every practice it came from, by whom and under which licence.
// Invariants: the library is never written to; a chain is never shortened; no word is required but the name; what two devices
// wrote at once stands both, below each other.

import type { Change } from '#core/change.ts';
import { changedTo, createdAs, createKind, deletedOf, migrate, numberIn, setIn, stringIn, textsIn, type Values } from '#core/kind.ts';
import { linkToMember, tidyLinks, type Link } from '#core/links.ts';
import { handOf } from '#core/one-hand.ts';
import { isAlive, registerOf, type Json, type VaultRecord } from '#core/record.ts';
import { ok, refuse, type Result } from '#core/result.ts';
import type { When } from '#core/when.ts';
import { stepsOf, stepsToText, type Step } from './steps.ts';

export const KINDS = ['silence', 'movement', 'dialogue', 'writing', 'service', 'arts', 'action'] as const;
export type PracticeKind = (typeof KINDS)[number];
export const WHO = ['solo', 'pair', 'group'] as const;
export type Who = (typeof WHO)[number];
/** What a path, or a question, may be wanted for. */
export const NEEDS = ['tired', 'tense', 'angry', 'stuck', 'choice', 'mistake', 'conflict', 'alone', 'purpose', 'limits', 'unfair', 'together', 'learning', 'tool'] as const;
export type Need = (typeof NEEDS)[number];
/** What a practice does in a path, in this order. `ask`: whether it is oneself, or the system. */
export const MOVES = ['steady', 'ask', 'see', 'meet', 'act'] as const;
export type Move = (typeof MOVES)[number];
/** How well the evidence is known to us: seen in its source, known and not checked, some of both, or nothing is claimed. */
export type Checked = 'checked' | 'known' | 'both' | 'none';

/** A practice that another came from. */
export interface Ancestor {
  readonly id: string;
  readonly name: string;
  /** Who made it, '' where nobody is named. */
  readonly by: string;
  readonly licence: string;
}

export interface Practice {
  readonly id: string;
  /** Of the library that comes with Kith. */
  readonly isStarter: boolean;
  readonly name: string;
  /** What it is for, in a sentence; Markdown for one's own. */
  readonly why: string;
  /** Null where it is not said. */
  readonly kind: PracticeKind | null;
  readonly who: Who | null;
  readonly minutes: number | null;
  readonly move: Move | null;
  readonly steps: readonly Step[];
  readonly source: string;
  readonly licence: string;
  readonly evidence: string;
  readonly checked: Checked;
  readonly sceptic: string;
  readonly care: string;
  /** Weight from 1 to 3. */
  readonly needs: Readonly<Partial<Record<Need, number>>>;
  /** The skills it trains, each a name of a framework: `lifecomp:S1`, or the id of a framework of one's own, a colon, and the item's. */
  readonly skills: readonly string[];
  readonly by: string;
  /** The nearest first. */
  readonly from: readonly Ancestor[];
  /** Where a file named it, so that the same is not taken in twice; '' for what was made here. */
  readonly origin: string;
  /** Instant, ISO 8601 in UTC; '' in the library. */
  readonly made: string;
}

/** The licence of the library's texts, which what comes of them keeps (LICENSE-TEXTS). */
export const LIBRARY_LICENCE = 'CC BY-SA 4.0';

export const practiceKind = createKind('practice', {
  name: 'register',
  why: 'text',
  kind: 'register',
  who: 'register',
  minutes: 'register',
  move: 'register',
  steps: 'text',
  source: 'text',
  licence: 'register',
  evidence: 'text',
  sceptic: 'text',
  care: 'text',
  needs: 'set',
  skills: 'set',
  by: 'register',
  from: 'register',
  origin: 'register',
  when: 'register',
  made: 'register',
  changed: 'register',
  links: 'set',
});

export const MOST = { name: 120, text: 20_000, line: 300, ancestors: 50, minutes: 600 } as const;

export interface Now {
  readonly when: When;
  readonly instant: string;
}

/** What one types. `steps`: a line each. */
export interface PracticeDraft {
  readonly name: string;
  readonly why: string;
  readonly kind: PracticeKind | null;
  readonly who: Who | null;
  readonly minutes: number | null;
  readonly steps: string;
  readonly source: string;
  readonly licence: string;
  readonly evidence: string;
  readonly sceptic: string;
  readonly care: string;
  readonly needs: readonly Need[];
  readonly skills: readonly string[];
  readonly by: string;
}

export const EMPTY_DRAFT: PracticeDraft = {
  name: '',
  why: '',
  kind: null,
  who: null,
  minutes: null,
  steps: '',
  source: '',
  licence: LIBRARY_LICENCE,
  evidence: '',
  sceptic: '',
  care: '',
  needs: [],
  skills: [],
  by: '',
};

export const isKind = (value: unknown): value is PracticeKind => KINDS.some((one) => one === value);
export const isWho = (value: unknown): value is Who => WHO.some((one) => one === value);
export const isNeed = (value: unknown): value is Need => NEEDS.some((one) => one === value);

/** Whether it may name a skill of a framework; whether that one is here is not asked. */
export const isSkillCode = (value: unknown): value is string => typeof value === 'string' && value.length <= 200 && /^[\w-]+:\S[^\n]*$/.test(value);

/** Those that others can read too: what names a framework of one's own says nothing to them, and stays at home. */
export const skillsForOthers = (codes: readonly string[]): string[] => codes.filter((code) => !isRecordId(code.slice(0, code.indexOf(':'))));

/** Minutes as they are kept: a whole number from 1 on; null for anything else. */
export const minutesOf = (value: unknown): number | null =>
  typeof value === 'number' && Number.isFinite(value) && value > 0 ? Math.min(MOST.minutes, Math.max(1, Math.round(value))) : null;

/** Whether an id is of a record of one's own vault, and neither of the library nor of a circle. */
export const isRecordId = (id: string): boolean => id.length > 20 && handOf(id) === null;

/** The id without the account in whose hand a circle's record is: what goes into chains and files names nobody. */
export const plainId = (id: string): string => (handOf(id) === null ? id : id.slice(handOf(id)!.length + 1));

const line = (text: string): string => text.replace(/\s+/gu, ' ').trim();

const TEXTS = ['why', 'steps', 'source', 'evidence', 'sceptic', 'care'] as const;

const checked = (draft: PracticeDraft): Result<PracticeDraft> => {
  const name = line(draft.name);
  if (name === '') return refuse({ code: 'practice-no-name' });
  if (name.length > MOST.name) return refuse({ code: 'practice-name-long', with: { most: MOST.name } });
  if (TEXTS.some((part) => draft[part].length > MOST.text)) return refuse({ code: 'practice-too-long', with: { most: MOST.text } });
  if (draft.licence.length > MOST.line || draft.by.length > MOST.line) return refuse({ code: 'practice-line-long', with: { most: MOST.line } });
  if (draft.minutes !== null && minutesOf(draft.minutes) !== draft.minutes) return refuse({ code: 'practice-minutes', with: { most: MOST.minutes } });
  return ok({ ...draft, name, licence: line(draft.licence), by: line(draft.by) });
};

const ancestorToJson = ({ id, name, by, licence }: Ancestor): Json => ({ id, name, by, licence });

type PracticeValues = Values<typeof practiceKind.fields>;

const valuesOf = (draft: PracticeDraft): PracticeValues => ({
  ...Object.fromEntries(TEXTS.map((part) => [part, draft[part].trim()])),
  name: draft.name,
  kind: draft.kind,
  who: draft.who,
  minutes: draft.minutes,
  licence: draft.licence,
  by: draft.by,
  needs: draft.needs,
  skills: draft.skills.filter(isSkillCode),
});

/** As one begins to change it. */
export const draftOf = (practice: Practice): PracticeDraft => ({
  ...practice,
  licence: practice.isStarter ? LIBRARY_LICENCE : practice.licence,
  steps: stepsToText(practice.steps),
  needs: NEEDS.filter((need) => (practice.needs[need] ?? 0) > 0),
  skills: practice.skills,
});

/** Where one's own came from: the practice it was made of, and all that came before that. */
export const chainOf = ({ id, name, by, source, licence, from, isStarter }: Practice): Ancestor[] =>
  [{ id: plainId(id), name, by: by || (isStarter ? 'Kith' : source), licence: isStarter ? LIBRARY_LICENCE : licence }, ...from].slice(0, MOST.ancestors);

/** A practice of one's own. Refusals: `practice-no-name`, `practice-name-long`, `practice-too-long`, `practice-line-long`, `practice-minutes`. */
export const makePractice = (
  draft: PracticeDraft,
  id: string,
  now: Now,
  more: { readonly from?: readonly Ancestor[]; readonly origin?: string; readonly move?: Move | null; readonly links?: readonly Link[] } = {},
): Result<Change[]> => {
  const right = checked(draft);
  if (!right.ok) return right;
  const { from = [], origin = '', move = null, links = [] } = more;
  return ok([
    createdAs(practiceKind, id, {
      ...valuesOf(right.value),
      ...(move === null ? {} : { move }),
      ...(from.length > 0 ? { from: from.map(ancestorToJson) } : {}),
      ...(origin === '' ? {} : { origin: origin.slice(0, MOST.line) }),
      when: now.when,
      made: now.instant,
      changed: now.instant,
      links: tidyLinks(links, id).map(linkToMember),
    }),
  ]);
};

/** One's own form of another practice, with the whole chain behind it. Refusals as for one's own. */
export const adaptPractice = (practice: Practice, draft: PracticeDraft, id: string, now: Now): Result<Change[]> =>
  makePractice(draft, id, now, {
    from: chainOf(practice),
    move: practice.move,
    // Of a record of one's own it is a link besides; the library has no records.
    links: isRecordId(practice.id) ? [{ to: practice.id, as: 'comes-from' }] : [],
  });

/** Whether it would be another's no longer: other words, or another maker or licence than it came with. What was not said may be said. */
const isFormOf = (practice: Practice, draft: PracticeDraft): boolean => {
  const before = draftOf(practice);
  return (
    (['name', ...TEXTS] as const).some((part) => before[part].trim() !== draft[part].trim()) ||
    (['by', 'licence'] as const).some((part) => before[part] !== '' && before[part] !== draft[part])
  );
};

/**
 * Only what differs is written. What came from elsewhere (`isTaken`) is one's own form of it once it is changed: what it came as goes into
 * its chain. Refusals as for a new one; `practice-of-library`: it is adapted instead.
 */
export const changePractice = (practice: Practice, draft: PracticeDraft, now: Now, isTaken: boolean = practice.origin !== ''): Result<Change[]> => {
  if (practice.isStarter) return refuse({ code: 'practice-of-library' });
  const right = checked(draft);
  if (!right.ok) return right;
  const { by, licence } = right.value;
  const formed = isTaken && isFormOf(practice, right.value);
  const change = changedTo(practiceKind, practice.id, valuesOf(draftOf(practice)), valuesOf({ ...right.value, by: formed && by === practice.by ? '' : by }));
  if (!change) return ok([]);
  const came = { ...practice, id: practice.origin.replace(/^kith:/, ''), licence: practice.licence || licence };
  return ok([{ ...change, set: { ...change.set, ...(formed ? { from: chainOf(came).map(ancestorToJson), origin: '' } : {}), changed: now.instant } }]);
};

/** What was done with it stays. */
export const deletePractice = ({ id }: Pick<Practice, 'id'>): Change[] => [deletedOf(practiceKind, id)];

const ancestorIn = (value: Json): Ancestor[] => {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [];
  const { id, name, by, licence } = value as Readonly<Record<string, Json>>;
  const text = (one: Json | undefined): string => (typeof one === 'string' ? one.slice(0, MOST.line) : '');
  return text(name) === '' ? [] : [{ id: text(id), name: text(name), by: text(by), licence: text(licence) }];
};

/** A chain as a record or a file has it; what is no ancestor is left out. */
export const ancestorsIn = (value: Json | undefined): Ancestor[] => (Array.isArray(value) ? (value as readonly Json[]).slice(0, MOST.ancestors).flatMap(ancestorIn) : []);

/** Reads a record as a practice of one's own; null when it is of another kind, newer than this Kith, or deleted. */
export const practiceOf = (record: VaultRecord): Practice | null => {
  if (record.kind !== practiceKind.name || !isAlive(record)) return null;
  const now = migrate(practiceKind, record);
  if (!now) return null;
  const text = (name: (typeof TEXTS)[number]): string => textsIn(now, name).join(name === 'steps' ? '\n' : '\n\n');
  const [kind, who, move] = [registerOf(now, 'kind'), registerOf(now, 'who'), registerOf(now, 'move')];
  return {
    id: now.id,
    isStarter: false,
    name: stringIn(now, 'name'),
    why: text('why'),
    kind: isKind(kind) ? kind : null,
    who: isWho(who) ? who : null,
    minutes: minutesOf(numberIn(now, 'minutes')),
    move: MOVES.find((one) => one === move) ?? null,
    steps: stepsOf(text('steps')),
    source: text('source'),
    licence: stringIn(now, 'licence'),
    evidence: text('evidence'),
    checked: 'none',
    sceptic: text('sceptic'),
    care: text('care'),
    needs: Object.fromEntries(
      setIn(now, 'needs')
        .filter(isNeed)
        .map((need) => [need, 2]),
    ),
    skills: setIn(now, 'skills').filter(isSkillCode),
    by: stringIn(now, 'by'),
    from: ancestorsIn(registerOf(now, 'from')),
    origin: stringIn(now, 'origin'),
    made: stringIn(now, 'made'),
  };
};

/** All of one's own by name. */
export const practicesOf = (records: Iterable<VaultRecord>): Practice[] => {
  const out: Practice[] = [];
  for (const record of records) {
    const practice = practiceOf(record);
    if (practice) out.push(practice);
  }
  return out.sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : a.id < b.id ? -1 : 1));
};

/** What one looks for: at most so many minutes, these kinds, with so many people. Nothing chosen leaves all. */
export interface Filter {
  readonly minutes: number | null;
  readonly kinds: readonly PracticeKind[];
  readonly who: readonly Who[];
  /** Words that its name or sentence must hold. */
  readonly typed: string;
}

const fold = (text: string): string => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();

/** The shortest first, then by name as given. Those without a time stand at the end. */
export const filterPractices = (all: readonly Practice[], { minutes, kinds, who, typed }: Filter): Practice[] => {
  const words = fold(typed)
    .split(/\s+/u)
    .filter((word) => word !== '');
  return all
    .filter(
      (one) =>
        (minutes === null || one.minutes === null || one.minutes <= minutes) &&
        (kinds.length === 0 || (one.kind !== null && kinds.includes(one.kind))) &&
        (who.length === 0 || (one.who !== null && who.includes(one.who))) &&
        words.every((word) => fold(`${one.name} ${one.why}`).includes(word)),
    )
    .sort((a, b) => (a.minutes ?? Infinity) - (b.minutes ?? Infinity) || 0);
};
