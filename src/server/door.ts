// Between Node's own HTTP server and the host, which is a function from what is asked to an answer (answer.ts): no Request and no
// Response of the web, which wake a whole HTTP client at the start of a process (docs/decisions/0024).

import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { text, type Answer } from './answer.ts';
import { PATIENCE } from './patience.ts';

/** A request before anybody is recognised. */
export interface Asked {
  readonly method: string;
  /** As it was sent, without what follows a question mark. */
  readonly path: string;
  /** What follows the question mark. */
  readonly query: string;
  readonly incoming: IncomingMessage;
  readonly outgoing: ServerResponse;
}

/** Never fails: what goes wrong is an answer too. */
export type Host = (asked: Asked) => Promise<Answer>;

/** Null where the address is none. */
const askedOf = (incoming: IncomingMessage, outgoing: ServerResponse): Asked | null => {
  const { method = 'GET', url = '' } = incoming;
  // Whoever speaks through a proxy may send the whole address.
  const target = /^https?:\/\/[^/]/i.test(url) ? (URL.parse(url)?.href.replace(/^https?:\/\/[^/]*/, '') ?? '') : url;
  if (!target.startsWith('/')) return null;
  const at = target.indexOf('?');
  return { method, path: at < 0 ? target : target.slice(0, at), query: at < 0 ? '' : target.slice(at + 1), incoming, outgoing };
};

/** For so long what is still sent of a refused request is thrown away, milliseconds: a socket that is closed over unread bytes takes the answer with it. */
const LEFT_FOR = 500;

const write = ({ status, headers, body }: Answer, { incoming, outgoing }: { readonly incoming: IncomingMessage; readonly outgoing: ServerResponse }): void => {
  if (body === 'written' || outgoing.destroyed) return;
  // Begun as one answer, it cannot become another: it is cut, so that the other end knows.
  if (outgoing.headersSent) return void outgoing.destroy();
  // A 304 says nothing of a body, and the answer to a HEAD may have said already how long it would be.
  const length = body === null ? (status === 304 || headers['content-length'] !== undefined ? null : 0) : typeof body === 'string' ? Buffer.byteLength(body) : body.length;
  outgoing.writeHead(status, length === null ? headers : { ...headers, 'content-length': length });
  const sent = incoming.method === 'HEAD' || body === null ? '' : body;
  if (incoming.complete) return void outgoing.end(sent);
  // Refused before all was sent. The other end has the whole answer, whose length is said; it ends when it has been heard out.
  outgoing.flushHeaders();
  outgoing.write(sent);
  const left = setTimeout(() => {
    outgoing.end();
    incoming.socket.destroySoon();
  }, LEFT_FOR).unref();
  incoming.once('end', () => {
    clearTimeout(left);
    outgoing.end();
  });
  incoming.resume();
};

const listenWith =
  (host: Host) =>
  (incoming: IncomingMessage, outgoing: ServerResponse): void => {
    const asked = askedOf(incoming, outgoing);
    const serve = (): void => {
      if (asked)
        void host(asked)
          .then((answer) => write(answer, asked))
          .catch(() => outgoing.destroy());
      else write(text('No such address\n', 400), { incoming, outgoing });
    };
    // The other end went: there is nobody to tell.
    outgoing.on('error', () => undefined);
    // Many requests sent at once have their turns: served together, all their answers would wait in memory for the first to be taken.
    if (outgoing.socket) serve();
    else outgoing.once('socket', serve);
  };

/** How long sockets may keep it waiting: the timers of the platform's server, and for how long a socket may be still. Milliseconds. */
export interface Patience {
  readonly server: { readonly requestTimeout: number; readonly headersTimeout: number; readonly keepAliveTimeout: number; readonly connectionsCheckingInterval: number };
  readonly idle: number;
}

/** A server that answers as the host does; it listens once it is told where. */
export const openDoor = (host: Host, patience: Patience = PATIENCE): Server => {
  const server = createServer(patience.server, listenWith(host));
  server.setTimeout(patience.idle);
  return server;
};
