// `kith help`: the commands, one command, or a subject (`exit`, `json`, `files`), from the one table of options and the
// catalogues. Fits the terminal it is shown on.

import { ok, refuse, type Result } from '#core/result.ts';
import type { Context } from './context.ts';
import { EXIT } from './exit-codes.ts';
import { columnsOf, padTo, paintOf, wrap } from './layout.ts';
import { ACTS, commandNamed, COMMANDS, OPTIONS, type Args, type CommandShape } from './options.ts';
import type { Words } from './words.ts';
import about from '../../package.json' with { type: 'json' };

const SUBJECTS = ['json', 'exit', 'files'] as const;

export const sayVersion = async (context: Context): Promise<number> => {
  context.terminal.say(`kith ${about.version}`);
  return EXIT.ok;
};

/** Names on the left, what they are on the right, wrapped beside them or, where that is narrow, under them. */
const table = (rows: readonly (readonly [string, string])[], width: number): string => {
  const left = Math.min(30, Math.max(...rows.map(([name]) => columnsOf(name))) + 2);
  return rows
    .map(([name, text]) => {
      const beside = width - left - 2 >= 24;
      const lines = wrap(text, beside ? width - left - 2 : width - 4).split('\n');
      if (!beside || columnsOf(name) + 2 > left) return [`  ${name}`, ...lines.map((line) => `${' '.repeat(beside ? left + 2 : 4)}${line}`)].join('\n');
      return lines.map((line, at) => `  ${padTo(at === 0 ? name : '', left)}${line}`).join('\n');
    })
    .join('\n');
};

const overall = (words: Words, width: number, strong: (text: string) => string): string =>
  [
    wrap(words('help.kith'), width),
    '',
    strong(words('help.commands')),
    table(
      COMMANDS.map(({ name, usage }) => [`${name}${usage === '' ? '' : ` ${usage}`}`, words(`command.${name}`)]),
      width,
    ),
    '',
    wrap(words('help.more', { subjects: SUBJECTS.map((subject) => `kith help ${subject}`).join(', ') }), width),
  ].join('\n');

const ofCommand = ({ name, usage, options }: CommandShape, words: Words, width: number, strong: (text: string) => string): string => {
  const more = words.maybe(`help.${name}`);
  const rows = options.map((option) => {
    const shape = OPTIONS[option];
    const text = words.maybe(`option.${option}.${name}`) ?? words(`option.${option}`);
    return [`--${option}${'value' in shape ? ` ${shape.value}` : ''}`, `${text}${'many' in shape ? ` ${words('help.many')}` : ''}`] as const;
  });
  return [
    strong(`kith ${name}${usage === '' ? '' : ` ${usage}`}`),
    '',
    wrap(words(`command.${name}`), width),
    ...(more === null ? [] : ['', wrap(more, width)]),
    ...(rows.length === 0 ? [] : ['', strong(words('help.options')), table(rows, width)]),
  ].join('\n');
};

export const sayHelp = async (name: string | undefined, context: Context, code: number): Promise<number> => {
  const words = await context.words();
  const { terminal } = context;
  const width = Math.min(terminal.outIs ? terminal.width : 80, 100);
  const { strong } = paintOf(terminal.colour);
  const command = name === undefined ? undefined : commandNamed(name);
  const text = command ? ofCommand(command, words, width, strong) : name === undefined ? overall(words, width, strong) : wrap(words(`help.${name}`), width);
  if (code === EXIT.ok) terminal.say(text);
  else terminal.note(text);
  return code;
};

export const runHelp = async (args: Args, context: Context): Promise<Result<number>> => {
  const [name, act] = args.words;
  if (act !== undefined && !(name !== undefined && ACTS[name]?.includes(act))) return refuse({ code: 'too-many-words', with: { word: act.slice(0, 40), command: 'help' } });
  if (name !== undefined && !commandNamed(name) && !SUBJECTS.includes(name as never)) return refuse({ code: 'command-unknown', with: { command: name.slice(0, 40) } });
  return ok(await sayHelp(name, context, EXIT.ok));
};
