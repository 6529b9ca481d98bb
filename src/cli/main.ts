// `kith`: reads the first word, loads the one command it names, and turns what comes back into words and an exit code.
// Nothing else is loaded here, because `kith write` should be over before one notices.

import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { OutputFailed, PipeClosed } from '#adapters/node/write-out.ts';
import type { Refusal } from '#core/result.ts';
import { momentOf, zoneAt, type Context } from './context.ts';
import { EXIT, exitOf } from './exit-codes.ts';
import { homePaths } from './home.ts';
import { commandNamed, readArgs } from './options.ts';
import { RUN } from './run.ts';
import { createTerminal, harmless } from './terminal.ts';

const main = async (argv: readonly string[]): Promise<number> => {
  const { env } = process;
  const terminal = createTerminal(env);
  const ends: (() => unknown)[] = [];
  let words: ReturnType<Context['words']> | undefined;
  const command = argv[0] === undefined ? undefined : commandNamed(argv[0]);
  const context: Context = {
    env,
    terminal,
    paths: homePaths(env),
    main: fileURLToPath(import.meta.url),
    words: () => (words ??= import('./words.ts').then(({ loadWords }) => loadWords(env, command?.room))),
    now: () => momentOf(new Date()),
    zoneAt,
    onEnd: (work) => ends.unshift(work),
  };
  const refused = async (error: Refusal): Promise<number> => {
    terminal.progress(null);
    terminal.note(harmless(`kith: ${(await context.words()).refusal(error)}`));
    return exitOf(error.code);
  };
  try {
    const [first, ...rest] = argv;
    if (first === '--version' || first === '-V') return await (await import('./help.ts')).sayVersion(context);
    if (first === undefined || first === '--help' || first === '-h')
      return await (await import('./help.ts')).sayHelp(undefined, context, first === undefined ? EXIT.usage : EXIT.ok);
    if (!command) return await refused({ code: 'command-unknown', with: { command: first.slice(0, 40) } });
    const args = readArgs(command, rest);
    if (!args.ok) return await refused(args.error);
    if (args.value.has('help')) return await (await import('./help.ts')).sayHelp(command.name, context, EXIT.ok);
    const done = await (await RUN[command.name]!())(args.value, context);
    return done.ok ? done.value : await refused(done.error);
  } catch (error) {
    // Whoever was reading has gone; that is no failure of ours.
    if (error instanceof PipeClosed) return EXIT.ok;
    if (error instanceof OutputFailed) return await refused({ code: 'output-not-written', with: { why: error.message } }).catch(() => EXIT.failed);
    if ((error as Error).name === 'Interrupted') return EXIT.interrupted;
    throw error;
  } finally {
    for (const end of ends) await end();
  }
};

// No await at the top: the bundle is CommonJS, which has none. What is thrown here is a bug and ends the process as one.
const run = async ([first, ...rest]: readonly string[]): Promise<void> => {
  process.umask(0o077);
  if (first === '--agent') return (await import('./agent-process.ts')).runAgent(rest[0] ?? '');
  // All is written and closed by now. Left to end by itself, the process would first tidy up memory that is about to go anyway.
  process.exit(await main(first === undefined ? [] : [first, ...rest]));
};
void run(process.argv.slice(2));
