// The host's command: `start` (also without a word), `backup`, `restore`, `doctor`, `invite`; reached as `kith host` and as
// dist/host.mjs. Each part is loaded when it is asked for. Says one line when it is done or ready, one sentence when it cannot.
// Exit codes are those of the command line: 0 done, 1 refused or failed, 2 not written as it must be.

import process from 'node:process';
import { readSettings } from './settings.ts';

const COMMANDS = ['start', 'backup', 'restore', 'doctor', 'invite'] as const;
/** Words that may follow a command. */
const TAKES: Readonly<Record<(typeof COMMANDS)[number], number>> = { start: 0, backup: 1, restore: 1, doctor: 0, invite: 1 };

const complain = async (key: string, places?: Readonly<Record<string, string | number>>): Promise<number> => {
  const { loadHostWords } = await import('./words.ts');
  process.stderr.write(`${(await loadHostWords(process.env))(key, places)}\n`);
  return 2;
};

/** Runs one command to its end; `start` ends with the process. Gives the exit code. */
export const runHost = async (args: readonly string[]): Promise<number> => {
  const [first = 'start', ...rest] = args;
  const isHelp = first === '--help' || first === '-h';
  const command = first.startsWith('-') && !isHelp ? 'start' : COMMANDS.find((each) => each === first);
  if (!command) {
    const code = await complain('usage');
    return isHelp ? 0 : code;
  }
  const settings = readSettings(first.startsWith('-') ? args : rest);
  if (!settings.ok) return complain(settings.error.code, settings.error.with);
  const more = settings.value.rest[TAKES[command]];
  if (more !== undefined) return complain('word-too-many', { command, word: more.slice(0, 40) });
  if (settings.value.repair && command !== 'doctor') return complain('repair-elsewhere');
  if (command === 'start') return (await import('./start.ts')).startHost(settings.value);
  return (await import('./keeping.ts')).keep(command, settings.value);
};

// No await at the top: the command line's bundle has none.
if (import.meta.main) void runHost(process.argv.slice(2)).then((code) => process.exit(code));
