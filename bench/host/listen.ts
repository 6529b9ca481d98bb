// Listeners: devices that hold the host's stream of hints open.

import { get, type ClientRequest } from 'node:http';

export interface Heard {
  /** The next hint, or null when none comes in time. Ask before what causes it. */
  readonly next: (ms: number) => Promise<string | null>;
  readonly count: () => number;
  readonly end: () => void;
}

/** Opens a stream and waits until the host has said where each vault stands. */
export const listenTo = (base: string, token: string, vaults: readonly string[]): Promise<Heard> =>
  new Promise((resolve, reject) => {
    let hints = 0;
    let waiting: ((hint: string | null) => void) | undefined;
    let isReady = false;
    const request: ClientRequest = get(`${base}/v1/live?vaults=${vaults.join(',')}`, { headers: { authorization: `Bearer ${token}` }, agent: false }, (answer) => {
      if (answer.statusCode !== 200) return void reject(new Error(`a listener was answered ${answer.statusCode}`));
      const heard: Heard = {
        next: (ms) =>
          new Promise((done) => {
            const timer = setTimeout(() => waiting?.(null), ms);
            waiting = (hint) => {
              clearTimeout(timer);
              waiting = undefined;
              done(hint);
            };
          }),
        count: () => hints,
        end: () => request.destroy(),
      };
      answer.on('error', () => undefined);
      answer.on('data', (part: Buffer) => {
        for (const line of part.toString('utf8').split('\n')) {
          if (!line.startsWith('data:')) continue;
          if (isReady) {
            hints++;
            waiting?.(line);
          } else {
            isReady = true;
            resolve(heard);
          }
        }
      });
    });
    request.on('error', reject);
  });
