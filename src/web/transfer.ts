// The page's side of bringing in and taking out: starts the transfer worker, hears its counts, ends it with the vault.

import { useEffect, useState } from 'react';
import type { TransferCalls, TransferEvent } from './workers/transfer-worker.ts';
import { remote, transferred, type Remote } from './workers/rpc.ts';
import { useDesk, type Desk } from './ui/vault.ts';

export interface Transfer {
  readonly calls: Remote<TransferCalls>;
  /** Hears counts until the next call sets another listener. */
  listen(listener: ((event: TransferEvent) => void) | null): void;
  end(): void;
}

const start = (desk: Desk): Transfer => {
  let hear: ((event: TransferEvent) => void) | null = null;
  const worker = new Worker(new URL('./workers/transfer-worker.ts', import.meta.url), { type: 'module', name: 'transfer' });
  const calls = remote<TransferCalls>(worker, (event: TransferEvent) => hear?.(event));
  const port = desk.portForWorker();
  const end = (): void => {
    worker.terminate();
    desk.onEnd.delete(end);
  };
  desk.onEnd.add(end);
  void calls.start(transferred(port, [port]));
  return { calls, end, listen: (listener) => void (hear = listener) };
};

/** A worker for as long as the page is shown; null until it is there. */
export const useTransfer = (): Transfer | null => {
  const desk = useDesk();
  const [transfer, setTransfer] = useState<Transfer | null>(null);
  useEffect(() => {
    const begun = start(desk);
    setTransfer(begun);
    return () => begun.end();
  }, [desk]);
  return transfer;
};
