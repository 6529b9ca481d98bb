// The recovery kit: what opens an account when its password is lost, as text that one can print, and the question whether it was
// written down. Until it was, the code stays sealed on this device and `kith account confirm` shows it again.

import { confirmRecovery } from '#adapters/account-entry.ts';
import { random } from '#adapters/sodium.ts';
import { ok, refuse, type Result } from '#core/result.ts';
import type { DeviceAccount } from '#crypto/device-account.ts';
import { groupsToConfirm, isRecoveryGroup, recoveryCodeToText, textToRecoveryCode } from '#crypto/recovery-code.ts';
import { askLines, askRecoveryCode } from './ask.ts';
import type { Context } from './context.ts';
import { EXIT } from './exit-codes.ts';
import { wrap } from './layout.ts';
import { openLinked, type HereOpen } from './linked.ts';
import type { Args } from './options.ts';
import { harmless, toJsonLine } from './terminal.ts';
import type { Words } from './words.ts';

const WIDTH = 72;
const RULE = '-'.repeat(WIDTH);

const kitText = ({ name, host, code }: DeviceAccount, day: string, words: Words): string =>
  harmless(
    [
      RULE,
      words('kit.title'),
      '',
      words('kit.account', { name }),
      words('kit.host', { host }),
      words('kit.made', { day }),
      '',
      `    ${recoveryCodeToText(code!)}`,
      '',
      wrap(words('kit.what'), WIDTH),
      wrap(words('kit.how'), WIDTH),
      `    kith account recover ${name} --host ${host}`,
      RULE,
    ].join('\n'),
  );

/** Shows it once and, on a terminal, asks for two of its groups; elsewhere says how it is confirmed later. */
export const sayKit = async (here: HereOpen, account: DeviceAccount, args: Args, context: Context): Promise<Result<number>> => {
  const { terminal } = context;
  const words = await context.words();
  if (!args.has('json')) terminal.say(kitText(account, context.now().when.slice(0, 10), words));
  if (args.has('json') || !terminal.inIs || !terminal.errIs) {
    terminal.note(words('kit.later'));
    return ok(EXIT.ok);
  }
  return confirmOnTerminal(here, account, words, context);
};

const TRIES = 3;

const confirmOnTerminal = async ({ parts, vault }: HereOpen, { code }: DeviceAccount, words: Words, { terminal }: Context): Promise<Result<number>> => {
  const groups = groupsToConfirm(random);
  const lines = askLines();
  try {
    for (const group of groups) {
      for (let tries = 0; ; tries++) {
        const typed = await lines.line(`${words('ask.group', { number: String(group + 1) })} `);
        if (isRecoveryGroup(code!, group, typed)) break;
        if (typed.trim() === '' || tries + 1 === TRIES) {
          terminal.note(words('kit.later'));
          return ok(EXIT.ok);
        }
        terminal.note(words('kit.group-wrong'));
      }
    }
  } finally {
    lines.close();
  }
  const confirmed = await confirmRecovery(parts, vault);
  if (!confirmed.ok) return confirmed;
  terminal.note(words('kit.confirmed'));
  return ok(EXIT.ok);
};

/** `kith account confirm`: on a terminal with two groups; elsewhere with the whole code, from KITH_RECOVERY_CODE or standard input. */
export const runConfirm = async (args: Args, context: Context): Promise<Result<number>> => {
  const here = await openLinked(context);
  if (!here.ok) return here;
  const { linked, parts, vault } = here.value;
  const { account } = linked;
  if (account.code === null) return refuse({ code: 'code-confirmed' });
  const isGiven = Boolean(context.env['KITH_RECOVERY_CODE']);
  if (!isGiven && context.terminal.inIs) return sayKit(here.value, account, args, context);
  const typed = await askRecoveryCode(context);
  if (!typed.ok) return typed;
  const code = textToRecoveryCode(typed.value);
  if (!code.ok) return code;
  if (code.value !== account.code) return refuse({ code: 'code-other' });
  const confirmed = await confirmRecovery(parts, vault);
  if (!confirmed.ok) return confirmed;
  if (args.has('json')) context.terminal.say(toJsonLine({ confirmed: true }));
  else context.terminal.say((await context.words())('kit.confirmed'));
  return ok(EXIT.ok);
};
