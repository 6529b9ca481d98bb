// Questions on a terminal: a line, or a passphrase that is not shown. Asked on standard error, so that what is piped on
// stays clean. Ctrl-C ends the command with nothing written; Node puts the terminal back as it was.

import { createInterface } from 'node:readline/promises';
import { ok, refuse, type Result } from '#core/result.ts';
import type { Context } from './context.ts';
import { readInput } from './terminal.ts';

export class Interrupted extends Error {
  override readonly name = 'Interrupted';
}

const ENTER = /[\r\n\u0004]/;

/** Reads a line without showing it. */
const hiddenLine = (question: string): Promise<string> =>
  new Promise((resolve, reject) => {
    const { stdin, stderr } = process;
    // Before the question, so that what is typed at once is not shown either.
    stdin.setRawMode(true);
    stderr.write(question);
    stdin.setEncoding('utf8');
    stdin.resume();
    let typed = '';
    const end = (done: () => void): void => {
      stdin.off('data', heard);
      stdin.setRawMode(false);
      stdin.pause();
      stderr.write('\n');
      done();
    };
    const heard = (part: string): void => {
      // What is pasted may come between marks of its own; arrow keys say nothing here.
      for (const letter of part.replace(/\u001b\[[0-9;]*[A-Za-z~]/g, '')) {
        if (letter === '\u0003') return end(() => reject(new Interrupted()));
        if (ENTER.test(letter)) return end(() => resolve(typed));
        if (letter === '\u007f' || letter === '\b') typed = [...typed].slice(0, -1).join('');
        else if (letter === '\u0015') typed = '';
        else if (letter >= ' ') typed += letter;
      }
    };
    stdin.on('data', heard);
  });

let piped: string[] | null = null;

/** The next line of standard input where that is no terminal. */
const pipedLine = (): string | null => {
  piped ??= Buffer.from(readInput(10_000) ?? [])
    .toString('utf8')
    .split(/\r?\n/);
  return piped.shift() || null;
};

interface Secret {
  /** What the environment gave. */
  readonly given: string | undefined;
  readonly question: string;
  readonly places?: Record<string, string>;
  /** Whether it may come otherwise than from a terminal. */
  readonly fromOutside: boolean;
  readonly missing: 'passphrase-needed' | 'password-needed' | 'recovery-needed';
}

const askSecret = async (context: Context, { given, question, places = {}, fromOutside, missing }: Secret): Promise<Result<string>> => {
  if (fromOutside && given) return ok(given);
  if (context.terminal.inIs) return ok(await hiddenLine(`${(await context.words())(question, places)} `));
  const line = fromOutside ? pipedLine() : null;
  return line === null ? refuse({ code: missing }) : ok(line);
};

/** Typed twice on a terminal. */
const askTwice = async (context: Context, secret: Secret, differs: 'passphrase-differs' | 'password-differs'): Promise<Result<string>> => {
  if (secret.given) return ok(secret.given);
  const first = await askSecret(context, secret);
  if (!first.ok || !context.terminal.inIs) return first;
  const again = await askSecret(context, { ...secret, question: 'ask.again' });
  if (!again.ok) return again;
  return first.value.normalize('NFKC') === again.value.normalize('NFKC') ? first : refuse({ code: differs });
};

/**
 * A passphrase: from KITH_PASSPHRASE where `fromOutside`, typed on a terminal, or (`fromOutside`) the next line of standard
 * input. Refusal `passphrase-needed`.
 */
export const askPassphrase = (context: Context, question: string, places: Record<string, string> = {}, fromOutside = false): Promise<Result<string>> =>
  askSecret(context, { given: context.env['KITH_PASSPHRASE'], question, places, fromOutside, missing: 'passphrase-needed' });

/**
 * A new passphrase, typed twice on a terminal; KITH_NEW_PASSPHRASE gives one, and where there is no old one (`isFirst`)
 * KITH_PASSPHRASE too. Refusals: `passphrase-needed`, `passphrase-differs`.
 */
export const askNewPassphrase = (context: Context, question: string, isFirst: boolean, places: Record<string, string> = {}): Promise<Result<string>> => {
  const given = context.env['KITH_NEW_PASSPHRASE'] || (isFirst ? context.env['KITH_PASSPHRASE'] : undefined);
  return askTwice(context, { given, question, places, fromOutside: true, missing: 'passphrase-needed' }, 'passphrase-differs');
};

/** The account's password: from KITH_PASSWORD, typed on a terminal, or the next line of standard input. Refusal `password-needed`. */
export const askPassword = (context: Context): Promise<Result<string>> =>
  askSecret(context, { given: context.env['KITH_PASSWORD'], question: 'ask.password', fromOutside: true, missing: 'password-needed' });

/** A new one: from KITH_NEW_PASSWORD and, where there is no old one, KITH_PASSWORD. Refusals: `password-needed`, `password-differs`. */
export const askNewPassword = (context: Context, isFirst: boolean): Promise<Result<string>> => {
  const given = context.env['KITH_NEW_PASSWORD'] || (isFirst ? context.env['KITH_PASSWORD'] : undefined);
  return askTwice(context, { given, question: isFirst ? 'ask.first-password' : 'ask.new-password', fromOutside: true, missing: 'password-needed' }, 'password-differs');
};

/** The recovery code: from KITH_RECOVERY_CODE, or as the others; seen while it is typed, for it is long. Refusal `recovery-needed`. */
export const askRecoveryCode = async (context: Context): Promise<Result<string>> => {
  const given = context.env['KITH_RECOVERY_CODE'];
  if (given || !context.terminal.inIs) return askSecret(context, { given, question: 'ask.recovery', fromOutside: true, missing: 'recovery-needed' });
  const lines = askLines();
  try {
    return ok(await lines.line(`${(await context.words())('ask.recovery')} `));
  } finally {
    lines.close();
  }
};

/** Asks for lines, one after another, until closed. */
export const askLines = (): { line(question: string): Promise<string>; close(): void } => {
  const reader = createInterface({ input: process.stdin, output: process.stderr });
  let stop: (error: Error) => void = () => undefined;
  reader.on('SIGINT', () => stop(new Interrupted()));
  reader.on('close', () => stop(new Interrupted()));
  return {
    line: (question) =>
      new Promise((resolve, reject) => {
        stop = reject;
        reader.question(question).then(resolve, reject);
      }),
    close: () => {
      stop = () => undefined;
      reader.close();
    },
  };
};
