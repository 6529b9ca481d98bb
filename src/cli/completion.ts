// `kith completion bash`: a script that completes commands, options and their words, made from the same table as parsing.
// It offers nothing from the journal: names of people and topics stay sealed.

import { ok, refuse, type Result } from '#core/result.ts';
import type { Context } from './context.ts';
import { EXIT } from './exit-codes.ts';
import { ACTS, COMMANDS, OPTIONS, type Args } from './options.ts';

export const bashCompletion = (): string => {
  const options = COMMANDS.map(({ name, options: own }) => `      ${name}) options='${[...own, 'help'].map((option) => `--${option}`).join(' ')}' ;;`);
  const values = Object.entries(OPTIONS).flatMap(([name, shape]) =>
    !('of' in shape)
      ? []
      : shape.of === 'file'
        ? [`    --${name}) compopt -o filenames 2>/dev/null; COMPREPLY=($(compgen -f -- "$word")); return ;;`]
        : [`    --${name}) COMPREPLY=($(compgen -W '${shape.of.join(' ')}' -- "$word")); return ;;`],
  );
  const taking = Object.entries(OPTIONS).flatMap(([name, shape]) => ('value' in shape ? [`--${name}`] : []));
  const files = COMMANDS.filter((command) => 'fromFiles' in command && !(command.name in ACTS)).map(({ name }) => name);
  const acts = Object.entries(ACTS).map(([name, own]) => {
    const after = COMMANDS.some((command) => command.name === name && 'fromFiles' in command)
      ? 'else compopt -o filenames 2>/dev/null; COMPREPLY=($(compgen -f -- "$word")); '
      : '';
    return `    ${name}) if [ "$COMP_CWORD" -eq 2 ]; then COMPREPLY=($(compgen -W '${own.join(' ')}' -- "$word")); ${after}fi ;;`;
  });
  return `# bash completion for kith: source <(kith completion bash)
_kith() {
  local word="\${COMP_WORDS[COMP_CWORD]}" before="\${COMP_WORDS[COMP_CWORD-1]}" command="\${COMP_WORDS[1]}" options=''
  COMPREPLY=()
  if [ "$COMP_CWORD" -eq 1 ]; then
    COMPREPLY=($(compgen -W '${COMMANDS.map(({ name }) => name).join(' ')} --help --version' -- "$word"))
    return
  fi
  case "$before" in
${values.join('\n')}
    ${taking.join('|')}) return ;;
  esac
  if [[ "$word" == -* ]]; then
    case "$command" in
${options.join('\n')}
    esac
    COMPREPLY=($(compgen -W "$options" -- "$word"))
    return
  fi
  case "$command" in
${acts.join('\n')}
    ${files.join('|')}) compopt -o filenames 2>/dev/null; COMPREPLY=($(compgen -f -- "$word")) ;;
    help) COMPREPLY=($(compgen -W '${COMMANDS.map(({ name }) => name).join(' ')} json exit files' -- "$word")) ;;
    completion) COMPREPLY=($(compgen -W 'bash' -- "$word")) ;;
  esac
}
complete -F _kith kith`;
};

export const runCompletion = async (args: Args, context: Context): Promise<Result<number>> => {
  const [shell = 'bash'] = args.words;
  if (shell !== 'bash') return refuse({ code: 'option-value-wrong', with: { option: 'kith completion', value: shell.slice(0, 40), right: 'bash' } });
  context.terminal.say(bashCompletion());
  return ok(EXIT.ok);
};
