// `kith`: reads the first word, loads the one command it names, and turns what comes back into words and an exit code.
// Nothing else is loaded here, because `kith write` should be over before one notices.

import process from 'node:process';
import { fileURLToPath } from 'node:url';
import type { Refusal, Result } from '#core/result.ts';
import { momentOf, zoneAt, type Context } from './context.ts';
import { EXIT, exitOf } from './exit-codes.ts';
import { homePaths } from './home.ts';
import { commandNamed, readArgs, type Args } from './options.ts';
import { createTerminal, harmless, OutputFailed, PipeClosed } from './terminal.ts';
import { runWrite } from './write.ts';

type Run = (args: Args, context: Context) => Promise<Result<number>>;

const RUN: Readonly<Record<string, () => Promise<Run>>> = {
  // The one that must be quick comes in the same file as this.
  write: async () => runWrite,
  'check-in': async () => (await import('./check-in.ts')).runCheckIn,
  list: async () => (await import('./list.ts')).runList,
  show: async () => (await import('./list.ts')).runShow,
  link: async () => (await import('./shown.ts')).runLink,
  search: async () => (await import('./search.ts')).runSearch,
  'look-back': async () => (await import('./look-back.ts')).runLookBack,
  change: async () => (await import('./change.ts')).runChange,
  form: async () => (await import('./form.ts')).runForm,
  delete: async () => (await import('./change.ts')).runDelete,
  undo: async () => (await import('./change.ts')).runUndo,
  journals: async () => (await import('./journals.ts')).runJournals,
  import: async () => (await import('./bring.ts')).runImport,
  'undo-import': async () => (await import('./bring.ts')).runUndoImport,
  export: async () => (await import('./give.ts')).runExport,
  feelings: async () => (await import('./feelings.ts')).runFeelings,
  feel: async () => (await import('./feelings.ts')).runFeel,
  talk: async () => (await import('./feelings.ts')).runTalk,
  helplines: async () => (await import('./feelings.ts')).runHelplines,
  decisions: async () => (await import('./decisions.ts')).runDecisions,
  decide: async () => (await import('./decisions.ts')).runDecide,
  vault: async () => (await import('./vault.ts')).runVault,
  account: async () => (await import('./account.ts')).runAccount,
  devices: async () => (await import('./devices.ts')).runDevices,
  pair: async () => (await import('./devices.ts')).runPair,
  revoke: async () => (await import('./devices.ts')).runRevoke,
  circle: async () => (await import('./circle.ts')).runCircle,
  needs: async () => (await import('./needs.ts')).runNeeds,
  need: async () => (await import('./needs.ts')).runNeed,
  thank: async () => (await import('./needs.ts')).runThank,
  issues: async () => (await import('./issues-view.ts')).runIssues,
  issue: async () => (await import('./issues.ts')).runIssue,
  promptings: async () => (await import('./promptings.ts')).runPromptings,
  prompting: async () => (await import('./promptings.ts')).runPrompting,
  agreements: async () => (await import('./agreements.ts')).runAgreements,
  agreement: async () => (await import('./agreements.ts')).runAgreement,
  actions: async () => (await import('./actions.ts')).runActions,
  action: async () => (await import('./actions.ts')).runAction,
  learnt: async () => (await import('./actions.ts')).runLearnt,
  commitments: async () => (await import('./commitments.ts')).runCommitments,
  commit: async () => (await import('./commitments.ts')).runCommit,
  share: async () => (await import('./sharing.ts')).runShare,
  shared: async () => (await import('./sharing.ts')).runShared,
  maps: async () => (await import('./systems.ts')).runMaps,
  map: async () => (await import('./systems.ts')).runMap,
  practices: async () => (await import('./practices.ts')).runPractices,
  practice: async () => (await import('./practices.ts')).runPractice,
  now: async () => (await import('./now.ts')).runNow,
  paths: async () => (await import('./paths.ts')).runPaths,
  path: async () => (await import('./paths.ts')).runPath,
  question: async () => (await import('./question.ts')).runQuestion,
  skills: async () => (await import('./skills.ts')).runSkills,
  skill: async () => (await import('./skills.ts')).runSkill,
  values: async () => (await import('./values.ts')).runValues,
  value: async () => (await import('./values.ts')).runValue,
  purpose: async () => (await import('./purpose.ts')).runPurpose,
  energy: async () => (await import('./purpose.ts')).runEnergy,
  sync: async () => (await import('./sync.ts')).runSync,
  host: async () => {
    const { runHostCommand } = await import('./host.ts');
    return (args, context) => runHostCommand(args, context, async () => (await import('#server/main.ts')).runHost);
  },
  completion: async () => (await import('./completion.ts')).runCompletion,
  help: async () => (await import('./help.ts')).runHelp,
};

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
  process.exitCode = await main(first === undefined ? [] : [first, ...rest]);
};
void run(process.argv.slice(2));
