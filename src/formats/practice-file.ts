// Practices as files, both ways: Markdown with front matter (a list of steps below it), and JSON as idg.tools keeps its tools (one
// tool, a list, or a whole content file by language; shape after its public sources, no text of it is here).
// Invariants: what can be read is read and what cannot is named; what Kith wrote reads back the same; a file that says no licence
// gets none; sizes are bounded; nothing throws.

import { stringify } from 'yaml';
import type { Json } from '#core/record.ts';
import {
  ancestorsIn,
  EMPTY_DRAFT,
  isKind,
  isNeed,
  isSkillCode,
  isWho,
  LIBRARY_LICENCE,
  minutesOf,
  MOST,
  plainId,
  skillsForOthers,
  type Ancestor,
  type Practice,
  type PracticeDraft,
} from '#rooms/practices/model.ts';
import { clock, stepOfLine, stepsToText, type Step } from '#rooms/practices/steps.ts';
import { decodeText } from './decode-text.ts';
import { parseFields, splitFrontMatter, type YamlFields, type YamlValue } from './front-matter.ts';

export const MOST_PRACTICE_BYTES = 5_000_000;
export const MOST_PRACTICES = 500;

export type PracticeProblem = 'no-steps' | 'not-practice' | 'no-name' | 'too-large' | 'too-many' | 'shortened' | 'front-matter' | 'licence';

export interface FoundPractice {
  readonly draft: PracticeDraft;
  readonly from: readonly Ancestor[];
  /** The same for the same practice of the same place: `kith:…`, `idg:…`; '' where the file names none. */
  readonly origin: string;
}

/** `what`: name of the practice, or of the file where it is the whole. */
export interface PracticeTrouble {
  readonly code: PracticeProblem;
  readonly what: string;
}

export interface ReadPractices {
  readonly found: readonly FoundPractice[];
  readonly troubles: readonly PracticeTrouble[];
}

const ITEM = /^ {0,3}(?:[-*+]|\d{1,3}[.)])[ \t]+(\S.*)$/;
const HEADING = /^#{1,6}[ \t]+(\S.*)$/;
const STEPS = /^(?:steps|pasos|الخطوات)\s*:?$/iu;

/** The words of a heading, without the signs that may close it; '' of any other line. Nothing here looks twice at a long line. */
const headingOf = (line: string): string => {
  const text = (HEADING.exec(line)?.[1] ?? '').trimEnd();
  let end = text.length;
  while (end > 0 && text[end - 1] === '#') end -= 1;
  return end === 0 || text[end - 1] === ' ' || text[end - 1] === '\t' ? text.slice(0, end).trimEnd() : text;
};
const isStepsHeading = (line: string): boolean => STEPS.test(headingOf(line));

/** The longest list of a Markdown text, as steps, and the text without it; an item goes on over indented lines. */
export const stepsInMarkdown = (text: string): { readonly steps: Step[]; readonly rest: string } => {
  const lines = text.split('\n');
  let best = { from: 0, to: 0, items: [] as string[] };
  for (let at = 0; at < lines.length;) {
    if (!ITEM.test(lines[at]!)) {
      at += 1;
      continue;
    }
    const items: string[] = [];
    const from = at;
    for (let blank = false; at < lines.length; at++) {
      const [line, item] = [lines[at]!, ITEM.exec(lines[at]!)];
      if (item) items.push(item[1]!);
      else if (line.trim() === '') {
        blank = true;
        continue;
      } else if (/^[ \t]{2,}\S/.test(line) || !blank) items[items.length - 1] += ` ${line.trim().replace(/^[-*+][ \t]+/, '')}`;
      else break;
      blank = false;
    }
    if (items.length > best.items.length) best = { from, to: at, items };
  }
  return {
    steps: best.items.map(stepOfLine),
    rest: [...lines.slice(0, best.from), ...lines.slice(best.to)]
      .join('\n')
      .replace(/\n{3,}/g, '\n\n')
      .trim(),
  };
};

/** The steps of a practice: the list under a heading that says so, else the longest. */
const stepsIn = (lines: readonly string[]): { readonly steps: Step[]; readonly rest: string } => {
  const at = lines.findLastIndex(isStepsHeading);
  if (at === -1) return stepsInMarkdown(lines.join('\n'));
  const { steps, rest } = stepsInMarkdown(lines.slice(at + 1).join('\n'));
  return { steps, rest: [lines.slice(0, at).join('\n').trim(), rest].filter((part) => part !== '').join('\n\n') };
};

const textOf = (value: YamlValue | undefined): string =>
  typeof value === 'string' ? value : typeof value === 'number' || typeof value === 'bigint' || typeof value === 'boolean' ? String(value) : '';
const pick = (fields: YamlFields, ...names: readonly string[]): YamlValue | undefined =>
  names.map((name) => fields.get(name)).find((value) => value !== undefined && value !== null);
const listOf = (value: YamlValue | undefined): readonly YamlValue[] =>
  Array.isArray(value) ? (value as readonly YamlValue[]) : value === undefined || value === null ? [] : textOf(value).split(',');

const toJson = (value: YamlValue): Json => {
  if (value instanceof Map) return Object.fromEntries([...(value as ReadonlyMap<YamlValue, YamlValue>)].map(([name, held]) => [String(name), toJson(held)]));
  if (Array.isArray(value)) return (value as readonly YamlValue[]).map(toJson);
  return typeof value === 'bigint' ? Number(value) : (value as Json);
};

/** What a practice came from: a list, or one alone; each with its parts, or only named. */
const sourcesOf = (value: YamlValue | undefined): readonly YamlValue[] => (Array.isArray(value) ? (value as readonly YamlValue[]) : value === undefined ? [] : [value]);

/** Cuts what is longer than a practice takes, and says so. */
const within = (draft: PracticeDraft): { readonly draft: PracticeDraft; readonly isCut: boolean } => {
  let isCut = false;
  const cut = (text: string, most: number): string => {
    const plain = text.trim();
    if (plain.length <= most) return plain;
    isCut = true;
    return `${plain.slice(0, most - 1)}…`;
  };
  const texts = Object.fromEntries((['why', 'steps', 'source', 'evidence', 'sceptic', 'care'] as const).map((part) => [part, cut(draft[part], MOST.text)]));
  return { draft: { ...draft, ...texts, name: cut(draft.name.replace(/\s+/gu, ' '), MOST.name), licence: cut(draft.licence, MOST.line), by: cut(draft.by, MOST.line) }, isCut };
};

const nothing: ReadPractices = { found: [], troubles: [] };

const one = (whole: PracticeDraft, more: Pick<FoundPractice, 'from' | 'origin'>, file: string, troubles: readonly PracticeProblem[] = []): ReadPractices => {
  const { draft, isCut } = within(whole);
  if (draft.name === '') return { ...nothing, troubles: [{ code: 'no-name', what: file }] };
  const codes: readonly PracticeProblem[] = [
    ...troubles,
    ...(isCut ? (['shortened'] as const) : []),
    ...(draft.steps === '' ? (['no-steps'] as const) : []),
    ...(draft.licence === '' ? (['licence'] as const) : []),
  ];
  return { found: [{ draft, ...more }], troubles: codes.map((code) => ({ code, what: draft.name })) };
};

const minutesIn = (value: YamlValue | undefined): number | null => minutesOf(typeof value === 'number' ? value : Number.parseInt(textOf(value), 10));

/** A Markdown file. Its name stands in the front matter, in its first heading, or is the file's. */
const readMarkdown = (text: string, file: string): ReadPractices => {
  const { yaml, body } = splitFrontMatter(text.replace(/^\ufeff/, '').replace(/\r\n?/g, '\n'));
  const { fields, broken } = yaml === null ? { fields: new Map() as YamlFields, broken: false } : parseFields(yaml);
  const lines = body.trim().split('\n');
  const heading = headingOf(lines[0] ?? '');
  const { steps, rest } = stepsIn(heading === '' ? lines : lines.slice(1));
  const [kind, who] = [textOf(pick(fields, 'kind', 'type')).toLowerCase(), textOf(pick(fields, 'who', 'people')).toLowerCase()];
  const from = pick(fields, 'from', 'adapted-from');
  const id = textOf(pick(fields, 'id'));
  return one(
    {
      ...EMPTY_DRAFT,
      name: textOf(pick(fields, 'name', 'title')) || heading || file.replace(/\.[^.]*$/, ''),
      why: rest,
      kind: isKind(kind) ? kind : null,
      who: isWho(who) ? who : null,
      minutes: minutesIn(pick(fields, 'minutes', 'duration', 'time')),
      steps: stepsToText(steps),
      source: textOf(pick(fields, 'source')),
      licence: textOf(pick(fields, 'licence', 'license')),
      evidence: textOf(pick(fields, 'evidence')),
      sceptic: textOf(pick(fields, 'sceptic', 'skeptic')),
      care: textOf(pick(fields, 'care', 'contraindications')),
      needs: listOf(pick(fields, 'good-when'))
        .map((need) => textOf(need).trim())
        .filter(isNeed),
      skills: listOf(pick(fields, 'skills'))
        .map((code) => textOf(code).trim())
        .filter(isSkillCode),
      by: textOf(pick(fields, 'by', 'author')),
    },
    { from: ancestorsIn(sourcesOf(from).map((each) => (each instanceof Map ? toJson(each) : { name: textOf(each) }))), origin: id === '' ? '' : `kith:${id}`.slice(0, MOST.line) },
    file,
    broken ? ['front-matter'] : [],
  );
};

type Part = Readonly<Record<string, unknown>>;
const isPart = (value: unknown): value is Part => typeof value === 'object' && value !== null && !Array.isArray(value);
const wordsIn = (value: unknown): string => (typeof value === 'string' ? value.replace(/\r\n?/g, '\n').trim() : '');

/** Whether it has the look of a tool of idg.tools. */
const isTool = (value: unknown): value is Part =>
  isPart(value) && typeof value['name'] === 'string' && ['actions', 'challenge', 'description', 'intro'].some((name) => typeof value[name] === 'string');

const readTool = (tool: Part, file: string): ReadPractices => {
  const does = [wordsIn(tool['actions']), wordsIn(tool['challenge'])].filter((part) => part !== '').join('\n\n');
  const { steps, rest } = stepsInMarkdown(does);
  const [id, link] = [wordsIn(tool['id']), wordsIn(tool['link']) || wordsIn(tool['slug'])];
  const intro = [wordsIn(tool['intro']), wordsIn(tool['description'])];
  return one(
    {
      ...EMPTY_DRAFT,
      name: wordsIn(tool['name']),
      why: [...new Set([...intro, rest])].filter((part) => part !== '').join('\n\n'),
      steps: stepsToText(steps),
      source: `idg.tools${/^[\w-]+$/.test(link) ? `, https://idg.tools/${link}` : ''}`,
      evidence: wordsIn(tool['resources']),
      licence: wordsIn(tool['licence']) || wordsIn(tool['license']),
    },
    { from: [], origin: id === '' ? '' : `idg:${id}`.slice(0, MOST.line) },
    file,
  );
};

const LANGUAGE = /^[a-z]{2}(?:-[A-Za-z]{2})?$/;

/** The tools in a value: itself, a list, `{tools: […]}`, or one of these by language; `language` is taken first. No deeper than that. */
const toolsIn = (value: unknown, language: string, isWithin = false): readonly unknown[] | null => {
  if (Array.isArray(value)) return value;
  if (isTool(value)) return [value];
  if (!isPart(value)) return null;
  if (isWithin) return null;
  if (Array.isArray(value['tools'])) return value['tools'] as readonly unknown[];
  const languages = Object.keys(value).filter((name) => LANGUAGE.test(name) && isPart(value[name]));
  const chosen = languages.find((name) => name === language) ?? languages.find((name) => name === 'en') ?? languages[0];
  return chosen === undefined ? null : toolsIn((value[chosen] as Part)['tools'] ?? null, language, true);
};

const readJson = (text: string, file: string, language: string): ReadPractices => {
  let value: unknown;
  try {
    value = JSON.parse(text.replace(/^\ufeff/, ''));
  } catch {
    return { ...nothing, troubles: [{ code: 'not-practice', what: file }] };
  }
  const tools = toolsIn(value, language);
  if (!tools || tools.length === 0) return { ...nothing, troubles: [{ code: 'not-practice', what: file }] };
  const read = tools
    .slice(0, MOST_PRACTICES)
    .map((tool): ReadPractices =>
      isTool(tool) ? readTool(tool, file) : { ...nothing, troubles: [{ code: 'not-practice', what: isPart(tool) ? wordsIn(tool['name']) || file : file }] },
    );
  return {
    found: read.flatMap(({ found }) => found),
    troubles: [...read.flatMap(({ troubles }) => troubles), ...(tools.length > MOST_PRACTICES ? [{ code: 'too-many', what: file } as const] : [])],
  };
};

/** Reads a file, whichever of the two it is. `language`: that of the person, for files with several. */
export const readPracticeFile = (bytes: Uint8Array, file: string, language: string): ReadPractices => {
  if (bytes.length > MOST_PRACTICE_BYTES) return { ...nothing, troubles: [{ code: 'too-large', what: file }] };
  const decoded = decodeText(bytes);
  const text = decoded.ok ? decoded.value.text : '';
  if (text.includes('\0') || text.trim() === '') return { ...nothing, troubles: [{ code: 'not-practice', what: file }] };
  return /^\s*[[{]/.test(text) && !/\.(?:md|markdown|txt)$/i.test(file) ? readJson(text, file, language) : readMarkdown(text, file);
};

/** Who made it and under which licence, as it is given away. */
const terms = ({ isStarter, by, licence }: Practice): { readonly by: string; readonly licence: string } => (isStarter ? { by: 'Kith', licence: LIBRARY_LICENCE } : { by, licence });

/** A step as an item of a list. */
const itemOf = ({ text, seconds }: Step, at: number): string => `${at + 1}. ${seconds === null ? '' : `(${clock(seconds)}) `}${text}`;

/** As Markdown with front matter; `readPracticeFile` reads it back. */
export const practiceToMarkdown = (practice: Practice): string => {
  const { id, name, why, kind, who, minutes, steps, source, evidence, sceptic, care, needs, skills, from } = practice;
  const { by, licence } = terms(practice);
  const fields: Record<string, unknown> = {
    id: plainId(id),
    name,
    kind,
    who,
    minutes,
    by,
    source,
    licence,
    care,
    evidence,
    sceptic,
    'good-when': Object.keys(needs),
    skills: skillsForOthers(skills),
    from: from.map((each) => ({ ...each })),
  };
  for (const [key, value] of Object.entries(fields)) if (value === '' || value === null || (Array.isArray(value) && value.length === 0)) delete fields[key];
  // A list in what it is for is no list of steps: where there are none, the empty heading says so.
  const hasList = why.split('\n').some((each) => ITEM.test(each) || isStepsHeading(each));
  const body = [`# ${name}`, why, ...(steps.length === 0 && !hasList ? [] : ['## Steps', steps.map(itemOf).join('\n')])].filter((part) => part !== '').join('\n\n');
  return `---\n${stringify(fields, { lineWidth: 0, schema: 'core', version: '1.2' })}---\n\n${body}\n`;
};

/** As one tool of idg.tools: what it has no field for stands in its description. */
export const practiceToTool = (practice: Practice): string => {
  const { id, name, why, steps, source, evidence, sceptic, care } = practice;
  const { by, licence } = terms(practice);
  const also = [care, sceptic, [by, source].filter((part) => part !== '').join(', '), licence].filter((part) => part !== '');
  const tool = {
    id: plainId(id),
    name,
    slug: plainId(id),
    intro: why,
    description: [why, ...also].filter((part) => part !== '').join('\n\n'),
    actions: steps.map(itemOf).join('\n'),
    resources: evidence,
    relevancy: [],
    tags: [],
    licence,
  };
  return `${JSON.stringify(tool, null, 2)}\n`;
};
