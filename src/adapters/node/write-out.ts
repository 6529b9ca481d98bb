// Text to standard output and error, written before one goes on: what is said has left the process when that ends, however
// full the pipe is (`process.stdout` would queue it, and a process that exits drops its queue).

import { writeSync } from 'node:fs';

/** Whoever was reading has gone. */
export class PipeClosed extends Error {}

/** The text could not be written: a full disk, say. */
export class OutputFailed extends Error {}

/** Throws `PipeClosed` or `OutputFailed`. */
export const writeOut = (stream: 1 | 2, text: string): void => {
  const bytes = Buffer.from(text, 'utf8');
  for (let at = 0; at < bytes.length;) {
    try {
      at += writeSync(stream, bytes, at);
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === 'EAGAIN') Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5);
      else if (code === 'EPIPE' || code === 'EBADF') throw new PipeClosed();
      else throw new OutputFailed(code);
    }
  }
};
