// Which file has which command (options.ts), loaded when it is asked for: `kith write` should be over before one notices.

import type { Result } from '#core/result.ts';
import type { Context } from './context.ts';
import type { Args } from './options.ts';
import { runWrite } from './write.ts';

type Run = (args: Args, context: Context) => Promise<Result<number>>;

export const RUN: Readonly<Record<string, () => Promise<Run>>> = {
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
  import: async () => (await import('./import-start.ts')).runImport,
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
  practice: async () => (await import('./practice.ts')).runPractice,
  now: async () => (await import('./now.ts')).runNow,
  paths: async () => (await import('./paths.ts')).runPaths,
  path: async () => (await import('./paths.ts')).runPath,
  questions: async () => (await import('./questions.ts')).runQuestions,
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
