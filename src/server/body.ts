// Bodies of requests, read with a limit: refused by what they say of their length before a byte is kept, and again while
// reading, since what they say may be a lie. What all bodies being read hold together is bounded too.

import type { IncomingMessage } from 'node:http';
import { ok, refuse, type Result } from '#core/result.ts';

/** Bytes of all bodies in memory at one time, waiting for the database or for their sender. */
const MOST_TOGETHER = 192 * 1024 * 1024;
let together = 0;

export interface Held {
  readonly bytes: Uint8Array;
  /** Call when the body is no longer needed. */
  readonly release: () => void;
}

const tooLarge = (most: number) => refuse({ code: 'too-large', with: { most } });

/** Refusals: `too-large {most}`, `too-many {seconds}`, `slow` (the sender stopped half way). */
export const readBody = async (request: Request, incoming: IncomingMessage | undefined, most: number): Promise<Result<Held>> => {
  const said = request.headers.get('content-length');
  if (said !== null && !(/^\d{1,15}$/.test(said) && Number(said) <= most)) return tooLarge(most);
  if (together + Number(said ?? 0) > MOST_TOGETHER) return refuse({ code: 'too-many', with: { seconds: 1 } });
  const chunks: Uint8Array[] = [];
  let size = 0;
  const release = (): void => {
    together -= size;
    size = 0;
  };
  try {
    for await (const chunk of incoming ?? request.body ?? []) {
      const { length } = chunk as Uint8Array;
      size += length;
      together += length;
      if (size > most) {
        release();
        return tooLarge(most);
      }
      // Who does not say how long it is, or all who began at one moment, share the bound too.
      if (together > MOST_TOGETHER) {
        release();
        return refuse({ code: 'too-many', with: { seconds: 1 } });
      }
      chunks.push(chunk as Uint8Array);
    }
  } catch {
    release();
    return refuse({ code: 'slow' });
  }
  return ok({ bytes: chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks), release });
};
