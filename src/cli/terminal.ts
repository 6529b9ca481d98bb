// What is on the other side of the three streams: a terminal or not, how wide, with colour or without.
// Written at once, so that what was acknowledged has left the process, and a closed pipe ends it quietly.
// Invariant: text that came from outside never steers a terminal: control characters are taken out before it is shown.

import { fstatSync, readSync } from 'node:fs';
import process from 'node:process';
import { writeOut } from '#adapters/node/write-out.ts';

// node:tty brings the whole of node:net with it: asked only about what could be a terminal at all.
const isTerminal = (stream: 0 | 1 | 2): boolean => {
  try {
    return fstatSync(stream).isCharacterDevice() && process.getBuiltinModule('node:tty').isatty(stream);
  } catch {
    return false;
  }
};

export interface Terminal {
  readonly inIs: boolean;
  readonly outIs: boolean;
  readonly errIs: boolean;
  /** Columns; 80 where nobody says. */
  readonly width: number;
  readonly colour: boolean;
  /** One line, or several, to standard output. */
  say(text: string): void;
  /** To standard error: what is not the answer itself. */
  note(text: string): void;
  /** Replaces the last line on standard error, where that is a terminal. */
  progress(text: string | null): void;
}

export const createTerminal = (env: NodeJS.ProcessEnv): Terminal => {
  const [inIs, outIs, errIs] = [isTerminal(0), isTerminal(1), isTerminal(2)];
  let shown = false;
  const clear = (): void => {
    if (shown) writeOut(2, '\r\u001b[K');
    shown = false;
  };
  return {
    inIs,
    outIs,
    errIs,
    get width() {
      const asked = Number(env['COLUMNS']);
      if (Number.isInteger(asked) && asked >= 20 && asked <= 1000) return asked;
      return (outIs ? process.stdout.columns : errIs ? process.stderr.columns : 0) || 80;
    },
    colour: outIs && !env['NO_COLOR'] && env['TERM'] !== 'dumb',
    say(text) {
      clear();
      writeOut(1, `${text}\n`);
    },
    note(text) {
      clear();
      writeOut(2, `${text}\n`);
    },
    progress(text) {
      if (!errIs) return;
      clear();
      if (text === null) return;
      writeOut(2, text);
      shown = true;
    },
  };
};

/** Takes out what could steer a terminal; line ends and tabs stay. */
export const harmless = (text: string): string => text.replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u2028\u2029]/g, (c) => (c === '\r' ? '' : '\ufffd'));

/** JSON on one line; the control characters that JSON lets stand are written as escapes too. */
export const toJsonLine = (value: unknown): string => JSON.stringify(value).replace(/[\u007f-\u009f\u2028\u2029]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`);

/** All of standard input, at most `most` bytes; null when it is more. */
export const readInput = (most: number): Uint8Array | null => {
  const parts: Buffer[] = [];
  let size = 0;
  for (;;) {
    const part = Buffer.allocUnsafe(65_536);
    let read = 0;
    try {
      read = readSync(0, part);
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === 'EAGAIN') {
        Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 10);
        continue;
      }
      // EOF on a Windows pipe; closed or a folder elsewhere: as good as empty.
      if (['EOF', 'EBADF', 'EISDIR'].includes(code ?? '')) break;
      throw error;
    }
    if (read === 0) break;
    size += read;
    if (size > most) return null;
    parts.push(part.subarray(0, read));
  }
  return Buffer.concat(parts);
};
