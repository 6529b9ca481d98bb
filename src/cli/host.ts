// `kith host …`: keeping a host. What is typed is read like every other command's, so that help, completion and refusals are
// the command line's; then the host's own command has it. Loaded only here: nothing else of the command line knows the host.

import { ok, refuse, type Result } from '#core/result.ts';
import type { Context } from './context.ts';
import { HOST_ACTS, type Args, type OptionName } from './options.ts';

type RunHost = (args: readonly string[]) => Promise<number>;

const SETTINGS: readonly OptionName[] = ['database', 'blobs', 'data', 'registration', 'port', 'host'];
/** What has to follow, and what may. */
const FOLLOWS: Readonly<Record<(typeof HOST_ACTS)[number], { readonly most: number; readonly needs?: string }>> = {
  start: { most: 0 },
  backup: { most: 1, needs: 'FOLDER' },
  restore: { most: 1, needs: 'FOLDER' },
  doctor: { most: 0 },
  invite: { most: 1 },
};

export const runHostCommand = async (args: Args, _context: Context, load: () => Promise<RunHost>): Promise<Result<number>> => {
  const [word, ...more] = args.words;
  if (word === undefined) return refuse({ code: 'argument-missing', with: { argument: HOST_ACTS.join(', ') } });
  const act = HOST_ACTS.find((each) => each === word);
  if (!act) return refuse({ code: 'option-value-wrong', with: { option: 'kith host', value: word.slice(0, 40), right: HOST_ACTS.join(', ') } });
  const { most, needs } = FOLLOWS[act];
  if (needs !== undefined && more.length === 0) return refuse({ code: 'argument-missing', with: { argument: needs } });
  if (more.length > most) return refuse({ code: 'too-many-words', with: { word: more[most]!.slice(0, 40), command: `host ${act}` } });
  if (args.has('repair') && act !== 'doctor') return refuse({ code: 'option-unknown', with: { option: '--repair', command: `host ${act}` } });
  const typed = SETTINGS.flatMap((name) => (args.has(name) ? [`--${name}=${args.one(name)}`] : []));
  return ok(await (await load())([act, ...typed, ...(args.has('repair') ? ['--repair'] : []), '--', ...more]));
};
