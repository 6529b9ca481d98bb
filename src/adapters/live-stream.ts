// Server-sent events over fetch, since EventSource cannot bear a session. Says where vaults stand as the host tells it; what is
// true comes from asking. Invariants: after every opening the host tells where each vault stands, so nothing is missed while it
// was closed; it opens again by itself, later and later; silence longer than two heartbeats counts as closed.

import { isLiveHint, type LiveHint } from '#sync/protocol.ts';
import { parseJson } from '#sync/frame.ts';
import { textToBytes } from '#core/text.ts';
import type { HostCalls } from './host-calls.ts';

export interface LiveParts {
  readonly calls: HostCalls;
  readonly vaults: readonly string[];
  readonly token: () => string | null;
  readonly onHint: (hint: LiveHint) => void;
  /** It opened (again), or closed. */
  readonly onOpen?: (isOpen: boolean) => void;
  /** The host no longer knows the session. */
  readonly onSignedOut?: () => void;
}

export interface LiveStream {
  /** Opens at once where it is closed: the network came back. */
  again(): void;
  stop(): void;
}

const SILENCE = 60_000;
const LONGEST = 60_000;
/** A line is never longer. */
const MOST_LINE = 64 * 1024;

/** Hints out of a stream's text, as it comes in pieces. */
export const createEventReader = (onHint: (hint: LiveHint) => void) => {
  let rest = '';
  return (text: string): void => {
    const lines = (rest + text).split(/\r\n|\n|\r(?!$)/);
    rest = lines.pop()!.slice(-MOST_LINE);
    for (const line of lines) {
      if (!line.startsWith('data:')) continue;
      const hint = parseJson(textToBytes(line.slice(5).trim()));
      if (isLiveHint(hint)) onHint(hint);
    }
  };
};

export const openLiveStream = ({ calls, vaults, token, onHint, onOpen = () => undefined, onSignedOut = () => undefined }: LiveParts): LiveStream => {
  let isStopped = false;
  let failures = 0;
  let ends: AbortController | null = null;
  let later: ReturnType<typeof setTimeout> | undefined;

  const listen = async (): Promise<void> => {
    const own = new AbortController();
    ends = own;
    const opened = await calls.open(`/live?vaults=${vaults.join(',')}`, { token: token(), headers: { accept: 'text/event-stream' }, signal: own.signal, patience: 20_000 });
    if (isStopped) return own.abort();
    if (!opened.ok) {
      ends = null;
      if (opened.error.code === 'session-needed') {
        isStopped = true;
        return onSignedOut();
      }
      return wait(opened.error.wait ?? 0);
    }
    onOpen(true);
    const reader = opened.value.body?.pipeThrough(new TextDecoderStream()).getReader();
    const read = createEventReader(onHint);
    let silence = setTimeout(() => own.abort(), SILENCE);
    try {
      for (;;) {
        const { done, value } = (await reader?.read()) ?? { done: true, value: undefined };
        if (done || isStopped) break;
        // It said something: whoever closes it now is to be asked again soon.
        failures = 0;
        clearTimeout(silence);
        silence = setTimeout(() => own.abort(), SILENCE);
        read(value);
      }
    } catch {
      // Broken off; opened again below.
    } finally {
      clearTimeout(silence);
      own.abort();
      if (ends === own) ends = null;
    }
    if (isStopped) return;
    onOpen(false);
    wait(0);
  };

  const wait = (least: number): void => {
    const whole = Math.min(LONGEST, 1000 * 2 ** Math.min(failures++, 16));
    // Half is chance, so that devices do not come back all at once.
    later = setTimeout(() => void listen(), Math.max(least, whole / 2 + (whole / 2) * Math.random()));
  };

  void listen();
  return {
    again() {
      if (isStopped || ends) return;
      clearTimeout(later);
      failures = 0;
      void listen();
    },
    stop() {
      isStopped = true;
      clearTimeout(later);
      ends?.abort();
    },
  };
};
