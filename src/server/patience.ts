// How long a socket may keep the host waiting. The platform's own timers close those that are slow or idle, so that nobody holds
// anything up by holding still; a device on a bad line has two minutes for one request, and comes again.

const SECOND = 1000;

export const PATIENCE = {
  server: {
    /** From the first byte of a request to its last. */
    requestTimeout: 120 * SECOND,
    headersTimeout: 15 * SECOND,
    /** Kept open for the next request. */
    keepAliveTimeout: 65 * SECOND,
    connectionsCheckingInterval: 5 * SECOND,
  },
  /** Nothing sent and nothing taken for so long: the other end has gone. Listeners hear a heartbeat more often. */
  idle: 75 * SECOND,
} as const;
