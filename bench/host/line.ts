// One HTTP connection that stays open, as thin as it can be: whole requests go out as bytes made beforehand, answers are told
// apart by their content-length. The same for every peer, so that what a client costs is no part of what is compared. An
// answer without a length is an error here; what streams is asked with node:http (fetch.ts's callers) instead.

import { connect } from 'node:net';

export interface Reply {
  readonly status: number;
  readonly head: string;
  readonly body: Buffer;
}

export interface Line {
  /** One at a time: the next only after the answer. */
  readonly ask: (request: Uint8Array) => Promise<Reply>;
  readonly end: () => void;
}

export const requestBytes = (method: string, path: string, headers: Readonly<Record<string, string>>, body: Uint8Array = new Uint8Array(0)): Buffer => {
  const lines = Object.entries({ host: '127.0.0.1', ...headers, 'content-length': String(body.length) }).map(([name, value]) => `${name}: ${value}\r\n`);
  return Buffer.concat([Buffer.from(`${method} ${path} HTTP/1.1\r\n${lines.join('')}\r\n`), body]);
};

export const openLine = (port: number): Promise<Line> =>
  new Promise((resolve, reject) => {
    const socket = connect({ port, host: '127.0.0.1', noDelay: true });
    let waiting: { readonly done: (reply: Reply) => void; readonly failed: (error: Error) => void } | undefined;
    let held: Buffer[] = [];
    let size = 0;
    let head = '';
    let wanted = -1;
    const broke = (error: Error): void => {
      const { failed } = waiting ?? {};
      waiting = undefined;
      reject(error);
      failed?.(error);
    };
    socket.on('data', (chunk: Buffer) => {
      held.push(chunk);
      size += chunk.length;
      if (wanted < 0) {
        const all = held.length === 1 ? chunk : Buffer.concat(held);
        const end = all.indexOf('\r\n\r\n');
        held = [all];
        if (end < 0) return;
        head = all.toString('latin1', 0, end);
        const length = /\r\ncontent-length: (\d+)/i.exec(head)?.[1];
        if (length === undefined) return broke(new Error(`an answer without a length: ${head.split('\r\n')[0]}`));
        wanted = Number(length);
        held = [all.subarray(end + 4)];
        size = all.length - end - 4;
      }
      if (size < wanted) return;
      const body = held.length === 1 ? held[0]! : Buffer.concat(held);
      const { done } = waiting ?? {};
      [waiting, held, size, wanted] = [undefined, [], 0, -1];
      done?.({ status: Number(head.slice(9, 12)), head, body });
    });
    socket.on('error', broke);
    socket.on('close', () => broke(new Error('the connection was closed')));
    socket.on('connect', () =>
      resolve({
        ask: (request) =>
          new Promise((done, failed) => {
            waiting = { done, failed };
            socket.write(request);
          }),
        end: () => void socket.destroy(),
      }),
    );
  });
