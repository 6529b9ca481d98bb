// The page's side of bringing in and taking out: starts the transfer worker when first asked, hears its counts, ends it
// with the page or the vault.

import { useEffect, useState } from 'react';
import type { TransferCalls, TransferEvent } from './workers/transfer-worker.ts';
import { NOT_REACHED, remote, transferred, type Remote } from './workers/rpc.ts';
import { useDesk, type Desk } from './ui/vault.ts';

export interface Transfer {
  /** Starts the worker when it is not running. */
  readonly calls: Remote<TransferCalls>;
  /** Hears counts until the next listener is set. */
  listen(listener: ((event: TransferEvent) => void) | null): void;
  end(): void;
}

const createTransfer = (desk: Desk): Transfer => {
  let hear: ((event: TransferEvent) => void) | null = null;
  let running: { readonly worker: Worker; readonly calls: Remote<TransferCalls> } | null = null;
  const end = (): void => {
    running?.worker.terminate();
    running = null;
    desk.onEnd.delete(end);
    desk.onForget.delete(forget);
  };
  const forget = (journal: string): void => void running?.calls.forgetJournal(journal);
  const start = (): { readonly worker: Worker; readonly calls: Remote<TransferCalls> } => {
    const worker = new Worker(new URL('./workers/transfer-worker.ts', import.meta.url), { type: 'module', name: 'transfer' });
    const calls = remote<TransferCalls>(worker, (event: TransferEvent) => hear?.(event), NOT_REACHED);
    const port = desk.portForWorker();
    desk.onEnd.add(end);
    desk.onForget.add(forget);
    void calls.start(transferred(port, [port]));
    return { worker, calls };
  };
  return {
    get calls() {
      running ??= start();
      return running.calls;
    },
    listen: (listener) => void (hear = listener),
    end,
  };
};

/** A worker for as long as the page is shown. */
export const useTransfer = (): Transfer => {
  const desk = useDesk();
  const [transfer] = useState(() => createTransfer(desk));
  useEffect(
    () => () => {
      transfer.end();
      // Ended in the middle, it had not told of its last writes.
      if (desk.state().phase === 'open') void desk.calls.lookAgain();
    },
    [transfer, desk],
  );
  return transfer;
};
