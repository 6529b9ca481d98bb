// The commands and their options in one table: what parsing, help and completion read. Words for them stand in the
// catalogues (`command.<name>`, `option.<name>`). Parsing is node:util's, with our own refusals, in the person's language.

import { parseArgs } from 'node:util';
import { ok, refuse, type Result } from '#core/result.ts';
import type { RoomOfWords } from './words.ts';

interface OptionShape {
  /** What stands for the value in help; absent when the option takes none. */
  readonly value?: string;
  readonly many?: true;
  /** What completion offers: words, or the names of files. */
  readonly of?: readonly string[] | 'file';
}

const ENERGIES = ['-2', '-1', '0', '1', '2'];
const REPLIES = ['yes', 'some', 'no', 'not-sure'];
const FORMATS_IN = ['day-one', 'jrnl-text', 'jrnl-json', 'markdown', 'daylio', 'journey', 'standard-notes', 'joplin', 'leap2a', 'apple-journal', 'kith'];
const FORMATS_OUT = ['kith', 'markdown', 'day-one', 'jrnl-text', 'leap2a', 'book'];

export const OPTIONS = {
  at: { value: 'WHEN', of: ['today', 'yesterday'] },
  attach: { value: 'FILE', many: true, of: 'file' },
  topic: { value: 'NAME', many: true },
  with: { value: 'NAME', many: true },
  area: { value: 'NAME', many: true },
  place: { value: 'TEXT' },
  feeling: { value: 'WORD', many: true },
  energy: { value: 'N', of: ENERGIES },
  body: { value: 'AREA:SENSATION', many: true },
  journal: { value: 'NAME' },
  text: { value: 'TEXT' },
  'no-topic': { value: 'NAME', many: true },
  'no-with': { value: 'NAME', many: true },
  'no-area': { value: 'NAME', many: true },
  'no-feeling': { value: 'WORD', many: true },
  heavy: {},
  'not-heavy': {},
  again: {},
  'not-again': {},
  after: { value: 'DAY' },
  before: { value: 'DAY' },
  form: { value: 'FORM', of: ['entry', 'check-in', 'look-back'] },
  limit: { value: 'N' },
  save: { value: 'FOLDER', of: 'file' },
  json: {},
  on: { value: 'DAY' },
  to: { value: 'ID' },
  format: { value: 'F', of: [...new Set([...FORMATS_IN, ...FORMATS_OUT])] },
  'dry-run': {},
  list: {},
  'keep-location': {},
  add: { value: 'NAME' },
  for: { value: 'TIME', of: ['15m', '2h', '8h'] },
  change: {},
  'for-good': {},
  database: { value: 'FILE|URL', of: 'file' },
  blobs: { value: 'FOLDER|URL', of: 'file' },
  data: { value: 'FOLDER', of: 'file' },
  registration: { value: 'WHO', of: ['open', 'invite', 'closed'] },
  port: { value: 'N' },
  host: { value: 'ADDRESS' },
  repair: {},
  invite: { value: 'CODE' },
  device: { value: 'NAME' },
  'plain-http': {},
  watch: {},
  as: { value: 'NAME' },
  by: { value: 'DAY', of: ['today', 'tomorrow'] },
  presence: {},
  offer: {},
  answer: { value: 'ID' },
  met: { value: 'ID' },
  withdraw: { value: 'ID' },
  'not-me': { value: 'ID' },
  pass: { value: 'ID' },
  thanks: { value: 'ID' },
  reads: { value: 'WHO', of: ['me', 'asker', 'circle'] },
  lend: { value: 'HOW', of: ['no', 'unnamed', 'named'] },
  asker: {},
  about: { value: 'ID' },
  mission: {},
  moment: {},
  'even-when': { value: 'TEXT' },
  protects: { value: 'TEXT' },
  rule: { value: 'TEXT' },
  owner: { value: 'TEXT' },
  from: { value: 'ID', many: true },
  review: { value: 'DAY' },
  instead: { value: 'ID' },
  amend: { value: 'ID' },
  later: { value: 'ID' },
  refuse: { value: 'ID' },
  begin: {},
  swap: { value: 'ID' },
  leave: { value: 'ID' },
  never: {},
  edit: {},
  end: { value: 'ID' },
  consent: { value: 'ID' },
  concern: { value: 'ID' },
  object: { value: 'ID' },
  kept: { value: 'ID' },
  strained: { value: 'ID' },
  broken: { value: 'ID' },
  'look-again': { value: 'ID' },
  'still-true': { value: 'ANSWER', of: ['yes', 'partly', 'no'] },
  join: { value: 'ID' },
  'step-out': { value: 'ID' },
  step: { value: 'ID' },
  'step-done': { value: 'ID' },
  date: { value: 'ID' },
  minutes: { value: 'N' },
  calendar: { value: 'ID' },
  done: { value: 'ID' },
  dropped: { value: 'ID' },
  open: { value: 'ID' },
  remove: {},
  option: { value: 'TEXT', many: true },
  chose: { value: 'N' },
  affected: { value: 'TEXT' },
  mind: { value: 'TEXT' },
  expect: { value: 'TEXT' },
  likely: { value: 'N' },
  came: { value: 'HOW', of: ['yes', 'no', 'unclear', 'done', 'part', 'not', 'walked', 'rests', 'let-go'] },
  quality: { value: 'HOW', of: ['good', 'mixed', 'poor'] },
  luck: { value: 'HOW', of: ['good', 'neither', 'bad'] },
  hands: { value: 'WHO', of: ['mine', 'share', 'hand-over', 'refuse'] },
  reviewed: { value: 'ID' },
  intended: { value: 'TEXT' },
  happened: { value: 'TEXT' },
  why: { value: 'TEXT' },
  next: { value: 'TEXT' },
  learnt: { value: 'TEXT' },
  all: {},
  'first-step': { value: 'TEXT' },
  if: { value: 'TEXT' },
  do: { value: 'TEXT' },
  'in-me': { value: 'TEXT' },
  around: { value: 'TEXT' },
  scale: { value: 'N=TEXT', many: true },
  plan: { value: 'ID' },
  look: { value: 'ID' },
  level: { value: 'N', of: ENERGIES },
  levels: {},
  'in-the-way': { value: 'WHAT', many: true, of: ['me', 'us', 'system', 'not-sure'] },
  others: { value: 'ANSWER', of: REPLIES },
  elsewhere: { value: 'ANSWER', of: REPLIES },
  earlier: { value: 'ANSWER', of: REPLIES },
  resting: { value: 'ID' },
  handed: { value: 'ID' },
  commitment: { value: 'ID' },
  per: { value: 'WHAT', of: ['time', 'day', 'week', 'area', 'person'] },
  need: { value: 'WORD', many: true },
  because: { value: 'WORD', many: true },
  ease: { value: 'TEXT' },
  facts: { value: 'TEXT' },
  theirs: { value: 'TEXT' },
  hear: { value: 'TEXT' },
  stop: { value: 'TEXT' },
  debrief: { value: 'ID' },
  got: { value: 'HOW', of: ['yes', 'part', 'no'] },
  title: { value: 'TEXT' },
  cause: { value: 'TEXT' },
  role: { value: 'TEXT' },
  ask: { value: 'TEXT' },
  entry: { value: 'ID' },
  gives: { value: 'HOW', of: ['all', 'part', 'none'] },
  named: {},
  show: { value: 'PART', many: true, of: ['cause', 'count', 'record', 'circle', 'names'] },
  'as-is': {},
  until: { value: 'DAY' },
  quote: { value: 'HOW', of: ['no', 'unnamed', 'named'] },
  ai: {},
  count: {},
  kind: { value: 'KIND', many: true, of: ['silence', 'movement', 'dialogue', 'writing', 'service', 'arts', 'action'] },
  who: { value: 'WHO', many: true, of: ['solo', 'pair', 'group'] },
  path: { value: 'NEED', of: ['tired', 'tense', 'angry', 'stuck', 'choice', 'mistake', 'conflict', 'alone', 'purpose', 'limits', 'unfair', 'together', 'learning', 'tool'] },
  take: { value: 'FILE', many: true, of: 'file' },
  case: {},
  'case-old': {},
  share: { value: 'CIRCLE' },
  publish: { value: 'LICENCE', of: ['CC BY-SA 4.0', 'CC BY 4.0', 'CC0 1.0'] },
  unpublish: {},
  mine: {},
  adapt: { value: 'NAME' },
  licence: { value: 'TEXT', of: ['CC BY-SA 4.0', 'CC BY 4.0', 'CC0 1.0'] },
  better: {},
  same: {},
  worse: {},
  remark: { value: 'ID' },
  cite: { value: 'ID' },
  terms: { value: 'ID' },
  cost: { value: 'TEXT' },
  context: { value: 'NAME', many: true },
  serves: { value: 'ID' },
  strains: { value: 'ID' },
  aside: {},
  'bring-back': {},
  said: { value: 'ANSWER', of: ['changed', 'habit', 'fits', 'no-choice', 'borrowed', 'blocked', 'later', 'never'] },
  order: {},
  asked: {},
  arrow: { value: 'ID' },
  does: { value: 'HOW', of: ['more', 'less', 'blocks'] },
  late: {},
  note: { value: 'TEXT' },
  canvas: {},
  circle: { value: 'NAME' },
  help: {},
  version: {},
  success: {},
  gift: {},
  life: {},
  goal: {},
  asks: { value: 'TEXT' },
  tests: { value: 'TEXT' },
  trial: { value: 'TEXT' },
  tried: { value: 'LIFE' },
  draws: { value: 'HOW', of: ['more', 'same', 'less', 'not-sure'] },
  meaning: { value: 'N', of: ENERGIES },
  rename: { value: 'NAME' },
  make: { value: 'TITLE' },
  'set-by': { value: 'WHO', of: ['mine', 'others', 'both'] },
} as const satisfies Record<string, OptionShape>;

export type OptionName = keyof typeof OPTIONS;

export interface CommandShape {
  readonly name: string;
  readonly usage: string;
  readonly options: readonly OptionName[];
  /** The most words without a dash that it takes. */
  readonly words: number;
  readonly fromFiles?: true;
  /** The room whose words it says too. */
  readonly room?: RoomOfWords;
}

const FILTERS: readonly OptionName[] = ['topic', 'with', 'area', 'place', 'feeling', 'energy', 'journal', 'form', 'after', 'before'];
const PARTS: readonly OptionName[] = ['at', 'topic', 'with', 'area', 'place', 'feeling', 'energy', 'body', 'journal'];

export const COMMANDS: readonly CommandShape[] = [
  { name: 'write', usage: '[TEXT|-]', options: [...PARTS, 'attach', 'keep-location', 'json'], words: Infinity },
  { name: 'check-in', usage: '[TEXT]', options: [...PARTS, 'attach', 'keep-location', 'json'], words: Infinity },
  { name: 'list', usage: '', options: [...FILTERS, 'limit', 'json'], words: 0 },
  { name: 'show', usage: 'ID', options: ['save', 'json'], words: 1 },
  { name: 'link', usage: 'ID ID', options: ['as', 'circle', 'remove', 'json'], words: 2 },
  { name: 'search', usage: 'QUERY', options: ['limit', 'json'], words: Infinity },
  { name: 'look-back', usage: '[TEXT]', options: ['on', 'to', 'journal', 'limit', 'json'], words: Infinity },
  { name: 'change', usage: 'ID', options: [...PARTS, 'text', 'no-topic', 'no-with', 'no-area', 'no-feeling', 'heavy', 'not-heavy', 'again', 'not-again', 'json'], words: 1 },
  { name: 'form', usage: 'ID [NAME=VALUE|-]', options: ['edit', 'json'], words: Infinity },
  { name: 'delete', usage: 'ID', options: ['json'], words: 1 },
  { name: 'undo', usage: '', options: ['json'], words: 0 },
  { name: 'journals', usage: '', options: ['add', 'json'], words: 0 },
  { name: 'import', usage: 'PATH', options: ['format', 'dry-run', 'journal', 'keep-location', 'list', 'json'], words: 1, fromFiles: true },
  { name: 'undo-import', usage: 'ID', options: ['json'], words: 1 },
  { name: 'export', usage: 'PATH', options: ['format', 'json'], words: 1, fromFiles: true },
  { name: 'feelings', usage: '', options: ['per', 'after', 'json'], words: 0, room: 'feelings' },
  { name: 'feel', usage: '[TEXT|-]', options: ['about', 'feeling', 'need', 'because', 'ease', 'json'], words: Infinity, room: 'feelings' },
  {
    name: 'talk',
    usage: '[TEXT|-]',
    options: [...(['with', 'on', 'facts', 'feeling', 'need', 'ask', 'theirs', 'hear', 'stop'] as const), ...(['debrief', 'happened', 'got', 'learnt', 'next', 'json'] as const)],
    words: Infinity,
    room: 'feelings',
  },
  { name: 'helplines', usage: '[COUNTRY]', options: ['json'], words: 1, room: 'feelings' },
  { name: 'decisions', usage: '', options: ['all', 'json'], words: 0, room: 'decisions' },
  {
    name: 'decide',
    usage: 'QUESTION|-',
    options: [
      ...(['option', 'chose', 'affected', 'mind', 'expect', 'likely', 'review', 'hands'] as const),
      ...(['reviewed', 'came', 'happened', 'quality', 'luck', 'learnt', 'calendar', 'json'] as const),
    ],
    words: Infinity,
    room: 'decisions',
  },
  { name: 'vault', usage: 'status|check|lock|unlock|backup|restore', options: ['journal', 'for', 'change', 'for-good', 'json'], words: 2, fromFiles: true },
  { name: 'account', usage: 'create|confirm|sign-in|recover|pair|show|password|code|sign-out|delete', options: ['host', 'invite', 'device', 'plain-http', 'json'], words: 2 },
  { name: 'devices', usage: '', options: ['json'], words: 0 },
  { name: 'pair', usage: 'TEXT', options: ['json'], words: 1 },
  { name: 'revoke', usage: 'DEVICE', options: ['json'], words: 1 },
  { name: 'circle', usage: 'create|invite|join|list|members|write|read|remove|role|leave|renew|safety', options: ['as', 'as-is', 'json'], words: Infinity },
  { name: 'needs', usage: 'CIRCLE', options: ['all', 'json'], words: 1, room: 'needs' },
  {
    name: 'need',
    usage: 'CIRCLE [TEXT|-]',
    options: ['by', 'presence', 'offer', 'commitment', 'dry-run', 'answer', 'at', 'place', 'met', 'with', 'withdraw', 'not-me', 'json'],
    words: Infinity,
    room: 'needs',
  },
  { name: 'thank', usage: 'CIRCLE [MEMBER TEXT|-]', options: ['about', 'json'], words: Infinity, room: 'needs' },
  { name: 'issues', usage: 'CIRCLE', options: ['all', 'json'], words: 1, room: 'issues' },
  {
    name: 'issue',
    usage: 'raise|show|change|join|leave|say|asked|answer|promise|kept|refused|close|reopen|letter|page|withdraw',
    options: ['title', 'text', 'area', 'cause', 'role', 'ask', 'by', 'entry', 'commitment', 'dry-run', 'on', 'gives', 'to', 'named', 'show', 'as-is', 'until', 'json'],
    words: Infinity,
    room: 'issues',
  },
  { name: 'promptings', usage: 'CIRCLE', options: ['all', 'json'], words: 1, room: 'promptings' },
  {
    name: 'prompting',
    usage: 'CIRCLE [TEXT|-]',
    options: ['with', 'by', 'asker', 'lend', 'commitment', 'dry-run', 'answer', 'reads', 'pass', 'withdraw', 'thanks', 'json'],
    words: Infinity,
    room: 'promptings',
  },
  { name: 'agreements', usage: 'CIRCLE', options: ['all', 'json'], words: 1, room: 'agreements' },
  {
    name: 'agreement',
    usage: 'CIRCLE [TEXT|-]',
    options: [
      ...(['mission', 'moment', 'protects', 'even-when', 'rule', 'owner', 'from', 'by', 'review', 'instead', 'amend', 'withdraw', 'end'] as const),
      ...(['consent', 'concern', 'object', 'kept', 'strained', 'broken', 'look-again', 'still-true', 'json'] as const),
    ],
    words: Infinity,
    room: 'agreements',
  },
  { name: 'actions', usage: 'CIRCLE', options: ['all', 'json'], words: 1, room: 'actions' },
  {
    name: 'action',
    usage: 'CIRCLE [TEXT|-]',
    options: [
      ...(['role', 'about', 'join', 'step-out', 'step', 'by', 'step-done', 'date', 'at', 'minutes', 'place', 'calendar'] as const),
      ...(['done', 'dropped', 'open', 'reviewed', 'intended', 'happened', 'why', 'next', 'learnt', 'json'] as const),
    ],
    words: Infinity,
    room: 'actions',
  },
  { name: 'learnt', usage: 'CIRCLE [WORDS]', options: ['json'], words: Infinity, room: 'actions' },
  { name: 'commitments', usage: '', options: ['all', 'levels', 'json'], words: 0, room: 'commitments' },
  {
    name: 'commit',
    usage: '[TEXT|-]',
    options: [
      ...(['why', 'with', 'by', 'first-step', 'if', 'do', 'in-me', 'around', 'scale', 'from', 'circle', 'plan', 'text', 'step-done'] as const),
      ...(['look', 'came', 'happened', 'intended', 'next', 'level', 'on', 'in-the-way', 'others', 'elsewhere', 'earlier'] as const),
      ...(['done', 'resting', 'until', 'dropped', 'handed', 'to', 'open', 'json'] as const),
    ],
    words: Infinity,
    room: 'commitments',
  },
  { name: 'share', usage: 'ENTRY', options: ['with', 'text', 'quote', 'until', 'ai', 'count', 'dry-run', 'json'], words: 1, room: 'sharing' },
  {
    name: 'shared',
    usage: 'CIRCLE [TEXT|-]',
    options: ['remark', 'answer', 'cite', 'text', 'terms', 'quote', 'until', 'ai', 'count', 'open', 'withdraw', 'json'],
    words: Infinity,
    room: 'sharing',
  },
  { name: 'practices', usage: '[WORDS]', options: ['minutes', 'kind', 'who', 'all', 'path', 'take', 'circle', 'json'], words: Infinity, room: 'practices' },
  {
    name: 'practice',
    usage: 'ID',
    options: [
      ...(['better', 'same', 'worse', 'text', 'format', 'circle', 'share', 'dry-run', 'mine', 'remove', 'publish', 'unpublish', 'until'] as const),
      ...(['make', 'adapt', 'why', 'kind', 'who', 'minutes', 'licence', 'as', 'json'] as const),
    ],
    words: Infinity,
    room: 'practices',
  },
  { name: 'now', usage: '', options: ['minutes', 'later', 'until', 'refuse', 'json'], words: 0, room: 'now' },
  { name: 'paths', usage: '', options: ['all', 'circle', 'json'], words: 0, room: 'practices' },
  {
    name: 'path',
    usage: 'NEED|ID',
    options: [
      ...(['minutes', 'kind', 'who', 'text', 'begin', 'done', 'better', 'same', 'worse', 'swap', 'instead', 'leave', 'open'] as const),
      ...(['circle', 'remark', 'date', 'on', 'came', 'withdraw', 'remove', 'json'] as const),
    ],
    words: Infinity,
    room: 'practices',
  },
  { name: 'questions', usage: '[ID]', options: ['ask', 'text', 'on', 'all', 'json'], words: 1 },
  { name: 'question', usage: '[MOMENT]', options: ['never', 'all', 'json'], words: 1, room: 'practices' },
  { name: 'skills', usage: '[FRAMEWORK|-]', options: ['list', 'case', 'case-old', 'take', 'make', 'json'], words: Infinity, room: 'skills' },
  { name: 'skill', usage: 'NAME', options: ['from', 'text', 'on', 'rename', 'json'], words: Infinity, room: 'skills' },
  { name: 'values', usage: '', options: ['context', 'order', 'asked', 'all', 'json'], words: 0, room: 'values' },
  {
    name: 'value',
    usage: 'NAME',
    options: ['text', 'cost', 'context', 'serves', 'strains', 'aside', 'bring-back', 'said', 'json'],
    words: Infinity,
    room: 'values',
  },
  {
    name: 'purpose',
    usage: '[TEXT|-]',
    options: ['success', 'gift', 'life', 'goal', 'on', 'why', 'with', 'asks', 'tests', 'trial', 'tried', 'draws', 'by', 'area', 'from', 'all', 'json'],
    words: Infinity,
    room: 'purpose',
  },
  { name: 'energy', usage: '[NAME]', options: ['energy', 'meaning', 'set-by', 'with', 'area', 'on', 'text', 'after', 'json'], words: Infinity, room: 'purpose' },
  { name: 'maps', usage: '', options: ['circle', 'json'], words: 0, room: 'systems' },
  { name: 'map', usage: 'TITLE', options: ['open', 'arrow', 'does', 'late', 'note', 'canvas', 'take', 'circle', 'json'], words: Infinity, room: 'systems' },
  { name: 'sync', usage: '', options: ['watch', 'json'], words: 0 },
  {
    name: 'host',
    usage: 'start|backup|restore|doctor|invite',
    options: ['database', 'blobs', 'data', 'registration', 'port', 'host', 'repair'],
    words: 2,
    fromFiles: true,
  },
  { name: 'completion', usage: 'bash', options: [], words: 1 },
  { name: 'help', usage: '[COMMAND]', options: [], words: 2 },
];

export const VAULT_ACTS = ['status', 'check', 'lock', 'unlock', 'backup', 'restore'] as const;

export const HOST_ACTS = ['start', 'backup', 'restore', 'doctor', 'invite'] as const;

export const ACCOUNT_ACTS = ['create', 'confirm', 'sign-in', 'recover', 'pair', 'show', 'password', 'code', 'sign-out', 'delete'] as const;

export const CIRCLE_ACTS = ['create', 'invite', 'join', 'list', 'members', 'write', 'read', 'remove', 'role', 'leave', 'renew', 'safety'] as const;

export const ISSUE_ACTS = [
  'raise',
  'show',
  'change',
  'join',
  'leave',
  'say',
  'asked',
  'answer',
  'promise',
  'kept',
  'refused',
  'close',
  'reopen',
  'letter',
  'page',
  'withdraw',
] as const;

/** Commands whose first word says what is done. */
export const ACTS: Readonly<Record<string, readonly string[]>> = { vault: VAULT_ACTS, host: HOST_ACTS, account: ACCOUNT_ACTS, circle: CIRCLE_ACTS, issue: ISSUE_ACTS };

/** Arguments read: what was given, by the options' names. */
export interface Args {
  readonly words: readonly string[];
  /** Every value given, in order; empty when the option was not given. */
  all(name: OptionName): readonly string[];
  /** The last value given. */
  one(name: OptionName): string | undefined;
  has(name: OptionName): boolean;
}

export const commandNamed = (name: string): CommandShape | undefined => COMMANDS.find((command) => command.name === name);

/** Only a name can be an option's: `-5 degrees` and `--- x` are words, as a person means them. */
const isWord = (arg: string): boolean => arg.startsWith('-') && arg !== '-' && arg !== '--' && !/^--?[a-z][a-z0-9-]*(?:=|$)/i.test(arg);
// No argument can hold this sign; it keeps a word from being taken for an option.
const SHIELD = '\0';
const unshielded = (value: string): string => (value.startsWith(SHIELD) ? value.slice(1) : value);

const looksLikeOption = (value: string): boolean => /^--?[a-z]/i.test(value);

/** Refusals: `option-unknown`, `option-needs-value`, `option-takes-no-value`, `too-many-words`; all usage. */
export const readArgs = (command: CommandShape, argv: readonly string[]): Result<Args> => {
  const known = new Set<string>([...command.options, 'help']);
  const { tokens } = parseArgs({
    args: argv.map((arg) => (isWord(arg) ? SHIELD + arg : arg)),
    strict: false,
    allowPositionals: true,
    tokens: true,
    options: Object.fromEntries(
      [...known].map((name) => [
        name,
        { type: 'value' in OPTIONS[name as OptionName] ? 'string' : 'boolean', multiple: true, ...(name === 'help' ? { short: 'h' } : {}) } as const,
      ]),
    ),
  });
  const given = new Map<string, string[]>();
  const words: string[] = [];
  for (const token of tokens) {
    if (token.kind === 'positional') words.push(unshielded(token.value));
    if (token.kind !== 'option') continue;
    if (!known.has(token.name)) return refuse({ code: 'option-unknown', with: { option: token.rawName, command: command.name } });
    const takes = 'value' in OPTIONS[token.name as OptionName];
    if (takes && (token.value === undefined || (!token.inlineValue && looksLikeOption(token.value))))
      return refuse({ code: 'option-needs-value', with: { option: token.rawName } });
    if (!takes && token.value !== undefined) return refuse({ code: 'option-takes-no-value', with: { option: token.rawName } });
    const values = given.get(token.name);
    const value = unshielded(token.value ?? '');
    if (values) values.push(value);
    else given.set(token.name, [value]);
  }
  if (words.length > command.words) return refuse({ code: 'too-many-words', with: { word: words[command.words]!, command: command.name } });
  return ok({ words, all: (name) => given.get(name) ?? [], one: (name) => given.get(name)?.at(-1), has: (name) => given.has(name) });
};
