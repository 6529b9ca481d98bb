// What can be changed of a record of one's own, as a form of names and values that a person can read and write: the same for each kind, so
// that the command line changes anything the pages can. Each kind says its names, how they stand, and which command of its room writes
// them. Invariants: only what is named and differs is written; a name or a value that is none is refused before anything is written.

import type { Change } from '#core/change.ts';
import type { DatedNote, NoteDraft } from '#core/dated-notes.ts';
import type { VaultRecord } from '#core/record.ts';
import { ok, refuse, type Result } from '#core/result.ts';
import { dayOf } from '#core/when.ts';
import { changeDecision, changeHands, decisionOf, MACHINE_ASKS, textToChange, type Decision, type Hands, type MachineAnswer, type MachineAsk } from './decisions/model.ts';
import { emptyOption, type Option } from './decisions/option.ts';
import {
  afterKind,
  afterOf,
  AFTER_SETS,
  AFTER_TEXTS,
  changeAfter,
  changeTalk,
  changeTelling,
  GOT,
  talkKind,
  talkOf,
  TALK_SETS,
  TALK_TEXTS,
  tellingKind,
  tellingOf,
  TELLING_SETS,
  TELLING_TEXTS,
} from './feelings/model.ts';
import type { Moment } from './journal/model.ts';
import { changeQuestionNote, questionNoteKind, questionNoteOf } from './journal/question-notes.ts';
import { closeQuestion, questionKind, questionOf, reopenQuestion, rewordQuestion } from './journal/questions.ts';
import { changeMark, markKind, markOfRecord, TERMS, type Terms } from './purpose/energy.ts';
import { changeGift, giftKind, giftOf } from './purpose/gifts.ts';
import { changeGoal, endGoal, ENDS, goalKind, goalOf, reopenGoal } from './purpose/goals.ts';
import { bringLifeBack, changeLife, LIFE_TEXTS, lifeKind, lifeOf, PATHS, setLifeAside, TAKES, type Path, type Takes } from './purpose/lives.ts';
import { changeVersion, versionKinds, versionOf } from './purpose/model.ts';
import { renameSkill, skillKind, skillOf } from './skills/model.ts';
import { changeSkillNote, skillNoteKind, skillNoteOf } from './skills/notes.ts';
import { changeArrow, sayNeed } from './systems/arrows.ts';
import { arrowKind, arrowOf, changePart, DOES, headOf, LAYERS, mapKind, mapsOf, partKind, partOf, renameMap, SORTS, type Does, type Layer, type Sort } from './systems/model.ts';
import { bringBackValue, changeValue, setValueAside, SURE, valueKind, valueOf, valuesIn, type Sure } from './values/model.ts';

/** A way of a decision, without its own name. */
export type Way = Readonly<Record<'text' | 'touches', string> & Record<'for' | 'against' | 'values' | 'feelings' | 'body', readonly string[]>>;
export type FormValue = string | number | boolean | null | readonly string[] | readonly Way[];
export type Fields = Readonly<Record<string, FormValue>>;

/** What a name may hold: words; a list of words; yes or no; a whole number or nothing; one of a few or nothing; the ways of a decision. */
type FieldSort = 'text' | 'list' | 'yes' | 'number' | 'ways' | readonly string[];

interface Form {
  readonly sorts: Readonly<Record<string, FieldSort>>;
  /** How it stands; null where it is no such record. */
  read(record: VaultRecord): Fields | null;
  /** `typed`: those that differ, each of its sort. `records`: all that are open. */
  write(record: VaultRecord, typed: Fields, now: Moment, records: readonly VaultRecord[]): Result<Change[]>;
}

const sortsOf = (names: readonly string[], sort: FieldSort): Record<string, FieldSort> => Object.fromEntries(names.map((name) => [name, sort]));
const pick = (fields: object, names: readonly string[]): Fields =>
  Object.fromEntries(names.map((name) => [name, (fields as Readonly<Record<string, FormValue | undefined>>)[name] ?? null]));
/** A form whose names are those of the record as its room reads it. */
const plain = <T extends object>(
  sorts: Form['sorts'],
  of: (record: VaultRecord) => T | null,
  change: (one: T, typed: Fields, now: Moment, records: readonly VaultRecord[]) => Result<Change[]>,
): Form => ({
  sorts,
  read: (record) => {
    const one = of(record);
    return one && pick(one, Object.keys(sorts));
  },
  write: (record, typed, now, records) => change(of(record)!, typed, now, records),
});

interface Felt {
  readonly texts: object;
  readonly sets: object;
  readonly marks: object;
}
const felt = <T extends Felt>(sorts: Form['sorts'], of: (record: VaultRecord) => T | null, change: (one: T, typed: never, now: Moment) => Result<Change[]>): Form => ({
  sorts,
  read: (record) => {
    const one = of(record);
    return one && pick({ ...one.marks, ...one.texts, ...one.sets }, Object.keys(sorts));
  },
  write: (record, typed, now) => change(of(record)!, typed as never, now),
});

const nothing = (value: FormValue | undefined): value is '' | null => value === '' || value === null;
/** One of a few where the model knows "none" as null. */
const orNull = (typed: Fields, names: readonly string[]): Fields =>
  Object.fromEntries(Object.entries(typed).map(([name, value]) => [name, names.includes(name) && nothing(value) ? null : value]));

/** Both, the first that refuses alone. */
const both = (...all: readonly Result<Change[]>[]): Result<Change[]> => all.find((one) => !one.ok) ?? ok(all.flatMap((one) => (one.ok ? one.value : [])));

const without = (typed: Fields, names: readonly string[]): Fields => Object.fromEntries(Object.entries(typed).filter(([name]) => !names.includes(name)));
const WAY = ['text', 'for', 'against', 'values', 'feelings', 'body', 'touches'] as const;

const HANDS = ['mine', 'share', 'hand-over', 'refuse'] as const;
const ANSWERS = ['yes', 'no', 'unsure'] as const;
const nowOf = ({ when, instant }: Moment) => ({ day: when.slice(0, 10), instant });

/** Ways as typed: one whose words stand already stays the same way; else the one in that place, where its words are nowhere else. */
const waysFrom = (typed: readonly Way[], had: readonly Option[]): Option[] => {
  const left = new Set(had);
  const same = typed.map((way) => {
    const one = [...left].find(({ text }) => text === way.text);
    if (one) left.delete(one);
    return one;
  });
  return typed.map((way, at) => {
    const here = same[at] ?? (had[at] && left.has(had[at]) ? had[at] : undefined);
    if (here) left.delete(here);
    let key = here?.key ?? `w${at + 1}`;
    for (let n = at + 2; !here && had.some((one) => one.key === key); n += 1) key = `w${n}-${typed.length}`;
    return { ...(here ?? emptyOption(key, at)), ...way, at };
  });
};

/** The number of the chosen way, from 1; or 0. */
const placeOf = ({ options, chosen }: Pick<Decision, 'options' | 'chosen'>): number => options.findIndex(({ key }) => key === chosen) + 1;

const decisionForm: Form = {
  sorts: { question: 'text', ways: 'ways', chosen: 'number', affected: 'text', mind: 'text', expect: 'text', likely: 'number', review: 'text' },
  read: (record) => {
    const one = decisionOf(record);
    if (!one || one.form === 'machine') return null;
    const texts = Object.fromEntries((['question', 'affected', 'mind', 'expect'] as const).map((name) => [name, textToChange(one, name)]));
    return {
      question: texts['question']!,
      ways: one.options.map((option) => Object.fromEntries(WAY.map((name) => [name, option[name]])) as Way),
      chosen: placeOf(one) || null,
      ...pick({ ...texts, likely: one.likely, review: one.review }, ['affected', 'mind', 'expect', 'likely', 'review']),
    };
  },
  write: (record, typed, now) => {
    const one = decisionOf(record)!;
    const has = { ...decisionForm.read(record)!, ...typed };
    const options = typed['ways'] === undefined ? one.options : waysFrom(has['ways'] as readonly Way[], one.options);
    const at = has['chosen'] as number | null;
    // A way that was chosen stays chosen where the ways were put in another order.
    const chosen = typed['chosen'] === undefined ? (options.some(({ key }) => key === one.chosen) ? one.chosen : '') : at === null || at === 0 ? '' : (options[at - 1]?.key ?? '-');
    const [question, affected, mind, expect, review] = ['question', 'affected', 'mind', 'expect', 'review'].map((name) => String(has[name] ?? ''));
    return changeDecision(
      one,
      { question: question!, options, chosen, affected: affected!, mind: mind!, expect: expect!, likely: has['likely'] as number | null, review: review! },
      nowOf(now),
    );
  },
};

const handsForm: Form = {
  sorts: { question: 'text', first: 'text', hands: HANDS, ...sortsOf(MACHINE_ASKS, ANSWERS), affected: 'text', review: 'text' },
  read: (record) => {
    const one = decisionOf(record);
    if (one?.form !== 'machine') return null;
    return pick(
      { ...one, ...one.answers, question: textToChange(one, 'question'), first: textToChange(one, 'first'), affected: textToChange(one, 'affected') },
      Object.keys(handsForm.sorts),
    );
  },
  write: (record, typed, now) => {
    const has = { ...handsForm.read(record)!, ...typed };
    const text = (name: string): string => String(has[name] ?? '');
    const answers = Object.fromEntries(MACHINE_ASKS.flatMap((ask) => (nothing(has[ask]) ? [] : [[ask, has[ask]]]))) as Partial<Record<MachineAsk, MachineAnswer>>;
    return changeHands(
      decisionOf(record)!,
      { question: text('question'), first: text('first'), answers, hands: text('hands') as Hands, affected: text('affected'), review: text('review') },
      nowOf(now),
    );
  },
};

/** A note that has a day: one without is no record of its own. */
const noteForm = (of: (record: VaultRecord) => DatedNote | null, change: (note: DatedNote, draft: NoteDraft, now: Moment, made: string) => Result<Change[]>): Form =>
  plain({ text: 'text', when: 'text' }, of, (note, typed, now) =>
    change(note, { text: String(typed['text'] ?? note.text), day: String(typed['when'] ?? dayOf(note.when)) }, now, ''),
  );

const NEED = { push: 'text', who: 'text', by: 'text' } as const;
const isNeed = (name: string): boolean => Object.hasOwn(NEED, name);
const needIn = (typed: Fields): Fields => Object.fromEntries(Object.entries(typed).filter(([name]) => isNeed(name)));

/** By kind; a decision has two. */
const FORMS: Readonly<Record<string, readonly Form[]>> = {
  [tellingKind.name]: [felt({ ...sortsOf(TELLING_TEXTS, 'text'), ...sortsOf(TELLING_SETS, 'list') }, tellingOf, changeTelling)],
  [talkKind.name]: [felt({ ...sortsOf(TALK_TEXTS, 'text'), ...sortsOf(TALK_SETS, 'list'), on: 'text' }, talkOf, changeTalk)],
  [afterKind.name]: [felt({ ...sortsOf(AFTER_TEXTS, 'text'), ...sortsOf(AFTER_SETS, 'list'), got: GOT }, afterOf, changeAfter)],
  decision: [decisionForm, handsForm],
  [versionKinds.success.name]: [plain({ text: 'text', why: 'text', since: 'text' }, versionOf, changeVersion)],
  [versionKinds.purpose.name]: [plain({ text: 'text', why: 'text', since: 'text' }, versionOf, changeVersion)],
  [giftKind.name]: [plain({ text: 'text', by: 'text', day: 'text' }, giftOf, changeGift)],
  [goalKind.name]: [
    plain({ what: 'text', note: 'text', areas: 'list', by: 'text', end: ENDS }, goalOf, (goal, typed, now) => {
      const end = typed['end'];
      const ended = end === undefined ? [] : nothing(end) ? reopenGoal(goal, now) : endGoal(goal, end as (typeof ENDS)[number], now);
      return both(changeGoal(goal, without(typed, ['end']), now), ok(ended));
    }),
  ],
  [lifeKind.name]: [
    {
      sorts: { name: 'text', path: PATHS, ...sortsOf(LIFE_TEXTS, 'text'), takes: TAKES, aside: 'yes' },
      read: (record) => {
        const life = lifeOf(record);
        return life && pick({ ...life, aside: life.aside !== '' }, ['name', 'path', ...LIFE_TEXTS, 'takes', 'aside']);
      },
      write: (record, typed, now) => {
        const life = lifeOf(record)!;
        const aside = typed['aside'] === undefined ? [] : typed['aside'] === true ? setLifeAside(life, now) : bringLifeBack(life, now);
        const said = orNull(without(typed, ['aside']), ['path', 'takes']) as Readonly<Record<string, string>> & { readonly path?: Path | null; readonly takes?: Takes | null };
        return both(changeLife(life, said, now), ok(aside));
      },
    },
  ],
  [markKind.name]: [
    plain({ what: 'text', energy: 'number', meaning: 'number', terms: TERMS, gained: 'list', areas: 'list', note: 'text', day: 'text' }, markOfRecord, (mark, typed, now) => {
      for (const name of ['energy', 'meaning'])
        if (typeof typed[name] === 'number' && Math.abs(typed[name]) > 2) return refuse({ code: 'form-value-wrong', with: { name, right: '-2, -1, 0, 1, 2' } });
      return changeMark(mark, orNull(typed, ['terms']) as { readonly terms?: Terms | null }, now);
    }),
  ],
  [skillKind.name]: [plain({ name: 'text' }, skillOf, (skill, typed, now) => renameSkill(skill, String(typed['name']), now))],
  [skillNoteKind.name]: [noteForm(skillNoteOf, changeSkillNote)],
  [questionNoteKind.name]: [noteForm(questionNoteOf, changeQuestionNote)],
  [questionKind.name]: [
    {
      sorts: { text: 'text', closed: 'yes' },
      read: (record) => {
        const question = questionOf(record);
        return question && { text: question.text, closed: question.closed !== '' };
      },
      write: (record, typed, now) => {
        const question = questionOf(record)!;
        const reworded = typed['text'] === undefined ? ok([]) : rewordQuestion(question, String(typed['text']));
        return both(reworded, typed['closed'] === undefined ? ok([]) : typed['closed'] === true ? closeQuestion(question, now) : ok(reopenQuestion(question)));
      },
    },
  ],
  [valueKind.name]: [
    {
      sorts: {
        name: 'text',
        about: 'text',
        cost: 'text',
        contexts: 'list',
        ...sortsOf(['supportPeople', 'supportPlaces', 'strainPeople', 'strainPlaces'], 'list'),
        sure: SURE,
        aside: 'yes',
      },
      read: (record) => {
        const value = valueOf(record);
        return (
          value &&
          pick({ ...value, aside: value.aside !== '' }, ['name', 'about', 'cost', 'contexts', 'supportPeople', 'supportPlaces', 'strainPeople', 'strainPlaces', 'sure', 'aside'])
        );
      },
      write: (record, typed, now, records) => {
        const value = valueOf(record)!;
        const aside = typed['aside'] === undefined ? [] : typed['aside'] === true ? setValueAside(value, now) : bringBackValue(value, now);
        return both(changeValue(value, without(typed, ['aside']) as { readonly sure?: Sure | '' }, valuesIn(records), now), ok(aside));
      },
    },
  ],
  [mapKind.name]: [
    {
      sorts: { title: 'text', about: 'text' },
      read: (record) => {
        const head = headOf(record);
        return head && pick(head, ['title', 'about']);
      },
      write: (record, typed, now, records) => {
        const map = mapsOf(records).find(({ id }) => id === record.id)!;
        return renameMap(map, { title: String(typed['title'] ?? map.title), about: String(typed['about'] ?? map.about) }, now);
      },
    },
  ],
  [partKind.name]: [
    {
      sorts: { words: 'text', more: 'text', sort: SORTS, layer: LAYERS, isGuess: 'yes', isHere: 'yes', ...NEED },
      read: (record) => {
        const part = partOf(record);
        return part && pick({ ...part, ...part.need }, ['words', 'more', 'sort', 'layer', 'isGuess', 'isHere', 'push', 'who', 'by']);
      },
      write: (record, typed, now) => {
        const part = partOf(record)!;
        const said = without(typed, Object.keys(NEED)) as { readonly sort?: Sort | ''; readonly layer?: Layer | '' };
        return both(changePart(part, said, now), sayNeed(part, needIn(typed), now));
      },
    },
  ],
  [arrowKind.name]: [
    {
      sorts: { does: DOES, isLate: 'yes', note: 'text', isGuess: 'yes', ...NEED },
      read: (record) => {
        const arrow = arrowOf(record);
        return arrow && pick({ ...arrow, ...arrow.need }, ['does', 'isLate', 'note', 'isGuess', 'push', 'who', 'by']);
      },
      write: (record, typed, now, records) => {
        const arrow = arrowOf(record)!;
        const map = mapsOf(records).find(({ id }) => id === arrow.of);
        if (!map) return refuse({ code: 'part-not-here' });
        return both(changeArrow(map, arrow, without(typed, Object.keys(NEED)) as { readonly does?: Does | '' }, now), sayNeed(arrow, needIn(typed), now));
      },
    },
  ],
};

const formOf = (record: VaultRecord): Form | null => FORMS[record.kind]?.find((form) => form.read(record) !== null) ?? null;

/** What of a record can be changed, by name, as it stands; null where nothing of it is changed so. */
export const formFields = (record: VaultRecord): Fields | null => formOf(record)?.read(record) ?? null;

const WORDS = (value: unknown): string | null =>
  typeof value === 'string' ? value : typeof value === 'number' || typeof value === 'bigint' ? String(value) : value === null ? '' : null;
const listOf = (value: unknown): readonly string[] | null => {
  if (value === null || value === '') return [];
  const all = Array.isArray(value) ? value.map(WORDS) : [WORDS(value)];
  return all.includes(null) ? null : (all as string[]);
};

const wayOf = (value: unknown): Way | null => {
  const given = typeof value === 'string' ? { text: value } : value;
  if (typeof given !== 'object' || given === null || Array.isArray(given)) return null;
  const names = given as Readonly<Record<string, unknown>>;
  if (Object.keys(names).some((name) => !(WAY as readonly string[]).includes(name))) return null;
  const out: Record<string, string | readonly string[]> = {};
  for (const name of WAY) {
    const is = name === 'text' || name === 'touches' ? WORDS(names[name] ?? '') : listOf(names[name] ?? []);
    if (is === null) return null;
    out[name] = is;
  }
  return out as Way;
};

/** A value as its sort has it; undefined where it is none. */
const valueAs = (sort: FieldSort, value: unknown): FormValue | undefined => {
  if (typeof sort === 'object') return nothing(value as FormValue) ? '' : sort.find((one) => one === WORDS(value));
  switch (sort) {
    case 'text':
      return WORDS(value) ?? undefined;
    case 'list':
      return listOf(value) ?? undefined;
    case 'yes':
      return value === true || value === 'yes' ? true : value === false || value === 'no' || nothing(value as FormValue) ? false : undefined;
    case 'number': {
      if (nothing(value as FormValue)) return null;
      const number = typeof value === 'number' ? value : /^[+−-]?\d{1,3}$/.test(WORDS(value) ?? '') ? Number(WORDS(value)!.replace('−', '-')) : Number.NaN;
      return Number.isInteger(number) ? number : undefined;
    }
    case 'ways': {
      const all = (Array.isArray(value) ? value : nothing(value as FormValue) ? [] : [value]).map(wayOf);
      return all.includes(null) ? undefined : (all as Way[]);
    }
  }
};

const RIGHT: Readonly<Record<Exclude<FieldSort, readonly string[]>, string>> = { text: 'text', list: 'a, b', yes: 'yes, no', number: '1', ways: `[{${WAY.join(', ')}}]` };

/**
 * Changes what was typed of a record; what is not named stays. Nothing new gives an empty list. Refusals: `form-none` (nothing of this kind
 * is changed so), `form-name-unknown`, `form-value-wrong`, those of the room.
 */
export const changeByForm = (record: VaultRecord, typed: Readonly<Record<string, unknown>>, now: Moment, records: readonly VaultRecord[]): Result<Change[]> => {
  const form = formOf(record);
  if (!form) return refuse({ code: 'form-none' });
  const had = form.read(record)!;
  const differs: Record<string, FormValue> = {};
  for (const [name, value] of Object.entries(typed)) {
    const sort = Object.hasOwn(form.sorts, name) ? form.sorts[name]! : null;
    if (sort === null) return refuse({ code: 'form-name-unknown', with: { name: name.slice(0, 40), right: Object.keys(form.sorts).join(', ') } });
    const is = valueAs(sort, value);
    if (is === undefined) return refuse({ code: 'form-value-wrong', with: { name, right: typeof sort === 'object' ? sort.join(', ') : RIGHT[sort] } });
    if (JSON.stringify(is) !== JSON.stringify(had[name] ?? (sort === 'number' ? null : ''))) differs[name] = is;
  }
  return Object.keys(differs).length === 0 ? ok([]) : form.write(record, differs, now, records);
};

/** Whether a name of its form holds a list: what is typed in one word is then taken apart at its commas. */
export const isList = (record: VaultRecord, name: string): boolean => formOf(record)?.sorts[name] === 'list';
