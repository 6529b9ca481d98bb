// Bodies of requests, read with a limit: refused by what they say of their length before a byte is kept, and again while
// reading, since what they say may be a lie. What all bodies being read hold together is bounded too.

import type { IncomingMessage } from 'node:http';
import { ok, refuse, type Refusal, type Result } from '#core/result.ts';

/** Bytes of all bodies in memory at one time, waiting for the database or for their sender. */
const MOST_TOGETHER = 192 * 1024 * 1024;
let together = 0;

export interface Held {
  readonly bytes: Uint8Array;
  /** Call when the body is no longer needed. */
  readonly release: () => void;
}

/** Node's own stream, by its events: an iterator over it costs as much as all else that is done with a small body. */
const readIncoming = (incoming: IncomingMessage, take: (chunk: Uint8Array) => Refusal | null): Promise<Refusal | null> =>
  new Promise((resolve) => {
    const done = (refusal: Refusal | null): void => {
      incoming.off('data', taken).off('end', ended).off('error', broke).off('close', broke);
      // What still comes is not for us; the door ends it once the answer is sent.
      if (refusal) incoming.on('error', () => undefined).pause();
      resolve(refusal);
    };
    const taken = (chunk: Uint8Array): void => {
      const refusal = take(chunk);
      if (refusal) done(refusal);
    };
    const ended = (): void => done(null);
    const broke = (): void => done({ code: 'slow' });
    if (incoming.destroyed) return broke();
    incoming.on('data', taken).on('end', ended).on('error', broke).on('close', broke);
  });

const tooLarge = (most: number) => refuse({ code: 'too-large', with: { most } });

/** Refusals: `too-large {most}`, `too-many {seconds}`, `slow` (the sender stopped half way). */
export const readBody = async (incoming: IncomingMessage, most: number): Promise<Result<Held>> => {
  const said = incoming.headers['content-length'];
  if (said !== undefined && !(/^\d{1,15}$/.test(said) && Number(said) <= most)) return tooLarge(most);
  if (together + Number(said ?? 0) > MOST_TOGETHER) return refuse({ code: 'too-many', with: { seconds: 1 } });
  const chunks: Uint8Array[] = [];
  let size = 0;
  const release = (): void => {
    together -= size;
    size = 0;
  };
  /** Why no more is read of it; null while it may go on. */
  const take = (chunk: Uint8Array): Refusal | null => {
    size += chunk.length;
    together += chunk.length;
    if (size > most) return { code: 'too-large', with: { most } };
    // Who does not say how long it is, or all who began at one moment, share the bound too.
    if (together > MOST_TOGETHER) return { code: 'too-many', with: { seconds: 1 } };
    chunks.push(chunk);
    return null;
  };
  const refusal = await readIncoming(incoming, take);
  if (refusal) {
    release();
    return refuse(refusal);
  }
  return ok({ bytes: chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks), release });
};
