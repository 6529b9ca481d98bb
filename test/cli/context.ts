// What a command is given, in this process: for tests that need no process of their own.

import { momentOf, zoneAt, type Context } from '../../src/cli/context.ts';
import { homePaths } from '../../src/cli/home.ts';
import { loadWords } from '../../src/cli/words.ts';

/** `folder`: KITH_HOME; `end` closes what was opened. */
export const contextIn = (
  folder: string,
  more: NodeJS.ProcessEnv,
  room?: Parameters<typeof loadWords>[1],
  say: (text: string) => unknown = () => undefined,
): { readonly context: Context; end(): Promise<void> } => {
  const env = { KITH_HOME: folder, KITH_LANG: 'en', ...more };
  const ends: (() => unknown)[] = [];
  const quiet = (): void => undefined;
  const context: Context = {
    env,
    paths: homePaths(env),
    terminal: { inIs: false, outIs: false, errIs: false, width: 80, colour: false, say: (text) => void say(text), note: quiet, progress: quiet },
    main: '',
    words: () => loadWords(env, room),
    now: () => momentOf(new Date()),
    zoneAt,
    onEnd: (work) => ends.unshift(work),
  };
  return {
    context,
    async end() {
      for (const each of ends) await each();
    },
  };
};
