// `kith skills`, `kith skill`: one's skills with what shows them and the notes that look back on them, the frameworks that names come from,
// and these in and out as CASE files; a skill taken up, noted on, called otherwise. The frameworks that come with Kith are there without a
// vault; what shows a skill is linked with `kith link`. Nothing here grades or counts a person.

import type { DatedNote } from '#core/dated-notes.ts';
import { basename } from 'node:path';
import type { Change } from '#core/change.ts';
import { linksIn, type Link } from '#core/links.ts';
import { practicesOf, type Practice } from '#rooms/practices/model.ts';
import { starterPractices } from '#rooms/practices/starter.ts';
import { ok, refuse, type Result } from '#core/result.ts';
import { dayOf } from '#core/when.ts';
import {
  frameworkHere,
  frameworksOf,
  MOST,
  nameOf,
  renameSkill,
  shippedFrameworks,
  skillCode,
  skillsOf,
  takeInFramework,
  takeUpSkill,
  treeOf,
  type Framework,
  type Item,
  type Skill,
} from '#rooms/skills/model.ts';
import { noteOnSkill, notesOn } from '#rooms/skills/notes.ts';
import { changeFramework, makeFramework, typedOf } from '#rooms/skills/own-framework.ts';
import { oneOf } from './acts.ts';
import { commitUndoable } from './change.ts';
import type { Context } from './context.ts';
import { EXIT } from './exit-codes.ts';
import { fileIn } from './file-in.ts';
import { dayTyped, freshId, textOf } from './in-circle.ts';
import { nothing } from './list.ts';
import type { Args } from './options.ts';
import { openIfThere, openVault, readEverything, type Open } from './session.ts';
import { SHORT_ID } from './show-entry.ts';
import { harmless, toJsonLine } from './terminal.ts';
import { loadRoomWords, type Words } from './words.ts';

interface Here {
  readonly skills: readonly Skill[];
  readonly frameworks: readonly Framework[];
  readonly linksOf: (skill: Skill) => readonly Link[];
  readonly practices: readonly Practice[];
  /** The newest first. */
  readonly notesOf: (skill: Skill) => readonly DatedNote[];
}

const readHere = async (open: Open | null, words: Words): Promise<Here> => {
  const records = open ? (await readEverything(open)).records : [];
  const links = new Map(records.filter(({ kind }) => kind === 'skill').map((record) => [record.id, linksIn(record)]));
  const notes = records.filter(({ kind }) => kind === 'skill-note');
  return {
    skills: skillsOf(records),
    frameworks: [...shippedFrameworks((key) => words(key)), ...frameworksOf(records)],
    linksOf: ({ id }) => links.get(id) ?? [],
    practices: practicesOf(records),
    notesOf: (skill) => notesOn(skill, notes),
  };
};

const short = ({ id, isShipped }: Pick<Framework, 'id' | 'isShipped'>): string => (isShipped ? id : id.slice(0, SHORT_ID));

/** The framework whose id, or title, begins so. Refusals: `item-not-found`, `item-not-unique`. */
const frameworkNamed = (typed: string, { frameworks }: Here): Result<Framework> => {
  const wanted = typed.trim().toLowerCase();
  const exact = frameworks.filter(({ id, title }) => id === wanted || title.toLowerCase() === wanted);
  const found = exact.length > 0 ? exact : wanted.length < 3 ? [] : frameworks.filter(({ id, title }) => id.startsWith(wanted) || title.toLowerCase().startsWith(wanted));
  const [one] = found;
  if (!one) return refuse({ code: 'item-not-found', with: { id: typed.slice(0, 40), command: 'kith skills --list' } });
  return found.length > 1 ? refuse({ code: 'item-not-unique', with: { id: typed.slice(0, 40), ids: found.slice(0, 5).map(short).join(', ') } }) : ok(one);
};

/** Its name whose code, id or words these are. Refusals: `item-not-found`, `item-not-unique`. */
const itemIn = (typed: string, framework: Framework): Result<Item> => {
  const wanted = typed.trim().toLowerCase();
  const found = framework.items.filter(({ id, code, name }) => [id, code, name].some((each) => each.toLowerCase() === wanted));
  const [one] = found;
  if (!one) return refuse({ code: 'item-not-found', with: { id: typed.slice(0, 40), command: `kith skills ${short(framework)}` } });
  return found.length > 1
    ? refuse({
        code: 'item-not-unique',
        with: {
          id: typed.slice(0, 40),
          ids: found
            .slice(0, 5)
            .map(({ id }) => id)
            .join(', '),
        },
      })
    : ok(one);
};

const sayFramework = async (framework: Framework, { skills }: Here, args: Args, context: Context, words: Words): Promise<Result<number>> => {
  if (args.has('case') || args.has('case-old')) {
    const { frameworkToCase } = await import('#formats/case.ts');
    context.terminal.say(frameworkToCase({ ...framework, language: framework.language || words.language }, context.now().instant, args.has('case') ? '1.1' : '1.0').trimEnd());
    return ok(EXIT.ok);
  }
  const taken = new Map(skills.filter((skill) => skill.framework === framework.id).map(({ item, id }) => [item, id]));
  for (const { item, depth } of treeOf(framework.items)) {
    const mine = taken.get(item.id);
    const line = [item.code, item.name, mine === undefined ? '' : `(${words('here')})`].filter((part) => part !== '').join('  ');
    context.terminal.say(args.has('json') ? toJsonLine({ ...item, depth, skill: mine ?? null }) : harmless(`${'  '.repeat(depth)}${line}`));
  }
  if (!args.has('json')) {
    const licence = framework.licence === '' ? words('licence-none') : words('licence', { licence: framework.licence });
    context.terminal.note(harmless([framework.creator, licence].filter((part) => part !== '').join(' · ')));
  }
  return ok(EXIT.ok);
};

const sayFrameworks = ({ frameworks }: Here, args: Args, context: Context): Result<number> => {
  for (const { items, ...framework } of frameworks)
    context.terminal.say(
      args.has('json') ? toJsonLine({ ...framework, items: items.length }) : harmless(`${short(framework)}  ${framework.title}  (${items.length})`.replace(/\n/g, ' ')),
    );
  return ok(EXIT.ok);
};

/** Takes frameworks in from CASE files; what did not come in is said. One undo takes back all. */
const takeIn = async (args: Args, context: Context, words: Words): Promise<Result<number>> => {
  const { MOST_CASE_BYTES, readCase } = await import('#formats/case.ts');
  const open = await openVault(context, { begin: true });
  if (!open.ok) return open;
  const frameworks = [...(await readHere(open.value, words)).frameworks];
  const taken: { readonly id: string; readonly title: string }[] = [];
  const changes: Change[] = [];
  for (const file of args.all('take')) {
    const bytes = fileIn(file, MOST_CASE_BYTES);
    if (!bytes.ok) return bytes;
    const { framework, dropped } = readCase(bytes.value, basename(file));
    for (const [why, count] of dropped) context.terminal.note(harmless(`${basename(file)}: ${words(`dropped.${why}`, { count, most: MOST.items })}`));
    if (!framework) continue;
    if (frameworkHere(framework, frameworks)) {
      context.terminal.note(harmless(`${framework.title}: ${words('bring-here')}`));
      continue;
    }
    const id = freshId();
    const made = takeInFramework(framework, id, context.now());
    if (!made.ok) return made;
    frameworks.push({ ...framework, id, isShipped: false });
    taken.push({ id, title: framework.title });
    changes.push(...made.value);
  }
  const [first] = taken;
  if (first) {
    const done = await commitUndoable(open.value, changes, { what: 'written', id: first.id }, '', context);
    if (!done.ok) return done;
  }
  if (args.has('json')) context.terminal.say(toJsonLine({ taken: taken.map(({ id }) => id) }));
  else for (const { id, title } of taken) context.terminal.say(harmless(`${id.slice(0, SHORT_ID)}  ${title}`));
  return ok(first ? EXIT.ok : EXIT.nothing);
};

/** Makes a framework of lines, or gives one's own of that title these lines. */
const make = async (title: string, args: Args, context: Context, words: Words): Promise<Result<number>> => {
  const names = await textOf(args.words);
  if (!names.ok) return names;
  const open = await openVault(context, { begin: true });
  if (!open.ok) return open;
  const mine = (await readHere(open.value, words)).frameworks.find((one) => !one.isShipped && one.title === title.replace(/\s+/gu, ' ').trim());
  const id = mine?.id ?? freshId();
  const changes = mine
    ? changeFramework(mine, { ...typedOf(mine), names: names.value })
    : makeFramework({ title, creator: '', licence: '', names: names.value }, words.language, id, context.now());
  if (!changes.ok) return changes;
  if (changes.value.length > 0) {
    const done = await commitUndoable(open.value, changes.value, { what: mine ? 'changed' : 'written', id }, '', context);
    if (!done.ok) return done;
  } else if (!args.has('json')) context.terminal.note(words('unchanged'));
  context.terminal.say(args.has('json') ? toJsonLine({ id, changed: changes.value.length > 0 }) : id);
  return ok(EXIT.ok);
};

export const runSkills = async (args: Args, context: Context): Promise<Result<number>> => {
  const chosen = oneOf(args, ['list', 'take', 'case', 'case-old', 'make']);
  if (!chosen.ok) return chosen;
  const act = chosen.value;
  const words = await context.words();
  if (act === 'take') return takeIn(args, context, words);
  const title = args.one('make');
  if (title !== undefined) return make(title, args, context, words);
  const typed = args.words.join(' ');
  if ((act === 'case' || act === 'case-old') && typed.trim() === '') return refuse({ code: 'argument-missing', with: { argument: 'FRAMEWORK' } });
  const open = await openIfThere(context);
  if (!open.ok) return open;
  const here = await readHere(open.value, words);
  if (act === 'list') return sayFrameworks(here, args, context);
  if (typed.trim() !== '') {
    const framework = frameworkNamed(typed, here);
    return framework.ok ? sayFramework(framework.value, here, args, context, words) : framework;
  }
  const names = await loadRoomWords(context.env, 'practices');
  const practices = [...starterPractices({ word: (key) => names(key), library: () => '' }), ...here.practices];
  for (const skill of here.skills) {
    const trained = skill.framework === '' ? [] : practices.filter((practice) => practice.skills.includes(skillCode(skill.framework, skill.item)));
    const [name, links, notes] = [nameOf(skill, here.frameworks), here.linksOf(skill), here.notesOf(skill)];
    const shows = links.length === 0 ? words('shows-none') : words('shows', { count: links.length });
    context.terminal.say(
      args.has('json')
        ? toJsonLine({ ...skill, name, links, notes: notes.map(({ id, when, text }) => ({ id, when, text })), practices: trained.map(({ id }) => id) })
        : harmless(
            [
              `${skill.id.slice(0, SHORT_ID)}  ${name}  (${shows})`,
              ...notes.map(({ when, text }) => `${when || words('look.no-day')}  ${text}`),
              ...(trained.length === 0 ? [] : [`${words('practices')}: ${trained.map((practice) => practice.name).join(names('list.comma'))}`]),
            ]
              .join('\n')
              .replace(/\n/g, '\n  '),
          ),
    );
  }
  return here.skills.length === 0 ? nothing(args, context) : ok(EXIT.ok);
};

export const runSkill = async (args: Args, context: Context): Promise<Result<number>> => {
  const typed = args.words.join(' ').trim();
  if (typed === '') return refuse({ code: 'argument-missing', with: { argument: 'NAME' } });
  if (args.has('on') && !args.has('text')) return refuse({ code: 'argument-missing', with: { argument: '--text' } });
  const words = await context.words();
  const open = await openVault(context, { begin: true });
  if (!open.ok) return open;
  const here = await readHere(open.value, words);
  const from = args.one('from');
  let mine: Skill | undefined;
  let wanted: Parameters<typeof takeUpSkill>[0] = { name: typed };
  if (from === undefined) {
    const text = typed.toLowerCase();
    mine = here.skills.find((skill) => nameOf(skill, here.frameworks).toLowerCase() === text);
    const begins = mine || text.length < 4 ? [] : here.skills.filter(({ id }) => id.startsWith(text));
    if (begins.length > 1) return refuse({ code: 'item-not-unique', with: { id: typed.slice(0, 40), ids: begins.map(({ id }) => id).join(', ') } });
    mine ??= begins[0];
  } else {
    const framework = frameworkNamed(from, here);
    if (!framework.ok) return framework;
    const item = itemIn(typed, framework.value);
    if (!item.ok) return item;
    wanted = { name: item.value.name, framework: framework.value.id, item: item.value.id };
    mine = here.skills.find((skill) => skill.framework === wanted.framework && skill.item === wanted.item);
  }
  const now = context.now();
  const id = mine?.id ?? freshId();
  const changes: Change[] = [];
  if (!mine) {
    const made = takeUpSkill(wanted, id, now);
    if (!made.ok) return made;
    changes.push(...made.value);
  }
  const [note, name] = [args.one('text'), args.one('rename')];
  if (name !== undefined) {
    const renamed = renameSkill(mine ?? { id, framework: '', ...wanted }, name, now);
    if (!renamed.ok) return renamed;
    changes.push(...renamed.value);
  }
  if (note !== undefined) {
    const day = dayTyped(args.one('on'), dayOf(now.when));
    if (!day.ok) return day;
    const noted = noteOnSkill({ id }, { text: note, ...(day.value === '' ? {} : { day: day.value }) }, freshId(), now);
    if (!noted.ok) return noted;
    changes.push(...noted.value);
  }
  if (changes.length > 0) {
    const done = await commitUndoable(open.value, changes, { what: mine ? 'changed' : 'written', id }, '', context);
    if (!done.ok) return done;
  } else if (!args.has('json')) context.terminal.note(words('unchanged'));
  context.terminal.say(args.has('json') ? toJsonLine({ id, changed: changes.length > 0 }) : id);
  return ok(EXIT.ok);
};
