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

/**
 * A passphrase: from KITH_PASSPHRASE where `fromOutside`, typed on a terminal, or (`fromOutside`) the next line of standard
 * input. Refusal `passphrase-needed`.
 */
export const askPassphrase = async (context: Context, question: string, places: Record<string, string> = {}, fromOutside = false): Promise<Result<string>> => {
  const given = context.env['KITH_PASSPHRASE'];
  if (fromOutside && given) return ok(given);
  if (context.terminal.inIs) return ok(await hiddenLine(`${(await context.words())(question, places)} `));
  const line = fromOutside ? pipedLine() : null;
  return line === null ? refuse({ code: 'passphrase-needed' }) : ok(line);
};

/**
 * A new passphrase, typed twice on a terminal; KITH_NEW_PASSPHRASE gives one, and where there is no old one (`isFirst`)
 * KITH_PASSPHRASE too. Refusals: `passphrase-needed`, `passphrase-differs`.
 */
export const askNewPassphrase = async (context: Context, question: string, isFirst: boolean, places: Record<string, string> = {}): Promise<Result<string>> => {
  const given = context.env['KITH_NEW_PASSPHRASE'] || (isFirst ? context.env['KITH_PASSPHRASE'] : '');
  if (given) return ok(given);
  const plain = { ...context, env: { ...context.env, KITH_PASSPHRASE: '' } };
  const first = await askPassphrase(plain, question, places, true);
  if (!first.ok || !context.terminal.inIs) return first;
  const again = await askPassphrase(plain, 'ask.again');
  if (!again.ok) return again;
  return first.value.normalize('NFKC') === again.value.normalize('NFKC') ? first : refuse({ code: 'passphrase-differs' });
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
