// The host's command: `start` (also without a word), `backup`, `restore`, `doctor`, `invite`. Each part is loaded when it is
// asked for. Says one line when it is done or ready, one sentence when it cannot.

import process from 'node:process';
import { readSettings } from './settings.ts';

const COMMANDS = ['start', 'backup', 'restore', 'doctor', 'invite'] as const;

const USAGE = `Usage: kith host start|backup FOLDER|restore FOLDER|doctor|invite [HOW-MANY]
  --database FILE|postgres://…  --blobs FOLDER|s3://…  --data FOLDER  --registration open|invite|closed  --port N  --host NAME
`;

/** Runs one command to its end; `start` ends with the process. Gives the exit code. */
export const runHost = async (args: readonly string[]): Promise<number> => {
  const [first = 'start', ...rest] = args;
  const command = first.startsWith('-') && first !== '--help' ? 'start' : COMMANDS.find((each) => each === first);
  if (!command) {
    process.stderr.write(USAGE);
    return 2;
  }
  const settings = readSettings(first.startsWith('-') ? args : rest);
  if (!settings.ok) {
    process.stderr.write(`${settings.error.with?.['sentence']}\n`);
    return 1;
  }
  if (command === 'start') return (await import('./start.ts')).startHost(settings.value);
  return (await import('./keeping.ts')).keep(command, settings.value);
};

if (import.meta.main) process.exit(await runHost(process.argv.slice(2)));
